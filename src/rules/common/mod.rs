//! What rules share: the survey they look at, how they cite, place and phrase what they found. No rule stands here.

pub mod algorithms;
pub mod applies;
pub mod evidence;
pub mod identifiers;
pub mod named;
pub mod place;
pub mod rank;
pub mod sources;
pub mod survey;
pub mod usage;
