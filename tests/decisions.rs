//! What the engine decides over the corpora, as digests: a change that alters a report shows which, and in what.
//!
//! Whether a decision is right is held elsewhere, by what real programs said and by expectations; here it is held that none
//! changes unseen. `CERTLENS_WRITE_DECISIONS=1` writes `tests/corpora/decisions.tsv` anew; its difference belongs to the
//! commit, and each row of it is to be looked at. Words for people do not count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use support::decisions::{Asked, COLUMNS, Row, asked};

const TABLE: &str = "decisions.tsv";

fn rows(asked: &[Asked]) -> BTreeMap<String, Row> {
    std::thread::scope(|scope| {
        let work = |first| asked.iter().skip(first).step_by(2).map(|a| (a.name.clone(), a.decide())).collect::<Vec<_>>();
        let parts = [0, 1].map(|first| scope.spawn(move || work(first)));
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

#[test]
fn nothing_is_decided_otherwise_unseen() {
    let all = rows(&asked());

    if std::env::var_os("CERTLENS_WRITE_DECISIONS").is_some() {
        let head = format!("# What tests/decisions.rs holds: digests of what is decided.\n# request\t{}\n", COLUMNS.join("\t"));
        let lines: String = all.iter().map(|(name, row)| format!("{name}\t{}\n", row.join("\t"))).collect();
        std::fs::write(support::corpus(TABLE), head + &lines).unwrap();
    }
    let mut known: BTreeMap<String, Vec<String>> =
        support::rows::table(TABLE).into_iter().map(|line| (line[0].clone(), line[1..].to_vec())).collect();
    let mut wrong = Vec::new();
    for (name, row) in &all {
        match known.remove(name) {
            None => wrong.push(format!("{name}: new")),
            Some(before) => {
                let changed: Vec<_> =
                    COLUMNS.iter().enumerate().filter(|(i, _)| before.get(*i) != row.get(*i)).map(|(_, c)| *c).collect();
                if !changed.is_empty() {
                    wrong.push(format!("{name}: {}", changed.join(", ")));
                }
            }
        }
    }
    wrong.extend(known.into_keys().map(|name| format!("{name}: gone")));
    assert!(
        wrong.is_empty(),
        "{} of {} requests are decided otherwise:\n{}\nLook at them; CERTLENS_WRITE_DECISIONS=1 takes them over",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
}
