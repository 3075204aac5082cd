//! Evidence in files that are made here: which certificate stands where, in which order, and what opens what.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::request::{Input, Request};
use serde_json::{Value, json};
use support::forge::{NOW, Pair};

/// A server's certificate, its issuer and the root.
struct Chain {
    leaf: Pair,
    issuer: Pair,
    root: Pair,
}

fn chain(name: &str) -> Chain {
    let root = Pair::root("Made root");
    let issuer = root.issue_ca("Made issuing");
    Chain { leaf: issuer.issue(name, &[name]), issuer, root }
}

fn report(files: &[(&str, &[u8])]) -> Value {
    let input = |(name, bytes): &(&str, &[u8])| {
        let mut input = Input::default();
        (input.name, input.bytes) = ((*name).to_owned(), bytes.to_vec());
        input
    };
    let request = Request { inputs: files.iter().map(input).collect(), now: Some(NOW), ..Request::default() };
    serde_json::to_value(certlens::inspect(&request)).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Common names that the servers present, server by server.
fn presented(report: &Value) -> Vec<Vec<String>> {
    let name = |index: &Value| {
        let certificate = &report["certificates"][usize::try_from(index.as_u64().unwrap()).unwrap()];
        certificate["label"].as_str().unwrap_or_default().to_owned()
    };
    list(report, "servers").map(|server| list(server, "presented").map(name).collect()).collect()
}

fn kinds(report: &Value) -> Vec<String> {
    let mut kinds: Vec<String> = list(report, "statements").map(|s| s["kind"].as_str().unwrap().to_owned()).collect();
    kinds.dedup();
    kinds
}

fn seats(report: &Value) -> Vec<String> {
    let seat = |s: &&Value| s["says"] == "seat";
    list(report, "statements").filter(seat).map(|s| s["value"]["seat"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn fields_of_stores_give_the_order_in_which_a_server_sends() {
    let c = chain("www.example");
    let (leaf, issuer, key) = (&c.leaf.pem, &c.issuer.pem, &c.leaf.key_pem());
    // As their programs print them: names of fields in the order of the alphabet.
    let vault =
        json!({"request_id": "x", "data": {"ca_chain": [issuer], "certificate": leaf, "issuing_ca": issuer, "private_key": key}});
    let acm = json!({"Certificate": leaf, "CertificateChain": issuer});
    let iam = json!({"ServerCertificate": {"CertificateBody": leaf, "CertificateChain": issuer, "ServerCertificateMetadata": {"ServerCertificateName": "x"}}});
    let google = format!("certificate: |\n{}\nkind: compute#sslCertificate\nname: www\n", indented(&format!("{leaf}{issuer}")));
    for (name, text, kind) in [
        ("vault.json", vault.to_string(), "vault"),
        ("acm.json", acm.to_string(), "aws-acm"),
        ("iam.json", iam.to_string(), "aws-acm"),
        ("google.yaml", google, "gcp-certificate"),
    ] {
        let report = report(&[(name, text.as_bytes())]);
        assert_eq!(kinds(&report), [kind], "{name}");
        assert_eq!(presented(&report), [["www.example", "Made issuing"]], "{name}");
        assert!(!report.to_string().contains(key.lines().nth(1).unwrap()), "{name}");
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn acme_json_and_key_sets_hold_several_servers() {
    let (a, b) = (chain("a.example"), chain("b.example"));
    let base64 = |text: &str| support::to_base64(text.as_bytes());
    let one = |name: &str, c: &Chain| json!({"domain": {"main": name}, "certificate": base64(&format!("{}{}", c.leaf.pem, c.issuer.pem)), "key": base64(&c.leaf.key_pem()), "Store": "default"});
    let acme = json!({"le": {"Account": {"Email": "x@y.example", "PrivateKey": "MIIJ"}, "Certificates": [one("a.example", &a), one("b.example", &b)]}});
    let report = report(&[("acme.json", acme.to_string().as_bytes())]);
    assert_eq!(kinds(&report), ["acme-json"]);
    assert_eq!(presented(&report), [["a.example", "Made issuing"], ["b.example", "Made issuing"]]);
    let bare = |pem: &str| pem.lines().filter(|line| !line.starts_with("-----")).collect::<String>();
    let keys = json!({"keys": [{"kty": "EC", "kid": "one", "x5c": [bare(&a.leaf.pem), bare(&a.issuer.pem)]}]});
    let report = self::report(&[("jwks.json", keys.to_string().as_bytes())]);
    assert_eq!(kinds(&report), ["jwks"]);
    assert_eq!(presented(&report), [["a.example", "Made issuing"]]);
}

#[test]
fn inline_parts_of_openvpn_stand_where_their_names_say() {
    let c = chain("client-7");
    let text = format!(
        "client\ndev tun\nremote vpn.example\n<ca>\n{}</ca>\n<cert>\n{}</cert>\n<key>\n{}</key>\n",
        c.root.pem,
        c.leaf.pem,
        c.leaf.key_pem()
    );
    let report = report(&[("office.ovpn", text.as_bytes())]);
    assert_eq!(kinds(&report), ["openvpn"]);
    assert_eq!(seats(&report), ["client", "trust"]);
}

#[test]
fn a_password_beside_a_store_opens_it_and_is_not_told() {
    let (file, password) = support::secrets::containers()
        .into_iter()
        .find(|(f, p)| f.ends_with("openssl-default-names.pfx") && !p.is_empty())
        .unwrap();
    let store = std::fs::read(file).unwrap();
    assert!(presented(&report(&[("web.p12", &store)])).concat().is_empty());
    for settings in [
        "server.ssl.key-store=classpath:web.p12\nserver.ssl.key-store-password=PW\n",
        "<Connector><SSLHostConfig><Certificate certificateKeystoreFile=\"conf/web.p12\" certificateKeystorePassword=\"PW\"/></SSLHostConfig></Connector>",
        "server:\n  ssl:\n    key-store: file:/etc/web.p12\n    key-store-password: \"PW\"\n",
    ] {
        let settings = settings.replace("PW", &password);
        let report = report(&[("settings", settings.as_bytes()), ("web.p12", &store)]);
        assert!(presented(&report).concat().len() > 1, "{settings}");
        assert!(!report.to_string().contains(&password), "{settings}");
    }
}

const GATEWAY: &str = r#"{"name": "agw", "id": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/agw",
 "backendAddressPools": [{"name": "pool", "backendAddresses": [{"fqdn": "vm1.example"}]}],
 "backendHttpSettingsCollection": [{"name": "set", "protocol": "Https", "hostName": "app.example", "trustedRootCertificates": [{"id": "/x/trustedRootCertificates/root"}]}],
 "httpListeners": [{"name": "lst", "protocol": "Https", "hostName": "www.example"}],
 "requestRoutingRules": [{"name": "rule", "httpListener": {"id": "/x/httpListeners/lst"}, "backendAddressPool": {"id": "/x/backendAddressPools/pool"}, "backendHttpSettings": {"id": "/x/backendHttpSettingsCollection/set"}}],
 "sku": {"name": "WAF_v2"}, "trustedRootCertificates": [{"name": "root", "data": "ROOT"}]}"#;

fn gateway(root: &str) -> String {
    GATEWAY.replace("ROOT", &root.lines().filter(|line| !line.starts_with("-----")).collect::<String>())
}

#[test]
fn two_exports_that_contradict_each_other_are_two_scenes() {
    let (a, b) = (chain("app.example"), chain("app.example"));
    let trust = |report: &Value| -> Vec<usize> {
        list(report, "scenes").filter(|s| s["id"] != "typed").map(|s| list(s, "trust").count()).collect()
    };
    let holes = |report: &Value| {
        let text = |s: &Value| s["value"]["what"].as_str().unwrap_or_default().to_owned();
        list(report, "statements").map(text).filter(|t| t.contains("two files")).count()
    };
    let old = gateway(&a.root.pem);
    let twice = report(&[("a.json", old.as_bytes()), ("b.json", old.as_bytes()), ("vm1.pem", a.leaf.pem.as_bytes())]);
    assert_eq!((trust(&twice), holes(&twice)), (vec![1], 0));
    let told: String = list(&twice["inputs"][0], "understood").map(|span| span["text"].as_str().unwrap()).collect();
    assert_eq!(told, "Application Gateway agw, listeners: 1, rules: 1, trusted roots: 1");
    let new = gateway(&b.root.pem);
    let both = report(&[("a.json", old.as_bytes()), ("b.json", new.as_bytes()), ("vm1.pem", a.leaf.pem.as_bytes())]);
    assert_eq!((trust(&both), holes(&both)), (vec![1, 1], 1));
}

#[test]
fn parts_of_a_gateway_may_lie_in_several_files() {
    let c = chain("app.example");
    let whole: Value = serde_json::from_str(&gateway(&c.root.pem)).unwrap();
    let collections = [
        "backendAddressPools",
        "backendHttpSettingsCollection",
        "httpListeners",
        "requestRoutingRules",
        "trustedRootCertificates",
    ];
    let id = whole["id"].as_str().unwrap();
    let part = |collection: &str| {
        let mut list = whole[collection].as_array().unwrap().clone();
        for one in &mut list {
            one["id"] = json!(format!("{id}/{collection}/{}", one["name"].as_str().unwrap()));
            one["resourceGroup"] = json!("rg");
        }
        serde_json::to_string_pretty(&list).unwrap()
    };
    let files: Vec<(String, String)> = collections.iter().map(|c| (format!("{c}.json"), part(c))).collect();
    let mut inputs: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    inputs.push(("vm1.pem", c.leaf.pem.as_bytes()));
    // One part twice, and another root of the same name.
    let other = part("trustedRootCertificates").replace("\"data\": \"", "\"data\": \"MIIB");
    inputs.extend([("again.json", files[0].1.as_bytes()), ("other.json", other.as_bytes())]);
    let report = report(&inputs);
    let first = |s: &&Value| s["value"]["what"].as_str().is_some_and(|what| what.contains("the first is taken"));
    assert_eq!(list(&report, "statements").filter(first).count(), 1);
    let scenes: Vec<&Value> = list(&report, "scenes").filter(|s| s["id"] != "typed").collect();
    assert_eq!(scenes.len(), 1, "{:#?}", report["scenes"]);
    assert_eq!(scenes[0]["trust"].as_array().unwrap().len(), 1);
    assert_eq!(scenes[0]["trafficName"], "app.example");
    for statement in list(&report, "statements").filter(|s| s["kind"] == "azure-application-gateway/cli-parts") {
        let input = usize::try_from(statement["input"].as_u64().unwrap()).unwrap();
        let to = usize::try_from(statement["at"][1].as_u64().unwrap()).unwrap();
        assert!(to <= inputs[input].1.len(), "{statement}");
        if statement["says"] == "host" {
            let from = usize::try_from(statement["at"][0].as_u64().unwrap()).unwrap();
            let here = std::str::from_utf8(&inputs[input].1[from..to]).unwrap();
            assert_eq!(here, statement["value"]["name"].as_str().unwrap());
        }
    }
}

#[test]
fn health_that_the_file_does_not_know_is_called_older() {
    let c = chain("app.example");
    let health = |server: &str| {
        json!({"backendAddressPools": [{"backendAddressPool": {"id": "/x/applicationGateways/agw/backendAddressPools/pool"}, "backendHttpSettingsCollection": [{
            "backendHttpSettings": {"id": "/x/applicationGateways/agw/backendHttpSettingsCollection/set"}, "servers": [{"address": server, "health": "Healthy"}]}]}]})
        .to_string()
    };
    let stale = |server: &str| {
        let report = report(&[("agw.json", gateway(&c.root.pem).as_bytes()), ("health.json", health(server).as_bytes())]);
        list(&report, "statements").filter(|s| s["value"]["what"].as_str().is_some_and(|w| w.contains("is older"))).count()
    };
    assert_eq!((stale("vm1.example"), stale("vm0.example")), (0, 1));
}

#[test]
fn which_of_two_exports_is_in_force_is_an_assumption() {
    let (a, b) = (chain("app.example"), chain("app.example"));
    let bundle = format!("{}{}", b.leaf.pem, b.issuer.pem);
    let (old, new) = (gateway(&a.root.pem), gateway(&b.root.pem));
    let report = report(&[("a.json", old.as_bytes()), ("b.json", new.as_bytes()), ("vm1.pem", bundle.as_bytes())]);
    let all: Vec<&Value> = list(&report, "assumptions").filter(|a| a["id"] == "in-force-agw/rule").collect();
    assert_eq!(all.len(), 1, "{:#?}", report["assumptions"]);
    // What the other file says makes the first scene what the second one is.
    let change = serde_json::from_value(all[0]["alternatives"][0]["change"].clone()).unwrap();
    let input = |name: &str, text: &str| {
        let mut input = Input::default();
        (input.name, input.bytes) = (name.to_owned(), text.as_bytes().to_vec());
        input
    };
    let inputs = vec![input("a.json", &old), input("b.json", &new), input("vm1.pem", &bundle)];
    let request = Request { inputs, now: Some(NOW), assume: vec![change], ..Request::default() };
    let changed = serde_json::to_value(certlens::inspect(&request)).unwrap();
    let verdicts = |report: &Value, scene: &str| -> Vec<(String, Value)> {
        let of = list(report, "verdicts").filter(|v| v["scene"] == scene);
        of.map(|v| (v["check"].as_str().unwrap().to_owned(), v["outcome"].clone())).collect()
    };
    assert_ne!(verdicts(&report, "agw/rule"), verdicts(&report, "agw/rule 2"));
    assert_eq!(verdicts(&changed, "agw/rule"), verdicts(&report, "agw/rule 2"));
}

/// Shapes that other programs print: what each says, as `use name` of hosts and `seat` of certificates.
#[test]
fn other_prints_say_the_same() {
    let c = chain("www.example");
    let (leaf, issuer) = (c.leaf.pem.trim(), c.issuer.pem.trim());
    let vault = format!(
        "$ vault write pki/issue/web common_name=www.example\nKey                 Value\n---                 -----\nca_chain            [{issuer}]\ncertificate         {leaf}\n\
         expiration          1798459200\nissuing_ca          {issuer}\nprivate_key_type    rsa\nserial_number       1d:2e\n"
    );
    let report = self::report(&[("vault.txt", vault.as_bytes())]);
    assert_eq!(kinds(&report), ["vault"]);
    assert_eq!(presented(&report), [["www.example", "Made issuing"]]);
    let xml = format!(
        "<nmaprun scanner=\"nmap\">\n<host><address addr=\"10.0.0.4\" addrtype=\"ipv4\"/><hostnames><hostname name=\"www.example\" type=\"user\"/></hostnames>\
         <ports><port protocol=\"tcp\" portid=\"8443\"><script id=\"ssl-cert\" output=\"x\"><elem key=\"sha1\">{}</elem>\n<elem key=\"pem\">{leaf}\n</elem></script></port></ports></host>\n</nmaprun>\n",
        "0a".repeat(20)
    );
    let report = self::report(&[("scan.xml", xml.as_bytes())]);
    assert_eq!(kinds(&report), ["nmap"]);
    assert_eq!((hosts(&report), seats(&report)), (vec!["client www.example".to_owned()], vec!["server".to_owned()]));
    for (name, text, kind, names) in OTHERS {
        let report = self::report(&[(name, text.as_bytes())]);
        assert_eq!(
            (kinds(&report), hosts(&report)),
            (vec![(*kind).to_owned()], names.iter().map(|n| (*n).to_owned()).collect()),
            "{name}"
        );
    }
}

/// Names that some client does not find at the server that it asks, by server.
fn refused_names(report: &Value) -> Vec<String> {
    let rows = list(report, "verdicts").filter(|v| v["target"] == "openssl" && v["code"] == "62");
    rows.map(|v| format!("{} at {}", v["host"].as_str().unwrap(), v["server"].as_str().unwrap_or_default())).collect()
}

#[test]
fn a_name_is_asked_of_the_server_that_answers_to_it() {
    let c = chain("one.example");
    let two = c.issuer.issue("two.example", &["two.example"]);
    let [one, two] = [&c.leaf, &two].map(|leaf| format!("{}{}", leaf.pem, c.issuer.pem));
    let nginx = |first: &str, second: &str| {
        let block =
            |name: &str, file: &str| format!("server {{\n  server_name {name};\n  ssl_certificate /etc/{file}.pem;\n}}\n");
        block("one.example", first) + &block("two.example", second)
    };
    let asked = |configuration: &str| {
        let inside = configuration.contains("BEGIN");
        let files = [("site", configuration), ("root.pem", &*c.root.pem), ("one.pem", &*one), ("two.pem", &*two)];
        let files: Vec<(&str, &[u8])> =
            files[..if inside { 2 } else { 4 }].iter().map(|(n, text)| (*n, text.as_bytes())).collect();
        refused_names(&report(&files))
    };
    assert_eq!(asked(&nginx("one", "two")), Vec::<String>::new());
    // The files are mixed up.
    assert_eq!(asked(&nginx("two", "one")), ["two.example at two.example", "one.example at one.example"]);
    let list = "/etc/h/one.pem [alpn h2] one.example\ntwo.pem two.example\n";
    assert_eq!(asked(list), Vec::<String>::new());
    assert_eq!(asked(&list.replace(" one.example", " two.example")), ["two.example at one.pem"]);
    let ingress = |first: &str, second: &str| {
        let rule = |secret: &str, host: &str| format!("  - hosts: [{host}]\n    secretName: {secret}\n");
        let secret = |name: &str, chain: &str| {
            let pem = indented(&indented(chain));
            format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\nstringData:\n  tls.crt: |\n{pem}\n---\n")
        };
        let rules = rule(first, "one.example") + &rule(second, "two.example");
        let head = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: x\nspec:\n  tls:\n";
        secret("one", &one) + &secret("two", &two) + head + &rules
    };
    assert_eq!(asked(&ingress("one", "two")), Vec::<String>::new());
    assert_eq!(asked(&ingress("two", "one")).len(), 2);
    let virtual_host = |name: &str, file: &str| {
        format!("<VirtualHost *:443>\n  ServerName {name}\n  SSLCertificateFile \"${{dir}}/{file}.pem\"\n</VirtualHost>\n")
    };
    assert_eq!(asked(&(virtual_host("one.example", "one") + &virtual_host("two.example", "two"))), Vec::<String>::new());
}

fn hosts(report: &Value) -> Vec<String> {
    let word = |s: &Value, key: &str| s["value"][key].as_str().unwrap().to_owned();
    list(report, "statements").filter(|s| s["says"] == "host").map(|s| [word(s, "use"), word(s, "name")].join(" ")).collect()
}

/// File, text, kind, hosts.
const OTHERS: &[(&str, &str, &str, &[&str])] = &[
    (
        "traefik.toml",
        "rootCAs = [\"/ca.pem\"]\n\n[entryPoints]\n  [entryPoints.https]\n  address = \":443\"\n    [[entryPoints.https.tls.certificates]]\n    certFile = \"/www.pem\"\n    keyFile = \"/www.key\"\n\n\
         [backends]\n  [backends.app.servers.vm1]\n  url = \"https://app.internal:443\"\n\n[frontends]\n  [frontends.www.routes.r1]\n  rule = \"Host:www.example,shop.example;PathPrefix:/x\"\n",
        "traefik",
        &["client www.example", "client shop.example", "backend-setting app.internal"],
    ),
    (
        "compose.yml",
        "services:\n  app:\n    image: app\n    labels:\n      - \"traefik.enable=true\"\n      - \"traefik.http.routers.app.rule=Host(`www.example`) && PathPrefix(`/api`)\"\n",
        "traefik",
        &["client www.example"],
    ),
    (
        "describe.txt",
        "$ kubectl describe secret web-tls -n shop\nName:         web-tls\nNamespace:    shop\nLabels:       <none>\n\nType:  kubernetes.io/tls\n\nData\n====\ntls.crt:   2288 bytes\ntls.key:  1704 bytes\n",
        "kubernetes",
        &[],
    ),
    (
        "front-door.tf",
        "resource \"azurerm_cdn_frontdoor_origin\" \"o\" {\n  name = \"o1\"\n  certificate_name_check_enabled = false\n  host_name = \"app.example\"\n  origin_host_header = \"www.example\"\n}\n",
        "azure-front-door-origin-json",
        &["backend-setting app.example"],
    ),
    (
        "nginx.txt",
        "# configuration file /etc/nginx/nginx.conf:\nhttp {\n    proxy_ssl_verify on;\n    include /etc/nginx/sites/*;\n}\n\n# configuration file /etc/nginx/sites/app:\nserver {\n    listen 443 ssl;\n    server_name www.example;\n\
             location / {\n        proxy_pass https://app.internal;\n    }\n}\n",
        "nginx",
        &["client www.example", "client www.example", "backend-setting app.internal"],
    ),
    (
        "haproxy.cfg",
        "backend be\n    server-template app 3 app.internal:443 check ssl verify required ca-file /ca.pem sni str(www.example)\n",
        "haproxy",
        &["pool app.internal", "sni www.example"],
    ),
];

/// Values of fields, options and addresses that nobody may see, wherever they stand in a file of the corpus.
#[test]
fn secrets_at_any_place_are_never_told() {
    let lines = [
        "password = SECRET",
        "\"clientSecret\": \"SECRET\",",
        "Authorization: Bearer SECRET",
        "    token: SECRET",
        "$ openssl pkcs12 -in a.pfx -passin pass:SECRET",
        "ssl.key.password=SECRET",
        "https://user:SECRET@app.example/x?token=SECRET",
        "set-cookie: session=SECRET; Path=/",
        "tls.key: SECRET",
        "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----",
    ];
    let mut found = Vec::new();
    for corpus in ["situations", "stories"] {
        drops(&support::corpus(corpus), &["expected.json", "case.json", "list.json", ".md", ".mjs"], &mut found);
    }
    // Numbers that are the same in every run (Knuth's MMIX).
    let mut state = 0x5eed_u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut put = 0;
    for (name, inputs) in found {
        let mut secrets = Vec::new();
        let mut changed = inputs;
        for input in &mut changed {
            let Ok(text) = std::str::from_utf8(&input.bytes) else { continue };
            let mut text: Vec<String> = text.lines().map(str::to_owned).collect();
            for _ in 0..3 {
                let secret: String =
                    (0..16).map(|_| char::from(b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"[next(54)])).collect();
                text.insert(next(text.len() + 1), lines[next(lines.len())].replace("SECRET", &secret));
                secrets.push(secret);
            }
            input.bytes = text.join("\n").into_bytes();
        }
        put += secrets.len();
        let claims = format!("{:?}", certlens::prepare(&changed).claims);
        let request = Request { inputs: changed, now: Some(NOW), ..Request::default() };
        let report = serde_json::to_string(&certlens::inspect(&request)).unwrap();
        for secret in secrets {
            assert!(!report.contains(&secret) && !claims.contains(&secret), "{name}: {secret}");
        }
    }
    assert!(put > 300, "{put}");
}

/// Everything below a folder, as one drop a folder.
fn drops(folder: &std::path::Path, skips: &[&str], found: &mut Vec<(String, Vec<Input>)>) {
    let mut inputs = Vec::new();
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            drops(&path, skips, found);
        } else if !skips.iter().any(|end| name.ends_with(end)) {
            let mut input = Input::default();
            (input.name, input.bytes) = (name, std::fs::read(&path).unwrap());
            inputs.push(input);
        }
    }
    if !inputs.is_empty() {
        found.push((folder.strip_prefix(support::root()).unwrap().display().to_string(), inputs));
    }
}

/// Where somebody sent more than certificates and keys: a Secret, a transcript, key stores with entries that are trusted.
const SAY_SOMETHING: &[&str] = &["/kubernetes-tls-secret: [\"kub", "/openssl-s-client-showcerts: [\"s_cl", "/pfx: [\"key-store"];

/// Without a statement nothing is claimed, and seats, servers and hosts are what they were before evidence was read.
#[test]
fn files_of_certificates_say_nothing() {
    let mut found = Vec::new();
    for corpus in ["scenarios", "pfx", "pfx_input"] {
        drops(&support::corpus(corpus), &[".json", ".md"], &mut found);
    }
    assert!(found.len() > 100);
    let mut saying = Vec::new();
    for (name, inputs) in found {
        let claims = certlens::prepare(&inputs).claims;
        if claims.statements.is_empty() {
            assert!(claims.scenes.is_empty() && claims.hosts.is_empty() && claims.seats.is_empty() && claims.settings.is_empty());
        } else {
            let kinds: Vec<&str> = claims.statements.iter().map(|s| s.kind).collect();
            saying.push(format!("{name}: {kinds:?}"));
        }
    }
    let unknown: Vec<&String> = saying.iter().filter(|s| !SAY_SOMETHING.iter().any(|known| s.contains(known))).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// Each is read to its end or to a bound that is said. How long that may take is looked for by the fuzzer's target `cost`.
#[test]
fn bombs_are_bounded() {
    let aliases: String = (1..40).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}]\n", n - 1)).collect();
    let wide: String = (0..20_000)
        .map(|n| format!("{{\"id\": \"/x/applicationGateways/g{n}/probes/p\", \"name\": \"p\", \"host\": \"h{n}.example\"}},\n"))
        .collect();
    let texts = [
        "{\"httpListeners\": ".repeat(20_000),
        "[{\"a\": ".repeat(20_000),
        format!("apiVersion: v1\nkind: Secret\n{aliases}data:\n  tls.crt: *a39\n"),
        (0..4_000).map(|n| format!("{}a:\n", " ".repeat(n % 500))).collect(),
        "- ".repeat(50_000),
        format!("resource \"azurerm_application_gateway\" \"a\" {}", "{ a = [".repeat(20_000)),
        format!("www.example {{\n\ttls a.pem a.key\n{}", "\thandle {\n".repeat(20_000)),
        format!("server {{ ssl_certificate a; {}", "location / { ".repeat(20_000)),
        "<Connector SSLCertificateFile=\"a\" ".repeat(25_000),
        format!("[http.{}]\nx = [{}\n", "a.".repeat(20_000), "[".repeat(20_000)),
        "server.ssl.a.b.c.d.e.f=1\n".repeat(20_000),
        format!("[{wide}{{}}]"),
        "x509: certificate is valid for ".repeat(20_000),
        "-----BEGIN CERTIFICATE-----\n".repeat(20_000),
        "password=".repeat(100_000),
        format!("server {{\n{}}}\n", "location / { proxy_pass https://b.example; proxy_ssl_verify on; }\n".repeat(9_000)),
    ];
    for text in &texts {
        let report = report(&[("bomb", text.as_bytes())]);
        let start: String = text.chars().take(40).collect();
        let statements = list(&report, "statements").count();
        assert!(statements <= 20_002, "{start}");
    }
}

/// Short lines by the hundred thousand are cut, and that is said; what stands before them is read.
#[test]
fn short_lines_are_looked_through_up_to_a_bound() {
    let said = "SSL certificate problem: unable to get local issuer certificate\n";
    for (lines, cut) in [(100_000, false), (400_000, true)] {
        let report = report(&[("log", format!("curl: (60) {said}{}", "=\n".repeat(lines)).as_bytes())]);
        assert_eq!(list(&report, "statements").count(), 1);
        let bounds: Vec<_> = list(&report, "notChecked").filter_map(Value::as_str).collect();
        assert_eq!(bounds.iter().any(|s| s.contains("very many short lines")), cut, "{bounds:?}");
    }
}

/// Of what has too many parts the first are read, and that is said.
#[test]
fn parts_are_read_up_to_a_bound() {
    let listen = |n: usize| format!("server {{ listen 443 ssl; server_name a{n}.example; ssl_certificate a{n}.pem; }}\n");
    let files: [(&str, String, usize); 3] = [
        ("few", (0..3).map(listen).collect(), 0),
        ("nginx", (0..6_000).map(listen).collect(), 1),
        ("tomcat", "<Connector SSLCertificateFile=\"a\" />\n".repeat(25_000), 1),
    ];
    for (name, text, bounds) in files {
        let report = report(&[(name, text.as_bytes())]);
        assert!(list(&report, "statements").count() > 5, "{name}");
        assert_eq!(list(&report, "notChecked").count(), bounds, "{name}: {:?}", report["notChecked"]);
    }
}

/// A file that is included over and over is put in so often only, and one that includes itself has an end.
#[test]
fn included_files_are_bounded() {
    let site = "server { listen 443 ssl; server_name a.example; ssl_certificate a.pem; }\n";
    let main = format!("http {{\n{}}}\n", "include b.conf;\n".repeat(1_000));
    let b = format!("include c.conf;\n{site}{}", "a;\n".repeat(15_000));
    let c = "include b.conf;\ninclude c.conf;\n".repeat(50);
    let report = report(&[("nginx.conf", main.as_bytes()), ("b.conf", b.as_bytes()), ("c.conf", c.as_bytes())]);
    assert!(list(&report, "statements").count() > 0);
    assert_eq!(list(&report, "notChecked").count(), 1, "{:?}", report["notChecked"]);
}
