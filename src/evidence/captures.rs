//! Captures: which names were asked for, which certificates came back on the wire, and who refused them.

use super::out::{Out, Place};
use super::statement::{Observation, Said, Says};
use crate::capture::{Alert, Capture, Handshake, Presented};
use crate::facts::ByteRange;
use crate::request::{HostUse, Seat};

const CUT: &str = "A certificate that was not recorded whole: record with the full length of packets (tcpdump -s 0)";
const ENCRYPTED: &str = "Certificates that TLS 1.3 encrypted";
const RESUMED: &str = "Certificates of an earlier session, which this one resumed without any";
const UNSEEN: &str = "Certificates that were not recorded";

/// Reads what reading the input made of it.
pub fn read(bytes: &[u8], out: &mut Out<'_>) -> bool {
    let reading = out.reading;
    let Some(capture) = reading.inputs.get(out.input).and_then(|input| input.capture.as_deref()) else { return false };
    let place = out.text_place(0, bytes.len());
    out.begin(capture.kind, place);
    out.count(", TLS handshakes: ", capture.handshakes.len());
    if capture.secrets {
        out.summary(", with session keys, which were not read", "");
    }
    let mut said: Vec<(String, &Handshake)> = Vec::new();
    for handshake in &capture.handshakes {
        let id = id(handshake, &capture.handshakes);
        if !said.iter().any(|(known, other)| *known == id && same(other, handshake)) {
            handshake_says(&id, handshake, capture, place, out);
            said.push((id.clone(), handshake));
        }
        alerts(&id, handshake, place, out);
    }
    true
}

/// Whether two handshakes tell the same of a server.
fn same(a: &Handshake, b: &Handshake) -> bool {
    a.server_name == b.server_name && a.presented == b.presented && a.client_certificates == b.client_certificates
}

/// A server is an address and a port; where that presents several lists, it goes by the name that was asked for.
fn id(handshake: &Handshake, all: &[Handshake]) -> String {
    let several = |other: &Handshake| {
        other.server == handshake.server && other.server_name != handshake.server_name && other.presented != handshake.presented
    };
    match &handshake.server_name {
        Some(name) if all.iter().take(256).any(several) => name.clone(),
        _ => handshake.server.to_string(),
    }
}

fn handshake_says(id: &str, handshake: &Handshake, capture: &Capture, place: Place<'_>, out: &mut Out<'_>) {
    out.server(place, id, Some(&handshake.server.to_string()));
    if let Some(name) = &handshake.server_name {
        out.host(place, name, HostUse::Sni);
    }
    match &handshake.presented {
        Presented::Certificates(list) => {
            for index in list {
                match index.and_then(|index| item(index, capture, out)) {
                    Some((item, at)) => {
                        out.say(
                            out.text_place(at.from, at.to),
                            Says::Seat { item, seat: Seat::Server, server: Some(id.to_owned()) },
                        );
                    }
                    None => out.hole(place, CUT, None, None),
                }
            }
        }
        Presented::Encrypted => out.hole(place, ENCRYPTED, None, None),
        Presented::Resumed => out.hole(place, RESUMED, None, None),
        Presented::Unseen => out.hole(place, UNSEEN, None, None),
    }
    for (item, at) in handshake.client_certificates.iter().filter_map(|index| item((*index)?, capture, out)).collect::<Vec<_>>() {
        out.say(out.text_place(at.from, at.to), Says::Seat { item, seat: Seat::Client, server: None });
    }
}

/// The item that reading made of a certificate, and its place.
fn item(index: usize, capture: &Capture, out: &Out<'_>) -> Option<(usize, ByteRange)> {
    let range = capture.bodies.get(index)?.range;
    let all = &out.reading.items;
    let first = all.partition_point(|item| item.input < out.input);
    let same = all[first..].iter().take_while(|item| item.input == out.input);
    // Items stand in the order of the bodies, one for each, as far as there was room.
    same.enumerate().nth(index).filter(|(_, item)| item.range == range).map(|(n, _)| (first + n, range))
}

/// Alerts of TLS (RFC 8446 6.2) that say something of a certificate.
const CERTIFICATE_ALERTS: &[(u8, &str)] = &[
    (42, "alert 42 bad_certificate"),
    (43, "alert 43 unsupported_certificate"),
    (44, "alert 44 certificate_revoked"),
    (45, "alert 45 certificate_expired"),
    (46, "alert 46 certificate_unknown"),
    (48, "alert 48 unknown_ca"),
    (49, "alert 49 access_denied"),
    (51, "alert 51 decrypt_error"),
    (112, "alert 112 unrecognized_name"),
    (116, "alert 116 certificate_required"),
];

fn alerts(id: &str, handshake: &Handshake, place: Place<'_>, out: &mut Out<'_>) {
    for Alert { from_client, description, .. } in handshake.alerts.iter().filter(|alert| alert.fatal) {
        let known = CERTIFICATE_ALERTS.iter().find(|(number, _)| number == description);
        let about_name = *description == 112;
        let observation = Observation {
            text: Some(known.map_or_else(|| format!("alert {description}"), |(_, text)| (*text).to_owned())),
            said: if known.is_some() { Said::Rejected } else { Said::Other },
            // Who sends an alert has refused; of a server's, what the client presented.
            target: Some(if *from_client { "any-client" } else { "any-server" }),
            code: known.map(|(_, text)| (*text).to_owned()),
            equals: vec!["*"],
            check: known.map(|_| if *from_client || about_name { "connect" } else { "client-auth" }),
            server: Some(id.to_owned()),
            host: handshake.server_name.clone(),
            time: handshake.time,
            ..Observation::default()
        };
        out.observed(place, observation);
    }
}
