//! Every call, reply, view and Problem of the doors, declared once. The TypeScript types are made from these.
//! Views are what a screen shows, ready to read: titles instead of ids where people read, milliseconds where the
//! page draws. Not here: what a call does (that is `conduct`). This crate knows no other of ours.

mod call;
mod order;
mod problem;
mod reply;
mod seat;
mod typescript;
mod view;

pub use call::*;
pub use order::*;
pub use problem::*;
pub use reply::*;
pub use seat::*;
pub use typescript::write_typescript;
pub use view::*;
