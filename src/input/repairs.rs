//! What had to be undone to read a text: each kind once per block, at the place where it was met first.

use super::ReadNote;
use crate::facts::Problem;

/// A kind of repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repair {
    Indentation,
    BlankLines,
    CarriageReturns,
    LongLines,
    OneLine,
    Glued,
    Escapes,
    Strings,
    DashCount,
    TypographicDashes,
    QuoteMarks,
    QuotedPrintable,
    Invisible,
    Markup,
    LineNumbers,
    LinePrefix,
    Percent,
    Padding,
    UrlAlphabet,
    LowerCase,
    Spaces,
}

/// Note ids, in the order of [`Repair`].
const IDS: [&str; 21] = [
    "indentation-removed",
    "blank-lines-removed",
    "carriage-return-line-ends",
    "base64-lines-long",
    "line-breaks-missing",
    "pem-lines-glued",
    "escapes-decoded",
    "string-quotes-removed",
    "dash-count-corrected",
    "typographic-dashes-corrected",
    "quote-marks-removed",
    "quoted-printable-decoded",
    "invisible-characters-removed",
    "markup-removed",
    "line-numbers-removed",
    "line-prefix-removed",
    "percent-encoding-decoded",
    "base64-padding-corrected",
    "base64-url-alphabet",
    "pem-letter-case-corrected",
    "spaces-removed",
];

/// The repairs of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Repairs {
    first: [Option<(usize, usize)>; IDS.len()],
}

impl Repairs {
    /// Remembers a repair of `from..to` in the text.
    pub fn add(&mut self, repair: Repair, from: usize, to: usize) {
        self.first[repair as usize].get_or_insert((from, to));
    }

    /// Whether there was this one.
    pub fn has(&self, repair: Repair) -> bool {
        self.first[repair as usize].is_some()
    }

    /// Forgets this one.
    pub fn forget(&mut self, repair: Repair) {
        self.first[repair as usize] = None;
    }

    /// The notes, in a fixed order; `place` turns offsets of the text into offsets of the input.
    pub fn notes(&self, place: impl Fn(usize, usize) -> crate::facts::ByteRange) -> Vec<ReadNote> {
        let note = |(id, at): (&'static str, &Option<(usize, usize)>)| {
            let range = at.map(|(from, to)| place(from, to))?;
            Some(Problem::new(id).at(range.from, range.to))
        };
        IDS.into_iter().zip(&self.first).filter_map(note).collect()
    }
}
