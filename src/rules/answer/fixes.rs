//! What to do, first choice first: the exact setting, file or command.

use super::lead::Lead;
use super::words::{Words, fix};
use crate::identity::{IdentityPolicy, ReferenceKind, address_text, matches, parse_host};
use crate::report::{Finding, Fix};
use crate::rules::{End, Survey};
use crate::shell::{Shell, quote};

/// Fixes for the decisive finding.
pub fn of(survey: &Survey<'_>, lead: Option<&Lead<'_>>, finding: Option<&Finding>) -> Vec<Fix> {
    let Some(finding) = finding else { return Vec::new() };
    let server = lead.and_then(|l| l.judgement.server).or_else(|| {
        let id = finding.at.server.as_deref()?;
        survey.scene.servers.iter().position(|s| s.id == id)
    });
    let mut fixes = match finding.rule {
        "hostname-mismatch" | "ip-not-in-san" | "hostname-missing" | "wildcard-depth" => names(survey, lead, finding, server),
        "name-match-disputed" => disputed(survey, lead, finding, server),
        "subject-alt-name-absent" => reissue(survey, server, finding.at.host.as_deref()).into_iter().collect(),
        "issuer-missing" => {
            let mut fixes = issuer(survey, server);
            // With public CAs only, a private root that has issued the certificate directly looks the same.
            if lead.is_some_and(Lead::by_gateway) && !survey.scene.has_trust_input() {
                fixes.extend(root(survey, lead, server).into_iter().take(1));
            }
            fixes
        }
        "chain-order-wrong"
        | "private-key-for-wrong-order"
        | "duplicate-certificate"
        | "unrelated-chains"
        | "several-end-entity-certificates"
        | "several-paths"
        | "trailing-data"
        | "input-repaired" => {
            vec![
                fix(Words::of("Install the bundle with the certificates in the right order instead of this file."))
                    .repair("bundle"),
            ]
        }
        "anchor-mismatch" | "trust-input-not-a-root" => root(survey, lead, server),
        "key-mismatch" => vec![
            fix(Words::of(finding.fix))
                .command("openssl", "openssl x509 -in server.pem -noout -pubkey | openssl sha256".to_owned())
                .command("openssl", "openssl pkey -in server.key -pubout | openssl sha256".to_owned()),
        ],
        "end-entity-expired" | "end-entity-expires-soon" | "lifetime-too-long" | "weak-signature" | "eku-server-auth-missing" => {
            reissue(survey, server, None).into_iter().collect()
        }
        "key-encrypted" => vec![
            fix(Words::of("Decrypt the key, and let only the server read the file."))
                .command("openssl", "openssl pkey -in server.key -out plain.key".to_owned())
                .repair("key"),
        ],
        "pfx-encryption" => {
            vec![fix(Words::of("Install the PFX with the encryption that the target reads.")).repair("pfx-legacy")]
        }
        _ => Vec::new(),
    };
    if fixes.is_empty() {
        fixes.push(fix(Words::of(finding.fix)));
    }
    fixes
}

/// Make the name that is asked for and the names in the certificate meet: from either side.
fn names(survey: &Survey<'_>, lead: Option<&Lead<'_>>, finding: &Finding, server: Option<usize>) -> Vec<Fix> {
    let host = lead.map(|l| l.judgement.host.clone()).or_else(|| finding.at.host.clone()).unwrap_or_default();
    let gateway = lead.is_some_and(Lead::by_gateway);
    let Some(leaf) = server.and_then(|s| survey.leaf(s)) else { return Vec::new() };
    let mut fixes = Vec::new();
    // Where the other servers have the name, the setting is right and this server is not.
    let fine: Vec<String> = survey
        .leaves()
        .filter(|&(s, l)| {
            Some(s) != server
                && survey.scene.servers.get(s).is_some_and(|s| !s.listener)
                && !host.is_empty()
                && matches(survey.certificate(l), &parse_host(&host), &IdentityPolicy::RFC9525).matched()
        })
        .filter_map(|(s, _)| survey.scene.servers.get(s))
        .map(|s| s.id.clone())
        .collect();
    let here = server.and_then(|s| survey.scene.servers.get(s)).map(|s| s.id.clone()).unwrap_or_default();
    if !fine.is_empty() {
        let words = Words::default().say("Install on ").name(here.clone()).say(" a certificate for ").name(host.clone());
        fixes.push(fix(words.say(", as on ").names(&fine, " others").say(", and rebind the service to it.").end()));
    }
    if let Some(name) = usable_name(survey, leaf, &host).filter(|_| gateway && fine.is_empty()) {
        let word = quote(&name, Shell::Posix);
        let words = Words::default().say("Have the gateway ask for a name that the certificate has, ").name(name.clone());
        fixes.push(
            fix(words.say(": as the host name of the backend setting, and of the custom probe if there is one.").end())
                .setting("Backend setting > Override with new host name > Override with specific domain name", name.clone())
                .command(
                    "az",
                    format!(
                        "az network application-gateway http-settings update --resource-group GROUP --gateway-name GATEWAY --name SETTING --host-name-from-backend-pool false --host-name {word}"
                    ),
                )
                .command(
                    "az",
                    format!("az network application-gateway probe update --resource-group GROUP --gateway-name GATEWAY --name PROBE --host {word}"),
                ),
        );
    }
    if finding.rule != "hostname-missing" {
        fixes.extend(reissue(survey, server, Some(host.as_str()).filter(|h| !h.is_empty())));
    }
    if let Some(name) = usable_name(survey, leaf, &host).filter(|_| gateway && !fine.is_empty()) {
        let words = Words::default()
            .say("Or give ")
            .name(here)
            .say(" a backend pool and setting of its own that ask for ")
            .name(name.clone());
        fixes.push(
            fix(words.say(".").end())
                .setting("Backend setting > Override with new host name > Override with specific domain name", name),
        );
    }
    if let Some(name) = usable_name(survey, leaf, &host).filter(|_| gateway && fine.is_empty()) {
        let words = Words::default()
            .say("Or leave the Host header alone, and set only the name that is compared (sniName) to ")
            .name(name.clone());
        fixes.push(fix(words.say(".").end()).setting("Backend setting > SNI > Use specific SNI", name));
    }
    if !gateway && let Some(name) = usable_name(survey, leaf, &host) {
        fixes.push(fix(Words::default()
            .say("Or connect by a name that the certificate has, such as ")
            .name(name)
            .say(".")
            .end()));
    }
    fixes
}

/// The certificate has the name; what is left is to ask for another one.
fn disputed(survey: &Survey<'_>, lead: Option<&Lead<'_>>, finding: &Finding, server: Option<usize>) -> Vec<Fix> {
    let host = lead.map(|l| l.judgement.host.as_str()).or(finding.at.host.as_deref()).unwrap_or_default();
    let name = server.and_then(|s| survey.leaf(s)).and_then(|leaf| usable_name(survey, leaf, host));
    match name {
        Some(name) if super::cause::host_is_address(host) => {
            let words = Words::default().say("Give these programs a host name to compare with, such as ").name(name.clone());
            let words = words.say(": proxy_ssl_name in nginx, sni or verifyhost in HAProxy, a host name in ProxyPass in Apache.");
            vec![fix(words.end()).setting("proxy_ssl_name", name)]
        }
        _ => Vec::new(),
    }
}

/// A name that the certificate covers, the host's first label put in the place of a wildcard.
fn usable_name(survey: &Survey<'_>, leaf: usize, host: &str) -> Option<String> {
    let certificate = survey.certificate(leaf);
    let listed = certificate.dns_names().find(|n| !n.contains('*') && n.contains('.'));
    listed.map(str::to_owned).or_else(|| {
        let base = certificate.dns_names().find_map(|n| n.strip_prefix("*."))?;
        let below = host.ends_with(base) || super::cause::host_is_address(host);
        let first = host.split('.').next().filter(|l| !l.is_empty() && !below).unwrap_or("app");
        Some(format!("{first}.{base}"))
    })
}

/// A new certificate for the same key, with the names it needs.
fn reissue(survey: &Survey<'_>, server: Option<usize>, host: Option<&str>) -> Option<Fix> {
    let leaf = server.and_then(|s| survey.leaf(s))?;
    let certificate = survey.certificate(leaf);
    let mut entries: Vec<String> = Vec::new();
    if let Some(host) = host {
        let reference = parse_host(host);
        let kind = if matches!(reference.kind, ReferenceKind::Ip(_)) { "IP" } else { "DNS" };
        add(&mut entries, kind, reference.name().trim_end_matches('.'));
    }
    certificate.dns_names().take(20).for_each(|n| add(&mut entries, "DNS", n));
    certificate.ip_addresses().take(20).for_each(|octets| add(&mut entries, "IP", &address_text(octets)));
    if entries.is_empty() {
        certificate.subject.common_names().for_each(|n| add(&mut entries, "DNS", n));
    }
    let first = entries.first()?.split_once(':').map_or("", |(_, v)| v).to_owned();
    let words = match host {
        Some(host) => {
            Words::default().say("Have the certificate reissued with ").name(host).say(" in its subject alternative name.")
        }
        None => {
            Words::default().say("Have the certificate reissued: make a request with the same names, and send it to your CA.")
        }
    };
    let line = format!(
        "openssl req -new -newkey rsa:2048 -noenc -keyout new.key -out new.csr -subj {} -addext {}",
        quote(&format!("/CN={first}"), Shell::Posix),
        quote(&format!("subjectAltName={}", entries.join(",")), Shell::Posix)
    );
    Some(fix(words.end()).command("openssl", line))
}

/// An entry of openssl's list. A comma or a blank would begin another one.
fn add(entries: &mut Vec<String>, kind: &str, value: &str) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | ':');
    let entry = format!("{kind}:{value}");
    if value.chars().all(plain) && !value.is_empty() && !entries.contains(&entry) {
        entries.push(entry);
    }
}

/// The missing certificate, from another file if it is there.
fn issuer(survey: &Survey<'_>, server: Option<usize>) -> Vec<Fix> {
    let Some(scene) = server.and_then(|s| survey.scene.servers.get(s)) else { return Vec::new() };
    if scene.proposed.missing.is_none() {
        return vec![
            fix(Words::of("Install the completed bundle: the missing certificate is in another of your files.")).repair("bundle"),
        ];
    }
    let Some(top) = server.and_then(|s| survey.chains.get(s)).and_then(crate::rules::Chain::top) else { return Vec::new() };
    let certificate = survey.certificate(top);
    let words = Words::default().say("Append the certificate of ").name(certificate.issuer.to_rfc4514());
    let words = words
        .say(" to the bundle and reload the service; on IIS, import it into Intermediate Certification Authorities and rebind.");
    let words = match certificate.ca_issuers().next() {
        Some(address) => words.say(" Its CA publishes it at ").name(address).say("."),
        None => words.say(" Ask your CA for it."),
    };
    let line = "openssl verify -CAfile root.cer -untrusted chain.pem server.pem".to_owned();
    vec![
        fix(words.end()).command("openssl", line).command(
            "powershell",
            "Import-Certificate -FilePath issuing.cer -CertStoreLocation Cert:\\LocalMachine\\CA".to_owned(),
        ),
    ]
}

/// Trust the root that the chain leads to.
fn root(survey: &Survey<'_>, lead: Option<&Lead<'_>>, server: Option<usize>) -> Vec<Fix> {
    let Some(server) = server.or_else(|| survey.leaves().next().map(|(s, _)| s)) else { return Vec::new() };
    let Some(leaf) = survey.leaf(server) else { return Vec::new() };
    let chain = survey.climb(leaf);
    let Some(top) = chain.top() else { return Vec::new() };
    let at_hand = (chain.end == End::Untrusted && chain.path.len() > 1).then_some(top);
    let wanted = match at_hand {
        Some(root) => survey.certificate(root).subject.to_rfc4514(),
        None => survey.certificate(top).issuer.to_rfc4514(),
    };
    let words = Words::default().say("Have the other side trust ").name(wanted.clone());
    let words =
        if at_hand.is_some() { words.say(", which is among your files.") } else { words.say(": ask your CA for this root.") };
    let mut first = fix(words.end()).command(
        "keytool",
        "keytool -importcert -noprompt -alias root -file root.cer -keystore truststore.p12 -storetype PKCS12".to_owned(),
    );
    if lead.is_some_and(Lead::by_gateway) {
        first = first.setting(
            "Backend setting > Backend server's certificate is issued by a well-known CA: No > Upload Root CA certificate",
            wanted,
        );
        first = first.command(
            "az",
            "az network application-gateway root-cert create --resource-group GROUP --gateway-name GATEWAY --name ROOT --cert-file root.cer".to_owned(),
        );
    }
    if at_hand.is_some_and(|r| survey.scene.prepared.pool.get(r).is_some_and(|p| !p.items.is_empty())) {
        first = first.repair("root-cer");
    }
    let other = fix(Words::of("Or have the server's certificate issued by the CA that is trusted already."));
    vec![first, other]
}
