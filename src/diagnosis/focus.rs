//! What the question is about: the first of these that applies.

use super::trial::Row;
use crate::octets::same_host;
use crate::policy::{Check, Method, Outcome, Profile, Role};
use crate::profiles;
use crate::report::{FocusReport, Observed};
use crate::request::{Change, Edit, HostEntry, HostUse, Request, Seat};
use crate::situation::Situation;

/// What is in focus.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    /// As the report says it.
    pub report: FocusReport,
    /// Its targets.
    pub profiles: Vec<&'static Profile>,
}

const GATEWAY: &str = "azure-application-gateway-v2";
const OLD_GATEWAY: &str = "azure-application-gateway-v1";
const LISTENER: &str = "azure-application-gateway-listener";

impl Focus {
    /// The request's own, the one chosen target, what was observed, what evidence names, roles, or clients in general.
    pub fn of(request: &Request, situation: &Situation<'_>, observed: &[Observed]) -> Self {
        let wanted = |p: &&&'static Profile| request.targets.as_ref().is_none_or(|list| list.iter().any(|id| id == p.id));
        let asked: Vec<&'static Profile> = profiles::ALL.iter().filter(wanted).copied().collect();
        let report = Self::choose(request, situation, observed, &asked);
        let profiles = asked.into_iter().filter(|p| report.targets.is_empty() || report.targets.iter().any(|t| t == p.id));
        Self { profiles: profiles.collect(), report }
    }

    fn choose(request: &Request, situation: &Situation<'_>, observed: &[Observed], asked: &[&'static Profile]) -> FocusReport {
        if let Some(focus) = &request.focus {
            return FocusReport {
                targets: focus.targets.clone(),
                server: focus.server.clone(),
                host: focus.host.clone(),
                scene: focus.scene.clone(),
                from: "request",
            };
        }
        let of = |targets: Vec<String>, from| FocusReport { targets, from, ..FocusReport::default() };
        if let [one] = asked {
            return of(vec![one.id.to_owned()], "target");
        }
        if let Some(best) = most_specific(observed, asked) {
            // An address or a name that no server here goes by may be any server's.
            let here = |id: &String| situation.scenes.iter().any(|scene| scene.servers.iter().any(|s| s.id == *id));
            return FocusReport { server: best.server.filter(here), ..best };
        }
        let mut named: Vec<String> = Vec::new();
        for target in situation.scenes.iter().filter_map(|s| s.target.clone()) {
            if !named.contains(&target) && asked.iter().any(|p| p.id == target) {
                named.push(target);
            }
        }
        if !named.is_empty() {
            return of(named, "evidence");
        }
        let roles = by_role(request, situation, asked);
        if !roles.is_empty() {
            return of(roles, "roles");
        }
        let clients: Vec<String> = asked.iter().filter(|p| is_client(p)).map(|p| p.id.to_owned()).collect();
        if clients.is_empty() {
            return of(asked.iter().map(|p| p.id.to_owned()).collect(), "target");
        }
        of(clients, "clients")
    }

    /// Whether a verdict is in focus. `hosts`: the name in focus after changes of it; `None`: any.
    pub fn holds(&self, row: &Row, hosts: Option<&str>) -> bool {
        let report = &self.report;
        let judgement = &row.judgement;
        (report.targets.is_empty() || report.targets.iter().any(|t| t == judgement.target))
            && (report.from != "clients" || judgement.check == Check::Connect)
            && report.scene.as_ref().is_none_or(|s| **s == *row.scene_id)
            && report.server.as_ref().is_none_or(|s| **s == *row.server)
            && hosts.is_none_or(|h| same_host(h, &judgement.host))
            && judgement.outcome != Outcome::NotApplicable
    }

    /// The name in focus once changes have put others in its place.
    pub fn hosts_after(&self, changes: &[Change]) -> Option<String> {
        let mut host = self.report.host.clone()?;
        fn walk(host: &mut String, changes: &[Change]) {
            for change in changes {
                match &change.edit {
                    Edit::Ask { host: new, instead, .. } if instead.as_ref().is_none_or(|i| same_host(i, host)) => {
                        host.clone_from(new);
                    }
                    Edit::All { changes } => walk(host, changes),
                    _ => {}
                }
            }
        }
        walk(&mut host, changes);
        Some(host)
    }
}

/// A program that somebody runs, as opposed to a proxy or a cloud service that dials on somebody's behalf.
pub fn is_client(profile: &Profile) -> bool {
    profile.role == Role::Client
        && profile.checks.contains(&Check::Connect)
        && !matches!(profile.method, Method::Gateway(_) | Method::Origin(_))
        && !profile.on_demand()
        && !profile.id.ends_with("-upstream")
        && !profile.id.ends_with("-proxy")
}

/// The observation that says most: with a server and a code before one with a code, before a bare page.
fn most_specific(observed: &[Observed], asked: &[&'static Profile]) -> Option<FocusReport> {
    let known = |o: &&Observed| {
        o.outcome != "not-a-certificate-matter" && o.target.as_ref().is_some_and(|t| asked.iter().any(|p| p.id == t))
    };
    let weight = |o: &&Observed| (u8::from(o.said == "rejected"), u8::from(o.code.is_some()), u8::from(o.server.is_some()));
    let best = observed.iter().filter(known).rev().max_by_key(weight)?;
    Some(FocusReport {
        targets: best.target.clone().into_iter().collect(),
        server: best.server.clone(),
        host: None,
        scene: best.scene.clone(),
        from: "observed",
    })
}

/// A listener's seat, or a name with a use that only a gateway has.
fn by_role(request: &Request, situation: &Situation<'_>, asked: &[&'static Profile]) -> Vec<String> {
    let scene = situation.typed();
    let backends = scene.servers.iter().any(|s| !s.listener);
    // Other programs have listeners too, whose configuration says so: here somebody put a file there.
    let listener = scene.servers.iter().any(|s| s.listener) && scene.seats.iter().any(|choice| choice.seat == Seat::Listener);
    let set = |id: &str| scene.settings.contains_key(id);
    // A server name in a recording is no setting of a gateway: one that was typed is.
    let typed = |role: HostUse| request.hosts.iter().any(|h| matches!(h, HostEntry::Host(h) if h.role == Some(role)));
    let of_gateways = |role: HostUse| matches!(role, HostUse::Probe | HostUse::BackendSetting);
    let named = scene.hosts.iter().filter_map(|h| h.role).any(of_gateways) || typed(HostUse::Pool) || typed(HostUse::Sni);
    let mut targets = Vec::new();
    if backends && (named || listener || set(GATEWAY)) {
        targets.push(GATEWAY);
    }
    if set(OLD_GATEWAY) && !targets.contains(&GATEWAY) {
        targets.push(OLD_GATEWAY);
    }
    if listener {
        targets.push(LISTENER);
    }
    // What a client shows, and no server beside it.
    if targets.is_empty() && !backends && scene.client.is_some() {
        targets.extend(asked.iter().filter(|p| p.checks.contains(&Check::ClientAuth)).map(|p| p.id));
    }
    // A program whose dials were turned.
    if targets.is_empty() {
        targets.extend(asked.iter().map(|p| p.id).filter(|id| set(id)));
    }
    targets.retain(|id| asked.iter().any(|p| p.id == *id));
    targets.into_iter().map(str::to_owned).collect()
}
