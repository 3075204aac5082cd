//! Counts how often the engine agrees with a corpus, and prints it so that `./build.sh agreement` can make one table.

/// The count for one corpus.
pub struct Tally {
    corpus: String,
    agreeing: usize,
    disagreeing: Vec<String>,
    undecided: Vec<String>,
}

impl Tally {
    /// Nothing counted yet. `corpus` is the name in the table, e.g. `handshakes/go`.
    pub fn new(corpus: impl Into<String>) -> Self {
        Self { corpus: corpus.into(), agreeing: 0, disagreeing: Vec::new(), undecided: Vec::new() }
    }

    /// One case that agrees.
    pub fn agree(&mut self) {
        self.agreeing += 1;
    }

    /// One case that does not; `row` names it, with expectation and answer.
    pub fn disagree(&mut self, row: impl Into<String>) {
        self.disagreeing.push(row.into());
    }

    /// One case that the engine leaves open.
    pub fn undecided(&mut self, row: impl Into<String>) {
        self.undecided.push(row.into());
    }

    /// Cases so far.
    pub fn cases(&self) -> usize {
        self.agreeing + self.disagreeing.len() + self.undecided.len()
    }

    /// Share of agreeing cases, 0 to 1; 1 for no case.
    pub fn share(&self) -> f64 {
        if self.cases() == 0 { 1.0 } else { self.agreeing as f64 / self.cases() as f64 }
    }

    /// The rows that do not agree.
    pub fn disagreements(&self) -> &[String] {
        &self.disagreeing
    }

    /// Prints the line of the table, and the rows when they are asked for.
    pub fn print(&self) {
        let (disagreeing, undecided) = (self.disagreeing.len(), self.undecided.len());
        println!("agreement\t{}\t{}\t{}\t{disagreeing}\t{undecided}", self.corpus, self.cases(), self.agreeing);
        if std::env::var_os("CERTLENS_LIST").is_some() {
            for row in &self.disagreeing {
                println!("row\t{}\tdisagrees\t{row}", self.corpus);
            }
            for row in &self.undecided {
                println!("row\t{}\tundecided\t{row}", self.corpus);
            }
        }
    }
}
