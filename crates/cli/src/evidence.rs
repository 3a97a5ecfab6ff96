//! `rockdrill evidence`: the criteria of an obligation with the records behind them, as JSON for programs or Markdown for
//! people, with the drills and the measures of the year beside them. Not here: what the file says (`conduct`).

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use conduct::period::Period;
use conduct::{Clock, Stand};
use programme::Framework;

use crate::ended::{DONE, Ended};

/// The frameworks that may be asked for.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Asked {
    /// SCF, control IRO-01.
    #[value(name = "iro-01")]
    Iro01,
    /// SOC 2.
    #[value(name = "soc2")]
    Soc2,
    /// NIST CSF 2.0.
    #[value(name = "csf")]
    Csf,
}

/// The forms of the evidence.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For programs.
    Json,
    /// For people.
    Md,
}

/// Writes the evidence.
///
/// # Errors
/// Where the programme cannot be read or the file cannot be written.
pub fn write(
    path: &Path,
    framework: Asked,
    form: Form,
    (from, to): (&str, &str),
    file: &Path,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let clock = Arc::new(Clock::system());
    let period = Period::read(from, to, programme::day_of(clock.now()))?;
    let keep = period.open(path, clock)?;
    let stand = Stand::between(&keep, &period)?;
    let look = stand.look(&keep);
    let framework = match framework {
        Asked::Iro01 => Framework::Iro01,
        Asked::Soc2 => Framework::Soc2,
        Asked::Csf => Framework::Csf,
    };
    let text = match form {
        Form::Json => conduct::evidence_json(&look, framework)
            .map_err(|error| Ended::wrong(format!("the answer cannot be written: {error}")))?,
        Form::Md => conduct::evidence_markdown(&look, framework),
    };
    conduct::write_whole(file, text.as_bytes()).map_err(|error| Ended::unwritable(file, &error))?;
    writeln!(out, "{}", file.display())?;
    Ok(DONE)
}
