//! `check_name_constraints` (`crypto/x509/x509_vfy.c`) and `NAME_CONSTRAINTS_check` (`crypto/x509/v3_ncons.c`): the last check
//! of all, the anchor's own constraints included.

use super::{Context, Stop, names};
use crate::facts::{Certificate, GeneralName, Name, NameConstraints, Part};
use crate::fault::{Fault, FaultKind};

/// X509_V_ERR numbers.
const PERMITTED: &str = "47";
const EXCLUDED: &str = "48";
const MINMAX: &str = "49";
const CONSTRAINT_TYPE: &str = "51";
const NAME_SYNTAX: &str = "53";
const UNSPECIFIED: &str = "1";

/// id-on-SmtpUTF8Mailbox (RFC 8398).
const SMTP_UTF8: &str = "1.3.6.1.5.5.7.8.9";
/// pkcs9 emailAddress.
const EMAIL: &str = "1.2.840.113549.1.9.1";
/// NAME_CHECK_MAX.
const MOST: usize = 1 << 20;

/// Why a name does not hold: the number, and the name.
type Broken = (&'static str, String);

impl Context<'_> {
    pub(super) fn check_name_constraints(&mut self) -> Result<(), Stop> {
        for i in (0..self.chain.len()).rev() {
            let x = self.certificate(self.chain[i]);
            if i != 0 && names::same(&x.subject, &x.issuer) {
                continue;
            }
            for j in (i + 1..self.chain.len()).rev() {
                let above = self.certificate(self.chain[j]);
                let Some(constraints) = &above.name_constraints else { continue };
                let bounded = above.malformations.iter().any(|m| {
                    use crate::facts::{Ext, Flaw};
                    // One that is written counted before OpenSSL 3, be it 0.
                    m.part == Part::Value(Ext::Nc)
                        && (matches!(m.flaw, Flaw::SubtreeMinimum | Flaw::SubtreeMaximum)
                            || m.flaw == Flaw::DefaultWritten && self.knobs.presented_alone())
                });
                // Neither OpenSSL 1.0.2 nor BoringSSL compares addresses.
                let address = |n: &GeneralName| matches!(n, GeneralName::Ip(_));
                let ranges = || constraints.permitted.iter().chain(&constraints.excluded);
                if self.knobs.presented_alone() && x.alt_names().any(address) && ranges().any(address) {
                    self.fail(Fault::of(FaultKind::ContentsRefused, self.chain[j]).named(CONSTRAINT_TYPE))?;
                    continue;
                }
                if let Err((number, name)) = check(x, constraints, bounded, i == 0 && !self.knobs.presented_alone()) {
                    let fault = Fault::of(FaultKind::NameConstraintViolated, self.chain[i]);
                    self.fail(fault.with(name).named(number))?;
                }
            }
        }
        self.check_common_name()
    }

    /// BoringSSL's `reject_dns_name_in_common_name`: below constraints a commonName that may be a host's is refused, whatever
    /// it is, where there is no subjectAltName.
    fn check_common_name(&mut self) -> Result<(), Stop> {
        let leaf = self.certificate(self.chain[0]);
        let named = || leaf.subject.common_names().any(|n| looks_like_host(n.trim_end_matches('\0')));
        let above = self.chain.iter().skip(1).find(|&&c| self.certificate(c).name_constraints.is_some());
        match above.filter(|_| self.knobs.is_boringssl() && leaf.subject_alt_names.is_none() && named()) {
            Some(&above) => self.fail(Fault::of(FaultKind::ContentsRefused, above).named(PERMITTED)),
            None => Ok(()),
        }
    }
}

fn check(x: &Certificate, constraints: &NameConstraints, bounded: bool, common_name: bool) -> Result<(), Broken> {
    let entries = x.subject.rdns.iter().map(Vec::len).sum::<usize>();
    let sans: &[GeneralName] = x.subject_alt_names.as_ref().map_or(&[], |s| &s.names);
    let subtrees = constraints.permitted.len() + constraints.excluded.len();
    if entries + sans.len() > 0 && subtrees > MOST / (entries + sans.len()) {
        return Err((UNSPECIFIED, String::new()));
    }
    if entries > 0 {
        matched(&Presented::Directory(&x.subject), constraints, bounded)?;
        for attribute in x.subject.rdns.iter().flatten().filter(|a| a.oid == *EMAIL) {
            if attribute.string_type != "IA5String" {
                return Err((NAME_SYNTAX, attribute.value.clone()));
            }
            matched(&Presented::Email(&attribute.value), constraints, bounded)?;
        }
    }
    for name in sans {
        matched(&Presented::of(name), constraints, bounded)?;
    }
    // The commonName counts as a host name where there is no dNSName.
    if common_name && !sans.iter().any(|n| matches!(n, GeneralName::Dns(_))) {
        for name in x.subject.common_names().map(|n| n.trim_end_matches('\0')) {
            if name.contains('\0') {
                return Err((NAME_SYNTAX, name.to_owned()));
            }
            if looks_like_host(name) {
                matched(&Presented::Dns(name), constraints, bounded)?;
            }
        }
    }
    Ok(())
}

/// A name of the certificate, by the type that counts.
enum Presented<'a> {
    Dns(&'a str),
    Email(&'a str),
    Uri(&'a str),
    Ip(&'a [u8]),
    Directory(&'a Name),
    /// otherName with a mailbox in UTF-8.
    Mailbox(&'a [u8]),
    Other(&'a str),
    Registered,
    /// x400Address (3) or ediPartyName (5).
    Numbered(u8),
}

impl<'a> Presented<'a> {
    fn of(name: &'a GeneralName) -> Self {
        match name {
            GeneralName::Dns(text) => Self::Dns(text),
            GeneralName::Email(text) => Self::Email(text),
            GeneralName::Uri(text) => Self::Uri(text),
            GeneralName::Ip(octets) => Self::Ip(octets),
            GeneralName::Directory(name) => Self::Directory(name),
            GeneralName::Other(oid, value) if *oid == *SMTP_UTF8 => Self::Mailbox(value),
            GeneralName::Other(oid, _) => Self::Other(oid.as_str()),
            GeneralName::RegisteredId(_) => Self::Registered,
            GeneralName::Unsupported(number, _) => Self::Numbered(*number),
        }
    }

    /// Whether a subtree is of this name's type.
    fn is_of(&self, base: &GeneralName) -> bool {
        match (self, base) {
            (Self::Dns(_), GeneralName::Dns(_))
            | (Self::Email(_) | Self::Mailbox(_), GeneralName::Email(_))
            | (Self::Uri(_), GeneralName::Uri(_))
            | (Self::Ip(_), GeneralName::Ip(_))
            | (Self::Directory(_), GeneralName::Directory(_))
            | (Self::Registered, GeneralName::RegisteredId(_)) => true,
            (Self::Other(own), GeneralName::Other(oid, _)) => *oid == **own,
            (Self::Numbered(own), GeneralName::Unsupported(number, _)) => own == number,
            _ => false,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Dns(text) | Self::Email(text) | Self::Uri(text) | Self::Other(text) => (*text).to_owned(),
            Self::Directory(name) => name.to_rfc4514(),
            Self::Ip(octets) => crate::x509::general_name_text(&GeneralName::Ip(octets.to_vec())),
            Self::Mailbox(_) | Self::Registered | Self::Numbered(_) => String::new(),
        }
    }
}

/// `nc_match`.
fn matched(name: &Presented<'_>, constraints: &NameConstraints, bounded: bool) -> Result<(), Broken> {
    let fault = |number| (number, name.text());
    let mut seen = false;
    let mut within = false;
    for base in constraints.permitted.iter().filter(|base| name.is_of(base)) {
        if bounded {
            return Err(fault(MINMAX));
        }
        seen = true;
        if !within {
            within = single(name, base).map_err(fault)?;
        }
    }
    if seen && !within {
        return Err(fault(PERMITTED));
    }
    for base in constraints.excluded.iter().filter(|base| name.is_of(base)) {
        if bounded {
            return Err(fault(MINMAX));
        }
        if single(name, base).map_err(fault)? {
            return Err(fault(EXCLUDED));
        }
    }
    Ok(())
}

/// `nc_match_single`.
fn single(name: &Presented<'_>, base: &GeneralName) -> Result<bool, &'static str> {
    match (name, base) {
        (Presented::Dns(name), GeneralName::Dns(base)) => Ok(host_within(name, base)),
        (Presented::Email(name), GeneralName::Email(base)) => mailbox_within(name, base),
        (Presented::Uri(name), GeneralName::Uri(base)) => uri_within(name, base),
        (Presented::Ip(name), GeneralName::Ip(base)) => address_within(name, base),
        (Presented::Directory(name), GeneralName::Directory(base)) => Ok(names::starts_with(name, base)),
        (Presented::Mailbox(value), GeneralName::Email(base)) => {
            // The value is explicitly tagged UTF8String; its host is compared in either case.
            let inner = crate::der::Reader::new(value, 0).read().map_or(*value, |tlv| tlv.value);
            mailbox_within(&String::from_utf8_lossy(inner), base)
        }
        _ => Err(CONSTRAINT_TYPE),
    }
}

/// `nc_dns`: components may stand before the base.
fn host_within(name: &str, base: &str) -> bool {
    let (name, base) = (name.as_bytes(), base.as_bytes());
    if base.is_empty() {
        return true;
    }
    let Some(start) = name.len().checked_sub(base.len()) else { return false };
    let edge = start == 0 || base.starts_with(b".") || name.get(start - 1) == Some(&b'.');
    edge && name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(base))
}

/// A base with a leading dot stands for what is under it.
fn under(name: &str, base: &str) -> bool {
    let (name, base) = (name.as_bytes(), base.as_bytes());
    name.len() > base.len() && name.get(name.len() - base.len()..).is_some_and(|end| end.eq_ignore_ascii_case(base))
}

/// `nc_email`.
fn mailbox_within(name: &str, base: &str) -> Result<bool, &'static str> {
    let Some((local, host)) = name.rsplit_once('@') else { return Err(NAME_SYNTAX) };
    let Some((base_local, base_host)) = base.rsplit_once('@') else {
        return Ok(if base.starts_with('.') { under(name, base) } else { host.eq_ignore_ascii_case(base) });
    };
    Ok((base_local.is_empty() || base_local == local) && host.eq_ignore_ascii_case(base_host))
}

/// `nc_uri` of OpenSSL 3.0.
fn uri_within(name: &str, base: &str) -> Result<bool, &'static str> {
    let rest = name.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).ok_or(NAME_SYNTAX)?;
    let host = match rest.split_once(':') {
        Some((host, _)) => host,
        None => rest.split('/').next().unwrap_or_default(),
    };
    if host.is_empty() {
        return Err(NAME_SYNTAX);
    }
    Ok(if base.starts_with('.') { under(host, base) } else { host.eq_ignore_ascii_case(base) })
}

/// `nc_ip`: any mask.
fn address_within(name: &[u8], base: &[u8]) -> Result<bool, &'static str> {
    if !matches!(name.len(), 4 | 16) || !matches!(base.len(), 8 | 32) {
        return Err(NAME_SYNTAX);
    }
    let (network, mask) = base.split_at(base.len() / 2);
    Ok(network.len() == name.len() && name.iter().zip(network).zip(mask).all(|((n, b), m)| n & m == b & m))
}

/// `cn2dnsid`: letters, digits and `_`, with `-` and `.` inside, and more than one label.
fn looks_like_host(name: &str) -> bool {
    let octets = name.as_bytes();
    let inside = |i: usize| i > 0 && i + 1 < octets.len();
    let at = |i: usize| octets.get(i).copied().unwrap_or(0);
    let fine = octets.iter().enumerate().all(|(i, octet)| match octet {
        b'-' => inside(i),
        b'.' => inside(i) && at(i + 1) != b'.' && at(i + 1) != b'-' && at(i - 1) != b'-',
        other => other.is_ascii_alphanumeric() || *other == b'_',
    });
    fine && octets.contains(&b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_mailboxes() {
        assert!(host_within("app.contoso.internal", "contoso.internal"));
        assert!(host_within("CONTOSO.internal", "contoso.internal"));
        assert!(host_within("app.contoso.internal", ".contoso.internal"));
        assert!(!host_within("contoso.internal", ".contoso.internal"));
        assert!(!host_within("xcontoso.internal", "contoso.internal"));
        assert!(host_within("anything", ""));
        assert_eq!(mailbox_within("a@contoso.internal", "Contoso.internal"), Ok(true));
        assert_eq!(mailbox_within("a@contoso.internal", "b@contoso.internal"), Ok(false));
        assert_eq!(mailbox_within("a@mail.contoso.internal", ".contoso.internal"), Ok(true));
        assert_eq!(mailbox_within("nobody", "contoso.internal"), Err("53"));
    }

    #[test]
    fn addresses_and_uris() {
        assert_eq!(address_within(&[10, 1, 5, 11], &[10, 0, 0, 0, 255, 0, 0, 0]), Ok(true));
        assert_eq!(address_within(&[10, 1, 5, 11], &[0; 32]), Ok(false));
        assert_eq!(address_within(&[10, 1, 5, 11], &[10, 0, 0, 0, 255]), Err("53"));
        assert_eq!(uri_within("https://app.contoso.internal:8443/x", "app.contoso.internal"), Ok(true));
        assert_eq!(uri_within("https://app.contoso.internal/x", ".contoso.internal"), Ok(true));
        assert_eq!(uri_within("urn:x", "contoso.internal"), Err("53"));
    }
}
