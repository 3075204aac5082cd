//! How families of programs read certificates: tables over [`crate::facts::Flaw`], one file a family.

pub mod boringssl;
pub mod openssl;
