//! Caddyfiles: what a site presents, and what `reverse_proxy` asks of the servers behind it
//! (caddyserver.com/docs/caddyfile/directives/tls and .../reverse_proxy#the-http-transport). It is a Go program.

use super::super::out::{self, Out};
use super::super::segments::Segment;
use super::blocks::{self, DEPTH, Directive};
use super::{Proxy, host};
use crate::request::{HostUse, Seat};

/// Reads a Caddyfile, or the part of one that was pasted.
pub(in super::super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let path = |line: &str| line.split_whitespace().nth(1).is_some_and(|w| w.contains(['/', '.']) && !w.contains('@'));
    let ours = |line: &str| {
        let line = line.trim();
        let proxy = line.starts_with("reverse_proxy ") || line.starts_with("tls_trust") || line.starts_with("tls_server_name ");
        (proxy || line.starts_with("tls ") && path(line)) && !line.ends_with(';')
    };
    let body = segment.body();
    if !body.lines().any(|line| line.trim_end().ends_with(" {")) || !body.lines().any(ours) {
        return None;
    }
    let all = blocks::parse(segment, true, out);
    out.begin("caddy", out.text_place(segment.from, segment.to));
    out.summary("Caddyfile", "");
    let behind = body.lines().any(|l| l.trim_start().starts_with("reverse_proxy") && l.contains("https://") || l.trim() == "tls");
    let mut teller = Teller { out, snippets: &all, seat: if behind { Seat::Listener } else { Seat::Server } };
    let is_site = |d: &&Directive<'_>| !d.name().is_empty() && !d.name().starts_with(['(', '@', '&']);
    let mut sites = all.iter().filter(is_site).peekable();
    match sites.next_if(|first| first.inner.is_empty() && first.words.iter().all(|(_, word)| is_address(word))) {
        // The only site may do without braces: its addresses, and all other lines are its own.
        Some(addresses) => {
            let id = teller.addresses(addresses);
            for directive in sites {
                teller.walk(std::slice::from_ref(directive), &id, 0);
            }
        }
        None => {
            for site in sites.filter(|site| !site.inner.is_empty()) {
                let id = teller.addresses(site);
                teller.walk(&site.inner, &id, 0);
            }
        }
    }
    Some((segment.from, segment.to))
}

/// Whether a word can be the address of a site, and is no field of another format.
fn is_address(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    !word.ends_with(':') && !word.contains('=') && (word.contains(['.', ':']) || word == "localhost")
}

struct Teller<'a, 't, 'o, 'r> {
    out: &'o mut Out<'r>,
    /// Everything at the top, for `import`.
    snippets: &'a [Directive<'t>],
    seat: Seat,
}

impl<'a, 't> Teller<'a, 't, '_, '_> {
    /// Names that clients ask a site for; tells what it is called.
    fn addresses(&mut self, site: &Directive<'t>) -> String {
        let mut id = "caddy".to_owned();
        let alone = site.words.len() == 1;
        let may_be = |word: &str| is_address(word) || !word.contains('=') && (alone || word.contains('*'));
        if !site.words.iter().all(|(_, word)| may_be(word)) {
            return id;
        }
        for (n, (at, word)) in site.words.iter().enumerate() {
            let name = host(word.trim_end_matches(','));
            let from = at + word.find(name).unwrap_or(0);
            if n == 0 && !name.is_empty() {
                name.clone_into(&mut id);
            }
            // A site without TLS, of all names, or whose name the environment has.
            if !word.starts_with("http://") && !name.starts_with('*') && !super::is_variable(name) {
                self.out.host_at(from, name, HostUse::Client);
            }
        }
        id
    }

    fn walk(&mut self, block: &[Directive<'t>], id: &str, depth: usize) {
        if depth > DEPTH {
            return;
        }
        for directive in block {
            match directive.name() {
                "tls" => self.tls(directive, id),
                "reverse_proxy" => self.proxy(directive, id),
                "import" => {
                    if let Some(snippet) = self.snippet(directive) {
                        self.walk(snippet, id, depth + 1);
                    }
                }
                _ => self.walk(&directive.inner, id, depth + 1),
            }
        }
    }

    fn snippet(&self, import: &Directive<'_>) -> Option<&'a [Directive<'t>]> {
        let name = import.values().first()?.1;
        let all: &'a [Directive<'t>] = self.snippets;
        let called = |d: &&'a Directive<'t>| d.name().strip_prefix('(').and_then(|n| n.strip_suffix(')')) == Some(name);
        all.iter().find(called).map(|d| d.inner.as_slice())
    }

    fn files(&mut self, words: &[(usize, &str)], seat: Seat, server: Option<&str>) {
        for (at, path) in words.iter().filter(|(_, path)| !super::is_variable(path) && !path.starts_with('{')) {
            let place = self.out.text_place(*at, at + path.len());
            if self.out.seat(place, seat, server) == 0 && out::is_path(path) {
                self.out.file(place, path, seat, server);
            }
        }
    }

    /// `tls cert key { client_auth { ... } }`; an address or `internal` is no file.
    fn tls(&mut self, directive: &Directive<'_>, id: &str) {
        if let files @ [_, _] = directive.values() {
            self.files(files, self.seat, Some(id));
        }
        for auth in directive.inner.iter().filter(|d| d.name() == "client_auth").flat_map(|d| &d.inner) {
            self.authorities(auth, Seat::ClientCa);
        }
    }

    /// Every spelling of a list of CA files.
    fn authorities(&mut self, directive: &Directive<'_>, seat: Seat) {
        match directive.name() {
            "tls_trusted_ca_certs" | "trusted_ca_cert_file" | "trusted_ca_cert" => self.files(directive.values(), seat, None),
            "tls_trust_pool" | "trust_pool" if directive.values().first().is_some_and(|w| matches!(w.1, "file" | "inline")) => {
                self.files(&directive.values()[1..], seat, None);
                for inner in directive.inner.iter().filter(|d| matches!(d.name(), "pem_file" | "trust_der")) {
                    self.files(inner.values(), seat, None);
                }
            }
            _ => {}
        }
    }

    fn proxy(&mut self, directive: &Directive<'t>, id: &str) {
        // Imported lines count as if they stood here.
        let imported = directive.inner.iter().filter(|d| d.name() == "import").filter_map(|d| self.snippet(d)).flatten();
        let inner: Vec<&Directive<'t>> = directive.inner.iter().chain(imported).collect();
        let matcher = |w: &&(usize, &str)| !w.1.starts_with(['/', '@', '*']);
        let to = inner.iter().filter(|d| d.name() == "to").flat_map(|d| d.values());
        let upstreams: Vec<(usize, &str)> = directive.values().iter().filter(matcher).chain(to).copied().collect();
        let transport: Vec<&Directive<'t>> = inner
            .iter()
            .filter(|d| d.name() == "transport" && d.values().first().is_some_and(|w| w.1 == "http"))
            .copied()
            .collect();
        let options: Vec<&Directive<'t>> = transport.iter().flat_map(|t| &t.inner).collect();
        let has = |name: &str| options.iter().any(|d| d.name() == name);
        let tls = upstreams.iter().any(|w| w.1.starts_with("https://")) || options.iter().any(|d| d.name().starts_with("tls"));
        if !tls || has("tls_insecure_skip_verify") {
            return;
        }
        let place = |(at, word): &(usize, &'t str)| {
            let name = host(word);
            let from = at + word.find(name).unwrap_or(0);
            (self.out.text_place(from, from + name.len()), name)
        };
        let asked = options.iter().find(|d| d.name() == "tls_server_name").and_then(|d| d.values().first());
        let proxy = Proxy {
            words: "Caddy, proxy of ",
            name: id.to_owned(),
            path: None,
            asked: asked.map(place),
            servers: upstreams.iter().map(place).collect(),
            public: !options.iter().any(|d| d.name().starts_with("tls_trust")),
        };
        proxy.scene(self.out);
        for option in options {
            self.authorities(option, Seat::Trust);
            if option.name() == "tls_client_auth" && option.values().len() == 2 {
                self.files(option.values(), Seat::Client, None);
            }
        }
        self.out.about(None);
    }
}
