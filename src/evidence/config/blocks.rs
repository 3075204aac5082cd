//! Directives and blocks: nginx's, which end with a semicolon, and the Caddyfile's, which end with their line.

use super::super::limits;
use super::super::out::Out;
use super::super::segments::Segment;

/// Directives of one text that are looked at.
const DIRECTIVES: usize = 20_000;
/// Blocks inside one another.
pub(in super::super) const DEPTH: usize = 32;

/// A directive or a block: its words, each with its place.
pub(in super::super) struct Directive<'t> {
    pub words: Vec<(usize, &'t str)>,
    pub inner: Vec<Directive<'t>>,
}

impl<'t> Directive<'t> {
    pub fn name(&self) -> &'t str {
        self.words.first().map_or("", |w| w.1)
    }

    pub fn values(&self) -> &[(usize, &'t str)] {
        self.words.get(1..).unwrap_or(&[])
    }
}

/// The directives of a segment; `lines`: they end with their line, and braces stand alone.
pub(in super::super) fn parse<'t>(segment: &Segment<'t>, lines: bool, out: &mut Out<'_>) -> Vec<Directive<'t>> {
    let (all, rest) = directives(segment.text, segment.from, segment.to, lines);
    if !rest.trim().is_empty() {
        out.not_checked(limits::TOO_MANY_PARTS);
    }
    all
}

/// The directives of `from..to`, and what is left when there are too many.
fn directives(text: &str, from: usize, to: usize, lines: bool) -> (Vec<Directive<'_>>, &str) {
    let mut parser = Parser { text, at: from, to, count: 0, lines };
    let mut all = Vec::new();
    while parser.at < to && parser.count < DIRECTIVES {
        all.extend(parser.block(0));
    }
    (all, &text[parser.at.min(to)..to])
}

/// Moves them to where their text begins among several.
pub(in super::super) fn move_by(block: &mut [Directive<'_>], by: usize) {
    for directive in block {
        directive.words.iter_mut().for_each(|(at, _)| *at += by);
        move_by(&mut directive.inner, by);
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    to: usize,
    count: usize,
    lines: bool,
}

impl<'t> Parser<'t> {
    /// Directives up to the closing brace.
    fn block(&mut self, depth: usize) -> Vec<Directive<'t>> {
        let mut found = Vec::new();
        let mut words: Vec<(usize, &'t str)> = Vec::new();
        while self.at < self.to && self.count < DIRECTIVES {
            let rest = &self.text[self.at..self.to];
            let Some(c) = rest.chars().next() else { break };
            let alone = !self.lines || rest[c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
            match c {
                '#' => self.at += rest.find('\n').unwrap_or(rest.len()),
                '\\' if self.lines && rest[1..].starts_with('\n') => self.at += 2,
                '\n' if self.lines && !words.is_empty() => {
                    self.at += 1;
                    self.count += 1;
                    found.push(Directive { words: std::mem::take(&mut words), inner: Vec::new() });
                }
                ';' if !self.lines => {
                    self.at += 1;
                    self.count += 1;
                    found.push(Directive { words: std::mem::take(&mut words), inner: Vec::new() });
                }
                '{' if alone => {
                    self.at += 1;
                    self.count += 1;
                    let inner = if depth < DEPTH { self.block(depth + 1) } else { Vec::new() };
                    found.push(Directive { words: std::mem::take(&mut words), inner });
                }
                '}' if alone => {
                    self.at += 1;
                    break;
                }
                '"' | '\'' | '`' if c == '"' || (c == '`') == self.lines => {
                    let length = rest[1..].find(c).unwrap_or(rest.len() - 1);
                    words.push((self.at + 1, &rest[1..=length]));
                    self.at = (self.at + length + 2).min(self.to);
                }
                c if c.is_whitespace() => self.at += c.len_utf8(),
                _ => {
                    let length = self.word(rest);
                    words.push((self.at, &rest[..length]));
                    self.at += length;
                }
            }
        }
        if !words.is_empty() {
            found.push(Directive { words, inner: Vec::new() });
        }
        found
    }

    /// Length of the word that begins here. A variable's braces (`${name}`) belong to it.
    fn word(&self, rest: &str) -> usize {
        let mut inside = false;
        let ends = |(at, c): (usize, char)| {
            let ends = match c {
                _ if c.is_whitespace() => true,
                _ if self.lines => false,
                '{' if rest[..at].ends_with('$') => {
                    inside = true;
                    false
                }
                '}' if inside => {
                    inside = false;
                    false
                }
                _ => matches!(c, ';' | '{' | '}'),
            };
            ends.then_some(at)
        };
        let length = rest.char_indices().find_map(ends).unwrap_or(rest.len());
        // What begins with a brace that opens nothing is a word of one character.
        if length == 0 { rest.chars().next().map_or(1, char::len_utf8) } else { length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_begin_with_any_character() {
        let text = "handle {\n\t\u{20ac}}\n\t\u{e9}t\u{e9} \u{1f600}\n}\nlast";
        let (all, _) = directives(text, 0, text.len(), true);
        let names: Vec<&str> = all.iter().map(Directive::name).collect();
        assert_eq!(names, ["handle", "last"]);
        assert_eq!(directives(text, 0, text.len(), false).0.len(), 3);
    }
}
