//! DER that was found: named by its contents, handed to its reader, and what follows it.

use super::containers::{java_keystore, pkcs7, pkcs12};
use super::context::{Ctx, Place};
use super::structure::{self, Structure, identify};
use super::text;
use super::{Content, Reading, keys};
use crate::der::{Extent, dotted, part, parts};
use crate::facts::{ByteRange, Field, Problem};

/// What follows the first structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// More structures may follow; other bytes are trailing data.
    More,
    /// OpenSSL's trust settings (`TRUSTED CERTIFICATE`), which are cut off.
    TrustSettings,
    /// Whatever comes is no part of it and not worth a word: the END line is missing, or a dump had a text column.
    Anything,
}

/// Reads the structures in `bytes`, one after the other. Tells what the first one is; `None`, and nothing read, when it
/// is nothing known.
pub(super) fn read(bytes: &[u8], after: After, place: Place, ctx: &Ctx<'_>, out: &mut Reading) -> Option<Structure> {
    let before = out.items.len();
    let mut at = 0;
    let mut first = None;
    while let Some(rest) = bytes.get(at..)
        && !rest.is_empty()
        && let (Some(structure), Some(tlv)) = (identify(rest), part(rest))
        && out.room()
    {
        let here = out.items.len();
        let length = match tlv.extent {
            Extent::Complete(length) => {
                deliver(structure, &rest[..length], place.part(at, at + length), ctx, out);
                length
            }
            Extent::Truncated(needed) => {
                truncated(structure, rest, needed, place.part(at, bytes.len()), ctx, out);
                rest.len()
            }
        };
        if at > 0 {
            let range = place.range(at, at + length);
            out.note(ctx, here, Problem::new("der-concatenated").at(range.from, range.to));
        }
        first = first.or(Some(structure));
        at += length;
        // Files that were put together line by line.
        let blanks = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if identify(&bytes[at + blanks..]).is_some() {
            at += blanks;
        }
        if after != After::More {
            break;
        }
    }
    if first.is_some() && after == After::More && text::has_begin(&bytes[at..]) && matches!(place, Place::Direct { .. }) {
        let here = out.items.len();
        text::read(&bytes[at..], place.part(at, bytes.len()), ctx, out);
        let range = place.range(0, at);
        out.note(ctx, here, Problem::new("der-in-text").at(range.from, range.to));
        return first;
    }
    if first.is_some() && at < bytes.len() && after != After::Anything {
        let id = if after == After::TrustSettings { "trust-settings-removed" } else { "trailing-data" };
        let range = place.range(at, bytes.len());
        let note = Problem::new(id).with(format!("{} bytes", bytes.len() - at)).at(range.from, range.to);
        // Where a length is damaged, what lies beyond it is no surprise.
        if out.items.get(before).is_some_and(|item| item.error.as_ref().is_some_and(|e| e.id == "der-length-wrong")) {
            return first;
        }
        let owner = (before..out.items.len()).rev().find(|&i| out.items[i].parent == ctx.parent);
        if after == After::TrustSettings
            && let Some(item) = owner.and_then(|i| out.items.get_mut(i))
        {
            item.facts.extend(trust_settings(&bytes[at..]));
        }
        out.note(ctx, owner.unwrap_or(usize::MAX), note);
    }
    first
}

/// OpenSSL's `CertAux ::= SEQUENCE { trust SEQUENCE OF OBJECT IDENTIFIER OPTIONAL, reject [0] SEQUENCE OF OBJECT IDENTIFIER
/// OPTIONAL, ... }` (`crypto/x509/x_x509a.c`): what the certificate is trusted for, and what not.
fn trust_settings(bytes: &[u8]) -> Vec<Field> {
    let Some(settings) = part(bytes) else { return Vec::new() };
    let listed = |label, tag| {
        let list = parts(settings.content).find(|p| p.tag == tag)?;
        let purposes: Vec<String> = parts(list.content).filter_map(|p| dotted(p.content)).collect();
        Some(Field { label, value: purposes.join(" ") })
    };
    [listed(label::TRUSTED_FOR, 0x30), listed(label::REJECTED_FOR, 0xa0)].into_iter().flatten().collect()
}

/// Labels of what a `TRUSTED CERTIFICATE` says, as object identifiers with blanks between them.
pub(crate) mod label {
    /// Purposes it is trusted for.
    pub(crate) const TRUSTED_FOR: &str = "Trusted for";
    /// Purposes it is not trusted for.
    pub(crate) const REJECTED_FOR: &str = "Not trusted for";
}

/// Hands one complete structure to its reader.
fn deliver(structure: Structure, der: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, der.len());
    match structure {
        Structure::Certificate | Structure::Request | Structure::Crl => {
            let content = content(structure, der);
            if structure::parts_fill(der) {
                out.push(ctx, content, range);
            } else {
                out.push_unreadable(ctx, content, range, Problem::new("der-length-wrong").at(range.from, range.to));
            }
        }
        Structure::Pkcs7 | Structure::OtherCms => pkcs7::read(der, place, ctx, out),
        Structure::Pkcs12 => pkcs12::read(der, place, ctx, out),
        Structure::Bcfks => java_keystore::read(der, place, ctx, out),
        Structure::Key(form) => keys::read_der(der, form, place, ctx, out),
        Structure::Parameters => out.note_input(ctx, Problem::new("parameters-skipped").at(range.from, range.to)),
        Structure::OcspResponse => unread("ocsp-response", range, ctx, out),
        Structure::AttributeCertificate => unread("attribute-certificate", range, ctx, out),
    }
}

/// Says of a structure that its end is missing. Containers still go to their readers, which may get something out.
fn truncated(structure: Structure, der: &[u8], needed: usize, place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, der.len());
    let detail = if needed == 0 { String::new() } else { format!("{} of {needed} bytes", der.len()) };
    let error = Problem::new("der-truncated").with(detail).at(range.to, range.to);
    let here = out.items.len();
    match structure {
        Structure::Pkcs7 => pkcs7::read(der, place, ctx, out),
        Structure::Pkcs12 => pkcs12::read(der, place, ctx, out),
        _ => {
            out.push(ctx, content(structure, der), range);
        }
    }
    if let Some(item) = out.items.get_mut(here)
        && item.error.is_none()
    {
        item.error = Some(error);
        out.unreadable += 1;
    }
}

fn unread(id: &'static str, range: ByteRange, ctx: &Ctx<'_>, out: &mut Reading) {
    out.push_unreadable(ctx, Content::Unrecognised, range, Problem::new(id).at(range.from, range.to));
}

/// The content of an item that holds its DER as it is.
pub(super) fn content(structure: Structure, der: &[u8]) -> Content {
    match structure {
        Structure::Certificate => Content::Certificate(der.into()),
        Structure::Request => Content::CertificationRequest(der.to_vec()),
        Structure::Crl => Content::Crl(der.to_vec()),
        Structure::Pkcs7 | Structure::OtherCms => Content::Pkcs7,
        _ => Content::Unrecognised,
    }
}
