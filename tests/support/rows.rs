//! The rows of the recordings on which a rehearsal differs from the program (`tests/corpora/disagreements.tsv`), each with
//! its reason, and those that an effect of the recording explains (`tests/corpora/lab-effects.tsv`).
//!
//! A row that differs and is not listed fails the test, and so does a listed one that agrees by now or differs in another
//! way. `CERTLENS_WRITE_DISAGREEMENTS=1` writes the list anew; a reason that is still a question mark fails.

use super::corpus;
use std::collections::{BTreeMap, BTreeSet};

/// Corpus, client, case, host.
type Key = [String; 4];

/// Lines of a table with tabs between its columns; `#` starts a comment.
pub fn table(name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(corpus(name)).unwrap_or_default();
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

/// Rows that an effect of the recording explains: they are left out.
pub struct LabEffects(BTreeMap<[String; 3], bool>);

impl LabEffects {
    /// Those of one corpus.
    pub fn of(name: &str) -> Self {
        let rows = table("lab-effects.tsv").into_iter().filter(|l| l[0] == name);
        Self(rows.map(|l| ([l[0].clone(), l[1].clone(), l[2].clone()], false)).collect())
    }

    /// Whether this row is one of them.
    pub fn explain(&mut self, name: &str, client: &str, case: &str) -> bool {
        let key = |client: &str| [name.to_owned(), client.to_owned(), case.to_owned()];
        [client, "*"].iter().any(|c| self.0.get_mut(&key(c)).map(|met| *met = true).is_some())
    }

    /// Those that no row of the recording met, for the clients that were looked at.
    pub fn idle(&self, looked_at: impl Fn(&str) -> bool) -> Vec<&[String; 3]> {
        self.0.iter().filter(|([_, client, _], met)| !**met && looked_at(client)).map(|(key, _)| key).collect()
    }
}

/// What of the list has come up.
pub struct Disagreements {
    /// Recorded, said, reason.
    listed: BTreeMap<Key, [String; 3]>,
    met: BTreeMap<Key, [String; 2]>,
}

impl Disagreements {
    /// The list.
    pub fn read() -> Self {
        let row = |l: Vec<String>| {
            let [corpus, client, case, host, recorded, said, reason] = <[String; 7]>::try_from(l).expect("seven columns");
            ([corpus, client, case, host], [recorded, said, reason])
        };
        Self { listed: table("disagreements.tsv").into_iter().map(row).collect(), met: BTreeMap::new() }
    }

    /// A row that differs.
    pub fn add(&mut self, [corpus, client, case, host]: [&str; 4], recorded: &str, said: &str) {
        let key = [corpus, client, case, host].map(str::to_owned);
        self.met.insert(key, [recorded, said].map(|t| t.replace(['\n', '\t'], " ")));
    }

    /// Compares with the list, as far as corpora, clients and cases were looked at, and says what is wrong with it.
    pub fn finish(mut self, looked_at: impl Fn(&str, &str, &str) -> bool) -> Vec<String> {
        let corpora: BTreeSet<&String> = self.met.keys().chain(self.listed.keys()).map(|k| &k[0]).collect();
        for name in
            corpora.into_iter().filter(|name| self.listed.keys().any(|k| k[0] == **name && looked_at(&k[0], &k[1], &k[2])))
        {
            println!("listed\t{name}\t{}", self.listed.keys().filter(|k| k[0] == *name).count());
        }
        if std::env::var_os("CERTLENS_WRITE_DISAGREEMENTS").is_some() {
            self.write(&looked_at);
        }
        let mut wrong = Vec::new();
        for (key, [recorded, said]) in &self.met {
            let row = key.join(" ");
            match self.listed.get(key) {
                None => wrong.push(format!("{row}: recorded {recorded:?}, said {said:?}, and not listed")),
                Some([r, s, _]) if r != recorded || s != said => {
                    wrong.push(format!("{row}: listed with {r:?} and {s:?}, and now recorded {recorded:?}, said {said:?}"));
                }
                Some([.., reason]) if reason.len() < 10 => wrong.push(format!("{row}: listed without a reason")),
                Some(_) => {}
            }
        }
        let stale = self.listed.keys().filter(|k| looked_at(&k[0], &k[1], &k[2]) && !self.met.contains_key(*k));
        wrong.extend(stale.map(|k| format!("{}: listed, and agrees", k.join(" "))));
        wrong
    }

    fn write(&mut self, looked_at: &impl Fn(&str, &str, &str) -> bool) {
        let mut rows: BTreeMap<Key, [String; 3]> = self.listed.clone();
        rows.retain(|k, _| !looked_at(&k[0], &k[1], &k[2]));
        for (key, [recorded, said]) in &self.met {
            let reason = self.listed.get(key).map_or("?", |[.., reason]| reason);
            rows.insert(key.clone(), [recorded, said, reason].map(str::to_owned));
        }
        let mut text = String::from("# corpus\tclient\tcase\thost\trecorded\tsaid\treason\n");
        for (key, row) in &rows {
            text += &[key.join("\t"), row.join("\t")].join("\t");
            text.push('\n');
        }
        std::fs::write(corpus("disagreements.tsv"), text).unwrap();
        self.listed = rows;
    }
}
