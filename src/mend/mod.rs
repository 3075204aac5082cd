//! New files: ordered bundles, converted certificates, rebuilt PFX, and the equivalent commands.

use crate::report::Repair;
use crate::scene::Scene;

/// The files that can be produced for a scene.
#[must_use]
pub fn propose(scene: &Scene<'_>) -> Vec<Repair> {
    let _ = scene;
    Vec::new()
}
