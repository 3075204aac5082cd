//! Knobs of a gateway that checks the servers behind it.

use crate::identity::IdentityPolicy;

/// What a gateway wants to see of a backend server.
#[derive(Clone, Copy, Debug)]
pub struct GatewayRules {
    /// What the uploaded certificate is compared with.
    pub trust: BackendTrust,
    /// The most generous reading of the name rules that are not published: a name that matches under this one only
    /// cannot be judged.
    pub widest_identity: &'static IdentityPolicy,
}

/// What a gateway compares the uploaded certificate with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackendTrust {
    /// The root of the presented path; probe and traffic each have a name to compare.
    Root,
    /// The presented end-entity certificate itself; the name is the pool member's.
    EndEntity,
}

/// How a cloud service checks the origin that it connects to.
#[derive(Clone, Copy, Debug)]
pub struct OriginRules {
    /// Which roots it trusts.
    pub roots: OriginRoots,
    /// Id of the switch that turns the check of path and dates off; empty: there is none.
    pub path_switch: &'static str,
    /// Id of the switch that turns the check of the name off.
    pub name_switch: &'static str,
}

/// Which roots a cloud service trusts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginRoots {
    /// Public ones only, whatever was uploaded.
    Public,
    /// Uploaded ones where there are any; uploaded intermediates complete the path.
    Uploaded,
}
