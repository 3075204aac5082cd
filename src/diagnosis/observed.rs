//! What somebody saw against what the rehearsal says.

use super::focus::Focus;
use super::hypotheses;
use super::trial::{Row, Trials};
use crate::evidence;
use crate::evidence::statement::{self, Observation};
use crate::octets::hex;
use crate::policy::{Check, Outcome, Profile};
use crate::profiles;
use crate::report::{Handle, Observed, Said, Statement};
use crate::request::{Change, Edit, Seat};
use crate::situation::{Base, ClaimedSeat};

/// An observation, with the codes that count as its own.
#[derive(Clone, Debug)]
pub struct Seen {
    /// As the report says it.
    pub report: Observed,
    /// Codes of the rehearsal that count as the same; `*`: any.
    pub equals: Vec<String>,
    /// What it stands in names something that is not here.
    pub hole: bool,
    /// It names a certificate that was sent and is not here.
    pub unseen: bool,
}

impl Seen {
    /// One that evidence has.
    #[must_use]
    pub fn claimed(report: &Observed, statements: &[Statement]) -> Self {
        let equals = report.equals.iter().map(|e| (*e).to_owned()).chain(report.also.iter().cloned()).collect();
        let unseen = |s: &Statement| matches!(&s.value, Said::Handle(Handle { certificate: None, .. }));
        let mine = |absent: &dyn Fn(&Statement) -> bool| statements.iter().any(|s| Some(s.input) == report.input && absent(s));
        let hole = mine(&|s| unseen(s) || matches!(s.value, Said::Hole { .. }));
        Self { report: report.clone(), equals, hole, unseen: mine(&unseen) }
    }
}

/// What evidence among the files says, then the request's texts: the order of `Report.observed`.
pub fn all(base: &Base<'_>) -> Vec<Seen> {
    let claims = &base.prepared.claims;
    let claimed = claims.observed.iter().map(|o| Seen::claimed(o, &claims.statements));
    let mut all: Vec<Seen> = claimed.chain(base.request.observed.iter().flat_map(|text| of_text(text))).collect();
    // What a library says of the files that it loads, it says for the program that was chosen.
    if let Some([chosen]) = base.request.targets.as_deref() {
        let loads = |id: &str| profiles::find(id).is_some_and(|p| p.checks.contains(&Check::Load));
        let of_library = |s: &&mut Seen| {
            s.report.check.as_deref() == Some(Check::Load.word())
                && s.report.target.as_deref().is_some_and(|t| t != chosen && !loads(t))
        };
        if loads(chosen) {
            all.iter_mut().filter(of_library).for_each(|s| {
                s.report.target = Some(chosen.clone());
                s.equals.push("*".to_owned());
            });
        }
    }
    all
}

fn of_text(text: &str) -> Vec<Seen> {
    let hits = evidence::observed(text);
    if hits.is_empty() {
        let report = Observed { at: Some([0, text.len()]), said: "other", outcome: "unknown-phrase", ..Observed::default() };
        return vec![Seen { report, equals: Vec::new(), hole: false, unseen: false }];
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
    Seen { report, equals, hole: false, unseen: false }
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

/// Whether a refusal is the one that was seen.
pub fn is_code(seen: &Seen, row: &Row) -> bool {
    let Some(wanted) = seen.report.code.as_deref() else { return true };
    if seen.equals.iter().any(|e| e == "*") {
        return is_matter(seen, row);
    }
    let judgement = &row.judgement;
    let Some(code) = judgement.code.as_deref() else {
        // Of a target whose codes nobody published the refusal is all that can be compared.
        let mute = |p: &Profile| p.words.iter().all(|w| w.code.is_none());
        return judgement.check == Check::Upload && profiles::find(judgement.target).is_some_and(mute);
    };
    // A program that says several things at once says the one that was seen among them; what it prints may lack the reason
    // behind Java's exceptions.
    let one = |c: &str| c == code || code.split(' ').any(|part| part == c || part.split_once('/').is_some_and(|(of, _)| of == c));
    (one(wanted) || seen.equals.iter().any(|e| one(e))) && is_phrase(seen, row)
}

/// Where one code stands for several things, as curl's 60 does, the words tell which.
fn is_phrase(seen: &Seen, row: &Row) -> bool {
    let judgement = &row.judgement;
    let (Some(text), Some(said)) = (seen.report.text.as_deref().map(plain), judgement.message.as_deref()) else { return true };
    let words = profiles::find(judgement.target).map_or(&[][..], |p| p.words);
    let same_code = words.iter().filter(|w| w.code.is_some() && w.code == judgement.code.as_deref() && !w.message.is_empty());
    let heard = same_code.map(|w| plain(w.message)).filter(|m| text.contains(m.as_str())).max_by_key(String::len);
    // Said otherwise than the rehearsed version does: at least of the same matter.
    heard.map_or_else(|| is_matter(seen, row), |heard| plain(said) == heard)
}

/// As it is compared: programs and their versions write one message with capitals and hyphens or without.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('-', " ")
}

/// Whether neither text is of a name, a date or an issuer where the other is of another of these.
fn is_matter(seen: &Seen, row: &Row) -> bool {
    let matter = |text: &Option<String>| {
        let text = plain(text.as_deref()?);
        ABOUT.iter().position(|words| words.iter().any(|w| text.contains(w)))
    };
    matter(&seen.report.text).is_none_or(|one| matter(&row.judgement.message).is_none_or(|other| one == other))
}

/// What programs say of names, of dates, and of the issuer, in words of all versions.
const ABOUT: [&[&str]; 3] = [
    &["subject name", "subjectaltname", "common name", "hostname", "host name", "ip address mismatch"],
    &["expired", "not yet valid", "not yet activated"],
    &["issuer cert", "self signed", "issuer is not recognized", "not trusted", "unable to get issuer", "verify the first"],
];

/// The verdicts that an observation is about; what it does not say fits any.
pub fn scope<'r>(seen: &Seen, rows: &'r [Row]) -> Vec<&'r Row> {
    let report = &seen.report;
    let known = |t: &str| profiles::find(t).is_some();
    // What a program says of client certificates is a target of its own.
    let asks = |t: &str, target: &str| target.strip_suffix("-client-auth").is_some_and(|program| t.starts_with(program));
    // An address that nothing here is known by may be any server's, unless servers are known by theirs.
    let named = |s: &str| s.parse::<std::net::IpAddr>().is_err();
    let server = report.server.as_deref().filter(|s| named(s) || rows.iter().any(|r| *r.server == **s || !named(&r.server)));
    let about = |row: &&Row| {
        let judgement = &row.judgement;
        report.target.as_deref().is_none_or(|t| t == judgement.target || !known(t) || asks(t, judgement.target))
            && report.check.as_deref().is_none_or(|c| c == judgement.check.word())
            && server.is_none_or(|s| *s == *row.server)
            && report.scene.as_deref().is_none_or(|s| *s == *row.scene_id)
            && judgement.outcome != Outcome::NotApplicable
    };
    let mut scope: Vec<&Row> = rows.iter().filter(about).collect();
    // The name that it was about, where one of the rehearsed ones is it.
    if let Some(host) = &report.host
        && scope.iter().any(|r| r.judgement.host.eq_ignore_ascii_case(host))
    {
        scope.retain(|r| r.judgement.host.eq_ignore_ascii_case(host));
    }
    scope
}

/// Whether all is accepted once the issuer that was sent, and is named without its bytes, is there.
fn accepted_with_the_unseen(trials: &Trials<'_>, seen: &Seen, refused: &[&Row]) -> bool {
    let base = trials.base;
    let changes: Vec<Change> = refused
        .iter()
        .filter_map(|row| {
            let situation = base.situation(base.prepared, &[]);
            let scene = situation.scenes.get(row.scene)?;
            let last = *scene.servers.get(row.judgement.server?)?.presented.last()?;
            let issuer_of = hex(&scene.certificate(last).sha256);
            Some(Change::everywhere(Edit::Obtain { issuer_of, from: None }))
        })
        .collect();
    let profiles: Vec<_> = refused.iter().filter_map(|r| profiles::find(r.judgement.target)).take(1).collect();
    let after = trials.rows(&Focus::default(), &profiles, &changes);
    let now = scope(seen, &after);
    !now.is_empty() && now.iter().all(|r| r.judgement.outcome == Outcome::Accepted)
}

/// Whether what was sent is known to be another certificate than the one that was dropped for it.
fn another_certificate(trials: &Trials<'_>) -> bool {
    let prepared = trials.base.prepared;
    let unknown = |s: &Statement| matches!(&s.value, Said::Handle(h) if h.certificate.is_none() && (h.sha256.is_some() || h.sha1.is_some() || h.spki_sha256.is_some()));
    let aside = |c: &ClaimedSeat| {
        let certificate = prepared.certificate_of_item.get(c.item).copied().flatten();
        c.seat == Seat::Ignore && certificate.is_some_and(|c| !prepared.certificate(c).is_ca())
    };
    prepared.claims.statements.iter().any(unknown) && prepared.claims.seats.iter().any(aside)
}

/// Compares, and looks for what would explain it where the files do not.
pub fn judge(trials: &Trials<'_>, seen: &mut Seen, rows: &[Row], because: &dyn Fn(&Row) -> Vec<usize>) {
    if matches!(seen.report.outcome, "not-a-certificate-matter" | "unknown-phrase") {
        return;
    }
    let mut scope = scope(seen, rows);
    // Where the program's own configuration is at hand, it is that program.
    let situation = trials.base.situation(trials.base.prepared, &[]);
    let own: Vec<bool> =
        situation.scenes.iter().map(|scene| scene.target.is_some() && scene.target == seen.report.target).collect();
    let configured = |row: &&Row| own.get(row.scene) == Some(&true);
    if scope.iter().any(configured) {
        scope.retain(configured);
    }
    let refused: Vec<&Row> = scope.iter().copied().filter(|r| r.refused()).collect();
    let accepted = scope.iter().filter(|r| r.judgement.outcome == Outcome::Accepted).count();
    let undetermined = scope.len() - refused.len() - accepted;
    let fitting: Vec<&Row> = refused.iter().copied().filter(|r| is_code(seen, r)).collect();
    let (outcome, reasons): (&'static str, Vec<&Row>) = match seen.report.said {
        "rejected" if scope.is_empty() && another_certificate(trials) => ("contradicted", Vec::new()),
        _ if scope.is_empty() => ("open", Vec::new()),
        "accepted" if refused.is_empty() && undetermined == 0 => ("explained", Vec::new()),
        "accepted" if seen.unseen && accepted_with_the_unseen(trials, seen, &refused) => ("explained", Vec::new()),
        // A certificate or a list that the transcript names and that nobody dropped may be what decided.
        "accepted" if seen.hole => ("open", Vec::new()),
        "accepted" if accepted == 0 && undetermined == 0 => ("contradicted", refused),
        "accepted" => ("open", Vec::new()),
        _ if !fitting.is_empty() => ("explained", fitting),
        _ if undetermined > 0 => ("open", Vec::new()),
        // Which name was asked for is a hole as long as nobody gave one.
        _ if lacks_its_name(seen) && scope.iter().all(|r| r.judgement.host.is_empty()) => ("open", Vec::new()),
        _ if refused.is_empty() => ("contradicted", Vec::new()),
        _ => ("another", refused),
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
        seen.report.hypotheses = hypotheses::find(trials, seen, rows);
    }
}
