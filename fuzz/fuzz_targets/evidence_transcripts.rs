//! Any bytes as what a program printed. A first byte chooses how it begins.
#![no_main]

use libfuzzer_sys::fuzz_target;

const BEGINNINGS: &[&str] = &[
    "CONNECTED(00000003)\ndepth=0 ",
    "---\nCertificate chain\n 0 s:",
    "* SSL connection using ",
    "- Certificate type: X.509\n- Got a certificate list of 1 certificates.\n",
    "javax.net.ssl|DEBUG|",
    "Alias name: a\nEntry type: ",
    "================ Certificate 0 ================\n",
    "| ssl-cert: Subject: ",
    "NET::ERR_CERT_",
    "{\"server_scan_results\": [",
    "[{\"id\": \"cert\", \"ip\": \"",
];

fuzz_target!(|data: &[u8]| certlens_fuzz::evidence(BEGINNINGS, data));
