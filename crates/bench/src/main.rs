//! `cargo xtask bench`: what things cost, measured and held against the goals we set ourselves, as a table and as JSON. It is
//! no test: a slow machine fails nothing. Not here: what is measured, which stands in the modules.

mod bare;
mod decade;
mod desk;
mod drills;
mod growth;
mod large;
mod pressed;
mod row;
mod seats;
mod stored;
mod word;
mod written;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use row::Row;

/// A measurement: its name, and what makes its rows.
type Measurement = (&'static str, fn() -> anyhow::Result<Vec<Row>>);

const ALL: [Measurement; 13] = [
    ("append", stored::append),
    ("stored", stored::read_back),
    ("rehearse", drills::rehearse),
    ("fold", drills::fold),
    ("report", drills::report),
    ("written", written::rows),
    ("pressed", pressed::rows),
    ("word", word::rows),
    ("growth", growth::rows),
    ("decade", decade::rows),
    ("desk", desk::rows),
    ("seats", seats::rows),
    ("seats-5000", seats::rows_of_many),
];

fn main() -> anyhow::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("--bare-broadcast") {
        return bare::serve();
    }
    if let Some(file) = std::env::args()
        .nth(2)
        .filter(|_| std::env::args().nth(1).as_deref() == Some(word::ALONE))
    {
        return word::alone(&file);
    }
    let asked = Asked::read(std::env::args().skip(1))?;
    let mut out = std::io::stdout().lock();
    let mut rows = Vec::new();
    for (name, measure) in ALL {
        if asked.only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        let measured = measure().with_context(|| format!("measuring {name}"))?;
        for row in &measured {
            if rows.is_empty() && row.name == measured[0].name {
                writeln!(out, "{}", Row::HEAD)?;
            }
            writeln!(out, "{row}")?;
            out.flush()?;
            rows.push(row.clone());
        }
    }
    writeln!(out, "\n{}", Row::LEGEND)?;
    if let Some(file) = asked.json {
        let text = serde_json::to_string_pretty(&rows)?;
        std::fs::write(&file, format!("{text}\n"))
            .with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}

struct Asked {
    only: Option<String>,
    json: Option<PathBuf>,
}

impl Asked {
    fn read(mut words: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let mut asked = Self {
            only: None,
            json: None,
        };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--only" => asked.only = Some(words.next().context("--only needs a name")?),
                "--json" => asked.json = Some(words.next().context("--json needs a file")?.into()),
                other => bail!("{other:?} was not expected; use --only NAME and --json FILE"),
            }
        }
        let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
        if let Some(only) = &asked.only
            && !names.contains(&only.as_str())
        {
            bail!(
                "there is no measurement {only:?}; there are: {}",
                names.join(", ")
            );
        }
        Ok(asked)
    }
}
