//! An issuer that nobody dropped: from its published address, or from the CA.

use super::{Case, Remedy, cost, trust_words};
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::octets::hex;
use crate::report::Fix;
use crate::request::{Change, Edit, Which};
use crate::shell::{self, Shell};
use crate::situation::{is_public, issuer_fingerprint, may_be_above, says_root};

const OF_A_GAP: &[F] = &[F::IssuerMissing, F::AnchorUntrusted, F::ChainIncomplete, F::AnchorNotSelfSigned, F::KeyIdMismatch];

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    if !case.has(OF_A_GAP) {
        return;
    }
    let fault = case.faults.iter().find(|f| OF_A_GAP.contains(&f.kind)).and_then(|f| f.certificate);
    let gap = case.server.and_then(|s| s.proposed.missing.as_ref()).map(|g| g.certificate);
    for child in [gap, fault].into_iter().flatten() {
        if !case.self_signed(child) && !is_known(case, child) {
            obtain(case, child, all);
        }
    }
}

/// Its issuer is at hand, dropped or embedded.
fn is_known(case: &Case<'_>, child: usize) -> bool {
    let prepared = case.scene.prepared;
    prepared.graph.issuers(child).iter().any(|e| {
        e.issuer != child && prepared.graph.signature(&prepared.pool, child, e.issuer) == crate::signature::Verification::Verified
    })
}

fn obtain(case: &Case<'_>, child: usize, all: &mut Vec<Remedy>) {
    let certificate = case.scene.certificate(child);
    let issuer = certificate.issuer.to_rfc4514();
    let address = certificate.ca_issuers().find(|a| a.starts_with("http://") || a.starts_with("https://")).map(str::to_owned);
    let sent = case.server.is_some_and(|s| s.presented.contains(&child)) && !case.scene.trust.contains(&child);
    let words = Words::default().say("Get the certificate of ").name(issuer);
    let words = match &address {
        Some(address) => words.say(" from the address where its CA publishes it, ").name(address.clone()),
        None => words.say(" from your CA"),
    };
    let words = if sent && case.scene.of_clients {
        words.say(", and append it to the client's certificate file: a client sends its issuers along.")
    } else if sent {
        words.say(
            ", and append it to what the server sends; on IIS, import it into Intermediate Certification Authorities and rebind.",
        )
    } else if case.scene.client_ca.contains(&child) {
        words.say(", and put it into the same file: the root belongs there together with the issuing CAs.")
    } else {
        words.say(", and have it trusted in place of ").name(case.label(child)).say(", which is not a root.")
    };
    let mut told = Fix::words(words);
    if let Some(address) = &address {
        let posix = shell::address(address, Shell::Posix);
        let windows = shell::address(address, Shell::PowerShell);
        told = told
            .command("sh", format!("curl -o issuer.cer {posix} && openssl x509 -inform DER -in issuer.cer -out issuer.pem"))
            .command("powershell", format!("Invoke-WebRequest -Uri {windows} -OutFile issuer.cer"));
    }
    if sent {
        told = told
            .command("openssl", "openssl verify -CAfile root.cer -untrusted chain.pem server.pem")
            .command("powershell", "Import-Certificate -FilePath issuer.cer -CertStoreLocation Cert:\\LocalMachine\\CA");
    }
    let edit = Edit::Obtain { issuer_of: case.sha256(child), from: address };
    if sent {
        root(case, child, &edit, all);
    }
    all.push(case.remedy(cost::OBTAIN, edit, told));
}

/// Whether a name says of itself that it is of a CA below a root.
fn says_issuing(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["issuing", "intermediate", "sub", "policy", "server ca"].iter().any(|word| name.contains(word))
}

/// What is missing may be the root itself: then it is not sent, but trusted.
fn root(case: &Case<'_>, child: usize, obtain: &Edit, all: &mut Vec<Remedy>) {
    let certificate = case.scene.certificate(child);
    if is_public(certificate) && !case.scene.has_trust_input() {
        return;
    }
    let related = |i: &usize| {
        let root = case.scene.certificate(*i);
        may_be_above(root, certificate) && root.subject.values("O").any(|o| certificate.issuer.values("O").any(|own| own == o))
    };
    // A root of the same organisation is trusted: what is missing stands between, unless neither says so of itself.
    let says_it = |i: &usize| case.scene.certificate(*i).subject.common_names().any(says_root);
    let between = is_public(certificate)
        || certificate.issuer.common_names().any(says_issuing)
        || case.scene.trust.iter().filter(|i| related(i)).any(says_it);
    if between && case.scene.trust.iter().any(related) {
        return;
    }
    let id = hex(&issuer_fingerprint(certificate));
    let trust = Edit::Trust { certificates: Which::These(vec![id]) };
    let edit = Edit::All { changes: vec![Change::everywhere(obtain.clone()), Change::everywhere(trust)] };
    let told = trust_words::of_name(
        case,
        &certificate.issuer.common_names().last().map_or_else(|| certificate.issuer.to_rfc4514(), str::to_owned),
    );
    all.push(case.remedy(cost::OBTAIN + 1, edit, told));
}
