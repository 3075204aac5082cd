//! Which names of a certificate a host could be: a thousand names are held to hundreds of hosts by dozens of programs, and
//! every program looks only where any program could find something.

use crate::facts::{self, AlternativeNames, GeneralName, Hashed};
use crate::octets::without_last_dots;

/// As many names are compared one by one.
const FEW: usize = 16;

/// In place of a hash: a name that may cover hosts which do not look like it.
const ODD: u64 = u64::MAX;

impl AlternativeNames {
    /// Places of the dNSNames that some program could take for the host, in encoded order. All others are different names to
    /// everybody: no wildcard for the host's first label, nothing international, and not the same but for case and last dots.
    pub(super) fn near(&self, host: &str) -> Vec<usize> {
        let bare = without_last_dots(host);
        let Some(own) = (self.names.len() > FEW).then(|| hash(bare)).flatten().filter(|_| !bare.contains('*')) else {
            return (0..self.names.len()).filter(|&place| self.dns(place).is_some()).collect();
        };
        let places = self.places.of(|| self.work_out());
        let below = bare.find('.').and_then(|dot| bare.get(dot..)).and_then(|rest| hash(&["*", rest].concat()));
        let wanted = [Some(own), below, Some(ODD)].into_iter().flatten();
        let mut all: Vec<usize> = wanted.flat_map(|hash| places.at(hash)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The dNSName at a place.
    pub(super) fn dns(&self, place: usize) -> Option<&str> {
        if let Some(GeneralName::Dns(text)) = self.names.get(place) { Some(text) } else { None }
    }

    fn work_out(&self) -> Hashed {
        let of = |place| self.dns(place).map(|text| (hash(without_last_dots(text)).unwrap_or(ODD), place));
        Hashed::of((0..self.names.len()).filter_map(of))
    }
}

/// Equal for names that differ in case alone. `None`: international, a zero octet in it, a dot in front, a wildcard that is
/// not the whole first label, or an A-label, which some programs turn into Unicode before they look.
fn hash(name: &str) -> Option<u64> {
    let octets = name.as_bytes();
    let plain = octets.strip_prefix(b"*.").unwrap_or(octets);
    let a_label = plain.windows(4).any(|four| four.eq_ignore_ascii_case(b"xn--"));
    if a_label || plain.is_empty() || plain[0] == b'.' || !plain.iter().all(|o| o.is_ascii() && !matches!(o, b'*' | 0)) {
        return None;
    }
    Some(facts::hash(name.to_ascii_lowercase()) & !1)
}
