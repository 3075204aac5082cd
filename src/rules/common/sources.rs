//! Citations that several rules share.

use crate::policy::Source;

/// A section of RFC 5280.
pub const fn rfc5280(section: &'static str) -> Source {
    Source {
        title: "RFC 5280, Internet X.509 PKI Certificate and CRL Profile",
        section: Some(section),
        url: Some("https://www.rfc-editor.org/rfc/rfc5280"),
    }
}

/// A section of RFC 9525.
pub const fn rfc9525(section: &'static str) -> Source {
    Source {
        title: "RFC 9525, Service Identity in TLS",
        section: Some(section),
        url: Some("https://www.rfc-editor.org/rfc/rfc9525"),
    }
}

/// A section of RFC 8446.
pub const fn rfc8446(section: &'static str) -> Source {
    Source { title: "RFC 8446, TLS 1.3", section: Some(section), url: Some("https://www.rfc-editor.org/rfc/rfc8446") }
}

/// A section of the CA/Browser Forum's Baseline Requirements.
pub const fn cabf(section: &'static str) -> Source {
    Source {
        title: "CA/Browser Forum, Baseline Requirements for TLS Server Certificates",
        section: Some(section),
        url: Some("https://cabforum.org/working-groups/server/baseline-requirements/"),
    }
}

/// A heading of Microsoft's page on backend health.
pub const fn app_gateway(section: &'static str) -> Source {
    Source {
        title: "Microsoft, Troubleshoot backend health issues in Application Gateway",
        section: Some(section),
        url: Some("https://learn.microsoft.com/azure/application-gateway/application-gateway-backend-health-troubleshooting"),
    }
}

/// Our own observation, and the test that repeats it.
pub const fn observed(test: &'static str) -> Source {
    Source { title: "Observed with the programs themselves", section: Some(test), url: None }
}
