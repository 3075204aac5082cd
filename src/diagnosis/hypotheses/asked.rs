//! Another name was asked for.

use super::{Guess, Place};
use crate::diagnosis::words::Words;
use crate::policy::Method;
use crate::report::Command;
use crate::request::{Edit, HostUse};

const ADDRESS: &str = "127.0.0.1";

pub(super) fn offer(place: &Place<'_>, all: &mut Vec<Guess>) {
    let scene = place.scene;
    let gateway = matches!(place.target.method, Method::Gateway(_));
    let mut names: Vec<String> =
        place.seen.filter(|s| !s.eq_ignore_ascii_case(&place.host)).map(str::to_owned).into_iter().collect();
    for host in &scene.hosts {
        if host.identifier.ascii != place.host && !names.contains(&host.typed) {
            names.push(host.typed.clone());
        }
    }
    // The default probe's, which is no name; and what clients dial that were given an address.
    if !names.iter().any(|n| n == ADDRESS) {
        names.push(ADDRESS.to_owned());
    }
    for name in names.into_iter().take(6) {
        let words = Words::default().say(if gateway { "The gateway asks for " } else { "The client asked for " });
        let address = !gateway && name == ADDRESS;
        let words = if address { words.say("an address") } else { words.name(name.clone()) };
        let words = words.say(if gateway {
            ": it comes from the pool, the probe or the default of the backend setting."
        } else {
            ", another name than the one typed here."
        });
        let check = if gateway {
            let text = "az network application-gateway show --resource-group GROUP --name GATEWAY --query \"[probes[].host, backendHttpSettingsCollection[].hostName]\"";
            vec![Command::new("az", text), Command::new("powershell", text)]
        } else {
            vec![place.look()]
        };
        let role = if gateway { Some(HostUse::BackendSetting) } else { None };
        let instead = Some(place.host.clone()).filter(|h| !h.is_empty() && !gateway);
        all.push(Guess { id: "other-name", text: words, edit: Edit::Ask { host: name, role, instead }, check });
    }
}
