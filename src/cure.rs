//! What is done about a fault, in general words: in the form in which a finding says it, and in the form of a step. Constants
//! alone.

/// What is done.
#[derive(Clone, Copy, Debug)]
pub struct Cure {
    /// As a finding says it, which does not know who is asked.
    pub text: &'static str,
    /// As a step for a target that refuses says it: it hangs on nothing, and the name of the certificate stands between two
    /// parts. Empty: the same words.
    pub step: &'static [&'static str],
}

impl Cure {
    /// The same in both forms.
    pub const fn of(text: &'static str) -> Self {
        Self { text, step: &[] }
    }
}

/// Words around the certificate, which a finding does not name.
macro_rules! cure {
    ($before:literal, the certificate, $after:literal) => {
        Cure { text: concat!($before, "the certificate", $after), step: &[$before, $after] }
    };
    ($before:literal, the CA certificate, $after:literal) => {
        Cure { text: concat!($before, "the CA certificate", $after), step: &[$before, $after] }
    };
}

/// With the files that are here.
pub const ORDER: Cure = Cure::of(
    "Put the server certificate first, then the CA that issued it, then the CA above that. You can download the reordered bundle here. The key can stay.",
);
pub const FIND_CERTIFICATE: Cure = Cure::of(
    "Find the certificate that was issued for this server (the CA's answer to the request, or the certificate bound in the service) and put it in front of these.",
);
pub const KEEP_ONE: Cure =
    Cure::of("Keep the certificate that fits the private key and expires last, and remove the others from the file.");
pub const OTHER_PATH: Cure = Cure::of(
    "Put the version first that leads to the root your clients trust, and remove the other one if all of them trust that root.",
);
pub const FINAL_CERTIFICATE: Cure = Cure::of(
    "Use the final certificate that your CA delivered; it has the same serial number. Log viewers show both: take the entry that is not marked as precertificate.",
);
pub const FETCH_AGAIN: Cure = Cure::of(
    "Fetch the file again, as a binary copy or an attachment. Pasting it through a terminal or a mail is the usual cause.",
);
pub const TAKE_AGAIN: Cure = cure!("Take ", the certificate, " again from where it was issued (the CA, the backup, the server): this copy was altered, its signature does not verify.");
pub const FIND_FILE: Cure = Cure::of(
    "Look for a file that ends in .pem, .crt, .cer, .p7b, .pfx or .p12, or begins with -----BEGIN CERTIFICATE-----. Unpack archives first.",
);
pub const CORRECT_FILE: Cure = Cure::of(
    "Download the corrected file here, or convert it (a PKCS #7 file: openssl pkcs7 -print_certs -in FILE -out FILE.pem).",
);
pub const CLEAN_COPY: Cure = Cure::of("Download the clean copy here and use it instead.");
pub const UNLOCK: Cure = Cure::of("Type the password on the file's card. It stays in this page; nothing is sent or stored.");

/// Keys.
pub const OWN_KEY: Cure = cure!("Look for the key that was made together with the request for ", the certificate, ". If it is lost, make a new key and have a new certificate issued for it.");
pub const ADD_KEY: Cure = Cure::of(
    "Add the key file or the PFX here to check that it fits (it does not leave this page), and install it together with the certificate.",
);
pub const FIND_KEY: Cure = Cure::of(
    "Look for the private key where the request was made (on Windows: in the certificate store, exportable as PFX; elsewhere usually a .key file that begins with BEGIN PRIVATE KEY).",
);
pub const DECRYPT_KEY: Cure = Cure::of(
    "Decrypt the key where the target needs one without a password (openssl pkey -in server.key -out plain.key, or download it here), and let only the server read the file.",
);
pub const KEY_FORM: Cure = Cure::of(
    "Write the key as PKCS #8 (BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt -in server.key -out server.pkcs8.key, or download it here): it stays the same key.",
);
pub const PLAIN_KEY: Cure = Cure::of("Download the key here, in its plain form. It stays the same key.");

/// Conversions.
pub const CONVERT: Cure = Cure::of(
    "Convert the file. You can download the same certificates here in the formats that servers and services accept, each with the equivalent openssl line.",
);
pub const STORE_ENTRIES: Cure = Cure::of(
    "Import the certificates with keytool -importcert, or write the file with openssl pkcs12 -export -nokeys -jdktrust anyExtendedKeyUsage (OpenSSL 3.2 and later), or let Java read PEM. The certificates in this file lack the attribute trustedKeyUsage, without which Java counts none of them.",
);
pub const PLAIN_TRUST: Cure = Cure::of(
    "Put the plain certificate into the trust file: openssl x509 -in FILE -clrtrust -clrreject -out root.pem writes it without the settings.",
);
pub const ROOT_ALONE: Cure = Cure::of("Upload the root alone. You can download it here as a Base-64 .cer.");
pub const SEPARATE_FILES: Cure = Cure::of("Use the separate downloads: the server certificate alone, and the chain without it.");
pub const SMALLER_FILE: Cure = Cure::of(
    "Remove what is not needed (unrelated or repeated certificates, text around the PEM blocks), or use a certificate with fewer names.",
);
pub const PFX_ENCRYPTION: Cure = Cure::of(
    "Export the PFX again with an encryption that the target reads: triple DES and SHA-1 for Windows and Azure (TripleDES-SHA1 in the Windows wizard; they cannot open AES everywhere, and then say that the password is wrong), the defaults of OpenSSL 3 for OpenSSL. You can download both here.",
);
pub const WHOLE_PFX: Cure = Cure::of(
    "Export the PFX again with the key and all certificates of the path (Windows: Include all certificates in the certification path if possible; openssl: -certfile with the CAs and the root).",
);
pub const MAKE_PFX: Cure = Cure::of(
    "Make a PFX of the certificate, its issuers and the private key. You can download it here, in the encryption that the target reads.",
);
pub const UPLOAD_OTHER: Cure = Cure::of(
    "For v1, upload the server's own certificate as a Base-64 .cer, again after each renewal. For v2, upload the root. If you do not use that target, no action is needed.",
);

/// Names and settings.
pub const OTHER_NAME: Cure = Cure::of(
    "Have the other side ask for a name that the certificate has (in Application Gateway: the host name override of the backend setting, or the host of the custom probe). Or have the certificate reissued with this name as a DNS entry of the subject alternative name, an address as an IP entry.",
);
pub const HOST_ALONE: Cure = Cure::of(
    "Type the host name alone, as clients use it: letters, digits, hyphens and dots, at most 63 characters between two dots.",
);
pub const GIVE_HOST: Cure = Cure::of(
    "Give the backend setting a host name that the certificate has (Override with specific host name), or set it as the host of a custom probe.",
);
pub const PLAIN_NAME: Cure = Cure {
    text: "If those programs matter to you, use a plain host name without a trailing dot, and have the certificate reissued with that name spelled out (no wildcard, no underscore).",
    step: &[
        "Use a plain host name without a trailing dot, and have ",
        " reissued with that name spelled out (no wildcard, no underscore).",
    ],
};
pub const DEPTH: Cure = Cure::of("Raise the limit: proxy_ssl_verify_depth 3 in nginx, SSLProxyVerifyDepth 3 in Apache.");

/// Trust and issuers.
pub const TRUST: Cure = Cure::of(
    "Give the trusting side the root named in the evidence: upload it as the trusted root (a Base-64 .cer), or add it to the trust store. If you meant another root, the server needs a certificate issued under that one.",
);
pub const TRUST_THE_ROOT: Cure = Cure::of(
    "Upload the root at the top of the chain instead: the certificate whose subject and issuer are the same. The evidence names it.",
);
pub const OBTAIN: Cure = Cure::of(
    "Get the certificate named below from your CA (the evidence has the address where the CA publishes it). Add it to the bundle after the certificate it issued, and reload the service. On IIS, import it into the machine's Intermediate Certification Authorities store and rebind.",
);
pub const RIGHT_ISSUER: Cure = Cure::of(
    "Ask the CA for the certificate with the subject key id that the evidence names, and replace this one with it. If only the new CA is left, have the certificate below reissued under it.",
);
pub const PUBLIC_CA: Cure = Cure {
    text: "If you use that service, install a certificate of a public CA on the server. Otherwise no action is needed.",
    step: &["Install a certificate of a public CA on the server."],
};
pub const PRIVATE_ROOT: Cure = Cure::of(
    "The better way: make a small private root, issue the server certificate from it, and have the other side trust the root. The quick way: add this certificate to the trust store of every client that connects.",
);

/// Dates.
pub const RENEW: Cure = cure!("Renew ", the certificate, " with the same names, install the new one with its chain on the server, and reload or rebind the service.");
pub const RENEW_CLIENT: Cure =
    cure!("Renew ", the certificate, " with the same subject and purposes, and give the client the new one with its chain.");
pub const RENEW_NOW: Cure = Cure::of(
    "Renew it now, and replace the old one everywhere: on the server, on the gateway's listener, and on Application Gateway v1 as the uploaded authentication certificate.",
);
pub const WAIT: Cure = cure!("Compare the clock and time zone of the machine that reports the error, and of the one that made ", the certificate, ". If they are right, keep the previous certificate in place until the start date of the certificate, or have it issued again.");
pub const CURRENT_CA: Cure = cure!("Get the current version of ", the CA certificate, " (same name, later end date) from the CA, replace the expired one with it, in the server's bundle or in the trust stores and uploads of the other side, and reload the service. If its key is new as well, have the certificates below it issued again.");
pub const ISSUE_SHORTER: Cure = cure!("Have ", the certificate, " issued again for a shorter time: by a private CA for at most 825 days, as Apple systems accept; a public CA keeps to the limits of browsers by itself.");
pub const SHORTER: Cure = Cure::of(
    "From a public CA, have the certificate reissued for a shorter time. From a private CA, issue it for at most 825 days if Apple devices connect; otherwise no action is needed.",
);

/// The server's certificate is issued again.
pub const ALL_NAMES: Cure = cure!("Have ", the certificate, " reissued with every host name as a DNS entry of the subject alternative name, and addresses as IP entries.");
pub const BARE_NAMES: Cure =
    cure!("Have ", the certificate, " reissued with the bare host names, international ones in their xn-- form.");
pub const SERVER_AUTH: Cure =
    cure!("Have ", the certificate, " reissued from a web server template, with serverAuth in its extended key usage.");
pub const NO_OCSP_SIGNING: Cure =
    cure!("Have ", the certificate, " reissued with serverAuth and without OCSPSigning in its extended key usage.");
pub const CLIENT_AUTH: Cure = cure!("Have ", the certificate, " reissued with clientAuth in its extended key usage.");
pub const USER_NAME: Cure = cure!("Have ", the certificate, " reissued with the user's name as commonName.");
pub const SPELLED_OUT: Cure = Cure {
    text: "If one of those is involved, have the certificate reissued with serverAuth in its extended key usage. Otherwise no action is needed.",
    step: &["Have ", " reissued with serverAuth in its extended key usage."],
};
pub const KEY_USAGE: Cure = cure!("Have ", the certificate, " reissued with digitalSignature in its key usage (and keyEncipherment for RSA, if old clients need it).");
pub const NO_NETSCAPE_TYPE: Cure = cure!("Have ", the certificate, " reissued without the Netscape certificate type. Today the extended key usage takes its place.");
pub const NEW_KEY: Cure = cure!("Make a new key that every program takes (RSA with 2048 bits or more, or P-256), and have ", the certificate, " reissued for it.");
pub const ORDINARY_KEY: Cure = Cure {
    text: "If a program or service that does not support it is involved, use RSA 2048 or 3072, or P-256, with ordinary signatures. Otherwise no action is needed.",
    step: &["Use RSA 2048 or 3072, or P-256, with ordinary signatures."],
};
pub const SHA_256: Cure = cure!("Have ", the certificate, " reissued with a SHA-256 signature.");
pub const SERVER_NOT_CA: Cure = cure!("Have ", the certificate, " reissued as a server's (CA:FALSE). If it is self-signed, make it the root, and issue a certificate of its own for the server.");
pub const SUBJECT_OF_ITS_OWN: Cure = cure!("Have ", the certificate, " reissued under another name: its subject is the same as its issuer's, so programs take it for its own root. Give server and CA different common names.");
pub const WITHIN_CONSTRAINTS: Cure =
    cure!("Have ", the certificate, " reissued without the names that lie outside, or by a CA that may issue for them.");
pub const POLICY: Cure = Cure::of(
    "Ask the CA for a certificate with the policy that it demands. If you run the CA: put the same policy into every certificate below the one with policy constraints, without critical qualifiers.",
);
pub const REVOKED: Cure =
    Cure::of("Have a new certificate issued, with a new key if the reason is keyCompromise, and replace the old one everywhere.");
pub const TRANSPARENCY: Cure =
    Cure::of("Ask the CA for a certificate with embedded timestamps, or have the server send them in the handshake.");
pub const WITH_KEY_ID: Cure = cure!("Have ", the certificate, " reissued so that its authority key id is the subject key id of the CA (openssl: authorityKeyIdentifier=keyid). This is a setting of the CA's software, not yours.");
pub const NO_SERIAL: Cure = cure!("Use the CA certificate with the serial number that the certificate asks for. Better, have ", the certificate, " reissued with the key identifier alone (openssl: authorityKeyIdentifier=keyid).");

/// A CA's certificate is issued again.
pub const AS_CA: Cure = cure!("Have ", the CA certificate, " reissued with CA:TRUE in its basic constraints, marked as critical, and keyCertSign in its key usage (openssl: basicConstraints=critical,CA:TRUE, keyUsage=critical,keyCertSign,cRLSign), and put the new one in its place. With the same name and key, the certificates below it need no change.");
pub const LONGER_PATHS: Cure = cure!("Get the server certificate from a CA within that limit, or have ", the CA certificate, " reissued with a larger pathLenConstraint or none.");
pub const CA_FOR_SERVERS: Cure = cure!("Get the server certificate from the CA that your organisation uses for servers, or have ", the CA certificate, " reissued with serverAuth in its extended key usage, or without that extension.");
pub const CA_FOR_CLIENTS: Cure = cure!("Get the client certificate from a CA that your organisation uses for clients, or have ", the CA certificate, " reissued with clientAuth in its extended key usage, or without that extension.");
pub const CA_KEY_ID: Cure = cure!("Have ", the CA certificate, " reissued with the extension (openssl: subjectKeyIdentifier=hash). With the same name and key, the certificates below it need no change.");

/// Any certificate is issued again, well formed.
pub const VERSION_3: Cure = cure!("Have ", the certificate, " reissued as version 3, with the host names in the subject alternative name. openssl writes version 3 as soon as you give it extensions (-extfile, or -addext with req -x509).");
pub const BY_OTHER_SOFTWARE: Cure = cure!("Have ", the certificate, " reissued: the software that made it is at fault, or somebody edited the file. It cannot be repaired, because its signature covers these bytes.");
pub const EXTENSION_ONCE: Cure = cure!("Have ", the certificate, " reissued: the software that made it wrote the extension twice, often because both a template and the request asked for it.");
pub const USUAL_FORM: Cure =
    cure!("Have ", the certificate, " reissued without the entry that the evidence names, or in its usual form.");
pub const WITH_SUBJECT: Cure = cure!("Have ", the certificate, " reissued with a subject (a common name is enough), or with a critical subject alternative name (openssl: subjectAltName=critical,DNS:...).");
pub const NAMED_ISSUER: Cure =
    cure!("Give the issuing CA a certificate with a subject, and have ", the certificate, " reissued under it.");
pub const NO_CERT_SIGN: Cure = cure!("Have ", the certificate, " reissued without keyCertSign in its key usage and without a path length limit or, if it is to issue certificates, as a CA.");
pub const KEY_IDS_NOT_CRITICAL: Cure =
    cure!("Have ", the certificate, " reissued without the critical mark on the authority and subject key identifiers.");
pub const NO_STRANGE_EXTENSION: Cure =
    Cure::of("Ask the CA for a certificate without this extension, or with the extension marked as not critical.");
