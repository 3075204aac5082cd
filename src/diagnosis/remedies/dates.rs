//! New dates: a renewed certificate, or a CA's.

use super::{Case, Remedy, Told, cost};
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::request::{Edit, With};

/// How long a CA's new certificate runs.
const CA_RUNS: f64 = 3_650.0 * 86_400.0;

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let Some(server) = case.server else { return };
    if case.has(&[F::Expired, F::LifetimeTooLong]) {
        let label = case.leaf().map(|l| case.label(l)).unwrap_or_default();
        let words = Words::default().say("Renew ").name(label);
        let words = words.say(" with the same names, install the new certificate and reload the service.");
        let edit = Edit::Renew { server: server.id.clone() };
        let told = Told::words(words).command("openssl", "openssl x509 -in new.pem -noout -dates -ext subjectAltName");
        all.push(case.remedy(cost::CONVERT, edit, told));
    }
    if case.has(&[F::NotYetValid]) {
        let label = case.leaf().map(|l| case.label(l)).unwrap_or_default();
        let words = Words::default().say("Use a certificate that is valid now: keep the previous one until ").name(label);
        let words = words
            .say(" begins, or have it issued again. If the date looks right, compare the clock of the machine that made it.");
        all.push(case.remedy(cost::CONVERT, Edit::Renew { server: server.id.clone() }, Told::words(words)));
    }
    for fault in case.faults.iter().filter(|f| matches!(f.kind, F::IssuerExpired | F::AnchorExpired | F::IssuerNotYetValid)) {
        let Some(ca) = fault.certificate else { continue };
        #[allow(clippy::cast_precision_loss, reason = "seconds of a calendar are exact")]
        let now = case.scene.now as f64;
        let with = With { not_before: Some(now - 86_400.0), not_after: Some(now + CA_RUNS), ..With::default() };
        let words = Words::default().say("Get the current certificate of ").name(case.label(ca));
        let words = words.say(" from the CA: the same name and key with new dates, and put it in the place of the present one.");
        let edit = Edit::Reissue { certificate: case.sha256(ca), with };
        all.push(case.remedy(cost::CONVERT, edit, Told::words(words)));
    }
}
