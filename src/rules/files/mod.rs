//! Reading: what is damaged, locked, repaired or no certificate at all.

pub mod certificate_damaged;
pub mod input_repaired;
pub mod locked;
pub mod no_certificate;
pub mod part_unreadable;
pub mod pem_label_mismatch;
pub mod pem_truncated;
pub mod trailing_data;
pub mod trust_store_without_entries;
pub mod wrong_password;
