//! `build_chain`: trusted issuers first (X509_V_FLAG_TRUSTED_FIRST is the default since 1.1.0), then presented ones.

use super::{Context, Stop, likely_issued, self_issued, self_signed};
use crate::fault::FaultKind;
use crate::path::{KeyIdEvidence, key_ids};

impl Context<'_> {
    pub(super) fn build_chain(&mut self) -> Result<(), Stop> {
        let mut pool: Vec<usize> = self.meeting.presented().to_vec();
        let longest = usize::try_from(self.knobs.depth).unwrap_or(usize::MAX).saturating_add(1);
        let mut presented_too = true;
        // Each turn adds a certificate or gives up one of the two sources, so the length limit bounds it.
        loop {
            let top = self.top();
            let trusted = if self.chain.len() > longest { None } else { self.trusted_issuer(top) };
            if let Some(issuer) = trusted {
                let ends;
                if self_signed(self.certificate(top)) {
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
                    if self.knobs.partial_chain || self_signed(self.certificate(issuer)) {
                        return Ok(());
                    }
                    continue;
                }
            }
            if !presented_too {
                break;
            }
            let top = self.top();
            let issuer = if self_signed(self.certificate(top)) || self.chain.len() > longest {
                None
            } else {
                self.best_issuer(&pool, top, true)
            };
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
            return self.fail_if(true, FaultKind::ChainTooLong, top, "22");
        }
        if self_signed(self.certificate(top)) {
            return if self.chain.len() == 1 {
                self.fail_if(true, FaultKind::SelfSignedUntrusted, top, "18")
            } else {
                self.fail_if(true, FaultKind::AnchorUntrusted, top, "19")
            };
        }
        if self.untrusted < self.chain.len() {
            // A root whose AKI does not name itself is none here.
            let x = self.certificate(top);
            let kind = if x.is_self_issued() && key_ids(x, x) == KeyIdEvidence::Different {
                FaultKind::KeyIdMismatch
            } else if x.is_self_issued() {
                FaultKind::IssuerAndSerialMismatch
            } else {
                FaultKind::AnchorNotSelfSigned
            };
            self.fail_if(true, kind, top, "2")
        } else {
            self.fail_if(true, FaultKind::IssuerMissing, top, "20")
        }
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
        let x = self.certificate(subject);
        let now = self.meeting.now();
        let mut nearest: Option<usize> = None;
        for &candidate in candidates {
            let issuer = self.certificate(candidate);
            if no_repeat && !(self_issued(x) && self.chain.len() == 1) && self.chain.contains(&candidate) {
                continue;
            }
            if !likely_issued(issuer, x) {
                continue;
            }
            // X509_cmp_time counts equality as past, at both ends.
            if issuer.not_before <= now && now < issuer.not_after {
                return Some(candidate);
            }
            if nearest.is_none_or(|n| issuer.not_after > self.certificate(n).not_after) {
                nearest = Some(candidate);
            }
        }
        nearest
    }
}
