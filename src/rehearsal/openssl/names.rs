//! How OpenSSL compares distinguished names: by a canonical form (`x509_name_canon`, `asn1_string_canon` in
//! `crypto/x509/x_name.c`).

use crate::facts::{Attribute, Name, same_attributes};

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
        && base.rdns.iter().zip(&name.rdns).all(|(x, y)| same_attributes(x, y, &same_attribute, &key))
}

fn canonical(attribute: &Attribute) -> bool {
    CANONICAL.contains(&attribute.string_type)
}

/// Equal for values that [`same_attribute`] calls the same: a string type has no blank, a folded text starts with one.
fn key(attribute: &Attribute) -> String {
    if !canonical(attribute) {
        return [attribute.string_type, ":", &attribute.value].concat();
    }
    words(&attribute.value).fold(String::new(), |all, word| all + " " + &word.to_ascii_lowercase())
}

fn same_attribute(a: &Attribute, b: &Attribute) -> bool {
    if a.oid != b.oid {
        return false;
    }
    match (canonical(a), canonical(b)) {
        (true, true) => a.value == b.value || same_words(&a.value, &b.value),
        (false, false) => a.string_type == b.string_type && a.value == b.value,
        _ => false,
    }
}

/// What white space of ASCII stands between.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| matches!(c, ' ' | '\t'..='\r')).filter(|word| !word.is_empty())
}

/// The same but for the case of ASCII letters and how much white space of ASCII stands around words.
fn same_words(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (words(a), words(b));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x.eq_ignore_ascii_case(y) => {}
            _ => return false,
        }
    }
}
