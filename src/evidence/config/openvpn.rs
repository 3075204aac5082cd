//! OpenVPN's configuration (openvpn.net, reference manual, TLS mode and "inline file support"): `<ca>`, `<cert>` and
//! `<key>` hold what their names say, of a client or a server. Names are compared by its own rules alone, so that none
//! is asked for here.

use super::super::out::Out;
use super::super::segments::Segment;
use super::words;
use crate::request::Seat;

const FIELDS: &[&str] = &["cert", "extra-certs", "key", "pkcs12", "ca"];

/// Reads a configuration.
pub(in super::super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let body = segment.body();
    let starts = |line: &str| ["<ca>", "<cert>", "<key>", "ca ", "cert "].iter().any(|word| line.trim_start().starts_with(word));
    if !body.lines().any(starts) {
        return None;
    }
    let lines: Vec<Vec<(usize, &str)>> = segment.lines().map(|(at, line)| words(line, at)).filter(|l| !l.is_empty()).collect();
    let says = |name: &str| lines.iter().any(|line| line[0].1 == name);
    let inline = FIELDS.iter().any(|f| says(&format!("<{f}>")) && says(&format!("</{f}>")));
    let settings = ["remote", "dev", "client", "tls-server", "tls-client", "server"].iter().filter(|name| says(name)).count();
    let files = lines.iter().any(|line| line.len() == 2 && FIELDS.contains(&line[0].1));
    if !(inline || files && settings > 1) {
        return None;
    }
    let serves = says("server") || says("tls-server");
    out.begin("openvpn", out.text_place(segment.from, segment.to));
    out.summary(if serves { "OpenVPN server" } else { "OpenVPN client" }, "");
    for field in FIELDS {
        let seat = match (*field, serves) {
            ("ca", true) => Seat::ClientCa,
            ("ca", false) => Seat::Trust,
            (_, true) => Seat::Server,
            (_, false) => Seat::Client,
        };
        let (open, close) = (format!("<{field}>"), format!("</{field}>"));
        if let Some(from) = body.find(&open)
            && let Some(length) = body[from..].find(&close)
        {
            let place = out.text_place(segment.from + from, segment.from + from + length);
            out.seat(place, seat, None);
        }
        for line in lines.iter().filter(|line| line[0].1 == *field && line.len() == 2) {
            let (at, path) = line[1];
            out.file_at(at, path, seat, None);
        }
    }
    Some((segment.from, segment.to))
}
