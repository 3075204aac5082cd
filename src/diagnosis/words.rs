//! Sentences as spans: constant words and values from files, kept apart so that a page can show the values as hostile.

use crate::cure::Cure;
use crate::report::{Command, Fix, Span};

/// A sentence under construction. In a box, so that it goes from word to word in a register: the code that makes sentences
/// is downloaded by everybody.
#[derive(Default)]
#[allow(clippy::box_collection, reason = "one word to pass on instead of three in memory")]
pub struct Words(Box<Vec<Span>>);

impl Words {
    /// A sentence of constant words.
    pub fn of(text: &'static str) -> Vec<Span> {
        Self::default().say(text).end()
    }

    /// What cures a fault, as a step says it of this certificate.
    pub fn cure(cure: Cure, label: &str) -> Self {
        let mut parts = cure.step.iter();
        let first = Self::default().say(parts.next().unwrap_or(&cure.text));
        parts.fold(first, |words, part| words.name(label).say(part))
    }

    /// Constant words.
    pub fn say(mut self, text: &'static str) -> Self {
        match self.0.last_mut() {
            Some(last) if last.form == "plain" => last.text.push_str(text),
            _ => self.0.push(Span { text: text.to_owned(), form: "plain" }),
        }
        self
    }

    /// A number.
    pub fn count(self, number: usize) -> Self {
        self.span(number.to_string(), "plain")
    }

    fn span(mut self, text: String, form: &'static str) -> Self {
        self.0.push(Span { text, form });
        self
    }

    /// A name out of a file, or as typed.
    pub fn name(self, text: impl Into<String>) -> Self {
        self.span(text.into(), "name")
    }

    /// A moment.
    pub fn time(self, moment: i64) -> Self {
        self.span(moment.to_string(), "time")
    }

    /// `a`, `a and b`, `a, b and c`, `a, b and 5 others`.
    pub fn names(self, names: &[String], others: &'static str) -> Self {
        self.list(names, others, Self::name)
    }

    /// The same for constant names, such as those of targets.
    pub fn terms(self, names: &[&'static str]) -> Self {
        self.list(names, " others", |words, name| words.say(name))
    }

    fn list<T: Clone>(mut self, items: &[T], others: &'static str, add: impl Fn(Self, T) -> Self) -> Self {
        let shown = if items.len() > 3 { 2 } else { items.len() };
        for (n, item) in items.iter().take(shown).enumerate() {
            if n > 0 {
                self = self.say(if n + 1 == items.len() { " and " } else { ", " });
            }
            self = add(self, item.clone());
        }
        if items.len() > shown {
            self = self.say(" and ").count(items.len() - shown).say(others);
        }
        self
    }

    /// All of another sentence.
    pub fn then(mut self, more: Vec<Span>) -> Self {
        for span in more {
            match self.0.last_mut() {
                Some(last) if last.form == "plain" && span.form == "plain" => last.text.push_str(&span.text),
                _ => self.0.push(span),
            }
        }
        self
    }

    /// The spans.
    pub fn end(self) -> Vec<Span> {
        *self.0
    }
}

/// It is made in a box, for the same reason as [`Words`].
impl Fix {
    /// A way to fix it, in words.
    pub fn words(words: Words) -> Box<Self> {
        Box::new(Self { text: words.end(), setting: None, value: None, commands: Vec::new(), repair: None })
    }

    /// The same in constant ones.
    pub fn of(text: &'static str) -> Box<Self> {
        Self::words(Words::default().say(text))
    }

    /// It is this setting, with this value.
    pub fn setting(mut self: Box<Self>, path: &'static str, value: impl Into<String>) -> Box<Self> {
        self.setting = Some(path);
        self.value = Some(value.into());
        self
    }

    /// A line that does or checks it.
    pub fn command(mut self: Box<Self>, tool: &'static str, text: impl Into<String>) -> Box<Self> {
        self.commands.push(Command::new(tool, text));
        self
    }

    /// A file that does it.
    pub fn repair(mut self: Box<Self>, kind: &'static str) -> Box<Self> {
        self.repair = Some(kind);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn lists_read_like_speech() {
        let text = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
            Words::default().names(&names, " others").end().into_iter().map(|s| s.text).collect::<String>()
        };
        assert_eq!(text(&["a"]), "a");
        assert_eq!(text(&["a", "b"]), "a and b");
        assert_eq!(text(&["a", "b", "c"]), "a, b and c");
        assert_eq!(text(&["a", "b", "c", "d"]), "a, b and 2 others");
    }
}
