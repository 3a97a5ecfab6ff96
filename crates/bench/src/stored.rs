//! What the ledger costs: keeping one record durably, and opening, verifying, decoding and folding what was kept. Measured
//! in a folder beside the build, because temporary folders may lie in memory.

use std::path::Path;

use anyhow::Context as _;
use exercise::{Exercise, Record, Script};
use ledger::{Fault, Ledger, NewRecord};

use crate::large;
use crate::row::{Row, seconds};

/// Appends in one measurement, by turns with bare inserts.
const ROUNDS: u32 = 2_000;

/// Drills in the stored programme.
const DRILLS: usize = 200;

/// One decision in one durable transaction, beside the barest insert of the same row.
pub fn append() -> anyhow::Result<Vec<Row>> {
    let mut costs = Vec::new();
    for _ in 0..3 {
        let folder = on_disk()?;
        costs.push(ledger::append_cost(folder.path(), ROUNDS)?);
    }
    costs.sort_by(|a, b| a.ratio().total_cmp(&b.ratio()));
    let middle = costs[1];
    let (value, floor) = (middle.ledger.as_secs_f64(), middle.bare.as_secs_f64());
    Ok(vec![Row::within(
        "append",
        value * 1e6,
        "us",
        floor * 1e6,
        1.25,
    )])
}

/// Opens a programme of many drills and folds every one of them.
pub fn read_back() -> anyhow::Result<Vec<Row>> {
    let (script, records) = large::played(large::ransomware(1)?);
    let folder = on_disk()?;
    let path = folder.path().join("stored.rockdrill");
    let rows: Vec<NewRecord> = records.iter().map(conduct::row).collect();
    let mut ledger = Ledger::create(&path)?;
    for nth in 0..DRILLS {
        ledger.append(&format!("exercise/{nth:04}"), 0, &rows)?;
    }
    ledger.close()?;
    let count = (DRILLS * rows.len()) as f64;
    let took = seconds(|| fold_all(&path, &script));
    let folded = fold_all(&path, &script)?;
    anyhow::ensure!(
        folded == DRILLS * rows.len(),
        "{folded} records were folded"
    );
    Ok(vec![Row::at_least(
        "stored",
        count / took,
        "records/s",
        300_000.0,
    )])
}

fn fold_all(path: &Path, script: &Script) -> anyhow::Result<usize> {
    let ledger = Ledger::open(path)?;
    let mut folded = 0;
    for stream in ledger.streams()? {
        let mut records: Vec<Record> = Vec::new();
        ledger.read(&stream, 1, |stored| {
            let record = conduct::record(stored).map_err(|why| Fault::Corrupt(why.why))?;
            records.push(record);
            Ok::<(), Fault>(())
        })?;
        let drill = Exercise::fold(script, &records).context("a drill begins with its set-up")?;
        folded += drill.last_seq() as usize;
    }
    Ok(folded)
}

/// A folder beside the build, because temporary folders may lie in memory.
pub fn on_disk() -> anyhow::Result<tempfile::TempDir> {
    let here = std::env::current_exe()?;
    let folder = here.parent().context("the program lies in a folder")?;
    Ok(tempfile::tempdir_in(folder)?)
}
