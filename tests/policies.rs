//! Certificate policies (RFC 5280 6.1.3 to 6.1.5), step by step.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::facts::{ANY_POLICY, Certificate, Oid};
use certlens::path::policies::{AnyMapped, Policies, PolicyRules, QUALIFIERS};

/// A certificate that says nothing but this about policies.
fn certificate(policies: &[&str]) -> Certificate {
    let text = std::fs::read_to_string(support::root().join("tests/fixtures/version-1.pem")).unwrap();
    let (_, block) = text.split_once("CERTIFICATE-----").unwrap();
    let (block, _) = block.split_once("-----").unwrap();
    let mut x = certlens::x509::decode_certificate(&support::base64(block)).unwrap();
    x.issuer = certlens::facts::Name::default();
    x.policies = policies.iter().map(|p| Oid::from(*p)).collect();
    x
}

fn requiring(policies: &[&str], after: u32) -> Certificate {
    let mut x = certificate(policies);
    x.policy_controls.require_explicit = Some(after);
    x
}

fn mapping(policies: &[&str], pairs: &[(&str, &str)]) -> Certificate {
    let mut x = requiring(policies, 0);
    x.policy_controls.mappings = pairs.iter().map(|(a, b)| (Oid::from(*a), Oid::from(*b))).collect();
    x
}

/// From the CA below the anchor down to the end-entity certificate.
fn verdict(path: &[Certificate], rules: PolicyRules) -> Result<(), &'static str> {
    let mut policies = Policies::new(path.len(), rules);
    let last = path.len() - 1;
    path.iter().enumerate().try_for_each(|(i, x)| policies.take(x, i == last))
}

fn accepts(path: &[Certificate]) -> bool {
    verdict(path, PolicyRules::RFC5280).is_ok()
}

#[test]
fn no_policy_is_needed_unless_one_is_required() {
    assert!(accepts(&[certificate(&["1.1"]), certificate(&["1.2"])]));
    assert!(!accepts(&[requiring(&["1.1"], 0), certificate(&["1.2"])]));
    assert!(accepts(&[requiring(&["1.1"], 0), certificate(&["1.2", "1.1"])]));
    assert!(accepts(&[requiring(&["1.1"], 2), certificate(&[])]), "required below two more certificates");
    assert!(!accepts(&[requiring(&["1.1"], 1), certificate(&[])]), "the end-entity certificate is the one more");
    assert!(!accepts(&[certificate(&[]), requiring(&["1.1"], 0)]), "required by the end-entity certificate itself");
}

#[test]
fn any_policy_stands_for_the_expected_ones_until_it_is_inhibited() {
    assert!(accepts(&[requiring(&["1.1"], 0), certificate(&[ANY_POLICY])]));
    let mut inhibiting = requiring(&["1.1"], 0);
    inhibiting.policy_controls.inhibit_any = Some(0);
    assert!(!accepts(&[inhibiting, certificate(&[ANY_POLICY])]));
}

#[test]
fn mappings_rename_what_is_expected() {
    let mapped = || mapping(&["1.1"], &[("1.1", "2.1")]);
    assert!(accepts(&[mapped(), certificate(&["2.1"])]));
    assert!(!accepts(&[mapped(), certificate(&["1.1"])]));
    let mut inhibiting = certificate(&["1.1"]);
    inhibiting.policy_controls.inhibit_mapping = Some(0);
    assert!(!accepts(&[inhibiting, mapped(), certificate(&["2.1"])]));
    // From anyPolicy a policy of the mapping is taken over.
    assert!(accepts(&[mapping(&[ANY_POLICY], &[("1.1", "2.1")]), certificate(&["2.1"])]));
}

#[test]
fn a_mapping_of_any_policy_is_refused_where_programs_look() {
    let path = |policies: &[&str]| [mapping(policies, &[(ANY_POLICY, "2.1")]), certificate(&["2.1"])];
    let go = PolicyRules { any_mapped: AnyMapped::RefusedWhereMapped, ..PolicyRules::RFC5280 };
    assert_eq!(verdict(&path(&["1.1"]), go), Err("anyPolicy mapped"));
    assert_eq!(verdict(&path(&[]), go), Err("no valid policy"));
    assert_eq!(verdict(&path(&[]), PolicyRules::RFC5280), Err("anyPolicy mapped"), "whatever is valid");
}

#[test]
fn critical_qualifiers_are_refused_while_a_policy_is_valid() {
    let java = PolicyRules { critical_qualifiers: true, ..PolicyRules::RFC5280 };
    let mut qualified = certificate(&["1.1"]);
    qualified.policy_controls.qualified = true;
    qualified.extensions.push(certlens::facts::Extension {
        oid: Oid::from("2.5.29.32"),
        name: None,
        critical: true,
        value_at: certlens::facts::ByteRange::default(),
        value: Vec::new(),
        problem: None,
    });
    assert_eq!(verdict(&[qualified.clone(), certificate(&[])], java), Err(QUALIFIERS));
    assert_eq!(verdict(&[certificate(&[]), qualified], java), Ok(()));
}
