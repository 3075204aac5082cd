//! What had to be undone to read a text: each kind once per block, at the place where it was met first.

use crate::facts::{ByteRange, Problem};
use crate::input::ReadNote;

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
    InvisibleEnds,
    Headers,
    Shared,
    EndMoved,
    Markup,
    LineNumbers,
    LinePrefix,
    Percent,
    Padding,
    UrlAlphabet,
    LowerCase,
    Spaces,
    PlusSigns,
}

impl Repair {
    /// Id of the note that says it.
    const fn id(self) -> &'static str {
        match self {
            Self::Indentation => "indentation-removed",
            Self::BlankLines => "blank-lines-removed",
            Self::CarriageReturns => "carriage-return-line-ends",
            Self::LongLines => "base64-lines-long",
            Self::OneLine => "line-breaks-missing",
            Self::Glued => "pem-lines-glued",
            Self::Escapes => "escapes-decoded",
            Self::Strings => "string-quotes-removed",
            Self::DashCount => "dash-count-corrected",
            Self::TypographicDashes => "typographic-dashes-corrected",
            Self::QuoteMarks => "quote-marks-removed",
            Self::QuotedPrintable => "quoted-printable-decoded",
            Self::Invisible => "invisible-characters-removed",
            Self::InvisibleEnds => "invisible-line-ends-removed",
            Self::Headers => "pem-headers-skipped",
            Self::Shared => "pem-line-shared",
            Self::EndMoved => "pem-end-line-damaged",
            Self::Markup => "markup-removed",
            Self::LineNumbers => "line-numbers-removed",
            Self::LinePrefix => "line-prefix-removed",
            Self::Percent => "percent-encoding-decoded",
            Self::Padding => "base64-padding-corrected",
            Self::UrlAlphabet => "base64-url-alphabet",
            Self::LowerCase => "pem-letter-case-corrected",
            Self::Spaces => "spaces-removed",
            Self::PlusSigns => "plus-signs-restored",
        }
    }
}

/// The repairs of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Repairs {
    /// Each kind once, with the place where it was met first.
    met: Vec<(Repair, usize, usize)>,
}

impl Repairs {
    /// Remembers a repair of `from..to` in the text.
    pub fn add(&mut self, repair: Repair, from: usize, to: usize) {
        if !self.has(repair) {
            self.met.push((repair, from, to));
        }
    }

    /// Whether there was this one.
    pub fn has(&self, repair: Repair) -> bool {
        self.met.iter().any(|(met, ..)| *met == repair)
    }

    /// Forgets this one.
    pub fn forget(&mut self, repair: Repair) {
        self.met.retain(|(met, ..)| *met != repair);
    }

    /// The notes, as they were met; `place` turns offsets of the text into offsets of the input.
    pub fn notes(&self, place: impl Fn(usize, usize) -> ByteRange) -> Vec<ReadNote> {
        let note = |&(repair, from, to): &(Repair, usize, usize)| {
            let range = place(from, to);
            Problem::new(repair.id()).at(range.from, range.to)
        };
        self.met.iter().map(note).collect()
    }
}
