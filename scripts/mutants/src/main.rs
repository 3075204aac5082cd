//! `mutants ROOT LIST WITHOUT FILE...` rewrites files below ROOT so that each of their mutants is chosen at run time, and writes
//! what they are into LIST, one a line: number, file, line, function, what is changed. WITHOUT has numbers, with commas, that
//! are left as they are because they do not compile.

mod find;
mod splice;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [root, list, without, files @ ..] = arguments.as_slice() else {
        eprintln!("usage: mutants ROOT LIST WITHOUT FILE...");
        return ExitCode::FAILURE;
    };
    let without: BTreeSet<u32> = without.split(',').filter_map(|n| n.parse().ok()).collect();
    let mut lines = String::new();
    let mut number = 0;
    for file in files {
        let path = Path::new(root).join(file);
        let rewritten = std::fs::read_to_string(&path).map_err(|e| e.to_string()).and_then(|source| {
            let found = find::mutants(&source, number, &without).map_err(|e| e.to_string())?;
            number = found.next;
            for m in &found.mutants {
                lines += &format!("{}\t{file}\t{}\t{}\t{}\n", m.number, m.line, m.function, m.change);
            }
            std::fs::write(&path, found.splices.apply(&source)).map_err(|e| e.to_string())
        });
        if let Err(reason) = rewritten {
            eprintln!("{file}: {reason}");
            return ExitCode::FAILURE;
        }
    }
    match std::fs::write(list, lines) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{list}: {reason}");
            ExitCode::FAILURE
        }
    }
}
