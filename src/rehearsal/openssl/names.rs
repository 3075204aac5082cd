//! How OpenSSL compares distinguished names: by a canonical form (`x509_name_canon`, `asn1_string_canon` in
//! `crypto/x509/x_name.c`).

use crate::facts::{Attribute, Name};

/// String types that are turned into UTF-8, in lower case, with single blanks; others count as they are encoded.
const CANONICAL: [&str; 7] =
    ["UTF8String", "BMPString", "UniversalString", "PrintableString", "TeletexString", "IA5String", "VisibleString"];

/// `X509_NAME_cmp` is 0.
pub(super) fn same(a: &Name, b: &Name) -> bool {
    a.der == b.der || a.rdns.len() == b.rdns.len() && starts_with(a, b)
}

/// The canonical form of `name` starts with that of `base`.
pub(super) fn starts_with(name: &Name, base: &Name) -> bool {
    base.rdns.len() <= name.rdns.len()
        && base
            .rdns
            .iter()
            .zip(&name.rdns)
            .all(|(x, y)| x.len() == y.len() && x.iter().all(|p| y.iter().any(|q| same_attribute(p, q))))
}

fn same_attribute(a: &Attribute, b: &Attribute) -> bool {
    if a.oid != b.oid {
        return false;
    }
    let canonical = |attribute: &Attribute| CANONICAL.contains(&attribute.string_type);
    match (canonical(a), canonical(b)) {
        (true, true) => folded(&a.value).eq(folded(&b.value)),
        (false, false) => a.string_type == b.string_type && a.value == b.value,
        _ => false,
    }
}

/// ASCII letters in lower case, white space of ASCII once between words.
fn folded(value: &str) -> impl Iterator<Item = String> + '_ {
    value.split(|c: char| matches!(c, ' ' | '\t'..='\r')).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase)
}
