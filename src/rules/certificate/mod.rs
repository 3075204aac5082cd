//! One certificate by itself: version, extensions, transparency.

pub mod certificate_version;
pub mod encoding_broken;
pub mod precertificate;
pub mod transparency_missing;
pub mod unknown_critical_extension;
