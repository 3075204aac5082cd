//! C2SP x509-limbo, with rustls-webpki run on the same cases as a second opinion.

use crate::bench::{Case, pem, time};
use crate::conformance::asks;
use crate::support;
use crate::tally::Tally;
use crate::webpki;
use certlens::facts::{Curve, eku};
use certlens::identity::{IdentityPolicy, SuffixRule, matches, parse_host};
use certlens::path::checks::Demand;
use certlens::path::checks::{EkuRules, KeyRules};
use certlens::path::name_constraints::NameRules;
use certlens::policy::{AnchorRules, LeafAnchor, PathPolicy, Revocation};
use certlens::signature::Digest;
use serde_json::Value;
use std::collections::BTreeMap;

/// What limbo expects of a verifier: RFC 5280 with its certificate profile.
const LIMBO: PathPolicy = PathPolicy {
    leaf_anchor: LeafAnchor::Never,
    anchor: AnchorRules {
        self_signed: false,
        validity: true,
        extensions: true,
        basic_constraints: true,
        eku: false,
        key: true,
        demands: true,
    },
    end_entity_ca: true,
    eku: Some(EkuRules::SERVER),
    issuer_eku: Some(EkuRules::SERVER),
    keys: KeyRules { rsa_bits: 2048, strength: 0, refused_curves: &[Curve::Explicit], dsa: false },
    refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha1],
    demands: PROFILE,
    names: Some(NameRules { self_issued_exempt: false, ..NameRules::RFC5280 }),
    revocation: Revocation::Listed,
    ..PathPolicy::RFC5280
};

/// Hosts as limbo compares them.
const NAMES: IdentityPolicy = IdentityPolicy { suffixes: SuffixRule::RefuseListed, ..IdentityPolicy::RFC9525 };

const PROFILE: &[Demand] = asks![
    Readable,
    Serial,
    Names,
    SubjectKeyId,
    AuthorityKeyId,
    RootAuthorityKeyId,
    BasicConstraintsCritical,
    CaAndKeyUsage,
    AlternativeNamesCritical,
    NameConstraints,
    NameConstraintsCritical,
    ExtendedKeyUsageFilled,
];

/// The same where a case is marked as pedantic about RFC 5280.
const PEDANTIC: &[Demand] = asks![AnchorAuthorityKeyId];

/// Cases under `webpki::` are about the Baseline Requirements, which ask for more, and allow for nameConstraints that
/// are not critical.
const BASELINE: &[Demand] = asks![
    Readable,
    Serial,
    Names,
    SubjectKeyId,
    AuthorityKeyId,
    RootAuthorityKeyId,
    BasicConstraintsCritical,
    CaAndKeyUsage,
    AlternativeNames,
    AlternativeNamesCritical,
    AlternativeNamesNotCritical,
    CommonNameInAlternativeNames,
    NameConstraints,
    ExtendedKeyUsageFilled,
    ExtendedKeyUsageOfSubscriber,
    Key,
];

/// Where we refuse what limbo accepts.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Where our model of rustls-webpki says something else than rustls-webpki.
const WEBPKI_EXCEPTIONS: &[(&str, &str)] = &[];

/// Not about paths: the form of a CRL.
const LEFT_OUT: &[&str] = &["crl::crlnumber-missing", "crl::crlnumber-critical"];

struct Read {
    id: String,
    expected: bool,
    built: Case,
    ders: webpki::Ders,
    now: i64,
    host: Option<String>,
    policy: PathPolicy,
    client: bool,
    lists: bool,
}

fn read(case: &Value) -> Read {
    let id = case["id"].as_str().unwrap().to_owned();
    let mut policy = LIMBO;
    if id.starts_with("webpki::") {
        policy.demands = BASELINE;
        policy.version_3 = true;
        policy.end_entity_ca = false;
    }
    if case["features"].as_array().unwrap().iter().any(|f| f == "pedantic-rfc5280") {
        policy.demands = PEDANTIC;
    }
    let client = case["validation_kind"] == "CLIENT";
    if client {
        const CLIENT: EkuRules = EkuRules { purposes: &[eku::CLIENT_AUTH], any: true, required: false };
        (policy.eku, policy.issuer_eku) = (Some(CLIENT), Some(CLIENT));
    }
    if let Some(depth) = case["max_chain_depth"].as_u64() {
        policy.intermediates = (depth as usize).min(14);
    }
    let list = |key: &str| -> Vec<Vec<u8>> { case[key].as_array().unwrap().iter().map(|p| pem(p.as_str().unwrap())).collect() };
    let ders = webpki::Ders {
        leaf: pem(case["peer_certificate"].as_str().unwrap()),
        intermediates: list("untrusted_intermediates"),
        anchors: list("trusted_certs"),
    };
    let lists = list("crls");
    // Where limbo supplies lists, a verifier is to rely on nothing else.
    if !lists.is_empty() {
        policy.revocation = Revocation::Required;
    }
    Read {
        id,
        expected: case["expected_result"] == "SUCCESS",
        built: ders.case().lists(&lists),
        lists: !lists.is_empty(),
        ders,
        now: case["validation_time"].as_str().map_or_else(|| time("2026-11-23T12:00:00Z"), time),
        host: case["expected_peer_name"]["value"].as_str().map(str::to_owned),
        policy,
        client,
    }
}

/// Path and name together.
fn accepts(case: &Read, policy: &PathPolicy, names: &IdentityPolicy) -> Result<(), String> {
    case.built.verify(case.now, policy).map_err(|refusal| format!("{refusal:?}"))?;
    let (Some(host), Some(leaf)) = (&case.host, case.built.leaf) else { return Ok(()) };
    let found = matches(&case.built.pool[leaf].certificate, &parse_host(host), names);
    if found.matched() { Ok(()) } else { Err(format!("{found:?}")) }
}

/// The code our profile of rustls gives, when it refuses.
fn modelled_code(case: &Read, policy: &PathPolicy) -> Option<String> {
    let profile = certlens::profiles::find("rustls").unwrap();
    let fault = case.built.verify(case.now, policy).err()?.faults.into_iter().next()?;
    Some(profile.word(&fault).and_then(|w| w.code).unwrap_or("none").to_owned())
}

#[test]
fn limbo() {
    let Some(folder) = support::third_party() else { return };
    let limbo = support::json(&folder.join("limbo/limbo.json"));
    let mut ours = Tally::new("x509-limbo", EXCEPTIONS);
    let mut model = Tally::new("rustls-webpki itself, on x509-limbo", WEBPKI_EXCEPTIONS);
    let mut opinions: BTreeMap<(bool, bool, bool), usize> = BTreeMap::new();
    let mut codes: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut left_out = 0;
    for case in limbo["testcases"].as_array().unwrap() {
        let case = read(case);
        if LEFT_OUT.contains(&case.id.as_str()) {
            left_out += 1;
            continue;
        }
        let verdict = accepts(&case, &case.policy, &NAMES);
        ours.add(&case.id, case.expected, verdict.is_ok(), &format!("{:?}", verdict.as_ref().err()));
        let theirs = case.ders.webpki(case.now, case.client, case.host.as_deref());
        *opinions.entry((case.expected, verdict.is_ok(), theirs.is_ok())).or_default() += 1;
        assert!(case.expected || theirs.is_ok() || verdict.is_err(), "{}: accepted by nobody but us", case.id);
        if !case.lists {
            let mut policy = PathPolicy::WEBPKI_RING;
            if case.client {
                const CLIENT: EkuRules = EkuRules { purposes: &[eku::CLIENT_AUTH], any: false, required: false };
                (policy.eku, policy.issuer_eku) = (Some(CLIENT), Some(CLIENT));
            }
            let modelled = accepts(&case, &policy, &IdentityPolicy::WEBPKI);
            if let (Err(error), Some(code)) = (&theirs, modelled_code(&case, &policy)) {
                *codes.entry((code, error.split([' ', '{', '(']).next().unwrap_or_default().to_owned())).or_default() += 1;
            }
            model.add(&case.id, theirs.is_ok(), modelled.is_ok(), &format!("{:?}; webpki {theirs:?}", modelled.err()));
        }
    }
    println!("expected  we     webpki  cases");
    for ((expected, ours, theirs), count) in &opinions {
        println!("{expected:<9} {ours:<6} {theirs:<7} {count}");
    }
    let said: usize = codes.values().sum();
    let same: usize = codes.iter().filter(|((ours, theirs), _)| theirs.starts_with(ours)).map(|(_, count)| count).sum();
    println!("{same} of {said} refusals for the path carry rustls-webpki's own error name");
    assert!(same * 100 >= said * 95, "error names: {codes:#?}");
    ours.finish(left_out);
    model.finish(0);
}
