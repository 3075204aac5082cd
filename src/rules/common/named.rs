//! Who has names of a server: end-entity certificates, and requests for one whose certificate is not here yet.

use super::evidence;
use super::place::{at_item, at_server};
use super::survey::Survey;
use crate::facts::{AlternativeNames, CertificationRequest, GeneralName, Name};
use crate::report::Place;
use crate::rules::Findings;

/// Entries that a finding shows.
const SHOWN: usize = 8;

/// Names, and where they stand.
#[derive(Clone, Debug)]
pub struct Named<'s> {
    /// The certificate or the request.
    pub at: Place,
    subject: &'s Name,
    alternative: Option<&'s AlternativeNames>,
}

impl<'s> Named<'s> {
    /// The entries that are DNS names.
    pub fn dns(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        self.alternative.into_iter().flat_map(|all| &all.names).filter_map(|name| match name {
            GeneralName::Dns(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The common names.
    pub fn common(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        self.subject.common_names()
    }
}

/// Everybody who has names; looked for once a survey.
pub fn all<'v, 's>(survey: &'v Survey<'s>) -> &'v [Named<'s>] {
    survey.named.get_or_init(|| find(survey))
}

fn find<'s>(survey: &Survey<'s>) -> Vec<Named<'s>> {
    let scene = survey.scene;
    let prepared = scene.prepared;
    let answered =
        |r: &CertificationRequest| survey.leaves().any(|(_, leaf)| prepared.certificate(leaf).public_key.fits(&r.public_key));
    let requests = prepared.requests.iter().filter(|(_, r)| !answered(r)).map(|(&item, r)| Named {
        at: at_item(survey, item),
        subject: &r.subject,
        alternative: r.subject_alt_names.as_ref(),
    });
    let requests: Vec<Named<'s>> = requests.collect();
    let certificates = survey.leaves().map(|(server, leaf)| {
        let certificate = prepared.certificate(leaf);
        let alternative = certificate.subject_alt_names.as_ref();
        Named { at: at_server(survey, server, Some(leaf)), subject: &certificate.subject, alternative }
    });
    certificates.chain(requests).collect()
}

/// Reports the DNS entries of which this holds.
pub fn entries(survey: &Survey<'_>, findings: &mut Findings, label: &'static str, odd: impl Fn(&str) -> bool) {
    for named in all(survey) {
        report(findings, named, label, named.dns().filter(|n| odd(n)).collect());
    }
}

/// Reports these of its names.
pub fn report(findings: &mut Findings, named: &Named<'_>, label: &'static str, odd: Vec<&str>) {
    if !odd.is_empty() {
        findings.report(named.at.clone(), odd.into_iter().take(SHOWN).map(|n| evidence::name(label, n)).collect());
    }
}
