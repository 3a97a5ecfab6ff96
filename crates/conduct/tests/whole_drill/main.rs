//! The whole job through the desk's calls alone: a shipped drill and the sample plan, people, decisions, a pause, the
//! review, the report, and the lessons in a new revision of the plan.

mod aside;
mod to_a_revision;

use conduct::{Clock, Desk, Places, Start};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use terms::{Span, Stamp};
use wire::{
    BriefingView, ConductView, DeskCall, DeskOrder, DeskReply, HomeView, PlanView, ProblemCode,
    ReviewView,
};

struct Room {
    desk: Desk,
    clock: Arc<Clock>,
    now: Stamp,
    folder: tempfile::TempDir,
}

impl Room {
    fn open(start: Start) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let now = Stamp(1_800_000_000_000);
        let clock = Arc::new(Clock::by_hand(now));
        let desk = Self::desk(folder.path(), &start, &clock);
        Self {
            desk,
            clock,
            now,
            folder,
        }
    }

    fn desk(folder: &Path, start: &Start, clock: &Arc<Clock>) -> Desk {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
        let places = Places {
            shipped,
            own: folder.to_owned(),
        };
        Desk::open(places, start, Arc::clone(clock), Arc::new(|_| {})).expect("the desk opens")
    }

    /// Closes the desk as a crash would: nothing is said, only the file stays.
    async fn open_again(self, start: &Start) -> Self {
        let Self {
            desk,
            clock,
            now,
            folder,
        } = self;
        drop(desk);
        // The tasks of its drills end as soon as they are next looked at.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        let desk = Self::desk(folder.path(), start, &clock);
        Self {
            desk,
            clock,
            now,
            folder,
        }
    }

    fn pass(&mut self, span: Span) {
        self.now = self.now + span;
        self.clock.set(self.now);
    }

    async fn call(&self, call: DeskCall) -> DeskReply {
        let said = format!("{call:?}");
        self.desk
            .call(call)
            .await
            .unwrap_or_else(|problem| panic!("{said}: {problem:?}"))
    }

    async fn refused(&self, call: DeskCall) -> ProblemCode {
        let said = format!("{call:?}");
        match self.desk.call(call).await {
            Ok(reply) => panic!("{said} was answered with {reply:?}"),
            Err(problem) => problem.code,
        }
    }

    async fn order(&self, exercise: &str, order: DeskOrder) -> DeskReply {
        self.call(DeskCall::Order {
            exercise: exercise.to_owned(),
            order,
        })
        .await
    }

    async fn home(&self) -> HomeView {
        match self.call(DeskCall::Home).await {
            DeskReply::Home(view) => view,
            other => panic!("not Home: {other:?}"),
        }
    }

    async fn plan(&self, plan: &str) -> PlanView {
        plan_of(
            self.call(DeskCall::Plan {
                plan: plan.to_owned(),
            })
            .await,
        )
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn briefing_of(reply: DeskReply) -> BriefingView {
    match reply {
        DeskReply::Briefing(view) => view,
        other => panic!("not a briefing: {other:?}"),
    }
}

fn conduct_of(reply: DeskReply) -> ConductView {
    match reply {
        DeskReply::Conduct(view) => *view,
        other => panic!("not Conduct: {other:?}"),
    }
}

fn review_of(reply: DeskReply) -> ReviewView {
    match reply {
        DeskReply::Review(view) => view,
        other => panic!("not a review: {other:?}"),
    }
}

fn plan_of(reply: DeskReply) -> PlanView {
    match reply {
        DeskReply::Plan(view) => view,
        other => panic!("not a plan: {other:?}"),
    }
}

fn decide(role: &str, inject: &str, option: Option<&str>, text: &str) -> DeskOrder {
    DeskOrder::Decide {
        role: role.to_owned(),
        inject: Some(inject.to_owned()),
        option: option.map(str::to_owned),
        text: text.to_owned(),
        rationale: String::new(),
        authorised_by: None,
        first_key_ms_ago: 0,
        set_back_ms: 0,
    }
}
