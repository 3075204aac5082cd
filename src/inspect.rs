//! The only orchestrator: read, decode, seat, rehearse, explain. It decides nothing itself.

use crate::input::{self, Content};
use crate::lists::{Map, Members};
use crate::mend::{self, Mended, Plan};
use crate::path::{self, IssuerGraph};
use crate::pool::PoolCertificate;
use crate::rehearsal::Judgement;
use crate::report::{Certificate, Diagnosed, Facts, Report};
use crate::request::{Input, Request};
use crate::rules::Survey;
use crate::scene::Prepared;
use crate::secrets::ahead::Ahead;
use crate::situation::{self, Base, Claims, Situation};
use crate::{convert, diagnosis, evidence, rehearsal, rules, x509};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Reads the inputs, judges what they hold and explains it. Pure and total: the same request gives the same report,
/// and there is no input for which it fails.
#[must_use]
pub fn inspect(request: &Request) -> Report {
    judge(&prepare_with(&request.inputs, &request.passwords), request)
}

/// The certificates of the files and what they say, for whoever asks for no verdict: four times as fast.
#[must_use]
pub fn certificate_facts(inputs: &[Input]) -> Facts {
    convert::certificate_facts(&input::read(inputs))
}

/// The part of [`inspect`] that depends on the files alone. Keep it while hostnames, time or settings change.
#[must_use]
pub fn prepare(inputs: &[Input]) -> Prepared {
    prepare_with(inputs, &[])
}

/// The same, with passwords to try on whatever an input's own leaves locked.
#[must_use]
pub fn prepare_with(inputs: &[Input], passwords: &[Zeroizing<String>]) -> Prepared {
    prepare_ahead(inputs, passwords, Ahead::default())
}

/// Keys that reading these files takes long to derive, for whoever can do it faster; see [`prepare_ahead`].
#[must_use]
pub fn ask_ahead(inputs: &[Input], passwords: &[Zeroizing<String>]) -> Ahead {
    input::read_ahead(inputs, &with_those_beside(inputs, passwords), Ahead::asking()).1
}

/// Passwords, and those that stand in a configuration beside the files.
fn with_those_beside<'p>(inputs: &[Input], passwords: &'p [Zeroizing<String>]) -> Cow<'p, [Zeroizing<String>]> {
    let beside = evidence::passwords(inputs);
    if beside.is_empty() { Cow::Borrowed(passwords) } else { Cow::Owned(passwords.iter().cloned().chain(beside).collect()) }
}

/// As [`prepare_with`], and gives the same, with keys that were derived ahead.
#[must_use]
pub fn prepare_ahead(inputs: &[Input], passwords: &[Zeroizing<String>], ahead: Ahead) -> Prepared {
    let mut reading = input::read_ahead(inputs, &with_those_beside(inputs, passwords), ahead).0;
    let mut pool: Vec<PoolCertificate> = Vec::new();
    let mut by_fingerprint: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    let mut certificate_of_item = vec![None; reading.items.len()];
    let mut undecodable = Map::default();
    let mut requests = Map::default();
    let mut crls = Map::default();
    for (i, item) in reading.items.iter().enumerate() {
        match &item.content {
            // What is known to be damaged is shown with its reason, and takes no part in anything else.
            _ if item.error.is_some() => {}
            Content::Certificate(der) => match x509::decode_certificate(der) {
                Ok(mut certificate) => {
                    if certificate.der.len() == der.len() {
                        certificate.der = Arc::clone(der);
                    }
                    let index = *by_fingerprint.entry(certificate.sha256).or_insert_with(|| {
                        pool.push(PoolCertificate { certificate: Arc::new(certificate), items: Vec::new(), mozilla_root: false });
                        pool.len() - 1
                    });
                    pool[index].items.push(i);
                    certificate_of_item[i] = Some(index);
                }
                Err(problem) => {
                    undecodable.insert(i, problem);
                }
            },
            Content::CertificationRequest(der) => match x509::decode_request(der) {
                Ok(request) => {
                    requests.insert(i, request);
                }
                Err(problem) => {
                    undecodable.insert(i, problem);
                }
            },
            Content::Crl(der) => match x509::decode_crl(der) {
                Ok(crl) => {
                    crls.insert(i, crl);
                }
                Err(problem) => {
                    undecodable.insert(i, problem);
                }
            },
            _ => {}
        }
    }
    add_roots(&mut pool, &by_fingerprint);
    let certificates: Vec<_> = pool.iter().map(|p| p.certificate.as_ref()).collect();
    let graph = IssuerGraph::build(&certificates);
    if let Err(stopped) = path::revocation::authenticate(crls.values_mut(), &pool) {
        reading.not_checked(stopped.sentence());
    }
    let mut prepared = Prepared {
        reading: Arc::new(reading),
        pool,
        certificate_of_item: Arc::new(certificate_of_item),
        undecodable: Arc::new(undecodable),
        requests: Arc::new(requests),
        crls: Arc::new(crls),
        graph,
        claims: Arc::new(Claims::default()),
        hypothetical: Members::default(),
    };
    let evidence = evidence::read(inputs, &prepared.reading, &prepared.certificate_of_item);
    let claims = situation::claims(&evidence, &prepared, inputs);
    prepared.claims = Arc::new(Claims { not_checked: evidence.not_checked, ..claims });
    prepared
}

/// Marks the embedded Mozilla roots among the inputs, and appends those that some certificate names as its issuer.
fn add_roots(pool: &mut Vec<PoolCertificate>, by_fingerprint: &BTreeMap<[u8; 32], usize>) {
    let mut issuers: BTreeSet<&[u8]> = BTreeSet::new();
    issuers.extend(pool.iter().map(|p| p.certificate.issuer.der.as_slice()));
    if !x509::roots::may_hold(&issuers, by_fingerprint) {
        return;
    }
    let roots = x509::roots::embedded().filter(|r| by_fingerprint.contains_key(&r.sha256) || issuers.contains(r.subject));
    for root in roots.collect::<Vec<_>>() {
        if let Some(&index) = by_fingerprint.get(&root.sha256) {
            pool[index].mozilla_root = true;
        } else if let Some(certificate) = root.decode() {
            pool.push(PoolCertificate { certificate: Arc::new(certificate), items: Vec::new(), mozilla_root: true });
        }
    }
}

/// The part of [`inspect`] that depends on hostnames, targets, time and settings. `request.inputs` must be the ones
/// `prepared` was made from (only their names, sizes, seats and servers are looked at).
#[must_use]
pub fn judge(prepared: &Prepared, request: &Request) -> Report {
    let (report, judged) = verdicts(prepared, request);
    report.with(diagnose(prepared, request, &judged))
}

/// What the systems say, and what was found: all that a diagnosis starts from.
pub struct Judged {
    judgements: Vec<Vec<Judgement>>,
    found: Vec<rules::Found>,
    walked: Vec<Arc<rules::Walked>>,
}

/// The same without the diagnosis, which takes longer than all the rest: answer, observations, assumptions and
/// diagnosis are empty, until [`diagnose`] brings them.
#[must_use]
pub fn verdicts(prepared: &Prepared, request: &Request) -> (Report, Judged) {
    let (report, judged, certificates) = verdicts_apart(prepared, request, |all| all.collect());
    (Report { certificates, ..report }, judged)
}

/// The same with the certificates handed over one by one, for whoever has no room for all of them at once.
#[must_use]
pub fn verdicts_apart<T>(
    prepared: &Prepared,
    request: &Request,
    take: impl FnOnce(&mut dyn Iterator<Item = Certificate>) -> T,
) -> (Report, Judged, T) {
    situated(prepared, request, |base, situation| {
        let told: Vec<&str> =
            request.observed.iter().flat_map(|text| evidence::observed(text)).filter_map(|(_, _, said)| said.target).collect();
        let rehearse = |scene| rehearsal::rehearse(scene, request.targets.as_deref(), &told);
        let judgements: Vec<_> = situation.scenes.iter().map(rehearse).collect();
        let surveys: Vec<_> = situation.scenes.iter().map(Survey::of).collect();
        let checked = rules::check_all(surveys.iter().zip(judgements.iter().map(Vec::as_slice)));
        let (report, self_signed) = convert::report(base, situation, &judgements, &surveys, &checked);
        let certificates = take(&mut convert::certificates(situation.typed(), &self_signed));
        let judged = Judged { judgements, found: checked.found, walked: surveys.iter().map(Survey::kept).collect() };
        (report, judged, certificates)
    })
}

/// What [`verdicts`] left out; `judged` is what it said of the same request.
#[must_use]
pub fn diagnose(prepared: &Prepared, request: &Request, judged: &Judged) -> Diagnosed {
    situated(prepared, request, |base, situation| {
        let surveys: Vec<_> = situation.scenes.iter().zip(&judged.walked).map(|(s, walked)| Survey::again(s, walked)).collect();
        diagnosis::diagnose(base, situation, &judged.judgements, &judged.found, &surveys)
    })
}

/// Lays the question out.
fn situated<T>(prepared: &Prepared, request: &Request, look: impl FnOnce(&Base<'_>, &Situation<'_>) -> T) -> T {
    prepared.graph.start_report(request.effort.unwrap_or(1));
    let mut base = Base::of(prepared, request);
    base.inferred = diagnosis::inferred(&base);
    let changed = base.overlay(&request.assume);
    let prepared = changed.as_ref().unwrap_or(prepared);
    prepared.graph.forget_notes();
    let situation = base.situation(prepared, &request.assume);
    look(&base, &situation)
}

/// Makes the files of a plan.
#[must_use]
pub fn mend(request: &Request, plan: &Plan) -> Mended {
    let mended = make(request, plan);
    crate::secrets::stack::wipe();
    mended
}

/// Not part of [`mend`]: what it leaves on the stack has to lie below the frame that wipes it.
#[inline(never)]
fn make(request: &Request, plan: &Plan) -> Mended {
    let prepared = prepare_with(&request.inputs, &request.passwords);
    let situation = Base::of(&prepared, request).situation(&prepared, &[]);
    mend::make(situation.typed(), &request.inputs, plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(der: Vec<u8>) -> Vec<PoolCertificate> {
        let mut input = Input::default();
        input.bytes = der;
        prepare(&[input]).pool
    }

    #[test]
    fn an_embedded_root_is_known_again_or_added_where_it_is_named() {
        let der = webpki_root_certs::TLS_SERVER_ROOT_CERTS[0].to_vec();
        let known = pool(der.clone());
        assert_eq!((known.len(), known[0].mozilla_root), (1, true));
        // Another certificate of the same name: the root is its possible issuer.
        let mut other = der;
        if let Some(last) = other.last_mut() {
            *last ^= 1;
        }
        let with_root = pool(other);
        assert_eq!((with_root.len(), with_root[0].mozilla_root, with_root[1].mozilla_root), (2, false, true));
        assert_eq!(with_root[1].certificate.sha256, known[0].certificate.sha256);
        assert!(with_root[1].items.is_empty());
    }
}
