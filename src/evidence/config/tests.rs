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
