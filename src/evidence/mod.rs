//! Evidence: what is dropped or pasted that is no certificate and says something about the situation.
//!
//! # How to add a reader
//! 1. A file `src/evidence/<kind>.rs` with one function of a shape of [`Reader`]:
//!    - `Tree`: for documents with fields. It gets the root of every JSON, YAML, PowerShell or HCL document found
//!      anywhere in a text ([`tree::Node`]: `get`, `at("a.b")`, `list`, `each`, `text_of`, `switch_of`, `says`; names
//!      in any case) and returns whether it is of its kind. A list of objects may be the root too.
//!    - `Text`: for what has none: it gets a [`Segment`] (what stands between documents, cut at prompts and fences;
//!      `command` is the line of the prompt before it) and returns the part of the *whole* text that it took, if any.
//!      The rest of the segment is offered again.
//!    - `Whole`: once a text, after all others, with what they took: for phrases that stand anywhere.
//!    - `Bytes`: for files that are no text.
//! 2. A line in [`KINDS`], specific before general: the first that takes something has it.
//! 3. Inside: `out.begin("<kind>/<shape>", place)` first, then `out.host(..)`, `out.setting(..)`, `out.seat(..)` (what
//!    reading found inside of the bytes of a value: Base64, PEM, PFX; nobody decodes twice), `out.file(..)` (a path, to
//!    be joined to a dropped file by its base name, else a hole), `out.server(..)`, `out.handle(..)`, `out.hole(..)`,
//!    `out.observed(..)`. Where fields say one thing each, a table of [`mapping::Row`] says it: a path and what stands at
//!    its end. `out.place(node)` and `out.text_place(from, to)` give the place. Statements between
//!    `out.scene(draft)` (or `out.about(Some(key))`) and `out.about(None)` belong to that scene alone; all others to the
//!    situation as a whole. One scene is one combination of names, trust and settings. `out.summary(words, value)`
//!    fills the file's card.
//!
//! What holds for all: only listed fields are read, and values of [`out::secret_name`] never; nothing of the input
//! goes into a statement but names, codes and numbers; [`out::masked`] values are holes; bounds are in [`limits`].

mod asked;
mod azure;
mod braces;
mod captures;
mod config;
mod cursor;
mod dotted;
mod error_text;
mod gateway;
mod gateway_health;
mod gateway_prose;
mod hcl;
mod includes;
mod key_store;
mod kubectl;
mod kubernetes;
mod limits;
mod listing;
mod mapping;
mod nginx;
pub mod out;
mod passwords;
pub mod phrases;
pub mod segments;
pub mod source;
pub mod statement;
mod stores;
mod times;
mod transcripts;
pub mod tree;
mod yaml;

pub use error_text::observed;
pub use passwords::passwords;

use crate::facts::ByteRange;
use crate::input::{Content, ReadItem, Reading};
use crate::lists::{self, Set};
use crate::request::{HostUse, Input};
use includes::Includes;
use out::{Found, Out};
use segments::{Claim, Segment};
use source::Source;
use statement::{Document, Says, SceneDraft, Statement};
use std::collections::BTreeSet;
use tree::Node;

/// A kind of evidence, or a family of them.
pub struct Kind {
    /// Its id: what statements bear, before the slash.
    pub id: &'static str,
    /// What it is called, for people.
    pub name: &'static str,
    /// What recognises and reads it.
    pub reader: Reader,
}

/// What a reader wants to see. Every function tells whether, or what, it took.
pub enum Reader {
    /// The bytes of an input.
    Bytes(fn(&[u8], &mut Out<'_>) -> bool),
    /// The root of a document.
    Tree(fn(&Node<'_>, &mut Out<'_>) -> bool),
    /// The same, for documents that say something together: whether one is a part, and what reads all that were found.
    Parts(fn(&Node<'_>) -> bool, fn(&[Node<'_>], &mut Out<'_>)),
    /// Text between documents.
    Text(fn(&Segment<'_>, &mut Out<'_>) -> Option<(usize, usize)>),
    /// The whole text, and what was taken of it.
    Whole(fn(&str, &[Claim], &mut Out<'_>)),
}

/// Everything that is recognised, specific before general.
pub const KINDS: &[Kind] = &[
    Kind { id: "azure-backend-health", name: "Application Gateway's backend health", reader: Reader::Tree(gateway_health::read) },
    Kind {
        id: "azure-backend-health",
        name: "Application Gateway's backend health",
        reader: Reader::Text(gateway_health::table),
    },
    Kind { id: "capture", name: "Network capture", reader: Reader::Bytes(captures::read) },
    Kind { id: "key-store", name: "Key store", reader: Reader::Bytes(key_store::read) },
    Kind { id: "testssl-json", name: "testssl.sh", reader: Reader::Tree(transcripts::testssl::read) },
    Kind { id: "sslyze-json", name: "SSLyze", reader: Reader::Tree(transcripts::sslyze::read) },
    Kind { id: "tshark-json", name: "tshark", reader: Reader::Tree(transcripts::tshark::json) },
    Kind { id: "chrome-net-export", name: "Chrome net-export", reader: Reader::Tree(transcripts::browsers::net_export) },
    Kind { id: "s_client", name: "openssl s_client", reader: Reader::Text(transcripts::s_client::read) },
    Kind { id: "curl", name: "curl", reader: Reader::Text(transcripts::curl::read) },
    Kind { id: "gnutls-cli", name: "gnutls-cli", reader: Reader::Text(transcripts::gnutls::read) },
    Kind { id: "java-net-debug", name: "Java's TLS log", reader: Reader::Text(transcripts::java_debug::read) },
    Kind { id: "nmap", name: "nmap", reader: Reader::Text(transcripts::scanners::nmap) },
    Kind { id: "sslscan-xml", name: "sslscan", reader: Reader::Text(transcripts::scanners::sslscan) },
    Kind { id: "sslscan-xml", name: "sslscan", reader: Reader::Text(transcripts::scanners::sslscan_text) },
    Kind { id: "tshark-text", name: "tshark", reader: Reader::Text(transcripts::tshark::text) },
    Kind { id: "chrome-page", name: "Page of Chrome", reader: Reader::Text(transcripts::browsers::chrome) },
    Kind { id: "firefox-page", name: "Page of Firefox", reader: Reader::Text(transcripts::browsers::firefox) },
    Kind { id: "netsh-sslcert", name: "netsh", reader: Reader::Text(transcripts::windows::netsh) },
    Kind { id: "certutil-store", name: "certutil", reader: Reader::Text(transcripts::windows::certutil) },
    Kind { id: "testssl-json", name: "testssl.sh", reader: Reader::Text(transcripts::testssl::text) },
    Kind { id: "sslyze-json", name: "SSLyze", reader: Reader::Text(transcripts::sslyze::text) },
    Kind { id: "certutil-store", name: "certutil", reader: Reader::Text(transcripts::windows::drive) },
    Kind { id: "keytool", name: "keytool", reader: Reader::Text(transcripts::keytool::read) },
    Kind { id: "openssl-verify", name: "openssl verify", reader: Reader::Text(transcripts::openssl_verify::read) },
    Kind { id: "openssl-x509", name: "openssl x509", reader: Reader::Text(transcripts::openssl_verify::read_x509) },
    Kind { id: "vault", name: "HashiCorp Vault", reader: Reader::Text(stores::vault_table) },
    Kind { id: "kubernetes", name: "Kubernetes", reader: Reader::Text(kubectl::described) },
    Kind { id: "nmap", name: "nmap", reader: Reader::Text(transcripts::scanners::nmap_xml) },
    Kind { id: "nginx", name: "nginx", reader: Reader::Text(nginx::read) },
    Kind { id: "haproxy", name: "HAProxy", reader: Reader::Text(config::haproxy::read) },
    Kind { id: "apache", name: "Apache", reader: Reader::Text(config::apache::read) },
    Kind { id: "caddy", name: "Caddy", reader: Reader::Text(config::caddy::read) },
    Kind { id: "tomcat", name: "Tomcat", reader: Reader::Text(config::tomcat::read) },
    Kind { id: "openvpn", name: "OpenVPN", reader: Reader::Text(config::openvpn::read) },
    Kind { id: "postgresql", name: "PostgreSQL", reader: Reader::Text(config::postgresql::read) },
    Kind { id: "kafka", name: "Kafka", reader: Reader::Text(config::properties::read) },
    Kind { id: "spring-boot", name: "Spring Boot", reader: Reader::Text(config::spring::properties) },
    Kind { id: "prose", name: "Description of an Application Gateway", reader: Reader::Text(gateway_prose::read) },
    Kind { id: "error-text", name: "Error message", reader: Reader::Whole(error_text::read) },
    Kind { id: "azure-application-gateway", name: "Azure Application Gateway", reader: Reader::Tree(gateway::read) },
    Kind {
        id: "azure-application-gateway",
        name: "Azure Application Gateway",
        reader: Reader::Parts(gateway::is_part, gateway::read_parts),
    },
    Kind { id: "kubernetes", name: "Kubernetes", reader: Reader::Tree(kubernetes::read) },
    Kind { id: "traefik", name: "Traefik", reader: Reader::Tree(config::traefik::read) },
    Kind { id: "envoy", name: "Envoy", reader: Reader::Tree(config::envoy::read) },
    Kind { id: "caddy", name: "Caddy", reader: Reader::Tree(config::caddy_json::read) },
    Kind { id: "spring-boot", name: "Spring Boot", reader: Reader::Tree(config::spring::read) },
    Kind { id: "azure-key-vault-certificate", name: "Azure Key Vault", reader: Reader::Tree(azure::key_vault) },
    Kind { id: "azure-front-door-origin-json", name: "Azure Front Door", reader: Reader::Tree(azure::front_door) },
    Kind { id: "azure-api-management", name: "Azure API Management", reader: Reader::Tree(azure::api_management) },
    Kind { id: "azure-app-service", name: "Azure App Service", reader: Reader::Tree(azure::app_service) },
    Kind { id: "aws-acm", name: "AWS certificate", reader: Reader::Tree(stores::aws) },
    Kind { id: "gcp-certificate", name: "Google Cloud certificate", reader: Reader::Tree(stores::google) },
    Kind { id: "vault", name: "HashiCorp Vault", reader: Reader::Tree(stores::vault) },
    Kind { id: "acme-json", name: "Traefik's store of certificates", reader: Reader::Tree(stores::acme) },
    Kind { id: "jwks", name: "JSON Web Keys", reader: Reader::Tree(stores::jwks) },
];

/// What a kind is called, with or without a shape.
#[must_use]
pub fn name_of(kind: &str) -> &'static str {
    let family = kind.split('/').next().unwrap_or_default();
    names().find(|(id, _)| *id == family).map_or("", |(_, name)| name)
}

/// Every kind with what it is called.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().map(|kind| (kind.id, kind.name)).chain(ALSO.iter().copied())
}

/// Ids that readers give beside those of [`KINDS`], with what they are called.
const ALSO: &[(&str, &str)] = &[
    ("apache-log", "Apache's log"),
    ("haproxy-log", "HAProxy's log"),
    ("java-trace", "Stack trace of Java"),
    ("keytool-list", "keytool"),
    ("keytool-printcert", "keytool"),
    ("kubeconfig", "kubeconfig"),
    ("nginx-log", "nginx's log"),
    ("psql", "psql"),
];

/// What all inputs said.
#[derive(Debug, Default)]
pub struct Evidence {
    /// What was recognised, in reading order.
    pub documents: Vec<Document>,
    /// Facts, in reading order.
    pub statements: Vec<Statement>,
    /// Combinations, in reading order.
    pub scenes: Vec<SceneDraft>,
    /// Servers of one configuration, and names that each answers to.
    pub sites: BTreeSet<(String, Option<String>)>,
    /// Limits that were hit.
    pub not_checked: Vec<&'static str>,
}

/// Reads the evidence in all inputs, of which `reading` has the certificates and keys.
#[must_use]
pub fn read(inputs: &[Input], reading: &Reading, certificate_of_item: &[Option<usize>]) -> Evidence {
    let mut all = Found::default();
    let sources: Vec<Option<Source<'_>>> = inputs.iter().enumerate().map(|(n, input)| source(n, &input.bytes, reading)).collect();
    let includes = Includes::new(&sources, reading);
    let mut parts = Parts::default();
    for (index, input) in inputs.iter().enumerate() {
        let found = match &sources[index] {
            Some(source) => {
                let with = includes.sources(source, &sources);
                read_text(&with, includes.is_part(index), reading, certificate_of_item, &mut parts)
            }
            None => read_bytes(index, &input.bytes, reading, certificate_of_item),
        };
        all.add(found, certificate_of_item);
    }
    for (index, kind) in KINDS.iter().enumerate() {
        if let Reader::Parts(_, read) = kind.reader {
            let own: Vec<Node<'_>> = parts.nodes.iter().filter(|(k, _)| *k == index).map(|(_, node)| node.clone()).collect();
            if !own.is_empty() {
                let mut out = Out::new(0, reading, certificate_of_item, &parts.sources);
                read(&own, &mut out);
                all.add(out.take(), certificate_of_item);
            }
        }
    }
    let Found { documents, mut statements, scenes, sites, not_checked, .. } = all;
    names_of_checks(&mut statements);
    Evidence { documents, statements, scenes, sites, not_checked }
}

/// Answers among the requests that a browser recorded (HTTP Archive): text that is JSON again.
fn recorded(root: &Node<'_>, out: &mut Out<'_>) -> Option<&'static str> {
    let mut first = None;
    for answer in root.all("log>entries>response>content>text").into_iter().take(limits::SEGMENTS) {
        let Some(inner) = braces::Inner::of(answer) else { continue };
        let Some(node) = inner.parse(&['{']) else { continue };
        let kind = KINDS.iter().find(|kind| matches!(kind.reader, Reader::Tree(take) if tells(take, &node, out)));
        first = first.or(kind.map(|kind| kind.id));
    }
    first
}

/// Whether a reader takes a document; what it finds then is told.
fn tells(take: fn(&Node<'_>, &mut Out<'_>) -> bool, root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut inner = out.with_root(root);
    let taken = take(root, &mut inner);
    let found = inner.take();
    if taken {
        out.add(found);
    }
    taken
}

/// Documents that say something together, whichever file they stand in. Each text begins where the one before it ended.
#[derive(Default)]
struct Parts<'t> {
    nodes: Vec<(usize, Node<'t>)>,
    sources: Vec<(usize, &'t Source<'t>)>,
}

impl<'t> Parts<'t> {
    fn add(&mut self, kind: usize, root: &Node<'t>, source: &'t Source<'t>) {
        let begin = match self.sources.last() {
            Some((begin, last)) if std::ptr::eq(*last, source) => *begin,
            last => {
                let begin = last.map_or(0, |(begin, last)| begin + last.text().len() + 1);
                self.sources.push((begin, source));
                begin
            }
        };
        let mut node = root.clone();
        node.move_to(&|at| begin + at);
        self.nodes.push((kind, node));
    }
}

/// Who checks what stands behind a gateway asks it for the gateway's own name: clients do not ask for that.
fn names_of_checks(statements: &mut Vec<Statement>) {
    let known: Set<String> = statements
        .iter()
        .filter(|s| !s.kind.starts_with("capture/"))
        .filter_map(|s| match &s.says {
            Says::Host { name, role: HostUse::Probe | HostUse::BackendSetting | HostUse::Pool | HostUse::Sni } => {
                Some(name.to_lowercase())
            }
            _ => None,
        })
        .collect();
    let check = |kind: &str| CHECKS.contains(&kind.split('/').next().unwrap_or_default());
    statements.retain(|s| match &s.says {
        Says::Host { name, role: HostUse::Client } => !(check(s.kind) && known.contains(&name.to_lowercase())),
        _ => true,
    });
}

/// Kinds in which somebody checks a server, or something is logged about one.
const CHECKS: &[&str] = &[
    "apache-log",
    "curl",
    "error-text",
    "gnutls-cli",
    "java-net-debug",
    "java-trace",
    "keytool-printcert",
    "nginx-log",
    "nmap",
    "openssl-verify",
    "s_client",
    "sslscan-xml",
    "sslyze-json",
    "testssl-json",
];

/// The text of an input, if it is one that is looked through.
fn source<'a>(index: usize, bytes: &'a [u8], reading: &Reading) -> Option<Source<'a>> {
    let text = bytes.len() <= limits::TEXT && reading.inputs.get(index).is_none_or(|input| input.capture.is_none());
    if text { Source::new(index, bytes, &keys(index, reading), &bodies(index, bytes, reading)) } else { None }
}

fn read_bytes(index: usize, bytes: &[u8], reading: &Reading, certificate_of_item: &[Option<usize>]) -> Found {
    let mut out = Out::new(index, reading, certificate_of_item, &[]);
    for kind in KINDS {
        if let Reader::Bytes(take) = kind.reader
            && take(bytes, &mut out)
        {
            return out.take();
        }
    }
    if bytes.len() > limits::TEXT {
        out.not_checked(limits::TEXT_TOO_LONG);
    }
    out.take()
}

/// Reads the first of these texts; the others belong into it. It may be a `part` of another one itself.
fn read_text<'t>(
    sources: &[(usize, &'t Source<'t>)],
    part: bool,
    reading: &Reading,
    certificate_of_item: &[Option<usize>],
    parts: &mut Parts<'t>,
) -> Found {
    let Some((_, source)) = sources.first().copied() else { return Found::default() };
    let mut out = Out::new(source.input, reading, certificate_of_item, sources);
    out.part = part;
    if source.cut {
        out.not_checked(limits::TOO_MANY_LINES);
    }
    let text = source.text();
    let mut claims = segments::documents(text, |root| {
        KINDS
            .iter()
            .enumerate()
            .find_map(|(index, kind)| {
                if let Reader::Parts(is_part, _) = kind.reader
                    && is_part(root)
                {
                    parts.add(index, root, source);
                    return Some(kind.id);
                }
                matches!(kind.reader, Reader::Tree(take) if tells(take, root, &mut out)).then_some(kind.id)
            })
            .or_else(|| recorded(root, &mut out))
    });
    for segment in segments::rest(text, &claims) {
        texts(segment, &mut claims, &mut out);
    }
    lists::sort_by_key(&mut claims, |claim| claim.from);
    for kind in KINDS {
        if let Reader::Whole(read) = kind.reader {
            read(text, &claims, &mut out);
        }
    }
    out.take()
}

/// Where private keys, and what may hold some, stand in an input.
fn keys(index: usize, reading: &Reading) -> Vec<ByteRange> {
    let secret =
        |item: &&ReadItem| item.input == index && matches!(item.content, Content::PrivateKey(_) | Content::EncryptedPrivateKey);
    let mut keys: Vec<ByteRange> = reading.items.iter().filter(secret).map(|item| item.range).collect();
    lists::sort_by_key(&mut keys, |key| key.to);
    keys
}

/// Lines between BEGIN and END of what was read, in order: they say nothing but what was read of them. All there is, where
/// a file holds nothing else.
fn bodies(index: usize, bytes: &[u8], reading: &Reading) -> Vec<ByteRange> {
    let blocks = || {
        let read = reading.items_of(index).map(|(_, item)| item).filter(|item| item.error.is_none());
        read.filter(|item| item.range.of(bytes).starts_with(b"-----BEGIN "))
    };
    let mut at = 0;
    let alone = blocks().all(|item| {
        let gap = bytes.get(at..item.range.from).unwrap_or_default();
        at = at.max(item.range.to);
        gap.iter().all(u8::is_ascii_whitespace)
    });
    if alone && at > 0 && bytes[at..].iter().all(u8::is_ascii_whitespace) {
        return vec![ByteRange::new(0, bytes.len())];
    }
    let mut found: Vec<ByteRange> = Vec::new();
    for item in blocks().filter(|item| !matches!(item.content, Content::PrivateKey(_) | Content::EncryptedPrivateKey)) {
        let ByteRange { from, to } = item.range;
        let block = item.range.of(bytes);
        let first = block.iter().position(|&b| b == b'\n').map_or(to, |n| from + n + 1);
        let last = block.iter().rposition(|&b| b == b'\n').map_or(from, |n| from + n + 1);
        // Several things come out of one block.
        if first < last && found.last().is_none_or(|before| before.to <= first) {
            found.push(ByteRange::new(first, last));
        }
    }
    found
}

/// Offers a segment to the readers of text, and what they leave of it again.
fn texts(segment: Segment<'_>, claims: &mut Vec<Claim>, out: &mut Out<'_>) {
    let mut todo = vec![segment];
    while let Some(segment) = todo.pop() {
        let taken = KINDS.iter().find_map(|kind| {
            let Reader::Text(take) = kind.reader else { return None };
            take(&segment, out).map(|(from, to)| Claim { from, to, kind: kind.id })
        });
        if let Some(claim) = taken {
            claims.push(claim);
            let rest = [
                Segment { from: claim.to.max(segment.from + 1), command: None, ..segment },
                Segment { to: claim.from, ..segment },
            ];
            let smaller =
                |s: &Segment<'_>| s.from < s.to && s.to - s.from < segment.to - segment.from && !s.body().trim().is_empty();
            out.bound(claims.len(), limits::SEGMENTS - 1);
            if claims.len() < limits::SEGMENTS {
                todo.extend(rest.into_iter().filter(smaller));
            }
        }
    }
}

#[cfg(test)]
pub mod testing {
    //! What readers' tests need.

    use super::*;
    use crate::input::Content;

    /// Reads files as if they had been dropped; certificates count from 0 in reading order.
    pub fn read(files: &[(&str, &[u8])]) -> (Evidence, Reading) {
        let input = |(name, bytes): &(&str, &[u8])| {
            let mut input = Input::default();
            (input.name, input.bytes) = ((*name).to_owned(), bytes.to_vec());
            input
        };
        let inputs: Vec<Input> = files.iter().map(input).collect();
        let reading = crate::input::read(&inputs);
        let mut count = 0..;
        let number = |item: &crate::input::ReadItem| {
            if matches!(item.content, Content::Certificate(_)) && item.error.is_none() { count.next() } else { None }
        };
        let certificates: Vec<Option<usize>> = reading.items.iter().map(number).collect();
        let evidence = super::read(&inputs, &reading, &certificates);
        (evidence, reading)
    }
}
