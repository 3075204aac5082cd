//! Certificate import of AWS, Google Cloud and IIS.

use super::openssl_files::STOPS;
use crate::fault::FaultKind;
use crate::policy::{
    ChainDemand, Check, Confidence, Container, Encryption, KeyDemand, Method, Profile, Role, Setting, SettingKind, Source,
    Speech, Statement, UploadRules, Word,
};

const ACM_PREREQUISITES: Source = Source {
    title: "AWS Certificate Manager User Guide",
    section: Some("Prerequisites for importing certificates"),
    url: Some("https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html"),
};
const ACM_FORMAT: Source = Source {
    title: "AWS Certificate Manager User Guide",
    section: Some("Certificate and key format for importing"),
    url: Some("https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-format.html"),
};
const ACM_API: Source = Source {
    title: "AWS Certificate Manager API Reference",
    section: Some("ImportCertificate"),
    url: Some("https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html"),
};
const GCP: Source = Source {
    title: "Use self-managed SSL certificates (Google Cloud Load Balancing)",
    section: None,
    url: Some("https://cloud.google.com/load-balancing/docs/ssl-certificates/self-managed-certs"),
};
const IIS: Source = Source {
    title: "Configure intermediate certificates on a computer that is running IIS",
    section: None,
    url: Some("https://learn.microsoft.com/troubleshoot/developer/webapps/iis/development/configure-intermediate-certificates"),
};
const PBES2: Source = Source {
    title: "PKCS12_PBES2_EXPORT_PARAMS structure",
    section: None,
    url: Some("https://learn.microsoft.com/windows/win32/api/wincrypt/ns-wincrypt-pkcs12_pbes2_export_params"),
};

/// Three PEM texts.
pub const ACM_RULES: UploadRules = UploadRules {
    container: Container::Pem,
    largest_key: 5120,
    chain: ChainDemand::InOrder,
    keys: KeyDemand { rsa: Some((1024, 4096)), curves: &["P-256", "P-384", "P-521"], others: false },
    within_validity: true,
    named: true,
    stops: STOPS,
    ..UploadRules::ANY
};

/// Import into AWS Certificate Manager.
pub const AWS_ACM: Profile = Profile {
    id: "aws-acm",
    name: "AWS Certificate Manager import",
    version: "documentation of 2026",
    role: Role::Upload,
    checks: &[Check::Upload],
    settings: &[],
    method: Method::Upload(&ACM_RULES),
    identity: None,
    words: &[
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyEncrypted, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyMismatch, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::TooLarge, "", Confidence::Documented),
        Word::phrase(FaultKind::EndEntityNotFirst, "", Confidence::Documented),
        Word::phrase(FaultKind::OrderWrong, "", Confidence::Documented),
        Word::phrase(FaultKind::ChainSuperfluous, "", Confidence::Documented),
        Word::phrase(FaultKind::ChainIncomplete, "", Confidence::Documented),
        Word::phrase(FaultKind::SignatureInvalid, "", Confidence::Documented),
        Word::phrase(FaultKind::Expired, "", Confidence::Documented),
        Word::phrase(FaultKind::NotYetValid, "", Confidence::Documented),
        Word::phrase(FaultKind::NoNames, "", Confidence::Documented),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "ACM-F1",
            text: "Certificate, chain and private key are three PEM texts. Split a PFX first, and convert a file in DER.",
            confidence: Confidence::Documented,
            sources: &[ACM_FORMAT],
        },
        Statement {
            id: "ACM-F2",
            text: "In the chain each certificate certifies the one before it; the server certificate is not repeated; a private root comes last.",
            confidence: Confidence::Documented,
            sources: &[ACM_FORMAT],
        },
        Statement {
            id: "ACM-F3",
            text: "The private key is unencrypted, at most 5120 bytes, and belongs to the certificate.",
            confidence: Confidence::Documented,
            sources: &[ACM_API],
        },
        Statement {
            id: "ACM-F4",
            text: "Keys: RSA of 1024 to 4096 bits, P-256, P-384, P-521. The services that use the certificate may accept fewer.",
            confidence: Confidence::Documented,
            sources: &[ACM_PREREQUISITES],
        },
        Statement {
            id: "ACM-X1",
            text: "The certificate is within its validity period at import and names a host or an address. Self-signed ones are accepted.",
            confidence: Confidence::Documented,
            sources: &[ACM_PREREQUISITES, ACM_API],
        },
        Statement {
            id: "ACM-C1",
            text: "The chain may be left out; the load balancer then serves an incomplete one.",
            confidence: Confidence::Documented,
            sources: &[ACM_PREREQUISITES],
        },
    ],
    sources: &[ACM_FORMAT, ACM_PREREQUISITES, ACM_API],
};

const GCP_RULES: UploadRules = UploadRules {
    largest_key: 0,
    chain: ChainDemand::LeafFirst,
    keys: KeyDemand { rsa: Some((2048, 2048)), curves: &["P-256"], others: false },
    pkcs8: false,
    within_validity: false,
    named: false,
    ..ACM_RULES
};

/// Self-managed certificates of Google Cloud load balancers.
pub const GCP_LOAD_BALANCER: Profile = Profile {
    id: "gcp-load-balancer",
    name: "Google Cloud load balancer, self-managed certificate",
    version: "documentation of 2026",
    role: Role::Upload,
    checks: &[Check::Upload],
    settings: &[],
    method: Method::Upload(&GCP_RULES),
    identity: None,
    words: &[
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyEncrypted, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyMismatch, "", Confidence::Inferred),
        Word::phrase(FaultKind::EndEntityNotFirst, "", Confidence::Inferred),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "GCP-F1",
            text: "The certificate is PEM, the key PEM without passphrase, RSA of 2048 bits or P-256; a chain may follow in the certificate's file.",
            confidence: Confidence::Documented,
            sources: &[GCP],
        },
        Statement {
            id: "GCP-C1",
            text: "Backends inside Google Cloud are not checked unless a backend authentication configuration says so.",
            confidence: Confidence::Documented,
            sources: &[GCP],
        },
    ],
    sources: &[GCP],
};

/// What is imported into a store of Windows.
pub const IIS_RULES: UploadRules = UploadRules {
    container: Container::Pfx,
    encryption: Encryption::LegacyOnOlderWindows,
    chain: ChainDemand::FromStores,
    keys: KeyDemand::ANY,
    pkcs8: false,
    largest_key: 0,
    within_validity: false,
    named: false,
    stops: &[],
    ..ACM_RULES
};

/// IIS and the PFX import of Windows.
pub const IIS_SERVER: Profile = Profile {
    id: "iis-server",
    name: "IIS (Windows) loading a PFX",
    version: "Windows Server 2016 and later (also http.sys, Exchange, WinRM, Schannel as a server)",
    role: Role::ServerLoad,
    checks: &[Check::Load],
    settings: &[Setting {
        id: "windows",
        label: "Windows",
        help: "Windows 10 1709 and Windows Server 2019 are the first that read PFX files encrypted with AES.",
        kind: SettingKind::Choice(&[("2019", "Windows Server 2019 or later"), ("older", "Windows Server 2016 or earlier")]),
    }],
    method: Method::Upload(&IIS_RULES),
    identity: None,
    words: &[
        Word::phrase(FaultKind::ContainerEncryption, "", Confidence::Documented),
        Word::phrase(
            FaultKind::KeyMissing,
            "A specified logon session does not exist. It may already have been terminated.",
            Confidence::Documented,
        ),
        Word::phrase(FaultKind::KeyMismatch, "", Confidence::Inferred),
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "IIS-E1",
            text: "A binding to a certificate without a usable private key fails with 0x80070520 (netsh: 1312), and Schannel logs event 36870: `A fatal error occurred when attempting to access the TLS server credential private key`.",
            confidence: Confidence::Documented,
            sources: &[BINDING],
        },
        Statement {
            id: "IIS-F1",
            text: "A PFX with the private key is imported into the machine's store; a certificate without key cannot be bound. PFX files encrypted with AES are read from Windows 10 1709 and Windows Server 2019 on.",
            confidence: Confidence::Documented,
            sources: &[PBES2],
        },
        Statement {
            id: "IIS-C1",
            text: "IIS sends the server certificate and the intermediates that it finds in the machine's stores, never the root.",
            confidence: Confidence::Documented,
            sources: &[IIS],
        },
    ],
    sources: &[IIS, PBES2, BINDING],
};
const BINDING: Source = Source {
    title: "Microsoft, IIS Support Blog, Error HRESULT: 0x80070520 when adding SSL binding in IIS",
    section: None,
    url: Some(
        "https://techcommunity.microsoft.com/t5/iis-support-blog/error-hresult-0x80070520-when-adding-ssl-binding-in-iis/ba-p/377281",
    ),
};
