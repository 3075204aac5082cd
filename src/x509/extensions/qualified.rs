//! Extensions of certificates for persons and organisations: qcStatements (RFC 3739, ETSI EN 319 412-5, ETSI TS 119 495),
//! subjectDirectoryAttributes, the CA/Browser Forum's organisation identifier.

use super::super::oids;
use super::{Fields, field, finished, integer};
use crate::der::{Malformed, Reader, Tlv, tag, text, time};

/// `QCStatements ::= SEQUENCE OF SEQUENCE { statementId OBJECT IDENTIFIER, statementInfo ANY OPTIONAL }`
pub(super) fn statements(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Fields::new();
    while !parts.is_empty() {
        let mut statement = parts.expect(tag::SEQUENCE)?.children();
        let id = oids::oid(statement.expect(tag::OID)?.value);
        out.push(field("Statement", oids::display(&id)));
        if let Some(info) = statement.next() {
            information(id.as_str(), &info, &mut out);
        }
    }
    Ok(out)
}

fn information(id: &str, info: &Tlv<'_>, out: &mut Fields) {
    match id {
        // EuLimitValue ::= SEQUENCE { currency, amount INTEGER, exponent INTEGER }
        "0.4.0.1862.1.2" => {
            let mut parts = info.children();
            if let (Some(currency), Some(amount), Some(exponent)) = (parts.next(), parts.next(), parts.next()) {
                let currency = if currency.tag == tag::INTEGER { integer(currency.value) } else { text::latin1(currency.value) };
                let power = integer(exponent.value);
                out.push(field("Limit", [&integer(amount.value), " \u{d7} 10^", &power, " ", &currency].concat()));
            }
        }
        "0.4.0.1862.1.3" => out.push(field("Retention in years", integer(info.value))),
        // QcEuPDS ::= SEQUENCE OF SEQUENCE { url IA5String, language PrintableString }
        "0.4.0.1862.1.5" => {
            for location in info.children() {
                let parts: Vec<String> = location.children().map(|t| text::decode(&t).value).collect();
                out.push(field("Disclosure statement", parts.join(" ")));
            }
        }
        "0.4.0.1862.1.6" | "1.3.6.1.5.5.7.11.1" | "1.3.6.1.5.5.7.11.2" => {
            let kinds = info.children().filter(|t| t.tag == tag::OID);
            out.extend(kinds.map(|t| field("Type", oids::display(&oids::oid(t.value)))));
        }
        "0.4.0.1862.1.7" => out.extend(info.children().map(|t| field("Country", text::latin1(t.value)))),
        // PSD2: SEQUENCE { roles SEQUENCE OF SEQUENCE { OID, name }, nCAName, nCAId }
        "0.4.0.19495.2" => {
            let mut parts = info.children();
            let roles = parts.next().into_iter().flat_map(|roles| roles.children()).filter_map(|role| role.children().nth(1));
            out.extend(roles.map(|role| field("Role", text::decode(&role).value)));
            out.extend(parts.next().map(|name| field("Competent authority", text::decode(&name).value)));
            out.extend(parts.next().map(|id| field("Competent authority ID", text::decode(&id).value)));
        }
        _ => {}
    }
}

/// `SubjectDirectoryAttributes ::= SEQUENCE OF SEQUENCE { type OBJECT IDENTIFIER, values SET OF ANY }`
pub(super) fn directory_attributes(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Fields::new();
    while !parts.is_empty() {
        let mut attribute = parts.expect(tag::SEQUENCE)?.children();
        let kind = oids::display(&oids::oid(attribute.expect(tag::OID)?.value));
        for value in attribute.expect(tag::SET)?.children() {
            let shown = match time::decode(&value) {
                Some(time) => time::display(time.unix),
                None => text::decode(&value).value,
            };
            out.push(field("Attribute", [&kind, ": ", &shown].concat()));
        }
    }
    Ok(out)
}

/// ```text
/// CABFOrganizationIdentifier ::= SEQUENCE { registrationSchemeIdentifier PrintableString, registrationCountry
///     PrintableString, registrationStateOrProvince [0] OPTIONAL, registrationReference UTF8String }
/// ```
pub(super) fn organisation_identifier(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = vec![
        field("Registration scheme", text::decode(&parts.read()?).value),
        field("Country", text::decode(&parts.read()?).value),
    ];
    let state = parts.optional(0x80)?;
    out.extend(state.map(|t| field("State or province", text::latin1(t.value))));
    out.push(field("Registration", text::decode(&parts.read()?).value));
    Ok(out)
}
