//! PostgreSQL's server side (postgresql.org/docs/current/ssl-tcp.html): `name = 'value'`, where the sign may be left out.

use super::super::out::Out;
use super::super::segments::Segment;
use super::words;
use crate::request::Seat;

const FILES: &[(&str, Seat)] =
    &[("ssl_cert_file", Seat::Server), ("ssl_key_file", Seat::Server), ("ssl_ca_file", Seat::ClientCa)];

/// Reads `postgresql.conf`, or the part of it that was pasted.
pub(in super::super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut found = Vec::new();
    for (at, line) in segment.lines() {
        let Some(&(name, seat)) = FILES.iter().find(|(name, _)| line.trim_start().starts_with(name)) else { continue };
        let begin = line.len() - line.trim_start().len() + name.len();
        let rest = &line[begin..];
        let value = rest.trim_start().strip_prefix('=').unwrap_or(rest);
        if !rest.starts_with([' ', '\t', '=']) {
            continue;
        }
        if let Some((at, path)) = words(value, at + line.len() - value.len()).first().copied() {
            // Of two lines the last counts.
            found.retain(|(known, ..): &(&str, Seat, usize, &str)| *known != name);
            found.push((name, seat, at, path));
        }
    }
    if found.is_empty() {
        return None;
    }
    out.begin("postgresql", out.text_place(segment.from, segment.to));
    out.summary("PostgreSQL configuration", "");
    for (_, seat, at, path) in found {
        out.file_at(at, path, seat, None);
    }
    Some((segment.from, segment.to))
}
