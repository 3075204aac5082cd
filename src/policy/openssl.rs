//! Knobs of programs that verify with OpenSSL's `X509_verify_cert` and its relatives.

use super::Reading;
use crate::facts::KeyAlgorithm;
use crate::identity::IdentityPolicy;

/// A program over its versions: the setting `version` picks one, else the first counts.
#[derive(Clone, Copy, Debug)]
pub struct OpenSsl {
    /// Value of the setting, and what the program does then.
    pub versions: &'static [(&'static str, OpenSslKnobs)],
}

impl OpenSsl {
    /// What the program does in a version, by the value of the setting.
    #[must_use]
    pub fn chosen(&self, version: Option<&str>) -> Option<&'static OpenSslKnobs> {
        self.versions.iter().find(|(v, _)| Some(*v) == version).or(self.versions.first()).map(|(_, knobs)| knobs)
    }
}

/// How one program calls the library.
#[derive(Clone, Copy, Debug)]
pub struct OpenSslKnobs {
    /// Security level while the setting `securityLevel` says nothing (`SSL_CTX_set_security_level`).
    pub security_level: u8,
    /// `X509_V_FLAG_PARTIAL_CHAIN` while the setting `partialChain` says nothing.
    pub partial_chain: bool,
    /// `X509_V_FLAG_TRUSTED_FIRST`: trusted issuers are looked for before presented ones.
    pub trusted_first: bool,
    /// `X509_V_FLAG_X509_STRICT` while the setting `strict` says nothing.
    pub strict: bool,
    /// Most intermediates while the setting `depth` says nothing (`X509_VERIFY_PARAM_set_depth`; 100 by default).
    pub depth: u32,
    /// Its verify callback refuses every certificate that stands further than `depth` above the end-entity certificate,
    /// the anchor included (mod_ssl's `ssl_callback_SSLVerify`).
    pub depth_to_anchor: bool,
    /// Depth above which a remark says that the program's own default would not reach.
    pub default_depth: u32,
    /// Its verify callback lets the library go on after an error, and the last one is reported.
    pub goes_on: bool,
    /// When names are compared.
    pub names: NameCheck,
    /// How names are compared.
    pub identity: &'static IdentityPolicy,
    /// Its term for a host that it does not hand to the library at all.
    pub unspeakable: &'static str,
    /// It offers nothing newer than TLS 1.2, where the client looks at an ECDSA certificate's keyUsage.
    pub tls12_only: bool,
    /// It reports the first error in OpenSSL's queue where there is one, not what the verification says.
    pub first_in_queue: bool,
    /// The client's commonName is its user's name.
    pub common_name: bool,
    /// Both ends show their certificates, each as server and as client: the one presented has to do for both.
    pub mutual: bool,
    /// Keys that the end which verifies has no signature algorithm for.
    pub not_offered: fn(&KeyAlgorithm) -> bool,
    /// It wants to print the issuer's name, and gives up where that is empty.
    pub needs_issuer_name: bool,
    /// How it reads certificates.
    pub reading: &'static Reading,
    /// Which release of the library it runs with.
    pub release: OpenSslRelease,
}

/// Releases of the library that verify differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpenSslRelease {
    /// 1.0.2: keyUsage makes a CA where there is no basicConstraints, and newer keys and resources are not known.
    OneZero,
    /// BoringSSL, which came from it: Netscape's types, server gated crypto and proxy certificates mean nothing, a keyUsage needs
    /// digitalSignature, only basicConstraints make a CA, policies are always looked at, and only usual algorithms verify.
    BoringSsl,
    /// 3.0, and 1.1.
    Three,
    /// 3.5: signatures with SHA-3 and ML-DSA are known, and parameters without a hash are met when a signature is verified.
    ThreeFive,
    /// 4.0: strict verification asks for less of what is critical, and for more of the authority key identifier.
    Four,
}

impl OpenSslKnobs {
    /// OpenSSL 1.0.2.
    #[must_use]
    pub const fn is_old(&self) -> bool {
        matches!(self.release, OpenSslRelease::OneZero)
    }

    /// BoringSSL.
    #[must_use]
    pub const fn is_boringssl(&self) -> bool {
        matches!(self.release, OpenSslRelease::BoringSsl)
    }

    /// Extensions are asked of the certificates that the peer presented, and of no trusted one (`last_untrusted`).
    #[must_use]
    pub const fn presented_alone(&self) -> bool {
        self.is_old() || self.is_boringssl()
    }

    /// A program that sets nothing and compares names by itself.
    pub const PLAIN: Self = Self {
        security_level: 2,
        partial_chain: false,
        trusted_first: true,
        strict: false,
        depth: 100,
        depth_to_anchor: false,
        default_depth: 100,
        goes_on: false,
        names: NameCheck::Afterwards,
        identity: &IdentityPolicy::OPENSSL,
        unspeakable: "",
        tls12_only: false,
        first_in_queue: false,
        common_name: false,
        mutual: false,
        not_offered: |_| false,
        needs_issuer_name: false,
        reading: &Reading::LENIENT,
        release: OpenSslRelease::Three,
    };
}

/// When a program compares names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameCheck {
    /// Inside the path check (`X509_VERIFY_PARAM_set1_host`): before signatures and dates.
    Inside,
    /// By itself, when the path was accepted and before the handshake is signed.
    Next,
    /// By itself, after the handshake.
    Afterwards,
    /// Never.
    Never,
}
