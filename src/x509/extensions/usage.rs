//! basicConstraints, keyUsage, extKeyUsage.

use super::super::oids;
use super::{at_start, finished};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{BasicConstraints, ExtendedKeyUsage, Extension, KeyUsage};

/// ```text
/// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
/// ```
pub(in crate::x509) fn basic_constraints(extension: &Extension) -> Result<BasicConstraints, Malformed> {
    let mut reader = Reader::new(&extension.value, extension.value_at.from);
    let mut parts = reader.expect(tag::SEQUENCE)?.children();
    finished(&reader)?;
    let ca = parts.optional(tag::BOOLEAN)?.is_some_and(|b| b.value.iter().any(|v| *v != 0));
    let path_len = match parts.optional(tag::INTEGER)? {
        Some(i) if i.value.first().is_none_or(|b| b & 0x80 != 0) => return Err(Malformed { at: i.from, truncated: false }),
        Some(i) => Some(i.value.iter().fold(0u32, |n, b| if n > u32::MAX >> 8 { u32::MAX } else { n << 8 | u32::from(*b) })),
        None => None,
    };
    finished(&parts)?;
    Ok(BasicConstraints { critical: extension.critical, ca, path_len })
}

/// `KeyUsage ::= BIT STRING`, nine named bits.
pub(in crate::x509) fn key_usage(extension: &Extension) -> Result<KeyUsage, Malformed> {
    let mut reader = Reader::new(&extension.value, extension.value_at.from);
    let bits = reader.expect(tag::BIT_STRING)?;
    finished(&reader)?;
    let (unused, octets) = bits.value.split_first().ok_or(at_start(extension))?;
    if *unused > 7 {
        return Err(at_start(extension));
    }
    // Bit 0 of the BIT STRING is the most significant bit of its first octet.
    let octet = |i: usize| octets.get(i).copied().unwrap_or(0).reverse_bits();
    Ok(KeyUsage { critical: extension.critical, bits: u16::from(octet(0)) | (u16::from(octet(1)) & 1) << 8 })
}

/// `ExtKeyUsageSyntax ::= SEQUENCE OF KeyPurposeId`.
pub(in crate::x509) fn extended_key_usage(mut value: Reader<'_>, critical: bool) -> Result<ExtendedKeyUsage, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut purposes = Vec::with_capacity(2);
    while !parts.is_empty() {
        purposes.push(oids::oid(parts.expect(tag::OID)?.value));
    }
    Ok(ExtendedKeyUsage { critical, purposes })
}
