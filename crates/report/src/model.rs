//! The After-Action Report as one model: every part in the order and the words in which a person reads it. All
//! formats are made from it. Not here: how it is found (`build`) and how it is laid out (`templates`).
//!
//! Every text is plain text unless its description says Markdown. `tone` is one of `good`, `warn`, `bad` and
//! `none`; wherever it colours something, a word beside it says the same.

use serde::{Deserialize, Serialize};

use crate::brief::Brief;
use crate::edition::Edition;
use crate::evidence::EvidencePart;
use crate::parts::{
    AddendumPart, ApprovalPart, CoveragePart, Drawing, FeedbackPart, HotWashPart, ImprovementRow,
    ParticipantPart, PlanChangePart, Recommendation, TranscriptLine, parts,
};

/// The version of this model.
pub const FORMAT: u32 = 1;

parts! {
    /// The whole report.
    AfterActionReport {
        /// The version of the model.
        format: u32,
        /// The version of the rules that suggested ratings and findings.
        evaluator: u32,
        /// What stands on every page: exercise, handling, origin.
        marking: String,
        /// What the origin means, in a sentence.
        origin_says: String,
        /// The title of the drill.
        title: String,
        /// The organisation.
        organisation: String,
        /// The day of the report.
        dated: String,
        /// The day of the drill.
        day: String,
        /// For whom it is made.
        audience: Edition,
        /// Whether people are named.
        edition: String,
        /// True in the named edition.
        named: bool,
        /// The number of the drill.
        exercise: String,
        /// The end of the record that this report was made from.
        seal: Option<SealPart>,
        /// Who approved it.
        approval: Option<ApprovalPart>,
        /// What was corrected since an edition was approved.
        addenda: Vec<AddendumPart>,
        /// The two pages for management; in the management edition alone, which has nothing else.
        management: Option<Brief>,
        /// What an auditor checks; in the auditor's edition alone.
        evidence: Option<EvidencePart>,
        /// The exercise overview.
        overview: Vec<Fact>,
        /// What happens in the scenario.
        scenario: String,
        /// The executive summary.
        summary: Told,
        /// The figures a manager looks for first.
        figures: Vec<Figure>,
        /// What to do about the lapses, which depends on whether live people played.
        lapses_say: String,
        /// Lapses that management should hear of the same day.
        lapses: Vec<LapsePart>,
        /// Each objective with its rating and findings.
        objectives: Vec<ObjectivePart>,
        /// Strengths that belong to no objective.
        other_strengths: Vec<FindingPart>,
        /// Areas for improvement that belong to no objective.
        other_improvements: Vec<FindingPart>,
        /// The timeline as a drawing.
        drawing: Drawing,
        /// The timeline as a table.
        timeline: Vec<LinePart>,
        /// Every decision.
        decisions: Vec<DecisionPart>,
        /// Every deadline that began.
        deadlines: Vec<DeadlinePart>,
        /// What the team did besides deciding, where the drill asked for it.
        team: Vec<TeamPart>,
        /// Every role.
        roles: Vec<RolePart>,
        /// What was said in the hot wash.
        hot_wash: Vec<HotWashPart>,
        /// The feedback forms; none where nobody handed one in.
        feedback: Option<FeedbackPart>,
        /// What changed in the plan, or is proposed to change.
        plan_changes: Vec<PlanChangePart>,
        /// What the drill recommends for the plan besides.
        recommendations: Vec<Recommendation>,
        /// How much of the plan was exercised, in a sentence; empty where there was no plan.
        coverage_says: String,
        /// Every section of the plan that the drill touched or should have found.
        coverage: Vec<CoveragePart>,
        /// Appendix A.
        improvement_plan: Vec<ImprovementRow>,
        /// Appendix B.
        participants: Vec<ParticipantPart>,
        /// How things were measured.
        method: Vec<Fact>,
        /// The transcript, a line for each record.
        transcript: Vec<TranscriptLine>,
    }

    /// Emergency accounts, a call-up, services that came back or exposure, as a table.
    TeamPart {
        /// What it is about.
        title: String,
        /// The whole of it in a sentence or two.
        says: String,
        /// The headings of its columns; the last is that of the result.
        headings: Vec<String>,
        /// Its rows.
        rows: Vec<TeamRow>,
        /// What is worth saying besides.
        remarks: Vec<String>,
    }

    /// A row of such a table.
    TeamRow {
        /// Its cells, without the result.
        cells: Vec<String>,
        /// The result in a word.
        result: String,
        /// Its tone.
        tone: String,
    }

    /// The end of a record and its seal.
    SealPart {
        /// The number of the last record.
        seq: u64,
        /// Its seal.
        seal: String,
    }

    /// A name and what it stands for.
    Fact {
        /// The name.
        label: String,
        /// What it stands for.
        value: String,
    }

    /// A text in somebody's own words, or made from facts.
    Told {
        /// The text, in Markdown.
        text: String,
        /// True where the program made it from the record.
        generated: bool,
    }

    /// One figure.
    Figure {
        /// The figure.
        value: String,
        /// What it counts.
        label: String,
        /// Its tone.
        tone: String,
    }

    /// A lapse that management should hear of the same day.
    LapsePart {
        /// What it is.
        title: String,
        /// What was observed.
        says: String,
        /// What it means, where somebody said so.
        impact: String,
        /// The role it is about.
        role: String,
        /// When, on the exercise clock.
        when: String,
        /// The section of the plan.
        section: String,
        /// The records that show it.
        records: String,
        /// True where a person raised it; false where only a rule suggests it.
        confirmed: bool,
    }

    /// How many expected actions came to which outcome.
    OutcomePart {
        /// In time.
        met: u32,
        /// Late.
        late: u32,
        /// In part.
        partial: u32,
        /// Not done.
        missed: u32,
        /// Not tested.
        not_tested: u32,
        /// All of them in words.
        says: String,
    }

    /// One objective.
    ObjectivePart {
        /// Its number in the report.
        number: u32,
        /// The objective.
        title: String,
        /// The capability.
        capability: String,
        /// The threshold.
        target: String,
        /// The phase of incident response.
        phase: String,
        /// Capability, threshold and phase in a line, as far as there are any.
        about: String,
        /// P, S, M, U, or a dash.
        rating: String,
        /// The rating in words.
        rating_says: String,
        /// Who gave it and why it differs from the suggestion, where it does.
        rating_by: String,
        /// Its tone.
        tone: String,
        /// What the suggested rating rests on.
        basis: Vec<String>,
        /// Q with its parts.
        score: String,
        /// The outcomes of its expected actions.
        outcomes: OutcomePart,
        /// The tasks that evaluators watched for.
        tasks: Vec<String>,
        /// The trainer's own words, in Markdown; empty where there are none.
        narrative: String,
        /// Its strengths.
        strengths: Vec<FindingPart>,
        /// Its areas for improvement.
        improvements: Vec<FindingPart>,
        /// Notes taken during the drill.
        notes: Vec<NotePart>,
        /// Its expected actions.
        actions: Vec<ActionPart>,
    }

    /// A finding: observation, reference, analysis.
    FindingPart {
        /// What it is.
        title: String,
        /// What was observed.
        observation: String,
        /// What it refers to: section of the plan, records.
        reference: String,
        /// Why it came about; empty where nobody has analysed it.
        root_cause: String,
        /// What it means; empty where nobody has analysed it.
        impact: String,
        /// What the scenario recommends; empty where nothing.
        recommendation: String,
        /// True where management should hear of it the same day.
        critical: bool,
        /// True where only a rule suggests it.
        suggested: bool,
    }

    /// A note.
    NotePart {
        /// When, on the exercise clock.
        when: String,
        /// Who wrote it.
        by: String,
        /// What it speaks of: strength, gap, or nothing.
        tone_says: String,
        /// Its tone.
        tone: String,
        /// What it says.
        says: String,
        /// The record.
        record: u64,
    }

    /// An expected action.
    ActionPart {
        /// What should be done.
        text: String,
        /// The role.
        role: String,
        /// True where missing it is a serious lapse.
        critical: bool,
        /// The section of the plan.
        section: String,
        /// The outcome in words.
        outcome: String,
        /// What qualifies it; empty where nothing does.
        remark: String,
        /// Its tone.
        tone: String,
        /// The time taken; empty where it was not done.
        latency: String,
        /// The target.
        target: String,
        /// The time against the target.
        bar: Option<Bar>,
        /// The records that show it.
        records: String,
    }

    /// A time against its target. The target stands at 60 of 100.
    Bar {
        /// How long the bar is, of 100.
        length: u32,
        /// Its tone.
        tone: String,
        /// The same in words.
        says: String,
    }

    /// A line of the timeline.
    LinePart {
        /// When, on the exercise clock.
        elapsed: String,
        /// When, on the wall clock.
        wall: String,
        /// When, in the story.
        story: String,
        /// What kind of thing happened.
        kind: String,
        /// The role it is about.
        role: String,
        /// What happened.
        says: String,
        /// The time taken; empty where that means nothing.
        latency: String,
        /// The target; empty where there is none.
        target: String,
        /// The time against the target.
        bar: Option<Bar>,
        /// The outcome in words; empty where there is none.
        outcome: String,
        /// Its tone.
        tone: String,
        /// The records.
        records: String,
        /// True where it was struck.
        struck: bool,
        /// True for what a reader looks for: injects, decisions, deadlines.
        main: bool,
    }

    /// A decision.
    DecisionPart {
        /// The record.
        record: u64,
        /// When, on the exercise clock.
        elapsed: String,
        /// When, on the wall clock.
        wall: String,
        /// When, in the story.
        story: String,
        /// The role, with the person in the named edition.
        role: String,
        /// The inject it answers.
        inject: String,
        /// What was decided.
        text: String,
        /// Why; empty where nobody said.
        rationale: String,
        /// The role that authorised it; empty where none did.
        authorised_by: String,
        /// Delivered to decided, or "unprompted". Never empty.
        latency: String,
        /// The target; empty where there is none.
        target: String,
        /// The time against the target.
        bar: Option<Bar>,
        /// The outcome in words; empty where there is none.
        outcome: String,
        /// Its tone.
        tone: String,
        /// What a reader should know of it: prompted, unauthorised, set back, source.
        remarks: Vec<String>,
        /// What it said before it was revised, and what others thought.
        history: Vec<String>,
        /// True where it was struck.
        struck: bool,
    }

    /// A deadline.
    DeadlinePart {
        /// Who has to be told, or what has to be done.
        title: String,
        /// Where the limit comes from.
        source: String,
        /// The limit.
        within: String,
        /// The role.
        role: String,
        /// When it truly began, in the story.
        began: String,
        /// When players recognised it.
        recognised: String,
        /// When it was due.
        due: String,
        /// When it was met.
        met: String,
        /// What was left, or by how much it was missed.
        slack: String,
        /// The result in words.
        result: String,
        /// Its tone.
        tone: String,
    }

    /// A role.
    RolePart {
        /// Its title.
        title: String,
        /// Whether anybody played it.
        played_by: String,
        /// Injects it received.
        injects: u32,
        /// Decisions it took.
        decisions: u32,
        /// Time to acknowledge.
        acknowledged: String,
        /// Time to decide.
        decided: String,
        /// Q with its parts.
        score: String,
        /// The outcomes of its expected actions.
        outcomes: OutcomePart,
        /// Critical expected actions that it missed.
        critical_missed: u32,
        /// Its decisions without authority.
        unauthorised: u32,
        /// Its long stretches without anything to do.
        idle: Vec<String>,
    }
}
