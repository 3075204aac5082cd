//! One client meets one server: what a procedure is given, and what it gives back.

use super::reading::{self, Read};
use super::{Judgement, Purpose, Ruling, pronounce};
use crate::facts::{Certificate, PublicKey, UnixTime};
use crate::fault::{Fault, FaultKind};
use crate::identity::{self, IdentityPolicy, ReferenceIdentifier, ReferenceKind, WhyNot};
use crate::input::Content;
use crate::policy::{Check, Position, Profile, SettingKind};
use crate::request::{HostUse, SettingValue};
use crate::scene::{HostScene, Scene, ServerScene};

/// The target's settings: the user's choice, else the default in the profile.
#[derive(Clone, Copy, Debug)]
pub struct Dials<'a> {
    scene: &'a Scene<'a>,
    profile: &'static Profile,
}

impl<'a> Dials<'a> {
    /// The dials of a target in a scene.
    #[must_use]
    pub const fn new(scene: &'a Scene<'a>, profile: &'static Profile) -> Self {
        Self { scene, profile }
    }

    fn kind(&self, id: &str) -> Option<SettingKind> {
        self.profile.settings.iter().find(|s| s.id == id).map(|s| s.kind)
    }

    /// A switch; `None` when neither user nor profile decides, or the target has no such switch.
    #[must_use]
    pub fn switch(&self, id: &str) -> Option<bool> {
        let SettingKind::Switch(default) = self.kind(id)? else { return None };
        self.scene.switch(self.profile.id, id).or(default)
    }

    /// A choice: the user's if it is one of the offered values, else the first offered.
    #[must_use]
    pub fn choice(&self, id: &str) -> Option<&'static str> {
        let SettingKind::Choice(offered) = self.kind(id)? else { return None };
        let wanted = self.scene.choice(self.profile.id, id);
        offered.iter().find(|(v, _)| Some(*v) == wanted).or(offered.first()).map(|(v, _)| *v)
    }

    /// A number that somebody set, held to its limits; for a default that hangs on another setting.
    #[must_use]
    pub fn given(&self, id: &str) -> Option<i32> {
        self.scene.setting(self.profile.id, id)?;
        self.number(id)
    }

    /// A number, held to its limits.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<i32> {
        let SettingKind::Number(default, least, most) = self.kind(id)? else { return None };
        match self.scene.setting(self.profile.id, id) {
            Some(SettingValue::Number(n)) if n.is_finite() => {
                #[allow(clippy::cast_possible_truncation)]
                let n = n.clamp(f64::from(least), f64::from(most)) as i32;
                Some(n)
            }
            _ => Some(default),
        }
    }
}

/// One client, one server, one name.
#[derive(Clone, Copy, Debug)]
pub struct Meeting<'a> {
    /// Everything else.
    pub scene: &'a Scene<'a>,
    /// Who presents.
    pub server: &'a ServerScene,
    /// The name asked for; `None`: none was given, names are not compared.
    pub host: Option<&'a ReferenceIdentifier>,
    /// How the target matches names.
    pub identity: Option<&'static IdentityPolicy>,
    /// What the end-entity certificate has to be good for.
    pub purpose: Purpose,
    /// The target's settings.
    pub dials: Dials<'a>,
    /// What it made of the certificates when it read them.
    pub read: &'a Read,
}

impl<'a> Meeting<'a> {
    /// Evaluation time.
    #[must_use]
    pub fn now(&self) -> UnixTime {
        self.scene.now
    }

    /// The certificates on the wire that the program can use, in order, repeats included.
    #[must_use]
    pub fn presented(&self) -> &'a [usize] {
        &self.read.presented
    }

    /// The trust anchors that the program has.
    #[must_use]
    pub fn anchors(&self) -> Vec<usize> {
        self.read.anchors.clone()
    }

    /// A flaw that the program meets in a certificate at a position, by its family's term for it.
    #[must_use]
    pub fn flaw(&self, index: usize, position: Position, term: &str) -> Option<Fault> {
        self.read.met(index, position, term)
    }

    /// The first certificate on the wire: what clients take for the end-entity certificate.
    #[must_use]
    pub fn leaf(&self) -> usize {
        self.server.presented.first().copied().unwrap_or_default()
    }

    /// A certificate of the pool, as the program sees it.
    #[must_use]
    pub fn certificate(&self, index: usize) -> &'a Certificate {
        self.read.certificate(self.scene, index)
    }

    /// The key that the server signs the handshake with: its private key's public half, else the one in the first
    /// certificate, as a server that starts at all has it.
    #[must_use]
    pub fn server_key(&self) -> &'a PublicKey {
        let first = &self.certificate(self.leaf()).public_key;
        if self.server.new_key {
            return first;
        }
        let mut keys = self.server.keys.iter().filter_map(|&item| match &self.scene.prepared.reading.items.get(item)?.content {
            Content::PrivateKey(key) => key.public.as_ref(),
            _ => None,
        });
        let Some(own) = keys.next() else { return first };
        if own.fits(first) { own } else { keys.find(|k| k.fits(first)).unwrap_or(own) }
    }

    /// Whether the handshake is signed with another key than the first certificate's.
    #[must_use]
    pub fn key_mismatch(&self) -> bool {
        self.server_key().same_key(&self.certificate(self.leaf()).public_key) == Some(false)
    }

    /// Whether it cannot be told which key the handshake is signed with.
    fn key_unsure(&self) -> bool {
        self.server_key().same_key(&self.certificate(self.leaf()).public_key).is_none()
    }

    /// The leaf has a subjectAltName, which is not read because of the certificate's version.
    fn names_before_version_3(&self) -> bool {
        let leaf = self.scene.certificate(self.leaf());
        leaf.version < 3 && leaf.extension("2.5.29.17").is_some()
    }

    /// Why the first certificate does not name the host under a policy; `None`: it does, or no host was given.
    #[must_use]
    pub fn name_fault(&self, policy: &IdentityPolicy) -> Option<Fault> {
        let host = self.host?;
        let result = identity::matches(self.certificate(self.leaf()), host, policy);
        let kind = match result.why_not? {
            WhyNot::HostMissing => FaultKind::HostMissing,
            WhyNot::HostRefused | WhyNot::AddressNeverMatches => FaultKind::HostMalformed,
            WhyNot::NoIdentifier => match super::no_names(self.certificate(self.leaf())) {
                FaultKind::NoNames if self.names_before_version_3() => FaultKind::NamesBeforeVersion3,
                kind => kind,
            },
            WhyNot::PresentedMalformed | WhyNot::Different => FaultKind::NameMismatch,
        };
        let asked = if host.ascii.is_empty() { &host.host } else { &host.ascii };
        Some(Fault::of(kind, self.leaf()).with(asked))
    }

    /// Whether the host is an address.
    #[must_use]
    pub fn asks_for_address(&self) -> bool {
        self.host.is_some_and(|h| matches!(h.kind, ReferenceKind::Ip(_)))
    }
}

const NOTHING_PRESENTED: &str = "The server presents no certificate.";
const NO_CLIENT_CA: &str = "No CA of clients was given: a server that knows none asks for no certificate.";
const KEY_UNSURE: &str = "Whether the private key belongs to the first certificate could not be worked out.";
const NO_HOST: &str = "No hostname was given, so names were not compared.";

/// Lets a client meet every server under every name that clients ask for.
pub fn each<F>(scene: &Scene<'_>, profile: &'static Profile, procedure: F) -> Vec<Judgement>
where
    F: Fn(&Meeting<'_>) -> Ruling,
{
    let has_listener = scene.servers.iter().any(|s| s.listener);
    let (check, purpose) =
        if scene.of_clients { (Check::ClientAuth, Purpose::Client) } else { (Check::Connect, Purpose::Server) };
    let mut judgements = Vec::new();
    for (index, server) in scene.asked() {
        let own = if scene.target.as_deref() == Some(profile.id) { names_behind(scene, server) } else { Vec::new() };
        let asked = if own.is_empty() { scene.hosts.iter().filter(|h| asks(h, server, has_listener)).collect() } else { own };
        let dials = Dials::new(scene, profile);
        let reading = reading::read(scene, server, reading::table(&profile.method, &dials));
        let names = if asked.is_empty() { vec![None] } else { asked.into_iter().map(Some).collect() };
        for name in names {
            let host = name.filter(|_| profile.identity.is_some()).map(|h| &h.identifier);
            let shown = host.map_or_else(String::new, |h| h.ascii.clone());
            let ruling = match &reading {
                Err(faults) if !server.presented.is_empty() || faults.iter().any(|f| f.kind == FaultKind::Malformed) => {
                    Ruling::Rejected(faults.clone())
                }
                _ if server.presented.is_empty() => Ruling::NotApplicable(NOTHING_PRESENTED),
                _ if scene.of_clients && scene.trust.is_empty() => Ruling::NotApplicable(NO_CLIENT_CA),
                Err(faults) => Ruling::Rejected(faults.clone()),
                Ok(read) => {
                    let meeting = Meeting { scene, server, host, identity: profile.identity, purpose, dials, read };
                    let nameless = host.is_none() && profile.identity.is_some();
                    match procedure(&meeting) {
                        Ruling::Accepted(_) | Ruling::AcceptedBecause(..) if meeting.key_unsure() => {
                            Ruling::Undetermined(KEY_UNSURE, vec![Fault::of(FaultKind::KeyMismatch, meeting.leaf())])
                        }
                        ruling => ruling.remarked(nameless.then_some(NO_HOST)),
                    }
                }
            };
            judgements.push(pronounce(profile, Some(index), shown, check, ruling));
        }
    }
    judgements
}

/// Names that the proxy whose scene it is checks its servers for: the one it is told to check, else the one it is told
/// to send, else the members' own.
fn names_behind<'a>(scene: &'a Scene<'_>, server: &ServerScene) -> Vec<&'a HostScene> {
    if server.listener {
        return Vec::new();
    }
    let of = |role: HostUse| scene.hosts.iter().filter(|h| h.role == Some(role)).collect::<Vec<_>>();
    let all = [HostUse::BackendSetting, HostUse::Sni, HostUse::Pool].map(of);
    let mut names = all.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    // A member is asked for its own name.
    if names.iter().any(|h| h.role == Some(HostUse::Pool) && h.identifier.ascii == server.id) {
        names.retain(|h| h.identifier.ascii == server.id);
    }
    names
}

/// Clients ask for plain hosts everywhere; a name with the use `client` belongs to the front end where there is one.
fn asks(host: &HostScene, server: &ServerScene, has_listener: bool) -> bool {
    match host.role {
        None => true,
        Some(HostUse::Client) => server.listener == has_listener,
        Some(_) => false,
    }
}
