//! Internationalised names: UTS 46 non-transitional processing, as browsers and most libraries do it.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// The A-label form of a name with characters outside ASCII; `None` when a character is not allowed in names.
pub(super) fn to_ascii(name: &str) -> Option<String> {
    // Lengths, hyphens and ASCII characters are looked at by the caller, which names what is wrong.
    Uts46::new()
        .to_ascii(name.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow, DnsLength::Ignore)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// The U-label form of a name; `None` when it has no A-label or one that does not decode.
#[must_use]
pub fn to_unicode(ascii: &str) -> Option<String> {
    if !has_a_label(ascii) {
        return None;
    }
    let (unicode, result) = Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
    result.ok().map(|()| unicode.into_owned())
}

/// Whether a label starts with `xn--`, in any case.
pub(super) fn has_a_label(name: &str) -> bool {
    name.split('.').any(is_a_label)
}

/// Whether the label starts with `xn--`, in any case.
pub(super) fn is_a_label(label: &str) -> bool {
    label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))
}
