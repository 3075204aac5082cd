use super::super::statement::Says;
use super::super::testing::read;
use crate::request::{HostUse, Seat};

fn files(text: &str) -> Vec<(String, Seat)> {
    let (evidence, _) = read(&[("x.conf", text.as_bytes())]);
    let file = |says: &Says| if let Says::File { name, seat, .. } = says { Some((name.clone(), *seat)) } else { None };
    evidence.statements.iter().filter_map(|s| file(&s.says)).collect()
}

fn hosts(text: &str) -> Vec<(String, HostUse)> {
    let (evidence, _) = read(&[("x.conf", text.as_bytes())]);
    let host = |says: &Says| if let Says::Host { name, role } = says { Some((name.clone(), *role)) } else { None };
    evidence.statements.iter().filter_map(|s| host(&s.says)).collect()
}

fn file(name: &str, seat: Seat) -> (String, Seat) {
    (name.to_owned(), seat)
}

/// `s2` is reached without TLS: it is no question of certificates. `s3` is reached with it, and not checked.
#[test]
fn haproxy_inherits_from_default_server_and_asks_only_for_fixed_names() {
    let text = "defaults\n  default-server ssl verify required ca-file ca.pem\nbackend a\n  server s1 10.1.1.1:443 sni req.hdr(host)\n  server s2 db.example:443 sni str(db.example) no-ssl\n  server s3 [2001:db8::1]:443 verify none\n";
    assert_eq!(files(text), [file("ca.pem", Seat::Trust)]);
    assert_eq!(hosts(text).iter().map(|h| h.0.as_str()).collect::<Vec<_>>(), ["10.1.1.1", "2001:db8::1"]);
}

#[test]
fn apache_proxies_that_check_nothing_are_no_situation() {
    let vhost = |verify: &str| {
        format!(
            "<VirtualHost *:443>\nServerName a.example\nSSLProxyEngine on\nSSLProxyVerify {verify}\nSSLProxyCACertificateFile \"/x y/ca.crt\"\nProxyPass / https://b.example/\n</VirtualHost>\n"
        )
    };
    let scenes = |text: &str| read(&[("x.conf", text.as_bytes())]).0.scenes.len();
    assert_eq!((scenes(&vhost("none")), scenes(&vhost("require"))), (0, 1));
    assert_eq!(files(&vhost("require")), [file("/x y/ca.crt", Seat::Trust)]);
}

#[test]
fn the_last_line_of_postgresql_counts_and_comments_do_not() {
    let text = "ssl_cert_file = 'old.crt'\n#ssl_ca_file = 'x'\nssl_cert_file 'new.crt' # why\nssl_ca_filename = 'y'\n";
    assert_eq!(files(text), [file("new.crt", Seat::Server)]);
}

#[test]
fn kafka_brokers_and_clients_are_told_apart() {
    let text = "ssl.keystore.location=/a/k.p12\nssl.keystore.password=hunter2\nssl.truststore.location=/a/t.p12\n";
    assert_eq!(files(text), [file("/a/k.p12", Seat::Client), file("/a/t.p12", Seat::Trust)]);
    let broker =
        format!("{text}advertised.listeners=SSL://b1.example:9093,PLAINTEXT://b2.example:9092\nssl.client.auth=required\n");
    assert_eq!(files(&broker), [file("/a/k.p12", Seat::Server), file("/a/t.p12", Seat::ClientCa)]);
    assert_eq!(hosts(&broker), [("b1.example".to_owned(), HostUse::Client)]);
}

#[test]
fn spring_reads_no_password_and_no_variable() {
    let text = "server:\n  ssl:\n    key-store: classpath:web.p12\n    key-store-password: hunter2\n    trust-store: ${TRUST}\n";
    assert_eq!(files(text), [file("web.p12", Seat::Server)]);
}

fn scene_of(text: &str) -> Vec<(String, Option<&'static str>, bool, Vec<String>)> {
    let (evidence, _) = read(&[("x.conf", text.as_bytes())]);
    evidence.scenes.into_iter().map(|s| (s.key, s.target, s.public_trust, s.servers)).collect()
}

fn host(name: &str, role: HostUse) -> (String, HostUse) {
    (name.to_owned(), role)
}

#[test]
fn caddyfiles_are_read_site_by_site() {
    let text = "{\n\temail a@b.example\n}\n(inner) {\n\ttransport http {\n\t\ttls_server_name app.internal\n\t\ttls_trust_pool file /etc/root.pem\n\t}\n}\nwww.example, https://api.example:8443 {\n\ttls /etc/www.pem /etc/www.key {\n\t\tclient_auth {\n\t\t\ttrusted_ca_cert_file /etc/clients.pem\n\t\t}\n\t}\n\t@x path /x\n\thandle /a {\n\t\treverse_proxy @x https://10.0.0.4:8443 {\n\t\t\timport inner\n\t\t}\n\t}\n\treverse_proxy /b https://b.internal {\n\t\ttransport http {\n\t\t\ttls_insecure_skip_verify\n\t\t}\n\t}\n}\n*.wild.example {\n\ttls internal\n}\n";
    assert_eq!(
        hosts(text),
        [
            host("www.example", HostUse::Client),
            host("api.example", HostUse::Client),
            host("app.internal", HostUse::Sni),
            host("10.0.0.4", HostUse::Pool)
        ]
    );
    let listener = |name: &str| file(name, Seat::Listener);
    assert_eq!(
        files(text),
        [
            listener("/etc/www.pem"),
            listener("/etc/www.key"),
            file("/etc/clients.pem", Seat::ClientCa),
            file("/etc/root.pem", Seat::Trust)
        ]
    );
    assert_eq!(scene_of(text), [("www.example".to_owned(), Some("go"), false, vec!["10.0.0.4".to_owned()])]);
}

#[test]
fn caddys_json_says_the_same_as_its_file() {
    let text = r#"{"apps": {"http": {"servers": {"srv0": {"listen": [":443"], "routes": [{"match": [{"host": ["www.example"]}],
      "handle": [{"handler": "subroute", "routes": [{"handle": [{"handler": "reverse_proxy", "upstreams": [{"dial": "b.internal:443"}],
      "transport": {"protocol": "http", "tls": {"ca": {"provider": "file", "pem_files": ["/etc/root.pem"]}}}}]}]}]}]}}},
      "tls": {"certificates": {"load_files": [{"certificate": "/etc/www.pem", "key": "/etc/www.key"}]}}}}"#;
    assert_eq!(hosts(text), [host("www.example", HostUse::Client), host("b.internal", HostUse::BackendSetting)]);
    let listener = |name: &str| file(name, Seat::Listener);
    assert_eq!(files(text), [listener("/etc/www.pem"), listener("/etc/www.key"), file("/etc/root.pem", Seat::Trust)]);
    assert_eq!(scene_of(text), [("b.internal".to_owned(), Some("go"), false, vec!["b.internal".to_owned()])]);
}

const ENVOY: &str = "static_resources:
  listeners:
  - name: l
    filter_chains:
    - filter_chain_match:
        server_names: [www.example]
      transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          '@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_certificates:
            - certificate_chain: {filename: /etc/www.pem}
              private_key: {filename: /etc/www.key}
            validation_context:
              trusted_ca: {filename: /etc/clients.pem}
  clusters:
  - name: app
    load_assignment:
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: 10.0.0.4, port_value: 443}}}
    transport_socket:
      typed_config:
        '@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        sni: app.internal
        common_tls_context:
          combined_validation_context:
            default_validation_context:
              match_typed_subject_alt_names:
              - san_type: DNS
                matcher: {exact: san.internal}
            validation_context_sds_secret_config: {name: roots}
  secrets:
  - name: roots
    validation_context:
      trusted_ca: {filename: /etc/root.pem}
";

#[test]
fn envoys_contexts_are_told_apart_and_secrets_resolved() {
    assert_eq!(
        files(ENVOY),
        [
            file("/etc/www.pem", Seat::Listener),
            file("/etc/www.key", Seat::Listener),
            file("/etc/clients.pem", Seat::ClientCa),
            file("/etc/root.pem", Seat::Trust)
        ]
    );
    let names = [
        host("www.example", HostUse::Client),
        host("san.internal", HostUse::BackendSetting),
        host("app.internal", HostUse::Sni),
        host("10.0.0.4", HostUse::Pool),
    ];
    assert_eq!(hosts(ENVOY), names);
    let scene = [("app".to_owned(), Some("envoy-upstream"), false, vec!["10.0.0.4".to_owned()])];
    assert_eq!(scene_of(ENVOY), scene);
    // Without a name in its rules it compares none.
    assert!(scene_of(&ENVOY.replace("exact: san", "suffix: san")).is_empty());
}

#[test]
fn tomcat_has_a_certificate_a_virtual_host() {
    let text = "<Server>\n<!-- <Connector SSLCertificateFile=\"no\"/> -->\n<Connector port=\"8443\" SSLEnabled=\"true\" defaultSSLHostConfigName=\"a.example\">\n<SSLHostConfig hostName='a.example' caCertificateFile=\"ca.pem\" certificateVerification=\"required\">\n<Certificate certificateKeyFile=\"a.key\" certificateFile=\"a.pem\"\n certificateChainFile=\"chain.pem\" certificateKeyPassword=\"hunter2\"/>\n</SSLHostConfig><SSLHostConfig><Certificate certificateKeystoreFile=\"${user.home}/k\"/></SSLHostConfig></Connector>\n<Connector keystoreFile=\"conf/old.jks\" keystorePass=\"hunter2\"/></Server>\n";
    let server = |name: &str| file(name, Seat::Server);
    assert_eq!(
        files(text),
        [file("ca.pem", Seat::ClientCa), server("a.pem"), server("chain.pem"), server("a.key"), server("conf/old.jks")]
    );
    assert_eq!(hosts(text), [host("a.example", HostUse::Client)]);
}

#[test]
fn openvpn_has_two_sides() {
    let client = "client\ndev tun\nremote vpn.example 1194\nca ca.crt\ncert me.crt\nkey me.key\n";
    assert_eq!(files(client), [file("me.crt", Seat::Client), file("me.key", Seat::Client), file("ca.crt", Seat::Trust)]);
    assert!(hosts(client).is_empty());
    let server = client.replace("client\n", "server 10.8.0.0 255.255.255.0\n");
    assert_eq!(files(&server)[2], file("ca.crt", Seat::ClientCa));
}

#[test]
fn toml_and_properties_say_what_yaml_does() {
    let toml = "[http.routers.www]\n  rule = \"Host(`www.example`)\"\n[http.services.app.loadBalancer]\n  serversTransport = \"inner\"\n  [[http.services.app.loadBalancer.servers]]\n    url = \"https://app.internal\"\n[http.serversTransports.inner]\n  rootCAs = [\"/r.pem\"]\n[[tls.certificates]]\n  certFile = \"/www.pem\"\n  keyFile = \"/www.key\"\n";
    assert_eq!(hosts(toml), [host("www.example", HostUse::Client), host("app.internal", HostUse::BackendSetting)]);
    assert_eq!(scene_of(toml), [("inner".to_owned(), Some("go"), false, vec!["app.internal".to_owned()])]);
    let properties = "server.port=8443\nserver.ssl.key-store=classpath:web.p12\nserver.ssl.key-store-password=hunter2\nserver.ssl.trust-store = file:/etc/t.p12\nserver.ssl.client-auth=need\nspring.datasource.url=jdbc:postgresql://db.example:5432/x\n";
    assert_eq!(files(properties), [file("web.p12", Seat::Server), file("/etc/t.p12", Seat::ClientCa)]);
    assert_eq!(hosts(properties), [host("db.example", HostUse::Client)]);
}
