//! What was read, as plain owned values.
//!
//! Everything here is a statement about bytes: no judgement, no clock, no target. This module imports nothing of
//! ours, so that every other module can import it.

mod malformation;

pub use malformation::{Ext, Flaw, Malformation, Part};

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};
use zeroize::Zeroizing;

/// Seconds since 1970-01-01T00:00:00Z. Certificates may lie before it (negative) and after 2^31.
pub type UnixTime = i64;

/// A half-open range of byte offsets, `from..to`, absolute in the bytes that the field's documentation names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ByteRange {
    /// First byte.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
}

impl ByteRange {
    /// The range `from..to`.
    #[must_use]
    pub const fn new(from: usize, to: usize) -> Self {
        Self { from, to }
    }

    /// Number of bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.to.saturating_sub(self.from)
    }

    /// Whether the range holds no byte.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of `whole` in this range; empty when it reaches outside.
    #[must_use]
    pub fn of<'a>(&self, whole: &'a [u8]) -> &'a [u8] {
        whole.get(self.from..self.to).unwrap_or(&[])
    }
}

/// An object identifier in dotted form, e.g. `2.5.29.17`. Those known to the decoder cost no allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Oid(pub Cow<'static, str>);

impl Oid {
    /// The dotted form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Oid {
    fn from(dotted: &str) -> Self {
        Self(Cow::Owned(dotted.to_owned()))
    }
}

impl PartialEq<str> for Oid {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

/// Something wrong or noteworthy inside otherwise readable bytes. `id` is stable and kebab-case; the sentence for it
/// is constant and lives in the catalog, `detail` carries the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable id, e.g. `trailing-data`.
    pub id: &'static str,
    /// A short value: a name, a number, an OID. Never a secret, never a sentence from the file.
    pub detail: String,
    /// Where, in the bytes of the thing it is reported on.
    pub at: Option<ByteRange>,
}

impl Problem {
    /// A problem without value or place.
    #[must_use]
    pub fn new(id: &'static str) -> Self {
        Self { id, detail: String::new(), at: None }
    }

    /// The same with a value.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same with a place.
    #[must_use]
    pub fn at(mut self, from: usize, to: usize) -> Self {
        self.at = Some(ByteRange::new(from, to));
        self
    }
}

/// One attribute of a distinguished name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Attribute type.
    pub oid: Oid,
    /// Short name where there is a usual one (`CN`, `O`, `emailAddress`), else the dotted OID.
    pub label: Cow<'static, str>,
    /// The value as text; bytes that are no text are hex with a leading `#`.
    pub value: String,
    /// ASN.1 string type, e.g. `UTF8String`, `PrintableString`, `TeletexString`, `BMPString`.
    pub string_type: &'static str,
}

/// The short names of RFC 4514 section 3.
pub const RFC4514_LABELS: [&str; 9] = ["CN", "L", "ST", "O", "OU", "C", "STREET", "DC", "UID"];

/// A distinguished name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The DER of the whole `Name` SEQUENCE, as encoded.
    pub der: Vec<u8>,
    /// Relative distinguished names in encoded order; each may hold several attributes.
    pub rdns: Vec<Vec<Attribute>>,
}

impl Name {
    /// All values of the attribute with this label, most specific (last encoded) last.
    pub fn values<'a>(&'a self, label: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.rdns.iter().flatten().filter(move |a| a.label == label).map(|a| a.value.as_str())
    }

    /// Every commonName, in encoded order.
    pub fn common_names(&self) -> impl Iterator<Item = &str> {
        self.values("CN")
    }

    /// Whether the name has no attribute at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rdns.iter().all(Vec::is_empty)
    }

    /// RFC 4514 text: most specific first, escaped. Only the nine labels of RFC 4514 section 3 are used; other
    /// attribute types are dotted OIDs with their value as text.
    #[must_use]
    pub fn to_rfc4514(&self) -> String {
        let mut out = String::new();
        for (i, rdn) in self.rdns.iter().rev().filter(|rdn| !rdn.is_empty()).enumerate() {
            if i > 0 {
                out.push(',');
            }
            for (j, attribute) in rdn.iter().enumerate() {
                if j > 0 {
                    out.push('+');
                }
                let short = RFC4514_LABELS.contains(&attribute.label.as_ref());
                out.push_str(if short { &attribute.label } else { attribute.oid.as_str() });
                out.push('=');
                escape_rfc4514(&attribute.value, attribute.string_type, &mut out);
            }
        }
        out
    }

    /// Name equality as RFC 5280 7.1 asks for it: case folded, inner white space collapsed, string types ignored.
    #[must_use]
    pub fn equivalent(&self, other: &Self) -> bool {
        if self.der == other.der {
            return true;
        }
        self.rdns.len() == other.rdns.len() && self.rdns.iter().zip(&other.rdns).all(|(a, b)| same_rdn(a, b))
    }
}

/// Equality of relative distinguished names as RFC 5280 7.1 asks for it.
#[must_use]
pub fn same_rdn(a: &[Attribute], b: &[Attribute]) -> bool {
    same_attributes(a, b, &|x, y| x.oid == y.oid && same_folded(&x.value, &y.value), &|x| fold(&x.value))
}

/// Relative distinguished names of more attributes than this are not compared each with each.
const COMPARED_AS_THEY_STAND: usize = 8;

/// Whether two relative distinguished names have as many attributes, and each of the first has its like in the second.
/// `key` is equal for values that are alike: names in use hold one attribute or two, but thousands are allowed, and those
/// that have no like in their own place are looked up.
pub fn same_attributes(
    a: &[Attribute],
    b: &[Attribute],
    alike: &dyn Fn(&Attribute, &Attribute) -> bool,
    key: &dyn Fn(&Attribute) -> String,
) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.len() <= COMPARED_AS_THEY_STAND {
        return a.iter().all(|x| b.iter().any(|y| alike(x, y)));
    }
    let moved: Vec<&Attribute> = a.iter().zip(b).filter(|(x, y)| !alike(x, y)).map(|(x, _)| x).collect();
    if moved.is_empty() {
        return true;
    }
    let hash = |x: &Attribute| hash((x.oid.as_str(), key(x)));
    let all = Hashed::of(b.iter().enumerate().map(|(place, y)| (hash(y), place)));
    moved.into_iter().all(|x| all.at(hash(x)).any(|place| alike(x, &b[place])))
}

/// Folds a directory string for comparison (RFC 4518 in the part that certificates need).
#[must_use]
pub fn fold(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for word in value.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Whether two directory strings are equal when folded. Most that differ do so in a letter or two, found without
/// writing either anew.
#[must_use]
pub fn same_folded(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if !a.is_ascii() || !b.is_ascii() {
        return fold(a) == fold(b);
    }
    let mut words = (a.split_whitespace(), b.split_whitespace());
    loop {
        match (words.0.next(), words.1.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x.eq_ignore_ascii_case(y) => {}
            _ => return false,
        }
    }
}

fn escape_rfc4514(value: &str, string_type: &str, out: &mut String) {
    if string_type == "hex" {
        out.push_str(value);
        return;
    }
    let last = value.chars().count().saturating_sub(1);
    for (i, c) in value.chars().enumerate() {
        match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => {
                out.push('\\');
                out.push(c);
            }
            '\0' => out.push_str("\\00"),
            '#' | ' ' if i == 0 => {
                out.push('\\');
                out.push(c);
            }
            ' ' if i == last => out.push_str("\\ "),
            _ => out.push(c),
        }
    }
}

/// A GeneralName (RFC 5280 4.2.1.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// dNSName, as encoded; bytes outside ASCII are kept through Latin-1 so that nothing is lost.
    Dns(String),
    /// iPAddress octets: 4 or 16 in a SAN, 8 or 32 in name constraints; other lengths are kept.
    Ip(Vec<u8>),
    /// rfc822Name.
    Email(String),
    /// uniformResourceIdentifier.
    Uri(String),
    /// directoryName.
    Directory(Name),
    /// registeredID.
    RegisteredId(Oid),
    /// otherName: type and DER of the value.
    Other(Oid, Vec<u8>),
    /// x400Address (3), ediPartyName (5) or one that could not be read (0): context tag number and content.
    Unsupported(u8, Vec<u8>),
}

/// An algorithm identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlgorithmIdentifier {
    /// Algorithm OID.
    pub oid: Oid,
    /// DER of the parameters, empty when absent.
    pub parameters: Vec<u8>,
}

/// Named elliptic curves that are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Curve {
    /// secp256r1.
    P256,
    /// secp384r1.
    P384,
    /// secp521r1.
    P521,
    /// secp224r1.
    P224,
    /// secp256k1.
    Secp256k1,
    /// Another named curve.
    Other(Oid),
    /// Explicit curve parameters instead of a name (RFC 5480 forbids them).
    Explicit,
}

impl Curve {
    /// The usual short name; a dotted OID for curves without one here.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::P224 => "P-224",
            Self::Secp256k1 => "secp256k1",
            Self::Other(oid) => match oid.as_str() {
                "1.3.36.3.3.2.8.1.1.7" => "brainpoolP256r1",
                "1.3.36.3.3.2.8.1.1.11" => "brainpoolP384r1",
                "1.3.36.3.3.2.8.1.1.13" => "brainpoolP512r1",
                dotted => dotted,
            },
            Self::Explicit => "explicit parameters",
        }
    }

    /// Its identifier; `None`: given by its numbers.
    #[must_use]
    pub fn oid(&self) -> Option<&str> {
        Some(match self {
            Self::P256 => "1.2.840.10045.3.1.7",
            Self::P384 => "1.3.132.0.34",
            Self::P521 => "1.3.132.0.35",
            Self::P224 => "1.3.132.0.33",
            Self::Secp256k1 => "1.3.132.0.10",
            Self::Other(oid) => oid.as_str(),
            Self::Explicit => return None,
        })
    }
}

/// Kind of a public or private key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// rsaEncryption.
    Rsa,
    /// id-RSASSA-PSS.
    RsaPss,
    /// id-ecPublicKey.
    Ec(Curve),
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// X25519 (key agreement only).
    X25519,
    /// X448 (key agreement only).
    X448,
    /// DSA.
    Dsa,
    /// Another algorithm with a well-known name, e.g. `ML-DSA-65`, `SLH-DSA-SHA2-128s`, `ML-KEM-768`.
    Named(&'static str),
    /// Unknown algorithm.
    Other(Oid),
}

impl KeyAlgorithm {
    /// Name for people: `RSA`, `EC`, `Ed25519`, ...
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Rsa => "RSA",
            Self::RsaPss => "RSA-PSS",
            Self::Ec(_) => "EC",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::X25519 => "X25519",
            Self::X448 => "X448",
            Self::Dsa => "DSA",
            Self::Named(name) => name,
            Self::Other(oid) => oid.as_str(),
        }
    }
}

/// A subject public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// DER of the whole SubjectPublicKeyInfo, as encoded; [`Self::same_key`] compares keys.
    pub spki: Vec<u8>,
    /// What kind of key.
    pub algorithm: KeyAlgorithm,
    /// Size in bits: modulus, field size, or the parameter set's usual figure; 0 when unknown.
    pub bits: u32,
    /// The BIT STRING content of `subjectPublicKey`.
    pub key: Vec<u8>,
    /// SHA-256 of `spki`.
    pub spki_sha256: [u8; 32],
    /// RSA public exponent where it fits, else `None`.
    pub rsa_exponent: Option<u64>,
    /// The key itself, however it is written down: the numbers of RSA without leading zeros, one coordinate of a point
    /// and which of two the other is. Empty where it could not be worked out.
    pub value: Vec<u8>,
}

impl PublicKey {
    /// Whether two keys are one, whatever their encodings: compressed points, absent parameters, a modulus with too few
    /// leading zeros. `None`: they cannot be compared.
    #[must_use]
    pub fn same_key(&self, other: &Self) -> Option<bool> {
        if self.spki == other.spki {
            return Some(true);
        }
        if self.value.is_empty() || other.value.is_empty() {
            return (self.key == other.key && !self.key.is_empty()).then_some(true);
        }
        Some(self.value == other.value)
    }

    /// The two keys are known to be one.
    #[must_use]
    pub fn fits(&self, other: &Self) -> bool {
        self.same_key(other) == Some(true)
    }
}

/// A private key in the clear. The secret is wiped on drop and has no `Debug` of its own.
#[derive(Clone)]
pub struct PrivateKey {
    /// What kind of key.
    pub algorithm: KeyAlgorithm,
    /// Size in bits.
    pub bits: u32,
    /// The public half, as SubjectPublicKeyInfo; `None` when it is not in the file and cannot be computed.
    pub public: Option<PublicKey>,
    /// The key as unencrypted PKCS#8 `PrivateKeyInfo` DER.
    pub pkcs8: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrivateKey").field("algorithm", &self.algorithm).field("bits", &self.bits).finish_non_exhaustive()
    }
}

/// subjectAltName or issuerAltName.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlternativeNames {
    /// Whether the extension is critical.
    pub critical: bool,
    /// The names, in encoded order.
    pub names: Vec<GeneralName>,
    /// Where to look for one.
    pub places: Places,
}

/// A hash that is the same everywhere and every time.
pub fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Places in a list by a hash of what stands there.
pub struct Hashed(Vec<(u64, usize)>);

impl Hashed {
    /// Of hashes and places.
    pub fn of(all: impl Iterator<Item = (u64, usize)>) -> Self {
        let mut all: Vec<(u64, usize)> = all.collect();
        all.sort_unstable();
        Self(all)
    }

    /// The places of what has this hash, in order.
    pub fn at(&self, wanted: u64) -> impl Iterator<Item = usize> + '_ {
        let from = self.0.partition_point(|(hash, _)| *hash < wanted);
        self.0.iter().skip(from).take_while(move |(hash, _)| *hash == wanted).map(|(_, place)| *place)
    }
}

/// Where to look in a list: worked out when somebody first asks, and again for a copy, which may be changed. What was read
/// is the same with and without.
#[derive(Default)]
pub struct Places(OnceLock<Hashed>);

impl Places {
    /// The places, worked out by the first who asks.
    pub fn of(&self, work_out: impl FnOnce() -> Hashed) -> &Hashed {
        self.0.get_or_init(work_out)
    }
}

impl Clone for Places {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Places {}

impl fmt::Debug for Places {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Places")
    }
}

/// basicConstraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the extension is critical.
    pub critical: bool,
    /// cA.
    pub ca: bool,
    /// pathLenConstraint. Values over `u32::MAX` saturate; negative ones are reported as a problem and left out.
    pub path_len: Option<u32>,
}

/// keyUsage, bit 0 first (digitalSignature).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage {
    /// Whether the extension is critical.
    pub critical: bool,
    /// Bit n of RFC 5280 4.2.1.3 is `1 << n`.
    pub bits: u16,
}

/// Names of the keyUsage bits, in bit order.
pub const KEY_USAGE_NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

impl KeyUsage {
    /// digitalSignature (0).
    pub const DIGITAL_SIGNATURE: u16 = 1;
    /// keyEncipherment (2).
    pub const KEY_ENCIPHERMENT: u16 = 1 << 2;
    /// keyAgreement (4).
    pub const KEY_AGREEMENT: u16 = 1 << 4;
    /// keyCertSign (5).
    pub const KEY_CERT_SIGN: u16 = 1 << 5;
    /// cRLSign (6).
    pub const CRL_SIGN: u16 = 1 << 6;

    /// Whether any of `mask` is set.
    #[must_use]
    pub const fn any(&self, mask: u16) -> bool {
        self.bits & mask != 0
    }
}

/// extKeyUsage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedKeyUsage {
    /// Whether the extension is critical.
    pub critical: bool,
    /// Purposes in encoded order.
    pub purposes: Vec<Oid>,
}

/// OIDs of extended key usage that the checks look for.
pub mod eku {
    /// id-kp-serverAuth.
    pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
    /// id-kp-clientAuth.
    pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
    /// anyExtendedKeyUsage.
    pub const ANY: &str = "2.5.29.37.0";
    /// Netscape server gated crypto.
    pub const NETSCAPE_SGC: &str = "2.16.840.1.113730.4.1";
    /// Microsoft server gated crypto.
    pub const MICROSOFT_SGC: &str = "1.3.6.1.4.1.311.10.3.3";
}

/// nameConstraints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameConstraints {
    /// Whether the extension is critical.
    pub critical: bool,
    /// permittedSubtrees bases.
    pub permitted: Vec<GeneralName>,
    /// excludedSubtrees bases.
    pub excluded: Vec<GeneralName>,
}

/// authorityKeyIdentifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorityKeyId {
    /// keyIdentifier.
    pub key_id: Option<Vec<u8>>,
    /// authorityCertIssuer.
    pub issuer: Vec<GeneralName>,
    /// authorityCertSerialNumber content octets.
    pub serial: Option<Vec<u8>>,
}

/// What certificatePolicies (beside the policies), policyMappings, policyConstraints and inhibitAnyPolicy say (RFC 5280
/// 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14). A number of certificates that is negative says nothing and is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyControls {
    /// A policy other than anyPolicy has qualifiers.
    pub qualified: bool,
    /// policyMappings: issuerDomainPolicy, subjectDomainPolicy.
    pub mappings: Vec<(Oid, Oid)>,
    /// requireExplicitPolicy.
    pub require_explicit: Option<u32>,
    /// inhibitPolicyMapping.
    pub inhibit_mapping: Option<u32>,
    /// inhibitAnyPolicy.
    pub inhibit_any: Option<u32>,
}

/// anyPolicy.
pub const ANY_POLICY: &str = "2.5.29.32.0";

/// One authorityInfoAccess description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessDescription {
    /// Access method OID (`1.3.6.1.5.5.7.48.2` caIssuers, `...48.1` OCSP).
    pub method: Oid,
    /// Where.
    pub location: GeneralName,
}

/// One line of a decoded extension, for display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Constant label.
    pub label: &'static str,
    /// Value as text.
    pub value: String,
}

/// One extension. [`crate::x509::describe_extension`] says what is in it, for those that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its OID.
    pub oid: Oid,
    /// RFC or vendor name where known.
    pub name: Option<&'static str>,
    /// critical flag.
    pub critical: bool,
    /// Offsets of the extnValue content in the certificate's DER.
    pub value_at: ByteRange,
    /// extnValue content.
    pub value: Vec<u8>,
    /// Set when the value could not be decoded.
    pub problem: Option<Problem>,
}

/// One certificate, decoded as far as it could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The whole certificate as read (trailing data cut off and noted).
    pub der: Arc<[u8]>,
    /// SHA-256 of `der`.
    pub sha256: [u8; 32],
    /// SHA-1 of `der`.
    pub sha1: [u8; 20],
    /// 1, 2 or 3.
    pub version: u8,
    /// serialNumber content octets as encoded.
    pub serial: Vec<u8>,
    /// TBSCertificate including its header, in `der`.
    pub tbs: ByteRange,
    /// signatureAlgorithm of the outer SEQUENCE.
    pub signature_algorithm: AlgorithmIdentifier,
    /// signature field inside the TBSCertificate.
    pub tbs_signature_algorithm: AlgorithmIdentifier,
    /// signatureValue bits (without the unused-bits octet).
    pub signature: Vec<u8>,
    /// Subject.
    pub subject: Name,
    /// Issuer.
    pub issuer: Name,
    /// Start of the validity period, inclusive.
    pub not_before: UnixTime,
    /// End of the validity period, inclusive.
    pub not_after: UnixTime,
    /// Public key.
    pub public_key: PublicKey,
    /// All extensions in encoded order.
    pub extensions: Vec<Extension>,
    /// subjectAltName; `None` when the extension is absent.
    pub subject_alt_names: Option<AlternativeNames>,
    /// basicConstraints.
    pub basic_constraints: Option<BasicConstraints>,
    /// keyUsage.
    pub key_usage: Option<KeyUsage>,
    /// extKeyUsage.
    pub extended_key_usage: Option<ExtendedKeyUsage>,
    /// nameConstraints.
    pub name_constraints: Option<NameConstraints>,
    /// subjectKeyIdentifier.
    pub subject_key_id: Option<Vec<u8>>,
    /// authorityKeyIdentifier.
    pub authority_key_id: Option<AuthorityKeyId>,
    /// authorityInfoAccess.
    pub authority_info_access: Vec<AccessDescription>,
    /// URLs of cRLDistributionPoints.
    pub crl_urls: Vec<String>,
    /// certificatePolicies OIDs.
    pub policies: Vec<Oid>,
    /// What else the extensions about certificate policies say.
    pub policy_controls: PolicyControls,
    /// Carries the RFC 6962 poison extension.
    pub precertificate: bool,
    /// Everything that was odd while reading.
    pub problems: Vec<Problem>,
    /// What breaks DER or RFC 5280, in the order of the octets.
    pub malformations: Vec<Malformation>,
}

impl Certificate {
    /// Subject and issuer are the same name: self-issued (RFC 5280 3.2). Says nothing about the signature.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject.equivalent(&self.issuer)
    }

    /// basicConstraints says cA TRUE.
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.basic_constraints.as_ref().is_some_and(|b| b.ca)
    }

    /// Stands for a CA: cA TRUE, or an old self-issued certificate, which has no place to say so.
    #[must_use]
    pub fn acts_as_ca(&self) -> bool {
        self.is_ca() || (self.version < 3 && self.is_self_issued())
    }

    /// Its validity period has begun; the first second counts (RFC 5280 4.1.2.5).
    #[must_use]
    pub const fn has_begun(&self, now: UnixTime) -> bool {
        self.not_before <= now
    }

    /// Its validity period is over; the last second counts.
    #[must_use]
    pub const fn has_expired(&self, now: UnixTime) -> bool {
        self.not_after < now
    }

    /// `now` lies within its validity period, both ends included.
    #[must_use]
    pub const fn within_period(&self, now: UnixTime) -> bool {
        self.has_begun(now) && !self.has_expired(now)
    }

    /// Short name for people: the most specific commonName, else the first dNSName, else OU or O, else the whole subject,
    /// else the serial number.
    #[must_use]
    pub fn label(&self) -> String {
        let unit = || self.subject.values("OU").last().or_else(|| self.subject.values("O").last());
        let name = self.subject.common_names().last().or_else(|| self.dns_names().next()).or_else(unit);
        name.map_or_else(
            || match self.subject.to_rfc4514() {
                subject if subject.is_empty() => {
                    format!("serial {}", self.serial.iter().map(|b| format!("{b:02x}")).collect::<String>())
                }
                subject => subject,
            },
            str::to_owned,
        )
    }

    /// The TBSCertificate bytes that the signature covers.
    #[must_use]
    pub fn tbs_bytes(&self) -> &[u8] {
        self.tbs.of(&self.der)
    }

    /// The extension with this OID.
    #[must_use]
    pub fn extension(&self, oid: &str) -> Option<&Extension> {
        self.extensions.iter().find(|e| e.oid == *oid)
    }

    /// dNSName values of the SAN.
    pub fn dns_names(&self) -> impl Iterator<Item = &str> {
        self.alt_names().filter_map(|n| if let GeneralName::Dns(d) = n { Some(d.as_str()) } else { None })
    }

    /// iPAddress octets of the SAN.
    pub fn ip_addresses(&self) -> impl Iterator<Item = &[u8]> {
        self.alt_names().filter_map(|n| if let GeneralName::Ip(i) = n { Some(i.as_slice()) } else { None })
    }

    /// Every SAN entry; none when the extension is absent.
    pub fn alt_names(&self) -> impl Iterator<Item = &GeneralName> {
        self.subject_alt_names.iter().flat_map(|s| &s.names)
    }

    /// URLs under caIssuers of authorityInfoAccess.
    pub fn ca_issuers(&self) -> impl Iterator<Item = &str> {
        self.authority_info_access
            .iter()
            .filter(|a| a.method == *"1.3.6.1.5.5.7.48.2")
            .filter_map(|a| if let GeneralName::Uri(u) = &a.location { Some(u.as_str()) } else { None })
    }
}

/// A certification request (PKCS#10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificationRequest {
    /// The request as read.
    pub der: Vec<u8>,
    /// Subject.
    pub subject: Name,
    /// Public key.
    pub public_key: PublicKey,
    /// certificationRequestInfo including its header, in `der`.
    pub info: ByteRange,
    /// Signature algorithm.
    pub signature_algorithm: AlgorithmIdentifier,
    /// Signature bits.
    pub signature: Vec<u8>,
    /// subjectAltName of the extensionRequest attribute.
    pub subject_alt_names: Option<AlternativeNames>,
    /// Everything that was odd while reading.
    pub problems: Vec<Problem>,
}

/// One entry of a CRL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedCertificate {
    /// serial content octets.
    pub serial: Vec<u8>,
    /// Revocation time.
    pub date: UnixTime,
    /// reasonCode name of RFC 5280 5.3.1 (`keyCompromise`), `None` when absent.
    pub reason: Option<&'static str>,
}

/// A certificate revocation list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationList {
    /// The list as read.
    pub der: Vec<u8>,
    /// Issuer.
    pub issuer: Name,
    /// TBSCertList including its header, in `der`.
    pub tbs: ByteRange,
    /// Signature algorithm.
    pub signature_algorithm: AlgorithmIdentifier,
    /// Signature bits.
    pub signature: Vec<u8>,
    /// SubjectPublicKeyInfo of the key among the files that verifies the signature.
    pub signed_by: Option<Vec<u8>>,
    /// Certificates of that key, by their SHA-256, each with the SubjectPublicKeyInfo of who issued it.
    pub signers: Vec<([u8; 32], Vec<u8>)>,
    /// thisUpdate.
    pub this_update: UnixTime,
    /// nextUpdate.
    pub next_update: Option<UnixTime>,
    /// authorityKeyIdentifier.
    pub authority_key_id: Option<AuthorityKeyId>,
    /// Entries in encoded order.
    pub revoked: Vec<RevokedCertificate>,
    /// Critical extensions that are not understood, and everything odd.
    pub problems: Vec<Problem>,
}
