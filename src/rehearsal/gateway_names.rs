//! Which name a gateway asks a backend server for: the probe's and live traffic's, worked out from the uses of the
//! hostnames and the gateway's settings.

use crate::identity::{ReferenceIdentifier, ReferenceKind};
use crate::policy::{BackendTrust, Check, Profile};
use crate::request::HostUse;
use crate::scene::{HostScene, Scene, ServerScene};

const NO_CLIENT_HOST: &str = "Nothing is configured in the backend setting, so the gateway uses the name that the client asks \
                              for. Give that name with the use `client`.";
const NO_HOST_AT_ALL: &str = "The certificates are as the gateway wants them. Which name it asks for depends on probe, backend \
                              setting and pool: type the hostname to see whether it matches.";

/// A gateway's settings in force.
pub(super) struct Config {
    /// Trust the well-known CAs instead of uploaded roots.
    pub well_known: bool,
    /// Path and dates are checked.
    pub validate_path: bool,
    /// The name is checked.
    pub validate_sni: bool,
    host_from_pool: bool,
    default_probe: bool,
    /// The user said something about how the gateway is configured.
    stated: bool,
}

impl Config {
    /// The user's choices, else the defaults, two of which depend on the scene.
    pub fn of(scene: &Scene<'_>, profile: &'static Profile) -> Self {
        let switch = |id: &str| scene.switch(profile.id, id);
        let well_known = match scene.choice(profile.id, "trust") {
            Some("well-known-ca") => true,
            Some("uploaded-roots") => false,
            _ => !scene.has_trust_input(),
        };
        Self {
            well_known,
            validate_path: switch("validateCertChainAndExpiry").unwrap_or(true),
            validate_sni: switch("validateSNI").unwrap_or(true),
            host_from_pool: switch("hostFromPool").unwrap_or(false),
            default_probe: switch("defaultProbe").unwrap_or_else(|| scene.hosts_for(HostUse::Probe).next().is_none()),
            stated: !scene.hosts.is_empty() || switch("hostFromPool").is_some() || switch("defaultProbe").is_some(),
        }
    }
}

/// What is asked for.
pub(super) enum Asked<'a> {
    /// This name.
    Name(&'a ReferenceIdentifier),
    /// No usable name: no SNI is sent and none can match.
    Nothing,
    /// One of two, it is not known which: the usual one (or none), or the SNI name of the setting.
    Either(Option<&'a ReferenceIdentifier>, &'a ReferenceIdentifier),
    /// It cannot be worked out, and why.
    Unknown(&'static str),
}

impl Asked<'_> {
    /// The name as verdicts show it; empty when there is none.
    pub fn shown(&self) -> String {
        match self {
            Self::Name(name) | Self::Either(Some(name), _) => name.name().to_owned(),
            Self::Nothing | Self::Either(None, _) | Self::Unknown(_) => String::new(),
        }
    }
}

/// Every name that this check could be made with.
pub(super) fn asked<'a>(
    scene: &'a Scene<'_>,
    server: &ServerScene,
    config: &Config,
    check: Check,
    trust: BackendTrust,
) -> Vec<Asked<'a>> {
    if trust == BackendTrust::EndEntity {
        let members = pool(scene, server);
        return if members.is_empty() { vec![Asked::Nothing] } else { members };
    }
    if !config.stated {
        return vec![Asked::Unknown(NO_HOST_AT_ALL)];
    }
    let sni: Vec<&ReferenceIdentifier> = if config.validate_sni { names(scene, HostUse::Sni) } else { Vec::new() };
    if check == Check::Traffic {
        if !sni.is_empty() {
            return sni.into_iter().map(Asked::Name).collect();
        }
        let configured = setting(scene, server, config);
        if !configured.is_empty() {
            return configured;
        }
        let clients = names(scene, HostUse::Client);
        if clients.is_empty() {
            return vec![Asked::Unknown(NO_CLIENT_HOST)];
        }
        return clients.into_iter().map(Asked::Name).collect();
    }
    let usual = probe(scene, server, config);
    let Some(&sni) = sni.first() else { return usual };
    usual
        .into_iter()
        .map(|asked| match asked {
            Asked::Name(name) if *name == *sni => Asked::Name(name),
            Asked::Name(name) => Asked::Either(Some(name), sni),
            _ => Asked::Either(None, sni),
        })
        .collect()
}

/// Custom probe host, else the backend setting's, else the pool member's; the default probe's 127.0.0.1 is no name.
fn probe<'a>(scene: &'a Scene<'_>, server: &ServerScene, config: &Config) -> Vec<Asked<'a>> {
    let custom = names(scene, HostUse::Probe);
    if !config.default_probe && !custom.is_empty() {
        return custom.into_iter().map(Asked::Name).collect();
    }
    let configured = setting(scene, server, config);
    if !configured.is_empty() {
        return configured;
    }
    let members = pool(scene, server);
    if members.is_empty() { vec![Asked::Nothing] } else { members }
}

/// What the backend setting says: the pool member's name, or its own; empty when it says nothing.
fn setting<'a>(scene: &'a Scene<'_>, server: &ServerScene, config: &Config) -> Vec<Asked<'a>> {
    let own = || {
        let uses = |role: Option<HostUse>| matches!(role, None | Some(HostUse::BackendSetting));
        scene.hosts.iter().filter(|h| uses(h.role)).map(|h| Asked::Name(&h.identifier)).collect()
    };
    let members = if config.host_from_pool { pool(scene, server) } else { Vec::new() };
    if members.is_empty() { own() } else { members }
}

/// The pool's members: an address gives no name. Each name once, and "no name" once. A server that is known as one of
/// the members is asked for that one's name alone.
fn pool<'a>(scene: &'a Scene<'_>, server: &ServerScene) -> Vec<Asked<'a>> {
    let mut members: Vec<Asked<'a>> = Vec::new();
    let mut nameless = false;
    let itself = |host: &HostScene| host.typed == server.id || host.identifier.ascii == server.id;
    let known = scene.hosts_for(HostUse::Pool).any(itself);
    for host in scene.hosts_for(HostUse::Pool).filter(|host| !known || itself(host)) {
        if matches!(host.identifier.kind, ReferenceKind::Ip(_)) {
            nameless = true;
        } else {
            members.push(Asked::Name(&host.identifier));
        }
    }
    if nameless {
        members.push(Asked::Nothing);
    }
    members
}

fn names<'a>(scene: &'a Scene<'_>, role: HostUse) -> Vec<&'a ReferenceIdentifier> {
    scene.hosts_for(role).map(|h| &h.identifier).collect()
}
