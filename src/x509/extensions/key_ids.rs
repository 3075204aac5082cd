//! subjectKeyIdentifier and authorityKeyIdentifier.

use super::{Fields, as_many, field, general_names, in_order, parsed, whole_element};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{AuthorityKeyId, Problem};
use crate::octets::hex;
use x509_parser::extensions::{AuthorityKeyIdentifier, KeyIdentifier};

/// `SubjectKeyIdentifier ::= OCTET STRING`.
///
/// With octets behind it the value still says what it says.
pub(in crate::x509) fn subject(value: Reader<'_>) -> Result<Vec<u8>, Malformed> {
    if whole_element(&mut { value }, tag::OCTET_STRING).is_ok() {
        return Ok(parsed::<KeyIdentifier<'_>>(value)?.0.to_vec());
    }
    ({ value }).octet_string().map(std::borrow::Cow::into_owned)
}

/// ```text
/// AuthorityKeyIdentifier ::= SEQUENCE {
///     keyIdentifier [0] IMPLICIT OCTET STRING OPTIONAL,
///     authorityCertIssuer [1] IMPLICIT GeneralNames OPTIONAL,
///     authorityCertSerialNumber [2] IMPLICIT INTEGER OPTIONAL }
/// ```
///
/// With octets behind it, or in BER, the value still says what it says.
pub(in crate::x509) fn authority(value: Reader<'_>, problems: &mut Vec<Problem>) -> Result<AuthorityKeyId, Malformed> {
    if let Ok(id) = strictly(value, problems) {
        return Ok(id);
    }
    let mut parts = ({ value }).expect(tag::SEQUENCE)?.children();
    let mut id = AuthorityKeyId::default();
    while !parts.is_empty() {
        let part = parts.read()?;
        match part.tag {
            0x80 => id.key_id = Some(part.value.to_vec()),
            0xa0 => id.key_id = Some(part.children().flat_map(|piece| piece.value.to_vec()).collect()),
            0xa1 => id.issuer = general_names::list(part.children(), problems)?,
            0x82 => id.serial = Some(part.value.to_vec()),
            _ => return Err(Malformed { at: part.from, truncated: false }),
        }
    }
    Ok(id)
}

fn strictly(value: Reader<'_>, problems: &mut Vec<Problem>) -> Result<AuthorityKeyId, Malformed> {
    let mut parts = whole_element(&mut { value }, tag::SEQUENCE)?;
    in_order(parts, &[0x80, 0xa1, 0x82])?;
    let id: AuthorityKeyIdentifier<'_> = parsed(value)?;
    let names = id.authority_cert_issuer.as_deref().unwrap_or_default();
    if let Some(issuer) = parts.find(|part| part.tag == 0xa1) {
        as_many(issuer.children(), names.len())?;
    }
    Ok(AuthorityKeyId {
        key_id: id.key_identifier.as_ref().map(|id| id.0.to_vec()),
        issuer: general_names::theirs(names, value, problems)?,
        serial: id.authority_cert_serial.map(<[u8]>::to_vec),
    })
}

pub(super) fn describe_subject(value: Reader<'_>) -> Result<Fields, Malformed> {
    Ok(vec![field("Key ID", hex(&subject(value)?))])
}

pub(super) fn describe_authority(value: Reader<'_>) -> Result<Fields, Malformed> {
    let id = authority(value, &mut Vec::new())?;
    let mut out = Fields::new();
    out.extend(id.key_id.iter().map(|key_id| field("Key ID of the issuer", hex(key_id))));
    out.extend(id.issuer.iter().map(|name| field("Issuer of the issuer's certificate", general_names::display(name))));
    out.extend(id.serial.iter().map(|serial| field("Serial of the issuer's certificate", hex(serial))));
    Ok(out)
}
