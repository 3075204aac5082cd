//! Holds the source to the map in ARCHITECTURE.md: which module may import which, and where outside crates may be used.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Our modules and what each may import of ours; `lists` serves all of them and imports none. `facts` and `der` import nothing; `profiles` import policy types only.
const ARROWS: &[(&str, &[&str])] = &[
    ("facts", &[]),
    ("capture", &["facts"]),
    ("fault", &[]),
    ("pool", &["facts"]),
    ("shell", &[]),
    ("der", &["facts"]),
    ("request", &[]),
    ("report", &["request", "der"]),
    ("policy", &["facts", "fault", "identity", "path", "rehearsal", "signature"]),
    ("signature", &["facts", "der"]),
    ("x509", &["facts", "der", "signature"]),
    ("secrets", &["facts", "der"]),
    ("input", &["facts", "der", "secrets", "x509", "request", "report", "capture"]),
    ("path", &["facts", "fault", "pool", "signature", "policy", "scene", "x509"]),
    ("identity", &["facts", "report", "policy"]),
    ("scene", &["facts", "identity", "input", "path", "pool", "request", "situation"]),
    (
        "situation",
        &[
            "der",
            "evidence",
            "facts",
            "identity",
            "octets",
            "path",
            "pool",
            "report",
            "request",
            "scene",
            "seats",
            "signature",
            "x509",
        ],
    ),
    ("profiles", &["fault", "policy", "identity", "path", "rehearsal", "signature"]),
    (
        "rehearsal",
        &[
            "facts",
            "fault",
            "pool",
            "identity",
            "input",
            "path",
            "policy",
            "profiles",
            "request",
            "scene",
            "secrets",
            "signature",
            "x509",
        ],
    ),
    (
        "rules",
        &[
            "facts",
            "fault",
            "shell",
            "identity",
            "input",
            "path",
            "policy",
            "profiles",
            "rehearsal",
            "report",
            "request",
            "scene",
            "signature",
            "x509",
        ],
    ),
    (
        "mend",
        &[
            "facts",
            "input",
            "secrets",
            "path",
            "report",
            "request",
            "scene",
            "x509",
            "situation",
            "inspect",
            "seats",
            "der",
            "signature",
            "rules",
            "shell",
        ],
    ),
    ("evidence", &["capture", "facts", "input", "report", "request"]),
    ("seats", &["facts", "input", "path", "request", "scene"]),
    (
        "diagnosis",
        &[
            "evidence",
            "facts",
            "fault",
            "identity",
            "input",
            "lists",
            "octets",
            "path",
            "policy",
            "profiles",
            "rehearsal",
            "report",
            "request",
            "rules",
            "scene",
            "seats",
            "shell",
            "signature",
            "situation",
            "x509",
        ],
    ),
    (
        "convert",
        &[
            "diagnosis",
            "facts",
            "identity",
            "input",
            "mend",
            "path",
            "policy",
            "pool",
            "rehearsal",
            "report",
            "request",
            "rules",
            "scene",
            "seats",
            "signature",
            "situation",
            "x509",
        ],
    ),
    ("catalog", &["identity", "input", "policy", "profiles", "report", "rules", "x509"]),
];

/// Tools that serve all of them and import none.
const GROUND: &[&str] = &["lists", "octets", "accents", "digest"];

/// Outside crates that have one home each.
const HOMES: &[(&str, &[&str])] = &[
    ("x509_parser", &["x509"]),
    ("der_parser", &["x509", "der", "input"]),
    ("wasm_bindgen", &["wasm"]),
    ("serde_wasm_bindgen", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("web_sys", &["wasm"]),
    ("rsa", &["signature", "input"]),
    ("serde", &["request", "report", "catalog", "wasm", "mend", "der"]),
];

fn sources() -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.insert(path.clone(), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&support::root().join("src"), &mut found);
    found
}

/// The top-level module that a file belongs to.
fn module(file: &Path) -> String {
    let relative = file.strip_prefix(support::root().join("src")).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The part of a file that is not its unit tests, without comments.
fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]").next().unwrap_or_default();
    own.lines().map(|l| l.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_import_only_what_the_map_allows() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let from = module(&file);
        let Some(allowed) = allowed.get(from.as_str()) else { continue };
        for part in code(&text).split("crate::").skip(1) {
            let names: Vec<&str> = if let Some(group) = part.strip_prefix('{') {
                let mut depth = 0;
                group
                    .split_inclusive(['{', '}', ','])
                    .filter_map(|piece| {
                        let name = (depth == 0)
                            .then(|| piece.trim_matches([' ', '\n', ',', '{', '}']).split("::").next().unwrap_or_default());
                        depth += i32::from(piece.ends_with('{')) - i32::from(piece.ends_with('}'));
                        name
                    })
                    .take_while(|n| !n.is_empty())
                    .collect()
            } else {
                vec![part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()]
            };
            for to in names {
                let ours =
                    support::root().join(format!("src/{to}.rs")).exists() || support::root().join(format!("src/{to}")).is_dir();
                if ours && to != from && !GROUND.contains(&to) && !allowed.contains(&to) {
                    wrong.push(format!("{} imports crate::{to}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} arrows that are not on the map:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn outside_crates_stay_at_home() {
    let mut wrong = BTreeSet::new();
    for (file, text) in sources() {
        let from = module(&file);
        let code = code(&text);
        for (name, homes) in HOMES {
            let used = code.contains(&format!("use {name}::"))
                || code.contains(&format!(" {name}::"))
                || code.contains(&format!("({name}::"));
            if used && !homes.contains(&from.as_str()) {
                wrong.insert(format!("{} uses {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "outside crates away from home:\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_core_reads_no_clock_and_touches_no_file() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if module(&file) == "wasm" {
            continue;
        }
        for forbidden in
            ["std::time", "std::fs", "std::env", "std::net::Tcp", "std::thread", "HashMap", "HashSet", "println!", "dbg!"]
        {
            if code(&text).contains(forbidden) {
                wrong.push(format!("{} has {forbidden}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "the core is pure, total and deterministic:\n{}", wrong.join("\n"));
}

#[test]
fn no_profile_holds_logic() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        // The registry looks a profile up, and a citation has a constructor; neither decides anything.
        let helper = file.ends_with("profiles/mod.rs") || file.ends_with("profiles/sources.rs");
        if module(&file) == "profiles" && !helper {
            let code = code(&text);
            for word in ["fn ", "if ", "match ", "impl "] {
                if code.lines().any(|l| l.trim_start().trim_start_matches("pub ").trim_start_matches("const ").starts_with(word))
                {
                    wrong.push(format!("{} has `{word}`", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "profiles are data:\n{}", wrong.join("\n"));
}
