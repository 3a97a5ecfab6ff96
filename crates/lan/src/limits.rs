//! How much the door takes before it says no: connections, waiting, reading, sizes. Not here: how many wrong codes count
//! as guessing, which is a matter of the drill's seats (`conduct`).

use std::time::Duration;

/// The door's limits. Tests make them small.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections in all.
    pub in_all: usize,
    /// Connections of one address that belong to no seat yet. Seats are not counted here, because many phones may
    /// stand behind one address; this computer's own address is not counted either, because only its user can use it.
    pub per_address: usize,
    /// How long an encrypted connection may take to be made.
    pub handshake: Duration,
    /// How long the head of a request may take, and how long a connection may stay without one.
    pub head: Duration,
    /// How long a body may take.
    pub body: Duration,
    /// How long a reader may take nothing at all of what was sent.
    pub stall: Duration,
    /// How often a live connection is asked for a sign of life. After twice that without one it is cut.
    pub beat: Duration,
    /// Messages that a live connection may send in one beat; a page sends none, a browser only answers.
    pub said_per_beat: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            in_all: 16_384,
            per_address: 512,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(15),
            body: Duration::from_secs(10),
            stall: Duration::from_secs(20),
            beat: Duration::from_secs(20),
            said_per_beat: 60,
        }
    }
}

/// The largest head of a request.
pub const HEAD_BYTES: usize = 16 * 1024;

/// The largest body that asks for a seat.
pub const JOIN_BYTES: usize = 4 * 1024;

/// The largest call of a seat: its longest text, with room for how JSON writes it down.
pub const CALL_BYTES: usize = 256 * 1024;

/// The largest call of a headless desk.
pub const DESK_BYTES: usize = 1024 * 1024;

/// The largest message on a live connection; a page sends none.
pub const SAID_BYTES: usize = 1024;
