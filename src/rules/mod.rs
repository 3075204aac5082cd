//! One file per rule, in a folder per area: it turns facts of a scene into findings.
//!
//! A rule is one `const`: what is the case, who is hurt, what to do today, and the check. Its sentences are constant;
//! everything that comes out of a file is evidence. No rule asks which target it runs for.

mod common;
mod differences;
mod explain;
mod registry;

mod bundle;
mod certificate;
mod files;
mod keys;
mod names;
mod path;
mod purpose;
mod time;
mod uploads;

use crate::cure::Cure;
use crate::fault::{Fault, FaultKind};
use crate::lists;
use crate::policy::Source;
use crate::rehearsal::Judgement;
use crate::report::{self, Evidence, Place};
use crate::scene::{CLIENT, Scene};

pub use common::identifiers::presented as presented_names;
pub use common::survey::{Chain, End, Survey, Walked};
use common::{evidence, place};
pub use differences::differences;
pub use explain::Explained;
pub use registry::{CATALOG, owner, rule};
use registry::{NOT_DETERMINED, OF_CLIENTS, TITLES_OF_CLIENTS};

// Rules that the answer on top treats in its own way.
pub use bundle::chain_order_wrong::RULE as CHAIN_ORDER_WRONG;
pub use bundle::end_entity_missing::RULE as END_ENTITY_MISSING;
pub use files::certificate_damaged::RULE as CERTIFICATE_DAMAGED;
pub use files::locked::RULE as LOCKED;
pub use files::no_certificate::RULE as NO_CERTIFICATE;
pub use files::pem_truncated::RULE as PEM_TRUNCATED;
pub use files::wrong_password::RULE as WRONG_PASSWORD;
pub use keys::key_mismatch::RULE as KEY_MISMATCH;
pub use keys::private_key_for_wrong_order::RULE as PRIVATE_KEY_FOR_WRONG_ORDER;
pub use keys::weak_key::RULE as WEAK_KEY;
pub use names::hostname_mismatch::RULE as HOSTNAME_MISMATCH;
pub use names::ip_not_in_san::RULE as IP_NOT_IN_SAN;
pub use names::subject_alt_name_absent::RULE as SUBJECT_ALT_NAME_ABSENT;
pub use names::wildcard_depth::RULE as WILDCARD_DEPTH;
pub use path::anchor_mismatch::RULE as ANCHOR_MISMATCH;
pub use path::issuer_missing::RULE as ISSUER_MISSING;
pub use path::root_not_shared::RULE as ROOT_NOT_SHARED;
pub use path::self_signed_end_entity::RULE as SELF_SIGNED_END_ENTITY;
pub use path::subject_same_as_issuer::RULE as SUBJECT_SAME_AS_ISSUER;
pub use purpose::eku_server_auth_missing::RULE as EKU_SERVER_AUTH_MISSING;
pub use purpose::key_usage_unsuitable::RULE as KEY_USAGE_UNSUITABLE;
pub use time::end_entity_expired::RULE as END_ENTITY_EXPIRED;
pub use uploads::uploaded_certificate_wrong::RULE as UPLOADED_CERTIFICATE_WRONG;

/// How much a finding hurts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Connections or uploads fail.
    Error,
    /// Some programs refuse it, or it will fail soon.
    Warning,
    /// Worth knowing.
    Notice,
}

impl Severity {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// How a rule ends for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// There is nothing that the rule is about.
    NotApplicable,
    /// What the title says is not the case.
    Passed,
    /// That could not be told of something, and is the case of nothing.
    Undetermined,
    /// What the title says is the case.
    Found,
}

/// A rule.
pub struct Rule {
    /// Stable, kebab-case, without severity in it, never reused.
    pub id: &'static str,
    /// What is the case.
    pub title: &'static str,
    /// Who is hurt.
    pub why: &'static str,
    /// What comes of it at a gateway besides; said where one is asked about.
    pub gateway: Option<&'static str>,
    /// What the reader can do today: of [`crate::cure`] where something is refused for it, so that steps say the same.
    pub fix: Cure,
    /// What the answer on top says of it.
    pub clause: Clause,
    /// Severity unless the check knows better.
    pub severity: Severity,
    /// Position among causes: what brings other faults about comes first. See [`rank`].
    pub rank: u16,
    /// The faults that it explains.
    pub explains: Explains,
    /// Where the statement comes from.
    pub sources: &'static [Source],
    /// Whether there is anything that the rule is about.
    pub applies: fn(&Survey<'_>, &[Judgement]) -> bool,
    /// Looks at the scene and reports violations; asked where the rule applies.
    pub check: fn(&Survey<'_>, &mut Findings),
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Rule {
    /// Whether this finding is one of the rule's.
    #[must_use]
    pub fn found(&self, finding: &report::Finding) -> bool {
        finding.rule == self.id
    }
}

/// Half a sentence for the answer on top, behind who refuses what: one target or several, of which it does not speak. Constant
/// words, or around the name of the certificate that the finding is about; what takes more is put together where the answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// The rule's title, in lower case.
    Title,
    /// These words.
    Words(&'static str),
    /// Words before and after the certificate's name.
    Of(&'static str, &'static str),
    /// Words after the certificate's name, then the end of its validity period.
    Until(&'static str),
    /// The same with the start of its validity period.
    From(&'static str),
    /// The issuer that is missing.
    Issuer,
    /// The private key and the certificate it does not fit.
    Key,
    /// The name asked for against those presented.
    Names,
    /// The wildcard that stands for one label alone.
    Wildcard,
    /// Names by stricter rules.
    Disputed,
    /// Where the chain leads against what is trusted.
    Anchor,
    /// The first certificate against the one that belongs there.
    Order,
    /// The first certificate against the one that the key fits.
    KeyOrder,
}

/// Which faults of the targets a rule explains.
#[derive(Clone, Copy, Debug)]
pub struct Explains {
    /// The fault is what the rule's title says; every kind has exactly one rule that owns it. What no other rule has
    /// reported is reported by the owner.
    pub owned: &'static [FaultKind],
    /// Where the rule has reported something, it says more than the owner: the cause behind the fault.
    pub behind: &'static [FaultKind],
    /// Where the owner has reported nothing, a finding of this rule explains the fault.
    pub instead: &'static [FaultKind],
    /// Whether the title of this rule, and not the owner's, is true of a fault among `instead` that nothing explains yet.
    pub applies: Option<fn(&Survey<'_>, &Judgement, &Fault) -> bool>,
}

impl Explains {
    /// No fault of a target.
    pub const NOTHING: Self = Self { owned: &[], behind: &[], instead: &[], applies: None };

    /// The owner of these kinds.
    #[must_use]
    pub const fn owner(owned: &'static [FaultKind]) -> Self {
        Self { owned, ..Self::NOTHING }
    }

    /// Says more than the owner of these kinds.
    #[must_use]
    pub const fn behind(self, behind: &'static [FaultKind]) -> Self {
        Self { behind, ..self }
    }

    /// Stands in for the owner of these kinds.
    #[must_use]
    pub const fn instead(self, instead: &'static [FaultKind]) -> Self {
        Self { instead, ..self }
    }

    /// Stands in for the owner where this holds, even if no check has reported anything.
    #[must_use]
    pub const fn where_true(self, applies: fn(&Survey<'_>, &Judgement, &Fault) -> bool) -> Self {
        Self { applies: Some(applies), ..self }
    }
}

/// The check of a rule whose findings come from the targets' judgements alone.
pub const fn from_judgements(_: &Survey<'_>, _: &mut Findings) {}

/// Collects what the rules report.
pub struct Findings {
    rule: &'static Rule,
    about_a_gateway: bool,
    drafts: Vec<Found>,
    undetermined: Vec<&'static Rule>,
}

/// Places that one rule is reported at; further ones are counted. A bundle of ten thousand certificates must not turn
/// into ten thousand findings.
const PLACES: usize = 64;

/// What a rule has found, at one place.
pub struct Found {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it hurts here.
    pub severity: Severity,
    /// Where.
    pub at: Place,
    /// On what it rests.
    pub evidence: Vec<Evidence>,
    further: usize,
    about_a_gateway: bool,
}

impl Findings {
    /// A violation with the rule's own severity.
    pub fn report(&mut self, at: Place, evidence: Vec<Evidence>) {
        self.report_as(self.rule.severity, at, evidence);
    }

    /// A violation that hurts more or less than usual.
    pub fn report_as(&mut self, severity: Severity, at: Place, evidence: Vec<Evidence>) {
        let rule = self.rule;
        self.add(Found { rule, severity, at, evidence, further: 0, about_a_gateway: self.about_a_gateway });
    }

    /// The rule could not be decided; `reason` is a constant phrase.
    pub fn undetermined(&mut self, at: Place, reason: &'static str) {
        self.undetermined.push(self.rule);
        let evidence = vec![evidence::code("Rule", self.rule.id), evidence::plain("Reason", reason)];
        self.add(Found { rule: &NOT_DETERMINED, severity: Severity::Notice, at, evidence, further: 0, about_a_gateway: false });
    }

    fn add(&mut self, draft: Found) {
        // The same rule at the same place says nothing new, except the undetermined ones, which differ by reason.
        let known = self
            .drafts
            .iter()
            .any(|d| d.rule == draft.rule && d.at == draft.at && (*d.rule != NOT_DETERMINED || d.evidence == draft.evidence));
        if known {
            return;
        }
        let rule = draft.rule;
        let mut same = self.drafts.iter_mut().filter(|d| d.rule == rule);
        match same.nth(PLACES - 1) {
            None => self.drafts.push(draft),
            Some(last) => last.further += 1,
        }
    }
}

/// What the rules came to.
pub struct Checked {
    /// The findings, the most useful one first.
    pub found: Vec<Found>,
    /// How each rule of [`CATALOG`] ended.
    pub outcomes: Vec<(&'static Rule, Outcome)>,
}

/// Runs every rule. The most useful finding comes first: what stops connections before what does not, causes before
/// consequences. Every fault of a judgement has a finding that explains it.
#[must_use]
pub fn check(scene: &Scene<'_>, judgements: &[Judgement]) -> Vec<Found> {
    check_all([(&Survey::of(scene), judgements)]).found
}

/// The same over several scenes: what is the case at one place is found once.
#[must_use]
pub fn check_all<'s, 'a: 's>(scenes: impl IntoIterator<Item = (&'s Survey<'a>, &'s [Judgement])>) -> Checked {
    let mut outcomes: Vec<_> = CATALOG.iter().map(|&rule| (rule, Outcome::NotApplicable)).collect();
    let mut findings = Findings { rule: &NOT_DETERMINED, about_a_gateway: false, drafts: Vec::new(), undetermined: Vec::new() };
    let by_gateway = |j: &Judgement| j.check.by_gateway();
    for (survey, judgements) in scenes {
        findings.about_a_gateway =
            judgements.iter().any(by_gateway) && (survey.about_a_gateway() || judgements.iter().all(by_gateway));
        for (rule, outcome) in &mut outcomes {
            let asked = !survey.scene.of_clients || OF_CLIENTS.contains(rule);
            if asked && (rule.applies)(survey, judgements) {
                *outcome = Outcome::Passed;
                findings.rule = *rule;
                (rule.check)(survey, &mut findings);
            }
        }
        explain::complete(survey, judgements, &mut findings);
    }
    let Findings { mut drafts, undetermined, .. } = findings;
    for (rule, outcome) in &mut outcomes {
        if drafts.iter().any(|d| d.rule == *rule) {
            *outcome = Outcome::Found;
        } else if undetermined.contains(rule) {
            *outcome = Outcome::Undetermined;
        }
    }
    lists::sort_by(&mut drafts, |a, b| {
        a.severity.cmp(&b.severity).then(a.rule.rank.cmp(&b.rule.rank)).then(place::order(&a.at, &b.at))
    });
    Checked { found: drafts, outcomes }
}

impl Checked {
    /// Rules that ended in this way, as they are shown.
    #[must_use]
    pub fn ended(&self, wanted: Outcome) -> Vec<&'static str> {
        self.outcomes.iter().filter(|(_, outcome)| *outcome == wanted).map(|(rule, _)| rule.id).collect()
    }
}

impl Found {
    /// As it is shown.
    #[must_use]
    pub fn report(&self) -> report::Finding {
        let mut all = self.evidence.clone();
        if self.further > 0 {
            all.push(evidence::plain("Further places", self.further.to_string()));
        }
        let of_client = self.at.server.as_deref() == Some(CLIENT);
        let own = TITLES_OF_CLIENTS.iter().find(|(rule, _)| of_client && *rule == self.rule);
        report::Finding {
            rule: self.rule.id,
            severity: self.severity.word(),
            title: own.map_or(self.rule.title, |(_, title)| title),
            why: self.rule.why,
            gateway: self.rule.gateway.filter(|_| self.about_a_gateway),
            fix: self.rule.fix.text,
            at: self.at.clone(),
            evidence: all,
            sources: self
                .rule
                .sources
                .iter()
                .map(|s| report::Source { title: s.title, section: s.section, url: s.url })
                .collect(),
        }
    }
}

/// What the rule files need.
mod prelude {
    pub(super) use super::common::applies;
    pub(super) use super::common::evidence::{code, date, hex, name, plain};
    pub(super) use super::common::named;
    pub(super) use super::common::place::{at_certificate, at_host, at_input, at_item, at_server};
    pub(super) use super::common::rank;
    pub(super) use super::common::sources::{app_gateway, cabf, observed, rfc5280, rfc8446, rfc9525};
    pub(super) use super::common::survey::{End, Survey};
    pub(super) use super::{Clause, Explains, Findings, Rule, Severity, from_judgements};
    pub(super) use crate::cure;
    pub(super) use crate::fault::FaultKind as F;
    pub(super) use crate::input::message;
}
