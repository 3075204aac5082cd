//! What breaks DER or RFC 5280 in a certificate that could be read all the same, each with its place. A statement about
//! bytes: whether a program minds is for its reading table to say (`crate::policy::Reading`).

use super::ByteRange;

/// One break of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformation {
    /// What is wrong.
    pub flaw: Flaw,
    /// In which part of the certificate.
    pub part: Part,
    /// Which of the certificate's extensions, where it is about one.
    pub extension: Option<usize>,
    /// The octets, in the certificate's DER.
    pub at: ByteRange,
}

impl Malformation {
    /// Octets follow the certificate where it stands. They are cut off before it is decoded, and belong to the place in
    /// the file, not to the certificate.
    #[must_use]
    pub const fn trailing(certificate_length: usize) -> Self {
        let at = ByteRange::new(certificate_length, certificate_length);
        Self { flaw: Flaw::OctetsTrailing, part: Part::Certificate, extension: None, at }
    }

    /// What is wrong and where, as a phrase.
    #[must_use]
    pub fn described(&self) -> String {
        [self.part.name(), ": ", self.flaw.words()].concat()
    }
}

/// Extensions that readers tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ext {
    /// subjectAltName.
    San,
    /// issuerAltName.
    Ian,
    /// basicConstraints.
    Bc,
    /// keyUsage.
    Ku,
    /// extKeyUsage.
    Eku,
    /// subjectKeyIdentifier.
    Ski,
    /// authorityKeyIdentifier.
    Aki,
    /// nameConstraints.
    Nc,
    /// certificatePolicies.
    Cp,
    /// policyConstraints.
    Pc,
    /// policyMappings.
    Pm,
    /// inhibitAnyPolicy.
    Iap,
    /// authorityInfoAccess.
    Aia,
    /// subjectInfoAccess.
    Sia,
    /// cRLDistributionPoints.
    Crldp,
    /// freshestCRL.
    FreshestCrl,
    /// TLS feature (must-staple).
    TlsFeature,
    /// Signed certificate timestamps.
    Sct,
    /// subjectDirectoryAttributes.
    Sda,
    /// Netscape certificate type.
    NsCertType,
    /// Netscape comment.
    NsComment,
    /// qcStatements.
    QcStatements,
    /// proxyCertInfo (RFC 3820).
    ProxyInfo,
    /// Addresses and numbers of autonomous systems (RFC 3779).
    Resources,
    /// Any other.
    Other,
}

impl Ext {
    /// The extension with this identifier.
    #[must_use]
    pub fn of(oid: &str) -> Self {
        match oid {
            "2.5.29.17" => Self::San,
            "2.5.29.18" => Self::Ian,
            "2.5.29.19" => Self::Bc,
            "2.5.29.15" => Self::Ku,
            "2.5.29.37" => Self::Eku,
            "2.5.29.14" => Self::Ski,
            "2.5.29.35" => Self::Aki,
            "2.5.29.30" => Self::Nc,
            "2.5.29.32" => Self::Cp,
            "2.5.29.36" => Self::Pc,
            "2.5.29.33" => Self::Pm,
            "2.5.29.54" => Self::Iap,
            "1.3.6.1.5.5.7.1.1" => Self::Aia,
            "1.3.6.1.5.5.7.1.11" => Self::Sia,
            "2.5.29.31" => Self::Crldp,
            "2.5.29.46" => Self::FreshestCrl,
            "1.3.6.1.5.5.7.1.24" => Self::TlsFeature,
            "1.3.6.1.4.1.11129.2.4.2" => Self::Sct,
            "2.5.29.9" => Self::Sda,
            "2.16.840.1.113730.1.1" => Self::NsCertType,
            "2.16.840.1.113730.1.13" => Self::NsComment,
            "1.3.6.1.5.5.7.1.3" => Self::QcStatements,
            "1.3.6.1.5.5.7.1.14" => Self::ProxyInfo,
            "1.3.6.1.5.5.7.1.7" | "1.3.6.1.5.5.7.1.8" => Self::Resources,
            _ => Self::Other,
        }
    }

    /// Its name in RFC 5280 or of its inventor.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::San => "subjectAltName",
            Self::Ian => "issuerAltName",
            Self::Bc => "basicConstraints",
            Self::Ku => "keyUsage",
            Self::Eku => "extKeyUsage",
            Self::Ski => "subjectKeyIdentifier",
            Self::Aki => "authorityKeyIdentifier",
            Self::Nc => "nameConstraints",
            Self::Cp => "certificatePolicies",
            Self::Pc => "policyConstraints",
            Self::Pm => "policyMappings",
            Self::Iap => "inhibitAnyPolicy",
            Self::Aia => "authorityInfoAccess",
            Self::Sia => "subjectInfoAccess",
            Self::Crldp => "cRLDistributionPoints",
            Self::FreshestCrl => "freshestCRL",
            Self::TlsFeature => "TLS feature",
            Self::Sct => "signed certificate timestamps",
            Self::Sda => "subjectDirectoryAttributes",
            Self::NsCertType => "Netscape certificate type",
            Self::NsComment => "Netscape comment",
            Self::QcStatements => "qcStatements",
            Self::ProxyInfo => "proxyCertInfo",
            Self::Resources => "Internet number resources",
            Self::Other => "another extension",
        }
    }
}

/// Parts of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The outermost SEQUENCE and what follows it.
    Certificate,
    /// TBSCertificate, as a list of fields.
    Tbs,
    /// version.
    Version,
    /// serialNumber.
    Serial,
    /// signature, inside the TBSCertificate.
    InnerAlgorithm,
    /// issuer.
    Issuer,
    /// validity, as a SEQUENCE.
    Validity,
    /// notBefore.
    NotBefore,
    /// notAfter.
    NotAfter,
    /// subject.
    Subject,
    /// subjectPublicKeyInfo, as a SEQUENCE, and its BIT STRING.
    Key,
    /// algorithm of the subjectPublicKeyInfo.
    KeyAlgorithm,
    /// What is inside the key's BIT STRING.
    KeyBits,
    /// RSA modulus.
    Modulus,
    /// RSA public exponent.
    Exponent,
    /// issuerUniqueID or subjectUniqueID.
    UniqueId,
    /// The list of extensions.
    Extensions,
    /// One extension: its identifier, critical, and the OCTET STRING.
    Frame(Ext),
    /// What is inside the extension's OCTET STRING.
    Value(Ext),
    /// signatureAlgorithm, outside the TBSCertificate.
    OuterAlgorithm,
    /// signatureValue, the BIT STRING.
    Signature,
    /// What is inside the signature's BIT STRING.
    SignatureContent,
}

impl Part {
    /// The part's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certificate => "Certificate",
            Self::Tbs => "TBSCertificate",
            Self::Version => "version",
            Self::Serial => "serialNumber",
            Self::InnerAlgorithm => "signature (algorithm, inside)",
            Self::Issuer => "issuer",
            Self::Validity => "validity",
            Self::NotBefore => "notBefore",
            Self::NotAfter => "notAfter",
            Self::Subject => "subject",
            Self::Key => "subjectPublicKeyInfo",
            Self::KeyAlgorithm => "subjectPublicKeyInfo, algorithm",
            Self::KeyBits => "subjectPublicKeyInfo, key",
            Self::Modulus => "subjectPublicKeyInfo, modulus",
            Self::Exponent => "subjectPublicKeyInfo, publicExponent",
            Self::UniqueId => "issuerUniqueID or subjectUniqueID",
            Self::Extensions => "extensions",
            Self::Frame(ext) | Self::Value(ext) => ext.name(),
            Self::OuterAlgorithm => "signatureAlgorithm (outside)",
            Self::Signature | Self::SignatureContent => "signatureValue",
        }
    }
}

macro_rules! flaws {
    ($($(#[$doc:meta])* $name:ident = $words:literal,)*) => {
        /// Ways in which an encoding breaks DER or RFC 5280. The list is flat: the same flaw has one name wherever it is,
        /// and [`Part`] says where.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Flaw {
            $($(#[$doc])* #[doc = $words] $name,)*
        }

        impl Flaw {
            /// Every one, in the order above.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What is wrong, as a phrase.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

flaws! {
    // Elements.
    LengthNotMinimal = "a length in more octets than needed",
    LengthOfNothing = "a length in more octets than needed, of nothing at all, at the end",
    LengthIndefinite = "an indefinite length",
    TagLongForm = "a tag in the long form that needs none",
    TagHigh = "a tag number above 30",
    StringConstructed = "a string in several pieces (constructed)",
    PrimitiveConstructed = "a simple value in the form of a structure",
    ContentDamaged = "octets that are no complete ASN.1 element",
    ValueEmpty = "no octets at all",
    TagWrong = "an element of another type than its place asks for",
    ElementMissing = "an element that is missing",
    ElementExtra = "an element too many",
    ElementOrder = "elements in the wrong order",
    EntryWrong = "an entry of another type than its list is made of",
    OctetsTrailing = "octets after the end",
    SequenceEmpty = "an empty list where one entry is needed",
    // INTEGER.
    IntegerEmpty = "a number without octets",
    IntegerPadded = "a number with needless leading octets",
    IntegerNegative = "a negative number",
    IntegerLarge = "a number beyond what readers hold",
    IntegerHuge = "a number of more than 64 bits",
    SerialZero = "serial number zero",
    SerialLong = "a serial number of more than 20 octets",
    // BOOLEAN, NULL and defaults.
    BooleanLength = "a BOOLEAN that is not one octet long",
    BooleanNotFf = "a TRUE that is written other than FF",
    DefaultWritten = "a default value written out",
    NullContent = "a NULL with content",
    // OBJECT IDENTIFIER.
    OidEmpty = "an object identifier without octets",
    OidCut = "an object identifier that ends inside a number",
    OidPadded = "an object identifier with a needless leading octet",
    OidLarge = "an object identifier with a number of more than 31 bits",
    OidHuge = "an object identifier with a number of more than 64 bits",
    // BIT STRING.
    BitsEmpty = "a BIT STRING without octets, or with more unused bits than it has",
    BitsUnusedOfNothing = "a BIT STRING of no octets that counts unused bits",
    BitsUnusedRange = "a BIT STRING with more than seven unused bits",
    BitsUnused = "a BIT STRING that is not whole octets",
    BitsUnusedSet = "a BIT STRING whose unused bits are set",
    BitsNone = "no bit set",
    BitsMany = "more than two octets of bits that have names",
    BitsTrailingZeros = "trailing zero bits that should be left out",
    // Strings in names.
    PrintableStar = "* in a PrintableString",
    PrintableAmpersand = "& in a PrintableString",
    PrintableOther = "a character that PrintableString does not have",
    PrintableHigh = "an octet above 127 in a PrintableString",
    NumericOther = "other characters than digits in a NumericString",
    Ia5High = "an octet above 127 in an IA5String",
    TeletexHigh = "an octet above 127 in a TeletexString",
    Utf8Invalid = "a UTF8String that is not UTF-8",
    Utf8Nul = "a zero octet in a string",
    BmpLength = "a BMPString of an odd number of octets",
    BmpNoncharacter = "a BMPString with what Unicode keeps for no character",
    BmpSurrogate = "a lone surrogate in a BMPString",
    UniversalLength = "a UniversalString whose length is no multiple of four",
    UniversalRange = "a UniversalString beyond Unicode",
    TextTypeUnusual = "a string type that is not for this place (IA5String, NumericString, TeletexString or the like)",
    TextTypeOther = "a string type that names do not take (VisibleString, GeneralString and the like)",
    TextIsStructure = "a structure or BIT STRING in place of a text",
    TextIsNoString = "octets, a number, NULL or the like in place of a text",
    TextOidDamaged = "a damaged object identifier in place of a text",
    TextEmpty = "an empty text",
    TextLong = "a text longer than RFC 5280 allows",
    CountryLength = "a country that is not two letters",
    AttributeHalf = "an attribute of a distinguished name without a value",
    RdnEmpty = "an empty part of a distinguished name",
    RdnUnsorted = "a part of a distinguished name whose attributes are not in DER order",
    NameEmpty = "an empty distinguished name",
    // Times.
    UtcNoSeconds = "a UTCTime without seconds",
    GeneralizedNoSeconds = "a GeneralizedTime without seconds",
    UtcShort = "a UTCTime of fewer than 13 characters",
    GeneralizedShort = "a GeneralizedTime of fewer than 15 characters",
    TimeNoZone = "a time without Z",
    TimeOffset = "a time with an offset",
    TimeOffsetZero = "a time with the offset zero in place of Z",
    TimeFraction = "a time with a fraction of a second",
    TimeDayImpossible = "a day that its month does not have",
    TimeImpossible = "a month, day, hour, minute or second out of range",
    TimeSecond60 = "second 60",
    TimeText = "a time that holds something else",
    TimeEmpty = "a time without octets",
    TimeLowerZ = "a time with a small z",
    GeneralizedEarly = "a GeneralizedTime for a year before 2050",
    // Version and algorithms.
    VersionFour = "version 4, which does not exist",
    VersionUnknown = "a version that does not exist",
    UniqueIdentifierEarly = "a unique identifier in a certificate of version 1",
    UniqueIdentifier = "a unique identifier, which certificates of today must not have",
    ExtensionsBeforeV3 = "extensions in a certificate that is not version 3",
    AlgorithmsDiffer = "a signature algorithm that differs inside and outside",
    AlgorithmsDifferInNull = "a signature algorithm with NULL parameters at one place and none at the other",
    ParametersAbsent = "an algorithm without the parameters it needs",
    ParametersNull = "NULL parameters where there must be none",
    ParametersOdd = "parameters that the algorithm does not have",
    ParametersNotNull = "parameters of RSA that are not NULL",
    // Keys and signatures.
    CurveUnknown = "a curve that nobody knows",
    CurveExplicit = "a curve given by its numbers in place of its name",
    PointCompressed = "a compressed point",
    PointHybrid = "a point in the hybrid form",
    PointInfinity = "the point at infinity",
    PointLength = "a point of the wrong length",
    PointOff = "a point that is not on its curve",
    ModulusZero = "a modulus without a value",
    KeyLength = "a key of the wrong length",
    KeyAlgorithmUnknown = "a key algorithm that nobody knows",
    KeyOidOfX500 = "RSA under the identifier of X.500",
    ExponentEven = "an even public exponent",
    ExponentOne = "the public exponent 1",
    ExponentLarge = "a public exponent of more than 64 bits",
    ExponentWide = "a public exponent of 33 to 64 bits",
    SignatureLength = "a signature of another length than the key's",
    // Extensions.
    Repeated = "an extension that is there twice",
    CriticalForbidden = "critical where RFC 5280 forbids it",
    // Names inside extensions.
    NameNotAscii = "octets above 127 in a name",
    NameOfNothing = "an empty mail address or URI",
    HostOfNothing = "an empty host name or address",
    AddressLength = "an address of the wrong length",
    AddressMask = "a network mask with a hole",
    UriOdd = "a URI that does not keep to its grammar",
    MailboxOdd = "a mail address without @ or with an empty part",
    NameFormUnusual = "a form of name that hardly anybody reads (x400Address, ediPartyName)",
    DirectoryImplicit = "a directoryName without the list around its parts",
    PartyMissing = "an ediPartyName without a party",
    PartyOdd = "an ediPartyName whose parts are no texts",
    OtherNameDamaged = "an otherName without a type or a value",
    OtherNameOdd = "an otherName whose value is wrapped otherwise than it should be",
    NameFormNone = "an entry that is no form of name",
    NameFormUnread = "a form of name that few programs compare (registeredID, otherName)",
    NameWildcard = "* in a name constraint",
    UriConstraintOdd = "a URI constraint that is no host",
    SubtreeMinimum = "a subtree with a minimum",
    SubtreeMaximum = "a subtree with a maximum",
    // Other values.
    ProxyNamed = "a proxy certificate that is a CA or has alternative names",
    PathLenWithoutCa = "a path length without cA",
    PathLenLarge = "a path length above 255",
    AkiHalf = "an issuer without serial number, or a serial number without issuer",
    AccessNowhere = "an access description without a place",
    PointNowhere = "a distribution point that names neither place nor issuer",
    PolicyRepeated = "the same policy twice",
    QualifierUnknown = "a policy qualifier that RFC 5280 does not have",
    QualifierUnknownOfAny = "anyPolicy with a qualifier that RFC 5280 does not have",
    MappingOfAny = "a policy mapping to or from anyPolicy",
}

#[cfg(test)]
mod tests {
    use super::Flaw;

    #[test]
    fn every_flaw_has_its_own_words() {
        for (i, a) in Flaw::ALL.iter().enumerate() {
            assert!(!a.words().ends_with('.') && !a.words().is_empty());
            assert!(Flaw::ALL.iter().skip(i + 1).all(|b| a.words() != b.words()), "{a:?}");
        }
    }
}
