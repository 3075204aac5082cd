//! `bindgen ENGINE.wasm FOLDER NAME` makes an ES module package of a compiled engine, as `wasm-bindgen --target web` does.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wasm, folder, name] = arguments.as_slice() else {
        eprintln!("usage: bindgen ENGINE.wasm FOLDER NAME");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    // The package finds its wasm beside itself.
    bindgen.omit_default_module_path(false);
    let made = bindgen.input_path(wasm).out_name(name).typescript(true).web(true).and_then(|b| b.generate(folder));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
