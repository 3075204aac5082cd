//! Any bytes as the configuration of a server or proxy: lines, blocks, XML, TOML, properties. A first byte chooses how it begins.
#![no_main]

use libfuzzer_sys::fuzz_target;

const BEGINNINGS: &[&str] = &[
    "server {\n  ssl_certificate ",
    "<VirtualHost *:443>\nSSLCertificateFile ",
    "backend b\n  server s 10.0.0.4:443 ssl ",
    "www.example {\n\ttls /a.pem /a.key\n\treverse_proxy https://b {\n",
    "<Connector><SSLHostConfig hostName=\"a\" ",
    "[http.serversTransports.a]\n",
    "server.ssl.key-store=",
    "ssl.keystore.location=",
    "ssl_cert_file = '",
    "client\n<ca>\n",
];

fuzz_target!(|data: &[u8]| certlens_fuzz::evidence(BEGINNINGS, data));
