//! Who could have issued whom, which certification paths there are, and RFC 5280 section 6 as single checks.
//!
//! - [`IssuerGraph`]: edges with their evidence; a signature is verified once, when first asked for.
//! - [`search`]: certification paths over the graph, within [`Limits`].
//! - [`checks`]: one pure function per question about a path; each target's procedure calls them in its own order.
//! - [`policies`]: certificate policies, from the anchor down.
//! - [`order`]: the end-entity certificate, the order to present, what is missing.
//! - [`revocation`]: what supplied CRLs say.

pub mod checks;
mod graph;
pub mod name_constraints;
pub mod order;
pub mod policies;
pub mod revocation;
pub mod search;

pub use graph::{Edge, ISSUERS_OF_ONE, IssuerGraph, KeyIdEvidence, NameEvidence, REPORT_WORK, key_ids};
pub use search::{Limits, Stopped};
