//! Certificates that programs make for themselves, known by their published shapes. Where a server presents one, the
//! intended certificate was never used: the secret, the binding or the server name is wrong, not the chain.

use super::words::Words;
use crate::facts::Certificate;
use crate::report::Span;

/// A shape: common name of the subject as the program writes it (`*`: and more after that), who it is, and why it is presented.
struct Shape {
    common_name: &'static str,
    self_signed: bool,
    maker: &'static str,
    why: &'static str,
}

const SHAPES: &[Shape] = &[
    // kubernetes/ingress-nginx internal/net/ssl/ssl.go, `GetFakeSSLCert`.
    Shape {
        common_name: "Kubernetes Ingress Controller Fake Certificate",
        self_signed: false,
        maker: "the NGINX Ingress controller",
        why: "no secret fits the name that is asked for: the Ingress names none, it is in another namespace, or it could not be read",
    },
    // traefik/traefik pkg/tls/generate/generate.go, `DefaultDomain`.
    Shape {
        common_name: "TRAEFIK DEFAULT CERT",
        self_signed: true,
        maker: "Traefik",
        why: "no certificate fits the name that is asked for, or the router has no TLS section",
    },
    // Microsoft Learn, Server network configuration of SQL Server: self-generated certificate.
    Shape {
        common_name: "SSL_Self_Signed_Fallback",
        self_signed: true,
        maker: "SQL Server",
        why: "no certificate is chosen in SQL Server Configuration Manager, or its key cannot be read by the service's account",
    },
    // MySQL Reference Manual, Creating SSL and RSA Certificates and Keys using MySQL: the server makes them at its first start.
    Shape {
        common_name: "MySQL_Server_*",
        self_signed: false,
        maker: "MySQL",
        why: "it was given none of your CA, and this one is for no host name",
    },
    // Debian ssl-cert, /etc/ssl/certs/ssl-cert-snakeoil.pem, as postgresql and apache2 take it.
    Shape {
        common_name: "ssl-cert-snakeoil",
        self_signed: true,
        maker: "the ssl-cert package of Debian and Ubuntu",
        why: "the configuration still names the snakeoil file",
    },
    // Plesk and cPanel documentation: default certificate of a new server.
    Shape { common_name: "Plesk", self_signed: true, maker: "Plesk", why: "the site has no certificate of its own" },
    // envoyproxy/gateway and Istio: the tools' own example.
    Shape {
        common_name: "ingress.local",
        self_signed: true,
        maker: "an ingress controller (HAProxy Ingress, Contour)",
        why: "no secret fits the name that is asked for",
    },
];

/// What is to be said of a certificate that a program made for itself.
pub fn told(certificate: &Certificate) -> Option<Vec<Span>> {
    let shape = SHAPES.iter().find(|s| {
        let called = |name: &str| match s.common_name.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name.eq_ignore_ascii_case(s.common_name),
        };
        certificate.subject.common_names().any(called) && (!s.self_signed || certificate.is_self_issued())
    })?;
    let words = Words::default().say(" This is the default certificate that ").say(shape.maker).say(" made by itself: ");
    Some(words.say(shape.why).say(". Install a certificate of your CA there, and see that it is used.").end())
}
