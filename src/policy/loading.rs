//! Knobs of programs that read a certificate file and key, and of services that take one.

use super::Reading;

/// How a server program reads its certificate file and key.
#[derive(Clone, Copy, Debug)]
pub struct LoadingRules {
    /// Formats of a file with certificates, as the reader names them.
    pub formats: &'static [&'static str],
    /// What was repaired in a file and stops this program instead, with the family's term for it.
    pub stops: &'static [(&'static str, &'static str)],
    /// How it reads the certificates themselves.
    pub reading: &'static Reading,
    /// It takes the first certificate apart, and sends the others as they are.
    pub first_alone: bool,
    /// Forms of a private key that stop it, by the reader's note.
    pub key_stops: &'static [&'static str],
    /// What a block that cannot be read does to it.
    pub damaged: Damaged,
    /// Whether a private key may be in DER.
    pub der_key: bool,
    /// Certificate and key stand in one file: a key elsewhere is looked at where that file has none.
    pub one_file: bool,
    /// What happens with a private key that needs a password.
    pub encrypted_key: EncryptedKey,
    /// A private key of another kind than the first certificate's goes unnoticed: each kind has a place of its own.
    pub other_key_kind_passes: bool,
    /// The key is compared with the certificate before anything else is asked of the certificate.
    pub key_first: bool,
    /// Least strength of keys and signatures, in bits; 0: not looked at.
    pub strength: u32,
    /// Names of the curves that a key may be on, as [`crate::facts::Curve::name`] gives them; empty: any.
    pub curves: &'static [&'static str],
    /// Algorithms of a private key, as [`crate::facts::KeyAlgorithm::name`] gives them; empty: any.
    pub keys: &'static [&'static str],
    /// A key file holds one key and no more.
    pub one_key: bool,
    /// The certificate has to have a name, be it a commonName.
    pub named: bool,
}

/// What a block of PEM that cannot be read does to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// It refuses the file.
    Refused,
    /// The same; a block whose END line it does not find reaches to the END line of a later one, and counts for itself
    /// (OpenSSL's `get_header_and_data`, and Base64 ends at a dash).
    Swallows,
    /// The same, and after the first certificate the list ends without an error.
    Ends,
    /// It looks for the next block.
    Skipped,
}

/// What a program does with a private key that needs a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncryptedKey {
    /// It asks for the password, or takes it from elsewhere; why that cannot be judged from the files.
    Asks(&'static str),
    /// It refuses the key.
    Refused,
}

/// What a service asks of a file that it takes.
#[derive(Clone, Copy, Debug)]
pub struct UploadRules {
    /// Whose files go here.
    pub slot: Slot,
    /// Form of the file.
    pub container: Container,
    /// Largest file in bytes; by value of the setting `generation` where there are several.
    pub largest: &'static [(&'static str, usize)],
    /// Largest private key file in bytes; 0: no limit known.
    pub largest_key: usize,
    /// What may encrypt a PFX.
    pub encryption: Encryption,
    /// What has to be in the file beside the server's certificate.
    pub chain: ChainDemand,
    /// What a file of CA certificates has to hold.
    pub authorities: Authorities,
    /// Which keys are taken.
    pub keys: KeyDemand,
    /// A private key in PEM has to be PKCS #8.
    pub pkcs8: bool,
    /// The end-entity certificate has to be within its validity period.
    pub within_validity: bool,
    /// extKeyUsage, where there is one, has to allow serverAuth.
    pub server_auth: bool,
    /// The certificate has to name a host or an address.
    pub named: bool,
    /// What was repaired in a text file and stops the service, see [`LoadingRules::stops`].
    pub stops: &'static [(&'static str, &'static str)],
    /// Said of a file that is taken and has nothing else to be said of; empty: nothing.
    pub remark: &'static str,
}

impl UploadRules {
    /// Any server's file, with nothing asked of it.
    pub const ANY: Self = Self {
        slot: Slot::Server,
        container: Container::Either,
        largest: &[],
        largest_key: 0,
        encryption: Encryption::Any,
        chain: ChainDemand::Nothing,
        authorities: Authorities::Root,
        keys: KeyDemand::ANY,
        pkcs8: false,
        within_validity: false,
        server_auth: false,
        named: false,
        stops: &[],
        remark: "",
    };
}

/// Whose files go into a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The front end's, where there is one; else any server's.
    Listener,
    /// Any server's.
    Server,
    /// Each file with trust anchors.
    TrustFile,
    /// Each file with CAs of client certificates.
    ClientCaFile,
    /// Both of these.
    CaFile,
}

/// What a file of CA certificates has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorities {
    /// Exactly the root of the backends.
    Root,
    /// One root and its intermediates.
    RootWithIntermediates,
    /// One certificate, a CA's or not.
    One,
    /// One CA.
    OneCa,
    /// CAs alone, each with a key that is taken.
    Each,
    /// The same, and what is none gives a warning.
    Warned,
}

/// Form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// One PFX.
    Pfx,
    /// One PFX, and text files are refused, not passed over.
    PfxOnly,
    /// One PFX, or PEM texts.
    Either,
    /// A key store that Java loads: PFX or Sun's own formats.
    KeyStore,
    /// PEM texts.
    Pem,
    /// A certificate in PEM or DER.
    Cer,
}

/// What may encrypt a PFX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Anything.
    Any,
    /// The older PKCS #12 schemes with SHA-1 only.
    Legacy,
    /// The same, where the setting `windows` says `older`.
    LegacyOnOlderWindows,
}

/// What has to be in a file beside the server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainDemand {
    /// Nothing; what is missing is not looked at.
    Nothing,
    /// Nothing, but the service serves exactly what is inside: what is missing is said.
    ServedAsIs,
    /// Nothing, but the certificates have to be in the machine's stores too.
    FromStores,
    /// All intermediates and the root.
    WithRoot,
    /// All intermediates up to a root that is publicly trusted.
    Public,
    /// Each certificate certifies the one before it, the first one the server's, which is not repeated.
    InOrder,
    /// The server's certificate comes first.
    LeafFirst,
}

/// Which keys a service takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyDemand {
    /// Least and most bits of an RSA modulus; `None`: RSA is not taken.
    pub rsa: Option<(u32, u32)>,
    /// Names of the curves taken, as [`crate::facts::Curve::name`] gives them.
    pub curves: &'static [&'static str],
    /// Everything else.
    pub others: bool,
}

impl KeyDemand {
    /// Every key.
    pub const ANY: Self = Self { rsa: Some((0, u32::MAX)), curves: &["*"], others: true };
}
