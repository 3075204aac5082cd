//! One file per rule: it turns facts of a scene into findings.
//!
//! A rule is one `const`: what is the case, who is hurt, what to do today, and the check. Its sentences are constant;
//! everything that comes out of a file is evidence. No rule asks which target it runs for.

mod algorithms;
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
mod usage;

mod algorithm_not_taken;
mod anchor_expired;
mod anchor_mismatch;
mod ca_as_end_entity;
mod certificate_count;
mod certificate_damaged;
mod certificate_version;
mod chain_order_wrong;
mod chain_superfluous;
mod chain_too_long;
mod common_name_not_in_san;
mod crl_stale;
mod dns_name_malformed;
mod dns_name_underscore;
mod duplicate_certificate;
mod eku_absent;
mod eku_server_auth_missing;
mod end_entity_expired;
mod end_entity_expires_soon;
mod end_entity_missing;
mod file_format_unsupported;
mod file_too_large;
mod hostname_malformed;
mod hostname_mismatch;
mod hostname_missing;
mod input_repaired;
mod ip_as_dns_name;
mod ip_not_in_san;
mod issuer_eku_server_auth_missing;
mod issuer_expired;
mod issuer_expires_soon;
mod issuer_key_mismatch;
mod issuer_key_usage;
mod issuer_missing;
mod issuer_not_a_ca;
mod key_encrypted;
mod key_id_mismatch;
mod key_in_bundle;
mod key_mismatch;
mod key_missing;
mod key_usage_unsuitable;
mod lifetime_too_long;
mod locked;
mod name_constraint_violated;
mod name_match_disputed;
mod no_certificate;
mod not_yet_within_validity;
mod part_unreadable;
mod path_length_exceeded;
mod pem_label_mismatch;
mod pem_truncated;
mod pfx_encryption;
mod precertificate;
mod private_key_for_wrong_order;
mod public_key_only;
mod request_key_other;
mod revoked;
mod root_in_bundle;
mod root_not_in_file;
mod root_not_shared;
mod self_signed_end_entity;
mod several_end_entity_certificates;
mod several_paths;
mod several_servers_differ;
mod signature_invalid;
mod subject_alt_name_absent;
mod subject_same_as_issuer;
mod trailing_data;
mod transparency_missing;
mod trust_input_not_a_root;
mod uncommon_algorithm;
mod unknown_critical_extension;
mod unrelated_chains;
mod uploaded_certificate_wrong;
mod weak_key;
mod weak_signature;
mod wildcard_depth;
mod wildcard_form;
mod wildcard_public_suffix;
mod wrong_password;

use crate::lists;
use crate::policy::Source;
use crate::rehearsal::Judgement;
use crate::report::{self, Evidence, Place};
use crate::scene::Scene;

pub use answer::answer;
pub use differences::differences;
pub use explain::because;
pub use registry::CATALOG;
use registry::NOT_DETERMINED;
pub use survey::{Chain, End, Survey, label};

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

/// Places that one rule is reported at; further ones are counted. A bundle of ten thousand certificates must not turn
/// into ten thousand findings.
const PLACES: usize = 64;

struct Draft {
    rule: &'static Rule,
    severity: Severity,
    at: Place,
    evidence: Vec<Evidence>,
    further: usize,
}

impl Findings {
    /// A violation with the rule's own severity.
    pub fn report(&mut self, at: Place, evidence: Vec<Evidence>) {
        self.report_as(self.rule.severity, at, evidence);
    }

    /// A violation that hurts more or less than usual.
    pub fn report_as(&mut self, severity: Severity, at: Place, evidence: Vec<Evidence>) {
        let rule = self.rule;
        self.add(Draft { rule, severity, at, evidence, further: 0 });
    }

    /// The rule could not be decided; `reason` is a constant phrase.
    pub fn undetermined(&mut self, at: Place, reason: &'static str) {
        let evidence = vec![evidence::code("Rule", self.rule.id), evidence::plain("Reason", reason)];
        self.add(Draft { rule: &NOT_DETERMINED, severity: Severity::Notice, at, evidence, further: 0 });
    }

    fn add(&mut self, draft: Draft) {
        // The same rule at the same place says nothing new, except the undetermined ones, which differ by reason.
        let known = self.drafts.iter().any(|d| {
            d.rule.id == draft.rule.id && d.at == draft.at && (d.rule.id != NOT_DETERMINED.id || d.evidence == draft.evidence)
        });
        if known {
            return;
        }
        let rule = draft.rule.id;
        let mut same = self.drafts.iter_mut().filter(|d| d.rule.id == rule);
        match same.nth(PLACES - 1) {
            None => self.drafts.push(draft),
            Some(last) => last.further += 1,
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
    lists::sort_by(&mut drafts, |a, b| {
        a.severity.cmp(&b.severity).then(a.rule.rank.cmp(&b.rule.rank)).then(place::order(&a.at, &b.at))
    });
    drafts.into_iter().map(Draft::into_report).collect()
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    CATALOG.iter().copied().find(|r| r.id == id)
}

impl Draft {
    fn into_report(mut self) -> report::Finding {
        if self.further > 0 {
            self.evidence.push(evidence::plain("Further places", self.further.to_string()));
        }
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
    pub(super) use crate::input::message;
}
