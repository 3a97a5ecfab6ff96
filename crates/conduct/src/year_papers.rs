//! What the evidence pack of a period holds in files, made from a programme that holds nothing later than its end: evidence for
//! each framework, measures, registers, approved editions and revisions of plans. The same records give the same bytes, so that a
//! check can make all of it again. Not here: the zip and its manifest (`year_pack`).

use programme::{Framework, Look, ProgrammeView, view};
use serde::Serialize;
use serde_json::{Value, json};
use terms::ExerciseId;

use crate::evidence_paper::{ended, evidence_json, evidence_markdown, origin_word};
use crate::keep::Keep;
use crate::pack::{Amiss, Files, unwritten};
use crate::pack_approved;
use crate::period::Period;
use crate::stand::Stand;
use crate::year_pack::DrillTold;

/// Every file but the records, the manifest and what goes with them.
pub(crate) fn files(keep: &Keep, period: &Period) -> Result<Files, Amiss> {
    let stand = Stand::between(keep, period)?;
    let look = stand.look(keep);
    let view = view(&look);
    let mut files = Files::new();
    for framework in [Framework::Iro01, Framework::Soc2, Framework::Csf] {
        let name = framework.word();
        let text = evidence_json(&look, framework).map_err(|why| unwritten(&why))?;
        files.push((format!("evidence/{name}.json"), text.into_bytes()));
        let text = evidence_markdown(&look, framework);
        files.push((format!("evidence/{name}.md"), text.into_bytes()));
    }
    registers(&look, &view, &mut files)?;
    let whole = serde_json::to_vec_pretty(&view).map_err(|why| unwritten(&why))?;
    files.push(("registers/programme.json".to_owned(), whole));
    for id in drills(keep, period) {
        for it in pack_approved::of(keep, id)? {
            files.push((format!("drills/{id}/{}", it.name), it.frozen.bytes));
        }
    }
    revisions(keep, &mut files)?;
    files.sort();
    Ok(files)
}

/// The drills that were begun in the period, whatever became of them.
pub(crate) fn drills<'a>(
    keep: &'a Keep,
    period: &'a Period,
) -> impl Iterator<Item = &'a ExerciseId> {
    let all = keep.drills.iter();
    all.filter(|(_, line)| period.holds(line.begun_at))
        .map(|(id, _)| id)
}

/// What the list of a pack says of each drill begun in the period: how it ended and which editions of its report are in it.
pub(crate) fn told(keep: &Keep, period: &Period) -> Result<Vec<DrillTold>, Amiss> {
    let stand = Stand::between(keep, period)?;
    let look = stand.look(keep);
    let begun = programme::drills(&look).into_iter();
    let told = begun
        .filter(|it| period.holds(it.drill.begun))
        .map(|it| DrillTold {
            on: it.on.to_string(),
            ended: ended(&it.drill),
            people: origin_word(it.drill.origin).to_owned(),
            exercise: it.drill.exercise,
            title: it.drill.title,
            approved: it.approved,
        });
    Ok(told.collect())
}

/// The revisions of every plan, by their place in its history.
fn revisions(keep: &Keep, files: &mut Files) -> Result<(), Amiss> {
    for (id, fold) in &keep.plans {
        for (nth, revision) in fold.revisions.iter().enumerate() {
            let bytes = keep.bytes(&revision.hash)?;
            let ending = if plan::is_word(&bytes) {
                "docx"
            } else if plan::Folder::is_bundle(&bytes) {
                "json"
            } else {
                "md"
            };
            files.push((format!("plans/{id}/{}.{ending}", nth + 1), bytes));
        }
    }
    Ok(())
}

fn registers(look: &Look<'_>, view: &ProgrammeView, files: &mut Files) -> Result<(), Amiss> {
    let year = &look.fold.year;
    let read: Vec<Value> = year
        .acknowledged
        .values()
        .map(|kept| {
            let it = &kept.value;
            json!({
                "plan": it.plan, "revision": it.revision, "person": it.person,
                "name": look.name(&it.person), "on": it.on,
                "records": programme::all_of_programme(&kept.records),
            })
        })
        .collect();
    let drills: Vec<_> = view
        .drills
        .iter()
        .filter(|it| look.recent_day(it.on))
        .collect();
    let marking = &view.marking;
    let mut put = |name: &str, columns: &[&str], rows: Result<Vec<u8>, Amiss>| {
        debug_assert!(!columns.is_empty());
        files.push((format!("registers/{name}.csv"), rows?));
        Ok::<(), Amiss>(())
    };
    let columns = [
        "role", "person", "name", "post", "by", "since", "until", "holds", "records",
    ];
    put(
        "people-in-roles",
        &columns,
        table(marking, &columns, &view.appointments),
    )?;
    let columns = ["person", "name", "unit", "functions", "roles", "records"];
    put("people", &columns, table(marking, &columns, &view.people))?;
    let columns = [
        "role", "person", "name", "unit", "post", "state", "expires", "q", "why", "next", "records",
    ];
    put(
        "proficiency",
        &columns,
        table(marking, &columns, &view.proficiency),
    )?;
    let columns = [
        "action",
        "what",
        "because",
        "answers",
        "element",
        "owner",
        "unit",
        "priority",
        "start",
        "due",
        "status",
        "overdue_days",
        "done_on",
        "evidence",
        "signed_by",
        "signed_on",
        "records",
    ];
    put("actions", &columns, table(marking, &columns, &view.actions))?;
    let columns = [
        "incident",
        "title",
        "unit",
        "kind",
        "found_by",
        "serious",
        "near",
        "continuity",
        "opened",
        "closed",
        "reviewed",
        "records",
    ];
    put(
        "incidents",
        &columns,
        table(marking, &columns, &view.incidents),
    )?;
    let columns = ["plan", "revision", "person", "name", "on", "records"];
    put(
        "acknowledgements",
        &columns,
        table(marking, &columns, &read),
    )?;
    let columns = [
        "exercise", "on", "title", "scenario", "origin", "phase", "how", "counts", "approved",
        "records",
    ];
    put("drills", &columns, table(marking, &columns, &drills))?;
    let columns = [
        "id",
        "level",
        "label",
        "value",
        "unit",
        "numerator",
        "denominator",
        "basis",
        "formula",
        "note",
        "records",
    ];
    put(
        "measures",
        &columns,
        table(marking, &columns, &view.measures),
    )
}

/// Rows as a table, the columns by the names that they have in JSON. With a byte order mark, without which the most common
/// spreadsheet reads letters outside ASCII wrongly, and with an apostrophe before what it could take for a formula.
fn table<T: Serialize>(marking: &str, columns: &[&str], rows: &[T]) -> Result<Vec<u8>, Amiss> {
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let mut put = |cells: Vec<String>| out.write_record(cells).map_err(|why| unwritten(&why));
    if !marking.is_empty() {
        put(vec![marking.to_owned()])?;
    }
    put(columns.iter().map(|it| (*it).to_owned()).collect())?;
    for row in rows {
        let row = serde_json::to_value(row).map_err(|why| unwritten(&why))?;
        put(columns.iter().map(|it| tame(said(&row[*it]))).collect())?;
    }
    out.into_inner().map_err(|why| unwritten(&why))
}

fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(said).collect::<Vec<_>>().join("; "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

fn tame(text: String) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        Some(_) | None => text,
    }
}
