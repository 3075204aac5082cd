//! How families of programs go about it: one file per procedure, driven by the knobs of a profile.
//!
//! A procedure reports [`Fault`]s in the order in which the program meets them; the profile's words turn the decisive
//! one into the program's own code. No procedure knows a target id.

use crate::policy::{Check, Confidence, Fault, Outcome};
use crate::scene::Scene;

/// What one target says about one server and host.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Index into `Scene.servers`; `None` for uploads that belong to no server.
    pub server: Option<usize>,
    /// Target id.
    pub target: &'static str,
    /// Host as normalised for the target, empty where it looks at no name.
    pub host: String,
    /// What is judged.
    pub check: Check,
    /// How it ends.
    pub outcome: Outcome,
    /// The target's own identifier.
    pub code: Option<String>,
    /// The phrase its user sees, or why nothing can be said.
    pub message: Option<String>,
    /// How sure.
    pub confidence: Confidence,
    /// Why, the decisive one first.
    pub faults: Vec<Fault>,
}

/// All judgements of the wanted targets over a scene, in catalog order, then server, then host.
#[must_use]
pub fn rehearse(scene: &Scene<'_>, targets: Option<&[String]>) -> Vec<Judgement> {
    let _ = (scene, targets);
    Vec::new()
}
