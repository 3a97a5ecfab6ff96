//! What takes its time is done beside the desk: while papers are being set, other calls answer. Shown by order and not by
//! a clock: the one thread for such work is held, so the papers cannot be done before it is let go.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;

use conduct::{Clock, Desk, Places, Start};
use terms::Stamp;
use wire::{DeskCall, DeskReply};

fn desk(own: &Path) -> Desk {
    let places = Places {
        shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
        own: own.to_owned(),
    };
    let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
    Desk::open(places, &Start::Own, clock, Arc::new(|_| {})).expect("the desk opens")
}

async fn briefed(desk: &Desk) -> String {
    let call = DeskCall::Brief {
        scenario: "suspicious-login".to_owned(),
        plan: None,
    };
    match desk.call(call).await {
        Ok(DeskReply::Briefing(view)) => view.exercise,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_desk_answers_while_papers_are_being_set() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = desk(folder.path());
        let exercise = briefed(&desk).await;
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let holding = tokio::task::spawn_blocking(move || held.recv());
        let papers = folder.path().join("papers");
        let call = DeskCall::SavePapers {
            exercise,
            papers: vec!["sign-in-sheet".to_owned()],
            format: "docx".to_owned(),
            names: false,
            folder: papers.display().to_string(),
        };
        let mut setting = pin!(desk.call(call));
        // The papers are asked for first, and get as far as they can.
        tokio::select! {
            biased;
            done = &mut setting => panic!("set on the desk's own thread: {done:?}"),
            home = desk.call(DeskCall::Home) => assert!(
                matches!(home, Ok(DeskReply::Home(_))),
                "another call answers meanwhile: {home:?}"
            ),
        }
        assert!(!papers.exists(), "nothing is written yet");
        let_go.send(()).expect("the thread waits");
        let done = setting.await.expect("the papers are set");
        let DeskReply::Papers(view) = done else {
            panic!("{done:?}")
        };
        assert_eq!(view.files, ["sign-in-sheet.docx"]);
        assert!(papers.join("sign-in-sheet.docx").is_file());
        holding.await.expect("it ended").expect("it was let go");
    });
}
