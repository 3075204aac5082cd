//! Kubernetes ingress-nginx taking a TLS secret.

use crate::fault::FaultKind;
use crate::policy::{
    Check, Confidence, Damaged, EncryptedKey, LoadingRules, Method, Profile, Role, Source, Speech, Statement, Word,
};

const GUIDE: Source = Source {
    title: "Ingress-NGINX user guide, TLS",
    section: Some("TLS secrets"),
    url: Some("https://kubernetes.github.io/ingress-nginx/user-guide/tls/"),
};
const CODE: Source = Source { title: "kubernetes/ingress-nginx internal/net/ssl/ssl.go", section: None, url: None };
const CERT_MANAGER: Source =
    Source { title: "cert-manager/cert-manager pkg/util/pki/parse_certificate_chain.go", section: None, url: None };

const RULES: LoadingRules = LoadingRules {
    first_alone: false,
    damaged: Damaged::Refused,
    reading: &crate::policy::Reading::LENIENT,
    formats: &["pem", "base64"],
    // Go finds BEGIN anywhere at the start of a line, and the secret itself is Base64 in YAML.
    stops: &[
        ("wide-text-decoded", ""),
        ("carriage-return-line-ends", ""),
        ("line-breaks-missing", ""),
        ("pem-lines-missing", ""),
        ("pem-lines-glued", ""),
        ("pem-begin-line-missing", ""),
        ("pem-end-line-missing", ""),
        ("pem-end-line-damaged", ""),
        ("pem-end-label-differs", ""),
        ("dash-count-corrected", ""),
        ("typographic-dashes-corrected", ""),
        ("quote-marks-removed", ""),
        ("line-prefix-removed", ""),
        ("line-numbers-removed", ""),
        ("pem-line-shared", ""),
        ("markup-removed", ""),
        ("quoted-printable-decoded", ""),
        ("hex-decoded", ""),
    ],
    key_stops: &["key-wrapped-twice"],
    der_key: false,
    one_file: false,
    encrypted_key: EncryptedKey::Refused,
    other_key_kind_passes: false,
    key_first: true,
    strength: 0,
    curves: &[],
    keys: &[],
    one_key: false,
    named: false,
};

/// ingress-nginx and its TLS secret.
pub const PROFILE: Profile = Profile {
    id: "kubernetes-ingress",
    name: "Kubernetes ingress-nginx loading a TLS secret",
    version: "maintenance ended in March 2026",
    role: Role::ServerLoad,
    checks: &[Check::Load],
    settings: &[],
    method: Method::Loading(&RULES),
    identity: None,
    words: &[
        Word::term(
            "key",
            "private key does not match public key",
            "certificate and private key does not have a matching public key: tls: private key does not match public key",
            Confidence::Source,
        ),
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Inferred),
        Word::phrase(FaultKind::KeyForm, "", Confidence::Inferred),
        Word::phrase(FaultKind::KeyEncrypted, "", Confidence::Inferred),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Source,
    statements: &[
        Statement {
            id: "ING-F1",
            text: "tls.crt holds PEM with the server certificate first, then intermediates; tls.key its private key. With another certificate first the secret is refused.",
            confidence: Confidence::Source,
            sources: &[GUIDE, CODE],
        },
        Statement {
            id: "ING-H1",
            text: "Where the certificate does not name the host, the default (fake) certificate is served instead.",
            confidence: Confidence::Source,
            sources: &[CODE],
        },
        Statement {
            id: "ING-X1",
            text: "An expired certificate is still served, with a warning.",
            confidence: Confidence::Source,
            sources: &[CODE],
        },
        Statement {
            id: "CTM-C2",
            text: "cert-manager writes server certificate and intermediates without the self-signed root into tls.crt, the root into ca.crt.",
            confidence: Confidence::Source,
            sources: &[CERT_MANAGER],
        },
    ],
    sources: &[GUIDE, CODE, CERT_MANAGER],
};
