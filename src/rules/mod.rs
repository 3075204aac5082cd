//! One file per rule: it turns facts of a scene into findings.
//!
//! A rule is one `const`: what is the case, who is hurt, what to do today, and the check. Its sentences are constant;
//! everything that comes out of a file is evidence. No rule asks which target it runs for.

mod answer;
mod differences;
mod evidence;
mod explain;
mod names;
mod place;
mod rank;
mod registry;
mod sources;
mod survey;

mod anchor_expired;
mod anchor_mismatch;
mod chain_order_wrong;
mod end_entity_expired;
mod issuer_expired;
mod issuer_missing;
mod key_mismatch;
mod not_yet_within_validity;
mod root_in_bundle;

use crate::policy::Source;
use crate::rehearsal::Judgement;
use crate::report::{self, Evidence, Place};
use crate::scene::Scene;

pub use answer::answer;
pub use differences::differences;
pub use explain::because;
pub use registry::CATALOG;
pub use survey::{Chain, End, Survey};

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

/// A rule.
pub struct Rule {
    /// Stable, kebab-case, without severity in it, never reused.
    pub id: &'static str,
    /// What is the case.
    pub title: &'static str,
    /// Who is hurt.
    pub why: &'static str,
    /// What the reader can do today.
    pub fix: &'static str,
    /// Severity unless the check knows better.
    pub severity: Severity,
    /// Position among causes: what brings other faults about comes first. See [`rank`].
    pub rank: u16,
    /// Where the statement comes from.
    pub sources: &'static [Source],
    /// Looks at the scene and reports violations. Nothing reported: passed, or not applicable.
    pub check: fn(&Survey<'_>, &mut Findings),
}

/// Collects what the rules report.
pub struct Findings {
    rule: &'static Rule,
    drafts: Vec<Draft>,
}

struct Draft {
    rule: &'static Rule,
    severity: Severity,
    at: Place,
    evidence: Vec<Evidence>,
}

impl Findings {
    /// A violation with the rule's own severity.
    pub fn report(&mut self, at: Place, evidence: Vec<Evidence>) {
        self.report_as(self.rule.severity, at, evidence);
    }

    /// A violation that hurts more or less than usual.
    pub fn report_as(&mut self, severity: Severity, at: Place, evidence: Vec<Evidence>) {
        let rule = self.rule;
        self.add(Draft { rule, severity, at, evidence });
    }

    /// The rule could not be decided; `reason` is a constant phrase.
    pub fn undetermined(&mut self, at: Place, reason: &'static str) {
        let evidence = vec![evidence::code("Rule", self.rule.id), evidence::plain("Reason", reason)];
        self.add(Draft { rule: &registry::NOT_DETERMINED, severity: Severity::Notice, at, evidence });
    }

    fn add(&mut self, draft: Draft) {
        // The same rule at the same place says nothing new, except the undetermined ones, which differ by reason.
        let known = self.drafts.iter().any(|d| {
            std::ptr::eq(d.rule, draft.rule)
                && d.at == draft.at
                && (!std::ptr::eq(d.rule, &raw const registry::NOT_DETERMINED) || d.evidence == draft.evidence)
        });
        if !known {
            self.drafts.push(draft);
        }
    }
}

/// Runs every rule. The most useful finding comes first: what stops connections before what does not, causes before
/// consequences. Every fault of a judgement has a finding that explains it.
#[must_use]
pub fn check(scene: &Scene<'_>, judgements: &[Judgement]) -> Vec<report::Finding> {
    let survey = Survey::of(scene);
    let Some(&first) = CATALOG.first() else { return Vec::new() };
    let mut findings = Findings { rule: first, drafts: Vec::new() };
    for &rule in CATALOG {
        findings.rule = rule;
        (rule.check)(&survey, &mut findings);
    }
    explain::complete(&survey, judgements, &mut findings);
    let mut drafts = findings.drafts;
    drafts.sort_by(|a, b| a.severity.cmp(&b.severity).then(a.rule.rank.cmp(&b.rule.rank)).then(place::order(&a.at, &b.at)));
    drafts.into_iter().map(Draft::into_report).collect()
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    CATALOG.iter().copied().find(|r| r.id == id)
}

impl Draft {
    fn into_report(self) -> report::Finding {
        report::Finding {
            rule: self.rule.id,
            severity: self.severity.word(),
            title: self.rule.title,
            why: self.rule.why,
            fix: self.rule.fix,
            at: self.at,
            evidence: self.evidence,
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
    pub(super) use super::evidence::{code, date, hex, name, plain};
    pub(super) use super::place::{at_certificate, at_host, at_input, at_item, at_server};
    pub(super) use super::sources::{app_gateway, cabf, observed, rfc5280, rfc8446, rfc9525};
    pub(super) use super::survey::{End, Survey};
    pub(super) use super::{Findings, Rule, Severity, rank};
}
