//! What a manager takes away, from outside: the report as JSON, CSV and a workbook, and the evidence pack with its check.
//! A pack in which anything was changed is told from a sound one, whoever changed it and however.

mod common;
#[path = "../../conduct/tests/packs/forged.rs"]
mod forged;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use common::*;
use forged::{Files, list_anew, opened, replace, zipped};
use ledger::Digest;
use serde_json::Value;
use tempfile::TempDir;

#[test]
fn a_report_comes_as_json_csv_and_workbook_and_always_the_same() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let written = |format: &str| {
        let twice = ["first", "second"].map(|name| {
            let path = folder.path().join(format!("{name}.{format}"));
            let words = ["report", &programme, "--format", format, "--out"];
            expect(0, &[words.as_slice(), &[&text(&path)]].concat());
            std::fs::read(path).expect("written")
        });
        assert!(twice[0] == twice[1], "{format} is the same bytes each time");
        twice[0].clone()
    };
    let told: Value = serde_json::from_slice(&written("json")).expect("JSON");
    assert_eq!(told["schema"], "rockdrill.report", "it says what it is");
    assert_eq!(told["version"], 1, "and which version");
    let decisions = told["measured"]["decisions"].as_array().expect("a list");
    assert!(!decisions.is_empty(), "the rehearsal decides something");
    let csv = String::from_utf8(written("csv")).expect("text");
    assert!(csv.starts_with("\u{feff}EXERCISE,record,"), "{csv}");
    assert_eq!(
        csv.matches("\r\n").count(),
        decisions.len() + 1,
        "a row for each decision"
    );
    assert!(csv.contains("EXERCISE · "), "the marking is on each row");
    assert!(written("xlsx").starts_with(b"PK\x03\x04"), "a workbook");
    expect(
        2,
        &["report", &programme, "--format", "odt", "--out", "x.odt"],
    );
}

#[test]
fn a_pack_is_the_same_bytes_whenever_it_is_made_and_says_what_it_proves() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let [first, second] = ["first.zip", "second.zip"].map(|name| {
        let path = folder.path().join(name);
        let ran = expect(0, &["pack", &programme, "--out", &text(&path)]);
        assert!(ran.out.contains("Keep that last seal"), "{}", ran.out);
        path
    });
    let bytes = std::fs::read(&first).expect("written");
    assert!(
        bytes == std::fs::read(second).expect("written"),
        "nothing of the hour is in it"
    );
    let ran = expect(0, &["verify", &text(&first)]);
    for says in [
        "EXERCISE · ",
        "Proven:",
        "byte for byte, what these records",
        "The plan before is the one",
        "Not proven:",
        "it is unsigned",
        "The clock",
        "Custody before sealing",
    ] {
        assert!(ran.out.contains(says), "{says}: {}", ran.out);
    }
    let seal = ran.out.lines().nth(2).expect("the end of the record");
    let whole = expect(0, &["verify", &programme]);
    assert!(
        whole.out.lines().any(|line| line == seal),
        "the programme ends the drill with the same seal: {seal}"
    );
    let none = folder.path().join("none.zip");
    let words = ["pack", &programme, "--exercise", "nobody", "--out"];
    expect(2, &[words.as_slice(), &[&text(&none)]].concat());
    assert!(!none.exists(), "nothing is written");
}

#[test]
fn the_records_in_a_pack_stand_alone() {
    let (folder, programme) = rehearsed("ransomware-double-extortion", "expected");
    let files = held(&packed(&folder, &programme));
    let alone = folder.path().join("alone.rockdrill");
    std::fs::write(&alone, &files["drill.rockdrill"]).expect("written");
    let ran = expect(0, &["verify", &text(&alone)]);
    assert_eq!(ran.out.lines().count(), 2, "one stream: {}", ran.out);
    let transcripts = [&programme, &text(&alone)].map(|file| expect(0, &["transcript", file]).out);
    assert_eq!(transcripts[0], transcripts[1], "the same drill");
    let page = folder.path().join("alone.html");
    expect(0, &["report", &text(&alone), "--out", &text(&page)]);
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
    assert_eq!(manifest["schema"], "rockdrill.pack");
    let listed = manifest["files"].as_array().expect("a list");
    for it in listed {
        let name = it["path"].as_str().expect("a name");
        let sum = Digest::of(&files[name]).to_string();
        assert_eq!(it["sha256"], sum, "{name} by anybody's SHA-256");
    }
    assert_eq!(listed.len() + 1, files.len(), "and every file is listed");
}

#[test]
fn an_approved_revision_is_packed_as_the_plan_after() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let clock = Arc::new(conduct::Clock::system());
    let mut keep = conduct::Keep::open(Path::new(&programme), clock).expect("it opens");
    let (id, amendments) = {
        let (id, fold) = keep.plans.iter().next().expect("the plan it tested");
        let first = fold.amendments.values().next().expect("a proposal");
        (id.clone(), vec![first.seq])
    };
    let after = "# Plan\n\nRevised.\n";
    let hash = keep
        .put_blob("text/markdown", after.as_bytes())
        .expect("kept");
    let approved = programme::RevisionApproved {
        number: "9".to_owned(),
        by: "The owner".to_owned(),
        effective: "2027-04-01".to_owned(),
        note: String::new(),
        hash,
        amendments,
        tested: None,
    };
    keep.append_plan(&id, programme::PlanEvent::Approved(approved))
        .expect("kept");
    drop(keep);
    let pack = packed(&folder, &programme);
    let files = held(&pack);
    assert_eq!(files["plan-after.md"], after.as_bytes(), "as approved");
    let before = std::fs::read(plan()).expect("the sample plan");
    assert!(files["plan-before.md"] == before, "as the drill tested it");
    let ran = expect(0, &["verify", &text(&pack)]);
    assert!(ran.out.contains("- The plan after: who"), "{}", ran.out);
}

#[test]
fn a_changed_pack_is_found_out() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let sound = held(&packed(&folder, &programme));
    let check = |says: &str, change: &dyn Fn(&mut Files)| {
        let mut files = sound.clone();
        change(&mut files);
        refused(&folder, &zipped(&files), says);
    };
    check("is not the file that the manifest lists", &|files| {
        replace(files, "report.md", "Late", "In time");
    });
    check("report.md is in the manifest and not", &|files| {
        files.remove("report.md");
    });
    check("“extra.txt”, which no pack holds", &|files| {
        files.insert("extra.txt".to_owned(), Vec::new());
    });
    check("plan-after.md is in the pack and not in its", &|files| {
        files.insert("plan-after.md".to_owned(), b"# Plan".to_vec());
    });
    check("The pack lacks manifest.json", &|files| {
        files.remove("manifest.json");
    });
    check("The manifest cannot be read", &|files| {
        files.insert("manifest.json".to_owned(), b"{".to_vec());
    });
    check("The pack has version 3", &|files| {
        replace(files, "manifest.json", "\"version\": 2", "\"version\": 3");
    });
    check("not that of an evidence pack", &|files| {
        replace(files, "manifest.json", "rockdrill.pack", "another.pack");
    });
    check("speaks of another end of the record", &|files| {
        let manifest: Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
        let seal = manifest["last_seal"].as_str().expect("a seal").to_owned();
        replace(files, "manifest.json", &seal, &"0".repeat(64));
    });
}

#[test]
fn a_changed_pack_whose_manifest_was_made_to_fit_is_found_out_too() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let sound = held(&packed(&folder, &programme));
    let check = |says: &str, change: &dyn Fn(&mut Files)| {
        let mut files = sound.clone();
        change(&mut files);
        list_anew(&mut files);
        refused(&folder, &zipped(&files), says);
    };
    check("report.md is not what these records give", &|files| {
        replace(files, "report.md", "Late", "In time");
    });
    check("decisions.csv is not what these records give", &|files| {
        replace(files, "decisions.csv", ",no,", ",yes,");
    });
    check("is not what these records give", &|files| {
        let other = "\"organisation\": \"Somebody else\"";
        replace(files, "facts.json", "\"organisation\": \"\"", other);
    });
    check("not the one that the records name", &|files| {
        files.insert("plan-before.md".to_owned(), b"# Another plan".to_vec());
    });
    check("names another origin", &|files| {
        replace(files, "manifest.json", "\"rehearsal\"", "\"live\"");
    });
    check("The manifest says", &|files| {
        replace(files, "manifest.json", "\"title\": \"", "\"title\": \"Not ");
    });
    check("The manifest cannot be read", &|files| {
        let signed = "\"signature\": \"me\"";
        replace(files, "manifest.json", "\"signature\": null", signed);
    });
    check("the manifest names no key for it", &|files| {
        files.insert("manifest.sig".to_owned(), vec![7; 64]);
    });
    check("management.pdf is not what these records give", &|files| {
        let other = files["participants.pdf"].clone();
        files.insert("management.pdf".to_owned(), other);
    });
    check("In drill.rockdrill: ", &|files| {
        rewrite(
            &folder,
            files,
            "UPDATE record SET body = replace(body, '1', '2') WHERE seq = 9",
        );
    });
    check("drill.rockdrill", &|files| {
        rewrite(&folder, files, "DELETE FROM record WHERE seq > 9");
    });
    check("drill.rockdrill", &|files| {
        rewrite(&folder, files, "DELETE FROM blob");
    });
    check("drill.rockdrill cannot be used", &|files| {
        files.insert("drill.rockdrill".to_owned(), b"no programme".repeat(99));
    });
    check("facts.json cannot be read", &|files| {
        files.insert("facts.json".to_owned(), b"[]".to_vec());
    });
}

#[test]
fn another_version_of_the_program_is_not_taken_for_forgery_nor_for_proof() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let mut files = held(&packed(&folder, &programme));
    let ours = concat!("\"program\": \"", env!("CARGO_PKG_VERSION"), "\"");
    replace(&mut files, "manifest.json", ours, "\"program\": \"0.0.1\"");
    replace(&mut files, "report.md", "Late", "Too late");
    list_anew(&mut files);
    let pack = folder.path().join("older.zip");
    std::fs::write(&pack, zipped(&files)).expect("written");
    let ran = expect(0, &["verify", &text(&pack)]);
    assert!(!ran.out.contains("byte for byte"), "{}", ran.out);
    assert!(ran.out.contains("version 0.0.1 made them"), "{}", ran.out);
}

#[test]
fn a_damaged_cut_or_foreign_zip_is_refused() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let sound = std::fs::read(packed(&folder, &programme)).expect("written");
    for kept in [4, 21, 22, 100, sound.len() / 2, sound.len() - 1] {
        refused(&folder, &sound[..kept], "cut short");
    }
    let mut longer = sound.clone();
    longer.extend([0; 9]);
    refused(&folder, &longer, "put after its end");
    refused(
        &folder,
        &[b"PK\x03\x04", sound.as_slice()].concat(),
        "cut short",
    );
    refused(&folder, b"", "");
    refused(
        &folder,
        &b"no zip at all".repeat(99),
        "not a Rockdrill programme",
    );
    let foreign = zipped(&Files::from([("word/document.xml".to_owned(), vec![1])]));
    refused(&folder, &foreign, "“word/document.xml”, which no pack");
    for at in (0..sound.len()).step_by(sound.len() / 40) {
        let mut damaged = sound.clone();
        damaged[at] ^= 0xff;
        let ran = verified(&folder, &damaged);
        assert!(ran.code == 0 || ran.code == 1, "byte {at}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "byte {at}: {}", ran.err);
    }
}

#[test]
fn names_that_lead_elsewhere_bombs_and_crowds_are_refused() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let sound = held(&packed(&folder, &programme));
    for name in [
        "../../evil.txt",
        "/evil.txt",
        "C:\\evil.txt",
        "reports/../report.html",
        "./report.md",
        "REPORT.md",
        "report.md/",
        "\u{1b}[2Jevil",
    ] {
        let mut files = sound.clone();
        files.insert(name.to_owned(), b"x".to_vec());
        list_anew(&mut files);
        let ran = refused(&folder, &zipped(&files), "which no pack holds");
        assert!(!ran.err.contains('\u{1b}'), "nothing moves the cursor");
    }
    let crowd = (0..60).map(|nth| (format!("{nth}"), vec![1]));
    refused(&folder, &zipped(&crowd.collect()), "holds 60 files");
    let mut bomb = sound.clone();
    bomb.insert("manifest.json".to_owned(), vec![b' '; 20 << 20]);
    refused(&folder, &zipped(&bomb), "longer than any pack has it");
    let mut bomb = sound;
    bomb.insert("facts.json".to_owned(), vec![b' '; 20 << 20]);
    list_anew(&mut bomb);
    refused(&folder, &zipped(&bomb), "longer than any pack has it");
}

fn rehearsed(drill: &str, policy: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    rehearse(drill, policy, 3, folder.path());
    let programme = text(&folder.path().join("programme.rockdrill"));
    (folder, programme)
}

/// Packs by the programme they were made of: the same one gives the same bytes, so it is pressed once for all tests.
static PACKS: Mutex<BTreeMap<Digest, Vec<u8>>> = Mutex::new(BTreeMap::new());

fn packed(folder: &TempDir, programme: &str) -> PathBuf {
    let path = folder.path().join("sound.zip");
    let of = Digest::of(&std::fs::read(programme).expect("rehearsed"));
    let mut packs = PACKS.lock().expect("no test failed while it packed");
    let bytes = packs.entry(of).or_insert_with(|| {
        expect(0, &["pack", programme, "--out", &text(&path)]);
        std::fs::read(&path).expect("written")
    });
    std::fs::write(&path, bytes).expect("written");
    path
}

fn held(pack: &Path) -> Files {
    opened(&std::fs::read(pack).expect("written"))
}

fn verified(folder: &TempDir, bytes: &[u8]) -> Ran {
    let path = folder.path().join("other.zip");
    std::fs::write(&path, bytes).expect("written");
    rockdrill(&["verify", &text(&path)])
}

fn refused(folder: &TempDir, bytes: &[u8], says: &str) -> Ran {
    let ran = verified(folder, bytes);
    assert_eq!(ran.code, 1, "{says}: {}\n{}", ran.out, ran.err);
    assert!(ran.err.contains(says), "{says}: {}", ran.err);
    assert!(!ran.out.contains("Proven"), "{says}: {}", ran.out);
    assert_eq!(ran.err.lines().count(), 1, "one line: {}", ran.err);
    ran
}

/// Changes the records behind the back of the program, its protections taken away first.
fn rewrite(folder: &TempDir, files: &mut Files, sql: &str) {
    let path = folder.path().join("rewritten.rockdrill");
    std::fs::write(&path, &files["drill.rockdrill"]).expect("written");
    let connection = rusqlite::Connection::open(&path).expect("it opens");
    let triggers = [
        "record_is_next",
        "record_is_kept",
        "record_is_fixed",
        "blob_is_new",
        "blob_is_kept",
        "blob_is_fixed",
    ];
    for trigger in triggers {
        let drop = format!("DROP TRIGGER {trigger}");
        connection.execute_batch(&drop).expect("dropped");
    }
    connection.execute_batch(sql).expect("changed");
    connection.close().expect("closed");
    let bytes = std::fs::read(&path).expect("written");
    files.insert("drill.rockdrill".to_owned(), bytes);
    std::fs::remove_file(path).expect("gone");
}

#[test]
fn every_edition_comes_in_every_form_and_management_has_no_list_of_decisions() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    for edition in ["participants", "management", "full", "auditor"] {
        for format in ["html", "md", "docx", "xlsx", "json", "csv"] {
            let path = text(&folder.path().join(format!("{edition}.{format}")));
            let words = [
                "report",
                &programme,
                "--format",
                format,
                "--edition",
                edition,
            ];
            let code = if (edition, format) == ("management", "csv") {
                2
            } else {
                0
            };
            expect(code, &[words.as_slice(), &["--out", &path]].concat());
        }
    }
    let read = |name: &str| read(&folder.path().join(name));
    assert!(read("full.md").contains("## Transcript"), "the old default");
    assert!(
        !read("participants.md").contains("## Transcript"),
        "its ids are the white cell's"
    );
    assert!(read("auditor.md").contains("## Evidence"), "to check");
    assert!(read("management.md").contains("## Sign-off"), "to sign");
}

#[test]
fn an_approved_edition_is_handed_out_as_it_was_and_verified() {
    let (folder, programme) = rehearsed("suspicious-login", "late");
    let report = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let file = text(&path);
        let words = ["report", &programme, "--format", "docx", "--out", &file];
        let ran = expect(0, &[words.as_slice(), more].concat());
        (ran.out, std::fs::read(path).expect("written"))
    };
    let (_, draft) = report("draft.docx", &[]);
    let (said, approved) = report("approved.docx", &["--approve", "Ada Lovelace"]);
    assert!(draft != approved, "it prints who approved it");
    let hash = Digest::of(&approved).to_string();
    assert!(said.contains(&hash), "its hash is said: {said}");
    assert!(said.contains("Last seal"), "and the last seal: {said}");
    let (said, again) = report("again.docx", &["--accent", "#aa0000"]);
    assert!(again == approved, "nothing changes it any more");
    assert!(said.contains("Approved by Ada Lovelace"), "{said}");
    let out = text(&folder.path().join("x.docx"));
    let twice = ["report", &programme, "--format", "docx", "--out", &out];
    let ran = expect(1, &[twice.as_slice(), &["--approve", "Eve"]].concat());
    assert!(ran.err.contains("addendum"), "{}", ran.err);
    let says = ["report", &programme, "--addendum", "The pause was longer."];
    expect(2, &says);
    let ran = expect(0, &[says.as_slice(), &["--by", "Ines Moreau"]].concat());
    assert!(ran.out.contains("stays as it is"), "{}", ran.out);
    let (said, again) = report("after.docx", &[]);
    assert!(again == approved, "a correction changes nothing of it");
    assert!(
        said.contains("Corrected since by Ines Moreau: The pause was longer."),
        "{said}"
    );
    let page = text(&folder.path().join("draft.html"));
    expect(0, &["report", &programme, "--out", &page]);
    assert!(
        read(Path::new(&page)).contains("The pause was longer."),
        "drafts print it"
    );
    expect(0, &["verify", &programme]);
}
