//! ECDSA (SEC 1 4.1.4) over short Weierstrass curves of prime order that only a few programs know: one implementation
//! over their numbers, where a crate for each would weigh more than all of this.
//!
//! Verification handles public values alone, so nothing here has to hide how long it takes.

use super::integers::{Field, unhex};
use crypto_bigint::BoxedUint;
use crypto_bigint::modular::BoxedMontyForm;

/// A curve: y² = x³ + ax + b over the integers modulo p, with a base point of prime order n and cofactor 1.
pub(super) struct Domain {
    oid: &'static str,
    p: &'static str,
    a: &'static str,
    b: &'static str,
    n: &'static str,
    x: &'static str,
    y: &'static str,
}

/// SEC 2 2.4.1, 2.5.1 and SP 800-186 (P-192), RFC 5639 3.4 to 3.7.
const DOMAINS: &[Domain] = &[
    Domain {
        oid: "1.3.132.0.33",
        p: "ffffffffffffffffffffffffffffffff000000000000000000000001",
        a: "fffffffffffffffffffffffffffffffefffffffffffffffffffffffe",
        b: "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
        n: "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
        x: "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
        y: "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
    },
    Domain {
        oid: "1.3.132.0.10",
        p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        a: "00",
        b: "07",
        n: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        x: "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        y: "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
    },
    Domain {
        oid: "1.2.840.10045.3.1.1",
        p: "fffffffffffffffffffffffffffffffeffffffffffffffff",
        a: "fffffffffffffffffffffffffffffffefffffffffffffffc",
        b: "64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1",
        n: "ffffffffffffffffffffffff99def836146bc9b1b4d22831",
        x: "188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012",
        y: "07192b95ffc8da78631011ed6b24cdd573f977a11e794811",
    },
    Domain {
        oid: "1.3.36.3.3.2.8.1.1.7",
        p: "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
        a: "7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
        b: "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
        n: "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
        x: "8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262",
        y: "547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997",
    },
    Domain {
        oid: "1.3.36.3.3.2.8.1.1.11",
        p: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
        a: "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
        b: "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
        n: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
        x: "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
        y: "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315",
    },
    Domain {
        oid: "1.3.36.3.3.2.8.1.1.13",
        p: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3",
        a: "7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca",
        b: "3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723",
        n: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069",
        x: "81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822",
        y: "7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892",
    },
];

/// The curve with this identifier.
pub(super) fn domain(oid: &str) -> Option<&'static Domain> {
    DOMAINS.iter().find(|d| d.oid == oid)
}

/// Homogeneous coordinates.
#[derive(Clone)]
struct Point {
    x: BoxedMontyForm,
    y: BoxedMontyForm,
    z: BoxedMontyForm,
}

struct Curve {
    field: Field,
    a: BoxedMontyForm,
    b: BoxedMontyForm,
    b3: BoxedMontyForm,
    octets: usize,
}

impl Curve {
    fn new(domain: &Domain) -> Option<Self> {
        let p = unhex(domain.p);
        let field = Field::new(&p)?;
        let (a, b) = (field.number(&unhex(domain.a))?, field.number(&unhex(domain.b))?);
        let b3 = b.double().add(&b);
        Some(Self { field, a, b, b3, octets: p.len() })
    }

    fn affine(&self, x: &[u8], y: &[u8]) -> Option<Point> {
        let (x, y) = (self.field.number(x)?, self.field.number(y)?);
        let on_curve = y.square() == self.right_side(&x);
        on_curve.then(|| Point { x, y, z: BoxedMontyForm::one(&self.field.params) })
    }

    /// x³ + ax + b.
    fn right_side(&self, x: &BoxedMontyForm) -> BoxedMontyForm {
        x.square().add(&self.a).mul(x).add(&self.b)
    }

    /// SEC 1 2.3.4, without the point at infinity. Compressed points only where a square root is one power (p = 3 mod 4).
    fn point(&self, encoded: &[u8]) -> Option<Point> {
        let (&form, rest) = encoded.split_first()?;
        if form == 4 && rest.len() == 2 * self.octets {
            let (x, y) = rest.split_at(self.octets);
            return self.affine(x, y);
        }
        if !matches!(form, 2 | 3) || rest.len() != self.octets {
            return None;
        }
        let modulus = self.field.modulus().to_be_bytes();
        if modulus.last().is_none_or(|last| last & 3 != 3) {
            return None;
        }
        let x = self.field.number(rest)?;
        let exponent = self.field.modulus().shr_vartime(2)?.wrapping_add(BoxedUint::one_with_precision(self.field.bits));
        let square = self.right_side(&x);
        let mut y = square.pow(&exponent);
        if y.square() != square {
            return None;
        }
        if y.retrieve().to_be_bytes().last().is_some_and(|last| last & 1 != form & 1) {
            y = y.neg();
        }
        Some(Point { x, y, z: BoxedMontyForm::one(&self.field.params) })
    }

    /// Addition that holds for any two points of a curve of odd order, doubling and infinity included (Renes, Costello,
    /// Batina: Complete addition formulas for prime order elliptic curves, 2016, section 3.1).
    fn add(&self, p: &Point, q: &Point) -> Point {
        let xx = p.x.mul(&q.x);
        let yy = p.y.mul(&q.y);
        let zz = p.z.mul(&q.z);
        let xy = p.x.mul(&q.y).add(&q.x.mul(&p.y));
        let yz = p.y.mul(&q.z).add(&q.y.mul(&p.z));
        let xz = p.x.mul(&q.z).add(&q.x.mul(&p.z));
        let azz = self.a.mul(&zz);
        let middle = self.a.mul(&xz).add(&self.b3.mul(&zz));
        let (minus, plus) = (yy.sub(&middle), yy.add(&middle));
        let left = xx.double().add(&xx).add(&azz);
        let right = self.a.mul(&xx.sub(&azz)).add(&self.b3.mul(&xz));
        Point {
            x: xy.mul(&minus).sub(&yz.mul(&right)),
            y: plus.mul(&minus).add(&left.mul(&right)),
            z: yz.mul(&plus).add(&xy.mul(&left)),
        }
    }
}

/// Whether the key made this signature, the DER of two numbers, over this digest.
pub(super) fn verify(domain: &Domain, key: &[u8], digest: &[u8], signature: &[u8]) -> bool {
    holds(domain, key, digest, signature).unwrap_or(false)
}

fn holds(domain: &Domain, key: &[u8], digest: &[u8], signature: &[u8]) -> Option<bool> {
    let curve = Curve::new(domain)?;
    let key = curve.point(key)?;
    let base = curve.affine(&unhex(domain.x), &unhex(domain.y))?;
    let order = Field::new(&unhex(domain.n))?;
    let (r, s) = super::params::ecdsa_value(signature)?;
    let (r, s) = (order.number(r)?, order.number(s)?);
    if bool::from(r.is_zero()) {
        return None;
    }
    let inverse: Option<BoxedMontyForm> = s.invert().into_option();
    let inverse = inverse?;
    let u = order.octets(&order.leftmost(digest).mul(&inverse));
    let v = order.octets(&r.mul(&inverse));
    // Both products at once, from the highest bit down.
    let both = curve.add(&base, &key);
    let mut sum: Option<Point> = None;
    for (first, second) in u.iter().zip(&v) {
        for bit in (0..8).rev() {
            sum = sum.map(|s| curve.add(&s, &s));
            let term = match (first >> bit & 1, second >> bit & 1) {
                (1, 1) => &both,
                (1, 0) => &base,
                (0, 1) => &key,
                _ => continue,
            };
            sum = Some(sum.map_or_else(|| term.clone(), |s| curve.add(&s, term)));
        }
    }
    let sum = sum?;
    let inverse: Option<BoxedMontyForm> = sum.z.invert().into_option();
    let x = curve.field.octets(&sum.x.mul(&inverse?));
    // p and n of these curves have the same number of octets and differ in their lower half: x is below 2n.
    let x = BoxedUint::from_be_slice(&x, order.bits).ok()?;
    let x = if x < *order.modulus() { x } else { x.wrapping_sub(order.modulus()) };
    Some(x == r.retrieve())
}
