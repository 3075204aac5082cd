//! Azure services that take a file: Application Gateway's listener, trusted roots and client CAs, App Service, Front
//! Door.

use crate::fault::FaultKind;
use crate::policy::{
    Authorities, ChainDemand, Check, Confidence, Container, Encryption, KeyDemand, Method, Profile, Role, Setting, SettingKind,
    Slot, Source, Speech, Statement, UploadRules, Word,
};

const END_TO_END: Source = Source {
    title: "Overview of TLS termination and end to end TLS with Application Gateway",
    section: None,
    url: Some("https://learn.microsoft.com/azure/application-gateway/ssl-overview"),
};
const LIMITS: Source = Source { title: "Application Gateway limits", section: Some("certificates"), url: None };
const BACKEND_CERTIFICATES: Source = Source {
    title: "Create certificates to allow the backend with Application Gateway",
    section: None,
    url: Some("https://learn.microsoft.com/azure/application-gateway/certificates-for-backend-authentication"),
};
const MUTUAL: Source = Source {
    title: "Overview of mutual authentication with Application Gateway",
    section: None,
    url: Some("https://learn.microsoft.com/azure/application-gateway/mutual-authentication-overview"),
};
const AES_REPORTS: Source = Source { title: "MicrosoftDocs/azure-docs issues 54393 and 70835", section: None, url: None };
const CHAIN_REPORTS: Source = Source { title: "MicrosoftDocs/azure-docs issues 52156 and 35298", section: None, url: None };
const PASSWORD_REPORTS: Source = Source { title: "MicrosoftDocs/azure-docs issues 11068 and 52459", section: None, url: None };
const ROOT_REPORT: Source = Source { title: "MicrosoftDocs/azure-docs issue 69393", section: None, url: None };
const APP_SERVICE: Source = Source {
    title: "Add and manage TLS/SSL certificates in Azure App Service",
    section: Some("Private certificate requirements"),
    url: Some("https://learn.microsoft.com/azure/app-service/configure-ssl-certificate"),
};
const APP_SERVICE_REPORTS: Source =
    Source { title: "User reports on App Service and PFX files made by OpenSSL 3", section: None, url: None };
const FRONT_DOOR: Source = Source {
    title: "Domains in Azure Front Door",
    section: None,
    url: Some("https://learn.microsoft.com/azure/frontdoor/domain"),
};
const FRONT_DOOR_TLS: Source = Source {
    title: "End-to-end TLS with Azure Front Door",
    section: None,
    url: Some("https://learn.microsoft.com/azure/frontdoor/end-to-end-tls"),
};

const INVALID_DATA: &str = "ApplicationGatewaySslCertificateInvalidData";
const DATA_OR_PASSWORD: &str = "Data or Password for the certificate is invalid";

const LISTENER_RULES: UploadRules = UploadRules {
    slot: Slot::Listener,
    container: Container::Pfx,
    largest: &[("v2", 16 * 1024), ("v1", 10 * 1024)],
    encryption: Encryption::Legacy,
    chain: ChainDemand::ServedAsIs,
    ..UploadRules::ANY
};

/// Application Gateway's listener certificate.
pub const LISTENER: Profile = Profile {
    id: "azure-application-gateway-listener",
    name: "Azure Application Gateway listener certificate",
    version: "documentation of 2026",
    role: Role::Upload,
    checks: &[Check::Upload],
    settings: &[Setting {
        id: "generation",
        label: "Generation",
        help: "Generation 1 accepts files up to 10 kB, generation 2 up to 16 kB.",
        kind: SettingKind::Choice(&[("v2", "v2 (Standard_v2, WAF_v2)"), ("v1", "v1 (Standard, WAF)")]),
    }],
    method: Method::Upload(&LISTENER_RULES),
    identity: None,
    words: &[
        Word::kind(
            FaultKind::ContainerEncryption,
            INVALID_DATA,
            "Password specified for certificate ... is incorrect",
            Confidence::Reported,
        ),
        Word::kind(FaultKind::FormatUnsupported, INVALID_DATA, DATA_OR_PASSWORD, Confidence::Documented),
        Word::kind(FaultKind::KeyMissing, INVALID_DATA, DATA_OR_PASSWORD, Confidence::Documented),
        Word::kind(FaultKind::KeyMismatch, INVALID_DATA, DATA_OR_PASSWORD, Confidence::Inferred),
        Word::kind(FaultKind::EndEntityMissing, INVALID_DATA, DATA_OR_PASSWORD, Confidence::Inferred),
        Word::phrase(FaultKind::TooLarge, "", Confidence::Documented),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "AGWL-F1",
            text: "The listener's certificate is a PFX with its private key, encrypted in a way that the Windows import function reads.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END],
        },
        Statement {
            id: "AGWL-F2",
            text: "PFX files encrypted with AES were refused, with a message that blames the password; Triple DES with SHA-1 worked. OpenSSL 3 exports AES by default; whether the gateway accepts that today is not known.",
            confidence: Confidence::Reported,
            sources: &[AES_REPORTS],
        },
        Statement {
            id: "AGWL-F3",
            text: "The portal asks for letters and digits in the password, an older guide for 4 to 12 of them. Users report both failure and success with other characters.",
            confidence: Confidence::Reported,
            sources: &[PASSWORD_REPORTS],
        },
        Statement {
            id: "AGWL-F4",
            text: "The PFX must hold the whole chain. The gateway sends only what is inside, and without the chain only Windows clients find a path.",
            confidence: Confidence::Documented,
            sources: &[END_TO_END, CHAIN_REPORTS],
        },
        Statement {
            id: "AGWL-F5",
            text: "A certificate may have 16 kB in generation 2 and 10 kB in generation 1.",
            confidence: Confidence::Documented,
            sources: &[LIMITS],
        },
    ],
    sources: &[END_TO_END, LIMITS, AES_REPORTS],
};

const ROOT_RULES: UploadRules = UploadRules {
    slot: Slot::TrustFile,
    container: Container::Pem,
    largest: &[],
    chain: ChainDemand::Nothing,
    encryption: Encryption::Any,
    ..LISTENER_RULES
};

/// Application Gateway's trusted root certificate.
pub const TRUSTED_ROOT: Profile = Profile {
    id: "azure-application-gateway-trusted-root",
    name: "Azure Application Gateway trusted root certificate",
    version: "documentation of 2026",
    role: Role::Upload,
    checks: &[Check::Upload],
    settings: &[],
    method: Method::Upload(&ROOT_RULES),
    identity: None,
    words: &[
        Word::phrase(FaultKind::AnchorNotSelfSigned, "invalid data in .cer", Confidence::Reported),
        Word::phrase(FaultKind::UploadWrongCertificate, "invalid data in .cer", Confidence::Reported),
        Word::phrase(FaultKind::IssuerNotCa, "", Confidence::Inferred),
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::CountWrong, "", Confidence::Documented),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "AGW2-C5",
            text: "The uploaded certificate must be the root of the backend's path, not the server certificate or an intermediate.",
            confidence: Confidence::Documented,
            sources: &[BACKEND_CERTIFICATES, ROOT_REPORT],
        },
        Statement {
            id: "AGWL-F7",
            text: "The file is one certificate in Base-64 (.CER). Convert a file in DER first.",
            confidence: Confidence::Documented,
            sources: &[BACKEND_CERTIFICATES],
        },
    ],
    sources: &[BACKEND_CERTIFICATES, ROOT_REPORT],
};

const CLIENT_CA_RULES: UploadRules = UploadRules {
    slot: Slot::ClientCaFile,
    largest: &[("", 25 * 1024)],
    authorities: Authorities::RootWithIntermediates,
    ..ROOT_RULES
};

/// Application Gateway's client CA file for mutual authentication.
pub const CLIENT_CA: Profile = Profile {
    id: "azure-application-gateway-client-ca",
    name: "Azure Application Gateway client CA certificates",
    version: "documentation of 2024",
    role: Role::Upload,
    checks: &[Check::Upload],
    settings: &[],
    method: Method::Upload(&CLIENT_CA_RULES),
    identity: None,
    words: &[
        Word::phrase(FaultKind::AnchorNotSelfSigned, "", Confidence::Documented),
        Word::phrase(FaultKind::ChainIncomplete, "", Confidence::Documented),
        Word::phrase(FaultKind::TooLarge, "", Confidence::Documented),
        Word::phrase(FaultKind::CountWrong, "", Confidence::Inferred),
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Inferred),
        Word::phrase(FaultKind::UploadWrongCertificate, "", Confidence::Inferred),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[Statement {
        id: "AGWL-F8",
        text: "One file holds the root and all intermediates of the clients' path, 25 kB at most; it must include the root.",
        confidence: Confidence::Documented,
        sources: &[MUTUAL, LIMITS],
    }],
    sources: &[MUTUAL, LIMITS],
};

const APP_SERVICE_RULES: UploadRules = UploadRules {
    slot: Slot::Server,
    largest: &[],
    chain: ChainDemand::WithRoot,
    keys: KeyDemand { rsa: Some((2048, u32::MAX)), curves: &["*"], others: false },
    server_auth: true,
    ..LISTENER_RULES
};

/// App Service's private certificates.
pub const APP_SERVICE_CERTIFICATE: Profile = Profile {
    id: "azure-app-service",
    name: "Azure App Service private certificate",
    version: "documentation of 2025-02-14",
    role: Role::Upload,
    checks: &[Check::Upload],
    settings: &[],
    method: Method::Upload(&APP_SERVICE_RULES),
    identity: None,
    words: &[
        Word::phrase(
            FaultKind::ContainerEncryption,
            "At least one certificate is not valid (Certificate failed validation because it could not be loaded.)",
            Confidence::Reported,
        ),
        Word::phrase(FaultKind::KeyUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::ServerAuthMissing, "", Confidence::Documented),
        Word::phrase(FaultKind::ChainIncomplete, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyMissing, "", Confidence::Documented),
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "APS-F1",
            text: "A private certificate is a PFX with a password, encrypted with Triple DES, with an RSA key of 2048 bits or more or an EC key, all intermediates and the root. For TLS bindings it needs serverAuth and a trusted CA.",
            confidence: Confidence::Documented,
            sources: &[APP_SERVICE],
        },
        Statement {
            id: "APS-E1",
            text: "A PFX encrypted with AES is refused as one that could not be loaded, or its password is called incorrect.",
            confidence: Confidence::Reported,
            sources: &[APP_SERVICE_REPORTS],
        },
    ],
    sources: &[APP_SERVICE, APP_SERVICE_REPORTS],
};

const FRONT_DOOR_RULES: UploadRules = UploadRules {
    slot: Slot::Server,
    largest: &[],
    chain: ChainDemand::Public,
    encryption: Encryption::Any,
    keys: KeyDemand { rsa: Some((0, u32::MAX)), curves: &[], others: false },
    ..LISTENER_RULES
};

/// Front Door's certificates for custom domains.
pub const FRONT_DOOR_CERTIFICATE: Profile = Profile {
    id: "azure-front-door",
    name: "Azure Front Door custom domain certificate",
    version: "documentation of 2023-03-10 (also Azure CDN)",
    role: Role::Upload,
    checks: &[Check::Upload],
    settings: &[],
    method: Method::Upload(&FRONT_DOOR_RULES),
    identity: None,
    words: &[
        Word::phrase(FaultKind::KeyUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::AnchorUntrusted, "", Confidence::Documented),
        Word::phrase(FaultKind::SelfSignedUntrusted, "", Confidence::Documented),
        Word::phrase(FaultKind::ChainIncomplete, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyMissing, "", Confidence::Documented),
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Inferred,
    statements: &[
        Statement {
            id: "AFD-F1",
            text: "A custom domain's certificate is a Key Vault certificate in PFX form with its whole chain and an RSA key; its common name must match the domain.",
            confidence: Confidence::Documented,
            sources: &[FRONT_DOOR],
        },
        Statement {
            id: "AFD-C1",
            text: "The chain must end in a root of Microsoft's list of trusted CAs; private CAs and self-signed certificates are not accepted. Certlens uses Mozilla's roots for that list.",
            confidence: Confidence::Documented,
            sources: &[FRONT_DOOR_TLS],
        },
    ],
    sources: &[FRONT_DOOR, FRONT_DOOR_TLS],
};
