//! Azure Application Gateway towards its backends, generations 2 and 1.

use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::policy::{
    BackendTrust, Check, Confidence, GatewayRules, Method, Profile, Role, Setting, SettingKind, Source, Speech, Statement, Word,
};

const HEALTH: Source = Source {
    title: "Troubleshoot backend health issues in Azure Application Gateway",
    section: Some("Error messages"),
    url: Some("https://learn.microsoft.com/azure/application-gateway/application-gateway-backend-health-troubleshooting"),
};
const END_TO_END: Source = Source {
    title: "Overview of TLS termination and end to end TLS with Application Gateway",
    section: None,
    url: Some("https://learn.microsoft.com/azure/application-gateway/ssl-overview"),
};
const BACKEND_SETTINGS: Source = Source {
    title: "Application Gateway backend settings configuration",
    section: None,
    url: Some("https://learn.microsoft.com/azure/application-gateway/configuration-http-settings"),
};
const BACKEND_CERTIFICATES: Source = Source {
    title: "Create certificates to allow the backend with Application Gateway",
    section: None,
    url: Some("https://learn.microsoft.com/azure/application-gateway/certificates-for-backend-authentication"),
};
const SELF_SIGNED: Source = Source {
    title: "Generate a self-signed certificate with a custom root CA",
    section: None,
    url: Some("https://learn.microsoft.com/azure/application-gateway/self-signed-certificates"),
};
const WILDCARD_REPORT: Source = Source { title: "MicrosoftDocs/azure-docs issue 44425", section: None, url: None };
const ROOT_REPORT: Source = Source { title: "MicrosoftDocs/azure-docs issue 69393", section: None, url: None };
const CA_FLAG_REPORT: Source = Source { title: "MicrosoftDocs/azure-docs issue 60015", section: None, url: None };
const WHITELIST_REPORT: Source = Source { title: "MicrosoftDocs/azure-docs issue 40941", section: None, url: None };
const VERIFY_ERRORS: Source = Source { title: "OpenSSL x509_vfy.h", section: Some("X509_V_ERR_"), url: None };

const M8: &str = "The validity of the backend certificate could not be verified";

const SETTINGS: &[Setting] = &[
    Setting {
        id: "trust",
        label: "Backend server's certificate is issued by",
        help: "Uploaded roots where trusted roots were given, else the well-known CAs.",
        kind: SettingKind::Choice(&[("uploaded-roots", "A CA whose root is uploaded"), ("well-known-ca", "A well-known CA")]),
    },
    Setting {
        id: "validateCertChainAndExpiry",
        label: "Validate certificate chain and expiry",
        help: "Off: neither the path nor the dates are checked.",
        kind: SettingKind::Switch(Some(true)),
    },
    Setting {
        id: "validateSNI",
        label: "Validate SNI",
        help: "Off: the name is not compared.",
        kind: SettingKind::Switch(Some(true)),
    },
    Setting {
        id: "hostFromPool",
        label: "Pick host name from backend target",
        help: "The backend setting takes the pool member's name as its host name.",
        kind: SettingKind::Switch(Some(false)),
    },
    Setting {
        id: "defaultProbe",
        label: "Default health probe",
        help: "No custom probe. On where no hostname has the use probe.",
        kind: SettingKind::Switch(None),
    },
];

/// Generation 2: Standard_v2 and WAF_v2.
pub const V2: Profile = Profile {
    id: "azure-application-gateway-v2",
    name: "Azure Application Gateway v2 to its backends",
    version: "documentation of 2026-08-28",
    role: Role::Client,
    checks: &[Check::Probe, Check::Traffic],
    settings: SETTINGS,
    method: Method::Gateway(GatewayRules { trust: BackendTrust::Root, widest_identity: &IdentityPolicy::AZURE_WIDEST }),
    identity: Some(&IdentityPolicy::AZURE),
    words: &[
        Word::term(
            "M1",
            "M1",
            "The Common Name of the leaf certificate presented by the backend server does not match the Probe or Backend Setting \
             hostname of the application gateway",
            Confidence::Documented,
        ),
        Word::term(
            "M2",
            "M2",
            "Backend certificate is invalid. Current date is not within the certificate's \"Valid from\" and \"Valid to\" dates",
            Confidence::Documented,
        ),
        Word::term(
            "M3",
            "M3",
            "The Intermediate certificate is missing from the certificate chain presented by the backend server",
            Confidence::Documented,
        ),
        Word::term(
            "M4",
            "M4",
            "The Leaf certificate is missing from the certificate chain presented by the backend server",
            Confidence::Documented,
        ),
        Word::term(
            "M5",
            "M5",
            "The Server certificate is not signed by a well-known Certificate Authority (CA)",
            Confidence::Documented,
        ),
        Word::term(
            "M6",
            "M6",
            "The Intermediate certificate is not signed by a well-known Certificate Authority (CA)",
            Confidence::Documented,
        ),
        Word::term(
            "M6a",
            "M6a",
            "The Intermediate certificate not signed by any Root certificates uploaded to the application gateway",
            Confidence::Documented,
        ),
        Word::term(
            "M6b",
            "M6b",
            "The root certificate of the server certificate used by the backend doesn't match the trusted root certificate added to the application gateway",
            Confidence::Documented,
        ),
        Word::term(
            "M7",
            "M7",
            "The Leaf certificate is not the topmost certificate in the chain presented by the backend server",
            Confidence::Documented,
        ),
        // The rest of OpenSSL's verify errors, which the gateway gives by number.
        Word::term(
            "7",
            "M8",
            "The validity of the backend certificate could not be verified: OpenSSL error code 7",
            Confidence::Inferred,
        ),
        Word::term(
            "25",
            "M8",
            "The validity of the backend certificate could not be verified: OpenSSL error code 25",
            Confidence::Inferred,
        ),
        Word::term(
            "26",
            "M8",
            "The validity of the backend certificate could not be verified: OpenSSL error code 26",
            Confidence::Inferred,
        ),
        Word::term(
            "32",
            "M8",
            "The validity of the backend certificate could not be verified: OpenSSL error code 32",
            Confidence::Inferred,
        ),
        Word::term(
            "34",
            "M8",
            "The validity of the backend certificate could not be verified: OpenSSL error code 34",
            Confidence::Inferred,
        ),
        Word::term(
            "47",
            "M8",
            "The validity of the backend certificate could not be verified: OpenSSL error code 47",
            Confidence::Inferred,
        ),
        Word::term(
            "79",
            "M8",
            "The validity of the backend certificate could not be verified: OpenSSL error code 79",
            Confidence::Reported,
        ),
        Word { term: "", fault: None, code: Some("M8"), message: M8, confidence: Confidence::Inferred },
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "AGW2-H1",
            text: "The gateway compares the backend's server certificate with the name that it also sends as SNI. If the certificate has a subject alternative name, only that counts; otherwise the common name (CN) does. The message says Common Name in both cases.",
            confidence: Confidence::Documented,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW2-H2",
            text: "The health probe asks for the custom probe's host; failing that, for the backend setting's host name, then for the pool member's name.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END],
        },
        Statement {
            id: "AGW2-H3",
            text: "Live traffic asks for the backend setting's host name or, if there is none, for the name that the client asked for. So probe and traffic can ask for different names.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END],
        },
        Statement {
            id: "AGW2-H4",
            text: "The default probe's host is 127.0.0.1 unless the backend setting gives a name, and an address is never sent as SNI.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END, HEALTH],
        },
        Statement {
            id: "AGW2-H5",
            text: "The documentation advises against addresses as probe host or backend host name. It does not say whether an address entry (iPAddress) would match.",
            confidence: Confidence::Inferred,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW2-H6",
            text: "Picking the host name from the backend target does not work for pool members given by address.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END],
        },
        Statement {
            id: "AGW2-H7",
            text: "Backends may use wildcard certificates; a wildcard does not cover the domain itself. Partial wildcards and wildcards right under a top-level domain are undocumented.",
            confidence: Confidence::Inferred,
            sources: &[END_TO_END, WILDCARD_REPORT],
        },
        Statement {
            id: "AGW2-H9",
            text: "The portal's probe test has reported a name mismatch for a healthy backend. Trust the Backend health page.",
            confidence: Confidence::Reported,
            sources: &[WILDCARD_REPORT],
        },
        Statement {
            id: "AGW2-C1",
            text: "The backend presents its server certificate first, then intermediates, then the root.",
            confidence: Confidence::Documented,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW2-C2",
            text: "Sending the root is recommended, not required.",
            confidence: Confidence::Documented,
            sources: &[HEALTH, SELF_SIGNED],
        },
        Statement {
            id: "AGW2-C3",
            text: "The backend must present its intermediates: the gateway does not download them, and uploading them as trusted roots does not help.",
            confidence: Confidence::Documented,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW2-C4",
            text: "A backend setting trusts either the well-known CAs or the uploaded roots; with uploaded roots the path must end in one of them.",
            confidence: Confidence::Documented,
            sources: &[BACKEND_SETTINGS, END_TO_END],
        },
        Statement {
            id: "AGW2-C5",
            text: "The uploaded certificate must be the root of the backend's path, not the server certificate or an intermediate.",
            confidence: Confidence::Documented,
            sources: &[BACKEND_CERTIFICATES, ROOT_REPORT],
        },
        Statement {
            id: "AGW2-C6",
            text: "The gateway treats a self-signed server certificate that is not a CA as one whose intermediate is missing.",
            confidence: Confidence::Documented,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW2-C7",
            text: "A private root without CA:TRUE was refused by the probe.",
            confidence: Confidence::Reported,
            sources: &[CA_FLAG_REPORT],
        },
        Statement {
            id: "AGW2-C8",
            text: "Server certificate and issuer must have different subjects.",
            confidence: Confidence::Documented,
            sources: &[SELF_SIGNED],
        },
        Statement {
            id: "AGW2-C9",
            text: "Extra, repeated or shuffled certificates after the server's are undocumented; programs built on OpenSSL accept them.",
            confidence: Confidence::Inferred,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW2-S1",
            text: "With validateCertChainAndExpiry off, path and dates are not checked.",
            confidence: Confidence::Documented,
            sources: &[BACKEND_SETTINGS],
        },
        Statement {
            id: "AGW2-S2",
            text: "With validateSNI off, the name is not compared.",
            confidence: Confidence::Documented,
            sources: &[BACKEND_SETTINGS],
        },
        Statement {
            id: "AGW2-S3",
            text: "sniName sets the SNI and the name to match while validateSNI is on.",
            confidence: Confidence::Documented,
            sources: &[BACKEND_SETTINGS],
        },
        Statement {
            id: "AGW2-X1",
            text: "A server, intermediate or root certificate outside its validity period makes the backend unhealthy.",
            confidence: Confidence::Documented,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW2-X3",
            text: "Key usage, extended key usage, weak keys and name constraints are undocumented; a refusal shows as an OpenSSL error number.",
            confidence: Confidence::Inferred,
            sources: &[HEALTH, VERIFY_ERRORS],
        },
    ],
    sources: &[HEALTH, END_TO_END, BACKEND_SETTINGS, BACKEND_CERTIFICATES, SELF_SIGNED],
};

/// Generation 1: Standard and WAF.
pub const V1: Profile = Profile {
    id: "azure-application-gateway-v1",
    name: "Azure Application Gateway v1 to its backends",
    version: "documentation of 2026-08-28",
    role: Role::Client,
    checks: &[Check::Probe],
    settings: &[],
    method: Method::Gateway(GatewayRules { trust: BackendTrust::EndEntity, widest_identity: &IdentityPolicy::AZURE_WIDEST }),
    identity: Some(&IdentityPolicy::AZURE_V1),
    words: &[
        Word::term("M1a", "M1a", "The Common Name (CN) of the backend certificate doesn't match", Confidence::Documented),
        Word::term(
            "M2",
            "M2",
            "Backend certificate is invalid. Current date is not within the \"Valid from\" and \"Valid to\" date range on the certificate",
            Confidence::Documented,
        ),
        Word::term("M9", "M9", "Backend server certificate is not whitelisted with Application Gateway", Confidence::Reported),
        Word { term: "", fault: Some(FaultKind::HostMissing), code: Some("M1a"), message: "", confidence: Confidence::Inferred },
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "AGW1-H1",
            text: "SNI and expected name are the name of the pool member, for probes and traffic. A member given by address gets no SNI.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END, HEALTH],
        },
        Statement {
            id: "AGW1-H2",
            text: "The pool member's name must equal the certificate's common name (CN).",
            confidence: Confidence::Documented,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW1-C1",
            text: "The authentication certificate to upload is the server certificate itself, exactly as the backend presents it. No path is built.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END, BACKEND_CERTIFICATES],
        },
        Statement {
            id: "AGW1-C2",
            text: "Trusted Azure services such as App Service need no upload.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END],
        },
        Statement {
            id: "AGW1-X1",
            text: "Each renewal of the server certificate needs a new upload.",
            confidence: Confidence::Documented,
            sources: &[HEALTH],
        },
        Statement {
            id: "AGW1-E1",
            text: "An uploaded certificate that is not the presented one is reported as not whitelisted.",
            confidence: Confidence::Reported,
            sources: &[WHITELIST_REPORT],
        },
    ],
    sources: &[HEALTH, END_TO_END, BACKEND_CERTIFICATES, WHITELIST_REPORT],
};
