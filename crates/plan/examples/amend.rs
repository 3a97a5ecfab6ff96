//! Makes the amendments of a file and prints the difference, or the plan as HTML where no
//! amendments are named. A bench for amendments; the product's own command stands elsewhere.

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read_to_string(args.next().ok_or("name a plan")?)?;
    let mut out = std::io::stdout().lock();
    let Some(file) = args.next() else {
        let (plan, _) = plan::read(&text);
        return Ok(writeln!(out, "{}", plan::plan_html(&plan))?);
    };
    let (file, notes) = plan::AmendmentFile::read(&std::fs::read_to_string(file)?);
    for note in &notes {
        writeln!(
            out,
            "{}:{} {} {:?}",
            note.line, note.column, note.says, note.hint
        )?;
    }
    match plan::amend(&text, &file.amendments, &file.author) {
        Ok(amended) => writeln!(
            out,
            "{}",
            plan::unified(&text, &amended.text, "before", "after")
        )?,
        Err(refusals) => {
            for refusal in refusals {
                writeln!(out, "{refusal}")?;
            }
        }
    }
    Ok(())
}
