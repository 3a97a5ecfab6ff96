//! What screens show. A view is complete and replaced as a whole; the page filters nothing and computes no rule.

mod around;
mod briefing;
mod conducting;
mod counted;
mod file;
mod plan;
mod reporting;
mod reviewing;
mod seating;
mod team;
mod year;

pub use around::*;
pub use briefing::*;
pub use conducting::*;
pub use counted::*;
pub use file::*;
pub use plan::*;
pub use reporting::*;
pub use reviewing::*;
pub use seating::*;
pub use team::*;
pub use year::*;
