//! Extensions of Microsoft's certificate services ([MS-WCCE] 2.2.2.7, [MS-CRTD], KB5014754).

use super::super::oids;
use super::{Fields, field, finished, whole};
use crate::der::{Malformed, Reader, tag, text};
use crate::octets::hex;
use der_parser::der::parse_der_u32;

/// szOID_ENROLL_CERTTYPE_EXTENSION: the name of a version 1 template, a BMPString.
pub(super) fn template_name(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let name = value.read()?;
    finished(&value)?;
    Ok(vec![field("Template", text::decode(&name).value)])
}

/// ```text
/// CertificateTemplateOID ::= SEQUENCE { templateID OBJECT IDENTIFIER, templateMajorVersion INTEGER,
///     templateMinorVersion INTEGER OPTIONAL }
/// ```
pub(super) fn template(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = vec![field("Template", oids::display(&oids::oid(parts.expect(tag::OID)?.value)))];
    let version: Vec<String> = parts.filter(|t| t.tag == tag::INTEGER).map(|t| super::integer(t.value)).collect();
    if !version.is_empty() {
        out.push(field("Template version", version.join(".")));
    }
    Ok(out)
}

/// szOID_CERTSRV_CA_VERSION: how often the CA's certificate (low half) and key (high half) were renewed.
pub(super) fn ca_version(value: Reader<'_>) -> Result<Fields, Malformed> {
    let version = whole(value, parse_der_u32)?;
    Ok(vec![
        field("Certificate index of the CA", (version & 0xffff).to_string()),
        field("Key index of the CA", (version >> 16).to_string()),
    ])
}

/// szOID_CERTSRV_PREVIOUS_CERT_HASH: SHA-1 of the CA certificate that this one renews.
pub(super) fn previous_hash(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let hash = value.expect(tag::OCTET_STRING)?;
    finished(&value)?;
    Ok(vec![field("SHA-1 of the previous CA certificate", hex(hash.value))])
}

/// szOID_NTDS_CA_SECURITY_EXT: `GeneralNames` with one otherName that holds the account's SID as text.
pub(super) fn security_identifier(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut names = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut other = names.expect(0xa0)?.children();
    other.expect(tag::OID)?;
    let sid = other.expect(0xa0)?.children().expect(tag::OCTET_STRING)?;
    Ok(vec![field("Security identifier (SID)", text::latin1(sid.value))])
}
