//! How refusals and faults become Problems: one sentence for each, written for a trainer under stress.
//! Not here: how a screen shows them.

use exercise::Refusal;
use ledger::Fault;
use terms::{Diagnostic, Severity};
use wire::{DiagnosticView, Problem, ProblemCode};

use crate::conductor::NotDone;

/// A Problem without advice or detail.
pub fn problem(code: ProblemCode, says: impl Into<String>) -> Problem {
    Problem {
        code,
        says: says.into(),
        hint: None,
        detail: None,
    }
}

/// The same with advice.
pub fn advise(code: ProblemCode, says: impl Into<String>, hint: impl Into<String>) -> Problem {
    Problem {
        code,
        says: says.into(),
        hint: Some(hint.into()),
        detail: None,
    }
}

/// A call about something that is not there.
pub fn unknown(what: &str) -> Problem {
    problem(ProblemCode::BadCall, format!("There is no such {what}."))
}

/// A device without a seat, or without one any more.
pub fn unseated() -> Problem {
    advise(
        ProblemCode::NoSeat,
        "This device has no seat in the drill, or not any more.",
        "Join again with the code that the trainer shows.",
    )
}

/// A fault of the ledger.
pub fn fault(fault: &Fault) -> Problem {
    let code = match fault {
        Fault::NotFound(_) => ProblemCode::FileUnreadable,
        Fault::Exists(_) => ProblemCode::FileUnwritable,
        Fault::Foreign(_) => ProblemCode::Foreign,
        Fault::NewerVersion { .. } => ProblemCode::Newer,
        Fault::Truncated { .. } | Fault::Corrupt(_) | Fault::Broken(_) => ProblemCode::Damaged,
        Fault::DiskFull => ProblemCode::DiskFull,
        Fault::Io(_) | Fault::Busy | Fault::WrongSeq { .. } => ProblemCode::NotSaved,
        Fault::ReadOnly(_) => ProblemCode::ReadOnly,
    };
    let detail = fault.detail().map(str::to_owned);
    Problem {
        code,
        says: fault.says(),
        hint: Some(fault.hint().to_owned()),
        detail,
    }
}

/// Why an order had no effect.
pub fn not_done(why: &NotDone) -> Problem {
    match why {
        NotDone::Refused(refusal) => problem(ProblemCode::Refused, refused(refusal)),
        NotDone::Failed(failed) => fault(failed),
        NotDone::Gone => advise(
            ProblemCode::Broken,
            "Something went wrong inside Rockdrill, and this was not recorded.",
            "Everything recorded before is safe, and the drill stands as it is on disk. Try it once more.",
        ),
    }
}

/// A file that could not be read.
pub fn unreadable(path: &std::path::Path, error: &std::io::Error) -> Problem {
    Problem {
        code: ProblemCode::FileUnreadable,
        says: format!("{} could not be read.", path.display()),
        hint: Some("Check that the file is there and that you may read it.".to_owned()),
        detail: Some(error.to_string()),
    }
}

/// A file that could not be written.
pub fn unwritable(path: &std::path::Path, error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull => ProblemCode::DiskFull,
        _ => ProblemCode::FileUnwritable,
    };
    Problem {
        code,
        says: format!("{} could not be written.", path.display()),
        hint: Some(
            "Nothing is lost. Choose another place, or free some space, and save again.".to_owned(),
        ),
        detail: Some(error.to_string()),
    }
}

/// A diagnostic for a screen.
pub fn diagnostic(said: &Diagnostic) -> DiagnosticView {
    let severity = match said.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    DiagnosticView {
        code: said.code.clone(),
        severity: severity.to_owned(),
        line: said.line,
        column: said.column,
        says: said.says.clone(),
        hint: said.hint.clone(),
        snippet: said.snippet.clone(),
    }
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::WrongPhase => "That does not fit the phase the drill is in.".to_owned(),
        Refusal::Closed => "This drill is closed. It can be read, but not changed.".to_owned(),
        Refusal::RealIncident => {
            "A real incident stands. Clear it, or close the drill, before anything else.".to_owned()
        }
        Refusal::UnknownRole(id) => format!("This drill has no role \"{id}\"."),
        Refusal::UnknownInject(id) => format!("This drill has no inject \"{id}\"."),
        Refusal::UnknownOption(id) => format!("The inject has no option \"{id}\"."),
        Refusal::UnknownAction(id) => format!("The scenario has no expected action \"{id}\"."),
        Refusal::UnknownObjective(id) => format!("The scenario has no objective \"{id}\"."),
        Refusal::UnknownDeadline(id) => format!("The scenario has no deadline \"{id}\"."),
        Refusal::UnknownRecord(seq) => {
            format!("Record {seq} is not of a kind that this can be done to, or was struck.")
        }
        Refusal::NotAssigned(id) => format!("Nobody of that name holds the role \"{id}\"."),
        Refusal::AlreadyAssigned(id) => format!("The role \"{id}\" is held like that already."),
        Refusal::AlreadyDelivered(_) => "This inject has been delivered already.".to_owned(),
        Refusal::NotDelivered(_) => "This inject has not been delivered.".to_owned(),
        Refusal::NotWaiting(_) => "This inject is not waiting to be delivered.".to_owned(),
        Refusal::NotHeld(_) => "This inject is not on hold.".to_owned(),
        Refusal::InjectExists(_) => "An inject of that name exists already.".to_owned(),
        Refusal::TriggerNotAllowed => {
            "An inject added by hand is delivered at a moment or by hand.".to_owned()
        }
        Refusal::AlreadyAcknowledged(_) => "This role has acknowledged it already.".to_owned(),
        Refusal::AlreadyDone => "That has been recorded already.".to_owned(),
        Refusal::NothingNext => {
            "Nothing more comes by the clock. What comes next depends on what the roles do."
                .to_owned()
        }
        Refusal::DeadlineNotRunning(_) => "This deadline is not running.".to_owned(),
        Refusal::UnknownClock(which) => {
            format!("No clock of this drill counts like that ({which}).")
        }
        Refusal::RateNotAllowed => {
            "The clock of a facilitated drill keeps its speed. Jump to the next inject instead."
                .to_owned()
        }
        Refusal::TextMissing => {
            "There is nothing to record yet: some words are missing.".to_owned()
        }
        Refusal::TextTooLong => {
            format!(
                "That text is longer than {} characters.",
                exercise::TEXT_LIMIT
            )
        }
        Refusal::OutOfRange => "That value is out of range.".to_owned(),
        Refusal::ReasonMissing => {
            "A rating that differs from the suggestion needs a reason.".to_owned()
        }
        Refusal::NoEvidence => {
            "Nothing was observed for this objective yet, so it cannot be rated.".to_owned()
        }
        Refusal::BadMoment => "That moment is in the future, or too long ago.".to_owned(),
        Refusal::UnknownSeat(_) => "Nobody has that seat any more.".to_owned(),
        Refusal::NotInvited => {
            "This invitation does not count, or not any more. Ask the trainer for a new one."
                .to_owned()
        }
        Refusal::NotForThisSeat => "This seat cannot do that.".to_owned(),
        Refusal::NoQuestion => "No question is on the table.".to_owned(),
        Refusal::StepNotOpen => {
            "This step cannot be taken now: it was taken before, or one before it is missing."
                .to_owned()
        }
        Refusal::LooksSecret => {
            "That looks like a password, a token or a key. Write the reference, never the secret."
                .to_owned()
        }
        Refusal::NotPractice => "This drill is no practice.".to_owned(),
    }
}
