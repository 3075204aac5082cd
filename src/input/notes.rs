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
        "The text starts with a byte order mark, before the first BEGIN. OpenSSL and most servers then miss that line. Save the file as UTF-8 without a BOM.",
    ),
    form(
        "wide-text-decoded",
        "The text is in UTF-16 or UTF-32, as PowerShell's redirection and some Windows programs write it. Servers cannot read that. Save it as ASCII or UTF-8.",
    ),
    // the shape of PEM
    form(
        "indentation-removed",
        "The lines are indented. Outside a YAML file that belongs to them, most readers do not find an indented BEGIN line.",
    ),
    form("blank-lines-removed", "There are blank lines inside the block."),
    form(
        "carriage-return-line-ends",
        "Lines end with a carriage return alone, as on old Macs. Most readers then see one long line.",
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
    damage(
        "words-before-base64",
        "Words stand right before the Base64, without a blank or a line break between them. Take them out.",
    ),
    form("string-quotes-removed", "The block is split into quoted strings, as in source code."),
    form("percent-encoding-decoded", "The block is percent-encoded, as in a URL or a proxy's header."),
    form("line-prefix-removed", "Each line starts with the same characters, such as a comment sign; they were removed."),
    form("base64-url-alphabet", "The Base64 uses the alphabet for URLs, with - and _ in place of + and /."),
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
    damage(
        "invisible-line-ends-removed",
        "There are invisible characters, such as no-break spaces, at the ends of lines. Some readers refuse the block.",
    ),
    damage("pem-line-shared", "Something else stands on the line of BEGIN or END. Most programs do not find the block."),
    damage("markup-removed", "There is HTML markup in the block."),
    damage("line-numbers-removed", "Each line starts with its number; the numbers were removed."),
    damage("spaces-removed", "There are spaces inside the Base64 lines."),
    damage("plus-signs-restored", "Spaces stand where + signs belong: the text was decoded like a web form on its way."),
    damage("base64-padding-corrected", "There are too few = signs at the end of the Base64, too many, or some in the middle."),
    damage("pem-letter-case-corrected", "BEGIN, END or the words after them are not in capital letters."),
    damage("pem-begin-line-missing", "The BEGIN line is missing."),
    damage("pem-end-line-missing", "The END line is missing, although the data before it is complete."),
    damage("pem-end-line-damaged", "The line of dashes after the data is not an END line, or its dashes do not start the line."),
    // labels
    label(
        "pem-label-mismatch",
        "The words after BEGIN do not fit what is inside. The block was read by its contents; programs that go by the words refuse it.",
    ),
    label("pem-end-label-differs", "The words after END are not those after BEGIN. Strict readers refuse the block."),
    label("pem-label-unknown", "The words after BEGIN are not known. The block was read by its contents."),
    kind("blank-line-first", "There is an empty line before BEGIN. Most programs pass over it; some appliances refuse the file."),
    kind("name-says-pfx", "The file is no PFX (PKCS #12), whatever its name says. Programs that go by the name refuse it."),
    label("pem-label-trusted", "The words after BEGIN are TRUSTED CERTIFICATE, which hardly any program but OpenSSL looks for."),
    kind(
        "pem-headers-skipped",
        "There are header lines in the block, and none of them says how it is encrypted. OpenSSL refuses that.",
    ),
    kind("pem-label-old", "The words after BEGIN are an older spelling, which not every program knows."),
    // contents
    kind(
        "trust-settings-removed",
        "The certificate carries trust settings of OpenSSL (BEGIN TRUSTED CERTIFICATE), which only OpenSSL reads; they were ignored.",
    ),
    kind("parameters-skipped", "There are parameters (EC, DH or DSA) that say nothing about a certificate; they were ignored."),
    kind("trailing-data", "There are more bytes after the end of the structure; they were ignored."),
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
    problem("contents-unknown", "The data decodes, but it is not a certificate, key, request or container that Certlens knows."),
    problem("ocsp-response", "This is an answer about revocation (OCSP response), not a certificate."),
    problem("attribute-certificate", "This is an attribute certificate, which has no key and cannot be used for TLS."),
    // what a file is instead
    problem("file-empty", "The file is empty."),
    problem("file-blank", "The file contains only spaces and line breaks."),
    problem("file-zeros", "The file contains only zero bytes: it was never fully written, or badly recovered."),
    problem("file-too-large", "The file is larger than 160 MB and was not read. Files with certificates are far smaller."),
    problem("file-archive", "This is an archive. Unpack it first and drop the files inside."),
    problem(
        "file-image",
        "This is a picture, a sound or a film, not a certificate. A picture of a certificate does not contain its data.",
    ),
    problem(
        "file-document",
        "This is a document for reading. If it shows a certificate, copy the text from BEGIN to END. If the certificate is attached, save the attachment as a file.",
    ),
    problem("file-program", "This is a program, not a certificate."),
    problem(
        "file-database",
        "This is a database, perhaps one of Firefox or NSS. Export the certificate from it, for example with: certutil -L -a -n NAME -d FOLDER",
    ),
    problem(
        "key-store-elsewhere",
        "This is another program's store, which Certlens does not read. Export the certificate from it as PEM or PKCS #7, or with its key as PKCS #12 (PFX); a key of Windows with: openssl rsa -inform PVK -in FILE -out FILE.key",
    ),
    problem(
        "file-capture",
        "This is a recording of network traffic with no certificate in the clear: TLS 1.3 encrypts them, or the recording lacks the handshake",
    ),
    problem(
        "file-html",
        "This is a web page, not a certificate. Often the download went to a sign-in or error page: sign in and download it again.",
    ),
    problem(
        "certificate-description",
        "This is a program's description of a certificate, without the certificate itself. Print that too, for example with: openssl x509 -text -in FILE",
    ),
    problem(
        "file-encrypted",
        "This is encrypted by another program, such as Ansible Vault, age, SOPS or Sealed Secrets. Decrypt it there and drop the result.",
    ),
    problem(
        "other-secret",
        "This is a secret of another program, such as OpenVPN, WireGuard or age. It belongs to no certificate and was ignored.",
    ),
    form(
        "key-wrapped-twice",
        "The private key is wrapped twice: inside its PKCS #8 is another PKCS #8. OpenSSL does not read that. Take the inner one.",
    ),
    form(
        "key-with-public-half",
        "The private key is PKCS #8 version 2, with the public key behind it (RFC 5958). OpenSSL before 3.6 and programs with it do not read that. Write it without: version 1.",
    ),
    problem(
        "binary-as-text",
        "This binary file was handled as text on its way, and some of its bytes were changed. Export it again, and copy it as a binary file.",
    ),
    problem("file-no-certificate", "This is text without a certificate or key in it."),
    problem("file-unknown", "This file is not a certificate, key or key store that Certlens knows."),
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
    kind("password-needed", "This is locked with a password. Type the password to open it here, on this machine."),
    problem(
        "wrong-password",
        "The password does not open this file: with it, the file's own integrity check fails. Passwords are case-sensitive; look for a space at either end.",
    ),
    problem(
        "password-or-damage",
        "Either the password is wrong or the file is damaged. The file has no integrity check that could tell which.",
    ),
    problem(
        "other-password",
        "This part is locked with a password of its own: the file's password is right but does not open this part. Type this part's password in place of the file's.",
    ),
    problem(
        "container-damaged",
        "The file is damaged: it does not follow its format, or somebody changed it after it was written. Export it again, and copy it as a binary file.",
    ),
    problem("truncated", "The file ends too early. It was probably cut off on its way: fetch or export it again."),
    problem(
        "algorithm-unsupported",
        "This is encrypted or protected with an algorithm that Certlens does not support. Export it again with AES-256, for example with: openssl pkcs12 -export -keypbe AES-256-CBC -certpbe AES-256-CBC",
    ),
    problem(
        "too-many-iterations",
        "The file asks for more rounds of key derivation than a browser can do. Rewrite it with fewer on a machine that opens it, for example with: openssl pkcs12 -in old.pfx -nodes | openssl pkcs12 -export -iter 600000 -out new.pfx",
    ),
    problem("key-damaged", "The private or public key is damaged: its structure is incomplete."),
    kind(
        "password-encoding",
        "The program that wrote this encoded the password in an unusual way; some systems will call the password wrong.",
    ),
    kind(
        "password-trimmed",
        "The password you gave has a space or a line break at an end, and opens this only without it. Leave it out elsewhere too.",
    ),
    form("pfx-version", "The version number of the PFX is not 3, the only one in RFC 7292. Most readers ignore it."),
    form("indefinite-length", "Lengths are left open (BER, indefinite length). Readers that insist on DER refuse the file."),
    kind(
        "no-integrity-check",
        "The PFX has no integrity check (MAC), so a wrong password looks like damage. Some programs then call even the right password wrong.",
    ),
    kind("integrity-not-checked", "The integrity check was not done: the contents may have changed since the file was written."),
    problem(
        "keystore-unsupported",
        "Certlens does not read Bouncy Castle's own key store formats. Convert the file first: keytool -importkeystore -srckeystore old -srcstoretype BKS -providerpath bcprov.jar -provider org.bouncycastle.jce.provider.BouncyCastleProvider -destkeystore new.p12 -deststoretype PKCS12",
    ),
    kind("secret-skipped", "A secret that is not a certificate's private key was ignored."),
    kind("bag-skipped", "A part that says nothing about TLS was ignored."),
    problem("too-many-entries", "There are more entries than Certlens reads; the rest was ignored."),
    kind(
        "pkcs7-no-order",
        "The order of certificates in a PKCS #7 file means nothing; here the end-entity certificate is listed first. Put them in order before you give them to a server.",
    ),
    kind("pkcs7-empty", "This PKCS #7 file holds no certificate."),
    problem("pkcs7-other-content", "This PKCS #7 file is a message of another kind and holds no certificates in the clear."),
    problem(
        "zip-member-encrypted",
        "A file in the archive is locked with a password. Unpack the archive and drop its files here.",
    ),
    problem(
        "zip-member-unsupported",
        "A file in the archive is compressed in a way that Certlens does not support. Unpack the archive and drop its files here.",
    ),
    problem("zip-member-damaged", "A file in the archive is damaged."),
    kind("zip-member-skipped", "A file in the archive is of a kind that holds no certificates and was ignored."),
    problem("zip-nested", "An archive inside the archive was not opened. Unpack it and drop its files here."),
    problem(
        "zip-too-large",
        "The archive unpacks to more than Certlens reads; the rest was ignored. Unpack it and drop the files you need here.",
    ),
    problem("nested-too-deep", "Files are nested too deep: the innermost were not opened."),
];
