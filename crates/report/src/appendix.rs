//! The plan, the people and the method: what changed, what was exercised, who took part, what they said, and how
//! things were measured. Not here: the improvement plan (`lessons`).

mod excerpt;

use std::collections::BTreeMap;

use evaluation::{IDLE_MIN, Marks, OutcomeCounts, Participant, SectionCoverage};
use exercise::{FEEDBACK, HotWashTopic, Presence, Protection, Standing};
use terms::RoleId;

use crate::build::Look;
use crate::input::{ChangeState, PlanChange};
use crate::model::Fact;
use crate::parts::{
    CoveragePart, FeedbackPart, HotWashPart, ParticipantPart, PlanChangePart, StatementPart,
};
use crate::phrase::{NONE, or_none, outcomes};

/// The words of the method that hold for every report.
const METHOD: [(&str, &str); 10] = [
    (
        "Exercise clock",
        "Runs during play only. Pauses, breaks and the sleep of a computer do not \
             count. Offsets are written T+hours:minutes:seconds.",
    ),
    (
        "Story time",
        "What the clock on the wall shows inside the scenario. Deadlines run in story \
             time.",
    ),
    (
        "Latency",
        "From the delivery of an inject, or the arrival of a latecomer, to the \
             acknowledgement or decision, on the exercise clock. A decision set back counts \
             from the moment it was said.",
    ),
    (
        "Target",
        "The time that the expected action allows, fixed before the drill.",
    ),
    (
        "Median and p90",
        "The middle value and the 90th percentile by nearest rank. Fewer than three \
             values are shown as they are.",
    ),
    (
        "Outcome",
        "In time: done within the target. Late: done after it. In part: done, but not \
             wholly. Not done. Not tested: the drill never came to it, or its inject was \
             withdrawn.",
    ),
    (
        "Q",
        "Sum of weight x met over sum of weight, over the expected actions that were \
             tested; in part counts one half, a harmful choice nothing (after the TARGETs \
             method, Fowlkes 1994). It is never shown without its parts.",
    ),
    (
        "Ratings",
        "P performed without challenges, S with some, M with major challenges, U unable \
             to be performed (HSEEP 2020). P, S and M all mean that the objective was \
             reached.",
    ),
    (
        "Findings",
        "Raised by a person, or suggested by rule and marked so until a person confirms \
             them. Each names the records that show it.",
    ),
    (
        "Legal deadlines",
        "Taken from the scenario with the source named there. Check them before relying \
             on them.",
    ),
];

/// What was said in the hot wash, by topic.
pub(crate) fn hot_wash(look: &Look<'_>) -> Vec<HotWashPart> {
    let topic = |topic: HotWashTopic| match topic {
        HotWashTopic::Objective => "Were the objectives reached?",
        HotWashTopic::Strength => "Strengths",
        HotWashTopic::Improve => "To improve",
        HotWashTopic::Training => "Training",
        HotWashTopic::Staffing => "Staffing",
        HotWashTopic::Equipment => "Equipment",
        HotWashTopic::Parked => "Parked during the drill",
    };
    let said = |said: &evaluation::Said| match &said.role {
        Some(role) => format!("{} ({})", said.says.trim(), look.role(role)),
        None => said.says.trim().to_owned(),
    };
    let part = |(which, items): (&HotWashTopic, &Vec<evaluation::Said>)| HotWashPart {
        topic: topic(*which).to_owned(),
        items: items.iter().map(said).collect(),
    };
    look.input
        .evaluation
        .hot_wash
        .topics
        .iter()
        .map(part)
        .collect()
}

/// The feedback forms, where there are any.
pub(crate) fn feedback(look: &Look<'_>) -> Option<FeedbackPart> {
    let feedback = &look.input.evaluation.feedback;
    let statement = |(says, marks): (&&str, &Marks)| StatementPart {
        says: (*says).to_owned(),
        mean: marks
            .mean()
            .map_or_else(|| NONE.to_owned(), |mean| format!("{mean:.1}")),
        n: marks.n,
        length: (marks.sum * 20).checked_div(marks.n).unwrap_or(0),
    };
    (feedback.forms > 0).then(|| FeedbackPart {
        forms: feedback.forms,
        statements: FEEDBACK
            .iter()
            .zip(&feedback.statements)
            .map(statement)
            .collect(),
        strengths: feedback.strengths.clone(),
        improvements: feedback.improvements.clone(),
        says: feedback.says.clone(),
    })
}

/// What changed in the plan, or is proposed to change.
pub(crate) fn plan_changes(look: &Look<'_>) -> Vec<PlanChangePart> {
    look.input
        .plan_changes
        .iter()
        .map(|it| plan_change(look, it))
        .collect()
}

/// How much of the plan was exercised.
pub(crate) fn coverage_says(look: &Look<'_>) -> String {
    let evaluation = look.input.evaluation;
    let sections = || evaluation.coverage.iter().filter(|it| it.in_plan);
    let all = sections().count();
    if all == 0 {
        return String::new();
    }
    let exercised = sections().filter(|it| it.outcomes.tested() > 0 || !it.deadlines.is_empty());
    let plan = evaluation
        .course
        .plan
        .as_ref()
        .map_or("the plan", |plan| plan.title.as_str());
    format!(
        "{} of {all} sections of {plan} were exercised.",
        exercised.count()
    )
}

/// Every section of the plan, and every one that the scenario cites and the plan lacks.
pub(crate) fn coverage(look: &Look<'_>) -> Vec<CoveragePart> {
    look.input
        .evaluation
        .coverage
        .iter()
        .map(|it| section(look, it))
        .collect()
}

/// Appendix B.
pub(crate) fn participants(look: &Look<'_>) -> Vec<ParticipantPart> {
    let mut by_role: BTreeMap<&RoleId, Vec<&Participant>> = BTreeMap::new();
    for participant in &look.input.evaluation.participants {
        by_role
            .entry(&participant.role)
            .or_default()
            .push(participant);
    }
    let mut parts = Vec::new();
    for role in &look.input.scenario.roles {
        let held = by_role.remove(&role.id).unwrap_or_default();
        if held.is_empty() {
            parts.push(ParticipantPart {
                role: role.title.clone(),
                who: "Nobody".to_owned(),
                standing: NONE.to_owned(),
                attendance: NONE.to_owned(),
            });
        }
        parts.extend(held.into_iter().map(|it| participant(look, it)));
    }
    parts
}

/// How things were measured.
pub(crate) fn method(look: &Look<'_>) -> Vec<Fact> {
    let fact = |label: &str, value: &str| Fact {
        label: label.to_owned(),
        value: value.to_owned(),
    };
    let evaluator = look.input.evaluation.evaluator;
    let idle = format!(
        "A stretch of {} and more of the exercise clock in which a role neither received nor did anything.",
        IDLE_MIN
    );
    let suggested = format!(
        "Suggested by the program's rules, version {evaluator}: every critical action in time and nothing against \
         the plan is P; some late, in part, prompted or after a contingency inject is S; a breach of plan, \
         authority or law, a harmful choice or a critical action done only in part is M; a critical action not \
         done is U. No rating without an observation. An evaluator confirms or overrides with a reason."
    );
    let own = [("Suggested ratings", suggested), ("Idle", idle)];
    let own = own.iter().map(|(label, value)| fact(label, value));
    let team = crate::team::method(look);
    let door = look.input.evaluation.course.protection;
    METHOD
        .iter()
        .map(|(label, value)| fact(label, value))
        .chain(own)
        .chain(team.into_iter().map(|(label, value)| fact(label, value)))
        .chain(door.map(|protection| fact("Seats on people's own devices", protected(protection))))
        .collect()
}

/// How the way to the seats was protected, as a sentence.
fn protected(protection: Protection) -> &'static str {
    match protection {
        Protection::OwnCertificate => {
            "Encrypted with the organisation's own certificate. Who decided is known by the device that took the seat."
        }
        Protection::GeneratedCertificate => {
            "Encrypted with a certificate made for the programme. Who decided is known by the device that took the seat."
        }
        Protection::Plain => {
            "Not encrypted, on a network that the trainer trusted. Who decided is known by the device that took the seat."
        }
    }
}

fn plan_change(look: &Look<'_>, change: &PlanChange) -> PlanChangePart {
    let (word, tone) = match change.state {
        ChangeState::Proposed => ("Proposed", "none"),
        ChangeState::Adopted => ("Adopted", "good"),
        ChangeState::Declined => ("Declined", "warn"),
    };
    let revision = change
        .revision
        .as_ref()
        .map(|revision| format!("{word}, revision {revision}"));
    let excerpt = excerpt::excerpt(&change.section, &change.before, &change.after);
    PlanChangePart {
        section: look.section(&change.section),
        state: revision.unwrap_or_else(|| word.to_owned()),
        tone: tone.to_owned(),
        because: change.because.clone(),
        what: excerpt.what,
        before: excerpt.before,
        after: excerpt.after,
    }
}

fn section(look: &Look<'_>, it: &SectionCoverage) -> CoveragePart {
    let injects = it.injects.iter().map(|inject| look.inject(inject));
    let deadlines = it.deadlines.iter().map(|deadline| look.deadline(deadline));
    let by: Vec<String> = injects.chain(deadlines).collect();
    let (how, tone) = match (it.in_plan, it.outcomes) {
        (false, _) if it.actions.is_empty() => ("Cited, not in the plan".to_owned(), "warn"),
        (false, counts) => (
            format!("Not in the plan; {}", outcomes(counts).says),
            "warn",
        ),
        (true, counts) if counts.tested() == 0 && it.bots > 0 => {
            ("By simulated people only".to_owned(), "none")
        }
        (true, counts) if counts.tested() == 0 && it.deadlines.is_empty() => {
            ("Not exercised".to_owned(), "none")
        }
        (
            true,
            OutcomeCounts {
                met: 0,
                late: 0,
                partial: 0,
                missed: 0,
                ..
            },
        ) => ("Exercised by a deadline".to_owned(), "good"),
        (true, counts) if counts.missed > 0 => (outcomes(counts).says, "bad"),
        (true, counts) if counts.late + counts.partial > 0 => (outcomes(counts).says, "warn"),
        (true, counts) => (outcomes(counts).says, "good"),
    };
    // A section that the plan lacks has no place in its outline, so it stands with its whole path.
    let depth = if it.in_plan {
        it.section.matches(" / ").count().min(5)
    } else {
        0
    };
    let heading = it.section.rsplit(" / ").next().filter(|_| it.in_plan);
    CoveragePart {
        section: it.section.clone(),
        title: heading.unwrap_or(&it.section).to_owned(),
        depth: u32::try_from(depth).unwrap_or(0),
        how,
        tone: tone.to_owned(),
        by: or_none(&by.join(", ")),
    }
}

fn participant(look: &Look<'_>, it: &Participant) -> ParticipantPart {
    let who = match (
        &it.person,
        it.person.as_ref().and_then(|person| look.name(person)),
    ) {
        (None, _) => "Simulated person",
        (Some(_), Some(name)) => name,
        (Some(_), None) => "One person",
    };
    let standing = match it.standing {
        Standing::Primary => "Holder",
        Standing::Alternate => "Alternate",
        Standing::Bot => "Simulated",
    };
    let mut words: Vec<String> = Vec::new();
    for (elapsed, presence) in &it.attendance {
        let how = match presence {
            Presence::Room => "in the room",
            Presence::Remote => "remote",
            Presence::Left => "left",
        };
        let at_start = elapsed.0 == 0;
        words.push(if at_start {
            how.to_owned()
        } else {
            format!("{how} from {elapsed}")
        });
    }
    if let Some(left) = it.left_role {
        words.push(format!("gave the role up at {left}"));
    }
    let unrecorded = if it.person.is_some() {
        "not recorded"
    } else {
        NONE
    };
    ParticipantPart {
        role: look.role(&it.role),
        who: who.to_owned(),
        standing: standing.to_owned(),
        attendance: if words.is_empty() {
            unrecorded.to_owned()
        } else {
            words.join(", then ")
        },
    }
}
