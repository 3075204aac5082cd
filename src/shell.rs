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

/// A gateway to be changed, in Az PowerShell.
pub const AZURE_GATEWAY: &str = "$g = Get-AzApplicationGateway -ResourceGroupName GROUP -Name GATEWAY";
/// Writes it back.
pub const AZURE_SET: &str = "Set-AzApplicationGateway -ApplicationGateway $g";

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

/// A file's name as one word; `FILE` where it has characters that no file needs and some shell or program reads as its own.
#[must_use]
pub fn file(name: &str, shell: Shell) -> String {
    let usual = |c: char| c.is_alphanumeric() || "._-/ ()+,=#".contains(c);
    let safe = !name.is_empty() && name.len() <= 200 && name.chars().all(usual);
    if safe { quote(name, shell) } else { "FILE".to_owned() }
}

/// A host's name, or a name out of a certificate, as one word; `HOST` where it has other characters than host names have.
#[must_use]
pub fn host(name: &str, shell: Shell) -> String {
    let usual = |c: char| c.is_ascii_alphanumeric() || ".-_*:".contains(c);
    let safe = !name.is_empty() && !name.starts_with('-') && name.chars().all(usual);
    if safe { quote(name, shell) } else { "HOST".to_owned() }
}

/// The address in a certificate at which a CA publishes its own; `ADDRESS` where it is more than that.
#[must_use]
pub fn address(url: &str, shell: Shell) -> String {
    let usual = |c: char| c.is_ascii_alphanumeric() || "._-/:%()+~".contains(c);
    let safe = ["http://", "https://"].iter().any(|s| url.starts_with(s)) && url.chars().all(usual);
    if safe { quote(url, shell) } else { "ADDRESS".to_owned() }
}

/// Tools whose lines stand in a file of their own instead of being run.
const CONFIGURED: [&str; 5] = ["apache", "envoy", "haproxy", "nginx", "python"];

/// Which shell a line is for: `posix`, `powershell`, `any` where it has nothing that a shell reads, and none where it is part
/// of a configuration or a program.
#[must_use]
pub fn of(tool: &str, line: &str) -> &'static str {
    if tool == "powershell" {
        "powershell"
    } else if CONFIGURED.contains(&tool) {
        ""
    } else if line.chars().all(|c| c.is_ascii_alphanumeric() || " ._-/:=".contains(c)) && tool != "sh" {
        "any"
    } else {
        "posix"
    }
}

#[cfg(test)]
mod tests {
    use super::{Shell, address, file, host, of, quote};

    #[test]
    fn what_is_no_name_becomes_a_placeholder() {
        for (name, word) in [
            ("server.pem", "server.pem"),
            ("my server (1).pem", "'my server (1).pem'"),
            ("Zertifikat für Köln.pem", "'Zertifikat für Köln.pem'"),
            ("-rf", "./-rf"),
            ("$(id).pem", "FILE"),
            ("a';id;'", "FILE"),
            ("a\nb", "FILE"),
            ("%PATH%", "FILE"),
            ("x\u{202e}y", "FILE"),
            ("", "FILE"),
        ] {
            assert_eq!(file(name, Shell::Posix), word);
        }
        assert_eq!(host("*.contoso.com", Shell::Posix), "'*.contoso.com'");
        for name in ["a b", "-x", "a;id", "http://a", "\u{430}.example"] {
            assert_eq!(host(name, Shell::PowerShell), "HOST");
        }
        assert_eq!(address("http://pki.contoso.com/CA%20(1).crt", Shell::Posix), "'http://pki.contoso.com/CA%20(1).crt'");
        for url in ["ldap:///CN=x", "http://a/?b=c", "http://a/'x", "http://a@b/"] {
            assert_eq!(address(url, Shell::PowerShell), "ADDRESS");
        }
    }

    #[test]
    fn a_line_says_which_shell_it_is_for() {
        assert_eq!(of("openssl", "openssl x509 -in new.pem -noout"), "any");
        assert_eq!(of("openssl", "openssl x509 -in new.pem | openssl sha256"), "posix");
        assert_eq!(of("az", "az network x --host '*.contoso.com'"), "posix");
        assert_eq!(of("powershell", "Import-Certificate -FilePath a.cer"), "powershell");
        assert_eq!(of("nginx", "proxy_ssl_name a.example;"), "");
    }

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
