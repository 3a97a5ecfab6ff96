//! Plans in Word and in folders at the desk: taken in, amended, approved, written out; and what becomes of proposals when
//! the plan is edited elsewhere meanwhile.

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use conduct::{Clock, Desk, Places, Start};
use terms::Stamp;
use wire::{AmendmentCall, DeskCall, DeskReply, PlanEdition, PlanView, ProblemCode};

struct Room {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Room {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
        let places = Places {
            shipped,
            own: folder.path().to_owned(),
        };
        let start = Start::Own;
        let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
        let desk = Desk::open(places, &start, clock, Arc::new(|_| {})).expect("the desk opens");
        Self { desk, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn view(&self, call: DeskCall) -> PlanView {
        let said = format!("{call:?}");
        match self.desk.call(call).await {
            Ok(DeskReply::Plan(view)) => view,
            other => panic!("{said}: {other:?}"),
        }
    }

    async fn import(&self, path: &Path) -> PlanView {
        let path = path.display().to_string();
        self.view(DeskCall::ImportPlan { path }).await
    }

    async fn propose(&self, plan: &str, change: AmendmentCall) -> PlanView {
        self.view(DeskCall::ProposeAmendment {
            plan: plan.to_owned(),
            change,
            because: "Nobody knew it in the drill.".to_owned(),
            finding: None,
        })
        .await
    }

    async fn adopt_and_approve(&self, view: &PlanView) -> PlanView {
        let plan = view.card.id.clone();
        let amendment = view.amendments[0].seq;
        let by = "R. Okafor".to_owned();
        self.view(DeskCall::AdoptAmendment {
            plan: plan.clone(),
            amendment,
            by,
        })
        .await;
        self.view(DeskCall::ApproveRevision {
            plan,
            number: "2.0".to_owned(),
            by: "V. Halloran".to_owned(),
            effective: "2027-02-01".to_owned(),
            note: "Lessons of the drill".to_owned(),
        })
        .await
    }

    async fn save(&self, plan: &str, path: &Path, edition: PlanEdition) -> Result<(), ProblemCode> {
        let call = DeskCall::SavePlan {
            plan: plan.to_owned(),
            path: path.display().to_string(),
            edition,
        };
        let saved = self.desk.call(call).await;
        saved.map(|_| ()).map_err(|problem| problem.code)
    }
}

fn paragraph(style: &str, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
    )
}

/// A Word file of a title, and sections of one paragraph each.
fn word(sections: &[(&str, &str)]) -> Vec<u8> {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph("Normal", text));
    let row = |cells: [&str; 3]| format!("<w:tr>{}</w:tr>", cells.map(cell).concat());
    let mut body = paragraph("Title", "Plan of the harbour");
    for (heading, text) in sections {
        body += &paragraph("Heading1", heading);
        body += &paragraph("Normal", text);
    }
    body += &paragraph("Heading1", "Document control");
    body += &paragraph("Normal", "Changes of this plan:");
    body += &format!(
        "<w:tbl><w:tblPr/><w:tblGrid/>{}{}</w:tbl>",
        row(["Version", "Date", "Change"]),
        row(["1.0", "2026-01-01", "First issue"])
    );
    body += &paragraph("Normal", "End of the plan.");
    word_of(&body)
}

/// A Word file with that body.
fn word_of(body: &str) -> Vec<u8> {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/word/document.xml\" ContentType=\"{kinds}.document.main+xml\"/>\
                 <Override PartName=\"/word/styles.xml\" ContentType=\"{kinds}.styles+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "word/styles.xml",
            format!(
                "<w:styles xmlns:w=\"{w}\"><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
                 <w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style>\
                 <w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>"
            ),
        ),
        (
            "word/document.xml",
            format!("<w:document xmlns:w=\"{w}\"><w:body>{body}<w:sectPr/></w:body></w:document>"),
        ),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let how = zip::write::SimpleFileOptions::default();
        writer.start_file(name, how).expect("a part begins");
        writer
            .write_all(text.as_bytes())
            .expect("a part is written");
    }
    writer.finish().expect("the package ends").into_inner()
}

fn document(path: &Path, part: &str) -> String {
    let file = std::fs::File::open(path).expect("the file is there");
    let mut archive = zip::ZipArchive::new(file).expect("a package");
    let mut text = String::new();
    let mut part = archive.by_name(part).expect("the part is there");
    part.read_to_string(&mut text).expect("the part is text");
    text
}

const CONTAINMENT: (&str, &str) = ("Containment", "Isolate the machine.");

#[tokio::test]
async fn a_word_plan_goes_all_the_way_from_file_to_revision_and_back() {
    let room = Room::open();
    let file = room.path("irp.docx");
    std::fs::write(&file, word(&[CONTAINMENT])).expect("written");
    let view = room.import(&file).await;
    assert_eq!(view.card.title, "Plan of the harbour");
    assert_eq!((view.form.as_str(), view.changed), ("word", false));
    assert_eq!(view.card.revision, "1.0", "the newest row of its table");
    let change = AmendmentCall::Replace {
        section: "Containment".to_owned(),
        find: "Isolate the machine.".to_owned(),
        text: "Isolate the machine and keep it on.".to_owned(),
    };
    let plan = view.card.id.clone();
    let view = room.propose(&plan, change).await;
    assert_eq!(
        view.amendments[0].state, "proposed",
        "{:?}",
        view.amendments
    );
    let view = room.adopt_and_approve(&view).await;
    assert_eq!(view.card.revision, "2.0");
    assert_eq!(view.amendments[0].revision.as_deref(), Some("2.0"));
    assert_eq!(view.amendments[0].approved_by, "V. Halloran");
    let approved = view.revisions.iter().find(|row| row.number == "2.0");
    assert_eq!(
        approved.map(|row| row.approved_by.as_str()),
        Some("V. Halloran"),
        "{:?}",
        view.revisions
    );
    let clean = room.path("clean.docx");
    room.save(&plan, &clean, PlanEdition::Clean)
        .await
        .expect("saved");
    let text = document(&clean, "word/document.xml");
    assert!(text.contains("keep it on") && text.contains("Lessons of the drill"));
    assert!(
        !text.contains("<w:ins "),
        "the clean edition tracks nothing"
    );
    let tracked = room.path("tracked.docx");
    room.save(&plan, &tracked, PlanEdition::Tracked)
        .await
        .expect("saved");
    let text = document(&tracked, "word/document.xml");
    assert!(text.contains("<w:ins ") && text.contains("V. Halloran"));
    let comments = document(&tracked, "word/comments.xml");
    assert!(comments.contains("Nobody knew it in the drill."));
    let read = |path: &Path| plan::read_bytes(&std::fs::read(path).expect("there")).0;
    assert_eq!(
        read(&tracked).text(),
        read(&clean).text(),
        "accepted in Word or adopted here: the same text"
    );
    let diff = room.path("changes.diff");
    room.save(&plan, &diff, PlanEdition::Diff)
        .await
        .expect("saved");
    let diff = std::fs::read_to_string(diff).expect("text");
    assert!(
        diff.contains("+Isolate the machine and keep it on."),
        "{diff}"
    );
    for name in ["note.docx", "note.pdf"] {
        let path = room.path(name);
        let call = DeskCall::SaveChangeNote {
            plan: plan.clone(),
            path: path.display().to_string(),
        };
        room.desk.call(call).await.expect("the note is written");
        assert!(path.metadata().expect("there").len() > 1000, "{name}");
    }
    let note = document(&room.path("note.docx"), "word/document.xml");
    for wanted in ["keep it on", "V. Halloran", "Signature", "Containment"] {
        assert!(note.contains(wanted), "the change note says {wanted:?}");
    }
}

#[tokio::test]
async fn a_newer_word_file_moves_what_moved_and_shows_the_rest_three_ways() {
    let room = Room::open();
    let file = room.path("irp.docx");
    let scribe = ("Scribe", "Keeps the log.");
    std::fs::write(&file, word(&[CONTAINMENT, scribe])).expect("written");
    let view = room.import(&file).await;
    let plan = view.card.id.clone();
    for (section, find, text) in [
        ("Containment", "the machine", "the machine at once"),
        ("Scribe", "the log", "the log with times"),
    ] {
        let change = AmendmentCall::Replace {
            section: section.to_owned(),
            find: find.to_owned(),
            text: text.to_owned(),
        };
        room.propose(&plan, change).await;
    }
    let newer = [
        ("Scribe", "Writes down who decided."),
        ("Annex", "Lists."),
        CONTAINMENT,
    ];
    std::fs::write(&file, word(&newer)).expect("written");
    let view = room.import(&file).await;
    assert_eq!(view.card.id, plan, "the same plan");
    let row = |section: &str| {
        let mut rows = view.amendments.iter();
        rows.find(|row| row.section == section).expect("the row")
    };
    assert_eq!(
        row("Containment").state,
        "proposed",
        "it still fits where it is now"
    );
    let conflict = row("Scribe").conflict.as_ref().expect("three texts");
    assert!(conflict.base.contains("Keeps the log."), "what was read");
    assert!(
        conflict.theirs.contains("who decided"),
        "what stands there now"
    );
    assert!(conflict.ours.contains("with times"), "what is wanted");
}

#[tokio::test]
async fn a_folder_is_one_plan_and_gets_its_files_back() {
    let room = Room::open();
    let folder = room.path("plan");
    std::fs::create_dir_all(folder.join("parts")).expect("made");
    let roles = "# Roles\n\n## Role: Scribe\n\n- Keeps the log.\n";
    let readme = "# Harbour plan\n\nRead this.\n\n## Revisions\n\n| Version | Date | Change |\n| --- | --- | --- |\n| 1.0 | 2026-01-01 | First |\n";
    std::fs::write(folder.join("README.md"), readme).expect("written");
    std::fs::write(folder.join("parts/roles.md"), roles).expect("written");
    std::fs::write(folder.join("logo.png"), b"\x89PNG").expect("written");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", folder.join("secret.md")).expect("linked");
    let view = room.import(&folder).await;
    assert_eq!(
        (view.form.as_str(), view.card.title.as_str()),
        ("folder", "Harbour plan")
    );
    #[cfg(unix)]
    assert!(
        view.notices.iter().any(|says| says.contains("secret.md")),
        "a link that leads out is said and not followed: {:?}",
        view.notices
    );
    let plan = view.card.id.clone();
    let change = AmendmentCall::AppendItem {
        section: "Role: Scribe".to_owned(),
        text: "Notes who decided.".to_owned(),
    };
    let view = room.propose(&plan, change).await;
    let view = room.adopt_and_approve(&view).await;
    assert_eq!(view.card.revision, "2.0");
    let role = view.sections.iter().find(|it| it.title == "Role: Scribe");
    assert_eq!(
        role.and_then(|it| it.file.as_deref()),
        Some("parts/roles.md")
    );
    room.save(&plan, &folder, PlanEdition::Clean)
        .await
        .expect("saved");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("text");
    assert_eq!(
        text("parts/roles.md"),
        format!("{roles}- Notes who decided.\n")
    );
    assert!(
        text("README.md").contains("| 2.0 | 2027-02-01 |"),
        "its row"
    );
    // Somebody edits a file after it was brought in: it is not overwritten.
    std::fs::write(folder.join("parts/roles.md"), "# Roles\n\nMine.\n").expect("written");
    let refused = room.save(&plan, &folder, PlanEdition::Clean).await;
    assert_eq!(
        refused,
        Err(ProblemCode::Conflict),
        "somebody's work is not lost"
    );
    assert_eq!(text("parts/roles.md"), "# Roles\n\nMine.\n");
    let empty = room.path("elsewhere");
    room.save(&plan, &empty, PlanEdition::Clean)
        .await
        .expect("saved");
    assert!(
        empty.join("parts/roles.md").is_file(),
        "an empty folder gets every file"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn what_of_a_folder_is_not_read_is_said() {
    let room = Room::open();
    let (plan, other) = (room.path("plan"), room.path("other"));
    for folder in [&plan, &other] {
        std::fs::create_dir(folder).expect("made");
    }
    std::fs::write(plan.join("index.md"), "# Plan\n\nText.\n").expect("written");
    std::fs::write(other.join("more.md"), "# More\n").expect("written");
    std::os::unix::fs::symlink(&other, plan.join("annexes")).expect("linked");
    std::os::unix::fs::symlink(other.join("more.md"), plan.join("more.md")).expect("linked");
    let deep = plan.join(["d"; 17].join("/"));
    std::fs::create_dir_all(&deep).expect("made");
    std::fs::write(deep.join("deep.md"), "# Deep\n").expect("written");
    let view = room.import(&plan).await;
    assert_eq!(
        view.sections.len(),
        1,
        "nothing outside or too deep is read"
    );
    let said = |words: &[&str]| {
        view.notices
            .iter()
            .any(|says| words.iter().all(|word| says.contains(word)))
    };
    assert!(
        said(&["(2)", "annexes", "more.md"]),
        "linked files and folders are named: {:?}",
        view.notices
    );
    assert!(
        said(&["16 deep", "d/d/d"]),
        "folders too deep are named: {:?}",
        view.notices
    );
}

/// A Word file whose headings are bold lines and nothing else.
fn unmarked() -> Vec<u8> {
    let bold = |text: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>");
    word_of(&format!(
        "{}{}{}{}{}",
        bold("Roles"),
        paragraph("Normal", "They are on call."),
        bold("Containment"),
        paragraph("Normal", "Isolate the machine."),
        paragraph("Normal", "End of the plan."),
    ))
}

#[tokio::test]
async fn the_choice_which_lines_are_headings_is_kept_with_the_plan() {
    let room = Room::open();
    let file = room.path("irp.docx");
    std::fs::write(&file, unmarked()).expect("written");
    let view = room.import(&file).await;
    let plan = view.card.id.clone();
    let titles = |view: &PlanView| -> Vec<String> {
        view.sections.iter().map(|it| it.title.clone()).collect()
    };
    let offered: Vec<&str> = view
        .heading_like
        .iter()
        .map(|it| it.title.as_str())
        .collect();
    assert_eq!(offered, ["Roles", "Containment"], "they are offered");
    assert!(!view.headings_by_look && titles(&view) == ["(before the first heading)"]);
    let call = |by_look| DeskCall::ReadHeadings {
        plan: plan.clone(),
        by_look,
    };
    let view = room.view(call(true)).await;
    assert!(view.headings_by_look && titles(&view) == ["Roles", "Containment"]);
    let change = AmendmentCall::Replace {
        section: "Containment".to_owned(),
        find: "Isolate the machine.".to_owned(),
        text: "Isolate the machine and keep it on.".to_owned(),
    };
    let view = room.propose(&plan, change).await;
    let view = room.adopt_and_approve(&view).await;
    assert!(view.headings_by_look, "the next revision is read alike");
    let tracked = room.path("tracked.docx");
    let saved = room.save(&plan, &tracked, PlanEdition::Tracked).await;
    saved.expect("the tracked file is written in the same reading");
    let text = document(&tracked, "word/document.xml");
    assert!(
        text.contains("<w:ins ") && text.contains("<w:b/></w:rPr><w:t>Containment</w:t>"),
        "the heading is as it was: {text}"
    );
    let own = room.folder.path().to_owned();
    room.desk.close().await;
    let places = Places {
        shipped: own.join("none"),
        own,
    };
    let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_100_000)));
    let desk = Desk::open(places, &Start::Own, clock, Arc::new(|_| {})).expect("it opens again");
    let reply = desk.call(DeskCall::Plan { plan: plan.clone() }).await;
    let Ok(DeskReply::Plan(view)) = reply else {
        panic!("{reply:?}")
    };
    assert!(
        view.headings_by_look && view.sections.iter().any(|it| it.title == "Containment"),
        "the choice is there after a restart: {:?}",
        titles(&view)
    );
    let reply = desk.call(call(false)).await;
    let Ok(DeskReply::Plan(view)) = reply else {
        panic!("{reply:?}")
    };
    assert!(!view.headings_by_look, "and it can be taken back");
}

#[tokio::test]
async fn what_is_no_plan_is_refused_in_words() {
    let room = Room::open();
    let check = async |name: &str, bytes: &[u8]| {
        let path = room.path(name);
        std::fs::write(&path, bytes).expect("written");
        let path = path.display().to_string();
        let problem = room
            .desk
            .call(DeskCall::ImportPlan { path })
            .await
            .expect_err("no plan");
        assert_eq!(
            problem.code,
            ProblemCode::FileHasErrors,
            "{name}: {problem:?}"
        );
    };
    check("old.docx", &[0xd0, 0xcf, 0x11, 0xe0, 0, 0]).await;
    check("broken.docx", b"PK\x03\x04 and nothing else").await;
    check("latin.md", b"# A\n\xff\n").await;
    check(
        "kept.md",
        &plan::Folder::of("x", vec![("a.md".into(), b"# A\n".to_vec())]).to_bytes(),
    )
    .await;
    std::fs::create_dir(room.path("empty")).expect("made");
    let path = room.path("empty").display().to_string();
    let problem = room
        .desk
        .call(DeskCall::ImportPlan { path })
        .await
        .expect_err("no plan");
    assert!(problem.says.contains("no Markdown"), "{problem:?}");
}
