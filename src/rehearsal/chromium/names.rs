//! `NormalizeName` and `VerifyNameInSubtree` (`pki/verify_name_match.cc`): blanks and ASCII case are folded in the string
//! types that can be converted; values of any other type are compared as they are, type included.

use crate::facts::{Attribute, Name};

/// Types that are converted to UTF-8 before they are folded.
const FOLDED: [&str; 5] = ["PrintableString", "UTF8String", "IA5String", "UniversalString", "BMPString"];

/// The same name.
pub(super) fn same(a: &Name, b: &Name) -> bool {
    a.der == b.der || a.rdns.len() == b.rdns.len() && within(a, b)
}

/// A name at or below a base.
pub(super) fn within(name: &Name, base: &Name) -> bool {
    name.rdns.len() >= base.rdns.len() && name.rdns.iter().zip(&base.rdns).all(|(a, b)| same_part(a, b))
}

fn same_part(a: &[Attribute], b: &[Attribute]) -> bool {
    a.len() == b.len() && (a == b || keys(a) == keys(b))
}

/// What is compared of each attribute, in an order that does not depend on theirs.
fn keys(part: &[Attribute]) -> Vec<(&str, &str, String)> {
    let key = |x: &'_ Attribute| if FOLDED.contains(&x.string_type) { fold(&x.value) } else { x.value.clone() };
    let kind = |x: &Attribute| if FOLDED.contains(&x.string_type) { "" } else { x.string_type };
    let mut keys: Vec<_> = part.iter().map(|x| (x.oid.as_str(), kind(x), key(x))).collect();
    crate::lists::sort_by(&mut keys, Ord::cmp);
    keys
}

/// Blanks at the ends and repeated ones go, ASCII letters become small ones; nothing else changes.
fn fold(value: &str) -> String {
    let words: Vec<&str> = value.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{same, within};
    use crate::facts::{Attribute, Name, Oid};

    fn name(parts: &[(&'static str, &str)]) -> Name {
        let attribute = |(string_type, value): &(&'static str, &str)| {
            vec![Attribute { oid: Oid::from("2.5.4.3"), label: "CN".into(), value: (*value).to_owned(), string_type }]
        };
        Name {
            der: parts.iter().flat_map(|(t, v)| [t.as_bytes(), v.as_bytes()].concat()).collect(),
            rdns: parts.iter().map(attribute).collect(),
        }
    }

    #[test]
    fn folding_is_for_ascii_and_for_five_types() {
        let utf8 = |v: &str| name(&[("UTF8String", v)]);
        assert!(same(&utf8("Contoso  Root "), &name(&[("PrintableString", "contoso root")])));
        assert!(same(&utf8("x"), &name(&[("BMPString", "X")])));
        assert!(!same(&utf8("École"), &utf8("école")));
        assert!(!same(&utf8("x"), &name(&[("TeletexString", "x")])));
        assert!(!same(&utf8("a\tb"), &utf8("a b")));
        assert!(within(&name(&[("UTF8String", "a"), ("UTF8String", "b")]), &utf8("A")));
        assert!(!within(&utf8("a"), &name(&[("UTF8String", "a"), ("UTF8String", "b")])));
    }
}
