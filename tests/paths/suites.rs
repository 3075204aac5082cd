//! Path suites of other projects, each under a policy that says what its verifier does.

use crate::bench::{Case, pem, time};
use crate::conformance;
use crate::support::{self, base64};
use crate::tally::Tally;
use certlens::facts::eku;
use certlens::path::checks::{CaRules, EkuRules, KeyRules};
use certlens::path::name_constraints::{LeadingDot, NameRules};
use certlens::policy::{AnchorRules, LeafAnchor, PathPolicy, Revocation};
use certlens::signature::Digest;
use serde_json::Value;

fn cases(table: &str) -> Option<Vec<Value>> {
    let file = support::third_party()?.join("cases").join(table);
    Some(support::json(&file)["cases"].as_array().unwrap().clone())
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn pems(value: &Value) -> Vec<Vec<u8>> {
    texts(value).into_iter().map(pem).collect()
}

/// What OpenSSL's `verify` does at security level 1, names and trust settings aside.
const OPENSSL: PathPolicy = PathPolicy {
    key_ids: true,
    leaf_anchor: LeafAnchor::SelfSigned,
    anchor: AnchorRules {
        self_signed: true,
        validity: true,
        extensions: true,
        basic_constraints: false,
        eku: true,
        key: true,
        demands: false,
    },
    ca: CaRules { version_1_self_issued: true, version_1: false, key_cert_sign: true, signers_only: false },
    eku: Some(OPENSSL_SERVER),
    issuer_eku: Some(OPENSSL_SERVER),
    keys: KeyRules { rsa_bits: 0, strength: 80, refused_curves: &[], dsa: true },
    refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha1],
    ..PathPolicy::RFC5280
};

const OPENSSL_SERVER: EkuRules =
    EkuRules { purposes: &[eku::SERVER_AUTH, eku::NETSCAPE_SGC, eku::MICROSOFT_SGC], any: false, required: false };

#[test]
fn openssl() {
    let Some(cases) = cases("path_openssl.json") else { return };
    let mut tally = Tally::new("OpenSSL verify", &[]);
    let mut left_out = 0;
    for case in &cases {
        let options = texts(&case["options"]);
        let files: Vec<&str> = [&case["trusted"], &case["untrusted"]].into_iter().flat_map(texts).collect();
        // Trust settings, proxy certificates, time stamping, SM2 and certificate policies are no part of TLS to a server.
        let ours = matches!(case["purpose"].as_str(), Some("sslserver" | ""))
            && !files.iter().any(|f| f.contains("BEGIN TRUSTED"))
            && !options.iter().any(|o| ["-vfyopt", "-policy_check", "-allow_proxy_certs"].contains(o));
        if !ours {
            left_out += 1;
            continue;
        }
        let value = |option: &str| {
            options.iter().position(|o| *o == option).and_then(|i| options.get(i + 1)).map(|v| v.parse::<i64>().unwrap())
        };
        let mut policy = OPENSSL;
        match value("-auth_level") {
            Some(0) => (policy.keys.strength, policy.refused_digests) = (0, &[]),
            Some(2) => policy.keys.strength = 112,
            Some(3) => policy.keys.strength = 128,
            _ => {}
        }
        if case["purpose"] == "" {
            (policy.eku, policy.issuer_eku) = (None, None);
        }
        if options.contains(&"-partial_chain") {
            policy.anchor.self_signed = false;
            policy.leaf_anchor = LeafAnchor::Any;
        }
        if options.contains(&"-x509_strict") {
            policy.demands = conformance::RFC5280;
        }
        let now = value("-attime").unwrap_or_else(|| time("2026-11-23T12:00:00Z"));
        let built = Case::default()
            .leaf(&pem(case["leaf"].as_str().unwrap()))
            .intermediates(&pems(&case["untrusted"]))
            .intermediates(&pems(&case["trusted"]))
            .anchors(&pems(&case["trusted"]));
        let verdict = built.verify(now, &policy);
        tally.add(case["id"].as_str().unwrap(), case["expect"] == true, verdict.is_ok(), &format!("{:?}", verdict.err()));
    }
    tally.finish(left_out);
}

/// Go's `Certificate.Verify` as `TestGoVerify` runs it: with `GODEBUG=x509sha1=1`, because its chains are old.
const GO: PathPolicy = PathPolicy {
    exact_names: true,
    leaf_anchor: LeafAnchor::Any,
    anchor: AnchorRules {
        self_signed: false,
        validity: true,
        extensions: true,
        basic_constraints: false,
        eku: true,
        key: false,
        demands: false,
    },
    self_issued_count: true,
    issuer_key_usage: false,
    eku: Some(EkuRules::SERVER),
    issuer_eku: Some(EkuRules::SERVER),
    refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5],
    ..PathPolicy::RFC5280
};

#[test]
fn go() {
    let Some(cases) = cases("path_go.json") else { return };
    let mut tally = Tally::new("Go verifyTests, names aside", &[]);
    let mut left_out = 0;
    for case in &cases {
        // Names are compared after the path is found; those tests are of identity.
        let by_name = case["error"].as_str().is_some_and(|e| e.contains("HostnameError"));
        let mut policy = GO;
        match case["key_usages"].as_str() {
            Some(any) if any.contains("ExtKeyUsageAny") => (policy.eku, policy.issuer_eku) = (None, None),
            Some(mail) if mail.contains("EmailProtection") => {
                const MAIL: EkuRules = EkuRules { purposes: &["1.3.6.1.5.5.7.3.4"], any: true, required: false };
                (policy.eku, policy.issuer_eku) = (Some(MAIL), Some(MAIL));
            }
            _ => {}
        }
        if by_name {
            left_out += 1;
            continue;
        }
        let built = Case::default()
            .leaf(&pem(case["leaf"].as_str().unwrap()))
            .intermediates(&pems(&case["intermediates"]))
            .anchors(&pems(&case["roots"]));
        let verdict = built.verify(case["time_epoch"].as_i64().unwrap(), &policy);
        tally.add(case["id"].as_str().unwrap(), case["expect"] == true, verdict.is_ok(), &format!("{:?}", verdict.err()));
    }
    tally.finish(left_out);
}

/// BoringSSL's `pki` with `SimplePathBuilderDelegate(1024)`.
const BORINGSSL: PathPolicy = PathPolicy {
    issuer_eku: Some(EkuRules::SERVER),
    leaf_anchor: LeafAnchor::Never,
    keys: KeyRules { rsa_bits: 1024, strength: 0, refused_curves: &[], dsa: false },
    refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5],
    names: Some(NameRules { of_anchor: false, leading_dot: LeadingDot::Subdomains, ..NameRules::RFC5280 }),
    known_extensions: Some(BORINGSSL_EXTENSIONS),
    ..PathPolicy::RFC5280
};

/// RFC 5280's, and Microsoft's application policies, which are passed over where extKeyUsage says the same.
const BORINGSSL_EXTENSIONS: &[&str] = &[
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.35",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
    "1.3.6.1.5.5.7.1.1",
    "1.3.6.1.4.1.311.21.10",
];

#[test]
fn boringssl() {
    let Some(cases) = cases("path_boringssl.json") else { return };
    let mut tally = Tally::new("BoringSSL verify_certificate_chain", &[]);
    let mut left_out = 0;
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let trust = case["last_cert_trust"].as_str().unwrap();
        let purpose = case["key_purpose"].as_str().unwrap();
        // Policies are not decided here, and MLS, C2PA and the strict purposes are no part of TLS to a server.
        if id.starts_with("polic") || !matches!(purpose, "SERVER_AUTH" | "ANY_EKU") {
            left_out += 1;
            continue;
        }
        let mut policy = BORINGSSL;
        if purpose == "ANY_EKU" {
            (policy.eku, policy.issuer_eku) = (None, None);
        }
        policy.leaf_anchor = match trust {
            "TRUSTED_LEAF" | "TRUSTED_ANCHOR_OR_LEAF" => LeafAnchor::Any,
            "TRUSTED_LEAF_REQUIRE_SELF_SIGNED" => LeafAnchor::SelfSigned,
            _ => LeafAnchor::Never,
        };
        policy.anchor.validity = trust.contains("WITH_EXPIRATION");
        policy.anchor.extensions = trust.contains("WITH_CONSTRAINTS");
        policy.anchor.eku = trust.contains("WITH_CONSTRAINTS");
        if let (true, Some(names)) = (trust.contains("WITH_CONSTRAINTS"), &mut policy.names) {
            names.of_anchor = true;
        }
        let chain = pems(&case["chain_leaf_first"]);
        let (last, rest) = chain.split_last().unwrap();
        let (leaf, between) = rest.split_first().unwrap_or((last, &[]));
        let mut built = Case::default().leaf(leaf).intermediates(between);
        if trust != "DISTRUSTED" && !(trust.starts_with("TRUSTED_LEAF") && chain.len() > 1) {
            built = built.anchors([last]);
        }
        let now = match case["time"].as_str().unwrap() {
            "default" => time("2021-10-05T12:00:00Z"),
            text => time(text),
        };
        let verdict = built.verify(now, &policy);
        tally.add(id, case["expect"] == true, verdict.is_ok(), &format!("{:?}", verdict.err()));
    }
    tally.finish(left_out);
}

#[test]
fn pkits() {
    let Some(cases) = cases("path_pkits.json") else { return };
    let mut tally = Tally::new("NIST PKITS", &[("4.1.5 Section1ValidDSAParameterInheritanceTest5", "DSA is not computed")]);
    let policy =
        PathPolicy { eku: None, revocation: Revocation::Required, leaf_anchor: LeafAnchor::Never, ..PathPolicy::RFC5280 };
    let mut left_out = 0;
    for case in &cases {
        let number = case["test_number"].as_str().unwrap();
        let section: u32 = number.split('.').nth(1).unwrap().parse().unwrap();
        // 4.8 to 4.12: certificate policies. 4.14, 4.15: distribution points, indirect and delta CRLs.
        if matches!(section, 8..=12 | 14 | 15) {
            left_out += 1;
            continue;
        }
        let chain: Vec<Vec<u8>> = texts(&case["chain_root_to_leaf"]).into_iter().map(base64).collect();
        let (leaf, between) = chain.split_last().unwrap();
        let built = Case::default()
            .leaf(leaf)
            .intermediates(between)
            .anchors([&base64(case["root"].as_str().unwrap())])
            .lists(&texts(&case["crls"]).into_iter().map(base64).collect::<Vec<_>>());
        // A list with an issuing distribution point is 4.14's business wherever it comes up.
        if built
            .lists
            .iter()
            .flat_map(|l| &l.problems)
            .any(|p| p.id == "crl-critical-extension" && p.detail == "issuingDistributionPoint")
        {
            left_out += 1;
            continue;
        }
        let verdict = built.verify(time(case["time"].as_str().unwrap()), &policy);
        tally.add(
            &format!("{number} {}", case["id"].as_str().unwrap()),
            case["expect"] == true,
            verdict.is_ok(),
            &format!("{:?}", verdict.err()),
        );
    }
    tally.finish(left_out);
}
