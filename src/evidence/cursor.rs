//! A place in a text that goes forward, and what it may cost: shared by the readers of everything with braces.

use super::limits;
use crate::octets::char_ceil;

/// A place in a text.
pub(super) struct Cursor<'t> {
    pub text: &'t str,
    pub bytes: &'t [u8],
    pub at: usize,
    nodes: usize,
    /// Nothing more can be read: every open object ends here.
    pub cut: bool,
    /// YAML's flow style: bare words end at commas alone, quotes are doubled.
    pub flow: bool,
}

impl<'t> Cursor<'t> {
    pub const fn new(text: &'t str, at: usize) -> Self {
        Self { text, bytes: text.as_bytes(), at, nodes: 0, cut: false, flow: false }
    }

    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn skip_to(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.bytes.len(), |n| self.at + n + end.len());
    }

    /// Takes over bytes while they are of this kind.
    pub fn word(&mut self, part: impl Fn(u8) -> bool) -> &'t str {
        let from = self.at;
        self.at += self.bytes[from..].iter().take_while(|b| part(**b)).count();
        self.text.get(from..self.at).unwrap_or("")
    }

    /// Counts a value at this depth; `false`: it is one too many.
    pub fn goes_on(&mut self, depth: usize) -> bool {
        self.nodes += 1;
        self.cut |= depth > limits::DEPTH || self.nodes > limits::NODES;
        !self.cut
    }

    /// Goes one byte on in a word that began at `from`; `false`: it is too long for one.
    pub fn step(&mut self, from: usize) -> bool {
        self.at += 1;
        self.cut |= self.at - from > limits::WORD;
        !self.cut
    }

    /// The word that began at `from`.
    pub fn since(&mut self, from: usize) -> &'t str {
        self.at = char_ceil(self.text, self.at);
        self.text.get(from..self.at).unwrap_or("").trim_end()
    }
}
