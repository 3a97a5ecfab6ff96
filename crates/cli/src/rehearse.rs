//! `rockdrill rehearse`: a whole drill with simulated people, from the scenario file to the report and the amended plan.
//! The same files and the same seed give the same bytes. Everything it makes says "rehearsal". Not here: how the people
//! play (`cast`), what is written where (`outputs`).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cast::{Dice, Policy, PromptBook};
use clap::Args;
use conduct::library::{self, Found};
use conduct::{Clock, Drill, Keep};
use evaluation::Evaluation;
use exercise::{Brief, Given, Order, Origin, PlanUsed, Script, StoryTime};
use ledger::{Ledger, NewRecord};
use plan::Headings;
use programme::{
    DrillClosed, HeadingsChosen, PlanEvent, PlanImported, ProgrammeEvent, ProgrammeNamed, Proposal,
};
use terms::{ExerciseId, PlanId, Severity, Span, Stamp};

use crate::amended::{self, AmendedPlan, Row};
use crate::check::{file_of, say};
use crate::ended::{DONE, Ended};
use crate::outputs::Outputs;
use crate::{headings, open, paths_text, plans, summary};

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Asked {
    /// The scenario file, or the folder it lies in.
    scenario: PathBuf,
    /// The incident response plan that it tests: a file in Markdown or Word, or a folder of Markdown files.
    #[arg(long)]
    plan: Option<PathBuf>,
    #[command(flatten)]
    headings: headings::HeadingsAsked,
    /// What decides the chances; the same seed plays the same drill.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Play so many times and say which paths were taken, with seeds counted on from the first.
    #[arg(long)]
    runs: Option<u64>,
    /// How people behave: expected, forgetful, late, silent or random.
    #[arg(long, default_value = "expected")]
    policy: Policy,
    /// The folder to write to; nothing is written where it is left out.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// A drill that was rehearsed, with all that was made of it.
pub struct Rehearsed {
    pub keep: Keep,
    pub drill: Drill,
    pub evaluation: Evaluation,
    pub plan: Option<(String, plan::Source, AmendedPlan)>,
    pub paths: Option<cast::PathsReport>,
    pub seed: u64,
    pub policy: Policy,
}

/// The plan as it was read.
pub struct Read {
    pub file_name: String,
    pub source: plan::Source,
    pub plan: plan::Plan,
}

/// Plays a scenario, prints how it went, and writes everything to the folder.
///
/// # Errors
/// Where the scenario has errors, a file cannot be read, or the folder cannot be written.
pub fn rehearse(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let found = scenario_of(&file_of(&asked.scenario))?;
    let headings = asked.headings.of(asked.plan.as_deref())?;
    let plan = asked.plan.as_deref();
    let plan = plan.map(|path| plan_of(path, headings)).transpose()?;
    let outputs = match &asked.out {
        Some(folder) => Some(Outputs::in_folder(folder, asked.plan.as_deref())?),
        None => None,
    };
    let mut rehearsed = play(&found, plan.as_ref(), asked)?;
    rehearsed.paths = asked
        .runs
        .map(|runs| cast::paths(&rehearsed.drill.script, runs, asked.seed, asked.policy));
    summary::print(&rehearsed, out)?;
    if let Some(report) = &rehearsed.paths {
        writeln!(out)?;
        paths_text::print(report, out)?;
    }
    if let Some(outputs) = outputs {
        writeln!(out)?;
        for file in outputs.write(&rehearsed)? {
            writeln!(out, "{}", file.display())?;
        }
    }
    Ok(DONE)
}

/// A scenario without errors.
///
/// # Errors
/// Where it cannot be read, or has errors.
pub fn scenario_of(path: &Path) -> Result<Found, Ended> {
    let found = library::read(path, String::new(), false)
        .map_err(|error| Ended::unreadable(path, &error))?;
    if found.errors() == 0 {
        return Ok(found);
    }
    let mut said = Vec::new();
    let errors = found
        .diagnostics
        .iter()
        .filter(|said| said.severity == Severity::Error);
    for diagnostic in errors {
        say(&path.display().to_string(), diagnostic, &mut said)?;
    }
    let says = String::from_utf8_lossy(&said).into_owned();
    Err(Ended::wrong(format!(
        "{} has errors and cannot be played.\n{says}",
        path.display()
    )))
}

fn plan_of(path: &Path, headings: Headings) -> Result<Read, Ended> {
    let plans::Usable { name, source, plan } = plans::usable(path, headings)?;
    Ok(Read {
        file_name: name,
        source,
        plan,
    })
}

fn play(found: &Found, plan: Option<&Read>, asked: &Asked) -> Result<Rehearsed, Ended> {
    let scenario = conduct::rendered(&found.scenario, &BTreeMap::new())?;
    let start = Stamp(StoryTime::read(&scenario.story.start).unwrap_or_default().0);
    let mut dice = Dice::new(asked.seed);
    let clock = Arc::new(Clock::by_hand(start));
    let mut keep = Keep::over(Path::new(""), Ledger::in_memory()?, Arc::clone(&clock))?;
    keep.append(ProgrammeEvent::Named(ProgrammeNamed {
        name: format!("Rehearsal: {}", scenario.title),
        sample: false,
    }))?;
    let used = match plan {
        Some(read) => Some(import(
            &mut keep,
            read,
            PlanId::from(mint(start, &mut dice)),
        )?),
        None => None,
    };
    let mut handouts = BTreeMap::new();
    let files = library::handouts(found)
        .map_err(|error| Ended::wrong(format!("{}: {error}", found.path.display())))?;
    for (name, bytes) in files {
        handouts.insert(name, keep.put_blob("application/octet-stream", &bytes)?);
    }
    let given = Given::by_default(&scenario);
    let brief = Brief {
        origin: Origin::Rehearsal,
        scenario: keep.put_blob("text/yaml", found.text.as_bytes())?,
        plan: used,
        variables: BTreeMap::new(),
        handouts,
        seed: Some(asked.seed),
        given: given.clone(),
    };
    let id = ExerciseId::from(mint(start, &mut dice));
    let script = Script::given(Arc::new(scenario), given);
    let mut played = cast::perform(&PromptBook::new(&script), brief, asked.policy);
    raise_findings(&mut played, &id, plan)?;
    played.close();
    clock.set(played.now);
    let drill = Drill::new(id, script, played.exercise, played.records);
    record(&mut keep, &drill)?;
    let evaluation = open::evaluate(&keep, &drill)?;
    if let Some(closed) = DrillClosed::of(&drill.id, &drill.exercise, &evaluation) {
        keep.append(ProgrammeEvent::DrillClosed(closed))?;
    }
    let plan = match plan {
        Some(read) => {
            let amended = amend(read, &drill, &evaluation, asked, start);
            propose(&mut keep, &drill, read, &amended)?;
            Some((read.file_name.clone(), read.source.clone(), amended))
        }
        None => None,
    };
    Ok(Rehearsed {
        keep,
        drill,
        evaluation,
        plan,
        paths: None,
        seed: asked.seed,
        policy: asked.policy,
    })
}

/// An id that the seed decides.
pub fn mint(at: Stamp, dice: &mut Dice) -> String {
    let chance = u128::from(dice.roll()) << 64 | u128::from(dice.roll());
    ulid::Ulid::from_parts(at.0.unsigned_abs(), chance).to_string()
}

pub fn import(keep: &mut Keep, read: &Read, id: PlanId) -> Result<PlanUsed, Ended> {
    let hash = keep.put_blob(read.source.media_type(), &read.source.to_bytes())?;
    let title = if read.plan.title.is_empty() {
        read.file_name.clone()
    } else {
        read.plan.title.clone()
    };
    let number = amended::number_of(&read.plan);
    keep.append_plan(
        &id,
        PlanEvent::Imported(PlanImported {
            title: title.clone(),
            number: number.clone(),
            file_name: read.file_name.clone(),
            hash: hash.clone(),
        }),
    )?;
    let headings = read.source.headings();
    if headings.are_by_look() {
        let chosen = HeadingsChosen { headings };
        keep.append_plan(&id, PlanEvent::HeadingsChosen(chosen))?;
    }
    Ok(PlanUsed {
        plan: id,
        title,
        revision: number,
        hash,
        headings_by_look: headings.are_by_look(),
    })
}

/// In the review the trainer takes up every finding that the rules suggest.
pub fn raise_findings(
    played: &mut cast::Played,
    id: &ExerciseId,
    plan: Option<&Read>,
) -> Result<(), Ended> {
    let facts = plan.map(|read| evaluation::PlanFacts {
        title: read.plan.title.clone(),
        revision: amended::number_of(&read.plan),
        sections: read
            .plan
            .sections
            .iter()
            .map(|it| it.path.clone())
            .collect(),
    });
    let evaluation = evaluation::evaluate(&evaluation::Input {
        exercise: id,
        scenario: played.exercise.scenario(),
        records: &played.records,
        plan: facts.as_ref(),
        people: &BTreeMap::new(),
    });
    for suggestion in evaluation.suggested {
        played.now = played.now + Span::seconds(30);
        let order = Order::RaiseFinding {
            finding: Box::new(suggestion.finding),
        };
        played.order(&order).map_err(|refusal| {
            Ended::wrong(format!("a suggested finding was refused: {refusal:?}"))
        })?;
    }
    Ok(())
}

pub fn record(keep: &mut Keep, drill: &Drill) -> Result<(), Ended> {
    let rows: Vec<NewRecord> = drill.records.iter().map(conduct::row).collect();
    let stream = ledger::stream::of_exercise(&drill.id);
    let mut ledger = keep
        .ledger
        .lock()
        .map_err(|_| Ended::wrong("the programme in memory was left half-way"))?;
    ledger.append(&stream, 0, &rows)?;
    drop(ledger);
    keep.note(&drill.id, &drill.records);
    Ok(())
}

fn amend(
    read: &Read,
    drill: &Drill,
    evaluation: &Evaluation,
    asked: &Asked,
    start: Stamp,
) -> AmendedPlan {
    let lessons = amended::lessons(drill, evaluation);
    let moment = StoryTime(start.0).full();
    let date = moment.split(' ').next().unwrap_or_default();
    let how = format!("policy {}, seed {}", asked.policy, asked.seed);
    let row = Row {
        date,
        drill: &drill.exercise.briefed().title,
        how: &how,
        at: start,
    };
    amended::amend(&read.source, &read.plan, lessons, row)
}

/// Keeps the lessons as proposals. Nobody adopts them: a rehearsal counts for nothing else.
fn propose(
    keep: &mut Keep,
    drill: &Drill,
    read: &Read,
    amended: &AmendedPlan,
) -> Result<(), Ended> {
    let Some(used) = drill.exercise.briefed().plan.clone() else {
        return Ok(());
    };
    let stream = ledger::stream::of_exercise(&drill.id);
    let fitting = amended.lessons.iter().filter(|it| it.refused.is_none());
    for lesson in fitting {
        let named = match &lesson.amendment.op {
            plan::AmendmentOp::Replace { section, .. }
            | plan::AmendmentOp::Insert { section, .. }
            | plan::AmendmentOp::AppendItem { section, .. } => section.as_str(),
            plan::AmendmentOp::NewSection { parent, .. } => parent.as_str(),
            plan::AmendmentOp::Revision { .. } => "",
        };
        let section = read.plan.section(named).ok();
        let proposal = Proposal {
            change: lesson.amendment.op.clone(),
            because: lesson.amendment.because.clone().unwrap_or_default(),
            finding: lesson.finding.map(|seq| format!("{stream}#{seq}")),
            base: section.map(|section| section.fingerprint.clone()),
            base_text: section.map_or_else(String::new, |section| {
                read.plan.section_text(section).to_owned()
            }),
        };
        keep.append_plan(&used.plan, PlanEvent::Proposed(proposal))?;
    }
    Ok(())
}
