//! What supplied revocation lists say about a certificate (RFC 5280 6.3.3, for complete lists of the issuer itself).

use crate::facts::{AlgorithmIdentifier, Certificate, KeyUsage, Name, RevocationList, UnixTime};
use crate::fault::{Fault, FaultKind};
use crate::lists;
use crate::path::checks::PathView;
use crate::path::graph::name_key;
use crate::path::{REPORT_WORK, Stopped};
use crate::pool::PoolCertificate;
use crate::signature::{self, Verification};
use std::collections::BTreeMap;

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

/// Finds out which key signed each list, once for all that is asked of it later: that of a certificate with the issuer's
/// name, those first whose key identifier is the list's. Then who issued the certificates of that key.
///
/// # Errors
/// [`Stopped::Work`]: it would have cost more than [`REPORT_WORK`].
pub fn authenticate<'l>(of: impl Iterator<Item = &'l mut RevocationList>, pool: &[PoolCertificate]) -> Result<(), Stopped> {
    let mut by_name: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
    for (index, p) in pool.iter().enumerate() {
        by_name.entry(name_key(&p.certificate.subject)).or_default().push(index);
    }
    let named =
        |name: &Name| by_name.get(&name_key(name)).map_or(&[][..], Vec::as_slice).iter().map(|&i| pool[i].certificate.as_ref());
    let mut room = REPORT_WORK;
    for list in of {
        let mut signers: Vec<&Certificate> = named(&list.issuer).collect();
        let wanted = list.authority_key_id.as_ref().and_then(|id| id.key_id.as_ref());
        lists::sort_by_key(&mut signers, |c| wanted.is_none() || c.subject_key_id.as_ref() != wanted);
        let signed =
            Message { algorithm: &list.signature_algorithm, message: list.tbs.of(&list.der), signature: &list.signature };
        let found = signed.by(signers.iter().copied(), &mut room)?.map(<[u8]>::to_vec);
        for signer in signers.iter().filter(|s| found.as_ref() == Some(&s.public_key.spki) && !s.is_self_issued()).take(SIGNERS) {
            let own =
                Message { algorithm: &signer.signature_algorithm, message: signer.tbs_bytes(), signature: &signer.signature };
            if let Some(key) = own.by(named(&signer.issuer), &mut room)? {
                list.signers.push((signer.sha256, key.to_vec()));
            }
        }
        list.signed_by = found;
    }
    Ok(())
}

/// Something signed.
struct Message<'m> {
    algorithm: &'m AlgorithmIdentifier,
    message: &'m [u8],
    signature: &'m [u8],
}

impl Message<'_> {
    /// Whose key of these it is that signed it.
    fn by<'c>(&self, of: impl Iterator<Item = &'c Certificate>, room: &mut usize) -> Result<Option<&'c [u8]>, Stopped> {
        let mut tried: Vec<&[u8]> = Vec::new();
        for key in of.map(|certificate| &certificate.public_key) {
            if tried.contains(&key.spki.as_slice()) {
                continue;
            }
            if tried.len() == SIGNERS {
                break;
            }
            tried.push(&key.spki);
            let cost = usize::try_from(signature::cost(key, self.algorithm)).unwrap_or(usize::MAX);
            *room = room.checked_sub(cost).ok_or(Stopped::Work)?;
            if signature::verify(key, self.algorithm, self.message, self.signature) == Verification::Verified {
                return Ok(Some(&key.spki));
            }
        }
        Ok(None)
    }
}

/// What one list says about `certificate`, which `issuer` issued.
#[must_use]
pub fn status(list: &RevocationList, certificate: &Certificate, issuer: &Certificate, now: UnixTime) -> Status {
    if !list.issuer.equivalent(&certificate.issuer) || !list.issuer.equivalent(&issuer.subject) {
        return Status::NotConcerned;
    }
    let may_sign = issuer.key_usage.is_none_or(|u| u.any(KeyUsage::CRL_SIGN));
    if !may_sign || list.signed_by.as_ref() != Some(&issuer.public_key.spki) {
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

/// Keys of the issuer's name that are tried as signers of a list.
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
    if direct != Status::Unverified || list.signed_by.is_none() {
        return direct;
    }
    let keys = view.pool.iter().enumerate().filter(|(_, p)| list.signed_by.as_ref() == Some(&p.certificate.public_key.spki));
    keys.filter(|(_, p)| p.certificate.subject.equivalent(&list.issuer))
        .take(SIGNERS)
        .filter(|(index, signer)| view.indexes.contains(index) || stands_beside(view, list, &signer.certificate, lists, now))
        .map(|(_, signer)| status(list, certificate, &signer.certificate, now))
        .find(|status| *status != Status::Unverified)
        .unwrap_or(direct)
}

/// A certificate issued by an issuer of the path, within its validity period, and cleared by that issuer's own list.
fn stands_beside(
    view: &PathView<'_>,
    list: &RevocationList,
    signer: &Certificate,
    lists: &[&RevocationList],
    now: UnixTime,
) -> bool {
    signer.within_period(now)
        && view.issuers().any(|p| {
            let issuer = view.at(p);
            issuer.subject.equivalent(&signer.issuer)
                && list.signers.iter().any(|(of, key)| *of == signer.sha256 && *key == issuer.public_key.spki)
                && lists.iter().any(|l| matches!(status(l, signer, issuer, now), Status::NotListed { stale: false }))
                && !lists.iter().any(|l| matches!(status(l, signer, issuer, now), Status::Revoked { .. }))
        })
}
