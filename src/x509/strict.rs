//! The strict second reading, by `x509-parser`: its values where they are handed over (see [`super`]), and as facts what it
//! refuses and where it reads something else than we do.
//!
//! It does not say where it stopped, so a part that it refuses is looked for by giving it each part alone.

use super::oids;
use crate::der::{Reader, Tlv, tag, text};
use crate::facts::{Certificate, GeneralName, Name, Problem, eku};
use x509_parser::asn1_rs::{BitString, Error, Oid};
use x509_parser::certificate::{Validity, X509Certificate};
use x509_parser::error::{X509Error, X509Result};
use x509_parser::extensions::{self as theirs, ParsedExtension, X509Extension};
use x509_parser::prelude::FromDer;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo, X509Name, X509Version};

/// Facts of the second reading that are kept of one certificate.
const KEPT: usize = 32;

/// What x509-parser makes of a certificate.
pub(super) struct Strict<'a> {
    der: &'a [u8],
    read: Result<X509Certificate<'a>, X509Error>,
}

impl<'a> Strict<'a> {
    /// Reads a whole certificate.
    pub fn read(der: &'a [u8]) -> Self {
        let read = X509Certificate::from_der(der).map(|(_, certificate)| certificate).map_err(X509Error::from);
        Self { der, read }
    }

    /// Its reading of the extension that is the `index`th of the list, begins `element`, and has this value. Where it
    /// refused the certificate, it reads the extension alone.
    pub fn extension<R>(
        &self,
        index: usize,
        (element, value): (&'a [u8], &[u8]),
        take: impl FnOnce(Option<&ParsedExtension<'a>>) -> R,
    ) -> R {
        let of_whole = self.read.as_ref().ok().and_then(|c| c.extensions().get(index)).filter(|e| std::ptr::eq(e.value, value));
        match of_whole {
            Some(extension) => take(Some(extension.parsed_extension())),
            None => extension(element, take),
        }
    }

    /// What a strict reader minds, each with its place.
    pub fn facts(&self, certificate: &Certificate) -> Vec<Problem> {
        let mut out = Vec::new();
        match &self.read {
            Ok(read) => {
                self.compare(read, certificate, &mut out);
                for (theirs, ours) in read.extensions().iter().zip(&certificate.extensions) {
                    if let Some(error) = theirs.parsed_extension().error() {
                        let part = ours.name.unwrap_or_else(|| ours.oid.as_str());
                        let error = X509Error::from(error.clone());
                        out.push(refused(part, &error).at(ours.value_at.from, ours.value_at.to));
                    }
                }
            }
            Err(error) => {
                let found = first_refused(Reader::new(self.der, 0));
                out.push(found.unwrap_or_else(|| refused("certificate", error).at(0, self.der.len())));
            }
        }
        out.truncate(KEPT);
        out
    }

    /// Puts down every value that both read and read differently. Handed-over values are not among them: they are theirs.
    fn compare(&self, theirs: &X509Certificate<'_>, ours: &Certificate, out: &mut Vec<Problem>) {
        let mut differs = |part: &str, same: bool, from: usize, to: usize| {
            if !same {
                out.push(Problem::new("strict-parser-differs").with(part).at(from, to));
            }
        };
        let place = |part: &[u8]| place(part, self.der).unwrap_or((0, self.der.len()));
        let (tbs_from, tbs_to) = (ours.tbs.from, ours.tbs.to);
        differs("version", theirs.version.0.checked_add(1) == Some(u32::from(ours.version)), tbs_from, tbs_to);
        let (from, to) = place(theirs.raw_serial());
        differs("serialNumber", theirs.raw_serial() == ours.serial, from, to);
        for (part, name, our_name) in [("issuer", &theirs.issuer, &ours.issuer), ("subject", &theirs.subject, &ours.subject)] {
            // What they call the name ends where they stopped.
            let (from, _) = place(name.as_raw());
            differs(part, same_name(name, our_name), from, from + our_name.der.len());
        }
        let times = (theirs.validity.not_before.timestamp(), theirs.validity.not_after.timestamp());
        differs("validity", times == (ours.not_before, ours.not_after), tbs_from, tbs_to);
        let (from, to) = place(theirs.subject_pki.raw);
        let key = &theirs.subject_pki.subject_public_key;
        differs("subjectPublicKeyInfo", key.data.as_ref() == ours.public_key.key, from, to);
        let listed = theirs.extensions().len() == ours.extensions.len();
        differs("extensions", listed, tbs_from, tbs_to);
        for (theirs, extension) in theirs.extensions().iter().zip(&ours.extensions) {
            let same = theirs.critical == extension.critical
                && theirs.value == extension.value
                && (is_repeated(ours, extension) || same_value(theirs.parsed_extension(), ours));
            let part = extension.name.unwrap_or_else(|| extension.oid.as_str());
            differs(part, same, extension.value_at.from, extension.value_at.to);
        }
    }
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

/// x509-parser's reading of the extension that these bytes begin with.
pub(super) fn extension<'a, R>(element: &'a [u8], take: impl FnOnce(Option<&ParsedExtension<'a>>) -> R) -> R {
    match X509Extension::from_der(element) {
        Ok((_, extension)) => take(Some(extension.parsed_extension())),
        Err(_) => take(None),
    }
}

/// The part that x509-parser does not take, given alone; none where it takes each of them.
fn first_refused(mut reader: Reader<'_>) -> Option<Problem> {
    let outer = reader.read().ok()?;
    if outer.indefinite {
        return Some(refused("certificate", &X509Error::InvalidCertificate).at(outer.from, outer.to()));
    }
    let mut parts = outer.children();
    let tbs = parts.read().ok()?;
    if tbs.indefinite {
        return Some(refused("tbsCertificate", &X509Error::InvalidTbsCertificate).at(tbs.from, tbs.to()));
    }
    let mut fields = tbs.children();
    if let Some(version) = fields.optional(0xa0).ok()?
        && let Some(problem) = alone("version", &version, |_| X509Version::from_der(version.value))
    {
        return Some(problem);
    }
    let serial = fields.read().ok()?;
    if serial.tag != tag::INTEGER {
        return Some(refused("serialNumber", &X509Error::InvalidSerial).at(serial.from, serial.to()));
    }
    let fields = &mut fields;
    let algorithm = |name, element: &Tlv<'_>| alone(name, element, AlgorithmIdentifier::from_der);
    algorithm("signature", &fields.read().ok()?)
        .or_else(|| alone("issuer", &fields.read().ok()?, X509Name::from_der))
        .or_else(|| alone("validity", &fields.read().ok()?, Validity::from_der))
        .or_else(|| alone("subject", &fields.read().ok()?, X509Name::from_der))
        .or_else(|| alone("subjectPublicKeyInfo", &fields.read().ok()?, SubjectPublicKeyInfo::from_der))
        .or_else(|| first_refused_extension(fields))
        .or_else(|| algorithm("signatureAlgorithm", &parts.read().ok()?))
        .or_else(|| {
            let bits = |der| BitString::from_der(der).map_err(|_| X509Error::InvalidSignatureValue.into());
            alone("signatureValue", &parts.read().ok()?, bits)
        })
}

fn first_refused_extension(fields: &mut Reader<'_>) -> Option<Problem> {
    let list = fields.find(|field| !matches!(field.tag, 0x81 | 0x82))?;
    if list.tag != 0xa3 {
        return Some(refused("tbsCertificate", &X509Error::InvalidTbsCertificate).at(list.from, list.to()));
    }
    let mut sequence = list.children();
    let elements = sequence.expect(tag::SEQUENCE).ok()?;
    let damaged = |from, to| Some(refused("extensions", &X509Error::InvalidExtensions).at(from, to));
    let mut reader = elements.children();
    while !reader.is_empty() {
        let from = reader.at();
        let Ok(one) = reader.read() else { return damaged(from, elements.to()) };
        if let Some(problem) = alone("extension", &one, X509Extension::from_der) {
            return Some(problem);
        }
    }
    if sequence.is_empty() { None } else { damaged(sequence.at(), list.to()) }
}

fn alone<'a, T>(name: &str, element: &Tlv<'a>, read: impl FnOnce(&'a [u8]) -> X509Result<'a, T>) -> Option<Problem> {
    let error = X509Error::from(read(element.full).err()?);
    Some(refused(name, &error).at(element.from, element.to()))
}

/// Of a repeated extension the typed value is the first one's.
fn is_repeated(certificate: &Certificate, extension: &crate::facts::Extension) -> bool {
    certificate.extension(extension.oid.as_str()).is_some_and(|first| !std::ptr::eq(first, extension))
}

fn same_name(theirs: &X509Name<'_>, ours: &Name) -> bool {
    let mut left = ours.rdns.iter().flatten();
    theirs.iter_rdn().count() == ours.rdns.len()
        && theirs.iter_attributes().all(|attribute| {
            left.next().is_some_and(|own| {
                own.oid == oids::oid(attribute.attr_type().as_bytes())
                    && attribute.as_str().map_or(true, |value| value == own.value)
            })
        })
        && left.next().is_none()
}

/// The kept values; what either did not read is no difference but a refusal.
fn same_value(theirs: &ParsedExtension<'_>, ours: &Certificate) -> bool {
    match theirs {
        ParsedExtension::BasicConstraints(value) => {
            ours.basic_constraints.as_ref().is_some_and(|own| (own.ca, own.path_len) == (value.ca, value.path_len_constraint))
        }
        ParsedExtension::KeyUsage(value) => ours.key_usage.is_some_and(|own| own.bits == value.flags & 0x1ff),
        ParsedExtension::ExtendedKeyUsage(value) => ours.extended_key_usage.as_ref().is_some_and(|own| same_purposes(value, own)),
        ParsedExtension::SubjectAlternativeName(value) => {
            ours.subject_alt_names.as_ref().is_some_and(|own| same_names(value.general_names.iter(), &own.names))
        }
        ParsedExtension::NameConstraints(value) => ours.name_constraints.as_ref().is_some_and(|own| {
            let same = |theirs: &Option<Vec<theirs::GeneralSubtree<'_>>>, own: &[GeneralName]| {
                same_names(theirs.iter().flatten().map(|subtree| &subtree.base), own)
            };
            same(&value.permitted_subtrees, &own.permitted) && same(&value.excluded_subtrees, &own.excluded)
        }),
        _ => true,
    }
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
        && theirs.other.iter().all(|oid| other.next().is_some_and(|own| *own == oids::oid(oid.as_bytes())))
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
