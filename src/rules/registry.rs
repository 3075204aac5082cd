//! The visible list of rules.

use super::prelude::*;
use super::*;

/// Every rule, in the order in which they run.
pub const CATALOG: &[&Rule] = &[
    &key_mismatch::RULE,
    &chain_order_wrong::RULE,
    &issuer_missing::RULE,
    &anchor_mismatch::RULE,
    &end_entity_expired::RULE,
    &issuer_expired::RULE,
    &anchor_expired::RULE,
    &not_yet_within_validity::RULE,
    &root_in_bundle::RULE,
    &NOT_DETERMINED,
];

/// What a rule could not tell, and why. Its findings come from [`Findings::undetermined`].
pub static NOT_DETERMINED: Rule = Rule {
    id: "not-determined",
    title: "One check could not be decided",
    why: "This program says what it cannot tell instead of guessing. The evidence names the check and the reason.",
    fix: "Check this point with the program that will use the certificate.",
    severity: Severity::Notice,
    rank: rank::INFORMATION,
    sources: &[],
    check: |_, _| {},
};
