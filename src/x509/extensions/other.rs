//! Small extensions, and those that nothing here knows.

use super::{Fields, field, finished, whole};
use crate::der::{self, Malformed, Node, Reader, tag, text, time};
use der_parser::der::{parse_der_null, parse_der_sequence_of_v, parse_der_u32};

/// Lines that an unknown extension is shown with.
const LINES: usize = 40;

/// `Features ::= SEQUENCE OF INTEGER`, numbers of TLS extensions (RFC 7633).
pub(super) fn tls_features(value: Reader<'_>) -> Result<Fields, Malformed> {
    let features = whole(value, parse_der_sequence_of_v(parse_der_u32))?;
    let name = |number: u32| match number {
        5 => "status_request (OCSP must-staple)".to_owned(),
        17 => "status_request_v2 (OCSP must-staple)".to_owned(),
        other => other.to_string(),
    };
    Ok(features.into_iter().map(|number| field("TLS extension", name(number))).collect())
}

/// id-pkix-ocsp-nocheck is NULL.
pub(super) fn no_check(value: Reader<'_>) -> Result<Fields, Malformed> {
    whole(value, parse_der_null)?;
    Ok(vec![field("Revocation check of this responder", "not needed")])
}

/// `PrivateKeyUsagePeriod ::= SEQUENCE { notBefore [0] GeneralizedTime OPTIONAL, notAfter [1] GeneralizedTime OPTIONAL }`
pub(super) fn key_period(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Fields::new();
    for mut part in parts {
        let label = if part.tag == 0x80 { "Signs from" } else { "Signs until" };
        part.tag = tag::GENERALIZED_TIME;
        let shown = time::decode(&part).map_or_else(|| text::latin1(part.value), |t| time::display(t.unix));
        out.push(field(label, shown));
    }
    Ok(out)
}

/// The elements of a value, one line each; octets that are no DER as hex.
pub(super) fn unknown(value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut out = Fields::new();
    let tree = der::tree(value.rest());
    lines(&tree.roots, &mut out);
    Ok(out)
}

/// The walker bounds the depth, and with it this recursion.
fn lines(nodes: &[Node], out: &mut Fields) {
    for node in nodes {
        if out.len() >= LINES {
            return;
        }
        let label = match node.class {
            "context" => "Tagged element",
            _ if node.name.is_empty() => "Bytes",
            _ => node.name,
        };
        if node.children.is_empty() {
            out.push(field(label, node.value.clone()));
        }
        lines(&node.children, out);
    }
}
