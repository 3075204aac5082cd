//! Servers that ask for client certificates and verify them with Go or Java.

use super::sources::CLIENT_AUTH;
use super::{go, java};
use crate::policy::{Check, Confidence, Profile, Role, Source, Speech, Statement};

const SERVER: Source = Source::file("golang/go src/crypto/tls/handshake_server.go", "processCertsFromClient");

/// Go's server with `RequireAndVerifyClientCert`.
pub const GO: Profile = Profile {
    id: "go-client-auth",
    name: "Go for client certificates",
    version: "1.27, RequireAndVerifyClientCert (also Caddy, Traefik, Kubernetes, etcd, Docker)",
    role: Role::Client,
    checks: &[Check::ClientAuth],
    settings: &[],
    method: go::PROFILE.method,
    identity: None,
    words: &go::WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "GO-M1",
        text: "Any certificate of ClientCAs ends the path. clientAuth is asked of every certificate of the path that has an extended key usage; keyUsage is not looked at.",
        confidence: Confidence::Tested,
        sources: &[SERVER, CLIENT_AUTH],
    }],
    sources: &[SERVER, CLIENT_AUTH],
};

const CHECKER: Source = Source::file("openjdk/jdk sun/security/validator/EndEntityChecker.java", "checkTLSClient");

/// Java's server with `needClientAuth`.
pub const JAVA: Profile = Profile {
    id: "java-client-auth",
    name: "Java for client certificates",
    version: "17 to 25, needClientAuth (Tomcat, Kafka, Spring, Jetty, OpenSearch, Elasticsearch)",
    settings: java::PROFILE.settings,
    method: java::PROFILE.method,
    words: java::PROFILE.words,
    statements: &[Statement {
        id: "JAV-M1",
        text: "The trust store names the CAs of clients. The certificate needs clientAuth where it has an extended key usage and digitalSignature where it has a key usage; issuers' extended key usage is not looked at.",
        confidence: Confidence::Tested,
        sources: &[CHECKER, CLIENT_AUTH],
    }],
    sources: &[CHECKER, CLIENT_AUTH],
    ..GO
};
