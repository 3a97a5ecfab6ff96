//! People in roles and the calendar, field by field, as the desk shows them. Not here: what follows from appointments and
//! drills (`programme`).

use programme::{
    AppointmentRow, CadenceRow, DrillPlanned, DrillResult, Entry, Fit, Gap, Needed, NextDrill,
    PersonRow, Proficiency, Rule, TestAgain,
};
use terms::Stamp;
use wire::{
    AgainLine, AppointmentLine, CadenceLine, EntryLine, FitLine, GapLine, NeededLine,
    NextDrillView, NextPlannedView, PlannedLine, ProficiencyDrill, ProficiencyLine, RuleForm,
    TeamPerson,
};

use super::year::{days, word};

pub(crate) fn person(it: PersonRow) -> TeamPerson {
    TeamPerson {
        person: it.person.to_string(),
        name: it.name,
        unit: it.unit,
        functions: it.functions.into_iter().map(str::to_owned).collect(),
        roles: it.roles,
    }
}

pub(crate) fn appointment(it: AppointmentRow) -> AppointmentLine {
    AppointmentLine {
        role: it.role,
        person: it.person.to_string(),
        name: it.name,
        post: word(&it.post),
        by: it.by,
        since: it.since.map(|day| day.to_string()),
        until: it.until.map(|day| day.to_string()),
        holds: it.holds,
        records: it.records,
    }
}

pub(crate) fn gap(it: Gap) -> GapLine {
    GapLine {
        kind: word(&it.kind),
        what: it.what,
        says: it.says,
    }
}

pub(crate) fn proficiency(it: Proficiency) -> ProficiencyLine {
    ProficiencyLine {
        role: it.role,
        person: it.person.to_string(),
        name: it.name,
        unit: it.unit,
        post: it.post.as_ref().map(word),
        state: word(&it.state),
        why: it.why,
        next: it.next,
        expires: it.expires.map(|day| day.to_string()),
        drills: it.drills.into_iter().map(result).collect(),
        not_counted: it.not_counted,
        records: it.records,
    }
}

fn result(it: DrillResult) -> ProficiencyDrill {
    ProficiencyDrill {
        exercise: it.exercise.to_string(),
        title: it.title,
        on: it.on.to_string(),
        q: it.q,
        critical_missed: it.critical_missed,
        meets: it.meets,
        record: it.record,
    }
}

pub(crate) fn rule(it: &Rule) -> RuleForm {
    RuleForm {
        version: it.version,
        days: it.days,
        due_days: it.due_days,
        drills: it.drills,
        q_percent: it.q_percent,
        no_critical_miss: it.no_critical_miss,
        no_u: it.no_u,
        current_major: it.current_major,
    }
}

pub(crate) fn cadence(it: CadenceRow) -> CadenceLine {
    CadenceLine {
        unit: it.unit,
        months: it.months,
        because: it.because,
        last_on: it.last_on.map(|day| day.to_string()),
        due: it.due.to_string(),
        overdue_days: days(it.overdue_days),
    }
}

pub(crate) fn next_drill(it: NextDrill) -> NextDrillView {
    NextDrillView {
        due: it.due.to_string(),
        overdue_days: days(it.overdue_days),
        planned: it.planned.map(|planned| NextPlannedView {
            title: planned.title,
            on: planned.on.to_string(),
            late_days: days(planned.late_days),
        }),
        people: it.people.into_iter().map(needed).collect(),
        test_again: it.test_again.into_iter().map(again).collect(),
        sections: it.sections,
        scenarios: it.scenarios.into_iter().map(fit).collect(),
    }
}

fn needed(it: Needed) -> NeededLine {
    NeededLine {
        role: it.role,
        person: it.person.to_string(),
        name: it.name,
        state: word(&it.state),
        why: it.why,
    }
}

fn again(it: TestAgain) -> AgainLine {
    AgainLine {
        key: it.key,
        title: it.title,
        role: it.role,
        drills: it.drills,
        because: it.because,
    }
}

fn fit(it: Fit) -> FitLine {
    FitLine {
        scenario: it.scenario,
        title: it.title,
        roles: it.roles,
        findings: it.findings,
        sections: it.sections,
        drilled: it.drilled.map(|day| day.to_string()),
    }
}

pub(crate) fn entry(it: Entry) -> EntryLine {
    EntryLine {
        kind: word(&it.kind),
        uid: it.uid,
        title: it.title,
        says: it.says,
        on: it.on.to_string(),
    }
}

pub(crate) fn planned(it: &DrillPlanned, now: Stamp) -> PlannedLine {
    PlannedLine {
        planned: it.planned.clone(),
        title: it.title.clone(),
        at: it.at.0,
        minutes: it.minutes,
        unit: it.unit.clone(),
        scenario: it.scenario.clone(),
        people: it.people.iter().map(ToString::to_string).collect(),
        called_off: it.called_off,
        because: it.because.clone(),
        past: it.at < now,
    }
}
