//! What else holds on the way: facts and names, crashes, files that are wrong.

use super::*;

#[tokio::test]
async fn names_and_facts_can_be_set_until_the_start_and_people_keep_their_roles() {
    let room = Room::open(Start::Sample);
    let ready = room.home().await.next.id.expect("a drill stands ready");
    let before = briefing_of(
        room.call(DeskCall::Briefing {
            exercise: ready.clone(),
        })
        .await,
    );
    let name = before
        .variables
        .first()
        .expect("the drill has variables")
        .name
        .clone();
    let variables = [(name.clone(), "Grey Quay Lines".to_owned())].into();
    let call = DeskCall::SetVariables {
        exercise: ready.clone(),
        variables,
    };
    let after = briefing_of(room.call(call).await);
    assert_ne!(
        after.exercise, ready,
        "the first set-up stays as it was recorded"
    );
    let value = after
        .variables
        .iter()
        .find(|variable| variable.name == name);
    assert_eq!(value.map(|it| it.value.as_str()), Some("Grey Quay Lines"));
    let holders = |view: &BriefingView| -> Vec<usize> {
        view.roles.iter().map(|role| role.holders.len()).collect()
    };
    assert_eq!(
        holders(&before),
        holders(&after),
        "whoever had a role keeps it"
    );
}

#[tokio::test]
async fn what_was_typed_survives_a_crash() {
    let room = Room::open(Start::Own);
    let call = DeskCall::KeepDraft {
        key: "note".to_owned(),
        text: "half a sent".to_owned(),
    };
    room.call(call).await;
    let room = room.open_again(&Start::Own).await;
    let DeskReply::Drafts(drafts) = room.call(DeskCall::Drafts).await else {
        panic!("drafts")
    };
    assert_eq!(drafts.get("note").map(String::as_str), Some("half a sent"));
}

#[tokio::test]
async fn a_scenario_with_errors_can_be_taken_in_and_looked_at_but_not_briefed() {
    let room = Room::open(Start::Own);
    let path = room.path("broken.yaml");
    std::fs::write(&path, "format: 1\nid: broken\ntitel: x\n").expect("a file");
    let call = DeskCall::ImportScenario {
        path: path.display().to_string(),
    };
    let DeskReply::Scenario(view) = room.call(call).await else {
        panic!("a scenario")
    };
    assert!(
        view.card.errors > 0,
        "its problems are shown: {:?}",
        view.diagnostics
    );
    let call = DeskCall::Brief {
        scenario: view.card.key,
        plan: None,
    };
    assert_eq!(room.refused(call).await, ProblemCode::FileHasErrors);
}

#[tokio::test]
async fn a_damaged_programme_is_left_alone_and_the_desk_opens_all_the_same() {
    let room = Room::open(Start::Own);
    room.call(DeskCall::Home).await;
    let path = room.path("programme.rockdrill");
    let Room {
        desk,
        clock,
        folder,
        ..
    } = room;
    desk.close().await;
    std::fs::write(&path, b"not a programme any more").expect("it can be damaged");
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let places = Places {
        shipped,
        own: folder.path().to_owned(),
    };
    let tell = Arc::new(move |news| tell.lock().expect("the list").push(news));
    let desk = Desk::open(places, &Start::Own, clock, tell).expect("the desk opens");
    desk.call(DeskCall::Home).await.expect("Home is there");
    let told = told.lock().expect("the list");
    let said = told.iter().any(|news| match news {
        wire::DeskNews::Problem(problem) => problem.code == ProblemCode::Foreign,
        _ => false,
    });
    assert!(said, "the page is told once it is there: {told:?}");
    let left = std::fs::read(&path).expect("it is still there");
    assert_eq!(
        left, b"not a programme any more",
        "the damaged file was not touched"
    );
}

#[tokio::test]
async fn a_plan_in_word_is_refused_in_words_and_nothing_is_taken_in() {
    let room = Room::open(Start::Own);
    let path = room.path("plan.docx");
    std::fs::write(&path, b"PK\x03\x04 the beginning of a package").expect("a file");
    let call = DeskCall::ImportPlan {
        path: path.display().to_string(),
    };
    assert_eq!(room.refused(call).await, ProblemCode::FileHasErrors);
    assert!(room.home().await.plans.is_empty(), "no plan was taken in");
}
