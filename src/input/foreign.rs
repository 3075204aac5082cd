//! Files that are no certificates: told by their first bytes or words, and named.

use super::Format;

/// A file format with the problem to report for it.
pub(super) struct Foreign {
    /// What the file is.
    pub format: Format,
    /// Id of the problem; its sentence says what to do instead.
    pub problem: &'static str,
}

const fn foreign(id: &'static str, title: &'static str, problem: &'static str) -> Foreign {
    Foreign { format: Format { id, title }, problem }
}

const ARCHIVE: Foreign = foreign("archive", "Archive", "file-archive");
const IMAGE: Foreign = foreign("image", "Picture", "file-image");
const PDF: Foreign = foreign("pdf", "PDF document", "file-document");
const DOCUMENT: Foreign = foreign("document", "Office document", "file-document");
const PROGRAM: Foreign = foreign("program", "Program", "file-program");
const DATABASE: Foreign = foreign("database", "Database", "file-database");
const CAPTURE: Foreign = foreign("capture", "Network capture", "file-capture");
const MEDIA: Foreign = foreign("media", "Sound or film", "file-image");
const SST: Foreign = foreign("key-store", "Serialized certificate store of Windows (SST)", "key-store-elsewhere");
const PVK: Foreign = foreign("key-store", "Private key of Windows (PVK)", "key-store-elsewhere");
const KEYCHAIN: Foreign = foreign("key-store", "Keychain of macOS", "key-store-elsewhere");
const WALLET: Foreign = foreign("key-store", "Auto-login wallet of Oracle (SSO)", "key-store-elsewhere");
const KEEPASS: Foreign = foreign("key-store", "Password store of KeePass", "key-store-elsewhere");
const OPENPGP: Foreign = foreign("openpgp", "OpenPGP key or message", "openpgp");

/// First bytes, and what they tell.
const SIGNATURES: &[(&[u8], &Foreign)] = &[
    (b"\x1f\x8b\x08", &ARCHIVE),
    (b"BZh", &ARCHIVE),
    (b"\xfd7zXZ\x00", &ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", &ARCHIVE),
    (b"\x28\xb5\x2f\xfd", &ARCHIVE),
    (b"Rar!\x1a\x07", &ARCHIVE),
    (b"MSCF\x00\x00\x00\x00", &ARCHIVE),
    (b"\x89PNG\r\n\x1a\n", &IMAGE),
    (b"\xff\xd8\xff", &IMAGE),
    (b"GIF87a", &IMAGE),
    (b"GIF89a", &IMAGE),
    (b"II*\x00", &IMAGE),
    (b"MM\x00*", &IMAGE),
    (b"\x00\x00\x01\x00\x01\x00", &IMAGE),
    (b"RIFF", &MEDIA),
    (b"OggS", &MEDIA),
    (b"ID3", &MEDIA),
    (b"%PDF-", &PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &DOCUMENT),
    (b"\x7fELF", &PROGRAM),
    (b"MZ\x90\x00", &PROGRAM),
    (b"MZ\x00\x00", &PROGRAM),
    (b"\xca\xfe\xba\xbe", &PROGRAM),
    (b"\xcf\xfa\xed\xfe", &PROGRAM),
    (b"\xce\xfa\xed\xfe", &PROGRAM),
    (b"\x00asm", &PROGRAM),
    (b"SQLite format 3\x00", &DATABASE),
    (b"\x00\x06\x15\x61", &DATABASE),
    (b"\x00\x05\x31\x62", &DATABASE),
    (b"\x00\x00\x00\x00CERT", &SST),
    (b"\x1e\xf1\xb5\xb0", &PVK),
    (b"kych", &KEYCHAIN),
    (b"\xa1\xf8\x4e", &WALLET),
    (b"\x03\xd9\xa2\x9a", &KEEPASS),
    (b"\xd4\xc3\xb2\xa1", &CAPTURE),
    (b"\xa1\xb2\xc3\xd4", &CAPTURE),
    (b"\x0a\x0d\x0d\x0a", &CAPTURE),
];

/// Names a file by its first bytes.
pub(super) fn by_signature(bytes: &[u8]) -> Option<&'static Foreign> {
    let found = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, foreign)| *foreign);
    // A tape archive has its magic number behind the first name (POSIX ustar interchange format).
    let tape = bytes.get(257..262) == Some(b"ustar");
    found.or_else(|| tape.then_some(&ARCHIVE)).or_else(|| is_openpgp(bytes).then_some(&OPENPGP))
}

/// A binary OpenPGP public or secret key: a version 4 key packet with a plausible length (RFC 4880 4.2, 5.5.2).
fn is_openpgp(bytes: &[u8]) -> bool {
    match bytes {
        [0x98 | 0x94, _, 4, ..]
        | [0x99 | 0x95, _, _, 4, ..]
        | [0xc6 | 0xc5, 0..=191, 4, ..]
        | [0xc6 | 0xc5, 192..=223, _, 4, ..] => bytes.len() > 64,
        _ => false,
    }
}

/// JKS and JCEKS by their magic numbers; Bouncy Castle's BKS and UBER by version and salt length.
pub(super) fn is_java_keystore(bytes: &[u8]) -> bool {
    matches!(bytes, [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] | [0, 0, 0, 1 | 2, 0, 0, 0, 20, ..])
}

/// PKZIP's local file, empty archive and spanned archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..])
}

/// First words of texts that are something else.
const WORDS: &[(&[u8], &Foreign)] = &[
    (b"<!doctype html", &HTML),
    (b"<html", &HTML),
    (b"<head", &HTML),
    (b"<body", &HTML),
    (b"<!--", &HTML),
    (b"<?xml", &XML),
    (b"{\\rtf", &DOCUMENT),
    (b"ssh-rsa ", &SSH),
    (b"ssh-dss ", &SSH),
    (b"ssh-ed25519 ", &SSH),
    (b"ssh-ed448 ", &SSH),
    (b"ssh-rsa-cert-v01@openssh.com ", &SSH),
    (b"ssh-ed25519-cert-v01@openssh.com ", &SSH),
    (b"ecdsa-sha2-", &SSH),
    (b"sk-ssh-ed25519", &SSH),
    (b"sk-ecdsa-sha2-", &SSH),
    (b"putty-user-key-file-", &PUTTY),
    (b"openssh-key-v1", &OPENSSH),
    (b"$ansible_vault", &ENCRYPTED),
    (b"age-encryption.org", &ENCRYPTED),
    (b"age-secret-key-", &SECRET),
    (b"[interface]", &SECRET),
];

/// Words somewhere at the beginning of such texts.
const PARTS: &[(&[u8], &Foreign)] = &[
    (b"ENC[AES256_GCM", &ENCRYPTED),
    (b"kind: SealedSecret", &ENCRYPTED),
    (b"AGE-SECRET-KEY-", &SECRET),
    // OpenSSL and GnuTLS, certutil, keytool, `openssl asn1parse`.
    (b"Signature Algorithm:", &DESCRIPTION),
    (b"Public Key Algorithm:", &DESCRIPTION),
    (b"ertificate fingerprint", &DESCRIPTION),
    (b"cons: SEQUENCE", &DESCRIPTION),
];

const HTML: Foreign = foreign("html", "Web page", "file-html");
const XML: Foreign = foreign("xml", "XML document", "file-no-certificate");
const SSH: Foreign = foreign("ssh-public-key", "SSH public key", "ssh-public-key");
const PUTTY: Foreign = foreign("putty-key", "PuTTY private key", "putty-key");
const OPENSSH: Foreign = foreign("openssh-private-key", "OpenSSH private key", "openssh-private-key");
const JWK: Foreign = foreign("jwk", "JSON Web Key", "jwk-without-certificate");
const ENCRYPTED: Foreign = foreign("text", "Encrypted text", "file-encrypted");
const SECRET: Foreign = foreign("text", "Secret of another program", "other-secret");
const DESCRIPTION: Foreign = foreign("text", "Description of a certificate", "certificate-description");
const TEXT: Foreign = foreign("text", "Text", "file-no-certificate");
const BINARY: Foreign = foreign("binary", "Unknown binary file", "file-unknown");

/// Names a file in which nothing was found by what its text looks like.
pub(super) fn by_words(text: &[u8]) -> &'static Foreign {
    let start = text.iter().take(4096).take_while(|b| b.is_ascii_whitespace()).count();
    let text = &text[start..];
    if let Some((_, foreign)) = WORDS.iter().find(|(words, _)| starts_with(text, words)) {
        return foreign;
    }
    let head = &text[..text.len().min(4096)];
    if head.starts_with(b"{") && (contains(head, b"\"kty\"") || contains(head, b"\"keys\"")) {
        return &JWK;
    }
    if let Some((_, foreign)) = PARTS.iter().find(|(part, _)| contains(head, part)) {
        return foreign;
    }
    let odd = head.iter().filter(|&&b| b < 0x20 && !b.is_ascii_whitespace() && b != 0x1b || b == 0x7f).count();
    if odd * 50 > head.len() { &BINARY } else { &TEXT }
}

fn starts_with(text: &[u8], words: &[u8]) -> bool {
    text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words))
}

/// Whether binary data has the marks of a detour through a text editor or a string: U+FFFD for what is no text, Latin-1
/// turned into UTF-8, or every line feed with a carriage return before it.
pub(super) fn was_text(bytes: &[u8]) -> bool {
    let count = |part: &[u8]| bytes.windows(part.len()).filter(|window| *window == part).count();
    let feeds = count(b"\n");
    count("\u{fffd}".as_bytes()) > 4 || bytes.starts_with(&[0x30, 0xc2]) || feeds > 1 && feeds == count(b"\r\n")
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
