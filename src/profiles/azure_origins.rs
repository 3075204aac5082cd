//! Services that connect to an origin: Azure's Front Door, API Management and gateway for containers, Amazon's CloudFront.

use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::policy::{
    Check, Confidence, Method, OriginRoots, OriginRules, Profile, Role, Setting, SettingKind, Source, Speech, Statement, Word,
};

const FRONT_DOOR_TLS: Source = Source {
    title: "End-to-end TLS with Azure Front Door",
    section: None,
    url: Some("https://learn.microsoft.com/azure/frontdoor/end-to-end-tls"),
};
const FRONT_DOOR_LOG: Source = Source { title: "Monitoring and access log of Azure CDN", section: Some("ErrorInfo"), url: None };
const APIM: Source = Source {
    title: "Secure backend services using client certificate authentication in Azure API Management",
    section: None,
    url: Some("https://learn.microsoft.com/azure/api-management/api-management-howto-mutual-certificates"),
};
const APIM_CA: Source = Source {
    title: "Microsoft, New-AzApiManagementSystemCertificate",
    section: Some("StoreName"),
    url: Some("https://learn.microsoft.com/powershell/module/az.apimanagement/new-azapimanagementsystemcertificate"),
};
const APIM_REPORT: Source = Source {
    title: "Troubleshoot 500 BackendConnectionFailure SSL/TLS Error (Microsoft Tech Community)",
    section: None,
    url: None,
};

/// Front Door to its origins.
pub const FRONT_DOOR: Profile = Profile {
    id: "azure-front-door-origin",
    name: "Azure Front Door to its origin",
    version: "documentation of 2025-04-09",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[Setting {
        id: "certificateNameCheck",
        label: "Certificate subject name validation",
        help: "Off: the name is not compared.",
        kind: SettingKind::Switch(Some(true)),
    }],
    method: Method::Origin(&OriginRules { roots: OriginRoots::Public, path_switch: "", name_switch: "certificateNameCheck" }),
    identity: Some(&IdentityPolicy::RFC9525),
    words: &[
        Word::kind(FaultKind::NameMismatch, "CertificateNameCheckFailed", "CertificateNameCheckFailed", Confidence::Documented),
        Word::kind(FaultKind::NoNames, "CertificateNameCheckFailed", "CertificateNameCheckFailed", Confidence::Documented),
        Word::kind(FaultKind::HostMissing, "CertificateNameCheckFailed", "CertificateNameCheckFailed", Confidence::Inferred),
        Word::kind(FaultKind::HostMalformed, "CertificateNameCheckFailed", "CertificateNameCheckFailed", Confidence::Inferred),
        Word::term("", "CertificateError", "CertificateError", Confidence::Documented),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Inferred,
    statements: &[
        Statement {
            id: "AFD-H1",
            text: "The certificate must have the origin's host name or a wildcard of its parent. The check can be turned off for an origin; the path is still checked.",
            confidence: Confidence::Documented,
            sources: &[FRONT_DOOR_TLS],
        },
        Statement {
            id: "AFD-C1",
            text: "The origin presents its certificate with all intermediates, under a root of Microsoft's list of trusted CAs; private CAs and self-signed certificates are not accepted. Certlens uses Mozilla's roots for that list.",
            confidence: Confidence::Documented,
            sources: &[FRONT_DOOR_TLS],
        },
        Statement {
            id: "AFD-E1",
            text: "The access log says CertificateError or CertificateNameCheckFailed.",
            confidence: Confidence::Documented,
            sources: &[FRONT_DOOR_LOG],
        },
    ],
    sources: &[FRONT_DOOR_TLS, FRONT_DOOR_LOG],
};

const CONTAINERS: Source = Source {
    title: "Microsoft, Backend MTLS with Application Gateway for Containers - Gateway API",
    section: Some("BackendTLSPolicy"),
    url: Some("https://learn.microsoft.com/azure/application-gateway/for-containers/how-to-backend-mtls-gateway-api"),
};

/// Application Gateway for Containers to its backends.
pub const GATEWAY_FOR_CONTAINERS: Profile = Profile {
    id: "azure-application-gateway-for-containers-origin",
    name: "Azure Application Gateway for Containers to its backends",
    version: "documentation of 2025, BackendTLSPolicy",
    settings: &[],
    method: Method::Origin(&OriginRules { roots: OriginRoots::Uploaded, path_switch: "", name_switch: "" }),
    words: &[],
    statements: &[Statement {
        id: "AGC-C1",
        text: "With a BackendTLSPolicy the backend's certificate is held against the Secret that caCertificateRef names and against subjectAltName; sni is what is asked for. Without a policy the backend is spoken to without TLS.",
        confidence: Confidence::Documented,
        sources: &[CONTAINERS],
    }],
    sources: &[CONTAINERS],
    ..FRONT_DOOR
};

const CLOUDFRONT_502: Source = Source {
    title: "Amazon CloudFront Developer Guide, HTTP 502 status code (Bad Gateway)",
    section: Some("SSL/TLS negotiation failure between CloudFront and a custom origin server"),
    url: Some("https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html"),
};

/// `CloudFront` to its origins.
pub const CLOUDFRONT: Profile = Profile {
    id: "aws-cloudfront-origin",
    name: "Amazon CloudFront to its origin",
    version: "documentation of 2026",
    settings: &[],
    method: Method::Origin(&OriginRules { roots: OriginRoots::Public, path_switch: "", name_switch: "" }),
    words: &[Word::term("", "502", "Error from cloudfront", Confidence::Documented)],
    statements: &[Statement {
        id: "CFO-C1",
        text: "The origin presents a certificate of a publicly trusted CA with its chain in order. An expired or self-signed certificate, and a name that is neither the origin's domain nor the forwarded Host, end in 502 with X-Cache: Error from cloudfront.",
        confidence: Confidence::Documented,
        sources: &[CLOUDFRONT_502],
    }],
    sources: &[CLOUDFRONT_502],
    ..FRONT_DOOR
};

const FAILURE: &str = "BackendConnectionFailure";
const TRUST: &str = "Could not establish trust relationship for the SSL/TLS secure channel";

/// API Management to its backends.
pub const API_MANAGEMENT: Profile = Profile {
    id: "azure-api-management",
    name: "Azure API Management to its backend",
    version: "documentation of 2026-03, backend entity, CA certificates",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[
        Setting {
            id: "validateCertificateChain",
            label: "Validate certificate chain",
            help: "Off: neither the path nor the dates are checked.",
            kind: SettingKind::Switch(Some(true)),
        },
        Setting {
            id: "validateCertificateName",
            label: "Validate certificate name",
            help: "Off: the name is not compared.",
            kind: SettingKind::Switch(Some(true)),
        },
    ],
    method: Method::Origin(&OriginRules {
        roots: OriginRoots::Uploaded,
        path_switch: "validateCertificateChain",
        name_switch: "validateCertificateName",
    }),
    identity: Some(&IdentityPolicy::DOTNET),
    words: &[Word { term: "", fault: None, code: Some(FAILURE), message: TRUST, confidence: Confidence::Reported }],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "APIM-C1",
            text: "Chain and name are checked. For a private CA, upload its root and intermediates as CA certificates (each a .cer of its own: roots to the store Root, intermediates to CertificateAuthority), or turn off the chain check for the backend.",
            confidence: Confidence::Documented,
            sources: &[APIM, APIM_CA],
        },
        Statement {
            id: "APIM-E1",
            text: "A failure shows as HTTP 500 with BackendConnectionFailure.",
            confidence: Confidence::Reported,
            sources: &[APIM_REPORT],
        },
    ],
    sources: &[APIM, APIM_REPORT],
};
