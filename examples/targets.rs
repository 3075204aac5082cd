//! Writes docs/targets from the profiles: `cargo run --example targets`. A test holds the pages to the profiles.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, dead_code)]

use certlens::catalog::{Catalog, Setting, Source, Target};
use std::fmt::Write as _;

/// Every page: file name and text.
pub fn pages(catalog: &Catalog) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = catalog.targets.iter().map(|t| (format!("{}.md", t.id), page(t))).collect();
    pages.push(("README.md".to_owned(), index(catalog)));
    pages
}

fn index(catalog: &Catalog) -> String {
    let mut text = String::from(
        "# Targets\n\nWhat is known about each target, with its source and how sure it is. These pages are generated from \
         the profiles in `src/profiles` (`cargo run --example targets`); change the profile, not the page.\n\n\
         | target | id | version | checks | statements |\n|---|---|---|---|---|\n",
    );
    for target in &catalog.targets {
        let (checks, count) = (target.checks.join(", "), target.statements.len());
        writeln!(text, "| [{}]({}.md) | `{}` | {} | {checks} | {count} |", target.name, target.id, target.id, target.version)
            .unwrap();
    }
    text
}

fn page(target: &Target) -> String {
    let mut text = format!(
        "# {}\n\nId `{}`, {}; role: {}; checks: {}.\n",
        target.name,
        target.id,
        target.version,
        target.role,
        target.checks.join(", ")
    );
    if !target.settings.is_empty() {
        text.push_str("\n## Settings\n\n| setting | values | what it does |\n|---|---|---|\n");
        for setting in &target.settings {
            writeln!(text, "| `{}` {} | {} | {} |", setting.id, setting.label, values(setting), setting.help).unwrap();
        }
    }
    if !target.statements.is_empty() {
        text.push_str("\n## What is known\n\n");
        for statement in &target.statements {
            let sources = statement.sources.iter().map(source).collect::<Vec<_>>().join("; ");
            let cited = if sources.is_empty() { String::new() } else { format!(" ({sources})") };
            writeln!(text, "- **{}** [{}] {}{cited}", statement.id, statement.confidence, statement.text).unwrap();
        }
    }
    if !target.sources.is_empty() {
        text.push_str("\n## Sources\n\n");
        for cited in &target.sources {
            writeln!(text, "- {}{}", source(cited), cited.url.map(|u| format!(", <{u}>")).unwrap_or_default()).unwrap();
        }
    }
    text
}

fn source(source: &Source) -> String {
    match source.section {
        Some(section) => format!("{}, {section}", source.title),
        None => source.title.to_owned(),
    }
}

fn values(setting: &Setting) -> String {
    if let Some([default, least, most]) = setting.number {
        return format!("{least} to {most}, default {default}");
    }
    if setting.kind == "switch" {
        return match setting.switch {
            Some(true) => "on (default) or off",
            Some(false) => "on or off (default)",
            None => "on or off; the default is worked out",
        }
        .to_owned();
    }
    setting.choices.iter().map(|c| format!("`{}` {}", c.value, c.label)).collect::<Vec<_>>().join("; ")
}

fn main() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/targets");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in pages(&certlens::catalog()) {
        std::fs::write(folder.join(name), text).unwrap();
    }
}
