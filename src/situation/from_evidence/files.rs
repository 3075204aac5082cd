//! What stands under a name: a thing that evidence calls so, or a dropped file. A path is joined by its base name; two
//! files with one base name by the longest end of the path that they share.

use crate::evidence::Evidence;
use crate::evidence::statement::Says;
use crate::lists::Map;
use crate::request::Input;
use crate::scene::Prepared;

/// Everything that can be referred to by a name.
pub(super) struct Files<'e> {
    /// Items by the name that evidence has for them.
    named: Map<String, Vec<usize>>,
    inputs: &'e [Input],
    prepared: &'e Prepared,
}

impl<'e> Files<'e> {
    pub fn new(evidence: &Evidence, prepared: &'e Prepared, inputs: &'e [Input]) -> Self {
        let mut named: Map<String, Vec<usize>> = Map::default();
        for statement in &evidence.statements {
            if let Says::Named { name, items, .. } = &statement.says {
                named.at(name.to_lowercase()).extend(items);
            }
        }
        Self { named, inputs, prepared }
    }

    /// Certificates and keys that stand under `name`; none: it is a hole.
    pub fn items(&self, name: &str) -> Vec<usize> {
        if let Some(items) = self.named.get(&name.to_lowercase()) {
            return items.clone();
        }
        self.input(name).map(|input| self.items_of(input)).unwrap_or_default()
    }

    /// Certificates and keys of an input.
    pub fn items_of(&self, input: usize) -> Vec<usize> {
        let items = self.prepared.reading.items.iter().enumerate().filter(|(_, item)| item.input == input);
        let kept = |i: usize, kind: &str| {
            self.prepared.certificate_of_item[i].is_some() || matches!(kind, "private-key" | "encrypted-private-key")
        };
        items.filter(|(i, item)| kept(*i, item.content.kind())).map(|(i, _)| i).collect()
    }

    /// The dropped file that a path or a name means.
    pub fn input(&self, name: &str) -> Option<usize> {
        let name = name.trim().to_lowercase().replace('\\', "/");
        let wanted = base(&name);
        if wanted.is_empty() {
            return None;
        }
        let names: Vec<String> = self.inputs.iter().map(|i| i.name.to_lowercase().replace('\\', "/")).collect();
        let same = |n: &usize| base(&names[*n]) == wanted;
        let mut found: Vec<usize> = (0..names.len()).filter(same).collect();
        if found.is_empty() && !wanted.contains('.') {
            // What has a name of its own in a service was uploaded from a file of that name.
            found = (0..names.len()).filter(|n| stem(&names[*n]) == wanted).collect();
        }
        if found.len() > 1 {
            let shared = |n: usize| names[n].split('/').rev().zip(name.split('/').rev()).take_while(|(a, b)| a == b).count();
            let most = found.iter().map(|&n| shared(n)).max()?;
            found.retain(|&n| shared(n) == most);
        }
        // Of two that fit alike, neither is taken silently.
        if found.len() == 1 { found.first().copied() } else { None }
    }
}

/// The last part of a path.
pub(super) fn base(path: &str) -> &str {
    path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(path).trim()
}

/// The base name without what tells its format.
pub(super) fn stem(path: &str) -> &str {
    let base = base(path);
    const FORMATS: &[&str] =
        &[".pem", ".crt", ".cer", ".der", ".p7b", ".p7c", ".pfx", ".p12", ".jks", ".txt", ".cert", ".ca-bundle"];
    FORMATS.iter().find_map(|f| base.strip_suffix(f)).unwrap_or(base)
}
