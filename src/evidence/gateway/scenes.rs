//! What a gateway's configuration says, combination by combination: a rule, or a path of one, is a scene of its own,
//! with the trust list of its own backend setting.

use super::super::out::{self, Out};
use super::super::statement::SceneDraft;
use super::super::tree::Node;
use super::expression::{Scope, file};
use super::model::{Gateway, Listener, Path, Pool, Rule, Setting, Store, same};
use crate::report::Command;
use crate::request::{HostUse, Seat};

/// Target id of the SKUs of today.
const V2: &str = "azure-application-gateway-v2";
/// Target id of the first SKUs.
const V1: &str = "azure-application-gateway-v1";

/// What is said of one gateway.
pub(super) fn say(gateway: &Gateway<'_>, scope: &Scope<'_>, out: &mut Out<'_>) {
    let mut teller = Teller { gateway, scope, out, used: Vec::new() };
    teller.summary();
    let combinations = teller.combinations();
    for (rule, listener, path, setting) in &combinations {
        teller.scene(rule, listener, path, setting);
    }
    teller.out.about(None);
    teller.listeners(&combinations);
    teller.unused();
}

type Combination<'n, 'g> = (String, Vec<&'g Listener<'n>>, Option<&'g Pool<'n>>, &'g Setting<'n>);

struct Teller<'n, 'g, 'o, 'r> {
    gateway: &'g Gateway<'n>,
    scope: &'g Scope<'n>,
    out: &'o mut Out<'r>,
    /// Stores that somebody refers to, by the place of their node.
    used: Vec<usize>,
}

impl<'n, 'g> Teller<'n, 'g, '_, '_> {
    fn target(&self) -> &'static str {
        match self.gateway.sku.as_deref() {
            Some(sku) if sku.to_ascii_lowercase().ends_with("_v2") || same(sku, "Basic") => V2,
            Some(_) => V1,
            None if !self.gateway.uploaded.is_empty() && self.gateway.roots.is_empty() => V1,
            None => V2,
        }
    }

    fn summary(&mut self) {
        let gateway = self.gateway;
        self.out.summary("Application Gateway ", gateway.name.as_deref().unwrap_or_default());
        let counted = [
            (gateway.listeners.len(), ", listeners: "),
            (gateway.rules.len(), ", rules: "),
            (gateway.roots.len(), ", trusted roots: "),
            (gateway.uploaded.len(), ", authentication certificates: "),
        ];
        for (count, words) in counted.into_iter().filter(|(count, _)| *count > 0) {
            self.out.count(words, count);
        }
    }

    /// The rules with TLS behind them. Where the rules were cut off: each setting, with the one listener and the one pool.
    fn combinations(&self) -> Vec<Combination<'n, 'g>> {
        let gateway = self.gateway;
        let setting = |name: &Option<String>| gateway.settings.iter().find(|s| name.as_deref().is_some_and(|n| same(&s.name, n)));
        let pool = |name: &Option<String>| gateway.pools.iter().find(|p| name.as_deref().is_some_and(|n| same(&p.name, n)));
        let listener = |rule: &Rule| {
            gateway.listeners.iter().filter(|l| rule.listener.as_deref().is_some_and(|n| same(&l.name, n))).collect()
        };
        let mut all: Vec<Combination<'n, 'g>> = Vec::new();
        for rule in &gateway.rules {
            for Path { label, pool: to, setting: by } in &rule.paths {
                let key = if label.is_empty() { rule.name.clone() } else { format!("{}/{label}", rule.name) };
                if let Some(setting) = setting(by).filter(|s| s.tls) {
                    all.push((key, listener(rule), pool(to), setting));
                }
            }
        }
        let known = gateway.rules.iter().any(|rule| rule.paths.iter().any(|p| setting(&p.setting).is_some()));
        if !known && all.is_empty() {
            let listeners: Vec<_> = if gateway.listeners.len() == 1 { gateway.listeners.iter().collect() } else { Vec::new() };
            let pool = if gateway.pools.len() == 1 { gateway.pools.first() } else { None };
            let settings = gateway.settings.iter().filter(|s| s.tls);
            all.extend(settings.map(|setting| (setting.name.clone(), listeners.clone(), pool, setting)));
        }
        all
    }

    fn scene(&mut self, rule: &str, listeners: &[&Listener<'n>], pool: &Option<&Pool<'n>>, setting: &Setting<'n>) {
        let target = self.target();
        let gateway = self.gateway.name.clone().unwrap_or_else(|| "gateway".to_owned());
        let servers =
            pool.map_or(&[][..], |p| &p.addresses).iter().filter_map(|a| out::host_name(&self.scope.known(a)?)).collect();
        let place = self.out.place(setting.node);
        self.out.scene(SceneDraft {
            key: format!("{gateway}/{rule}"),
            title: vec![("Application Gateway ", gateway), (", rule ", rule.to_owned())],
            target: Some(target),
            public_trust: target == V2 && setting.roots.is_empty(),
            servers,
            about: pool.map(|p| format!("{}|{}", p.name, setting.name).to_lowercase()),
            path: self.out.path(place),
            ..SceneDraft::default()
        });
        for listener in listeners {
            self.listener(listener);
        }
        self.names(setting, *pool);
        self.settings(setting, target);
        let (stores, names) =
            if target == V1 { (&self.gateway.uploaded, &setting.uploaded) } else { (&self.gateway.roots, &setting.roots) };
        for name in names {
            match stores.iter().find(|s| same(&s.name, name)) {
                Some(store) => self.store(store, Seat::Trust, None),
                // Its body was cut off; a file of that name may be the one.
                None => {
                    let place = self.out.place(setting.node);
                    self.out.file(place, name, Seat::Trust, None);
                }
            }
        }
    }

    fn names(&mut self, setting: &Setting<'n>, pool: Option<&Pool<'n>>) {
        let probe = setting.probe.as_deref().and_then(|name| self.gateway.probes.iter().find(|p| same(&p.name, name)));
        if let Some(host) = probe.filter(|p| !p.from_setting).and_then(|p| p.host) {
            self.host(host, HostUse::Probe);
        }
        if let Some(host) = setting.host.filter(|_| !setting.from_pool) {
            self.host(host, HostUse::BackendSetting);
        }
        if let Some(host) = setting.sni {
            self.host(host, HostUse::Sni);
        }
        for address in pool.map_or(&[][..], |p| &p.addresses) {
            self.host(address, HostUse::Pool);
            if let Some(id) = self.scope.known(address).and_then(|a| out::host_name(&a)) {
                let place = self.out.place(address);
                self.out.server(place, &id, Some(&id));
            }
        }
    }

    fn host(&mut self, node: &Node<'_>, role: HostUse) {
        let place = self.out.place(node);
        match self.scope.known(node) {
            Some(name) if !out::masked(&name) => self.out.host(place, &name, role),
            _ => self.out.hole(place, "A name that the file leaves to a parameter.", None, None),
        }
    }

    fn settings(&mut self, setting: &Setting<'n>, target: &'static str) {
        let place = self.out.place(setting.node);
        let mut set = |id: &'static str, value: bool| self.out.setting(place, target, id, value);
        set("hostFromPool", setting.from_pool);
        set("defaultProbe", setting.probe.is_none());
        if target == V2 {
            set("validateCertChainAndExpiry", setting.validate_chain);
            set("validateSNI", setting.validate_sni);
            let trust = if setting.roots.is_empty() { "well-known-ca" } else { "uploaded-roots" };
            self.out.setting(place, target, "trust", trust);
        }
    }

    fn listener(&mut self, listener: &Listener<'n>) {
        for host in &listener.hosts {
            self.host(host, HostUse::Client);
        }
        if let Some(store) =
            listener.certificate.as_deref().and_then(|name| self.gateway.certificates.iter().find(|c| same(&c.name, name)))
        {
            self.store(store, Seat::Listener, Some(&listener.name));
        }
        let profile = listener.profile.as_deref().and_then(|name| self.gateway.profiles.iter().find(|(n, _)| same(n, name)));
        for name in profile.map_or(&[][..], |(_, cas)| cas) {
            if let Some(store) = self.gateway.client_cas.iter().find(|s| same(&s.name, name)) {
                self.store(store, Seat::ClientCa, None);
            }
        }
    }

    /// Listeners of TLS whose rules have no TLS behind them.
    fn listeners(&mut self, combinations: &[Combination<'n, 'g>]) {
        for listener in self.gateway.listeners.iter().filter(|l| l.tls) {
            if !combinations.iter().any(|(_, listeners, ..)| listeners.iter().any(|l| std::ptr::eq(*l, listener))) {
                self.listener(listener);
            }
        }
    }

    /// The certificates of one store take their seat; without a body they are a hole.
    fn store(&mut self, store: &Store<'n>, seat: Seat, server: Option<&str>) {
        self.used.push(store.node.from);
        let mut seated = false;
        for data in &store.data {
            let place = self.out.place(data);
            if seated {
                // The same once more, in another form.
                self.out.seat(place, Seat::Ignore, None);
                continue;
            }
            seated = self.out.seat(place, seat, server) > 0;
            if seated {
                continue;
            }
            let text = data.text().unwrap_or_default();
            if let Some(path) = file(&text) {
                self.out.file(place, path, seat, server);
                return;
            }
        }
        if seated {
            return;
        }
        let place = self.out.place(store.node);
        if let Some(secret) = store.vault.and_then(|v| self.scope.known(v)) {
            let name = secret_name(&secret);
            self.out.file(place, &name, seat, server);
        } else if seat == Seat::Trust {
            self.out.file(place, &store.name, seat, server);
        } else {
            let fill = self.command(store);
            self.out.hole(place, "A certificate of the gateway whose bytes are not in the file.", Some(&store.name), fill);
        }
    }

    fn command(&self, store: &Store<'n>) -> Option<Command> {
        let plain = |text: &str| {
            !text.is_empty() && !text.starts_with('-') && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        let gateway = self.gateway.name.as_deref().filter(|n| plain(n))?;
        let id = self.gateway.node.text_of("id")?;
        let group =
            id.split('/').skip_while(|s| !s.eq_ignore_ascii_case("resourceGroups")).nth(1).filter(|g| plain(g))?.to_owned();
        let name = Some(store.name.as_str()).filter(|n| plain(n))?;
        let text = format!(
            "az network application-gateway ssl-cert show -g {group} --gateway-name {gateway} -n {name} --query publicCertData -o tsv"
        );
        Some(Command::new("az", text))
    }

    /// What nobody refers to stands nowhere: a root uploaded for another setting is trusted by no one here.
    fn unused(&mut self) {
        let gateway = self.gateway;
        // Where the part that refers to it was cut off, it is what its list says.
        let listeners = gateway.listeners.iter().any(|l| l.certificate.is_some());
        let settings = !gateway.settings.is_empty();
        let lists: [(&[Store<'n>], Seat, bool); 4] = [
            (&gateway.certificates, Seat::Listener, listeners),
            (&gateway.roots, Seat::Trust, settings),
            (&gateway.uploaded, Seat::Trust, settings),
            (&gateway.client_cas, Seat::ClientCa, listeners && !gateway.profiles.is_empty()),
        ];
        for (stores, seat, known) in lists {
            for store in stores.iter().filter(|s| !self.used.contains(&s.node.from)).collect::<Vec<_>>() {
                let seat = if known { Seat::Ignore } else { seat };
                for data in &store.data {
                    let place = self.out.place(data);
                    self.out.seat(place, seat, None);
                }
            }
        }
    }
}

/// Vault and name of a secret, without its version: what `keyVaultSecretId` and the vault's own answers have in common.
pub fn secret_name(url: &str) -> String {
    let rest = url.trim().trim_start_matches("https://");
    let mut parts = rest.split('/');
    let vault = parts.next().unwrap_or_default().split('.').next().unwrap_or_default();
    let name = parts.nth(1).unwrap_or_default();
    format!("key-vault:{vault}/{name}").to_lowercase()
}
