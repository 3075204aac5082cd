//! Netscape's extensions from before X.509 version 3 had its own.

use super::{Fields, field, finished, parsed};
use crate::der::{Malformed, Reader, text};
use x509_parser::extensions::NSCertType;

/// `NetscapeCertType ::= BIT STRING`.
pub(super) fn certificate_type(value: Reader<'_>) -> Result<Fields, Malformed> {
    let kinds: NSCertType = parsed(value)?;
    let named = [
        (kinds.ssl_client(), "SSL client"),
        (kinds.ssl_server(), "SSL server"),
        (kinds.smime(), "S/MIME"),
        (kinds.object_signing(), "object signing"),
        (kinds.ssl_ca(), "SSL CA"),
        (kinds.smime_ca(), "S/MIME CA"),
        (kinds.object_signing_ca(), "object signing CA"),
    ];
    Ok(named.iter().filter(|(set, _)| *set).map(|(_, name)| field("Type", *name)).collect())
}

/// Comment or address: one IA5String.
pub(super) fn string(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let content = value.read()?;
    finished(&value)?;
    Ok(vec![field("Text", text::decode(&content).value)])
}
