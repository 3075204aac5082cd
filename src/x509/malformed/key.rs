//! The public key and the signature's value.

use super::Walk;
use crate::der::{Reader, Tlv, tag};
use crate::facts::{Certificate, Curve, Flaw, KeyAlgorithm, Part, PublicKey};
use crate::signature::{is_on_curve, known};

impl Walk {
    pub(super) fn key(&mut self, spki: &Tlv<'_>, certificate: &Certificate) {
        let public = &certificate.public_key;
        let mut parts = spki.children();
        if let Some(algorithm) = self.want(&mut parts, tag::SEQUENCE) {
            self.within(Part::KeyAlgorithm).key_algorithm(&algorithm, public);
        }
        if let Some(bits) = self.within(Part::Key).want(&mut parts, tag::BIT_STRING) {
            self.whole_octets(&bits);
            if bits.value.len() > 1 {
                self.within(Part::KeyBits).key_bits(&bits, public);
            }
        }
        self.within(Part::Key).end(&parts, Flaw::ElementExtra);
    }

    fn key_algorithm(&mut self, sequence: &Tlv<'_>, public: &PublicKey) {
        let mut parts = sequence.children();
        let Some(oid) = self.want(&mut parts, tag::OID) else { return };
        self.oid(&oid);
        // id-ea-rsa of X.500 (2.5.8.1.1), an older number for rsaEncryption.
        if oid.value == [0x55, 0x08, 0x01, 0x01] {
            self.note_at(Flaw::KeyOidOfX500, sequence);
        } else if matches!(public.algorithm, KeyAlgorithm::Other(_)) {
            self.note_at(Flaw::KeyAlgorithmUnknown, sequence);
        }
        let parameters = if parts.is_empty() { None } else { self.any(&mut parts) };
        if let Some(parameters) = &parameters {
            self.primitive(parameters);
        }
        self.end(&parts, Flaw::ElementExtra);
        let kind = parameters.as_ref().map(|p| p.tag);
        let flaw = match (&public.algorithm, kind) {
            (KeyAlgorithm::Rsa, Some(tag::NULL)) => return,
            (KeyAlgorithm::Rsa | KeyAlgorithm::Ec(_) | KeyAlgorithm::Dsa, None) => Flaw::ParametersAbsent,
            (KeyAlgorithm::Rsa, Some(_)) => Flaw::ParametersNotNull,
            (KeyAlgorithm::Ec(_), Some(tag::NULL)) => Flaw::ParametersNull,
            (KeyAlgorithm::Ec(Curve::Explicit), _) => Flaw::CurveExplicit,
            (KeyAlgorithm::Ec(Curve::Other(_)), Some(tag::OID)) if public.bits == 0 => Flaw::CurveUnknown,
            (KeyAlgorithm::Ec(_), Some(tag::OID)) => return,
            (KeyAlgorithm::Ec(_), Some(_)) => Flaw::ParametersOdd,
            (KeyAlgorithm::Ed25519 | KeyAlgorithm::Ed448 | KeyAlgorithm::X25519 | KeyAlgorithm::X448, Some(tag::NULL)) => {
                Flaw::ParametersNull
            }
            (KeyAlgorithm::Ed25519 | KeyAlgorithm::Ed448 | KeyAlgorithm::X25519 | KeyAlgorithm::X448, Some(_)) => {
                Flaw::ParametersOdd
            }
            // An RSA key restricted to PSS without parameters may be used with any (RFC 4055 3.1).
            (KeyAlgorithm::RsaPss, Some(tag::NULL)) => Flaw::ParametersNull,
            _ => return,
        };
        self.note_at(flaw, sequence);
    }

    fn key_bits(&mut self, bits: &Tlv<'_>, public: &PublicKey) {
        let content = bits.value.get(1..).unwrap_or(&[]);
        match &public.algorithm {
            KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss => {
                let mut reader = Reader::new(content, bits.value_from + 1);
                let Some(sequence) = self.want(&mut reader, tag::SEQUENCE) else { return };
                self.end(&reader, Flaw::OctetsTrailing);
                let mut numbers = sequence.children();
                let modulus = self.within(Part::Modulus).want(&mut numbers, tag::INTEGER);
                if let Some(modulus) = modulus {
                    self.positive(&modulus);
                    if modulus.value.iter().all(|o| *o == 0) {
                        self.note_at(Flaw::ModulusZero, &modulus);
                    }
                }
                let exponent = self.within(Part::Exponent).want(&mut numbers, tag::INTEGER);
                if let Some(exponent) = exponent {
                    self.positive(&exponent);
                    self.exponent(&exponent);
                }
                self.within(Part::KeyBits).end(&numbers, Flaw::ElementExtra);
            }
            KeyAlgorithm::Ec(_) => {
                let octets = public.bits.div_ceil(8) as usize;
                let (flaw, length) = match content.first() {
                    Some(4) => (None, 1 + 2 * octets),
                    Some(2 | 3) => (Some(Flaw::PointCompressed), 1 + octets),
                    Some(6 | 7) => (Some(Flaw::PointHybrid), 1 + 2 * octets),
                    Some(0) if content.len() == 1 => (Some(Flaw::PointInfinity), 1),
                    _ => (Some(Flaw::PointLength), content.len()),
                };
                if let Some(flaw) = flaw {
                    self.note_at(flaw, bits);
                }
                if octets > 0 && content.len() != length {
                    self.note_at(Flaw::PointLength, bits);
                } else if flaw.is_none() && !is_on_curve(&public.algorithm, content) {
                    self.note_at(Flaw::PointOff, bits);
                }
            }
            KeyAlgorithm::Ed25519 | KeyAlgorithm::X25519 if content.len() != 32 => self.note_at(Flaw::KeyLength, bits),
            KeyAlgorithm::Ed448 if content.len() != 57 => self.note_at(Flaw::KeyLength, bits),
            KeyAlgorithm::X448 if content.len() != 56 => self.note_at(Flaw::KeyLength, bits),
            _ => {}
        }
    }

    fn positive(&mut self, number: &Tlv<'_>) {
        self.integer(number);
        if number.value.first().is_some_and(|first| first & 0x80 != 0) {
            self.note_at(Flaw::IntegerNegative, number);
        }
    }

    fn exponent(&mut self, exponent: &Tlv<'_>) {
        let value = exponent.value;
        let leading = value.iter().take_while(|o| **o == 0).count();
        let octets = value.get(leading..).unwrap_or(&[]);
        if octets.last().is_some_and(|last| last & 1 == 0) {
            self.note_at(Flaw::ExponentEven, exponent);
        }
        match octets {
            [1] => self.note_at(Flaw::ExponentOne, exponent),
            _ if octets.len() > 8 => self.note_at(Flaw::ExponentLarge, exponent),
            _ if octets.len() > 4 => self.note_at(Flaw::ExponentWide, exponent),
            _ => {}
        }
    }

    /// What is inside the signature: `SEQUENCE { r INTEGER, s INTEGER }` for ECDSA (RFC 3279 2.2.3).
    pub(super) fn signature(&mut self, bits: &Tlv<'_>, certificate: &Certificate) {
        let content = bits.value.get(1..).unwrap_or(&[]);
        let ecdsa =
            known(&certificate.signature_algorithm.oid).is_some_and(|a| a.made_by(&KeyAlgorithm::Ec(Curve::P256)) == Some(true));
        if !ecdsa || content.is_empty() {
            return;
        }
        let mut reader = Reader::new(content, bits.value_from + 1);
        let Some(sequence) = self.want(&mut reader, tag::SEQUENCE) else { return };
        self.end(&reader, Flaw::OctetsTrailing);
        let mut numbers = sequence.children();
        for _ in 0..2 {
            if let Some(number) = self.want(&mut numbers, tag::INTEGER) {
                self.positive(&number);
            }
        }
        self.end(&numbers, Flaw::ElementExtra);
    }
}
