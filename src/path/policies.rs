//! Certificate policies (RFC 5280 6.1.2 to 6.1.5, with the policy graph of RFC 9618), for a relying party that asks for no
//! policy of its own: every policy will do, and none is needed unless the path itself demands one.
//!
//! For that question only the lowest row of the graph counts. A node above it that has no children is pruned and never
//! asked again, so the rows above are not kept; work and memory are linear in the size of the extensions.

use crate::facts::{ANY_POLICY, Certificate, Oid};
use crate::fault::{Fault, FaultKind};
use crate::lists::{Map, Set};
use crate::path::checks::PathView;

/// How a verifier deviates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyRules {
    /// When a mapping from or to anyPolicy is refused (RFC 5280 6.1.4 (a)).
    pub any_mapped: AnyMapped,
    /// A critical certificatePolicies with qualifiers of a policy other than anyPolicy is refused while some policy is
    /// still valid (`PKIXParameters.getPolicyQualifiersRejected`).
    pub critical_qualifiers: bool,
    /// The end-entity certificate counts for requireExplicitPolicy even where it is self-issued (RFC 5280 6.1.5 (a)).
    pub end_entity_counts: bool,
}

/// When a mapping from or to anyPolicy is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyMapped {
    /// Always.
    Refused,
    /// While some policy is still valid.
    RefusedWithPolicies,
    /// While some policy is still valid and mapping is not inhibited.
    RefusedWhereMapped,
}

impl PolicyRules {
    /// RFC 5280 to the letter; BoringSSL's verifier.
    pub const RFC5280: Self = Self { any_mapped: AnyMapped::Refused, critical_qualifiers: false, end_entity_counts: true };
}

/// The detail of a fault that is about qualifiers.
pub const QUALIFIERS: &str = "critical policy qualifiers";

/// The lowest row: valid policies, each with the policies that it expects below it.
type Row = Map<Oid, Set<Oid>>;

/// What is carried down a path (RFC 5280 6.1.2).
#[derive(Clone, Debug)]
pub struct Policies {
    rules: PolicyRules,
    /// `None`: no certificate below can have a valid policy any more.
    row: Option<Row>,
    explicit: u32,
    mapping: u32,
    any: u32,
}

impl Policies {
    /// At the anchor of a path with this many certificates below it.
    #[must_use]
    pub fn new(length: usize, rules: PolicyRules) -> Self {
        let any = Oid::from(ANY_POLICY);
        let none_needed = u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
        let row = Some([(any.clone(), alone(&any))].into_iter().collect());
        Self { rules, row, explicit: none_needed, mapping: none_needed, any: none_needed }
    }

    /// Takes the next certificate down the path; `last` for the end-entity certificate.
    ///
    /// # Errors
    /// Why the path is refused: a value for the evidence.
    pub fn take(&mut self, x: &Certificate, last: bool) -> Result<(), &'static str> {
        let self_issued = x.is_self_issued();
        if self.rules.critical_qualifiers && self.row.is_some() && x.policy_controls.qualified && critical(x) {
            return Err(QUALIFIERS);
        }
        self.descend(x, !last && self_issued);
        self.explicit_if_required()?;
        if last {
            self.explicit = self.explicit.saturating_sub(u32::from(self.rules.end_entity_counts || !self_issued));
            if x.policy_controls.require_explicit == Some(0) {
                self.explicit = 0;
            }
            return self.explicit_if_required();
        }
        self.map(x)?;
        if !self_issued {
            for counter in [&mut self.explicit, &mut self.mapping, &mut self.any] {
                *counter = counter.saturating_sub(1);
            }
        }
        self.inherit(x);
        Ok(())
    }

    /// Takes the anchor's own extensions for constraints, where a verifier does that: it counts for nothing, and having no
    /// policies is no fault.
    ///
    /// # Errors
    /// Why the path is refused: a value for the evidence.
    pub fn constrain(&mut self, anchor: &Certificate) -> Result<(), &'static str> {
        if !anchor.policies.is_empty() {
            self.descend(anchor, anchor.is_self_issued());
            self.explicit_if_required()?;
        }
        self.map(anchor)?;
        self.inherit(anchor);
        Ok(())
    }

    /// 6.1.4 (i), (j).
    fn inherit(&mut self, x: &Certificate) {
        let controls = &x.policy_controls;
        self.explicit = self.explicit.min(controls.require_explicit.unwrap_or(u32::MAX));
        self.mapping = self.mapping.min(controls.inhibit_mapping.unwrap_or(u32::MAX));
        self.any = self.any.min(controls.inhibit_any.unwrap_or(u32::MAX));
    }

    /// 6.1.3 (f) and 6.1.5 (g).
    fn explicit_if_required(&self) -> Result<(), &'static str> {
        if self.explicit == 0 && self.row.is_none() { Err("no valid policy") } else { Ok(()) }
    }

    /// 6.1.3 (d), (e).
    fn descend(&mut self, x: &Certificate, exempt: bool) {
        let Some(above) = self.row.take().filter(|_| !x.policies.is_empty()) else { return };
        let expected: Set<&Oid> = above.values().flat_map(Set::iter).collect();
        let of_any = above.keys().any(|p| *p == *ANY_POLICY);
        let named = x.policies.iter().filter(|p| **p != *ANY_POLICY && (of_any || expected.contains(p)));
        let any = x.policies.iter().any(|p| *p == *ANY_POLICY) && (self.any > 0 || exempt);
        let all = named.chain(expected.iter().copied().filter(|_| any));
        let row: Row = all.map(|policy| (policy.clone(), alone(policy))).collect();
        self.row = Some(row).filter(|r| !r.is_empty());
    }

    /// 6.1.4 (a), (b).
    fn map(&mut self, x: &Certificate) -> Result<(), &'static str> {
        let mappings = &x.policy_controls.mappings;
        let refused = match self.rules.any_mapped {
            AnyMapped::Refused => true,
            AnyMapped::RefusedWithPolicies => self.row.is_some(),
            AnyMapped::RefusedWhereMapped => self.row.is_some() && self.mapping > 0,
        };
        if refused && mappings.iter().any(|(from, to)| *from == *ANY_POLICY || *to == *ANY_POLICY) {
            return Err("anyPolicy mapped");
        }
        let Some(row) = &mut self.row else { return Ok(()) };
        if self.mapping == 0 {
            for (from, _) in mappings {
                row.remove(from);
            }
        } else {
            let mut expected: Map<&Oid, Set<Oid>> = Map::default();
            for (from, to) in mappings {
                expected.at(from).insert(to.clone());
            }
            let of_any = row.keys().any(|p| *p == *ANY_POLICY);
            for (from, to) in expected {
                if of_any || row.contains(from) {
                    row.insert(from.clone(), to);
                }
            }
        }
        if row.is_empty() {
            self.row = None;
        }
        Ok(())
    }
}

/// A policy that expects itself.
fn alone(policy: &Oid) -> Set<Oid> {
    [policy.clone()].into_iter().collect()
}

fn critical(x: &Certificate) -> bool {
    x.extension("2.5.29.32").is_some_and(|e| e.critical)
}

/// The certificate at which the policies of an anchored path fail; the anchor's own extensions are not looked at. The
/// detail says why.
#[must_use]
pub fn check(view: &PathView<'_>, rules: PolicyRules) -> Option<Fault> {
    let below = view.below_anchor();
    let mut policies = Policies::new(below.len(), rules);
    below.rev().find_map(|position| {
        let refused = policies.take(view.at(position), position == 0).err()?;
        Some(view.fault(FaultKind::PolicyUnacceptable, position).with(refused))
    })
}
