//! One certificate by itself: version, extensions, transparency.

pub mod algorithm_fields_differ;
pub mod alternative_names_empty;
pub mod alternative_names_not_critical;
pub mod basic_constraints_not_critical;
pub mod certificate_version;
pub mod certificate_version_unknown;
pub mod encoding_broken;
pub mod extension_not_taken;
pub mod extension_repeated;
pub mod extension_unreadable;
pub mod extensions_without_version_3;
pub mod issuer_key_usage_absent;
pub mod issuer_name_empty;
pub mod key_cert_sign_without_ca;
pub mod key_id_critical;
pub mod path_length_misplaced;
pub mod precertificate;
pub mod subject_empty;
pub mod transparency_missing;
pub mod unknown_critical_extension;
