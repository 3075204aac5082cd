//! The registry of notes and problems: a stable id and a constant sentence for everything that reading can say.

/// A kind of note or problem: stable id and the constant sentence for it.
#[derive(Clone, Copy, Debug)]
pub struct NoteKind {
    /// Stable id.
    pub id: &'static str,
    /// The sentence.
    pub message: &'static str,
    /// What kind of thing it says.
    pub class: NoteClass,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteClass {
    /// The text was damaged in transit, by mail, word processors, web pages or hands, and repaired.
    Damage,
    /// The text is in a form, or inside another, that strict PEM readers do not take; nothing of it was lost.
    Form,
    /// BEGIN or END promise something else than the contents.
    Label,
    /// Worth knowing, nothing to repair.
    Remark,
    /// Something could not be read, or not in full.
    Problem,
}

/// The registered kind with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static NoteKind> {
    NOTES.iter().find(|kind| kind.id == id)
}

/// The constant sentence for an id; empty for an id that is not registered.
#[must_use]
pub fn message(id: &str) -> &'static str {
    find(id).map_or("", |kind| kind.message)
}

const fn kind(id: &'static str, message: &'static str) -> NoteKind {
    NoteKind { id, message, class: NoteClass::Remark }
}

const fn damage(id: &'static str, message: &'static str) -> NoteKind {
    NoteKind { id, message, class: NoteClass::Damage }
}

const fn form(id: &'static str, message: &'static str) -> NoteKind {
    NoteKind { id, message, class: NoteClass::Form }
}

const fn label(id: &'static str, message: &'static str) -> NoteKind {
    NoteKind { id, message, class: NoteClass::Label }
}

const fn problem(id: &'static str, message: &'static str) -> NoteKind {
    NoteKind { id, message, class: NoteClass::Problem }
}

/// All kinds of notes and problems that reading can produce.
pub const NOTES: &[NoteKind] = &[
    // encodings
    form(
        "byte-order-mark-removed",
        "The text starts with a byte order mark, before the first BEGIN. OpenSSL and most servers do not find that line then. Save it as UTF-8 without BOM.",
    ),
    form(
        "wide-text-decoded",
        "The text is in UTF-16 or UTF-32, as PowerShell's redirection and some Windows programs write it. Servers do not read that. Save it as ASCII or UTF-8.",
    ),
    // the shape of PEM
    form(
        "indentation-removed",
        "The lines are indented. Outside a YAML file that belongs to them, most readers do not find an indented BEGIN line.",
    ),
    form("blank-lines-removed", "There are blank lines inside the block."),
    form(
        "carriage-return-line-ends",
        "Lines end with a carriage return alone, as on old Macs. Most readers see one long line then.",
    ),
    form(
        "base64-lines-long",
        "The Base64 lines are longer than 76 characters. RFC 7468 asks for 64, and some readers stop at longer ones.",
    ),
    form("line-breaks-missing", "The line breaks are gone, or became spaces. BEGIN and END must stand on lines of their own."),
    form(
        "pem-lines-glued",
        "The BEGIN line stands behind the END line before it, without a line break between them: two files were joined and the first had no line end.",
    ),
    form(
        "escapes-decoded",
        "Line breaks or other characters are spelled out (backslash n), as in JSON and environment files. A program that reads the file as PEM needs real line breaks.",
    ),
    form("string-quotes-removed", "The block is split into quoted strings, as in source code."),
    form("percent-encoding-decoded", "The block is percent-encoded, as in a URL or a proxy's header."),
    form("line-prefix-removed", "Each line starts with the same characters, such as a comment sign; they were taken off."),
    form("base64-url-alphabet", "The Base64 is in the alphabet for URLs, with - and _ in place of + and /."),
    form("pem-lines-missing", "The data is Base64 without BEGIN and END lines."),
    form("base64-layer-removed", "The data was encoded in Base64 as a whole, as in a Kubernetes secret or a key vault."),
    form("hex-decoded", "The data was written out in hexadecimal."),
    form("decimal-decoded", "The data was written out as decimal numbers, one for each byte."),
    form(
        "der-in-text",
        "Binary data (DER) and text with BEGIN and END lines stand in one file. Other programs read only one of the two.",
    ),
    form(
        "encodings-mixed",
        "Part of the text is in UTF-16 and part is not, as when >> of PowerShell appends to a file. Other programs read only one of the two.",
    ),
    form(
        "der-concatenated",
        "One structure follows another without BEGIN and END lines between them. Most programs read the first only.",
    ),
    // damage in transit
    damage("dash-count-corrected", "BEGIN or END does not stand between five hyphens on each side."),
    damage("typographic-dashes-corrected", "A word processor or mail program turned hyphens of BEGIN or END into dashes."),
    damage("quote-marks-removed", "The lines carry the quote marks of a mail reply."),
    damage(
        "quoted-printable-decoded",
        "The text is in the quoted-printable form of mail: = became =3D, or lines were broken with =.",
    ),
    damage(
        "invisible-characters-removed",
        "There are invisible characters in the block, such as no-break spaces or zero-width spaces. They come with copying from web pages and chats.",
    ),
    damage("markup-removed", "There is HTML markup in the block."),
    damage("line-numbers-removed", "Each line starts with its number; the numbers were taken off."),
    damage("spaces-removed", "There are spaces inside the Base64 lines."),
    damage("plus-signs-restored", "Spaces stand where + signs belong: the text was decoded like a web form on its way."),
    damage("base64-padding-corrected", "The = signs at the end of the Base64 are missing, too many, or in its middle."),
    damage("pem-letter-case-corrected", "BEGIN, END or the words after them are not in capital letters."),
    damage("pem-begin-line-missing", "The BEGIN line is missing."),
    damage("pem-end-line-missing", "The END line is missing, although the data before it is complete."),
    damage("pem-end-line-damaged", "The line of dashes after the data is not an END line."),
    // labels
    label(
        "pem-label-mismatch",
        "The words after BEGIN do not say what is inside. It was read by its contents; programs that go by the words refuse it.",
    ),
    label("pem-end-label-differs", "The words after END are not those after BEGIN. Strict readers refuse the block."),
    label("pem-label-unknown", "The words after BEGIN are not known. The block was read by its contents."),
    kind("pem-label-old", "The words after BEGIN are an older spelling, which not every program knows."),
    // contents
    kind(
        "trust-settings-removed",
        "The certificate carries trust settings of OpenSSL (BEGIN TRUSTED CERTIFICATE), which only OpenSSL reads; they were left out.",
    ),
    kind(
        "parameters-skipped",
        "There are parameters (EC, DH or DSA) that say nothing about a certificate; they were left aside.",
    ),
    kind("trailing-data", "There are more bytes after the end of the structure; they were left out."),
    // why a block or a file could not be read
    problem(
        "base64-illegal-character",
        "There is a character in the block that is not Base64. The data is damaged; copy it again from its source.",
    ),
    problem("base64-length", "The Base64 breaks off in the middle of a byte: characters are missing."),
    problem(
        "pem-truncated",
        "The block breaks off before its END line, and what is there is not complete. Copy it again from its source.",
    ),
    problem("pem-empty", "There is nothing between BEGIN and END."),
    problem(
        "der-truncated",
        "The data is shorter than its own length says: the end is missing, or a byte in the length is damaged.",
    ),
    problem("der-length-wrong", "The lengths inside do not fit the length outside: a byte is damaged or missing."),
    problem("contents-unknown", "The data decodes, but is no certificate, key, request or container that is known here."),
    problem("ocsp-response", "This is an answer about revocation (OCSP response), not a certificate."),
    problem("attribute-certificate", "This is an attribute certificate, which has no key and cannot be used for TLS."),
    // what a file is instead
    problem("file-empty", "The file is empty."),
    problem("file-blank", "There is nothing but blanks in the file."),
    problem("file-zeros", "There is nothing but zero bytes in the file: it was never fully written, or was recovered badly."),
    problem(
        "file-too-large",
        "The file is larger than 160 MB and was not looked through. Files with certificates are far smaller.",
    ),
    problem("file-archive", "This is an archive. Unpack it first, and drop the files that are in it."),
    problem(
        "file-image",
        "This is a picture, a sound or a film, not a certificate. A picture of a certificate holds no data of it.",
    ),
    problem(
        "file-document",
        "This is a document for reading. If it shows a certificate, copy the text from BEGIN to END; an attachment has to be saved as a file.",
    ),
    problem("file-program", "This is a program, not a certificate."),
    problem(
        "file-database",
        "This is a database, perhaps one of Firefox or NSS. Export the certificate from it, for example with: certutil -L -a -n NAME -d FOLDER",
    ),
    problem(
        "key-store-elsewhere",
        "This is a store of another program that is not read here. Export the certificate from it as PEM or PKCS #7, or with its key as PKCS #12 (PFX); a key of Windows with: openssl rsa -inform PVK -in FILE -out FILE.key",
    ),
    problem(
        "file-capture",
        "This is a recording of network traffic in which no certificate is in the clear: TLS 1.3 encrypts them, and a recording may lack the handshake",
    ),
    problem(
        "file-html",
        "This is a web page, not a certificate. Often the download went to a sign-in or error page: sign in and download it again.",
    ),
    problem(
        "certificate-description",
        "This is the description that a program prints of a certificate, without the certificate itself. Print that too, for example with: openssl x509 -text -in FILE",
    ),
    problem(
        "file-encrypted",
        "This is encrypted by another program, such as Ansible Vault, age, SOPS or Sealed Secrets. Decrypt it there, and drop what comes out.",
    ),
    problem(
        "other-secret",
        "This is a secret of another program, such as OpenVPN, WireGuard or age. It belongs to no certificate and was left aside.",
    ),
    problem(
        "binary-as-text",
        "This binary file was handled as text on its way, and some of its bytes were changed. Export it again, and copy it as a binary file.",
    ),
    problem("file-no-certificate", "This is text without anything of a certificate or key in it."),
    problem("file-unknown", "This file is no certificate, key or key store that is known here."),
    problem(
        "ssh-public-key",
        "This is a public key for SSH, not a certificate. TLS needs a certificate from a certification authority.",
    ),
    problem(
        "openssh-private-key",
        "This is a private key in the format of OpenSSH, which TLS servers do not read. If it belongs to a certificate, convert a copy with: ssh-keygen -p -m PKCS8 -f FILE",
    ),
    problem(
        "putty-key",
        "This is a private key in the format of PuTTY, which TLS servers do not read. If it belongs to a certificate, export it with PuTTYgen: Conversions, Export OpenSSH key, then ssh-keygen -p -m PKCS8 -f FILE",
    ),
    problem(
        "openpgp",
        "This is a key or message of OpenPGP, not a certificate for TLS. TLS needs an X.509 certificate from a certification authority.",
    ),
    problem(
        "jwk-without-certificate",
        "This is a JSON Web Key without a certificate (x5c). Export the certificate as PEM, and the key as PKCS #8.",
    ),
    // containers and keys
    kind("password-needed", "This is locked with a password. Type it, and it is opened here, on this machine."),
    problem(
        "wrong-password",
        "The password does not open this file: with it, the file's own integrity check fails. Passwords are case-sensitive; look for a space at either end.",
    ),
    problem(
        "password-or-damage",
        "Either the password is wrong or the file is damaged. There is no integrity check in it that could tell which.",
    ),
    problem(
        "other-password",
        "This part is locked with a password of its own: the file's password is right, but does not open it. Type that password in place of the file's.",
    ),
    problem(
        "container-damaged",
        "The file is damaged: it is not built as its format asks for, or was changed after it was written. Export it again, and copy it as a binary file.",
    ),
    problem("truncated", "The file ends too early. It was probably cut off on its way: fetch or export it again."),
    problem(
        "algorithm-unsupported",
        "This is encrypted or protected with an algorithm that is not supported here. Export it again with AES-256, for example with: openssl pkcs12 -export -keypbe AES-256-CBC -certpbe AES-256-CBC",
    ),
    problem(
        "too-many-iterations",
        "The file asks for so many rounds of key derivation that a browser would not get through. Rewrite it with fewer where it opens, for example with: openssl pkcs12 -in old.pfx -nodes | openssl pkcs12 -export -iter 600000 -out new.pfx",
    ),
    problem("key-damaged", "The private or public key is damaged: its structure is not complete."),
    kind(
        "password-encoding",
        "The password was turned into bytes in an unusual way when this was written; some systems will call it wrong.",
    ),
    kind(
        "password-trimmed",
        "The password was given with a blank or a line break around it, and opens this only without. Leave them out elsewhere too.",
    ),
    form(
        "pfx-version",
        "The version number of the PFX is not 3, the only one that RFC 7292 knows. Most readers do not look at it.",
    ),
    form("indefinite-length", "Lengths are left open (BER, indefinite length). Readers that insist on DER refuse the file."),
    kind(
        "no-integrity-check",
        "The PFX has no integrity check (MAC), so that a wrong password cannot be told from damage. Some programs call even the right password wrong then.",
    ),
    kind(
        "integrity-not-checked",
        "The integrity check was not done: what was read may have been changed since the file was written.",
    ),
    problem(
        "keystore-unsupported",
        "A key store in one of Bouncy Castle's own formats is not read here. Convert it first: keytool -importkeystore -srckeystore old -srcstoretype BKS -providerpath bcprov.jar -provider org.bouncycastle.jce.provider.BouncyCastleProvider -destkeystore new.p12 -deststoretype PKCS12",
    ),
    kind("secret-skipped", "A secret that is no private key of a certificate was left aside."),
    kind("bag-skipped", "A part of a kind that says nothing about TLS was left aside."),
    problem("too-many-entries", "There are more entries than are read; the rest was left out."),
    kind(
        "pkcs7-no-order",
        "A PKCS #7 file is a bag: the order in which its certificates stand means nothing, and they are listed end entity first here. Put them in order before a server gets them.",
    ),
    kind("pkcs7-empty", "This PKCS #7 file holds no certificate."),
    problem("pkcs7-other-content", "This PKCS #7 file is a message of another kind and holds no certificates in the clear."),
    problem(
        "zip-member-encrypted",
        "A file in the archive is locked with a password. Unpack the archive and drop its files here.",
    ),
    problem(
        "zip-member-unsupported",
        "A file in the archive is packed in a way that is not supported here. Unpack the archive and drop its files here.",
    ),
    problem("zip-member-damaged", "A file in the archive is damaged."),
    kind("zip-member-skipped", "A file in the archive is nothing that certificates come in and was left aside."),
    problem("zip-nested", "An archive inside the archive was not opened. Unpack it and drop its files here."),
    problem(
        "zip-too-large",
        "The archive unpacks to more than is read; the rest was left out. Unpack it and drop the files you mean here.",
    ),
    problem("nested-too-deep", "Files inside files inside files: the innermost were not opened."),
];
