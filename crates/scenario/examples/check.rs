//! Checks scenario files from the command line while they are being written:
//! `cargo run -q -p scenario --example check -- FILE...`. The product's own command is `rockdrill check`.
#![allow(clippy::print_stdout, reason = "an example talks to its terminal")]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut clean = true;
    for file in std::env::args().skip(1) {
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(why) => {
                println!("{file}:1:1: error[unreadable]: {why}");
                clean = false;
                continue;
            }
        };
        let folder = Path::new(&file).parent().unwrap_or(Path::new(""));
        let (_, found) = scenario::read_beside(&text, &|path| folder.join(path).is_file());
        clean &= found.iter().all(|d| d.severity == terms::Severity::Warning);
        for diagnostic in found {
            println!("{}", terms::format_line(&file, &diagnostic));
            if let Some(hint) = diagnostic.hint {
                println!("    {hint}");
            }
        }
    }
    if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
