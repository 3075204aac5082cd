//! What supplied revocation lists say about a certificate (RFC 5280 6.3.3, for complete lists of the issuer itself).

use crate::facts::{Certificate, KeyUsage, RevocationList, UnixTime};
use crate::fault::{Fault, FaultKind};
use crate::path::checks::PathView;
use crate::signature::{self, Verification};

/// What a list says about a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Another CA's list, or one that covers something else: it says nothing about this certificate.
    NotConcerned,
    /// The issuer's name is right, but the signature does not verify with its key, or the key may not sign lists.
    Unverified,
    /// The list holds something critical that is not understood: it must not be relied on for "not listed".
    NotUnderstood,
    /// Not listed.
    NotListed {
        /// thisUpdate lies after, or nextUpdate before, the time asked for: another list may say otherwise.
        stale: bool,
    },
    /// Listed.
    Revoked {
        /// When.
        date: UnixTime,
        /// reasonCode.
        reason: Option<&'static str>,
        /// nextUpdate lies before the time asked for.
        stale: bool,
    },
}

/// Problems of a list after which "not listed" means nothing: parts of it, or what it covers, could not be read.
const LEAVES_OPEN: &[&str] = &["crl-critical-extension", "crl-entries-damaged", "extensions-damaged"];

/// What one list says about `certificate`, which `issuer` issued.
#[must_use]
pub fn status(list: &RevocationList, certificate: &Certificate, issuer: &Certificate, now: UnixTime) -> Status {
    if !list.issuer.equivalent(&certificate.issuer) || !list.issuer.equivalent(&issuer.subject) {
        return Status::NotConcerned;
    }
    let may_sign = issuer.key_usage.is_none_or(|u| u.any(KeyUsage::CRL_SIGN));
    let verified = || signature::verify(&issuer.public_key, &list.signature_algorithm, list.tbs.of(&list.der), &list.signature);
    if !may_sign || verified() != Verification::Verified {
        return Status::Unverified;
    }
    let stale = now < list.this_update || list.next_update.is_some_and(|next| now > next);
    if let Some(entry) = list.revoked.iter().find(|r| r.serial == certificate.serial && r.reason != Some("removeFromCRL")) {
        return Status::Revoked { date: entry.date, reason: entry.reason, stale };
    }
    if list.problems.iter().any(|p| LEAVES_OPEN.contains(&p.id)) {
        return Status::NotUnderstood;
    }
    Status::NotListed { stale }
}

/// The certificate at a position is listed in one of these lists of its issuer; the detail is the reason.
#[must_use]
pub fn check(view: &PathView<'_>, position: usize, lists: &[&RevocationList], now: UnixTime) -> Option<Fault> {
    (position + 1 < view.len()).then_some(())?;
    lists.iter().find_map(|list| match status_in_path(view, position, list, lists, now) {
        Status::Revoked { reason, .. } => Some(view.fault(FaultKind::Revoked, position).with(reason.unwrap_or_default())),
        _ => None,
    })
}

/// As [`check`], and a fault as well where no list of the issuer, read in full and in force, says "not listed".
#[must_use]
pub fn check_hard(view: &PathView<'_>, position: usize, lists: &[&RevocationList], now: UnixTime) -> Option<Fault> {
    (position + 1 < view.len()).then_some(())?;
    check(view, position, lists, now).or_else(|| {
        let cleared = lists.iter().any(|l| status_in_path(view, position, l, lists, now) == Status::NotListed { stale: false });
        (!cleared).then(|| view.fault(FaultKind::Revoked, position).with("unknown"))
    })
}

/// Other certificates of the issuer's name that are tried as signers of a list.
const SIGNERS: usize = 8;

/// As [`status`], with the issuer's other keys: CAs may sign lists with a key of their own, and with the next one
/// during a rollover (RFC 5280 6.3.3 (f), 5.2.1).
fn status_in_path(
    view: &PathView<'_>,
    position: usize,
    list: &RevocationList,
    lists: &[&RevocationList],
    now: UnixTime,
) -> Status {
    let certificate = view.at(position);
    let direct = status(list, certificate, view.at(position + 1), now);
    if direct != Status::Unverified {
        return direct;
    }
    let named = view.pool.iter().enumerate().filter(|(_, p)| p.certificate.subject.equivalent(&list.issuer)).take(SIGNERS);
    named
        .filter(|(index, signer)| view.indexes.contains(index) || stands_beside(view, &signer.certificate, lists, now))
        .map(|(_, signer)| status(list, certificate, &signer.certificate, now))
        .find(|status| *status != Status::Unverified)
        .unwrap_or(direct)
}

/// A certificate issued by an issuer of the path, within its validity period, and cleared by that issuer's own list.
fn stands_beside(view: &PathView<'_>, signer: &Certificate, lists: &[&RevocationList], now: UnixTime) -> bool {
    (signer.not_before..=signer.not_after).contains(&now)
        && view.issuers().any(|p| {
            let issuer = view.at(p);
            issuer.subject.equivalent(&signer.issuer)
                && signature::verify(&issuer.public_key, &signer.signature_algorithm, signer.tbs_bytes(), &signer.signature)
                    == Verification::Verified
                && lists.iter().any(|l| matches!(status(l, signer, issuer, now), Status::NotListed { stale: false }))
                && !lists.iter().any(|l| matches!(status(l, signer, issuer, now), Status::Revoked { .. }))
        })
}
