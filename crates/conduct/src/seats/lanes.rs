//! How frames reach seats. What happened is made once, as shared bytes, and put into one list for everybody, one for
//! each role and one for each person; a connection reads the lists that concern it and merges them by number. Nothing
//! is queued for a seat, so a slow reader costs nothing. Not here: what is in a frame (`eyes`).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock, Weak};

use bytes::Bytes;
use terms::{PersonId, RoleId};
use tokio::sync::Notify;

use crate::lock;

/// Whom something concerns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Every seat.
    Everyone,
    /// The seats that play a role.
    Role(RoleId),
    /// The seats of a person.
    Person(PersonId),
}

/// The frames for one audience, in order, and the connections that read them.
#[derive(Default)]
pub struct Lane {
    frames: RwLock<Vec<(u64, Bytes)>>,
    lines: Mutex<Vec<Weak<Line>>>,
}

/// One connection, as whoever has something for it sees it.
#[derive(Default)]
pub struct Line {
    wake: Notify,
    cut: AtomicBool,
}

/// Every list of frames.
#[derive(Default)]
pub struct Lanes {
    lanes: Mutex<BTreeMap<Audience, Arc<Lane>>>,
    /// The last record whose frames stand in all their lists: whoever reads up to here misses nothing.
    told: AtomicU64,
}

/// Where a connection stands in the lists that it reads.
pub struct Reader {
    lanes: Vec<(Arc<Lane>, usize)>,
    /// The last record whose frame was read.
    pub sent: u64,
}

impl Line {
    /// Lets the connection look for what is new.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Ends the connection.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::Release);
        self.wake();
    }

    /// Whether it was ended.
    pub fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Acquire)
    }

    /// Waits until somebody wakes it; at once where somebody has since it last waited.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }
}

impl Lanes {
    /// Puts a frame into the lists of its audience. It is read once `told` says so.
    pub fn put(&self, to: &Audience, seq: u64, frame: Bytes, touched: &mut Vec<Arc<Lane>>) {
        let lane = self.lane(to);
        let mut frames = lane
            .frames
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        frames.push((seq, frame));
        drop(frames);
        if !touched.iter().any(|other| Arc::ptr_eq(other, &lane)) {
            touched.push(lane);
        }
    }

    /// Lets everything up to a record be read, and wakes whom it concerns.
    pub fn tell(&self, seq: u64, touched: &[Arc<Lane>]) {
        self.told.store(seq, Ordering::Release);
        for lane in touched {
            lane.wake();
        }
    }

    /// The last record whose frames can be read.
    pub fn told(&self) -> u64 {
        self.told.load(Ordering::Acquire)
    }

    /// A reader of these audiences from a record on; `line` is woken when there is more.
    pub fn read(&self, audiences: &[Audience], since: u64, line: &Arc<Line>) -> Reader {
        let lanes = audiences.iter().map(|audience| {
            let lane = self.lane(audience);
            lane.listen(line);
            let place = lane.place(since);
            (lane, place)
        });
        Reader {
            lanes: lanes.collect(),
            sent: since,
        }
    }

    fn lane(&self, audience: &Audience) -> Arc<Lane> {
        let mut lanes = lock(&self.lanes);
        if let Some(lane) = lanes.get(audience) {
            return Arc::clone(lane);
        }
        let lane = Arc::new(Lane::default());
        lanes.insert(audience.clone(), Arc::clone(&lane));
        lane
    }
}

impl Lane {
    fn listen(&self, line: &Arc<Line>) {
        let mut lines = lock(&self.lines);
        if lines.len() == lines.capacity() {
            // Before the list grows, whoever has gone is taken out of it.
            lines.retain(|line| line.strong_count() > 0);
        }
        lines.push(Arc::downgrade(line));
    }

    fn wake(&self) {
        for line in lock(&self.lines).iter().filter_map(Weak::upgrade) {
            line.wake();
        }
    }

    fn place(&self, since: u64) -> usize {
        let frames = self.frames.read();
        let frames = frames.unwrap_or_else(std::sync::PoisonError::into_inner);
        frames.partition_point(|(seq, _)| *seq <= since)
    }

    fn at(&self, place: usize) -> Option<(u64, Bytes)> {
        let frames = self.frames.read();
        let frames = frames.unwrap_or_else(std::sync::PoisonError::into_inner);
        frames.get(place).cloned()
    }
}

impl Reader {
    /// The next frame up to a record, in order and once, whatever lists it stands in.
    pub fn next(&mut self, told: u64) -> Option<Bytes> {
        let mut next: Option<(u64, Bytes)> = None;
        for (lane, place) in &mut self.lanes {
            while let Some((seq, frame)) = lane.at(*place) {
                if seq <= self.sent {
                    // It stood in another list too.
                    *place += 1;
                    continue;
                }
                if seq <= told && next.as_ref().is_none_or(|(first, _)| seq < *first) {
                    next = Some((seq, frame));
                }
                break;
            }
        }
        let (seq, frame) = next?;
        self.sent = seq;
        Some(frame)
    }
}
