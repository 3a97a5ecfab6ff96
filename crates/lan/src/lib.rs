//! The seats' door on the network: pages, calls and live connections for the devices of one drill.
//!
//! # What it refuses, and why
//!
//! Everybody on the network can reach the door, so each of these has a test of its own in `tests/refuses.rs`.
//!
//! - **Wrong and guessed codes.** A wrong code is answered as such and counted, by address and in all (in
//!   `conduct::seats`); after too many the door takes no code for a while. An invitation is never locked out.
//! - **A seat without its secret.** A seat is bound to a cookie that no script reads (`HttpOnly`), that no page of
//!   anybody else can make a browser send (`SameSite=Strict`), that goes over encrypted connections only where the door
//!   is encrypted (`Secure`), and of which only the hash is kept. A device that was sent out is out at once.
//! - **A foreign `Host`.** A page elsewhere whose name is made to point here (DNS rebinding) still says its own name.
//!   The door answers to its own address, to `localhost` where it is on this computer alone, and to the names of its
//!   certificate.
//! - **A foreign `Origin`.** Where a browser says which page asks, it must be one of this door, live connections
//!   included.
//! - **What is too long or of another form.** Heads, bodies and messages have a largest size; what cannot be read is
//!   answered by a Problem. A live connection takes no words at all: whoever speaks there is cut.
//! - **Floods.** So many connections in all and of one address, so long for a handshake, a head, a body, and for a
//!   connection on which nothing is asked.
//! - **Readers that do not read.** A seat that takes nothing for a while is cut. It loses nothing: it comes back and goes
//!   on by the number of the last record that it saw.
//! - **Paths that climb.** Pages are looked up in a table inside the program, never on the disk.
//! - **Calls of the desk.** Nobody answers them here (404). The desk of a computer without a display has a listener of
//!   its own, on loopback alone, and wants its token.
//! - **The window of the desk's own computer** finds the projector's page on loopback too where the door is encrypted,
//!   with the same secret; nothing else is there.
//! - **A page that asks others.** The content policy names this door and nobody else; there is no third party.
//!
//! A trainer opens the door; nothing here opens it by itself. Not here: who has which seat and what each is told
//! (`conduct::seats`), and the rules of a drill (`exercise`).

mod certificate;
mod door;
mod guard;
mod headless;
mod limits;
mod listener;
mod live;
mod pages;
mod routes;
mod words;

pub use door::{door, door_with};
pub use headless::{HeadlessDesk, headless_desk};
pub use limits::Limits;
pub use words::{read_desk_call, read_join, read_seat_call};
