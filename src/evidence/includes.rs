//! Files that a configuration takes in by their names, as nginx's `include` does, where they were dropped as well.

use super::source::Source;
use crate::input::Reading;

/// Files that one text takes in, with those that they take in themselves.
const FILES: usize = 64;

/// Which input takes in which.
pub struct Includes {
    taken: Vec<Vec<usize>>,
    /// Stands in another one, and says nothing alone.
    part: Vec<bool>,
}

impl Includes {
    /// Looks for them in all texts.
    pub fn new(sources: &[Option<Source<'_>>], reading: &Reading) -> Self {
        let names: Vec<String> = reading.inputs.iter().map(|input| base(&input.name)).collect();
        let of = |source: &Option<Source<'_>>| {
            let Some(source) = source else { return Vec::new() };
            let paths: Vec<String> = paths(source.text()).into_iter().map(base).collect();
            if paths.is_empty() {
                return Vec::new();
            }
            let named = |input: usize| names.get(input).is_some_and(|name| paths.iter().any(|path| fits(path, name)));
            (0..sources.len()).filter(|input| *input != source.input && named(*input)).take(FILES).collect()
        };
        let taken: Vec<Vec<usize>> = sources.iter().map(of).collect();
        let mut part = vec![false; sources.len()];
        for (other, inputs) in taken.iter().enumerate() {
            for &input in inputs {
                // Of two that take in each other, each speaks for itself.
                part[input] |= !taken[input].contains(&other);
            }
        }
        Self { taken, part }
    }

    /// A text, and those that belong into it: each with the place that its first byte has.
    pub fn sources<'t>(&self, own: &'t Source<'t>, all: &'t [Option<Source<'t>>]) -> Vec<(usize, &'t Source<'t>)> {
        let mut found = vec![(0, own)];
        let mut next = 0;
        while let Some((begin, source)) = found.get(next).copied() {
            let mut end = found.last().map_or(begin, |(last, source)| last + source.text().len() + 1);
            for source in self.taken[source.input].iter().filter_map(|input| all[*input].as_ref()) {
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
        self.part[input]
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
    reading.inputs.get(input).is_some_and(|input| fits(&base(path), &base(&input.name)))
}

/// The last part of a path, in small letters.
fn base(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or_default().trim_matches([' ', '"', '\'']).to_lowercase()
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((begin, end)) => begin.len() + end.len() > 0 && name.starts_with(begin) && name.ends_with(end),
        None => !name.is_empty() && name == pattern,
    }
}
