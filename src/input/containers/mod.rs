//! Files that hold several things: PFX, PKCS #7, Java key stores, ZIP archives. Each reader leaves an item for the
//! container and items for what is inside.

mod bag_order;
mod bytes;
pub(crate) mod java_keystore;
mod java_object;
pub(crate) mod pkcs12;
pub(crate) mod pkcs7;
pub(crate) mod zip;
