//! Story time: what the clock on the wall shows inside the scenario. Local date and time without a zone,
//! because a story happens in one place. Not here: the exercise clock (`state`).

use serde::{Deserialize, Serialize};
use terms::{Elapsed, Span};

/// A moment of the story: milliseconds of its local date and time since 1970-01-01T00:00.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoryTime(pub i64);

impl StoryTime {
    /// Reads `2027-03-05T16:40`, with or without seconds.
    pub fn read(text: &str) -> Option<Self> {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .into_iter()
            .find_map(|form| chrono::NaiveDateTime::parse_from_str(text, form).ok())
            .map(|moment| Self(moment.and_utc().timestamp_millis()))
    }

    /// The moment as `2027-03-05 16:40`.
    pub fn full(self) -> String {
        self.written("%Y-%m-%d %H:%M")
    }

    /// The moment as people say it in a drill: `Friday 17:52`.
    pub fn spoken(self) -> String {
        self.written("%A %H:%M")
    }

    fn written(self, form: &str) -> String {
        chrono::DateTime::from_timestamp_millis(self.0).map_or_else(String::new, |moment| {
            moment.naive_utc().format(form).to_string()
        })
    }
}

impl std::ops::Add<Span> for StoryTime {
    type Output = StoryTime;
    fn add(self, span: Span) -> StoryTime {
        StoryTime(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub for StoryTime {
    type Output = Span;
    fn sub(self, earlier: StoryTime) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// Ties the story clock to the exercise clock: an anchor, and a ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoryClock {
    /// A moment of the exercise clock.
    pub from: Elapsed,
    /// What the story clock shows then.
    pub shows: StoryTime,
    /// Story milliseconds in one of the exercise clock.
    pub ratio: u32,
}

impl StoryClock {
    /// What the story clock shows at a moment of the exercise clock.
    pub fn at(self, elapsed: Elapsed) -> StoryTime {
        StoryTime(self.shows.0 + (elapsed.0 - self.from.0).saturating_mul(i64::from(self.ratio)))
    }

    /// The moment of the exercise clock at which the story clock shows this, rounded up.
    pub fn reaches(self, story: StoryTime) -> Elapsed {
        let ratio = i64::from(self.ratio.max(1));
        let ahead = story.0 - self.shows.0;
        Elapsed(self.from.0 + (ahead + ratio - 1).div_euclid(ratio))
    }
}
