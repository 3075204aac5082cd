//! Letters of different scripts that look alike (Unicode Technical Standard 39): Latin, Greek and Cyrillic.

/// Small letters of Greek and Cyrillic, each before the Latin one that it is taken for.
const ALIKE: &str = "\u{3b1}a\u{3bf}o\u{3bd}v\u{3c1}p\u{3b9}i\u{3ba}k\u{3c4}t\u{3c5}u\u{3c7}x\u{3f2}c\u{3f3}j\u{430}a\u{435}e\u{43e}o\u{440}p\u{441}c\u{443}y\u{445}x\u{456}i\u{458}j\u{455}s\u{4bb}h\u{501}d\u{51b}q\u{51d}w\u{475}v\u{4cf}l\u{43a}k\u{442}t\u{43c}m\u{432}b\u{43d}h\u{433}r\u{43f}n";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' => Some(Script::Latin),
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if c.is_alphabetic() => Some(Script::Latin),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' if c.is_alphabetic() => Some(Script::Greek),
        '\u{400}'..='\u{52f}' if c.is_alphabetic() => Some(Script::Cyrillic),
        _ => None,
    }
}

/// Whether one word of the name has letters of two of these scripts.
#[must_use]
pub fn mixed(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let mut scripts = word.chars().filter_map(script);
        scripts.next().is_some_and(|first| scripts.any(|s| s != first))
    })
}

/// Whether two names differ, and only by letters of another script that are taken for each other.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    let seen = |name: &str| -> String {
        let latin = |c: char| ALIKE.chars().step_by(2).position(|own| own == c).and_then(|n| ALIKE.chars().nth(2 * n + 1));
        name.chars().flat_map(char::to_lowercase).map(|c| latin(c).unwrap_or(c)).collect()
    };
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a != b && (!a.is_ascii() || !b.is_ascii()) && seen(&a) == seen(&b)
}

#[cfg(test)]
mod tests {
    use super::{alike, mixed};

    #[test]
    fn letters_of_another_script() {
        for name in ["p\u{430}ypal.example", "\u{3bf}ffice.example", "www.cont\u{43e}so.example"] {
            assert!(mixed(name), "{name}");
        }
        for name in [
            "paypal.example",
            "b\u{fc}cher.example",
            "\u{44f}\u{43d}\u{434}\u{435}\u{43a}\u{441}.example",
            "\u{43f}\u{43e}\u{447}\u{442}\u{430}-mail.example",
            "\u{65e5}\u{672c}x",
        ] {
            assert!(!mixed(name), "{name}");
        }
        assert!(alike("\u{441}\u{43e}\u{441}\u{430}.example", "coca.example"));
        assert!(alike("Cont\u{43e}so.example", "contoso.EXAMPLE"));
        assert!(!alike("contoso.example", "CONTOSO.example"));
        assert!(!alike("c\u{f6}ln.example", "coln.example"));
    }
}
