//! Certlens reads certificates, keys and PFX files and says what each TLS system will do with them, and why.
//!
//! The engine is one pure, total function: [`inspect`]. No clock, no randomness, no I/O, no panic: bad input is a
//! finding, never an error that loses the rest.

#![forbid(unsafe_code)]

mod accents;
mod byte_view;
pub mod capture;
pub mod catalog;
mod convert;
mod cure;
pub mod der;
mod diagnosis;
mod digest;
pub mod evidence;
pub mod facts;
pub mod fault;
pub mod identity;
pub mod input;
mod inspect;
mod lists;
pub mod mend;
mod octets;
pub mod path;
pub mod policy;
pub mod pool;
pub mod profiles;
pub mod rehearsal;
pub mod report;
pub mod request;
pub mod rules;
pub mod scene;
mod seats;
pub mod secrets;
mod shell;
pub mod signature;
pub mod situation;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use byte_view::der_tree;
pub use catalog::catalog;
pub use inspect::{
    Judged, ask_ahead, certificate_facts, diagnose, inspect, judge, mend, prepare, prepare_ahead, prepare_with, verdicts,
    verdicts_apart,
};
pub use report::Report;
pub use request::Request;
pub mod x509;
