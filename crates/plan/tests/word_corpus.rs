//! Real Word plans, read where they lie (ROCKDRILL_CORPUS names the folder; without it there is
//! nothing to check), and LibreOffice as a second opinion where it is installed. Not a sentence of
//! the plans stands here.

mod judge;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use judge::{Settle, part, settled};
use plan::{Amendment, AmendmentOp, Edition, Plan, amend_docx, read_bytes};
use terms::Stamp;

const DATE: Stamp = Stamp(1_700_000_000_000);
const PLANS: [&str; 2] = [
    "counteractive/plan.docx",
    "cloud-gov/Contingency-plan-exercise-template.docx",
];

fn say(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

fn corpus(file: &str) -> Option<Vec<u8>> {
    match std::env::var("ROCKDRILL_CORPUS") {
        Ok(corpus) => {
            let file = Path::new(&corpus).join("plans").join(file);
            Some(std::fs::read(file).expect("the corpus holds the plan"))
        }
        Err(_) => {
            say("ROCKDRILL_CORPUS is not set: the real Word plans are not read");
            None
        }
    }
}

fn paths(plan: &Plan) -> Vec<String> {
    let paths = plan.sections.iter().filter(|section| section.level > 0);
    paths.map(|section| section.path.clone()).collect()
}

#[test]
fn the_same_plan_in_word_and_in_markdown_gives_the_same_sections_and_roles() {
    let (Some(word), Some(text)) = (
        corpus("counteractive/plan.docx"),
        corpus("counteractive/plan.md"),
    ) else {
        return;
    };
    let ((word, said), (text, _)) = (read_bytes(&word), read_bytes(&text));
    // The Word edition hides one more heading in a list item, so what stands under it counts as a
    // repeat of the playbook before it.
    let hidden = "Playbooks / Playbook: Ransomware";
    let before = "Playbooks / Playbook: Phishing";
    let mut expected: Vec<String> = Vec::new();
    for path in paths(&text).into_iter().filter(|path| path != hidden) {
        match path.strip_prefix(hidden) {
            Some(rest) => {
                let (own, inner) = match rest[3..].split_once(" / ") {
                    Some((own, inner)) => (own.to_owned(), format!(" / {inner}")),
                    None => (rest[3..].to_owned(), String::new()),
                };
                expected.push(format!("{before} / {own} [2]{inner}"));
            }
            None => expected.push(path),
        }
    }
    assert_eq!(paths(&word), expected);
    assert_eq!(
        word.sections.len(),
        157,
        "156 headings and what stands before the first"
    );
    let roles = |plan: &Plan| -> Vec<_> {
        plan.roles
            .iter()
            .map(|role| {
                (
                    role.title.clone(),
                    role.shape,
                    role.duties.len(),
                    role.aliases.clone(),
                )
            })
            .collect()
    };
    assert_eq!(roles(&word), roles(&text));
    assert_eq!(word.commitments.len(), text.commitments.len());
    let plain = |text: &str| {
        text.replace(['\u{201c}', '\u{201d}'], "\"")
            .replace('\u{2019}', "'")
    };
    for (ours, theirs) in word.roles.iter().zip(&text.roles) {
        let duties: Vec<String> = ours.duties.iter().map(|duty| plain(duty)).collect();
        let expected: Vec<String> = theirs.duties.iter().map(|duty| plain(duty)).collect();
        assert_eq!(duties, expected, "duties of {}", ours.title);
    }
    let found = said
        .iter()
        .filter(|note| note.code == "heading-in-text")
        .count();
    assert_eq!(
        found, 2,
        "headings that stand as text in a list are said: {said:?}"
    );
}

/// Ten amendments of every kind.
fn amendments(plan: &Plan) -> Vec<Amendment> {
    let sections: Vec<_> = plan
        .sections
        .iter()
        .filter(|section| section.level > 0)
        .collect();
    let at = |nth: usize| sections[nth * (sections.len() - 1) / 4].path.clone();
    let mut ops = vec![
        AmendmentOp::NewSection {
            parent: String::new(),
            title: "Added at the end".into(),
            text: "Words.\n\n- item\n- another".into(),
        },
        AmendmentOp::NewSection {
            parent: at(1),
            title: "Added inside".into(),
            text: "More words.".into(),
        },
        AmendmentOp::Revision {
            number: "99.1".into(),
            date: "2026-05-02".into(),
            note: "After the drill".into(),
        },
    ];
    for nth in 0..4 {
        ops.push(AmendmentOp::Insert {
            section: at(nth),
            text: "A sentence **more**.\n\n1. one\n2. two".into(),
        });
        ops.push(AmendmentOp::AppendItem {
            section: at(nth),
            text: "One thing more".into(),
        });
    }
    let amendments = ops.into_iter().map(|op| Amendment {
        op,
        because: Some("Drill of May".into()),
        base: None,
    });
    amendments.collect()
}

fn amended(bytes: &[u8], file: &str, edition: Edition) -> Vec<u8> {
    let (plan, _) = read_bytes(bytes);
    let amended = amend_docx(bytes, &amendments(&plan), "Ada", DATE, edition);
    amended
        .unwrap_or_else(|refusals| panic!("{file}: {}", refusals[0]))
        .bytes
}

#[test]
fn real_word_plans_take_amendments_and_give_them_back() {
    for file in PLANS {
        let Some(bytes) = corpus(file) else { return };
        let same =
            amend_docx(&bytes, &[], "Ada", DATE, Edition::Tracked).expect("nothing to refuse");
        assert!(
            same.bytes == bytes,
            "{file} stays byte for byte without amendments"
        );
        let tracked = amended(&bytes, file, Edition::Tracked);
        let clean = amended(&bytes, file, Edition::Clean);
        let document = |bytes: &[u8], how| {
            judge::but_last_style(settled(&part(bytes, "word/document.xml"), how))
        };
        assert_eq!(
            document(&tracked, Settle::Reject),
            document(&bytes, Settle::Reject),
            "{file}: rejected"
        );
        assert_eq!(
            document(&tracked, Settle::Accept),
            document(&clean, Settle::Accept),
            "{file}: accepted"
        );
        assert_eq!(
            read_bytes(&tracked).0.text(),
            read_bytes(&clean).0.text(),
            "{file}: read"
        );
        let may = [
            "word/document.xml",
            "word/comments.xml",
            "word/_rels/document.xml.rels",
            "[Content_Types].xml",
        ];
        let after = judge::stored(&tracked);
        for (name, raw) in judge::stored(&bytes) {
            let kept = after
                .iter()
                .any(|(known, now)| *known == name && *now == raw);
            assert!(
                kept || may.contains(&name.as_str()),
                "{name} of {file} keeps its bytes"
            );
        }
    }
}

#[test]
fn every_section_of_a_real_plan_takes_a_replacement() {
    let Some(bytes) = corpus("counteractive/plan.docx") else {
        return;
    };
    let (plan, _) = read_bytes(&bytes);
    let before = settled(&part(&bytes, "word/document.xml"), Settle::Reject);
    let mut made = 0;
    for section in plan.sections.iter().step_by(9) {
        let body = plan.section_body(section);
        let Some(line) = body
            .lines()
            .find(|line| line.len() > 30 && !line.starts_with('|'))
        else {
            continue;
        };
        let op = AmendmentOp::Replace {
            section: section.path.clone(),
            find: line.to_owned(),
            text: "Other words.".into(),
        };
        let amendment = Amendment {
            op,
            because: Some("why".into()),
            base: Some(section.fingerprint.clone()),
        };
        match amend_docx(&bytes, &[amendment], "Ada", DATE, Edition::Tracked) {
            Ok(tracked) => {
                made += 1;
                let after = settled(&part(&tracked.bytes, "word/document.xml"), Settle::Reject);
                assert_eq!(after, before, "{}: rejected", section.path);
            }
            Err(refusals) => say(&format!("{}: {line:?}", refusals[0])),
        }
    }
    assert!(made >= 10, "most lines are found: {made}");
}

/// What python-docx reads of a file: its paragraphs, those of cells among them, and its comments with their authors; none
/// where it is not installed.
fn read_by_python(file: &Path) -> Option<serde_json::Value> {
    const SCRIPT: &str = "import json, sys\ntry:\n import docx\nexcept ImportError:\n sys.exit(77)\n\
        d = docx.Document(sys.argv[1])\n\
        cells = [c for t in d.tables for r in t.rows for c in r.cells]\n\
        paragraphs = d.paragraphs + [p for c in cells for p in c.paragraphs]\n\
        comments = [[c.author, c.text] for c in d.comments]\n\
        print(json.dumps({'paragraphs': [p.text for p in paragraphs], 'comments': comments}))";
    let ran = Command::new("python3")
        .args(["-c", SCRIPT])
        .arg(file)
        .output();
    match ran {
        Ok(done) if done.status.success() => {
            Some(serde_json::from_slice(&done.stdout).expect("it prints JSON"))
        }
        Ok(done) if done.status.code() != Some(77) => {
            panic!("python-docx cannot read it: {done:?}")
        }
        Ok(_) | Err(_) => {
            say("python-docx is not installed: one reader less");
            None
        }
    }
}

#[test]
fn python_docx_reads_an_amended_plan_with_its_new_words_and_comments() {
    for file in PLANS {
        let Some(bytes) = corpus(file) else { return };
        let folder = std::env::temp_dir().join(format!("rockdrill-python-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the judge");
        let read = |edition| {
            let path = folder.join("amended.docx");
            std::fs::write(&path, amended(&bytes, file, edition)).expect("it is written");
            read_by_python(&path)
        };
        let (Some(clean), Some(tracked)) = (read(Edition::Clean), read(Edition::Tracked)) else {
            return;
        };
        let says = |words: &str| {
            let mut all = clean["paragraphs"].as_array().into_iter().flatten();
            all.any(|it| it.as_str().is_some_and(|it| it.contains(words)))
        };
        for words in [
            "Added inside",
            "A sentence more.",
            "One thing more",
            "After the drill",
        ] {
            assert!(says(words), "{file}: the clean edition says {words:?}");
        }
        let comments = tracked["comments"].as_array().cloned().unwrap_or_default();
        let ours = |it: &&serde_json::Value| {
            it[0] == "Ada" && it[1].as_str().is_some_and(|it| it.contains("Drill of May"))
        };
        let wanted = amendments(&read_bytes(&bytes).0).len();
        assert_eq!(
            comments.iter().filter(ours).count(),
            wanted,
            "{file}: a comment says why for each amendment: {comments:?}"
        );
    }
}

/// What LibreOffice makes of a file, as text; none where it is not installed.
fn converted(folder: &Path, file: &Path, to: &str) -> Option<PathBuf> {
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.join("profile").display()
    );
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", to, "--outdir"])
        .arg(folder.join("out"))
        .arg(file)
        .output();
    match run {
        Ok(output) => {
            let out = folder
                .join("out")
                .join(file.with_extension(to).file_name()?);
            assert!(
                out.exists(),
                "LibreOffice opens {}: {output:?}",
                file.display()
            );
            Some(out)
        }
        Err(_) => {
            say("soffice is not installed: no second opinion on Word files");
            None
        }
    }
}

#[test]
fn libreoffice_opens_what_is_written_and_keeps_its_changes() {
    let folder = std::env::temp_dir().join(format!("rockdrill-word-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the judge");
    for file in PLANS {
        let Some(bytes) = corpus(file) else { return };
        let tracked = amended(&bytes, file, Edition::Tracked);
        let clean = amended(&bytes, file, Edition::Clean);
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).expect("the file is written");
            path
        };
        let Some(text) = converted(&folder, &write("clean.docx", &clean), "txt") else {
            return;
        };
        let text = std::fs::read_to_string(text).expect("the text is read");
        for words in [
            "A sentence more.",
            "One thing more",
            "Added at the end",
            "Added inside",
            "99.1",
            "After the drill",
        ] {
            assert!(
                text.contains(words),
                "{words} in {file} as LibreOffice reads it"
            );
        }
        // Saved again by LibreOffice, the tracked file still reads the same to us with all changes
        // accepted, and still gives the words of the plan before with all rejected.
        let saved = converted(&folder, &write("tracked.docx", &tracked), "docx")
            .expect("it was there before");
        let saved = std::fs::read(saved).expect("the file is read");
        let words = |bytes: &[u8], how| -> String {
            let paras = settled(&part(bytes, "word/document.xml"), how);
            let words: String = paras.into_iter().map(|(_, words)| words).collect();
            words
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&gt;", ">")
                .split_whitespace()
                .collect()
        };
        for how in [Settle::Accept, Settle::Reject] {
            let (ours, theirs) = (words(&tracked, how), words(&saved, how));
            let differs = ours.bytes().zip(theirs.bytes());
            let differs = differs.take_while(|(a, b)| a == b).count();
            assert!(
                ours == theirs,
                "{file}: LibreOffice reads our changes as we do ({how:?}, byte {differs})"
            );
        }
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}
