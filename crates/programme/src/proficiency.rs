//! The proficiency register: for every person in a role of the plan, whether they are proficient, why, and what is needed
//! next. It rests on closed drills with live people alone; practice, bots, rehearsals and demos never count. The rule is
//! editable and numbered. Not here: who should be in a role (`gaps`).

use std::collections::BTreeMap;

use exercise::{Outcome, Standing};
use serde::{Deserialize, Serialize};
use terms::{ExerciseId, PersonId, RoleId, Stamp};

use crate::Day;
use crate::closed::{ActionClosed, RoleClosed};
use crate::improvement::was_completed;
use crate::look::{Counted, Look, day_of, days_between, plus_days};
use crate::people::{Post, fold_name};
use crate::plan_of_action::Plan;

/// What makes a person proficient in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its number.
    pub version: u32,
    /// A drill counts for so many days.
    pub days: u32,
    /// Whoever expires within so many days is due.
    pub due_days: u32,
    /// At least so many drills within that time.
    pub drills: u32,
    /// Q has to be at least this, in hundredths.
    pub q_percent: u32,
    /// True where a critical miss has to be remedied.
    pub no_critical_miss: bool,
    /// True where no objective of the role's tasks may be rated U.
    pub no_u: bool,
    /// True where the drill has to be on the current major revision of the plan.
    pub current_major: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            version: 1,
            days: 365,
            due_days: 60,
            drills: 1,
            q_percent: 80,
            no_critical_miss: true,
            no_u: true,
            current_major: true,
        }
    }
}

impl Rule {
    /// The least Q, as it is written: 0.80.
    fn q(&self) -> String {
        format!("{}.{:02}", self.q_percent / 100, self.q_percent % 100)
    }

    /// The rule in words, as every output shows it.
    pub fn says(&self) -> String {
        let mut parts = vec![format!(
            "at least {} with live people in the role within {} days",
            evaluation::counted(self.drills as usize, "completed drill"),
            self.days
        )];
        parts.push(format!("Q of at least {}", self.q()));
        if self.no_critical_miss {
            parts.push("no critical miss that is not remedied".to_owned());
        }
        if self.no_u {
            parts.push("no objective of the role's tasks rated U".to_owned());
        }
        if self.current_major {
            parts.push("on the current major revision of the plan".to_owned());
        }
        parts.join("; ")
    }
}

/// The rule was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleKept {
    /// The rule.
    pub rule: Rule,
    /// Why it was changed.
    pub because: String,
}

/// How a person stands in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Proficient.
    Current,
    /// Proficient, and soon no longer.
    Due,
    /// No longer proficient: too long ago, or on an older plan.
    Expired,
    /// Never drilled in the role.
    Never,
    /// The last drill showed that more is needed.
    Remediation,
}

/// One person in one role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proficiency {
    /// The role of the plan.
    pub role: String,
    /// The person.
    pub person: PersonId,
    /// Their name, or what to say where it was erased.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// How they are appointed; none where they only drilled in it.
    pub post: Option<Post>,
    /// How they stand.
    pub state: State,
    /// Why, in sentences.
    pub why: Vec<String>,
    /// What is needed next.
    pub next: String,
    /// The last day on which they are proficient.
    pub expires: Option<Day>,
    /// Q of the last drill that counts.
    pub q: Option<f64>,
    /// The drills that count, the newest first.
    pub drills: Vec<DrillResult>,
    /// How many times they played the role in what does not count, such as practice or a drill that was broken off.
    pub not_counted: u32,
    /// The records behind it.
    pub records: Vec<String>,
}

/// What one drill says of a person in a role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrillResult {
    /// The drill.
    pub exercise: ExerciseId,
    /// Its title.
    pub title: String,
    /// The day it was played.
    pub on: Day,
    /// How the person stood in the role.
    pub standing: Standing,
    /// Q; none where nothing was tested.
    pub q: Option<f64>,
    /// Critical expected actions that were missed and are not remedied.
    pub critical_missed: Vec<String>,
    /// True where an objective of the role's tasks was rated U.
    pub unable: bool,
    /// The revision of the plan that was tested.
    pub revision: String,
    /// True where that is of the current major revision.
    pub current_plan: bool,
    /// True where Q is as high as the rule asks.
    pub enough: bool,
    /// True where it meets the rule, time aside.
    pub meets: bool,
    /// The record that closed it.
    pub record: String,
}

/// The register: every person who is appointed to a role or has held it in a drill that counts, by role.
pub fn register(look: &Look<'_>) -> Vec<Proficiency> {
    register_by(look, &Plan::of(look))
}

/// The register where the improvement plan is at hand already.
pub(crate) fn register_by(look: &Look<'_>, plan: &Plan) -> Vec<Proficiency> {
    let rule = look.fold.year.rule();
    let counted = look.counted();
    let mut cells: Cells<'_> = BTreeMap::new();
    for (role, it) in look.appointed_by_role() {
        let people = match cells.get_mut(role) {
            Some(people) => people,
            None => cells.entry(role.to_owned()).or_default(),
        };
        let cell = people
            .entry(&it.value.person)
            .or_insert_with(|| Cell::new(&it.value.role));
        cell.post = Some(it.value.post);
        cell.appointment.extend(&it.records);
    }
    for drill in &counted {
        for role in drill.closed.roles.iter().filter(|it| !it.held.is_empty()) {
            let people = cells.entry(fold_name(&role.plan_role)).or_default();
            for held in &role.held {
                // Who plays by a bot's standing is nobody; a person without an appointment is shown all the same.
                let cell = people
                    .entry(&held.person)
                    .or_insert_with(|| Cell::new(&role.plan_role));
                cell.drills.push((*drill, role, held.standing));
            }
        }
    }
    count_the_rest(look, &mut cells);
    let judge = Judge {
        look,
        rule: &rule,
        plan,
        shown: last_shown(&counted),
    };
    let mut register = Vec::with_capacity(cells.values().map(BTreeMap::len).sum());
    for (role, people) in &cells {
        register.extend(
            people
                .iter()
                .map(|(person, cell)| judge.one(role, person, cell)),
        );
    }
    register
}

/// Practice and the like count for nothing and are said all the same, so that nobody wonders where they went.
fn count_the_rest(look: &Look<'_>, cells: &mut Cells<'_>) {
    let all = look.fold.closed.values().map(|(_, closed)| closed);
    let rest = all.filter(|it| !(was_completed(it.how) && look.fold.year.counts(it.origin)));
    for role in rest.flat_map(|it| &it.roles) {
        let Some(people) = cells.get_mut(&fold_name(&role.plan_role)) else {
            continue;
        };
        for held in &role.held {
            if let Some(cell) = people.get_mut(&held.person) {
                cell.not_counted += 1;
            }
        }
    }
}

/// The matrix: by role as it is compared, then by person.
type Cells<'a> = BTreeMap<String, BTreeMap<&'a PersonId, Cell<'a>>>;

/// The results that make up a cell of the matrix.
struct Cell<'a> {
    role: &'a str,
    post: Option<Post>,
    appointment: Vec<u64>,
    drills: Vec<(Counted<'a>, &'a RoleClosed, Standing)>,
    not_counted: u32,
}

impl<'a> Cell<'a> {
    fn new(role: &'a str) -> Self {
        Self {
            role,
            post: None,
            appointment: Vec::new(),
            drills: Vec::new(),
            not_counted: 0,
        }
    }
}

struct Judge<'a, 'b> {
    look: &'b Look<'a>,
    rule: &'b Rule,
    plan: &'b Plan,
    shown: Shown<'a>,
}

/// When each thing was last tested, by its place, and whether all of it was done in time then.
type Places<'a> = BTreeMap<&'a str, (Stamp, bool)>;

/// The same for each role.
type Shown<'a> = BTreeMap<String, Places<'a>>;

fn last_shown<'a>(counted: &[Counted<'a>]) -> Shown<'a> {
    let mut shown = Shown::new();
    for drill in counted {
        let tested = drill
            .closed
            .actions
            .iter()
            .filter(|it| it.outcome != Outcome::NotTested);
        let mut by_role: BTreeMap<&RoleId, Vec<&ActionClosed>> = BTreeMap::new();
        for action in tested {
            by_role.entry(&action.role).or_default().push(action);
        }
        for role in &drill.closed.roles {
            let Some(actions) = by_role.get(&role.role) else {
                continue;
            };
            let places = shown.entry(fold_name(&role.plan_role)).or_default();
            for action in actions {
                let clean = action.outcome == Outcome::Met && !action.harmful;
                for place in &action.places {
                    let last = places.entry(place).or_insert((drill.at, true));
                    // Of several in one drill, all have to be clean; a later drill starts afresh.
                    *last = (drill.at, clean && (last.0 != drill.at || last.1));
                }
            }
        }
    }
    shown
}

impl Judge<'_, '_> {
    fn one(&self, role: &str, person: &PersonId, cell: &Cell<'_>) -> Proficiency {
        let places = self.shown.get(role);
        let drills: Vec<DrillResult> = cell
            .drills
            .iter()
            .rev()
            .map(|(drill, role, standing)| self.result(drill, role, *standing, places))
            .collect();
        let verdict = self.verdict(&drills);
        let mut records = crate::look::all_of_programme(&cell.appointment);
        records.extend(drills.iter().map(|it| it.record.clone()));
        Proficiency {
            name: self.look.name(person),
            unit: self.look.unit_of(person).to_owned(),
            role: cell.role.to_owned(),
            person: person.clone(),
            post: cell.post,
            state: verdict.state,
            why: verdict.why,
            next: verdict.next,
            expires: verdict.expires,
            q: drills.iter().find_map(|it| it.q),
            drills,
            not_counted: cell.not_counted,
            records,
        }
    }

    fn result(
        &self,
        drill: &Counted<'_>,
        role: &RoleClosed,
        standing: Standing,
        places: Option<&Places<'_>>,
    ) -> DrillResult {
        let closed = drill.closed;
        let missed = closed
            .actions
            .iter()
            .filter(|it| it.role == role.role && it.critical && it.outcome == Outcome::Missed);
        let open: Vec<String> = missed
            .filter(|it| !self.remedied(drill, it, places))
            .map(|it| it.text.clone())
            .collect();
        let revision = closed
            .plan
            .as_ref()
            .map_or_else(String::new, |used| used.revision.clone());
        let current_plan = self.is_current(drill);
        let q = role.q();
        // Hundredths are compared in whole numbers, so that 0.8 is 0.8.
        let enough = role.weight > 0
            && 100 * role.earned_halves >= u64::from(self.rule.q_percent) * 2 * role.weight;
        let meets = enough
            && (!self.rule.no_critical_miss || open.is_empty())
            && (!self.rule.no_u || role.unable.is_empty())
            && (!self.rule.current_major || current_plan);
        DrillResult {
            exercise: closed.exercise.clone(),
            title: closed.title.clone(),
            on: day_of(drill.at),
            standing,
            q,
            critical_missed: open,
            unable: !role.unable.is_empty(),
            revision,
            current_plan,
            enough,
            meets,
            record: drill.reference(),
        }
    }

    /// A critical miss is remedied once a later drill tested the same thing in the same role without fault, or the
    /// corrective actions that answer its finding are all done and verified.
    fn remedied(
        &self,
        drill: &Counted<'_>,
        action: &ActionClosed,
        places: Option<&Places<'_>>,
    ) -> bool {
        let shown = action.places.iter().any(|place| {
            let last = places.and_then(|places| places.get(place.as_str()));
            last.is_some_and(|(at, clean)| *at > drill.at && *clean)
        });
        if shown {
            return true;
        }
        let mut mine = drill
            .closed
            .findings
            .iter()
            .filter(|it| it.action.as_ref() == Some(&action.action));
        mine.any(|it| self.plan.is_verified(&drill.closed.exercise, it.record))
    }

    fn is_current(&self, drill: &Counted<'_>) -> bool {
        let Some(used) = &drill.closed.plan else {
            return self.look.plans.is_empty();
        };
        let now = self.look.plans.iter().find(|plan| plan.id == used.plan);
        now.is_none_or(|now| same_major(&now.revision, &used.revision))
    }

    fn verdict(&self, drills: &[DrillResult]) -> Verdict {
        let today = self.look.today();
        let rule = self.rule;
        let shown = |it: &DrillResult| format!("“{}” on {}", it.title, it.on);
        let Some(last) = drills.first() else {
            return Verdict {
                state: State::Never,
                why: vec!["No completed drill with live people in this role is on record.".into()],
                next: "Take part in a drill in this role.".into(),
                expires: None,
            };
        };
        let lasts = |it: &DrillResult| plus_days(it.on, i64::from(rule.days));
        let fresh: Vec<&DrillResult> = drills.iter().filter(|it| lasts(it) >= today).collect();
        if fresh.is_empty() {
            return Verdict {
                state: State::Expired,
                why: vec![format!(
                    "The last drill, {}, is more than {} days ago.",
                    shown(last),
                    rule.days
                )],
                next: "Take part in a drill in this role.".into(),
                expires: Some(lasts(last)),
            };
        }
        if let Some(verdict) = self.remediation(&fresh) {
            return verdict;
        }
        let good: Vec<&&DrillResult> = fresh.iter().filter(|it| it.meets).collect();
        let needed = rule.drills.max(1) as usize;
        // With several drills asked for, proficiency ends with the oldest that is still needed.
        let Some(holds) = good.get(needed - 1) else {
            return self.too_few(&fresh, good.len());
        };
        let expires = lasts(holds);
        let left = days_between(today, expires);
        let why = vec![format!(
            "Met the rule in {} (Q {}, plan revision {}).",
            shown(good[0]),
            spoken_q(good[0].q),
            spoken_revision(&good[0].revision)
        )];
        let (state, next) = if left < i64::from(rule.due_days) {
            (
                State::Due,
                format!("Take part in a drill in this role by {expires}."),
            )
        } else {
            (
                State::Current,
                format!(
                    "Nothing before {}.",
                    plus_days(expires, -i64::from(rule.due_days))
                ),
            )
        };
        Verdict {
            state,
            why,
            next,
            expires: Some(expires),
        }
    }

    /// What the last drill showed to be missing, and every critical miss that nothing has remedied since.
    fn remediation(&self, fresh: &[&DrillResult]) -> Option<Verdict> {
        let rule = self.rule;
        let mut why = Vec::new();
        let last = fresh.iter().find(|it| it.q.is_some())?;
        if !last.enough {
            why.push(format!(
                "Q was {} in “{}” on {}, below {}.",
                spoken_q(last.q),
                last.title,
                last.on,
                rule.q()
            ));
        }
        if rule.no_u && last.unable {
            why.push(format!(
                "An objective of the role's tasks was rated U in “{}” on {}.",
                last.title, last.on
            ));
        }
        if rule.no_critical_miss {
            for it in fresh {
                for missed in &it.critical_missed {
                    why.push(format!(
                        "Critical action missed in “{}” on {} and not remedied: {missed}",
                        it.title, it.on
                    ));
                }
            }
        }
        (!why.is_empty()).then(|| Verdict {
            state: State::Remediation,
            why,
            next: "Close and verify the corrective actions, or show it in the next drill in this role.".into(),
            expires: None,
        })
    }

    fn too_few(&self, fresh: &[&DrillResult], good: usize) -> Verdict {
        let last = fresh[0];
        let mut why = Vec::new();
        if self.rule.current_major && !last.current_plan && last.revision.is_empty() {
            why.push(format!(
                "“{}” on {} does not say which revision of the plan it tested.",
                last.title, last.on
            ));
        } else if self.rule.current_major && !last.current_plan {
            why.push(format!(
                "“{}” on {} tested revision {} of the plan, which has a new major revision since.",
                last.title,
                last.on,
                spoken_revision(&last.revision)
            ));
        } else if last.q.is_none() {
            why.push(format!(
                "Nothing was asked of this role in “{}” on {}.",
                last.title, last.on
            ));
        } else {
            why.push(format!(
                "{good} of {} drills that the rule asks for.",
                self.rule.drills
            ));
        }
        Verdict {
            state: State::Expired,
            why,
            next: "Take part in a drill in this role on the plan in force.".into(),
            expires: None,
        }
    }
}

struct Verdict {
    state: State,
    why: Vec<String>,
    next: String,
    expires: Option<Day>,
}

/// True where two numbers of a plan are of one major revision: what stands before the first full stop. Where neither has
/// one, every revision is a minor one, for plans that simply count on would otherwise expire everybody at each lesson.
fn same_major(now: &str, then: &str) -> bool {
    match (now.split_once('.'), then.split_once('.')) {
        (None, None) => true,
        (now_parts, then_parts) => {
            let head = |parts: Option<(&str, &str)>, whole: &str| {
                parts.map_or(whole, |(head, _)| head).trim().to_owned()
            };
            head(now_parts, now) == head(then_parts, then)
        }
    }
}

fn spoken_q(q: Option<f64>) -> String {
    q.map_or_else(|| "n/a".to_owned(), |q| format!("{q:.2}"))
}

fn spoken_revision(number: &str) -> &str {
    if number.is_empty() {
        "without a number"
    } else {
        number
    }
}
