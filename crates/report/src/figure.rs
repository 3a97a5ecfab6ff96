//! Drawings of a report besides its timeline, as shapes at places: outcomes per objective, latency against target, how much
//! of the plan was exercised. Every format inks the same shapes. They are made from the parts of the report that their
//! tables show, so no drawing says more than an edition may. Not here: ink (`svg`, `docx::picture`), the timeline (`drawing`).

use std::fmt::Write as _;

use evaluation::counted;

use crate::brief::clipped;
use crate::model::{DecisionPart, ObjectivePart};
use crate::parts::CoveragePart;
use crate::svg::WIDE;

/// Where labels begin and end, and where what is drawn begins.
const LABEL: (u32, u32) = (8, 300);
const LEFT: u32 = 312;

/// Where what is drawn ends.
const RIGHT: u32 = WIDE - 8;

/// How high a row is, and a bar in it.
const ROW: u32 = 22;
const BAR: u32 = 12;

/// What stands above the first row where a mark is named there.
const TOP: u32 = 20;

/// The most letters of a label.
const LABEL_LETTERS: usize = 46;

/// The most decisions that are drawn; the slowest are what a reader looks for.
const DECISIONS_MAX: usize = 20;

/// A drawing. Places are counted from the upper left corner, in units of which a page is 760 wide.
pub(crate) struct Figure {
    /// Tells it from others on the page.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The same in words.
    pub says: String,
    /// How high it is.
    pub height: u32,
    /// What is drawn, in this order.
    pub shapes: Vec<Shape>,
}

/// One shape.
pub(crate) enum Shape {
    /// A box.
    Box {
        x: u32,
        y: u32,
        wide: u32,
        high: u32,
        fill: Fill,
    },
    /// Words. They stand in the middle of the row that begins at `y`.
    Words {
        x: u32,
        y: u32,
        wide: u32,
        text: String,
        look: Letters,
    },
}

/// What a box is filled with. Everything that a colour says, a word, a number or a sign says too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    Good,
    Warn,
    WarnSoft,
    Bad,
    Plain,
    Rail,
    Blank,
    Band,
    Aim,
}

/// How words look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// What a row is about.
    Label,
    /// What is said besides.
    Note,
    /// In the middle, above a mark.
    Mark,
    /// In the middle of a box: a number or a sign on a strong ground.
    On,
    /// The same on a pale ground.
    OnPale,
}

impl Fill {
    fn of_tone(tone: &str) -> Self {
        match tone {
            "good" => Self::Good,
            "warn" => Self::Warn,
            "bad" => Self::Bad,
            _ => Self::Blank,
        }
    }

    /// The class by which a style sheet may change it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn => "warn",
            Self::WarnSoft => "warn-soft",
            Self::Bad => "bad",
            Self::Plain => "plain",
            Self::Rail => "rail",
            Self::Blank => "blank",
            Self::Band => "band",
            Self::Aim => "aim",
        }
    }

    /// Its colour on paper, and that of its rim where it has one.
    pub fn on_paper(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Good => ("1D7A4C", None),
            Self::Warn => ("8F5200", None),
            Self::WarnSoft => ("FDF0DC", Some("8F5200")),
            Self::Bad => ("B3261E", None),
            Self::Plain => ("8A8F96", None),
            Self::Rail => ("E3E0D9", None),
            Self::Blank => ("FFFFFF", Some("8A8F96")),
            Self::Band => ("F6F5F2", None),
            Self::Aim => ("1F2328", None),
        }
    }

    fn letters(self) -> Letters {
        match self {
            Self::Good | Self::Warn | Self::Bad | Self::Plain | Self::Aim => Letters::On,
            Self::WarnSoft | Self::Rail | Self::Blank | Self::Band => Letters::OnPale,
        }
    }
}

/// What became of the expected actions of each objective. None where no objective has any.
pub(crate) fn outcomes(objectives: &[ObjectivePart]) -> Option<Figure> {
    let most = objectives.iter().map(total).max().filter(|n| *n > 0)?;
    let mut sheet = Sheet::default();
    let mut says = String::from("What became of the expected actions.");
    for it in objectives {
        let y = sheet.row(&format!("{}. {}", it.number, it.title));
        let mut x = LEFT;
        for (count, fill) in parts(it) {
            let wide = (RIGHT - LEFT) * count / most;
            sheet.cell((x, y, wide), fill, &count.to_string());
            x += wide;
        }
        let _ = write!(says, " Objective {}: {}.", it.number, it.outcomes.says);
    }
    sheet.legend(&[
        (Fill::Good, "In time"),
        (Fill::Warn, "Late"),
        (Fill::WarnSoft, "In part"),
        (Fill::Bad, "Not done"),
        (Fill::Blank, "Not tested"),
    ]);
    Some(sheet.finished("outcomes", "Outcomes by objective", says))
}

/// The decisions with a target, the slowest first. None where there is none.
pub(crate) fn latencies(decisions: &[DecisionPart]) -> Option<Figure> {
    let mut timed: Vec<(&DecisionPart, &crate::model::Bar)> = decisions
        .iter()
        .filter(|it| !it.struck)
        .filter_map(|it| Some((it, it.bar.as_ref()?)))
        .collect();
    if timed.is_empty() {
        return None;
    }
    timed.sort_by_key(|(_, bar)| std::cmp::Reverse(bar.length));
    let (all, drawn) = (timed.len(), timed.len().min(DECISIONS_MAX));
    let (bar_wide, says_wide) = (300, RIGHT - LEFT - 310);
    let aim = LEFT + bar_wide * 60 / 100;
    let mut sheet = Sheet::default();
    sheet.words((aim - 60, 0, 120), "target", Letters::Mark);
    sheet.below = TOP;
    for (it, bar) in &timed[..drawn] {
        let what = if it.inject.is_empty() {
            &it.text
        } else {
            &it.inject
        };
        let y = sheet.row(&format!("{}: {what}", it.role));
        sheet.bar((LEFT, y, bar_wide), Fill::Rail);
        let tone = match Fill::of_tone(&bar.tone) {
            Fill::Blank => Fill::Plain,
            fill => fill,
        };
        sheet.bar((LEFT, y, bar_wide * bar.length.min(100) / 100), tone);
        let text = format!("{} of {}", it.latency, it.target);
        sheet.words(
            (LEFT + 310, y, says_wide),
            &clipped(&text, 24),
            Letters::Note,
        );
    }
    sheet.shapes.push(Shape::Box {
        x: aim,
        y: TOP,
        wide: 2,
        high: sheet.below - TOP,
        fill: Fill::Aim,
    });
    let over = timed.iter().filter(|(_, bar)| bar.length > 60).count();
    let mut says = format!(
        "{} with a target, the slowest first; {over} took longer than the target.",
        counted(all, "decision")
    );
    if drawn < all {
        let _ = write!(says, " The {drawn} slowest are drawn.");
    }
    Some(sheet.finished("latencies", "Latency against target", says))
}

/// The sections of the plan, chapter by chapter. None where there are none.
pub(crate) fn coverage(sections: &[CoveragePart]) -> Option<Figure> {
    let chapters = chapters(sections);
    if chapters.is_empty() {
        return None;
    }
    const CELL: (u32, u32) = (17, 20);
    let a_line = (RIGHT - LEFT) / CELL.1;
    let mut sheet = Sheet::default();
    let mut says = String::from("Sections of the plan that were exercised.");
    for chapter in chapters {
        let exercised = chapter.iter().filter(|it| it.tone != "none").count();
        let title = clipped(&chapter[0].title, LABEL_LETTERS - 12);
        let y = sheet.row(&format!("{title} · {exercised} of {}", chapter.len()));
        let _ = write!(says, " {title}: {exercised} of {}.", chapter.len());
        for (n, section) in (0u32..).zip(chapter) {
            let (column, line) = (n % a_line, n / a_line);
            let fill = Fill::of_tone(&section.tone);
            let sign = match fill {
                Fill::Warn => "!",
                Fill::Bad => "×",
                _exercised_or_not => "",
            };
            let place = (LEFT + column * CELL.1, y + line * ROW, CELL.0);
            sheet.cell(place, fill, sign);
            sheet.below = sheet.below.max(y + (line + 1) * ROW);
        }
    }
    sheet.legend(&[
        (Fill::Good, "Exercised"),
        (Fill::Warn, "Late or in part"),
        (Fill::Bad, "Something not done"),
        (Fill::Blank, "Not exercised"),
    ]);
    Some(sheet.finished("coverage", "Sections of the plan", says))
}

/// The chapters of a plan: its outline cut where it first has more than one heading on a level.
fn chapters(sections: &[CoveragePart]) -> Vec<&[CoveragePart]> {
    let on = |depth: u32| sections.iter().filter(|it| it.depth == depth).count();
    let level = (0..=5).find(|depth| on(*depth) > 1).unwrap_or(0);
    let begins = |(n, it): (usize, &CoveragePart)| (n == 0 || it.depth <= level).then_some(n);
    let mut cuts: Vec<usize> = sections.iter().enumerate().filter_map(begins).collect();
    cuts.push(sections.len());
    let cut = |two: &[usize]| &sections[two[0]..two[1]];
    cuts.windows(2)
        .map(cut)
        .filter(|it| !it.is_empty())
        .collect()
}

fn total(it: &ObjectivePart) -> u32 {
    parts(it).iter().map(|(count, _)| count).sum()
}

fn parts(it: &ObjectivePart) -> Vec<(u32, Fill)> {
    let counts = &it.outcomes;
    [
        (counts.met, Fill::Good),
        (counts.late, Fill::Warn),
        (counts.partial, Fill::WarnSoft),
        (counts.missed, Fill::Bad),
        (counts.not_tested, Fill::Blank),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .collect()
}

#[derive(Default)]
struct Sheet {
    shapes: Vec<Shape>,
    /// Where the next row begins.
    below: u32,
    rows: u32,
}

impl Sheet {
    /// Begins a row and says where.
    fn row(&mut self, label: &str) -> u32 {
        let y = self.below;
        if self.rows.is_multiple_of(2) {
            self.shapes.push(Shape::Box {
                x: 0,
                y,
                wide: WIDE,
                high: ROW,
                fill: Fill::Band,
            });
        }
        let place = (LABEL.0, y, LABEL.1 - LABEL.0);
        self.words(place, &clipped(label, LABEL_LETTERS), Letters::Label);
        self.rows += 1;
        self.below = y + ROW;
        y
    }

    fn words(&mut self, (x, y, wide): (u32, u32, u32), text: &str, look: Letters) {
        self.shapes.push(Shape::Words {
            x,
            y,
            wide,
            text: text.to_owned(),
            look,
        });
    }

    fn bar(&mut self, (x, y, wide): (u32, u32, u32), fill: Fill) {
        let (y, high) = (y + (ROW - BAR) / 2, BAR);
        self.shapes.push(Shape::Box {
            x,
            y,
            wide: wide.saturating_sub(1).max(1),
            high,
            fill,
        });
    }

    /// A box with something in it.
    fn cell(&mut self, place: (u32, u32, u32), fill: Fill, text: &str) {
        self.bar(place, fill);
        if !text.is_empty() {
            self.words(place, text, fill.letters());
        }
    }

    fn legend(&mut self, signs: &[(Fill, &str)]) {
        let y = self.below + 4;
        let mut x = LABEL.0;
        for (fill, says) in signs {
            self.bar((x, y, BAR + 1), *fill);
            self.words((x + BAR + 6, y, 130), says, Letters::Note);
            x += 34 + 7 * u32::try_from(says.len()).unwrap_or(0);
        }
        self.below = y + ROW;
    }

    fn finished(self, id: &'static str, title: &'static str, says: String) -> Figure {
        Figure {
            id,
            title,
            says,
            height: self.below + 2,
            shapes: self.shapes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OutcomePart;

    #[test]
    fn outcomes_fill_the_width_of_the_largest_objective() {
        let objective = |number, met, missed| ObjectivePart {
            number,
            outcomes: OutcomePart {
                met,
                missed,
                ..OutcomePart::default()
            },
            ..ObjectivePart::default()
        };
        let drawn = outcomes(&[objective(1, 3, 1), objective(2, 0, 2)]).expect("two objectives");
        let wide = |fill: Fill| -> u32 {
            let wide = |shape: &Shape| match shape {
                Shape::Box {
                    wide,
                    fill: it,
                    high,
                    ..
                } if *it == fill && *wide > BAR && *high == BAR => *wide,
                _ => 0,
            };
            drawn.shapes.iter().map(wide).sum()
        };
        assert_eq!(wide(Fill::Good), 329, "three of four");
        assert_eq!(
            wide(Fill::Bad),
            109 + 219,
            "one of four, and two in the second row"
        );
        assert!(outcomes(&[objective(1, 0, 0)]).is_none(), "nothing to draw");
    }

    #[test]
    fn a_plan_is_cut_where_it_first_branches() {
        let section = |title: &str, depth| CoveragePart {
            title: title.to_owned(),
            depth,
            ..CoveragePart::default()
        };
        let plan = [
            section("Plan", 0),
            section("Roles", 1),
            section("Commander", 2),
            section("Phases", 1),
        ];
        let cut: Vec<usize> = chapters(&plan).iter().map(|it| it.len()).collect();
        assert_eq!(cut, [1, 2, 1], "the title, and two chapters");
        assert!(chapters(&[]).is_empty());
    }
}
