//! `check_name_constraints`: the last check of all, the anchor's own constraints included.

use super::{Context, Stop, self_issued};
use crate::facts::NameConstraints;
use crate::fault::{Fault, FaultKind};
use crate::path::name_constraints::{CommonName, LeadingDot, NameRules, OtherForms, held};

const RULES: NameRules = NameRules {
    of_anchor: true,
    intermediates: true,
    self_issued_exempt: true,
    directory: true,
    common_name: CommonName::WithoutDnsNames,
    other_forms: OtherForms::RefusedWhenUsed,
    leading_dot: LeadingDot::Subdomains,
    any_labels: true,
    wildcards_cover: false,
    comparisons: usize::MAX,
    // NAME_CHECK_MAX is the bound it has.
    ..NameRules::RFC5280
};

impl Context<'_> {
    pub(super) fn check_name_constraints(&mut self) -> Result<(), Stop> {
        for i in (0..self.chain.len()).rev() {
            let x = self.certificate(self.chain[i]);
            if i != 0 && self_issued(x) {
                continue;
            }
            for j in (i + 1..self.chain.len()).rev() {
                let Some(constraints) = &self.certificate(self.chain[j]).name_constraints else { continue };
                let permitted = NameConstraints { excluded: Vec::new(), ..constraints.clone() };
                let excluded = NameConstraints { permitted: Vec::new(), ..constraints.clone() };
                let broken = [(permitted, "47"), (excluded, "48")].into_iter().find_map(|(half, number)| {
                    let mut budget = RULES.comparisons;
                    held(&half, x, i == 0, &RULES, &mut budget).err().map(|name| (name, number))
                });
                if let Some((name, number)) = broken {
                    let fault = Fault::of(FaultKind::NameConstraintViolated, self.chain[i]);
                    self.fail(fault.with(name).named(number))?;
                }
            }
        }
        Ok(())
    }
}
