//! Ed448 (RFC 8032 5.2) over the numbers of its curve: verification alone, of public values, so nothing here has to hide how
//! long it takes.

use super::integers::Field;
use crypto_bigint::modular::BoxedMontyForm;
use crypto_bigint::{BoxedUint, NonZero};

/// 2^448 - 2^224 - 1.
const P: &str =
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
/// Order of the base point.
const L: &str =
    "3fffffffffffffffffffffffffffffffffffffffffffffffffffffff7cca23e9c44edb49aed63690216cc2728dc58f552378c292ab5844f3";
const X: &str =
    "4f1970c66bed0ded221d15a622bf36da9e146570470f1767ea6de324a3d3a46412ae1af72ab66511433b80e18b00938e2626a82bc70cc05e";
const Y: &str =
    "693f46716eb6bc248876203756c9c7624bea73736ca3984087789c1e05a0c2d73ad3ff1ce67c39c4fdbd132c4ed7c8ad9808795bf230fa14";
/// The curve is x² + y² = 1 - 39081 x²y².
const MINUS_D: [u8; 2] = 39_081_u16.to_be_bytes();
/// Octets of a point, of half a signature, and of a coordinate.
const POINT: usize = 57;
const COORDINATE: usize = 56;

struct Point {
    x: BoxedMontyForm,
    y: BoxedMontyForm,
    z: BoxedMontyForm,
}

struct Curve {
    field: Field,
    d: BoxedMontyForm,
}

impl Curve {
    fn affine(&self, x: BoxedMontyForm, y: BoxedMontyForm) -> Point {
        Point { x, y, z: BoxedMontyForm::one(&self.field.params) }
    }

    /// RFC 8032 5.2.3: y from the lowest octet up, and the lowest bit of x as the highest.
    fn point(&self, encoded: &[u8]) -> Option<Point> {
        let (sign, digits) = encoded.split_last().filter(|(sign, digits)| **sign & 0x7f == 0 && digits.len() == COORDINATE)?;
        let y = self.field.number(&reversed(digits))?;
        let one = BoxedMontyForm::one(&self.field.params);
        let (u, v) = (y.square().sub(&one), self.d.mul(&y.square()).sub(&one));
        let exponent = self.field.modulus().shr_vartime(2)?;
        let uuv = u.square().mul(&v);
        let x = uuv.mul(&u).mul(&uuv.mul(&u).mul(&u.square()).mul(&v.square()).pow(&exponent));
        if v.mul(&x.square()) != u {
            return None;
        }
        let odd = x.retrieve().to_be_bytes().last().is_some_and(|last| last & 1 == 1);
        let wanted = sign & 0x80 != 0;
        if wanted && bool::from(x.is_zero()) {
            return None;
        }
        Some(self.affine(if odd == wanted { x } else { x.neg() }, y))
    }

    /// Complete, so that it doubles too (RFC 8032 5.2.4).
    fn add(&self, p: &Point, q: &Point) -> Point {
        let a = p.z.mul(&q.z);
        let b = a.square();
        let c = p.x.mul(&q.x);
        let d = p.y.mul(&q.y);
        let e = self.d.mul(&c).mul(&d);
        let (f, g) = (b.sub(&e), b.add(&e));
        let h = p.x.add(&p.y).mul(&q.x.add(&q.y));
        Point { x: a.mul(&f).mul(&h.sub(&c).sub(&d)), y: a.mul(&g).mul(&d.sub(&c)), z: f.mul(&g) }
    }
}

/// Whether the key made this signature over this message.
pub(super) fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    holds(key, message, signature).unwrap_or(false)
}

fn holds(key: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    let field = Field::new(&super::integers::unhex(P))?;
    let d = field.number(&MINUS_D)?.neg();
    let curve = Curve { field, d };
    let order = Field::new(&super::integers::unhex(L))?;
    let (left, scalar) = signature.split_at_checked(POINT).filter(|(_, s)| s.len() == POINT)?;
    let (top, scalar) = scalar.split_last()?;
    let s = order.octets(&order.number(&reversed(scalar)).filter(|_| *top == 0)?);
    let (r, a) = (curve.point(left)?, curve.point(key)?);
    // dom4(0, ""), R, A, M.
    let digest = shake256(&[b"SigEd448\0\0", left, key, message]);
    let order: Option<NonZero<BoxedUint>> = NonZero::new(order.modulus().clone()).into_option();
    let k = BoxedUint::from_be_slice_vartime(&reversed(&digest)).rem_vartime(&order?).to_be_bytes();
    let k = k.get(k.len().checked_sub(COORDINATE)?..)?;
    // SB - kA, both at once from the highest bit down.
    let minus = Point { x: a.x.neg(), ..a };
    let base = curve.affine(curve.field.number(&super::integers::unhex(X))?, curve.field.number(&super::integers::unhex(Y))?);
    let both = curve.add(&base, &minus);
    let mut sum = curve.affine(BoxedMontyForm::zero(&curve.field.params), BoxedMontyForm::one(&curve.field.params));
    for (first, second) in s.iter().zip(k) {
        for bit in (0..8).rev() {
            sum = curve.add(&sum, &sum);
            let term = match (first >> bit & 1, second >> bit & 1) {
                (1, 1) => &both,
                (1, 0) => &base,
                (0, 1) => &minus,
                _ => continue,
            };
            sum = curve.add(&sum, term);
        }
    }
    Some(sum.x == r.x.mul(&sum.z) && sum.y == r.y.mul(&sum.z))
}

fn reversed(octets: &[u8]) -> Vec<u8> {
    octets.iter().rev().copied().collect()
}

/// 114 octets of SHAKE256 (FIPS 202 6.2).
fn shake256(parts: &[&[u8]]) -> Vec<u8> {
    const RATE: usize = 136;
    let mut state = [0_u64; 25];
    let absorb = |state: &mut [u64; 25], at: usize, octet: u8| {
        if let Some(lane) = state.get_mut(at / 8) {
            *lane ^= u64::from(octet) << (8 * (at % 8));
        }
    };
    let mut at = 0;
    for octet in parts.iter().copied().flatten() {
        absorb(&mut state, at, *octet);
        at += 1;
        if at == RATE {
            keccak::Keccak::new().with_f1600(|f| f(&mut state));
            at = 0;
        }
    }
    absorb(&mut state, at, 0x1f);
    absorb(&mut state, RATE - 1, 0x80);
    keccak::Keccak::new().with_f1600(|f| f(&mut state));
    state.iter().flat_map(|lane| lane.to_le_bytes()).take(2 * POINT).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::integers::unhex;
    use super::*;

    /// RFC 8032 7.4, the blank message and the one of one octet.
    #[test]
    fn vectors_of_rfc_8032() {
        let key = unhex(
            "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180",
        );
        let signature = unhex(
            "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600",
        );
        assert!(verify(&key, b"", &signature));
        assert!(!verify(&key, b"x", &signature));
        let key = unhex(
            "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480",
        );
        let signature = unhex(
            "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c03a00",
        );
        assert!(verify(&key, &[3], &signature));
        let mut wrong = signature.clone();
        wrong[60] ^= 1;
        assert!(!verify(&key, &[3], &wrong));
        assert!(!verify(&key, &[3], &signature[1..]));
    }

    #[test]
    fn messages_of_every_length_around_a_block() {
        assert_eq!(shake256(&[b""])[..4], [0x46, 0xb9, 0xdd, 0x2b]);
        let long = [0xa3_u8; 200];
        assert_eq!(shake256(&[&long])[..4], [0xcd, 0x8a, 0x92, 0x0e]);
    }
}
