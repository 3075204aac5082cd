//! `NameConstraintsExtension` and `GeneralSubtrees`: constraints are merged on the way down, permitted subtrees by
//! intersection, and each name is put to the merged ones.
//!
//! Where the merging or a comparison throws something that is no `CertPathValidatorException`, the handshake ends with
//! an exception of its own.

use crate::facts::{Certificate, GeneralName, Name, NameConstraints, same_rdn};
use crate::path::name_constraints::{TOO_MANY, describe};
use std::net::IpAddr;

/// How a constraint stands to a name, or to another constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// Of another form.
    Different,
    Match,
    /// The name lies within the constraint.
    Narrows,
    /// The constraint lies within the name.
    Widens,
    /// Of the same form, and neither.
    Beside,
}

/// Why a name is refused, or why nothing comes of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The name stands outside.
    Outside(String),
    /// `UnsupportedOperationException` for forms of name that are not compared.
    Uncompared(String),
    /// Another `RuntimeException`.
    Thrown(String),
    /// More comparisons than are made here; the real thing has no limit.
    TooMany,
}

impl Refused {
    /// The exception that the caller sees.
    pub(super) const fn term(&self) -> &'static str {
        match self {
            Self::Outside(_) => "CertPathValidatorException/INVALID_NAME",
            Self::Uncompared(_) => "SSLProtocolException",
            Self::Thrown(_) | Self::TooMany => "SSLException",
        }
    }

    pub(super) fn into_detail(self) -> String {
        match self {
            Self::Outside(name) | Self::Uncompared(name) | Self::Thrown(name) => name,
            Self::TooMany => TOO_MANY.to_owned(),
        }
    }
}

/// Subtrees that all names so far have to keep to.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged {
    permitted: Option<Vec<GeneralName>>,
    excluded: Option<Vec<GeneralName>>,
}

/// Most comparisons for one certificate.
const COMPARISONS: usize = 8_000_000;

impl Merged {
    /// Takes in the constraints of the next CA down the path.
    pub(super) fn merge(&mut self, new: &NameConstraints) -> Result<(), Refused> {
        let (permitted, excluded) = (some(&new.permitted), some(&new.excluded));
        if self.permitted.is_none() && self.excluded.is_none() {
            (self.permitted, self.excluded) = (permitted, excluded);
            return Ok(());
        }
        unite(&mut self.excluded, excluded)?;
        match (&mut self.permitted, permitted) {
            (Some(own), Some(mut other)) => {
                let shut_out = intersect(own, &mut other)?;
                unite(&mut self.excluded, some(&shut_out))?;
            }
            (own @ None, other) => *own = other,
            (Some(_), None) => {}
        }
        if let (Some(permitted), Some(excluded)) = (&mut self.permitted, &self.excluded) {
            let mut kept = Vec::new();
            for name in permitted.drain(..) {
                let mut gone = false;
                for base in excluded {
                    gone |= matches!(constrains(base, &name)?, Relation::Match | Relation::Narrows);
                }
                if !gone {
                    kept.push(name);
                }
            }
            *permitted = kept;
        }
        Ok(())
    }

    /// Whether all names of a certificate stand within.
    pub(super) fn verify(&self, x: &Certificate) -> Result<(), Refused> {
        let mut budget = COMPARISONS;
        if !x.subject.is_empty() {
            self.one(&GeneralName::Directory(x.subject.clone()), &mut budget)?;
        }
        for name in x.alt_names().chain(&self.stand_ins(x)) {
            self.one(name, &mut budget)?;
        }
        Ok(())
    }

    /// emailAddress attributes where there is no subjectAltName at all; the most specific commonName where there is no
    /// name of its form, unless it is neither address nor host name.
    fn stand_ins(&self, x: &Certificate) -> Vec<GeneralName> {
        let mut out = Vec::new();
        if x.subject_alt_names.is_none() {
            let mail = x.subject.rdns.iter().flatten().filter(|a| a.oid == *EMAIL_ADDRESS && mail_name(&a.value));
            out.extend(mail.map(|a| GeneralName::Email(a.value.clone())));
        }
        out.extend(common_name(x));
        out
    }

    fn one(&self, name: &GeneralName, budget: &mut usize) -> Result<(), Refused> {
        let outside = || Refused::Outside(describe(name));
        let mut spend = || {
            *budget = budget.checked_sub(1)?;
            Some(())
        };
        for base in self.excluded.iter().flatten() {
            spend().ok_or(Refused::TooMany)?;
            let covered = covers_wildcard(base, name) || matches!(constrains(base, name)?, Relation::Match | Relation::Narrows);
            if covered {
                return Err(outside());
            }
        }
        let mut same_form = false;
        for base in self.permitted.iter().flatten() {
            spend().ok_or(Refused::TooMany)?;
            match constrains(base, name)? {
                Relation::Different => {}
                Relation::Match | Relation::Narrows => return Ok(()),
                Relation::Widens | Relation::Beside => same_form = true,
            }
        }
        if same_form { Err(outside()) } else { Ok(()) }
    }
}

const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";

fn some(list: &[GeneralName]) -> Option<Vec<GeneralName>> {
    (!list.is_empty()).then(|| list.to_vec())
}

fn unite(own: &mut Option<Vec<GeneralName>>, other: Option<Vec<GeneralName>>) -> Result<(), Refused> {
    match (own.as_mut(), other) {
        (Some(own), Some(other)) => {
            own.extend(other);
            minimize(own)
        }
        (None, other) => {
            *own = other;
            Ok(())
        }
        (Some(_), None) => Ok(()),
    }
}

/// Leaves out subtrees that lie within others of the list.
fn minimize(list: &mut Vec<GeneralName>) -> Result<(), Refused> {
    let mut i = 0;
    while i + 1 < list.len() {
        let mut within_another = false;
        let mut j = i + 1;
        while j < list.len() {
            match constrains(&list[i], &list[j])? {
                Relation::Narrows => {
                    list.remove(j);
                }
                Relation::Match | Relation::Widens => {
                    within_another = true;
                    break;
                }
                Relation::Different | Relation::Beside => j += 1,
            }
        }
        if within_another {
            list.remove(i);
        } else {
            i += 1;
        }
    }
    Ok(())
}

/// Narrows `own` to what `other` permits as well; gives back what is excluded because nothing is left of a form. Only for
/// addresses and directory names there is such a subtree: for the others the attempt to make one throws.
fn intersect(own: &mut Vec<GeneralName>, other: &mut Vec<GeneralName>) -> Result<Vec<GeneralName>, Refused> {
    if own.is_empty() {
        own.append(other);
        minimize(own)?;
        return Ok(Vec::new());
    }
    minimize(own)?;
    minimize(other)?;
    let (mut added, mut shut_out) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < own.len() {
        let (mut beside, mut narrower) = (false, None);
        for entry in other.iter() {
            match constrains(&own[i], entry)? {
                Relation::Narrows => {
                    narrower = Some(entry.clone());
                    beside = false;
                    break;
                }
                Relation::Match | Relation::Widens => {
                    beside = false;
                    break;
                }
                Relation::Beside => beside = true,
                Relation::Different => {}
            }
        }
        if let Some(entry) = narrower {
            added.push(entry);
            own.remove(i);
            continue;
        }
        if !beside {
            i += 1;
            continue;
        }
        let mut common = false;
        for a in own.iter().filter(|a| std::mem::discriminant(*a) == std::mem::discriminant(&own[i])) {
            for b in other.iter() {
                common |= matches!(constrains(a, b)?, Relation::Match | Relation::Widens | Relation::Narrows);
            }
        }
        let entry = own.remove(i);
        if !common {
            shut_out.push(widest(&entry)?);
        }
    }
    own.append(&mut added);
    minimize(own)?;
    for entry in other.iter() {
        let mut of_form = false;
        for a in own.iter() {
            of_form |= constrains(a, entry)? != Relation::Different;
        }
        // Where nothing is left of one's own, nothing is taken over either.
        if !own.is_empty() && !of_form {
            own.push(entry.clone());
        }
    }
    Ok(shut_out)
}

/// `createWidestSubtree`.
fn widest(name: &GeneralName) -> Result<GeneralName, Refused> {
    match name {
        GeneralName::Directory(_) => Ok(GeneralName::Directory(Name::default())),
        other => Err(Refused::Thrown(describe(other))),
    }
}

fn constrains(base: &GeneralName, name: &GeneralName) -> Result<Relation, Refused> {
    Ok(match (base, name) {
        (GeneralName::Dns(base), GeneralName::Dns(name)) => dns(base, name)?,
        (GeneralName::Email(base), GeneralName::Email(name)) => mail(base, name),
        (GeneralName::Uri(base), GeneralName::Uri(name)) => uri(base, name)?,
        (GeneralName::Ip(base), GeneralName::Ip(name)) => address(base, name),
        (GeneralName::Directory(base), GeneralName::Directory(name)) => directory(base, name),
        (GeneralName::RegisteredId(a), GeneralName::RegisteredId(b)) if a == b => Relation::Match,
        (GeneralName::RegisteredId(_), GeneralName::RegisteredId(_)) | (GeneralName::Other(..), GeneralName::Other(..)) => {
            return Err(Refused::Uncompared(describe(name)));
        }
        (GeneralName::Unsupported(a, _), GeneralName::Unsupported(b, _)) if a == b => {
            return Err(Refused::Uncompared(describe(name)));
        }
        _ => Relation::Different,
    })
}

/// Ends of text, in small letters. A text of no length in the wrong place makes the real comparison look before its
/// first letter, which throws.
fn dns(base: &str, name: &str) -> Result<Relation, Refused> {
    let at_a_label = |long: &str, short: &str| {
        let first = short.as_bytes().first().copied();
        match (before_end(long, short), first) {
            (Some(before), Some(first)) => Ok((before == b'.') != (first == b'.')),
            _ => Err(Refused::Thrown(name.to_owned())),
        }
    };
    Ok(if base.eq_ignore_ascii_case(name) {
        Relation::Match
    } else if ends_with(base, name) {
        if at_a_label(base, name)? { Relation::Widens } else { Relation::Beside }
    } else if ends_with(name, base) {
        if at_a_label(name, base)? { Relation::Narrows } else { Relation::Beside }
    } else {
        Relation::Beside
    })
}

/// Whether a text ends in another, whatever the case of its letters.
fn ends_with(long: &str, short: &str) -> bool {
    let (long, short) = (long.as_bytes(), short.as_bytes());
    long.len().checked_sub(short.len()).and_then(|at| long.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(short))
}

/// The octet before that end.
fn before_end(long: &str, short: &str) -> Option<u8> {
    let at = long.len().checked_sub(short.len())?.checked_sub(1)?;
    long.as_bytes().get(at).copied()
}

/// An excluded host name strikes a wildcard name that could stand for it, with `*` in any label.
fn covers_wildcard(base: &GeneralName, name: &GeneralName) -> bool {
    let (GeneralName::Dns(base), GeneralName::Dns(name)) = (base, name) else { return false };
    let (base, name) = (base.to_ascii_lowercase(), name.to_ascii_lowercase());
    let Some(last) = name.rfind('*').and_then(|at| name.get(at..)) else { return false };
    let label = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let template = name.replace('*', "z");
    let tokens = |text: &str| text.split('.').filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (hosts, templates) = (tokens(&base), tokens(&name));
    last.contains('.')
        && template.split('.').all(label)
        && hosts.len() == templates.len()
        && hosts.iter().zip(&templates).all(|(host, template)| label_matches(host, template))
}

/// `matchWildCards`: the pieces between the wildcards in turn.
fn label_matches(host: &str, template: &str) -> bool {
    let mut pieces = template.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = host.strip_prefix(first) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return host == template };
    for piece in middle {
        match rest.find(piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn mail(base: &str, name: &str) -> Relation {
    let within =
        |long: &str, short: &str| !short.contains('@') && (short.starts_with('.') || before_end(long, short) == Some(b'@'));
    if base.eq_ignore_ascii_case(name) {
        Relation::Match
    } else if ends_with(base, name) {
        if within(base, name) { Relation::Widens } else { Relation::Beside }
    } else if ends_with(name, base) && within(name, base) {
        Relation::Narrows
    } else {
        Relation::Beside
    }
}

fn mail_name(text: &str) -> bool {
    let domain = text.split_once('@').map_or(text, |(_, domain)| domain);
    !domain.is_empty() && domain != "."
}

/// Hosts as DNS names are compared, but that only a base with a leading dot covers others. A URI without host throws.
fn uri(base: &str, name: &str) -> Result<Relation, Refused> {
    let Some(host) = host_of(name) else { return Err(Refused::Thrown(name.to_owned())) };
    if host.eq_ignore_ascii_case(base) {
        return Ok(Relation::Match);
    }
    if host.starts_with('[') || host.parse::<IpAddr>().is_ok() {
        return Ok(Relation::Beside);
    }
    let (domain, other) = (base.starts_with('.'), host.starts_with('.'));
    let relation = dns(base.strip_prefix('.').unwrap_or(base), host.strip_prefix('.').unwrap_or(host))?;
    Ok(match relation {
        Relation::Widens | Relation::Narrows if !domain && !other => Relation::Beside,
        Relation::Match if domain != other => {
            if domain {
                Relation::Widens
            } else {
                Relation::Narrows
            }
        }
        relation => relation,
    })
}

/// The host of a URI; of a constraint, the whole.
fn host_of(uri: &str) -> Option<&str> {
    if !uri.contains(':') {
        return Some(uri);
    }
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let end = host.find(']').map_or_else(|| host.find(':'), |at| Some(at + 1)).unwrap_or(host.len());
    host.get(..end).filter(|h| !h.is_empty())
}

/// Address and mask, whatever the mask. Host bits that the mask clears keep a base from ever matching.
fn address(base: &[u8], name: &[u8]) -> Relation {
    let (base, name) = (unmapped(base), unmapped(name));
    let inside = |subnet: &[u8], host: &[u8]| {
        let (network, mask) = subnet.split_at(subnet.len() / 2);
        network.iter().zip(mask).zip(host).all(|((n, m), h)| h & m == *n)
    };
    let is_subnet = |a: &[u8]| matches!(a.len(), 8 | 32);
    match (is_subnet(&base), is_subnet(&name)) {
        _ if base == name => Relation::Match,
        (true, false) if base.len() == 2 * name.len() => {
            if inside(&base, &name) {
                Relation::Narrows
            } else {
                Relation::Beside
            }
        }
        (false, true) if name.len() == 2 * base.len() => {
            if inside(&name, &base) {
                Relation::Widens
            } else {
                Relation::Beside
            }
        }
        (true, true) if base.len() == name.len() => subnets(&base, &name),
        _ => Relation::Beside,
    }
}

fn subnets(base: &[u8], name: &[u8]) -> Relation {
    let half = base.len() / 2;
    let ((a, am), (b, bm)) = (base.split_at(half), name.split_at(half));
    let masked = |n: &[u8], m: &[u8]| n.iter().zip(m).map(|(n, m)| n & m).collect::<Vec<u8>>();
    if am == bm && masked(a, am) == masked(b, bm) {
        return Relation::Match;
    }
    let (empty_a, empty_b) = (masked(a, am) != a, masked(b, bm) != b);
    let within = |wide: &[u8], wide_mask: &[u8], narrow: &[u8], narrow_mask: &[u8]| {
        masked(wide_mask, narrow_mask) == wide_mask && masked(wide, wide_mask) == masked(narrow, wide_mask)
    };
    match (empty_a, empty_b) {
        (true, true) => Relation::Match,
        (true, false) => Relation::Widens,
        (false, true) => Relation::Narrows,
        _ if within(a, am, b, bm) => Relation::Narrows,
        _ if within(b, bm, a, am) => Relation::Widens,
        _ => Relation::Beside,
    }
}

/// An IPv4 address written as an IPv6 one, with its mask where there is one.
fn unmapped(octets: &[u8]) -> Vec<u8> {
    const PREFIX: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
    match octets.strip_prefix(&PREFIX) {
        Some(v4) if v4.len() == 4 => v4.to_vec(),
        Some(rest) if rest.len() == 20 => [rest.get(..4), rest.get(16..)].into_iter().flatten().flatten().copied().collect(),
        _ => octets.to_vec(),
    }
}

fn directory(base: &Name, name: &Name) -> Relation {
    let starts = |name: &Name, base: &Name| {
        base.rdns.len() <= name.rdns.len() && base.rdns.iter().zip(&name.rdns).all(|(b, n)| same_rdn(b, n))
    };
    match (starts(name, base), starts(base, name)) {
        (true, true) => Relation::Match,
        (true, false) => Relation::Narrows,
        (false, true) => Relation::Widens,
        (false, false) => Relation::Beside,
    }
}

/// The most specific commonName stands in where there is no name of its form (`NameConstraintsExtension.verify`).
fn common_name(x: &Certificate) -> Option<GeneralName> {
    let name = x.subject.common_names().last()?;
    if let Ok(address) = name.parse::<IpAddr>() {
        let octets = match address {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets().to_vec(),
        };
        return x.ip_addresses().next().is_none().then_some(GeneralName::Ip(octets));
    }
    // `new DNSName` of the name with its wildcards replaced.
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let host = name.replace('*', "z");
    (x.dns_names().next().is_none() && host.len() <= 253 && host.split('.').all(label)).then(|| GeneralName::Dns(name.to_owned()))
}
