//! From the server certificate to the trust anchor: issuers, signatures, constraints, revocation.

pub mod anchor_mismatch;
pub mod authority_key_id_absent;
pub mod chain_too_long;
pub mod crl_stale;
pub mod issuer_key_mismatch;
pub mod issuer_key_usage;
pub mod issuer_missing;
pub mod issuer_not_a_ca;
pub mod issuer_serial_mismatch;
pub mod key_id_mismatch;
pub mod name_constraint_violated;
pub mod path_length_exceeded;
pub mod policy_unacceptable;
pub mod revoked;
pub mod root_not_shared;
pub mod self_signed_end_entity;
pub mod several_paths;
pub mod signature_invalid;
pub mod subject_key_id_absent;
pub mod subject_same_as_issuer;
pub mod trust_input_not_a_root;
pub mod trust_rejected;
