//! What screens show. A view is complete and replaced as a whole; the page filters nothing and computes no rule.

mod around;
mod briefing;
mod conducting;
mod counted;
mod evidence;
mod file;
mod improving;
mod plan;
mod registers;
mod reporting;
mod reviewing;
mod seating;
mod team;
mod year;

pub use around::*;
pub use briefing::*;
pub use conducting::*;
pub use counted::*;
pub use evidence::*;
pub use file::*;
pub use improving::*;
pub use plan::*;
pub use registers::*;
pub use reporting::*;
pub use reviewing::*;
pub use seating::*;
pub use team::*;
pub use year::*;
