//! File names and values inside command lines. They come from files and from whoever typed them: what a shell would
//! run must stay a word.

/// Shells that the command lines are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// POSIX sh and its kin.
    Posix,
    /// PowerShell.
    PowerShell,
}

/// One word for the shell. Plain words stay as they are; a leading hyphen, which programs read as an option, gets `./`
/// in front. Control characters and characters that reorder text are replaced: no shell shows them as they are.
#[must_use]
pub fn quote(word: &str, shell: Shell) -> String {
    let mut clean: String = word.chars().map(|c| if unshowable(c) { '_' } else { c }).collect();
    if clean.starts_with('-') {
        clean.insert_str(0, "./");
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    if !clean.is_empty() && clean.chars().all(plain) {
        return clean;
    }
    let mut out = String::from("'");
    for c in clean.chars() {
        match shell {
            Shell::Posix if c == '\'' => out.push_str("'\\''"),
            // PowerShell takes typographic quotes for single quotes too (about_Quoting_Rules).
            Shell::PowerShell if matches!(c, '\'' | '\u{2018}'..='\u{201b}') => {
                out.push(c);
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// Control, format and line-separating characters (Unicode categories Cc, and of Cf those that hide or reorder).
fn unshowable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Shell, quote};

    #[test]
    fn hostile_names_stay_one_word() {
        for (word, posix, powershell) in [
            ("server.pem", "server.pem", "server.pem"),
            ("my server.pem", "'my server.pem'", "'my server.pem'"),
            ("$(rm -rf ~).pem", "'$(rm -rf ~).pem'", "'$(rm -rf ~).pem'"),
            ("a'; id; '.pem", "'a'\\''; id; '\\''.pem'", "'a''; id; ''.pem'"),
            ("-out", "./-out", "./-out"),
            ("a\nb", "a_b", "a_b"),
            ("x\u{202e}mep.exe", "x_mep.exe", "x_mep.exe"),
            ("it\u{2019}s", "'it\u{2019}s'", "'it\u{2019}\u{2019}s'"),
            ("", "''", "''"),
            ("*", "'*'", "'*'"),
            ("~root", "'~root'", "'~root'"),
        ] {
            assert_eq!(quote(word, Shell::Posix), posix);
            assert_eq!(quote(word, Shell::PowerShell), powershell);
        }
    }
}
