//! Servers side by side: the fields in which they differ, and which server is the odd one.

use super::{End, Survey};
use crate::identity::{self, IdentityPolicy};
use crate::lists::Map;
use crate::octets::hex;
use crate::report::Difference;
use crate::scene::{Scene, ServerScene};

/// Reads a field of one server.
type Read = fn(&Survey<'_>, usize) -> String;

/// What is compared, and how it reads.
const FIELDS: &[(&str, Read)] = &[
    ("Server certificate (SHA-256)", |s, i| leaf(s, i, |c| hex(&s.certificate(c).sha256))),
    ("Names", |s, i| leaf(s, i, |c| names(s, c))),
    ("Names asked for that it has", matched),
    ("Issued by", |s, i| leaf(s, i, |c| s.certificate(c).issuer.to_rfc4514())),
    ("Expires", |s, i| leaf(s, i, |c| s.certificate(c).not_after.to_string())),
    ("Certificates sent", |s, i| presented(s, i).len().to_string()),
    ("Order", |s, i| presented(s, i).iter().take(16).map(|&c| s.label(c)).collect::<Vec<_>>().join(" \u{2192} ")),
    ("Chain ends at", |s, i| s.chains.get(i).and_then(super::Chain::top).map_or_else(|| NONE.to_owned(), |c| s.label(c))),
    ("Missing issuer", |s, i| match s.chains.get(i) {
        Some(chain) if chain.end == End::Gap => chain.top().map_or_else(String::new, |c| s.certificate(c).issuer.to_rfc4514()),
        _ => NONE.to_owned(),
    }),
    ("Private key", |s, i| key(s, i).to_owned()),
];

const NONE: &str = "none";

/// Fields in which the servers differ; nothing with fewer than two servers. A listener is no server among equals.
#[must_use]
pub fn differences(survey: &Survey<'_>) -> Vec<Difference> {
    let scene = survey.scene;
    let equals: Vec<usize> = (0..scene.servers.len()).filter(|&i| !listener(scene, i)).collect();
    if equals.len() < 2 {
        return Vec::new();
    }
    FIELDS
        .iter()
        .filter_map(|&(field, read)| {
            let all: Vec<String> = (0..scene.servers.len()).map(|i| read(survey, i)).collect();
            let compared: Vec<(usize, &str)> = equals.iter().filter_map(|&i| Some((i, all.get(i)?.as_str()))).collect();
            let same = compared.windows(2).all(|w| matches!(w, [a, b] if a.1 == b.1));
            let odd = odd(&compared).into_iter().filter_map(|i| scene.servers.get(i)).map(|s| s.id.clone()).collect();
            (!same).then_some(Difference { field, values: all, odd })
        })
        .collect()
}

/// Those that are alone with their value while more than half agree on another.
fn odd(values: &[(usize, &str)]) -> Vec<usize> {
    let mut counts: Map<&str, usize> = Map::default();
    for (_, value) in values {
        *counts.at(value) += 1;
    }
    let Some((&common, &most)) = counts.iter().max_by_key(|&(_, count)| *count) else { return Vec::new() };
    if most * 2 <= values.len() {
        return Vec::new();
    }
    values.iter().filter(|(_, v)| *v != common && counts.get(v) == Some(&1)).map(|&(i, _)| i).collect()
}

fn listener(scene: &Scene<'_>, server: usize) -> bool {
    scene.servers.get(server).is_some_and(|s: &ServerScene| s.listener)
}

fn leaf(survey: &Survey<'_>, server: usize, read: impl Fn(usize) -> String) -> String {
    survey.leaf(server).map_or_else(|| NONE.to_owned(), read)
}

fn presented<'a>(survey: &Survey<'a>, server: usize) -> &'a [usize] {
    survey.scene.servers.get(server).map(|s| s.presented.as_slice()).unwrap_or_default()
}

fn names(survey: &Survey<'_>, certificate: usize) -> String {
    let all = super::common::identifiers::presented(survey.certificate(certificate));
    if all.is_empty() { NONE.to_owned() } else { all.join(", ") }
}

/// Hosts that are asked for by name and that the certificate has, by RFC 9525.
fn matched(survey: &Survey<'_>, server: usize) -> String {
    let Some(leaf) = survey.leaf(server) else { return NONE.to_owned() };
    let mut names: Vec<&str> = Vec::new();
    for reference in survey.scene.hosts.iter().map(|h| &h.identifier) {
        let has = identity::matches(survey.certificate(leaf), reference, &IdentityPolicy::RFC9525).matched();
        if has && !names.contains(&reference.name()) {
            names.push(reference.name());
        }
    }
    if names.is_empty() { NONE.to_owned() } else { names.join(", ") }
}

fn key(survey: &Survey<'_>, server: usize) -> &'static str {
    let Some(scene) = survey.scene.servers.get(server) else { return NONE };
    match survey.leaf(server) {
        _ if scene.keys.is_empty() => NONE,
        Some(leaf) if scene.keys.iter().any(|&k| survey.key_fits(k, leaf)) => "belongs to the certificate",
        _ => "belongs to another certificate",
    }
}

#[cfg(test)]
mod tests {
    use super::odd;

    #[test]
    fn the_odd_one_needs_a_majority_against_it() {
        assert_eq!(odd(&[(0, "a"), (1, "a"), (2, "b")]), [2]);
        assert_eq!(odd(&[(0, "a"), (1, "b")]), [0usize; 0]);
        assert_eq!(odd(&[(0, "a"), (1, "a"), (2, "b"), (3, "b")]), [0usize; 0]);
        assert_eq!(odd(&[(0, "a"), (1, "b"), (2, "c")]), [0usize; 0]);
        assert_eq!(odd(&[(0, "a"), (1, "a"), (2, "a"), (3, "b"), (4, "c")]), [3, 4]);
    }
}
