//! A certificate is issued again: with all names that are asked for and none malformed, with other usages, by a CA, or
//! the CA's own certificate with other contents. It cures nearly everything, and is offered when nothing cheaper does.

use super::{Case, Remedy, Told, cost};
use crate::diagnosis::words::Words;
use crate::facts::{Certificate, KEY_USAGE_NAMES};
use crate::fault::FaultKind as F;
use crate::identity::{IdentityPolicy, ReferenceKind, address_text, matches, parse_host};
use crate::octets::hex;
use crate::policy::Check;
use crate::request::{Change, Edit, List, Which, With};
use crate::shell::{Shell, quote};
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
        let words = Words::default()
            .say("Take ")
            .name(case.label(index))
            .say(" again from where it was issued: this copy was altered, its signature does not verify.");
        let told = Told::words(words).command("openssl", "openssl verify -CAfile root.cer -untrusted chain.pem server.pem");
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
    let line = request_line(certificate, &names, &With::default());
    if let Some(given) = issuer(case, leaf) {
        let words = Words::default()
            .say("Have a new certificate issued, with a new key, by a CA that is trusted there and may issue for ");
        let shown: Vec<String> = names.dns.iter().chain(&names.ip).cloned().collect();
        let told = Told::words(words.names(&shown, " other names").say(".")).command("openssl", line);
        all.push(case.remedy(cost::REISSUE + 3, reissue(given), told));
        return;
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
    all.push(case.remedy(cost::REISSUE + 4, edit, Told::words(words).command("openssl", line)));
}

/// The server's own certificate.
fn own(case: &Case<'_>, leaf: usize, all: &mut Vec<Remedy>) {
    let certificate = case.scene.certificate(leaf);
    let Some(kind) = case.kind() else { return };
    let about_leaf = case.faults.iter().any(|f| f.certificate.is_none_or(|c| c == leaf));
    let names = names(case, certificate);
    let mut with = With::default();
    let words = Words::default();
    let (mut second_door, mut from_request) = (false, false);
    let words = if case.has(OF_NAMES) {
        let wanted: Vec<String> = asked(case).filter(|n| !covered(certificate, n)).collect();
        let wanted =
            if wanted.is_empty() { vec![case.host.to_owned()].into_iter().filter(|h| !h.is_empty()).collect() } else { wanted };
        if wanted.is_empty() || wanted.iter().any(|n| of_a_provider(n)) {
            return;
        }
        second_door = true;
        (with.dns, with.ip) = (Some(names.dns.clone()), Some(names.ip.clone()));
        let words = words.say("Have the certificate reissued with ").names(&wanted, " other names");
        let words = words.say(" in its subject alternative name.");
        if requested(case, certificate, &wanted) {
            from_request = true;
            words.say(" The request at hand has them: issue it again, and take its extensions over.")
        } else {
            words
        }
    } else {
        match kind {
            F::SelfSignedUntrusted | F::AnchorUntrusted | F::IssuerMissing | F::SignatureInvalid
                if certificate.is_self_issued() && !case.self_signed(leaf) =>
            {
                with.well_formed = Some(true);
                (with.dns, with.ip) = (Some(names.dns.clone()), Some(names.ip.clone()));
                words.say("Have the server's certificate reissued under another name: its subject is the same as its issuer's, so programs take it for its own root. Give server and CA different common names.")
            }
            F::SelfSignedUntrusted => {
                let Some(issuer) = issuer(case, leaf) else { return };
                with.issuer = Some(issuer);
                with.ca = Some(false);
                (with.dns, with.ip) = (Some(names.dns.clone()), Some(names.ip.clone()));
                words
                    .say("Install a certificate that a CA has issued, in place of the self-signed ")
                    .name(case.label(leaf))
                    .say(".")
            }
            F::IssuerMissing | F::AnchorUntrusted | F::IssuerNotCa if case.self_signed(leaf) => {
                let Some(issuer) = issuer(case, leaf) else { return };
                with.issuer = Some(issuer);
                with.ca = Some(false);
                (with.dns, with.ip) = (Some(names.dns.clone()), Some(names.ip.clone()));
                words
                    .say("Install a certificate that a CA has issued, in place of the self-signed ")
                    .name(case.label(leaf))
                    .say(".")
            }
            F::AnchorUntrusted | F::IssuerMissing => {
                let Some(issuer) = issuer(case, leaf) else { return };
                with.issuer = Some(issuer);
                (with.dns, with.ip) = (Some(names.dns.clone()), Some(names.ip.clone()));
                words.say("Or have the server's certificate issued by a CA that is trusted already.")
            }
            F::ServerAuthMissing if about_leaf => {
                let mut purposes = purposes(certificate);
                for needed in ["serverAuth", "clientAuth"] {
                    if needed == "serverAuth" && !purposes.iter().any(|p| p == needed) {
                        purposes.insert(0, needed.to_owned());
                    }
                }
                with.extended_key_usage = Some(purposes);
                words.say("Have the certificate reissued with serverAuth in its extended key usage.")
            }
            F::ClientAuthMissing if about_leaf => {
                let mut purposes = purposes(certificate);
                purposes.push("clientAuth".to_owned());
                with.extended_key_usage = Some(purposes);
                words.say("Have the certificate reissued with clientAuth in its extended key usage.")
            }
            F::KeyUsageUnsuitable if about_leaf => {
                with.key_usage = Some(vec!["digitalSignature".to_owned(), "keyEncipherment".to_owned()]);
                words.say("Have the certificate reissued with digitalSignature and keyEncipherment in its key usage.")
            }
            F::WeakKey | F::KeyUnsupported if about_leaf => {
                with.key = Some("rsa-2048".to_owned());
                words.say("Make a new key that every program takes (RSA with 2048 bits or more, or P-256), and have a certificate issued for it.")
            }
            F::WeakSignature | F::SignatureUnsupported if about_leaf => {
                with.signature = Some("sha256".to_owned());
                words.say("Have the certificate reissued with a SHA-256 signature.")
            }
            F::CaAsEndEntity if about_leaf => {
                with.ca = Some(false);
                words
                    .say("Have the certificate reissued as an end-entity certificate: ")
                    .name(case.label(leaf))
                    .say(" is marked as a CA.")
            }
            F::NameConstraintViolated => {
                return constrained(case, leaf, all);
            }
            F::Expired | F::NotYetValid | F::Revoked | F::KeyMismatch | F::KeyMissing | F::EndEntityMissing => return,
            F::LifetimeTooLong => return,
            _ if about_leaf => {
                with.well_formed = Some(true);
                (with.dns, with.ip) = (Some(names.dns.clone()), Some(names.ip.clone()));
                if certificate.is_self_issued() && !case.self_signed(leaf) {
                    words.say("Have the server's certificate reissued under another name: its subject is the same as its issuer's, so programs take it for self-signed. Give server and CA different common names.")
                } else {
                    words.say("Have the certificate reissued as RFC 5280 asks, without what the target objects to.")
                }
            }
            _ => return,
        }
    };
    let line = if from_request { FROM_REQUEST.to_owned() } else { request_line(certificate, &names, &with) };
    let told = Told::words(words).command("openssl", line);
    let edit = Edit::Reissue { certificate: case.sha256(leaf), with };
    let mut remedy = case.remedy(cost::REISSUE, edit, told);
    remedy.second_door = second_door;
    all.push(remedy);
}

const FROM_REQUEST: &str =
    "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -copy_extensions copy -days 200 -out server.pem";

/// Whether the request that the certificate was issued for has all of these names.
fn requested(case: &Case<'_>, certificate: &Certificate, wanted: &[String]) -> bool {
    let prepared = case.scene.prepared;
    let mut own = prepared.requests.values().filter(|r| r.public_key.fits(&certificate.public_key));
    own.any(|request| wanted.iter().all(|name| request.names(&parse_host(name))))
}

/// A CA's certificate above it.
fn authority(case: &Case<'_>, ca: usize, kind: F, all: &mut Vec<Remedy>) {
    let certificate = case.scene.certificate(ca);
    if case.scene.prepared.pool[ca].mozilla_root {
        return;
    }
    let mut with = With::default();
    let words = Words::default().say("Have the certificate of the CA ").name(case.label(ca));
    let words = match kind.group() {
        F::IssuerNotCa => {
            with.ca = Some(true);
            with.well_formed = Some(true);
            words.say(" issued again as a CA's (basicConstraints CA:TRUE, critical), and trust or send the new one.")
        }
        F::IssuerKeyUsage => {
            with.key_usage = Some(usages(certificate, "keyCertSign"));
            words.say(" issued again with a key usage that has keyCertSign, and trust or send the new one.")
        }
        F::PathLengthExceeded => {
            with.path_len = Some(None);
            words.say(" issued again with a larger pathLenConstraint or none.")
        }
        F::IssuerServerAuthMissing => {
            let mut purposes = purposes(certificate);
            purposes.push("serverAuth".to_owned());
            with.extended_key_usage = Some(purposes);
            words.say(" issued again with serverAuth in its extended key usage, or without that extension.")
        }
        F::IssuerClientAuthMissing => {
            let mut purposes = purposes(certificate);
            purposes.push("clientAuth".to_owned());
            with.extended_key_usage = Some(purposes);
            words.say(" issued again with clientAuth in its extended key usage, or without that extension.")
        }
        F::NameConstraintViolated => {
            with.name_constraints = Some(None);
            words.say(" issued again with name constraints that admit this name.")
        }
        F::WeakSignature | F::SignatureUnsupported => {
            with.signature = Some("sha256".to_owned());
            words.say(" issued again with a SHA-256 signature.")
        }
        F::Malformed | F::UnknownCriticalExtension | F::VersionUnsupported | F::KeyIdMismatch | F::AnchorNotSelfSigned => {
            with.well_formed = Some(true);
            if certificate.key_usage.is_none() && certificate.is_ca() {
                with.key_usage = Some(vec!["keyCertSign".to_owned(), "cRLSign".to_owned()]);
            }
            words.say(" issued again as RFC 5280 asks: basic constraints marked critical, key usage with keyCertSign. The key can stay; replace the old certificate wherever it is trusted.")
        }
        _ => return,
    };
    let told = Told::words(words).command("openssl", "openssl x509 -in ca.pem -noout -text");
    let edit = Edit::Reissue { certificate: case.sha256(ca), with };
    all.push(case.remedy(cost::REISSUE_CA, edit, told));
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
    let line = request_line(certificate, &Names { dns, ip: Vec::new() }, &with);
    let edit = Edit::Reissue { certificate: case.sha256(leaf), with };
    all.push(case.remedy(cost::REISSUE, edit, Told::words(words).command("openssl", line)));
}

/// All names for the new certificate.
#[derive(Clone)]
struct Names {
    dns: Vec<String>,
    ip: Vec<String>,
}

fn asked<'c>(case: &'c Case<'_>) -> impl Iterator<Item = String> + 'c {
    case.asked.iter().map(|n| n.trim_end_matches('.').to_owned()).filter(|n| !n.is_empty())
}

fn is_address(name: &str) -> bool {
    matches!(parse_host(name).kind, ReferenceKind::Ip(_))
}

/// Those asked for, then those that the present certificate has and that are sound; its common name where it has none.
fn names(case: &Case<'_>, certificate: &Certificate) -> Names {
    let mut names = Names { dns: Vec::new(), ip: Vec::new() };
    fn add(list: &mut Vec<String>, name: String) {
        if !list.iter().any(|n| n.eq_ignore_ascii_case(&name)) {
            list.push(name);
        }
    }
    for name in asked(case).filter(|n| !of_a_provider(n)) {
        let parsed = parse_host(&name);
        match parsed.kind {
            ReferenceKind::Ip(_) => add(&mut names.ip, parsed.ascii),
            ReferenceKind::Dns if is_sound(&parsed.ascii) => add(&mut names.dns, parsed.ascii),
            _ => {}
        }
    }
    let own = !certificate.dns_names().any(|_| true) && !certificate.ip_addresses().any(|_| true);
    for name in certificate.dns_names().filter(|n| is_sound(n) && !of_a_provider(n)).take(40) {
        add(&mut names.dns, name.to_owned());
    }
    for octets in certificate.ip_addresses().filter(|o| matches!(o.len(), 4 | 16)).take(40) {
        add(&mut names.ip, address_text(octets));
    }
    if own {
        for name in certificate.subject.common_names().filter(|n| is_sound(n) && n.contains('.')) {
            add(&mut names.dns, name.to_owned());
        }
    }
    names
}

fn covered(certificate: &Certificate, name: &str) -> bool {
    matches(certificate, &parse_host(name), &IdentityPolicy::RFC9525).matched()
}

fn of_a_provider(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OF_PROVIDERS.iter().any(|p| name.strip_suffix(p).is_some_and(|rest| rest.ends_with('.')))
}

fn purposes(certificate: &Certificate) -> Vec<String> {
    let of = certificate.extended_key_usage.iter().flat_map(|e| &e.purposes);
    of.map(|p| x509::purpose_name(p).map_or_else(|| p.as_str().to_owned(), str::to_owned)).collect()
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
    if let Some(given) = case.scene.trust.iter().copied().find(ca) {
        return Some(case.sha256(given));
    }
    if case.scene.has_trust_input() {
        return None;
    }
    x509::roots::embedded().next().map(|root| hex(&root.sha256))
}

/// The line that makes the request.
fn request_line(certificate: &Certificate, names: &Names, with: &With) -> String {
    let plain = |v: &&String| v.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | ':'));
    let mut entries: Vec<String> = Vec::new();
    entries.extend(names.dns.iter().filter(plain).map(|n| format!("DNS:{n}")));
    entries.extend(names.ip.iter().filter(plain).map(|n| format!("IP:{n}")));
    let first = names.dns.iter().filter(plain).find(|n| !n.contains('*')).or(names.dns.first()).or(names.ip.first()).cloned();
    let subject = first
        .or_else(|| certificate.subject.common_names().last().map(str::to_owned))
        .filter(|n| plain(&n))
        .unwrap_or_else(|| "NAME".to_owned());
    let mut line = format!(
        "openssl req -new -newkey rsa:2048 -noenc -keyout new.key -out new.csr -subj {}",
        quote(&format!("/CN={subject}"), Shell::Posix)
    );
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
