//! What goes in: the files, where they stand, the hostnames, the targets and their settings.

mod change;

pub use change::{Change, Edit, List, Which, With};

use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A whole question to `inspect`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The files, in the order they were given.
    pub inputs: Vec<Input>,
    /// The hostnames as typed.
    #[serde(default, deserialize_with = "nullable")]
    pub hosts: Vec<HostEntry>,
    /// Target ids; absent means all of the catalog.
    #[serde(default)]
    pub targets: Option<Vec<String>>,
    /// Evaluation time in Unix seconds. The core never reads a clock: the boundary fills it in, 0 otherwise.
    #[serde(default)]
    pub now: Option<f64>,
    /// Per target id: the knobs its catalog entry declares.
    #[serde(default, deserialize_with = "nullable")]
    pub settings: Settings,
    /// Tried in order on whatever is locked, after the input's own password.
    #[serde(default, deserialize_with = "nullable")]
    pub passwords: Vec<Zeroizing<String>>,
    /// Error texts that the user saw.
    #[serde(default, deserialize_with = "nullable")]
    pub observed: Vec<String>,
    /// What the question is about; absent: worked out.
    #[serde(default)]
    pub focus: Option<Focus>,
    /// Changes that are taken as done, in order.
    #[serde(default, deserialize_with = "nullable")]
    pub assume: Vec<Change>,
    /// How many times what a report usually costs this one may cost, up to 1,000: for files of which a report was given up.
    #[serde(default)]
    pub effort: Option<u32>,
}

/// Per target id: setting and value.
pub type Settings = BTreeMap<String, BTreeMap<String, SettingValue>>;

/// What the question is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Focus {
    /// Target ids; empty: any.
    #[serde(default, deserialize_with = "nullable")]
    pub targets: Vec<String>,
    /// Server id.
    #[serde(default)]
    pub server: Option<String>,
    /// Host.
    #[serde(default)]
    pub host: Option<String>,
    /// Scene id.
    #[serde(default)]
    pub scene: Option<String>,
}

/// `null` and an absent field mean the same to people who write JavaScript.
fn nullable<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// One file, or pasted text.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    /// File name, or `pasted text`.
    pub name: String,
    /// Its bytes.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// For PFX, encrypted keys and Java key stores. An empty one is not the same as none.
    #[serde(default)]
    pub password: Option<String>,
    /// Where the user put it; absent: a seat is proposed.
    #[serde(default)]
    pub seat: Option<Seat>,
    /// Which server presents it; absent: the only one.
    #[serde(default)]
    pub server: Option<String>,
}

impl std::fmt::Debug for Input {
    // Neither the bytes (they may be a key) nor the password may reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input")
            .field("name", &self.name)
            .field("size", &self.bytes.len())
            .field("seat", &self.seat)
            .finish_non_exhaustive()
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.password.zeroize();
        // A slice is overwritten sixteen octets at a time, a vector one by one; what it has room for belongs to it.
        self.bytes.resize(self.bytes.capacity(), 0);
        self.bytes.as_mut_slice().zeroize();
    }
}

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seat {
    /// What a TLS server presents, and its private key.
    Server,
    /// What the verifying side trusts.
    Trust,
    /// The front end that terminates TLS for clients.
    Listener,
    /// CAs of client certificates.
    ClientCa,
    /// What a client shows: its certificate, its chain and its key.
    Client,
    /// Looked at, but on no side.
    Ignore,
}

impl Seat {
    /// The words of the contract, for an error.
    pub const WORDS: &str = "one of server, trust, listener, client-ca, client, ignore";

    /// The seat with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "server" => Self::Server,
            "trust" => Self::Trust,
            "listener" => Self::Listener,
            "client-ca" => Self::ClientCa,
            "client" => Self::Client,
            "ignore" => Self::Ignore,
            _ => return None,
        })
    }
}

/// A hostname as typed, alone or with its use.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum HostEntry {
    /// Just the text.
    Text(String),
    /// With a use.
    Host(Host),
}

/// A hostname with what it is used for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Host {
    /// As typed.
    pub name: String,
    /// What for.
    #[serde(default, rename = "use")]
    pub role: Option<HostUse>,
}

impl From<&str> for HostEntry {
    fn from(name: &str) -> Self {
        Self::Text(name.to_owned())
    }
}

impl HostEntry {
    /// The name and its use.
    #[must_use]
    pub fn parts(&self) -> (&str, Option<HostUse>) {
        match self {
            Self::Text(name) => (name, None),
            Self::Host(host) => (&host.name, host.role),
        }
    }
}

/// What a hostname is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostUse {
    /// What clients ask for.
    Client,
    /// Host of a custom health probe.
    Probe,
    /// Host name of the backend setting.
    BackendSetting,
    /// A member of the backend pool (FQDN or address).
    Pool,
    /// The SNI name of the backend setting.
    Sni,
}

impl HostUse {
    /// The words of the contract, for an error.
    pub const WORDS: &str = "one of client, probe, backend-setting, pool, sni";

    /// The use with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "client" => Self::Client,
            "probe" => Self::Probe,
            "backend-setting" => Self::BackendSetting,
            "pool" => Self::Pool,
            "sni" => Self::Sni,
            _ => return None,
        })
    }
}

/// A setting's value.
#[derive(Clone, Debug, PartialEq, Deserialize, serde::Serialize)]
#[serde(untagged)]
pub enum SettingValue {
    /// A switch.
    Bool(bool),
    /// A number.
    Number(f64),
    /// One of a list of words.
    Text(String),
}

impl From<bool> for SettingValue {
    fn from(switch: bool) -> Self {
        Self::Bool(switch)
    }
}

impl From<f64> for SettingValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for SettingValue {
    fn from(word: &str) -> Self {
        Self::Text(word.to_owned())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_words_read_by_hand_are_the_ones_that_serde_writes() {
        for seat in [Seat::Server, Seat::Trust, Seat::Listener, Seat::ClientCa, Seat::Client, Seat::Ignore] {
            assert_eq!(Seat::from_word(serde_json::to_value(seat).unwrap().as_str().unwrap()), Some(seat));
        }
        for role in [HostUse::Client, HostUse::Probe, HostUse::BackendSetting, HostUse::Pool, HostUse::Sni] {
            assert_eq!(HostUse::from_word(serde_json::to_value(role).unwrap().as_str().unwrap()), Some(role));
        }
    }
}
