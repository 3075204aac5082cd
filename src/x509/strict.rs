//! The strict second reading, by `x509-parser`, part by part: it does not say where it stopped, so each part that it
//! refuses has its place, and one that it refuses does not hide the others. (Its parser of whole certificates brings the
//! table of all its extension parsers along, which nobody would see the use of.)
//!
//! Values that are handed over (see [`super`]) are not compared: they are theirs.

use super::certificate::{Signed, signed};
use super::oids;
use crate::der::{Reader, Tlv, tag, text};
use crate::facts::{Certificate, Extension, GeneralName, Name, Problem, eku};
use x509_parser::asn1_rs::{self, BitString, Error, Oid};
use x509_parser::certificate::Validity;
use x509_parser::error::{X509Error, X509Result};
use x509_parser::extensions as theirs;
use x509_parser::prelude::FromDer;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo, X509Name, X509Version};

/// Facts of the second reading that are kept of one certificate.
const KEPT: usize = 32;

/// What a strict reader minds in a certificate that we could read, each with its place.
pub(super) fn facts(certificate: &Certificate) -> Vec<Problem> {
    let mut second = Second { ours: certificate, out: Vec::new() };
    if let Ok(signed) = signed(&certificate.der, "", "", &mut Vec::new()) {
        second.certificate(&signed);
    }
    second.out.truncate(KEPT);
    second.out
}

struct Second<'c> {
    ours: &'c Certificate,
    out: Vec<Problem>,
}

impl Second<'_> {
    /// Gives them a part, and compares what they read.
    fn part<'a, T: FromDer<'a, X509Error>>(
        &mut self,
        name: &str,
        element: &Tlv<'a>,
        same: impl FnOnce(&T, &Certificate) -> bool,
    ) {
        self.read(name, element, T::from_der(element.full), same);
    }

    fn read<'a, T>(
        &mut self,
        name: &str,
        element: &Tlv<'a>,
        read: X509Result<'a, T>,
        same: impl FnOnce(&T, &Certificate) -> bool,
    ) {
        let problem = match read {
            Ok((_, value)) if same(&value, self.ours) => return,
            Ok(_) => Problem::new("strict-parser-differs").with(name),
            Err(error) => refused(name, &X509Error::from(error)),
        };
        self.out.push(problem.at(element.from, element.to()));
    }

    fn refuse(&mut self, name: &str, error: &X509Error, element: &Tlv<'_>) {
        self.out.push(refused(name, error).at(element.from, element.to()));
    }

    fn certificate(&mut self, signed: &Signed<'_>) {
        for (name, element) in [("certificate", &signed.outer), ("tbsCertificate", &signed.tbs)] {
            if element.indefinite {
                self.refuse(name, &X509Error::Der(Error::IndefiniteLengthUnexpected), element);
            }
        }
        let mut fields = signed.tbs.children();
        // Our first reading has been here: what is missing has refused the certificate.
        if let Ok(Some(version)) = fields.optional(0xa0) {
            let read = X509Version::from_der(version.value);
            self.read("version", &version, read, |theirs, ours| theirs.0.checked_add(1) == Some(u32::from(ours.version)));
        }
        let mut next = || fields.read().ok();
        let (Some(serial), Some(algorithm), Some(issuer), Some(validity), Some(subject), Some(key)) =
            (next(), next(), next(), next(), next(), next())
        else {
            return;
        };
        if serial.tag != tag::INTEGER {
            self.refuse("serialNumber", &X509Error::InvalidSerial, &serial);
        }
        self.part("signature", &algorithm, |_: &AlgorithmIdentifier<'_>, _| true);
        self.part("issuer", &issuer, |theirs, ours| same_name(theirs, &ours.issuer));
        self.part("validity", &validity, |theirs: &Validity, ours| {
            (theirs.not_before.timestamp(), theirs.not_after.timestamp()) == (ours.not_before, ours.not_after)
        });
        self.part("subject", &subject, |theirs, ours| same_name(theirs, &ours.subject));
        self.part("subjectPublicKeyInfo", &key, |theirs: &SubjectPublicKeyInfo<'_>, ours| {
            theirs.subject_public_key.data.as_ref() == ours.public_key.key
        });
        for field in fields {
            match field.tag {
                0x81 | 0x82 => {}
                0xa3 => self.extensions(&field),
                _ => self.refuse("tbsCertificate", &X509Error::InvalidTbsCertificate, &field),
            }
        }
        self.part("signatureAlgorithm", &signed.algorithm, |_: &AlgorithmIdentifier<'_>, _| true);
        if let Some(bits) = signed.outer.children().nth(2) {
            let read = BitString::from_der(bits.full).map_err(|_| X509Error::InvalidSignatureValue.into());
            self.read("signatureValue", &bits, read, |theirs, ours| theirs.data.as_ref() == ours.signature);
        }
    }

    fn extensions(&mut self, list: &Tlv<'_>) {
        let sequence = list.children().read().ok().filter(|t| t.tag == tag::SEQUENCE && t.full.len() == list.value.len());
        let Some(sequence) = sequence else {
            return self.refuse("extensions", &X509Error::InvalidExtensions, list);
        };
        let mut left = self.ours.extensions.iter();
        for element in sequence.children() {
            let extension = left.as_slice().first().filter(|e| element.from <= e.value_at.from && e.value_at.to <= element.to());
            let name = extension.map_or("extension", |e| e.name.unwrap_or_else(|| e.oid.as_str()));
            if let Err(error) = envelope(&element) {
                self.out.push(refused(name, &X509Error::Der(error)).at(element.from, element.to()));
            }
            if let Some(extension) = extension {
                left.next();
                self.value(name, extension);
            }
        }
    }

    /// Values: those of the kept types are compared, but for a repeated extension, of which the first one's count. A
    /// handed-over value is theirs, and asked for again only where none was taken.
    fn value(&mut self, name: &str, extension: &Extension) {
        let whole = Reader::new(&extension.value, extension.value_at.from);
        // The place is the value's; what they read of it is not said to end there.
        let element = Tlv {
            tag: tag::OCTET_STRING,
            number: 4,
            from: whole.at(),
            value_from: whole.at(),
            full: whole.rest(),
            value: whole.rest(),
            ber: false,
            indefinite: false,
        };
        if extension.problem.is_none() && HANDED_OVER.contains(&extension.oid.as_str()) || is_repeated(self.ours, extension) {
            return;
        }
        match extension.oid.as_str() {
            "2.5.29.19" => self.part(name, &element, |theirs: &theirs::BasicConstraints, ours| {
                let own = ours.basic_constraints.as_ref();
                own.is_some_and(|own| (own.ca, own.path_len) == (theirs.ca, theirs.path_len_constraint))
            }),
            "2.5.29.15" => self.part(name, &element, |theirs: &theirs::KeyUsage, ours| {
                ours.key_usage.is_some_and(|own| own.bits == theirs.flags & 0x1ff)
            }),
            "2.5.29.37" => self.part(name, &element, |theirs: &theirs::ExtendedKeyUsage<'_>, ours| {
                ours.extended_key_usage.as_ref().is_some_and(|own| same_purposes(theirs, own))
            }),
            "2.5.29.17" => self.part(name, &element, |theirs: &theirs::SubjectAlternativeName<'_>, ours| {
                ours.subject_alt_names.as_ref().is_some_and(|own| same_names(theirs.general_names.iter(), &own.names))
            }),
            "2.5.29.30" => self.part(name, &element, |theirs: &theirs::NameConstraints<'_>, ours| {
                let same = |theirs: &Option<Vec<theirs::GeneralSubtree<'_>>>, own: &[GeneralName]| {
                    same_names(theirs.iter().flatten().map(|subtree| &subtree.base), own)
                };
                let both = |own: &crate::facts::NameConstraints| {
                    same(&theirs.permitted_subtrees, &own.permitted) && same(&theirs.excluded_subtrees, &own.excluded)
                };
                ours.name_constraints.as_ref().is_some_and(both)
            }),
            "2.5.29.18" => self.part(name, &element, |_: &theirs::SubjectAlternativeName<'_>, _| true),
            "2.5.29.14" => self.part(name, &element, |_: &theirs::KeyIdentifier<'_>, _| true),
            "2.5.29.35" => self.part(name, &element, |_: &theirs::AuthorityKeyIdentifier<'_>, _| true),
            "1.3.6.1.5.5.7.1.1" | "1.3.6.1.5.5.7.1.11" => {
                self.part(name, &element, |_: &theirs::AuthorityInfoAccess<'_>, _| true)
            }
            "2.5.29.31" | "2.5.29.46" => self.part(name, &element, |_: &theirs::CRLDistributionPoints<'_>, _| true),
            "2.5.29.33" => self.part(name, &element, |_: &theirs::PolicyMappings<'_>, _| true),
            "2.5.29.36" => self.part(name, &element, |_: &theirs::PolicyConstraints, _| true),
            "2.5.29.54" => self.part(name, &element, |_: &theirs::InhibitAnyPolicy, _| true),
            "2.16.840.1.113730.1.1" => self.part(name, &element, |_: &theirs::NSCertType, _| true),
            "1.3.6.1.4.1.11129.2.4.2" => {
                let read = theirs::parse_ct_signed_certificate_timestamp_list(element.full);
                self.read(name, &element, read.map_err(|e| X509Error::from(e).into()), |_, _| true);
            }
            // Of policies it is der-parser alone that says whether they are any.
            "2.5.29.32" => self.refuse(name, &X509Error::InvalidExtensions, &element),
            _ => {}
        }
    }
}

/// Extensions whose values are theirs.
const HANDED_OVER: [&str; 5] = ["2.5.29.14", "2.5.29.35", "1.3.6.1.5.5.7.1.1", "2.5.29.31", "2.5.29.32"];

/// `SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`, as their crates read it.
fn envelope(element: &Tlv<'_>) -> Result<(), Error> {
    use asn1_rs::{FromBer, FromDer};
    let of = |error: asn1_rs::Err<Error>| match error {
        asn1_rs::Err::Error(error) | asn1_rs::Err::Failure(error) => error,
        asn1_rs::Err::Incomplete(needed) => Error::Incomplete(needed),
    };
    let (rest, _) = Oid::from_der(element.value).map_err(of)?;
    // TRUE is anything but zero to them.
    let rest = if rest.first() == Some(&tag::BOOLEAN) { bool::from_ber(rest).map_err(of)?.0 } else { rest };
    <&[u8]>::from_der(rest).map(|_| ()).map_err(of)
}

fn refused(part: &str, error: &X509Error) -> Problem {
    Problem::new("strict-parser-refuses").with([part, ": ", words(error)].concat())
}

/// The kind of a refusal. Names, dates and keys are refused as such, whatever is wrong in them.
fn words(error: &X509Error) -> &'static str {
    match error {
        X509Error::Der(error) => match error {
            Error::Incomplete(_) => "it ends too early",
            Error::InvalidTag | Error::UnexpectedTag { .. } | Error::UnexpectedClass { .. } => "an element of another type",
            Error::DerConstraintFailed(_) | Error::IndefiniteLengthUnexpected => "an encoding that is not DER",
            Error::InvalidLength => "a length or a number of elements",
            Error::IntegerTooLarge | Error::IntegerNegative => "a number out of bounds",
            Error::NomError(_) => "an element that is missing or not read",
            _ => "a value",
        },
        X509Error::NomError(_) => "an element that is missing or not read",
        X509Error::InvalidX509Name => "a text or another part of the name",
        X509Error::InvalidDate => "a date",
        _ => "its form",
    }
}

/// Of a repeated extension the typed value is the first one's.
fn is_repeated(certificate: &Certificate, extension: &Extension) -> bool {
    certificate.extension(extension.oid.as_str()).is_some_and(|first| !std::ptr::eq(first, extension))
}

fn same_name(theirs: &X509Name<'_>, ours: &Name) -> bool {
    let mut left = ours.rdns.iter().flatten();
    theirs.iter_rdn().count() == ours.rdns.len()
        && theirs.iter_attributes().all(|attribute| {
            left.next().is_some_and(|own| {
                own.oid == oids::exact(attribute.attr_type().as_bytes())
                    && attribute.as_str().map_or(true, |value| value == own.value)
            })
        })
        && left.next().is_none()
}

/// They keep neither order nor repeats of the purposes that have a name.
fn same_purposes(theirs: &theirs::ExtendedKeyUsage<'_>, ours: &crate::facts::ExtendedKeyUsage) -> bool {
    let named = [
        (theirs.any, eku::ANY),
        (theirs.server_auth, eku::SERVER_AUTH),
        (theirs.client_auth, eku::CLIENT_AUTH),
        (theirs.code_signing, "1.3.6.1.5.5.7.3.3"),
        (theirs.email_protection, "1.3.6.1.5.5.7.3.4"),
        (theirs.time_stamping, "1.3.6.1.5.5.7.3.8"),
        (theirs.ocsp_signing, "1.3.6.1.5.5.7.3.9"),
    ];
    let mut other = ours.purposes.iter().filter(|own| named.iter().all(|(_, oid)| **own != **oid));
    named.iter().all(|(there, oid)| *there == ours.purposes.iter().any(|own| *own == **oid))
        && theirs.other.iter().all(|oid| other.next().is_some_and(|own| *own == oids::exact(oid.as_bytes())))
        && other.next().is_none()
}

fn same_names<'t, 'a: 't>(theirs: impl Iterator<Item = &'t theirs::GeneralName<'a>>, ours: &[GeneralName]) -> bool {
    let mut left = ours.iter();
    let mut theirs = theirs;
    theirs.all(|name| left.next().is_some_and(|own| same_general_name(name, own))) && left.next().is_none()
}

fn same_general_name(theirs: &theirs::GeneralName<'_>, ours: &GeneralName) -> bool {
    use theirs::GeneralName as Their;
    match (theirs, ours) {
        (Their::RFC822Name(value), GeneralName::Email(own))
        | (Their::DNSName(value), GeneralName::Dns(own))
        | (Their::URI(value), GeneralName::Uri(own)) => text::latin1(value.as_bytes()) == *own,
        (Their::IPAddress(value), GeneralName::Ip(own)) => value == own,
        (Their::DirectoryName(value), GeneralName::Directory(own)) => same_name(value, own),
        (Their::RegisteredID(value), GeneralName::RegisteredId(own)) => same_oid(value, own),
        (Their::OtherName(value, _), GeneralName::Other(own, _)) => same_oid(value, own),
        (Their::X400Address(_), GeneralName::Unsupported(number, _)) => *number == 3,
        (Their::EDIPartyName(_), GeneralName::Unsupported(number, _)) => *number == 5,
        // They say so themselves: octets that they did not take for this kind of name.
        _ => false,
    }
}

fn same_oid(theirs: &Oid<'_>, ours: &crate::facts::Oid) -> bool {
    *ours == oids::oid(theirs.as_bytes())
}

/// Where a part that was borrowed from `whole` lies in it.
pub(super) fn place(part: &[u8], whole: &[u8]) -> Option<(usize, usize)> {
    let from = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    let to = from.checked_add(part.len())?;
    (to <= whole.len()).then_some((from, to))
}
