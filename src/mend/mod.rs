//! New files: ordered bundles, converted certificates, rebuilt PFX, and how to make the same without this program.

mod changes;
mod commands;
mod kinds;
mod pem;
pub mod pfx;

use crate::report::Repair;
use crate::request::Input;
use crate::scene::Scene;
use kinds::{Kind, Material};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// Which of the files in `Report.repairs` to make.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// `Repair.kind`.
    pub kind: String,
    /// `Repair.server`; absent where the repair has none.
    #[serde(default)]
    pub server: Option<String>,
    /// For a file that is locked: its new password.
    #[serde(default)]
    pub password: Option<Zeroizing<String>>,
    /// Random bytes for salts, from the caller's secure source: the core has no randomness of its own.
    #[serde(default, with = "serde_bytes")]
    pub seed: Vec<u8>,
}

/// A file that was made.
#[derive(Clone, Serialize)]
pub struct MadeFile {
    /// Proposed name.
    pub name: String,
    /// Media type.
    #[serde(rename = "type")]
    pub media_type: &'static str,
    /// Contents. They are the only place where key material leaves the engine, and only for a plan that asks for it.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

impl Drop for MadeFile {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

/// What a plan came to.
#[derive(Clone, Default, Serialize)]
pub struct Mended {
    /// The files; none when the plan does not fit the scene (the repair is not among those proposed).
    pub files: Vec<MadeFile>,
    /// What changed against the input, one line each: `+` added, `-` dropped, `>` moved, `=` kept, `?` missing.
    pub diff: String,
}

/// The files that can be produced for a scene.
#[must_use]
pub fn propose(scene: &Scene<'_>, inputs: &[Input]) -> Vec<Repair> {
    let mut all = Vec::new();
    for server in 0..scene.servers.len() {
        for kind in Kind::OF_SERVER {
            all.extend(kinds::material(scene, *kind, Some(server)).map(|m| describe(scene, inputs, &m)));
        }
    }
    all.extend(kinds::material(scene, Kind::TrustBundle, None).map(|m| describe(scene, inputs, &m)));
    all
}

/// Makes the files of a plan from a scene.
#[must_use]
pub fn make(scene: &Scene<'_>, inputs: &[Input], plan: &Plan) -> Mended {
    let server = plan.server.as_deref().and_then(|id| scene.servers.iter().position(|s| s.id == id));
    let Some(material) = Kind::named(&plan.kind).and_then(|kind| kinds::material(scene, kind, server)) else {
        return Mended::default();
    };
    let Some(bytes) = contents(scene, &material, plan) else { return Mended::default() };
    let repair = describe(scene, inputs, &material);
    let diff = changes::text(&repair.changes);
    Mended { files: vec![MadeFile { name: repair.name, media_type: material.kind.media_type(), bytes }], diff }
}

fn contents(scene: &Scene<'_>, material: &Material, plan: &Plan) -> Option<Vec<u8>> {
    let certificates = material.certificates.iter().map(|&i| scene.certificate(i).der.as_ref());
    let key = material.key.and_then(|item| kinds::private_key(scene, item));
    let mut text = Zeroizing::new(String::new());
    match material.kind {
        Kind::Key => pem::write("PRIVATE KEY", &key?.pkcs8, &mut text),
        Kind::BundleWithKey => {
            certificates.for_each(|der| pem::write("CERTIFICATE", der, &mut text));
            pem::write("PRIVATE KEY", &key?.pkcs8, &mut text);
        }
        Kind::PfxLegacy | Kind::PfxModern => {
            let certificates: Vec<&[u8]> = certificates.collect();
            let alias = material.key.and_then(|item| scene.prepared.reading.items.get(item)?.alias.as_deref());
            let contents = pfx::Contents { key: &key?.pkcs8, certificates: &certificates, friendly_name: alias };
            let protection = if material.kind == Kind::PfxLegacy { pfx::Protection::TripleDes } else { pfx::Protection::Aes };
            return pfx::write(&contents, protection, plan.password.as_deref()?, &plan.seed);
        }
        _ => certificates.for_each(|der| pem::write("CERTIFICATE", der, &mut text)),
    }
    Some(text.as_bytes().to_vec())
}

fn describe(scene: &Scene<'_>, inputs: &[Input], material: &Material) -> Repair {
    let server = material.server.and_then(|s| scene.servers.get(s));
    Repair {
        kind: material.kind.id(),
        server: server.map(|s| s.id.clone()),
        name: material.name(scene),
        title: material.kind.title(),
        when: material.kind.when(),
        certificates: material.certificates.clone(),
        has_key: material.key.is_some(),
        changes: changes::changes(scene, material),
        commands: commands::equivalent(scene, inputs, material),
    }
}
