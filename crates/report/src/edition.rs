//! Editions of the one report by audience: each is a selection of the same model, so that every format follows. Not here:
//! what participants may see (`participants`), what management reads (`brief`), what an auditor checks (`evidence`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::brief::brief;
use crate::build::{Look, build};
use crate::evidence::evidence;
use crate::input::{Background, Input};
use crate::model::AfterActionReport;
use crate::participants;
use crate::parts::{AddendumPart, ApprovalPart};
use crate::phrase::Wall;
use crate::tables::{Tables, tables};
use crate::white::White;

/// For whom an edition is made.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Those who played: no names, nothing that only the white cell knows.
    Participants,
    /// Managers: always two pages, nothing that only the white cell knows.
    Management,
    /// Everything.
    #[default]
    Full,
    /// Everything, with what an auditor checks.
    Auditor,
}

impl Edition {
    /// Every edition.
    pub const ALL: [Self; 4] = [
        Self::Participants,
        Self::Management,
        Self::Full,
        Self::Auditor,
    ];

    /// Its word, as in `--edition full`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Participants => "participants",
            Self::Management => "management",
            Self::Full => "full",
            Self::Auditor => "auditor",
        }
    }

    /// True where it may show what only the white cell knows.
    pub fn shows_white_cell(self) -> bool {
        match self {
            Self::Participants | Self::Management => false,
            Self::Full | Self::Auditor => true,
        }
    }
}

/// An edition, ready for every format.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The report.
    pub report: AfterActionReport,
    /// Its figures, for the formats that calculate.
    pub tables: Tables,
}

/// Makes an edition. The same input gives the same edition, to the byte.
pub fn edition(input: &Input<'_>, background: &Background, edition: Edition) -> Edited {
    match edition {
        Edition::Participants => participants::edition(input, background),
        Edition::Management => management(input, background),
        Edition::Full => whole(input, background),
        Edition::Auditor => auditor(input, background),
    }
}

/// The parts of an edition that come after the drill.
pub(crate) fn after(
    report: &mut AfterActionReport,
    input: &Input<'_>,
    background: &Background,
    names: bool,
) {
    let wall = Wall::new(input.utc_offset_minutes);
    let name = |by: &str| {
        if names { by.to_owned() } else { String::new() }
    };
    report.approval = background.approval.as_ref().map(|it| ApprovalPart {
        by: name(&it.by),
        day: wall.day(it.at),
    });
    let addendum = |(number, it): (u32, &crate::input::Addendum)| AddendumPart {
        number,
        says: it.says.clone(),
        by: name(&it.by),
        day: wall.day(it.at),
    };
    report.addenda = (1..).zip(&background.addenda).map(addendum).collect();
}

fn whole(input: &Input<'_>, background: &Background) -> Edited {
    let mut report = build(input);
    after(&mut report, input, background, true);
    let tables = tables(input, &report);
    Edited { report, tables }
}

fn auditor(input: &Input<'_>, background: &Background) -> Edited {
    let mut edited = whole(input, background);
    edited.report.audience = Edition::Auditor;
    edited.report.evidence = Some(evidence(&Look::new(input), &edited.report));
    edited
}

fn management(input: &Input<'_>, background: &Background) -> Edited {
    let look = Look::new(input);
    // What had to be done by when stands in these pages, so what a deadline is called is no secret here.
    let deadlines = input.evaluation.deadlines.iter();
    let known: Vec<&str> = deadlines.map(|it| it.title.as_str()).collect();
    let white = White::of(input.scenario, input.evaluation, &known);
    let whole = build(input);
    let mut report = AfterActionReport {
        format: whole.format,
        evaluator: whole.evaluator,
        marking: whole.marking,
        origin_says: whole.origin_says,
        title: whole.title,
        organisation: whole.organisation,
        dated: whole.dated,
        day: whole.day,
        audience: Edition::Management,
        edition: "For management: two pages. What stands behind them is in the full edition."
            .to_owned(),
        named: whole.named,
        exercise: whole.exercise,
        seal: whole.seal,
        management: Some(brief(&look, background, &white)),
        ..AfterActionReport::default()
    };
    after(&mut report, input, background, true);
    participants::cover(&mut report, &|text| white.covered(text));
    Edited {
        report,
        tables: Tables {
            utc_offset_minutes: input.utc_offset_minutes,
            last_at_ms: input.evaluation.course.last_at.map(|at| at.0),
            ..Tables::default()
        },
    }
}
