//! A gateway as people describe it in a question: one line a thing, with a label before its colon. It is read as far
//! as labels and values are plain; the messages among it are for others, so nothing of the text is taken.

use super::out::{self, Out};
use super::segments::Segment;
use crate::request::HostUse;

const V2: &str = "azure-application-gateway-v2";

/// Reads the lines with labels, and leaves the text to the readers after it.
pub(super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let lines: Vec<(usize, &str, String, &str)> = segment.lines().take(400).filter_map(labelled).collect();
    let has = |part: &str| lines.iter().any(|(_, _, label, _)| label.contains(part));
    let about = segment.body().to_ascii_lowercase().contains("application gateway");
    if !about || !(has("pool") && (has("setting") || has("listener"))) {
        return None;
    }
    let (first, last) = (lines.first()?, lines.last()?);
    let whole = out.text_place(first.0, last.0 + last.1.len());
    out.begin("prose", whole);
    out.summary("Description of an Application Gateway", "");
    for (at, line, label, value) in &lines {
        let place = out.text_place(*at, at + line.len());
        let lower = value.to_ascii_lowercase();
        let none = lower.starts_with("none") || lower.starts_with("no ") || lower == "no" || lower == "default";
        match label.as_str() {
            label if label.contains("pool") => names(value).for_each(|name| {
                out.host(place, name, HostUse::Pool);
                out.server(place, name, Some(name));
            }),
            label if label.contains("probe") => {
                out.setting(place, V2, "defaultProbe", none);
                if !none {
                    names(value).for_each(|name| out.host(place, name, HostUse::Probe));
                }
            }
            label if label.contains("setting") && lower.contains("host") => {
                names(value).for_each(|name| out.host(place, name, HostUse::BackendSetting));
            }
            label if label.contains("override") || label.contains("backend host") => {
                names(value).for_each(|name| out.host(place, name, HostUse::BackendSetting));
            }
            label if label.contains("root") => {
                out.setting(place, V2, "trust", if none || lower.contains("well") { "well-known-ca" } else { "uploaded-roots" });
            }
            "hostname" | "host name" | "host" | "listener" | "listener hostname" | "hostnames" => {
                names(value).for_each(|name| out.host(place, name, HostUse::Client));
            }
            _ => {}
        }
    }
    None
}

/// A line of the form `- Label: value`.
fn labelled((at, line): (usize, &str)) -> Option<(usize, &str, String, &str)> {
    let text = line.trim().trim_start_matches(['-', '*', '+', '\u{2022}', '\u{b7}', '\u{2013}', ' ', '\t']);
    let (label, value) = text.split_once(':')?;
    let label = label.trim().trim_matches('*').to_ascii_lowercase();
    let plain = !label.is_empty() && label.len() < 40 && label.split(' ').count() < 5;
    (plain && !value.trim().is_empty()).then(|| (at, line, label, value.trim()))
}

/// Words that are names with a dot, or addresses.
fn names(value: &str) -> impl Iterator<Item = &str> {
    let words = value.split([' ', ',', ';', '(', ')', '"', '\'']).map(|word| word.trim_end_matches(['.', ':']));
    let inner =
        |word: &&str| word.split('.').count() > 1 && word.split('.').all(|label| !label.is_empty()) && !word.starts_with('.');
    words.filter(inner).filter(|word| out::host_name(word).is_some() && !word.to_ascii_lowercase().ends_with(".cer"))
}
