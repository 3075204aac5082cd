//! What every reader is told, and how it hands back what it found.

use super::{Content, ReadItem, ReadNote, Reading, limits, private_key};
use crate::facts::{ByteRange, Problem};
use crate::report::PasswordState;
use crate::secrets::kdf::Derivations;
use zeroize::Zeroizing;

/// Containers inside containers are followed this deep.
pub(crate) const MAX_DEPTH: u8 = 6;

/// Where a reader stands.
#[derive(Clone, Copy)]
pub(crate) struct Ctx<'a> {
    /// Index of the input.
    pub input: usize,
    /// Item that holds what is being read.
    pub parent: Option<usize>,
    /// Password given for the input; `Some("")` and `None` are different things.
    pub password: Option<&'a str>,
    /// Passwords for whatever is locked, tried after that one.
    pub passwords: &'a [Zeroizing<String>],
    /// How many containers are around.
    pub depth: u8,
}

impl<'a> Ctx<'a> {
    /// The context of an input itself.
    pub const fn new(input: usize, password: Option<&'a str>, passwords: &'a [Zeroizing<String>]) -> Self {
        Self { input, parent: None, password, passwords, depth: 0 }
    }

    /// What to try, in order: the input's own password, or none at all, then those for whatever is locked.
    pub fn candidates(&self) -> impl Iterator<Item = Option<&'a str>> + use<'a> {
        std::iter::once(self.password).chain(self.passwords.iter().map(|p| Some(p.as_str())))
    }

    /// Opens something with one candidate after the other while it stays locked. When none fits, the first attempt
    /// counts: a password that was meant for another file is not a wrong one for this.
    pub fn open<T>(&self, mut attempt: impl FnMut(Option<&'a str>) -> T, locked: impl Fn(&T) -> bool) -> (T, Option<&'a str>) {
        let first = (attempt(self.password), self.password);
        if !locked(&first.0) {
            return first;
        }
        let mut later = self.candidates().skip(1).map(|password| (attempt(password), password));
        later.find(|(opened, _)| !locked(opened)).unwrap_or(first)
    }

    /// The context inside the container that is item `parent`; `None` when that would be too deep.
    pub const fn inside(&self, parent: usize) -> Option<Self> {
        if self.depth >= MAX_DEPTH { None } else { Some(Self { parent: Some(parent), depth: self.depth + 1, ..*self }) }
    }

    /// The context inside text that was decoded and is no item of its own; `None` when that would be too deep.
    pub const fn deeper(&self) -> Option<Self> {
        if self.depth >= MAX_DEPTH { None } else { Some(Self { depth: self.depth + 1, ..*self }) }
    }
}

/// Where the bytes that a reader gets lie in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Byte n of the slice is byte `offset + n` of the input.
    Direct {
        /// Place of the slice's first byte.
        offset: usize,
    },
    /// The slice was decoded (Base64, inflated, decrypted) out of this part of the input.
    Within(ByteRange),
}

impl Place {
    /// The input's range for `from..to` of the slice: exact, or all of what it was decoded from.
    pub const fn range(&self, from: usize, to: usize) -> ByteRange {
        match self {
            Self::Direct { offset } => ByteRange::new(*offset + from, *offset + to),
            Self::Within(range) => *range,
        }
    }

    /// The place of the part that begins at `from` and ends at `to` of the slice.
    pub const fn part(&self, from: usize, to: usize) -> Self {
        let _ = to;
        match self {
            Self::Direct { offset } => Self::Direct { offset: *offset + from },
            Self::Within(range) => Self::Within(*range),
        }
    }
}

impl Reading {
    /// Whether more items may be added; says so once when not.
    pub(crate) fn room(&mut self) -> bool {
        if self.unreadable >= limits::UNREADABLE_PARTS {
            self.not_checked(limits::TOO_MANY_UNREADABLE);
            return false;
        }
        let room = self.items.len() < limits::ITEMS;
        if !room {
            self.not_checked(limits::TOO_MANY_ITEMS);
        }
        room
    }

    /// Says once that something was left out.
    pub(crate) fn not_checked(&mut self, sentence: &'static str) {
        if !self.not_checked.iter().any(|said| said == sentence) {
            self.not_checked.push(sentence.to_owned());
        }
    }

    /// Adds an item and returns its index.
    pub(crate) fn push(&mut self, ctx: &Ctx<'_>, mut content: Content, range: ByteRange) -> usize {
        if let Content::PrivateKey(key) = &mut content {
            if self.completed < limits::KEYS {
                self.completed += 1;
                private_key::complete(key);
            } else {
                self.not_checked(limits::TOO_MANY_KEYS);
            }
        }
        self.items.push(ReadItem {
            input: ctx.input,
            parent: ctx.parent,
            range,
            content,
            alias: None,
            local_key_id: None,
            facts: Vec::new(),
            notes: Vec::new(),
            error: None,
        });
        self.items.len() - 1
    }

    /// Adds an item that could not be read, with the reason.
    pub(crate) fn push_unreadable(&mut self, ctx: &Ctx<'_>, content: Content, range: ByteRange, error: Problem) -> usize {
        let index = self.push(ctx, content, range);
        self.unreadable += 1;
        if let Some(item) = self.items.get_mut(index) {
            item.error = Some(error);
        }
        index
    }

    /// Adds a note to an item; without such an item, to the input.
    pub(crate) fn note(&mut self, ctx: &Ctx<'_>, item: usize, note: ReadNote) {
        if let Some(item) = self.items.get_mut(item) {
            item.notes.push(note);
        } else {
            self.note_input(ctx, note);
        }
    }

    /// Adds a note to the input as a whole.
    pub(crate) fn note_input(&mut self, ctx: &Ctx<'_>, note: ReadNote) {
        if let Some(input) = self.inputs.get_mut(ctx.input) {
            input.notes.push(note);
        }
    }

    /// The budget for key derivation that the input has left.
    pub(crate) fn derivations(&mut self, ctx: &Ctx<'_>) -> Derivations {
        let spent = self.inputs.get(ctx.input).map_or(0, |input| input.derivation_work);
        Derivations::resume(spent, std::mem::take(&mut self.ahead))
    }

    /// Books what was spent of [`Self::derivations`].
    pub(crate) fn settle(&mut self, ctx: &Ctx<'_>, derivations: Derivations) {
        if let Some(input) = self.inputs.get_mut(ctx.input) {
            input.derivation_work = derivations.spent();
        }
        self.ahead = derivations.ahead;
    }

    /// Tells what a locked part needed. The worst of all parts counts for the input: needed, then wrong, then accepted.
    pub(crate) fn password_state(&mut self, ctx: &Ctx<'_>, state: PasswordState) {
        const fn rank(state: PasswordState) -> u8 {
            match state {
                PasswordState::NotNeeded => 0,
                PasswordState::Accepted => 1,
                PasswordState::Wrong => 2,
                PasswordState::Needed => 3,
            }
        }
        if let Some(input) = self.inputs.get_mut(ctx.input)
            && rank(state) > rank(input.password)
        {
            input.password = state;
        }
    }
}
