//! What somebody saw against what the rehearsal says.

use super::hypotheses;
use super::trial::Row;
use crate::evidence;
use crate::evidence::statement::{self, Observation};
use crate::policy::Outcome;
use crate::profiles;
use crate::report::{Handle, Observed, Said, Statement};
use crate::situation::Base;

/// An observation, with the codes that count as its own.
#[derive(Clone, Debug)]
pub struct Seen {
    /// As the report says it.
    pub report: Observed,
    /// Codes of the rehearsal that count as the same; `*`: any.
    pub equals: Vec<String>,
    /// What it stands in names something that is not here.
    pub hole: bool,
}

impl Seen {
    /// One that evidence has.
    #[must_use]
    pub fn claimed(report: &Observed, statements: &[Statement]) -> Self {
        let equals = report.equals.iter().map(|e| (*e).to_owned()).chain(report.also.iter().cloned()).collect();
        let absent = |s: &&Statement| matches!(&s.value, Said::Hole { .. } | Said::Handle(Handle { certificate: None, .. }));
        let hole = statements.iter().filter(|s| Some(s.input) == report.input).any(|s| absent(&s));
        Self { report: report.clone(), equals, hole }
    }
}

/// What evidence among the files says, then the request's texts: the order of `Report.observed`.
pub fn all(base: &Base<'_>) -> Vec<Seen> {
    let claims = &base.prepared.claims;
    let claimed = claims.observed.iter().map(|o| Seen::claimed(o, &claims.statements));
    claimed.chain(base.request.observed.iter().flat_map(|text| of_text(text))).collect()
}

fn of_text(text: &str) -> Vec<Seen> {
    let hits = evidence::observed(text);
    if hits.is_empty() {
        let report = Observed { at: Some([0, text.len()]), said: "other", outcome: "unknown-phrase", ..Observed::default() };
        return vec![Seen { report, equals: Vec::new(), hole: false }];
    }
    hits.into_iter().map(|(from, to, observation)| seen(observation, [from, to])).collect()
}

fn seen(observation: Observation, at: [usize; 2]) -> Seen {
    let said = match observation.said {
        statement::Said::Accepted => "accepted",
        statement::Said::Rejected => "rejected",
        statement::Said::Other => "other",
    };
    let equals = observation.equals.iter().map(|e| (*e).to_owned()).chain(observation.also).collect();
    let report = Observed {
        text: observation.text,
        input: None,
        at: Some(at),
        said,
        target: observation.target.map(str::to_owned),
        code: observation.code,
        check: observation.check.map(str::to_owned),
        server: observation.server,
        host: observation.host,
        time: observation.time,
        outcome: if said == "other" { "not-a-certificate-matter" } else { "open" },
        ..Observed::default()
    };
    Seen { report, equals, hole: false }
}

/// Codes that programs have for a name that does not fit.
const NAME_CODES: &[&str] = &[
    "33",
    "62",
    "64",
    "AH02411",
    "CERT_E_CN_NO_MATCH",
    "CertificateException",
    "ERR_CERT_COMMON_NAME_INVALID",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "HostnameError",
    "NotValidForName",
    "RemoteCertificateNameMismatch",
    "SSL_ERROR_BAD_CERT_DOMAIN",
    "name",
    "ssl.fail_verify_san",
];

/// Whether it is about a name that it does not say.
fn lacks_its_name(seen: &Seen) -> bool {
    seen.report.host.is_none() && seen.report.code.as_deref().is_some_and(|code| NAME_CODES.contains(&code))
}

/// Whether a verdict's code is the one that was seen.
pub fn is_code(seen: &Seen, code: Option<&str>) -> bool {
    let Some(wanted) = seen.report.code.as_deref() else { return true };
    if seen.equals.iter().any(|e| e == "*") {
        return true;
    }
    let Some(code) = code else { return false };
    // A program that says several things at once says the one that was seen among them.
    let one = |c: &str| c == code || code.split(' ').any(|part| part == c);
    one(wanted) || seen.equals.iter().any(|e| one(e))
}

/// Whether a verdict is what the observation is about; what it does not say fits any.
pub fn in_scope(seen: &Seen, row: &Row) -> bool {
    let report = &seen.report;
    let judgement = &row.judgement;
    let known = |t: &str| profiles::find(t).is_some();
    report.target.as_deref().is_none_or(|t| t == judgement.target || !known(t))
        && report.check.as_deref().is_none_or(|c| c == judgement.check.word())
        && report.server.as_deref().is_none_or(|s| s == row.server || !s.chars().any(char::is_alphabetic))
        && report.scene.as_deref().is_none_or(|s| s == row.scene_id)
        && judgement.outcome != Outcome::NotApplicable
}

/// Compares, and looks for what would explain it where the files do not.
pub fn judge(base: &Base<'_>, seen: &mut Seen, rows: &[Row], because: &dyn Fn(&Row) -> Vec<usize>) {
    if matches!(seen.report.outcome, "not-a-certificate-matter" | "unknown-phrase") {
        return;
    }
    let mut scope: Vec<&Row> = rows.iter().filter(|r| in_scope(seen, r)).collect();
    // The name that it was about, where one of the rehearsed ones is it.
    if let Some(host) = seen.report.host.clone()
        && scope.iter().any(|r| r.judgement.host.eq_ignore_ascii_case(&host))
    {
        scope.retain(|r| r.judgement.host.eq_ignore_ascii_case(&host));
    }
    let refused: Vec<&&Row> = scope.iter().filter(|r| r.refused()).collect();
    let accepted = scope.iter().filter(|r| r.judgement.outcome == Outcome::Accepted).count();
    let undetermined = scope.len() - refused.len() - accepted;
    let fitting: Vec<&&&Row> = refused.iter().filter(|r| is_code(seen, r.judgement.code.as_deref())).collect();
    let (outcome, reasons): (&'static str, Vec<&Row>) = match seen.report.said {
        _ if scope.is_empty() => ("open", Vec::new()),
        "accepted" if refused.is_empty() && undetermined == 0 => ("explained", Vec::new()),
        // A certificate or a list that the transcript names and that nobody dropped may be what decided.
        "accepted" if seen.hole => ("open", Vec::new()),
        "accepted" if accepted == 0 && undetermined == 0 => ("contradicted", refused.iter().map(|r| **r).collect()),
        "accepted" => ("open", Vec::new()),
        _ if !fitting.is_empty() => ("explained", fitting.iter().map(|r| ***r).collect()),
        _ if undetermined > 0 => ("open", Vec::new()),
        // Which name was asked for is a hole as long as nobody gave one.
        _ if lacks_its_name(seen) && scope.iter().all(|r| r.judgement.host.is_empty()) => ("open", Vec::new()),
        _ if refused.is_empty() => ("contradicted", Vec::new()),
        _ => ("another", refused.iter().map(|r| **r).collect()),
    };
    seen.report.outcome = outcome;
    for row in reasons {
        for index in because(row) {
            if !seen.report.because.contains(&index) {
                seen.report.because.push(index);
            }
        }
    }
    if seen.report.said == "rejected" && matches!(outcome, "another" | "contradicted") {
        seen.report.hypotheses = hypotheses::find(base, seen, rows);
    }
}
