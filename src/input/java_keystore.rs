//! Java key stores: JKS and JCEKS, and the formats of Bouncy Castle by name.

use super::context::{Ctx, Place};
use super::{Content, Reading};

/// Reads the key store in `bytes`: the container as one item, its entries as items inside it.
pub(crate) fn read(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, bytes.len());
    out.push(ctx, Content::JavaKeystore, range);
}
