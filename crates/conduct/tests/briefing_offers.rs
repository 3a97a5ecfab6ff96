//! What a briefing offers from the organisation's own: assets of the register in the place of those of the story, edited rule
//! packs in the place of those that ship. Not here: findings to test again (`again`).

use std::path::Path;
use std::sync::Arc;

use conduct::{Clock, Desk, Places, Start};
use terms::Stamp;
use wire::{BriefingView, DeskCall, DeskReply, RegisterCall};

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
        let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
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

    async fn briefing(&self, call: DeskCall) -> BriefingView {
        match self.call(call).await {
            DeskReply::Briefing(view) => view,
            other => panic!("not a briefing: {other:?}"),
        }
    }

    async fn brief(&self) -> BriefingView {
        let scenario = "privacy-breach".to_owned();
        let plan = None;
        self.briefing(DeskCall::Brief { scenario, plan }).await
    }
}

#[tokio::test]
async fn an_asset_of_the_register_stands_in_the_story_for_the_one_of_its_file() {
    let room = Room::open();
    let enter = RegisterCall::Asset {
        asset: None,
        name: "Shift planner".to_owned(),
        categories: vec!["names".to_owned(), "health data".to_owned()],
        owner: "Wanda Kerr".to_owned(),
        unit: "Terminals".to_owned(),
    };
    room.call(DeskCall::Enter { entry: enter }).await;
    let view = room.brief().await;
    let own = view.own_assets.first().expect("the register is offered");
    let told = (own.name.as_str(), own.data.as_str(), own.owner.as_str());
    assert_eq!(told, ("Shift planner", "names, health data", "Wanda Kerr"));
    let roster = view
        .assets
        .iter()
        .find(|it| it.id == "roster")
        .expect("it is in the story");
    assert_eq!(
        roster.now, roster.default,
        "nothing was put in its place yet"
    );
    let texts = [
        ("name", &own.name),
        ("data", &own.data),
        ("owner", &own.owner),
    ];
    let variables = texts.map(|(field, text)| (format!("asset.roster.{field}"), text.clone()));
    let set = DeskCall::SetVariables {
        exercise: view.exercise.clone(),
        variables: variables.into(),
    };
    let view = room.briefing(set).await;
    let roster = view
        .assets
        .iter()
        .find(|it| it.id == "roster")
        .expect("it is in the story");
    assert_eq!(
        &roster.now, &view.own_assets[0],
        "it is played as the register has it"
    );
    let inject = DeskCall::Inject {
        exercise: view.exercise.clone(),
        inject: "setting".to_owned(),
    };
    let DeskReply::Inject(detail) = room.call(inject).await else {
        panic!("not an inject")
    };
    assert!(
        detail.body.contains("by the Shift planner"),
        "{}",
        detail.body
    );
}

#[tokio::test]
async fn an_edited_copy_of_a_rule_pack_counts_for_drills_set_up_after_that() {
    let room = Room::open();
    let before = room.brief().await;
    let clock = |view: &BriefingView| {
        let mut clocks = view.clocks.iter();
        clocks
            .find(|it| it.pack == "gdpr-33")
            .expect("it is offered")
            .clone()
    };
    assert!(
        clock(&before).on && clock(&before).own.is_none(),
        "as it ships"
    );
    let drafts: Vec<_> = before.clocks.iter().filter(|it| it.draft).collect();
    assert!(
        !drafts.is_empty() && drafts.iter().all(|it| !it.on),
        "a draft is off"
    );
    let edit = |exercise: &str, pack: &str| DeskCall::EditPack {
        exercise: exercise.to_owned(),
        pack: pack.to_owned(),
    };
    let view = room.briefing(edit(&before.exercise, "gdpr-33")).await;
    let path = clock(&view).own.expect("a copy was made");
    assert!(Path::new(&path).starts_with(room.folder.path()), "{path}");
    let text = std::fs::read_to_string(&path).expect("the copy");
    std::fs::write(&path, text.replace("amount: 72", "amount: 48")).expect("edited");
    room.briefing(edit(&before.exercise, "gdpr-33")).await;
    let kept = std::fs::read_to_string(&path).expect("the copy");
    assert!(
        kept.contains("amount: 48"),
        "what was edited is not written over"
    );
    let after = room.brief().await;
    let stages = clock(&after).stages.join(" ");
    assert!(
        clock(&after).on && stages.contains("48"),
        "it runs as it was edited: {stages}"
    );
    let none = room.desk.call(edit(&after.exercise, "../gdpr-33")).await;
    assert!(none.is_err(), "only a pack that there is can be edited");
}
