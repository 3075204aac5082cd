//! Java's JSSE with endpoint identification HTTPS: `X509TrustManagerImpl` over `sun.security.validator.PKIXValidator`.
//!
//! A list in path order that ends at an anchor's name is validated as it stands, with precise exceptions; anything
//! else goes to the path builder, whose only complaint is that there is no path. The end-entity certificate's usages
//! come after the path, the name last.

mod builder;
mod checkers;
mod constraints;
mod parse;

use self::parse::same_name;
use super::{Ledger, Meeting, Purpose, Ruling};
use crate::der::{Reader, tag};
use crate::facts::{Certificate, Curve, GeneralName, KeyAlgorithm, KeyUsage, eku};
use crate::fault::{Fault, FaultKind};
use crate::identity::ReferenceKind;
use crate::input::{Content, store_label};
use crate::path::checks;
use crate::policy::{Java, Position, Release};
use crate::scene::Scene;

/// The class that wraps everything the path builder and the end-entity checks refuse.
const VALIDATOR: &str = "ValidatorException";

struct Validator<'a> {
    meeting: &'a Meeting<'a>,
    knobs: &'a Java,
    trusted: Vec<usize>,
    ledger: std::cell::RefCell<Ledger>,
}

/// extKeyUsage.
const EKU: &str = "2.5.29.37";

/// What a Java client does.
pub fn connect(meeting: &Meeting<'_>, knobs: &Java) -> Ruling {
    let release = knobs.chosen(meeting.dials.choice("version"));
    if let Some(fault) = before_parsing(meeting, knobs) {
        return Ruling::refused(fault);
    }
    let mut read = meeting.read.clone();
    let positions = |n: usize| if n == 0 { Position::Leaf } else { Position::Issuer };
    let presented = meeting.presented().iter().enumerate().map(|(n, &i)| (i, positions(n)));
    for (index, position) in meeting.anchors().into_iter().map(|i| (i, Position::Anchor)).chain(presented) {
        match parse::contents(meeting, index, position) {
            Err(fault) => return Ruling::refused(fault),
            Ok(absent) => read = absent.into_iter().fold(read, |read, ext| read.forgetting(meeting.scene, index, ext)),
        }
    }
    let meeting = &Meeting { read: &read, ..*meeting };
    let trusted: Vec<usize> = meeting.anchors().into_iter().filter(|&i| is_entry(meeting.scene, i)).collect();
    if trusted.is_empty() && !meeting.anchors().is_empty() {
        // PKIXParameters throws before anybody is dialled.
        return Ruling::refused(Fault::new(FaultKind::StoreWithoutEntries));
    }
    let validator = Validator { meeting, knobs, trusted, ledger: std::cell::RefCell::default() };
    let leaf = meeting.leaf();
    if let Some(fault) = meeting.presented().iter().find_map(|&i| unreadable(meeting.certificate(i), i)) {
        return Ruling::refused(fault);
    }
    let result = validator.validate().and_then(|path| {
        // An end-entity certificate that is its own anchor is not looked at any further.
        if path.len() > 1 {
            validator.check_anchor(path[path.len() - 1])?;
            let lost = |oid: &str| {
                meeting.scene.certificate(leaf).extension(oid).is_some() && meeting.certificate(leaf).extension(oid).is_none()
            };
            if release.is_some_and(|r| r.unreadable_purposes_refused) && lost(EKU) {
                return Err(Fault::of(FaultKind::ExtensionUnreadable, leaf).with(EKU).named(parse::PARSING));
            }
            validator.check_end_entity()?;
        }
        let public = path.last().is_some_and(|&anchor| meeting.scene.prepared.pool[anchor].mozilla_root);
        release.map_or(Ok(()), |release| check_names(meeting, release, &path, public)).map(|()| path)
    });
    let ledger = validator.ledger.into_inner();
    match result {
        Err(fault) => ledger.refuse(vec![fault]),
        Ok(_) if cannot_sign(meeting, leaf) => {
            let fault = meeting.flaw(leaf, Position::Leaf, "key").unwrap_or_else(|| Fault::of(FaultKind::KeyUnsupported, leaf));
            ledger.refuse(vec![fault.named("SSLHandshakeException")])
        }
        Ok(_) if meeting.key_mismatch() => ledger.refuse(vec![Fault::of(FaultKind::KeyMismatch, leaf)]),
        Ok(path) => ledger.accept(meeting.scene, &path),
    }
}

/// `PKCS12KeyStore.loadSafeContents`: a certificate without a key is an entry only with the attribute trustedKeyUsage.
fn is_entry(scene: &Scene<'_>, anchor: usize) -> bool {
    let reading = &scene.prepared.reading;
    let item = || {
        let at = scene.trust.iter().position(|&trusted| trusted == anchor)?;
        reading.items.get(scene.trust_items.get(at).copied().flatten()?)
    };
    let Some(item) = item() else { return true };
    match item.parent.and_then(|parent| reading.items.get(parent)).map(|parent| &parent.content) {
        Some(Content::Pkcs12(summary)) if summary.private_keys == 0 => {
            item.facts.iter().any(|fact| fact.label == store_label::JAVA_TRUSTED)
        }
        _ => true,
    }
}

/// Keys that no handshake is offered for, and messages that are too long to be read.
fn before_parsing(meeting: &Meeting<'_>, knobs: &Java) -> Option<Fault> {
    const TOO_LONG: &str = "SSLProtocolException";
    let leaf = meeting.leaf();
    let presented = meeting.presented();
    if presented.len() > knobs.presented_at_most {
        return Some(Fault::new(FaultKind::ChainTooLong).with(presented.len().to_string()).named(TOO_LONG));
    }
    // RFC 8446 4.4.2: three octets of length and two of extensions for each, four for the message.
    let message = presented.iter().fold(4, |sum, &i| sum + 5 + meeting.certificate(i).der.len());
    if message > knobs.message_at_most {
        return Some(Fault::new(FaultKind::ChainTooLong).with([message.to_string().as_str(), " bytes"].concat()).named(TOO_LONG));
    }
    let key = &meeting.certificate(leaf).public_key;
    let offered = match &key.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Ed25519 | KeyAlgorithm::Ed448 => true,
        // What cannot be parsed is for later.
        KeyAlgorithm::Ec(curve) => matches!(curve, Curve::P256 | Curve::P384 | Curve::P521 | Curve::Explicit) || key.bits == 0,
        KeyAlgorithm::Other(_) | KeyAlgorithm::Named(_) => true,
        _ => false,
    };
    (!offered).then(|| Fault::of(FaultKind::KeyUnsupported, leaf).with(key.algorithm.name()).named("SSLHandshakeException"))
}

/// A key with which the server's signature does not come out right, or of an algorithm that has no class.
fn cannot_sign(meeting: &Meeting<'_>, leaf: usize) -> bool {
    let key = &meeting.certificate(leaf).public_key;
    let even = key.algorithm == KeyAlgorithm::Rsa && key.rsa_exponent.is_some_and(|e| e % 2 == 0);
    let unknown = matches!(&key.algorithm, KeyAlgorithm::Named(_))
        || matches!(&key.algorithm, KeyAlgorithm::Other(oid) if *oid != *"2.5.8.1.1");
    even || unknown || meeting.flaw(leaf, Position::Leaf, "key").is_some()
}

/// What an IPv4 address begins with as an IPv6 address (RFC 4291 2.5.5.2).
const MAPPED: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/// `HostnameChecker.match`.
fn check_names(meeting: &Meeting<'_>, release: &Release, path: &[usize], public: bool) -> Result<(), Fault> {
    if meeting.host.is_none() {
        return Ok(());
    }
    let leaf = meeting.leaf();
    let san = |x: &Certificate| x.extension("2.5.29.17").is_some();
    if release.unreadable_names_refused && san(meeting.scene.certificate(leaf)) && !san(meeting.certificate(leaf)) {
        return Err(Fault::of(FaultKind::ExtensionUnreadable, leaf).with("2.5.29.17").named(parse::PARSING));
    }
    if parse::breaks_listing(meeting.certificate(leaf)) {
        return Err(Fault::of(FaultKind::ContentsRefused, leaf).with("2.5.29.17").named("SSLException"));
    }
    // `InetAddress` makes an IPv4 address of a mapped one.
    let mapped = |octets: &[u8]| {
        meeting
            .certificate(leaf)
            .alt_names()
            .any(|name| matches!(name, GeneralName::Ip(entry) if entry.strip_prefix(MAPPED) == Some(octets)))
    };
    if matches!(meeting.host.map(|host| &host.kind), Some(ReferenceKind::Ip(octets)) if mapped(octets)) {
        return Ok(());
    }
    if address_added(meeting, path) {
        return Ok(());
    }
    let identity = if public { release.public_identity } else { release.identity };
    meeting.name_fault(identity).map_or(Ok(()), |f| Err(f.named("CertificateException")))
}

/// `NameConstraintsExtension.verify` puts the address in the commonName into the certificate's own list of names, where that
/// has none, and the name check finds it there.
fn address_added(meeting: &Meeting<'_>, path: &[usize]) -> bool {
    let x = meeting.certificate(meeting.leaf());
    let below_anchor = path.get(1..path.len().saturating_sub(1)).unwrap_or_default();
    let Some(ReferenceKind::Ip(octets)) = meeting.host.map(|host| &host.kind) else { return false };
    let address = x.subject.common_names().last().and_then(|name| name.parse::<std::net::IpAddr>().ok());
    x.subject_alt_names.is_some()
        && !x.alt_names().any(|name| matches!(name, GeneralName::Ip(_)))
        && below_anchor.iter().any(|&ca| meeting.certificate(ca).name_constraints.is_some())
        && match address {
            Some(std::net::IpAddr::V4(four)) => *octets == four.octets(),
            Some(std::net::IpAddr::V6(six)) => *octets == six.octets(),
            None => false,
        }
}

/// `X509CertInfo.verifyCert`: no empty issuer, and an empty subject only with a critical subjectAltName.
fn unreadable(x: &Certificate, index: usize) -> Option<Fault> {
    let named = x.subject_alt_names.as_ref().is_some_and(|s| s.critical && !s.names.is_empty());
    let kind = match &x.subject_alt_names {
        _ if x.issuer.is_empty() => FaultKind::IssuerNameEmpty,
        _ if !x.subject.is_empty() || named => return None,
        Some(names) if names.names.is_empty() => FaultKind::AlternativeNamesEmpty,
        Some(_) => FaultKind::AlternativeNamesNotCritical,
        None => FaultKind::SubjectEmpty,
    };
    Some(Fault::of(kind, index).named("CertificateParsingException"))
}

impl<'a> Validator<'a> {
    fn certificate(&self, index: usize) -> &'a Certificate {
        self.meeting.certificate(index)
    }

    /// `PKIXValidator.engineValidate`: the path with its anchor.
    fn validate(&self) -> Result<Vec<usize>, Fault> {
        let presented = self.meeting.presented();
        let leaf = self.meeting.leaf();
        if self.trusted.contains(&leaf) {
            return Ok(vec![leaf]);
        }
        for (i, pair) in presented.windows(2).enumerate() {
            let (x, next) = (self.certificate(pair[0]), self.certificate(pair[1]));
            if !same_name(&next.subject, &x.issuer) {
                return self.build();
            }
            let known = |&t: &usize| {
                let anchor = self.certificate(t);
                t == pair[1] || same_name(&anchor.subject, &next.subject) && anchor.public_key.spki == next.public_key.spki
            };
            if self.trusted.iter().any(known) {
                return self.check_path(presented.get(..=i).unwrap_or_default());
            }
        }
        let last = self.certificate(presented[presented.len() - 1]);
        if self.trusted.iter().any(|&t| same_name(&self.certificate(t).subject, &last.issuer)) {
            self.check_path(presented)
        } else {
            self.build()
        }
    }

    /// `verifyTrustAnchor`; version 1 and 2 certificates are let through.
    fn check_anchor(&self, anchor: usize) -> Result<(), Fault> {
        let x = self.certificate(anchor);
        if x.version < 3 {
            return Ok(());
        }
        if !x.is_ca() {
            return Err(Fault::of(checks::why_no_ca(x), anchor).named(VALIDATOR));
        }
        if x.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
            return Err(Fault::of(FaultKind::IssuerKeyUsage, anchor).named(VALIDATOR));
        }
        Ok(())
    }

    /// `EndEntityChecker.checkTLSServer` with the authType `UNKNOWN` of TLS 1.3, and `checkTLSClient`.
    fn check_end_entity(&self) -> Result<(), Fault> {
        let leaf = self.meeting.leaf();
        let x = self.certificate(leaf);
        if x.key_usage.is_some_and(|u| !u.any(KeyUsage::DIGITAL_SIGNATURE)) {
            let kind = if x.is_ca() { FaultKind::CaAsEndEntity } else { FaultKind::KeyUsageUnsuitable };
            return Err(Fault::of(kind, leaf).named(VALIDATOR));
        }
        let (own_type, gated): (u8, &[&str]) = match self.meeting.purpose {
            Purpose::Server => (0x40, &[eku::MICROSOFT_SGC, eku::NETSCAPE_SGC]),
            Purpose::Client => (0x80, &[]),
        };
        // A Netscape certificate type, where there is one, has to be that of a server, or a client.
        let netscape = x.extension("2.16.840.1.113730.1.1").and_then(|e| Reader::new(&e.value, 0).expect(tag::BIT_STRING).ok());
        if matches!(netscape.map(|bits| bits.value), Some([_, bits, ..]) if bits & own_type == 0) {
            return Err(Fault::of(FaultKind::NetscapeTypeUnsuitable, leaf).with("Netscape certificate type").named(VALIDATOR));
        }
        let purposes = x.extended_key_usage.as_ref().map(|e| &e.purposes);
        let fits = |p: &str| p == self.meeting.purpose.oid() || p == eku::ANY || gated.contains(&p);
        if purposes.is_some_and(|p| !p.iter().any(|p| fits(p.as_str()))) {
            return Err(Fault::of(self.meeting.purpose.missing(true), leaf).named(VALIDATOR));
        }
        Ok(())
    }
}
