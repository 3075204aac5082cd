//! Certificates made on the spot, so that a test says all there is to know about them.

use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};

/// 2026-11-23T12:00:00Z, when everything forged here is judged.
pub const NOW: f64 = 1_795_435_200.0;

/// A certificate with its private key.
pub struct Pair {
    params: CertificateParams,
    key: KeyPair,
    /// The certificate.
    pub pem: String,
    /// The certificate.
    pub der: Vec<u8>,
}

/// How a forged certificate departs from a healthy one.
#[derive(Default)]
pub struct Shape {
    /// Years of validity instead of 2026 and 2027.
    pub years: Option<(i32, i32)>,
    /// basicConstraints, where the default does not fit.
    pub ca: Option<IsCa>,
    /// Purposes instead of serverAuth.
    pub purposes: Option<Vec<ExtendedKeyUsagePurpose>>,
    /// More than one commonName is never needed; none at all is.
    pub without_common_name: bool,
}

impl Pair {
    fn make(name: &str, san: &[&str], shape: &Shape, ca: bool, issuer: Option<&Self>) -> Self {
        let key = KeyPair::generate().unwrap();
        Self::make_with_key(name, san, shape, ca, issuer, key)
    }

    fn make_with_key(name: &str, san: &[&str], shape: &Shape, ca: bool, issuer: Option<&Self>, key: KeyPair) -> Self {
        let mut params = CertificateParams::new(san.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        if !shape.without_common_name {
            params.distinguished_name.push(DnType::CommonName, name);
        }
        let years = shape.years.unwrap_or(if ca { (2020, 2040) } else { (2026, 2028) });
        params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        params.use_authority_key_identifier_extension = issuer.is_some();
        if ca {
            params.is_ca = shape.ca.clone().unwrap_or(IsCa::Ca(BasicConstraints::Unconstrained));
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        } else {
            params.is_ca = shape.ca.clone().unwrap_or(IsCa::ExplicitNoCa);
            params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
            params.extended_key_usages = shape.purposes.clone().unwrap_or_else(|| vec![ExtendedKeyUsagePurpose::ServerAuth]);
        }
        let certificate = match issuer {
            None => params.self_signed(&key),
            Some(issuer) => params.signed_by(&key, &Issuer::from_params(&issuer.params, &issuer.key)),
        };
        let certificate = certificate.unwrap();
        Self { pem: certificate.pem(), der: certificate.der().to_vec(), params, key }
    }

    /// A self-signed CA.
    pub fn root(name: &str) -> Self {
        Self::make(name, &[], &Shape::default(), true, None)
    }

    /// A self-signed CA of another shape.
    pub fn root_shaped(name: &str, shape: &Shape) -> Self {
        Self::make(name, &[], shape, true, None)
    }

    /// A CA that this one issued.
    pub fn issue_ca(&self, name: &str) -> Self {
        Self::make(name, &[], &Shape::default(), true, Some(self))
    }

    /// A CA of another shape.
    pub fn issue_ca_shaped(&self, name: &str, shape: &Shape) -> Self {
        Self::make(name, &[], shape, true, Some(self))
    }

    /// Another certificate of the same name and key, issued by this one: a cross certificate.
    pub fn cross(&self, of: &Self) -> Self {
        let name = match of.params.distinguished_name.get(&DnType::CommonName) {
            Some(rcgen::DnValue::Utf8String(name)) => name.clone(),
            other => panic!("{other:?}"),
        };
        let key = KeyPair::from_pem(&of.key.serialize_pem()).unwrap();
        Self::make_with_key(&name, &[], &Shape::default(), true, Some(self), key)
    }

    /// A server certificate that this CA issued.
    pub fn issue(&self, common_name: &str, san: &[&str]) -> Self {
        Self::make(common_name, san, &Shape::default(), false, Some(self))
    }

    /// A server certificate of another shape.
    pub fn issue_shaped(&self, common_name: &str, san: &[&str], shape: &Shape) -> Self {
        Self::make(common_name, san, shape, false, Some(self))
    }

    /// A self-signed server certificate, CA or not.
    pub fn self_signed(common_name: &str, san: &[&str], ca: bool) -> Self {
        let mark = if ca { IsCa::Ca(BasicConstraints::Unconstrained) } else { IsCa::ExplicitNoCa };
        let shape = Shape { ca: Some(mark), ..Shape::default() };
        Self::make(common_name, san, &shape, false, None)
    }

    /// The private key, PKCS#8 in PEM.
    pub fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }
}

/// PEM files one after the other.
pub fn bundle(pairs: &[&Pair]) -> String {
    pairs.iter().map(|p| p.pem.as_str()).collect()
}
