//! What the words after BEGIN promise (RFC 7468 and custom), to be held against the contents.

use crate::input::keys::KeyForm;
use crate::input::structure::Structure;

/// What a label promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// This structure.
    Structure(Structure),
    /// A certificate with OpenSSL's trust settings after it.
    TrustedCertificate,
    /// Any private key.
    AnyKey,
    /// A format that is named, not read: the problem's id.
    Foreign(&'static str),
    /// Nothing we know.
    Unknown,
}

/// Labels in the spelling that programs write today.
const LABELS: &[(&str, Promise)] = &[
    ("CERTIFICATE", Promise::Structure(Structure::Certificate)),
    ("TRUSTED CERTIFICATE", Promise::TrustedCertificate),
    ("CERTIFICATE REQUEST", Promise::Structure(Structure::Request)),
    ("X509 CRL", Promise::Structure(Structure::Crl)),
    ("PKCS7", Promise::Structure(Structure::Pkcs7)),
    ("CMS", Promise::Structure(Structure::Pkcs7)),
    ("PKCS12", Promise::Structure(Structure::Pkcs12)),
    ("PRIVATE KEY", Promise::Structure(Structure::Key(KeyForm::Pkcs8))),
    ("ENCRYPTED PRIVATE KEY", Promise::Structure(Structure::Key(KeyForm::EncryptedPkcs8))),
    ("RSA PRIVATE KEY", Promise::Structure(Structure::Key(KeyForm::Rsa))),
    ("EC PRIVATE KEY", Promise::Structure(Structure::Key(KeyForm::Ec))),
    ("DSA PRIVATE KEY", Promise::Structure(Structure::Key(KeyForm::Dsa))),
    ("ANY PRIVATE KEY", Promise::AnyKey),
    ("PUBLIC KEY", Promise::Structure(Structure::Key(KeyForm::Public))),
    ("RSA PUBLIC KEY", Promise::Structure(Structure::Key(KeyForm::RsaPublic))),
    ("EC PARAMETERS", Promise::Structure(Structure::Parameters)),
    ("DH PARAMETERS", Promise::Structure(Structure::Parameters)),
    ("X9.42 DH PARAMETERS", Promise::Structure(Structure::Parameters)),
    ("DSA PARAMETERS", Promise::Structure(Structure::Parameters)),
    ("ATTRIBUTE CERTIFICATE", Promise::Structure(Structure::AttributeCertificate)),
    ("OPENSSH PRIVATE KEY", Promise::Foreign("openssh-private-key")),
    ("SSH2 ENCRYPTED PRIVATE KEY", Promise::Foreign("openssh-private-key")),
    ("OPENVPN STATIC KEY V1", Promise::Foreign("other-secret")),
    ("AGE ENCRYPTED FILE", Promise::Foreign("file-encrypted")),
    ("SSH2 PUBLIC KEY", Promise::Foreign("ssh-public-key")),
];

/// Older spellings, and what they are called today.
const OLD: &[(&str, &str)] = &[
    ("X509 CERTIFICATE", "CERTIFICATE"),
    ("X.509 CERTIFICATE", "CERTIFICATE"),
    ("NEW CERTIFICATE REQUEST", "CERTIFICATE REQUEST"),
    ("CRL", "X509 CRL"),
    ("PKCS #7 SIGNED DATA", "PKCS7"),
    ("CERTIFICATE CHAIN", "PKCS7"),
    ("PFX", "PKCS12"),
    ("ECDSA PRIVATE KEY", "EC PRIVATE KEY"),
];

/// What `label` promises, and whether it is an older or unusual spelling.
pub(super) fn promise(label: &str) -> (Promise, bool) {
    let known = |label: &str| LABELS.iter().find(|(name, _)| *name == label).map(|(_, promise)| *promise);
    if label.starts_with("PGP ") {
        return (Promise::Foreign("openpgp"), false);
    }
    match known(label) {
        Some(promise) => (promise, false),
        None => match OLD.iter().find(|(old, _)| *old == label).and_then(|(_, now)| known(now)) {
            Some(promise) => (promise, true),
            None => (Promise::Unknown, false),
        },
    }
}

impl Promise {
    /// Whether contents of this structure keep the promise. A label that promises nothing cannot be broken.
    pub fn kept_by(self, structure: Structure) -> bool {
        match self {
            Self::Structure(Structure::Pkcs7) => matches!(structure, Structure::Pkcs7 | Structure::OtherCms),
            Self::Structure(promised) => promised == structure,
            Self::TrustedCertificate => structure == Structure::Certificate,
            Self::AnyKey => matches!(structure, Structure::Key(_)),
            Self::Foreign(_) | Self::Unknown => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_old_spelling_leads_to_a_label_of_today() {
        for (old, _) in OLD {
            assert!(matches!(promise(old), (Promise::Structure(_), true)), "{old}");
        }
        assert_eq!(promise("SOMETHING ELSE"), (Promise::Unknown, false));
    }
}
