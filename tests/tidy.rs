//! Holds the source to the map in ARCHITECTURE.md: which module may import which, and where outside crates may be used.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Our modules and what each imports of ours, as ARCHITECTURE.md has it, from the ground floor up.
fn map() -> Vec<(String, BTreeSet<String>)> {
    let text = std::fs::read_to_string(support::root().join("ARCHITECTURE.md")).unwrap();
    let table = text.split("## Map").nth(1).expect("the map").split("\n## ").next().unwrap().to_owned();
    let rows = table.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.split(" | ").collect();
        let name = cells[0].trim_end_matches('`');
        let imports = cells.last()?.trim_end_matches('|').split(',').map(|w| w.trim().to_owned());
        (name != "www").then(|| (name.to_owned(), imports.filter(|w| !w.is_empty() && w != "nothing").collect()))
    });
    rows.collect()
}

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

/// Names right behind `crate::`, also in a group.
fn imported(code: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        let Some(group) = part.strip_prefix('{') else {
            all.extend(part.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned));
            continue;
        };
        let (mut depth, mut name) = (0, String::new());
        for c in group.chars() {
            match c {
                '}' if depth == 0 => break,
                ',' if depth == 0 => all.extend(first_word(&std::mem::take(&mut name))),
                _ => {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    name.push(c);
                }
            }
        }
        all.extend(first_word(&name));
    }
    all
}

fn first_word(name: &str) -> Option<String> {
    name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|w| !w.is_empty()).map(str::to_owned)
}

/// What each module imports of ours, with a file that does.
fn arrows() -> BTreeMap<String, BTreeMap<String, PathBuf>> {
    let sources = sources();
    let ours: BTreeSet<String> = sources.keys().map(|f| module(f)).filter(|m| m != "lib").collect();
    let mut all: BTreeMap<String, BTreeMap<String, PathBuf>> = ours.iter().map(|m| (m.clone(), BTreeMap::new())).collect();
    for (file, text) in &sources {
        let from = module(file);
        for to in imported(&code(text)) {
            if from != "lib" && to != from && ours.contains(&to) {
                all.entry(from.clone()).or_default().entry(to).or_insert_with(|| file.clone());
            }
        }
    }
    all
}

#[test]
fn modules_import_exactly_what_the_map_says() {
    let map: BTreeMap<String, BTreeSet<String>> = map().into_iter().collect();
    let mut wrong = Vec::new();
    let found = arrows();
    for (from, imports) in &found {
        let Some(allowed) = map.get(from) else {
            wrong.push(format!("{from} is not on the map of ARCHITECTURE.md"));
            continue;
        };
        for (to, file) in imports.iter().filter(|(to, _)| !allowed.contains(*to)) {
            wrong.push(format!("{} imports crate::{to}, which the map does not allow", file.display()));
        }
        for stale in allowed.iter().filter(|to| !imports.contains_key(*to)) {
            wrong.push(format!("{from} -> {stale} is on the map, and nothing imports it"));
        }
    }
    wrong.extend(map.keys().filter(|m| !found.contains_key(*m)).map(|m| format!("{m} is on the map and does not exist")));
    assert!(wrong.is_empty(), "{} differences from the map:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_map_has_one_direction() {
    let mut below = BTreeSet::new();
    for (from, imports) in map() {
        let above: Vec<_> = imports.iter().filter(|to| !below.contains(*to)).collect();
        assert!(
            above.is_empty(),
            "{from} imports {above:?}, which stands at its own height or above: a circle, or a wrong place"
        );
        below.insert(from);
    }
}

#[test]
fn rule_ids_stand_in_their_rules_alone() {
    let ids: Vec<&str> = certlens::rules::CATALOG.iter().map(|r| r.id).collect();
    let mut wrong = Vec::new();
    // Notes of reading have ids of their own, some of which are spelled alike.
    let notes: BTreeSet<&str> = certlens::catalog().notes.iter().map(|n| n.id).collect();
    for (file, text) in sources() {
        let (from, code) = (module(&file), code(&text));
        let shared = ["explain.rs", "mod.rs", "differences.rs"].iter().any(|n| file.ends_with(Path::new("rules").join(n)));
        // A rule's own file is named like it.
        let own = file.file_stem().unwrap().to_string_lossy().replace('_', "-");
        let above = ["diagnosis", "convert", "mend", "situation", "scene", "inspect", "wasm"].contains(&from.as_str()) || shared;
        let named = ids
            .iter()
            .filter(|id| code.contains(&format!("\"{id}\"")) && (above || !notes.contains(**id)))
            .filter(|id| !(from == "rules" && (own == **id || **id == "not-determined")));
        wrong.extend(named.map(|id| format!("{} has the id {id} as a string", file.display())));
    }
    assert!(wrong.is_empty(), "a rule is named by its const:\n{}", wrong.join("\n"));
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

#[test]
fn sentences_for_people_are_plain() {
    // Turns that a reader stumbles over, and what to write: must or an imperative, still, is ignored, again.
    const TURNS: [&str; 10] = [
        "has to be ",
        "have to be ",
        "nothing has to",
        "all the same,",
        "all the same.",
        "takes no part",
        "take no part",
        "are to use",
        "is to use",
        " anew",
    ];
    let catalog = certlens::catalog();
    let mut texts: Vec<(&str, &str)> = Vec::new();
    texts
        .extend(catalog.rules.iter().flat_map(|r| [r.title, r.why, r.fix].into_iter().chain(r.gateway).map(|text| (r.id, text))));
    texts.extend(catalog.notes.iter().map(|n| (n.id, n.message)));
    texts.extend(catalog.targets.iter().flat_map(|t| t.statements.iter().map(|s| (s.id, s.text))));
    texts.extend(catalog.targets.iter().flat_map(|t| t.settings.iter().flat_map(|s| [(t.id, s.help), (t.id, s.label)])));
    let found = |text: &str| TURNS.into_iter().find(|turn| text.to_lowercase().contains(turn));
    let mut wrong: Vec<String> =
        texts.iter().filter_map(|(id, text)| Some(format!("{id}: \"{}\" in: {text}", found(text)?))).collect();
    // What the answer and the remedies say is put together in code: their string literals.
    for (file, text) in sources().iter().filter(|(file, _)| ["diagnosis", "rules", "rehearsal"].contains(&module(file).as_str()))
    {
        let code = code(text);
        let literals = code.split('"').skip(1).step_by(2);
        wrong.extend(literals.filter_map(|l| Some(format!("{}: \"{}\" in: {l}", file.display(), found(l)?))));
    }
    assert!(wrong.is_empty(), "say it plainly:\n{}", wrong.join("\n"));
}

/// What cures a refusal is said once: a finding and the steps of the diagnosis take the same words.
#[test]
fn cures_have_one_home() {
    let of_faults = |text: &str| text.contains("pub const RULE") && !text.contains("explains: Explains::NOTHING,");
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|(file, text)| module(file) == "rules" && of_faults(text) && !text.contains("fix: cure::"))
        .map(|(file, _)| file.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "their fix belongs to src/cure.rs: {wrong:?}");
}
