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
    /// Purposes instead of serverAuth, or of none for a CA.
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
            params.is_ca = shape.ca.unwrap_or(IsCa::Ca(BasicConstraints::Unconstrained));
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
            params.extended_key_usages = shape.purposes.clone().unwrap_or_default();
        } else {
            params.is_ca = shape.ca.unwrap_or(IsCa::ExplicitNoCa);
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

    /// A self-signed CA with the distinguished name of another.
    pub fn namesake(of: &certlens::facts::Name) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        for attribute in of.rdns.iter().flatten() {
            let oid = attribute.oid.as_str().split('.').map(|arc| arc.parse().unwrap()).collect();
            let value = match attribute.string_type {
                "PrintableString" => rcgen::DnValue::PrintableString(attribute.value.as_str().try_into().unwrap()),
                _ => rcgen::DnValue::Utf8String(attribute.value.clone()),
            };
            params.distinguished_name.push(DnType::CustomDnType(oid), value);
        }
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let made = params.self_signed(&key).unwrap();
        Self { pem: made.pem(), der: made.der().to_vec(), params, key }
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

    /// The private key, PKCS#8.
    pub fn key_der(&self) -> Vec<u8> {
        self.key.serialize_der()
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

/// A DER element.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        length @ 0..=127 => out.push(length as u8),
        length @ 128..=255 => out.extend([0x81, length as u8]),
        length => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend(content);
    out
}

/// A PFX of these certificates and keys, nothing encrypted and without integrity check; 64 kB at most.
pub fn plain_pfx(certificates: &[&[u8]], keys: &[Vec<u8>]) -> Vec<u8> {
    let pkcs12 = |tail: &[u8]| tlv(6, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1], tail].concat());
    let data = tlv(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]);
    let x509 = tlv(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 22, 1]);
    let info = |content: &[u8]| tlv(0x30, &[data.clone(), tlv(0xa0, &tlv(4, content))].concat());
    let mut bags = Vec::new();
    for der in certificates {
        let bag = tlv(0x30, &[x509.clone(), tlv(0xa0, &tlv(4, der))].concat());
        bags.extend(tlv(0x30, &[pkcs12(&[3]), tlv(0xa0, &bag)].concat()));
    }
    for key in keys {
        bags.extend(tlv(0x30, &[pkcs12(&[1]), tlv(0xa0, key)].concat()));
    }
    let safe = tlv(0x30, &info(&tlv(0x30, &bags)));
    tlv(0x30, &[vec![2, 1, 3], info(&safe)].concat())
}
