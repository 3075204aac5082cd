//! The names asked for, and the names a certificate presents.

pub mod common_name_not_in_san;
pub mod dns_name_malformed;
pub mod dns_name_underscore;
pub mod hostname_malformed;
pub mod hostname_mismatch;
pub mod hostname_missing;
pub mod ip_as_dns_name;
pub mod ip_not_in_san;
pub mod name_match_disputed;
pub mod name_of_mixed_scripts;
pub mod no_name_of_this_form;
pub mod request_names_lost;
pub mod subject_alt_name_absent;
pub mod user_name_missing;
pub mod wildcard_depth;
pub mod wildcard_form;
pub mod wildcard_public_suffix;
