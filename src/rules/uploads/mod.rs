//! What an upload form asks of a file. Most findings come from the targets' judgements.

pub mod certificate_count;
pub mod chain_superfluous;
pub mod file_format_unsupported;
pub mod file_too_large;
pub mod key_form_other;
pub mod pfx_encryption;
pub mod root_not_in_file;
pub mod uploaded_certificate_wrong;
