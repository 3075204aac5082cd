//! What each extension is for, and who reads it for display.

use super::{
    Fields, access, constraints, general_names, key_ids, microsoft, netscape, other, policies, qualified, transparency, usage,
};
use crate::der::{Malformed, Reader};
use crate::facts::{Extension, Field, Problem};

/// What an extension says, for display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// Decoded values, in order; for an unknown extension the elements of its value.
    pub fields: Vec<Field>,
    /// One constant sentence on what the extension is for; empty when unknown.
    pub explanation: &'static str,
    /// Set when the value could not be decoded in full. Its place is in the certificate's DER.
    pub problem: Option<Problem>,
}

/// Decodes an extension for display. Apart from decoding the certificate because a list of thousands shows a few.
#[must_use]
pub fn describe_extension(extension: &Extension) -> Described {
    let value = Reader::new(&extension.value, extension.value_at.from);
    let kind = KINDS.iter().find(|k| k.oid == extension.oid.as_str());
    let described = kind.map_or(other::unknown as Describe, |k| k.describe)(value);
    let explanation = kind.map_or("", |k| k.explanation);
    match described {
        Ok(fields) => Described { fields, explanation, problem: extension.problem.clone() },
        Err(e) => Described {
            fields: other::unknown(value).unwrap_or_default(),
            explanation,
            problem: Some(Problem::new("extension-damaged").at(e.at, extension.value_at.to)),
        },
    }
}

type Describe = fn(Reader<'_>) -> Result<Fields, Malformed>;

struct Kind {
    oid: &'static str,
    explanation: &'static str,
    describe: Describe,
}

const fn kind(oid: &'static str, explanation: &'static str, describe: Describe) -> Kind {
    Kind { oid, explanation, describe }
}

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    kind("2.5.29.17", "The names and addresses that the certificate may be used for; clients look here and not at the subject.", general_names::describe),
    kind("2.5.29.18", "Further names of the CA; TLS clients do not look at them.", general_names::describe),
    kind("2.5.29.19", "Whether the subject is a CA, and how many CA certificates may follow below it.", usage::describe_basic_constraints),
    kind("2.5.29.15", "What the key may be used for.", usage::describe_key_usage),
    kind("2.5.29.37", "The purposes that the certificate may be used for, such as TLS servers (serverAuth).", usage::describe_extended_key_usage),
    kind("2.5.29.30", "The names that certificates below this CA may or may not carry.", constraints::describe_names),
    kind("2.5.29.36", "Limits how certificates below this CA may use policies.", constraints::describe_policies),
    kind("2.5.29.54", "From where on in a path anyPolicy no longer counts.", constraints::describe_inhibit_any_policy),
    kind("2.5.29.32", "The rules under which the certificate was issued, for example how its holder was checked.", policies::describe),
    kind("2.5.29.33", "Which policies of another CA count as equal to its own.", policies::describe_mappings),
    kind("1.3.6.1.4.1.311.21.10", "The purposes that the certificate may be used for, in Microsoft's own form.", policies::describe),
    kind("1.3.6.1.4.1.311.21.11", "Which application policies of another CA count as equal to its own.", policies::describe_mappings),
    kind("2.5.29.14", "Identifies the certificate's own key.", key_ids::describe_subject),
    kind("2.5.29.35", "Identifies the key that signed the certificate, so that its issuer can be found.", key_ids::describe_authority),
    kind("1.3.6.1.5.5.7.1.1", "Where the issuer's certificate and its revocation service are found.", access::describe),
    kind("1.3.6.1.5.5.7.1.11", "Where more about the subject is found.", access::describe),
    kind("2.5.29.31", "Where the list of revoked certificates is found.", access::describe_points),
    kind("2.5.29.46", "Where recent changes of the list of revoked certificates are found.", access::describe_points),
    kind("1.3.6.1.4.1.11129.2.4.2", "Promises of public logs that the certificate was made public (certificate transparency).", transparency::timestamps),
    kind("1.3.6.1.4.1.11129.2.4.3", "Marks a precertificate: sent to logs before issuing, and to be refused by every client.", transparency::poison),
    kind("1.3.6.1.5.5.7.1.24", "TLS features that the server must offer, such as a stapled OCSP response.", other::tls_features),
    kind("1.3.6.1.5.5.7.48.1.5", "Tells clients not to check whether this OCSP responder's certificate is revoked.", other::no_check),
    kind("2.5.29.16", "When the private key may be used for signing.", other::key_period),
    kind("1.3.6.1.5.5.7.1.3", "Legal statements, for example that the certificate is a qualified one.", qualified::statements),
    kind("2.5.29.9", "Further attributes of the subject, such as date of birth.", qualified::directory_attributes),
    kind("2.23.140.3.1", "The subject's entry in a public register.", qualified::organisation_identifier),
    kind("1.3.6.1.4.1.311.20.2", "The template that a Microsoft CA issued it from.", microsoft::template_name),
    kind("1.3.6.1.4.1.311.21.7", "The template that a Microsoft CA issued it from.", microsoft::template),
    kind("1.3.6.1.4.1.311.21.1", "Which certificate and key of a Microsoft CA this is.", microsoft::ca_version),
    kind("1.3.6.1.4.1.311.21.2", "The CA certificate that this one renews.", microsoft::previous_hash),
    kind("1.3.6.1.4.1.311.25.2", "The Windows account that the certificate belongs to.", microsoft::security_identifier),
    kind("2.16.840.1.113730.1.1", "What Netscape's programs accepted the certificate for; superseded by extKeyUsage.", netscape::certificate_type),
    kind("2.16.840.1.113730.1.2", "Start of Netscape's other addresses.", netscape::string),
    kind("2.16.840.1.113730.1.3", "Where Netscape's programs asked for revocation.", netscape::string),
    kind("2.16.840.1.113730.1.4", "Where Netscape's programs asked for a CA's revocation.", netscape::string),
    kind("2.16.840.1.113730.1.7", "Where the certificate can be renewed.", netscape::string),
    kind("2.16.840.1.113730.1.8", "Where the CA's policy is found.", netscape::string),
    kind("2.16.840.1.113730.1.12", "The server's name in Netscape's form; clients do not look at it.", netscape::string),
    kind("2.16.840.1.113730.1.13", "A comment, often by the tool that made the certificate.", netscape::string),
    kind("1.2.840.113549.1.9.15", "Which ciphers the holder's mail program can read.", other::unknown),
    kind("1.3.6.1.5.5.7.1.12", "A logo for the subject or the CA.", other::unknown),
    kind("1.3.6.1.5.5.7.1.7", "Blocks of IP addresses that the subject may announce.", other::unknown),
    kind("1.3.6.1.5.5.7.1.8", "Autonomous systems that the subject may announce.", other::unknown),
    kind("1.2.840.113533.7.65.0", "Which version of Entrust's software made the certificate.", other::unknown),
    kind("2.23.140.1.31", "Binds the certificate to the key of a Tor onion service.", other::unknown),
];
