//! Any bytes as error messages and logs. A first byte chooses how it begins.
#![no_main]

use libfuzzer_sys::fuzz_target;

const BEGINNINGS: &[&str] = &[
    "error 20 at 0 depth lookup: ",
    "x509: certificate ",
    "PKIX path building failed: ",
    "upstream SSL certificate verify error: (",
    "curl: (60) ",
    "Caused by: javax.net.ssl.SSLHandshakeException: ",
    "SSL routines:tls_process_server_certificate:",
];

fuzz_target!(|data: &[u8]| certlens_fuzz::evidence(BEGINNINGS, data));
