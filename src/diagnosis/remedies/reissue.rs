//! A certificate is issued again: with all names that are asked for and none malformed, with other usages, by a CA, or
//! the CA's own certificate with other contents. It cures nearly everything, and is offered when nothing cheaper does.

use super::{Case, Remedy, cost};
use crate::cure;
use crate::diagnosis::defaults;
use crate::diagnosis::words::Words;
use crate::facts::{Certificate, CertificationRequest, GeneralName, KEY_USAGE_NAMES, Name};
use crate::fault::FaultKind as F;
use crate::identity::{IdentityPolicy, ReferenceKind, address_text, is_address, matches, parse_host};
use crate::octets::hex;
use crate::policy::Check;
use crate::report::Fix;
use crate::request::{Change, Edit, List, Which, With};
use crate::rules;
use crate::shell::{self, Shell, quote};
use crate::situation::is_sound;
use crate::x509;

/// Names that belong to a provider: nobody else gets a certificate for them.
const OF_PROVIDERS: &[&str] = &[
    "amazonaws.com",
    "azurewebsites.net",
    "azurefd.net",
    "azureedge.net",
    "azure-api.net",
    "azurecontainerapps.io",
    "cloudapp.azure.com",
    "cloudapp.net",
    "cloudfront.net",
    "trafficmanager.net",
    "windows.net",
    "herokuapp.com",
    "appspot.com",
    "run.app",
    "github.io",
    "netlify.app",
    "vercel.app",
];

const OF_NAMES: &[F] = &[F::NameMismatch, F::NoNames, F::HostMissing, F::HostMalformed];

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let Some(leaf) = case.leaf() else { return };
    for fault in case.faults.iter().filter(|f| f.certificate.is_some_and(|c| c != leaf)) {
        if let Some(ca) = fault.certificate {
            authority(case, ca, fault.kind, all);
        }
    }
    own(case, leaf, all);
    altered(case, all);
    anew(case, leaf, all);
}

/// What was altered on the way is taken again from where it comes.
fn altered(case: &Case<'_>, all: &mut Vec<Remedy>) {
    for fault in case.faults.iter().filter(|f| matches!(f.kind.group(), F::SignatureInvalid | F::Malformed | F::IssuerMissing)) {
        let Some(index) = fault.certificate.filter(|&c| case.dropped(c) && !is_signed(case, c)) else { continue };
        let words = Words::cure(cure::TAKE_AGAIN, &case.label(index));
        let told = Fix::words(words).command("openssl", "openssl verify -CAfile root.cer -untrusted chain.pem server.pem");
        let edit = Edit::Reissue { certificate: case.sha256(index), with: With::default() };
        all.push(case.remedy(cost::CONVERT, edit, told));
    }
}

/// Somebody at hand could have issued it by name, and nobody's key made its signature.
fn is_signed(case: &Case<'_>, index: usize) -> bool {
    let prepared = case.scene.prepared;
    let mut issuers = prepared.graph.issuers(index).iter().peekable();
    issuers.peek().is_none()
        || issuers.any(|e| prepared.graph.signature(&prepared.pool, index, e.issuer) != crate::signature::Verification::Failed)
}

/// When nothing else does: a new certificate for all names, by a CA that is trusted there and may issue for them.
fn anew(case: &Case<'_>, leaf: usize, all: &mut Vec<Remedy>) {
    if matches!(case.check, Check::Load | Check::Upload) {
        return;
    }
    let certificate = case.scene.certificate(leaf);
    let names = names(case, certificate);
    if names.dns.is_empty() && names.ip.is_empty() {
        return;
    }
    let purpose = if case.scene.of_clients { "clientAuth" } else { "serverAuth" };
    let with = |issuer: String| With {
        dns: Some(names.dns.clone()),
        ip: Some(names.ip.clone()),
        issuer: Some(issuer),
        ca: Some(false),
        extended_key_usage: Some(vec![purpose.to_owned()]),
        key_usage: Some(vec!["digitalSignature".to_owned(), "keyEncipherment".to_owned()]),
        key: Some("rsa-2048".to_owned()),
        #[allow(clippy::cast_precision_loss, reason = "seconds of a calendar are exact")]
        not_before: Some((case.scene.now - 3_600) as f64),
        #[allow(clippy::cast_precision_loss, reason = "seconds of a calendar are exact")]
        not_after: Some((case.scene.now + 90 * 86_400) as f64),
        well_formed: Some(true),
        ..With::default()
    };
    let reissue = |issuer: String| Edit::Reissue { certificate: case.sha256(leaf), with: with(issuer) };
    let line = request_line(case, certificate, &names, &With::default());
    if let Some(given) = issuer(case, leaf) {
        let words = Words::default()
            .say("Have a new certificate issued, with a new key, by a CA that is trusted there and may issue for ");
        let shown: Vec<String> = names.dns.iter().chain(&names.ip).cloned().collect();
        let told = Fix::words(words.names(&shown, " other names").say(".")).command("openssl", line.clone());
        all.push(case.remedy(cost::OTHER_CA + 2, reissue(given), told));
        // A CA whose own signatures are not understood helps nobody.
        if !case.has(&[F::SignatureUnsupported, F::KeyUnsupported]) {
            return;
        }
    }
    // What is trusted there is no CA that could issue one: a public CA, and trust in those.
    let Some(public) = x509::roots::embedded().next().map(|root| hex(&root.sha256)) else { return };
    let trust = if case.by_gateway() {
        Edit::Set {
            target: case.profile.id.to_owned(),
            setting: "trust".to_owned(),
            value: crate::request::SettingValue::Text("well-known-ca".to_owned()),
            weakens: false,
        }
    } else {
        Edit::Trust { certificates: Which::Named(List::Public) }
    };
    let words = Words::default().say("Install a certificate of a CA that is trusted there instead of ").name(case.label(leaf));
    let words = words.say(": one of a public CA, with the public CAs trusted, or one of your own CA, with its root.");
    let edit = Edit::All { changes: vec![Change::everywhere(trust), Change::everywhere(reissue(public))] };
    all.push(case.remedy(cost::OTHER_CA + 3, edit, Fix::words(words).command("openssl", line)));
}

/// The server's own certificate.
fn own(case: &Case<'_>, leaf: usize, all: &mut Vec<Remedy>) {
    let certificate = case.scene.certificate(leaf);
    let Some(kind) = case.kind() else { return };
    let about_leaf = case.faults.iter().any(|f| f.certificate.is_none_or(|c| c == leaf));
    let names = names(case, certificate);
    let mut with;
    let words = Words::default();
    let (mut second_door, mut from_request) = (false, false);
    let mut cost = cost::REISSUE;
    let words = if case.has(OF_NAMES) {
        let wanted: Vec<String> = asked(case).filter(|n| !covered(certificate, n)).collect();
        let wanted =
            if wanted.is_empty() { vec![case.host.to_owned()].into_iter().filter(|h| !h.is_empty()).collect() } else { wanted };
        if wanted.is_empty() || wanted.iter().any(|n| of_a_provider(n)) {
            return;
        }
        second_door = true;
        every_server(case, leaf, &wanted, all);
        with = all_names(&names);
        let words = words.say("Have the certificate reissued with ").names(&wanted, " other names");
        let words = words.say(" in its subject alternative name.");
        match requested(case, certificate, &wanted) {
            Some(true) => {
                from_request = true;
                let words =
                    words.say(if wanted.len() == 1 { " The request at hand has it" } else { " The request at hand has them" });
                words.say(": have the certificate issued again from that request, with its extensions taken over.")
            }
            Some(false) if wanted.len() == 1 => words.say(" The request at hand lacks it as well: make a new one."),
            Some(false) => words.say(" The request at hand lacks them as well: make a new one."),
            None => words,
        }
    } else {
        let self_signed = case.self_signed(leaf);
        match kind {
            F::SelfSignedUntrusted | F::AnchorUntrusted | F::IssuerMissing | F::SignatureInvalid
                if certificate.is_self_issued() && !self_signed =>
            {
                with = all_names(&names);
                with.well_formed = Some(true);
                Words::cure(cure::SUBJECT_OF_ITS_OWN, &case.label(leaf))
            }
            F::SelfSignedUntrusted | F::AnchorUntrusted | F::IssuerMissing | F::IssuerNotCa
                if self_signed || kind != F::IssuerNotCa =>
            {
                let Some(issuer) = issuer(case, leaf) else { return };
                let own_root = self_signed || kind == F::SelfSignedUntrusted;
                with = With { issuer: Some(issuer), ca: own_root.then_some(false), ..all_names(&names) };
                if own_root {
                    // What a program made for itself stands for a certificate that it was given and does not use.
                    let by_itself = defaults::told(certificate).is_some();
                    let words = words.say("Install a certificate that a CA has issued, in place of the ");
                    let words = words.say(if by_itself { "default certificate " } else { "self-signed " }).name(case.label(leaf));
                    words.say(if by_itself {
                        "; if one is there already, correct the setting, secret or binding that names it."
                    } else {
                        "."
                    })
                } else {
                    cost = cost::OTHER_CA;
                    words.say(if case.public_only() {
                        "Have the server's certificate issued by a public CA: no root of your own can be given to this service."
                    } else {
                        "Have the server's certificate issued by a CA that is trusted already."
                    })
                }
            }
            F::NameConstraintViolated => {
                return constrained(case, leaf, all);
            }
            F::Expired | F::NotYetValid | F::Revoked | F::KeyMismatch | F::KeyMissing | F::EndEntityMissing => return,
            F::LifetimeTooLong => return,
            _ if about_leaf => {
                let namesake = certificate.is_self_issued() && !case.self_signed(leaf);
                let well_formed = || With { well_formed: Some(true), ..all_names(&names) };
                with = changed(kind, certificate).unwrap_or_else(well_formed);
                let text = if namesake { cure::SUBJECT_OF_ITS_OWN } else { case.cure() };
                Words::cure(text, &case.label(leaf))
            }
            _ => return,
        }
    };
    let line = if from_request { FROM_REQUEST.to_owned() } else { request_line(case, certificate, &names, &with) };
    let told = Fix::words(words).command("openssl", line);
    let edit = Edit::Reissue { certificate: case.sha256(leaf), with };
    let mut remedy = case.remedy(cost, edit, told);
    remedy.second_door = second_door;
    all.push(remedy);
}

/// Where no server has the names, the certificates of all are issued again.
fn every_server(case: &Case<'_>, leaf: usize, wanted: &[String], all: &mut Vec<Remedy>) {
    let mut leaves = vec![leaf];
    let servers: Vec<_> = case.scene.servers.iter().filter(|s| !s.listener).collect();
    for other in servers.iter().filter_map(|s| s.leaf) {
        if wanted.iter().any(|name| covered(case.scene.certificate(other), name)) {
            return;
        }
        if !leaves.contains(&other) {
            leaves.push(other);
        }
    }
    if leaves.len() < 2 {
        return;
    }
    let ids: Vec<String> = servers.iter().map(|s| s.id.clone()).collect();
    let words = Words::default().say("Have the certificates of ").names(&ids, " others").say(" reissued with ");
    let words = words.names(wanted, " other names").say(" in their subject alternative names.");
    let reissue = |&leaf: &usize| {
        let with = all_names(&names(case, case.scene.certificate(leaf)));
        Change::everywhere(Edit::Reissue { certificate: case.sha256(leaf), with })
    };
    let certificate = case.scene.certificate(leaf);
    let line = request_line(case, certificate, &names(case, certificate), &With::default());
    let edit = Edit::All { changes: leaves.iter().map(reissue).collect() };
    let mut remedy = case.remedy(cost::REISSUE_CA, edit, Fix::words(words).command("openssl", line));
    remedy.second_door = true;
    all.push(remedy);
}

const FROM_REQUEST: &str =
    "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -copy_extensions copy -days 200 -out server.pem";

/// Whether the request that the certificate was issued for has all of these names; `None`: it is not at hand.
fn requested(case: &Case<'_>, certificate: &Certificate, wanted: &[String]) -> Option<bool> {
    let own = case.scene.prepared.requests.values().filter(|r| r.public_key.fits(&certificate.public_key));
    own.map(|request| wanted.iter().all(|name| request.names(&parse_host(name)))).max()
}

fn all_names(names: &Names) -> With {
    With { dns: Some(names.dns.clone()), ip: Some(names.ip.clone()), ..With::default() }
}

/// What of the certificate a new one has otherwise; `None`: it is only to be well formed.
fn changed(kind: F, certificate: &Certificate) -> Option<With> {
    let mut with = With::default();
    match kind {
        F::ServerAuthMissing => with.extended_key_usage = Some(purposes_for(certificate, "serverAuth")),
        F::ClientAuthMissing => with.extended_key_usage = Some(purposes_for(certificate, "clientAuth")),
        F::KeyUsageUnsuitable => {
            with.key_usage = Some(vec!["digitalSignature".to_owned(), "keyEncipherment".to_owned()]);
        }
        F::WeakKey | F::KeyUnsupported => with.key = Some("rsa-2048".to_owned()),
        F::WeakSignature | F::SignatureUnsupported => with.signature = Some("sha256".to_owned()),
        F::CaAsEndEntity => with.ca = Some(false),
        _ => return None,
    }
    Some(with)
}

/// A CA's certificate above it.
fn authority(case: &Case<'_>, ca: usize, kind: F, all: &mut Vec<Remedy>) {
    let certificate = case.scene.certificate(ca);
    if case.scene.prepared.pool[ca].mozilla_root {
        return;
    }
    let mut with = With::default();
    match kind.group() {
        F::IssuerNotCa => {
            (with.ca, with.well_formed) = (Some(true), Some(true));
            with.key_usage = certificate.key_usage.map(|_| usages(certificate, "keyCertSign"));
        }
        F::IssuerKeyUsage => with.key_usage = Some(usages(certificate, "keyCertSign")),
        F::PathLengthExceeded => with.path_len = Some(None),
        F::IssuerServerAuthMissing => with.extended_key_usage = Some(purposes_for(certificate, "serverAuth")),
        F::IssuerClientAuthMissing => with.extended_key_usage = Some(purposes_for(certificate, "clientAuth")),
        F::NameConstraintViolated => with.name_constraints = Some(None),
        F::WeakSignature | F::SignatureUnsupported => with.signature = Some("sha256".to_owned()),
        F::Malformed | F::UnknownCriticalExtension | F::VersionUnsupported | F::KeyIdMismatch | F::AnchorNotSelfSigned => {
            with.well_formed = Some(true);
            if certificate.key_usage.is_none() && certificate.is_ca() {
                with.key_usage = Some(vec!["keyCertSign".to_owned(), "cRLSign".to_owned()]);
            }
        }
        _ => return,
    }
    // A CA was held to its names on purpose: a certificate of another one comes before.
    let constrained = kind.group() == F::NameConstraintViolated;
    let words = if constrained {
        let names: Vec<String> = asked(case).collect();
        let words = Words::default().say("Have ").name(case.label(ca)).say(" reissued with name constraints that permit ");
        words.names(&names, " others").say(".")
    } else {
        Words::cure(rules::owner(kind).fix, &case.label(ca))
    };
    let told = Fix::words(words).command("openssl", "openssl x509 -in ca.pem -noout -text");
    let edit = Edit::Reissue { certificate: case.sha256(ca), with };
    all.push(case.remedy(cost::REISSUE_CA + if constrained { 4 } else { 0 }, edit, told));
}

/// A name that the CA may not issue for: the certificate without it.
fn constrained(case: &Case<'_>, leaf: usize, all: &mut Vec<Remedy>) {
    let certificate = case.scene.certificate(leaf);
    let dns: Vec<String> = asked(case).filter(|n| !is_address(n)).collect();
    if dns.is_empty() {
        return;
    }
    let words = Words::default().say("Have the certificate reissued with only those names that its CA may issue for: ");
    let words = words.names(&dns, " others").say(".");
    let with = With { dns: Some(dns.clone()), ip: Some(Vec::new()), ..With::default() };
    let line = request_line(case, certificate, &Names { dns, ip: Vec::new() }, &with);
    let edit = Edit::Reissue { certificate: case.sha256(leaf), with };
    all.push(case.remedy(cost::REISSUE, edit, Fix::words(words).command("openssl", line)));
}

/// Names that are taken over from the present certificate.
const MOST_NAMES: usize = 40;

/// All names for the new certificate.
#[derive(Clone)]
struct Names {
    dns: Vec<String>,
    ip: Vec<String>,
}

fn asked<'c>(case: &'c Case<'_>) -> impl Iterator<Item = String> + 'c {
    case.asked.iter().map(|n| n.trim_end_matches('.').to_owned()).filter(|n| !n.is_empty())
}

/// Those asked for, then those that the present certificate has and that are sound; its common name where it has none.
fn names(case: &Case<'_>, certificate: &Certificate) -> Names {
    // A certificate that a program made for itself has names of nobody.
    let own = if defaults::told(certificate).is_some() { Vec::new() } else { certificate.alt_names().collect() };
    Names::of(asked(case), own, &certificate.subject)
}

impl Names {
    fn of(asked: impl Iterator<Item = String>, own: Vec<&GeneralName>, subject: &Name) -> Self {
        let mut names = Self { dns: Vec::new(), ip: Vec::new() };
        fn add(list: &mut Vec<String>, name: String) {
            if !list.iter().any(|n| n.eq_ignore_ascii_case(&name)) {
                list.push(name);
            }
        }
        for name in asked.filter(|n| !of_a_provider(n)) {
            let parsed = parse_host(&name);
            match parsed.kind {
                ReferenceKind::Ip(_) => add(&mut names.ip, parsed.ascii),
                ReferenceKind::Dns if is_sound(&parsed.ascii) => add(&mut names.dns, parsed.ascii),
                _ => {}
            }
        }
        let mut none = true;
        for name in own.into_iter().take(MOST_NAMES) {
            match name {
                GeneralName::Dns(name) => {
                    none = false;
                    if is_sound(name) && !of_a_provider(name) {
                        add(&mut names.dns, name.clone());
                    }
                }
                GeneralName::Ip(octets) => {
                    none = false;
                    if matches!(octets.len(), 4 | 16) {
                        add(&mut names.ip, address_text(octets));
                    }
                }
                _ => {}
            }
        }
        if none {
            for name in subject.common_names().filter(|n| is_sound(n) && n.contains('.') && !n.contains('_')) {
                add(&mut names.dns, name.to_owned());
            }
        }
        names
    }
}

fn covered(certificate: &Certificate, name: &str) -> bool {
    matches(certificate, &parse_host(name), &IdentityPolicy::RFC9525).matched()
}

fn of_a_provider(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OF_PROVIDERS.iter().any(|p| name.strip_suffix(p).is_some_and(|rest| rest.ends_with('.')))
}

/// Its purposes, with the one that is needed and without the one that Firefox minds beside a server's.
fn purposes_for(certificate: &Certificate, needed: &str) -> Vec<String> {
    let of = certificate.extended_key_usage.iter().flat_map(|e| &e.purposes);
    let named = of.map(|p| x509::purpose_name(p).map_or_else(|| p.as_str().to_owned(), str::to_owned));
    let others = named.filter(|p| p != needed && (needed != "serverAuth" || p != "OCSPSigning"));
    std::iter::once(needed.to_owned()).chain(others).collect()
}

fn usages(certificate: &Certificate, needed: &str) -> Vec<String> {
    let bits = certificate.key_usage.map_or(0, |u| u.bits);
    let mut all: Vec<String> =
        KEY_USAGE_NAMES.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0).map(|(_, n)| (*n).to_owned()).collect();
    if !all.iter().any(|n| n == needed) {
        all.push(needed.to_owned());
    }
    all
}

/// A CA that is trusted where this is verified: a given one, one that was dropped, else a public one.
fn issuer(case: &Case<'_>, leaf: usize) -> Option<String> {
    let prepared = case.scene.prepared;
    let now = case.scene.now;
    let ca = |&i: &usize| {
        let c = prepared.certificate(i);
        i != leaf && c.is_ca() && case.self_signed(i) && (c.not_before..=c.not_after).contains(&now)
    };
    if !case.public_only() {
        if let Some(given) = case.scene.trust.iter().copied().find(ca) {
            return Some(case.sha256(given));
        }
        if case.scene.has_trust_input() {
            return None;
        }
    }
    x509::roots::embedded().next().map(|root| hex(&root.sha256))
}

/// The line that makes a request with these names and all that a request at hand has, and how its key is said.
pub fn request_again(request: &CertificationRequest, asked: &[String], key: Option<&str>) -> String {
    let own = request.subject_alt_names.iter().flat_map(|s| &s.names).collect();
    let names = Names::of(asked.iter().cloned(), own, &request.subject);
    let key = key.map(|file| format!("-key {}", shell::file(file, Shell::Posix)));
    line(&request.subject, None, &names, &With::default(), key.as_deref().unwrap_or(NEW_KEY))
}

const NEW_KEY: &str = "-newkey rsa:2048 -noenc -keyout new.key";

/// The line that makes the request.
fn request_line(case: &Case<'_>, certificate: &Certificate, names: &Names, with: &With) -> String {
    let whole = if case.scene.of_clients { whole(&certificate.subject) } else { None };
    line(&certificate.subject, whole, names, with, NEW_KEY)
}

/// Servers tell clients apart by their subject: it stays as it is, where a command line can say it.
fn whole(subject: &Name) -> Option<String> {
    const SAID: [&str; 6] = ["C", "ST", "L", "O", "OU", "CN"];
    let all = || subject.rdns.iter().flatten();
    let plain = |v: &str| v.chars().all(|c| c.is_ascii_alphanumeric() || " .-_@".contains(c));
    let said = all().next().is_some() && all().all(|a| SAID.contains(&a.label.as_ref()) && plain(&a.value));
    said.then(|| all().map(|a| format!("/{}={}", a.label, a.value)).collect())
}

fn line(subject: &Name, whole: Option<String>, names: &Names, with: &With, key: &str) -> String {
    let plain = |v: &&String| v.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | ':'));
    let mut entries: Vec<String> = Vec::new();
    entries.extend(names.dns.iter().filter(plain).map(|n| format!("DNS:{n}")));
    entries.extend(names.ip.iter().filter(plain).map(|n| format!("IP:{n}")));
    let first = names.dns.iter().filter(plain).find(|n| !n.contains('*')).or(names.dns.first()).or(names.ip.first()).cloned();
    let name = first
        .or_else(|| subject.common_names().last().map(str::to_owned))
        .filter(|n| plain(&n))
        .unwrap_or_else(|| "NAME".to_owned());
    let subject = whole.unwrap_or_else(|| format!("/CN={name}"));
    let mut line = format!("openssl req -new {key} -out new.csr -subj {}", quote(&subject, Shell::Posix));
    let mut extend = |extension: String| line.push_str(&format!(" -addext {}", quote(&extension, Shell::Posix)));
    if !entries.is_empty() {
        extend(format!("subjectAltName={}", entries.join(",")));
    }
    if let Some(purposes) = &with.extended_key_usage {
        extend(format!("extendedKeyUsage={}", purposes.join(",")));
    }
    if let Some(usage) = &with.key_usage {
        extend(format!("keyUsage=critical,{}", usage.join(",")));
    }
    line
}
