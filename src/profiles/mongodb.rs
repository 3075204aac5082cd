//! MongoDB: members of a cluster towards each other, and clients that log in by x.509.

use super::client_auth::{KNOBS, OPENSSL};
use super::openssl_words::{COUNT, VERIFY_ERRORS};
use super::sources::X509_VFY;
use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, NameCheck, OpenSsl, OpenSslKnobs, Profile, Source, Statement, Word};

const SSL_MANAGER: Source =
    Source::file("mongodb/mongo src/mongo/util/net/ssl_manager_openssl.cpp", "parseAndValidatePeerCertificate");
const MONGODB_MANUAL: Source = Source {
    title: "MongoDB Manual, Use x.509 Certificates to Authenticate Clients; Use x.509 Certificate for Membership Authentication",
    section: Some("Member Certificate Requirements"),
    url: Some("https://www.mongodb.com/docs/manual/core/security-x.509/"),
};
const MONGODB_OWN: [Word; 2] = [
    Word::term("name", "name", "The server certificate does not match the host name.", Confidence::Source),
    Word::phrase(FaultKind::KeyMismatch, "bad signature", Confidence::Source),
];
const MONGODB_PATH: [Word; COUNT] = Word::at_best(VERIFY_ERRORS, Confidence::Source);
const MONGODB_WORDS: [Word; COUNT + 2] = Word::joined(MONGODB_OWN, MONGODB_PATH);

/// A member of a replica set or sharded cluster dials another one with the certificate that both of them have.
pub const MEMBER: Profile = Profile {
    id: "mongodb-member",
    name: "MongoDB members of one cluster",
    version: "4.4 and later, net.tls.certificateKeyFile for both directions",
    checks: &[Check::Connect],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[(
            "",
            OpenSslKnobs { names: NameCheck::Afterwards, identity: &IdentityPolicy::MONGODB, mutual: true, ..KNOBS },
        )],
    }),
    identity: Some(&IdentityPolicy::MONGODB),
    words: &MONGODB_WORDS,
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "MDB-C1",
        text: "Each member is server and client at once. Without net.tls.clusterFile it shows its server certificate when it dials, so that needs serverAuth and clientAuth, or no extended key usage at all.",
        confidence: Confidence::Documented,
        sources: &[SSL_MANAGER, MONGODB_MANUAL],
    }],
    sources: &[SSL_MANAGER, MONGODB_MANUAL, X509_VFY],
    ..OPENSSL
};

/// MongoDB with clients that log in by x.509.
pub const CLIENTS: Profile = Profile {
    id: "mongodb-client-auth",
    name: "MongoDB for client certificates",
    version: "4.4 and later, net.tls.CAFile, MONGODB-X509",
    words: &MONGODB_WORDS,
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "MDB-M1",
        text: "The log says `SSL peer certificate validation failed` with OpenSSL's reason. The whole subject is the user's name in $external; its O, OU and DC must differ from those of the members' certificates.",
        confidence: Confidence::Documented,
        sources: &[SSL_MANAGER, MONGODB_MANUAL],
    }],
    sources: &[SSL_MANAGER, MONGODB_MANUAL, X509_VFY],
    ..OPENSSL
};
