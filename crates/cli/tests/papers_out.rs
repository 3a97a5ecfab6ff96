//! The papers before a drill and the change note of a plan, from outside: what stands in the files, as other programs read
//! them. pdftotext reads the PDF, python-docx and LibreOffice the Word files; where one of them is not installed that is
//! said on the error stream and the rest still holds. Not here: how the pages look.

mod common;

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use common::*;

/// Every paper: its name, words of its title, whether only the white cell may read it, and words that stand in it.
const PAPERS: [(&str, &str, bool, &str); 9] = [
    ("situation-manual", "Situation manual", false, "How it runs"),
    (
        "role-cards",
        "Role cards",
        false,
        "What the plan asks of you",
    ),
    (
        "inject-cards",
        "Inject cards",
        false,
        "What I do now, and why",
    ),
    ("handouts", "Handouts", false, "EXERCISE"),
    (
        "decision-sheets",
        "Decision sheets",
        false,
        "On whose authority",
    ),
    ("sign-in-sheet", "Sign-in sheet", false, "Signature"),
    (
        "facilitator-guide",
        "Facilitator guide",
        true,
        "Opening words",
    ),
    (
        "msel",
        "Master Scenario Events List",
        true,
        "Expected participant response",
    ),
    (
        "evaluation-guides",
        "Exercise evaluation guides",
        true,
        "Critical tasks",
    ),
];

#[test]
fn every_paper_opens_elsewhere_and_says_what_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    for format in ["pdf", "docx"] {
        let out = dir.path().join(format);
        let words = [
            "papers",
            &scenario("ransomware-double-extortion"),
            "--plan",
            &plan(),
            "--format",
            format,
            "--out",
            &text(&out),
        ];
        expect(0, &words);
        let mut found = std::fs::read_dir(&out).expect("a folder").count();
        for (name, title, white, holds) in PAPERS {
            let file = out.join(format!("{name}.{format}"));
            assert!(file.is_file(), "{name} as {format}");
            found -= 1;
            for said in read_elsewhere(&file) {
                for wanted in [title, holds, "EXERCISE", "TLP:"] {
                    assert!(
                        said.contains(wanted),
                        "{name}.{format} says {wanted}: {said}"
                    );
                }
                assert_eq!(
                    said.contains("WHITE CELL ONLY"),
                    white,
                    "{name}.{format} is for the right eyes"
                );
            }
        }
        assert_eq!(found, 0, "the nine papers and nothing else");
    }
}

#[test]
fn only_the_paper_that_is_named_is_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("one");
    let drill = scenario("suspicious-login");
    expect(
        0,
        &["papers", &drill, "--only", "msel", "--out", &text(&out)],
    );
    let files: Vec<String> = std::fs::read_dir(&out)
        .expect("a folder")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(files, ["msel.pdf"]);
    let other = ["papers", &drill, "--only", "poster", "--out", &text(&out)];
    let said = expect(2, &other).err;
    assert!(
        said.contains("situation-manual"),
        "it says which there are: {said}"
    );
}

#[test]
fn a_change_note_says_what_changed_for_whom_and_where_to_sign() {
    let dir = tempfile::tempdir().expect("a folder");
    let demo = dir.path().join("demo.rockdrill");
    expect(0, &["demo", "--out", &text(&demo), "--years", "1"]);
    for name in ["note.pdf", "note.docx"] {
        let note = dir.path().join(name);
        expect(0, &["plan", "note", &text(&demo), "--out", &text(&note)]);
        for said in read_elsewhere(&note) {
            for wanted in [
                "Change note",
                "revision",
                "Before",
                "Now",
                "Because",
                "Concerns",
                "I have read this",
                "Signature",
                "Incident Commander",
                "DEMO",
            ] {
                assert!(said.contains(wanted), "{name} says {wanted}: {said}");
            }
        }
    }
}

/// The words of a file, once for each other program that reads it here, with every run of blanks as one.
fn read_elsewhere(file: &Path) -> Vec<String> {
    let is_pdf = file.extension().is_some_and(|end| end == "pdf");
    let all = if is_pdf {
        vec![pdftotext(file)]
    } else {
        vec![python_docx(file), libreoffice(file)]
    };
    all.into_iter()
        .flatten()
        .map(|said| said.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn pdftotext(file: &Path) -> Option<String> {
    ran("pdftotext", Command::new("pdftotext").arg(file).arg("-"))
}

fn python_docx(file: &Path) -> Option<String> {
    let script = "import sys\ntry:\n import docx\nexcept ImportError:\n sys.exit(77)\n\
        d = docx.Document(sys.argv[1])\n\
        t = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t'\n\
        parts = [d.element.body] + [x._element for s in d.sections for x in (s.header, s.footer)]\n\
        print(' '.join(e.text or '' for p in parts for e in p.iter(t)))";
    let mut python = Command::new("python3");
    let python = python.env("PYTHONIOENCODING", "utf-8");
    ran("python-docx", python.args(["-c", script]).arg(file))
}

fn libreoffice(file: &Path) -> Option<String> {
    let out = tempfile::tempdir().expect("a folder");
    let profile = format!("-env:UserInstallation=file://{}/profile", text(out.path()));
    let mut office = Command::new("soffice");
    let office = office.args([&profile, "--headless", "--convert-to", "pdf", "--outdir"]);
    ran("LibreOffice", office.arg(out.path()).arg(file))?;
    let made = out.path().join(file.with_extension("pdf").file_name()?);
    assert!(made.is_file(), "LibreOffice opens {}", file.display());
    pdftotext(&made)
}

/// What a program printed; nothing, and said so, where it is not installed.
fn ran(name: &str, command: &mut Command) -> Option<String> {
    match command.output() {
        Ok(done) if done.status.success() => {
            Some(String::from_utf8_lossy(&done.stdout).into_owned())
        }
        Ok(done) if done.status.code() != Some(77) => panic!("{name} cannot read it: {done:?}"),
        Ok(_) | Err(_) => {
            let says = format!("{name} is not installed: one reader less\n");
            std::io::stderr().write_all(says.as_bytes()).ok();
            None
        }
    }
}
