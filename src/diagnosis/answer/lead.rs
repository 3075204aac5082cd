//! Which refusal the answer is about: one cause, and everybody who refuses because of it.

use crate::policy::{Check, Confidence, Outcome};
use crate::rehearsal::Judgement;
use crate::report::Finding;
use crate::rules::{self, Explained, Rule, Survey};

/// A refusal, with all that refuse for the same cause.
pub struct Lead<'a> {
    /// The one that stands for all.
    pub judgement: &'a Judgement,
    /// The decisive finding.
    pub finding: Option<usize>,
    /// Targets that refuse for this cause, in catalog order.
    pub targets: Vec<&'static str>,
    /// Whether every client rehearsed for this server and host is among them.
    pub everybody: bool,
    /// Servers refused by the same target for the same reason.
    pub servers: Vec<usize>,
    /// How many clients were rehearsed for the same server and host.
    pub rehearsed: usize,
    /// The best confidence among them.
    pub confidence: Confidence,
    /// Nobody else was asked about.
    pub alone: bool,
    /// The same target accepts it under another name.
    pub other_names: bool,
}

impl Lead<'_> {
    /// A gateway's check of its backends.
    pub fn by_gateway(&self) -> bool {
        self.judgement.check.by_gateway()
    }
}

struct Refusal<'a> {
    judgement: &'a Judgement,
    finding: Option<usize>,
}

/// The refusal to lead with: the one that the first step answers, else a gateway's when the scene is about one, else the
/// cause that most targets share.
pub fn choose<'a>(
    survey: &Survey<'_>,
    judgements: &'a [Judgement],
    explained: &Explained<'_>,
    findings: &[Finding],
    first: Option<&Judgement>,
) -> Option<Lead<'a>> {
    let refusals: Vec<Refusal<'a>> = judgements
        .iter()
        .filter(|j| j.outcome == Outcome::Rejected)
        .map(|judgement| {
            let server = judgement.server.and_then(|s| survey.scene.servers.get(s)).map_or("", |s| s.id.as_str());
            Refusal { judgement, finding: super::cause::first(survey.scene, judgement, server, explained) }
        })
        .collect();
    let answered = first.and_then(|f| {
        refusals.iter().find(|r| {
            let j = r.judgement;
            (j.target, j.check, &j.host, j.server) == (f.target, f.check, &f.host, f.server)
        })
    });
    let about_gateway = survey.about_a_gateway() || judgements.iter().all(|j| j.check.by_gateway());
    let gateway = refusals.iter().filter(|r| r.judgement.check.by_gateway() && about_gateway);
    // Version 1 knows no roots and refuses what version 2 takes: it speaks only where version 2 was not asked.
    let second = judgements.iter().any(|j| j.target.ends_with(V2));
    let best = answered
        .or_else(|| {
            gateway
                .filter(|r| !second || r.judgement.target.ends_with(V2))
                .min_by_key(|r| (r.judgement.check != Check::Probe, r.finding.unwrap_or(usize::MAX)))
        })
        .or_else(|| server_start(&refusals, findings))
        .or_else(|| most_shared(&refusals, findings))
        .or_else(|| upload(&refusals, findings))
        .or_else(|| refusals.first())?;
    let mut lead = gather(survey, judgements, findings, &refusals, best);
    let own = best.judgement;
    lead.other_names = judgements
        .iter()
        .any(|j| j.target == own.target && j.server == own.server && j.check == own.check && j.outcome == Outcome::Accepted);
    lead.alone = judgements.iter().all(|j| j.target == best.judgement.target);
    Some(lead)
}

const V2: &str = "gateway-v2";

const STOPS_A_SERVER: [&Rule; 4] =
    [&rules::KEY_MISMATCH, &rules::PRIVATE_KEY_FOR_WRONG_ORDER, &rules::CHAIN_ORDER_WRONG, &rules::END_ENTITY_MISSING];

/// A server that cannot start meets no client.
fn server_start<'r, 'a>(refusals: &'r [Refusal<'a>], findings: &[Finding]) -> Option<&'r Refusal<'a>> {
    let stops = |r: &&Refusal<'_>| {
        let finding = r.finding.and_then(|f| findings.get(f));
        finding.is_some_and(|f| STOPS_A_SERVER.iter().any(|rule| rule.found(f)))
    };
    refusals.iter().filter(|r| r.judgement.check == Check::Load).filter(stops).min_by_key(|r| r.finding)
}

/// Refusals that stop everybody come before those of a few programs with rules of their own.
fn most_shared<'r, 'a>(refusals: &'r [Refusal<'a>], findings: &[Finding]) -> Option<&'r Refusal<'a>> {
    let grave = |r: &Refusal<'_>| r.finding.and_then(|f| findings.get(f)).is_some_and(|f| f.severity == "error");
    // What is no more than a notice concerns a service that was not asked about.
    let noted = |r: &&Refusal<'_>| r.finding.and_then(|f| findings.get(f)).is_some_and(|f| f.severity == "notice");
    let clients = refusals.iter().filter(|r| r.judgement.check == Check::Connect && !noted(r));
    // Targets by what they refuse for, counted in one walk: they come in catalog order.
    let place = |r: &Refusal<'_>| r.finding.map_or(0, |finding| finding + 1);
    let mut shared = vec![(0, ""); findings.len() + 1];
    for refusal in refusals.iter().filter(|r| r.judgement.check == Check::Connect) {
        if let Some((targets, last)) = shared.get_mut(place(refusal))
            && *last != refusal.judgement.target
        {
            (*targets, *last) = (*targets + 1, refusal.judgement.target);
        }
    }
    let shared = |r: &Refusal<'_>| shared.get(place(r)).map_or(0, |(targets, _)| *targets);
    clients
        .min_by_key(|r| (!grave(r), std::cmp::Reverse(shared(r)), r.finding.unwrap_or(usize::MAX)))
        .or_else(|| refusals.iter().find(|r| r.judgement.check.by_gateway() && r.judgement.target.ends_with(V2) && !noted(r)))
        .or_else(|| refusals.iter().find(|r| r.judgement.check == Check::Load && !noted(r)))
}

/// An upload that is refused for more than its own format.
fn upload<'r, 'a>(refusals: &'r [Refusal<'a>], findings: &[Finding]) -> Option<&'r Refusal<'a>> {
    refusals
        .iter()
        .filter(|r| r.judgement.check == Check::Upload)
        .find(|r| r.finding.and_then(|f| findings.get(f)).is_some_and(|f| f.severity != "notice"))
}

fn gather<'a>(
    survey: &Survey<'_>,
    judgements: &'a [Judgement],
    findings: &[Finding],
    refusals: &[Refusal<'a>],
    best: &Refusal<'a>,
) -> Lead<'a> {
    let lead = best.judgement;
    let alike = |r: &&Refusal<'_>| r.finding == best.finding && r.judgement.check == lead.check;
    let mut targets: Vec<&'static str> = Vec::new();
    for refusal in refusals.iter().filter(alike) {
        if !targets.contains(&refusal.judgement.target) && (!lead.check.by_gateway() || refusal.judgement.target == lead.target) {
            targets.push(refusal.judgement.target);
        }
    }
    let same = |j: &&Judgement| {
        j.server == lead.server && j.host == lead.host && j.check == lead.check && j.outcome != Outcome::NotApplicable
    };
    let rehearsed = judgements.iter().filter(same).count();
    let everybody = judgements.iter().filter(same).all(|j| targets.contains(&j.target));
    let rule = |f: Option<usize>| f.and_then(|f| findings.get(f)).map(|f| f.rule);
    let mut servers: Vec<usize> = Vec::new();
    for refusal in refusals {
        let same = refusal.judgement.target == lead.target
            && refusal.judgement.check == lead.check
            && refusal.judgement.host == lead.host
            && rule(refusal.finding) == rule(best.finding);
        if let Some(server) = refusal.judgement.server.filter(|s| same && !servers.contains(s)) {
            servers.push(server);
        }
    }
    servers.retain(|&s| s < survey.scene.servers.len());
    let confidence = refusals.iter().filter(alike).map(|r| r.judgement.confidence).min().unwrap_or(lead.confidence);
    let confidence = if lead.check.by_gateway() { lead.confidence } else { confidence };
    // A damaged certificate is the likeliest reason why none is there.
    let missing = best.finding.and_then(|f| findings.get(f)).is_some_and(|f| rules::END_ENTITY_MISSING.found(f));
    let damages = |f: &Finding| rules::CERTIFICATE_DAMAGED.found(f) || rules::PEM_TRUNCATED.found(f);
    let damaged = findings.iter().position(|f| missing && damages(f));
    Lead {
        judgement: lead,
        finding: damaged.or(best.finding),
        targets,
        everybody,
        rehearsed,
        servers,
        confidence,
        alone: false,
        other_names: false,
    }
}
