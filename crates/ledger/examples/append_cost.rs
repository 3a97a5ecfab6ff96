//! Prints what an append costs beside a bare insert, and how fast a stored programme is read. Run it in
//! the folder whose disk is to be measured: `cargo run --release -p ledger --example append_cost`.

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use ledger::{Fault, Ledger, NewRecord, append_cost};
use terms::Stamp;

const RECORDS: usize = 300_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let folder = tempfile::tempdir_in(".")?;
    for _ in 0..3 {
        let run = tempfile::tempdir_in(&folder)?;
        let cost = append_cost(run.path(), 2_000)?;
        writeln!(
            out,
            "append {:?}, bare insert {:?}, ratio {:.2}",
            cost.ledger,
            cost.bare,
            cost.ratio()
        )?;
    }

    let path = folder.path().join("read.rockdrill");
    let mut ledger = Ledger::create(&path)?;
    let record = NewRecord {
        at: Stamp(1_800_000_000_000),
        actor: "01J00000000000000000000000".into(),
        kind: "DecisionTaken".into(),
        version: 1,
        body: format!("{{\"rationale\":\"{}\"}}", "because ".repeat(25)),
    };
    let start = Instant::now();
    ledger.append("exercise/1", 0, &vec![record; RECORDS])?;
    writeln!(out, "append {RECORDS} in one go: {:?}", start.elapsed())?;
    ledger.close()?;

    let start = Instant::now();
    let ledger = Ledger::open(&path)?;
    writeln!(out, "open: {:?}", start.elapsed())?;
    let mut bytes = 0;
    ledger.read("exercise/1", 1, |record| {
        bytes += record.body.len();
        Ok::<(), Fault>(())
    })?;
    let rate = RECORDS as f64 / start.elapsed().as_secs_f64();
    writeln!(
        out,
        "open, verify and read {bytes} bytes: {rate:.0} records per second"
    )?;
    Ok(())
}
