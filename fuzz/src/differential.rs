//! Programs that run in this process, asked the same question as the rehearsal of them.
//!
//! The input is a row of TBSCertificates, end-entity certificate first, root last, and perhaps an OCTET STRING of options.
//! Each is signed anew with the key that stands at its place: what is changed inside is judged on its merits, and not by a
//! signature that no longer fits.

use crate::{armour, file};
use certlens::request::{HostEntry, Request, Seat};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// 2026-11-29T12:00:00Z, and what the options add to it.
const NOW: u64 = 1_795_953_600;
const DAYS: [u64; 4] = [0, 365, 3_650, 20_000];
const HOSTS: [&str; 4] = ["www.example.com", "a.b.example.com", "192.0.2.1", "example.org"];
/// Certificates of a chain.
const MOST: usize = 5;

/// A chain and what is asked of it.
pub struct Question {
    /// End-entity certificate first.
    pub chain: Vec<Vec<u8>>,
    /// What is trusted.
    pub root: Vec<u8>,
    host: &'static str,
    now: u64,
}

/// What a program says: nothing, or why it refuses.
type Said = Result<(), String>;

impl Question {
    /// What the bytes ask.
    #[must_use]
    pub fn of(data: &[u8]) -> Option<Self> {
        let mut bodies = Vec::new();
        let mut options = 0;
        let mut rest = data;
        while let Some((tag, value, length)) = element(rest) {
            match tag {
                0x30 if bodies.len() < MOST => bodies.push(&rest[..length]),
                0x04 => options = value.first().copied().unwrap_or_default(),
                _ => {}
            }
            rest = &rest[length..];
        }
        if bodies.len() < 2 {
            return None;
        }
        let last = bodies.len() - 1;
        // Keys go by the place from the top: the seeds' public keys do, too.
        let mut all: Vec<Vec<u8>> =
            bodies.iter().enumerate().map(|(n, body)| signed(body, last.saturating_sub(n + 1))).collect();
        let root = all.pop()?;
        let (host, days) = (HOSTS[usize::from(options & 3)], DAYS[usize::from(options >> 2 & 3)]);
        Some(Self { chain: all, root, host, now: NOW + days * 86_400 })
    }

    /// What the rehearsal says of a target; `None`: it could not tell, or judged something else than a path and a name.
    fn rehearsed(&self, target: &str) -> Option<Said> {
        let pem: String = self.chain.iter().map(|der| armour("CERTIFICATE", "", der)).collect();
        let mut inputs =
            vec![file("chain.pem", pem.as_bytes(), None), file("root.pem", armour("CERTIFICATE", "", &self.root).as_bytes(), None)];
        inputs[0].seat = Some(Seat::Server);
        inputs[1].seat = Some(Seat::Trust);
        #[allow(clippy::cast_precision_loss)]
        let request = Request {
            inputs,
            hosts: vec![HostEntry::Text(self.host.to_owned())],
            targets: Some(vec![target.to_owned()]),
            now: Some(self.now as f64),
            ..Request::default()
        };
        let (report, _) = certlens::verdicts(&certlens::prepare(&request.inputs), &request);
        let verdict = report.verdicts.into_iter().find(|v| v.check == "connect")?;
        match verdict.outcome {
            "accepted" => Some(Ok(())),
            "rejected" => Some(Err(verdict.code.unwrap_or_default())),
            _ => None,
        }
    }

    fn webpki(&self) -> Said {
        let text = |error: webpki::Error| format!("{error:?}");
        let root = CertificateDer::from(self.root.as_slice());
        let anchors: Vec<_> = anchor_from_trusted_cert(&root).into_iter().collect();
        let chain: Vec<CertificateDer<'_>> = self.chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let leaf = EndEntityCert::try_from(&chain[0]).map_err(text)?;
        let now = UnixTime::since_unix_epoch(Duration::from_secs(self.now));
        leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &chain[1..], now, KeyUsage::server_auth(), None, None)
            .map_err(text)?;
        let name = ServerName::try_from(self.host).map_err(|error| error.to_string())?;
        leaf.verify_is_valid_for_subject_name(&name).map_err(text)?;
        // The handshake is signed with the key that stands at the leaf's place.
        let scalar = [u8::try_from(self.chain.len() + 1).unwrap_or(1); 32];
        let signature: DerSignature = SigningKey::from_slice(&scalar).expect("a number below the order").sign(self.host.as_bytes());
        leaf.verify_signature(webpki::ring::ECDSA_P256_SHA256, self.host.as_bytes(), signature.as_bytes()).map_err(text)
    }

    /// `X509_verify_cert` as `s_client -verify_return_error -verify_hostname` calls it. `None`: the root could not be read,
    /// or OpenSSL would not take the question.
    #[cfg(feature = "openssl")]
    fn openssl(&self) -> Option<Said> {
        use openssl::stack::Stack;
        use openssl::x509::store::X509StoreBuilder;
        use openssl::x509::verify::X509VerifyParam;
        use openssl::x509::{X509, X509PurposeId, X509StoreContext};
        let mut store = X509StoreBuilder::new().ok()?;
        store.add_cert(whole(&self.root)?).ok()?;
        let Some(leaf) = whole(&self.chain[0]) else { return Some(Err("unread".to_owned())) };
        let mut parameters = X509VerifyParam::new().ok()?;
        parameters.set_purpose(X509PurposeId::SSL_SERVER).ok()?;
        parameters.set_time(i64::try_from(self.now).ok()?);
        parameters.set_auth_level(2);
        match self.host.parse() {
            Ok(address) => parameters.set_ip(address).ok()?,
            Err(_) => parameters.set_host(self.host).ok()?,
        }
        store.set_param(&parameters).ok()?;
        let mut chain = Stack::new().ok()?;
        for der in &self.chain {
            // Over TLS a certificate that cannot be read ends the handshake.
            let Some(one) = whole(der) else { return Some(Err("unread".to_owned())) };
            chain.push(one).ok()?;
        }
        let mut context = X509StoreContext::new().ok()?;
        let (accepted, error) = context
            .init(&store.build(), &leaf, &chain, |context| {
                let accepted = context.verify_cert()?;
                Ok((accepted, context.error().as_raw()))
            })
            .ok()?;
        return Some(if accepted { Ok(()) } else { Err(error.to_string()) });

        /// Without octets behind it, as TLS has it.
        fn whole(der: &[u8]) -> Option<X509> {
            X509::from_der(der).ok()
        }
    }
}

/// Asks everybody.
///
/// # Panics
/// Where the rehearsal says something else than the program; with `CERTLENS_FUZZ_COLLECT` in the environment it is written
/// there, each kind of difference once.
pub fn compare(data: &[u8]) {
    let Some(question) = Question::of(data) else { return };
    let webpki = question.webpki();
    if let Some(ours) = question.rehearsed("rustls") {
        let same = match (&ours, &webpki) {
            (Ok(()), Ok(())) => true,
            // Of several things that are wrong each may come first.
            (Err(_), Err(_)) => true,
            _ => false,
        };
        differ(same, "rustls-webpki", &ours, &webpki, data);
    }
    #[cfg(feature = "openssl")]
    if let Some(theirs) = question.openssl()
        && let Some(ours) = question.rehearsed("openssl")
    {
        let same = match (&ours, &theirs) {
            (Ok(()), Ok(())) => true,
            // What ends the handshake otherwise has no number.
            (Err(a), Err(b)) => a == b || a.parse::<u32>().is_err() || b == "unread",
            // The key that the handshake is signed with is another question.
            (Err(a), Ok(())) => a.parse::<u32>().is_err() && !a.is_empty(),
            _ => false,
        };
        differ(same, "OpenSSL", &ours, &theirs, data);
    }
}

fn differ(same: bool, program: &str, ours: &Said, theirs: &Said, data: &[u8]) {
    static SEEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    if same {
        return;
    }
    let what = format!("{program}: {theirs:?}, rehearsed {ours:?}");
    let Ok(folder) = std::env::var("CERTLENS_FUZZ_COLLECT") else { panic!("{what}") };
    let mut seen = SEEN.lock().unwrap();
    let seen = seen.get_or_insert_default();
    if seen.insert(what.clone()) {
        let number = seen.len();
        let _ = std::fs::write(format!("{folder}/{number}.der"), data);
        let _ = std::fs::write(format!("{folder}/{number}.txt"), what);
    }
}

/// The first element: tag, content, length of all.
fn element(der: &[u8]) -> Option<(u8, &[u8], usize)> {
    let (head, length) = match der {
        [_, length @ 0..=0x7f, ..] => (2, usize::from(*length)),
        [_, 0x81, a, ..] => (3, usize::from(*a)),
        [_, 0x82, a, b, ..] => (4, usize::from(*a) << 8 | usize::from(*b)),
        _ => return None,
    };
    Some((der[0], der.get(head..head + length)?, head + length))
}

/// A certificate with this body, signed with ECDSA and SHA-256 by the key with this number.
fn signed(body: &[u8], key: usize) -> Vec<u8> {
    const ALGORITHM: [u8; 12] = [0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
    let scalar = [u8::try_from(key + 1).unwrap_or(1); 32];
    let signature: DerSignature = SigningKey::from_slice(&scalar).expect("a number below the order").sign(body);
    let signature = signature.as_bytes();
    let bits = [&[3, u8::try_from(signature.len() + 1).unwrap_or_default(), 0], signature].concat();
    let content = [body, &ALGORITHM, &bits].concat();
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX).to_be_bytes();
    [&[0x30, 0x82][..], &length, &content].concat()
}
