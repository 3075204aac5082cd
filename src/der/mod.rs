//! ASN.1 encoding: elements with absolute offsets, object identifiers, strings and times.
//!
//! [`Reader`] steps through the elements of DER without copying and takes BER where its meaning is plain (lengths that
//! are not minimal, indefinite lengths). It is the skeleton under `crate::x509`. [`tree`] walks everything there is and
//! never fails: what is wrong is a node's problem. It names the fields of the structures that files usually hold.

mod ber;
pub mod encode;
mod limits;
mod oid;
mod oid_table;
mod part;
mod reader;
mod schema;
pub(crate) mod text;
pub(crate) mod time;
mod tree;
mod value;

pub use ber::{Ber, context, octets, unexpected};
pub use oid::{Known, dotted, from_dotted, known};
pub use part::{Extent, Part, part, parts};
pub use reader::{Malformed, Reader, Tlv, tag};
pub use tree::{Node, Tree, tree};
pub(crate) use value::integer;
