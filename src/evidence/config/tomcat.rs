//! Tomcat's server.xml (tomcat.apache.org/tomcat-9.0-doc/config/http.html, SSL Support): connectors, their virtual hosts
//! of TLS and those hosts' certificates, and the attributes that connectors had before 8.5.

use super::super::out::Out;
use super::super::segments::Segment;
use super::is_variable;
use crate::request::{HostUse, Seat};

/// Elements of one text that are looked at.
const ELEMENTS: usize = 20_000;

/// Attributes that name files, in the order in which what they name is sent.
const FILES: &[(&str, Seat)] = &[
    ("certificateFile", Seat::Server),
    ("SSLCertificateFile", Seat::Server),
    ("certificateChainFile", Seat::Server),
    ("SSLCertificateChainFile", Seat::Server),
    ("certificateKeyFile", Seat::Server),
    ("SSLCertificateKeyFile", Seat::Server),
    ("certificateKeystoreFile", Seat::Server),
    ("keystoreFile", Seat::Server),
    ("caCertificateFile", Seat::ClientCa),
    ("SSLCACertificateFile", Seat::ClientCa),
    ("truststoreFile", Seat::ClientCa),
];

struct Element<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, usize, &'t str)>,
}

/// Reads it, or the part of it that was pasted.
pub(in super::super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let body = segment.body();
    if !body.contains("<Connector") && !body.contains("<SSLHostConfig") && !body.contains("<Certificate ") {
        return None;
    }
    let elements = elements(body, segment.from);
    let file = |name: &str| FILES.iter().any(|(f, _)| *f == name);
    if !elements.iter().any(|e| e.attributes.iter().any(|a| file(a.0))) {
        return None;
    }
    out.begin("tomcat", out.text_place(segment.from, segment.to));
    out.summary("Tomcat configuration", "");
    out.bound(elements.len(), ELEMENTS - 1);
    let mut id = "tomcat";
    for element in elements.iter().filter(|e| matches!(e.name, "Connector" | "SSLHostConfig" | "Certificate")) {
        let value = |name: &str| element.attributes.iter().find(|a| a.0 == name && !is_variable(a.2));
        if element.name != "Certificate" {
            id = "tomcat";
        }
        if element.name == "SSLHostConfig"
            && let Some((_, at, name)) = value("hostName").filter(|a| a.2 != "_default_")
        {
            id = name;
            out.host_at(*at, name, HostUse::Client);
        }
        for (field, seat) in FILES {
            if let Some((_, at, path)) = value(field) {
                out.file_at(*at, path, *seat, Some(id));
            }
        }
    }
    Some((segment.from, segment.to))
}

/// Elements that begin, with their attributes; comments (XML 1.0 section 2.5) hold none.
fn elements(text: &str, base: usize) -> Vec<Element<'_>> {
    let mut found: Vec<Element<'_>> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('<').filter(|_| found.len() < ELEMENTS) {
        at += next + 1;
        let rest = &text[at..];
        if rest.starts_with("!--") {
            at += rest.find("-->").unwrap_or(rest.len());
            continue;
        }
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let mut element = Element { name: &rest[..length], attributes: Vec::new() };
        at += length;
        while let Some(sign) = text[at..].find(['=', '>', '<']).filter(|n| text[at + n..].starts_with('=')) {
            let name = text[at..at + sign].trim();
            at += sign + 1;
            let rest = text[at..].trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
            let from = text.len() - rest.len() + 1;
            let value = text[from..].split(quote).next().unwrap_or_default();
            element.attributes.push((name, base + from, value));
            at = (from + value.len() + 1).min(text.len());
        }
        found.push(element);
    }
    found
}
