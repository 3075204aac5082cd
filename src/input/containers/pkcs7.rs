//! PKCS#7 / CMS SignedData as a bag of certificates and revocation lists, RFC 5652.

use super::bag_order::end_entity_first;
use super::pkcs12::label;
use crate::der::{Ber, Malformed, Reader, Tlv, context, tag};
use crate::facts::{Field, Problem};
use crate::input::{Content, Ctx, Place, Reading, limits};
use crate::secrets::pbe;

/// What a ContentInfo holds for us.
#[derive(Default)]
struct Bag<'a> {
    certificates: Vec<Tlv<'a>>,
    revocation_lists: Vec<Tlv<'a>>,
    /// Certificates of other kinds (attribute certificates and the like).
    others: usize,
    cut_short: bool,
    /// The content type, when it is one that holds no certificates in the clear.
    foreign: Option<String>,
}

/// Reads the ContentInfo in `der`: the container as one item, its certificates and CRLs as items inside it.
pub(crate) fn read(der: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let outer = match Reader::new(der, 0).expect(tag::SEQUENCE) {
        Ok(outer) => outer,
        Err(malformed) => {
            let id = if malformed.truncated { "truncated" } else { "container-damaged" };
            out.push_unreadable(ctx, Content::Pkcs7, place.range(0, der.len()), Problem::new(id));
            return;
        }
    };
    let container = out.push(ctx, Content::Pkcs7, place.range(0, outer.to()));
    let mut bag = Bag::default();
    let damage = bag.read(&outer).err();
    let mut notes = Vec::new();
    let mut note = |id, detail: String| notes.push(Problem::new(id).with(detail));
    if bag.certificates.len() > 1 {
        note("pkcs7-no-order", bag.certificates.len().to_string());
    }
    if let Some(kind) = &bag.foreign {
        note("pkcs7-other-content", kind.clone());
    } else if bag.certificates.is_empty() && damage.is_none() {
        note("pkcs7-empty", String::new());
    }
    if bag.others > 0 {
        note("bag-skipped", bag.others.to_string());
    }
    if bag.cut_short {
        note("too-many-entries", bag.certificates.len().to_string());
    }
    if outer.indefinite {
        note("indefinite-length", String::new());
    }
    if outer.to() < der.len() {
        let range = place.range(outer.to(), der.len());
        notes.push(Problem::new("trailing-data").with((der.len() - outer.to()).to_string()).at(range.from, range.to));
    }
    if let Some(item) = out.items.get_mut(container) {
        item.notes.extend(notes);
        item.error = damage.map(|_| Problem::new("container-damaged"));
        let mut fact = |label, value: usize| item.facts.push(Field { label, value: value.to_string() });
        fact(label::CERTIFICATES, bag.certificates.len());
        if !bag.revocation_lists.is_empty() {
            fact(label::REVOCATION_LISTS, bag.revocation_lists.len());
        }
    }
    let Some(inside) = ctx.inside(container) else {
        out.note(ctx, container, Problem::new("nested-too-deep"));
        return;
    };
    let all: Vec<&[u8]> = bag.certificates.iter().map(|c| c.full).collect();
    for i in end_entity_first(&all) {
        let certificate = &bag.certificates[i];
        let range = place.range(certificate.from, certificate.to());
        out.push(&inside, Content::Certificate(certificate.full.into()), range);
    }
    for list in bag.revocation_lists {
        out.push(&inside, Content::Crl(list.full.to_vec()), place.range(list.from, list.to()));
    }
}

impl<'a> Bag<'a> {
    /// Keeps what it read before damage.
    fn read(&mut self, outer: &Tlv<'a>) -> Ber<()> {
        let mut info = outer.children();
        let oid = info.oid()?;
        match oid.as_str() {
            "1.2.840.113549.1.7.2" => {
                let mut data = info.expect(context(0))?.children().sequence()?;
                data.unsigned()?;
                data.expect(tag::SET)?;
                data.expect(tag::SEQUENCE)?;
                if let Some(set) = data.optional(context(0))? {
                    self.certificates(set.children())?;
                }
                if let Some(set) = data.optional(context(1))? {
                    let mut lists = set.children();
                    while !lists.is_empty() {
                        let list = lists.read()?;
                        if list.tag == tag::SEQUENCE && self.revocation_lists.len() < limits::CONTAINER_ENTRIES {
                            self.revocation_lists.push(list);
                        }
                    }
                }
                Ok(())
            }
            // Netscape's certificate sequence: the same bag without the signature around it.
            "2.16.840.1.113730.2.5" => {
                let explicit = info.expect(context(0))?;
                self.certificates(explicit.children().sequence()?)
            }
            _ => {
                self.foreign = Some(content_type(&oid));
                Ok(())
            }
        }
    }

    fn certificates(&mut self, mut set: Reader<'a>) -> Result<(), Malformed> {
        while !set.is_empty() {
            let element = set.read()?;
            if element.tag != tag::SEQUENCE {
                self.others += 1;
            } else if self.certificates.len() < limits::CONTAINER_ENTRIES {
                self.certificates.push(element);
            } else {
                self.cut_short = true;
                break;
            }
        }
        Ok(())
    }
}

fn content_type(oid: &str) -> String {
    let name = match oid {
        "1.2.840.113549.1.7.1" => "data",
        "1.2.840.113549.1.7.3" => "envelopedData (encrypted)",
        "1.2.840.113549.1.7.5" => "digestedData",
        "1.2.840.113549.1.7.6" => "encryptedData",
        "1.2.840.113549.1.9.16.1.2" => "authenticatedData",
        "1.2.840.113549.1.9.16.1.23" => "authEnvelopedData",
        _ => return pbe::name_of(oid),
    };
    name.to_owned()
}
