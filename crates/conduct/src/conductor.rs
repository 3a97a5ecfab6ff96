//! The task that owns one running drill. It takes all waiting orders, decides and applies them one after another,
//! writes what they caused to disk once, and only then answers and tells. If the write fails, the drill is folded
//! again from what is on disk and every order of the batch gets the fault. Not here: what an order means.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use exercise::{Actor, Event, Exercise, Order, Phase, Record, Refusal, Script};
use ledger::{Fault, Heartbeat, Ledger, NewRecord, RecordRef};
use terms::{ExerciseId, Stamp};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::clock::Clock;
use crate::tally::Tally;

/// How often a sign of life is kept, so that a drill that was cut off resumes where it was.
const HEARTBEAT_EVERY: u32 = 5;

/// How long to wait after a failed write before what time made due is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The least time between two looks at the drill as a whole.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The most orders that are decided before one write. Whoever looks at the drill waits for one such batch at most.
const BATCH: usize = 64;

/// How many orders may wait before whoever brings one more waits too.
const WAITING: usize = 2_048;

/// One drill as it stands on disk.
#[derive(Debug)]
pub struct Drill {
    /// Its id.
    pub id: ExerciseId,
    /// The scenario made ready.
    pub script: Script,
    /// Where it stands.
    pub exercise: Exercise,
    /// Every record, in order.
    pub records: Vec<Record>,
    /// Where in them things stand.
    pub tally: Tally,
}

impl Drill {
    /// A drill as its records make it.
    pub fn new(id: ExerciseId, script: Script, exercise: Exercise, records: Vec<Record>) -> Self {
        let tally = Tally::of(&records);
        Self {
            id,
            script,
            exercise,
            records,
            tally,
        }
    }
}

/// Why an order had no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDone {
    /// The rules said no.
    Refused(Refusal),
    /// The world failed; nothing was recorded.
    Failed(Fault),
    /// The program itself failed, or the drill is no longer conducted.
    Gone,
}

/// What a Conductor tells without being asked.
#[derive(Debug)]
pub enum Told {
    /// The drill has new records on disk. Told after every write, so whoever hears it must be quick.
    Changed,
    /// The same for whoever takes longer: soon after a change, and at most ten times a second.
    Look,
    /// What time made due could not be written.
    Failed(Fault),
}

/// Is told with the drill as it stands on disk.
pub type Tell = Arc<dyn Fn(&Drill, Told) + Send + Sync>;

/// A handle on the task. The drill behind it can be looked at at any time.
#[derive(Clone)]
pub struct Conductor {
    /// The desk has a way in of its own: the trainer does not queue behind a thousand seats.
    desk: mpsc::Sender<Asked>,
    seats: mpsc::Sender<Asked>,
    drill: Arc<Mutex<Drill>>,
}

/// A handle that does not keep the task going.
#[derive(Clone)]
pub(crate) struct WeakConductor {
    desk: mpsc::WeakSender<Asked>,
    seats: mpsc::WeakSender<Asked>,
    drill: Arc<Mutex<Drill>>,
}

struct Asked {
    actor: Actor,
    order: Order,
    key: Option<String>,
    answer: oneshot::Sender<Result<u64, NotDone>>,
}

impl Conductor {
    /// Begins to conduct a drill. A drill that was running when the program was cut off is paused where it was.
    pub fn begin(
        drill: Drill,
        ledger: Arc<Mutex<Ledger>>,
        clock: Arc<Clock>,
        tell: Tell,
    ) -> Result<Self, Fault> {
        let drill = Arc::new(Mutex::new(drill));
        let mut task = Task {
            drill: Arc::clone(&drill),
            ledger,
            clock,
            tell,
            look_at: None,
            looked: None,
        };
        task.find_cut_off()?;
        let (desk, from_desk) = mpsc::channel(WAITING);
        let (seats, from_seats) = mpsc::channel(WAITING);
        let inbox = Inbox {
            from_desk,
            from_seats,
        };
        tokio::spawn(async move { task.run(inbox).await });
        Ok(Self { desk, seats, drill })
    }

    /// Gives an order and waits until what it caused is on disk.
    ///
    /// # Errors
    /// Where the rules said no or the write failed; then nothing of it is recorded.
    pub async fn order(&self, actor: Actor, order: Order) -> Result<(), NotDone> {
        self.order_once(actor, order, None).await.map(|_| ())
    }

    /// The same for a call that names itself by a key: sent twice, it counts once. Gives the number of the first
    /// record that it caused, or had caused.
    ///
    /// # Errors
    /// Where the rules said no or the write failed; then nothing of it is recorded.
    pub async fn order_once(
        &self,
        actor: Actor,
        order: Order,
        key: Option<String>,
    ) -> Result<u64, NotDone> {
        let (answer, answered) = oneshot::channel();
        let way = match &actor {
            Actor::Desk => &self.desk,
            Actor::Clock | Actor::Bot(_) | Actor::Seat(..) | Actor::Cell(..) | Actor::Unnamed => {
                &self.seats
            }
        };
        let asked = Asked {
            actor,
            order,
            key,
            answer,
        };
        way.send(asked).await.map_err(|_| NotDone::Gone)?;
        answered.await.unwrap_or(Err(NotDone::Gone))
    }

    /// A handle that does not keep the task going.
    pub(crate) fn downgrade(&self) -> WeakConductor {
        WeakConductor {
            desk: self.desk.downgrade(),
            seats: self.seats.downgrade(),
            drill: Arc::clone(&self.drill),
        }
    }

    /// Looks at the drill as it stands on disk.
    pub fn look<T>(&self, see: impl FnOnce(&Drill) -> T) -> T {
        see(&crate::lock(&self.drill))
    }
}

impl WeakConductor {
    /// The Conductor, while somebody conducts the drill.
    pub(crate) fn upgrade(&self) -> Option<Conductor> {
        Some(Conductor {
            desk: self.desk.upgrade()?,
            seats: self.seats.upgrade()?,
            drill: Arc::clone(&self.drill),
        })
    }

    /// Looks at the drill as it stood on disk when it was last conducted.
    pub(crate) fn look<T>(&self, see: impl FnOnce(&Drill) -> T) -> T {
        see(&crate::lock(&self.drill))
    }

    /// Gives an order that counts once, where somebody conducts the drill.
    ///
    /// # Errors
    /// Where nobody does, the rules said no or the write failed; then nothing of it is recorded.
    pub(crate) async fn order_once(
        &self,
        actor: Actor,
        order: Order,
        key: Option<String>,
    ) -> Result<u64, NotDone> {
        let conductor = self.upgrade().ok_or(NotDone::Gone)?;
        conductor.order_once(actor, order, key).await
    }
}

/// What waits to be decided. The desk's goes first.
struct Inbox {
    from_desk: mpsc::Receiver<Asked>,
    from_seats: mpsc::Receiver<Asked>,
}

struct Task {
    drill: Arc<Mutex<Drill>>,
    ledger: Arc<Mutex<Ledger>>,
    clock: Arc<Clock>,
    tell: Tell,
    /// When the next look is due, where something changed since the last.
    look_at: Option<Instant>,
    looked: Option<Instant>,
}

impl Task {
    async fn run(&mut self, mut inbox: Inbox) {
        let mut second = tokio::time::interval(Duration::from_secs(1));
        second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut beats = 0u32;
        let mut stumbled = false;
        loop {
            let due = if stumbled {
                Some(Stamp(self.clock.now().0 + RETRY_AFTER.as_millis() as i64))
            } else {
                crate::lock(&self.drill).exercise.next_due()
            };
            let mut batch = Vec::new();
            tokio::select! {
                // What was asked goes before what time made due; sleep is looked for before either, and a look
                // must not wait until nobody asks any more.
                biased;
                _ = second.tick() => {
                    beats += 1;
                    self.look_for_sleep();
                    if beats.is_multiple_of(HEARTBEAT_EVERY) {
                        self.keep_heartbeat();
                    }
                    continue;
                }
                () = until(self.look_at) => {
                    self.show();
                    continue;
                }
                // Both ways close together, and nobody who waits for an answer has let go of them.
                asked = inbox.from_desk.recv() => match asked {
                    Some(asked) => batch.push(asked),
                    None => return,
                },
                asked = inbox.from_seats.recv() => match asked {
                    Some(asked) => batch.push(asked),
                    None => return,
                },
                () = self.clock.until(due) => {}
            }
            // Whatever woke us may be the computer itself.
            self.look_for_sleep();
            while batch.len() < BATCH {
                let waiting = inbox.from_desk.try_recv();
                let Ok(asked) = waiting.or_else(|_| inbox.from_seats.try_recv()) else {
                    break;
                };
                batch.push(asked);
            }
            stumbled = self.work(batch).is_err();
        }
    }

    /// Decides, records, applies and tells, for one batch. A panic on the way costs the batch and nothing else: the
    /// drill is folded again from what is on disk, and whoever asked is told.
    fn work(&mut self, batch: Vec<Asked>) -> Result<(), Fault> {
        let worked = catch_unwind(AssertUnwindSafe(|| self.work_through(batch)));
        worked.unwrap_or_else(|_| {
            let mut drill = crate::lock(&self.drill);
            refold(&mut drill);
            Ok(())
        })
    }

    fn work_through(&mut self, batch: Vec<Asked>) -> Result<(), Fault> {
        let now = self.clock.now();
        let mut answers = Vec::with_capacity(batch.len());
        let kept = {
            let mut drill = crate::lock(&self.drill);
            let mut out = Vec::new();
            if batch.is_empty() {
                drill.exercise.pass_time(now, &mut out);
            }
            for Asked {
                actor,
                order,
                key,
                answer,
            } in batch
            {
                let key = key.as_deref();
                let done = drill
                    .exercise
                    .carry_out_once(actor, &order, key, now, &mut out);
                answers.push((answer, done.map_err(NotDone::Refused)));
            }
            keep(&self.ledger, &mut drill, out)
        };
        // Seats are told first: whoever is answered finds that everybody knows. What a teller does wrong must not
        // look like a write that failed.
        let told = match &kept {
            Ok(0) => None,
            Ok(_) => Some(Told::Changed),
            Err(fault) => Some(Told::Failed(fault.clone())),
        };
        if let Some(told) = told {
            let _wrong = catch_unwind(AssertUnwindSafe(|| {
                (self.tell)(&crate::lock(&self.drill), told);
            }));
        }
        for (answer, done) in answers {
            let reply = match &kept {
                Ok(_) => done,
                Err(fault) => Err(NotDone::Failed(fault.clone())),
            };
            // Somebody who asked and went away needs no answer.
            let _gone = answer.send(reply);
        }
        if matches!(kept, Ok(1..)) && self.look_at.is_none() {
            let next = self.looked.map(|looked| looked + LOOK_EVERY);
            self.look_at = Some(next.unwrap_or_else(Instant::now));
        }
        kept.map(|_| ())
    }

    fn show(&mut self) {
        self.look_at = None;
        self.looked = Some(Instant::now());
        let _wrong = catch_unwind(AssertUnwindSafe(|| {
            (self.tell)(&crate::lock(&self.drill), Told::Look);
        }));
    }

    fn look_for_sleep(&mut self) {
        if let Some(at) = self.clock.slept() {
            self.pause_for_sleep(at);
        }
    }

    fn pause_for_sleep(&mut self, at: Stamp) {
        let running = matches!(
            crate::lock(&self.drill).exercise.phase(),
            Phase::Running { .. }
        );
        if running {
            let (answer, _) = oneshot::channel();
            let asked = Asked {
                actor: Actor::Clock,
                order: Order::Slept { at },
                key: None,
                answer,
            };
            // A fault has been told; the next tick finds the drill as it is on disk.
            let _told = self.work(vec![asked]);
        }
    }

    fn keep_heartbeat(&self) {
        let (stream, beat) = {
            let drill = crate::lock(&self.drill);
            let Phase::Running { .. } = drill.exercise.phase() else {
                return;
            };
            let at = self.clock.now();
            let beat = Heartbeat {
                at,
                elapsed: drill.exercise.elapsed(at),
            };
            (ledger::stream::of_exercise(&drill.id), beat)
        };
        // A heartbeat that is not kept costs at most some seconds of the clock after a crash.
        let _lost = crate::lock(&self.ledger).put_heartbeat(&stream, beat);
    }

    fn find_cut_off(&mut self) -> Result<(), Fault> {
        let mut drill = crate::lock(&self.drill);
        let Phase::Running { .. } = drill.exercise.phase() else {
            return Ok(());
        };
        if crate::lock(&self.ledger).access() != ledger::Access::Writer {
            // Whoever only reads leaves the drill to the program that writes.
            return Ok(());
        }
        let stream = ledger::stream::of_exercise(&drill.id);
        let beat = crate::lock(&self.ledger).heartbeat(&stream)?;
        let last = drill.exercise.last_elapsed();
        let elapsed = beat.map_or(last, |beat| beat.elapsed.max(last));
        let mut out = Vec::new();
        let order = Order::CutOff { elapsed };
        let now = self.clock.now();
        if drill
            .exercise
            .carry_out(Actor::Clock, &order, now, &mut out)
            .is_ok()
        {
            keep(&self.ledger, &mut drill, out)?;
        }
        Ok(())
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// Writes new records to disk; where that fails, folds the drill again from what is there.
pub(crate) fn keep(
    ledger: &Mutex<Ledger>,
    drill: &mut Drill,
    out: Vec<Record>,
) -> Result<usize, Fault> {
    if out.is_empty() {
        return Ok(0);
    }
    let rows: Vec<NewRecord> = out.iter().map(row).collect();
    let expected = drill.records.last().map_or(0, |record| record.seq);
    let stream = ledger::stream::of_exercise(&drill.id);
    let append = || crate::lock(ledger).append(&stream, expected, &rows);
    match waiting_for_disk(append) {
        Ok(_) => {
            let kept = out.len();
            let from = drill.records.len();
            drill.records.extend(out);
            drill.tally.take(&drill.records, from);
            Ok(kept)
        }
        Err(fault) => {
            refold(drill);
            Err(fault)
        }
    }
}

/// Lets somebody else have this thread's other tasks while it waits for the disk, where there is somebody else.
fn waiting_for_disk<T>(write: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    let flavor = Handle::try_current().map(|handle| handle.runtime_flavor());
    match flavor {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(write),
        Ok(_) | Err(_) => write(),
    }
}

fn refold(drill: &mut Drill) {
    if let Some(exercise) = Exercise::fold(&drill.script, &drill.records) {
        drill.exercise = exercise;
    }
}

/// A record as the ledger takes it.
pub fn row(record: &Record) -> NewRecord {
    NewRecord {
        at: record.at,
        actor: record.actor.to_string(),
        kind: record.event.kind().to_owned(),
        version: 1,
        body: record.event.encode(record.elapsed, record.key.as_deref()),
    }
}

/// A record as the ledger gives it back.
///
/// # Errors
/// Where it was written by a newer program.
pub fn record(stored: RecordRef<'_>) -> Result<Record, exercise::DecodeError> {
    let (elapsed, key, event) = Event::decode(stored.kind, stored.version, stored.body)?;
    let actor = stored.actor.parse()?;
    Ok(Record {
        seq: stored.seq,
        at: stored.at,
        elapsed,
        actor,
        key,
        event,
    })
}
