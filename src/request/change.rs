//! A change: a typed edit of the situation, pure. One mechanism serves what was assumed, what would explain an observed
//! error, what would cure a refusal, and what the reader says is done already.

use super::{HostUse, Seat, SettingValue};
use serde::{Deserialize, Deserializer, Serialize};

/// An edit, in one scene or in all.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Change {
    /// The scene it is for; absent: every scene.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<String>,
    /// What it does.
    #[serde(flatten)]
    pub edit: Edit,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Edit {
    /// The server sends these certificates (SHA-256), in this order.
    Present {
        /// Server id.
        server: String,
        /// SHA-256 of each, in the order sent.
        certificates: Vec<String>,
    },
    /// Adds to the trust list in force.
    Trust {
        /// Which.
        certificates: Which,
    },
    /// Takes from the trust list in force; never brings the public roots back.
    Distrust {
        /// Which.
        certificates: Which,
    },
    /// Another name is asked for.
    Ask {
        /// The name.
        host: String,
        /// What it is used for; absent: what clients ask for.
        #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
        role: Option<HostUse>,
        /// The name of that use whose place it takes; absent: the one in focus.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<String>,
    },
    /// A target's setting.
    Set {
        /// Target id.
        target: String,
        /// Its setting.
        setting: String,
        /// The value.
        value: SettingValue,
        /// It turns a check off or down.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        weakens: bool,
    },
    /// The server uses this key.
    Key {
        /// Server id.
        server: String,
        /// Item of the key.
        item: usize,
    },
    /// One item stands elsewhere.
    Seat {
        /// The item, not its whole file.
        item: usize,
        /// Where.
        seat: Seat,
        /// Which server, for the server seat.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        server: Option<String>,
    },
    /// Which servers are one pool; hosts follow the names in their certificates.
    Sites {
        /// Server ids, site by site.
        servers: Vec<Vec<String>>,
    },
    /// An issuer that nobody dropped is at hand.
    Obtain {
        /// SHA-256 of the certificate whose issuer it is.
        issuer_of: String,
        /// The address where it is published; `None`: from the CA.
        from: Option<String>,
    },
    /// A file is put into another form.
    Convert {
        /// The input.
        input: usize,
        /// A kind of `Report.repairs`.
        repair: String,
    },
    /// A new certificate with the same names and usages and new dates.
    Renew {
        /// Server id.
        server: String,
    },
    /// A new key pair and a certificate for it.
    Rekey {
        /// Server id.
        server: String,
    },
    /// A certificate is issued again, with other contents.
    Reissue {
        /// SHA-256 of the present one.
        certificate: String,
        /// What is different in the new one.
        with: With,
    },
    /// Another evaluation time.
    Time {
        /// Unix seconds.
        now: f64,
    },
    /// Several changes, as one.
    All {
        /// In order.
        changes: Vec<Change>,
    },
}

/// Certificates by SHA-256, or a list by its name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Which {
    /// The certificates with these SHA-256 values.
    These(Vec<String>),
    /// `public` or `all`.
    Named(List),
}

/// A list by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// The embedded public roots.
    Public,
    /// Everything.
    All,
}

impl List {
    /// The list with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "public" => Some(Self::Public),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// What is different in a certificate that is issued again. A list replaces what the present certificate has; what is
/// absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct With {
    /// All dNSName entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns: Option<Vec<String>>,
    /// All iPAddress entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<Vec<String>>,
    /// Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<f64>,
    /// Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<f64>,
    /// Purposes, by the names of RFC 5280 or as dotted OIDs; an empty list: no extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_key_usage: Option<Vec<String>>,
    /// keyUsage bits by name; an empty list: no extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<Vec<String>>,
    /// basicConstraints cA.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<bool>,
    /// pathLenConstraint; null: none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub path_len: Option<Option<u32>>,
    /// null: without name constraints.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub name_constraints: Option<Option<()>>,
    /// Whether subjectAltName is critical.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub san_critical: Option<bool>,
    /// Kind of key: `rsa-2048`, `rsa-3072`, `p256`, `p384`; or SHA-256 of the SubjectPublicKeyInfo of a key at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Signature algorithm: `sha256`, `sha384`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// SHA-256 of the CA that issues it; `unknown`: one that nobody here knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Written as RFC 5280 asks, without malformed names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub well_formed: Option<bool>,
}

impl With {
    /// Stands for an issuer that nobody here knows.
    pub const UNKNOWN_ISSUER: &str = "unknown";
}

/// `null` is something else than absent.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl Change {
    /// In every scene.
    #[must_use]
    pub const fn everywhere(edit: Edit) -> Self {
        Self { scene: None, edit }
    }

    /// In one scene; `typed`, the usual one, is not named where it is alone.
    #[must_use]
    pub const fn within(scene: Option<String>, edit: Edit) -> Self {
        Self { scene, edit }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::{from_value, json, to_value};

    #[test]
    fn changes_are_written_as_they_are_read() {
        for change in [
            json!({"do": "present", "server": "vm1", "certificates": ["ab"]}),
            json!({"do": "trust", "certificates": "public"}),
            json!({"do": "distrust", "certificates": ["ab"]}),
            json!({"do": "ask", "host": "a.example", "use": "probe", "instead": "b.example"}),
            json!({"scene": "gw/rule", "do": "set", "target": "nginx-upstream", "setting": "depth", "value": 2.0}),
            json!({"do": "set", "target": "python", "setting": "strict", "value": false, "weakens": true}),
            json!({"do": "seat", "item": 3, "seat": "client"}),
            json!({"do": "obtain", "issuerOf": "ab", "from": null}),
            json!({"do": "reissue", "certificate": "ab", "with": {"dns": ["a"], "pathLen": null, "nameConstraints": null}}),
            json!({"do": "all", "changes": [{"do": "time", "now": 5.0}]}),
        ] {
            let read: Change = from_value(change.clone()).unwrap();
            assert_eq!(to_value(&read).unwrap(), change);
        }
        assert!(from_value::<Change>(json!({"do": "buy"})).is_err());
    }
}
