//! The JSON of SSLyze: chains as they came, one deployment for each kind of key, judged by several trust stores.

use super::{Entry, Part, Range, certificate, host_of, is_address, learn_part, peer, verdict};
use crate::evidence::out::Out;
use crate::evidence::phrases;
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Observation, Said};
use crate::evidence::tree::Node;
use crate::request::Seat;

/// Takes a scan.
pub fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let results = root.list("server_scan_results");
    if results.is_empty() {
        return false;
    }
    out.begin("sslyze-json", out.place(root));
    for result in results {
        let location = result.get("server_location").or_else(|| result.at("server_info.server_location"));
        let field = |key: &str| location.and_then(|l| l.text_of(key));
        let (host, address) = (field("hostname"), field("ip_address"));
        let server = address.as_deref().or(host.as_deref());
        let place = out.place(result);
        let information =
            result.at("scan_result.certificate_info.result").or_else(|| result.at("scan_commands_results.certificate_info"));
        let asked = information.and_then(|i| i.text_of("hostname_used_for_server_name_indication"));
        let host = asked.as_deref().or(host.as_deref()).filter(|h| !is_address(h));
        peer(place, server, server, host.filter(|_| information.is_some()), out);
        let Some(information) = information else { continue };
        let deployments = information.list("certificate_deployments");
        for (n, deployment) in deployments.iter().enumerate() {
            // A second one is for another kind of key: a server of its own.
            let id = server.map(|s| if n == 0 { s.to_owned() } else { [s, " (", &(n + 1).to_string(), ")"].concat() });
            for certificate in deployment.list("received_certificate_chain") {
                let body = certificate.get("as_pem").unwrap_or(certificate);
                let place = out.place(body);
                if out.seat(place, Seat::Server, id.as_deref()) == 0 {
                    out.hole(place, "A certificate of the chain.", None, None);
                }
            }
            if let Some(observation) = judged(deployment, id.as_deref(), host) {
                let place = out.place(deployment);
                out.observed(place, observation);
            }
        }
    }
    true
}

/// Takes what SSLyze prints: fingerprints of the chain of each server.
pub fn text(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range = Range::default();
    let mut server = None;
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let line = line.trim();
        if let Some((_, address)) = line.strip_prefix("SCAN RESULTS FOR ").and_then(|l| l.rsplit_once(" - ")) {
            server = Some(host_of(address)).filter(|address| is_address(address));
        } else if let Some(name) = line.strip_prefix("Hostname sent for SNI:") {
            let place = out.text_place(at, end);
            out.begin("sslyze-json", place);
            peer(place, server.or(Some(name.trim())), server, Some(name.trim()), out);
        } else if let Some(print) = line.strip_prefix("SHA1 Fingerprint:").filter(|_| range.get().is_some()) {
            let mut entry = Entry::new(at, end);
            learn_part(&mut entry.handle, Part::Print, print);
            certificate(entry, Some(Seat::Server), server, out);
        } else {
            continue;
        }
        range.take(at, end);
    }
    range.get()
}

/// What the trust stores made of it: a refusal by any of them, else that they accept it.
fn judged(deployment: &Node<'_>, server: Option<&str>, host: Option<&str>) -> Option<Observation> {
    let results = deployment.list("path_validation_results");
    results.first()?;
    let failed = |r: &&Node<'_>| {
        r.switch_of("was_validation_successful") == Some(false)
            || ["openssl_error_string", "validation_error"].iter().any(|key| r.text_of(key).is_some())
    };
    let refusal = results.iter().find(failed);
    let error = refusal.and_then(|r| r.text_of("openssl_error_string").or_else(|| r.text_of("validation_error")));
    let number = error.as_deref().and_then(phrases::openssl_number);
    let text = match (refusal, number.and_then(phrases::openssl_text)) {
        (None, _) => "was_validation_successful".to_owned(),
        (_, text) => ["openssl_error_string: ", text.unwrap_or("\u{2026}")].concat(),
    };
    let said = if refusal.is_some() { Said::Rejected } else { Said::Accepted };
    let mut observation = verdict(said, "openssl", text, number, server, host);
    observation.equals = if refusal.is_some() && number.is_none() { vec!["*"] } else { vec!["62", "64"] };
    Some(observation)
}
