//! One seat while the door is open: who sits there, its connections, how much it asks. Not here: how it came to be
//! (`joining`), what it is told (`live`).

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use exercise::SeatKind;
use terms::{PersonId, RoleId, SeatId, Stamp};

use super::lanes::{Audience, Line};
use crate::lock;

/// How many connections one seat keeps: a page that was reloaded leaves one behind for a while.
const LINES_MAX: usize = 4;

/// How many calls a second a seat may make on average, and how many at once.
const CALLS_A_SECOND: i64 = 20;
const CALLS_AT_ONCE: i64 = 40;

/// A seat.
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// What it is for.
    pub kind: SeatKind,
    /// The hash of the secret in its cookie.
    pub token: String,
    sitting: Mutex<Sitting>,
    /// Grows whenever who sits here changes.
    pub turn: AtomicU64,
    out: AtomicBool,
    lines: Mutex<Vec<Weak<Line>>>,
    /// Thousandths of a call that may be made, and when that was reckoned.
    allowance: Mutex<(i64, Stamp)>,
    seen: AtomicI64,
    from: Mutex<Option<IpAddr>>,
}

/// Who sits at a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// The person.
    pub person: PersonId,
    /// The person under every id that records know, the present one first.
    pub known_as: Vec<PersonId>,
    /// The roles.
    pub roles: Vec<RoleId>,
}

impl Seat {
    /// A seat that was just taken.
    pub fn new(id: SeatId, kind: SeatKind, token: String, sitting: Sitting) -> Self {
        Self {
            id,
            kind,
            token,
            sitting: Mutex::new(sitting),
            turn: AtomicU64::new(0),
            out: AtomicBool::new(false),
            lines: Mutex::new(Vec::new()),
            allowance: Mutex::new((CALLS_AT_ONCE * 1000, Stamp(0))),
            seen: AtomicI64::new(0),
            from: Mutex::new(None),
        }
    }

    /// Who sits here now.
    pub fn sitting(&self) -> Sitting {
        lock(&self.sitting).clone()
    }

    /// Changes who sits here; its pages are told and come back for what concerns them now.
    pub fn change(&self, change: impl FnOnce(&mut Sitting)) {
        change(&mut lock(&self.sitting));
        self.turn.fetch_add(1, Ordering::AcqRel);
        self.wake();
    }

    /// Whose frames this seat is sent. A player's seat alone is told what concerns roles and persons.
    pub fn audiences(&self) -> Vec<Audience> {
        let mut audiences = vec![Audience::Everyone];
        if self.kind == SeatKind::Player {
            let Sitting {
                known_as, roles, ..
            } = self.sitting();
            audiences.extend(roles.into_iter().map(Audience::Role));
            audiences.extend(known_as.into_iter().map(Audience::Person));
        }
        audiences
    }

    /// A new connection; the oldest goes where there are too many.
    pub fn connect(&self) -> Arc<Line> {
        let line = Arc::new(Line::default());
        let mut lines = lock(&self.lines);
        lines.retain(|line| line.strong_count() > 0);
        if lines.len() >= LINES_MAX
            && let Some(oldest) = lines.remove(0).upgrade()
        {
            oldest.cut();
        }
        lines.push(Arc::downgrade(&line));
        if self.is_out() {
            line.cut();
        }
        line
    }

    /// Whether a page of it is connected.
    pub fn is_connected(&self) -> bool {
        let lines = lock(&self.lines);
        lines.iter().any(|line| {
            let line = line.upgrade();
            line.is_some_and(|line| !line.is_cut())
        })
    }

    /// Whether it was given up.
    pub fn is_out(&self) -> bool {
        self.out.load(Ordering::Acquire)
    }

    /// Ends all its connections for good.
    pub fn send_out(&self) {
        self.out.store(true, Ordering::Release);
        self.hang_up();
    }

    /// Ends its connections; its page may come back.
    pub fn hang_up(&self) {
        for line in lock(&self.lines)
            .drain(..)
            .filter_map(|line| line.upgrade())
        {
            line.cut();
        }
    }

    /// Lets its pages look for what is new.
    pub fn wake(&self) {
        for line in lock(&self.lines).iter().filter_map(Weak::upgrade) {
            line.wake();
        }
    }

    /// Whether it may call once more at this moment.
    pub fn may_call(&self, now: Stamp) -> bool {
        self.seen(now, None);
        let mut allowance = lock(&self.allowance);
        let passed = now.0.saturating_sub(allowance.1.0).clamp(0, 60_000);
        let grown = allowance.0 + passed * CALLS_A_SECOND;
        let grown = grown.min(CALLS_AT_ONCE * 1000);
        let may = grown >= 1000;
        *allowance = (if may { grown - 1000 } else { grown }, now);
        may
    }

    /// Notes that its page said something.
    pub fn seen(&self, now: Stamp, from: Option<IpAddr>) {
        self.seen.store(now.0, Ordering::Relaxed);
        if from.is_some() {
            *lock(&self.from) = from;
        }
    }

    /// When its page last said something, and from where.
    pub fn last_seen(&self) -> (Option<i64>, Option<IpAddr>) {
        let seen = self.seen.load(Ordering::Relaxed);
        ((seen != 0).then_some(seen), *lock(&self.from))
    }
}
