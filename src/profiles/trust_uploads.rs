//! Services that take certificates of CAs, as far as their documents say.

use super::other_uploads::AWS_ACM;
use crate::fault::FaultKind;
use crate::policy::{Authorities, Confidence, Container, KeyDemand, Method, Profile, Slot, Source, Statement, UploadRules, Word};

const ONE: UploadRules =
    UploadRules { slot: Slot::TrustFile, container: Container::Cer, authorities: Authorities::One, ..UploadRules::ANY };
const FORM: [Word; 4] = [
    Word::phrase(FaultKind::FormatUnsupported, "", Confidence::Documented),
    Word::phrase(FaultKind::TooLarge, "", Confidence::Documented),
    Word::phrase(FaultKind::UploadWrongCertificate, "", Confidence::Inferred),
    Word::phrase(FaultKind::KeyUnsupported, "", Confidence::Documented),
];

const APP_SERVICE: Source = Source {
    title: "Add and manage TLS/SSL certificates in Azure App Service; Certificates and the App Service Environment",
    section: Some("Upload a public certificate"),
    url: Some("https://learn.microsoft.com/azure/app-service/configure-ssl-certificate"),
};

/// App Service's public certificates.
pub const APP_SERVICE_PUBLIC: Profile = Profile {
    id: "azure-app-service-public",
    name: "Azure App Service public certificate (.cer)",
    version: "documentation of 2025",
    method: Method::Upload(&ONE),
    words: &FORM,
    statements: &[Statement {
        id: "APS-F2",
        text: "One certificate in a .cer file (DER or Base64) without a private key; a PFX is a private certificate. The app reads it in its code by WEBSITE_LOAD_CERTIFICATES. It is bound to no domain and trusted by nothing; in an App Service Environment WEBSITE_LOAD_ROOT_CERTIFICATES makes it a root, each certificate of a path in a file of its own.",
        confidence: Confidence::Documented,
        sources: &[APP_SERVICE],
    }],
    sources: &[APP_SERVICE],
    ..AWS_ACM
};

const API_MANAGEMENT: Source = Source {
    title: "Microsoft, How to add a custom CA certificate in Azure API Management",
    section: Some("Upload a CA certificate"),
    url: Some("https://learn.microsoft.com/azure/api-management/api-management-howto-ca-certificates"),
};

/// CA certificates of API Management.
pub const API_MANAGEMENT_CA: Profile = Profile {
    id: "azure-api-management-ca",
    name: "Azure API Management CA certificate",
    version: "documentation of 2025, managed gateway",
    method: Method::Upload(&UploadRules {
        slot: Slot::CaFile,
        container: Container::Either,
        authorities: Authorities::OneCa,
        ..ONE
    }),
    words: &FORM,
    statements: &[Statement {
        id: "APIM-C2",
        text: "Each root and each intermediate is uploaded for itself, with its store (Root or CertificateAuthority). A .cer file is enough; the password is there for a PFX. The self-hosted gateway does not look at them: it takes a PFX as its certificate authority.",
        confidence: Confidence::Documented,
        sources: &[API_MANAGEMENT],
    }],
    sources: &[API_MANAGEMENT],
    ..AWS_ACM
};

const API_GATEWAY: Source = Source {
    title: "Amazon API Gateway Developer Guide, Configuring mutual TLS authentication for a REST API",
    section: Some("Troubleshooting certificate warnings"),
    url: Some("https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html"),
};
const STRONG: KeyDemand = KeyDemand { rsa: Some((2048, u32::MAX)), curves: &["P-256", "P-384", "P-521"], others: false };
const BUNDLE: UploadRules = UploadRules {
    slot: Slot::ClientCaFile,
    container: Container::Pem,
    authorities: Authorities::Warned,
    keys: STRONG,
    within_validity: true,
    ..ONE
};

/// The trust store of API Gateway.
pub const API_GATEWAY_TRUST_STORE: Profile = Profile {
    id: "aws-api-gateway-trust-store",
    name: "Amazon API Gateway trust store (truststoreUri)",
    version: "documentation of 2026, PEM bundle in S3",
    method: Method::Upload(&BUNDLE),
    words: &FORM,
    statements: &[Statement {
        id: "AGT-F1",
        text: "One PEM file with every CA of the clients up to the root, a self-signed one too; SHA-256, RSA of 2048 bits and P-256 or stronger; four certificates in a chain. What does not fit gives an entry in truststoreWarnings with its subject, and mutual TLS is on nevertheless. A CA that expires later gives none.",
        confidence: Confidence::Documented,
        sources: &[API_GATEWAY],
    }],
    sources: &[API_GATEWAY],
    ..AWS_ACM
};

const LOAD_BALANCER: Source = Source {
    title: "Elastic Load Balancing, Mutual authentication with TLS in Application Load Balancer; API CreateTrustStore",
    section: Some("Before you begin; Errors"),
    url: Some("https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"),
};

/// The trust store of an Application Load Balancer.
pub const LOAD_BALANCER_TRUST_STORE: Profile = Profile {
    id: "aws-elb-trust-store",
    name: "AWS Application Load Balancer trust store",
    method: Method::Upload(&UploadRules {
        authorities: Authorities::Each,
        keys: KeyDemand { rsa: Some((2048, 8192)), ..STRONG },
        within_validity: false,
        ..BUNDLE
    }),
    words: &[Word::term(
        "",
        "InvalidCaCertificatesBundle",
        "The specified ca certificate bundle is in an invalid format, or corrupt.",
        Confidence::Documented,
    )],
    statements: &[Statement {
        id: "ELB-F1",
        text: "One PEM file with the CAs of clients; one certificate in it that does not meet the requirements is an error for the whole. Keys: RSA of 2048 to 8192 bits, P-256, P-384, P-521, signed over SHA-256 or stronger. Comments begin with #, and no line is blank. A certificate is added by uploading the whole file again.",
        confidence: Confidence::Documented,
        sources: &[LOAD_BALANCER],
    }],
    sources: &[LOAD_BALANCER],
    ..AWS_ACM
};

const TRUST_CONFIG: Source = Source {
    title: "Google Cloud Certificate Manager, Manage trust configs; API TrustConfig.TrustAnchor, IntermediateCA",
    section: Some("pemCertificate"),
    url: Some("https://cloud.google.com/certificate-manager/docs/trust-configs"),
};

/// A trust config of Google's Certificate Manager.
pub const GCP_TRUST_CONFIG: Profile = Profile {
    id: "gcp-trust-config",
    name: "Google Cloud Certificate Manager trust config",
    method: Method::Upload(&UploadRules {
        slot: Slot::CaFile,
        container: Container::Pem,
        largest: &[("", 5 * 1024)],
        authorities: Authorities::OneCa,
        ..ONE
    }),
    words: &FORM,
    statements: &[Statement {
        id: "GCT-F1",
        text: "One PEM certificate an entry, 5 kB at most: roots under trustAnchors, issuing CAs under intermediateCas. Load balancers check clients by it (mTLS), and backends where backend authentication is on.",
        confidence: Confidence::Documented,
        sources: &[TRUST_CONFIG],
    }],
    sources: &[TRUST_CONFIG],
    ..AWS_ACM
};
