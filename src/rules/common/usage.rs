//! Key usages as text.

use crate::facts::{KEY_USAGE_NAMES, KeyUsage, Oid, eku};

/// The names of the bits that are set, RFC 5280 spelling.
pub fn text(usage: KeyUsage) -> String {
    let set: Vec<&str> =
        KEY_USAGE_NAMES.iter().enumerate().filter(|(bit, _)| usage.bits >> bit & 1 == 1).map(|(_, name)| *name).collect();
    if set.is_empty() { "none".to_owned() } else { set.join(", ") }
}

/// Purposes by name where they have a usual one.
pub fn purposes(purposes: &[Oid]) -> String {
    let names: Vec<&str> = purposes
        .iter()
        .map(|oid| match oid.as_str() {
            eku::SERVER_AUTH => "serverAuth",
            eku::CLIENT_AUTH => "clientAuth",
            eku::ANY => "anyExtendedKeyUsage",
            "1.3.6.1.5.5.7.3.3" => "codeSigning",
            "1.3.6.1.5.5.7.3.4" => "emailProtection",
            "1.3.6.1.5.5.7.3.8" => "timeStamping",
            "1.3.6.1.5.5.7.3.9" => "OCSPSigning",
            other => other,
        })
        .collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
