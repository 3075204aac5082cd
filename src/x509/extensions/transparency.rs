//! Certificate transparency (RFC 6962): signed certificate timestamps and the poison of precertificates.

use super::{Fields, field, whole};
use crate::der::{Malformed, Reader, time};
use crate::octets::hex;
use der_parser::der::parse_der_null;
use x509_parser::extensions::parse_ct_signed_certificate_timestamp_list;

/// `SignedCertificateTimestampList` in an OCTET STRING: a TLS structure, not DER.
pub(super) fn timestamps(value: Reader<'_>) -> Result<Fields, Malformed> {
    let list = whole(value, parse_ct_signed_certificate_timestamp_list)?;
    let mut out = Fields::new();
    for stamp in list {
        let id = hex(stamp.id.key_id);
        out.push(field("Log", log(&id).unwrap_or("(unknown log)")));
        out.push(field("Log ID", id));
        let seconds = i64::try_from(stamp.timestamp / 1000).unwrap_or(i64::MAX / 2);
        out.push(field("Logged at", time::display(seconds)));
    }
    Ok(out)
}

/// The poison is a critical NULL: a client that does not know it has to refuse the certificate.
pub(super) fn poison(value: Reader<'_>) -> Result<Fields, Malformed> {
    whole(value, parse_der_null)?;
    Ok(vec![field("Precertificate", "yes")])
}

/// A line a log: first octets of its id in hexadecimal, and its name. Other logs are shown by their id.
const LOGS: &str = include_str!("../../../data/ct-logs.txt");

fn log(id: &str) -> Option<&'static str> {
    LOGS.lines().find_map(|line| line.split_once(' ').filter(|(first, _)| id.starts_with(first)).map(|(_, name)| name))
}
