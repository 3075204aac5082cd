//! Every refusal over every recorded request: the finding that leads its reasons is *true of the facts*, by a second
//! predicate that shares nothing with the rule. `CERTLENS_LIST=1` prints each contradiction.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::facts::{Certificate, Curve, Flaw, GeneralName, KeyAlgorithm, KeyUsage, Malformation, Part};
use certlens::report::{Finding, Report};
use certlens::request::{Request, Seat, SettingValue};
use certlens::scene::Prepared;
use certlens::signature::{Digest, Verification, digest, verify};
use certlens::{judge, prepare};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What a predicate may look at.
struct Facts<'a> {
    prepared: &'a Prepared,
    request: &'a Request,
    report: &'a Report,
    finding: &'a Finding,
}

/// What the reader says of octets behind a certificate; OpenSSL's trust settings are such octets.
const AFTER_THE_END: [&str; 3] = ["trailing-data", "trailing-data-inside", "trust-settings-removed"];

/// Flaws that leave an extension as readable as any.
const ODD_AND_READABLE: [Flaw; 6] =
    [Flaw::NameFormUnusual, Flaw::NameFormUnread, Flaw::UriOdd, Flaw::MailboxOdd, Flaw::CriticalForbidden, Flaw::NameWildcard];

const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
const DAY: i64 = 86_400;

impl Facts<'_> {
    fn now(&self) -> i64 {
        #[allow(clippy::cast_possible_truncation, reason = "a whole number of seconds")]
        {
            self.request.now.unwrap() as i64
        }
    }

    fn pool(&self) -> impl Iterator<Item = &Certificate> {
        self.prepared.pool.iter().map(|p| &*p.certificate)
    }

    /// The certificate that the finding is about.
    fn at(&self) -> &Certificate {
        let index = self.finding.at.certificate.unwrap_or_else(|| panic!("{}: no certificate", self.finding.rule));
        &self.prepared.pool[index].certificate
    }

    /// Certificates of the inputs with this seat.
    fn seated(&self, seat: Seat) -> Vec<&Certificate> {
        let items = self.prepared.reading.items.iter().enumerate();
        items
            .filter(|(_, item)| self.request.inputs[item.input].seat == Some(seat))
            .filter_map(|(i, _)| Some(&*self.prepared.pool[self.prepared.certificate_of_item[i]?].certificate))
            .collect()
    }

    fn presented(&self) -> Vec<&Certificate> {
        let of = |s: &&certlens::report::Server| self.finding.at.server.as_ref().is_none_or(|id| *id == s.id);
        let servers = self.report.servers.iter().filter(of);
        servers.flat_map(|s| &s.presented).map(|&i| &*self.prepared.pool[i].certificate).collect()
    }

    fn leaf(&self) -> &Certificate {
        let server = self.report.servers.iter().find(|s| self.finding.at.server.as_ref() == Some(&s.id)).unwrap();
        &self.prepared.pool[server.leaf.or(server.presented.first().copied()).unwrap()].certificate
    }

    fn host(&self) -> &str {
        self.finding.at.host.as_deref().unwrap_or_else(|| panic!("{}: no host", self.finding.rule)).trim_end_matches('.')
    }

    fn address(&self) -> Option<IpAddr> {
        self.host().trim_matches(['[', ']']).parse().ok()
    }

    /// The host is among the names of the subjectAltName, `*` standing for one label.
    fn named(&self) -> bool {
        let host = self.host().to_ascii_lowercase();
        self.leaf().alt_names().any(|name| match (name, self.address()) {
            (GeneralName::Ip(octets), Some(IpAddr::V4(a))) => octets[..] == a.octets(),
            (GeneralName::Ip(octets), Some(IpAddr::V6(a))) => octets[..] == a.octets(),
            (GeneralName::Dns(dns), None) => {
                let dns = dns.to_ascii_lowercase();
                let covered = dns
                    .strip_prefix("*.")
                    .zip(host.split_once('.'))
                    .is_some_and(|(base, (first, rest))| base == rest && !first.is_empty());
                dns == host || covered
            }
            _ => false,
        })
    }

    fn critical(&self, oid: &str) -> bool {
        self.at().extension(oid).is_some_and(|e| e.critical)
    }

    fn lacks(&self, oid: &str) -> bool {
        self.at().extension(oid).is_none()
    }

    /// Issued something among the files, by name.
    fn issued_another(&self, ca: &Certificate) -> bool {
        self.pool().any(|c| c.sha256 != ca.sha256 && c.issuer.equivalent(&ca.subject))
    }

    /// A path by names and verified signatures from a presented certificate to a trusted one.
    fn leads_to_trust(&self, from: &Certificate) -> bool {
        let trust = self.trusted();
        let mut seen = vec![from];
        let mut next = vec![from];
        while let Some(c) = next.pop() {
            if trust.iter().any(|t| t.sha256 == c.sha256) {
                return true;
            }
            for issuer in self.presented().into_iter().chain(trust.iter().copied()) {
                if !seen.iter().any(|s| s.sha256 == issuer.sha256) && made(c, issuer) != Some(false) {
                    seen.push(issuer);
                    next.push(issuer);
                }
            }
        }
        false
    }

    fn trusted(&self) -> Vec<&Certificate> {
        let given = [self.seated(Seat::Trust), self.seated(Seat::ClientCa)].concat();
        if given.is_empty() {
            self.prepared.pool.iter().filter(|p| p.mozilla_root).map(|p| &*p.certificate).collect()
        } else {
            given
        }
    }
}

/// Whether the issuer's name and key fit a certificate; `None`: the name does, the signature is not computed.
fn made(subject: &Certificate, issuer: &Certificate) -> Option<bool> {
    if !issuer.subject.equivalent(&subject.issuer) {
        return Some(false);
    }
    match verify(&issuer.public_key, &subject.signature_algorithm, subject.tbs_bytes(), &subject.signature) {
        Verification::Verified => Some(true),
        Verification::Failed => Some(false),
        Verification::Unsupported(_) | Verification::Unchecked => None,
    }
}

fn self_signed(c: &Certificate) -> bool {
    made(c, c) != Some(false)
}

fn purposes(c: &Certificate) -> Option<Vec<&str>> {
    c.extended_key_usage.as_ref().map(|e| e.purposes.iter().map(certlens::facts::Oid::as_str).collect())
}

fn small(c: &Certificate) -> bool {
    match c.public_key.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa => c.public_key.bits < 2048,
        KeyAlgorithm::Ec(_) => c.public_key.bits < 224,
        _ => false,
    }
}

fn broken_digest(c: &Certificate) -> bool {
    matches!(digest(&c.signature_algorithm), Some(Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1))
}

/// Whether what the finding's title says is the case. Rules that speak of one service's demands say so in their titles;
/// of them only the fact is asked that they rest on.
#[allow(clippy::too_many_lines, reason = "one arm a rule")]
fn is_true(f: &Facts<'_>) -> bool {
    let signs = |c: &Certificate| c.key_usage.is_some_and(|u| u.any(KeyUsage::KEY_CERT_SIGN));
    match f.finding.rule {
        "issuer-missing" => {
            let c = f.at();
            !self_signed(c) && !f.presented().into_iter().any(|i| i.sha256 != c.sha256 && made(c, i) != Some(false))
        }
        "anchor-mismatch" => !f.leads_to_trust(f.at()),
        "root-not-shared" => f.leads_to_trust(f.leaf()),
        "self-signed-end-entity" => self_signed(f.at()),
        "trust-input-not-a-root" => {
            let given = [f.seated(Seat::Trust), f.seated(Seat::ClientCa)].concat();
            given.iter().any(|t| t.sha256 == f.at().sha256) && (!self_signed(f.at()) || !f.at().is_ca())
        }
        "signature-invalid" => f.pool().any(|i| i.subject.equivalent(&f.at().issuer) && made(f.at(), i) == Some(false)),
        "issuer-key-mismatch" => {
            let wrong = |c: &Certificate, i: &Certificate| i.subject.equivalent(&c.issuer) && made(c, i) == Some(false);
            f.pool().any(|c| f.pool().any(|i| wrong(c, i)))
        }
        "several-paths" => f.pool().any(|a| {
            f.pool().any(|b| {
                a.public_key.spki == b.public_key.spki && a.subject.equivalent(&b.subject) && a.issuer.der != b.issuer.der
            })
        }),
        "key-id-mismatch" => {
            let wanted = f.at().authority_key_id.as_ref().and_then(|a| a.key_id.as_ref());
            f.pool().any(|i| i.subject.equivalent(&f.at().issuer) && i.subject_key_id.as_ref() != wanted)
        }
        "issuer-serial-mismatch" => {
            let serial = f.at().authority_key_id.as_ref().and_then(|a| a.serial.as_ref()).expect("a serial number in the AKI");
            f.pool().any(|i| i.subject.equivalent(&f.at().issuer) && i.serial != *serial)
                || f.at().authority_key_id.as_ref().is_some_and(|a| !a.issuer.is_empty())
        }
        "authority-key-id-absent" => f.at().authority_key_id.as_ref().is_none_or(|a| a.key_id.is_none()),
        "subject-key-id-absent" => f.at().is_ca() && f.lacks("2.5.29.14"),
        "key-id-critical" => f.critical("2.5.29.14") || f.critical("2.5.29.35"),
        "end-entity-expired" | "issuer-expired" | "anchor-expired" => f.at().not_after < f.now(),
        "end-entity-expires-soon" | "issuer-expires-soon" => (0..30 * DAY).contains(&(f.at().not_after - f.now())),
        "not-yet-within-validity" => f.at().not_before > f.now(),
        "lifetime-too-long" => f.at().not_after - f.at().not_before > 199 * DAY,
        "issuer-not-a-ca" => !f.at().is_ca() && f.issued_another(f.at()),
        "issuer-key-usage" => !signs(f.at()) && !f.lacks("2.5.29.15") && f.issued_another(f.at()),
        "issuer-key-usage-absent" => f.at().is_ca() && f.lacks("2.5.29.15"),
        "basic-constraints-not-critical" => f.at().is_ca() && !f.critical("2.5.29.19"),
        "key-cert-sign-without-ca" => signs(f.at()) && !f.at().is_ca(),
        "path-length-misplaced" => {
            f.at().basic_constraints.as_ref().is_some_and(|b| b.path_len.is_some()) && !(f.at().is_ca() && signs(f.at()))
        }
        "path-length-exceeded" => {
            let limits = f.pool().filter_map(|c| c.basic_constraints.as_ref()?.path_len);
            let issuing = f.pool().filter(|c| f.issued_another(c) && !self_signed(c)).count();
            limits.min().is_some_and(|limit| issuing > limit as usize)
        }
        "issuer-name-empty" => f.at().issuer.rdns.is_empty(),
        "subject-empty" => f.at().subject.rdns.is_empty(),
        "alternative-names-not-critical" => f.at().subject.rdns.is_empty() && !f.lacks("2.5.29.17") && !f.critical("2.5.29.17"),
        "alternative-names-empty" => !f.lacks("2.5.29.17") && f.at().alt_names().next().is_none(),
        "algorithm-fields-differ" => f.at().signature_algorithm != f.at().tbs_signature_algorithm,
        "extension-repeated" => {
            let mut oids: Vec<&str> = f.at().extensions.iter().map(|e| e.oid.as_str()).collect();
            oids.sort_unstable();
            oids.windows(2).any(|w| w[0] == w[1])
        }
        "extension-unreadable" => {
            let broken =
                |m: &Malformation| matches!(m.part, Part::Frame(_) | Part::Value(_)) && !ODD_AND_READABLE.contains(&m.flaw);
            f.at().extensions.iter().any(|e| e.problem.is_some()) || f.at().malformations.iter().any(broken)
        }
        // Names and constraints, and what else an extension may ask for: a TLS feature, a proxy, number resources of RFC 3779.
        "extension-not-taken" => {
            let spoken =
                ["2.5.29.17", "2.5.29.30", "1.3.6.1.5.5.7.1.24", "1.3.6.1.5.5.7.1.14", "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8"];
            spoken.iter().any(|oid| !f.lacks(oid))
        }
        "netscape-type-unsuitable" => {
            let bits = f.at().extension("2.16.840.1.113730.1.1").map(|e| e.value.as_slice());
            // The first bit is for clients, the second for servers.
            let wanted = if f.seated(Seat::Client).is_empty() { 0x40 } else { 0x80 };
            matches!(bits, Some([3, 2, _, bits]) if bits & wanted == 0)
        }
        "trust-rejected" => {
            let items = f.prepared.reading.items.iter().zip(f.prepared.certificate_of_item.iter());
            let of = items.filter(|(_, c)| **c == f.finding.at.certificate).map(|(item, _)| item);
            of.into_iter().any(|item| item.notes.iter().any(|n| n.id == "trust-settings-removed"))
        }
        "trailing-data" => {
            let after = |item: &certlens::input::ReadItem| item.notes.iter().any(|n| AFTER_THE_END.contains(&n.id));
            f.prepared.reading.items.iter().any(after)
                || f.pool().any(|c| c.problems.iter().any(|p| p.id.starts_with("trailing-data")))
        }
        "extensions-without-version-3" => f.at().version < 3 && !f.at().extensions.is_empty(),
        "certificate-version" => f.at().version < 3,
        "certificate-version-unknown" => f.at().version > 3,
        "encoding-broken" => !f.at().malformations.is_empty(),
        "certificate-damaged" => !f.prepared.undecodable.is_empty() || f.prepared.reading.items.iter().any(|i| i.error.is_some()),
        "pem-truncated" => f.prepared.reading.items.iter().any(|i| i.error.is_some()),
        "unknown-critical-extension" => {
            const EVERYBODY: [&str; 3] = ["2.5.29.15", "2.5.29.19", "2.5.29.37"];
            f.at().extensions.iter().any(|e| e.critical && !EVERYBODY.contains(&e.oid.as_str()))
        }
        "precertificate" => f.critical("1.3.6.1.4.1.11129.2.4.3"),
        "transparency-missing" => f.lacks("1.3.6.1.4.1.11129.2.4.2"),
        "ca-as-end-entity" => f.at().is_ca(),
        "subject-same-as-issuer" => f.at().subject.equivalent(&f.at().issuer) && !self_signed(f.at()),
        "ocsp-signing-beside-server-auth" => purposes(f.at()).is_some_and(|p| p.contains(&OCSP_SIGNING)),
        "end-entity-missing" => f.presented().iter().all(|c| c.is_ca() || c.version < 3 || f.issued_another(c)),
        "eku-server-auth-missing" => purposes(f.at()).is_some_and(|p| !p.contains(&SERVER_AUTH)),
        "eku-client-auth-missing" => purposes(f.at()).is_some_and(|p| !p.contains(&CLIENT_AUTH)),
        "issuer-eku-client-auth-missing" => {
            purposes(f.at()).is_some_and(|p| !p.contains(&CLIENT_AUTH)) && f.issued_another(f.at())
        }
        // BEGIN RSA PRIVATE KEY, BEGIN EC PRIVATE KEY.
        "key-form-other" => {
            f.prepared.reading.items.iter().any(|i| i.facts.iter().any(|x| matches!(x.value.as_str(), "PKCS #1" | "SEC 1")))
        }
        "user-name-missing" => f.at().subject.common_names().all(str::is_empty),
        "issuer-eku-server-auth-missing" => {
            purposes(f.at()).is_some_and(|p| !p.contains(&SERVER_AUTH)) && f.issued_another(f.at())
        }
        "eku-absent" => f.lacks("2.5.29.37"),
        "key-usage-unsuitable" => f.at().key_usage.is_some_and(|u| !u.any(KeyUsage::DIGITAL_SIGNATURE)),
        "name-constraint-violated" => {
            let held =
                |c: &Certificate| c.name_constraints.is_some() || !certlens::x509::roots::imposed_suffixes(&c.sha256).is_empty();
            f.pool().any(held)
        }
        "weak-key" => small(f.at()),
        "weak-signature" => broken_digest(f.at()),
        "uncommon-algorithm" => {
            let usual = matches!(f.at().public_key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384));
            !usual || f.at().signature_algorithm.oid.as_str() == "1.2.840.113549.1.1.10"
        }
        // "common and accepted elsewhere".
        // A service may take no key of a kind, whatever the digest.
        "algorithm-not-taken" => {
            !small(f.at()) && (!broken_digest(f.at()) || !matches!(f.at().public_key.algorithm, KeyAlgorithm::Rsa))
        }
        // Which policies count is the target's reckoning; the fact it rests on is that policies are spoken of at all.
        "policy-unacceptable" => {
            f.pool().any(|c| ["2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54"].iter().any(|o| c.extension(o).is_some()))
        }
        "revoked" => {
            let listed = |l: &certlens::facts::RevocationList| l.revoked.iter().any(|e| e.serial == f.at().serial);
            f.prepared.crls.values().any(listed)
        }
        "chain-too-long" => f.pool().filter(|c| f.issued_another(c)).count() >= 2,
        "chain-order-wrong" => {
            f.presented().windows(2).any(|w| !w[1].subject.equivalent(&w[0].issuer)) || f.issued_another(f.presented()[0])
        }
        "duplicate-certificate" | "chain-superfluous" => f.presented().len() > 1,
        "several-end-entity-certificates" => f.presented().iter().filter(|c| !c.is_ca()).count() > 1,
        "unrelated-chains" => f.presented().len() > 1,
        "private-key-for-wrong-order" => {
            let first = &f.presented()[0].public_key.spki;
            let mut keys = f.prepared.private_keys().filter_map(|(_, k)| k.public.as_ref());
            keys.any(|k| k.spki != *first && f.presented().iter().any(|c| c.public_key.spki == k.spki))
        }
        "key-mismatch" => {
            let keys = f.prepared.private_keys().filter_map(|(_, k)| k.public.as_ref());
            keys.into_iter().any(|k| f.presented().first().is_some_and(|c| c.public_key.spki != k.spki))
        }
        "key-form" => {
            let odd = ["key-wrapped-twice", "key-with-public-half"];
            f.prepared.reading.items.iter().any(|i| i.notes.iter().any(|n| odd.contains(&n.id)))
        }
        "key-missing" | "public-key-only" => f.prepared.private_keys().next().is_none(),
        "key-encrypted" | "locked" | "wrong-password" => {
            let kinds = f.prepared.reading.items.iter().map(|i| i.content.kind());
            kinds.into_iter().any(|k| k.contains("key")) || f.request.inputs.iter().any(|i| i.password.is_some())
        }
        // Of a form that takes the file with the roots, what is missing is missing there.
        "no-certificate" => f.seated(Seat::Trust).is_empty() || f.prepared.certificate_of_item.iter().all(Option::is_none),
        "hostname-mismatch" => !f.named(),
        "name-match-disputed" => f.named(),
        "ip-not-in-san" => f.address().is_some() && !f.named(),
        "wildcard-depth" => {
            f.leaf().dns_names().any(|n| {
                n.strip_prefix("*.").is_some_and(|base| f.host().to_ascii_lowercase().ends_with(&base.to_ascii_lowercase()))
            }) && !f.named()
        }
        "subject-alt-name-absent" => f.lacks("2.5.29.17"),
        "no-name-of-this-form" => {
            let dns = f.leaf().dns_names().next().is_some();
            let ip = f.leaf().ip_addresses().next().is_some();
            f.leaf().extension("2.5.29.17").is_some()
                && match f.finding.at.host {
                    None => !ip && !dns,
                    Some(_) if f.address().is_some() => !ip,
                    Some(_) => !dns,
                }
        }
        "dns-name-malformed" => f
            .leaf()
            .dns_names()
            .any(|n| !n.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.*_".contains(&b)) || n.split('.').any(str::is_empty)),
        "hostname-malformed" => {
            let odd = |l: &str| l.is_empty() || l.len() > 63 || !l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            let host = f.finding.at.host.as_deref().unwrap();
            // A name that ends in a number is an address to the URL standard, and a short or hexadecimal one is none to us.
            let number = host.rsplit('.').next().is_some_and(|l| l.starts_with(|c: char| c.is_ascii_digit()));
            number || host.split('.').any(odd)
        }
        "name-of-mixed-scripts" => {
            let certificate = f.leaf();
            let names = certificate.dns_names().chain(certificate.subject.common_names());
            names.into_iter().any(|n| !n.is_ascii() || n.contains("xn--"))
        }
        "hostname-missing" => true,
        // What one form of upload asks for.
        "certificate-count" => f.seated(Seat::Trust).len() != 1,
        "uploaded-certificate-wrong" | "file-format-unsupported" | "file-too-large" | "pfx-encryption" | "root-not-in-file" => {
            true
        }
        "input-repaired" | "part-unreadable" | "pem-label-mismatch" => true,
        rule => panic!("no predicate for {rule}"),
    }
}

/// Every recorded request, with its name.
fn requests() -> Vec<(String, Request)> {
    let mut all = support::requests::recorded();
    all.extend(support::requests::scenarios());
    all
}

fn strict(request: &Request) -> Request {
    let mut request = request.clone();
    request.targets = Some(vec!["openssl".to_owned(), "python".to_owned()]);
    let set = |id: &str, value: SettingValue| BTreeMap::from([(id.to_owned(), value)]);
    request.settings.insert("openssl".to_owned(), set("strict", SettingValue::Bool(true)));
    request.settings.insert("python".to_owned(), set("version", SettingValue::Text("3.13".to_owned())));
    request
}

#[test]
fn what_leads_a_refusal_is_true_of_the_facts() {
    let mut refusals = 0;
    let mut wrong: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (name, plain) in requests() {
        let prepared = prepare(&plain.inputs);
        for (settings, request) in [("default", plain.clone()), ("strict", strict(&plain))] {
            let report = judge(&prepared, &request);
            for verdict in report.verdicts.iter().filter(|v| v.outcome == "rejected") {
                refusals += 1;
                let Some(finding) = verdict.because.first().map(|&i| &report.findings[i]) else {
                    wrong.entry(("no finding".to_owned(), verdict.target.to_owned())).or_default().push(name.clone());
                    continue;
                };
                let facts = Facts { prepared: &prepared, request: &request, report: &report, finding };
                let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| is_true(&facts)));
                if !told.unwrap_or(false) {
                    let line = format!("{name} ({settings}) {} {:?}", verdict.host, verdict.code);
                    wrong.entry((finding.rule.to_owned(), verdict.target.to_owned())).or_default().push(line);
                }
            }
        }
    }
    let list = std::env::var_os("CERTLENS_LIST").is_some();
    for ((rule, target), cases) in &wrong {
        eprintln!("{rule} {target}: {} {}", cases.len(), if list { cases.join("\n    ") } else { cases[0].clone() });
    }
    assert!(refusals > 5_000, "only {refusals} refusals were looked at");
    assert!(
        wrong.is_empty(),
        "{} of {refusals} refusals are explained by what is not the case",
        wrong.values().map(Vec::len).sum::<usize>()
    );
}
