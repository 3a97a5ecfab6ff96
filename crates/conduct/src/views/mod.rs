//! Views: what each screen of the desk shows, made from the folds. A view is complete; the page computes no rule.
//! Not here: calls and orders (`desk`).

mod amendments;
mod briefing;
mod conduct;
mod counted;
mod detail;
mod evidence_year;
mod home;
mod plan;
mod registers;
mod review;
mod rows;
pub(crate) mod team_year;
mod words;
mod year;

pub use amendments::{amendment_of, before_and_after};
pub use briefing::{Offers, briefing};
pub use conduct::{clock, conduct};
pub(crate) use conduct::{current, inject_rows};
pub(crate) use detail::attachment;
pub use detail::{detail, media_type};
pub(crate) use evidence_year::evidence_year;
pub use home::{home, library, roster, scenario_view};
pub use plan::{card_of, plan, plan_card};
pub(crate) use registers::registers;
pub use review::{Reviewed, finding_of, review};
pub use rows::Scene;
pub(crate) use rows::message_item;
pub(crate) use words::*;
pub(crate) use year::{improvement, marking, word, year};
