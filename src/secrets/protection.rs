//! How a container is protected, as facts that profiles decide on and as text for the card.

/// Ciphers by family: what decides whether a system can read the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CipherFamily {
    /// Not encrypted at all.
    Plain,
    /// RC2 in CBC mode, 40 to 128 bits.
    Rc2,
    /// RC4.
    Rc4,
    /// Single DES.
    Des,
    /// Triple DES with two or three keys.
    TripleDes,
    /// AES in CBC mode.
    Aes,
    /// Camellia in CBC mode.
    Camellia,
    /// ARIA in CBC mode.
    Aria,
    /// A cipher we know by name or number only.
    Other,
}

/// What encrypts a key or a set of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Family of the cipher.
    pub family: CipherFamily,
    /// Cipher for people: `AES-256-CBC`, `3DES`, `RC2-40`, or a dotted OID.
    pub cipher: String,
    /// PBES2 (RFC 8018 6.2) rather than the older PKCS #12 and PBES1 schemes.
    pub pbes2: bool,
    /// Key derivation for people: `PBKDF2 HMAC-SHA-256`, `PKCS #12 KDF SHA-1`, `scrypt`; empty when not known.
    pub derivation: String,
    /// Rounds, where the derivation counts them.
    pub iterations: Option<u64>,
}

impl Scheme {
    /// Not encrypted.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            family: CipherFamily::Plain,
            cipher: "not encrypted".to_owned(),
            pbes2: false,
            derivation: String::new(),
            iterations: None,
        }
    }

    /// One line: `AES-256-CBC, PBKDF2 HMAC-SHA-256, 600,000 rounds`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = self.cipher.clone();
        if !self.derivation.is_empty() {
            out.push_str(", ");
            out.push_str(&self.derivation);
        }
        if let Some(rounds) = self.iterations {
            push_rounds(&mut out, rounds);
        }
        out
    }
}

/// The integrity check of a PFX (MacData, RFC 7292 section 4; PBMAC1, RFC 9579).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacScheme {
    /// Hash of the HMAC for people: `SHA-1`, `SHA-256`; a dotted OID when unknown.
    pub digest: String,
    /// PBMAC1 rather than the PKCS #12 key derivation.
    pub pbmac1: bool,
    /// Rounds of the key derivation.
    pub iterations: u64,
    /// `Some(true)`: the password fits it. `None`: not tried.
    pub verified: Option<bool>,
}

impl MacScheme {
    /// One line: `HMAC-SHA-256, 2,048 rounds`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::from(if self.pbmac1 { "PBMAC1 HMAC-" } else { "HMAC-" });
        out.push_str(&self.digest);
        push_rounds(&mut out, self.iterations);
        out
    }
}

/// Digits in groups of three: `600,000`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size for people: `4,571 bytes`.
#[must_use]
pub fn size(bytes: usize) -> String {
    grouped(bytes as u64) + " bytes"
}

fn push_rounds(out: &mut String, rounds: u64) {
    out.push_str(", ");
    out.push_str(&grouped(rounds));
    out.push_str(if rounds == 1 { " round" } else { " rounds" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_for_the_card() {
        let mut scheme = Scheme {
            family: CipherFamily::Aes,
            cipher: "AES-256-CBC".to_owned(),
            pbes2: true,
            derivation: "PBKDF2 HMAC-SHA-256".to_owned(),
            iterations: Some(600_000),
        };
        assert_eq!(scheme.text(), "AES-256-CBC, PBKDF2 HMAC-SHA-256, 600,000 rounds");
        scheme.iterations = Some(1);
        assert_eq!(scheme.text(), "AES-256-CBC, PBKDF2 HMAC-SHA-256, 1 round");
        assert_eq!(Scheme::plain().text(), "not encrypted");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(100), "100");
    }
}
