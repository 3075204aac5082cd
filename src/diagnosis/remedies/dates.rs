//! New dates: a renewed certificate, or a CA's.

use super::{Case, Remedy, cost};
use crate::cure;
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::report::Fix;
use crate::request::{Edit, With};

/// How long a CA's new certificate runs.
const CA_RUNS: f64 = 3_650.0 * 86_400.0;

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let Some(server) = case.server else { return };
    if case.has(&[F::Expired, F::LifetimeTooLong]) {
        let text = match (case.has(&[F::Expired]), case.scene.of_clients) {
            (false, _) => cure::ISSUE_SHORTER,
            (true, true) => cure::RENEW_CLIENT,
            (true, false) => cure::RENEW,
        };
        let words = Words::cure(text, &case.leaf().map(|l| case.label(l)).unwrap_or_default());
        let edit = Edit::Renew { server: server.id.clone() };
        let told = Fix::words(words).command("openssl", "openssl x509 -in new.pem -noout -dates -ext subjectAltName");
        all.push(case.remedy(cost::CONVERT, edit, told));
    }
    if case.has(&[F::NotYetValid]) {
        let words = Words::cure(cure::WAIT, &case.leaf().map(|l| case.label(l)).unwrap_or_default());
        all.push(case.remedy(cost::CONVERT, Edit::Renew { server: server.id.clone() }, Fix::words(words)));
    }
    for fault in case.faults.iter().filter(|f| matches!(f.kind, F::IssuerExpired | F::AnchorExpired | F::IssuerNotYetValid)) {
        let Some(ca) = fault.certificate else { continue };
        #[allow(clippy::cast_precision_loss, reason = "seconds of a calendar are exact")]
        let now = case.scene.now as f64;
        let with = With { not_before: Some(now - 86_400.0), not_after: Some(now + CA_RUNS), ..With::default() };
        let words = Words::cure(cure::CURRENT_CA, &case.label(ca));
        let edit = Edit::Reissue { certificate: case.sha256(ca), with };
        all.push(case.remedy(cost::CONVERT, edit, Fix::words(words)));
    }
}
