//! What a file has that the input had otherwise.

use super::kinds::{Kind, Material};
use crate::lists::Members;
use crate::report::RepairChange;
use crate::scene::Scene;

/// Dropped certificates that are listed one by one.
const LISTED: usize = 50;

/// Changes against what the server presents now, in the new file's order, then what is left out and what is missing.
/// A file that is a piece by intention (the chain alone, the root alone) has no changes to list but what is missing.
pub fn changes(scene: &Scene<'_>, material: &Material) -> Vec<RepairChange> {
    let Some(server) = material.server.and_then(|s| scene.servers.get(s)) else { return Vec::new() };
    let change = |kind: &'static str, index: usize| RepairChange {
        kind,
        certificate: Some(index),
        label: scene.certificate(index).label(),
    };
    let whole =
        matches!(material.kind, Kind::Bundle | Kind::BundleWithRoot | Kind::BundleWithKey | Kind::PfxLegacy | Kind::PfxModern);
    let mut all = Vec::new();
    if whole {
        let mut before: Vec<usize> = Vec::new();
        for &index in server.presented.iter().filter(|i| material.certificates.contains(i)) {
            if !before.contains(&index) {
                before.push(index);
            }
        }
        let after: Vec<usize> = material.certificates.iter().copied().filter(|i| before.contains(i)).collect();
        for &index in &material.certificates {
            let place = |list: &[usize]| list.iter().position(|&i| i == index);
            all.push(match (place(&before), place(&after)) {
                (None, _) => change("added", index),
                (was, is) if was == is => change("kept", index),
                _ => change("moved", index),
            });
        }
        let mut seen = Members::default();
        let dropped: Vec<usize> =
            server.presented.iter().copied().filter(|i| !seen.insert(*i) || !material.certificates.contains(i)).collect();
        all.extend(dropped.iter().take(LISTED).map(|&index| change("dropped", index)));
        if dropped.len() > LISTED {
            all.push(RepairChange { kind: "dropped", certificate: None, label: format!("{} more", dropped.len() - LISTED) });
        }
    }
    if let Some(gap) = server.proposed.missing.as_ref().filter(|_| whole || material.kind == Kind::Chain) {
        let issuer = scene.certificate(gap.certificate).issuer.to_rfc4514();
        all.push(RepairChange { kind: "missing", certificate: None, label: issuer });
    }
    all
}

/// One line a change.
pub fn text(changes: &[RepairChange]) -> String {
    let mut out = String::new();
    for change in changes {
        out.push_str(match change.kind {
            "added" => "+ ",
            "dropped" => "- ",
            "moved" => "> ",
            "missing" => "? ",
            _ => "= ",
        });
        out.extend(change.label.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
        out.push('\n');
    }
    out
}
