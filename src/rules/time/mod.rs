//! Validity periods against the evaluation time.

pub mod anchor_expired;
pub mod end_entity_expired;
pub mod end_entity_expires_soon;
pub mod issuer_expired;
pub mod issuer_expires_soon;
pub mod lifetime_too_long;
pub mod not_yet_within_validity;
