//! Whether the reason that a diagnosis gives for what stays refused is true: of each kind a predicate over the report and
//! the files that does not ask the diagnosis.

use certlens::report::{Diagnosis, Report, Verdict};
use certlens::request::{Change, Edit, HostEntry, List, Request, Which, With};
use certlens::{catalog, inspect};
use std::net::IpAddr;

/// What is said, and whether it is the case: after the steps, of the verdict that stays refused.
type Kind = (&'static str, fn(&Case<'_>) -> bool);

struct Case<'a> {
    request: &'a Request,
    /// After all steps.
    report: &'a Report,
    steps: &'a [Change],
    verdict: &'a Verdict,
}

const KINDS: &[Kind] = &[
    ("a file is locked, and what is inside", |c| {
        c.report.findings.iter().any(|f| ["locked", "wrong-password", "key-encrypted"].contains(&f.rule))
    }),
    ("the file is encrypted in a way that it may not open", |c| c.report.items.iter().any(|i| i.kind == "pkcs12")),
    ("a signature does not verify", |c| of(c, &["signature-invalid", "issuer-key-mismatch"])),
    ("a certificate or file is damaged", |c| {
        c.report.items.iter().any(|i| i.error.is_some() || !i.notes.is_empty())
            || c.report.certificates.iter().any(|x| !x.problems.is_empty() || x.extensions.iter().any(|e| e.problem.is_some()))
    }),
    ("it takes no name of the form", |c| {
        c.verdict.host.bytes().any(|b| !(b.is_ascii_alphanumeric() || b == b'.' || b == b'-')) || c.verdict.host.len() > 253
    }),
    ("it needs a host name, and none", |c| no_usable_name(c)),
    ("it compares no addresses, and no name", |c| address(&c.verdict.host) && no_usable_name(c)),
    ("a certificate is revoked", |c| of(c, &["revoked"])),
    ("a file that is needed is not among those given", |c| {
        !keys_fit(c)
            || c.report
                .certificates
                .iter()
                .filter(|x| !x.items.is_empty())
                .all(|x| x.basic_constraints.as_ref().is_some_and(|b| b.ca))
    }),
    ("the target does not know an extension", |c| c.report.certificates.iter().any(|x| x.extensions.iter().any(|e| e.critical))),
    ("only a publicly trusted CA that logs", |c| {
        let listed = |oid: &str| c.report.certificates.iter().any(|x| x.extensions.iter().any(|e| e.oid == oid));
        !listed("1.3.6.1.4.1.11129.2.4.2")
    }),
    ("none of the remedies known here", withstands_everything),
];

/// Holds a reason to what is the case.
pub fn hold(name: &str, reason: &str, request: &Request, report: &Report, diagnosis: &Diagnosis, steps: &[Change]) {
    if reason.starts_with("The search for remedies stopped at its bound") {
        // A few verdicts are soon tried.
        let refused = report.verdicts.iter().filter(|v| v.outcome == "rejected").count();
        assert!(refused > 0, "{name}: the search stopped, and nothing is refused");
        return;
    }
    let (target, after) = ["still refuses: ", "is not known to accept it after these steps: "]
        .iter()
        .find_map(|verb| reason.split_once(&format!(" {verb}")).map(|(target, why)| (target, (*verb, why))))
        .unwrap_or_else(|| panic!("{name}: a reason of no kind: {reason}"));
    let named = |id: &str| catalog().targets.iter().any(|t| t.id == id && t.name == target);
    let outcome = if after.0.starts_with("still") { "rejected" } else { "undetermined" };
    let in_focus = |v: &&Verdict| {
        let focus = &diagnosis.focus;
        (focus.targets.is_empty() || focus.targets.iter().any(|t| t == v.target)) && v.outcome == outcome && named(v.target)
    };
    let left: Vec<&Verdict> = report.verdicts.iter().filter(in_focus).collect();
    assert!(!left.is_empty(), "{name}: {target} is not left {outcome}: {reason}");
    if outcome == "undetermined" {
        let said = |v: &&&Verdict| v.message.as_deref().is_some_and(|m| after.1 == m);
        assert!(
            left.iter().any(|v| said(&v)) || left.iter().any(|v| v.message.is_none()),
            "{name}: {target} does not say so: {reason}"
        );
        return;
    }
    let kind = KINDS.iter().find(|(begin, _)| after.1.starts_with(begin));
    let (_, holds) = kind.unwrap_or_else(|| panic!("{name}: a reason of no kind: {reason}"));
    let case = |verdict| Case { request, report, steps, verdict };
    assert!(left.into_iter().any(|verdict| holds(&case(verdict))), "{name}: not true: {reason}");
}

fn of(case: &Case<'_>, rules: &[&str]) -> bool {
    case.report.findings.iter().any(|f| rules.contains(&f.rule))
}

fn keys_fit(case: &Case<'_>) -> bool {
    case.report.items.iter().any(|i| i.kind == "private-key" && i.error.is_none())
}

fn address(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok()
}

/// No name was typed that the presented certificate lists, and it lists none that somebody could be told to use.
fn no_usable_name(case: &Case<'_>) -> bool {
    let server = case.report.servers.iter().find(|s| s.id == case.verdict.server);
    let leaf = server.and_then(|s| s.presented.first()).and_then(|&i| case.report.certificates.get(i));
    let sound = |name: &str| {
        name.contains('.') && !address(name) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
    };
    let listed: Vec<&str> =
        leaf.into_iter().flat_map(|x| &x.subject_alt_names).filter(|n| n.kind == "dns").map(|n| n.value.as_str()).collect();
    let typed = case.request.hosts.iter().map(|h| match h {
        HostEntry::Text(name) => name.as_str(),
        HostEntry::Host(host) => host.name.as_str(),
    });
    !listed.iter().any(|n| sound(n)) && !typed.into_iter().any(|n| listed.contains(&n) && sound(n))
}

/// The plainest remedies, all at once and each on top of the steps: trust in all that is here, everything sent, dates and
/// contents as they should be.
fn withstands_everything(case: &Case<'_>) -> bool {
    let report = case.report;
    let all = |what: Vec<Edit>| {
        let mut assume = case.steps.to_vec();
        assume.extend(what.into_iter().map(Change::everywhere));
        let request = case.request;
        let after = inspect(&Request {
            inputs: request.inputs.clone(),
            hosts: request.hosts.clone(),
            targets: Some(vec![case.verdict.target.to_owned()]),
            now: request.now,
            settings: request.settings.clone(),
            assume,
            ..Request::default()
        });
        let v = case.verdict;
        !after.verdicts.iter().any(|a| a.server == v.server && a.host == v.host && a.check == v.check && a.outcome == "accepted")
    };
    let leaves = || report.servers.iter().filter_map(|s| s.presented.first()).filter_map(|&i| report.certificates.get(i));
    let trust = || Edit::Trust { certificates: Which::Named(List::All) };
    let renewed = || report.servers.iter().map(|s| Edit::Renew { server: s.id.clone() });
    let well_formed = || {
        leaves()
            .map(|x| Edit::Reissue { certificate: x.sha256.clone(), with: With { well_formed: Some(true), ..With::default() } })
    };
    all(vec![trust()])
        && all(renewed().collect())
        && all(well_formed().collect())
        && all(std::iter::once(trust()).chain(renewed()).chain(well_formed()).collect())
}
