//! What OpenSSL's PEM reader stumbles over where this reader repairs, and what its callers then say. Tried with OpenSSL
//! 3.0.19 under nginx 1.22.1, HAProxy 2.6.12 and Apache 2.4.

/// Forms of a PKCS #8 key that OpenSSL 3.0 does not decode: another PKCS #8 inside, and a public key behind it, which 3.5
/// passes over (openssl/openssl pull request 27076).
pub const KEY_FORMS: &[&str] = &["key-wrapped-twice", "key-with-public-half"];

/// The same for programs that read the key as PEM and in no other way, with what hides a block from them.
pub const KEY_STOPS: &[&str] = &[
    "key-wrapped-twice",
    "key-with-public-half",
    "pem-label-mismatch-old-form",
    "wide-text-decoded",
    "indentation-removed",
    "carriage-return-line-ends",
    "line-breaks-missing",
    "escapes-decoded",
    "string-quotes-removed",
    "percent-encoding-decoded",
    "line-prefix-removed",
    "quote-marks-removed",
    "line-numbers-removed",
    "markup-removed",
    "pem-lines-missing",
    "pem-begin-line-missing",
    "base64-layer-removed",
    "hex-decoded",
    "dash-count-corrected",
    "typographic-dashes-corrected",
    "pem-letter-case-corrected",
    "pem-lines-glued",
    "pem-end-line-missing",
    "pem-end-line-damaged",
    "pem-end-label-differs",
    "base64-url-alphabet",
    "quoted-printable-decoded",
];

/// Notes of the reader, with the reason that OpenSSL gives.
pub const STOPS: &[(&str, &str)] = &[
    ("wide-text-decoded", "no start line"),
    ("indentation-removed", "no start line"),
    ("carriage-return-line-ends", "no start line"),
    ("line-breaks-missing", "no start line"),
    ("escapes-decoded", "no start line"),
    ("string-quotes-removed", "no start line"),
    ("percent-encoding-decoded", "no start line"),
    ("line-prefix-removed", "no start line"),
    ("quote-marks-removed", "no start line"),
    ("line-numbers-removed", "no start line"),
    ("markup-removed", "no start line"),
    ("pem-lines-missing", "no start line"),
    ("pem-begin-line-missing", "no start line"),
    ("base64-layer-removed", "no start line"),
    ("hex-decoded", "no start line"),
    ("dash-count-corrected", "no start line"),
    ("typographic-dashes-corrected", "no start line"),
    ("pem-letter-case-corrected", "no start line"),
    ("pem-label-mismatch", "no start line"),
    ("pem-label-unknown", "no start line"),
    ("invisible-characters-removed", "no start line"),
    ("blank-lines-removed", "bad end line"),
    ("pem-lines-glued", "bad end line"),
    ("pem-end-line-missing", "bad end line"),
    ("pem-end-line-damaged", "bad end line"),
    ("pem-end-label-differs", "bad end line"),
    ("base64-url-alphabet", "bad base64 decode"),
    ("base64-padding-corrected", "bad base64 decode"),
    ("quoted-printable-decoded", "bad base64 decode"),
];
