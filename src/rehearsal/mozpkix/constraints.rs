//! `CheckNameConstraints` (`pkixnames.cpp`): every name of every certificate below is held to the constraints, in the order
//! in which they are encoded.

use crate::facts::{Certificate, GeneralName, Name, NameConstraints};
use crate::fault::{Fault, FaultKind};
use crate::identity::IdentityPolicy;
use crate::path::name_constraints::describe;

/// Why a name is refused.
enum Refused {
    /// Outside the constraints.
    Outside,
    /// A DNS name that cannot be read.
    Unreadable,
    /// A constraint that cannot be read, or a name of another form.
    Constraint,
}

/// Which half of the constraints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Permitted,
    Excluded,
}

/// The first name of a certificate that an issuer's constraints refuse.
pub(super) fn check(constraints: &NameConstraints, x: &Certificate, index: usize, end_entity: bool) -> Result<(), Fault> {
    let fail = |refused: Refused, name: String| {
        let (kind, term) = match refused {
            Refused::Outside => (FaultKind::NameConstraintViolated, "SEC_ERROR_CERT_NOT_IN_NAME_SPACE"),
            Refused::Unreadable => (FaultKind::NameUnreadable, "SEC_ERROR_BAD_DER"),
            Refused::Constraint => (FaultKind::NameConstraintViolated, "SEC_ERROR_BAD_DER"),
        };
        Fault::of(kind, index).with(name).named(term)
    };
    for name in x.alt_names() {
        one(constraints, name).map_err(|refused| fail(refused, describe(name)))?;
    }
    let subject = GeneralName::Directory(x.subject.clone());
    one(constraints, &subject).map_err(|refused| fail(refused, describe(&subject)))?;
    let named = x.dns_names().next().is_some() || x.ip_addresses().next().is_some();
    let emails = x.subject_alt_names.is_none();
    let mut last: Option<(Refused, String)> = None;
    for attribute in x.subject.rdns.iter().flatten() {
        if attribute.label == "CN" && end_entity && !named {
            // Each commonName takes the place of what the one before it came to.
            last = common_name(&attribute.value, attribute.string_type)
                .and_then(|name| one(constraints, &name).err().map(|_| (Refused::Outside, describe(&name))));
        } else if attribute.label == "emailAddress" && emails {
            if attribute.string_type != "IA5String" {
                return Err(fail(Refused::Constraint, attribute.value.clone()));
            }
            let name = GeneralName::Email(attribute.value.clone());
            one(constraints, &name).map_err(|refused| fail(refused, describe(&name)))?;
        }
    }
    last.map_or(Ok(()), |(refused, name)| Err(fail(refused, name)))
}

/// A commonName that stands in for a dNSName or an IPv4 address.
fn common_name(value: &str, string_type: &str) -> Option<GeneralName> {
    if !matches!(string_type, "PrintableString" | "UTF8String" | "TeletexString") {
        return None;
    }
    if dns_id(value, Role::Presented, true) {
        return Some(GeneralName::Dns(value.to_owned()));
    }
    value.parse::<std::net::Ipv4Addr>().ok().map(|v4| GeneralName::Ip(v4.octets().to_vec()))
}

/// `CheckPresentedIDConformsToConstraints`.
fn one(constraints: &NameConstraints, name: &GeneralName) -> Result<(), Refused> {
    for (half, bases) in [(Half::Permitted, &constraints.permitted), (Half::Excluded, &constraints.excluded)] {
        let (mut inside, mut outside) = (false, false);
        for base in bases {
            let Some(matches) = matches(name, base, half)? else { continue };
            match half {
                Half::Excluded if matches => return Err(Refused::Outside),
                Half::Excluded => {}
                Half::Permitted => {
                    inside |= matches;
                    outside |= !matches;
                }
            }
        }
        if outside && !inside {
            return Err(Refused::Outside);
        }
    }
    Ok(())
}

/// `None`: the constraint is about another form of name.
fn matches(name: &GeneralName, base: &GeneralName, half: Half) -> Result<Option<bool>, Refused> {
    match (name, base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base, half, true, true).map(Some),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => address(name, base).map(Some),
        (GeneralName::Email(name), GeneralName::Email(base)) => email(name, base, half).map(Some),
        (GeneralName::Directory(name), GeneralName::Directory(base)) => directory(name, base, half).map(Some),
        // Forms without rules.
        (GeneralName::Uri(_), GeneralName::Uri(_))
        | (GeneralName::Other(..), GeneralName::Other(..))
        | (GeneralName::RegisteredId(_), GeneralName::RegisteredId(_)) => Err(Refused::Outside),
        (GeneralName::Unsupported(a, _), GeneralName::Unsupported(b, _)) if a == b => Err(Refused::Outside),
        _ => Ok(None),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Presented,
    Constraint,
}

/// `IsValidDNSID`.
fn dns_id(text: &str, role: Role, wildcards: bool) -> bool {
    match role {
        Role::Presented if wildcards || !text.starts_with('*') => IdentityPolicy::MOZPKIX.takes_presented(text),
        Role::Presented => false,
        Role::Constraint if text.is_empty() => true,
        // A dot in front is allowed, wildcards are not.
        Role::Constraint => {
            let host = text.strip_prefix('.').unwrap_or(text);
            !host.starts_with('*') && IdentityPolicy::MOZPKIX.takes_presented(host)
        }
    }
}

/// `MatchPresentedDNSIDWithReferenceDNSID` for a constraint.
fn dns(name: &str, base: &str, half: Half, wildcards: bool, dotless: bool) -> Result<bool, Refused> {
    if !dns_id(name, Role::Presented, wildcards) {
        return Err(Refused::Unreadable);
    }
    if !dns_id(base, Role::Constraint, false) {
        return Err(Refused::Constraint);
    }
    let (name, base) = (name.to_ascii_lowercase(), base.to_ascii_lowercase());
    let mut presented = name.as_str();
    let mut reference = base.as_str();
    if presented.len() > reference.len() {
        if reference.is_empty() {
            return Ok(true);
        }
        let cut = presented.len() - reference.len();
        if reference.starts_with('.') {
            presented = presented.get(cut..).unwrap_or_default();
        } else if dotless {
            if presented.as_bytes().get(cut - 1) != Some(&b'.') {
                return Ok(false);
            }
            presented = presented.get(cut..).unwrap_or_default();
        }
    }
    if let Some(rest) = presented.strip_prefix('*') {
        presented = rest;
        if half == Half::Excluded {
            // The wildcard stands for the constraint's first label, at least one octet of it.
            let Some(label) = reference.char_indices().skip(1).find(|(_, c)| *c == '.').map(|(at, _)| at) else {
                return Ok(false);
            };
            reference = reference.get(label..).unwrap_or_default();
        }
    }
    Ok(!presented.is_empty() && presented == reference)
}

/// `MatchPresentedIPAddressWithConstraint`: a mask may have holes.
fn address(name: &[u8], base: &[u8]) -> Result<bool, Refused> {
    if !matches!(name.len(), 4 | 16) || !matches!(base.len(), 8 | 32) {
        return Err(Refused::Constraint);
    }
    let (network, mask) = base.split_at(base.len() / 2);
    Ok(name.len() == network.len() && name.iter().zip(network).zip(mask).all(|((a, b), m)| (a ^ b) & m == 0))
}

/// `MatchPresentedDirectoryNameWithConstraint`: byte for byte, and no excluded name is understood.
fn directory(name: &Name, base: &Name, half: Half) -> Result<bool, Refused> {
    if half == Half::Excluded {
        return if base.rdns.is_empty() && name.rdns.is_empty() { Ok(true) } else { Err(Refused::Outside) };
    }
    let text = |kind: &str| matches!(kind, "UTF8String" | "PrintableString");
    let same = |(a, b): (&crate::facts::Attribute, &crate::facts::Attribute)| {
        a.oid == b.oid && a.value == b.value && (a.string_type == b.string_type || text(a.string_type) && text(b.string_type))
    };
    Ok(name.rdns.len() >= base.rdns.len()
        && name.rdns.iter().zip(&base.rdns).all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(same)))
}

/// `MatchPresentedRFC822NameWithReferenceRFC822Name`.
fn email(name: &str, base: &str, half: Half) -> Result<bool, Refused> {
    if !mailbox(name) {
        return Err(Refused::Constraint);
    }
    if base.contains('@') {
        return if mailbox(base) { Ok(name.eq_ignore_ascii_case(base)) } else { Err(Refused::Constraint) };
    }
    let host = name.split_once('@').map_or("", |(_, host)| host);
    dns(host, base, half, false, false)
}

/// `IsValidRFC822Name`.
fn mailbox(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let atom =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b));
    local.split('.').all(atom) && dns_id(host, Role::Presented, false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Half, dns};

    #[test]
    fn dns_names_against_constraints() {
        let held = |name: &str, base: &str, half: Half| dns(name, base, half, true, true).ok();
        assert_eq!(held("app.contoso.com", "contoso.com", Half::Permitted), Some(true));
        assert_eq!(held("app.contoso.com", ".contoso.com", Half::Permitted), Some(true));
        assert_eq!(held("contoso.com", ".contoso.com", Half::Permitted), Some(false));
        assert_eq!(held("acontoso.com", "contoso.com", Half::Permitted), Some(false));
        assert_eq!(held("app.contoso.com", "", Half::Permitted), Some(true));
        assert_eq!(held("app.contoso.com", "*.contoso.com", Half::Permitted), None);
        assert_eq!(held("app.contoso.com", "contoso.com.", Half::Permitted), None);
        // A wildcard is inside only where all that it stands for is, and excluded where some of it is.
        assert_eq!(held("*.contoso.com", "www.contoso.com", Half::Excluded), Some(true));
        assert_eq!(held("*.contoso.com", "www.contoso.com", Half::Permitted), Some(false));
    }
}
