//! How simulated people behave, and how long they take for it. Not here: what exactly they answer (`lines`).

use std::fmt;
use std::str::FromStr;

use terms::Span;

use crate::dice::Dice;

/// How simulated people behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// They do what the plan expects, in time and in the right role.
    Expected,
    /// They do what the plan expects, in time and in the right role, but forget about one thing in four.
    Forgetful,
    /// They do what the plan expects, after its target time.
    Late,
    /// They do nothing at all.
    Silent,
    /// They do anything that the rules allow; so does the trainer.
    Random,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Policy; 5] = [
        Policy::Expected,
        Policy::Forgetful,
        Policy::Late,
        Policy::Silent,
        Policy::Random,
    ];

    /// The policy in a word.
    pub fn word(self) -> &'static str {
        match self {
            Policy::Expected => "expected",
            Policy::Forgetful => "forgetful",
            Policy::Late => "late",
            Policy::Silent => "silent",
            Policy::Random => "random",
        }
    }

    /// How long somebody takes to say that they have seen an inject; none where they never do.
    pub(crate) fn acknowledges_after(self, dice: &mut Dice) -> Option<Span> {
        match self {
            Policy::Expected | Policy::Forgetful => Some(Span(dice.between(4_000, 40_000))),
            Policy::Late => Some(Span(dice.between(30_000, 180_000))),
            Policy::Silent => None,
            Policy::Random => dice.chance(70).then(|| Span(dice.between(1_000, 400_000))),
        }
    }

    /// How long somebody takes to do what should be done within a time; none where they never do.
    pub(crate) fn acts_after(self, within: Span, dice: &mut Dice) -> Option<Span> {
        match self {
            Policy::Expected => Some(dice.part(within, 25, 90)),
            Policy::Forgetful => dice.chance(75).then(|| dice.part(within, 25, 90)),
            // At least a second too late, however short the target.
            Policy::Late => Some(Span(dice.part(within, 120, 220).0 + 1_000)),
            Policy::Silent => None,
            Policy::Random => dice.chance(75).then(|| dice.part(within, 5, 220)),
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Policy::ALL.into_iter().find(|policy| policy.word() == text);
        found.ok_or_else(|| {
            format!("\"{text}\" is none of expected, forgetful, late, silent and random")
        })
    }
}
