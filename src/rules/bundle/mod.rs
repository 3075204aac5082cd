//! What a server presents as a whole: order, repeats, strangers; servers side by side.

pub mod chain_order_wrong;
pub mod duplicate_certificate;
pub mod end_entity_missing;
pub mod root_in_bundle;
pub mod several_end_entity_certificates;
pub mod several_servers_differ;
pub mod unrelated_chains;
