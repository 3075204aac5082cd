//! The registry of notes and problems: a stable id and a constant sentence for everything that reading can say.

/// A kind of note or problem: stable id and the constant sentence for it.
#[derive(Clone, Copy, Debug)]
pub struct NoteKind {
    /// Stable id.
    pub id: &'static str,
    /// The sentence.
    pub message: &'static str,
}

/// The constant sentence for an id; empty for an id that is not registered.
#[must_use]
pub fn message(id: &str) -> &'static str {
    NOTES.iter().find(|kind| kind.id == id).map_or("", |kind| kind.message)
}

const fn kind(id: &'static str, message: &'static str) -> NoteKind {
    NoteKind { id, message }
}

/// All kinds of notes and problems that reading can produce.
pub const NOTES: &[NoteKind] = &[
    // text, PEM, sniffing
    kind("trailing-data", "There are more bytes after the end of the structure; they were left out."),
    // containers and keys
];
