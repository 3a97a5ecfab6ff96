//! Approved editions in an evidence pack: the approved bytes themselves, held against the sealed records that approved them.
//! Not here: the pack of a period (`period`).

use std::path::Path;
use std::sync::Arc;

use conduct::pack::{self, Amiss, Manifest};
use conduct::paper::Choices;
use conduct::{Clock, Desk, Drill, Keep, Places, Start, approve, unpack};
use ledger::Digest;
use report::Edition;
use serde_json::Value;
use terms::Stamp;

use crate::forged::{Files, keep_manifest, list_anew, manifest_of, opened, replace, zipped};

const PAGE: &[u8] = b"<!doctype html><title>As approved</title>";
const SHEET: &[u8] = b"role,decision\r\nsoc,isolate\r\n";

#[test]
fn a_pack_without_approvals_says_that_its_reports_were_made_again() {
    let Reviewed {
        keep,
        drill,
        _folder,
    } = reviewed();
    let (manifest, _) = packed(&keep, &drill);
    assert!(manifest.reports.iter().all(|it| it.approved.is_none()));
    let told = proven(&manifest, &keep, &drill);
    assert!(
        told.iter()
            .any(|line| line.contains("made again for this pack")),
        "{told:?}"
    );
}

#[test]
fn approved_editions_are_packed_byte_for_byte_and_the_others_made_again() {
    let Reviewed {
        keep,
        drill,
        _folder,
    } = with_approvals();
    let (manifest, files) = packed(&keep, &drill);
    assert_eq!(files["report.html"], PAGE, "the approved page");
    assert_eq!(
        files["auditor.csv"], SHEET,
        "a form that is only packed when approved"
    );
    assert!(files["report.md"].len() > 500, "the rest is made again");
    let approved: Vec<&str> = manifest
        .reports
        .iter()
        .filter(|it| it.approved.is_some())
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(
        approved,
        ["auditor.csv", "report.html"],
        "the manifest says which"
    );
    let told = proven(&manifest, &keep, &drill).join("\n");
    for says in [
        "The full edition (report.html) is, byte for byte, what Ada Lovelace approved",
        "The auditor edition (auditor.csv) is, byte for byte, what Eve Holm approved",
        "made again for this pack",
        "Where the approvals stand",
        "approved with the names of people",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
}

#[test]
fn an_approved_report_that_was_changed_is_found_out_even_where_the_manifest_was_made_to_fit() {
    let Reviewed {
        keep,
        drill,
        _folder,
    } = with_approvals();
    let (_, sound) = packed(&keep, &drill);
    let check = |says: &str, change: &dyn Fn(&mut Files)| {
        let mut files = sound.clone();
        change(&mut files);
        list_anew(&mut files);
        let why = verified(&files).expect_err(says);
        assert!(why.contains(says), "{says}: {why}");
    };
    check("report.html is not what was approved", &|files| {
        files.insert("report.html".to_owned(), b"<title>Other</title>".to_vec());
    });
    check("has no sealed record that says so", &|files| {
        let other = Digest::of(b"<title>Other</title>").to_string();
        let hash = Digest::of(PAGE).to_string();
        files.insert("report.html".to_owned(), b"<title>Other</title>".to_vec());
        replace(files, "approvals.json", &hash, &other);
    });
    check("has no sealed record that says so", &|files| {
        files.insert("approvals.json".to_owned(), b"[]".to_vec());
    });
    check("is not what its record says", &|files| {
        replace(
            files,
            "manifest.json",
            "\"by\": \"Ada Lovelace\"",
            "\"by\": \"Ada Byron\"",
        );
    });
    check(
        "auditor.csv is in the pack, and nobody approved it",
        &|files| {
            unapprove(files, "auditor.csv");
        },
    );
    check(
        "holds records that the manifest does not speak of",
        &|files| {
            files.remove("auditor.csv");
            let mut manifest = manifest_of(files);
            let reports = manifest["reports"].as_array_mut().expect("a list");
            reports.retain(|it| it["path"] != "auditor.csv");
            keep_manifest(files, &manifest);
        },
    );
    check("report.html is not what these records give", &|files| {
        unapprove(files, "report.html");
        let text = String::from_utf8(files["approvals.json"].clone()).expect("text");
        let mut records: Value = serde_json::from_str(&text).expect("JSON");
        let list = records.as_array_mut().expect("a list");
        list.retain(|it| !it["body"].as_str().is_some_and(|it| it.contains("html")));
        files.insert(
            "approvals.json".to_owned(),
            records.to_string().into_bytes(),
        );
    });
    check("does not say of each report", &|files| {
        let mut manifest = manifest_of(files);
        manifest["reports"].as_array_mut().expect("a list").pop();
        keep_manifest(files, &manifest);
    });
}

#[test]
fn an_approval_of_another_drill_or_over_another_record_does_not_count() {
    let Reviewed {
        keep,
        drill,
        _folder,
    } = with_approvals();
    let sound = packed(&keep, &drill).1;
    let other = |change: &dyn Fn(&mut programme::ReportApproved)| {
        let Reviewed {
            mut keep,
            drill,
            _folder,
        } = reviewed();
        let mut said = keep_approved(&mut keep, &drill);
        change(&mut said);
        keep.append(programme::ProgrammeEvent::ReportApproved(said))
            .expect("kept");
        packed_as(&keep, &drill)
    };
    let over = other(&|said| said.seal = "0".repeat(64));
    let why = verified(&over).expect_err("another record");
    assert!(why.contains("not in this pack"), "{why}");
    assert!(verified(&sound).is_ok(), "while the sound one holds");
}

/// An approval as it would be kept of the full page.
fn keep_approved(keep: &mut Keep, drill: &Drill) -> programme::ReportApproved {
    let head = keep.ledger.lock().expect("free").head(&stream(drill));
    let hash = keep.put_blob("text/html", PAGE).expect("kept");
    programme::ReportApproved {
        exercise: drill.id.clone(),
        edition: "full".to_owned(),
        format: "html".to_owned(),
        hash,
        by: "Ada Lovelace".to_owned(),
        seal: head.expect("read").expect("records").seal.to_string(),
        named: false,
    }
}

/// The same with two of its editions approved.
fn with_approvals() -> Reviewed {
    let mut reviewed = reviewed();
    approve_sample(&mut reviewed.keep, &reviewed.drill);
    reviewed
}

fn approve_sample(keep: &mut Keep, drill: &Drill) {
    let html = ("html", "text/html");
    let by = ("Ada Lovelace", false);
    approve::freeze(keep, drill, Edition::Full, html, by, PAGE).expect("approved");
    let csv = ("csv", "text/csv");
    let by = ("Eve Holm", true);
    approve::freeze(keep, drill, Edition::Auditor, csv, by, SHEET).expect("approved");
}

fn packed(keep: &Keep, drill: &Drill) -> (Manifest, Files) {
    let made = pack::make(keep, drill, &Choices::default(), &[], None);
    let (manifest, bytes) = made.expect("it is packed");
    (manifest, opened(&bytes))
}

fn packed_as(keep: &Keep, drill: &Drill) -> Files {
    packed(keep, drill).1
}

/// What is said of the pack as it was written.
fn proven(manifest: &Manifest, keep: &Keep, drill: &Drill) -> Vec<String> {
    let (_, bytes) = pack::make(keep, drill, &Choices::default(), &[], None).expect("packed");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pack.zip");
    std::fs::write(&path, bytes).expect("written");
    let proof = unpack::verify(&path).expect("it holds");
    assert_eq!(&proof.manifest, manifest, "made twice is the same");
    assert!(proof.regenerated, "the rest is what the records give");
    let told = conduct::proven::of_pack(&proof, None).expect("no keys to read");
    [told.proven, told.open].concat()
}

fn verified(files: &Files) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pack.zip");
    std::fs::write(&path, zipped(files)).expect("written");
    match unpack::verify(&path) {
        Ok(_) => Ok(()),
        Err(Amiss::Says(says)) => Err(says),
        Err(other) => Err(format!("{other:?}")),
    }
}

fn unapprove(files: &mut Files, name: &str) {
    let mut manifest = manifest_of(files);
    for it in manifest["reports"].as_array_mut().expect("a list") {
        if it["path"] == name {
            it["approved"] = Value::Null;
        }
    }
    keep_manifest(files, &manifest);
}

fn stream(drill: &Drill) -> String {
    ledger::stream::of_exercise(&drill.id)
}

/// The sample programme with the drill that stands ready in it. The folder goes away with it.
struct Reviewed {
    keep: Keep,
    drill: Drill,
    _folder: tempfile::TempDir,
}

fn reviewed() -> Reviewed {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
    let places = Places {
        shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
        own: folder.path().to_owned(),
    };
    let desk = Desk::open(places, &Start::Sample, Arc::clone(&clock), Arc::new(|_| {}));
    drop(desk.expect("it opens"));
    let keep = Keep::open(&folder.path().join("sample.rockdrill"), clock).expect("it opens");
    let id = keep.drills.keys().next().expect("a drill stands ready");
    let drill = keep.load(id).expect("it is read");
    Reviewed {
        keep,
        drill,
        _folder: folder,
    }
}
