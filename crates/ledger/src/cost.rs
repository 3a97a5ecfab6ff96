//! What a record costs: one append measured beside the barest SQLite insert of the same row with the
//! same durability, in one run and by turns. For the benchmark; no test asks for a time.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use terms::Stamp;

use crate::append::NewRecord;
use crate::fault::Fault;
use crate::open::Ledger;
use crate::seal::Digest;

/// Medians over all rounds.
#[derive(Clone, Copy, Debug)]
pub struct AppendCost {
    /// One record appended to a ledger, one durable transaction.
    pub ledger: Duration,
    /// The same row inserted into a bare table, one durable transaction.
    pub bare: Duration,
}

impl AppendCost {
    /// How many times the bare insert an append costs.
    pub fn ratio(&self) -> f64 {
        self.ledger.as_secs_f64() / self.bare.as_secs_f64()
    }
}

/// Measures in two new files in an empty folder, so on the disk that matters.
pub fn append_cost(folder: &Path, rounds: u32) -> Result<AppendCost, Fault> {
    let mut ledger = Ledger::create(&folder.join("cost.rockdrill"))?;
    let bare = bare_table(&folder.join("cost.sqlite"))?;
    let mut insert =
        bare.prepare("INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    let (mut ledger_times, mut bare_times) = (Vec::new(), Vec::new());
    for seq in 0..u64::from(rounds) {
        let record = [a_decision(seq)];
        let start = Instant::now();
        ledger.append("exercise/01J0000000", seq, &record)?;
        ledger_times.push(start.elapsed());

        let [record] = record;
        let start = Instant::now();
        insert.execute(params![
            "exercise/01J0000000",
            seq as i64 + 1,
            record.at.0,
            record.actor,
            record.kind,
            record.version,
            record.body,
            Digest::ZERO.as_bytes(),
            Digest::ZERO.as_bytes(),
        ])?;
        bare_times.push(start.elapsed());
    }
    Ok(AppendCost {
        ledger: median(ledger_times),
        bare: median(bare_times),
    })
}

fn bare_table(path: &Path) -> Result<Connection, Fault> {
    let bare = Connection::open(path)?;
    bare.pragma_update(None, "journal_mode", "WAL")?;
    bare.pragma_update(None, "synchronous", "FULL")?;
    bare.execute_batch(
        "CREATE TABLE record (stream TEXT, seq INTEGER, at_ms INTEGER, actor TEXT, kind TEXT, \
         version INTEGER, body TEXT, prior BLOB, seal BLOB, PRIMARY KEY (stream, seq)) \
         STRICT, WITHOUT ROWID",
    )?;
    Ok(bare)
}

fn a_decision(seq: u64) -> NewRecord {
    NewRecord {
        at: Stamp(1_800_000_000_000 + seq as i64 * 1_000),
        actor: "01J00000000000000000000000".into(),
        kind: "DecisionTaken".into(),
        version: 1,
        body: format!(
            "{{\"inject\":\"encrypted-files\",\"role\":\"incident-commander\",\"option\":\"isolate\",\
             \"rationale\":\"The file server is the only one hit so far; we lose an hour of \
             bookings and keep the rest.\",\"latency_ms\":{seq},\"source\":\"seat\"}}"
        ),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
