//! Passwords that a configuration has beside the key store that they open. They are tried on what is locked, and go
//! nowhere else: no statement, no report.

use super::source::Source;
use super::{limits, out};
use crate::octets::char_floor;
use crate::request::Input;
use zeroize::Zeroizing;

/// How many are tried: each costs a key derivation.
const TRIED: usize = 8;
/// Bytes of a password.
const LENGTH: usize = 128;
/// Bytes of a text that is looked through.
const TEXT: usize = 4 << 20;

/// Words in the name of a field or an option whose value opens a store or a key.
const STORES: &[&str] = &["store", "key", "pfx", "p12", "pkcs12", "cert", "ssl"];

/// What fields for passwords hold, those of key stores first.
#[must_use]
pub fn passwords(inputs: &[Input]) -> Vec<Zeroizing<String>> {
    let short = inputs.iter().filter(|input| input.bytes.len() <= TEXT);
    // PowerShell writes UTF-16.
    let (plain, other): (Vec<&Input>, Vec<&Input>) =
        short.partition(|input| std::str::from_utf8(&input.bytes).is_ok_and(|text| !text.contains('\0')));
    let other: Vec<Source<'_>> = other.into_iter().filter_map(|input| Source::new(0, &input.bytes, &[], &[])).collect();
    let mut found: Vec<(bool, &str)> = Vec::new();
    for text in plain.iter().filter_map(|input| std::str::from_utf8(&input.bytes).ok()).chain(other.iter().map(Source::text)) {
        fields(text, &mut found);
    }
    let (stores, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|(store, _)| *store);
    stores.into_iter().chain(others).take(TRIED).map(|(_, value)| Zeroizing::new(value.to_owned())).collect()
}

fn fields<'t>(text: &'t str, found: &mut Vec<(bool, &'t str)>) {
    let bytes = text.as_bytes();
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let mut at = 0;
    while let Some(next) = bytes[at..].windows(4).position(|w| w.eq_ignore_ascii_case(b"pass")) {
        let hit = at + next;
        let from = hit - bytes[..hit].iter().rev().take(64).take_while(|b| in_name(b)).count();
        let to = hit + bytes[hit..].iter().take_while(|b| in_name(b)).count();
        at = to;
        let name = text[from..to].to_ascii_lowercase();
        let store = STORES.iter().any(|word| name.contains(word)) || name.starts_with("-pass");
        if !(store || name == "password") || found.len() >= limits::SEGMENTS {
            continue;
        }
        // No further than a password can reach.
        let end = char_floor(text, to + 2 * LENGTH);
        if let Some(value) = value(&text[to..end], name.starts_with('-'))
            && !found.iter().any(|(_, known)| *known == value)
        {
            found.push((store, value));
        }
    }
}

/// The value after the name of a field, or (`option`) of an option of a command.
fn value(rest: &str, option: bool) -> Option<&str> {
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start_matches([' ', '\t']);
    let rest = match rest.strip_prefix([':', '=']) {
        Some(rest) => rest.trim_start_matches([' ', '\t']),
        None if option => rest,
        None => return None,
    };
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => rest[1..].split([quote, '\n']).next()?,
        None => rest.split(|c: char| c.is_whitespace() || "\"',;<>}".contains(c)).next()?,
    };
    let value = value.strip_prefix("pass:").unwrap_or(value);
    let open = ["$", "{{", "ENC(", "file:", "env:", "<", "{"].iter().any(|mark| value.starts_with(mark));
    (!value.is_empty() && value.len() <= LENGTH && !open && !out::masked(value)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_fields_for_stores_come_first_and_variables_are_none() {
        let read = |text: &str| {
            let mut input = Input::default();
            input.bytes = text.as_bytes().to_vec();
            passwords(&[input]).iter().map(|p| p.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(read("password: db\nserver.ssl.key-store-password=one\n"), ["one", "db"]);
        assert_eq!(read("<Certificate certificateKeystorePassword=\"a b\" type=\"RSA\"/>"), ["a b"]);
        assert_eq!(read("ssl.keystore.password=x\nssl.key.password=y # no\n"), ["x", "y"]);
        assert_eq!(read("{\"data\": \"MII\", \"password\": \"p'w\"}"), ["p'w"]);
        assert_eq!(read("$ openssl pkcs12 -in a.pfx -passin pass:geheim -nodes"), ["geheim"]);
        assert_eq!(read("$ keytool -list -keystore k.jks -storepass changeit"), ["changeit"]);
        let wide: Vec<u8> = "password=\u{e4}b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide.clone()).collect();
        for bytes in [wide, marked] {
            let mut input = Input::default();
            input.bytes = bytes;
            assert_eq!(passwords(&[input]).iter().map(|p| p.to_string()).collect::<Vec<_>>(), ["\u{e4}b"]);
        }
        assert_eq!(read("key-store-password: ${SECRET}\nkeyPassword: ****\nThe password of it is wrong"), Vec::<String>::new());
    }
}
