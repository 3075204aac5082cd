//! Does the certificate name the host? One function, driven by the policy.

use super::idn;
use super::policy::{
    ALabels, Addresses, Alphabet, CommonNameUse, CommonNames, HostSyntax, IdentityPolicy, LeadingDot, PresentedSyntax,
    SuffixRule, TrailingDot, WildcardPlace,
};
use super::suffixes::public_suffix;
use super::{ReferenceIdentifier, ReferenceKind};
use crate::facts::{Attribute, Certificate, GeneralName};
use crate::octets::without_last_dots;

/// The presented identifier that matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented {
    /// The nth subjectAltName entry, and its text.
    AlternativeName(usize, String),
    /// A commonName, and its text.
    CommonName(String),
}

/// Why nothing matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// There is no host.
    HostMissing,
    /// The program does not compare such a host.
    HostRefused,
    /// The program never compares addresses.
    AddressNeverMatches,
    /// The certificate has no identifier that the program looks at.
    NoIdentifier,
    /// A presented name is so malformed that the program stops there.
    PresentedMalformed,
    /// None of the identifiers is the host's.
    Different,
}

/// Result of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// What matched.
    pub by: Option<Presented>,
    /// Why nothing did; `None` exactly when something did.
    pub why_not: Option<WhyNot>,
    /// How many identifiers were looked at closely: those that could be the host's.
    pub compared: usize,
    /// Whether commonNames were among them.
    pub used_common_name: bool,
}

impl NameMatch {
    /// Whether a presented identifier matched.
    #[must_use]
    pub const fn matched(&self) -> bool {
        self.by.is_some()
    }

    const fn not(why: WhyNot) -> Self {
        Self { by: None, why_not: Some(why), compared: 0, used_common_name: false }
    }
}

/// Compares a host with everything the certificate presents, in the order the policy asks for.
#[must_use]
pub fn matches(certificate: &Certificate, reference: &ReferenceIdentifier, policy: &IdentityPolicy) -> NameMatch {
    let long = || reference.notes.iter().any(|note| note.id == "label-too-long") && reference.host.is_ascii();
    if policy.long_labels && reference.kind == ReferenceKind::Invalid && long() {
        let ascii = reference.host.to_ascii_lowercase();
        let name = ReferenceIdentifier { kind: ReferenceKind::Dns, ascii, notes: Vec::new(), ..reference.clone() };
        return matches(certificate, &name, policy);
    }
    if policy.idna_2003
        && let Some(ascii) = idn::differs_in_2003(reference)
    {
        return matches(certificate, &ReferenceIdentifier { notes: Vec::new(), ..ReferenceIdentifier::dns(&ascii) }, policy);
    }
    if policy.addresses == Addresses::AsNameToColon
        && let (ReferenceKind::Ip(_), Some((before, _))) = (&reference.kind, reference.ascii.split_once(':'))
    {
        return matches(certificate, &ReferenceIdentifier::dns(before), policy);
    }
    let in_url = if reference.kind == ReferenceKind::Invalid {
        super::address::parse_odd_v4(&reference.host, policy.odd_addresses)
    } else {
        None
    };
    let address = match &reference.kind {
        _ if in_url.is_some() => in_url.as_deref(),
        ReferenceKind::Dns => None,
        ReferenceKind::Ip(octets) => Some(octets.as_slice()),
        ReferenceKind::Invalid if reference.host.is_empty() => return NameMatch::not(WhyNot::HostMissing),
        ReferenceKind::Invalid => return NameMatch::not(WhyNot::HostRefused),
    };
    if address.is_some() && policy.addresses == Addresses::Never {
        return NameMatch::not(WhyNot::AddressNeverMatches);
    }
    if reference.ascii.is_empty() && in_url.is_none() {
        return NameMatch::not(WhyNot::HostMissing);
    }
    let as_name = matches!(policy.addresses, Addresses::AsName | Addresses::AsNameToColon);
    let octets = address.filter(|_| !as_name);
    if octets.is_none() && !policy.equal_text_matches && !policy.takes_host(&reference.ascii) {
        return NameMatch::not(WhyNot::HostRefused);
    }
    let mut result = NameMatch::not(WhyNot::NoIdentifier);
    let common_name = policy.uses_common_name(certificate, octets.is_some());
    let first = common_name && policy.common_name == CommonNameUse::First;
    if first && policy.in_common_name(certificate, reference, octets, &mut result)
        || policy.in_alternative_names(certificate, reference, octets, &mut result)
        || common_name && !first && policy.in_common_name(certificate, reference, octets, &mut result)
    {
        return NameMatch { why_not: None, ..result };
    }
    result
}

/// Whether two texts are different names to everybody: no wildcard, no dot in front, nothing international, and not the same
/// but for case and a last dot. A thousand names are held to hundreds of hosts by dozens of programs, and hardly any fits.
fn is_another(presented: &str, host: &str) -> bool {
    let (a, b) = (without_last_dots(presented).as_bytes(), without_last_dots(host).as_bytes());
    let plain = |text: &[u8]| text.is_ascii() && text.first() != Some(&b'.');
    !a.eq_ignore_ascii_case(b) && plain(a) && plain(b) && !a.iter().any(|octet| matches!(octet, b'*' | 0))
}

impl IdentityPolicy {
    /// Looks for the host among the entries of the subjectAltName.
    fn in_alternative_names(
        &self,
        certificate: &Certificate,
        reference: &ReferenceIdentifier,
        octets: Option<&[u8]>,
        result: &mut NameMatch,
    ) -> bool {
        let Some(all) = &certificate.subject_alt_names else { return false };
        let host = reference.ascii.as_str();
        let names = octets.is_none() || self.addresses == Addresses::SanAndNames;
        let looked_at = |name: &GeneralName| match name {
            GeneralName::Ip(_) => octets.is_some(),
            GeneralName::Dns(_) => names,
            _ => false,
        };
        if !all.names.iter().any(looked_at) {
            return false;
        }
        result.why_not = Some(WhyNot::Different);
        // Names that end the comparison are met before what follows them.
        let strict = octets.is_none() && self.presented == PresentedSyntax::WithUnderscoreOrFail;
        let refused = |place: &usize| all.dns(*place).is_some_and(|name| !self.takes_presented(name));
        let end = if strict { (0..all.names.len()).find(refused) } else { None };
        let same = |name: &GeneralName| matches!((name, octets), (GeneralName::Ip(entry), Some(octets)) if entry == octets);
        let address = octets.and_then(|_| all.names.iter().position(same));
        let mut near = if names { all.near(host) } else { Vec::new() };
        near.retain(|place| end.is_none_or(|end| *place < end) && address.is_none_or(|address| *place < address));
        let hit = near.into_iter().find(|&place| {
            result.compared += 1;
            all.dns(place).is_some_and(|name| self.dns_name_matches(name, host))
        });
        match hit.or(address) {
            Some(place) => {
                let text = all.dns(place).unwrap_or(host).to_owned();
                result.by = Some(Presented::AlternativeName(place, text));
                true
            }
            None => {
                if end.is_some() {
                    result.why_not = Some(WhyNot::PresentedMalformed);
                }
                false
            }
        }
    }

    /// Looks for the host among the commonNames.
    fn in_common_name(
        &self,
        certificate: &Certificate,
        reference: &ReferenceIdentifier,
        octets: Option<&[u8]>,
        result: &mut NameMatch,
    ) -> bool {
        // One of another type is shown as the octets it is made of.
        let foreign = |a: &Attribute| {
            self.directory_strings && matches!(a.string_type, "IA5String" | "NumericString" | "VisibleString" | "GeneralString")
        };
        let attributes = certificate.subject.rdns.iter().flatten().filter(|a| a.label == "CN");
        let names: Vec<&str> = attributes.map(|a| if foreign(a) { "#" } else { a.value.as_str() }).collect();
        let chosen = match self.common_names {
            CommonNames::All => names.as_slice(),
            CommonNames::Last => names.get(names.len().saturating_sub(1)..).unwrap_or_default(),
            CommonNames::Single => names.get(..usize::from(names.len() == 1)).unwrap_or_default(),
        };
        for name in chosen {
            result.compared += 1;
            result.used_common_name = true;
            if result.why_not == Some(WhyNot::NoIdentifier) {
                result.why_not = Some(WhyNot::Different);
            }
            let hit = if octets.is_some() || !self.common_name_wildcards {
                strip_dot(name, self.presented_dot).eq_ignore_ascii_case(strip_dot(&reference.ascii, self.host_dot))
            } else {
                self.common_name_by.unwrap_or(self).dns_name_matches(name, &reference.ascii)
            };
            if hit {
                result.by = Some(Presented::CommonName((*name).to_owned()));
                return true;
            }
        }
        false
    }

    fn uses_common_name(&self, certificate: &Certificate, address: bool) -> bool {
        if address && !matches!(self.addresses, Addresses::SanAndCommonName | Addresses::SanAndNames) {
            return false;
        }
        let some = |wanted: fn(&GeneralName) -> bool| certificate.alt_names().any(wanted);
        match self.common_name {
            CommonNameUse::Never => false,
            CommonNameUse::Always | CommonNameUse::First => true,
            CommonNameUse::NoExtension => certificate.subject_alt_names.is_none(),
            CommonNameUse::NoDns => !some(|n| matches!(n, GeneralName::Dns(_))),
            CommonNameUse::NoDnsOrIp => !some(|n| matches!(n, GeneralName::Dns(_) | GeneralName::Ip(_))),
            CommonNameUse::NoDnsOrUri => !some(|n| matches!(n, GeneralName::Dns(_) | GeneralName::Uri(_))),
            CommonNameUse::NoIdentifier => !some(|n| match n {
                GeneralName::Dns(_) | GeneralName::Ip(_) | GeneralName::Uri(_) => true,
                // id-on-dnsSRV (RFC 4985).
                GeneralName::Other(oid, _) => *oid == *"1.3.6.1.5.5.7.8.7",
                _ => false,
            }),
            CommonNameUse::NoNameOfKind if address => !some(|n| matches!(n, GeneralName::Ip(_))),
            CommonNameUse::NoNameOfKind => !some(|n| matches!(n, GeneralName::Dns(_))),
        }
    }

    /// Whether one dNSName (or commonName read as one) covers a host, which is in lower case.
    pub(super) fn dns_name_matches(&self, presented: &str, host: &str) -> bool {
        if presented.is_empty() || presented == "." || host == "." || is_another(presented, host) {
            return false;
        }
        if self.equal_text_matches && presented.eq_ignore_ascii_case(host) {
            // Go compares as text what is no host name, or no pattern; what is, compares equal in any case.
            return true;
        }
        if !self.takes_presented(presented) || !self.takes_host(host) {
            return false;
        }
        let presented = if self.presented == PresentedSyntax::ToZero { to_zero(presented) } else { presented };
        let presented = strip_dot(presented, self.presented_dot).to_ascii_lowercase();
        let host = strip_dot(host, self.host_dot);
        if self.leading_dot == LeadingDot::Strip && (presented.starts_with('.') || host.starts_with('.')) {
            return self.dns_name_matches(presented.trim_start_matches('.'), host.trim_start_matches('.'));
        }
        if self.leading_dot == LeadingDot::Subdomains && host.len() > 1 && host.starts_with('.') {
            return presented.ends_with(host);
        }
        if self.a_labels == ALabels::AsUnicode {
            let unicode = idn::to_unicode(&presented);
            // The name is looked at once more in that form, where a hyphen may have come to an edge.
            if unicode.as_ref().is_some_and(|u| u.split('.').any(|l| l.starts_with('-') || l.ends_with('-'))) {
                return false;
            }
            if !presented.contains('*') {
                return presented == host;
            }
            let presented = unicode.unwrap_or(presented);
            return self.wildcard_matches(&presented, &idn::to_unicode(host).unwrap_or_else(|| host.to_owned()));
        }
        presented == host || self.wildcard_matches(&presented, host)
    }

    /// Whether the program compares such a host at all.
    fn takes_host(&self, host: &str) -> bool {
        if host.ends_with('.') && self.host_dot == TrailingDot::Refuse {
            return false;
        }
        let name = strip_dot(host, self.host_dot);
        let labels = || name.split('.');
        match self.host {
            HostSyntax::Any => true,
            HostSyntax::LettersDigitsHyphen => labels().all(is_ldh_label),
            HostSyntax::WithUnderscore => {
                name.len() <= 253
                    && labels().all(|l| is_lenient_label(l, true))
                    && !labels().next_back().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()))
            }
            HostSyntax::Checked => {
                let mut labels = name.strip_prefix('.').unwrap_or(name).split('.');
                name.len() <= 256 && labels.all(|l| is_lenient_label(l, false))
            }
            HostSyntax::AnyLength => labels().all(is_label_of_any_length),
            HostSyntax::Codec => name.strip_suffix('.').unwrap_or(name).split('.').all(|label| (1..=63).contains(&label.len())),
            HostSyntax::Url => {
                name.len() <= 253
                    && labels().all(|l| is_lenient_label(l, true))
                    && labels().next_back().is_some_and(|l| l.starts_with(|c: char| c.is_ascii_alphanumeric()))
            }
        }
    }

    /// Whether the program compares such a presented name at all.
    pub(crate) fn takes_presented(&self, name: &str) -> bool {
        if name.ends_with('.') && self.presented_dot == TrailingDot::Refuse {
            return false;
        }
        let name = strip_dot(name, self.presented_dot);
        match self.presented {
            PresentedSyntax::Any => !name.contains('\0'),
            PresentedSyntax::ToZero => true,
            PresentedSyntax::Printable => name.split('.').all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_graphic())),
            PresentedSyntax::LettersDigitsHyphen => name.replace('*', "z").split('.').all(is_ldh_label),
            PresentedSyntax::AnyLength => {
                let rest = name.strip_prefix("*.").unwrap_or(name);
                rest.split('.').all(is_label_of_any_length)
            }
            PresentedSyntax::WithUnderscore | PresentedSyntax::WithUnderscoreOrFail => {
                let rest = match name.split_once('.') {
                    Some(("*", rest)) => rest,
                    _ => name,
                };
                let last_is_number = rest.rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
                let enough = rest.len() == name.len() || rest.split('.').count() >= self.labels_after_wildcard;
                name.len() <= 253 && enough && !last_is_number && rest.split('.').all(|l| is_lenient_label(l, false))
            }
        }
    }

    fn wildcard_matches<'a>(&self, pattern: &'a str, host: &'a str) -> bool {
        if self.wildcard == WildcardPlace::AnyLabel {
            return self.suffix_allows(pattern, host) && every_label_matches(pattern, host);
        }
        let split = |name: &'a str| name.split_once('.').or((self.labels_after_wildcard == 0).then_some((name, "")));
        let (Some((label, rest)), Some((host_label, host_rest))) = (split(pattern), split(host)) else { return false };
        if self.wildcard == WildcardPlace::FirstLabel {
            return self.suffix_allows(pattern, host) && rest == host_rest && label_matches(label, host_label);
        }
        let Some((prefix, suffix)) = label.split_once('*') else { return false };
        if suffix.contains('*') || rest.contains('*') || rest != host_rest {
            return false;
        }
        let partial = !(prefix.is_empty() && suffix.is_empty());
        let in_place = match self.wildcard {
            WildcardPlace::Nowhere => false,
            WildcardPlace::WholeLabel => !partial,
            WildcardPlace::LabelStart => prefix.is_empty(),
            WildcardPlace::LabelEdge => prefix.is_empty() || suffix.is_empty(),
            WildcardPlace::InLabel | WildcardPlace::FirstLabel | WildcardPlace::AnyLabel => true,
        };
        let a_label = match self.a_labels {
            ALabels::Plain | ALabels::AsUnicode => true,
            ALabels::NotPartial => !(partial && (idn::is_a_label(label) || idn::is_a_label(host_label))),
            ALabels::NotInPattern => !label.contains("xn--"),
        };
        if !in_place || !a_label || rest.split('.').count() < self.labels_after_wildcard || !self.suffix_allows(pattern, host) {
            return false;
        }
        let Some(covered) = host_label.strip_prefix(prefix).and_then(|h| h.strip_suffix(suffix)) else { return false };
        if covered.is_empty() && !partial && !self.wildcard_covers_empty {
            return false;
        }
        match self.alphabet {
            Alphabet::Any => true,
            Alphabet::LettersDigitsHyphen => {
                let ldh = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                // A pattern with another character, or with a label that no host has, is taken as plain text.
                (ldh(covered) || covered == "*") && ldh(prefix) && ldh(suffix) && rest.split('.').all(is_ldh_label)
            }
        }
    }

    fn suffix_allows(&self, pattern: &str, host: &str) -> bool {
        // The part right of the last wildcard's label is what must not be a suffix.
        let after = pattern.rfind('*').and_then(|at| pattern.get(at..)).and_then(|tail| tail.split_once('.'));
        let Some((_, domain)) = after else { return self.wildcard != WildcardPlace::AnyLabel || !pattern.contains('*') };
        match self.suffixes {
            SuffixRule::Ignore => true,
            SuffixRule::RefuseListed => {
                let ascii = idn::to_ascii(domain).unwrap_or_else(|| domain.to_owned());
                let suffix = public_suffix(&ascii);
                !(suffix.known && suffix.name.len() == ascii.len())
            }
            SuffixRule::RefuseListedAndUnknown => {
                // The suffix is the host's, and a host that is one itself has none.
                let suffix = public_suffix(host).name.len();
                (suffix == host.len() || suffix != domain.len()) && domain.bytes().any(|b| !b.is_ascii_digit() && b != b'.')
            }
        }
    }
}

fn to_zero(text: &str) -> &str {
    text.split('\0').next().unwrap_or_default()
}

/// JSSE: the same number of labels, and in each the text between the wildcards in sequence.
fn every_label_matches(pattern: &str, host: &str) -> bool {
    let (patterns, hosts) = (pattern.split('.'), host.split('.'));
    patterns.clone().count() == hosts.clone().count() && patterns.zip(hosts).all(|(p, h)| label_matches(p, h))
}

fn label_matches(pattern: &str, label: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = label.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

fn strip_dot(name: &str, rule: TrailingDot) -> &str {
    if rule == TrailingDot::Strip { name.strip_suffix('.').unwrap_or(name) } else { name }
}

fn is_ldh_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn is_label_of_any_length(label: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    !label.is_empty() && !label.starts_with('-') && label.bytes().all(inner)
}

fn is_lenient_label(label: &str, outer_hyphens: bool) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && (outer_hyphens || !(label.starts_with('-') || label.ends_with('-')))
}
