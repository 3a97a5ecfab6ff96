//! An emergency account that nobody foresaw and a call-up with alternates, from the desk's calls to the report, the programme's
//! lists, a second programme, a backup and a rerun. Not here: the rules of the steps (`exercise`), how they are judged
//! (`evaluation`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use conduct::{Clock, Desk, Keep, Places, Stand, Start, backups, merge};
use programme::{AccountState, ProgrammeNamed, Trend, played_accounts, trends};
use terms::{Span, Stamp};
use wire::{
    BriefingView, ConductView, CountedAccount, CountedCall, DeskCall, DeskOrder, DeskReply,
    ProblemCode,
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
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
            own: folder.path().to_owned(),
        };
        let desk = Desk::open(places, &start, Arc::clone(&clock), Arc::new(|_| {}));
        Self {
            desk: desk.expect("the desk opens"),
            clock,
            now,
            folder,
        }
    }

    fn pass(&mut self, minutes: i64) {
        self.now = self.now + Span::minutes(minutes);
        self.clock.set(self.now);
    }

    async fn call(&self, call: DeskCall) -> DeskReply {
        let said = format!("{call:?}");
        let reply = self.desk.call(call).await;
        reply.unwrap_or_else(|problem| panic!("{said}: {problem:?}"))
    }

    async fn order(&self, exercise: &str, order: DeskOrder) -> DeskReply {
        let exercise = exercise.to_owned();
        self.call(DeskCall::Order { exercise, order }).await
    }

    async fn conduct(&self, exercise: &str, order: DeskOrder) -> ConductView {
        match self.order(exercise, order).await {
            DeskReply::Conduct(view) => *view,
            other => panic!("not Conduct: {other:?}"),
        }
    }

    async fn refused(&self, exercise: &str, order: DeskOrder) -> ProblemCode {
        let exercise = exercise.to_owned();
        let reply = self.desk.call(DeskCall::Order { exercise, order }).await;
        reply.expect_err("it is refused").code
    }

    /// The activation drill with two people, the first at the head and the second as the alternate; it runs.
    async fn started(&self) -> (String, Vec<String>) {
        // Parts of their names are words of a report too, out of which names are taken.
        for name in ["Lena Holder", "Dora Deputy"] {
            let person = DeskCall::KeepPerson {
                person: None,
                name: name.to_owned(),
                contact: String::new(),
                unit: "IT".to_owned(),
            };
            self.call(person).await;
        }
        let brief = DeskCall::Brief {
            scenario: "call-up".to_owned(),
            plan: None,
        };
        let view = briefing_of(self.call(brief).await);
        let find = |name: &str| {
            let mut people = view.people.iter();
            people.find(|it| it.name == name).expect(name).id.clone()
        };
        let people = vec![find("Lena Holder"), find("Dora Deputy")];
        for (person, standing) in people.iter().zip(["primary", "alternate"]) {
            let assign = DeskOrder::Assign {
                role: "ic".to_owned(),
                person: Some(person.clone()),
                standing: standing.to_owned(),
            };
            self.order(&view.exercise, assign).await;
        }
        self.order(&view.exercise, DeskOrder::Start).await;
        (view.exercise, people)
    }

    async fn close(&self, exercise: &str) {
        self.order(exercise, DeskOrder::End).await;
        self.order(exercise, DeskOrder::OpenReview).await;
        let close = DeskOrder::Close {
            how: "completed".to_owned(),
            reason: String::new(),
        };
        self.order(exercise, close).await;
    }

    /// The programme that is open, with nobody else writing to it.
    fn programme(&self) -> PathBuf {
        let files = std::fs::read_dir(self.folder.path()).expect("the folder");
        let mut paths = files.map(|it| it.expect("a file").path());
        paths
            .find(|it| it.extension().is_some_and(|it| it == "rockdrill"))
            .expect("a programme")
    }

    fn keep(&self) -> Keep {
        Keep::open_to_read(&self.programme(), Arc::clone(&self.clock)).expect("it opens")
    }
}

fn briefing_of(reply: DeskReply) -> BriefingView {
    match reply {
        DeskReply::Briefing(view) => view,
        other => panic!("not a briefing: {other:?}"),
    }
}

fn request(system: &str, person: Option<&str>) -> DeskOrder {
    DeskOrder::RequestAccount {
        role: "ic".to_owned(),
        person: person.map(str::to_owned),
        system: system.to_owned(),
        why: "Nobody can get in.".to_owned(),
        minutes: 60,
    }
}

fn step(step: &str, about: &str, role: &str, person: Option<&str>) -> DeskOrder {
    DeskOrder::TakeStep {
        step: step.to_owned(),
        about: about.to_owned(),
        role: Some(role.to_owned()),
        person: person.map(str::to_owned),
        note: String::new(),
    }
}

fn account(view: &ConductView) -> &CountedAccount {
    view.counted.accounts.first().expect("the account")
}

fn of_ic(view: &ConductView) -> Vec<&CountedCall> {
    let calls = view.counted.call_ups[0].calls.iter();
    calls.filter(|it| it.role == "ic").collect()
}

/// Plays the drill: an account that stays, and an alternate who comes in place of the holder.
async fn played(room: &mut Room) -> String {
    let (id, people) = room.started().await;
    room.pass(2);
    let (holder, deputy) = (people[0].as_str(), people[1].as_str());
    let secret = request("token: ghp_0123456789abcdefghij0123456789abcdef", None);
    assert_eq!(
        room.refused(&id, secret).await,
        ProblemCode::Refused,
        "no secret"
    );

    let view = room
        .conduct(&id, request("VPN gateway", Some(deputy)))
        .await;
    let asked = account(&view);
    let told = (
        asked.state.as_str(),
        asked.person.as_str(),
        asked.open.len(),
    );
    assert_eq!(
        told,
        ("requested", "Dora Deputy", 3),
        "for whom, and what can follow"
    );
    assert!(
        !asked.expires.is_empty() && asked.request.is_some(),
        "until when: {asked:?}"
    );
    let name = asked.inject.clone();
    room.conduct(&id, step("approved", &name, "ic", None)).await;
    let view = room
        .conduct(&id, step("provisioned", &name, "ic", None))
        .await;
    assert!(
        account(&view).expires_elapsed_ms.is_some(),
        "the desk counts down"
    );
    assert!(
        account(&view).amiss.contains("for itself"),
        "{}",
        account(&view).amiss
    );

    let calls = of_ic(&view);
    assert_eq!(
        (calls.len(), calls[0].name.as_str()),
        (1, "Lena Holder"),
        "the holder is called"
    );
    let next = calls[0].next.as_ref().expect("somebody else can be called");
    assert_eq!(
        (next.name.as_str(), next.standing.as_str()),
        ("Dora Deputy", "alternate")
    );
    assert_eq!(
        room.refused(&id, step("called", "call-up", "ic", Some(holder)))
            .await,
        ProblemCode::Refused,
        "a call already waits for the holder"
    );
    room.pass(5);
    room.conduct(&id, step("called", "call-up", "ic", Some(deputy)))
        .await;
    room.pass(1);
    let view = room
        .conduct(&id, step("arrived", "call-up", "ic", Some(deputy)))
        .await;
    let states: Vec<_> = of_ic(&view)
        .iter()
        .map(|it| (it.name.clone(), it.state.clone()))
        .collect();
    let both = [("Lena Holder", "called"), ("Dora Deputy", "arrived")];
    assert_eq!(
        states,
        both.map(|(a, b)| (a.to_owned(), b.to_owned())),
        "each is told by itself"
    );
    assert_eq!(
        view.counted.call_ups[0].there, 1,
        "and the role counts once"
    );
    let others: Vec<String> = view.counted.call_ups[0]
        .calls
        .iter()
        .map(|it| it.role.clone())
        .collect();
    for role in others.iter().filter(|it| *it != "ic").take(3) {
        room.conduct(&id, step("arrived", "call-up", role, None))
            .await;
    }
    room.close(&id).await;
    id
}

fn point(all: &[Trend], label: &str) -> Vec<(f64, String)> {
    let trend = all.iter().find(|it| it.label == label).expect(label);
    trend
        .points
        .iter()
        .map(|it| (it.value, it.of.clone()))
        .collect()
}

/// The drill stands in the programme once, with its account and its call-up.
fn stands_once(keep: &Keep, what: &str) {
    let stand = Stand::of(keep).expect("it is read");
    let look = stand.look(keep);
    let accounts = played_accounts(&look);
    assert_eq!(accounts.len(), 1, "{what}: one account");
    let one = &accounts[0];
    assert_eq!(
        (one.system.as_str(), one.state),
        ("VPN gateway", AccountState::Orphan),
        "{what}"
    );
    assert!(one.played, "{what}: it never was a real one");
    let call_ups = programme::call_ups(&look);
    assert_eq!(call_ups.len(), 1, "{what}: one call-up");
    assert_eq!(call_ups[0].arrived, 4, "{what}: four roles came");
    let ic: Vec<_> = call_ups[0]
        .calls
        .iter()
        .filter(|it| it.person.is_some())
        .collect();
    assert_eq!(
        ic.len(),
        2,
        "{what}: the holder and the alternate were called"
    );
    assert!(
        ic[0].arrived.is_none() && ic[1].arrived.is_some(),
        "{what}: the alternate came"
    );
    let all = trends(&look);
    assert_eq!(
        point(&all, "Accounts orphaned"),
        [(100.0, "1 of 1".to_owned())],
        "{what}"
    );
    // Called at T+00:00 and all there eight minutes later.
    assert_eq!(
        point(&all, "Time to quorum"),
        [(8.0, "median of 1".to_owned())],
        "{what}"
    );
    assert!(
        point(&all, "Exposure limited").is_empty(),
        "{what}: its story has no attacker"
    );
}

fn home(folder: &Path, clock: &Arc<Clock>) -> Keep {
    let named = ProgrammeNamed {
        name: "Home".to_owned(),
        sample: false,
    };
    Keep::create(&folder.join("home.rockdrill"), named, Arc::clone(clock)).expect("made")
}

#[tokio::test]
async fn an_account_and_a_call_up_come_into_a_programme_once_however_they_come() {
    let mut room = Room::open(Start::Own);
    let id = played(&mut room).await;
    stands_once(&room.keep(), "where it was played");

    let pack = room.folder.path().join("drill.zip");
    let save = DeskCall::SavePack {
        exercise: id,
        path: pack.display().to_string(),
        sign: false,
        passphrase: None,
    };
    room.call(save).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let mut other = home(elsewhere.path(), &room.clock);
    merge::merge(&mut other, &pack).expect("it comes");
    stands_once(&other, "merged");
    let again = merge::merge(&mut other, &pack).expect("it comes again");
    assert_eq!(again.records, 0, "nothing is new");
    stands_once(&other, "merged twice");
    drop(other);
    let path = elsewhere.path().join("home.rockdrill");
    let other = Keep::open(&path, Arc::clone(&room.clock)).expect("it opens");
    stands_once(&other, "opened again");

    let backup = elsewhere.path().join("home.backup");
    let back_up = DeskCall::BackUp {
        path: backup.display().to_string(),
        passphrase: None,
    };
    room.call(back_up).await;
    let restored = elsewhere.path().join("restored.rockdrill");
    backups::restore(&backup, &restored).expect("it holds");
    let keep = Keep::open_to_read(&restored, Arc::clone(&room.clock)).expect("it opens");
    stands_once(&keep, "restored");
}

#[tokio::test]
async fn a_drill_of_the_sample_counts_in_no_other_programme() {
    let mut room = Room::open(Start::Sample);
    let id = played(&mut room).await;
    let pack = room.folder.path().join("drill.zip");
    let save = DeskCall::SavePack {
        exercise: id,
        path: pack.display().to_string(),
        sign: false,
        passphrase: None,
    };
    room.call(save).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let mut other = home(elsewhere.path(), &room.clock);
    merge::merge(&mut other, &pack).expect("it comes");
    let stand = Stand::of(&other).expect("it is read");
    let look = stand.look(&other);
    assert_eq!(look.drills.len(), 1, "it is listed");
    assert!(
        played_accounts(&look).is_empty(),
        "and its account counts for nothing"
    );
    assert!(
        programme::call_ups(&look).is_empty(),
        "nor does its call-up"
    );
    assert!(
        trends(&look).iter().all(|it| it.points.is_empty()),
        "nor any figure"
    );
}
