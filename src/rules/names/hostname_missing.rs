//! A target has no name to compare with. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// A gateway probe without a host, or with an address, checks nothing that a certificate could match.
pub const RULE: Rule = Rule {
    id: "hostname-missing",
    title: "The gateway has no host name to check the certificate against",
    why: "The pool member is an address, and neither the probe nor the backend setting has a host name. Application Gateway then sends no server name, and reports a common name mismatch or gets the wrong certificate.",
    gateway: None,
    fix: cure::GIVE_HOST,
    clause: Clause::Names,
    severity: Severity::Warning,
    rank: rank::NAMES,
    explains: Explains::owner(&[F::HostMissing]),
    sources: &[app_gateway("The Common Name (CN) doesn't match")],
    applies: applies::gateways,
    check: from_judgements,
};
