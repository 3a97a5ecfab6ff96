//! The evidence of a year as a file: the criteria of an obligation with the records behind them, the measures and every
//! drill begun, as JSON for programs or Markdown for people. Not here: how a criterion stands (`programme`).

use std::fmt::Write as _;

use programme::{
    Criterion, CrossReference, Framework, Look, Measure, ProgrammeView, Status, references, view,
};
use serde::Serialize;

/// The evidence, as it is written.
#[derive(Serialize)]
struct Evidence<'a> {
    programme: &'a str,
    marking: &'a str,
    framework: &'a str,
    source: &'a str,
    says: &'a str,
    from: String,
    to: String,
    criteria: &'a [Criterion],
    references: Vec<CrossReference>,
    measures: &'a [Measure],
    drills: Vec<&'a programme::DrillRow>,
}

const SAYS: &str = "Evidence from the records of this programme. A level is the judgement of a named assessor; the program awards none.";

/// The evidence of a year as JSON for programs.
///
/// # Errors
/// Where a value has no form in JSON.
pub fn evidence_json(look: &Look<'_>, framework: Framework) -> Result<String, serde_json::Error> {
    let view = view(look);
    let mut text = serde_json::to_string_pretty(&evidence(look, framework, &view))?;
    text.push('\n');
    Ok(text)
}

/// The evidence of a year as Markdown for people.
pub fn evidence_markdown(look: &Look<'_>, framework: Framework) -> String {
    let view = view(look);
    let mut text = markdown(&evidence(look, framework, &view), &view);
    text.push('\n');
    text
}

fn evidence<'a>(look: &Look<'_>, framework: Framework, view: &'a ProgrammeView) -> Evidence<'a> {
    let begun = view.drills.iter();
    Evidence {
        programme: &view.programme,
        marking: &view.marking,
        framework: framework.word(),
        source: framework.source(),
        says: SAYS,
        from: look.first_day().to_string(),
        to: view.as_of.to_string(),
        criteria: &view.criteria,
        references: references(look, framework, &view.criteria),
        measures: &view.measures,
        drills: begun.filter(|it| look.recent_day(it.on)).collect(),
    }
}

/// A status in a word.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Supported => "supported",
        Status::Partial => "partial",
        Status::NoEvidence => "no evidence",
        Status::NotApplicable => "not applicable",
        Status::OutOfScope => "out of scope",
    }
}

fn markdown(evidence: &Evidence<'_>, view: &ProgrammeView) -> String {
    let mut text = String::new();
    // Writing into a text cannot fail.
    let _ok = pages(&mut text, evidence, view);
    text
}

fn pages(to: &mut String, it: &Evidence<'_>, view: &ProgrammeView) -> std::fmt::Result {
    if !it.marking.is_empty() {
        writeln!(to, "**{}**\n", it.marking)?;
    }
    writeln!(
        to,
        "# Evidence for {}: {}\n",
        it.framework.to_uppercase(),
        plain(it.programme)
    )?;
    writeln!(
        to,
        "From {} to {}. {}\n\n{}\n",
        it.from, it.to, it.says, it.source
    )?;
    if !it.references.is_empty() {
        writeln!(to, "## Cross references\n")?;
        writeln!(
            to,
            "| id | about (our words) | our criteria | together |\n| --- | --- | --- | --- |"
        )?;
        for row in &it.references {
            let status = status_word(row.status);
            let says = if row.says.is_empty() {
                String::new()
            } else {
                format!(": {}", row.says)
            };
            writeln!(
                to,
                "| {} | {} | {} | {status}{} |",
                row.id,
                row.label,
                row.criteria.join(", "),
                plain(&says)
            )?;
        }
        writeln!(to)?;
    }
    writeln!(to, "## Criteria\n")?;
    for criterion in it.criteria {
        self::criterion(to, criterion)?;
    }
    tables(to, it)?;
    write!(
        to,
        "\nProficiency goes by rule {}: {}.",
        view.proficiency_rule.rule.version, view.proficiency_rule.says
    )
}

fn tables(to: &mut String, it: &Evidence<'_>) -> std::fmt::Result {
    writeln!(to, "## Measures\n")?;
    writeln!(
        to,
        "| level | measure | value | basis | how it is reckoned |\n| --- | --- | --- | --- | --- |"
    )?;
    for row in it.measures {
        let of = row
            .denominator
            .map_or_else(String::new, |d| format!(" ({} of {d})", row.numerator));
        let note = if row.note.is_empty() {
            String::new()
        } else {
            format!(". {}", row.note)
        };
        writeln!(
            to,
            "| {} | {} | {}{of} | {} | {}{} |",
            row.level,
            row.label,
            row.value,
            basis(row),
            row.formula,
            plain(&note)
        )?;
    }
    writeln!(to, "\nThe records behind them:\n")?;
    for row in it.measures {
        writeln!(to, "- {}: {}", row.label, records(&row.records))?;
    }
    writeln!(to, "\n## Every drill that was begun in this time\n")?;
    writeln!(
        to,
        "| day | drill | people | how it ended | counts | approved editions of its report |\n\
         | --- | --- | --- | --- | --- | --- |"
    )?;
    for row in &it.drills {
        let drill = &row.drill;
        let ended = ended(drill);
        let counts = if row.counts { "yes" } else { "no" };
        let origin = origin_word(drill.origin);
        writeln!(
            to,
            "| {} | {} | {origin} | {ended} | {counts} | {} |",
            row.on,
            plain(&drill.title),
            approved(&row.approved)
        )?;
    }
    Ok(())
}

fn criterion(to: &mut String, it: &Criterion) -> std::fmt::Result {
    writeln!(to, "### {} {}\n", it.id, it.label)?;
    writeln!(
        to,
        "Level {}. **{}** as of {}.\n",
        it.level,
        status_word(it.status),
        it.as_of
    )?;
    for line in &it.says {
        writeln!(to, "{}\n", plain(line))?;
    }
    for figure in &it.figures {
        writeln!(to, "- {}: {}", plain(&figure.label), plain(&figure.says))?;
    }
    match &it.assessed {
        Some(by) => {
            let level = by
                .level
                .map_or_else(|| "no level".to_owned(), |level| format!("level {level}"));
            writeln!(
                to,
                "- Assessed: {level} by {} on {}: {}",
                plain(&by.by),
                by.on,
                plain(&by.because)
            )?;
        }
        None => writeln!(to, "- Not assessed.")?,
    }
    writeln!(to, "- Records: {}\n", records(&it.records))
}

/// The first records, and how many there are besides.
fn records(all: &[String]) -> String {
    const SHOWN: usize = 12;
    if all.is_empty() {
        return "none".to_owned();
    }
    let shown: Vec<&str> = all.iter().take(SHOWN).map(String::as_str).collect();
    let rest = match all.len().saturating_sub(SHOWN) {
        0 => String::new(),
        rest => format!(" and {rest} more (all in the JSON)"),
    };
    format!("{}{rest}", shown.join(", "))
}

fn basis(measure: &Measure) -> &'static str {
    match measure.basis {
        programme::Basis::Drill => "drill",
        programme::Basis::Attested => "attested",
        programme::Basis::DrillAndAttested => "drill and attested",
        programme::Basis::IncidentLog => "incident log",
    }
}

/// How a drill ended; its phase where it has not.
pub(crate) fn ended(drill: &programme::DrillBegun) -> String {
    drill
        .how
        .map_or(drill.phase.clone(), |how| ended_word(how).to_owned())
}

/// The approved editions in words.
pub(crate) fn approved(editions: &[String]) -> String {
    match editions {
        [] => "none".to_owned(),
        some => some.join(", "),
    }
}

fn ended_word(how: exercise::ClosedHow) -> &'static str {
    match how {
        exercise::ClosedHow::Completed => "completed",
        exercise::ClosedHow::Aborted => "broken off",
        exercise::ClosedHow::Void => "void",
        exercise::ClosedHow::RealIncident => "stopped for a real incident",
    }
}

/// Text from outside keeps to its line and cell, and makes no markup.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => safe.push(' '),
            '|' | '*' | '_' | '<' | '>' | '[' | ']' | '`' | '#' | '\\' => {
                safe.push('\\');
                safe.push(c);
            }
            plain => safe.push(plain),
        }
    }
    safe
}

pub(crate) fn origin_word(origin: exercise::Origin) -> &'static str {
    match origin {
        exercise::Origin::Live => "live",
        exercise::Origin::Practice => "practice",
        exercise::Origin::BotAssisted => "bot-assisted",
        exercise::Origin::Rehearsal => "rehearsal",
        exercise::Origin::Demo => "demo",
    }
}
