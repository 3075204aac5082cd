//! The registry of notes and problems: a stable id and a constant sentence for everything that reading can say.

/// A kind of note or problem: stable id and the constant sentence for it.
#[derive(Clone, Copy, Debug)]
pub struct NoteKind {
    /// Stable id.
    pub id: &'static str,
    /// The sentence.
    pub message: &'static str,
}

/// The constant sentence for an id; empty for an id that is not registered.
#[must_use]
pub fn message(id: &str) -> &'static str {
    NOTES.iter().find(|kind| kind.id == id).map_or("", |kind| kind.message)
}

const fn kind(id: &'static str, message: &'static str) -> NoteKind {
    NoteKind { id, message }
}

/// All kinds of notes and problems that reading can produce.
pub const NOTES: &[NoteKind] = &[
    // text, PEM, sniffing
    kind("trailing-data", "There are more bytes after the end of the structure; they were left out."),
    // containers and keys
    kind("password-needed", "This is locked with a password. Type it, and it is opened here, on this machine."),
    kind(
        "wrong-password",
        "The password does not open this file: with it, the file's own integrity check fails. Passwords are case-sensitive; look for a space at either end.",
    ),
    kind(
        "password-or-damage",
        "Either the password is wrong or the file is damaged. There is no integrity check in it that could tell which.",
    ),
    kind(
        "other-password",
        "This part is locked with a password of its own: the file's password is right, but does not open it. Type that password in place of the file's.",
    ),
    kind(
        "container-damaged",
        "The file is damaged: it is not built as its format asks for, or was changed after it was written. Export it again, and copy it as a binary file.",
    ),
    kind("truncated", "The file ends too early. It was probably cut off on its way: fetch or export it again."),
    kind(
        "algorithm-unsupported",
        "This is encrypted or protected with an algorithm that is not supported here. Export it again with AES-256, for example with: openssl pkcs12 -export -keypbe AES-256-CBC -certpbe AES-256-CBC",
    ),
    kind(
        "too-many-iterations",
        "The file asks for so many rounds of key derivation that a browser would not get through. Rewrite it with fewer where it opens, for example with: openssl pkcs12 -in old.pfx -nodes | openssl pkcs12 -export -iter 600000 -out new.pfx",
    ),
    kind("key-damaged", "The private or public key is damaged: its structure is not complete."),
    kind(
        "password-encoding",
        "The password was turned into bytes in an unusual way when this was written; some systems will call it wrong.",
    ),
    kind(
        "pfx-version",
        "The version number of the PFX is not 3, the only one that RFC 7292 knows. Most readers do not look at it.",
    ),
    kind("indefinite-length", "Lengths are left open (BER, indefinite length). Readers that insist on DER refuse the file."),
    kind(
        "no-integrity-check",
        "The PFX has no integrity check (MAC), so that a wrong password cannot be told from damage. Windows and Java refuse such files unless told otherwise.",
    ),
    kind(
        "integrity-not-checked",
        "The integrity check was not done: what was read may have been changed since the file was written.",
    ),
    kind("secret-skipped", "A secret that is no private key of a certificate was left aside."),
    kind("bag-skipped", "A part of a kind that says nothing about TLS was left aside."),
    kind("too-many-entries", "There are more entries than are read; the rest was left out."),
    kind(
        "pkcs7-no-order",
        "A PKCS #7 file is a bag: the order in which its certificates stand means nothing. Put them in order before a server gets them.",
    ),
    kind("pkcs7-empty", "This PKCS #7 file holds no certificate."),
    kind("pkcs7-other-content", "This PKCS #7 file is a message of another kind and holds no certificates in the clear."),
    kind("zip-member-encrypted", "A file in the archive is locked with a password. Unpack the archive and drop its files here."),
    kind(
        "zip-member-unsupported",
        "A file in the archive is packed in a way that is not supported here. Unpack the archive and drop its files here.",
    ),
    kind("zip-member-damaged", "A file in the archive is damaged."),
    kind("zip-member-skipped", "A file in the archive is nothing that certificates come in and was left aside."),
    kind("zip-nested", "An archive inside the archive was not opened. Unpack it and drop its files here."),
    kind(
        "zip-too-large",
        "The archive unpacks to more than is read; the rest was left out. Unpack it and drop the files you mean here.",
    ),
    kind("nested-too-deep", "Files inside files inside files: the innermost were not opened."),
];
