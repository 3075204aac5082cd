//! basicConstraints, keyUsage, extKeyUsage.

use super::super::oids;
use super::{Fields, field};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{BasicConstraints, ExtendedKeyUsage, KEY_USAGE_NAMES, KeyUsage};

/// ```text
/// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
/// ```
pub(in crate::x509) fn basic_constraints(mut reader: Reader<'_>, critical: bool) -> Result<BasicConstraints, Malformed> {
    let mut parts = reader.expect(tag::SEQUENCE)?.children();
    let ca = parts.optional(tag::BOOLEAN)?.is_some_and(|b| b.value.iter().any(|v| *v != 0));
    let path_len = match parts.optional(tag::INTEGER)? {
        Some(i) if i.value.first().is_none_or(|b| b & 0x80 != 0) => return Err(Malformed { at: i.from, truncated: false }),
        Some(i) => Some(i.value.iter().fold(0u32, |n, b| if n > u32::MAX >> 8 { u32::MAX } else { n << 8 | u32::from(*b) })),
        None => None,
    };
    Ok(BasicConstraints { critical, ca, path_len })
}

/// `KeyUsage ::= BIT STRING`, nine named bits.
pub(in crate::x509) fn key_usage(mut reader: Reader<'_>, critical: bool) -> Result<KeyUsage, Malformed> {
    let wrong = Malformed { at: reader.at(), truncated: false };
    // In BER a BIT STRING may come in pieces; nine bits come in one.
    let bits = match reader.optional(tag::BIT_STRING | 0x20)? {
        Some(pieces) => pieces.children().expect(tag::BIT_STRING)?,
        None => reader.expect(tag::BIT_STRING)?,
    };
    let (unused, octets) = bits.value.split_first().ok_or(wrong)?;
    if *unused > 7 {
        return Err(wrong);
    }
    // Bit 0 of the BIT STRING is the most significant bit of its first octet. Unused bits carry no value (X.690 8.6.2).
    let used = |i: usize| if i + 1 == octets.len() { u8::MAX << unused } else { u8::MAX };
    let octet = |i: usize| (octets.get(i).copied().unwrap_or(0) & used(i)).reverse_bits();
    Ok(KeyUsage { critical, bits: u16::from(octet(0)) | (u16::from(octet(1)) & 1) << 8 })
}

/// `ExtKeyUsageSyntax ::= SEQUENCE OF KeyPurposeId`.
pub(in crate::x509) fn extended_key_usage(mut value: Reader<'_>, critical: bool) -> Result<ExtendedKeyUsage, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    let mut purposes = Vec::with_capacity(2);
    while !parts.is_empty() {
        purposes.push(oids::exact(parts.expect(tag::OID)?.value));
    }
    Ok(ExtendedKeyUsage { critical, purposes })
}

pub(super) fn describe_basic_constraints(value: Reader<'_>) -> Result<Fields, Malformed> {
    let constraints = basic_constraints(value, false)?;
    let mut out = vec![field("Certificate authority", if constraints.ca { "yes" } else { "no" })];
    if let Some(length) = constraints.path_len {
        out.push(field("CA certificates that may follow (pathLenConstraint)", length.to_string()));
    }
    Ok(out)
}

pub(super) fn describe_key_usage(value: Reader<'_>) -> Result<Fields, Malformed> {
    let usage = key_usage(value, false)?;
    let set = KEY_USAGE_NAMES.iter().enumerate().filter(|(i, _)| usage.any(1 << i));
    Ok(set.map(|(_, name)| field("Usage", *name)).collect())
}

pub(super) fn describe_extended_key_usage(value: Reader<'_>) -> Result<Fields, Malformed> {
    let usage = extended_key_usage(value, false)?;
    Ok(usage.purposes.iter().map(|oid| field("Purpose", oids::display(oid))).collect())
}
