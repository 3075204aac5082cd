//! Finds the END line of a block that is not read.

use super::encodings::dash;
use super::marker::{Boundary, Marker, boundary};

/// Looks for END lines, and remembers from where on there are none: a file of BEGIN lines must not be searched to its
/// end once for each of them.
#[derive(Default)]
pub(super) struct Ends {
    none_from: Option<usize>,
}

impl Ends {
    /// The END line after `from`; `None` when a BEGIN line or the end of the file comes first.
    pub fn find<'t>(&mut self, text: &'t [u8], from: usize) -> Option<Marker<'t>> {
        if self.none_from.is_some_and(|none| from >= none) {
            return None;
        }
        let mut at = from;
        while let Some(rest) = text.get(at..)
            && !rest.is_empty()
        {
            if dash(rest).is_none() {
                at += 1;
                continue;
            }
            match boundary(text, at) {
                Some(Boundary::End(marker)) => return Some(marker),
                Some(Boundary::Begin) => return None,
                _ => {
                    // All of the dashes at once: a long rule must not be looked at once for each of its dashes.
                    while let Some(length) = text.get(at..).and_then(dash) {
                        at += length;
                    }
                }
            }
        }
        self.none_from = Some(from);
        None
    }
}
