//! `build_chain`: trusted issuers first (X509_V_FLAG_TRUSTED_FIRST is the default since 1.1.0), then presented ones.

use super::{Context, Stop, names};
use crate::fault::{Fault, FaultKind};
use crate::path::{KeyIdEvidence, key_ids};
use crate::policy::OpenSslKnobs;

impl Context<'_> {
    /// Presented issuers as far as they go; then, where nobody trusted issued the last of them, back to one of which somebody
    /// did (the alternative chains of 1.0.2).
    fn take_presented(&mut self, pool: &mut Vec<usize>, longest: usize) {
        while self.chain.len() <= longest && !self.self_signed(self.top()) {
            let Some(issuer) = self.best_issuer(pool, self.top(), true) else { break };
            pool.retain(|&c| c != issuer);
            self.chain.push(issuer);
        }
        let trusted = |at: &usize| {
            let top = self.chain[*at];
            self.trusted_issuer(top).is_some_and(|issuer| issuer == top || !self.self_signed(top))
        };
        if let Some(at) = (0..self.chain.len()).rev().find(trusted) {
            self.chain.truncate(at + 1);
        }
        self.untrusted = self.chain.len();
    }

    pub(super) fn build_chain(&mut self) -> Result<(), Stop> {
        let mut pool: Vec<usize> = self.meeting.presented().to_vec();
        // A callback that counts by itself leaves the library's own bound where it is.
        let depth = if self.knobs.depth_to_anchor { OpenSslKnobs::PLAIN.depth } else { self.knobs.depth };
        let longest = usize::try_from(depth).unwrap_or(usize::MAX).saturating_add(1);
        let mut presented_too = self.knobs.trusted_first;
        if !presented_too {
            self.take_presented(&mut pool, longest);
        }
        // Each turn adds a certificate or gives up one of the two sources, so the length limit bounds it.
        loop {
            let top = self.top();
            let trusted = if self.chain.len() > longest { None } else { self.trusted_issuer(top) };
            if let Some(issuer) = trusted {
                let ends;
                if self.self_signed(top) {
                    // A self-signed certificate is only replaced by itself, never by a namesake.
                    ends = issuer == top;
                    if ends {
                        self.untrusted = self.chain.len() - 1;
                    }
                } else {
                    self.chain.push(issuer);
                    ends = false;
                }
                if ends || self.top() == issuer {
                    presented_too = false;
                    // check_trust: the file's own settings come first.
                    match self.trust_setting(issuer) {
                        Some(true) => return Ok(()),
                        Some(false) => return self.fail_if(true, FaultKind::TrustRejected, issuer, "28"),
                        None => {}
                    }
                    if self.knobs.partial_chain || self.self_signed(issuer) {
                        return Ok(());
                    }
                    continue;
                }
            }
            if !presented_too {
                break;
            }
            let top = self.top();
            let issuer =
                if self.self_signed(top) || self.chain.len() > longest { None } else { self.best_issuer(&pool, top, true) };
            match issuer {
                Some(issuer) => {
                    if let Some(at) = pool.iter().position(|&c| c == issuer) {
                        pool.remove(at);
                    }
                    self.chain.push(issuer);
                    self.untrusted += 1;
                }
                None => presented_too = false,
            }
        }
        // Last resort of X509_V_FLAG_PARTIAL_CHAIN: the end-entity certificate itself is trusted.
        if self.chain.len() <= longest
            && self.chain.len() == self.untrusted
            && self.knobs.partial_chain
            && self.anchors.contains(&self.chain[0])
        {
            self.untrusted = 0;
            return Ok(());
        }
        self.no_anchor(longest)
    }

    fn no_anchor(&mut self, longest: usize) -> Result<(), Stop> {
        let top = self.top();
        if self.chain.len() > longest {
            // Who goes on hears of the missing anchor too.
            self.fail_if(true, FaultKind::ChainTooLong, top, "22")?;
        }
        if self.self_signed(top) {
            return if self.chain.len() == 1 {
                self.fail_if(true, FaultKind::SelfSignedUntrusted, top, "18")
            } else {
                self.fail_if(true, FaultKind::AnchorUntrusted, top, "19")
            };
        }
        let (kind, number) = if self.untrusted < self.chain.len() {
            // A root whose AKI does not name itself is none here, nor one signed by no algorithm of its key.
            let x = self.certificate(top);
            let kind = match x.is_self_issued() {
                true if !self.kind_fits(x, x) => FaultKind::SignatureUnsupported,
                true if key_ids(x, x) == KeyIdEvidence::Different => FaultKind::KeyIdMismatch,
                true => FaultKind::IssuerAndSerialMismatch,
                false => FaultKind::AnchorNotSelfSigned,
            };
            (kind, "2")
        } else {
            // The issuer may be at hand, one certificate beyond the depth.
            let beyond = self.chain.len() > longest && self.trusted_issuer(top).is_some();
            (if beyond { FaultKind::ChainTooLong } else { FaultKind::IssuerMissing }, "20")
        };
        self.fail(self.in_the_way(top).unwrap_or_else(|| Fault::of(kind, top)).named(number))
    }

    /// What keeps a certificate from having an issuer although one of that name is there.
    fn in_the_way(&self, subject: usize) -> Option<Fault> {
        let wanted = &self.certificate(subject).issuer;
        let candidates = self.anchors.iter().chain(self.meeting.presented());
        self.undecoded(subject).or_else(|| {
            let mut namesakes = candidates.filter(|&&c| c != subject && names::same(&self.certificate(c).subject, wanted));
            namesakes.find_map(|&c| self.undecoded(c).or_else(|| self.keyless(c)).or_else(|| self.unlike(subject, c)))
        })
    }

    /// A signature by no algorithm of the namesake's key.
    fn unlike(&self, subject: usize, namesake: usize) -> Option<Fault> {
        let x = self.certificate(subject);
        let oid = x.signature_algorithm.oid.as_str();
        (!self.kind_fits(self.certificate(namesake), x)).then(|| Fault::of(FaultKind::SignatureUnsupported, subject).with(oid))
    }

    fn top(&self) -> usize {
        self.chain.last().copied().unwrap_or_default()
    }

    /// `X509_STORE_CTX_get1_issuer`.
    fn trusted_issuer(&self, subject: usize) -> Option<usize> {
        self.best_issuer(&self.anchors, subject, false)
    }

    /// The first candidate within its validity period, else the one that expires last.
    fn best_issuer(&self, candidates: &[usize], subject: usize, no_repeat: bool) -> Option<usize> {
        let now = self.meeting.now();
        let graph = &self.meeting.scene.prepared.graph;
        let no_repeat = no_repeat && !(self.self_issued(subject) && self.chain.len() == 1);
        let mut nearest: Option<usize> = None;
        for &candidate in candidates.iter().filter(|&&candidate| graph.may_issue(candidate, subject)) {
            if no_repeat && self.chain.contains(&candidate) || !self.likely_issued(candidate, subject) {
                continue;
            }
            let issuer = self.certificate(candidate);
            // X509_cmp_time counts equality as past, at both ends.
            let readable = ["13", "14"].iter().all(|term| self.flaw(candidate, term).is_none());
            if readable && issuer.not_before <= now && now < issuer.not_after {
                return Some(candidate);
            }
            if nearest.is_none_or(|n| issuer.not_after > self.certificate(n).not_after) {
                nearest = Some(candidate);
            }
        }
        nearest
    }
}
