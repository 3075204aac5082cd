//! Kinds of files that can be made, and what goes into each.

use crate::facts::PrivateKey;
use crate::input::Content;
use crate::scene::{Scene, ServerScene};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// End-entity certificate and its issuers.
    Bundle,
    /// The same with the root at the end.
    BundleWithRoot,
    /// The issuers alone.
    Chain,
    /// The end-entity certificate alone.
    Certificate,
    /// The root alone, Base-64.
    RootCer,
    /// The private key as unencrypted PKCS#8.
    Key,
    /// End-entity certificate, issuers and private key in one file.
    BundleWithKey,
    /// PFX with triple DES and SHA-1.
    PfxLegacy,
    /// PFX with AES and SHA-256.
    PfxModern,
    /// Everything that is trusted.
    TrustBundle,
}

impl Kind {
    /// Kinds that belong to a server, in the order in which they are offered.
    pub const OF_SERVER: &'static [Self] = &[
        Self::Bundle,
        Self::BundleWithRoot,
        Self::Certificate,
        Self::Chain,
        Self::RootCer,
        Self::PfxLegacy,
        Self::PfxModern,
        Self::BundleWithKey,
        Self::Key,
    ];

    /// The contract's word.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::BundleWithRoot => "bundle-with-root",
            Self::Chain => "chain",
            Self::Certificate => "certificate",
            Self::RootCer => "root-cer",
            Self::Key => "key",
            Self::BundleWithKey => "bundle-with-key",
            Self::PfxLegacy => "pfx-legacy",
            Self::PfxModern => "pfx-modern",
            Self::TrustBundle => "trust-bundle",
        }
    }

    /// The kind with this id.
    pub fn named(id: &str) -> Option<Self> {
        Self::OF_SERVER.iter().copied().chain([Self::TrustBundle]).find(|k| k.id() == id)
    }

    /// For people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bundle => "Certificate and its issuers, in order",
            Self::BundleWithRoot => "Certificate, issuers and root, in order",
            Self::Chain => "Issuers alone",
            Self::Certificate => "Server certificate alone",
            Self::RootCer => "Root for the upload (Base-64 .cer)",
            Self::Key => "Private key alone, not encrypted",
            Self::BundleWithKey => "Certificate, issuers and private key in one file",
            Self::PfxLegacy => "PFX for Windows and Azure imports (triple DES, SHA-1)",
            Self::PfxModern => "PFX with current encryption (AES-256, SHA-256)",
            Self::TrustBundle => "Trusted roots in one file",
        }
    }

    /// When to use it.
    pub const fn when(self) -> &'static str {
        match self {
            Self::Bundle => {
                "What a server sends: ssl_certificate in nginx, SSLCertificateFile in Apache, tls.crt in a Kubernetes secret. The root is left out on purpose."
            }
            Self::BundleWithRoot => {
                "Where a service asks for the complete chain with its root, as Microsoft's page on backend health does for Application Gateway."
            }
            Self::Chain => "Where the chain has a field of its own, as in AWS Certificate Manager.",
            Self::Certificate => {
                "Where the server certificate has a field of its own, and for the authentication certificate of Application Gateway v1."
            }
            Self::RootCer => {
                "For the trusted root certificate of an Application Gateway v2 backend setting, or to import into a trust store."
            }
            Self::Key => {
                "Where the key has a field or a file of its own. The file is not protected by a password: keep it where only the server can read it."
            }
            Self::BundleWithKey => "What HAProxy reads as crt. The file is not protected by a password.",
            Self::PfxLegacy => {
                "For Application Gateway listeners, App Service and Windows before Server 2019: they report a wrong password for newer encryption. Use a strong password, this encryption is old."
            }
            Self::PfxModern => "For current Windows, Key Vault, Java, .NET and OpenSSL 3.",
            Self::TrustBundle => "For CAfile, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, proxy_ssl_trusted_certificate and the like.",
        }
    }

    /// Media type of the file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::PfxLegacy | Self::PfxModern => "application/x-pkcs12",
            Self::RootCer => "application/pkix-cert",
            _ => "application/x-pem-file",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Bundle => "-fullchain.pem",
            Self::BundleWithRoot => "-fullchain-root.pem",
            Self::Chain => "-chain.pem",
            Self::Certificate => ".pem",
            Self::RootCer => ".cer",
            Self::Key => ".key",
            Self::BundleWithKey => "-combined.pem",
            Self::PfxLegacy => "-3des.pfx",
            Self::PfxModern => "-aes.pfx",
            Self::TrustBundle => "trusted-roots.pem",
        }
    }
}

/// What goes into one file.
#[derive(Clone, Debug)]
pub struct Material {
    /// Kind of file.
    pub kind: Kind,
    /// Server it is for.
    pub server: Option<usize>,
    /// Certificates in order.
    pub certificates: Vec<usize>,
    /// Item of the private key.
    pub key: Option<usize>,
}

impl Material {
    /// Proposed name: after the end-entity certificate's host, or after the root, which is no server's own; in characters
    /// that every file system takes.
    pub fn name(&self, scene: &Scene<'_>) -> String {
        let leaf = self.server.and_then(|s| scene.servers.get(s)).and_then(|s| s.leaf);
        let shared = self.kind == Kind::RootCer;
        let first = if shared { self.certificates.first().copied() } else { leaf };
        let Some(first) = first else { return self.kind.ending().trim_start_matches(['-', '.']).to_owned() };
        let label = scene.certificate(first).label();
        let mut stem: String = label
            .chars()
            .take(60)
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
            .collect();
        stem = stem.trim_matches(['.', '-', '_']).to_owned();
        if stem.is_empty() {
            stem.push_str("server");
        }
        // Windows takes these for devices, whatever stands behind a dot.
        let device = stem.split('.').next().unwrap_or_default().to_ascii_uppercase();
        let numbered =
            |name: &str| device.strip_prefix(name).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
        if ["CON", "PRN", "AUX", "NUL"].contains(&device.as_str()) || numbered("COM") || numbered("LPT") {
            stem.insert(0, '_');
        }
        // Several servers often have the same name.
        if scene.servers.len() > 1 && !shared {
            let id = self.server.and_then(|s| scene.servers.get(s)).map_or("", |s| s.id.as_str());
            let id: String = id.chars().take(30).filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
            stem = format!("{}-{stem}", id.trim_start_matches(['-', '_']));
        }
        stem + self.kind.ending()
    }
}

/// What a kind of file would hold for a server; `None` where there is nothing to make it from.
pub fn material(scene: &Scene<'_>, kind: Kind, server: Option<usize>) -> Option<Material> {
    if kind == Kind::TrustBundle {
        let roots: Vec<usize> = scene.trust.iter().copied().filter(|&i| scene.certificate(i).is_self_issued()).collect();
        return (!roots.is_empty()).then_some(Material { kind, server: None, certificates: roots, key: None });
    }
    let server = server?;
    let there = scene.servers.get(server)?;
    let leaf = there.leaf?;
    let order = if there.proposed.order.is_empty() { vec![leaf] } else { there.proposed.order.clone() };
    // An embedded root is not at hand as a file: what is kept of it lacks the signature.
    let dropped = |i: usize| scene.prepared.pool.get(i).is_some_and(|p| !p.items.is_empty());
    let root = there.proposed.path.last().copied().filter(|&i| is_root(scene, i) && i != leaf && dropped(i));
    let key = fitting_key(scene, there, leaf);
    let with_root = || order.iter().copied().chain(root).collect::<Vec<_>>();
    let (certificates, key) = match kind {
        Kind::Bundle => (order, None),
        Kind::BundleWithRoot => (root.map(|_| with_root())?, None),
        Kind::Chain => (order.get(1..).filter(|c| !c.is_empty())?.to_vec(), None),
        Kind::Certificate => (vec![leaf], None),
        // A public root is in every trust store already; what is uploaded is a private one.
        Kind::RootCer => (vec![root?], None),
        Kind::Key => (Vec::new(), Some(key?)),
        Kind::BundleWithKey => (order, Some(key?)),
        Kind::PfxLegacy | Kind::PfxModern => (with_root(), Some(key?)),
        Kind::TrustBundle => return None,
    };
    Some(Material { kind, server: Some(server), certificates, key })
}

/// The private key of an item.
pub fn private_key<'a>(scene: &Scene<'a>, item: usize) -> Option<&'a PrivateKey> {
    match &scene.prepared.reading.items.get(item)?.content {
        Content::PrivateKey(key) => Some(key),
        _ => None,
    }
}

fn fitting_key(scene: &Scene<'_>, server: &ServerScene, leaf: usize) -> Option<usize> {
    let wanted = &scene.certificate(leaf).public_key;
    server
        .keys
        .iter()
        .copied()
        .find(|&item| private_key(scene, item).and_then(|k| k.public.as_ref()).is_some_and(|p| p.fits(wanted)))
}

fn is_root(scene: &Scene<'_>, index: usize) -> bool {
    crate::path::order::is_self_signed(&scene.prepared.pool, &scene.prepared.graph, index)
}
