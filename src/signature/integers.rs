//! Arithmetic modulo odd numbers, for what has no crate of its own. All values are public.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};

/// Integers modulo one odd number.
pub(super) struct Field {
    /// The modulus, prepared.
    pub params: BoxedMontyParams,
    /// Bits of its octets.
    pub bits: u32,
}

impl Field {
    /// `None`: an even modulus, zero among them.
    pub fn new(modulus: &[u8]) -> Option<Self> {
        let bits = u32::try_from(modulus.len()).ok()?.checked_mul(8)?;
        let modulus = BoxedUint::from_be_slice(modulus, bits).ok()?;
        let modulus: Option<Odd<BoxedUint>> = Odd::new(modulus).into_option();
        Some(Self { params: BoxedMontyParams::new_vartime(modulus?), bits })
    }

    pub fn modulus(&self) -> &BoxedUint {
        self.params.modulus().as_ref()
    }

    /// `None`: not below the modulus.
    pub fn number(&self, octets: &[u8]) -> Option<BoxedMontyForm> {
        let number = BoxedUint::from_be_slice(octets, self.bits).ok()?;
        (number < *self.modulus()).then(|| BoxedMontyForm::new(number, &self.params))
    }

    /// A number in as many octets as the modulus has.
    pub fn octets(&self, number: &BoxedMontyForm) -> Vec<u8> {
        let octets = number.retrieve().to_be_bytes();
        let unused = octets.len().saturating_sub((self.bits / 8) as usize);
        octets.get(unused..).unwrap_or_default().to_vec()
    }

    /// The leftmost octets of a digest, as many as the modulus has, reduced (SEC 1 4.1.3 step 5, for moduli whose highest
    /// bit is the first of an octet).
    pub fn leftmost(&self, digest: &[u8]) -> BoxedMontyForm {
        let octets = digest.get(..(self.bits / 8) as usize).unwrap_or(digest);
        let number = BoxedUint::from_be_slice_truncated(octets, self.bits);
        let reduced = if number < *self.modulus() { number } else { number.wrapping_sub(self.modulus()) };
        BoxedMontyForm::new(reduced, &self.params)
    }
}

/// Octets from digits in small letters.
pub(super) fn unhex(text: &str) -> Vec<u8> {
    let digit = |b: u8| if b.is_ascii_digit() { b - b'0' } else { b - b'a' + 10 };
    text.as_bytes().chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// base^exponent modulo an odd modulus, in as many octets as the modulus has. `None`: the modulus is even, or the base
/// not below it.
pub(super) fn power(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Option<Vec<u8>> {
    let field = Field::new(modulus)?;
    let base = field.number(base)?;
    let exponent = BoxedUint::from_be_slice_vartime(exponent);
    Some(field.octets(&base.pow_bounded_exp(&exponent, exponent.bit_width_vartime())))
}
