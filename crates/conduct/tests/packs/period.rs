//! The evidence of a chosen period and its pack: which drills are in it, that it holds as of its end, what a check proves, and
//! that a changed pack is found out. Not here: the pack of one drill (`approved`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use conduct::pack::Amiss;
use conduct::period::Period;
use conduct::{Clock, Keep, year_pack, year_unpack};
use exercise::{Brief, Origin};
use ledger::Person;
use programme::{Day, PlanEvent, PlanImported, ProgrammeEvent, ProgrammeNamed, ReportApproved};
use terms::{ExerciseId, PersonId, PlanId, Stamp};

use crate::forged::{Files, list_anew, opened, replace, zipped};

const DAY_MS: i64 = 86_400_000;

/// The first moment of 2027, in UTC.
const NEW_YEAR: i64 = 1_798_761_600_000;

struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    /// A programme with a drill in December and one in January, one of them approved, and a person.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let room = Self { folder };
        let clock = Arc::new(Clock::by_hand(Stamp(NEW_YEAR - 40 * DAY_MS)));
        let named = ProgrammeNamed {
            name: "Harbour".to_owned(),
            sample: false,
        };
        let mut keep = Keep::create(&room.programme(), named, Arc::clone(&clock)).expect("made");
        let person = Person {
            id: PersonId::from("P1"),
            name: "Ada Lovelace".to_owned(),
            contact: "ada@example.org".to_owned(),
        };
        keep.keep_person(person, "IT".to_owned()).expect("kept");
        let plan = keep
            .put_blob("text/markdown", b"# Plan\n\n## Roles\n")
            .expect("kept");
        let imported = PlanImported {
            title: "Plan".to_owned(),
            file_name: "plan.md".to_owned(),
            hash: plan,
            number: "1".to_owned(),
        };
        let id = PlanId::from("PLAN1");
        keep.append_plan(&id, PlanEvent::Imported(imported))
            .expect("kept");
        begin(&mut keep, "DEC");
        clock.set(Stamp(NEW_YEAR - DAY_MS));
        approve(&mut keep, "DEC");
        clock.set(Stamp(NEW_YEAR + 3 * DAY_MS));
        begin(&mut keep, "JAN");
        room
    }

    fn programme(&self) -> PathBuf {
        self.folder.path().join("harbour.rockdrill")
    }

    fn make(&self, period: &Period, names: bool) -> Files {
        let now = Stamp(NEW_YEAR + 10 * DAY_MS);
        let made = year_pack::make(&self.programme(), period, names, None, now);
        opened(&made.expect("it is packed").1)
    }

    fn verified(&self, files: &Files) -> Result<year_unpack::YearProof, String> {
        let path = self.folder.path().join("pack.zip");
        std::fs::write(&path, zipped(files)).expect("written");
        year_unpack::verify(&path).map_err(|why| match why {
            Amiss::Says(says) => says,
            other => format!("{other:?}"),
        })
    }
}

#[test]
fn a_period_lists_every_drill_begun_in_it_and_holds_as_of_its_end() {
    let room = Room::new();
    let check = |from: &str, to: &str, drills: &[&str], approved: usize| {
        let period = period(from, to);
        let files = room.make(&period, false);
        let proof = room.verified(&files).expect("it holds");
        let found: Vec<&str> = proof.manifest.drills.iter().map(|it| it.as_str()).collect();
        assert_eq!(found, drills, "{from} to {to}");
        assert_eq!(proof.approved, approved, "{from} to {to}");
        let text = String::from_utf8(files["evidence/iro-01.md"].clone()).expect("text");
        assert!(text.contains(&format!("From {from} to ")), "{text}");
        assert_eq!(text.matches("| live |").count(), drills.len(), "{text}");
    };
    check("2026-01-01", "2026-12-31", &["DEC"], 1);
    check("2027-01-01", "2027-01-31", &["JAN"], 0);
    check("2026-01-01", "2027-01-31", &["DEC", "JAN"], 1);
    check("2026-01-01", "2026-12-30", &["DEC"], 0);
    check("2025-01-01", "2025-12-31", &[], 0);
}

#[test]
fn the_pack_of_a_period_proves_its_papers_and_says_what_it_does_not() {
    let room = Room::new();
    let period = period("2026-01-01", "2026-12-31");
    let files = room.make(&period, false);
    assert!(
        files == room.make(&period, false),
        "made twice is the same bytes"
    );
    for name in [
        "evidence/soc2.json",
        "evidence/csf.md",
        "registers/measures.csv",
        "registers/people-in-roles.csv",
        "registers/proficiency.csv",
        "registers/actions.csv",
        "registers/incidents.csv",
        "registers/acknowledgements.csv",
        "registers/programme.json",
        "drills/DEC/report.html",
        "plans/PLAN1/1.md",
        "records.rockdrill",
    ] {
        assert!(files.contains_key(name), "{name} is in it");
    }
    let proof = room.verified(&files).expect("it holds");
    let path = room.folder.path().join("pack.zip");
    assert!(year_unpack::is_of_a_period(&path), "it says what it is");
    assert!(proof.regenerated, "the papers are what the records give");
    let told = year_unpack::proven(&proof, None).expect("no keys to read");
    let told = [told.proven, told.open].concat().join("\n");
    for says in [
        "byte for byte, what these records give as of 2026-12-31",
        "was begun from 2026-01-01 to 2026-12-31",
        "it is unsigned",
        "That no drill was left out",
        "The clock",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
}

#[test]
fn a_drill_whose_report_nobody_approved_is_named_as_such_in_list_index_evidence_and_check() {
    let room = Room::new();
    let files = room.make(&period("2026-01-01", "2027-01-31"), false);
    let proof = room.verified(&files).expect("it holds");
    let told = proof.manifest.told.iter();
    let told: Vec<(&str, usize)> = told
        .map(|it| (it.exercise.as_str(), it.approved.len()))
        .collect();
    assert_eq!(
        told,
        [("DEC", 1), ("JAN", 0)],
        "the manifest says it of each"
    );
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("text");
    let about = text("about.txt");
    assert!(
        about.contains("of 2027-01-04 (live, briefing): no edition of its report was approved"),
        "{about}"
    );
    assert!(about.contains("drills/DEC/ holds full.html"), "{about}");
    let paper = text("evidence/iro-01.md");
    assert!(paper.contains("| no | none |"), "{paper}");
    assert!(paper.contains("| no | full.html |"), "{paper}");
    let told = year_unpack::proven(&proof, None)
        .expect("no keys to read")
        .proven
        .join("\n");
    assert!(
        told.contains("No edition of its report was approved for 1 drill of 2"),
        "{told}"
    );
    assert!(told.contains("of 2027-01-04 (live, briefing)"), "{told}");
    let mut changed = files.clone();
    replace(
        &mut changed,
        "manifest.json",
        "\"full.html\"",
        "\"full.pdf\"",
    );
    list_anew(&mut changed);
    let why = room.verified(&changed).expect_err("it says what is not so");
    assert!(why.contains("other drills or approved editions"), "{why}");
}

#[test]
fn people_are_named_in_the_pack_of_a_period_only_where_that_was_chosen() {
    let room = Room::new();
    let period = period("2026-01-01", "2026-12-31");
    let names = |files: &Files| {
        let holds = |bytes: &Vec<u8>| bytes.windows(8).any(|it| it == b"Lovelace");
        files.iter().filter(|(_, bytes)| holds(bytes)).count()
    };
    assert_eq!(names(&room.make(&period, false)), 0, "nobody by default");
    let named = room.make(&period, true);
    assert!(names(&named) >= 2, "the register and the records");
    let proof = room.verified(&named).expect("it holds too");
    let told = year_unpack::proven(&proof, None).expect("no keys to read");
    assert!(told.open.iter().any(|it| it.starts_with("Names of people")));
}

#[test]
fn a_changed_pack_of_a_period_is_found_out_even_where_the_manifest_was_made_to_fit() {
    let room = Room::new();
    let sound = room.make(&period("2026-01-01", "2026-12-31"), false);
    let check = |says: &str, change: &dyn Fn(&mut Files)| {
        let mut files = sound.clone();
        change(&mut files);
        list_anew(&mut files);
        let why = room.verified(&files).expect_err(says);
        assert!(why.contains(says), "{says}: {why}");
    };
    check(
        "evidence/iro-01.md is not what these records give",
        &|files| {
            replace(files, "evidence/iro-01.md", "no evidence", "supported");
        },
    );
    check(
        "registers/drills.csv is not what these records give",
        &|files| {
            replace(files, "registers/drills.csv", "DEC", "XXX");
        },
    );
    check(
        "drills/DEC/report.html is not what these records give",
        &|files| {
            files.insert("drills/DEC/report.html".to_owned(), b"other".to_vec());
        },
    );
    check(
        "drills/DEC/other.pdf is not what these records give",
        &|files| {
            files.insert("drills/DEC/other.pdf".to_owned(), b"other".to_vec());
        },
    );
    check("The pack lacks plans/PLAN1/1.md", &|files| {
        files.remove("plans/PLAN1/1.md");
    });
    check("The pack lacks records.rockdrill", &|files| {
        files.remove("records.rockdrill");
    });
    check(
        "names another programme, other drills or another time",
        &|files| {
            replace(files, "manifest.json", "\"DEC\"", "\"NOV\"");
        },
    );
    check("other ends of the records", &|files| {
        replace(
            files,
            "manifest.json",
            "\"stream\": \"programme\"",
            "\"stream\": \"programm\"",
        );
    });
    check("which no pack holds", &|files| {
        files.insert("../evil".to_owned(), Vec::new());
    });
    check("records.rockdrill", &|files| {
        let bytes = files.get_mut("records.rockdrill").expect("there");
        let at = bytes
            .windows(7)
            .rposition(|it| it == b"Harbour")
            .expect("a name");
        bytes[at] ^= 1;
    });
}

fn begin(keep: &mut Keep, id: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios/suspicious-login/scenario.yaml");
    let text = std::fs::read(path).expect("a shipped scenario");
    let brief = Brief {
        origin: Origin::Live,
        scenario: keep.put_blob("text/yaml", &text).expect("kept"),
        plan: None,
        variables: Default::default(),
        handouts: Default::default(),
        seed: None,
        given: Default::default(),
    };
    keep.brief(ExerciseId::from(id), brief).expect("briefed");
}

fn approve(keep: &mut Keep, id: &str) {
    let hash = keep
        .put_blob("text/html", b"<title>As approved</title>")
        .expect("kept");
    let approved = ReportApproved {
        exercise: ExerciseId::from(id),
        edition: "full".to_owned(),
        format: "html".to_owned(),
        hash,
        by: "The board".to_owned(),
        seal: "0".repeat(64),
        named: false,
    };
    keep.append(ProgrammeEvent::ReportApproved(approved))
        .expect("kept");
}

fn period(from: &str, to: &str) -> Period {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    Period {
        from: day(from),
        to: day(to),
    }
}
