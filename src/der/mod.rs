//! A TLV walker with absolute offsets.
//!
//! [`Reader`] steps through the elements of DER without copying and takes BER where its meaning is plain (lengths that
//! are not minimal, indefinite lengths). It is the skeleton under `crate::x509`.

mod oid;
mod reader;

pub use oid::{dotted, from_dotted};
pub use reader::{Malformed, Reader, Tlv, tag};
