//! What can be wrong, as facts name it. Ground floor: nothing of ours is imported here.

/// What was wrong, in the vocabulary that every procedure in [`crate::rehearsal`] reports in. A profile's words turn
/// it into the target's own code; [`FaultKind::rule`] names the finding that explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// No presented identifier matches the host.
    NameMismatch,
    /// The certificate has no identifier that the target looks at.
    NoNames,
    /// No hostname to compare with (gateway probe without host, IP literal, empty).
    HostMissing,
    /// The target refuses the hostname itself.
    HostMalformed,
    /// The issuer of a certificate is in no file and in no trust store.
    IssuerMissing,
    /// The path ends at a self-signed certificate that is not trusted.
    AnchorUntrusted,
    /// A self-signed end-entity certificate that is not trusted.
    SelfSignedUntrusted,
    /// Trust was given to a certificate that is not self-signed, and the target wants the root.
    AnchorNotSelfSigned,
    /// End-entity certificate after its notAfter.
    Expired,
    /// End-entity certificate before its notBefore.
    NotYetValid,
    /// Intermediate after its notAfter.
    IssuerExpired,
    /// Intermediate or anchor before its notBefore.
    IssuerNotYetValid,
    /// Trust anchor after its notAfter.
    AnchorExpired,
    /// An issuer without basicConstraints cA TRUE.
    IssuerNotCa,
    /// An issuer whose keyUsage lacks keyCertSign.
    IssuerKeyUsage,
    /// pathLenConstraint exceeded.
    PathLengthExceeded,
    /// End-entity certificate whose EKU lacks serverAuth.
    ServerAuthMissing,
    /// An issuer whose EKU lacks serverAuth.
    IssuerServerAuthMissing,
    /// End-entity keyUsage does not suit the key exchange.
    KeyUsageUnsuitable,
    /// A CA certificate stands where the end-entity certificate is needed.
    CaAsEndEntity,
    /// Name constraints.
    NameConstraintViolated,
    /// A critical extension the target does not know.
    UnknownCriticalExtension,
    /// A signature does not verify.
    SignatureInvalid,
    /// A signature algorithm the target does not support.
    SignatureUnsupported,
    /// Key too small or of a kind the target refuses.
    WeakKey,
    /// Signed with MD5, SHA-1 or the like.
    WeakSignature,
    /// AKI does not fit the issuer.
    KeyIdMismatch,
    /// Listed in a supplied CRL.
    Revoked,
    /// Certificate version the target refuses.
    VersionUnsupported,
    /// Validity period longer than the target allows.
    LifetimeTooLong,
    /// No SCTs where the target wants them.
    TransparencyMissing,
    /// More certificates in the path than the target follows.
    ChainTooLong,
    /// A part of the certificate the target cannot read.
    Malformed,
    /// A part of the certificate breaks DER or RFC 5280, and the target does not read on.
    Encoding,
    /// A date that the target cannot read.
    TimeUnreadable,
    /// The same extension twice.
    ExtensionRepeated,
    /// No end-entity certificate at all.
    EndEntityMissing,
    /// The end-entity certificate is not the first one.
    EndEntityNotFirst,
    /// The certificates after the first are not in path order, where the target demands it.
    OrderWrong,
    /// The private key does not belong to the certificate the target takes.
    KeyMismatch,
    /// No private key where one is needed.
    KeyMissing,
    /// Private key encrypted where the target wants it plain.
    KeyEncrypted,
    /// Public or private key of an algorithm or size the target does not take.
    KeyUnsupported,
    /// File format the target does not take.
    FormatUnsupported,
    /// Container encryption the target may not open.
    ContainerEncryption,
    /// The chain inside the file is incomplete for the target's purpose.
    ChainIncomplete,
    /// Root sent although the target must not get it, or repeated certificate.
    ChainSuperfluous,
    /// Not exactly one certificate in the file.
    CountWrong,
    /// The file is larger than the target takes.
    TooLarge,
    /// The uploaded certificate is not the one the target needs (leaf instead of root and the like).
    UploadWrongCertificate,
}

impl FaultKind {
    /// Id of the rule whose finding explains this fault.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::NameMismatch => "hostname-mismatch",
            Self::NoNames => "subject-alt-name-absent",
            Self::HostMissing => "hostname-missing",
            Self::HostMalformed => "hostname-malformed",
            Self::IssuerMissing => "issuer-missing",
            Self::AnchorUntrusted => "anchor-mismatch",
            Self::SelfSignedUntrusted => "self-signed-end-entity",
            Self::AnchorNotSelfSigned => "trust-input-not-a-root",
            Self::Expired => "end-entity-expired",
            Self::NotYetValid | Self::IssuerNotYetValid => "not-yet-within-validity",
            Self::IssuerExpired => "issuer-expired",
            Self::AnchorExpired => "anchor-expired",
            Self::IssuerNotCa => "issuer-not-a-ca",
            Self::IssuerKeyUsage => "issuer-key-usage",
            Self::PathLengthExceeded => "path-length-exceeded",
            Self::ServerAuthMissing => "eku-server-auth-missing",
            Self::IssuerServerAuthMissing => "issuer-eku-server-auth-missing",
            Self::KeyUsageUnsuitable => "key-usage-unsuitable",
            Self::CaAsEndEntity => "ca-as-end-entity",
            Self::NameConstraintViolated => "name-constraint-violated",
            Self::UnknownCriticalExtension => "unknown-critical-extension",
            Self::SignatureInvalid => "signature-invalid",
            Self::SignatureUnsupported => "uncommon-algorithm",
            Self::WeakKey => "weak-key",
            Self::WeakSignature => "weak-signature",
            Self::KeyIdMismatch => "key-id-mismatch",
            Self::Revoked => "revoked",
            Self::VersionUnsupported => "certificate-version",
            Self::LifetimeTooLong => "lifetime-too-long",
            Self::TransparencyMissing => "transparency-missing",
            Self::ChainTooLong => "chain-too-long",
            Self::Malformed => "certificate-damaged",
            Self::Encoding | Self::TimeUnreadable | Self::ExtensionRepeated => "encoding-broken",
            Self::EndEntityMissing => "end-entity-missing",
            Self::EndEntityNotFirst | Self::OrderWrong => "chain-order-wrong",
            Self::KeyMismatch => "key-mismatch",
            Self::KeyMissing => "key-missing",
            Self::KeyEncrypted => "key-encrypted",
            Self::KeyUnsupported => "uncommon-algorithm",
            Self::FormatUnsupported => "file-format-unsupported",
            Self::ContainerEncryption => "pfx-encryption",
            Self::ChainIncomplete => "issuer-missing",
            Self::ChainSuperfluous => "chain-superfluous",
            Self::CountWrong => "certificate-count",
            Self::TooLarge => "file-too-large",
            Self::UploadWrongCertificate => "uploaded-certificate-wrong",
        }
    }
}

/// A fault, with the place it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// Which certificate (index into the pool), if it is about one.
    pub certificate: Option<usize>,
    /// Short value for the evidence: an OID, a name, a number.
    pub detail: String,
    /// The family's own term for it (`62`, `NOT_CA_CERT`), where the kind alone does not pick the target's word;
    /// else empty.
    pub term: &'static str,
}

impl Fault {
    /// A fault about one certificate.
    #[must_use]
    pub fn of(kind: FaultKind, certificate: usize) -> Self {
        Self { kind, certificate: Some(certificate), detail: String::new(), term: "" }
    }

    /// A fault about no certificate in particular.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, certificate: None, detail: String::new(), term: "" }
    }

    /// The same with a value.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same with the family's own term.
    #[must_use]
    pub fn named(mut self, term: &'static str) -> Self {
        self.term = term;
        self
    }
}
