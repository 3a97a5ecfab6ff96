//! What an organisation keeps besides its drills: the programme stream (people, corrective actions, closed drills) and
//! the stream of each plan (revisions, amendments). All of it is a fold of records. Not here: names of people, which
//! live in an erasable table; the text of plans, which lives in blobs; any file or clock.

mod body;
mod plan_stream;
mod programme_stream;

pub use body::Unreadable;
pub use plan_stream::{
    AmendmentAnswer, AmendmentKept, PlanEvent, PlanFold, PlanImported, PlanRevision, Proposal,
    RevisionApproved,
};
pub use programme_stream::{
    ActionKept, ActionState, DrillClosed, PersonKept, ProgrammeEvent, ProgrammeFold, ProgrammeNamed,
};
