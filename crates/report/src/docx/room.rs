//! How large the letters of the two pages for management may be in Word. Nobody but the program that opens the file breaks
//! its pages, so what stands on them is measured roughly and on the safe side: the largest letters are taken with which both
//! pages still have room left. Not here: what stands on the pages (`brief`).

use crate::brief::{Brief, BriefPoint};

/// The sizes that are tried, in per cent of those of the fullest pages.
const SIZES: [u32; 7] = [130, 125, 120, 115, 110, 105, 100];

/// How high the text of a page may be, in points, with a reserve for other fonts than those that were measured.
const ROOM: f64 = 690.0;

/// How wide the text is, in points.
const WIDTH: f64 = 487.0;

/// The width of a letter as a part of its height, on the average and rather too much.
const LETTER: f64 = 0.5;

/// The size of the letters of both pages, in per cent.
pub(super) fn percent(brief: &Brief, has_logo: bool) -> u32 {
    let logo = if has_logo { 52.0 } else { 0.0 };
    let fits = |percent: &u32| {
        let page = Page(f64::from(*percent) / 100.0);
        logo + page.first(brief) <= ROOM && page.second(brief) <= ROOM
    };
    SIZES.into_iter().find(fits).unwrap_or(100)
}

/// A page with letters of a size.
struct Page(f64);

impl Page {
    fn first(&self, brief: &Brief) -> f64 {
        let facts = self.pairs(brief.facts.iter().map(|it| it.value.as_str()));
        let objectives = brief.objectives.iter().map(|it| {
            let number = format!("{}. {}", it.number, it.title);
            self.row(&[
                (47, number.as_str()),
                (29, &format!("{}   {}", it.rating, it.rating_says)),
                (15, &it.change),
            ])
        });
        let points = |points: &[BriefPoint]| -> f64 {
            let heights = points.iter().map(|it| {
                let again = if it.repeat { "  again" } else { "" };
                let title = format!("▌{}{again}", it.title);
                self.lines(&title, WIDTH / 2.0, 8.5) + self.lines(&it.says, WIDTH / 2.0, 7.5) + 3.0
            });
            heights.sum()
        };
        let halves = points(&brief.strengths).max(points(&brief.gaps));
        self.lines("", WIDTH, 8.5)
            + 40.0 * self.0
            + self.lines(&brief.verdict, WIDTH, 13.0)
            + self.lines(&brief.verdict_says, WIDTH, 8.5)
            + 16.0
            + 2.0 * self.heading()
            + facts
            + self.row(&[(100, "")])
            + objectives.sum::<f64>()
            + 2.0 * self.lines(&brief.objectives_say, WIDTH, 8.0)
            + self.row(&[(100, "")])
            + halves
    }

    fn second(&self, brief: &Brief) -> f64 {
        let deadlines = brief.deadlines.iter().map(|it| {
            let result = format!("{} {}", it.result, it.slack);
            self.row(&[(48, &it.title), (30, &it.limit), (22, &result)])
        });
        let asks = brief.asks.iter().map(|it| {
            let what = format!("{}. {}", it.number, it.what);
            self.row(&[
                (40, what.as_str()),
                (15, &it.money),
                (16, &it.owner),
                (29, &it.risk),
            ])
        });
        let actions = brief.actions.iter().map(|it| {
            let again = if it.repeat { "  again" } else { "" };
            let what = format!("{}{again}", it.what);
            self.row(&[
                (46, what.as_str()),
                (20, &it.owner),
                (16, &it.due),
                (18, &it.status),
            ])
        });
        let says = [
            &brief.deadlines_say,
            &brief.actions_say,
            &brief.next_drill,
            &brief.verdict,
        ];
        let says: f64 = says.iter().map(|it| self.lines(it, WIDTH, 8.5) + 1.0).sum();
        let signed = (self.lines("", WIDTH, 8.5) + 9.0) * (brief.sign_off.len() as f64 + 1.0);
        6.0 * self.heading()
            + says
            + 3.0 * self.row(&[(100, "")])
            + deadlines.sum::<f64>()
            + asks.sum::<f64>()
            + actions.sum::<f64>()
            + self.pairs(brief.limits.iter().map(|it| it.value.as_str()))
            + signed
            + 3.0 * self.lines("", WIDTH, 8.0)
    }

    fn heading(&self) -> f64 {
        self.lines("", WIDTH, 10.5) + 12.0
    }

    fn pairs<'t>(&self, values: impl Iterator<Item = &'t str>) -> f64 {
        values.map(|value| self.row(&[(82, value)])).sum()
    }

    /// A row of a table: as high as its highest cell. Shares are in hundredths of the width.
    fn row(&self, cells: &[(u16, &str)]) -> f64 {
        let high = cells.iter().map(|(share, text)| {
            let width = WIDTH * f64::from(*share) / 100.0 - 6.0;
            self.lines(text, width, 8.5)
        });
        high.fold(0.0, f64::max) + 3.5
    }

    /// The height of a text in letters of a size in points.
    fn lines(&self, text: &str, width: f64, size: f64) -> f64 {
        let size = size * self.0;
        let wide = text.chars().count() as f64 * size * LETTER;
        (wide / width).ceil().max(1.0) * size * 1.18
    }
}
