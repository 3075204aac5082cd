//! What fields of a document say, as tables: a path, and what stands at its end.

use super::out::{self, Out};
use super::tree::{Node, Value};
use crate::request::{HostUse, Seat};

/// What a field says.
#[derive(Clone, Copy)]
pub enum Do {
    /// A name, or several, with this use. What Istio puts before a slash is a namespace.
    Host(HostUse),
    /// An address whose host is a server, asked for by clients.
    Server,
    /// Certificates and keys, or the path of a file with them.
    Part(Seat),
    /// The path or name of something with them, as it stands.
    File(Seat),
    /// The same with a name before it, as kustomize has them: `tls.crt=certs/www.crt`.
    NamedFile(Seat),
    /// The name of an object of this kind, alone or with its kind and namespace.
    Refer(&'static str, Seat),
    /// A switch of a target: `on` and `true`.
    Switch(&'static str, &'static str),
    /// A number of a target's.
    Number(&'static str, &'static str),
}

/// Paths of [`Node::all`], and what stands there.
pub type Row = (&'static str, Do);

/// Whether any of these fields is there.
pub fn any(rows: &[Row], node: &Node<'_>) -> bool {
    rows.iter().any(|(paths, _)| !node.all(paths).is_empty())
}

/// Says what these fields of a document say. Names are looked for beside `namespace`.
pub fn say(rows: &[Row], node: &Node<'_>, namespace: &str, server: Option<&str>, out: &mut Out<'_>) {
    for (paths, does) in rows {
        for found in node.all(paths) {
            one(*does, found, namespace, server, out);
        }
    }
}

fn one(does: Do, node: &Node<'_>, namespace: &str, server: Option<&str>, out: &mut Out<'_>) {
    let place = out.place(node);
    if let Do::Part(seat) = does {
        return out.part(Some(node), seat, server);
    }
    if let Do::Refer(kind, seat) = does {
        let name = reference(node, kind, namespace);
        return out.file(place, &name, seat, server);
    }
    let Some(text) = node.literal() else { return };
    let on = matches!(&*text, "on" | "true");
    match does {
        Do::Host(role) => out.host(place, text.rsplit('/').next().unwrap_or_default(), role),
        Do::Server => {
            if let Some(host) = out::url_host(&text) {
                out.host(place, &host, HostUse::Client);
                out.server(place, &host, Some(&host));
            }
        }
        Do::File(seat) => out.file(place, &text, seat, server),
        Do::NamedFile(seat) => out.file(place, text.split_once('=').map_or(&*text, |(_, path)| path), seat, server),
        Do::Switch(target, setting) => out.setting(place, target, setting, on),
        Do::Number(target, setting) => {
            if let Ok(number) = text.parse::<f64>() {
                out.setting(place, target, setting, number);
            }
        }
        Do::Part(_) | Do::Refer(..) => {}
    }
}

/// What a reference names: a bare name, one with its namespace before it, or an object with its kind.
pub fn reference(node: &Node<'_>, kind: &str, namespace: &str) -> String {
    let field = |name: &str| node.text_of(name);
    let kind = if node.says("kind", "ConfigMap") { "configmap" } else { kind };
    let name = if node.is_map() { field("name") } else { node.text() }.unwrap_or_default();
    if name.is_empty() {
        return String::new();
    }
    let mut whole = String::from(kind);
    whole.push(':');
    if !name.contains('/') {
        whole.push_str(field("namespace").as_deref().unwrap_or(namespace));
        whole.push('/');
    }
    whole.push_str(&name);
    whole
}

/// Everything inside of a document that `take` does not have, objects first.
pub fn walk<'n, 't>(node: &'n Node<'t>, depth: usize, take: &mut dyn FnMut(&'n Node<'t>) -> bool) {
    if depth == 0 || node.is_map() && take(node) {
        return;
    }
    match &node.value {
        Value::List(list) => list.iter().for_each(|inner| walk(inner, depth - 1, take)),
        Value::Map(entries) => entries.iter().for_each(|entry| walk(&entry.node, depth - 1, take)),
        _ => {}
    }
}
