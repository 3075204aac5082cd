//! The pool: every certificate of a request once, however many items it was read from.

use crate::facts::Certificate;
use std::sync::Arc;

/// A certificate of the pool.
#[derive(Clone, Debug)]
pub struct PoolCertificate {
    /// What it says.
    pub certificate: Arc<Certificate>,
    /// Items it was read from; empty for an embedded root that nobody dropped.
    pub items: Vec<usize>,
    /// One of the embedded Mozilla roots.
    pub mozilla_root: bool,
}
