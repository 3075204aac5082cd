//! Azure Application Gateway: REST answers, the CLI's output, templates, Bicep, PowerShell's objects and lists,
//! Terraform's files, state and plans. (Azure/azure-rest-api-specs, specification/network, applicationGateway.json;
//! hashicorp/terraform-provider-azurerm, application_gateway.html.markdown.)

mod expression;
mod model;
mod parts;
mod scenes;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub(super) use parts::{is_part, read as read_parts};
pub(super) use scenes::secret_name;

use super::out::Out;
use super::tree::{Node, Value};
use expression::Scope;

/// Recognises and reads every gateway of a document.
pub(super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut found = Vec::new();
    find(root, root, 0, &mut found);
    let many = found.len() > 1 || matches!(root.value, Value::List(_));
    for (node, shape) in &found {
        let shape = if many && *shape == CLI { "azure-application-gateway/cli-list" } else { shape };
        one(root, node, shape, out);
    }
    !found.is_empty()
}

fn one(root: &Node<'_>, node: &Node<'_>, shape: &'static str, out: &mut Out<'_>) {
    if shape == POWERSHELL {
        let texts = parts::texts(node);
        let whole = parts::with_texts(node, &texts);
        return say(root, &whole, shape, out);
    }
    say(root, node, shape, out);
}

fn say(root: &Node<'_>, node: &Node<'_>, shape: &'static str, out: &mut Out<'_>) {
    let reader = model::Reader { scope: Scope::new(root) };
    let gateway = reader.gateway(node);
    let place = out.place(node);
    out.begin(shape, place);
    scenes::say(&gateway, &reader.scope, out);
}

const REST: &str = "azure-application-gateway/rest";
const CLI: &str = "azure-application-gateway/cli";
const YAML: &str = "azure-application-gateway/cli-yaml";
const TEMPLATE: &str = "azure-application-gateway/template";
const BICEP: &str = "azure-application-gateway/bicep";
const POWERSHELL: &str = "azure-application-gateway/powershell-json";
const LISTING: &str = "azure-application-gateway/powershell-list";
const TERRAFORM: &str = "azure-application-gateway/terraform";
const TERRAFORM_JSON: &str = "azure-application-gateway/terraform-json";

/// How deep a gateway may lie in its document.
const DEPTH: usize = 12;

/// Collects the gateways below `node`, each with its shape.
fn find<'n>(root: &'n Node<'n>, node: &'n Node<'n>, depth: usize, found: &mut Vec<(&'n Node<'n>, &'static str)>) {
    if depth > DEPTH {
        return;
    }
    if let Some(shape) = shape(root, node) {
        found.push((node, shape));
        return;
    }
    if let Some(values) = terraform_json(node) {
        found.extend(values.into_iter().map(|values| (values, TERRAFORM_JSON)));
        return;
    }
    match &node.value {
        Value::List(list) => list.iter().for_each(|inner| find(root, inner, depth + 1, found)),
        Value::Map(entries) => {
            for entry in entries {
                if entry.key.is("resource") {
                    let ours = |n: &&Node<'_>| {
                        n.list("labels").first().and_then(Node::text).is_some_and(|l| l == "azurerm_application_gateway")
                    };
                    found.extend(entry.node.each().iter().filter(ours).map(|n| (n, TERRAFORM)));
                }
                // A plan has what is there now and every change beside what will be.
                let twice =
                    entry.key.is("prior_state") || entry.key.is("resource_changes") && node.get("planned_values").is_some();
                if !twice && matches!(entry.node.value, Value::Map(_) | Value::List(_)) {
                    find(root, &entry.node, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

/// Values of `terraform show -json`, of a plan, and of a state file.
fn terraform_json<'n>(node: &'n Node<'n>) -> Option<Vec<&'n Node<'n>>> {
    if !node.says("type", "azurerm_application_gateway") {
        return None;
    }
    let instances = node.list("instances").iter().filter_map(|i| i.get("attributes")).collect::<Vec<_>>();
    if !instances.is_empty() {
        return Some(instances);
    }
    node.get("values").or_else(|| node.at("change.after")).map(|values| vec![values])
}

fn shape(root: &Node<'_>, node: &Node<'_>) -> Option<&'static str> {
    if !node.is_map() {
        return None;
    }
    const PARTS: [&str; 3] = ["httpListeners", "backendHttpSettingsCollection", "requestRoutingRules"];
    let own = |node: &Node<'_>| PARTS.iter().filter(|key| node.get(key).is_some()).count();
    let typed = ["type", "bicepType"].iter().any(|key| node.says(key, "Microsoft.Network/applicationGateways"));
    if node.get("bicepType").is_some() {
        return typed.then_some(BICEP);
    }
    if PARTS.iter().any(|key| node.get(&format!("{key}Text")).is_some()) {
        // An object of JSON begins with its brace.
        let listing = !matches!(root.value, Value::List(_))
            && root.entries().first().is_some_and(|e| e.key.form == super::tree::Form::Plain);
        return Some(if listing { LISTING } else { POWERSHELL });
    }
    if let Some(properties) =
        node.get("properties").filter(|p| typed && p.is_map() || own(p) > 0 && p.get("frontendEndpoints").is_none())
    {
        let template = root.get("$schema").is_some() || root.get("contentVersion").is_some() || node.get("apiVersion").is_some();
        let _ = properties;
        return Some(if template { TEMPLATE } else { REST });
    }
    if typed || own(node) > 0 && node.get("frontendEndpoints").is_none() {
        let capitals =
            node.entries().iter().any(|e| PARTS.iter().any(|p| e.key.is(p) && e.key.raw.starts_with(char::is_uppercase)));
        let block = matches!(root.entries().first(), Some(e) if e.key.form == super::tree::Form::Plain);
        return Some(if capitals {
            POWERSHELL
        } else if block {
            YAML
        } else {
            CLI
        });
    }
    None
}
