//! The edges of what programs check: one step inside, one step outside. Each case changes one fact of a sound chain and asks
//! the shipped targets; a check that is off by one, or gone, is seen here by name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::Report;
use certlens::facts::{
    Attribute, AuthorityKeyId, BasicConstraints, Certificate, ExtendedKeyUsage, Extension, GeneralName, KeyAlgorithm, Name,
    NameConstraints, eku,
};
use certlens::request::{Host, HostEntry, HostUse, Input, Request, Seat};
use certlens::scene::Prepared;
use std::collections::BTreeMap;
use std::sync::Arc;
use support::file;
use support::forge::{NOW, Pair, bundle};

const HOST: &str = "app.contoso.com";
/// Clients that build and check a path, each by a procedure of its own, and a gateway.
const TARGETS: [&str; 9] =
    ["azure-application-gateway-v2", "chrome", "firefox", "gnutls", "go", "java", "openssl", "rustls", "safari"];
/// Places in the chain.
const LEAF: usize = 0;
const ISSUING: usize = 1;
const POLICY: usize = 2;

fn asked(host: &str, inputs: &[Input], now: f64) -> Request {
    Request {
        inputs: inputs.to_vec(),
        hosts: vec![HostEntry::Host(Host { name: host.to_owned(), role: Some(HostUse::Client) })],
        targets: Some(TARGETS.map(str::to_owned).to_vec()),
        now: Some(now),
        ..Request::default()
    }
}

/// Server certificate, issuing CA, policy CA, root.
struct Sound {
    inputs: Vec<Input>,
    prepared: Prepared,
    places: [usize; 4],
}

fn sound() -> Sound {
    let root = Pair::root("Contoso Root");
    let policy = root.issue_ca("Contoso Policy");
    let issuing = policy.issue_ca("Contoso Issuing");
    let leaf = issuing.issue(HOST, &[HOST]);
    let inputs = vec![
        file("chain.pem", bundle(&[&leaf, &issuing, &policy]), Seat::Server),
        file("root.pem", root.pem.clone(), Seat::Trust),
    ];
    let prepared = certlens::prepare(&inputs);
    let place = |pair: &Pair| prepared.pool.iter().position(|p| *p.certificate.der == *pair.der).unwrap();
    let places = [&leaf, &issuing, &policy, &root].map(place);
    Sound { inputs, prepared, places }
}

/// What each target says of the chain with one change: `ok`, or its code, or the outcome.
fn ask(now: f64, edit: impl FnOnce(&mut [&mut Certificate; 4])) -> BTreeMap<&'static str, String> {
    words(&report(HOST, now, edit))
}

fn words(report: &Report) -> BTreeMap<&'static str, String> {
    let mut said = BTreeMap::new();
    for verdict in report.verdicts.iter().filter(|v| matches!(v.check, "connect" | "probe")) {
        let word = match (verdict.outcome, &verdict.code) {
            ("accepted", _) => "ok".to_owned(),
            ("rejected", Some(code)) => code.clone(),
            (outcome, _) => outcome.to_owned(),
        };
        said.insert(verdict.target, word);
    }
    said
}

fn report(host: &str, now: f64, edit: impl FnOnce(&mut [&mut Certificate; 4])) -> Report {
    let sound = sound();
    let mut prepared = sound.prepared.clone();
    let mut parts: [Certificate; 4] = sound.places.map(|i| prepared.pool[i].certificate.as_ref().clone());
    edit(&mut parts.each_mut());
    for (place, part) in sound.places.into_iter().zip(parts) {
        prepared.pool[place].certificate = Arc::new(part);
    }
    certlens::verdicts(&prepared, &asked(host, &sound.inputs, now)).0
}

/// Targets that do not accept it.
fn against(edit: impl FnOnce(&mut [&mut Certificate; 4])) -> Vec<&'static str> {
    ask(NOW, edit).into_iter().filter(|(_, word)| word != "ok" && word != "M1").map(|(target, _)| target).collect()
}

fn but(all: &[&'static str], without: &[&str]) -> Vec<&'static str> {
    all.iter().copied().filter(|t| !without.contains(t)).collect()
}

fn dns(base: &str) -> GeneralName {
    GeneralName::Dns(base.to_owned())
}

fn permitted(bases: &[GeneralName]) -> Option<NameConstraints> {
    Some(NameConstraints { critical: true, permitted: bases.to_vec(), excluded: vec![] })
}

fn excluded(bases: &[GeneralName]) -> Option<NameConstraints> {
    Some(NameConstraints { critical: true, permitted: vec![], excluded: bases.to_vec() })
}

fn subject(rdns: &[&[(&'static str, &str)]]) -> Name {
    let oid = |label| match label {
        "O" => "2.5.4.10",
        "OU" => "2.5.4.11",
        _ => "2.5.4.3",
    };
    let attribute = |&(label, value): &(&'static str, &str)| Attribute {
        oid: oid(label).into(),
        label: label.into(),
        value: value.to_owned(),
        string_type: "UTF8String",
    };
    Name { der: b"made up".to_vec(), rdns: rdns.iter().map(|rdn| rdn.iter().map(attribute).collect()).collect() }
}

#[test]
fn the_chain_is_sound_as_it_stands() {
    assert_eq!(against(|_| {}), [""; 0]);
}

#[test]
fn the_last_second_of_validity_is_in_it_except_for_openssl() {
    let sound = sound();
    let leaf = &sound.prepared.pool[sound.places[LEAF]].certificate;
    let (first, last) = (leaf.not_before as f64, leaf.not_after as f64);
    let refusing = |now: f64, codes: [&str; 9]| {
        let said = ask(now, |c| {
            (c[LEAF].not_before, c[LEAF].not_after) = (leaf.not_before, leaf.not_after);
        });
        assert_eq!(said.into_values().collect::<Vec<_>>(), codes, "{now}");
    };
    // X509_cmp_time never says that two times are equal: the second of notAfter is past it, that of notBefore is not before it.
    refusing(last, ["M1", "ok", "ok", "ok", "ok", "ok", "10", "ok", "ok"]);
    refusing(first, ["M1", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"]);
    let [expired, early] = [
        ["SEC_ERROR_EXPIRED_CERTIFICATE", "The certificate chain uses expired certificate.", "Expired"],
        ["MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE", "The certificate chain uses not yet valid certificate.", "Expired"],
    ];
    let chrome = "ERR_CERT_DATE_INVALID";
    let [f, g, go] = expired;
    refusing(last + 1.0, ["M2", chrome, f, g, go, "CertificateExpiredException", "10", "CertExpired", "rejected"]);
    let [f, g, go] = early;
    refusing(first - 1.0, ["M2", chrome, f, g, go, "CertificateNotYetValidException", "9", "CertNotValidYet", "rejected"]);
}

#[test]
fn dns_constraints_end_at_a_label() {
    for (base, covers) in [
        ("contoso.com", true),
        (".contoso.com", true),
        ("app.contoso.com", true),
        ("toso.com", false),
        ("pp.contoso.com", false),
        (".app.contoso.com", false),
        ("fabrikam.com", false),
    ] {
        let (within, without) = if covers { (&[][..], &TARGETS[..]) } else { (&TARGETS[..], &[][..]) };
        assert_eq!(against(|c| c[ISSUING].name_constraints = permitted(&[dns(base)])), within, "permitted {base}");
        assert_eq!(against(|c| c[ISSUING].name_constraints = excluded(&[dns(base)])), without, "excluded {base}");
        assert_eq!(
            against(|c| c[POLICY].name_constraints = permitted(&[dns(base)])),
            within,
            "permitted by the policy CA {base}"
        );
    }
}

#[test]
fn masks_with_holes_divide_the_programs() {
    let of = |ip: &[u8], base: &[u8], half: fn(&[GeneralName]) -> Option<NameConstraints>| {
        against(|c| {
            c[LEAF].subject_alt_names.as_mut().unwrap().names.push(GeneralName::Ip(ip.to_vec()));
            c[ISSUING].name_constraints = half(&[GeneralName::Ip(base.to_vec())]);
        })
    };
    let ip = [10, 1, 2, 3];
    for base in [[10, 0, 0, 0, 255, 0, 0, 0], [10, 0, 0, 0, 255, 128, 0, 0], [10, 1, 2, 3, 255, 255, 255, 255], [0; 8]] {
        assert_eq!(of(&ip, &base, permitted), [""; 0], "{base:?}");
        assert_eq!(of(&ip, &base, excluded), TARGETS, "{base:?}");
    }
    for base in [[10, 128, 0, 0, 255, 128, 0, 0], [11, 0, 0, 0, 255, 0, 0, 0], [10, 1, 2, 2, 255, 255, 255, 255]] {
        assert_eq!(of(&ip, &base, permitted), TARGETS, "{base:?}");
        assert_eq!(of(&ip, &base, excluded), [""; 0], "{base:?}");
    }
    // OpenSSL, Java and both browsers take any mask; Go, GnuTLS and webpki none with holes, whether octets or bits lie apart.
    let strict = but(&TARGETS, &["chrome", "firefox", "java", "openssl"]);
    for base in [[10, 0, 2, 0, 255, 0, 255, 0], [10, 0, 0, 0, 255, 0b1010_0000, 0, 0], [10, 1, 0, 0, 255, 0b0111_1111, 0, 0]] {
        assert_eq!(of(&ip, &base, permitted), strict, "{base:?}");
        assert_eq!(of(&ip, &base, excluded), TARGETS, "{base:?}");
    }
}

#[test]
fn a_constraint_of_one_family_says_no_to_the_other_except_in_gnutls() {
    let under = |base: &[u8], ip: &[u8]| {
        against(|c| {
            c[LEAF].subject_alt_names.as_mut().unwrap().names.push(GeneralName::Ip(ip.to_vec()));
            c[ISSUING].name_constraints = permitted(&[GeneralName::Ip(base.to_vec())]);
        })
    };
    let mut v6 = [0; 16];
    v6[0] = 10;
    let net6 = [&[10; 1][..], &[0; 15], &[255], &[0; 15]].concat();
    assert_eq!(under(&net6, &v6), [""; 0]);
    assert_eq!(under(&[10, 0, 0, 0, 255, 0, 0, 0], &v6), but(&TARGETS, &["gnutls"]));
    assert_eq!(under(&net6, &[10, 0, 0, 0]), but(&TARGETS, &["gnutls"]));
}

#[test]
fn directory_names_are_compared_rdn_by_rdn_with_all_that_is_in_it() {
    let (contoso, web) = (("O", "Contoso"), ("OU", "Web"));
    let of = |own: &[&[(&'static str, &str)]], base: &[&[(&'static str, &str)]]| {
        against(|c| {
            c[LEAF].subject = subject(own);
            c[ISSUING].name_constraints = permitted(&[GeneralName::Directory(subject(base))]);
        })
    };
    // Go and GnuTLS do not look at names of this form. webpki takes no subject under one.
    assert_eq!(of(&[&[contoso], &[("CN", HOST)]], &[&[contoso]]), ["rustls"]);
    let looking = but(&TARGETS, &["gnutls", "go"]);
    for (own, base) in [
        (&[&[contoso, web][..]][..], &[&[contoso][..]][..]),
        (&[&[contoso]], &[&[contoso, web]]),
        (&[&[contoso]], &[&[contoso], &[web]]),
        (&[&[("O", "Fabrikam")]], &[&[contoso]]),
        (&[&[web], &[contoso]], &[&[contoso]]),
    ] {
        assert_eq!(of(own, base), looking, "{own:?} under {base:?}");
    }
}

#[test]
fn path_length_counts_every_ca_that_is_not_self_issued() {
    let limit = |path_len| Some(BasicConstraints { critical: true, ca: true, path_len: Some(path_len) });
    assert_eq!(against(|c| c[POLICY].basic_constraints = limit(1)), [""; 0]);
    assert_eq!(against(|c| c[POLICY].basic_constraints = limit(0)), TARGETS);
    assert_eq!(against(|c| c[ISSUING].basic_constraints = limit(0)), [""; 0]);
    // RFC 5280 6.1.4 (l) leaves self-issued ones out. Firefox takes none of the same name and another key for an issuer;
    // GnuTLS, Go and webpki count them.
    let renewed = |c: &mut [&mut Certificate; 4]| {
        let name = c[POLICY].subject.clone();
        (c[ISSUING].subject, c[ISSUING].issuer, c[LEAF].issuer) = (name.clone(), name.clone(), name);
        c[POLICY].basic_constraints = limit(0);
    };
    assert_eq!(against(renewed), ["firefox", "gnutls", "go", "rustls"]);
}

#[test]
fn an_unknown_critical_extension_counts_wherever_it_stands() {
    for at in [LEAF, ISSUING, POLICY] {
        let with = |critical| {
            move |c: &mut [&mut Certificate; 4]| {
                c[at].extensions.push(Extension {
                    oid: "1.2.3.4".into(),
                    name: None,
                    critical,
                    value_at: certlens::facts::ByteRange::new(0, 0),
                    value: vec![5, 0],
                    problem: None,
                });
            }
        };
        assert_eq!(against(with(true)), TARGETS, "{at}");
        assert_eq!(against(with(false)), [""; 0], "{at}");
    }
}

#[test]
fn any_extended_key_usage_is_enough_for_some() {
    let with = |at: usize, purposes: &[&str]| {
        against(|c| {
            let purposes = purposes.iter().map(|p| (*p).into()).collect();
            c[at].extended_key_usage = Some(ExtendedKeyUsage { critical: false, purposes });
        })
    };
    for at in [LEAF, ISSUING, POLICY] {
        assert_eq!(with(at, &[eku::SERVER_AUTH]), [""; 0], "{at}");
        assert_eq!(with(at, &[eku::CLIENT_AUTH, eku::SERVER_AUTH]), [""; 0], "{at}");
        // OpenSSL's ssl_server purpose, mozilla::pkix and webpki look for serverAuth itself. Of CAs Java looks at none.
        let any = if at == LEAF { &["firefox", "openssl", "rustls"][..] } else { &["firefox", "gnutls", "openssl", "rustls"] };
        assert_eq!(with(at, &[eku::ANY]), any, "{at}");
        let client = if at == LEAF { TARGETS.to_vec() } else { but(&TARGETS, &["java"]) };
        assert_eq!(with(at, &[eku::CLIENT_AUTH]), client, "{at}");
    }
}

#[test]
fn openssl_alone_goes_by_issuer_and_serial_number() {
    let with = |named: bool, counted: bool| {
        ask(NOW, move |c| {
            let issuer = if named { c[ISSUING].issuer.clone() } else { c[LEAF].subject.clone() };
            let serial = if counted { c[ISSUING].serial.clone() } else { vec![1] };
            let issuer = vec![GeneralName::Directory(issuer)];
            c[LEAF].authority_key_id = Some(AuthorityKeyId { key_id: None, issuer, serial: Some(serial) });
        })
    };
    for (named, counted) in [(true, true), (true, false), (false, true)] {
        let said = with(named, counted);
        assert_eq!(said["openssl"], if named && counted { "ok" } else { "20" }, "{named} {counted}");
        assert!(said.iter().all(|(target, word)| *target == "openssl" || ["ok", "M1"].contains(&word.as_str())), "{said:?}");
    }
}

#[test]
fn rsa_keys_have_a_least_size() {
    // The size alone is changed, so signatures of the key are left out: it is the server's own.
    let sized = |bits| {
        move |c: &mut [&mut Certificate; 4]| {
            c[LEAF].public_key.algorithm = KeyAlgorithm::Rsa;
            c[LEAF].public_key.bits = bits;
        }
    };
    let of = |bits| ask(NOW, sized(bits));
    let (tiny, small, nearly, usual) = (of(1023), of(1024), of(2047), of(2048));
    for (target, word) in [
        ("chrome", "ERR_CERT_WEAK_KEY"),
        ("gnutls", "The certificate chain uses insecure algorithm."),
        ("java", "CertPathValidatorException/ALGORITHM_CONSTRAINED"),
    ] {
        assert_eq!((tiny[target].as_str(), small[target].as_str()), (word, "ok"), "{target}");
    }
    // What the gateway does with a smaller one is not documented.
    assert_eq!(
        (nearly["azure-application-gateway-v2"].as_str(), usual["azure-application-gateway-v2"].as_str()),
        ("undetermined", "M1")
    );
    assert_eq!((nearly["safari"].as_str(), usual["safari"].as_str()), ("rejected", "ok"));
    let told = |bits| report(HOST, NOW, sized(bits)).findings.iter().any(|f| f.rule == "weak-key");
    assert!(told(2047) && !told(2048));
    // Security level 2: 112 bits.
    assert_eq!((small["openssl"].as_str(), usual["openssl"].as_str()), ("66", "ok"));
}

#[test]
fn constraints_and_a_certificate_without_alternative_names() {
    let with = |base: &'static str| {
        ask(NOW, move |c| {
            c[LEAF].subject_alt_names = None;
            c[ISSUING].name_constraints = permitted(&[dns(base)]);
        })
    };
    let (within, without) = (with("contoso.com"), with("fabrikam.com"));
    // Go and the browsers stop at the missing name and hold no commonName to constraints (Firefox does); those that take
    // the commonName for a name hold it to them.
    for (target, inside, outside) in [
        ("go", "HostnameError", "HostnameError"),
        ("chrome", "ERR_CERT_COMMON_NAME_INVALID", "ERR_CERT_COMMON_NAME_INVALID"),
        ("firefox", "SSL_ERROR_BAD_CERT_DOMAIN", "SEC_ERROR_CERT_NOT_IN_NAME_SPACE"),
        ("gnutls", "ok", "The certificate chain violates the signer's constraints."),
        ("java", "ok", "CertPathValidatorException/INVALID_NAME"),
        ("openssl", "ok", "47"),
    ] {
        assert_eq!((within[target].as_str(), without[target].as_str()), (inside, outside), "{target}");
    }
    // Where it is an address that is asked for, the name is found, and only what each does with the commonName is left.
    let address = words(&report("10.1.2.3", NOW, |c| {
        c[LEAF].subject_alt_names.as_mut().unwrap().names = vec![GeneralName::Ip(vec![10, 1, 2, 3])];
        c[LEAF].subject = subject(&[&[("CN", "www.fabrikam.com")]]);
        c[ISSUING].name_constraints = permitted(&[dns("contoso.com")]);
    }));
    assert_eq!((address["go"].as_str(), address["openssl"].as_str()), ("ok", "47"));
    // Beside alternative names the commonName counts for nobody.
    let beside = against(|c| {
        c[LEAF].subject = subject(&[&[("CN", "www.fabrikam.com")]]);
        c[ISSUING].name_constraints = permitted(&[dns("contoso.com")]);
    });
    assert_eq!(beside, [""; 0]);
}

#[test]
fn of_two_issuers_the_one_within_its_validity_period_is_taken() {
    let root = Pair::root("Contoso Root");
    let issuing = root.issue_ca("Contoso Issuing");
    let renewed = root.cross(&issuing);
    let leaf = issuing.issue(HOST, &[HOST]);
    for first in [[&issuing, &renewed], [&renewed, &issuing]] {
        for expired in [0, 1] {
            let inputs = vec![
                file("chain.pem", bundle(&[&leaf, first[0], first[1]]), Seat::Server),
                file("root.pem", root.pem.clone(), Seat::Trust),
            ];
            let mut prepared = certlens::prepare(&inputs);
            let place =
                |prepared: &Prepared, pair: &Pair| prepared.pool.iter().position(|p| *p.certificate.der == *pair.der).unwrap();
            let (old, new) = (place(&prepared, first[expired]), place(&prepared, first[1 - expired]));
            Arc::make_mut(&mut prepared.pool[old].certificate).not_after = NOW as i64 - 1;
            let (report, _) = certlens::verdicts(&prepared, &asked(HOST, &inputs, NOW));
            let proposed: Vec<&str> =
                report.servers[0].proposed.iter().map(|&i| report.certificates[i].sha256.as_str()).collect();
            let hex = |i: usize| prepared.pool[i].certificate.sha256.iter().map(|b| format!("{b:02x}")).collect::<String>();
            assert_eq!(proposed, [hex(place(&prepared, &leaf)), hex(new)], "expired: {expired}");
            for target in ["chrome", "firefox", "go", "java", "openssl", "rustls"] {
                let verdict = report.verdicts.iter().find(|v| v.target == target).unwrap();
                assert_eq!(verdict.outcome, "accepted", "{target} {:?}", verdict.code);
            }
            let expired: Vec<_> =
                report.findings.iter().filter(|f| f.rule == "issuer-expired" && f.severity == "error").collect();
            assert!(expired.is_empty(), "{expired:?}");
        }
    }
}
