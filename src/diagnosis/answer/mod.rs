//! The one sentence on top: who will refuse what, because of which one cause, and what to do about it.

mod cause;
mod lead;

use super::focus::Focus;
use super::remedies;
use super::trial::Row;
use super::words::Words;
use crate::cure;
use crate::facts::{CertificationRequest, KeyAlgorithm};
use crate::fault::FaultKind;
use crate::policy::{Check, Confidence, Method, Outcome};
use crate::profiles;
use crate::rehearsal::Judgement;
use crate::report::{Answer, Assumption, Finding, Fix, Observed, Span, Step};
use crate::rules::{self, Explained, Rule, Survey};
use crate::situation::Situation;
use lead::Lead;

pub use cause::first as cause_of;

/// What the diagnosis came to.
#[derive(Clone, Copy)]
pub struct Outcomes<'a> {
    /// What is in focus.
    pub focus: &'a Focus,
    /// Its verdicts.
    pub before: &'a [Row],
    /// What cures them.
    pub steps: &'a [Step],
    /// The refusal that the first step answers.
    pub first: Option<&'a Row>,
    /// What was assumed.
    pub assumptions: &'a [Assumption],
    /// What was seen, and what may explain it.
    pub seen: &'a [Observed],
}

/// Puts the most useful thing there is to say into one sentence.
#[must_use]
pub fn answer(
    situation: &Situation<'_>,
    judgements: &[Vec<Judgement>],
    explained: &Explained<'_>,
    findings: &[Finding],
    surveys: &[Survey<'_>],
    outcome: &Outcomes<'_>,
) -> Answer {
    let Outcomes { focus, before, steps, first, assumptions, seen } = *outcome;
    if situation.typed().prepared.reading.inputs.is_empty() {
        let sentence = Words::of("Drop certificates, keys or a PFX anywhere on the page to begin.");
        return Answer { severity: "waiting", sentence, ..Answer::default() };
    }
    // What is chosen may be rehearsed in a scene of its own, as clients' certificates are.
    let alone = before.first().filter(|r| focus.report.from == "target" && before.iter().all(|b| b.scene == r.scene));
    let speaking = first.or_else(|| before.iter().find(|r| r.refused())).or(alone).map_or(0, |r| r.scene);
    let (Some(survey), Some(all)) = (surveys.get(speaking), judgements.get(speaking)) else {
        return Answer::default();
    };
    let mine: Vec<Judgement> = before.iter().filter(|r| r.scene == speaking).map(|r| (*r.judgement).clone()).collect();
    let lead = lead::choose(survey, &mine, explained, findings, first.map(|r| &*r.judgement));
    if let Some(locked) = locked(survey, findings) {
        let nothing_refused = lead.is_none();
        return match lead.filter(|lead| focus.report.from == "target" || stands_whatever_is_locked(lead, findings)) {
            Some(lead) => also_locked(refused(survey, &lead, findings, steps)),
            None if nothing_refused && name_comes_first(survey, &locked, findings) => {
                also_locked(accepted(survey, all, &mine, findings, focus))
            }
            None => locked,
        };
    }
    if let Some(lead) = lead {
        return refused(survey, &lead, findings, steps);
    }
    if survey.leaves().next().is_none() && (mine.is_empty() || focus.report.from != "target") {
        return no_server(survey, findings);
    }
    let mut answer = accepted(survey, all, &mine, findings, focus);
    // Somebody saw something else: what that may come from is nearer than what is in order.
    let other = |o: &&Observed| o.outcome == "contradicted" && o.said == "rejected";
    let likeliest = seen.iter().filter(other).find_map(|o| o.hypotheses.first()).filter(|_| focus.report.from == "observed");
    if let Some(likeliest) = likeliest {
        answer.severity = "warning";
        let words = Words::default().say("What was seen does not come from these files. Likeliest: ");
        answer.cause = words.then(likeliest.text.clone()).end();
    }
    // What it hangs on.
    if let Some(doubtful) = super::assumptions::doubtful(assumptions) {
        let words = Words::default().say(if answer.cause.is_empty() { "This holds if " } else { " This holds if " });
        answer.cause.extend(words.then(doubtful.text.clone()).say(".").end());
    }
    answer
}

/// What to do, first choice first: the steps, each with its alternatives after it.
fn fixes(steps: &[Step]) -> Vec<Fix> {
    let of = |s: &Step| Fix {
        text: s.text.clone(),
        setting: s.setting,
        value: s.value.clone(),
        commands: s.commands.clone(),
        repair: s.repair,
    };
    steps.iter().map(of).collect()
}

/// The server that sends the certificate which a finding is about, although no path of its own needs it.
fn superfluous(survey: &Survey<'_>, finding: &Finding) -> Option<(String, usize)> {
    let index = finding.at.certificate?;
    let unneeded = |s: &&crate::scene::ServerScene| {
        s.presented.contains(&index) && !s.proposed.order.contains(&index) && s.proposed.complete && Some(index) != s.leaf
    };
    survey.scene.servers.iter().find(unneeded).map(|s| (s.id.clone(), index))
}

/// What a finding that refuses nothing advises; the file that does it, where the server's own is not as proposed.
fn advice(survey: &Survey<'_>, finding: Option<&Finding>) -> Vec<Fix> {
    let Some(finding) = finding else { return Vec::new() };
    let server = finding.at.server.as_deref().and_then(|id| survey.scene.servers.iter().find(|s| s.id == id));
    if let Some((server, index)) = superfluous(survey, finding) {
        let words = Words::default().say("Remove ").name(survey.label(index)).say(" from what the server");
        let words = if survey.scene.servers.len() > 1 { words.say(" ").name(server) } else { words };
        return vec![*Fix::words(words.say(" sends: its chain is complete without it.")).repair("bundle")];
    }
    let mut fix = Fix::of(finding.fix);
    if server.is_some_and(|s| !s.proposed.presented_fits && !s.proposed.order.is_empty()) {
        fix = fix.repair("bundle");
    }
    vec![*fix]
}

/// Whether a refusal rests on a certificate that was read: no other file can make its names or dates right.
fn stands_whatever_is_locked(lead: &Lead<'_>, findings: &[Finding]) -> bool {
    const OF_THE_CERTIFICATE: [&Rule; 8] = [
        &rules::HOSTNAME_MISMATCH,
        &rules::IP_NOT_IN_SAN,
        &rules::WILDCARD_DEPTH,
        &rules::SUBJECT_ALT_NAME_ABSENT,
        &rules::END_ENTITY_EXPIRED,
        &rules::EKU_SERVER_AUTH_MISSING,
        &rules::KEY_USAGE_UNSUITABLE,
        &rules::WEAK_KEY,
    ];
    lead.finding.and_then(|f| findings.get(f)).is_some_and(|f| OF_THE_CERTIFICATE.iter().any(|rule| rule.found(f)))
}

/// Whether the name that is asked for is the first thing missing: the servers' own certificates are here, and what is locked
/// stands at the listener.
fn name_comes_first(survey: &Survey<'_>, locked: &Answer, findings: &[Finding]) -> bool {
    let scene = survey.scene;
    let behind = scene.servers.iter().any(|s| !s.listener && s.leaf.is_some());
    let input = locked.finding.and_then(|f| findings.get(f)).and_then(|f| f.at.input);
    let at_listener = input.and_then(|i| scene.seats.get(i)).is_some_and(|c| c.seat == crate::request::Seat::Listener);
    scene.hosts.is_empty() && behind && at_listener
}

fn also_locked(mut answer: Answer) -> Answer {
    answer.cause.extend(Words::default().say(" One file is still locked; what is inside was not judged.").end());
    answer
}

/// A locked file may hold everything that seems to be missing, so it comes before what may be its consequence.
fn locked(survey: &Survey<'_>, findings: &[Finding]) -> Option<Answer> {
    let (index, finding) = findings.iter().enumerate().find(|(_, f)| rules::LOCKED.found(f) || rules::WRONG_PASSWORD.found(f))?;
    let title = finding.at.input.and_then(|i| survey.scene.prepared.reading.inputs.get(i)).map_or("", |i| i.title);
    let title = if title.is_empty() { "file" } else { title };
    let sentence = if rules::LOCKED.found(finding) {
        let words = Words::default().say("First unlock the ").say(title);
        which_file(survey, finding, words, " ").say(": what is inside cannot be judged without its password.")
    } else {
        which_file(survey, finding, Words::default().say("The password does not open the ").say(title), " ").say(".")
    };
    Some(Answer {
        severity: "warning",
        sentence: sentence.end(),
        cause: reason(finding).end(),
        finding: Some(index),
        fixes: advice(survey, Some(finding)),
        ..Answer::default()
    })
}

/// Where there are several files, says which one is meant.
fn which_file(survey: &Survey<'_>, finding: &Finding, words: Words, before: &'static str) -> Words {
    let inputs = &survey.scene.prepared.reading.inputs;
    match finding.at.input.and_then(|i| inputs.get(i)).filter(|_| inputs.len() > 1) {
        Some(input) => words.say(before).name(input.name.as_str()),
        None => words,
    }
}

fn refused(survey: &Survey<'_>, lead: &Lead<'_>, findings: &[Finding], steps: &[Step]) -> Answer {
    let finding = lead.finding.and_then(|f| findings.get(f));
    let judgement = lead.judgement;
    // A few programs with rules of their own, or one upload field: most of what was asked works.
    let few = judgement.check == Check::Connect && lead.targets.len() * 2 < lead.rehearsed;
    let minor = judgement.check == Check::Upload || (few && finding.is_none_or(|f| f.severity != "error"));
    if minor
        && !lead.alone
        && let Some(first) = findings.first().filter(|f| f.severity != "notice" && lead.finding != Some(0))
    {
        return mostly(survey, lead, first, steps);
    }
    let minor = minor && !lead.alone;
    let clause = cause::clause(survey, lead, finding);
    let sure = !matches!(lead.confidence, Confidence::Reported | Confidence::Inferred);
    let words = match judgement.check {
        Check::Probe => {
            let words = gateway(judgement).say(if sure { " will mark " } else { " will probably mark " });
            subject(survey, lead, words).say(" Unhealthy: ")
        }
        Check::Traffic => {
            let words = gateway(judgement).say(if sure {
                " will answer 502 for requests to "
            } else {
                " will probably answer 502 for requests to "
            });
            subject(survey, lead, words).say(": ")
        }
        Check::Load => targets(lead).say(if sure {
            " will not start with these files: "
        } else {
            " will probably not start with these files: "
        }),
        Check::Upload => targets(lead).say(if sure { " will not take the file: " } else { " will probably not take the file: " }),
        Check::Connect | Check::ClientAuth => {
            // What is wrong with the chain is wrong under every name.
            let host = Some(judgement.host.as_str()).filter(|h| {
                !h.is_empty() && (survey.scene.hosts.len() < 2 || lead.other_names || finding.is_none_or(|f| f.at.host.is_some()))
            });
            let few = lead.targets.len() * 2 < lead.rehearsed;
            let words =
                if few { Words::default().say("Most programs accept it, but ").then(targets(lead).end()) } else { targets(lead) };
            let words = words.say(if sure { " will refuse " } else { " will probably refuse " });
            let words = match host {
                _ if judgement.check == Check::ClientAuth => words.say("the client certificate"),
                Some(host) => words.say("the connection to ").name(host),
                None => words.say("every connection"),
            };
            let words = if survey.scene.servers.len() > 1 { subject(survey, lead, words.say(" at ")) } else { words };
            words.say(": ")
        }
    };
    let server = judgement.server.and_then(|s| survey.scene.servers.get(s)).map(|s| s.id.clone());
    let further =
        steps.iter().enumerate().filter(|(i, s)| *i > 0 && (s.either.is_none() || s.either != steps[i - 1].either)).count();
    let clause = match further {
        0 => clause,
        1 => Words::default().then(clause).say(". One more step follows after that").end(),
        n => Words::default().then(clause).say(". ").count(n).say(" more steps follow after that").end(),
    };
    let todo = if steps.is_empty() { advice(survey, finding) } else { fixes(steps) };
    Answer {
        severity: if minor { "warning" } else { "error" },
        sentence: words.then(clause).say(".").end(),
        cause: why(survey, lead, finding),
        target: Some(judgement.target),
        server,
        host: Some(judgement.host.clone()).filter(|h| !h.is_empty()),
        finding: lead.finding,
        fixes: todo,
    }
}

/// Most programs accept it, and something else comes before what the others mind.
fn mostly(survey: &Survey<'_>, lead: &Lead<'_>, first: &Finding, steps: &[Step]) -> Answer {
    let leaf = survey.leaves().next().map(|(_, leaf)| survey.label(leaf)).unwrap_or_default();
    let words = Words::default().say("Most programs will accept the certificate ").name(leaf);
    let cause = reason(first);
    let cause = if lead.judgement.check == Check::Connect && !lead.judgement.host.is_empty() {
        let words = cause.say(" Apart from that, ").then(targets(lead).end());
        words.say(" will refuse the connection to ").name(lead.judgement.host.clone()).say(".")
    } else {
        cause
    };
    Answer {
        severity: first.severity,
        sentence: words.say(". One thing to look at: ").say(first.title).say(".").end(),
        cause: cause.end(),
        finding: Some(0),
        fixes: advice(survey, Some(first)).into_iter().chain(fixes(steps)).collect(),
        ..Answer::default()
    }
}

fn gateway(judgement: &Judgement) -> Words {
    Words::default().say(target_name(judgement.target))
}

/// Its name, without the side on which it stands.
pub fn target_name(id: &'static str) -> &'static str {
    let name = profiles::find(id).map_or(id, |p| p.name);
    // The side on which a proxy stands is clear from the sentence.
    [" to its backends", " as a ", " towards "].iter().fold(name, |name, cut| name.split(cut).next().unwrap_or(name))
}

fn targets(lead: &Lead<'_>) -> Words {
    if lead.everybody && lead.targets.len() > 3 {
        return Words::default().say("Each of the ").count(lead.targets.len()).say(" programs rehearsed here");
    }
    let names: Vec<&'static str> = lead.targets.iter().map(|id| target_name(id)).collect();
    Words::default().terms(&names)
}

/// The servers concerned, or the only one.
fn subject(survey: &Survey<'_>, lead: &Lead<'_>, words: Words) -> Words {
    let ids: Vec<String> = lead.servers.iter().filter_map(|&s| survey.scene.servers.get(s)).map(|s| s.id.clone()).collect();
    let backends = survey.scene.servers.iter().filter(|s| !s.listener).count();
    match ids.len() {
        _ if backends == 1 => words.say("the server"),
        0 => words.say("the server"),
        n if n == backends => words.say("every server (").names(&ids, " others").say(")"),
        _ => words.names(&ids, " others"),
    }
}

/// Who is hurt by it, a gateway's users included where a gateway is asked about.
fn reason(finding: &Finding) -> Words {
    let words = Words::default().say(finding.why);
    match finding.gateway {
        Some(gateway) => words.say(" ").say(gateway),
        None => words,
    }
}

/// The cause in general words, and which servers do better.
fn why(survey: &Survey<'_>, lead: &Lead<'_>, finding: Option<&Finding>) -> Vec<Span> {
    let mut words = Words::default();
    if let Some(own) = cause::of_one_target(survey, lead, finding) {
        words = words.then(own);
    } else if let Some(finding) = finding {
        words = words.say(finding.title).say(". ").then(reason(finding).end());
    }
    let better: Vec<String> = survey
        .scene
        .servers
        .iter()
        .enumerate()
        .filter(|(i, s)| !s.listener && !lead.servers.contains(i))
        .map(|(_, s)| s.id.clone())
        .collect();
    let leaf = lead.judgement.server.and_then(|s| survey.leaf(s));
    if let Some(told) = leaf.and_then(|l| crate::diagnosis::defaults::told(survey.certificate(l))) {
        words = words.then(told);
    }
    if lead.by_gateway() && !better.is_empty() {
        words = words.say(" This does not concern ").names(&better, " others").say(".");
    }
    words.end()
}

/// Files that hold nothing a server could present.
fn no_server(survey: &Survey<'_>, findings: &[Finding]) -> Answer {
    let prepared = &survey.scene.prepared;
    // What is broken is nearer to the cause than a file of another kind beside it.
    // A key beside its request waits for the certificate.
    let waits = |f: &Finding| rules::NO_CERTIFICATE.found(f) && !prepared.requests.is_empty();
    let mut errors = findings.iter().enumerate().filter(|(_, f)| f.severity == "error" && !waits(f));
    let leading = errors.clone().find(|(_, f)| !rules::NO_CERTIFICATE.found(f)).or_else(|| errors.next());
    let (severity, words) = if let Some((_, finding)) = leading {
        let words = if rules::NO_CERTIFICATE.found(finding) && prepared.private_keys().next().is_some() {
            Words::default()
                .say("There is a private key and no certificate. Add the certificate to see whether they belong together")
        } else if rules::NO_CERTIFICATE.found(finding) && prepared.reading.inputs.len() > 1 {
            Words::default().say("There is no certificate in any of these files")
        } else {
            which_file(survey, finding, Words::default().say(finding.title), ": ")
        };
        ("error", words.say("."))
    } else if let Some((&item, request)) = prepared.requests.iter().next() {
        return of_request(survey, item, request, findings);
    } else if !survey.scene.trust.is_empty() {
        (
            "notice",
            Words::default().say("These are trusted certificates only. Add what the server presents to rehearse a connection."),
        )
    } else if prepared.private_keys().next().is_some() {
        (
            "notice",
            Words::default()
                .say("There is a private key and no certificate. Add the certificate to see whether they belong together."),
        )
    } else {
        ("notice", Words::default().say("There is no server certificate among these files, so no connection can be rehearsed."))
    };
    let index = leading.map(|(i, _)| i);
    let finding = leading.map(|(_, f)| f);
    Answer {
        severity,
        sentence: words.end(),
        cause: finding.map(|f| reason(f).end()).unwrap_or_default(),
        finding: index,
        fixes: advice(survey, finding),
        ..Answer::default()
    }
}

/// A request, before there is a certificate: its names against those that are asked for, its key against those at hand.
fn of_request(survey: &Survey<'_>, item: usize, request: &CertificationRequest, findings: &[Finding]) -> Answer {
    let prepared = survey.scene.prepared;
    let fits = |k: &crate::facts::PrivateKey| k.public.as_ref().is_some_and(|public| public.fits(&request.public_key));
    let key = prepared.private_keys().find(|(_, k)| fits(k)).map(|(item, _)| item);
    let key_is_here = key.is_some();
    let key_file = key.and_then(|item| prepared.reading.inputs.get(prepared.reading.items.get(item)?.input)).map(|i| &*i.name);
    let hosts = survey.scene.hosts.iter();
    let missing: Vec<String> = hosts.filter(|h| !request.names(&h.identifier)).map(|h| h.typed.clone()).collect();
    let odd = findings.iter().enumerate().find(|(_, f)| f.severity != "notice" && f.at.item == Some(item));
    let words = Words::default().say("This is a certification request for ").name(request.subject.to_rfc4514());
    let key = &request.public_key;
    let least = if matches!(key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss) { 2048 } else { 224 };
    if (1..least).contains(&key.bits) {
        let words =
            words.say(" with a key of ").count(key.bits as usize).say(" bits: public CAs sign no request with so small a key.");
        let again = Fix::of("Make a new key (RSA with 2048 bits or more, or P-256), and a new request with it.");
        let again = again.command("openssl", remedies::request_again(request, &missing, None));
        return Answer { severity: "warning", sentence: words.end(), fixes: vec![*again], ..Answer::default() };
    }
    let own_key = |words: Words| if key_is_here { words.say(" The private key beside it belongs to it.") } else { words };
    let (severity, words, fixes) = if missing.is_empty() {
        match odd {
            Some((_, odd)) => {
                ("warning", words.say(". One thing to look at: ").say(odd.title).say("."), advice(survey, Some(odd)))
            }
            // Clients read names nowhere else, and only the CA may still add them.
            None if request.subject_alt_names.as_ref().is_none_or(|s| s.names.is_empty()) => {
                let words = words.say(" without a subject alternative name, where clients look for names.");
                let words = words.say(" Make it again with the names, or have the CA add them.");
                ("warning", own_key(words), Vec::new())
            }
            None => {
                let words =
                    words.say(": its signature verifies. Add the certificate that the CA returns to rehearse a connection.");
                ("ok", own_key(words), Vec::new())
            }
        }
    } else {
        let words = words.say(" that does not ask for ").names(&missing, " other names");
        let words = words.say(": what the CA makes of it will not be for that name, unless the CA adds it.");
        let again = Words::default().say("Make the request again with ").names(&missing, " other names");
        let again = again.say(" in its subject alternative name, next to the names that it has, and send that one to the CA.");
        let command = remedies::request_again(request, &missing, key_file);
        let first = Fix::words(again).command("openssl", command);
        let more = odd.map(|(_, odd)| advice(survey, Some(odd))).unwrap_or_default();
        ("warning", own_key(words), std::iter::once(*first).chain(more).collect())
    };
    Answer {
        severity,
        sentence: words.end(),
        cause: odd.map(|(_, f)| reason(f).end()).unwrap_or_default(),
        finding: odd.map(|(i, _)| i),
        fixes,
        ..Answer::default()
    }
}

/// One service with rules of its own.
fn refusal_aside(unwilling: Option<&Judgement>) -> Option<Vec<Span>> {
    let words = Words::default().say(target_name(unwilling?.target));
    Some(words.say(" refuses it by rules of its own, see its verdict. That matters only if you use it.").end())
}

fn accepting(words: Words, willing: usize, first: Option<&'static str>, some_do_not: bool, leaf: &str) -> Words {
    match (willing, first) {
        (1, Some(one)) => words.say(target_name(one)).say(" will accept the certificate ").name(leaf),
        (0, _) | (_, None) => words.say("The chain of ").name(leaf).say(" was checked, and no program was rehearsed"),
        (n, _) if some_do_not => {
            words.count(n).say(" of the programs that could be judged will accept the certificate ").name(leaf)
        }
        (n, _) => words.say("All ").count(n).say(" programs that could be judged will accept the certificate ").name(leaf),
    }
}

/// Whether a verdict is open for a signature that was not computed.
fn rests_on_an_open_signature(judgement: &Judgement) -> bool {
    let open = |kind| matches!(kind, FaultKind::SignatureUnsupported | FaultKind::SignatureUnchecked);
    judgement.outcome == Outcome::Undetermined && judgement.faults.iter().any(|fault| open(fault.kind))
}

/// Nobody who was asked about refuses.
fn accepted(survey: &Survey<'_>, all: &[Judgement], mine: &[Judgement], findings: &[Finding], focus: &Focus) -> Answer {
    // What was asked about, else whoever connects.
    let asked = matches!(focus.report.from, "target" | "request" | "observed") && !mine.is_empty();
    // Who connects is no service that dials on somebody's behalf, where nobody speaks of one.
    let clients = focus.report.from == "clients" && !mine.is_empty();
    let judgements = if asked || clients { mine } else { all };
    let connects = |j: &&Judgement| asked || j.check == Check::Connect || j.check.by_gateway();
    let mut willing: Vec<&'static str> = Vec::new();
    for judgement in judgements.iter().filter(connects).filter(|j| j.outcome == Outcome::Accepted) {
        if !willing.contains(&judgement.target) {
            willing.push(judgement.target);
        }
    }
    let unwilling = judgements.iter().filter(connects).find(|j| {
        // Version 1 of the gateway wants another upload; that is no verdict on the certificate.
        j.outcome == Outcome::Rejected && j.check == Check::Connect
    });
    let doubt = judgements.iter().filter(connects).find(|j| j.outcome == Outcome::Undetermined);
    let mut hosts: Vec<String> = Vec::new();
    for judgement in judgements.iter().filter(connects).filter(|j| j.outcome == Outcome::Accepted && !j.host.is_empty()) {
        if !hosts.contains(&judgement.host) {
            hosts.push(judgement.host.clone());
        }
    }
    let leaf = survey.leaves().next().map(|(_, leaf)| survey.label(leaf)).unwrap_or_default();
    // Who only reads its files trusts nobody.
    let reads = asked && judgements.iter().all(|j| matches!(j.check, Check::Load | Check::Upload));
    let of_trust = |f: &Finding| rules::ANCHOR_MISMATCH.found(f) || rules::SELF_SIGNED_END_ENTITY.found(f);
    // A locked file comes here only where a name comes before it.
    let of_lock = |f: &Finding| rules::LOCKED.found(f) || rules::WRONG_PASSWORD.found(f);
    let warning = findings.iter().enumerate().find(|(_, f)| f.severity != "notice" && !of_lock(f) && !(reads && of_trust(f)));
    let words = Words::default();
    // What is in doubt without any name is the name.
    let of_names = survey.scene.hosts.is_empty() && doubt.is_some_and(|j| j.check == Check::Connect || j.check.by_gateway());
    let other_doubt = asked && doubt.is_some() && !of_names;
    // What nobody vouches for is not called in order.
    let vouched = !judgements.is_empty() && !judgements.iter().any(rests_on_an_open_signature);
    let nameless = willing.is_empty() && hosts.is_empty() && warning.is_none() && !other_doubt && vouched;
    // The one that was chosen has nothing to say of files of this form: why, and what it would take.
    let silent = all.iter().find(|j| {
        focus.report.from == "target"
            && mine.is_empty()
            && focus.report.targets.iter().any(|t| t == j.target)
            && j.message.is_some()
    });
    if let Some(silent) = silent.filter(|j| matches!(j.check, Check::Load | Check::Upload)) {
        let words =
            words.say(target_name(silent.target)).say(" was not rehearsed. ").name(silent.message.clone().unwrap_or_default());
        let no_key = survey.scene.prepared.private_keys().next().is_none();
        let of_files = profiles::find(silent.target).filter(|p| matches!(p.method, Method::Upload(_)));
        let cure = if no_key { cure::FIND_KEY } else { cure::MAKE_PFX };
        let fixes = of_files.map(|_| *Fix::of(cure.text)).into_iter().collect();
        return Answer { severity: "error", sentence: words.end(), target: Some(silent.target), fixes, ..Answer::default() };
    }
    let words = match (willing.len(), doubt) {
        (0, _) if nameless => words
            .say("Type the hostnames that are asked for. Signatures, dates and purposes are in order in the chain of ")
            .name(leaf)
            .say("; the names come next."),
        (0, Some(doubt)) if asked => {
            let why = doubt.message.clone().unwrap_or_default();
            words.say(target_name(doubt.target)).say(" cannot be judged yet. ").name(why)
        }
        (0, Some(_)) => words.say("Whether programs accept the certificate ").name(leaf.as_str()).say(" could not be told"),
        (n, _) => accepting(words, n, willing.first().copied(), unwilling.is_some(), &leaf),
    };
    let words = if hosts.is_empty() { words } else { words.say(" for ").names(&hosts, " other names") };
    let words = match warning {
        Some((_, finding)) if willing.is_empty() && doubt.is_some() && asked => {
            words.say(" One thing to look at: ").say(finding.title).say(".")
        }
        Some((_, finding)) => words.say(". One thing to look at: ").say(finding.title).say("."),
        None if nameless => words,
        None if willing.is_empty() && doubt.is_some() && asked => words,
        None if willing.is_empty() => words.say("."),
        None if hosts.is_empty() => words
            .say(": signatures, dates and purposes are in order. Type the hostnames that clients ask for to check the names."),
        None => words.say(": chain, signatures, dates and names are in order."),
    };
    let cause = match (warning, doubt) {
        (Some((_, finding)), _) if superfluous(survey, finding).is_some() => Words::of(
            "The server sends it, and programs that build another path do not need it. Older programs follow what is sent and stop there.",
        ),
        (Some((_, finding)), _) => reason(finding).end(),
        (None, _) if unwilling.is_some() => refusal_aside(unwilling).unwrap_or_default(),
        (None, Some(j)) => {
            let words = Words::default().say("Could not be told for ").say(target_name(j.target));
            match j.faults.first().map(|fault| fault.kind) {
                Some(FaultKind::SignatureUnsupported) => {
                    words.say(": a signature is made in a way that is not computed here.").end()
                }
                Some(FaultKind::SignatureUnchecked) => words.say(": checking was given up before one of the signatures.").end(),
                _ => words.say(": its rules for this case are not published.").end(),
            }
        }
        (None, None) => Vec::new(),
    };
    Answer {
        severity: match warning {
            Some(_) => "warning",
            None if willing.is_empty() => "notice",
            None => "ok",
        },
        sentence: words.end(),
        cause,
        finding: warning.map(|(i, _)| i),
        fixes: match doubt.filter(|_| asked && warning.is_none()) {
            Some(doubt) => of_doubt(doubt),
            None => advice(survey, warning.map(|(_, f)| f)),
        },
        ..Answer::default()
    }
}

/// What makes an open verdict a sure one.
fn of_doubt(doubt: &Judgement) -> Vec<Fix> {
    let cure = doubt.faults.first().map(|f| rules::owner(f.kind).fix);
    cure.map(|cure| *Fix::of(cure.text)).into_iter().collect()
}
