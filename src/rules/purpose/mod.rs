//! What a certificate may be used for: keyUsage, extendedKeyUsage, the CA mark.

pub mod ca_as_end_entity;
pub mod eku_absent;
pub mod eku_client_auth_missing;
pub mod eku_server_auth_missing;
pub mod issuer_eku_client_auth_missing;
pub mod issuer_eku_server_auth_missing;
pub mod key_usage_unsuitable;
pub mod netscape_type_unsuitable;
pub mod ocsp_signing_beside_server_auth;
