//! Certificate import of further services, as far as their documents say.

use super::kubernetes_ingress;
use super::openssl_files::STOPS;
use super::other_uploads::{ACM_RULES, AWS_ACM, IIS_RULES, IIS_SERVER};
use crate::fault::FaultKind;
use crate::policy::{ChainDemand, Confidence, Container, KeyDemand, Method, Profile, Source, Statement, UploadRules, Word};

const KEY_VAULT_IMPORT: Source = Source {
    title: "Microsoft, Import a certificate in Azure Key Vault; About Azure Key Vault certificates",
    section: Some("Formats of import that Key Vault supports"),
    url: Some("https://learn.microsoft.com/azure/key-vault/certificates/tutorial-import-certificate"),
};
const KEY_VAULT_RULES: UploadRules = UploadRules {
    keys: KeyDemand { rsa: Some((2048, 4096)), curves: &["P-256", "P-384", "P-521", "secp256k1"], others: false },
    pkcs8: true,
    stops: STOPS,
    ..UploadRules::ANY
};

/// Import into Azure Key Vault.
pub const KEY_VAULT: Profile = Profile {
    id: "azure-key-vault",
    name: "Azure Key Vault certificate import",
    method: Method::Upload(&KEY_VAULT_RULES),
    words: &[
        Word::kind(
            FaultKind::KeyFormOther,
            "BadParameter",
            "The specified PEM X.509 certificate content is in an unexpected format. Please check if certificate is in valid PEM format.",
            Confidence::Reported,
        ),
        Word::kind(
            FaultKind::FormatUnsupported,
            "BadParameter",
            "The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format.",
            Confidence::Reported,
        ),
        Word::kind(FaultKind::KeyEncrypted, "BadParameter", "", Confidence::Documented),
        Word::kind(FaultKind::KeyMissing, "BadParameter", "", Confidence::Documented),
        Word::kind(FaultKind::KeyMismatch, "BadParameter", "", Confidence::Inferred),
    ],
    statements: &[Statement {
        id: "AKV-F1",
        text: "A PFX (application/x-pkcs12), or one PEM file (application/x-pem-file) with the certificates and the private key. The key in PEM must be PKCS #8 (BEGIN PRIVATE KEY), without a password.",
        confidence: Confidence::Documented,
        sources: &[KEY_VAULT_IMPORT],
    }],
    sources: &[KEY_VAULT_IMPORT],
    ..AWS_ACM
};

const CONTAINER_APPS_PAGE: Source = Source {
    title: "Microsoft, Custom domain names and bring your own certificates in Azure Container Apps",
    section: Some("Bring your own certificates"),
    url: Some("https://learn.microsoft.com/azure/container-apps/custom-domains-certificates"),
};

/// Certificates of Azure Container Apps.
pub const CONTAINER_APPS: Profile = Profile {
    id: "azure-container-apps",
    name: "Azure Container Apps certificate",
    version: "documentation of 2026, certificates of an environment",
    method: Method::Upload(&UploadRules { container: Container::PfxOnly, pkcs8: false, ..KEY_VAULT_RULES }),
    words: &[
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Reported),
        Word::phrase(FaultKind::KeyMissing, "", Confidence::Reported),
    ],
    accepts: Confidence::Inferred,
    statements: &[Statement {
        id: "ACA-F1",
        text: "The documentation names PEM and PFX. People report that a PEM file was refused for want of a private key, and that the same as a PFX was taken.",
        confidence: Confidence::Reported,
        sources: &[CONTAINER_APPS_PAGE],
    }],
    sources: &[CONTAINER_APPS_PAGE],
    ..AWS_ACM
};

const VCENTER_PAGE: Source = Source {
    title: "VMware vSphere documentation, Replace vCenter certificates with custom certificates",
    section: Some("Requirements for imported certificates"),
    url: Some("https://techdocs.broadcom.com/us/en/vmware-cis/vsphere/vsphere/8-0/vsphere-authentication-8-0.html"),
};

/// vCenter's machine certificate.
pub const VCENTER: Profile = Profile {
    id: "vmware-vcenter",
    name: "VMware vCenter machine certificate",
    method: Method::Upload(&UploadRules {
        container: Container::Pem,
        chain: ChainDemand::WithRoot,
        keys: KeyDemand { rsa: Some((2048, 16_384)), curves: &[], others: false },
        pkcs8: false,
        named: true,
        ..KEY_VAULT_RULES
    }),
    statements: &[Statement {
        id: "VCS-F1",
        text: "The machine certificate, its private key, and a file with the CAs' whole chain, the root last. RSA keys of 2048 bits or more; the subjectAltName has the system's name (PNID).",
        confidence: Confidence::Documented,
        sources: &[VCENTER_PAGE],
    }],
    sources: &[VCENTER_PAGE],
    ..AWS_ACM
};

const IAM_PAGE: Source = Source {
    title: "AWS IAM User Guide, Manage server certificates in IAM; API UploadServerCertificate",
    section: Some("Errors"),
    url: Some("https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadServerCertificate.html"),
};

/// Server certificates of AWS IAM, for load balancers where ACM is not to be had.
pub const IAM: Profile = Profile {
    id: "aws-iam-server-certificate",
    name: "AWS IAM server certificate (Classic and Application Load Balancer)",
    method: Method::Upload(&UploadRules {
        largest_key: 16_384,
        keys: KeyDemand { rsa: Some((1024, 16_384)), curves: &["*"], others: false },
        ..ACM_RULES
    }),
    words: &[
        Word::kind(
            FaultKind::KeyMismatch,
            "KeyPairMismatch",
            "The public key certificate and the private key do not match.",
            Confidence::Documented,
        ),
        Word::kind(
            FaultKind::FormatUnsupported,
            "MalformedCertificate",
            "The certificate was malformed or expired.",
            Confidence::Documented,
        ),
        Word::kind(
            FaultKind::Expired,
            "MalformedCertificate",
            "The certificate was malformed or expired.",
            Confidence::Documented,
        ),
        Word::kind(
            FaultKind::Malformed,
            "MalformedCertificate",
            "The certificate was malformed or expired.",
            Confidence::Documented,
        ),
        Word::saying("", "", Confidence::Documented),
    ],
    statements: &[Statement {
        id: "IAM-F1",
        text: "Certificate, private key and chain are PEM; the chain goes from the issuing CA up, without the server certificate. The key is not encrypted.",
        confidence: Confidence::Documented,
        sources: &[IAM_PAGE],
    }],
    sources: &[IAM_PAGE],
    ..AWS_ACM
};

const CLOUDFRONT_PAGE: Source = Source {
    title: "Amazon CloudFront Developer Guide, Requirements for using SSL/TLS certificates with CloudFront",
    section: None,
    url: Some("https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html"),
};

/// Certificates of CloudFront for viewers.
pub const CLOUDFRONT_VIEWER: Profile = Profile {
    id: "aws-cloudfront",
    name: "Amazon CloudFront viewer certificate",
    method: Method::Upload(&UploadRules {
        chain: ChainDemand::Public,
        keys: KeyDemand { rsa: Some((1024, 4096)), curves: &["P-256"], others: false },
        ..ACM_RULES
    }),
    words: &[
        Word::kind(
            FaultKind::AnchorUntrusted,
            "InvalidViewerCertificate",
            "The certificate that is attached to your distribution was not issued by a trusted Certificate Authority.",
            Confidence::Documented,
        ),
        Word::term("", "InvalidViewerCertificate", "", Confidence::Documented),
    ],
    statements: &[Statement {
        id: "CFV-F1",
        text: "The certificate is imported into ACM in us-east-1, is issued by a CA of Mozilla's list, covers the alternate domain names, and has an RSA key of at most 4096 bits or a P-256 key.",
        confidence: Confidence::Documented,
        sources: &[CLOUDFRONT_PAGE],
    }],
    sources: &[CLOUDFRONT_PAGE],
    ..AWS_ACM
};

const CERTIFICATE_MANAGER_PAGE: Source = Source {
    title: "Google Cloud Certificate Manager, Deploy a self-managed certificate; Certificates supported",
    section: None,
    url: Some("https://cloud.google.com/certificate-manager/docs/certificates"),
};

/// Self-managed certificates of Google's Certificate Manager.
pub const GCP_CERTIFICATE_MANAGER: Profile = Profile {
    id: "gcp-certificate-manager",
    name: "Google Cloud Certificate Manager, self-managed certificate",
    method: Method::Upload(&UploadRules {
        largest_key: 0,
        chain: ChainDemand::LeafFirst,
        keys: KeyDemand { rsa: Some((2048, 4096)), curves: &["P-256", "P-384"], others: false },
        within_validity: false,
        ..ACM_RULES
    }),
    statements: &[Statement {
        id: "GCM-F1",
        text: "PEM, the server certificate first, then its issuers; the key in a file of its own without a password. RSA keys of 2048, 3072 or 4096 bits, P-256 and P-384.",
        confidence: Confidence::Documented,
        sources: &[CERTIFICATE_MANAGER_PAGE],
    }],
    sources: &[CERTIFICATE_MANAGER_PAGE],
    ..AWS_ACM
};

const SQL_SERVER_PAGE: Source = Source {
    title: "Microsoft, Certificate requirements for SQL Server",
    section: None,
    url: Some("https://learn.microsoft.com/sql/database-engine/configure-windows/certificate-requirements"),
};
const RSA_ONLY: KeyDemand = KeyDemand { rsa: Some((0, u32::MAX)), curves: &[], others: false };
const STORE_WORDS: [Word; 6] = [
    Word::phrase(FaultKind::ServerAuthMissing, "", Confidence::Documented),
    Word::phrase(FaultKind::Expired, "", Confidence::Documented),
    Word::phrase(FaultKind::NotYetValid, "", Confidence::Documented),
    Word::phrase(FaultKind::KeyUnsupported, "", Confidence::Documented),
    Word::phrase(FaultKind::KeyMissing, "", Confidence::Documented),
    Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
];

/// SQL Server on Windows.
pub const SQL_SERVER: Profile = Profile {
    id: "sql-server",
    name: "SQL Server (Windows) loading its certificate",
    version: "2016 and later, documentation of 2025-08",
    method: Method::Upload(&UploadRules { keys: RSA_ONLY, within_validity: true, server_auth: true, ..IIS_RULES }),
    words: &STORE_WORDS,
    statements: &[Statement {
        id: "SQL-F1",
        text: "The certificate is in the store of the computer or of the service's account, within its validity period, for server authentication, and its key was made with KeySpec AT_KEYEXCHANGE, that is an RSA key of an older provider. The subjectAltName should have every name that clients use.",
        confidence: Confidence::Documented,
        sources: &[SQL_SERVER_PAGE],
    }],
    sources: &[SQL_SERVER_PAGE],
    ..IIS_SERVER
};

const LDAPS_PAGE: Source = Source {
    title: "Microsoft, Enable LDAP over SSL with a third-party certification authority",
    section: Some("Requirements for an LDAPS certificate"),
    url: Some(
        "https://learn.microsoft.com/troubleshoot/windows-server/active-directory/enable-ldap-over-ssl-3rd-certification-authority",
    ),
};

/// LDAPS of a domain controller.
pub const DOMAIN_CONTROLLER: Profile = Profile {
    id: "windows-ldaps",
    name: "Windows domain controller (LDAPS) with its certificate",
    version: "Windows Server 2012 R2 and later",
    method: Method::Upload(&UploadRules { keys: RSA_ONLY, server_auth: true, named: true, ..IIS_RULES }),
    words: &STORE_WORDS,
    statements: &[Statement {
        id: "DCL-F1",
        text: "The certificate is in the computer's Personal store (one in the NTDS store comes first) with its private key from the Schannel provider, has serverAuth, and names the domain controller's full name as commonName or dNSName.",
        confidence: Confidence::Documented,
        sources: &[LDAPS_PAGE],
    }],
    sources: &[LDAPS_PAGE],
    ..IIS_SERVER
};

const RDP_EVENTS: Source = Source {
    title: "Microsoft, Remote Desktop Services Authentication and Encryption; Event ID 1055",
    section: Some("Certificate requirements"),
    url: Some("https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2008-r2-and-2008/ee890993(v=ws.10)"),
};

/// Remote Desktop.
pub const REMOTE_DESKTOP: Profile = Profile {
    id: "windows-rdp",
    name: "Windows Remote Desktop (RDP) with its certificate",
    version: "Windows Server 2008 R2 and later (also Remote Desktop Session Host, Schannel as a server)",
    method: Method::Upload(&UploadRules { server_auth: true, ..IIS_RULES }),
    words: &[
        Word::kind(FaultKind::ServerAuthMissing, "1054", "", Confidence::Documented),
        Word::kind(
            FaultKind::KeyMissing,
            "1055",
            "is configured to use a certificate but is unable to access the private key associated with this certificate",
            Confidence::Documented,
        ),
        Word::phrase(FaultKind::ContainerEncryption, "", Confidence::Documented),
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyMismatch, "", Confidence::Inferred),
    ],
    statements: &[Statement {
        id: "RDP-F1",
        text: "The certificate is in the computer's Personal store with a private key that NETWORK SERVICE may read, and is good for server authentication. With one that it cannot use Remote Desktop goes on with a self-signed certificate of its own; the system log has event 1051, 1054 or 1055.",
        confidence: Confidence::Documented,
        sources: &[RDP_EVENTS],
    }],
    sources: &[RDP_EVENTS],
    ..IIS_SERVER
};

const GATEWAY_API: Source =
    Source::file("kubernetes-sigs/gateway-api apis/v1/gateway_types.go", "ListenerReasonInvalidCertificateRef");

/// A listener of the Kubernetes Gateway API.
pub const KUBERNETES_GATEWAY: Profile = Profile {
    id: "kubernetes-gateway",
    name: "Kubernetes Gateway API listener with a TLS secret",
    version: "v1, certificateRefs (cert-manager, Istio, Envoy Gateway, NGINX Gateway Fabric, Application Gateway for Containers)",
    words: &[Word::term("", "InvalidCertificateRef", "", Confidence::Documented)],
    accepts: Confidence::Documented,
    statements: &[Statement {
        id: "GWA-E1",
        text: "A listener whose secret is missing, of another type, or holds malformed data has the condition ResolvedRefs False with the reason InvalidCertificateRef; a secret of another namespace needs a ReferenceGrant (RefNotPermitted). What counts as malformed is up to the implementation.",
        confidence: Confidence::Documented,
        sources: &[GATEWAY_API],
    }],
    sources: &[GATEWAY_API],
    ..kubernetes_ingress::PROFILE
};

const APIM_API: Source = Source {
    title: "Microsoft, API Management REST API, Certificate - Create Or Update",
    section: Some("Request Body"),
    url: Some("https://learn.microsoft.com/rest/api/apimanagement/certificate/create-or-update"),
};

/// Certificates that API Management takes.
pub const API_MANAGEMENT: Profile = Profile {
    id: "azure-api-management-certificate",
    name: "Azure API Management certificate (domains, client certificates)",
    method: Method::Upload(&UploadRules { container: Container::PfxOnly, ..UploadRules::ANY }),
    words: &[
        Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
        Word::phrase(FaultKind::KeyMissing, "", Confidence::Inferred),
    ],
    statements: &[Statement {
        id: "APIM-F1",
        text: "The certificate is a PFX (application/x-pkcs12) with its password, or comes from Key Vault. CA certificates of backends and clients are uploaded apart from it.",
        confidence: Confidence::Documented,
        sources: &[APIM_API],
    }],
    sources: &[APIM_API],
    ..AWS_ACM
};
