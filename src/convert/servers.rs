//! Servers, paths and names.

use crate::identity;
use crate::report::{NameComparison, Server};
use crate::scene::Scene;

pub(super) fn servers(scene: &Scene<'_>) -> Vec<Server> {
    let _ = scene;
    Vec::new()
}

pub(super) fn names(scene: &Scene<'_>) -> Vec<NameComparison> {
    let _ = (scene, identity::parse_host);
    Vec::new()
}
