//! A root is trusted, on the side of the one who verifies. Never a server's own certificate, except where a gateway
//! compares just that.

use super::{Case, Remedy, cost, trust_words};
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::identity::is_address;
use crate::policy::{BackendTrust, Method};
use crate::report::Fix;
use crate::request::{Change, Edit, List, SettingValue, Which};
use crate::signature::Verification;

const OF_TRUST: &[F] = &[
    F::AnchorUntrusted,
    F::IssuerMissing,
    F::AnchorNotSelfSigned,
    F::SelfSignedUntrusted,
    F::UploadWrongCertificate,
    F::SignatureInvalid,
    F::IssuerNotCa,
    F::AnchorExpired,
    F::IssuerExpired,
    F::KeyIdMismatch,
];

/// Roots offered for one refusal.
const OFFERED: usize = 3;

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let Some(leaf) = case.leaf().filter(|_| case.has(OF_TRUST)) else { return };
    if let Method::Gateway(rules) = case.profile.method
        && rules.trust == BackendTrust::EndEntity
    {
        authentication_certificate(case, leaf, all);
        return;
    }
    let roots = roots(case, leaf);
    let scene = case.scene;
    for &root in roots.iter().take(OFFERED) {
        let public = scene.prepared.pool[root].mozilla_root;
        if case.by_gateway() {
            gateway(case, root, public, all);
        } else if !scene.trust.contains(&root) && !case.public_only() {
            all.push(case.remedy(cost::TRUST, these(case, root), trust_words::told(case, root)));
        }
        if public && !case.by_gateway() && scene.has_trust_input() {
            let words =
                Words::default().say("Let the program use the public roots: ").name(case.label(root)).say(" is one of them.");
            all.push(case.remedy(cost::TRUST + 1, Edit::Trust { certificates: Which::Named(List::Public) }, Fix::words(words)));
        }
    }
    if case.profile.id == "azure-api-management" {
        unvalidated(case, all);
    }
}

fn these(case: &Case<'_>, root: usize) -> Edit {
    Edit::Trust { certificates: Which::These(vec![case.sha256(root)]) }
}

/// Self-signed CA certificates above the server's, those that were dropped first.
fn roots(case: &Case<'_>, leaf: usize) -> Vec<usize> {
    let prepared = case.scene.prepared;
    let mut seen = vec![leaf];
    let mut at = 0;
    let mut roots = Vec::new();
    while at < seen.len() && seen.len() < 64 {
        let subject = seen[at];
        at += 1;
        if case.self_signed(subject) {
            // A server's certificate that is its own root is trusted by nobody's advice.
            if subject != leaf || (prepared.certificate(leaf).is_ca() && case.by_gateway()) {
                roots.push(subject);
            }
            continue;
        }
        for edge in prepared.graph.issuers(subject) {
            let signed = prepared.graph.signature(&prepared.pool, subject, edge.issuer) != Verification::Failed;
            if signed && !seen.contains(&edge.issuer) {
                seen.push(edge.issuer);
            }
        }
    }
    let expired = |i: usize| case.scene.certificate(i).not_after < case.scene.now;
    crate::lists::sort_by_key(&mut roots, |&i| (expired(i), !case.dropped(i)));
    roots
}

fn set_trust(case: &Case<'_>, value: &str) -> Edit {
    Edit::Set {
        target: case.profile.id.to_owned(),
        setting: "trust".to_owned(),
        value: SettingValue::Text(value.to_owned()),
        weakens: false,
    }
}

fn gateway(case: &Case<'_>, root: usize, public: bool, all: &mut Vec<Remedy>) {
    let scene = case.scene;
    let chosen = scene.choice(case.profile.id, "trust");
    let well_known = chosen == Some("well-known-ca") || (chosen.is_none() && !scene.has_trust_input());
    if public && !well_known {
        let words = Words::default()
            .name(case.label(root))
            .say(" is a well-known CA: say so in the backend setting (well-known CA: Yes); then no upload is needed.");
        let told = Fix::words(words)
            .setting("Backend setting > Backend server's certificate is issued by a well-known CA", "Yes")
            .command(
                "az",
                "az network application-gateway settings update --resource-group GROUP --gateway-name GATEWAY --name SETTING --remove trustedRootCertificates",
            );
        let mut remedy = case.remedy(cost::TRUST, set_trust(case, "well-known-ca"), told);
        remedy.second_door = true;
        all.push(remedy);
    }
    if scene.trust.contains(&root) {
        if well_known {
            let words = Words::default().say("Set the backend setting to the uploaded root: well-known CA: No, with ");
            let told = Fix::words(words.name(case.label(root)).say(" as the trusted root certificate, for it is no public CA."))
                .setting(
                    "Backend setting > Backend server's certificate is issued by a well-known CA: No > Trusted root certificate",
                    case.label(root),
                )
                .command("az", trust_words::UPLOAD)
                .command("powershell", trust_words::upload())
                .repair("root-cer");
            all.push(case.remedy(cost::SETTING, set_trust(case, "uploaded-roots"), told));
        }
        return;
    }
    let told = trust_words::told(case, root);
    let edit = if chosen == Some("well-known-ca") {
        Edit::All { changes: vec![Change::everywhere(set_trust(case, "uploaded-roots")), Change::everywhere(these(case, root))] }
    } else {
        these(case, root)
    };
    all.push(case.remedy(cost::TRUST, edit, told));
}

/// Version 1 compares the certificate that the server presents with the uploaded one.
fn authentication_certificate(case: &Case<'_>, leaf: usize, all: &mut Vec<Remedy>) {
    if case.scene.trust.contains(&leaf) {
        return;
    }
    let words = Words::default().say("Upload what the server presents, ").name(case.label(leaf));
    let words = words.say(", as the authentication certificate: version 1 compares just that.");
    // Without a name no SNI is sent, and a server of several sites answers with its default certificate.
    let nameless = case.host.is_empty() || is_address(case.host);
    let words = if nameless {
        words.say(" If it is only the server's default certificate, name the pool member by its FQDN, so that the gateway sends a server name (SNI).")
    } else {
        words
    };
    let told = Fix::words(words)
        .setting("HTTP setting > Authentication certificates", case.label(leaf))
        .command(
            "az",
            "az network application-gateway auth-cert create --resource-group GROUP --gateway-name GATEWAY --name BACKEND --cert-file server.cer",
        )
        .repair("certificate");
    all.push(case.remedy(cost::TRUST, these(case, leaf), told));
}

/// What Microsoft's page on backends with private CAs gives as the second way (backend entity, `validateCertificateChain`).
fn unvalidated(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let words = Words::default().say("Turn certificate chain validation off for this backend entity. This weakens the check.");
    let told = Fix::words(words).setting("API Management > Backends > Validate certificate chain", "off");
    let edit = Edit::Set {
        target: case.profile.id.to_owned(),
        setting: "validateCertificateChain".to_owned(),
        value: SettingValue::Bool(false),
        weakens: true,
    };
    let mut remedy = case.remedy(cost::WEAKENS, edit, told);
    remedy.second_door = true;
    all.push(remedy);
}
