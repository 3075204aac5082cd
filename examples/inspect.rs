//! Inspects files from the command line: `cargo run --example inspect -- request.json` prints the report as JSON.
//!
//! The request is the engine's own, with `"path"` in place of `"bytes"` in each input. Given a list of requests, it
//! prints a list of reports.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};

fn inspect(mut request: Value) -> Value {
    for input in request["inputs"].as_array_mut().expect("a request has inputs") {
        let path = input["path"].as_str().expect("each input has a path").to_owned();
        let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        input["bytes"] = json!(bytes);
    }
    let request: certlens::Request = serde_json::from_value(request).expect("the request has the contract's shape");
    serde_json::to_value(certlens::inspect(&request)).expect("a report is JSON")
}

fn main() {
    let path = std::env::args().nth(1).expect("usage: inspect REQUEST.json");
    let request: Value =
        serde_json::from_slice(&std::fs::read(path).expect("the request can be read")).expect("the request is JSON");
    let report = match request {
        Value::Array(requests) => Value::Array(requests.into_iter().map(inspect).collect()),
        request => inspect(request),
    };
    println!("{report}");
}
