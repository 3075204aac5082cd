//! Envoy, also inside Istio, towards its upstreams. It links BoringSSL, whose path check comes from the same code.

use super::openssl_words::{COUNT, VERIFY_ERRORS};
use super::readings;
use crate::facts::{Curve, KeyAlgorithm};
use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::policy::{
    Check, Confidence, Method, NameCheck, OpenSsl, OpenSslKnobs, OpenSslRelease, Profile, Role, Setting, SettingKind, Source,
    Speech, Statement, Word,
};

const VALIDATOR: Source =
    Source::file("envoyproxy/envoy source/common/tls/cert_validator/default_validator.cc", "DefaultCertValidator");
const UTILITY: Source = Source::file("envoyproxy/envoy source/common/tls/utility.cc", "Utility::dnsNameMatch");
const ISTIO: Source = Source::file("istio.io reference/config/analysis", "IST0128, IST0129");
const OWN: [Word; 2] = [
    Word::term("name", "ssl.fail_verify_san", "verify cert failed: verify SAN list", Confidence::Source),
    Word::phrase(FaultKind::KeyMismatch, "TLS_error: BAD_SIGNATURE", Confidence::Source),
];
/// BoringSSL offers what TLS 1.3 clients have in common.
const NOT_OFFERED: fn(&KeyAlgorithm) -> bool =
    |key| matches!(key, KeyAlgorithm::Ed25519 | KeyAlgorithm::Ed448 | KeyAlgorithm::Ec(Curve::P521));
const WORDS: [Word; COUNT + 2] = Word::joined(OWN, Word::recoded(VERIFY_ERRORS, "ssl.fail_verify_error"));

/// How it verifies.
pub const KNOBS: OpenSslKnobs = OpenSslKnobs {
    security_level: 0,
    partial_chain: true,
    release: OpenSslRelease::BoringSsl,
    names: NameCheck::Next,
    not_offered: NOT_OFFERED,
    identity: &IdentityPolicy::ENVOY,
    reading: &readings::boringssl::READING,
    ..OpenSslKnobs::PLAIN
};

/// Envoy, also inside Istio, towards its upstreams. It links BoringSSL, whose path check comes from the same code.
pub const PROFILE: Profile = Profile {
    id: "envoy-upstream",
    name: "Envoy and Istio towards an upstream",
    version: "1.40, trusted_ca set, names matched (also Istio, Envoy Gateway)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[Setting {
        id: "partialChain",
        label: "Trust any listed certificate",
        help: "Whether a trusted certificate that is not self-signed ends the path (X509_V_FLAG_PARTIAL_CHAIN).",
        kind: SettingKind::Switch(None),
    }],
    method: Method::OpenSsl(&OpenSsl { versions: &[("", KNOBS)] }),
    identity: Some(&IdentityPolicy::ENVOY),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "ENV-C1",
            text: "Without trusted_ca no path is checked. With it a path to any listed certificate is enough, even to an intermediate.",
            confidence: Confidence::Source,
            sources: &[VALIDATOR],
        },
        Statement {
            id: "ENV-H1",
            text: "No name is compared unless match_typed_subject_alt_names, automatic SAN validation or a SAN override is set; the commonName never counts. The wildcard may stand anywhere in the first label.",
            confidence: Confidence::Source,
            sources: &[UTILITY],
        },
        Statement {
            id: "ENV-E1",
            text: "`verify cert failed: verify SAN list` for the name, `X509_verify_cert: certificate verification error at depth d` for the path; counters ssl.fail_verify_san and ssl.fail_verify_error.",
            confidence: Confidence::Source,
            sources: &[VALIDATOR],
        },
        Statement {
            id: "IST-S1",
            text: "A DestinationRule SIMPLE without caCertificates is reported by Istio's analysis as IST0128 or IST0129: the server's identity is not checked.",
            confidence: Confidence::Documented,
            sources: &[ISTIO],
        },
        Statement {
            id: "IST-H1",
            text: "In Istio subjectAltNames drives the name check, sni the SNI.",
            confidence: Confidence::Documented,
            sources: &[ISTIO],
        },
    ],
    sources: &[VALIDATOR, UTILITY, ISTIO],
};
