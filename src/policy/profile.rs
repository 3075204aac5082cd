//! A target profile: who it is, how it goes about it, and what it calls what it finds.

use super::chromium::Chromium;
use super::gnutls::GnuTls;
use super::go::Go;
use super::java::Java;
use super::mozpkix::MozPkix;
use super::openssl::OpenSsl;
use super::{Check, Confidence, GatewayRules, LoadingRules, OriginRules, Rfc5280, Setting, Slot, Source, UploadRules};
use crate::fault::{Fault, FaultKind};
use crate::identity::IdentityPolicy;

/// One target. Literal data in one file of `src/profiles`.
#[derive(Debug)]
pub struct Profile {
    /// Stable id, as in requests and reports.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Version that the profile describes.
    pub version: &'static str,
    /// On which side of a handshake it stands.
    pub role: Role,
    /// What it is asked for.
    pub checks: &'static [Check],
    /// Knobs that the user can set.
    pub settings: &'static [Setting],
    /// The procedure it follows, with the knobs that tell it from its relatives.
    pub method: Method,
    /// How it matches names; `None`: it looks at no name.
    pub identity: Option<&'static IdentityPolicy>,
    /// Its own codes and phrases; the first that fits counts.
    pub words: &'static [Word],
    /// How the words become one verdict.
    pub speech: Speech,
    /// How sure an `accepted` is.
    pub accepts: Confidence,
    /// What is known about it, one sentence each.
    pub statements: &'static [Statement],
    /// Where that is known from.
    pub sources: &'static [Source],
}

impl Profile {
    /// Whether a root that is given to it comes to the ones it has, as in a browser's or a system's store, or makes a
    /// list of its own, as a CA file or an uploaded root does.
    #[must_use]
    pub const fn keeps_public_roots(&self) -> bool {
        matches!(self.method, Method::Chromium(_) | Method::MozPkix(_) | Method::Java(_) | Method::Go(_) | Method::Rfc5280(_))
    }

    /// Nobody who does not run it wants to hear of it: two of its kind show each other one certificate, or it is out of use.
    #[must_use]
    pub fn on_demand(&self) -> bool {
        matches!(self.method, Method::OpenSsl(programs) if programs.versions.iter().any(|(_, k)| k.mutual || !k.trusted_first))
    }

    /// A service that takes what a gateway's listener presents.
    #[must_use]
    pub fn of_listeners(&self) -> bool {
        matches!(self.method, Method::Upload(rules) if rules.slot == Slot::Listener)
    }

    /// The word for a fault.
    #[must_use]
    pub fn word(&self, fault: &Fault) -> Option<&'static Word> {
        // A word for the kind itself comes before one for its group.
        let own = |w: &&Word| w.fault == Some(fault.kind) && w.fits(fault);
        let named = (fault.kind != fault.kind.group()).then(|| self.words.iter().find(own)).flatten();
        named.or_else(|| self.words.iter().find(|w| w.fits(fault)))
    }
}

/// On which side of a handshake a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It verifies what a server presents.
    Client,
    /// It presents: reads certificate file and key.
    ServerLoad,
    /// It takes a file.
    Upload,
}

impl Role {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::ServerLoad => "server-load",
            Self::Upload => "upload",
        }
    }
}

/// The procedures of [`crate::rehearsal`], each with its knobs.
#[derive(Clone, Copy, Debug)]
pub enum Method {
    /// OpenSSL's `X509_verify_cert` and what its callers add.
    OpenSsl(&'static OpenSsl),
    /// Go's `crypto/x509`.
    Go(&'static Go),
    /// mozilla::pkix.
    MozPkix(&'static MozPkix),
    /// Chromium's verifier.
    Chromium(&'static Chromium),
    /// GnuTLS.
    GnuTls(&'static GnuTls),
    /// Java's JSSE.
    Java(&'static Java),
    /// A gateway checks a server behind it.
    Gateway(GatewayRules),
    /// A cloud service connects to an origin.
    Origin(&'static OriginRules),
    /// A server program reads its certificate file and key.
    Loading(&'static LoadingRules),
    /// A service takes a file.
    Upload(&'static UploadRules),
    /// RFC 5280 section 6: any path that passes will do.
    Rfc5280(&'static Rfc5280),
}

/// How several faults become one code and message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speech {
    /// The decisive fault alone.
    Decisive,
    /// One sentence per fault, joined with blanks, each said once.
    Every,
    /// Codes are bits of one number; what has none is heard only where no bit is set.
    Bits,
}

/// What a target says when it meets a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The family's term that the procedure put on the fault; empty: any.
    pub term: &'static str,
    /// The kind of fault; `None`: any.
    pub fault: Option<FaultKind>,
    /// The target's own identifier, `None` where it publishes none.
    pub code: Option<&'static str>,
    /// The phrase its user sees, up to the first value in it; empty: none is known.
    pub message: &'static str,
    /// How sure.
    pub confidence: Confidence,
}

impl Word {
    /// A word for a kind of fault.
    #[must_use]
    pub const fn kind(fault: FaultKind, code: &'static str, message: &'static str, confidence: Confidence) -> Self {
        Self { term: "", fault: Some(fault), code: Some(code), message, confidence }
    }

    /// A word for a term of the family.
    #[must_use]
    pub const fn term(term: &'static str, code: &'static str, message: &'static str, confidence: Confidence) -> Self {
        Self { term, fault: None, code: Some(code), message, confidence }
    }

    /// A sentence for a term of the family, without an identifier.
    #[must_use]
    pub const fn saying(term: &'static str, message: &'static str, confidence: Confidence) -> Self {
        Self { term, fault: None, code: None, message, confidence }
    }

    /// A sentence that is its own term and has no identifier.
    #[must_use]
    pub const fn said(sentence: &'static str, confidence: Confidence) -> Self {
        Self::saying(sentence, sentence, confidence)
    }

    /// A phrase without an identifier.
    #[must_use]
    pub const fn phrase(fault: FaultKind, message: &'static str, confidence: Confidence) -> Self {
        Self { term: "", fault: Some(fault), code: None, message, confidence }
    }

    /// The same phrases under one code.
    #[must_use]
    pub const fn recoded<const N: usize>(mut words: [Self; N], code: &'static str) -> [Self; N] {
        let mut i = 0;
        while i < N {
            words[i].code = Some(code);
            i += 1;
        }
        words
    }

    /// The same codes, no surer than this.
    #[must_use]
    pub const fn at_best<const N: usize>(mut words: [Self; N], confidence: Confidence) -> [Self; N] {
        let mut i = 0;
        while i < N {
            words[i].confidence = confidence;
            i += 1;
        }
        words
    }

    /// The words of `first`, then those of `then`. `C` is their number together.
    #[must_use]
    pub const fn joined<const A: usize, const B: usize, const C: usize>(first: [Self; A], then: [Self; B]) -> [Self; C] {
        assert!(A + B == C);
        let mut all = [Self::phrase(FaultKind::Malformed, "", Confidence::Inferred); C];
        let mut i = 0;
        while i < C {
            all[i] = if i < A { first[i] } else { then[i - A] };
            i += 1;
        }
        all
    }

    /// Whether it is a word for this fault or for its group.
    #[must_use]
    pub fn fits(&self, fault: &Fault) -> bool {
        (self.term.is_empty() || self.term == fault.term)
            && self.fault.is_none_or(|kind| kind == fault.kind || kind == fault.kind.group())
    }
}

/// One thing that is known about a target, for the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Stable id, `NGX-H1`.
    pub id: &'static str,
    /// One or two sentences.
    pub text: &'static str,
    /// How sure.
    pub confidence: Confidence,
    /// Where from.
    pub sources: &'static [Source],
}
