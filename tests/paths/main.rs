//! Certification paths: signatures, the graph, RFC 5280, and other projects' suites.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../support/mod.rs"]
mod support;

mod bench;
mod conformance;
mod hostile;
mod limbo;
mod programs;
mod rustls;
mod scenarios;
mod search;
mod signatures;
mod suites;
mod tally;
mod webpki;
