//! The year through the desk's calls: the improvement plan and who may verify, tables in and out, what an assessor records,
//! the registers. Not here: what follows from the records (`programme`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use conduct::{Clock, Desk, Places, Start};
use terms::Stamp;
use wire::{
    BroughtView, DeskCall, DeskReply, EvidenceYearView, ImproveCall, ImprovementView, ProblemCode,
    RegisterCall, RegistersView,
};

/// 15 January 2027.
const NOW: Stamp = Stamp(1_800_000_000_000);

struct Room {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Room {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
            own: folder.path().to_owned(),
        };
        let clock = Arc::new(Clock::by_hand(NOW));
        let desk = Desk::open(places, &Start::Own, clock, Arc::new(|_| {}));
        Self {
            desk: desk.expect("the desk opens"),
            folder,
        }
    }

    async fn call(&self, call: DeskCall) -> DeskReply {
        let said = format!("{call:?}");
        let reply = self.desk.call(call).await;
        reply.unwrap_or_else(|problem| panic!("{said}: {problem:?}"))
    }

    async fn refused(&self, call: DeskCall) -> ProblemCode {
        let said = format!("{call:?}");
        match self.desk.call(call).await {
            Ok(reply) => panic!("{said} was answered with {reply:?}"),
            Err(problem) => problem.code,
        }
    }

    async fn improve(&self, change: ImproveCall) -> ImprovementView {
        improvement(self.call(DeskCall::Improve { change }).await)
    }

    async fn enter(&self, entry: RegisterCall) -> RegistersView {
        registers(self.call(DeskCall::Enter { entry }).await)
    }

    async fn import(&self, path: &Path, take: bool) -> BroughtView {
        let call = DeskCall::ImportTable {
            kind: "actions".to_owned(),
            path: path.display().to_string(),
            take,
        };
        match self.call(call).await {
            DeskReply::Brought(view) => view,
            other => panic!("not a table: {other:?}"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn person(&self, name: &str) {
        self.call(DeskCall::KeepPerson {
            person: None,
            name: name.to_owned(),
            contact: String::new(),
            unit: "Cybersecurity".to_owned(),
        })
        .await;
    }
}

fn improvement(reply: DeskReply) -> ImprovementView {
    match reply {
        DeskReply::Improvement(view) => *view,
        other => panic!("not the improvement plan: {other:?}"),
    }
}

fn evidence(reply: DeskReply) -> EvidenceYearView {
    match reply {
        DeskReply::EvidenceYear(view) => *view,
        other => panic!("not the evidence: {other:?}"),
    }
}

fn registers(reply: DeskReply) -> RegistersView {
    match reply {
        DeskReply::Registers(view) => *view,
        other => panic!("not the registers: {other:?}"),
    }
}

fn track(action: Option<&str>, owner: &str) -> ImproveCall {
    ImproveCall::Track {
        action: action.map(str::to_owned),
        answers: "An audit in autumn".to_owned(),
        what: "Name a deputy for the incident lead".to_owned(),
        element: "Organisation".to_owned(),
        owner: owner.to_owned(),
        unit: "Cybersecurity".to_owned(),
        priority: "high".to_owned(),
        start: String::new(),
        due: "2027-01-10".to_owned(),
    }
}

fn verify(action: &str, by: &str) -> ImproveCall {
    ImproveCall::Verify {
        action: action.to_owned(),
        by: by.to_owned(),
        on: "2027-01-14".to_owned(),
        note: String::new(),
    }
}

#[tokio::test]
async fn an_action_is_done_and_then_verified_by_somebody_else() {
    let room = Room::open();
    room.person("Rhona Okafor").await;
    let view = room.improve(track(None, "Rhona Okafor")).await;
    let [action] = view.actions.as_slice() else {
        panic!("not one action: {view:?}");
    };
    assert_eq!(action.owner, "Rhona Okafor", "an owner is shown by name");
    assert_eq!(action.overdue_days, 5, "it was due five days ago");
    let id = action.id.clone();

    let early = DeskCall::Improve {
        change: verify(&id, "Internal Audit"),
    };
    let said = room.refused(early).await;
    assert_eq!(said, ProblemCode::Refused, "nothing is done yet");
    let view = room
        .improve(ImproveCall::Done {
            action: id.clone(),
            by: "Rhona Okafor".to_owned(),
            on: "2027-01-12".to_owned(),
            evidence: "Plan revision 4".to_owned(),
        })
        .await;
    assert_eq!(view.actions[0].status, "done", "done is not verified");
    let own = DeskCall::Improve {
        change: verify(&id, "rhona  okafor"),
    };
    let said = room.refused(own).await;
    assert_eq!(said, ProblemCode::Refused, "the owner cannot verify it");
    let view = room.improve(verify(&id, "Internal Audit")).await;
    assert_eq!(view.actions[0].status, "verified", "somebody else did");

    let view = room
        .improve(ImproveCall::Reopen {
            action: id.clone(),
            because: "The deputy left".to_owned(),
        })
        .await;
    assert_eq!(view.actions[0].status, "open", "it is open again");
    let view = room
        .improve(ImproveCall::AcceptRisk {
            action: id,
            by: "Board".to_owned(),
            on: "2027-01-15".to_owned(),
            because: "A reorganisation comes first".to_owned(),
            until: "2027-06-30".to_owned(),
        })
        .await;
    let action = &view.actions[0];
    let signed = (action.status.as_str(), action.signed_by.as_str());
    assert_eq!(signed, ("risk-accepted", "Board"), "a signer stands by it");
}

#[tokio::test]
async fn what_is_exported_comes_back_and_brings_nothing_new() {
    let room = Room::open();
    room.person("Rhona Okafor").await;
    room.improve(track(None, "Rhona Okafor")).await;
    for name in ["actions.csv", "actions.xlsx"] {
        let path = room.path(name);
        let file = path.display().to_string();
        room.call(DeskCall::SaveActions { path: file }).await;
        let found = room.import(&path, false).await;
        let brings = (found.rows, found.same, found.left_out);
        assert_eq!(brings, (0, 1, 0), "{name}: {:?}", found.misfits);
    }
    let calendar = room.path("actions.ics");
    let file = calendar.display().to_string();
    room.call(DeskCall::SaveActions { path: file }).await;
    let text = std::fs::read_to_string(calendar).expect("a calendar");
    assert!(text.contains("BEGIN:VEVENT"), "the due date is in it");
    let other = DeskCall::SaveActions {
        path: room.path("actions.doc").display().to_string(),
    };
    let said = room.refused(other).await;
    assert_eq!(said, ProblemCode::Refused, "no such form is written");
}

#[tokio::test]
async fn a_table_is_shown_first_and_brought_in_when_told() {
    let room = Room::open();
    let path = room.path("in.csv");
    let table = "action,owner,due\nTest the restore,IT,2027-03-01\nCall the insurer,Legal,soon\n";
    std::fs::write(&path, table).expect("a table");
    let found = room.import(&path, false).await;
    assert_eq!((found.rows, found.left_out), (1, 1), "one row does not fit");
    assert_eq!(found.misfits[0].label, "row 3, column 3", "it says where");
    let view = improvement(room.call(DeskCall::Improvement).await);
    assert_eq!(view.actions.len(), 0, "a look writes nothing");
    room.import(&path, true).await;
    let view = improvement(room.call(DeskCall::Improvement).await);
    assert_eq!(view.actions.len(), 1, "the row that fits is there");
    let DeskReply::Year(first) = room.call(DeskCall::Year).await else {
        panic!("not the year");
    };
    assert_eq!(first.actions_open, 1, "the first screen counts it");
}

#[tokio::test]
async fn an_assessor_records_a_level_with_a_reason() {
    let room = Room::open();
    let assess = |criterion: &str, because: &str| DeskCall::Assess {
        criterion: criterion.to_owned(),
        scope: "in-scope".to_owned(),
        level: Some(2),
        by: "Internal Audit".to_owned(),
        because: because.to_owned(),
    };
    let said = room.refused(assess("9z", "No such thing")).await;
    assert_eq!(said, ProblemCode::BadCall, "there is no such criterion");
    let said = room.refused(assess("1a", " ")).await;
    assert_eq!(said, ProblemCode::Refused, "a level needs its reason");
    let view = evidence(room.call(assess("1a", "Two phases are missing")).await);
    let one = view.criteria.iter().find(|it| it.id == "1a");
    let by = one.and_then(|it| it.assessed.as_ref());
    let by = by.expect("an assessment");
    assert_eq!((by.level, by.by.as_str()), (Some(2), "Internal Audit"));
    for name in ["evidence.md", "evidence.json"] {
        let path = room.path(name);
        let call = DeskCall::SaveEvidence {
            framework: "soc2".to_owned(),
            path: path.display().to_string(),
            from: String::new(),
            to: String::new(),
        };
        room.call(call).await;
        let text = std::fs::read_to_string(path).expect("the evidence");
        assert!(text.contains("Two phases are missing"), "{name} says why");
    }
}

#[tokio::test]
async fn the_registers_keep_what_is_entered() {
    let room = Room::open();
    room.person("Lien Chen").await;
    let incident = |closed: &str| RegisterCall::Incident {
        incident: "INC-7".to_owned(),
        title: "A list was sent to the wrong haulier".to_owned(),
        unit: "Terminal operations".to_owned(),
        kind: "data breach".to_owned(),
        found_by: "person".to_owned(),
        serious: true,
        near: false,
        continuity: false,
        opened: "2027-01-04".to_owned(),
        closed: closed.to_owned(),
        reviewed: String::new(),
        key: String::new(),
    };
    let entry = incident("2026-12-31");
    let said = room.refused(DeskCall::Enter { entry }).await;
    assert_eq!(said, ProblemCode::Refused, "closed before it was opened");
    let view = room.enter(incident("")).await;
    assert_eq!(view.incidents.len(), 1, "the incident is in the log");
    let view = room
        .enter(RegisterCall::Asset {
            asset: None,
            name: "Customer portal".to_owned(),
            categories: vec!["personal data".to_owned()],
            owner: "Lien Chen".to_owned(),
            unit: String::new(),
        })
        .await;
    assert_eq!(view.assets[0].owner, "Lien Chen", "the owner by name");
    let view = room
        .enter(RegisterCall::Document {
            document: None,
            kind: "charter".to_owned(),
            title: "Steering committee".to_owned(),
            unit: String::new(),
            parent: String::new(),
            owner: "Board".to_owned(),
            dated: "2026-06-01".to_owned(),
            review: "2027-01-01".to_owned(),
        })
        .await;
    assert!(view.documents[0].review_overdue, "its review was due");
    let person = view.people[0].label.clone();
    let account = || RegisterCall::AccountRequested {
        account: "EMG-1".to_owned(),
        person: person.clone(),
        role: "SOC Analyst".to_owned(),
        system: "Identity service".to_owned(),
        hours: 24,
    };
    room.enter(account()).await;
    let entry = account();
    let said = room.refused(DeskCall::Enter { entry }).await;
    assert_eq!(said, ProblemCode::Refused, "a reference stands once");
    for (step, want) in [
        ("approved", "approved"),
        ("provisioned", "provisioned"),
        ("removed", "removed"),
    ] {
        let view = room
            .enter(RegisterCall::AccountStep {
                account: "EMG-1".to_owned(),
                step: step.to_owned(),
                by: "Board".to_owned(),
            })
            .await;
        assert_eq!(view.accounts[0].state, want, "after {step}");
    }
}

#[tokio::test]
async fn a_unit_keeps_what_binds_it_and_what_it_wants_back_first() {
    let room = Room::open();
    let unit = |regimes: &[&str], by: &str| RegisterCall::Unit {
        unit: "Terminal operations".to_owned(),
        in_scope: true,
        owner: "Ilias Petrou".to_owned(),
        regimes: regimes.iter().map(|it| (*it).to_owned()).collect(),
        confirmed_by: by.to_owned(),
        confirmed_on: "2027-01-14".to_owned(),
    };
    let entry = unit(&["gdpr-99"], "");
    let said = room.refused(DeskCall::Enter { entry }).await;
    assert_eq!(said, ProblemCode::BadCall, "no such rule pack ships");
    let view = room.enter(unit(&["gdpr-33"], "")).await;
    assert_eq!(
        view.business_units[0].confirmed_by, "",
        "a unit may wait for Legal"
    );
    let view = room.enter(unit(&["gdpr-33"], "Petra Novak")).await;
    let [one] = view.business_units.as_slice() else {
        panic!("not one unit: {:?}", view.business_units);
    };
    let confirmed = (one.confirmed_by.as_str(), one.confirmed_on.as_str());
    assert_eq!(confirmed, ("Petra Novak", "2027-01-14"), "Legal confirmed");
    assert_eq!(one.owner, "Ilias Petrou", "the owner by name");
    let known = |name: &str| view.people.iter().any(|it| it.says == name);
    assert!(
        known("Ilias Petrou") && known("Petra Novak"),
        "names that were typed join the roster: {:?}",
        view.people
    );

    let order = |services: &[&str]| RegisterCall::Priorities {
        unit: "terminal operations".to_owned(),
        services: services.iter().map(|it| (*it).to_owned()).collect(),
        by: "Ilias Petrou".to_owned(),
        on: "2027-01-15".to_owned(),
    };
    let entry = order(&["", " "]);
    let said = room.refused(DeskCall::Enter { entry }).await;
    assert_eq!(said, ProblemCode::Refused, "an order needs a service");
    let view = room.enter(order(&["Crane control", "", "Portal"])).await;
    let [one] = view.business_units.as_slice() else {
        panic!("a second unit came up: {:?}", view.business_units);
    };
    assert_eq!(
        one.priorities,
        ["Crane control", "Portal"],
        "the first comes back first, empty lines are none"
    );
    assert_eq!(one.priorities_by, "Ilias Petrou, 2027-01-15", "and by whom");
}
