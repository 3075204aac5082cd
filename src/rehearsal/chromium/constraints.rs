//! `NameConstraints::IsPermittedCert` (`pki/name_constraints.cc`).

use super::names::within;
use crate::facts::{Certificate, GeneralName, Name, NameConstraints};
use crate::path::name_constraints::{TOO_MANY, describe};

/// Most pairs of a name and a constraint.
const PAIRS: usize = 1 << 20;

/// The name that is not permitted.
pub(super) fn refused(constraints: &NameConstraints, x: &Certificate) -> Option<String> {
    let all = || constraints.permitted.iter().chain(&constraints.excluded);
    let names: Vec<&GeneralName> = x.alt_names().collect();
    if names.len().max(1).saturating_mul(all().count()) > PAIRS {
        return Some(TOO_MANY.to_owned());
    }
    for name in &names {
        let supported =
            matches!(name, GeneralName::Email(_) | GeneralName::Dns(_) | GeneralName::Directory(_) | GeneralName::Ip(_));
        // Forms without rules count where the extension is critical.
        let refused = if supported {
            !permitted(constraints, name, false)
        } else {
            constraints.critical && all().any(|b| same_form(b, name))
        };
        if refused {
            return Some(describe(name));
        }
    }
    let constrained = all().any(|b| matches!(b, GeneralName::Email(_)));
    if x.subject_alt_names.is_none() && constrained {
        let address = x.subject.values("emailAddress").map(|v| GeneralName::Email(v.to_owned()));
        if let Some(address) = address.into_iter().find(|a| !permitted(constraints, a, true)) {
            return Some(describe(&address));
        }
    }
    if x.subject_alt_names.is_some() && x.subject.is_empty() {
        return None;
    }
    (!directory(constraints, &x.subject)).then(|| x.subject.to_rfc4514())
}

fn same_form(a: &GeneralName, b: &GeneralName) -> bool {
    match (a, b) {
        (GeneralName::Unsupported(a, _), GeneralName::Unsupported(b, _)) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

fn permitted(constraints: &NameConstraints, name: &GeneralName, of_subject: bool) -> bool {
    if let GeneralName::Directory(name) = name {
        return directory(constraints, name);
    }
    let mailbox = if let GeneralName::Email(text) = name { Some(mailbox(text)) } else { None };
    let constrained = constraints.permitted.iter().chain(&constraints.excluded).any(|b| same_form(b, name));
    if mailbox == Some(None) && constrained {
        return false;
    }
    let matches = |base: &GeneralName, excluding: bool| match (name, base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base, excluding),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => address(name, base),
        (GeneralName::Email(_), GeneralName::Email(base)) => {
            let Some((local, host)) = mailbox.flatten() else { return false };
            email(local, host, base, excluding, excluding && of_subject)
        }
        _ => false,
    };
    let excluded = constraints.excluded.iter().any(|base| matches(base, true));
    let bound = constraints.permitted.iter().any(|base| same_form(base, name));
    !excluded && (!bound || constraints.permitted.iter().any(|base| matches(base, false)))
}

fn directory(constraints: &NameConstraints, name: &Name) -> bool {
    let directories = |list: &'_ [GeneralName]| -> Vec<Name> {
        list.iter().filter_map(|b| if let GeneralName::Directory(d) = b { Some(d.clone()) } else { None }).collect()
    };
    let (permitted, excluded) = (directories(&constraints.permitted), directories(&constraints.excluded));
    !excluded.iter().any(|base| within(name, base)) && (permitted.is_empty() || permitted.iter().any(|base| within(name, base)))
}

/// `DNSNameMatches`: a dot at either end of the constraint does not matter, nor one at the end of the name.
fn dns(name: &str, base: &str, excluding: bool) -> bool {
    if base.is_empty() {
        return true;
    }
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let base = base.strip_suffix('.').unwrap_or(base).to_ascii_lowercase();
    if excluding
        && let (Some(domain), Some((_, above))) = (name.strip_prefix("*.").filter(|d| !d.is_empty()), base.split_once('.'))
        && domain == above
    {
        return true;
    }
    let Some(before) = name.strip_suffix(base.as_str()) else { return false };
    before.is_empty() || base.starts_with('.') || before.ends_with('.')
}

fn address(name: &[u8], base: &[u8]) -> bool {
    let (network, mask) = base.split_at(base.len() / 2);
    name.len() == network.len() && name.iter().zip(network).zip(mask).all(|((a, b), m)| a & m == b & m)
}

/// Local part and host, where both are of the letters that are allowed.
fn mailbox(text: &str) -> Option<(&str, &str)> {
    let (local, host) = text.split_once('@').filter(|(_, host)| !host.contains('@'))?;
    (local_part(local) && domain(host)).then_some((local, host))
}

fn local_part(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
}

fn domain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
}

/// `Rfc822NameMatches`: a constraint that cannot be read permits nothing and excludes everything.
fn email(local: &str, host: &str, base: &str, excluding: bool, folded: bool) -> bool {
    let mut parts = base.split('@');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    let (wanted_local, wanted_host) = second.map_or(("", first), |host| (first, host));
    let readable = parts.next().is_none() && (second.is_none() || local_part(wanted_local)) && domain(wanted_host);
    if !readable {
        return excluding;
    }
    if !wanted_local.is_empty() {
        let same = if folded { local.eq_ignore_ascii_case(wanted_local) } else { local == wanted_local };
        return same && host.eq_ignore_ascii_case(wanted_host);
    }
    if wanted_host.starts_with('.') {
        return host.to_ascii_lowercase().ends_with(&wanted_host.to_ascii_lowercase());
    }
    host.eq_ignore_ascii_case(wanted_host)
}
