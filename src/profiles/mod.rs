//! One literal-only file per target. Profiles hold no logic.

use crate::policy::Profile;

/// Every target, in catalog order.
pub const ALL: &[&Profile] = &[];

/// The profile with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Profile> {
    ALL.iter().find(|p| p.id == id).copied()
}
