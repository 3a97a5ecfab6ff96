//! The names of the streams. What is written in them is the business of the crates that write.

use terms::{ExerciseId, PlanId};

/// The stream of the programme itself: people, appointments, corrective actions, closed drills.
pub const PROGRAMME: &str = "programme";

const EXERCISE: &str = "exercise/";
const PLAN: &str = "plan/";

/// The stream of one drill.
pub fn of_exercise(id: &ExerciseId) -> String {
    format!("{EXERCISE}{id}")
}

/// The stream of one plan.
pub fn of_plan(id: &PlanId) -> String {
    format!("{PLAN}{id}")
}

/// The drill whose stream this is, where it is a drill's.
pub fn exercise_of(stream: &str) -> Option<ExerciseId> {
    stream.strip_prefix(EXERCISE).map(ExerciseId::from)
}

/// The plan whose stream this is, where it is a plan's.
pub fn plan_of(stream: &str) -> Option<PlanId> {
    stream.strip_prefix(PLAN).map(PlanId::from)
}
