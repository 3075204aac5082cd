//! Private keys, and the algorithms of keys and signatures.

pub mod algorithm_not_taken;
pub mod key_encrypted;
pub mod key_form;
pub mod key_in_bundle;
pub mod key_mismatch;
pub mod key_missing;
pub mod private_key_for_wrong_order;
pub mod public_key_only;
pub mod request_key_other;
pub mod uncommon_algorithm;
pub mod weak_key;
pub mod weak_signature;
