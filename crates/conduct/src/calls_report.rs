//! Calls about the report: an edition to look at, to approve, to correct and to save. Setting a PDF
//! takes its time, so what is printed is gathered under the lock and printed on a thread of its own: a drill that runs
//! meanwhile does not wait for it. Not here: the words that are still being typed (`worded`) and how papers look (`calls_look`).

use std::path::Path;

use evaluation::Evaluation;
use programme::{ActionKept, AskKept, AsksKept, ProgrammeEvent};
use report::Edition;
use terms::ExerciseId;
use wire::{
    AddendumView, AskView, DeskCall, DeskReply, FrozenView, Problem, ProblemCode, ReportPreview,
    ReportSaved, ReportView,
};

use crate::approve;
use crate::calls_plan_out::{changed_note, write_note};
use crate::calls_programme::misplaced;
use crate::calls_review::{actions_of, save};
use crate::conductor::{Conductor, Drill};
use crate::desk::{Desk, Open, fits, plan_id};
use crate::paper::{self, Paper};
use crate::papers::{self, Papers};
use crate::practice;
use crate::print::{self, Dress, Form, Printed, print};
use crate::problem::{advise, fault, problem, unknown};
use crate::worded;

/// The most decisions that management is asked for after one drill.
const ASKS_MAX: usize = 3;

impl Desk {
    pub(crate) fn report_call(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Report {
                exercise,
                edition,
                names,
            } => {
                let conductor = self.conductor(open, &exercise)?;
                self.report_reply(open, &conductor, edition_of(&edition)?, names)
            }
            DeskCall::PreviewReport { exercise, words } => {
                let conductor = self.conductor(open, &exercise)?;
                let dress = self.dress(open)?;
                let html = conductor.look(|drill| {
                    let mut evaluation = self.evaluate(open, drill)?;
                    worded::put(&mut evaluation, words)?;
                    let paper = self.paper_of(open, drill, &evaluation, Edition::Full, false);
                    paper.html(dress.templates())
                })?;
                Ok(DeskReply::ReportPreview(ReportPreview { html }))
            }
            DeskCall::WriteAddendum {
                exercise,
                edition,
                says,
                by,
            } => {
                let conductor = self.conductor(open, &exercise)?;
                fits(&says)?;
                let id = ExerciseId::from(exercise.as_str());
                approve::amend(&mut open.keep, &id, &says, &by)?;
                self.report_reply(open, &conductor, edition_of(&edition)?, false)
            }
            DeskCall::KeepAsks { exercise, asks } => {
                let conductor = self.conductor(open, &exercise)?;
                self.keep_asks(open, &exercise, asks)?;
                self.report_reply(open, &conductor, Edition::Management, false)
            }
            DeskCall::SaveLapses { exercise, path } => {
                let conductor = self.conductor(open, &exercise)?;
                self.save_lapses(open, &conductor, Path::new(&path))
            }
            other => self.look_call(open, other),
        }
    }

    /// Saves or approves what has to be printed; printing is not waited for under the lock.
    pub(crate) async fn print_call(&self, call: DeskCall) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::SaveReport {
                exercise,
                edition,
                format,
                names,
                path,
            } => {
                let edition = edition_of(&edition)?;
                let form = Form::read(&format).ok_or_else(|| unknown("format"))?;
                if !form.is_of(edition) {
                    let says = "The management edition has no list of decisions.";
                    return Err(advise(
                        ProblemCode::Refused,
                        says,
                        "Take another form or edition.",
                    ));
                }
                let path = Path::new(&path);
                self.save_report(&exercise, edition, form, names, path)
                    .await
            }
            DeskCall::ApproveReport {
                exercise,
                edition,
                names,
                by,
            } => {
                let edition = edition_of(&edition)?;
                self.approve_report(&exercise, edition, names, &by).await
            }
            DeskCall::SavePapers {
                exercise,
                papers,
                format,
                names,
                folder,
            } => {
                let (set, look) = {
                    let mut open = self.open.lock().await;
                    let conductor = self.shared(&mut open, &exercise)?;
                    let set = conductor.look(|drill| Papers::of_drill(&open.keep, drill, names))?;
                    (set, print::look(&open.keep)?)
                };
                let wanted = papers::wanted(&papers, &format)?;
                aside(move || papers::save(&set, &wanted, &look, &folder)).await
            }
            DeskCall::SaveChangeNote { plan, path } => {
                let (note, look) = {
                    let open = self.open.lock().await;
                    let id = plan_id(&open, &plan)?;
                    let note = changed_note(&open.keep, &id, self.clock.now())?;
                    (note, print::look(&open.keep)?)
                };
                aside(move || {
                    write_note(&note, &look, Path::new(&path))?;
                    Ok(DeskReply::Saved(path))
                })
                .await
            }
            other => Err(misplaced(&other)),
        }
    }

    async fn save_report(
        &self,
        exercise: &str,
        edition: Edition,
        form: Form,
        names: bool,
        path: &Path,
    ) -> Result<DeskReply, Problem> {
        let job = {
            let mut open = self.open.lock().await;
            let conductor = self.shared(&mut open, exercise)?;
            let id = ExerciseId::from(exercise);
            match approve::frozen(&open.keep, &id, edition, form.word())? {
                Some(frozen) => Err(frozen.bytes),
                None => {
                    let paper = conductor.look(|drill| {
                        let evaluation = self.evaluate(&open, drill)?;
                        Ok::<_, Problem>(self.paper_of(&open, drill, &evaluation, edition, names))
                    })?;
                    Ok((paper, self.dress(&open)?))
                }
            }
        };
        let (approved, printed) = match job {
            Err(bytes) => {
                let gaps = Vec::new();
                (true, Printed { bytes, gaps })
            }
            Ok((paper, dress)) => {
                let printed = aside(move || print(&paper, form, &dress)).await?;
                (false, printed)
            }
        };
        save(path, &printed.bytes)?;
        Ok(DeskReply::ReportSaved(ReportSaved {
            path: path.display().to_string(),
            approved,
            gaps: printed.gaps,
        }))
    }

    /// Prints every form that is not approved yet, then keeps them all, if nothing has happened meanwhile.
    async fn approve_report(
        &self,
        exercise: &str,
        edition: Edition,
        names: bool,
        by: &str,
    ) -> Result<DeskReply, Problem> {
        let (paper, dress, forms, file) = {
            let mut open = self.open.lock().await;
            let conductor = self.shared(&mut open, exercise)?;
            let forms = self.unapproved(&open, exercise, edition)?;
            let paper = conductor.look(|drill| {
                let evaluation = self.evaluate(&open, drill)?;
                let at = self.clock.now();
                let background = approve::background(&open.keep, drill, by, at)?;
                let facts = self.facts_of(&open, drill, names);
                let keep = &open.keep;
                Ok::<_, Problem>(paper::edition(
                    keep,
                    drill,
                    &evaluation,
                    &facts,
                    &background,
                    edition,
                ))
            })?;
            (paper, self.dress(&open)?, forms, open.keep.path.clone())
        };
        let seal = paper.seal();
        let printed = aside(move || {
            let one = |form: &Form| Ok((*form, print(&paper, *form, &dress)?.bytes));
            forms.iter().map(one).collect::<Result<Vec<_>, Problem>>()
        })
        .await?;
        let mut open = self.open.lock().await;
        let conductor = self.shared(&mut open, exercise)?;
        let unchanged =
            open.keep.path == file && conductor.look(|drill| sealed(&open, drill)) == seal;
        if !unchanged {
            let says =
                "The drill went on while the report was being printed, so nothing was approved.";
            return Err(advise(
                ProblemCode::Refused,
                says,
                "Look at it again, then approve it.",
            ));
        }
        let keep = &mut open.keep;
        let named = names && edition != Edition::Participants;
        let forms: Vec<_> = printed
            .iter()
            .map(|(form, bytes)| (form.word(), form.media_type(), bytes.as_slice()))
            .collect();
        conductor.look(|drill| {
            approve::freeze_all(keep, drill, edition, (by, named), &forms).map(|_| ())
        })?;
        self.report_reply(&open, &conductor, edition, names)
    }

    /// The forms of an edition that nobody has approved yet.
    fn unapproved(
        &self,
        open: &Open,
        exercise: &str,
        edition: Edition,
    ) -> Result<Vec<Form>, Problem> {
        let reports = &open.keep.fold.reports;
        let id = ExerciseId::from(exercise);
        let waits = |form: &Form| {
            let approved = reports.approved_as(&id, edition.word(), form.word());
            form.is_of(edition) && approved.is_none()
        };
        let forms: Vec<Form> = Form::ALL.into_iter().filter(waits).collect();
        if forms.is_empty() {
            let says = "This edition is approved already.";
            let hint = "What is to be corrected is written as an addendum.";
            return Err(advise(ProblemCode::Refused, says, hint));
        }
        Ok(forms)
    }

    fn shared(&self, open: &mut Open, exercise: &str) -> Result<Conductor, Problem> {
        self.take_in_typed(open);
        let conductor = self.conductor(open, exercise)?;
        conductor.look(|drill| practice::unshared(&drill.exercise))?;
        Ok(conductor)
    }

    fn report_reply(
        &self,
        open: &Open,
        conductor: &Conductor,
        edition: Edition,
        names: bool,
    ) -> Result<DeskReply, Problem> {
        let dress = self.dress(open)?;
        let view = conductor.look(|drill| {
            let evaluation = self.evaluate(open, drill)?;
            let html = match approve::frozen(&open.keep, &drill.id, edition, Form::Html.word())? {
                Some(frozen) => String::from_utf8_lossy(&frozen.bytes).into_owned(),
                None => {
                    let paper = self.paper_of(open, drill, &evaluation, edition, names);
                    paper.html(dress.templates())?
                }
            };
            let lapses = evaluation.totals.critical_missed;
            let names = names && edition != Edition::Participants;
            Ok::<_, Problem>(report_view(open, drill, edition, (html, lapses, names)))
        })?;
        Ok(DeskReply::Report(view))
    }

    fn save_lapses(
        &self,
        open: &Open,
        conductor: &Conductor,
        path: &Path,
    ) -> Result<DeskReply, Problem> {
        let dress = self.dress(open)?;
        let page = conductor.look(|drill| {
            let evaluation = self.evaluate(open, drill)?;
            if evaluation.totals.critical_missed == 0 {
                let says = "No critical lapse is on record, so there is nothing to send.";
                return Err(problem(ProblemCode::Refused, says));
            }
            let markdown = path.extension().is_some_and(|ending| ending == "md");
            let paper = self.paper_of(open, drill, &evaluation, Edition::Full, false);
            paper.lapses(dress.templates(), markdown)
        })?;
        save(path, page.as_bytes())
    }

    fn keep_asks(
        &self,
        open: &mut Open,
        exercise: &str,
        asks: Vec<AskView>,
    ) -> Result<(), Problem> {
        let said: Vec<AskKept> = asks
            .into_iter()
            .map(|it| AskKept {
                what: it.what.trim().to_owned(),
                money: it.money.trim().to_owned(),
                owner: it.owner.trim().to_owned(),
                risk: it.risk.trim().to_owned(),
            })
            .filter(|it| *it != AskKept::default())
            .collect();
        for it in &said {
            for text in [&it.what, &it.money, &it.owner, &it.risk] {
                fits(text)?;
            }
        }
        if said.iter().any(|it| it.what.is_empty()) {
            return Err(problem(ProblemCode::Refused, "Say what is to be decided."));
        }
        if said.len() > ASKS_MAX {
            let says = format!("Two pages have room for {ASKS_MAX} decisions.");
            return Err(problem(ProblemCode::Refused, says));
        }
        let kept = AsksKept {
            exercise: exercise.into(),
            asks: said,
        };
        let event = ProgrammeEvent::AsksKept(kept);
        open.keep.append(event).map_err(|failed| fault(&failed))?;
        Ok(())
    }

    /// The executive summary as the program makes it from the record.
    pub(crate) fn summary_made(&self, open: &Open, drill: &Drill, bare: &Evaluation) -> String {
        self.paper_of(open, drill, bare, Edition::Full, false)
            .summary()
    }

    fn paper_of(
        &self,
        open: &Open,
        drill: &Drill,
        evaluation: &Evaluation,
        edition: Edition,
        names: bool,
    ) -> Paper {
        let background = paper::background(&open.keep, drill);
        let facts = self.facts_of(open, drill, names);
        paper::edition(&open.keep, drill, evaluation, &facts, &background, edition)
    }

    fn facts_of(&self, open: &Open, drill: &Drill, names: bool) -> paper::Facts {
        let actions: Vec<&ActionKept> = actions_of(&open.keep, drill).collect();
        let choices = self.choices(&open.keep, names);
        paper::facts(&open.keep, drill, &choices, &actions)
    }

    /// What is chosen for the reports of a programme. Its own name of the organisation goes before that of this computer.
    pub(crate) fn choices(&self, keep: &crate::Keep, names: bool) -> paper::Choices {
        let settings = crate::lock(&self.drafts).settings().clone();
        let kept = keep.fold.reports.look.organisation.clone();
        paper::Choices {
            names,
            organisation: if kept.is_empty() {
                settings.organisation
            } else {
                kept
            },
            contact: settings.trainer,
            utc_offset_minutes: chrono::Local::now().offset().local_minus_utc() / 60,
        }
    }

    fn dress(&self, open: &Open) -> Result<Dress, Problem> {
        let dress = Dress::of(&open.keep)?;
        let mut look = dress.look().clone();
        look.organisation = self.choices(&open.keep, false).organisation;
        Ok(dress.in_look(look))
    }
}

/// Does what takes its time on a thread of its own.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(why) => {
            let mut problem = problem(ProblemCode::Broken, "The report could not be printed.");
            problem.hint = Some("Nothing was changed. Try it once more.".to_owned());
            problem.detail = Some(why.to_string());
            Err(problem)
        }
    }
}

fn edition_of(word: &str) -> Result<Edition, Problem> {
    let mut all = Edition::ALL.into_iter();
    all.find(|edition| edition.word() == word)
        .ok_or_else(|| unknown("edition"))
}

/// The seal that the drill's record ends with.
fn sealed(open: &Open, drill: &Drill) -> Option<String> {
    let stream = ledger::stream::of_exercise(&drill.id);
    let head = crate::lock(&open.keep.ledger).head(&stream).ok().flatten();
    head.map(|head| head.seal.to_string())
}

fn report_view(
    open: &Open,
    drill: &Drill,
    edition: Edition,
    (html, lapses, names): (String, u32, bool),
) -> ReportView {
    let reports = &open.keep.fold.reports;
    let title = drill.exercise.briefed().title.clone();
    let forms: Vec<Form> = Form::ALL
        .into_iter()
        .filter(|it| it.is_of(edition))
        .collect();
    let frozen = forms.iter().filter_map(|form| {
        let (record, at, it) = reports.approved_as(&drill.id, edition.word(), form.word())?;
        Some(FrozenView {
            format: it.format.clone(),
            by: it.by.clone(),
            at_ms: at.0,
            hash: it.hash.clone(),
            seal: it.seal.clone(),
            named: it.named,
            record: *record,
        })
    });
    let addenda = reports.addenda_of(&drill.id);
    let asks = reports.asks.get(&drill.id).into_iter().flatten();
    ReportView {
        exercise: drill.id.to_string(),
        edition: edition.word().to_owned(),
        html,
        file_name: file_name(&title, edition),
        title,
        forms: forms.iter().map(|it| it.word().to_owned()).collect(),
        lapses,
        names,
        frozen: frozen.collect(),
        addenda: addenda
            .map(|(_, at, it)| AddendumView {
                says: it.says.clone(),
                by: it.by.clone(),
                at_ms: at.0,
            })
            .collect(),
        asks: asks
            .map(|it| AskView {
                what: it.what.clone(),
                money: it.money.clone(),
                owner: it.owner.clone(),
                risk: it.risk.clone(),
            })
            .collect(),
    }
}

/// A file name made from a title.
fn file_name(title: &str, edition: Edition) -> String {
    let safe: String = title
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == ' ' || c == '-' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let safe = safe.trim().trim_matches('-');
    match edition {
        Edition::Full => format!("{safe} - after-action report"),
        Edition::Management => format!("{safe} - management report"),
        Edition::Participants => format!("{safe} - report for participants"),
        Edition::Auditor => format!("{safe} - report for auditors"),
    }
}
