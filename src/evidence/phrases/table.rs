//! The table of phrases, made of `data/phrases.txt` when it is first used.

use super::fold::Folded;
use crate::lists;
use std::sync::LazyLock;

/// A row of the table.
pub struct Phrase {
    /// As it stands in the table.
    pub text: &'static str,
    /// Target, or family of targets.
    pub target: Option<&'static str>,
    /// The target's code; `#` is the number of an OpenSSL text in the phrase.
    pub code: Option<&'static str>,
    /// The words of the third column.
    flags: &'static str,
    /// What the phrase is made of.
    pub parts: Vec<Part>,
    /// The part that it is found by.
    pub anchor: usize,
}

/// A part of a phrase.
pub enum Part {
    /// These folded bytes.
    Words(Vec<u8>),
    /// A name or address that was asked for.
    Host,
    /// The address of a server.
    Server,
    /// Names out of a certificate, up to the words that follow.
    Names,
    /// A number.
    Number,
    /// A text of OpenSSL's.
    OpenSsl,
    /// Anything, for a while.
    Gap,
}

impl Phrase {
    /// Whether the third column has this word.
    pub fn is(&self, flag: &str) -> bool {
        self.flags.split(' ').any(|word| word == flag)
    }

    /// What stands behind this sign in the third column.
    pub fn codes(&self, sign: char) -> impl Iterator<Item = &'static str> {
        self.flags.split(' ').filter_map(move |word| word.strip_prefix(sign))
    }

    /// Codes of the rehearsal that count as its own.
    pub fn equals(&self) -> impl Iterator<Item = &'static str> {
        self.codes('=').flat_map(|code| {
            match code {
                "~root" => ROOT,
                "~name" => NAME,
                "~time" => TIME,
                "~use" => USE,
                _ => "",
            }
            .split_whitespace()
            .chain((!code.starts_with('~')).then_some(code))
        })
    }

    /// The check that it is about.
    pub fn check(&self) -> Option<&'static str> {
        ["connect", "probe", "traffic", "load", "upload", "client-auth"].into_iter().find(|check| self.is(check))
    }

    fn new(target: &'static str, code: &'static str, flags: &'static str, text: &'static str) -> Self {
        let some = |word: &'static str| (word != "-").then_some(word);
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('<') {
            words(&rest[..open], &mut parts);
            let close = rest[open..].find('>').map_or(rest.len(), |n| open + n + 1);
            parts.push(match &rest[open..close] {
                "<host>" => Part::Host,
                "<server>" => Part::Server,
                "<names>" => Part::Names,
                "<n>" => Part::Number,
                "<openssl>" => Part::OpenSsl,
                _ => Part::Gap,
            });
            rest = &rest[close..];
        }
        words(rest, &mut parts);
        // A gap in front only says that something may stand there.
        if matches!(parts.first(), Some(Part::Gap)) {
            parts.remove(0);
        }
        let long = |part: &Part| matches!(part, Part::OpenSsl) || matches!(part, Part::Words(words) if words.len() >= KEY);
        let anchor = parts.iter().position(long).unwrap_or_default();
        Self { text, target: some(target), code: some(code), flags, parts, anchor }
    }
}

// What programs say of one kind of fault, for texts that name a family of programs and not one of them.
const ROOT: &str = "2 18 19 20 21 UnknownAuthorityError ValidatorException SunCertPathBuilderException ERR_CERT_AUTHORITY_INVALID \
                    SEC_ERROR_UNKNOWN_ISSUER RemoteCertificateChainErrors UnknownIssuer";
const NAME: &str = "62 64 HostnameError CertificateException ERR_CERT_COMMON_NAME_INVALID SSL_ERROR_BAD_CERT_DOMAIN \
                    RemoteCertificateNameMismatch ERR_TLS_CERT_ALTNAME_INVALID";
const TIME: &str = "9 10 Expired ValidatorException CertificateExpiredException ERR_CERT_DATE_INVALID SEC_ERROR_EXPIRED_CERTIFICATE \
                    RemoteCertificateChainErrors CERT_HAS_EXPIRED";
const USE: &str = "26 IncompatibleUsage ValidatorException ERR_CERT_INVALID SEC_ERROR_INADEQUATE_CERT_TYPE RemoteCertificateChainErrors \
                   INVALID_PURPOSE";

fn words(text: &str, parts: &mut Vec<Part>) {
    let folded = Folded::new(text).bytes;
    if !folded.is_empty() {
        parts.push(Part::Words(folded));
    }
}

/// A text of OpenSSL's.
pub struct Numbered {
    /// Folded.
    pub folded: Vec<u8>,
    /// Its number (`X509_V_ERR`).
    pub number: &'static str,
    /// As it is printed.
    pub text: &'static str,
}

/// Length of the beginnings that phrases are found by.
const KEY: usize = 8;

/// The whole table.
pub struct Table {
    /// Its rows.
    pub phrases: Vec<Phrase>,
    /// OpenSSL's texts, longer before shorter.
    pub openssl: Vec<Numbered>,
    /// The first bytes of the first words of each phrase, sorted, and its row.
    keys: Vec<([u8; KEY], usize)>,
    /// A bit for each hash of a key.
    filter: Vec<u64>,
}

/// The table, as compiled in.
pub static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(std::hint::black_box(SOURCE)));

/// Between marks by which the page's build finds it, to bring it later: for a file without a message nobody reads it. As comments,
/// they are no rows.
static SOURCE: &str = concat!("#certlens:later:[\n", include_str!("../../../data/phrases.txt"), "\n#]:later:certlens");

impl Table {
    fn new(source: &'static str) -> Self {
        let mut table = Self { phrases: Vec::new(), openssl: Vec::new(), keys: Vec::new(), filter: vec![0; 1 << 8] };
        for line in source.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap_or("");
            match (field(), field(), field()) {
                ("%", number, text) => {
                    table.openssl.push(Numbered { folded: Folded::new(text).bytes, number, text });
                }
                (target, code, flags) => table.phrases.push(Phrase::new(target, code, flags, field())),
            }
        }
        lists::sort_by_key(&mut table.openssl, |known| std::cmp::Reverse(known.folded.len()));
        for (row, phrase) in table.phrases.iter().enumerate() {
            match phrase.parts.get(phrase.anchor) {
                Some(Part::Words(words)) => table.keys.extend(key(words).map(|key| (key, row))),
                Some(Part::OpenSsl) => {
                    table.keys.extend(table.openssl.iter().filter_map(|known| Some((key(&known.folded)?, row))))
                }
                _ => {}
            }
        }
        lists::sort_by(&mut table.keys, Ord::cmp);
        table.keys.dedup();
        for (key, _) in &table.keys {
            let bit = hash(*key);
            table.filter[bit / 64] |= 1 << (bit % 64);
        }
        table
    }

    /// The rows whose first words may begin here.
    pub fn beginning(&self, bytes: &[u8]) -> impl Iterator<Item = &Phrase> {
        let found = key(bytes).filter(|&key| {
            let bit = hash(key);
            self.filter[bit / 64] & 1 << (bit % 64) != 0
        });
        let from = found.map_or(self.keys.len(), |key| self.keys.partition_point(|(k, _)| *k < key));
        self.keys[from..].iter().take_while(move |(k, _)| Some(*k) == found).map(|(_, row)| &self.phrases[*row])
    }
}

fn key(bytes: &[u8]) -> Option<[u8; KEY]> {
    bytes.get(..KEY)?.try_into().ok()
}

/// Fourteen bits of a key (Fibonacci hashing).
fn hash(key: [u8; KEY]) -> usize {
    (u64::from_le_bytes(key).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 50) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_found_and_says_what_it_means() {
        for phrase in &TABLE.phrases {
            let openssl = phrase.parts.iter().any(|p| matches!(p, Part::OpenSsl));
            let found = matches!(&phrase.parts[phrase.anchor], Part::Words(w) if w.len() >= KEY) || openssl;
            assert!(found, "too short to be told from other text: {}", phrase.text);
            assert!(openssl || phrase.code != Some("#"), "no number: {}", phrase.text);
            assert!(phrase.target.is_some() || phrase.is("other"), "no target: {}", phrase.text);
            let known = |word: &str| {
                ["ok", "other", "bare", "nourl", "connect", "probe", "traffic", "load", "upload", "client-auth", ""]
                    .contains(&word)
                    || word.starts_with(['=', '+'])
            };
            assert!(phrase.flags.split(' ').all(known), "{}", phrase.flags);
        }
        assert!(TABLE.openssl.iter().all(|known| known.folded.len() >= KEY && known.number.parse::<u16>().is_ok()));
    }

    #[test]
    fn no_phrase_stands_twice() {
        let mut texts: Vec<&str> = TABLE.phrases.iter().map(|p| p.text).collect();
        texts.sort_unstable();
        assert_eq!(texts.windows(2).find(|pair| pair[0] == pair[1]), None);
    }
}
