//! What PowerShell prints of an object as a list: `Name : value`, colons below one another, values that go on in the
//! column after the colon. JSON inside of a value is wrapped at the console's width, in the middle of texts too.

use super::braces;
use super::tree::{Entry, Form, Node, Text, Value};

/// The object whose first line starts at `at`, and where it ended: at an empty line, or one that does not fit.
pub fn parse(text: &str, at: usize) -> (Node<'_>, usize) {
    let mut entries = Vec::new();
    let mut column = None;
    let mut here = at;
    while let Some(line) = text.get(here..).and_then(|rest| rest.split('\n').next()) {
        let Some((indent, name, colon)) = field(line) else { break };
        if *column.get_or_insert((indent, colon)) != (indent, colon) {
            break;
        }
        let (node, end) = value(text, here, here + colon + 1, colon);
        entries.push(Entry::plain(&text[here + indent..here + indent + name], node));
        here = end;
        if here >= text.len() {
            break;
        }
    }
    (Node { from: at, to: here, value: Value::Map(entries) }, here)
}

/// Whether a line could be the first of an object.
pub fn starts(line: &str) -> bool {
    field(line).is_some()
}

/// Indentation of the whole, length of the name, and the colon's column.
fn field(line: &str) -> Option<(usize, usize, usize)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (whole, line) = (line, &line[indent..]);
    let name = line.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let blanks = line[name..].bytes().take_while(|&b| b == b' ').count();
    let colon = indent + name + blanks;
    let after = whole.get(colon + 1..)?;
    let fits = name > 0 && blanks > 0 && whole.as_bytes()[colon] == b':' && (after.is_empty() || after.starts_with(' '));
    fits.then_some((indent, name, colon))
}

/// The value after the colon, and the start of the line after it.
fn value(text: &str, line: usize, after: usize, column: usize) -> (Node<'_>, usize) {
    let mut end = line + text[line..].find('\n').unwrap_or(text.len() - line);
    let first = text[after..end].trim();
    let from = after + (text[after..end].len() - text[after..end].trim_start().len());
    if matches!(first, "[" | "{" | "[]") || first.starts_with("[{") || first.starts_with("{\"") {
        let (node, stopped) = braces::parse(text, from);
        end = stopped + text[stopped..].find('\n').unwrap_or(text.len() - stopped);
        return (node, (end + 1).min(text.len()));
    }
    let mut to = from + first.len();
    let mut several = false;
    // The lines that continue it have the column's indentation; one that has a name of its own does not.
    while let Some(next) = text.get(end + 1..).and_then(|rest| rest.split('\n').next()) {
        let indent = next.len() - next.trim_start_matches(' ').len();
        if indent <= column || next.trim().is_empty() {
            break;
        }
        end += 1 + next.len();
        to = end;
        several = true;
    }
    let raw = text.get(from..to).unwrap_or("");
    let form = if several { Form::Wrapped } else { Form::Plain };
    let value = if raw.is_empty() { Value::Nothing } else { Value::Text(Text { raw, form }) };
    (Node { from, to, value }, (end + 1).min(text.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn json_in_a_column_is_read_through_its_line_ends() {
        let list = "Sku                 : Standard\nEmpty               :\nNamesText           : [\n                        {\n                          \"Id\": \"/sub/res\n                      ource\",\n                          \"Port\": 443\n                        }\n                      ]\nProbesText          : []\nLong                : one\n                      two\n\nprose";
        let (node, end) = parse(list, 0);
        assert_eq!(&list[end..], "\nprose");
        assert_eq!(node.text_of("sku").as_deref(), Some("Standard"));
        assert_eq!(node.list("NamesText")[0].text_of("Id").as_deref(), Some("/sub/resource"));
        assert_eq!(node.list("NamesText")[0].text_of("Port").as_deref(), Some("443"));
        assert!(node.list("ProbesText").is_empty());
        assert_eq!(node.text_of("Long").as_deref(), Some("onetwo"));
        let indented: String = list.lines().map(|line| format!("    {line}\n")).collect();
        let (node, _) = parse(&indented, 0);
        assert_eq!(node.list("NamesText")[0].text_of("Id").as_deref(), Some("/sub/resource"));
    }
}
