//! What Application Gateway says of its backends' health: the REST answer and the CLI's, the test of the portal,
//! PowerShell's list, and the portal's table copied as text. (Azure/azure-rest-api-specs, examples
//! ApplicationGatewayBackendHealthGet.json and ...Test.json.)

use super::out::{self, Out, Place};
use super::phrases;
use super::segments::Segment;
use super::statement::{Observation, Said};
use super::tree::Node;
use crate::request::HostUse;

const REST: &str = "azure-backend-health/rest";
const CLI: &str = "azure-backend-health/cli";
const ON_DEMAND: &str = "azure-backend-health/on-demand";
const LISTING: &str = "azure-backend-health/powershell-list";
const TABLE: &str = "azure-backend-health/portal-table";

/// Reads a document.
pub(super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut taken = false;
    for node in root.each() {
        let node = node.get("properties").or_else(|| node.get("value")).filter(|n| n.is_map()).unwrap_or(node);
        taken |= one(root, node, out);
    }
    taken
}

fn one(root: &Node<'_>, node: &Node<'_>, out: &mut Out<'_>) -> bool {
    let pools: Vec<&Node<'_>> = ["backendAddressPools", "backendAddressPoolsText"]
        .iter()
        .flat_map(|key| node.list(key))
        .filter(|pool| pool.list("backendHttpSettingsCollection").iter().any(|s| s.get("servers").is_some()))
        .collect();
    let test = node.get("backendHealthHttpSettings").filter(|s| s.get("servers").is_some());
    if pools.is_empty() && test.is_none() {
        return alone(root, node, out);
    }
    let listing = node.get("backendAddressPoolsText").is_some();
    let cli = pools.first().is_some_and(|pool| pool.at("backendAddressPool.resourceGroup").is_some());
    let shape = match (test.is_some(), listing, cli) {
        (true, ..) => ON_DEMAND,
        (_, true, _) => LISTING,
        (_, _, true) => CLI,
        _ => REST,
    };
    let place = out.place(root);
    out.begin(shape, place);
    let mut count = Count::default();
    let groups = pools.iter().flat_map(|pool| pool.list("backendHttpSettingsCollection").iter().map(|setting| (*pool, setting)));
    for (pool, setting) in groups.chain(test.map(|setting| (node, setting))) {
        let about = about(pool.get("backendAddressPool"), setting.get("backendHttpSettings"));
        for server in setting.list("servers") {
            one_server(server, &about, &mut count, out);
        }
    }
    // `--expand` prints the setting itself; of several it is not said here which rule has which.
    if let ([pool], None) = (pools.as_slice(), test)
        && let [setting] = pool.list("backendHttpSettingsCollection")
        && let Some(setting) = setting.get("backendHttpSettings")
        && let Some(name) = setting.at("properties.hostName").or_else(|| setting.get("hostName"))
        && let Some(text) = name.text().filter(|text| !text.is_empty())
    {
        out.host(out.place(name), &text, HostUse::BackendSetting);
    }
    count.tell(out);
    true
}

/// A server that somebody picked out of the answer.
fn alone(root: &Node<'_>, node: &Node<'_>, out: &mut Out<'_>) -> bool {
    let health = node.text_of("health").and_then(|health| outcome(&health));
    let fits = health.is_some() && node.get("address").is_some() && node.get("healthProbeLog").is_some();
    if fits {
        out.begin(LISTING, out.place(root));
        let mut count = Count::default();
        one_server(node, &None, &mut count, out);
        count.tell(out);
    }
    fits
}

/// Pool and setting as a scene of the gateway's configuration names them.
fn about(pool: Option<&Node<'_>>, setting: Option<&Node<'_>>) -> Option<String> {
    let name = |node: Option<&Node<'_>>| {
        let node = node?;
        let id = node.text_of("id").or_else(|| node.text_of("name")).or_else(|| node.text())?;
        id.trim_end_matches('/').rsplit('/').next().map(str::to_lowercase)
    };
    Some(format!("{}|{}", name(pool)?, name(setting)?))
}

fn one_server(server: &Node<'_>, about: &Option<String>, count: &mut Count, out: &mut Out<'_>) {
    let address = server.get("address");
    let id = address.and_then(|a| out::host_name(&a.text()?));
    if let (Some(node), Some(id)) = (address, &id) {
        let place = out.place(node);
        out.host(place, id, HostUse::Pool);
        out.server(place, id, Some(id));
    }
    let log = server.get("healthProbeLog").and_then(Node::text).unwrap_or_default();
    let health = server.text_of("health").unwrap_or_default().into_owned();
    let place = out.place(
        server
            .get("healthProbeLog")
            .filter(|n| n.text().is_some_and(|t| !t.is_empty()))
            .or(server.get("health"))
            .unwrap_or(server),
    );
    observe(place, &health, &log, id, about.clone(), count, out);
}

fn observe(
    place: Place<'_>,
    health: &str,
    log: &str,
    server: Option<String>,
    about: Option<String>,
    count: &mut Count,
    out: &mut Out<'_>,
) {
    let Some(said) = outcome(health) else { return };
    count.add(said);
    let mut observation = phrases::first(log).unwrap_or_default();
    match said {
        // "Success. Received 200 status code" is no more than that.
        Said::Accepted => observation = Observation { text: observation.text, ..Observation::default() },
        Said::Rejected if observation.text.is_none() && !log.trim().is_empty() => {}
        Said::Rejected if log.trim().is_empty() => out.hole(place, "The message of the health probe.", server.as_deref(), None),
        _ => {}
    }
    // A message that speaks of no certificate says so whatever the word beside it is.
    let said =
        if said == Said::Rejected && observation.text.is_some() && observation.said == Said::Other { Said::Other } else { said };
    observation.said = said;
    observation.check = Some("probe");
    observation.target =
        observation.target.filter(|t| t.starts_with("azure-application-gateway")).or(Some("azure-application-gateway-v2"));
    (observation.server, observation.about) = (server, about);
    out.observed(place, observation);
}

/// The words of the service (ApplicationGatewayBackendHealthServerHealth).
fn outcome(health: &str) -> Option<Said> {
    Some(match health.to_ascii_lowercase().as_str() {
        "healthy" | "up" => Said::Accepted,
        "unhealthy" | "down" => Said::Rejected,
        "unknown" | "partial" | "draining" => Said::Other,
        _ => return None,
    })
}

#[derive(Default)]
struct Count {
    all: usize,
    refused: usize,
}

impl Count {
    fn add(&mut self, said: Said) {
        self.all += 1;
        self.refused += usize::from(said == Said::Rejected);
    }

    fn tell(&self, out: &mut Out<'_>) {
        out.count("Backend health, servers: ", self.all);
        out.count(", unhealthy: ", self.refused);
    }
}

/// Reads rows that were copied from the portal: cells with tabs, bars or wide gaps between them, in any order.
pub(super) fn table(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    // PowerShell goes on with a message below its column.
    let mut lines: Vec<(usize, usize, String)> = Vec::new();
    for (at, line) in segment.lines() {
        match lines.last_mut() {
            Some((_, to, whole)) if line.starts_with(COLUMN) && row(line).is_none() => {
                whole.push_str(line.trim());
                *to = at + line.len();
            }
            _ => lines.push((at, at + line.len(), line.to_owned())),
        }
    }
    let rows: Vec<(usize, usize, Row<'_>)> = lines.iter().filter_map(|(at, to, line)| Some((*at, *to, row(line)?))).collect();
    let (from, to) = (rows.first()?.0, rows.last()?.1);
    // Others have tables of servers with such words too.
    if !rows.iter().any(|(.., row)| row.about.is_some() || by_message(row.details).is_some()) {
        return None;
    }
    out.begin(TABLE, out.text_place(from, to));
    let mut count = Count::default();
    for (at, end, row) in &rows {
        let place = out.text_place(*at, *end);
        out.host(place, row.server, HostUse::Pool);
        out.server(place, row.server, Some(row.server));
        observe(place, row.health, row.details, Some(row.server.to_owned()), row.about.clone(), &mut count, out);
    }
    count.tell(out);
    Some((from, to))
}

/// Columns before the one with the messages have that many characters at least.
const COLUMN: &str = "                ";

struct Row<'t> {
    server: &'t str,
    about: Option<String>,
    health: &'t str,
    details: &'t str,
}

/// A value and the name in brackets after it.
fn named(cell: &str) -> (&str, Option<String>) {
    let (value, name) = cell.split_once(" (").map_or((cell, None), |(v, n)| (v, n.strip_suffix(')')));
    (value.trim(), name.map(str::to_lowercase))
}

/// What the message of a row says, in the words of the service.
fn by_message(details: &str) -> Option<&'static str> {
    let found = phrases::first(details).filter(|o| o.target.is_some_and(|t| t.starts_with("azure-application-gateway-v")))?;
    Some(match found.said {
        Said::Accepted => "Healthy",
        Said::Rejected => "Unhealthy",
        Said::Other => "Unknown",
    })
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = if line.contains('\t') {
        line.split('\t').map(str::trim).collect()
    } else if line.matches('|').count() > 2 {
        line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect()
    } else {
        let cells = line.split("   ").map(str::trim).filter(|cell| !cell.is_empty());
        // One blank is enough between the word and the message.
        cells
            .flat_map(|cell| match cell.split_once(' ') {
                Some((word, rest)) if outcome(word).is_some() => [word, rest.trim()],
                _ => [cell, ""],
            })
            .filter(|cell| !cell.is_empty())
            .collect()
    };
    let longest = |without: &dyn Fn(usize) -> bool| {
        cells.iter().enumerate().filter(|(n, _)| !without(*n)).map(|(_, c)| *c).max_by_key(|c| c.len()).unwrap_or_default()
    };
    let health = cells.iter().position(|cell| outcome(cell).is_some());
    // The portal translates its words, and not the service's message.
    let told = health.map_or_else(|| by_message(longest(&|_| false)), |n| Some(cells[n]))?;
    // `10.0.0.4 (pool-app)`, `443 (https-app)`.
    let is_server = |cell: &str| {
        let value = named(cell).0;
        value.contains(['.', ':']) && !value.contains(' ') && out::host_name(value).is_some()
    };
    let at = cells.iter().position(|cell| is_server(cell))?;
    let server = named(cells[at]).0;
    let port = cells.iter().find(|cell| {
        cell.len() > 2 && cell.starts_with(|c: char| c.is_ascii_digit()) && cell.contains(" (") && **cell != cells[at]
    });
    let about = named(cells[at]).1.zip(port.and_then(|cell| named(cell).1)).map(|(pool, setting)| format!("{pool}|{setting}"));
    let details = longest(&|n| n == at || Some(n) == health);
    Some(Row { server, about, health: told, details })
}
