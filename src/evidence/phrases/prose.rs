//! Messages told from prose that has the same words.

use crate::octets::{char_ceil, char_floor};

/// Whether words of OpenSSL that prose has too ("a self-signed certificate") stand as a message does: alone, behind a
/// mark, or in a line that speaks of something that went wrong.
pub(super) fn is_message(text: &str, from: usize, to: usize) -> bool {
    const WRONG: &[&str] =
        &["error", "fail", "verif", "reject", "refus", "problem", "invalid", "unable", "cannot", "could not", "alert"];
    const WIDTH: usize = 300;
    let (start, end) = (char_ceil(text, from.saturating_sub(WIDTH)), char_ceil(text, to + WIDTH));
    let line = text[start..from].rfind('\n').map_or(start, |n| start + n + 1);
    let end = text[to..end].find('\n').map_or(end, |n| to + n);
    let (before, after) = (text[line..from].trim_end(), text[to..end].trim_start());
    let opens = before.is_empty() || before.ends_with([':', '(', '=', '"', '\'', '[', ',', '|', '>', ')']);
    let closes = after.is_empty() || after.starts_with([')', '"', '\'', ']', ',', '.', ';', '<', ':', '(', '|', '\\']);
    let near = |part: &str| {
        let part = part.to_ascii_lowercase();
        WRONG.iter().any(|word| part.contains(word))
    };
    // A condition, and not what was found.
    let subject = before.strip_suffix(" the").or(before.strip_suffix(" a")).unwrap_or(before).to_ascii_lowercase();
    if ["when", "if", "whether", "once", "unless", "until"].iter().any(|word| subject.rsplit(' ').next() == Some(*word)) {
        return false;
    }
    opens && closes || near(before) || near(after) || near(text.get(from..to).unwrap_or(""))
}

/// Octets of a text that are looked at for headings, for a line's start, and for the head of a table.
const HEADINGS: usize = 32 << 10;
const LINE: usize = 4_000;
const TABLE: usize = 64 << 10;

/// A text in which messages may be explained instead of seen.
#[derive(Clone, Copy)]
pub struct Prose<'t> {
    text: &'t str,
    /// It has headings.
    manual: bool,
}

impl<'t> Prose<'t> {
    /// Looks at the text once, for any number of phrases in it.
    pub fn of(text: &'t str) -> Self {
        Self { text, manual: is_manual(text) }
    }

    /// Whether it has headings.
    pub const fn is_manual(&self) -> bool {
        self.manual
    }

    /// Whether it says of itself that it explains something.
    pub fn is_article(&self) -> bool {
        const SUBJECTS: &[&str] = &["this article ", "this guide ", "this page ", "this topic "];
        const VERBS: &[&str] = &["describes", "explains", "helps", "provides", "discusses", "shows"];
        let begin = self.text[..char_floor(self.text, LINE)].to_ascii_lowercase();
        let says = |(at, subject): (usize, &str)| VERBS.iter().any(|verb| begin[at + subject.len()..].starts_with(verb));
        SUBJECTS.iter().any(|subject| begin.match_indices(subject).any(says))
    }

    /// Whether a phrase stands where somebody explains what it means, and not where it was seen: in the sentence of a
    /// manual ("if the clock is wrong, curl says ..."), in its table of messages or in one of its headings.
    pub fn explains(&self, from: usize, to: usize) -> bool {
        const EXPLAINS: &[&str] = &[
            "if you",
            "if the",
            "if your",
            "if a ",
            "if an ",
            "if it ",
            "you may",
            "you might",
            "you can ",
            "you will",
            "you'll",
            "you see",
            "you get",
            "may see",
            "e.g.",
            "for example",
            "such as",
            "errors like",
            "error like",
            "common error",
            "example error",
            "example output",
            "common problem",
        ];
        const MEANS: &[&str] = &["mean", "indicate"];
        // Tickets have these words too: they explain in a manual alone.
        const MANUALS_EXPLAIN: &[&str] = &["typically", "usually", "in case ", "whether ", "occurs", "happens"];
        const MANUALS_MEAN: &[&str] =
            &["occurs", "happens", "appears", "when the", "when you", "if the", "if you", "is returned", "is shown"];
        const CHANGED: &[&str] = &[
            "fix ", "fix:", "fixes ", "fixed ", "fixed:", "handle ", "handles ", "show ", "shows ", "support", "print ",
            "prints ", "add ", "adds ", "added ",
        ];
        const CODE: &[&str] = &["case ", "== ", "errors.new(", "contains(", "includes(", "indexof(", "match(", "throw new "];
        const SEEN: &[&str] = &["i ", "i'm ", "i've ", "we ", "we're ", "my ", "our ", "me ", "us ", "still ", "now "];
        const WIDTH: usize = 400;
        let Self { text, manual } = *self;
        let start = char_ceil(text, from.saturating_sub(WIDTH));
        let end = char_floor(text, to + 60);
        let reach = char_ceil(text, from.saturating_sub(LINE));
        let line = text[reach..from].rfind('\n').map_or(reach, |n| reach + n + 1);
        let own_raw = text[line.max(start)..from].trim_start();
        let own = own_raw.to_ascii_lowercase();
        // A comment in a program, and the title of a page.
        if own.starts_with("//") || own.starts_with("title:") && text.starts_with("---") {
            return true;
        }
        if is_heading(&text[line..from]) {
            return text[to..char_floor(text, to + LINE)].trim().lines().count() > 2;
        }
        if text[line..].starts_with('|') {
            // A reference has its messages in front; what is before one in a report is where it was seen.
            let table = char_ceil(text, line.saturating_sub(TABLE));
            return !own.trim_start_matches('|').contains('|') && table_of_messages(&text[table..line]);
        }
        // A line of a program, or of notes on what one does by now.
        let key = ["': '", "\": \"", ": '", ": \"", "': \""].iter().any(|mark| text[to..end].starts_with(mark));
        // A call with the text in it (Python's exceptions begin with a capital), a list of what may come, a template.
        let call = own_raw.strip_suffix(['\'', '"', '`']).and_then(|rest| rest.strip_suffix('(')).is_some_and(|rest| {
            let before = rest.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
            let name = rest[before.len()..].rsplit('.').next().unwrap_or_default();
            // A log has its fields so: `err=tls("...")`.
            name.starts_with(|c: char| c.is_ascii_lowercase()) && !before.ends_with('=')
        });
        let rest = text[to..end].split('\n').next().unwrap_or_default();
        let template = ["{{", "${", "%s", "%v"].iter().any(|mark| rest.contains(mark));
        let listed = || text[start..from].rfind('[').is_some_and(|n| text[start..start + n].trim_end().ends_with("enum\":"));
        if call || template || listed() {
            return true;
        }
        if key && own.trim_matches(['\'', '"']).is_empty() && text[from..to].bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
            || own.ends_with(['\'', '"', '`']) && CODE.iter().any(|word| own.contains(word))
        {
            return true;
        }
        let item = own.trim_start_matches(['-', '*', ' ']);
        if item.len() < own.len() && manual && CHANGED.iter().any(|w| item.starts_with(w) || item.contains(&format!(" now {w}")))
        {
            return true;
        }
        // The sentence up to the phrase; in a manual it goes over several lines, and over the marks before an example.
        let mut before = &text[line.max(start)..from];
        if manual {
            before = text[start..from].trim_end_matches(|c: char| c.is_whitespace() || "`>*\"'-".contains(c));
            // An example below the heading that is about it.
            let marks = |c: char| c.is_whitespace() || "`>-".contains(c);
            let above = text[start..line.max(start)].trim_end_matches(marks);
            let above = above.rfind('\n').map_or(above, |n| &above[n + 1..]);
            if is_heading(above) && above.contains(text[from..to].split('\n').next().unwrap_or_default()) {
                return true;
            }
            // What a paragraph with a colon at its end leads in is one example, whatever sentences it has.
            let paragraph = text[start..from].rfind("\n\n").map_or("", |n| text[start..start + n].trim_end_matches(marks));
            if paragraph.ends_with(':') {
                before = paragraph;
            }
        }
        let sentence = before
            .rfind(". ")
            .into_iter()
            .chain(before.rfind(".\n"))
            .chain(before.rfind("\n\n").filter(|_| !before.ends_with(':')))
            // A sentence that has ended leads nothing in.
            .chain(before.ends_with(['.', '!', '?']).then_some(before.len()));
        let before = before[sentence.max().unwrap_or(0)..].to_ascii_lowercase();
        let after = text[to..end].trim_start_matches(|c: char| c.is_whitespace() || "`*\"'),".contains(c)).to_ascii_lowercase();
        let word =
            |word: &&str| before.match_indices(*word).any(|(n, _)| n == 0 || !before.as_bytes()[n - 1].is_ascii_alphanumeric());
        let follows = |words: &[&str]| words.iter().any(|w| after.starts_with(w));
        let explained =
            EXPLAINS.iter().any(word) || follows(MEANS) || manual && (MANUALS_EXPLAIN.iter().any(word) || follows(MANUALS_MEAN));
        explained && !SEEN.iter().any(word)
    }
}

/// Whether a text has headings near its beginning: of Markdown, or underlined as in reStructuredText.
pub fn is_manual(text: &str) -> bool {
    let rule = |line: &str| {
        let line = line.trim_end().as_bytes();
        line.len() > 3 && b"=^~".contains(&line[0]) && line.iter().all(|b| *b == line[0])
    };
    let text = &text[..char_floor(text, HEADINGS)];
    let title = text.lines().next().unwrap_or_default().trim().to_ascii_lowercase();
    text.lines().take(300).any(|line| is_heading(line) && line.len() > 3 || rule(line))
        || text.starts_with("---\ntitle")
        || ["changelog", "release notes"].iter().any(|name| title == *name)
        || ["<h1", "<h2"].iter().any(|mark| text.contains(mark))
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    // AsciiDoc's; curl's trace has two signs before each of its messages.
    let sections = line.trim_start_matches('=');
    rest.len() < line.len() && rest.starts_with(' ')
        || (1..6).contains(&(line.len() - sections.len())) && sections.starts_with(' ') && !sections.starts_with(" Info:")
}

/// Whether the table whose row begins here says in its head what its messages mean.
fn table_of_messages(before: &str) -> bool {
    const HEADS: &[&str] =
        &["meaning", "cause", "description", "reason", "solution", "fix", "resolution", "explanation", "what to do"];
    let mut rows = before.lines().rev().take_while(|line| line.starts_with('|'));
    rows.by_ref().find(|row| row.bytes().all(|b| b"|-: ".contains(&b)));
    let head = rows.next().unwrap_or_default().to_ascii_lowercase();
    HEADS.iter().any(|word| head.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_explains_is_no_message() {
        let message = |line: &str| {
            let from = line.find("self-signed certificate").unwrap_or(0);
            is_message(line, from, from + "self-signed certificate".len())
        };
        for line in [
            "self-signed certificate",
            "18:self-signed certificate",
            "(_ssl.c:1006) (self-signed certificate)",
            "I get an error about a self-signed certificate since Monday",
            "x\ncertificate verify failed: self-signed certificate (_ssl.c:1006)\ny",
        ] {
            assert!(message(line), "{line}");
        }
        for (text, seen) in [
            ("If the server sends no issuer, curl prints `!`.", false),
            ("`!` means that the root is not known.", false),
            ("# Help\n\nIf the server sends no issuer, OpenSSL says so and\ncurl prints `!`.", false),
            ("# Help\n\nYou may see the following:\n\n```\n!\n```\nThen do this.", false),
            ("# Help\n\n## !\n\nThe root is not known.\nTrust it.\nThen go on.", false),
            ("| Message | Meaning |\n|---|---|\n| ! | no root |", false),
            ("# Changes\n\n- Fix `!` that came as a timeout", false),
            ("    case '!':", false),
            ("// so it fails with \"!\".", false),
            ("err := errors.New(\"!\")", false),
            ("if strings.Contains(err.Error(), \"!\") {", false),
            ("# Help\n\n### Fails with \"!\"\n\n```\n!\n```\n\nTrust the root.\nDone.", false),
            ("Usage\n^^^^^\n\nSome see an error like\n`!`\n", false),
            ("| Host | Result |\n|---|---|\n| a.example | ! |", true),
            ("| Host | Reason |\n|---|---|\n| a.example | ! |", true),
            ("If the proxy is on I get !", true),
            ("The following error occurs: !", true),
            ("! when the pod pulls the image", true),
            ("# Help\n\nYou might get one of these:\n\nA login failed. (provider: !)", false),
            ("= Help\n\n== !\n\nThe root is not known.\nTrust it.\nThen go on.", false),
            ("    print(\"!\")", false),
            ("msg: \"!: {{ host }}\"", false),
            ("{\"enum\":[\"a\",\"!\"]}", false),
            ("Changelog\n- fixed: !", false),
            ("SSLError(\"!\")", true),
            ("level=warn err=tls(\"!\")", true),
            ("== Info: !", true),
            ("# Bug\n\nIt may steal much (for example, passwords). !", true),
            ("{\"errors\":[\"!\"]}", true),
            ("# Bug\n\nSince Monday it fails with\n\n```\n!\n```", true),
            ("2026-11-28 error: !", true),
        ] {
            let at = text.find('!').unwrap_or(0);
            assert_eq!(Prose::of(text).explains(at, at + 1), !seen, "{text}");
        }
        for line in [
            "## Generating a self-signed certificate",
            "* `tls` - Whether to use a self-signed certificate.\nThe next line has an error.",
            "description = \"Needed where a self-signed certificate is used by the backends\"",
        ] {
            assert!(!message(line), "{line}");
        }
    }
}
