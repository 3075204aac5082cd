//! Name constraints (RFC 5280 4.2.1.10, 6.1.3 (b), (c), 7.5).

use crate::facts::{Certificate, GeneralName, Name, NameConstraints, same_rdn};
use crate::fault::{Fault, FaultKind};
use crate::octets::address;
use crate::path::checks::PathView;

/// The detail of a fault that is about the number of names and constraints.
pub const TOO_MANY: &str = "too many names and constraints";

/// How a target applies name constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRules {
    /// Whether the constraints of the trust anchor's own certificate count.
    pub of_anchor: bool,
    /// Apply to every certificate below, not to the end-entity certificate alone.
    pub intermediates: bool,
    /// Self-issued intermediates are exempt (RFC 5280 6.1.3 (b)).
    pub self_issued_exempt: bool,
    /// Hold the subject to directoryName constraints.
    pub directory: bool,
    /// Hold emailAddress attributes of the subject to rfc822Name constraints where the SAN has no rfc822Name.
    pub subject_email: bool,
    /// Forms of name with rules of their own; constraints on any other are for `other_forms` to decide.
    pub understood: &'static [Form],
    /// What to do about constraints on a form of name that is not understood.
    pub other_forms: OtherForms,
    /// How a dNSName constraint that begins with a dot is read.
    pub leading_dot: LeadingDot,
    /// What a host without a leading dot covers as a constraint on URIs and mail addresses.
    pub host_base: HostBase,
    /// DNS names are compared as they are, however odd their labels; otherwise one that is no host name is a fault.
    pub any_labels: bool,
    /// An excluded subtree strikes a wildcard name that could stand for a name in it: `*.example.com` against
    /// `www.example.com`.
    pub wildcards_cover: bool,
    /// An iPAddress constraint says nothing about addresses of the other family.
    pub families_apart: bool,
    /// Most comparisons of a name with a constraint of its form in one path.
    pub comparisons: usize,
    /// Most pairs of a name (SAN entries and attributes of the subject) and a constraint of whatever form for one
    /// certificate, counted before anything is compared (OpenSSL's `NAME_CHECK_MAX` is 2^20).
    pub pairs: usize,
}

impl NameRules {
    /// RFC 5280 to the letter.
    pub const RFC5280: Self = Self {
        of_anchor: true,
        intermediates: true,
        self_issued_exempt: true,
        directory: true,
        subject_email: true,
        understood: &[Form::Email, Form::Dns, Form::Directory, Form::Uri, Form::Ip],
        other_forms: OtherForms::Refused,
        leading_dot: LeadingDot::Subdomains,
        host_base: HostBase::Itself,
        any_labels: false,
        wildcards_cover: true,
        families_apart: false,
        comparisons: 250_000,
        pairs: 1 << 20,
    };
}

/// Forms of name (RFC 5280 4.2.1.10) that have rules of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// rfc822Name.
    Email,
    /// dNSName.
    Dns,
    /// directoryName.
    Directory,
    /// uniformResourceIdentifier.
    Uri,
    /// iPAddress.
    Ip,
}

/// Constraints on otherName, registeredID and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherForms {
    /// Not looked at.
    Ignored,
    /// A fault where a certificate has a name of that form (RFC 5280 4.2.1.10).
    Refused,
}

/// `.example.com` as a dNSName constraint, a form that RFC 5280 gives to URIs only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadingDot {
    /// Names below `example.com`, not itself.
    Subdomains,
    /// A malformed constraint: a fault.
    Refused,
}

/// What `example.com` covers as a constraint on the host of a URI or a mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostBase {
    /// That host alone (RFC 5280 4.2.1.10).
    Itself,
    /// And all names below it, as with dNSName.
    WithSubdomains,
}

/// The first name below an issuer that its constraints refuse; the detail is the name. Constraints are applied from the
/// anchor down.
#[must_use]
pub fn check(view: &PathView<'_>, rules: &NameRules) -> Option<Fault> {
    let mut budget = rules.comparisons;
    let top = if rules.of_anchor { view.len() } else { view.below_anchor().end };
    for issuer in (1..top).rev() {
        let Some(constraints) = &view.at(issuer).name_constraints else { continue };
        let lowest = if rules.intermediates { issuer } else { 1 };
        for position in (0..lowest).rev() {
            let exempt = rules.self_issued_exempt && position > 0 && view.at(position).is_self_issued();
            if exempt {
                continue;
            }
            if let Err(name) = held(constraints, view.at(position), rules, &mut budget) {
                return Some(view.fault(FaultKind::NameConstraintViolated, position).with(name));
            }
        }
    }
    None
}

/// Whether all names of a certificate stand within constraints.
///
/// # Errors
/// The offending name, or what stands in the way.
pub fn held(
    constraints: &NameConstraints,
    certificate: &Certificate,
    rules: &NameRules,
    budget: &mut usize,
) -> Result<(), String> {
    let names = certificate.alt_names().count() + certificate.subject.rdns.iter().map(Vec::len).sum::<usize>();
    let pairs = names.saturating_mul(constraints.permitted.len() + constraints.excluded.len());
    if pairs > rules.pairs {
        return Err(TOO_MANY.to_owned());
    }
    for name in certificate.alt_names() {
        one(constraints, name, rules, budget)?;
    }
    // The SAN carries no directoryName as a rule: it is the subject that these constraints are about.
    if rules.directory && !certificate.subject.is_empty() {
        one(constraints, &GeneralName::Directory(certificate.subject.clone()), rules, budget)?;
    }
    // RFC 5280 4.2.1.10: emailAddress attributes of the subject count where there is no rfc822Name.
    if rules.subject_email && !certificate.alt_names().any(|n| matches!(n, GeneralName::Email(_))) {
        for attribute in certificate.subject.rdns.iter().flatten().filter(|a| a.oid.as_str() == EMAIL_ADDRESS) {
            one(constraints, &GeneralName::Email(attribute.value.clone()), rules, budget)?;
        }
    }
    Ok(())
}

const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";

/// Whether one name stands within constraints, wherever it was found.
///
/// # Errors
/// As [`held`].
pub fn held_name(constraints: &NameConstraints, name: &GeneralName, rules: &NameRules) -> Result<(), String> {
    let mut budget = rules.comparisons;
    one(constraints, name, rules, &mut budget)
}

/// Names that are no addresses are of every family.
fn same_family(base: &GeneralName, name: &GeneralName) -> bool {
    match (base, name) {
        (GeneralName::Ip(base), GeneralName::Ip(name)) => base.len() == 2 * name.len(),
        _ => true,
    }
}

fn one(constraints: &NameConstraints, name: &GeneralName, rules: &NameRules, budget: &mut usize) -> Result<(), String> {
    let mut permitted = None;
    for (bases, excluded) in [(&constraints.permitted, false), (&constraints.excluded, true)] {
        for base in bases.iter().filter(|b| same_form(b, name) && (!rules.families_apart || same_family(b, name))) {
            *budget = budget.checked_sub(1).ok_or_else(|| TOO_MANY.to_owned())?;
            if !is_understood(base, rules) {
                if rules.other_forms == OtherForms::Ignored {
                    continue;
                }
                return Err(describe(name));
            }
            match within(name, base, rules, excluded) {
                Some(true) if excluded => return Err(describe(name)),
                Some(inside) if !excluded => permitted = Some(permitted.unwrap_or(false) || inside),
                Some(_) => {}
                // Unreadable name or constraint: nothing can be said to be inside or outside.
                None => return Err(describe(name)),
            }
        }
    }
    if permitted == Some(false) { Err(describe(name)) } else { Ok(()) }
}

fn form(name: &GeneralName) -> Option<Form> {
    match name {
        GeneralName::Email(_) => Some(Form::Email),
        GeneralName::Dns(_) => Some(Form::Dns),
        GeneralName::Directory(_) => Some(Form::Directory),
        GeneralName::Uri(_) => Some(Form::Uri),
        GeneralName::Ip(_) => Some(Form::Ip),
        _ => None,
    }
}

fn is_understood(name: &GeneralName, rules: &NameRules) -> bool {
    form(name).is_some_and(|form| rules.understood.contains(&form))
}

fn same_form(base: &GeneralName, name: &GeneralName) -> bool {
    match (base, name) {
        (GeneralName::Other(a, _), GeneralName::Other(b, _)) => a == b,
        (GeneralName::RegisteredId(_), GeneralName::RegisteredId(_)) => true,
        (GeneralName::Unsupported(a, _), GeneralName::Unsupported(b, _)) => a == b,
        _ => form(base).is_some() && form(base) == form(name),
    }
}

/// `None`: the name or the base cannot be read.
fn within(name: &GeneralName, base: &GeneralName, rules: &NameRules, excluded: bool) -> Option<bool> {
    match (name, base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base, rules, excluded),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => ip(name, base),
        (GeneralName::Directory(name), GeneralName::Directory(base)) => Some(directory(name, base)),
        (GeneralName::Email(name), GeneralName::Email(base)) => email(name, base, rules.host_base),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => uri(name, base, rules.host_base),
        _ => None,
    }
}

/// "Any DNS name that can be constructed by simply adding zero or more labels to the left-hand side of the name".
fn dns(name: &str, base: &str, rules: &NameRules, excluded: bool) -> Option<bool> {
    if base.is_empty() {
        // A name that would have to end in a dot.
        return (rules.leading_dot != LeadingDot::Refused).then_some(true);
    }
    let (base, itself) = match (base.strip_prefix('.'), rules.leading_dot) {
        (None, _) => (base, true),
        (Some(rest), LeadingDot::Subdomains) => (rest, false),
        (Some(_), LeadingDot::Refused) => return None,
    };
    if !rules.any_labels && (!is_dns_name(base) || !is_dns_name(name.strip_prefix("*.").unwrap_or(name))) {
        return None;
    }
    if below(name, base, itself) {
        return Some(true);
    }
    let stands_for_base = |rest: &str| base.split_once('.').is_some_and(|(_, parent)| parent.eq_ignore_ascii_case(rest));
    Some(excluded && rules.wildcards_cover && itself && name.strip_prefix("*.").is_some_and(stands_for_base))
}

/// `name` ends in `base` at a label boundary; `base` itself only where `itself`.
fn below(name: &str, base: &str, itself: bool) -> bool {
    let (name, base) = (name.as_bytes(), base.as_bytes());
    match name.len().checked_sub(base.len()) {
        Some(0) => itself && name.eq_ignore_ascii_case(base),
        Some(head) => name[head - 1] == b'.' && name[head..].eq_ignore_ascii_case(base),
        None => false,
    }
}

fn is_dns_name(name: &str) -> bool {
    !name.is_empty()
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
}

/// Address and mask; a mask with holes is malformed (RFC 4632).
fn ip(name: &[u8], base: &[u8]) -> Option<bool> {
    if !matches!(name.len(), 4 | 16) || !matches!(base.len(), 8 | 32) {
        return None;
    }
    let (network, mask) = base.split_at(base.len() / 2);
    let ones = mask.iter().map(|b| b.leading_ones()).take_while(|&n| n == 8).count();
    let rest = mask.get(ones..).unwrap_or(&[]);
    let contiguous = match rest {
        [] => true,
        [first, others @ ..] => first.leading_ones() + first.trailing_zeros().min(8) == 8 && others.iter().all(|&b| b == 0),
    };
    if !contiguous {
        return None;
    }
    Some(name.len() == network.len() && name.iter().zip(network).zip(mask).all(|((n, w), m)| n & m == w & m))
}

/// The base is an initial run of the name's relative distinguished names.
fn directory(name: &Name, base: &Name) -> bool {
    base.rdns.len() <= name.rdns.len() && base.rdns.iter().zip(&name.rdns).all(|(b, n)| same_rdn(b, n))
}

/// A mailbox, a host, or a domain with a leading dot.
fn email(name: &str, base: &str, host_base: HostBase) -> Option<bool> {
    let (local, host) = name.rsplit_once('@')?;
    // An `@` of the local part stands in quotes (RFC 5321 4.1.2).
    if local.is_empty() || local.contains('@') && !(local.starts_with('"') && local.ends_with('"')) {
        return None;
    }
    if let Some((base_local, base_host)) = base.rsplit_once('@') {
        return Some(local == base_local && host.eq_ignore_ascii_case(base_host));
    }
    Some(host_within(host, base, host_base))
}

/// The host of the URI; a URI without a host name cannot be held to anything.
fn uri(name: &str, base: &str, host_base: HostBase) -> Option<bool> {
    let (_, rest) = name.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return None;
    }
    let host = host.split(':').next().filter(|h| !h.is_empty())?;
    if host.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    Some(host_within(host, base, host_base))
}

/// A base with a leading dot covers names below it, another one exactly itself.
fn host_within(host: &str, base: &str, host_base: HostBase) -> bool {
    if base.is_empty() {
        return true;
    }
    match base.strip_prefix('.') {
        Some(domain) => below(host, domain, false),
        None if host_base == HostBase::WithSubdomains => below(host, base, true),
        None => host.eq_ignore_ascii_case(base),
    }
}

/// A name as text for the evidence.
#[must_use]
pub fn describe(name: &GeneralName) -> String {
    match name {
        GeneralName::Dns(v) | GeneralName::Email(v) | GeneralName::Uri(v) => v.clone(),
        GeneralName::Ip(octets) => address(octets),
        GeneralName::Directory(name) => name.to_rfc4514(),
        GeneralName::RegisteredId(oid) | GeneralName::Other(oid, _) => oid.as_str().to_owned(),
        GeneralName::Unsupported(tag, _) => format!("[{tag}]"),
    }
}
