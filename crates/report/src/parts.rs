//! The parts of the report's model that stand at its end: hot wash, feedback, the plan, the appendices, the drawing.
//! Not here: the report itself (`model`).

use serde::{Deserialize, Serialize};

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
        )]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
        }
    )*};
}

pub(crate) use parts;

parts! {
    /// A topic of the hot wash.
    HotWashPart {
        /// The topic.
        topic: String,
        /// What was said.
        items: Vec<String>,
    }

    /// The feedback forms.
    FeedbackPart {
        /// How many were handed in.
        forms: u32,
        /// The statements.
        statements: Vec<StatementPart>,
        /// The best of it.
        strengths: Vec<String>,
        /// What to improve.
        improvements: Vec<String>,
        /// Anything else.
        says: Vec<String>,
    }

    /// A statement of the feedback form.
    StatementPart {
        /// The statement.
        says: String,
        /// The mean mark, or a dash.
        mean: String,
        /// How many gave one.
        n: u32,
        /// The mean as a length, of 100.
        length: u32,
    }

    /// A change to the plan.
    PlanChangePart {
        /// The section.
        section: String,
        /// Adopted, proposed or declined, and in which revision.
        state: String,
        /// Its tone.
        tone: String,
        /// Because of what.
        because: String,
        /// What happens to the section: something is added, changed, taken out, or the section is new.
        what: String,
        /// The sentences that stood there; empty where nothing went.
        before: String,
        /// The sentences that take their place; empty where nothing came.
        after: String,
    }

    /// A recommendation for the plan.
    Recommendation {
        /// The section.
        section: String,
        /// What was learned.
        says: String,
        /// What to do there.
        change: String,
        /// The text that stands there now, where it should be replaced.
        find: String,
        /// The text to put there.
        text: String,
    }

    /// A section of the plan.
    CoveragePart {
        /// Its path.
        section: String,
        /// Its own heading.
        title: String,
        /// How deep it stands in the plan, from 0; at most 5.
        depth: u32,
        /// How far it was exercised, in words.
        how: String,
        /// Its tone.
        tone: String,
        /// The injects and deadlines that exercised it.
        by: String,
    }

    /// A row of the improvement plan.
    ImprovementRow {
        /// Its number.
        number: u32,
        /// The capability.
        capability: String,
        /// The issue.
        issue: String,
        /// The corrective action.
        action: String,
        /// Planning, organisation, equipment, training or exercises.
        element: String,
        /// Who sees to it.
        owner: String,
        /// How to reach them.
        contact: String,
        /// When it begins.
        start: String,
        /// When it should be done.
        due: String,
        /// How far it is.
        status: String,
        /// Its tone.
        tone: String,
        /// False where nobody has decided on an action yet.
        assigned: bool,
    }

    /// A participant.
    ParticipantPart {
        /// The role.
        role: String,
        /// The name, in the named edition; else what stands for it.
        who: String,
        /// Holder, alternate or simulated.
        standing: String,
        /// Whether and where they took part.
        attendance: String,
    }

    /// A line of the transcript.
    TranscriptLine {
        /// The record.
        record: u64,
        /// The line.
        says: String,
    }

    /// Who approved an edition.
    ApprovalPart {
        /// Who; empty in the edition without names.
        by: String,
        /// The day.
        day: String,
    }

    /// A correction to an edition that was approved.
    AddendumPart {
        /// Its number.
        number: u32,
        /// What it says.
        says: String,
        /// Who wrote it; empty in the edition without names.
        by: String,
        /// The day.
        day: String,
    }

    /// The timeline as a drawing: lanes of marks along the exercise clock. Places are thousandths of the whole.
    Drawing {
        /// What it shows, in a sentence.
        says: String,
        /// The marks of the axis.
        ticks: Vec<Tick>,
        /// Moments that concern everybody: pauses, jumps, a real incident.
        bars: Vec<Tick>,
        /// The lanes.
        lanes: Vec<Lane>,
    }

    /// A place on the axis.
    Tick {
        /// The place.
        at: u32,
        /// What stands there.
        label: String,
    }

    /// One lane.
    Lane {
        /// Whose it is.
        title: String,
        /// From an inject to what answered it.
        spans: Vec<LaneSpan>,
        /// The marks.
        marks: Vec<LaneMark>,
    }

    /// A stretch of a lane.
    LaneSpan {
        /// Its beginning.
        from: u32,
        /// Its end.
        to: u32,
        /// Its tone.
        tone: String,
    }

    /// A mark on a lane.
    LaneMark {
        /// The place.
        at: u32,
        /// `inject`, `decision`, `missed`, `prompt`, `began`, `met`.
        shape: String,
        /// Its tone.
        tone: String,
        /// What it is, in words.
        says: String,
    }
}
