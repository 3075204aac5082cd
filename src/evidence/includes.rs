//! Files that a configuration takes in by their names, as nginx's `include` does, where they were dropped as well.

use super::source::Source;
use crate::input::Reading;

/// Files that one text takes in, with those that they take in themselves.
const FILES: usize = 64;

/// Which input takes in which.
pub struct Includes(Vec<Vec<usize>>);

impl Includes {
    /// Looks for them in all texts.
    pub fn new(sources: &[Option<Source<'_>>], reading: &Reading) -> Self {
        let of = |source: &Option<Source<'_>>| {
            let Some(source) = source else { return Vec::new() };
            let paths = paths(source.text());
            let taken = |input: &usize| *input != source.input && paths.iter().any(|path| is_named(path, reading, *input));
            (0..if paths.is_empty() { 0 } else { sources.len() }).filter(taken).take(FILES).collect()
        };
        Self(sources.iter().map(of).collect())
    }

    /// A text, and those that belong into it: each with the place that its first byte has.
    pub fn sources<'t>(&self, own: &'t Source<'t>, all: &'t [Option<Source<'t>>]) -> Vec<(usize, &'t Source<'t>)> {
        let mut found = vec![(0, own)];
        let mut next = 0;
        while let Some((begin, source)) = found.get(next).copied() {
            let mut end = found.last().map_or(begin, |(last, source)| last + source.text().len() + 1);
            for source in self.0[source.input].iter().filter_map(|input| all[*input].as_ref()) {
                if found.len() < FILES && !found.iter().any(|(_, known)| known.input == source.input) {
                    found.push((end, source));
                    end += source.text().len() + 1;
                }
            }
            next += 1;
        }
        found
    }

    /// Whether an input stands in another one, and says nothing alone.
    pub fn is_part(&self, input: usize) -> bool {
        let takes = |of: usize, other: usize| self.0[of].contains(&other);
        (0..self.0.len()).any(|other| takes(other, input) && !takes(input, other))
    }
}

/// What a text includes, each at the beginning of a line; the semicolon tells it from a sentence.
fn paths(text: &str) -> Vec<&str> {
    let begins = |at: usize| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    };
    let path = |(at, word): (usize, &str)| {
        let rest = begins(at).then(|| &text[at + word.len()..])?;
        let end = rest.find(['\n', ';'])?;
        rest[end..].starts_with(';').then_some(&rest[..end])
    };
    text.match_indices("include ").filter_map(path).take(FILES).collect()
}

/// Whether a path, or a pattern with one star, names this input by its last part.
pub fn is_named(path: &str, reading: &Reading, input: usize) -> bool {
    let base = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().trim_matches([' ', '"', '\'']).to_lowercase();
    let (wanted, name) = (base(path), reading.inputs.get(input).map_or(String::new(), |input| base(&input.name)));
    match wanted.split_once('*') {
        Some((begin, end)) => begin.len() + end.len() > 0 && name.starts_with(begin) && name.ends_with(end),
        None => !name.is_empty() && name == wanted,
    }
}
