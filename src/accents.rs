//! Letters and their accents as one character or as two (the steps of NFC and NFD that names and passwords need): file
//! systems, keyboards and programs differ in it.

/// A line for each combining mark; what Unicode has in upper case too is found by its lower case.
const COMPOSITIONS: &str = include_str!("../data/compositions.txt");

/// How many times longer than the text its decomposed form may be, in bytes: a Hangul syllable of three becomes nine.
pub const GROWTH: usize = 3;

/// Appends the text with each letter and its mark as one character where there is one.
pub fn compose(text: &str, out: &mut String) {
    let mut last: Option<char> = None;
    for c in text.chars() {
        match last.and_then(|base| pair(base, c)) {
            Some(both) => last = Some(both),
            None => {
                out.extend(last);
                last = Some(c);
            }
        }
    }
    out.extend(last);
}

/// Appends the text with each letter apart from its marks.
pub fn decompose(text: &str, out: &mut String) {
    for c in text.chars() {
        apart(c, out);
    }
}

fn apart(c: char, out: &mut String) {
    match parts(c) {
        Some((letter, mark)) => {
            apart(letter, out);
            out.push(mark);
        }
        None => out.push(c),
    }
}

/// The character that a letter and a mark make.
fn pair(base: char, mark: char) -> Option<char> {
    if mark.is_ascii() {
        return None;
    }
    // Hangul is computed (Unicode 3.12).
    let (b, m) = (u32::from(base), u32::from(mark));
    if (0x1100..0x1113).contains(&b) && (0x1161..0x1176).contains(&m) {
        return char::from_u32(0xac00 + ((b - 0x1100) * 21 + (m - 0x1161)) * 28);
    }
    if (0xac00..0xd7a4).contains(&b) && (b - 0xac00) % 28 == 0 && (0x11a8..0x11c3).contains(&m) {
        return char::from_u32(b + m - 0x11a7);
    }
    let line = lines().find(|line| line.starts_with(mark))?;
    let lower = single(base.to_lowercase());
    let of = |base| pairs(line).find(|(letter, _)| *letter == base).map(|(_, both)| both);
    of(base).or_else(|| of(lower?).and_then(|both| single(both.to_uppercase())))
}

/// The letter and the mark that make a character.
fn parts(both: char) -> Option<(char, char)> {
    if both.is_ascii() {
        return None;
    }
    let code = u32::from(both);
    if (0xac00..0xd7a4).contains(&code) {
        let (syllable, last) = ((code - 0xac00) / 28, (code - 0xac00) % 28);
        return Some(if last == 0 {
            (char::from_u32(0x1100 + syllable / 21)?, char::from_u32(0x1161 + syllable % 21)?)
        } else {
            (char::from_u32(code - last)?, char::from_u32(0x11a7 + last)?)
        });
    }
    let lower = single(both.to_lowercase());
    lines().find_map(|line| {
        let mark = line.chars().next()?;
        let of = |both| pairs(line).find(|(_, made)| *made == both).map(|(letter, _)| letter);
        let letter = of(both).or_else(|| of(lower?).and_then(|letter| single(letter.to_uppercase())))?;
        Some((letter, mark))
    })
}

/// Lines that begin with a mark; the others say what the file is.
fn lines() -> impl Iterator<Item = &'static str> {
    COMPOSITIONS.lines().filter(|line| !line.starts_with('#'))
}

/// Letters, each with what it makes with the line's mark.
fn pairs(line: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let mut characters = line.chars().skip(1);
    std::iter::from_fn(move || Some((characters.next()?, characters.next()?)))
}

/// The only character there is.
fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (String, String) {
        let (mut together, mut separate) = (String::new(), String::new());
        compose(text, &mut together);
        decompose(text, &mut separate);
        (together, separate)
    }

    #[test]
    fn letters_and_accents_are_put_together_and_taken_apart() {
        for (together, separate) in [
            ("Grün", "Gru\u{308}n"),
            ("ÉCOLE", "E\u{301}COLE"),
            ("\u{1ebf}", "e\u{302}\u{301}"),
            ("\u{d55c}", "\u{1112}\u{1161}\u{11ab}"),
            ("İ", "I\u{307}"),
        ] {
            assert_eq!(both(together), (together.to_owned(), separate.to_owned()));
            assert_eq!(both(separate), (together.to_owned(), separate.to_owned()));
        }
        assert_eq!(both("plain ß λ"), ("plain ß λ".to_owned(), "plain ß λ".to_owned()));
    }

    #[test]
    fn every_pair_of_the_table_goes_both_ways() {
        for line in lines() {
            let mark = line.chars().next().unwrap_or_default();
            for (letter, made) in pairs(line) {
                assert_eq!(pair(letter, mark), Some(made), "{letter}{mark}");
                assert!(decomposes(made), "{made}");
            }
        }
    }

    fn decomposes(c: char) -> bool {
        let mut out = String::new();
        apart(c, &mut out);
        out.chars().count() > 1 && out.len() <= GROWTH * c.len_utf8()
    }
}
