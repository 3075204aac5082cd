//! Repaired files: what can be produced, what changes, and how to do the same without this program.

use crate::report::Repair;
use crate::scene::Scene;

/// The files that can be produced for a scene.
#[must_use]
pub fn propose(scene: &Scene<'_>) -> Vec<Repair> {
    let _ = scene;
    Vec::new()
}
