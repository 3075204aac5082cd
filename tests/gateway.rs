//! Azure Application Gateway: the worked examples of its backend checks, and what stands beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::{Report, Verdict};
use certlens::request::{Host, HostEntry, HostUse, Input, Request, Seat, SettingValue};
use rcgen::{ExtendedKeyUsagePurpose, IsCa};
use support::forge::{NOW, Pair, Shape, bundle};

const V2: &str = "azure-application-gateway-v2";
const V1: &str = "azure-application-gateway-v1";

/// Contoso Root CA, Contoso Issuing CA, and server certificates under them.
struct Pki {
    root: Pair,
    issuing: Pair,
}

impl Pki {
    fn new() -> Self {
        let root = Pair::root("Contoso Root CA");
        let issuing = root.issue_ca("Contoso Issuing CA");
        Self { root, issuing }
    }

    fn leaf(&self, san: &[&str]) -> Pair {
        self.issuing.issue("app.contoso.local", san)
    }
}

/// One question to the gateway.
struct Ask {
    request: Request,
}

impl Ask {
    /// What the backend presents.
    fn presents(chain: &[&Pair]) -> Self {
        Self::new().server("vm", chain)
    }

    fn new() -> Self {
        let targets = Some(vec![V2.to_owned()]);
        Self { request: Request { now: Some(NOW), targets, ..Request::default() } }
    }

    fn server(self, id: &str, chain: &[&Pair]) -> Self {
        let server = Some(id.to_owned());
        self.input(Input {
            name: format!("{id}.pem"),
            bytes: bundle(chain).into_bytes(),
            seat: Some(Seat::Server),
            server,
            password: None,
        })
    }

    fn input(mut self, input: Input) -> Self {
        self.request.inputs.push(input);
        self
    }

    /// What is uploaded as trusted root (v2) or authentication certificate (v1).
    fn uploaded(self, certificate: &Pair) -> Self {
        self.input(support::file("upload.cer", certificate.pem.clone(), Seat::Trust))
    }

    fn host(mut self, role: HostUse, name: &str) -> Self {
        self.request.hosts.push(HostEntry::Host(Host { name: name.to_owned(), role: Some(role) }));
        self
    }

    fn plain(mut self, name: &str) -> Self {
        self.request.hosts.push(HostEntry::Text(name.to_owned()));
        self
    }

    /// The pool of the worked examples: two machines given by address.
    fn address_pool(self) -> Self {
        self.host(HostUse::Pool, "10.0.0.4").host(HostUse::Pool, "10.0.0.5")
    }

    fn overridden(self, name: &str) -> Self {
        self.address_pool().host(HostUse::BackendSetting, name)
    }

    fn set(mut self, id: &str, value: SettingValue) -> Self {
        for target in [V2, V1] {
            self.request.settings.entry(target.to_owned()).or_default().insert(id.to_owned(), value.clone());
        }
        self
    }

    fn off(self, id: &str) -> Self {
        self.set(id, SettingValue::Bool(false))
    }

    fn well_known(self) -> Self {
        self.set("trust", SettingValue::Text("well-known-ca".to_owned()))
    }

    fn of(mut self, target: &str) -> Self {
        self.request.targets = Some(vec![target.to_owned()]);
        self
    }

    fn report(self) -> Report {
        certlens::inspect(&self.request)
    }

    /// The answer to the one verdict there is for this check.
    fn verdict(self, check: &str) -> Verdict {
        let report = self.report();
        let mut found: Vec<Verdict> = report.verdicts.into_iter().filter(|v| v.check == check).collect();
        assert_eq!(found.len(), 1, "{check}: {found:?}");
        found.remove(0)
    }

    #[track_caller]
    fn says(self, check: &str, expected: (&str, Option<&str>, &str)) -> Verdict {
        let verdict = self.verdict(check);
        assert_eq!((verdict.outcome, verdict.code.as_deref(), verdict.confidence), expected, "{verdict:?}");
        verdict
    }

    #[track_caller]
    fn healthy(self, confidence: &str) -> Verdict {
        self.says("probe", ("accepted", None, confidence))
    }

    #[track_caller]
    fn unhealthy(self, code: &str, confidence: &str) -> Verdict {
        let verdict = self.says("probe", ("rejected", Some(code), confidence));
        assert!(verdict.message.is_some() && !verdict.because.is_empty(), "{verdict:?}");
        verdict
    }
}

const APP: &str = "app.contoso.local";

#[test]
fn worked_example_1_no_name_configured() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let verdict = Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).address_pool().unhealthy("M1", "documented");
    assert_eq!(verdict.host, "");
    let verdict = Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).overridden(APP).healthy("documented");
    assert_eq!(verdict.host, APP);
}

#[test]
fn worked_example_2_common_name_beside_a_subject_alternative_name() {
    let pki = Pki::new();
    let leaf = pki.issuing.issue("www.contoso.com", &[APP]);
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).overridden("www.contoso.com").unhealthy("M1", "documented");
}

#[test]
fn worked_example_3_common_name_without_subject_alternative_name() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[]);
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).overridden(APP).healthy("documented");
}

#[test]
fn worked_examples_4_and_5_wildcards() {
    let pki = Pki::new();
    let leaf = pki.leaf(&["*.contoso.local"]);
    let ask = || Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root);
    ask().overridden(APP).healthy("inferred");
    ask().overridden("contoso.local").unhealthy("M1", "documented");
    ask().overridden("a.b.contoso.local").unhealthy("M1", "inferred");
}

#[test]
fn worked_example_6_probe_and_traffic_ask_for_different_names() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let ask = || {
        Ask::presents(&[&leaf, &pki.issuing])
            .uploaded(&pki.root)
            .address_pool()
            .host(HostUse::Probe, APP)
            .host(HostUse::Client, "www.contoso.com")
    };
    assert_eq!(ask().healthy("documented").host, APP);
    let traffic = ask().says("traffic", ("rejected", Some("M1"), "documented"));
    assert_eq!(traffic.host, "www.contoso.com");
    // The fix: the same name in the setting.
    let fixed = ask().host(HostUse::BackendSetting, APP).says("traffic", ("accepted", None, "documented"));
    assert_eq!(fixed.host, APP);
}

#[test]
fn worked_examples_7_and_8_leaf_only_and_without_root() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    Ask::presents(&[&leaf]).uploaded(&pki.root).overridden(APP).unhealthy("M3", "documented");
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).overridden(APP).healthy("documented");
}

#[test]
fn worked_examples_9_and_10_another_root() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let fabrikam = Pair::root("Fabrikam Root CA");
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&fabrikam).overridden(APP).unhealthy("M6a", "documented");
    let older = Pair::root("Contoso Root CA");
    Ask::presents(&[&leaf, &pki.issuing, &pki.root]).uploaded(&older).overridden(APP).unhealthy("M6b", "documented");
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&older).overridden(APP).unhealthy("M6a", "documented");
    Ask::presents(&[&leaf, &pki.issuing, &pki.root]).uploaded(&pki.root).overridden(APP).healthy("documented");
}

#[test]
fn worked_examples_11_and_12_private_ca_taken_for_a_well_known_one() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    Ask::presents(&[&leaf, &pki.issuing, &pki.root]).overridden(APP).unhealthy("M6", "documented");
    Ask::presents(&[&leaf, &pki.issuing]).overridden(APP).unhealthy("M6", "documented");
    // The setting counts, whatever is uploaded.
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).well_known().overridden(APP).unhealthy("M6", "documented");
    let direct = pki.root.issue(APP, &[APP]);
    Ask::presents(&[&direct]).overridden(APP).unhealthy("M5", "documented");
    Ask::presents(&[&direct, &pki.root]).overridden(APP).unhealthy("M5", "documented");
    let own = Pair::self_signed(APP, &[APP], true);
    Ask::presents(&[&own]).overridden(APP).unhealthy("M5", "documented");
}

#[test]
fn worked_examples_13_and_14_leaf_not_first_or_not_there() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    for chain in [vec![&pki.issuing, &leaf], vec![&pki.root, &pki.issuing, &leaf], vec![&pki.issuing, &leaf, &pki.root]] {
        Ask::presents(&chain).uploaded(&pki.root).overridden(APP).unhealthy("M7", "documented");
    }
    for chain in [vec![&pki.issuing, &pki.root], vec![&pki.issuing], vec![&pki.root, &pki.issuing]] {
        Ask::presents(&chain).uploaded(&pki.root).overridden(APP).unhealthy("M4", "documented");
    }
}

#[test]
fn worked_examples_15_and_16_self_signed() {
    let plain = Pair::self_signed(APP, &[APP], false);
    Ask::presents(&[&plain]).uploaded(&plain).overridden(APP).unhealthy("M3", "documented");
    let ca = Pair::self_signed(APP, &[APP], true);
    let verdict = Ask::presents(&[&ca]).uploaded(&ca).overridden(APP).healthy("documented");
    assert!(verdict.message.is_some(), "other clients refuse it, and that is said");
    let nameless = Pair::root(APP);
    Ask::presents(&[&nameless]).uploaded(&nameless).overridden(APP).healthy("documented");
    let other = Pair::root("Contoso Root CA");
    Ask::presents(&[&ca]).uploaded(&other).overridden(APP).unhealthy("M6b", "documented");
}

#[test]
fn worked_example_17_outside_validity() {
    let pki = Pki::new();
    let years = |from, to| Shape { years: Some((from, to)), ..Shape::default() };
    let expired = pki.issuing.issue_shaped(APP, &[APP], &years(2025, 2026));
    Ask::presents(&[&expired, &pki.issuing]).uploaded(&pki.root).overridden(APP).unhealthy("M2", "documented");
    let early = pki.issuing.issue_shaped(APP, &[APP], &years(2027, 2028));
    Ask::presents(&[&early, &pki.issuing]).uploaded(&pki.root).overridden(APP).unhealthy("M2", "documented");
    let old_issuing = pki.root.issue_ca_shaped("Contoso Issuing CA 2", &years(2020, 2026));
    let leaf = old_issuing.issue(APP, &[APP]);
    Ask::presents(&[&leaf, &old_issuing]).uploaded(&pki.root).overridden(APP).unhealthy("M2", "documented");
    let old_root = Pair::root_shaped("Contoso Root CA 2", &years(2006, 2026));
    let leaf = old_root.issue(APP, &[APP]);
    Ask::presents(&[&leaf]).uploaded(&old_root).overridden(APP).unhealthy("M2", "documented");
    // Trust comes before dates.
    Ask::presents(&[&expired]).uploaded(&pki.root).overridden(APP).unhealthy("M3", "documented");
    // Dates come before names.
    Ask::presents(&[&expired, &pki.issuing]).uploaded(&pki.root).overridden("other.contoso.local").unhealthy("M2", "documented");
}

#[test]
fn worked_example_18_validation_off() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let stranger = Pair::root("Fabrikam Root CA");
    let ask = || Ask::presents(&[&leaf]).uploaded(&stranger).overridden("nothing.example");
    ask().off("validateSNI").off("validateCertChainAndExpiry").healthy("documented");
    ask().off("validateCertChainAndExpiry").unhealthy("M1", "documented");
    ask().off("validateSNI").unhealthy("M3", "documented");
    // No switch helps a server that presents no certificate of its own.
    let all_off = |ask: Ask| ask.off("validateSNI").off("validateCertChainAndExpiry");
    all_off(Ask::presents(&[&pki.issuing, &pki.root]).overridden(APP)).unhealthy("M4", "inferred");
}

#[test]
fn worked_example_19_intermediate_uploaded() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.issuing).overridden(APP).unhealthy("M6a", "inferred");
    Ask::presents(&[&leaf, &pki.issuing, &pki.root]).uploaded(&pki.issuing).overridden(APP).unhealthy("M6b", "inferred");
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&leaf).overridden(APP).unhealthy("M6a", "inferred");
}

#[test]
fn worked_example_20_generation_1() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[]);
    let ask = || Ask::presents(&[&leaf, &pki.issuing]).host(HostUse::Pool, APP).of(V1);
    ask().uploaded(&pki.root).unhealthy("M9", "reported");
    ask().uploaded(&leaf).healthy("documented");
    ask().says("probe", ("undetermined", None, "inferred"));
    let renewed = pki.leaf(&[]);
    ask().uploaded(&renewed).unhealthy("M9", "reported");
    Ask::presents(&[&leaf]).uploaded(&leaf).host(HostUse::Pool, "vm1.contoso.local").of(V1).unhealthy("M1a", "documented");
    // An address in the pool: no SNI, no name to compare. A backend setting's name does not count in generation 1.
    let verdict = Ask::presents(&[&leaf]).uploaded(&leaf).overridden("other.example").of(V1).healthy("documented");
    assert_eq!(verdict.host, "");
    let old = pki.issuing.issue_shaped(APP, &[], &Shape { years: Some((2024, 2025)), ..Shape::default() });
    Ask::presents(&[&old]).uploaded(&old).host(HostUse::Pool, APP).of(V1).unhealthy("M2", "documented");
    // Only the subjectAltName has the name: not documented.
    let modern = pki.issuing.issue("Contoso web server", &[APP]);
    let ask = Ask::presents(&[&modern]).uploaded(&modern).host(HostUse::Pool, APP).of(V1);
    ask.says("probe", ("undetermined", None, "inferred"));
}

#[test]
fn worked_example_23_renewed_under_another_issuing_ca() {
    let pki = Pki::new();
    let new_issuing = pki.root.issue_ca("Contoso Issuing CA 2");
    let leaf = new_issuing.issue(APP, &[APP]);
    Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).overridden(APP).unhealthy("M3", "documented");
}

#[test]
fn order_repeats_and_strangers_after_the_leaf_are_taken_with_a_warning() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let stranger = Pair::root("Fabrikam Root CA");
    let second = pki.issuing.issue_ca("Contoso Issuing CA 2");
    let deep = second.issue(APP, &[APP]);
    for chain in [
        vec![&leaf, &pki.root, &pki.issuing],
        vec![&leaf, &stranger, &pki.issuing],
        vec![&leaf, &pki.issuing, &pki.issuing],
        vec![&leaf, &leaf, &pki.issuing],
        vec![&deep, &pki.issuing, &second],
        vec![&leaf, &pki.issuing, &pki.root, &stranger],
    ] {
        let verdict = Ask::presents(&chain).uploaded(&pki.root).overridden(APP).healthy("inferred");
        assert!(verdict.message.is_some());
    }
    Ask::presents(&[&deep, &second, &pki.issuing]).uploaded(&pki.root).overridden(APP).healthy("documented");
}

#[test]
fn cross_certificates_lead_to_either_root() {
    let pki = Pki::new();
    let new_root = Pair::root("Contoso Root CA G2");
    let cross = pki.root.cross(&new_root);
    let issuing = new_root.issue_ca("Contoso Issuing CA G2");
    let leaf = issuing.issue(APP, &[APP]);
    Ask::presents(&[&leaf, &issuing, &cross]).uploaded(&pki.root).overridden(APP).healthy("documented");
    let verdict = Ask::presents(&[&leaf, &issuing, &cross]).uploaded(&new_root).overridden(APP).healthy("inferred");
    assert!(verdict.message.is_some(), "the cross certificate is then no part of the path");
    Ask::presents(&[&leaf, &issuing]).uploaded(&pki.root).overridden(APP).unhealthy("M6a", "documented");
}

#[test]
fn a_missing_intermediate_is_told_from_a_missing_root() {
    let pki = Pki::new();
    let second = pki.issuing.issue_ca("Contoso Issuing CA 2");
    let leaf = second.issue(APP, &[APP]);
    // Nothing says what the issuer of the last certificate is: the gateway speaks of the uploaded roots.
    Ask::presents(&[&leaf, &second]).uploaded(&pki.root).overridden(APP).unhealthy("M6a", "documented");
    // Another file shows that it is an intermediate.
    let spare = support::file("issuing.pem", pki.issuing.pem.clone(), Seat::Ignore);
    Ask::presents(&[&leaf, &second]).uploaded(&pki.root).overridden(APP).input(spare).unhealthy("M3", "documented");
}

#[test]
fn other_verifier_errors() {
    let pki = Pki::new();
    let client_only = Shape { purposes: Some(vec![ExtendedKeyUsagePurpose::ClientAuth]), ..Shape::default() };
    let leaf = pki.issuing.issue_shaped(APP, &[APP], &client_only);
    let verdict = Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root).overridden(APP).unhealthy("M8", "inferred");
    assert!(verdict.message.unwrap().ends_with("26"));
    // A private root without CA:TRUE was refused.
    let old = Pair::root_shaped("Contoso Old Root", &Shape { ca: Some(IsCa::NoCa), ..Shape::default() });
    let leaf = old.issue(APP, &[APP]);
    let verdict = Ask::presents(&[&leaf]).uploaded(&old).overridden(APP).unhealthy("M8", "reported");
    assert!(verdict.message.unwrap().ends_with("79"));
    let weak = pki.issuing.issue_ca_shaped("Not a CA", &Shape { ca: Some(IsCa::ExplicitNoCa), ..Shape::default() });
    let leaf = weak.issue(APP, &[APP]);
    Ask::presents(&[&leaf, &weak, &pki.issuing]).uploaded(&pki.root).overridden(APP).unhealthy("M8", "inferred");
}

#[test]
fn names_that_the_settings_decide() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let ask = || Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root);
    let hosts = |ask: Ask| {
        let verdicts = ask.report().verdicts;
        let of = |check: &str| -> Vec<String> {
            verdicts
                .iter()
                .filter(|v| v.check == check)
                .map(|v| format!("{} {}", v.host, v.code.as_deref().unwrap_or(v.outcome)))
                .collect()
        };
        (of("probe").join(", "), of("traffic").join(", "))
    };
    let pair = |probe: &str, traffic: &str| (probe.to_owned(), traffic.to_owned());
    // A plain host is the backend setting's.
    assert_eq!(hosts(ask().plain(APP)), pair("app.contoso.local accepted", "app.contoso.local accepted"));
    // The pool member's name serves the probe; traffic asks for what the client asked.
    assert_eq!(hosts(ask().host(HostUse::Pool, APP)), pair("app.contoso.local accepted", " undetermined"));
    let with_client = ask().host(HostUse::Pool, APP).host(HostUse::Client, "www.contoso.com");
    assert_eq!(hosts(with_client), pair("app.contoso.local accepted", "www.contoso.com M1"));
    // Picked from the pool, it serves both; an address there gives no name.
    let picked = |ask: Ask| ask.set("hostFromPool", SettingValue::Bool(true)).host(HostUse::Client, "www.contoso.com");
    assert_eq!(hosts(picked(ask().host(HostUse::Pool, APP))), pair("app.contoso.local accepted", "app.contoso.local accepted"));
    assert_eq!(hosts(picked(ask().host(HostUse::Pool, "10.0.0.4"))), pair(" M1", " M1"));
    // A custom probe host goes before the setting's, unless the default probe is on.
    let both = || ask().host(HostUse::Probe, APP).host(HostUse::BackendSetting, "other.example");
    assert_eq!(hosts(both()), pair("app.contoso.local accepted", "other.example M1"));
    assert_eq!(hosts(both().set("defaultProbe", SettingValue::Bool(true))), pair("other.example M1", "other.example M1"));
    // The SNI name decides traffic; for the probe it is certain only where the usual name ends alike.
    let sni = || ask().host(HostUse::Sni, APP);
    assert_eq!(
        hosts(sni().host(HostUse::BackendSetting, "www.contoso.com")),
        pair("www.contoso.com undetermined", "app.contoso.local accepted")
    );
    assert_eq!(hosts(sni().plain(APP)), pair("app.contoso.local accepted", "app.contoso.local accepted"));
    assert_eq!(hosts(sni().address_pool().off("validateSNI")), pair(" accepted", " accepted"));
    // An address as host name never matches, whatever the certificate says.
    let leaf = pki.leaf(&["10.0.0.4"]);
    let ask = || Ask::presents(&[&leaf, &pki.issuing]).uploaded(&pki.root);
    assert_eq!(hosts(ask().plain("10.0.0.4")), pair("10.0.0.4 M1", "10.0.0.4 M1"));
    // Nothing at all is known about names: the path is judged, the name is not.
    assert_eq!(hosts(ask()), pair(" undetermined", " undetermined"));
}

#[test]
fn undocumented_wildcards_are_not_judged() {
    let pki = Pki::new();
    for (san, host) in
        [("f*.contoso.local", "foo.contoso.local"), ("*.local", "contoso.local"), ("*.contoso.local", "my_app.contoso.local")]
    {
        let leaf = pki.leaf(&[san]);
        Ask::presents(&[&leaf, &pki.issuing])
            .uploaded(&pki.root)
            .overridden(host)
            .says("probe", ("undetermined", None, "inferred"));
    }
}

#[test]
fn each_server_of_the_pool_is_judged_for_itself() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let report =
        Ask::new().server("vm1", &[&leaf, &pki.issuing]).server("vm2", &[&leaf]).uploaded(&pki.root).overridden(APP).report();
    let probes: Vec<(&str, Option<&str>)> =
        report.verdicts.iter().filter(|v| v.check == "probe").map(|v| (v.server.as_str(), v.code.as_deref())).collect();
    assert_eq!(probes, [("vm1", None), ("vm2", Some("M3"))]);
}

#[test]
fn front_door_and_api_management_to_their_origins() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    let origin = |target: &str, chain: &[&Pair]| Ask::presents(chain).of(target);
    let says = |ask: Ask, expected: (&str, Option<&str>, &str)| ask.says("connect", expected);
    let failure = ("rejected", Some("BackendConnectionFailure"), "reported");
    let apim = |chain: &[&Pair]| origin("azure-api-management", chain).plain(APP);
    says(apim(&[&leaf, &pki.issuing]).uploaded(&pki.root), ("accepted", None, "documented"));
    says(apim(&[&leaf]).uploaded(&pki.root).uploaded(&pki.issuing), ("accepted", None, "documented"));
    says(apim(&[&leaf]).uploaded(&pki.root), failure);
    says(apim(&[&leaf, &pki.issuing]), failure);
    let other_name = origin("azure-api-management", &[&leaf, &pki.issuing]).uploaded(&pki.root).plain("other.example");
    says(other_name, failure);
    // Front Door takes no private CA, whatever is uploaded.
    let front_door = origin("azure-front-door-origin", &[&leaf, &pki.issuing]).uploaded(&pki.root).plain(APP);
    says(front_door, ("rejected", Some("CertificateError"), "documented"));
    let own = Pair::self_signed(APP, &[APP], false);
    says(origin("azure-front-door-origin", &[&own]).plain(APP), ("rejected", Some("CertificateError"), "documented"));
}

#[test]
fn a_damaged_block_is_no_missing_certificate() {
    let pki = Pki::new();
    let leaf = pki.leaf(&[APP]);
    // The second half of the first block is gone, its END line is not.
    let lines: Vec<&str> = leaf.pem.lines().collect();
    let cut = [&lines[..4], &lines[lines.len() - 1..]].concat().join("\n");
    for text in [format!("{cut}\n{}", pki.issuing.pem), format!("{}{cut}\n", leaf.pem)] {
        let server = support::file("vm.pem", text, Seat::Server);
        let verdict = Ask::new().input(server).uploaded(&pki.root).overridden(APP).verdict("probe");
        assert_eq!(verdict.outcome, "undetermined", "{verdict:?}");
    }
}
