//! The visible list of rules.

use super::common::{applies, rank};
use super::{
    Clause, Explains, Rule, Severity, bundle, certificate, files, from_judgements, keys, names, path, purpose, time, uploads,
};
use crate::cure::Cure;
use crate::fault::FaultKind;

/// Rules that hold for what clients show as well: what they report speaks of no server and no name.
pub const OF_CLIENTS: &[&Rule] = &[
    &bundle::end_entity_missing::RULE,
    &keys::key_mismatch::RULE,
    &path::signature_invalid::RULE,
    &path::issuer_key_mismatch::RULE,
    &path::self_signed_end_entity::RULE,
    &path::issuer_missing::RULE,
    &path::anchor_mismatch::RULE,
    &path::issuer_key_usage::RULE,
    &path::issuer_not_a_ca::RULE,
    &path::path_length_exceeded::RULE,
    &path::revoked::RULE,
    &time::anchor_expired::RULE,
    &time::end_entity_expired::RULE,
    &time::end_entity_expires_soon::RULE,
    &time::issuer_expired::RULE,
    &time::not_yet_within_validity::RULE,
];

/// What is the case with a client's certificate, where a rule's own title speaks of a server's.
pub const TITLES_OF_CLIENTS: &[(&Rule, &str)] = &[
    (&bundle::end_entity_missing::RULE, "The client shows only CA certificates, none of its own"),
    (&keys::key_mismatch::RULE, "The private key does not belong to the client certificate"),
    (&path::self_signed_end_entity::RULE, "The client certificate is self-signed"),
    (&path::issuer_missing::RULE, "The client does not send the certificate of an issuing CA, and the server does not know it"),
    (&path::anchor_mismatch::RULE, "The chain does not end at a CA whose clients the server takes"),
    (&time::end_entity_expired::RULE, "The client certificate has expired"),
    (&time::end_entity_expires_soon::RULE, "The client certificate expires in less than 30 days"),
];

/// Every rule, in the order in which they run. Of several that explain a fault equally well, the first says it.
pub const CATALOG: &[&Rule] = &[
    &bundle::end_entity_missing::RULE,
    &bundle::chain_order_wrong::RULE,
    &bundle::several_end_entity_certificates::RULE,
    &bundle::duplicate_certificate::RULE,
    &bundle::root_in_bundle::RULE,
    &bundle::several_servers_differ::RULE,
    &bundle::unrelated_chains::RULE,
    &keys::private_key_for_wrong_order::RULE,
    &keys::public_key_only::RULE,
    &keys::key_encrypted::RULE,
    &keys::key_form::RULE,
    &keys::key_mismatch::RULE,
    &keys::weak_key::RULE,
    &keys::weak_signature::RULE,
    &keys::uncommon_algorithm::RULE,
    &keys::algorithm_not_taken::RULE,
    &keys::key_in_bundle::RULE,
    &keys::key_missing::RULE,
    &keys::request_key_other::RULE,
    &names::request_names_lost::RULE,
    &files::trust_store_without_entries::RULE,
    &files::certificate_damaged::RULE,
    &files::input_repaired::RULE,
    &files::locked::RULE,
    &files::no_certificate::RULE,
    &files::part_unreadable::RULE,
    &files::pem_label_mismatch::RULE,
    &files::pem_truncated::RULE,
    &files::trailing_data::RULE,
    &files::wrong_password::RULE,
    &path::signature_invalid::RULE,
    &path::issuer_key_mismatch::RULE,
    &path::self_signed_end_entity::RULE,
    &path::trust_input_not_a_root::RULE,
    &path::trust_rejected::RULE,
    &path::issuer_missing::RULE,
    &path::anchor_mismatch::RULE,
    &path::several_paths::RULE,
    &path::key_id_mismatch::RULE,
    &path::root_not_shared::RULE,
    &path::authority_key_id_absent::RULE,
    &path::chain_too_long::RULE,
    &path::crl_stale::RULE,
    &path::issuer_key_usage::RULE,
    &path::issuer_not_a_ca::RULE,
    &path::issuer_serial_mismatch::RULE,
    &path::name_constraint_violated::RULE,
    &path::path_length_exceeded::RULE,
    &path::policy_unacceptable::RULE,
    &path::revoked::RULE,
    &path::subject_key_id_absent::RULE,
    &path::subject_same_as_issuer::RULE,
    &purpose::ca_as_end_entity::RULE,
    &purpose::eku_absent::RULE,
    &purpose::eku_client_auth_missing::RULE,
    &purpose::eku_server_auth_missing::RULE,
    &purpose::issuer_eku_client_auth_missing::RULE,
    &purpose::issuer_eku_server_auth_missing::RULE,
    &purpose::key_usage_unsuitable::RULE,
    &purpose::netscape_type_unsuitable::RULE,
    &purpose::ocsp_signing_beside_server_auth::RULE,
    &certificate::precertificate::RULE,
    &certificate::encoding_broken::RULE,
    &certificate::algorithm_fields_differ::RULE,
    &certificate::alternative_names_empty::RULE,
    &certificate::alternative_names_not_critical::RULE,
    &certificate::basic_constraints_not_critical::RULE,
    &certificate::certificate_version::RULE,
    &certificate::certificate_version_unknown::RULE,
    &certificate::extension_not_taken::RULE,
    &certificate::extension_repeated::RULE,
    &certificate::extension_unreadable::RULE,
    &certificate::extensions_without_version_3::RULE,
    &certificate::issuer_key_usage_absent::RULE,
    &certificate::issuer_name_empty::RULE,
    &certificate::key_cert_sign_without_ca::RULE,
    &certificate::key_id_critical::RULE,
    &certificate::path_length_misplaced::RULE,
    &certificate::subject_empty::RULE,
    &certificate::transparency_missing::RULE,
    &certificate::unknown_critical_extension::RULE,
    &time::anchor_expired::RULE,
    &time::end_entity_expired::RULE,
    &time::end_entity_expires_soon::RULE,
    &time::issuer_expired::RULE,
    &time::issuer_expires_soon::RULE,
    &time::lifetime_too_long::RULE,
    &time::not_yet_within_validity::RULE,
    &names::subject_alt_name_absent::RULE,
    &names::name_match_disputed::RULE,
    &names::wildcard_depth::RULE,
    &names::ip_not_in_san::RULE,
    &names::hostname_mismatch::RULE,
    &names::common_name_not_in_san::RULE,
    &names::dns_name_malformed::RULE,
    &names::dns_name_underscore::RULE,
    &names::hostname_malformed::RULE,
    &names::hostname_missing::RULE,
    &names::ip_as_dns_name::RULE,
    &names::name_of_mixed_scripts::RULE,
    &names::no_name_of_this_form::RULE,
    &names::user_name_missing::RULE,
    &names::wildcard_form::RULE,
    &names::wildcard_public_suffix::RULE,
    &uploads::certificate_count::RULE,
    &uploads::chain_superfluous::RULE,
    &uploads::file_format_unsupported::RULE,
    &uploads::file_too_large::RULE,
    &uploads::key_form_other::RULE,
    &uploads::pfx_encryption::RULE,
    &uploads::root_not_in_file::RULE,
    &uploads::uploaded_certificate_wrong::RULE,
    &NOT_DETERMINED,
];

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    CATALOG.iter().copied().find(|r| r.id == id)
}

/// The rule that owns a kind of fault. Every kind has one, which a test holds.
#[must_use]
pub fn owner(kind: FaultKind) -> &'static Rule {
    CATALOG.iter().copied().find(|r| r.explains.owned.contains(&kind)).unwrap_or(&NOT_DETERMINED)
}

/// The rules that say more than the owner of a kind, in the order of the list.
pub(super) fn behind(kind: FaultKind) -> impl Iterator<Item = &'static Rule> {
    CATALOG.iter().copied().filter(move |r| r.explains.behind.contains(&kind))
}

/// The rules that stand in for the owner of a kind, in the order of the list.
pub(super) fn instead(kind: FaultKind) -> impl Iterator<Item = &'static Rule> {
    CATALOG.iter().copied().filter(move |r| r.explains.instead.contains(&kind))
}

/// What a rule could not tell, and why. Its findings come from [`Findings::undetermined`].
pub static NOT_DETERMINED: Rule = Rule {
    id: "not-determined",
    title: "One check could not be decided",
    why: "Certlens does not guess. The evidence names the check and the reason why it stayed open.",
    gateway: None,
    fix: Cure::of("Check this point with the program that will use the certificate."),
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::INFORMATION,
    explains: Explains::owner(&[FaultKind::SignatureUnchecked]),
    sources: &[],
    applies: applies::files,
    check: from_judgements,
};
