//! An Application Gateway in any of its shapes, as one thing: names joined to what they name.
//!
//! REST and templates nest `properties`, the CLI is flat, PowerShell writes capitals and JSON inside of `...Text`
//! members, Terraform has blocks and names where the others have ids. Every field is looked up in all its spellings.

use super::super::tree::{Node, Value};
use super::expression::Scope;

/// A gateway, or what a paste has of it.
#[derive(Debug)]
pub(super) struct Gateway<'n> {
    pub node: &'n Node<'n>,
    pub name: Option<String>,
    pub sku: Option<String>,
    pub listeners: Vec<Listener<'n>>,
    pub certificates: Vec<Store<'n>>,
    pub roots: Vec<Store<'n>>,
    pub uploaded: Vec<Store<'n>>,
    pub client_cas: Vec<Store<'n>>,
    pub profiles: Vec<(String, Vec<String>)>,
    pub pools: Vec<Pool<'n>>,
    pub settings: Vec<Setting<'n>>,
    pub probes: Vec<Probe<'n>>,
    pub rules: Vec<Rule>,
}

/// Something that holds certificates under a name.
#[derive(Debug)]
pub(super) struct Store<'n> {
    pub node: &'n Node<'n>,
    pub name: String,
    /// Values that may hold them, the best first.
    pub data: Vec<&'n Node<'n>>,
    /// Secret of a Key Vault.
    pub vault: Option<&'n Node<'n>>,
}

#[derive(Debug)]
pub(super) struct Listener<'n> {
    pub name: String,
    pub tls: bool,
    pub hosts: Vec<&'n Node<'n>>,
    pub certificate: Option<String>,
    pub profile: Option<String>,
}

#[derive(Debug)]
pub(super) struct Pool<'n> {
    pub name: String,
    pub addresses: Vec<&'n Node<'n>>,
}

#[derive(Debug)]
pub(super) struct Setting<'n> {
    pub node: &'n Node<'n>,
    pub name: String,
    pub tls: bool,
    pub host: Option<&'n Node<'n>>,
    pub from_pool: bool,
    pub probe: Option<String>,
    pub roots: Vec<String>,
    pub uploaded: Vec<String>,
    pub validate_chain: bool,
    pub validate_sni: bool,
    pub sni: Option<&'n Node<'n>>,
}

#[derive(Debug)]
pub(super) struct Probe<'n> {
    pub name: String,
    pub host: Option<&'n Node<'n>>,
    pub from_setting: bool,
}

#[derive(Debug)]
pub(super) struct Rule {
    pub name: String,
    pub listener: Option<String>,
    /// Label of the path (empty: all), pool and setting.
    pub paths: Vec<Path>,
}

#[derive(Debug)]
pub(super) struct Path {
    pub label: String,
    pub pool: Option<String>,
    pub setting: Option<String>,
}

/// The field of a thing in any of these spellings, beside or below `properties`.
pub(super) fn field<'n>(node: &'n Node<'n>, spellings: &[&str]) -> Option<&'n Node<'n>> {
    let properties = node.get("properties");
    let found = spellings.iter().find_map(|key| node.get(key).or_else(|| properties?.get(key)));
    found.filter(|node| node.value != Value::Nothing)
}

/// The objects of a collection in any of these spellings; PowerShell has them in the member whose name ends in `Text`
/// too, and in the other one their names alone.
pub(super) fn collection<'n>(node: &'n Node<'n>, spellings: &[&str]) -> &'n [Node<'n>] {
    let direct = field(node, spellings).map_or(&[][..], Node::each);
    if direct.iter().any(|element| !element.entries().is_empty()) {
        return direct;
    }
    let texts = spellings.iter().find_map(|key| node.get(&format!("{key}Text")));
    texts.map_or(&[], Node::each)
}

/// Every element, and of the elements of lists theirs: Terraform's values have a list for each block.
fn text_list<'n>(node: &'n Node<'n>, spellings: &[&str]) -> Vec<&'n Node<'n>> {
    field(node, spellings).map_or(&[][..], Node::each).iter().filter(|n| n.text().is_some_and(|t| !t.is_empty())).collect()
}

fn text_field<'n>(node: &'n Node<'n>, spellings: &[&str]) -> Option<&'n Node<'n>> {
    field(node, spellings).filter(|n| n.text().is_some_and(|t| !t.trim().is_empty()))
}

fn switch(node: &Node<'_>, spellings: &[&str]) -> Option<bool> {
    let properties = node.get("properties");
    spellings.iter().find_map(|key| node.get(key).or_else(|| properties?.get(key))?.switch())
}

fn is_tls(node: &Node<'_>) -> bool {
    let protocol = node.get("protocol").or_else(|| node.get("properties")?.get("protocol"));
    protocol.and_then(Node::text).is_some_and(|p| p.eq_ignore_ascii_case("https") || p.eq_ignore_ascii_case("tls"))
}

/// Whether it can be the name of a part: a line that slipped in among them is none, and may hold anything.
fn is_name(name: &str) -> bool {
    !name.contains([' ', '\t', '=', ':'])
}

/// What can be said of one with the scope of its document.
pub(super) struct Reader<'n> {
    pub scope: Scope<'n>,
}

impl<'n> Reader<'n> {
    fn name(&self, node: &Node<'_>) -> String {
        let own = node.get("name").and_then(|n| self.scope.name(n));
        // Parts that were cut off their name still have an id.
        own.or_else(|| self.scope.reference(node.get("id")?)).unwrap_or_default()
    }

    fn reference(&self, node: &'n Node<'n>, spellings: &[&str]) -> Option<String> {
        self.scope.reference(field(node, spellings)?).filter(|name| is_name(name))
    }

    fn references(&self, node: &'n Node<'n>, spellings: &[&str]) -> Vec<String> {
        let each = field(node, spellings).map_or(&[][..], Node::each).iter();
        each.filter_map(|n| self.scope.reference(n.get("name").unwrap_or(n)).filter(|name| is_name(name))).collect()
    }

    /// The gateway that `node` is.
    pub fn gateway(&self, node: &'n Node<'n>) -> Gateway<'n> {
        let sku = collection(node, &["sku"]).first().and_then(|sku| self.scope.known(sku.get("name")?));
        Gateway {
            node,
            name: node.get("name").and_then(|n| self.scope.known(n)).or_else(|| self.scope.reference(node.get("id")?)),
            sku,
            listeners: self.listeners(node),
            certificates: self.stores(node, &["sslCertificates", "ssl_certificate"]),
            roots: self.stores(node, &["trustedRootCertificates", "trusted_root_certificate"]),
            uploaded: self.stores(node, &["authenticationCertificates", "authentication_certificate"]),
            client_cas: self.stores(node, &["trustedClientCertificates", "trusted_client_certificate"]),
            profiles: self.profiles(node),
            pools: self.pools(node),
            settings: self.settings(node),
            probes: self.probes(node),
            rules: self.rules(node),
        }
    }

    fn stores(&self, node: &'n Node<'n>, spellings: &[&str]) -> Vec<Store<'n>> {
        let store = |node: &'n Node<'n>| Store {
            node,
            name: self.name(node),
            data: ["publicCertData", "public_cert_data", "data", "validatedCertData", "cert", "certificate"]
                .iter()
                .filter_map(|key| text_field(node, &[key]))
                .collect(),
            vault: text_field(node, &["keyVaultSecretId"]),
        };
        collection(node, spellings).iter().filter(|n| n.is_map()).map(store).collect()
    }

    fn profiles(&self, node: &'n Node<'n>) -> Vec<(String, Vec<String>)> {
        let profile = |node: &'n Node<'n>| {
            let cas = self.references(node, &["trustedClientCertificates", "trusted_client_certificate_names"]);
            (self.name(node), cas)
        };
        collection(node, &["sslProfiles", "ssl_profile"]).iter().filter(|n| n.is_map()).map(profile).collect()
    }

    fn listeners(&self, node: &'n Node<'n>) -> Vec<Listener<'n>> {
        let listener = |node: &'n Node<'n>| {
            let mut hosts: Vec<&Node<'_>> = text_field(node, &["hostName"]).into_iter().collect();
            for name in text_list(node, &["hostNames"]) {
                if !hosts.iter().any(|h| h.text() == name.text()) {
                    hosts.push(name);
                }
            }
            let certificate = self.reference(node, &["sslCertificate", "ssl_certificate_name"]);
            Listener {
                name: self.name(node),
                tls: is_tls(node) || certificate.is_some(),
                hosts,
                certificate,
                profile: self.reference(node, &["sslProfile", "ssl_profile_name"]),
            }
        };
        let all = [&["httpListeners", "http_listener"][..], &["listeners", "listener"][..]];
        all.iter().flat_map(|keys| collection(node, keys)).filter(|n| n.is_map()).map(listener).collect()
    }

    fn pools(&self, node: &'n Node<'n>) -> Vec<Pool<'n>> {
        let pool = |node: &'n Node<'n>| {
            let mut addresses = Vec::new();
            for address in field(node, &["backendAddresses"]).map_or(&[][..], Node::each) {
                addresses.extend(text_field(address, &["fqdn"]).or_else(|| text_field(address, &["ipAddress"])));
            }
            for keys in [["fqdns", "fqdn_list"], ["ip_addresses", "ip_address_list"]] {
                addresses.extend(text_list(node, &keys));
            }
            Pool { name: self.name(node), addresses }
        };
        collection(node, &["backendAddressPools", "backend_address_pool"]).iter().filter(|n| n.is_map()).map(pool).collect()
    }

    fn settings(&self, node: &'n Node<'n>) -> Vec<Setting<'n>> {
        let setting = |node: &'n Node<'n>| Setting {
            node,
            name: self.name(node),
            tls: is_tls(node),
            host: text_field(node, &["hostName"]),
            from_pool: switch(node, &["pickHostNameFromBackendAddress"]).unwrap_or(false),
            probe: self.reference(node, &["probe", "probe_name"]),
            roots: self.references(node, &["trustedRootCertificates", "trusted_root_certificate_names"]),
            uploaded: self.references(node, &["authenticationCertificates", "authentication_certificate"]),
            validate_chain: switch(node, &["validateCertChainAndExpiry", "certificate_chain_validation_enabled"]).unwrap_or(true),
            validate_sni: switch(node, &["validateSNI", "sni_validation_enabled"]).unwrap_or(true),
            sni: text_field(node, &["sniName"]),
        };
        let all =
            [&["backendHttpSettingsCollection", "backend_http_settings"][..], &["backendSettingsCollection", "backend"][..]];
        all.iter().flat_map(|keys| collection(node, keys)).filter(|n| n.is_map()).map(setting).collect()
    }

    fn probes(&self, node: &'n Node<'n>) -> Vec<Probe<'n>> {
        let picks = &["pickHostNameFromBackendHttpSettings", "pickHostNameFromBackendSettings"];
        let probe = |node: &'n Node<'n>| Probe {
            name: self.name(node),
            host: text_field(node, &["host"]),
            from_setting: switch(node, picks).unwrap_or(false),
        };
        collection(node, &["probes", "probe"]).iter().filter(|n| n.is_map()).map(probe).collect()
    }

    fn rules(&self, node: &'n Node<'n>) -> Vec<Rule> {
        const SETTING: &[&str] = &["backendHttpSettings", "backend_http_settings_name", "backendSettings", "backend_name"];
        const POOL: &[&str] = &["backendAddressPool", "backend_address_pool_name"];
        const DEFAULT_SETTING: &[&str] = &["defaultBackendHttpSettings", "default_backend_http_settings_name"];
        const DEFAULT_POOL: &[&str] = &["defaultBackendAddressPool", "default_backend_address_pool_name"];
        let maps = collection(node, &["urlPathMaps", "url_path_map"]);
        let rule = |node: &'n Node<'n>| {
            let mut paths = Vec::new();
            let mut add = |label: String, node: &'n Node<'n>, pool: &[&str], setting: &[&str]| {
                let (pool, setting) = (self.reference(node, pool), self.reference(node, setting));
                // A redirect has neither.
                if pool.is_some() || setting.is_some() {
                    paths.push(Path { label, pool, setting });
                }
            };
            let map = self.reference(node, &["urlPathMap", "url_path_map_name"]);
            match map.and_then(|name| maps.iter().find(|m| same(&self.name(m), &name))) {
                Some(map) => {
                    add("default".to_owned(), map, DEFAULT_POOL, DEFAULT_SETTING);
                    for path in collection(map, &["pathRules", "path_rule"]) {
                        add(self.name(path), path, POOL, SETTING);
                    }
                }
                None => add(String::new(), node, POOL, SETTING),
            }
            Rule {
                name: self.name(node),
                listener: self.reference(node, &["httpListener", "http_listener_name", "listener", "listener_name"]),
                paths,
            }
        };
        let all = [&["requestRoutingRules", "request_routing_rule"][..], &["routingRules", "routing_rule"][..]];
        all.iter().flat_map(|keys| collection(node, keys)).filter(|n| n.is_map()).map(rule).collect()
    }
}

/// Azure compares names without case.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}
