//! What a `TRUSTED CERTIFICATE` says it is trusted for, and not (`obj_trust` in `crypto/x509/x509_trust.c`).

use super::Context;
use crate::facts::eku;
use crate::input::trust_label::{REJECTED_FOR, TRUSTED_FOR};

impl Context<'_> {
    /// `X509_check_trust`: trusted or rejected outright, `None` where the file does not say.
    pub(super) fn trust_setting(&self, index: usize) -> Option<bool> {
        let scene = self.meeting.scene;
        let at = scene.trust.iter().position(|&trusted| trusted == index)?;
        let item = scene.trust_items.get(at).copied().flatten()?;
        let facts = &scene.prepared.reading.items.get(item)?.facts;
        let listed = |label| {
            let list = facts.iter().find(|fact| fact.label == label)?;
            Some(list.value.split(' ').any(|oid| [self.purpose.oid(), eku::ANY].contains(&oid)))
        };
        match (listed(REJECTED_FOR), listed(TRUSTED_FOR)) {
            (Some(true), _) => Some(false),
            // Trusted for other things only is not trusted.
            (_, Some(named)) => Some(named),
            _ => None,
        }
    }
}
