//! What a corpus test says about itself, so that `./build.sh agreement` can make one table of it.

/// Prints the line of the table for a corpus, and with `CERTLENS_LIST` set the rows that do not agree.
pub fn print(corpus: &str, cases: usize, agreeing: usize, undecided: usize, rows: &[String]) {
    let disagreeing = cases.saturating_sub(agreeing + undecided);
    println!("agreement\t{corpus}\t{cases}\t{agreeing}\t{disagreeing}\t{undecided}");
    if std::env::var_os("CERTLENS_LIST").is_some() {
        for row in rows {
            println!("row\t{corpus}\t{}", row.replace(['\n', '\t'], " "));
        }
    }
}
