//! Certificates that evidence names without their bytes.

use crate::evidence::statement::Handle;
use crate::facts::Certificate;
use crate::octets::hex;
use crate::report;
use crate::scene::Prepared;

/// The certificate of the pool that a handle names, where it names exactly one.
pub(super) fn find(handle: &Handle, prepared: &Prepared) -> Option<usize> {
    if let Some(known) = handle.certificate {
        return Some(known);
    }
    let dropped = prepared.pool.iter().enumerate().filter(|(_, p)| !p.items.is_empty());
    let mut fitting = dropped.filter(|(_, p)| fits(handle, &p.certificate)).map(|(i, _)| i);
    let found = fitting.next()?;
    fitting.next().is_none().then_some(found)
}

/// Whether all that the handle says is true of the certificate; a handle that says nothing fits none.
fn fits(handle: &Handle, certificate: &Certificate) -> bool {
    let same = |said: &Option<String>, is: &[u8]| said.as_ref().map(|said| clean(said) == hex(is));
    let serial = handle.serial.as_ref().map(|said| {
        let (said, is) = (clean(said), hex(&certificate.serial));
        said.trim_start_matches('0') == is.trim_start_matches('0')
    });
    let facts = [
        same(&handle.sha256, &certificate.sha256),
        same(&handle.sha1, &certificate.sha1),
        same(&handle.spki_sha256, &certificate.public_key.spki_sha256),
        serial,
        handle.size.map(|size| size == certificate.der.len()),
    ];
    let strong = facts[..4].iter().flatten().next().is_some();
    (strong || handle.size.is_some()) && facts.iter().flatten().all(|fits| *fits)
}

fn clean(hex: &str) -> String {
    hex.trim_start_matches("0x").chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_lowercase()).collect()
}

/// As the report has it.
pub(super) fn told(handle: &Handle, prepared: &Prepared) -> report::Handle {
    report::Handle {
        sha256: handle.sha256.clone(),
        sha1: handle.sha1.clone(),
        spki_sha256: handle.spki_sha256.clone(),
        serial: handle.serial.clone(),
        issuer: handle.issuer.clone(),
        size: handle.size,
        certificate: find(handle, prepared),
    }
}
