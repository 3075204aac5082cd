//! The words of a command line, as far as transcripts need them.

/// A command line cut into words.
pub struct Args {
    words: Vec<String>,
}

/// Words of one command line.
const WORDS: usize = 200;

impl Args {
    /// Cuts at blanks outside of quotes.
    pub fn new(command: &str) -> Self {
        let mut words = Vec::new();
        let mut word = String::new();
        let (mut quote, mut open) = (None, false);
        let mut chars = command.chars().take(8_000);
        while let Some(c) = chars.next() {
            match (quote, c) {
                (Some(q), c) if q == c => quote = None,
                (None, '\'' | '"') => (quote, open) = (Some(c), true),
                (None | Some('"'), '\\') => word.extend(chars.next()),
                (None, c) if c.is_whitespace() => {
                    if open || !word.is_empty() {
                        words.push(std::mem::take(&mut word));
                    }
                    open = false;
                }
                (_, c) => word.push(c),
            }
        }
        if open || !word.is_empty() {
            words.push(word);
        }
        words.truncate(WORDS);
        Self { words }
    }

    /// The part of the line that runs this program: behind `|`, `;`, `&&`, `sudo`, `timeout 5`, `echo |`.
    pub fn of_program(command: &str, program: &str) -> Option<Self> {
        let mut all = Self::new(command);
        let name = |word: &str| word.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe") == program;
        let start = all.words.iter().position(|word| name(word))?;
        let ends =
            |word: &str| matches!(word, "|" | ";" | "&&" | "||" | "2>&1" | "<" | ">" | "2>/dev/null" | "</dev/null" | "<<<");
        let end = all.words[start..].iter().position(|word| ends(word)).map_or(all.words.len(), |n| start + n);
        all.words.truncate(end);
        all.words.drain(..start);
        Some(all)
    }

    /// Whether this word is among them.
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|w| w == word)
    }

    /// The value of the first of these options that is there: the word after it, or what stands behind its `=`.
    pub fn value(&self, options: &[&str]) -> Option<&str> {
        self.values(options).next()
    }

    /// The values of these options.
    pub fn values(&self, options: &[&str]) -> impl Iterator<Item = &str> {
        self.words.iter().enumerate().filter_map(move |(n, word)| {
            let bare = |o: &&str| **o == *word || word.strip_prefix('-') == Some(*o);
            if options.iter().any(bare) {
                return self.words.get(n + 1).map(String::as_str).filter(|v| !v.is_empty());
            }
            let (name, value) = word.split_once('=')?;
            options.contains(&name).then_some(value)
        })
    }

    /// The words that are neither options nor values of the options that take one.
    pub fn operands(&self, with_value: &[&str]) -> Vec<&str> {
        let mut operands = Vec::new();
        let mut words = self.words.iter().skip(1);
        while let Some(word) = words.next() {
            if with_value.contains(&word.as_str()) {
                words.next();
            } else if !word.starts_with('-') || word == "-" {
                operands.push(word.as_str());
            }
        }
        operands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_options_and_operands() {
        let command = "echo | sudo timeout 5 /usr/bin/openssl s_client -connect 10.0.0.4:443 -servername \"a b\" -CAfile='c d' x 2>&1 | head";
        let args = Args::of_program(command, "openssl");
        assert!(args.is_some());
        let Some(args) = args else { return };
        assert!(args.has("s_client") && !args.has("head"));
        assert_eq!((args.value(&["-connect"]), args.value(&["-servername"])), (Some("10.0.0.4:443"), Some("a b")));
        assert_eq!(args.value(&["-CAfile"]), Some("c d"));
        assert_eq!(args.operands(&["-connect", "-servername"]), ["s_client", "x"]);
    }
}
