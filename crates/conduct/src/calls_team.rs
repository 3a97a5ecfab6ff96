//! Calls about people in roles and about the calendar. Not here: names and contacts (`calls_programme`), how rows are
//! shown (`views::team_year`).

use std::path::Path;

use programme::{
    AppointmentEnded, AppointmentMade, CadenceKept, DrillPlanned, FunctionsKept, Look, Plan, Post,
    ProgrammeEvent, Rule, RuleKept, ScenarioFacts, fold_name, function_of,
};
use terms::{PersonId, Stamp};
use wire::{
    CalendarCall, CalendarView, DeskCall, DeskReply, PlannedLine, Problem, ProblemCode, TeamCall,
    TeamView,
};

use crate::calls_programme::misplaced;
use crate::calls_year::any_day;
use crate::desk::{Desk, Open, fits, mint, unopened};
use crate::drafts::write_whole;
use crate::keep::Keep;
use crate::problem::{fault, problem, unknown, unwritable};
use crate::stand::Stand;
use crate::views::{marking, team_year as rows};

/// The functions that an integrated team has.
const FUNCTIONS: [&str; 8] = [
    "cybersecurity",
    "IT",
    "privacy",
    "business",
    "legal",
    "communications",
    "HR",
    "executive",
];

impl Desk {
    pub(crate) fn team_call(&self, open: &mut Open, call: DeskCall) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Team => team(&open.keep),
            DeskCall::KeepTeam { change } => {
                let event = self.of_team(&mut open.keep, change)?;
                open.keep.append(event).map_err(|failed| fault(&failed))?;
                team(&open.keep)
            }
            DeskCall::Calendar => self.calendar(&open.keep),
            DeskCall::KeepCalendar { change } => {
                let event = self.of_calendar(&open.keep, change)?;
                open.keep.append(event).map_err(|failed| fault(&failed))?;
                self.calendar(&open.keep)
            }
            DeskCall::SaveCalendar { path } => {
                let keep = &open.keep;
                let stand = Stand::of(keep).map_err(unopened)?;
                let look = stand.look(keep);
                let entries = programme::entries(&look, &Plan::of(&look));
                let text = programme::ics(&keep.fold.name, look.is_demo(), &entries, look.now);
                let path = Path::new(&path);
                write_whole(path, text.as_bytes()).map_err(|error| unwritable(path, &error))?;
                Ok(DeskReply::Saved(path.display().to_string()))
            }
            other => Err(misplaced(&other)),
        }
    }

    fn calendar(&self, keep: &Keep) -> Result<DeskReply, Problem> {
        let stand = Stand::of(keep).map_err(unopened)?;
        let look = stand.look(keep);
        let plan = Plan::of(&look);
        let scenarios: Vec<ScenarioFacts> = self
            .library
            .all()
            .iter()
            .map(|found| ScenarioFacts::of(&found.scenario))
            .collect();
        Ok(DeskReply::Calendar(Box::new(CalendarView {
            marking: marking(&look),
            as_of: look.today().to_string(),
            cadences: all(programme::cadences(&look), rows::cadence),
            next: rows::next_drill(programme::next_drill(&look, &plan, &scenarios)),
            planned: planned_lines(&look),
            entries: all(programme::entries(&look, &plan), rows::entry),
            people: all(programme::people(&look), rows::person),
            units: look.units(),
        })))
    }

    fn of_calendar(&self, keep: &Keep, change: CalendarCall) -> Result<ProgrammeEvent, Problem> {
        match change {
            CalendarCall::Plan { .. } => self.planned(keep, change),
            CalendarCall::Cadence {
                unit,
                months,
                because,
            } => {
                for text in [&unit, &because] {
                    fits(text)?;
                }
                if !(1..=120).contains(&months) {
                    let says = "A drill is due at least every one to 120 months.";
                    return Err(problem(ProblemCode::Refused, says));
                }
                let key = fold_name(&unit);
                let before = keep.fold.year.cadences.get(&key);
                Ok(ProgrammeEvent::CadenceKept(CadenceKept {
                    plan: before.and_then(|it| it.value.plan.clone()),
                    unit,
                    months,
                    because,
                }))
            }
        }
    }

    fn planned(&self, keep: &Keep, change: CalendarCall) -> Result<ProgrammeEvent, Problem> {
        let CalendarCall::Plan {
            planned,
            title,
            at,
            minutes,
            unit,
            scenario,
            people,
            called_off,
            because,
        } = change
        else {
            return Err(unknown("change of the calendar"));
        };
        for text in [&title, &unit, &because] {
            fits(text)?;
        }
        if title.trim().is_empty() {
            let says = "Say what the drill is called.";
            return Err(problem(ProblemCode::Refused, says));
        }
        if called_off && because.trim().is_empty() {
            let says = "Say why it is called off: those who were invited read it.";
            return Err(problem(ProblemCode::Refused, says));
        }
        let all = &keep.fold.year.planned;
        let known = planned
            .as_ref()
            .map(|id| all.get(id).ok_or_else(|| unknown("planned drill")));
        let before = known.transpose()?;
        let people = people.into_iter().map(|id| person(keep, id));
        Ok(ProgrammeEvent::DrillPlanned(DrillPlanned {
            exercise: before.and_then(|it| it.value.exercise.clone()),
            people: people.collect::<Result<_, _>>()?,
            planned: planned.unwrap_or_else(|| mint(self.clock.now())),
            title,
            at: Stamp(at),
            minutes,
            unit,
            scenario,
            called_off,
            because: if called_off { because } else { String::new() },
        }))
    }

    fn of_team(&self, keep: &mut Keep, change: TeamCall) -> Result<ProgrammeEvent, Problem> {
        match change {
            TeamCall::Functions {
                person: id,
                functions,
            } => {
                let known = functions.iter().map(|word| function_of(word));
                let functions: Option<Vec<_>> = known.collect();
                Ok(ProgrammeEvent::FunctionsKept(FunctionsKept {
                    person: person(keep, id)?,
                    functions: functions.ok_or_else(|| unknown("function"))?,
                }))
            }
            TeamCall::Appoint {
                role,
                person: id,
                post,
                by,
                since,
                until,
            } => {
                fits(&role)?;
                let role = role.trim().to_owned();
                if role.is_empty() {
                    return Err(problem(ProblemCode::Refused, "Say which role it is."));
                }
                let (since, until) = (any_day(&since)?, any_day(&until)?);
                if since.zip(until).is_some_and(|(since, until)| since > until) {
                    let says = "The end lies before the beginning.";
                    return Err(problem(ProblemCode::Refused, says));
                }
                Ok(ProgrammeEvent::AppointmentMade(AppointmentMade {
                    role,
                    person: person(keep, id)?,
                    post: match post.as_str() {
                        "primary" => Post::Primary,
                        "alternate" => Post::Alternate,
                        _ => return Err(unknown("kind of appointment")),
                    },
                    by: self.who(keep, &by)?,
                    since,
                    until,
                }))
            }
            TeamCall::End {
                role,
                person: id,
                on,
            } => {
                let person = person(keep, id)?;
                let key = (fold_name(&role), person.clone());
                if !keep.fold.year.appointments.contains_key(&key) {
                    return Err(unknown("appointment"));
                }
                let none = || problem(ProblemCode::Refused, "Say which is the last day.");
                Ok(ProgrammeEvent::AppointmentEnded(AppointmentEnded {
                    role,
                    person,
                    on: any_day(&on)?.ok_or_else(none)?,
                }))
            }
            TeamCall::Rule { rule, because } => {
                fits(&because)?;
                if because.trim().is_empty() {
                    let says =
                        "Say why the rule is changed: it stands in the register from now on.";
                    return Err(problem(ProblemCode::Refused, says));
                }
                if rule.days == 0 || rule.drills == 0 || rule.q_percent > 100 {
                    let says = "A rule needs days, at least one drill and a Q of at most 1.";
                    return Err(problem(ProblemCode::Refused, says));
                }
                Ok(ProgrammeEvent::RuleKept(RuleKept {
                    rule: Rule {
                        version: keep.fold.year.rule().version + 1,
                        days: rule.days,
                        due_days: rule.due_days,
                        drills: rule.drills,
                        q_percent: rule.q_percent,
                        no_critical_miss: rule.no_critical_miss,
                        no_u: rule.no_u,
                        current_major: rule.current_major,
                    },
                    because,
                }))
            }
        }
    }
}

fn team(keep: &Keep) -> Result<DeskReply, Problem> {
    let stand = Stand::of(keep).map_err(unopened)?;
    let look: Look<'_> = stand.look(keep);
    let rule = keep.fold.year.rule();
    Ok(DeskReply::Team(Box::new(TeamView {
        marking: marking(&look),
        as_of: look.today().to_string(),
        people: all(programme::people(&look), rows::person),
        appointments: all(programme::appointments(&look), rows::appointment),
        gaps: all(programme::gaps(&look), rows::gap),
        proficiency: all(programme::register(&look), rows::proficiency),
        rule: rows::rule(&rule),
        rule_says: rule.says(),
        roles: look.roles(),
        functions: FUNCTIONS.map(str::to_owned).to_vec(),
    })))
}

/// The drills that are planned and have not become one, by their moment; what was called off is forgotten once that has
/// passed.
fn planned_lines(look: &Look<'_>) -> Vec<PlannedLine> {
    let all = look.fold.year.planned.values().map(|it| &it.value);
    let mut shown: Vec<&DrillPlanned> = all
        .filter(|it| it.exercise.is_none() && !(it.called_off && it.at < look.now))
        .collect();
    shown.sort_by_key(|it| it.at);
    shown
        .into_iter()
        .map(|it| rows::planned(it, look.now))
        .collect()
}

/// Rows as a view has them.
fn all<A, B>(rows: Vec<A>, shown: fn(A) -> B) -> Vec<B> {
    rows.into_iter().map(shown).collect()
}

/// Somebody of the roster.
fn person(keep: &Keep, id: String) -> Result<PersonId, Problem> {
    let id = PersonId::from(id);
    if keep.fold.people.contains_key(&id) {
        Ok(id)
    } else {
        Err(unknown("person"))
    }
}
