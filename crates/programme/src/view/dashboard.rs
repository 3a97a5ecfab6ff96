//! The manager's first screen. Not here: the rows that its figures lead to.

use super::*;

/// The manager's first screen. Each figure leads to rows of the view.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dashboard {
    /// By when the next drill has to be.
    pub next_drill_due: Option<Day>,
    /// How many days it is overdue.
    pub next_drill_overdue_days: i64,
    /// People in a role by how they stand.
    pub people: BTreeMap<State, u32>,
    /// Open corrective actions.
    pub actions_open: u32,
    /// Those overdue.
    pub actions_overdue: u32,
    /// Those that nobody verified.
    pub actions_unverified: u32,
    /// Open corrective actions by unit, with those overdue.
    pub by_unit: Vec<UnitActions>,
    /// Sections that matter and were exercised within the window, by plan.
    pub coverage: Vec<Part>,
    /// The ratings of the last drill that counts.
    pub last_drill: Option<LastDrill>,
    /// The criteria that no record supports, or only in part.
    pub evidence_gaps: Vec<Part>,
    /// How many gaps there are among people and appointments.
    pub gaps: u32,
    /// Emergency accounts that should be gone.
    pub orphans: u32,
}

/// The corrective actions of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitActions {
    /// The unit; empty where none is named.
    pub unit: String,
    /// Open ones.
    pub open: u32,
    /// Those overdue.
    pub overdue: u32,
}

/// The last drill that counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LastDrill {
    /// The drill.
    pub exercise: ExerciseId,
    /// Its title.
    pub title: String,
    /// Its day.
    pub on: Day,
    /// The ratings of its objectives.
    pub ratings: BTreeMap<ObjectiveId, Rating>,
}

/// The first screen, with the rows that it shows some of.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstScreen {
    /// Its figures.
    pub dashboard: Dashboard,
    /// The register of proficiency.
    pub proficiency: Vec<Proficiency>,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// What is missing among people and appointments.
    pub gaps: Vec<Gap>,
}

/// The first screen alone.
pub fn first_screen(look: &Look<'_>) -> FirstScreen {
    let plan = Plan::of(look);
    let proficiency = register_by(look, &plan);
    let criteria = criteria_by(look, &proficiency);
    let gaps = gaps(look);
    FirstScreen {
        dashboard: dashboard_of(look, &plan, &proficiency, &criteria, &gaps, &accounts(look)),
        proficiency,
        criteria,
        gaps,
    }
}

pub(super) fn dashboard_of(
    look: &Look<'_>,
    plan: &Plan,
    proficiency: &[Proficiency],
    criteria: &[Criterion],
    gaps: &[Gap],
    accounts: &[AccountRow],
) -> Dashboard {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut people = BTreeMap::new();
    for it in proficiency.iter().filter(|it| it.post.is_some()) {
        *people.entry(it.state).or_insert(0) += 1;
    }
    let mut by_unit: BTreeMap<&str, UnitActions> = BTreeMap::new();
    let open: Vec<&ActionRow> = plan
        .actions
        .values()
        .filter(|it| it.status == ActionStatus::Open)
        .collect();
    for action in &open {
        let row = by_unit.entry(&action.unit).or_insert_with(|| UnitActions {
            unit: action.unit.clone(),
            open: 0,
            overdue: 0,
        });
        row.open += 1;
        row.overdue += u32::from(action.overdue_days > 0);
    }
    let unverified = plan.actions.values();
    let next = cadences(look).into_iter().min_by_key(|it| it.due);
    let counted = look.counted();
    Dashboard {
        next_drill_due: next.as_ref().map(|it| it.due),
        next_drill_overdue_days: next.map_or(0, |it| it.overdue_days),
        people,
        actions_open: count(open.len()),
        actions_overdue: count(open.iter().filter(|it| it.overdue_days > 0).count()),
        actions_unverified: count(
            unverified
                .filter(|it| it.status == ActionStatus::Done)
                .count(),
        ),
        by_unit: by_unit.into_values().collect(),
        coverage: coverage(look),
        last_drill: counted.last().map(|it| LastDrill {
            exercise: it.closed.exercise.clone(),
            title: it.closed.title.clone(),
            on: day_of(it.at),
            ratings: it.closed.ratings.clone(),
        }),
        evidence_gaps: criteria.iter().filter_map(evidence_gap).collect(),
        gaps: count(gaps.len()),
        orphans: count(
            accounts
                .iter()
                .filter(|it| it.state == crate::accounts::AccountState::Orphan)
                .count(),
        ),
    }
}

fn evidence_gap(criterion: &Criterion) -> Option<Part> {
    let says = match criterion.status {
        Status::Partial => "partial",
        Status::NoEvidence => "no evidence",
        Status::Supported | Status::NotApplicable | Status::OutOfScope => return None,
    };
    Some(Part {
        label: format!("{} {}", criterion.id, criterion.label),
        says: says.to_owned(),
    })
}

fn coverage(look: &Look<'_>) -> Vec<Part> {
    let window = look.in_window();
    let one = |plan: &crate::look::PlanNow| {
        let matter = plan.sections.iter().filter(|it| it.matters);
        let (mut n, mut d) = (0, 0);
        for section in matter {
            d += 1;
            let tested = window.iter().any(|it| {
                it.closed
                    .plan
                    .as_ref()
                    .is_some_and(|used| used.plan == plan.id)
                    && it
                        .closed
                        .sections
                        .iter()
                        .any(|it| it.tested > 0 && it.section == section.path)
            });
            n += u64::from(tested);
        }
        Part {
            label: plan.title.clone(),
            says: format!("{n} of {d} ({})", percent(n, d)),
        }
    };
    look.plans.iter().map(one).collect()
}
