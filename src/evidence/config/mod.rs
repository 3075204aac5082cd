//! Configurations of servers that are no trees: lines of words. A path is joined to a dropped file by its base name.

pub(super) mod apache;
pub(super) mod haproxy;
pub(super) mod postgresql;
pub(super) mod properties;
pub(super) mod spring;
pub(super) mod traefik;

use super::out;

/// Words of one line.
const WORDS: usize = 200;

/// The words of a line, each with its place from `at`; quotes hold blanks together, `#` begins a comment.
fn words(line: &str, at: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while found.len() < WORDS {
        let rest = &line[from..];
        from += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let Some(first) = rest.chars().next().filter(|c| *c != '#') else { break };
        if matches!(first, '"' | '\'') {
            let length = rest[1..].find(first).unwrap_or(rest.len() - 1);
            found.push((at + from + 1, &rest[1..=length]));
            from = (from + length + 2).min(line.len());
        } else {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            found.push((at + from, &rest[..length]));
            from += length;
        }
    }
    found
}

/// The host of `host:port`, `[v6]:port` or a URL.
fn host(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_address(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().is_ok()
}

/// Whether a configuration's own language would have to work it out.
fn is_variable(text: &str) -> bool {
    text.contains(['$', '%']) || out::masked(text)
}

#[cfg(test)]
mod tests;
