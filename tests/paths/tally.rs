//! How often we agree, and where not.

/// Opinions of one suite against its expectations.
pub struct Tally {
    suite: &'static str,
    /// Case and reason.
    exceptions: &'static [(&'static str, &'static str)],
    agreed: usize,
    met: Vec<&'static str>,
    wrong: Vec<String>,
}

impl Tally {
    pub fn new(suite: &'static str, exceptions: &'static [(&'static str, &'static str)]) -> Self {
        Self { suite, exceptions, agreed: 0, met: Vec::new(), wrong: Vec::new() }
    }

    pub fn add(&mut self, id: &str, expected: bool, accepted: bool, why: &str) {
        let listed = self.exceptions.iter().map(|(case, _)| *case).find(|case| *case == id);
        match (expected == accepted, listed) {
            (true, None) => self.agreed += 1,
            (true, Some(_)) => self.wrong.push(format!("{id}: agrees now, take it off the list")),
            (false, Some(case)) if expected => self.met.push(case),
            (false, _) => self.wrong.push(format!("{id}: expected {expected}, we say {accepted}: {why}")),
        }
    }

    /// No unlisted disagreement, no wrong acceptance (a listed one fails as well), 98 % agreement.
    pub fn finish(self, out_of_scope: usize) {
        let total = self.agreed + self.met.len() + self.wrong.len();
        println!("{}: {} of {total} agree, {} left out", self.suite, self.agreed, out_of_scope);
        let listed = self.exceptions.iter().map(|(case, reason)| format!("{case}: listed, {reason}"));
        let rows: Vec<String> = listed.chain(self.wrong.iter().cloned()).collect();
        crate::support::agreement::print(self.suite, total, self.agreed, 0, &rows);
        for line in &self.wrong {
            println!("  {line}");
        }
        for (case, reason) in self.exceptions {
            assert!(self.met.contains(case), "{case} is listed ({reason}) and did not occur");
        }
        assert!(self.wrong.is_empty(), "{}: {} disagreements", self.suite, self.wrong.len());
        assert!(self.agreed * 100 >= total * 98, "{}: less than 98 % agreement", self.suite);
    }
}
