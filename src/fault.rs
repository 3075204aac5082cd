//! What can be wrong, as facts name it. Ground floor: nothing of ours is imported here.

/// The list below as a type, and the list itself: a kind that somebody forgets to explain fails a test.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        /// What was wrong, in the vocabulary that every procedure in [`crate::rehearsal`] reports in: each kind means one
        /// thing. A profile's words turn it into the target's own code; the rule that owns it explains it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FaultKind {
            $($(#[$doc])+ $name,)+
        }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
        }
    };
}

kinds! {
    /// No presented identifier matches the host.
    NameMismatch,
    /// No subjectAltName, and the target looks at nothing else.
    NoNames,
    /// A subjectAltName in a certificate that is not of version 3, and the target reads no extensions there.
    NamesBeforeVersion3,
    /// A subjectAltName without an entry of the form that is asked for (dNSName, iPAddress).
    NoNameOfThisForm,
    /// A dNSName that the target cannot read, where it has to.
    NameUnreadable,
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
    /// An issuer whose basicConstraints say cA FALSE.
    IssuerNotCa,
    /// An issuer of version 3 without basicConstraints.
    BasicConstraintsAbsent,
    /// An issuer whose basicConstraints cannot be read.
    BasicConstraintsUnreadable,
    /// basicConstraints of a CA certificate not marked critical.
    BasicConstraintsNotCritical,
    /// An issuer of version 1 or 2, which has no place for basicConstraints.
    IssuerVersionOld,
    /// An issuer whose keyUsage lacks keyCertSign.
    IssuerKeyUsage,
    /// A CA certificate without keyUsage.
    KeyUsageAbsent,
    /// keyCertSign in a certificate that is no CA.
    KeyCertSignWithoutCa,
    /// pathLenConstraint in a certificate that is no CA.
    PathLengthWithoutCa,
    /// pathLenConstraint in a certificate without keyCertSign.
    PathLengthWithoutKeyCertSign,
    /// pathLenConstraint exceeded.
    PathLengthExceeded,
    /// End-entity certificate whose EKU lacks serverAuth.
    ServerAuthMissing,
    /// OCSPSigning beside serverAuth in the EKU of the end-entity certificate.
    OcspSigningBeside,
    /// No EKU in the end-entity certificate, where the target wants one.
    PurposeAbsent,
    /// An issuer whose EKU lacks serverAuth.
    IssuerServerAuthMissing,
    /// A client's certificate whose EKU lacks clientAuth.
    ClientAuthMissing,
    /// An issuer of a client's certificate whose EKU lacks clientAuth.
    IssuerClientAuthMissing,
    /// A client's certificate without the commonName that is its user's name.
    UserNameMissing,
    /// End-entity keyUsage does not suit the key exchange.
    KeyUsageUnsuitable,
    /// The Netscape certificate type of the end-entity certificate is not that of a server, or a client.
    NetscapeTypeUnsuitable,
    /// A CA certificate stands where the end-entity certificate is needed.
    CaAsEndEntity,
    /// Name constraints.
    NameConstraintViolated,
    /// Certificate policies: one is required and none is valid, or a mapping or a qualifier is refused.
    PolicyUnacceptable,
    /// A critical extension the target does not know.
    UnknownCriticalExtension,
    /// A signature does not verify.
    SignatureInvalid,
    /// Parameters of a signature algorithm with which the target does not compute the signature.
    SignatureParametersRefused,
    /// A signature algorithm the target does not support.
    SignatureUnsupported,
    /// A signature that was not looked at, because the report had cost as much as one may.
    SignatureUnchecked,
    /// Key too small.
    WeakKey,
    /// A kind of key (algorithm, curve) that the target refuses as insecure or does not admit.
    KeyKindRefused,
    /// Signed with MD5, SHA-1 or the like.
    WeakSignature,
    /// keyIdentifier of the AKI is not the issuer's SKI.
    KeyIdMismatch,
    /// authorityCertIssuer and authorityCertSerialNumber of the AKI name another certificate than the issuer's.
    IssuerAndSerialMismatch,
    /// No AKI, or none with a keyIdentifier.
    AuthorityKeyIdAbsent,
    /// AKI marked critical.
    AuthorityKeyIdCritical,
    /// No SKI in a CA certificate.
    SubjectKeyIdAbsent,
    /// SKI marked critical.
    SubjectKeyIdCritical,
    /// Listed in a supplied CRL.
    Revoked,
    /// Version 1 or 2, where the target refuses it.
    VersionUnsupported,
    /// A version above 3.
    VersionUnknown,
    /// Extensions in a certificate that is not of version 3.
    ExtensionsWithoutVersion3,
    /// Validity period longer than the target allows.
    LifetimeTooLong,
    /// No SCTs where the target wants them.
    TransparencyMissing,
    /// More certificates in the path than the target follows.
    ChainTooLong,
    /// The certificate as a whole cannot be read.
    Malformed,
    /// Behind a PEM label stands something else than it says.
    LabelWrong,
    /// A part of the certificate breaks DER or RFC 5280, and the target does not read on.
    Encoding,
    /// Octets after the end of the certificate, and the target does not cut them off.
    TrailingOctets,
    /// The same in a trust store that the target then cannot read as a whole.
    StoreTrailing,
    /// The same in a file that a program loads for itself and cannot decode for it.
    FileTrailing,
    /// A well-formed name or constraint in an extension whose contents the target does not take.
    ContentsRefused,
    /// A date that the target cannot read.
    TimeUnreadable,
    /// An extension that cannot be read.
    ExtensionUnreadable,
    /// The same extension twice.
    ExtensionRepeated,
    /// The two signature algorithm fields of a certificate differ.
    AlgorithmFieldsDiffer,
    /// The issuer field is empty.
    IssuerNameEmpty,
    /// The subject is empty, and no alternative name stands in.
    SubjectEmpty,
    /// The subject is empty, and the subjectAltName is not marked critical.
    AlternativeNamesNotCritical,
    /// A subjectAltName without any entry.
    AlternativeNamesEmpty,
    /// The trust store as a whole, which the target cannot read for one certificate in it.
    StoreUnreadable,
    /// A trust store in which nothing counts as trusted for the target.
    StoreWithoutEntries,
    /// Trusted, and marked in the file as not for this use.
    TrustRejected,
    /// No certificate at all.
    CertificateMissing,
    /// CA certificates only.
    EndEntityMissing,
    /// The end-entity certificate is not the first one.
    EndEntityNotFirst,
    /// The certificates after the first are not in path order, where the target demands it.
    OrderWrong,
    /// The private key does not belong to the certificate the target takes.
    KeyMismatch,
    /// No private key where one is needed.
    KeyMissing,
    /// Private key in a form that the target's library does not read.
    KeyForm,
    /// Private key encrypted where the target wants it plain.
    KeyEncrypted,
    /// Private key in another form (PKCS #1, SEC 1) than the target takes.
    KeyFormOther,
    /// Public or private key of an algorithm or size the target does not take.
    KeyUnsupported,
    /// File format the target does not take.
    FormatUnsupported,
    /// Container encryption the target may not open.
    ContainerEncryption,
    /// An intermediate is missing in the file.
    ChainIncomplete,
    /// Nothing but the root is missing in the file, and the target wants it there.
    RootNotInFile,
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
    /// The kind that stands for the group in which most programs make no difference: a profile's word for it is the
    /// word for the whole group, unless it has one for the kind itself.
    #[must_use]
    pub const fn group(self) -> Self {
        match self {
            Self::NoNameOfThisForm | Self::NamesBeforeVersion3 => Self::NoNames,
            Self::BasicConstraintsAbsent | Self::BasicConstraintsUnreadable | Self::IssuerVersionOld => Self::IssuerNotCa,
            Self::KeyUsageAbsent => Self::IssuerKeyUsage,
            Self::PurposeAbsent | Self::OcspSigningBeside => Self::ServerAuthMissing,
            Self::KeyKindRefused => Self::WeakKey,
            Self::IssuerAndSerialMismatch | Self::AuthorityKeyIdAbsent | Self::SubjectKeyIdAbsent => Self::KeyIdMismatch,
            Self::VersionUnknown | Self::ExtensionsWithoutVersion3 => Self::VersionUnsupported,
            Self::TrailingOctets | Self::ContentsRefused => Self::Encoding,
            Self::StoreTrailing => Self::StoreUnreadable,
            Self::NetscapeTypeUnsuitable => Self::KeyUsageUnsuitable,
            Self::SignatureParametersRefused => Self::SignatureInvalid,
            Self::RootNotInFile => Self::ChainIncomplete,
            Self::CertificateMissing => Self::EndEntityMissing,
            Self::LabelWrong
            | Self::FileTrailing
            | Self::NameUnreadable
            | Self::BasicConstraintsNotCritical
            | Self::KeyCertSignWithoutCa
            | Self::PathLengthWithoutCa
            | Self::PathLengthWithoutKeyCertSign
            | Self::AuthorityKeyIdCritical
            | Self::SubjectKeyIdCritical
            | Self::ExtensionUnreadable
            | Self::ExtensionRepeated
            | Self::AlgorithmFieldsDiffer
            | Self::IssuerNameEmpty
            | Self::SubjectEmpty
            | Self::AlternativeNamesNotCritical
            | Self::AlternativeNamesEmpty => Self::Malformed,
            kind => kind,
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
