//! The constant data: complete, consistent, and the documents made from it up to date.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;
#[path = "../examples/targets.rs"]
mod targets;

use std::collections::BTreeSet;

#[test]
fn ids_are_kebab_case_and_never_twice() {
    let catalog = certlens::catalog();
    for ids in [
        catalog.targets.iter().map(|t| t.id).collect::<Vec<_>>(),
        catalog.rules.iter().map(|r| r.id).collect(),
        catalog.notes.iter().map(|n| n.id).collect(),
    ] {
        let mut seen = BTreeSet::new();
        for id in ids {
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
            assert!(seen.insert(id), "{id} stands twice");
        }
    }
}

#[test]
fn every_text_is_there_and_avoids_the_bare_word() {
    let catalog = certlens::catalog();
    let mut wrong = Vec::new();
    let bare = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case("valid") || w.eq_ignore_ascii_case("invalid"))
    };
    for rule in &catalog.rules {
        for (what, text) in
            [("title", Some(rule.title)), ("why", Some(rule.why)), ("gateway", rule.gateway), ("fix", Some(rule.fix))]
        {
            let Some(text) = text else { continue };
            if text.is_empty() || bare(text) {
                wrong.push(format!("{} {what}: {text}", rule.id));
            }
        }
    }
    for note in &catalog.notes {
        if note.message.is_empty() || bare(note.message) {
            wrong.push(format!("{}: {}", note.id, note.message));
        }
    }
    assert!(wrong.is_empty(), "texts that are empty or say \"valid\":\n{}", wrong.join("\n"));
}

#[test]
fn the_data_of_others_have_a_date_and_the_roots_are_those_of_the_lock() {
    let catalog = certlens::catalog();
    assert_eq!(catalog.data.iter().map(|d| d.id).collect::<Vec<_>>(), ["roots", "suffixes", "logs", "letters"]);
    for data in &catalog.data {
        let day: Vec<u32> = data.date.split('-').map(|part| part.parse().unwrap()).collect();
        assert!(matches!(day[..], [2020..=2100, 1..=12, 1..=31]), "{} {}", data.id, data.date);
        assert!(!data.name.is_empty() && !data.revision.is_empty() && data.url.starts_with("https://"), "{}", data.id);
    }
    let lock = std::fs::read_to_string(support::root().join("Cargo.lock")).unwrap();
    let (_, after) = lock.split_once("name = \"webpki-root-certs\"\nversion = \"").unwrap();
    assert_eq!(catalog.data[0].revision, format!("webpki-root-certs {}", after.split('"').next().unwrap()));
}

#[test]
fn every_target_says_what_is_known_and_from_where() {
    for target in certlens::catalog().targets {
        assert!(!target.statements.is_empty(), "{} has no statement", target.id);
        for statement in &target.statements {
            let sourced = !statement.sources.is_empty() || !target.sources.is_empty();
            assert!(sourced || statement.confidence == "inferred", "{} {} has no source", target.id, statement.id);
        }
    }
}

#[test]
fn the_pages_in_docs_targets_are_the_profiles() {
    let folder = support::root().join("docs/targets");
    let mut expected = BTreeSet::new();
    for (name, text) in targets::pages(&certlens::catalog()) {
        let written = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(written == text, "docs/targets/{name} is not what the profile says: cargo run --example targets");
        expected.insert(name);
    }
    let there: BTreeSet<String> =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(there, expected, "docs/targets has pages of no target");
}

/// Every id of a note or problem that the code can produce has its sentence in the catalog.
#[test]
fn every_note_that_can_be_produced_has_a_sentence() {
    fn walk(folder: &std::path::Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for part in code.split("Problem::new(\"").skip(1) {
                found.insert(part.split('"').next().unwrap_or_default().to_owned());
            }
        }
    }
    let mut produced = BTreeSet::new();
    walk(&support::root().join("src"), &mut produced);
    let catalog = certlens::catalog();
    let known: BTreeSet<&str> = catalog.notes.iter().map(|n| n.id).collect();
    let missing: Vec<&String> = produced.iter().filter(|id| !known.contains(id.as_str())).collect();
    assert!(!produced.is_empty() && missing.is_empty(), "no sentence for: {missing:?}");
}
