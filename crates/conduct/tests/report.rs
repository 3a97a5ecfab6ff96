//! The report at the desk: editions, words that are still being typed, approval of an edition in all its forms, addenda,
//! decisions asked of management, and the look of a programme. Not here: how an edition reads (`report`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use conduct::{Clock, Desk, Places, Start};
use terms::Stamp;
use wire::{
    AskView, DeskCall, DeskOrder, DeskReply, LogoCall, LookView, Problem, ReportSaved, ReportView,
    ReportWords,
};

/// One point, grey.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\xdac\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82";

struct Room {
    desk: Desk,
    folder: tempfile::TempDir,
    drill: String,
}

impl Room {
    /// The drill that stands ready in the sample programme, played for a moment and ended.
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
            own: folder.path().to_owned(),
        };
        let desk = Desk::open(places, &Start::Sample, clock, Arc::new(|_| {})).expect("it opens");
        let DeskReply::Home(home) = desk.call(DeskCall::Home).await.expect("home") else {
            panic!("Home is answered by Home");
        };
        let drill = home.next.id.expect("a drill stands ready");
        for order in [DeskOrder::Start, DeskOrder::End, DeskOrder::OpenReview] {
            let exercise = drill.clone();
            let call = DeskCall::Order { exercise, order };
            desk.call(call).await.expect("nothing stands in the way");
        }
        Self {
            desk,
            folder,
            drill,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn report(&self, edition: &str) -> ReportView {
        let (exercise, edition) = (self.drill.clone(), edition.to_owned());
        let call = DeskCall::Report {
            exercise,
            edition,
            names: true,
        };
        view(self.desk.call(call).await)
    }

    async fn save(&self, edition: &str, format: &str, name: &str) -> Result<ReportSaved, Problem> {
        let call = DeskCall::SaveReport {
            exercise: self.drill.clone(),
            edition: edition.to_owned(),
            format: format.to_owned(),
            names: false,
            path: self.path(name).display().to_string(),
        };
        match self.desk.call(call).await? {
            DeskReply::ReportSaved(saved) => Ok(saved),
            other => panic!("a report is answered by where it is: {other:?}"),
        }
    }

    async fn approve(&self, edition: &str, by: &str) -> Result<DeskReply, Problem> {
        let call = DeskCall::ApproveReport {
            exercise: self.drill.clone(),
            edition: edition.to_owned(),
            names: false,
            by: by.to_owned(),
        };
        self.desk.call(call).await
    }

    async fn look(&self, accent: &str, logo: LogoCall) -> Result<LookView, Problem> {
        let call = DeskCall::KeepLook {
            organisation: "Harbour & Sons".to_owned(),
            accent: accent.to_owned(),
            logo,
        };
        self.desk.call(call).await.map(look_of)
    }
}

#[tokio::test]
async fn each_edition_is_shown_and_only_two_editions_have_every_form() {
    let room = Room::open().await;
    for (edition, holds, lacks) in [
        ("participants", "For those who took part", "Transcript"),
        ("management", "Management report", "Transcript"),
        ("full", "Transcript", "Appendix D"),
        ("auditor", "Appendix D", "Management report"),
    ] {
        let report = room.report(edition).await;
        assert_eq!(report.edition, edition);
        assert!(report.html.contains(holds), "{edition} has {holds}");
        assert!(!report.html.contains(lacks), "{edition} lacks {lacks}");
        let table = report.forms.iter().any(|form| form == "csv");
        assert_eq!(table, edition != "management", "the table of {edition}");
        assert_eq!(
            report.names,
            edition != "participants",
            "names of {edition}"
        );
    }
    let refused = room.save("management", "csv", "x.csv").await;
    assert!(refused.is_err(), "two pages are no table");
}

#[tokio::test]
async fn an_approved_edition_is_handed_out_byte_for_byte_in_every_form() {
    let room = Room::open().await;
    assert!(room.approve("management", " ").await.is_err(), "by nobody");
    let report = view(room.approve("management", "Ada Lovelace").await);
    let forms: Vec<&str> = report.frozen.iter().map(|it| it.format.as_str()).collect();
    assert_eq!(forms, ["html", "md", "pdf", "docx", "xlsx", "json"]);
    let page = &report.frozen[0];
    assert!(report.html.contains(&page.seal), "it prints the last seal");
    assert!(report.html.contains("by Ada Lovelace on"), "and by whom");
    assert!(
        room.approve("management", "Eve").await.is_err(),
        "only once"
    );
    let ask = AskView {
        what: "Buy a second backup".to_owned(),
        ..AskView::default()
    };
    let asks = DeskCall::KeepAsks {
        exercise: room.drill.clone(),
        asks: vec![ask],
    };
    let after = view(room.desk.call(asks).await);
    assert_eq!(after.html, report.html, "what is approved stays");
    assert_eq!(
        after.asks.len(),
        1,
        "what was asked since is kept all the same"
    );
    for frozen in &report.frozen {
        let name = format!("report.{}", frozen.format);
        let saved = room
            .save("management", &frozen.format, &name)
            .await
            .expect("saved");
        assert!(saved.approved, "{name} says that it is approved");
        let bytes = std::fs::read(room.path(&name)).expect("it was written");
        assert_eq!(
            ledger::Digest::of(&bytes).to_string(),
            frozen.hash,
            "{name}"
        );
    }
    let saved = room.save("full", "md", "full.md").await.expect("saved");
    assert!(!saved.approved, "each edition is approved by itself");
}

#[tokio::test]
async fn the_desk_answers_while_a_pdf_is_set() {
    let room = Room::open().await;
    let ended = std::sync::Mutex::new(Vec::new());
    let end = |what: &'static str| ended.lock().expect("nobody fails here").push(what);
    let save = async {
        room.save("full", "pdf", "x.pdf").await.expect("saved");
        end("pdf");
    };
    let home = async {
        room.desk.call(DeskCall::Home).await.expect("home");
        end("home");
    };
    tokio::join!(save, home);
    let ended = ended.lock().expect("nobody fails here").clone();
    assert_eq!(ended, ["home", "pdf"], "who asked later was answered first");
}

#[tokio::test]
async fn an_addendum_stands_in_what_is_made_afterwards() {
    let room = Room::open().await;
    let addendum = || DeskCall::WriteAddendum {
        exercise: room.drill.clone(),
        edition: "full".to_owned(),
        says: "The pause was longer.".to_owned(),
        by: "Ines Moreau".to_owned(),
    };
    assert!(
        room.desk.call(addendum()).await.is_err(),
        "nothing is approved"
    );
    view(room.approve("management", "Ada Lovelace").await);
    let report = view(room.desk.call(addendum()).await);
    assert_eq!(report.addenda.len(), 1);
    assert!(
        report.html.contains("The pause was longer."),
        "in every draft"
    );
}

#[tokio::test]
async fn what_management_is_asked_stands_first_and_has_room() {
    let room = Room::open().await;
    let ask = |what: &str| AskView {
        what: what.to_owned(),
        money: "EUR 40 000".to_owned(),
        ..AskView::default()
    };
    let keep = |asks: Vec<AskView>| DeskCall::KeepAsks {
        exercise: room.drill.clone(),
        asks,
    };
    let report = view(room.desk.call(keep(vec![ask("Buy a second backup")])).await);
    for words in ["1. Buy a second backup", "EUR 40 000"] {
        assert!(report.html.contains(words), "{words} is asked");
    }
    assert!(
        room.desk.call(keep(vec![ask(" ")])).await.is_err(),
        "asks what?"
    );
    let many = (0..4).map(|n| ask(&format!("Ask {n}"))).collect();
    assert!(
        room.desk.call(keep(many)).await.is_err(),
        "two pages have room for three"
    );
    let none = view(room.desk.call(keep(Vec::new())).await);
    assert!(
        !none.html.contains("Buy a second backup"),
        "it was taken away"
    );
}

#[tokio::test]
async fn words_that_nobody_has_kept_are_seen_and_not_recorded() {
    let room = Room::open().await;
    let before = room.report("full").await;
    let words = ReportWords {
        summary: Some("We were **quick** and lucky.".to_owned()),
        ..ReportWords::default()
    };
    let call = DeskCall::PreviewReport {
        exercise: room.drill.clone(),
        words,
    };
    let DeskReply::ReportPreview(preview) = room.desk.call(call).await.expect("a preview") else {
        panic!("a preview is answered by one");
    };
    let read = "We were <strong>quick</strong> and lucky.";
    assert!(preview.html.contains(read), "as it will read");
    assert_eq!(
        room.report("full").await.html,
        before.html,
        "nothing was kept"
    );
}

#[tokio::test]
async fn a_look_is_kept_with_the_programme_and_worn_by_every_page() {
    let room = Room::open().await;
    let logo = room.path("logo.png");
    std::fs::write(&logo, PNG).expect("written");
    let path = logo.display().to_string();
    let look = room
        .look("#FFCC00", LogoCall::Take { path })
        .await
        .expect("it is kept");
    assert_eq!(look.accent, "#ffcc00");
    assert_ne!(look.ink, look.accent, "too pale to be read on white");
    let report = room.report("full").await;
    for part in [
        "Harbour &amp; Sons",
        "data:image/png;base64,",
        look.ink.as_str(),
    ] {
        assert!(report.html.contains(part), "the page wears {part}");
    }
    let kept = room.look("", LogoCall::Keep).await.expect("it is kept");
    assert_eq!(kept.logo, look.logo, "the logo stays");
    let bare = room.look("", LogoCall::Drop).await.expect("it is kept");
    assert_eq!((bare.logo, bare.accent.as_str()), (None, ""));
    let wrong = room
        .look("blue", LogoCall::Keep)
        .await
        .expect_err("no colour");
    assert!(
        wrong.hint.is_some_and(|hint| hint.contains("#2f5bd0")),
        "it says how"
    );
    let text = room.path("logo.txt");
    std::fs::write(&text, "no picture").expect("written");
    let path = text.display().to_string();
    assert!(
        room.look("", LogoCall::Take { path }).await.is_err(),
        "no picture"
    );
}

#[tokio::test]
async fn a_template_of_ones_own_is_checked_when_it_is_chosen() {
    let room = Room::open().await;
    let path = room.path("own.hbs");
    let choose = |path: Option<&Path>| DeskCall::UseTemplate {
        name: "report.md".to_owned(),
        path: path.map(|path| path.display().to_string()),
    };
    std::fs::write(&path, "# {{title}}\n\n{{titel}}\n").expect("written");
    let wrong = room
        .desk
        .call(choose(Some(&path)))
        .await
        .expect_err("a slip");
    let says = wrong.detail.expect("where it is");
    assert!(says.contains("own.hbs, line 3"), "{says}");
    assert!(says.contains("nothing called \"titel\""), "{says}");
    std::fs::write(&path, "Of our own: {{title}}\n").expect("written");
    let look = look_of(room.desk.call(choose(Some(&path))).await.expect("it fits"));
    let own = look.templates.iter().find(|it| it.name == "report.md");
    assert_eq!(own.map(|it| it.file.as_str()), Some("own.hbs"));
    room.save("full", "md", "own.md").await.expect("saved");
    let text = std::fs::read_to_string(room.path("own.md")).expect("written");
    assert!(text.starts_with("Of our own: "), "{text}");
    let ours = look_of(room.desk.call(choose(None)).await.expect("ours again"));
    assert!(ours.templates.iter().all(|it| it.file.is_empty()));
    room.save("full", "md", "ours.md").await.expect("saved");
    let text = std::fs::read_to_string(room.path("ours.md")).expect("written");
    assert!(text.contains("Exercise overview"), "ours has the parts");
}

fn view(reply: Result<DeskReply, Problem>) -> ReportView {
    match reply.expect("no problem") {
        DeskReply::Report(view) => view,
        other => panic!("a report is answered by one: {other:?}"),
    }
}

fn look_of(reply: DeskReply) -> LookView {
    match reply {
        DeskReply::Look(look) => look,
        other => panic!("a look is answered by one: {other:?}"),
    }
}
