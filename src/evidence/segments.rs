//! Cuts a text: into documents with fields wherever one begins, and the rest at prompts and fences. Several kinds in
//! one paste are normal, and one that nobody knows leaves its neighbours alone.

use super::tree::{Node, Value};
use super::{braces, dotted, hcl, limits, listing, yaml};
use crate::octets::char_ceil;

/// A part of a text that holds no document.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'t> {
    /// The whole text.
    pub text: &'t str,
    /// First byte.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
    /// The command line before it, without its prompt.
    pub command: Option<&'t str>,
}

impl<'t> Segment<'t> {
    /// Its text.
    pub fn body(&self) -> &'t str {
        self.text.get(self.from..self.to).unwrap_or("")
    }

    /// Its lines, each with the place of its first byte in the whole text.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let mut at = self.from;
        self.body().split_inclusive('\n').map(move |line| {
            let from = at;
            at += line.len();
            (from, line.trim_end_matches('\n'))
        })
    }
}

/// A part of a text that a reader has taken.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// First byte.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
    /// Kind that took it.
    pub kind: &'static str,
}

/// Offers every document in `text` to `take`, which says which kind took it. Tells what was taken, in order.
pub(super) fn documents<'t>(text: &'t str, mut take: impl FnMut(&Node<'t>) -> Option<&'static str>) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut at = 0;
    let mut tries = 0;
    while at < text.len() && tries < limits::SEGMENTS {
        let line = text[at..].split('\n').next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let content = &line[indent..];
        let next = (at + line.len() + 1).min(text.len());
        let mut offer = |from: usize, node: &Node<'t>, end: usize, claims: &mut Vec<Claim>| {
            tries += 1;
            let kind = has_fields(node).then(|| take(node)).flatten();
            claims.extend(kind.map(|kind| Claim { from, to: end, kind }));
            kind.is_some()
        };
        let mut go_on = next;
        if begins_json(content) {
            let (node, end) = braces::parse(text, at + indent);
            offer(at + indent, &node, end, &mut claims);
            go_on = end.max(at + indent + 1);
        } else if hcl::starts(content) {
            let (node, end) = hcl::parse(text, at);
            if offer(at, &node, end, &mut claims) {
                go_on = end.max(next);
            }
        } else if dotted::starts(content) {
            let (node, end) = dotted::toml(text, at);
            if offer(at, &node, end, &mut claims) {
                go_on = end.max(next);
            }
        } else if listing::starts(line) {
            let (node, end) = listing::parse(text, at);
            offer(at, &node, end, &mut claims);
            go_on = end.max(next);
        } else if yaml::starts(line) {
            let (node, end) = yaml::parse(text, at);
            if offer(at, &node, end, &mut claims) {
                go_on = end.max(next);
            } else {
                go_on = inline(text, at, end.max(next), &mut offer, &mut claims);
            }
        } else {
            go_on = inline(text, at, next, &mut offer, &mut claims);
        }
        at = char_ceil(text, go_on);
    }
    claims
}

/// Offers the JSON that begins inside of a line of `from..to`; tells where to go on.
fn inline<'t>(
    text: &'t str,
    from: usize,
    to: usize,
    offer: &mut impl FnMut(usize, &Node<'t>, usize, &mut Vec<Claim>) -> bool,
    claims: &mut Vec<Claim>,
) -> usize {
    let mut at = from;
    while at < to {
        let Some(found) = text[at..to].find(['{', '[']) else { return to };
        let begin = at + found;
        if !begins_json(&text[begin..]) {
            at = begin + 1;
            continue;
        }
        let (node, end) = braces::parse(text, begin);
        offer(begin, &node, end, claims);
        at = char_ceil(text, end.max(begin + 1));
    }
    at.max(to)
}

/// Whether JSON begins here: a bracket, and what may stand in it. `[error]` and `[section]` are none.
fn begins_json(content: &str) -> bool {
    let Some(rest) = content.strip_prefix(['{', '[']) else { return false };
    let after = rest.trim_start();
    match content.as_bytes()[0] {
        b'{' => {
            after.starts_with('"') || after.starts_with('}') || rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r'])
        }
        _ => after.starts_with(['{', ']']) || rest.starts_with('\n') && after.starts_with('"'),
    }
}

fn has_fields(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Map(entries) => !entries.is_empty(),
        Value::List(list) => list.iter().any(Node::is_map),
        _ => false,
    }
}

/// Cuts what nobody has taken at prompts and fences.
pub(super) fn rest<'t>(text: &'t str, claims: &[Claim]) -> Vec<Segment<'t>> {
    let mut segments = Vec::new();
    let mut from = 0;
    for claim in claims.iter().copied().chain([Claim { from: text.len(), to: text.len(), kind: "" }]) {
        if claim.from > from {
            cut(text, from, claim.from, &mut segments);
        }
        from = from.max(claim.to);
    }
    segments.retain(|s| s.command.is_some() || !s.body().trim().is_empty());
    segments
}

fn cut<'t>(text: &'t str, from: usize, to: usize, segments: &mut Vec<Segment<'t>>) {
    let mut segment = Segment { text, from, to, command: None };
    let mut at = from;
    for line in text[from..to].split_inclusive('\n') {
        let next = at + line.len();
        let command = prompt(line);
        if (command.is_some() || line.trim_start().starts_with("```")) && segments.len() < limits::SEGMENTS {
            segments.push(Segment { to: at, ..segment });
            segment = Segment { text, from: next, to, command };
        }
        at = next;
    }
    segments.push(segment);
}

/// Programs whose name after `# ` or `$ ` makes a line a command and no comment.
const PROGRAMS: &[&str] = &[
    "openssl",
    "curl",
    "wget",
    "kubectl",
    "oc",
    "az",
    "keytool",
    "gnutls-cli",
    "nmap",
    "testssl",
    "testssl.sh",
    "./testssl.sh",
    "sslscan",
    "sslyze",
    "java",
    "psql",
    "cat",
    "sudo",
    "docker",
    "git",
    "python",
    "python3",
    "node",
    "go",
    "mysql",
    "nginx",
    "certutil",
    "netsh",
    "terraform",
    "tshark",
    "tcpdump",
    "echo",
    "helm",
    "istioctl",
    "apachectl",
    "haproxy",
    "redis-cli",
    "ldapsearch",
    "certtool",
    "vault",
    "aws",
    "gcloud",
];

/// The command of a line that begins with a prompt.
pub fn prompt(line: &str) -> Option<&str> {
    let line = line.trim();
    for mark in ["$ ", "# ", "% ", "+ ", "OpenSSL> "] {
        if let Some(command) = line.strip_prefix(mark) {
            let program = command.split_whitespace().next().unwrap_or_default();
            let program = program.rsplit('/').next().unwrap_or_default();
            return (mark.len() > 2 || PROGRAMS.contains(&program)).then_some(command);
        }
    }
    if let Some(rest) = line.strip_prefix("PS ")
        && let Some((path, command)) = rest.split_once('>')
        && (path.contains(['\\', '/', ':']) || path.is_empty())
    {
        return Some(command.trim_start());
    }
    if let [drive, b':', b'\\', ..] = line.as_bytes()
        && drive.is_ascii_alphabetic()
        && let Some((path, command)) = line.split_once('>')
        && !path.contains(['"', '<', '|'])
    {
        return Some(command.trim_start());
    }
    // `user@host:~/x$ command`, `[user@host x]$ command`.
    let end = line.find(['$', '#', '%']).filter(|&n| n < 80)?;
    let (who, command) = (&line[..end], line[end + 1..].strip_prefix(' ')?);
    // `sh-4.4$ command`, `bash-5.1# command`, `/ # command`: a shell without a name, before a program that is known.
    let program = command.split_whitespace().next().unwrap_or_default();
    if !who.contains('@') && PROGRAMS.contains(&program) && !who.trim_end().contains([' ', '\t']) {
        return Some(command);
    }
    let plain = who.strip_prefix('[').and_then(|w| w.trim_end().strip_suffix(']')).unwrap_or(who).trim_end();
    let (user, place) = plain.split_once('@')?;
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_.~/: \\".contains(c));
    let one = user.matches(' ').count() == 0 && place.matches(' ').count() < 2;
    (word(user) && one && word(place) && !command.is_empty()).then_some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_told_from_comments_and_prose() {
        for (line, command) in [
            ("$ openssl verify x", Some("openssl verify x")),
            ("azureuser@Azure:~$ az network show", Some("az network show")),
            ("[root@web01 ~]# openssl x509", Some("openssl x509")),
            ("PS C:\\> Get-Thing", Some("Get-Thing")),
            ("C:\\Users\\x>certutil -store", Some("certutil -store")),
            ("sh-4.4$ openssl s_client", Some("openssl s_client")),
            ("/ # curl -v https://x", Some("curl -v https://x")),
            ("it costs 5$ openssl", None),
            ("# The server's certificate", None),
            ("mail@example.com costs 5$ a month", None),
            ("ssl_certificate $cert # why", None),
        ] {
            assert_eq!(prompt(line), command, "{line}");
        }
    }

    #[test]
    fn documents_are_found_wherever_they_begin() {
        let text = "$ az show\n{\n  \"a\": 1\n}\nprose {\"b\": 2} more\nkind: x\nname: y\n\n[error] no\n[{\"c\": 3}]\n";
        let mut keys = Vec::new();
        let claims = documents(text, |node| {
            let first = node.each().first().and_then(|n| n.entries().first()).map(|e| e.key.raw.to_owned());
            keys.extend(first);
            Some("x")
        });
        assert_eq!(keys, ["a", "b", "kind", "c"]);
        assert_eq!(claims.len(), 4);
        let rest: Vec<&str> = rest(text, &claims).iter().map(|s| s.body().trim()).collect();
        assert_eq!(rest, ["", "prose", "more", "[error] no"]);
    }
}
