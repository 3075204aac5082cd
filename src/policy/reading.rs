//! What a program does with a certificate that breaks DER or RFC 5280: it reads before it judges.
//!
//! A table lists the flaws that the program minds, where, and what happens then. What no row names is taken as it
//! stands. Rows are looked through in order and the first that fits a malformation decides, so exceptions stand above the
//! rule they are taken from; a row further up is also an earlier stage of the program.

use crate::facts::Malformation;
pub use crate::facts::{Ext, Flaw, Part};

/// How one family of programs reads certificates.
#[derive(Debug)]
pub struct Reading {
    /// The rows.
    pub rows: &'static [Row],
    /// A `TRUSTED CERTIFICATE` of OpenSSL is refused like one with octets behind it; otherwise its settings are read, or taken off.
    pub settings_trail: bool,
    /// Blocks of a trust file under an older label (`X509 CERTIFICATE`) are passed over.
    pub old_labels_skipped: bool,
}

impl Reading {
    /// A program that takes whatever has a plain meaning, or of which nothing else is known.
    pub const LENIENT: Self = Self { rows: &[], settings_trail: false, old_labels_skipped: false };

    /// What happens with a malformation of a certificate at a position, and which row says so.
    #[must_use]
    pub fn of(&self, malformation: &Malformation, place: Place, position: Position) -> Option<(usize, Reads)> {
        let fits = |row: &Row| row.fits(malformation, place);
        let (index, row) = self.rows.iter().enumerate().find(|(_, row)| fits(row))?;
        Some((index, row.at(position)))
    }
}

/// What else is known of the place of a malformation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// It is in an extension that is critical.
    pub critical: bool,
    /// It is the outermost element of an extension's value or of a field of the certificate, or what stands in place of it.
    pub outermost: bool,
}

/// Where a certificate stands when it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// First of those presented.
    Leaf,
    /// Presented after the first.
    Issuer,
    /// In the trust store.
    Anchor,
}

/// One row: these flaws at these spots, and what happens at each position.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Any of these; empty: any at all.
    pub flaws: &'static [Flaw],
    /// At any of these.
    pub spots: &'static [Spot],
    /// Only in extensions that are (not) critical.
    pub critical: Option<bool>,
    /// Only of the outermost element of an extension's value, or only inside it.
    pub outermost: Option<bool>,
    /// First of those presented.
    pub leaf: Reads,
    /// Presented after the first.
    pub issuer: Reads,
    /// Trusted.
    pub anchor: Reads,
}

impl Row {
    /// The same at every position.
    #[must_use]
    pub const fn all(flaws: &'static [Flaw], spots: &'static [Spot], reads: Reads) -> Self {
        Self { flaws, spots, critical: None, outermost: None, leaf: reads, issuer: reads, anchor: reads }
    }

    /// Leaf, issuer, anchor.
    #[must_use]
    pub const fn each(flaws: &'static [Flaw], spots: &'static [Spot], [leaf, issuer, anchor]: [Reads; 3]) -> Self {
        Self { flaws, spots, critical: None, outermost: None, leaf, issuer, anchor }
    }

    /// What a decoder refuses in the certificate as a whole, with its reason; a store passes over what it cannot read.
    #[must_use]
    pub const fn decoder(flaws: &'static [Flaw], reason: &'static str) -> Self {
        Self::decoder_at(flaws, &[Spot::Skeleton], reason)
    }

    /// The same at other places.
    #[must_use]
    pub const fn decoder_at(flaws: &'static [Flaw], spots: &'static [Spot], reason: &'static str) -> Self {
        Self::each(flaws, spots, [Reads::Refused(reason), Reads::Refused(reason), Reads::StoreRefused(reason)])
    }

    /// Met where a certificate is taken apart, before a path is tried: the server's own ends the handshake, an intermediate is
    /// passed over and leaves its error behind, and a root is not added.
    #[must_use]
    pub const fn taken_apart(flaws: &'static [Flaw], spots: &'static [Spot], term: &'static str) -> Self {
        Self::each(flaws, spots, [Reads::Refused(term), Reads::Met(term), Reads::LeftOut])
    }

    /// Met where a path is built; nothing of this is looked at in a root.
    #[must_use]
    pub const fn path_building(flaws: &'static [Flaw], spots: &'static [Spot], term: &'static str) -> Self {
        Self::each(flaws, spots, [Reads::Met(term), Reads::Met(term), Reads::Taken])
    }

    /// The same rows for a program that goes on without a trusted certificate that it cannot read.
    #[must_use]
    pub const fn without_stopping<const N: usize>(mut rows: [Self; N]) -> [Self; N] {
        let mut i = 0;
        while i < N {
            if let Reads::StoreRefused(_) = rows[i].anchor {
                rows[i].anchor = Reads::LeftOut;
            }
            i += 1;
        }
        rows
    }

    /// The rows of `first`, then those of `then`. `C` is their number together.
    #[must_use]
    pub const fn joined<const A: usize, const B: usize, const C: usize>(first: [Self; A], then: [Self; B]) -> [Self; C] {
        assert!(A + B == C);
        let mut all = [Self::all(&[], &[], Reads::Taken); C];
        let mut i = 0;
        while i < C {
            all[i] = if i < A { first[i] } else { then[i - A] };
            i += 1;
        }
        all
    }

    /// Refused wherever it is presented, and with it the trust store that holds it.
    #[must_use]
    pub const fn refused(flaws: &'static [Flaw], spots: &'static [Spot], term: &'static str) -> Self {
        Self::each(flaws, spots, [Reads::Refused(term), Reads::Refused(term), Reads::StoreRefused(term)])
    }

    /// Refused wherever it is presented, left out of the trust store.
    #[must_use]
    pub const fn refused_or_left_out(flaws: &'static [Flaw], spots: &'static [Spot], term: &'static str) -> Self {
        Self::each(flaws, spots, [Reads::Refused(term), Reads::Refused(term), Reads::LeftOut])
    }

    /// Met where the certificate is an issuer.
    #[must_use]
    pub const fn as_issuer(flaws: &'static [Flaw], spots: &'static [Spot], term: &'static str) -> Self {
        Self::each(flaws, spots, [Reads::Taken, Reads::Met(term), Reads::Met(term)])
    }

    /// The same for critical extensions, or for the others, only.
    #[must_use]
    pub const fn only(mut self, critical: bool) -> Self {
        self.critical = Some(critical);
        self
    }

    /// The same for the outermost elements of extensions' values only, or for what is inside those.
    #[must_use]
    pub const fn of_outermost(mut self, outermost: bool) -> Self {
        self.outermost = Some(outermost);
        self
    }

    fn fits(&self, malformation: &Malformation, place: Place) -> bool {
        (self.flaws.is_empty() || self.flaws.contains(&malformation.flaw))
            && self.critical.is_none_or(|wanted| wanted == place.critical)
            && self.outermost.is_none_or(|wanted| wanted == place.outermost)
            && self.spots.iter().any(|spot| spot.covers(malformation.part))
    }

    const fn at(&self, position: Position) -> Reads {
        match position {
            Position::Leaf => self.leaf,
            Position::Issuer => self.issuer,
            Position::Anchor => self.anchor,
        }
    }
}

/// Parts of a certificate that a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Every part.
    Anywhere,
    /// This part.
    At(Part),
    /// Outside the extensions' values and the key's and the signature's content: what an ASN.1 decoder walks through.
    Skeleton,
    /// The frame of any extension.
    Frames,
    /// The frame of one of these extensions.
    FrameOf(&'static [Ext]),
    /// The value of any extension.
    Values,
    /// The value of one of these extensions.
    ValueOf(&'static [Ext]),
}

impl Spot {
    /// Subject and issuer.
    pub const NAMES: &'static [Self] = &[Self::At(Part::Subject), Self::At(Part::Issuer)];
    /// notBefore and notAfter.
    pub const TIMES: &'static [Self] = &[Self::At(Part::NotBefore), Self::At(Part::NotAfter)];
    /// Both signature algorithms.
    pub const ALGORITHMS: &'static [Self] = &[Self::At(Part::InnerAlgorithm), Self::At(Part::OuterAlgorithm)];
    /// What is inside the subjectPublicKeyInfo.
    pub const KEY: &'static [Self] = &[
        Self::At(Part::Key),
        Self::At(Part::KeyAlgorithm),
        Self::At(Part::KeyBits),
        Self::At(Part::Modulus),
        Self::At(Part::Exponent),
    ];

    fn covers(self, part: Part) -> bool {
        match self {
            Self::Anywhere => true,
            Self::At(wanted) => wanted == part,
            Self::Skeleton => {
                !matches!(part, Part::Value(_) | Part::KeyBits | Part::Modulus | Part::Exponent | Part::SignatureContent)
            }
            Self::Frames => matches!(part, Part::Frame(_)),
            Self::FrameOf(list) => matches!(part, Part::Frame(ext) if list.contains(&ext)),
            Self::Values => matches!(part, Part::Value(_)),
            Self::ValueOf(list) => matches!(part, Part::Value(ext) if list.contains(&ext)),
        }
    }
}

/// What becomes of a certificate, or of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Nothing: it is taken as it stands.
    Taken,
    /// The connection ends before anything is judged; the family's term for it.
    Refused(&'static str),
    /// The certificate is left out: of those presented, or of the trust store.
    LeftOut,
    /// The whole trust store cannot be read; the family's term for it.
    StoreRefused(&'static str),
    /// The extension counts as absent; all of them where it is about their list, or about what stands before it.
    Ignored,
    /// The list ends before this entry; the procedure meets the term where it needed what comes after.
    CutOff(&'static str),
    /// A day or second beyond the last is counted on into the next month or minute.
    CountedOn,
    /// The procedure meets it where its order says, under this term.
    Met(&'static str),
}
