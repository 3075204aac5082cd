//! One gateway in every shape says the same.

use super::super::Evidence;
use super::super::statement::Says;
use super::super::testing;
use crate::request::HostUse;

/// A rule of TLS behind a listener, a custom probe, a root that is referred to.
const CLI: &str = r#"{"name": "agw", "id": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/agw",
  "backendAddressPools": [{"name": "pool", "id": "/x/applicationGateways/agw/backendAddressPools/pool", "backendAddresses": [{"ipAddress": "10.0.0.4"}, {"fqdn": "vm1.example"}]}],
  "backendHttpSettingsCollection": [{"name": "set", "id": "/x/applicationGateways/agw/backendHttpSettingsCollection/set", "protocol": "Https", "hostName": "app.example", "validateSNI": false,
    "probe": {"id": "/x/Probes/P"}, "trustedRootCertificates": [{"id": "/x/trustedRootCertificates/root"}]}],
  "httpListeners": [{"name": "lst", "id": "/x/applicationGateways/agw/httpListeners/lst", "protocol": "Https", "hostName": "www.example", "sslCertificate": {"id": "/x/sslCertificates/www"}}],
  "probes": [{"name": "p", "id": "/x/applicationGateways/agw/probes/p", "protocol": "Https", "host": "probe.example", "path": "/"}],
  "requestRoutingRules": [{"name": "rule", "id": "/x/applicationGateways/agw/requestRoutingRules/rule", "httpListener": {"id": "/x/httpListeners/lst"}, "backendAddressPool": {"id": "/x/backendaddressPools/pool"},
    "backendHttpSettings": {"id": "/x/backendHttpSettingsCollection/set"}}],
  "sku": {"name": "WAF_v2"}, "trustedRootCertificates": [{"name": "root", "id": "/x/applicationGateways/agw/trustedRootCertificates/root", "data": ""}]}"#;

const TERRAFORM: &str = r#"
locals {
  set = "set"
}
resource "azurerm_application_gateway" "main" {
  name = "agw"
  sku {
    name = "WAF_v2"
  }
  backend_address_pool {
    name         = "pool"
    ip_addresses = ["10.0.0.4"]
    fqdns        = ["vm1.example"]
  }
  backend_http_settings {
    name      = local.set
    protocol  = "Https"
    host_name = "app.example"
    probe_name = "p"
    trusted_root_certificate_names = ["root"]
  }
  http_listener {
    name                 = "lst"
    protocol             = "Https"
    host_name            = "www.example"
    ssl_certificate_name = "www"
  }
  probe {
    name = "p"
    host = "probe.example"
  }
  request_routing_rule {
    name                       = "rule"
    http_listener_name         = "lst"
    backend_address_pool_name  = "pool"
    backend_http_settings_name = "set"
  }
  trusted_root_certificate {
    name = "root"
    data = filebase64("${path.module}/root.cer") # the one of 2021
  }
}
"#;

const BICEP: &str = r"
param location string
resource agw 'Microsoft.Network/applicationGateways@2023-09-01' = {
  name: 'agw'
  location: location
  properties: {
    sku: { name: 'WAF_v2' }
    backendAddressPools: [
      { name: 'pool', properties: { backendAddresses: [ { ipAddress: '10.0.0.4' }, { fqdn: 'vm1.example' } ] } }
    ]
    backendHttpSettingsCollection: [
      {
        name: 'set'
        properties: {
          protocol: 'Https'
          hostName: 'app.example'
          probe: { id: resourceId('Microsoft.Network/applicationGateways/probes', 'agw', 'p') }
          trustedRootCertificates: [
            { id: '${agwId}/trustedRootCertificates/root' }
          ]
        }
      }
    ]
    httpListeners: [
      { name: 'lst', properties: { protocol: 'Https', hostName: 'www.example', sslCertificate: { id: '${agwId}/sslCertificates/www' } } }
    ]
    probes: [
      { name: 'p', properties: { host: 'probe.example', protocol: 'Https' } }
    ]
    requestRoutingRules: [
      {
        name: 'rule'
        properties: {
          httpListener: { id: resourceId('Microsoft.Network/applicationGateways/httpListeners', 'agw', 'lst') }
          backendAddressPool: { id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', 'agw', 'pool') }
          backendHttpSettings: { id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', 'agw', 'set') }
        }
      }
    ]
    trustedRootCertificates: [
      { name: 'root', properties: { data: loadFileAsBase64('certs/root.cer') } }
    ]
  }
}
";

fn hosts(evidence: &Evidence) -> Vec<(String, HostUse)> {
    let mut hosts: Vec<_> = evidence
        .statements
        .iter()
        .filter_map(|s| if let Says::Host { name, role } = &s.says { Some((name.clone(), *role)) } else { None })
        .collect();
    hosts.sort();
    hosts
}

fn read(text: &str) -> Evidence {
    testing::read(&[("pasted text", text.as_bytes())]).0
}

fn same(text: &str, kind: &str) {
    let evidence = read(text);
    assert_eq!(evidence.documents.iter().map(|d| d.kind).collect::<Vec<_>>(), [kind]);
    assert_eq!(
        evidence.scenes.iter().map(|s| (s.key.as_str(), s.target)).collect::<Vec<_>>(),
        [("agw/rule", Some("azure-application-gateway-v2"))],
        "{kind}"
    );
    assert_eq!(evidence.scenes[0].servers.len(), 2, "{kind}");
    let expected = [
        ("10.0.0.4", HostUse::Pool),
        ("app.example", HostUse::BackendSetting),
        ("probe.example", HostUse::Probe),
        ("vm1.example", HostUse::Pool),
        ("www.example", HostUse::Client),
    ];
    assert_eq!(hosts(&evidence), expected.map(|(n, r)| (n.to_owned(), r)), "{kind}");
    let said = |id: &str| {
        evidence
            .statements
            .iter()
            .any(|s| matches!(&s.says, Says::Setting { setting, value, .. } if *setting == id && *value == false.into()))
    };
    assert!(said("defaultProbe") && said("hostFromPool"), "{kind}");
    assert!(evidence.statements.iter().any(|s| matches!(&s.says, Says::File { name, .. } if name.contains("root"))), "{kind}");
}

/// The members of the object as PowerShell writes them, cut at a depth, with the whole of them as text beside.
fn powershell() -> String {
    let value: serde_json::Value = serde_json::from_str(CLI).unwrap();
    let mut members = vec![r#""Name": "agw""#.to_owned(), r#""Sku": {"Name": "WAF_v2"}"#.to_owned()];
    for (key, member) in value.as_object().unwrap().iter().filter(|(_, v)| v.is_array()) {
        let pascal = format!("{}{}", key[..1].to_uppercase(), &key[1..]);
        let text = serde_json::to_string_pretty(member).unwrap().replace('\n', "\r\n");
        members.push(format!("\"{pascal}\": [\"Microsoft.Azure.Commands.Network.Models.PSThing\"]"));
        members.push(format!("\"{pascal}Text\": {}", serde_json::to_string(&text).unwrap()));
    }
    format!("{{{}}}", members.join(",\r\n"))
}

/// What the console makes of the same: members as JSON in a column of 60.
fn listing() -> String {
    let value: serde_json::Value = serde_json::from_str(CLI).unwrap();
    let mut text = "Name                                : agw\n".to_owned();
    for (key, member) in value.as_object().unwrap().iter().filter(|(_, v)| v.is_array()) {
        let name = format!("{}{}Text", key[..1].to_uppercase(), &key[1..]);
        let json = serde_json::to_string_pretty(member).unwrap();
        let mut lines = Vec::new();
        for line in json.lines() {
            let chars: Vec<char> = line.chars().collect();
            lines.extend(chars.chunks(60).map(|c| c.iter().collect::<String>()));
        }
        text.push_str(&format!("{name:<36}: {}\n", lines.join(&format!("\n{}", " ".repeat(38)))));
    }
    text + "Sku                                 : Microsoft.Azure.Commands.Network.Models.PSApplicationGatewaySku\n"
}

#[test]
fn every_shape_says_the_same() {
    same(CLI, "azure-application-gateway/cli");
    same(&format!("[{CLI}]"), "azure-application-gateway/cli-list");
    same(
        &format!(
            "PS /home/x> az network application-gateway show\n{}\nthe rest is prose, {{see}} below",
            CLI.replace('\n', "\r\n")
        ),
        "azure-application-gateway/cli",
    );
    same(TERRAFORM, "azure-application-gateway/terraform");
    same(BICEP, "azure-application-gateway/bicep");
    same(&powershell(), "azure-application-gateway/powershell-json");
    same(&listing(), "azure-application-gateway/powershell-list");
}

#[test]
fn parts_of_one_paste_are_one_gateway() {
    let value: serde_json::Value = serde_json::from_str(CLI).unwrap();
    let mut text = String::new();
    for (key, member) in value.as_object().unwrap().iter().filter(|(_, v)| v.is_array()) {
        text.push_str(&format!(
            "$ az network application-gateway {key} list -g rg --gateway-name agw\n{}\n\n",
            serde_json::to_string_pretty(member).unwrap()
        ));
    }
    same(&text, "azure-application-gateway/cli-parts");
}

#[test]
fn the_generation_follows_from_the_sku_and_then_from_what_only_one_has() {
    let v1 = CLI.replace("WAF_v2", "WAF_Medium");
    assert_eq!(read(&v1).scenes[0].target, Some("azure-application-gateway-v1"));
    let cut = &CLI[..CLI.find("\"sku\"").unwrap()];
    assert_eq!(read(cut).scenes[0].target, Some("azure-application-gateway-v2"));
}

#[test]
fn a_file_that_ends_before_its_rules_still_has_its_one_combination() {
    let cut = &CLI[..CLI.find("\"requestRoutingRules\"").unwrap() + 60];
    let evidence = read(cut);
    assert_eq!(evidence.scenes.len(), 1);
    assert!(hosts(&evidence).contains(&("www.example".to_owned(), HostUse::Client)));
}

#[test]
fn a_redirect_is_no_scene_and_plain_http_none_either() {
    let redirect = CLI
        .replace(
            r#""backendAddressPool": {"id": "/x/backendaddressPools/pool"},"#,
            r#""redirectConfiguration": {"id": "/x/redirectConfigurations/r"},"#,
        )
        .replace(r#""backendHttpSettings": {"id""#, r#""rewriteRuleSet": {"id""#);
    assert!(read(&redirect).scenes.is_empty() || read(&redirect).scenes[0].key == "agw/set");
    let http = CLI.replacen(r#""protocol": "Https", "hostName": "app"#, r#""protocol": "Http", "hostName": "app"#, 1);
    let evidence = read(&http);
    assert!(evidence.scenes.is_empty());
    assert_eq!(hosts(&evidence), [("www.example".to_owned(), HostUse::Client)]);
}

#[test]
fn a_gateway_of_a_hundred_rules_and_two_megabytes_is_read_at_once() {
    let mut value: serde_json::Value = serde_json::from_str(CLI).unwrap();
    for (key, count) in [
        ("backendAddressPools", 100),
        ("backendHttpSettingsCollection", 100),
        ("httpListeners", 100),
        ("requestRoutingRules", 100),
    ] {
        let list = value[key].as_array_mut().unwrap();
        let first = serde_json::to_string(&list[0]).unwrap();
        for n in 1..count {
            let next = first
                .replace("\"pool\"", &format!("\"pool{n}\""))
                .replace("/pool\"", &format!("/pool{n}\""))
                .replace("\"set\"", &format!("\"set{n}\""))
                .replace("/set\"", &format!("/set{n}\""))
                .replace("\"lst\"", &format!("\"lst{n}\""))
                .replace("/lst\"", &format!("/lst{n}\""))
                .replace("\"rule\"", &format!("\"rule{n}\""));
            list.push(serde_json::from_str(&next).unwrap());
        }
    }
    value["tags"] = serde_json::Value::String("x".repeat(2 << 20));
    let evidence = read(&value.to_string());
    assert_eq!(evidence.scenes.len(), 100);
    assert!(evidence.scenes.iter().all(|s| s.servers.len() == 2));
}
