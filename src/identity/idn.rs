//! Internationalised names, after UTS 46 (non-transitional) in the part that names in use need.
//!
//! Full UTS 46 takes 50 kB of tables. Here: lower case, full-width forms, composition of letter and mark, and Punycode.
//! Characters that UTS 46 would replace by others (ligatures, half-width forms, signs) are refused together with those it
//! forbids: what is refused here was never a name's proper spelling.

use super::{ReferenceIdentifier, punycode};
use crate::accents::compose;

/// The A-label form of a name with characters outside ASCII; `None` when a character is not allowed in names.
pub(super) fn to_ascii(name: &str) -> Option<String> {
    let mut mapped = String::with_capacity(name.len());
    for c in name.chars() {
        map(c, &mut mapped)?;
    }
    let mut composed = String::with_capacity(mapped.len());
    compose(&mapped, &mut composed);
    let mut out = String::with_capacity(composed.len() + 8);
    for (i, label) in composed.split('.').enumerate() {
        if i > 0 {
            out.push('.');
        }
        if label.is_ascii() {
            out.push_str(label);
        } else if is_a_label(label) || label.starts_with(is_mark) {
            return None;
        } else {
            out.push_str("xn--");
            out.push_str(&punycode::encode(label)?);
        }
    }
    Some(out)
}

/// The A-label form that IDNA 2003 gives a name as typed, where it differs from today's (RFC 5894 7.2: ß, ς and the
/// joiners).
pub(super) fn differs_in_2003(reference: &ReferenceIdentifier) -> Option<String> {
    if !reference.has_note("idn-converted") || !reference.host.contains(['ß', 'ς', '\u{200c}', '\u{200d}']) {
        return None;
    }
    to_ascii(&reference.host.replace('ß', "ss").replace('ς', "σ").replace(['\u{200c}', '\u{200d}'], ""))
}

/// The U-label form of a name; `None` when it has no A-label or one that does not decode.
#[must_use]
pub fn to_unicode(ascii: &str) -> Option<String> {
    if !has_a_label(ascii) {
        return None;
    }
    let mut labels = Vec::new();
    for label in ascii.split('.') {
        if is_a_label(label) {
            let decoded = punycode::decode(label.get(4..)?)?;
            // An A-label is only what encoding its U-label gives (RFC 5890 2.3.2.1).
            if decoded.is_ascii() || !to_ascii(&decoded)?.eq_ignore_ascii_case(label) {
                return None;
            }
            labels.push(decoded);
        } else {
            labels.push(label.to_owned());
        }
    }
    Some(labels.join("."))
}

/// Whether a label starts with `xn--`, in any case.
pub(super) fn has_a_label(name: &str) -> bool {
    name.split('.').any(is_a_label)
}

/// Whether the label starts with `xn--`, in any case.
pub(super) fn is_a_label(label: &str) -> bool {
    label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))
}

/// What UTS 46 makes of one character: nothing, itself, or others; `None`: not allowed.
fn map(c: char, out: &mut String) -> Option<()> {
    match c {
        // Soft hyphen, zero-width space and joiner, byte order mark, variation selectors.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
        '。' | '．' | '｡' => out.push('.'),
        // Full-width ASCII.
        '\u{ff01}'..='\u{ff5e}' => out.push(char::from_u32(u32::from(c) - 0xfee0)?.to_ascii_lowercase()),
        'ſ' => out.push('s'),
        'µ' => out.push('μ'),
        'ª' => out.push('a'),
        'º' => out.push('o'),
        _ if !c.is_ascii() && is_refused(c) => return None,
        _ => out.extend(c.to_lowercase()),
    }
    Some(())
}

/// Blocks whose characters no name has: controls, blanks, punctuation, private use, and forms of other characters.
fn is_refused(c: char) -> bool {
    const BLOCKS: &[(u32, u32)] = &[
        (0x80, 0xb6),         // Latin-1 signs, but for the ones mapped above
        (0xb8, 0xbf),         // the same; b7 is the Catalan middle dot
        (0x1680, 0x1680),     // Ogham blank
        (0x2000, 0x209f),     // punctuation, superscripts and subscripts
        (0x2100, 0x2125),     // letterlike signs
        (0x2127, 0x2129),     // but for ohm, kelvin and angstrom, which have a lower case
        (0x212c, 0x218f),     // the same, number forms
        (0x2460, 0x24ff),     // enclosed letters and digits
        (0x2ff0, 0x3004),     // description of ideographs, CJK punctuation
        (0x3008, 0x3020),     // the same
        (0x3030, 0x303f),     // the same
        (0x3131, 0x318e),     // Hangul compatibility letters
        (0x3200, 0x33ff),     // enclosed and squared forms
        (0xd800, 0xf8ff),     // private use
        (0xf900, 0xfdff),     // compatibility ideographs and presentation forms
        (0xfe10, 0xfe1f),     // vertical forms
        (0xfe30, 0xff00),     // compatibility and presentation forms
        (0xff5f, 0xffff),     // half-width forms, specials
        (0x1d400, 0x1d7ff),   // mathematical letters
        (0x1f100, 0x1f2ff),   // enclosed letters
        (0x2f800, 0x2fa1f),   // compatibility ideographs
        (0xe0000, 0x10_ffff), // tags, private use
    ];
    let code = u32::from(c);
    c.is_control() || c.is_whitespace() || BLOCKS.iter().any(|(from, to)| (*from..=*to).contains(&code))
}

/// Marks that combine with the letter before them; no label begins with one.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}'
        | '\u{93c}' | '\u{94d}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}
