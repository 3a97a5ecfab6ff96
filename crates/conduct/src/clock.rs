//! The one place that asks the time. Wall time is read once and monotonic time added to it, so it never goes back; a
//! computer that slept is noticed. Not here: exercise time, which is a matter of records.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use terms::Stamp;

/// How long the clocks may disagree, or nobody may have looked, before the computer must have slept.
const NAP: Duration = Duration::from_secs(8);

/// Tells the time.
#[derive(Debug)]
pub struct Clock(Source);

#[derive(Debug)]
enum Source {
    System(Mutex<Anchor>),
    /// Set by hand, for tests and simulation: the moment, and the last one before a sleep or 0.
    Hand(AtomicI64, AtomicI64),
}

#[derive(Debug)]
struct Anchor {
    wall: Stamp,
    at: Instant,
    looked: Instant,
}

impl Clock {
    /// The computer's clock.
    pub fn system() -> Self {
        let now = Instant::now();
        Self(Source::System(Mutex::new(Anchor {
            wall: wall(),
            at: now,
            looked: now,
        })))
    }

    /// A clock that stands until it is set.
    pub fn by_hand(now: Stamp) -> Self {
        Self(Source::Hand(AtomicI64::new(now.0), AtomicI64::new(0)))
    }

    /// Sets a clock that is set by hand; the computer's own is left alone.
    pub fn set(&self, now: Stamp) {
        if let Source::Hand(hand, _) = &self.0 {
            hand.store(now.0, Ordering::SeqCst);
        }
    }

    /// Sets a clock that is set by hand to a moment after a sleep that began now.
    pub fn sleep_until(&self, then: Stamp) {
        if let Source::Hand(hand, before) = &self.0 {
            before.store(hand.swap(then.0, Ordering::SeqCst), Ordering::SeqCst);
        }
    }

    /// The moment.
    pub fn now(&self) -> Stamp {
        match &self.0 {
            Source::System(anchor) => {
                let anchor = crate::lock(anchor);
                after(anchor.wall, anchor.at.elapsed())
            }
            Source::Hand(hand, _) => Stamp(hand.load(Ordering::SeqCst)),
        }
    }

    /// The last moment before the computer slept, where it slept since somebody last asked. To be asked every second.
    pub fn slept(&self) -> Option<Stamp> {
        let anchor = match &self.0 {
            Source::System(anchor) => anchor,
            Source::Hand(_, before) => {
                let before = before.swap(0, Ordering::SeqCst);
                return (before != 0).then_some(Stamp(before));
            }
        };
        let mut anchor = crate::lock(anchor);
        let now = Instant::now();
        let before = after(anchor.wall, anchor.looked.duration_since(anchor.at));
        let shown = after(anchor.wall, now.duration_since(anchor.at));
        // Some systems stop the monotonic clock in sleep, others let it run: either way one of these shows it.
        let unseen = now.duration_since(anchor.looked) > NAP;
        let behind = wall().0 - shown.0 > NAP.as_millis() as i64;
        anchor.looked = now;
        if behind {
            anchor.wall = wall();
            anchor.at = now;
        }
        (unseen || behind).then_some(before)
    }

    /// Waits for a moment; for ever where there is none.
    pub async fn until(&self, moment: Option<Stamp>) {
        match moment {
            Some(moment) => {
                let wait = (moment.0 - self.now().0).max(0);
                tokio::time::sleep(Duration::from_millis(wait.unsigned_abs())).await;
            }
            None => std::future::pending().await,
        }
    }
}

fn wall() -> Stamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Stamp(since.as_millis() as i64)
}

fn after(wall: Stamp, run: Duration) -> Stamp {
    Stamp(wall.0 + run.as_millis() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_computers_clock_never_runs_back() {
        let clock = Clock::system();
        let mut last = clock.now();
        for _ in 0..1000 {
            let now = clock.now();
            assert!(now >= last, "time went from {last:?} back to {now:?}");
            last = now;
        }
        assert_eq!(clock.slept(), None, "nobody slept in this moment");
    }
}
