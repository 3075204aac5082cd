//! Gateways in pieces: answers of `az network application-gateway http-settings list` and its kin in one paste, and
//! PowerShell's objects whose members are cut and stand whole in the text beside them.

use super::super::braces;
use super::super::out::Out;
use super::super::tree::{Entry, Node, Text, Value};
use std::collections::BTreeMap;

/// What a gateway's id continues with, for the parts that are read.
const COLLECTIONS: &[&str] = &[
    "backendHttpSettingsCollection",
    "backendAddressPools",
    "httpListeners",
    "requestRoutingRules",
    "probes",
    "sslCertificates",
    "trustedRootCertificates",
    "authenticationCertificates",
    "trustedClientCertificates",
    "sslProfiles",
    "urlPathMaps",
];

/// Gateway and collection of a part, out of its id.
fn place<'t>(node: &Node<'t>) -> Option<(&'t str, &'static str)> {
    let Some(Value::Text(Text { raw, .. })) = node.get("id").map(|id| &id.value) else { return None };
    let raw: &'t str = raw;
    let mut segments = raw.split('/').skip_while(|s| !s.eq_ignore_ascii_case("applicationGateways")).skip(1);
    let (gateway, collection, name) = (segments.next()?, segments.next()?, segments.next()?);
    let known = COLLECTIONS.iter().find(|c| c.eq_ignore_ascii_case(collection))?;
    (!name.is_empty() && segments.next().is_none()).then_some((gateway, *known))
}

/// Whether a document is a part of a gateway, or a list of them.
pub fn is_part(root: &Node<'_>) -> bool {
    // A reference has an id too, and nothing else.
    let part = |node: &Node<'_>| node.entries().len() > 2 && place(node).is_some();
    root.each().iter().all(part) && !root.each().is_empty()
}

const CONTRADICTION: &str = "Which of two different answers for one part of the gateway is in force; the first is taken.";

/// Reads the parts of all texts together.
pub fn read(parts: &[Node<'_>], out: &mut Out<'_>) {
    let mut gateways: Vec<(&str, Vec<&Node<'_>>, Option<&Node<'_>>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids: BTreeMap<String, &Node<'_>> = BTreeMap::new();
    for part in parts.iter().flat_map(|p| p.each()) {
        let (Some((name, _)), Some(id)) = (place(part), part.text_of("id")) else { continue };
        let index = *known.entry(name.to_lowercase()).or_insert(gateways.len());
        if index == gateways.len() {
            gateways.push((name, Vec::new(), None));
        }
        match ids.get(&*id.to_lowercase()) {
            Some(same) if same.holds_same(part) => {}
            Some(_) => gateways[index].2 = gateways[index].2.or(Some(part)),
            None => {
                ids.insert(id.to_lowercase(), part);
                gateways[index].1.push(part);
            }
        }
    }
    for (name, all, other) in gateways {
        let (from, to) = (all.iter().map(|n| n.from).min().unwrap_or(0), all.iter().map(|n| n.to).max().unwrap_or(0));
        let mut entries = vec![Entry::plain("name", Node { from, to: from, value: Value::Text(Text::plain(name)) })];
        for collection in COLLECTIONS {
            let of = |node: &&&Node<'_>| place(node).is_some_and(|(_, c)| c == *collection);
            let list: Vec<Node<'_>> = all.iter().filter(of).map(|n| told(n)).collect();
            if !list.is_empty() {
                entries.push(Entry::plain(collection, Node { from, to, value: Value::List(list) }));
            }
        }
        let whole = Node { from, to, value: Value::Map(entries) };
        super::say(&whole, &whole, "azure-application-gateway/cli-parts", out);
        if let Some(part) = other {
            let place = out.place(part);
            out.hole(place, CONTRADICTION, part.text_of("name").as_deref(), None);
        }
    }
}

/// A part with what PowerShell prints of its members in place of their types' names.
fn told<'t>(part: &Node<'t>) -> Node<'t> {
    let mut whole = part.clone();
    if let Value::Map(entries) = &mut whole.value {
        for member in part.entries().iter().filter(|e| !e.node.entries().is_empty() || matches!(e.node.value, Value::List(_))) {
            if let Some(name) = member.key.raw.strip_suffix("Text") {
                entries.retain(|e| !e.key.is(name));
                entries.push(Entry::plain(name, member.node.clone()));
            }
        }
    }
    whole
}

/// A member that holds JSON as text, and its collection.
pub(super) struct Decoded {
    collection: &'static str,
    inner: braces::Inner,
}

/// The members of a PowerShell object that hold JSON as text.
pub(super) fn texts(node: &Node<'_>) -> Vec<Decoded> {
    let decoded = |collection: &&'static str| {
        let member = node.get(&format!("{collection}Text"))?;
        Some(Decoded { collection, inner: braces::Inner::of(member)? })
    };
    COLLECTIONS.iter().filter_map(decoded).collect()
}

/// The object with what these texts hold in place of its members, whose deeper levels `-Depth` has cut off.
pub(super) fn with_texts<'t>(node: &Node<'t>, texts: &'t [Decoded]) -> Node<'t> {
    let mut whole = node.clone();
    let Value::Map(entries) = &mut whole.value else { return whole };
    for decoded in texts {
        let Some(list) = decoded.inner.parse(&['[', '{']) else { continue };
        if !list.each().is_empty() {
            entries.retain(|e| !e.key.is(decoded.collection));
            entries.push(Entry::plain(decoded.collection, list));
        }
    }
    whole
}
