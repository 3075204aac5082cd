//! Another name is asked for: one that was typed, that evidence states, or that stands in the certificate.

use super::{Case, Remedy, compares_no_address, cost};
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::identity::{self, IdentityPolicy, ReferenceKind, is_address};
use crate::report::Fix;
use crate::request::{Change, Edit, HostUse, SettingValue};
use crate::shell::{AZURE_GATEWAY, AZURE_SET, Shell, host};
use crate::situation::is_sound;

const OF_THE_NAME: &[F] = &[F::NameMismatch, F::NoNames, F::HostMissing, F::HostMalformed];

/// Names offered for one refusal.
const OFFERED: usize = 3;

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    if !case.has(OF_THE_NAME) || case.scene.hosts.is_empty() && !case.by_gateway() {
        return;
    }
    let Some(leaf) = case.leaf() else { return };
    // A client that asks for the other name as well is not helped by asking for it alone; who compares no address is.
    let no_address = compares_no_address(case.profile.id) && is_address(case.host);
    let other = |name: &String| case.by_gateway() || no_address || !case.asked.iter().any(|a| a.eq_ignore_ascii_case(name));
    let names = usable(case, leaf);
    for name in names.into_iter().filter(other).take(OFFERED) {
        if case.by_gateway() { gateway(case, &name, all) } else { client(case, &name, all) }
    }
    if case.by_gateway() {
        from_pool(case, leaf, all);
    }
}

/// Names that the certificate covers: first those that somebody typed, then its own, the closest first.
fn usable(case: &Case<'_>, leaf: usize) -> Vec<String> {
    let certificate = case.scene.certificate(leaf);
    let policy = case.profile.identity.unwrap_or(&IdentityPolicy::RFC9525);
    let covers = |name: &str| identity::matches(certificate, &identity::parse_host(name), policy).matched();
    let mut names: Vec<String> = Vec::new();
    for host in &case.scene.hosts {
        let name = host.identifier.name().trim_end_matches('.');
        let other = host.identifier.ascii != case.host && matches!(host.identifier.kind, ReferenceKind::Dns);
        if other && covers(name) && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    let mut own: Vec<&str> = certificate
        .dns_names()
        .filter(|n| !n.contains('*') && is_sound(n) && covers(n) && !n.eq_ignore_ascii_case(case.host))
        .take(64)
        .collect();
    // The name that shares most of its end with the one that is asked for; the file's order otherwise.
    let shared = |n: &str| n.bytes().rev().zip(case.host.bytes().rev()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    crate::lists::sort_by_key(&mut own, |n| std::cmp::Reverse(shared(n)));
    for name in own {
        if !names.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            names.push(name.to_owned());
        }
    }
    names
}

fn client(case: &Case<'_>, name: &str, all: &mut Vec<Remedy>) {
    let words = Words::default();
    let told = match case.profile.id {
        "nginx-upstream" => {
            Fix::words(words.say("Have nginx compare with ").name(name).say(", a name that the certificate has."))
                .setting("proxy_ssl_name", name)
                .command("nginx", format!("proxy_ssl_name {}; proxy_ssl_server_name on;", host(name, Shell::Posix)))
        }
        "haproxy-upstream" => {
            Fix::words(words.say("Have HAProxy compare with ").name(name).say(", a name that the certificate has."))
                .setting("server ... verifyhost", name)
                .command("haproxy", {
                    let name = host(name, Shell::Posix);
                    format!("server s1 ADDRESS:443 ssl verify required sni str({name}) verifyhost {name}")
                })
        }
        "apache-proxy" => {
            let words = words.say("Let ProxyPass name the backend by a name that the certificate has, ");
            Fix::words(words.name(name).say(".")).setting("ProxyPass", name)
        }
        _ => Fix::words(words.say("Connect by a name that the certificate has, such as ").name(name).say(".")),
    };
    // A configuration may have the name in several places, such as HAProxy's sni and verifyhost.
    let places = case.scene.hosts.iter().filter(|h| h.identifier.ascii == case.host).map(|h| h.role);
    let instead = Some(case.host.to_owned()).filter(|h| !h.is_empty());
    let ask = |role| Edit::Ask { host: name.to_owned(), role, instead: instead.clone() };
    let mut edits: Vec<Edit> = places.map(ask).collect();
    let edit = match edits.len() {
        0 => ask(None),
        1 => edits.remove(0),
        _ => Edit::All { changes: edits.into_iter().map(Change::everywhere).collect() },
    };
    all.push(case.remedy(cost::SETTING, edit, told));
}

fn gateway(case: &Case<'_>, name: &str, all: &mut Vec<Remedy>) {
    let scene = case.scene;
    let used = |role: HostUse| scene.hosts_for(role).map(|h| h.identifier.ascii.clone()).collect::<Vec<_>>();
    let ask = |role: HostUse, instead: Option<String>| Edit::Ask { host: name.to_owned(), role: Some(role), instead };
    let word = host(name, Shell::Posix);
    let probe = used(HostUse::Probe);
    let sni = used(HostUse::Sni);
    let by_probe = probe.iter().any(|p| p == case.host) && case.check == crate::policy::Check::Probe;
    let setting_fits = {
        let own: Vec<String> = used(HostUse::BackendSetting);
        own.iter().any(|n| n == name)
    };
    let probe_line = format!(
        "az network application-gateway probe update --resource-group GROUP --gateway-name GATEWAY --name PROBE --host {word}"
    );
    let setting_line = format!(
        "az network application-gateway http-settings update --resource-group GROUP --gateway-name GATEWAY --name SETTING --host-name-from-backend-pool false --host-name {word}"
    );
    let bare = word.trim_matches('\'');
    let change = |change: String| format!("{AZURE_GATEWAY}; {change}; {AZURE_SET}");
    let probe_powershell = change(format!("($g.Probes | Where-Object Name -eq PROBE).Host = '{bare}'"));
    let setting_powershell = change(format!(
        "$s = $g.BackendHttpSettingsCollection | Where-Object Name -eq SETTING; $s.PickHostNameFromBackendAddress = $false; $s.HostName = '{bare}'"
    ));
    let path = "Backend setting > Override with new host name > Override with specific domain name";
    // Another server has the name: the setting is right, and this server is the odd one.
    let asked = identity::parse_host(case.host);
    let several = scene
        .servers
        .iter()
        .filter(|s| !s.listener && case.server.is_none_or(|own| own.id != s.id))
        .any(|s| s.leaf.is_some_and(|l| identity::matches(scene.certificate(l), &asked, &IdentityPolicy::RFC9525).matched()));
    let here = case.server.map(|s| s.id.clone()).unwrap_or_default();
    if sni.iter().any(|n| n == case.host) {
        let words =
            Words::default().say("Set the name that is compared (sniName) to ").name(name).say(", which the certificate has.");
        let told = Fix::words(words).setting("Backend setting > SNI > Use specific SNI", name);
        all.push(case.remedy(cost::SETTING, ask(HostUse::Sni, Some(case.host.to_owned())), told));
        return;
    }
    if by_probe {
        let words = Words::default().say("Set the host of the custom probe to ").name(name).say(", which the certificate has.");
        let told = Fix::words(words)
            .setting("Health probe > Host", name)
            .command("az", probe_line)
            .command("powershell", probe_powershell);
        let edit = ask(HostUse::Probe, Some(case.host.to_owned()));
        all.push(case.remedy(if setting_fits { cost::SETTING - 1 } else { cost::SETTING }, edit, told));
        return;
    }
    let words = Words::default().say("Have the gateway ask for a name that the certificate has, ").name(name);
    let words = words.say(": as the host name of the backend setting, and of the custom probe if there is one.");
    let words = if several {
        let words = Words::default().say("Give ").name(here.clone()).say(" a backend pool and setting of its own that ask for ");
        words.name(name).say(".")
    } else {
        words
    };
    let told = Fix::words(words)
        .setting(path, name)
        .command("az", setting_line)
        .command("az", probe_line)
        .command("powershell", setting_powershell)
        .command("powershell", probe_powershell);
    if several {
        // The others keep the name that they are asked for.
        let others: Vec<String> = scene.servers.iter().filter(|s| !s.listener && s.id != here).map(|s| s.id.clone()).collect();
        let beside = Edit::Ask { host: name.to_owned(), role: Some(HostUse::BackendSetting), instead: Some(name.to_owned()) };
        let sites = Edit::Sites { servers: vec![vec![here], others] };
        let edit = Edit::All { changes: vec![Change::everywhere(sites), Change::everywhere(beside)] };
        let mut remedy = case.remedy(cost::REISSUE + 1, edit, told);
        remedy.second_door = true;
        all.push(remedy);
        return;
    }
    let instead = used(HostUse::BackendSetting).into_iter().find(|n| n == case.host);
    let mut changes = vec![Change::everywhere(ask(HostUse::BackendSetting, instead))];
    // Picking the name from the pool would win over it.
    if scene.switch(case.profile.id, "hostFromPool") == Some(true) {
        changes.insert(0, set(case, "hostFromPool", SettingValue::Bool(false)));
    }
    let edit = if changes.len() == 1 { changes.remove(0).edit } else { Edit::All { changes } };
    let mut remedy = case.remedy(cost::SETTING, edit, told);
    remedy.second_door = true;
    all.push(remedy);
    let words = Words::default().say("Leave the Host header alone, and set only the name that is compared (sniName) to ");
    let told = Fix::words(words.name(name).say(".")).setting("Backend setting > SNI > Use specific SNI", name);
    all.push(case.remedy(cost::SETTING + 1, ask(HostUse::Sni, None), told));
}

fn set(case: &Case<'_>, setting: &str, value: SettingValue) -> Change {
    let edit = Edit::Set { target: case.profile.id.to_owned(), setting: setting.to_owned(), value, weakens: false };
    Change::everywhere(edit)
}

/// The pool member's own name, where the certificate has it.
fn from_pool(case: &Case<'_>, leaf: usize, all: &mut Vec<Remedy>) {
    let scene = case.scene;
    let policy = case.profile.identity.unwrap_or(&IdentityPolicy::RFC9525);
    let named = scene.hosts_for(HostUse::Pool).find(|h| {
        matches!(h.identifier.kind, ReferenceKind::Dns)
            && identity::matches(scene.certificate(leaf), &h.identifier, policy).matched()
    });
    let Some(member) = named else { return };
    if scene.switch(case.profile.id, "hostFromPool") == Some(true) {
        return;
    }
    let name = member.identifier.name();
    let words = Words::default().say("Have the gateway take the host name from the pool member, ").name(name);
    let told = Fix::words(words.say(", which the certificate has: pick host name from backend target."))
        .setting("Backend setting > Override with new host name > Pick host name from backend target", name)
        .command(
            "az",
            "az network application-gateway http-settings update --resource-group GROUP --gateway-name GATEWAY --name SETTING --host-name-from-backend-pool true",
        );
    all.push(case.remedy(cost::SETTING, set(case, "hostFromPool", SettingValue::Bool(true)).edit, told));
}
