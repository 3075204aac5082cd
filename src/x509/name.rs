//! Distinguished names.
//!
//! ```text
//! Name ::= SEQUENCE OF RelativeDistinguishedName
//! RelativeDistinguishedName ::= SET OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }
//! ```

use super::oids;
use crate::der::{self, Reader, Tlv, tag, text};
use crate::facts::{Attribute, Name, Oid, Problem};
use std::borrow::Cow;

/// Reads the elements of a `Name`. Attributes that cannot be read are left out and noted: a name is never refused.
pub(super) fn decode(name: &Tlv<'_>, problems: &mut Vec<Problem>) -> Name {
    let mut rdns = Vec::with_capacity(6);
    let mut reader = name.children();
    while !reader.is_empty() {
        match reader.expect(tag::SET) {
            Ok(set) => {
                if set.value.is_empty() {
                    problems.push(Problem::new("name-empty-part").at(set.from, set.to()));
                }
                rdns.push(rdn(&mut set.children(), problems));
            }
            Err(e) => {
                problems.push(Problem::new("name-damaged").at(e.at, name.to()));
                break;
            }
        }
    }
    Name { der: name.full.to_vec(), rdns }
}

/// Reads the content of a RelativeDistinguishedName.
pub(super) fn rdn(reader: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<Attribute> {
    let mut attributes = Vec::with_capacity(1);
    while !reader.is_empty() {
        let from = reader.at();
        let Ok(element) = reader.read() else {
            problems.push(Problem::new("name-damaged").at(from, from + reader.rest().len()));
            break;
        };
        match attribute(&element, problems) {
            Some(attribute) => attributes.push(attribute),
            None => problems.push(Problem::new("name-damaged").at(element.from, element.to())),
        }
    }
    attributes
}

fn attribute(element: &Tlv<'_>, problems: &mut Vec<Problem>) -> Option<Attribute> {
    if element.tag != tag::SEQUENCE {
        return None;
    }
    let mut parts = element.children();
    let kind = parts.expect(tag::OID).ok()?;
    let value = parts.read().ok()?;
    let text = text::decode(&value);
    if text.odd {
        problems.push(Problem::new("name-string-encoding").with(text.kind).at(value.from, value.to()));
    }
    let (oid, label) = match der::known(kind.value) {
        Some(known) => (Oid(Cow::Borrowed(known.dotted)), Cow::Borrowed(known.name)),
        None => {
            let oid = oids::exact(kind.value);
            let label = oid.0.clone();
            (oid, label)
        }
    };
    Some(Attribute { oid, label, value: text.value, string_type: text.kind })
}
