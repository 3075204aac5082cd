//! A name that is taken for another by its letters.

use crate::cure::Cure;
use crate::identity::{self, scripts};
use crate::policy::Source;
use crate::rules::prelude::*;

/// Programs compare numbers, people shapes.
pub const RULE: Rule = Rule {
    id: "name-of-mixed-scripts",
    title: "A name mixes letters of several scripts, or spells a name that is asked for with letters of another",
    why: "Some letters of Latin, Greek and Cyrillic look the same: people take the name for another one, and programs do not.",
    gateway: None,
    fix: Cure::of(
        "Look at the name in its xn-- form, which shows what it is, and ask whoever ordered the certificate whether that was meant.",
    ),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::NAMES,
    explains: Explains::NOTHING,
    sources: &[Source {
        title: "Unicode Technical Standard 39, Unicode Security Mechanisms",
        section: Some("5.1"),
        url: Some("https://www.unicode.org/reports/tr39/"),
    }],
    applies: applies::named,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let asked = |shown: &str| {
        let hosts = survey.scene.hosts.iter().map(|h| h.identifier.unicode.as_deref().unwrap_or(&h.identifier.ascii));
        hosts.into_iter().any(|host| scripts::alike(shown, host))
    };
    for named in named::all(survey) {
        let mut odd: Vec<&str> = named
            .dns()
            .chain(named.common())
            .filter(|n| {
                let shown = identity::to_unicode(n);
                let shown = shown.as_deref().unwrap_or(n);
                scripts::mixed(shown) || asked(shown)
            })
            .collect();
        odd.dedup();
        named::report(findings, named, "Name", odd);
    }
}
