//! Name matching against other projects' test tables, against what programs did in a run, and against the scenarios.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::facts::{
    AlgorithmIdentifier, AlternativeNames, Attribute, ByteRange, Certificate, GeneralName, KeyAlgorithm, Name, PublicKey,
};
use certlens::identity::{IdentityPolicy, Presented, ReferenceIdentifier, ReferenceKind, compare, matches, parse_host};
use std::collections::BTreeMap;

/// A certificate that has these names and nothing else.
fn named(common_names: &[&str], san: Option<Vec<GeneralName>>) -> Certificate {
    let rdns = common_names.iter().map(|cn| {
        vec![Attribute { oid: "2.5.4.3".into(), label: "CN".into(), value: (*cn).to_owned(), string_type: "UTF8String" }]
    });
    Certificate {
        der: Vec::new().into(),
        sha256: [0; 32],
        sha1: [0; 20],
        version: 3,
        serial: vec![1],
        tbs: ByteRange::default(),
        signature_algorithm: AlgorithmIdentifier::default(),
        tbs_signature_algorithm: AlgorithmIdentifier::default(),
        signature: Vec::new(),
        subject: Name { der: Vec::new(), rdns: rdns.collect() },
        issuer: Name::default(),
        not_before: 0,
        not_after: 0,
        public_key: PublicKey {
            spki: Vec::new(),
            algorithm: KeyAlgorithm::Rsa,
            bits: 2048,
            key: Vec::new(),
            spki_sha256: [0; 32],
            rsa_exponent: None,
            value: Vec::new(),
        },
        extensions: Vec::new(),
        subject_alt_names: san.map(|names| AlternativeNames { names, ..AlternativeNames::default() }),
        basic_constraints: None,
        key_usage: None,
        extended_key_usage: None,
        name_constraints: None,
        subject_key_id: None,
        authority_key_id: None,
        authority_info_access: Vec::new(),
        crl_urls: Vec::new(),
        policies: Vec::new(),
        policy_controls: certlens::facts::PolicyControls::default(),
        precertificate: false,
        problems: Vec::new(),
        malformations: Vec::new(),
    }
}

fn dns(name: &str) -> GeneralName {
    GeneralName::Dns(name.to_owned())
}

fn ip(text: &str) -> GeneralName {
    match parse_host(text).kind {
        ReferenceKind::Ip(octets) => GeneralName::Ip(octets),
        other => panic!("{text}: {other:?}"),
    }
}

/// How the named project gets its host: an address where it parses as one, else the text as it stands.
fn as_given(host: &str) -> ReferenceIdentifier {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    match bare.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(a)) => ReferenceIdentifier::ip(&a.octets()),
        Ok(std::net::IpAddr::V6(a)) => ReferenceIdentifier::ip(&a.octets()),
        Err(_) => ReferenceIdentifier::dns(host),
    }
}

/// Rows of the table that are not about matching names, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("chromium-020", "percent escapes are the URL parser's work, before any name is compared"),
    ("chromium-021", "percent escapes are the URL parser's work, before any name is compared"),
    ("chromium-068", "the URL parser reads 14.15 as 14.0.0.15; here such an address is refused with a note"),
    ("chromium-093", "brackets inside brackets: the URL parser refuses the host, an IPv6 address is read here"),
];

#[test]
fn other_projects_tables() {
    let Some(folder) = support::third_party() else { return };
    let table = support::json(&folder.join("cases/hostname.json"));
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for case in table["cases"].as_array().unwrap() {
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let list =
            |key: &str| -> Vec<String> { case[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect() };
        let mut san: Vec<GeneralName> = list("san_dns").iter().map(|n| dns(n)).collect();
        san.extend(list("san_ip").iter().map(|n| ip(n)));
        let common_names: Vec<&str> = case["cn"].as_str().into_iter().collect();
        let (policy, certificate) = match text("source") {
            "go" => (IdentityPolicy::GO, named(&common_names, Some(san))),
            "webpki" => (IdentityPolicy::WEBPKI, named(&common_names, Some(san))),
            "chromium" => (IdentityPolicy::CHROMIUM, named(&common_names, Some(san))),
            // That table is of the text comparison alone, which addresses reach through the commonName only.
            "curl" => (IdentityPolicy::CURL, named(&[list("san_dns")[0].as_str()], None)),
            other => panic!("no dialect for {other}"),
        };
        let matched = matches(&certificate, &as_given(text("host")), &policy).matched();
        let agrees = matched == case["expect"].as_bool().unwrap();
        let counts = seen.entry(text("source").to_owned()).or_default();
        counts.0 += 1;
        counts.1 += u32::from(agrees);
        if agrees == EXCEPTIONS.iter().any(|(id, _)| *id == text("id")) {
            wrong.push(format!("{} host {:?} san {:?}: {matched}", text("id"), text("host"), list("san_dns")));
        }
    }
    let listed: Vec<String> = EXCEPTIONS.iter().map(|(id, reason)| format!("{id}: listed, {reason}")).collect();
    for (source, (rows, agreeing)) in &seen {
        let of_source: Vec<String> = listed.iter().filter(|row| row.starts_with(source.as_str())).cloned().collect();
        support::agreement::print(&format!("third-party/hostname, {source}"), *rows as usize, *agreeing as usize, 0, &of_source);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn scenarios_by_subject_alternative_name() {
    let manifest = support::json(&support::corpus("scenarios").join("manifest.json"));
    let certificates = certificates();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for scenario in manifest["scenarios"].as_array().unwrap() {
        let expected = &scenario["expected"];
        let Some(leaf) = expected["leaf"].as_str() else { continue };
        let sha256 = manifest["certificates"][leaf]["sha256"].as_str().unwrap();
        let certificate = certificates.get(sha256).unwrap_or_else(|| panic!("{}: no {leaf} in any file", scenario["id"]));
        for host in expected["hosts"].as_array().into_iter().flatten() {
            let typed = host["name"].as_str().unwrap();
            let reference = parse_host(typed);
            for (key, policy) in [("rfc9525", IdentityPolicy::RFC9525), ("rfc2818", IdentityPolicy::RFC2818)] {
                let Some(wanted) = host[key].as_bool() else { continue };
                judged += 1;
                if matches(certificate, &reference, &policy).matched() != wanted {
                    wrong.push(format!("{} {typed} {key}", scenario["id"]));
                }
            }
            if let Some(wanted) = host["rfc9525"].as_bool() {
                assert_eq!(compare(certificate, &reference).matched, wanted, "{} {typed}: comparison", scenario["id"]);
            }
            if let Some(name) = host["reference"].as_str() {
                assert_eq!(reference.ascii, name, "{}", scenario["id"]);
            }
        }
    }
    support::agreement::print("scenarios/host verdicts", judged, judged - wrong.len(), 0, &wrong);
    assert!(judged > 900, "{judged} host verdicts read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every certificate in plain PEM or DER among the scenarios' files, by SHA-256 in hex.
fn certificates() -> BTreeMap<String, Certificate> {
    let mut found = BTreeMap::new();
    let mut folders = vec![support::corpus("scenarios")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1).filter_map(|b| b.split("-----END").next());
            for der in blocks.map(support::base64).chain([bytes]) {
                if let Ok(certificate) = certlens::x509::decode_certificate(&der) {
                    let hex = certificate.sha256.iter().map(|b| format!("{b:02x}")).collect();
                    found.insert(hex, certificate);
                }
            }
        }
    }
    found
}

/// Every dialect that a run was made with, by the name of its program.
const PROGRAMS: &[(&str, IdentityPolicy)] = &[
    ("openssl", IdentityPolicy::OPENSSL),
    ("python", IdentityPolicy::OPENSSL_NO_PARTIAL),
    ("curl", IdentityPolicy::CURL),
    ("node", IdentityPolicy::NODE),
    ("go", IdentityPolicy::GO),
    ("java", IdentityPolicy::JSSE),
    ("gnutls", IdentityPolicy::GNUTLS),
    ("nginx", IdentityPolicy::NGINX),
    ("apache", IdentityPolicy::APACHE),
    ("haproxy", IdentityPolicy::HAPROXY),
];

/// What the programs did with these certificates: OpenSSL 3.0.19, Python 3.11.7, curl 7.88.1, Node 20.20.2, Go 1.19.8,
/// OpenJDK 17.0.15, GnuTLS 3.7.9, nginx 1.22.1, Apache 2.4.71, HAProxy 2.6.12. A program that is in neither list was
/// not asked.
#[test]
fn programs_in_a_run() {
    let all = "openssl python curl node go java gnutls nginx apache haproxy";
    #[allow(clippy::type_complexity)]
    let rows: &[(&str, Option<&[&str]>, &str, &str, &str)] = &[
        // CN, subjectAltName, host, accepted by, refused by
        ("", Some(&["APP.Contoso.Local"]), "app.contoso.local", all, ""),
        ("", Some(&["app.contoso.local."]), "app.contoso.local", "node curl", "openssl python go java gnutls nginx"),
        ("", Some(&["app.contoso.local"]), "app.contoso.local.", "go node curl java", "openssl python nginx"),
        ("", Some(&["f*.contoso.local"]), "foo.contoso.local", "openssl node java nginx haproxy", "python go curl gnutls"),
        ("", Some(&["f*o.contoso.local"]), "fooo.contoso.local", "node java haproxy", "openssl python go curl gnutls nginx"),
        ("", Some(&["*.local"]), "contoso.local", "go java haproxy apache", "openssl python node curl gnutls nginx"),
        ("", Some(&["*.com"]), "contoso.com", "go java haproxy apache", "openssl python node curl gnutls nginx"),
        ("", Some(&["*.contoso.local"]), "my_app.contoso.local", "go node curl gnutls", "openssl python java nginx"),
        ("", Some(&["my_app.contoso.local"]), "my_app.contoso.local", "openssl python curl node go gnutls nginx", "java"),
        ("", Some(&["*.contoso.local"]), "xn--bcher-kva.contoso.local", all, ""),
        ("", Some(&["*.contoso.local"]), "a.b.contoso.local", "", all),
        ("", Some(&["*.contoso.local"]), "contoso.local", "", all),
        ("app.contoso.local", None, "app.contoso.local", "openssl python curl node java gnutls nginx apache haproxy", "go"),
        ("app.contoso.local", Some(&["10.0.0.4"]), "app.contoso.local", "openssl python node java nginx", "go curl gnutls"),
        (
            "app.contoso.local",
            Some(&["b.contoso.local"]),
            "app.contoso.local",
            "apache haproxy",
            "openssl python curl node go java gnutls nginx",
        ),
        ("", Some(&["10.0.0.4"]), "10.0.0.4", "openssl python curl node go java gnutls", "nginx apache haproxy"),
        ("10.0.0.4", None, "10.0.0.4", "nginx apache haproxy curl", "openssl python node go java gnutls"),
        ("", Some(&["DNS:10.0.0.4"]), "10.0.0.4", "nginx apache haproxy", "openssl python curl node go java"),
    ];
    for (common_name, san, host, accepted, refused) in rows {
        let common_names: Vec<&str> = Some(*common_name).filter(|cn| !cn.is_empty()).into_iter().collect();
        let names = san.map(|names| {
            let entry = |name: &&str| match (name.strip_prefix("DNS:"), name.parse::<std::net::IpAddr>()) {
                (Some(name), _) => dns(name),
                (None, Ok(_)) => ip(name),
                (None, Err(_)) => dns(name),
            };
            names.iter().map(entry).collect()
        });
        let certificate = named(&common_names, names);
        let reference = parse_host(host);
        for (list, wanted) in [(accepted, true), (refused, false)] {
            for program in list.split_whitespace() {
                let policy = PROGRAMS.iter().find(|(name, _)| *name == program).unwrap().1;
                let found = matches(&certificate, &reference, &policy);
                assert_eq!(found.matched(), wanted, "{program}: {common_name:?} {san:?} {host}: {found:?}");
            }
        }
    }
}

#[test]
fn what_the_sources_say_and_no_run_showed() {
    let certificate = |names: &[&str]| named(&[], Some(names.iter().map(|n| dns(n)).collect()));
    let judge =
        |policy: IdentityPolicy, names: &[&str], host: &str| matches(&certificate(names), &parse_host(host), &policy).matched();
    // JSSE: a wildcard in any label, several in one; public suffixes only under roots that the runtime ships.
    assert!(judge(IdentityPolicy::JSSE, &["a.*.contoso.local"], "a.b.contoso.local"));
    assert!(judge(IdentityPolicy::JSSE, &["a*b*c.contoso.local"], "axxbyyc.contoso.local"));
    assert!(!judge(IdentityPolicy::JSSE, &["a*b*c.contoso.local"], "axxcyyb.contoso.local"));
    assert!(!judge(IdentityPolicy::JSSE_PUBLIC, &["*.co.uk"], "contoso.co.uk"));
    assert!(judge(IdentityPolicy::JSSE_PUBLIC, &["*.local"], "contoso.local"));
    assert!(judge(IdentityPolicy::JSSE, &["m*.contoso.local"], "münchen.contoso.local"));
    // OpenSSL: a host with a leading dot stands for every name below; a partial wildcard and A-labels do not meet.
    assert!(judge(IdentityPolicy::OPENSSL, &["www.contoso.local"], ".contoso.local"));
    assert!(!judge(IdentityPolicy::OPENSSL, &["x*.contoso.local"], "xn--bcher-kva.contoso.local"));
    assert!(judge(IdentityPolicy::NODE, &["x*.contoso.local"], "xn--bcher-kva.contoso.local"));
    // Chromium: no wildcard over public suffixes and unknown top-level domains, private suffixes are fine.
    assert!(!judge(IdentityPolicy::CHROMIUM, &["*.local"], "contoso.local"));
    assert!(!judge(IdentityPolicy::CHROMIUM, &["*.co.uk"], "contoso.co.uk"));
    assert!(judge(IdentityPolicy::CHROMIUM, &["*.github.io"], "contoso.github.io"));
    // mozilla::pkix: a malformed name is skipped under roots of one's own and fatal under shipped ones.
    assert!(judge(IdentityPolicy::MOZPKIX, &["*.com", "a.contoso.com"], "a.contoso.com"));
    assert!(!judge(IdentityPolicy::MOZPKIX_PUBLIC, &["*.com", "a.contoso.com"], "a.contoso.com"));
    assert!(judge(IdentityPolicy::MOZPKIX_PUBLIC, &["a.contoso.com", "*.com"], "a.contoso.com"));
    // GnuTLS: the wildcard may be the start of a label, and only a single commonName counts.
    assert!(judge(IdentityPolicy::GNUTLS, &["*bar.contoso.local"], "foobar.contoso.local"));
    let twice = named(&["app.contoso.local", "app.contoso.local"], None);
    assert!(!matches(&twice, &parse_host("app.contoso.local"), &IdentityPolicy::GNUTLS).matched());
    // Application Gateway: the commonName counts without subjectAltName only, addresses never match.
    let both = named(&["www.contoso.com"], Some(vec![dns("app.contoso.local"), ip("10.0.0.4")]));
    for (host, wanted) in [("www.contoso.com", false), ("app.contoso.local", true), ("10.0.0.4", false)] {
        assert_eq!(matches(&both, &parse_host(host), &IdentityPolicy::AZURE).matched(), wanted, "{host}");
    }
    let legacy = named(&["www.contoso.com"], None);
    assert!(matches(&legacy, &parse_host("www.contoso.com"), &IdentityPolicy::AZURE).matched());
    // What is no hostname matches nothing, whatever the certificate says.
    for host in ["", "*.contoso.com", "a b", "admin@contoso.com", "10.1.5"] {
        for (program, policy) in PROGRAMS {
            let found = matches(&certificate(&["*.contoso.com", host]), &parse_host(host), policy);
            assert!(!found.matched(), "{program} {host:?}");
        }
    }
}

#[test]
fn explanations_name_the_reason() {
    let rows: &[(&[&str], &str, &str, &str)] = &[
        // SAN, host, reason of the closest name, advice
        (&["app.contoso.com"], "app.contoso.com", "name-equal", ""),
        (&["*.contoso.com"], "app.contoso.com", "wildcard-covers", ""),
        (&["*.com"], "contoso.com", "wildcard-over-public-suffix", ""),
        (&["app.contoso.com", "zzz.example"], "ap.contoso.com", "typo", "fix-typed-name"),
        (&["app.contoso.com"], "app.contsoo.com", "typo", "fix-typed-name"),
        (&["www.contoso.com"], "contoso.com", "www-in-certificate", "add-both-www-forms"),
        (&["contoso.com"], "www.contoso.com", "www-in-host", "add-both-www-forms"),
        (&["*.contoso.com"], "contoso.com", "wildcard-not-apex", "add-apex"),
        (&["*.contoso.com"], "a.b.contoso.com", "wildcard-one-label", "add-deeper-name"),
        (&["app*.contoso.com"], "app1.contoso.com", "wildcard-partial", "add-host-to-certificate"),
        (&["app.*.contoso.com"], "app.b.contoso.com", "wildcard-not-leftmost", "add-host-to-certificate"),
        (&["contoso.com"], "api.contoso.com", "host-below-name", "add-host-to-certificate"),
        (&["db.contoso.com"], "mail.contoso.com", "same-domain", "add-host-to-certificate"),
        (&["db.fabrikam.com"], "mail.contoso.com", "other-domain", "add-host-to-certificate"),
        (&["app.contoso.com."], "app.contoso.com", "trailing-dot-in-certificate", "add-host-to-certificate"),
        (&["bücher.example"], "bücher.example", "unicode-in-certificate", "write-a-label"),
        (&["b\u{c3}\u{bc}cher.example"], "bücher.example", "unicode-in-certificate", "write-a-label"),
        (&["http://contoso.com/"], "contoso.com", "malformed-name", "add-host-to-certificate"),
        (&["10.0.0.4"], "10.0.0.4", "address-as-name", "add-address-entry"),
        (&["app.contoso.com"], "10.0.0.4", "address-needs-entry", "add-address-entry"),
        (&["app.contoso.com"], "*.contoso.com", "host-not-comparable", ""),
    ];
    for (san, host, reason, advice) in rows {
        let certificate = named(&[], Some(san.iter().map(|n| dns(n)).collect()));
        let found = compare(&certificate, &parse_host(host));
        let first = &found.presented[0];
        assert_eq!(first.reason, *reason, "{san:?} {host}");
        assert!(!first.explanation.is_empty(), "{reason}");
        assert_eq!(found.advice.as_ref().map_or("", |a| a.0), *advice, "{san:?} {host}");
    }
    let found = compare(&named(&["www.contoso.com"], Some(vec![dns("origin.contoso.com")])), &parse_host("www.contoso.com"));
    assert_eq!(found.presented.iter().map(|p| p.reason).collect::<Vec<_>>(), ["common-name-ignored", "same-domain"]);
    assert_eq!(found.advice.unwrap().0, "move-name-to-san");
    let found = compare(&named(&[], None), &parse_host("www.contoso.com"));
    assert_eq!(found.advice.unwrap().0, "certificate-without-names");
    let found = compare(&named(&[], Some(vec![ip("10.0.0.5"), ip("10.0.0.4")])), &parse_host("10.0.0.4"));
    assert_eq!(found.presented.iter().map(|p| p.reason).collect::<Vec<_>>(), ["address-equal", "address-differs"]);
    // Labels are compared from the right, and the closest name comes first.
    let found = compare(&named(&[], Some(vec![dns("x.example"), dns("api.contoso.com")])), &parse_host("app.contoso.com"));
    let labels: Vec<(&str, bool)> = found.presented[0].labels.iter().map(|l| (l.text.as_str(), l.differs)).collect();
    assert_eq!(labels, [("api", true), ("contoso", false), ("com", false)]);
}

/// The conversion to A-labels against the `idna` crate, which has all of UTS 46.
#[test]
fn international_names_as_the_full_algorithm_converts_them() {
    use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
    let full = |name: &str| {
        let processed = Uts46::new().to_ascii(name.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow, DnsLength::Ignore);
        processed.ok().map(std::borrow::Cow::into_owned)
    };
    let mut names: Vec<String> = [
        "bücher.example",
        "BÜCHER.example",
        "straße.de",
        "STRAẞE.de",
        "façade.fr",
        "œuvre.fr",
        "ångström.se",
        "smørrebrød.dk",
        "żółw.pl",
        "čeština.cz",
        "ıstanbul.tr",
        "İstanbul.tr",
        "ελλάδα.gr",
        "ΕΛΛΆΔΑ.gr",
        "σίσυφος.gr",
        "пример.рф",
        "ПРИМЕР.рф",
        "приклад.укр",
        "պատրաստ.հայ",
        "ישראל.example",
        "مثال.example",
        "فارسی.ایران",
        "उदाहरण.भारत",
        "বাংলা.ভারত",
        "தமிழ்.இந்தியா",
        "తెలుగు.భారత్",
        "ไทย.ไทย",
        "ລາວ.ລາວ",
        "ქართული.გე",
        "አማርኛ.example",
        "ខ្មែរ.example",
        "例え.テスト",
        "ドメイン.みんな",
        "中文网.中国",
        "香港。香港",
        "한국.한국",
        "한국.example",
        "한글.kr",
        "mu\u{308}nchen.de",
        "cafe\u{301}.fr",
        "Tie\u{302}\u{301}ng.vn",
        "tie\u{302}\u{301}ng.vn",
        "e\u{323}\u{302}.vn",
        "ガ.jp",
        "か\u{3099}.jp",
        "💩.la",
        "❤.ws",
        "ｅｘａｍｐｌｅ．ｃｏｍ",
        "ﬁle.example",
        "①.example",
        "½.example",
        "a\u{ad}b.example",
        "K.example",
        "Å.example",
        "Ω.example",
        "a\u{200d}b.example",
        "\u{301}a.example",
        "a·b.example",
        "col·lega.cat",
        "א.example",
        "xn--ü.example",
        "a\u{e000}.example",
        "ﾃｽﾄ.jp",
    ]
    .map(str::to_owned)
    .into();
    let suffixes = std::fs::read_to_string(support::root().join("data/public-suffixes.txt")).unwrap();
    let labels = suffixes.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|l| l.starts_with("xn--"));
    names.extend(
        labels.map(|label| Uts46::new().to_unicode(label.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow).0.into_owned()),
    );
    assert!(names.len() > 200, "{}", names.len());
    // Forms of other characters are mapped there and refused here, with a note that asks for the plain letters.
    let refused_here = ["ﬁle.example", "①.example", "½.example", "ﾃｽﾄ.jp"];
    for name in &names {
        let reference = parse_host(name);
        let ours = (reference.kind == ReferenceKind::Dns).then(|| reference.ascii.clone());
        let wanted = full(name).filter(|_| !refused_here.contains(&name.as_str()));
        assert_eq!(ours, wanted, "{name}");
        if let (Some(ours), false) = (ours, name.is_ascii()) {
            let back = certlens::identity::to_unicode(&ours);
            if ours.contains("xn--") {
                assert_eq!(
                    back,
                    Uts46::new().to_unicode(ours.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow).0.into_owned().into(),
                    "{ours}"
                );
            }
        }
    }
}

/// Among many names, those that a program looks at are all that any program could take for the host.
#[test]
fn among_many_names_the_same_is_found_as_one_by_one() {
    const POLICIES: &[IdentityPolicy] = &[
        IdentityPolicy::RFC9525,
        IdentityPolicy::OPENSSL,
        IdentityPolicy::CURL,
        IdentityPolicy::NODE,
        IdentityPolicy::GO,
        IdentityPolicy::JSSE,
        IdentityPolicy::JSSE_25_PUBLIC,
        IdentityPolicy::GNUTLS,
        IdentityPolicy::CHROMIUM,
        IdentityPolicy::MOZPKIX,
        IdentityPolicy::APACHE,
        IdentityPolicy::HAPROXY,
        IdentityPolicy::ENVOY,
        IdentityPolicy::LIBPQ,
        IdentityPolicy::PERL,
        IdentityPolicy::AZURE_WIDEST,
    ];
    let bases = ["contoso.local", "CONTOSO.local", "xn--mnchen-3ya.local", "münchen.local", "a_b.local", "10.0.0.7", "local", ""];
    let firsts =
        ["", ".", "*.", "www.", "WWW.", "w*.", "*w.", "*.*.", "a.*.", "xn--*.", "xn--bcher-kva.", "b\u{fc}cher.", "-.", "a.b."];
    let mut texts: Vec<String> = bases.iter().flat_map(|base| firsts.iter().map(move |first| format!("{first}{base}"))).collect();
    texts.extend(
        ["www.contoso.local.", "www.contoso.local..", "*.contoso.local.", "www.contoso.local\0.evil", ".", "*"]
            .map(str::to_owned),
    );
    let many = named(&[], Some(texts.iter().map(|text| dns(text)).collect()));
    let hosts = texts.iter().map(|text| as_given(text)).chain(texts.iter().map(|text| parse_host(text)));
    let mut matched = 0;
    for host in hosts {
        for policy in POLICIES {
            let found = matches(&many, &host, policy);
            let first = texts.iter().position(|text| matches(&named(&[], Some(vec![dns(text)])), &host, policy).matched());
            let place = found.by.as_ref().map(|by| match by {
                Presented::AlternativeName(place, _) => *place,
                Presented::CommonName(_) => panic!("there is none"),
            });
            assert_eq!(place, first, "{host:?} {policy:?}");
            matched += usize::from(first.is_some());
        }
    }
    assert!(matched > 1_000, "{matched}");
}
