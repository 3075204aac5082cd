//! What can be wrong inside a certificate, request, revocation list or key, as constant sentences.

/// Every id of a [`crate::facts::Problem`] that decoding reports, with its sentence. `trailing-data` is the readers' own.
pub const NOTES: &[(&str, &str)] = &[
    ("certificate-damaged", "This is not a certificate, or it is damaged at the place shown."),
    ("certificate-truncated", "The certificate ends too early: its length says that more bytes should follow."),
    ("request-damaged", "This is not a certification request, or it is damaged at the place shown."),
    ("request-truncated", "The certification request ends too early: its length says that more bytes should follow."),
    ("request-attributes-damaged", "The attributes of the certification request could not be read."),
    ("crl-damaged", "This is not a revocation list (CRL), or it is damaged at the place shown."),
    ("crl-truncated", "The revocation list (CRL) ends too early: its length says that more bytes should follow."),
    ("crl-entries-damaged", "An entry of the revocation list (CRL) could not be read; the entries after it are missing."),
    ("crl-entry-damaged", "An entry of the revocation list (CRL) could not be read and is missing."),
    ("crl-critical-extension", "The revocation list (CRL) has a critical extension that Certlens does not know."),
    ("public-key-damaged", "This is not a public key, or it is damaged at the place shown."),
    ("public-key-content", "The public key does not have the form of its algorithm."),
    ("not-der", "A length is encoded in a form that DER forbids; strict readers refuse the file."),
    ("trailing-data-inside", "There are more bytes inside the structure than it has fields; strict readers refuse the file."),
    ("version-unknown", "The version is none of 1, 2 and 3; many readers refuse the certificate."),
    ("extensions-without-version-3", "The certificate has extensions although its version is not 3; strict readers refuse it."),
    ("extensions-damaged", "The list of extensions could not be read to its end."),
    ("extensions-too-many", "There are more extensions than Certlens reads; the rest was ignored."),
    ("extension-damaged", "The value of this extension could not be read."),
    ("extension-trailing-data", "There are more bytes after the value of this extension; strict readers refuse it."),
    ("general-name-damaged", "A name in an extension could not be read and is shown as its bytes."),
    (
        "extension-repeated",
        "The certificate has the same extension twice. Certlens reads the first one; strict readers refuse the certificate.",
    ),
    ("serial-empty", "The serial number has no digits; strict readers refuse the certificate."),
    ("serial-negative", "The serial number is negative; strict readers refuse the certificate."),
    ("serial-zero", "The serial number is zero, which RFC 5280 forbids."),
    ("serial-padded", "The serial number starts with needless zeros; strict readers refuse the certificate."),
    ("serial-too-long", "The serial number is longer than 20 bytes, which RFC 5280 forbids."),
    ("time-odd-form", "A date is written in a form that RFC 5280 forbids; some readers refuse the certificate."),
    ("time-unreadable", "A date could not be read; it counts as 1970-01-01 here."),
    ("name-damaged", "A part of a distinguished name could not be read and is missing."),
    ("name-empty-part", "A distinguished name has an empty part; strict readers refuse it."),
    ("name-string-encoding", "A text in a distinguished name has characters that its string type does not allow."),
    ("strict-parser-refuses", "A strict parser refuses this part; programs that are as strict refuse the certificate."),
    ("strict-parser-differs", "A strict parser reads something else here; programs may differ in what they see."),
    ("name-not-ascii", "A name has bytes outside ASCII, which its type does not allow; clients do not match it."),
];

/// What a note means; nothing for an id that is not among [`NOTES`].
#[must_use]
pub fn sentence(id: &str) -> &'static str {
    NOTES.iter().find(|(known, _)| *known == id).map_or("", |(_, sentence)| sentence)
}

#[cfg(test)]
mod tests {
    use super::NOTES;

    #[test]
    fn ids_are_unique_and_every_sentence_ends() {
        for (i, (id, sentence)) in NOTES.iter().enumerate() {
            assert!(NOTES.iter().skip(i + 1).all(|(other, _)| other != id), "{id} twice");
            assert!(sentence.ends_with('.'), "{id}");
        }
    }
}
