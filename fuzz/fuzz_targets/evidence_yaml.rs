//! Any bytes as YAML: Kubernetes objects, Traefik, Spring, Envoy. A first byte chooses how it begins.
#![no_main]

use libfuzzer_sys::fuzz_target;

const BEGINNINGS: &[&str] = &[
    "apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: ",
    "kind: Ingress\napiVersion: networking.k8s.io/v1\nspec:\n  ",
    "clusters:\n- cluster:\n    ",
    "http:\n  serversTransports:\n    a:\n      ",
    "server:\n  ssl:\n    ",
    "static_resources:\n  clusters:\n  - common_tls_context: {",
    "certificate: |\n  ",
    "kind: Gateway\napiVersion: gateway.networking.k8s.io/v1\nspec: ",
];

fuzz_target!(|data: &[u8]| certlens_fuzz::evidence(BEGINNINGS, data));
