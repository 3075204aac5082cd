//! Java programs that load a key store with their key: Tomcat, Kafka, Spring Boot, Jira.

use super::nginx_server;
use crate::fault::FaultKind as F;
use crate::policy::{ChainDemand, Confidence, Container, Method, Profile, Source, Statement, UploadRules, Word};

const PKCS12: Source = Source::file("openjdk/jdk sun/security/pkcs12/PKCS12KeyStore.java", "engineLoad, loadSafeContents");
const RUN: Source =
    Source { title: "Key stores loaded with Java 17 and 25", section: Some("tests/corpora/pfx/java-loads.tsv"), url: None };

const RELEASE_NOTES: Source = Source {
    title: "JDK 8u301 and 11.0.12 release notes",
    section: Some("Customizing PKCS12 keystore generation"),
    url: Some("https://www.oracle.com/java/technologies/javase/8u301-relnotes.html"),
};

/// A key store as Java loads it.
pub const PROFILE: Profile = Profile {
    id: "java-key-store",
    name: "Java loading a key store (Tomcat, Kafka, Spring, Jira)",
    version: "8u301 to 25, PKCS12 and JKS (also OpenSearch, Elasticsearch, Jenkins)",
    method: Method::Upload(&UploadRules { container: Container::KeyStore, chain: ChainDemand::ServedAsIs, ..UploadRules::ANY }),
    words: &[
        Word::term(
            "mac",
            "NoSuchAlgorithmException",
            "Integrity check failed: java.security.NoSuchAlgorithmException: Algorithm HmacPBE... not available",
            Confidence::Tested,
        ),
        Word::term(
            "scheme",
            "IOException",
            "PBE parameter parsing error: expecting the object identifier for AES cipher",
            Confidence::Tested,
        ),
        Word::term(
            "derivation",
            "IOException",
            "PBE parameter parsing error: expecting the object identifier for PBKDF2",
            Confidence::Tested,
        ),
        Word::term("scheme of old", "IOException", "keystore password was incorrect", Confidence::Tested),
        Word::kind(F::KeyMissing, "IOException", "Alias name [...] does not identify a key entry", Confidence::Source),
        Word::kind(F::FormatUnsupported, "IOException", "toDerInputStream rejects tag type", Confidence::Tested),
        Word::kind(F::KeyMismatch, "IOException", "Alias name [...] does not identify a key entry", Confidence::Inferred),
    ],
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "JKS-F1",
            text: "PBES2 only with PBKDF2 and AES of 128 or 256 bits; the integrity check with SHA-1 or SHA-2, not as PBMAC1. A key that is not encrypted inside makes no entry.",
            confidence: Confidence::Tested,
            sources: &[PKCS12, RUN],
        },
        Statement {
            id: "JKS-S1",
            text: "Java 8 before 8u301 and Java 11 before 11.0.12 do not know the integrity check and the encryption that OpenSSL 3 and newer Java write: `Algorithm HmacPBESHA256 not available`. Export with -legacy for them.",
            confidence: Confidence::Documented,
            sources: &[RELEASE_NOTES],
        },
        Statement {
            id: "JKS-F2",
            text: "Up to Java 17 a password with other letters than ASCII opens nothing that is encrypted by PBES2. The key's own password must be the store's, or be given as the key password.",
            confidence: Confidence::Tested,
            sources: &[PKCS12, RUN],
        },
    ],
    sources: &[PKCS12, RUN, RELEASE_NOTES],
    ..nginx_server::PROFILE
};
