//! Certificates and nothing else: what `facts` answers.

use serde::Serialize;

/// Every certificate of some files, in the order in which they stand there, each time that it stands there.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The certificates.
    pub certificates: Vec<CertificateFacts>,
    /// Parts of the files that are something else, or cannot be read.
    pub other_parts: usize,
    /// Limits that were hit, as sentences.
    pub not_checked: Vec<String>,
}

/// What one certificate says.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateFacts {
    /// Index of the file.
    pub input: usize,
    /// Lower-case hex of the DER's SHA-256.
    pub sha256: String,
    /// RFC 4514 text.
    pub subject: String,
    /// RFC 4514 text.
    pub issuer: String,
    /// Hex.
    pub serial: String,
    /// Unix seconds.
    pub not_before: i64,
    /// Unix seconds.
    pub not_after: i64,
    /// Names of hosts in the SAN.
    pub dns_names: Vec<String>,
    /// Addresses in the SAN.
    pub ip_addresses: Vec<String>,
    /// Other entries of the SAN.
    pub other_names: usize,
    /// Whether basicConstraints says that it is a CA.
    pub ca: bool,
    /// The pathLenConstraint.
    pub path_len: Option<u32>,
    /// RFC 5280 names.
    pub key_usage: Option<Vec<&'static str>>,
    /// RFC 5280 names; unknown purposes as dotted OIDs.
    pub extended_key_usage: Option<Vec<String>>,
    /// RSA, EC, Ed25519, ...
    pub key_algorithm: String,
    /// Size of the key in bits; 0: unknown.
    pub key_bits: u32,
    /// Name, else dotted OID.
    pub signature_algorithm: String,
    /// Hex.
    pub subject_key_id: Option<String>,
    /// Hex.
    pub authority_key_id: Option<String>,
}
