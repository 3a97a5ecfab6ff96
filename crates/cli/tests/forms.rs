//! The other forms of the command line: check, transcript, report, plan, verify. Their words and exit codes are fixed.

mod common;

use common::*;

#[test]
fn check_ends_with_zero_one_or_two() {
    let folder = tempfile::tempdir().expect("a folder");
    for drill in DRILLS {
        expect(0, &["check", &scenario(drill)]);
    }
    expect(0, &["check", &plan()]);
    expect(2, &["check"]);
    expect(2, &["check", "nowhere.yaml"]);
    expect(2, &["check", "--format", "xml", &plan()]);
    let bad = text(&folder.path().join("bad.yaml"));
    std::fs::write(&bad, "format: 1\nid: bad\nduratoin: 5m\n").expect("written");
    let ran = expect(1, &["check", &bad, &scenario("suspicious-login")]);
    let first = ran.out.lines().next().expect("a line");
    assert!(
        first.starts_with(&format!("{bad}:")),
        "the line begins with the file: {first}"
    );
    let unknown = format!("{bad}:3:1: error[unknown-field]: ");
    assert!(
        ran.out.contains(&unknown),
        "place, weight and code: {}",
        ran.out
    );
    assert!(
        ran.out.contains("duration"),
        "and the nearest name: {}",
        ran.out
    );
}

#[test]
fn plan_reads_lines_as_headings_where_that_is_wished() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| text(&folder.path().join(name));
    let plan = file("plan.md");
    std::fs::write(&plan, "# Plan\n\n**Scribe**\n\n- Keep the log\n").expect("written");
    let sections = |words: &[&str]| -> Vec<String> {
        let said: serde_json::Value = serde_json::from_str(&expect(0, words).out).expect("JSON");
        let sections = said["sections"].as_array().expect("a list").iter();
        sections
            .map(|it| it["path"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let show = ["plan", "show", &plan, "--format", "json"];
    assert_eq!(sections(&show), ["Plan"], "nobody asked for more");
    let said = expect(0, &["plan", "show", &plan]).out;
    assert!(said.contains("--headings-by-look"), "it is offered: {said}");
    let by_look = [&show[..], &["--headings-by-look"]].concat();
    assert_eq!(sections(&by_look), ["Plan", "Plan / Scribe"]);
    let amendments = file("amendments.json");
    let asked = r#"{"author": "Ada", "amendments": [{"op": "append_item", "section": "Scribe", "text": "With times"}]}"#;
    std::fs::write(&amendments, asked).expect("written");
    let out = file("out.md");
    let amend = ["plan", "amend", &plan, &amendments, "--out", &out];
    expect(1, &amend);
    expect(0, &[&amend[..], &["--headings-by-look"]].concat());
    let amended = std::fs::read_to_string(&out).expect("written");
    assert_eq!(
        amended,
        "# Plan\n\n**Scribe**\n\n- Keep the log\n- With times\n"
    );
}

#[test]
fn check_says_the_same_to_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad = text(&folder.path().join("bad.yaml"));
    std::fs::write(&bad, "format: [\n").expect("written");
    let ran = expect(1, &["check", "--format", "json", &bad]);
    let said: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let first = &said.as_array().expect("a list")[0];
    assert_eq!(first["file"], bad, "the file");
    assert_eq!(first["severity"], "error", "the weight");
    for field in ["code", "line", "column", "says"] {
        assert!(!first[field].is_null(), "{field} is there: {first}");
    }
    let clean = expect(
        0,
        &["check", "--format", "json", &scenario("suspicious-login")],
    );
    assert_eq!(clean.out.trim(), "[]", "nothing to say is an empty list");
}

#[test]
fn check_finds_a_handout_that_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("scenario.yaml");
    std::fs::copy(scenario("ransomware-double-extortion"), &file).expect("copied");
    let ran = expect(1, &["check", &text(&file)]);
    assert!(
        ran.out.contains("error[missing-handout]: The handout"),
        "{}",
        ran.out
    );
}

#[test]
fn a_transcript_can_stand_at_any_record() {
    let folder = tempfile::tempdir().expect("a folder");
    rehearse("suspicious-login", "expected", 3, folder.path());
    let programme = text(&folder.path().join("programme.rockdrill"));
    let whole = read(&folder.path().join("transcript.txt"));
    let all = whole.lines().count();
    for at in [1, 12, all] {
        let ran = expect(0, &["transcript", &programme, "--at", &at.to_string()]);
        let lines: Vec<&str> = ran
            .out
            .lines()
            .filter(|line| !line.starts_with("= "))
            .collect();
        let first: Vec<&str> = whole.lines().take(at).collect();
        assert_eq!(lines, first, "the first {at} lines");
        let stands = format!("= record {at}: ");
        assert!(ran.out.contains(&stands), "and where it stood: {}", ran.out);
    }
    for at in ["0".to_owned(), (all + 1).to_string()] {
        let ran = expect(2, &["transcript", &programme, "--at", &at]);
        assert!(
            ran.err.contains(&format!("records 1 to {all}")),
            "{}",
            ran.err
        );
    }
    let ran = expect(2, &["transcript", &programme, "--exercise", "nobody"]);
    assert!(
        ran.err.contains("There are:"),
        "those that are there are named: {}",
        ran.err
    );
}

#[test]
fn a_report_is_the_same_bytes_whenever_it_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    rehearse("suspicious-login", "late", 3, folder.path());
    let programme = text(&folder.path().join("programme.rockdrill"));
    for (format, name) in [("html", "report.html"), ("md", "report.md")] {
        let again = folder.path().join("again");
        expect(
            0,
            &[
                "report",
                &programme,
                "--format",
                format,
                "--out",
                &text(&again),
            ],
        );
        assert_eq!(read(&again), read(&folder.path().join(name)), "{name}");
    }
    expect(2, &["report", &programme]);
}

#[test]
fn plan_show_has_its_fixed_fields() {
    let ran = expect(0, &["plan", "show", &plan(), "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let has = |list: &str, fields: &[&str]| {
        let first = &shown[list].as_array().expect(list)[0];
        for field in fields {
            assert!(first.get(field).is_some(), "{list} has {field}: {first}");
        }
    };
    has(
        "sections",
        &["id", "path", "level", "title", "phase", "tags"],
    );
    has("roles", &["title", "aliases", "duties", "shape", "place"]);
    has("commitments", &["text", "limit_s", "role", "place"]);
    has("revisions", &["number", "date", "note"]);
    for list in ["placeholders", "diagnostics"] {
        assert!(shown[list].is_array(), "{list} is a list");
    }
}

#[test]
fn plan_amend_makes_all_amendments_or_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (asked, target) = (
        folder.path().join("asked.json"),
        folder.path().join("plan.md"),
    );
    let amend = |code: i32, amendments: &str| {
        let text_of = format!("{{\"author\": \"Ana\", \"amendments\": [{amendments}]}}");
        std::fs::write(&asked, text_of).expect("written");
        expect(
            code,
            &[
                "plan",
                "amend",
                &plan(),
                &text(&asked),
                "--out",
                &text(&target),
            ],
        )
    };
    let good = r#"{"op": "append_item", "section": "Document control", "text": "Next drill on 2027-03-05"}"#;
    let row = r#"{"op": "revision", "number": "5", "date": "2027-03-06", "note": "Drill"}"#;
    let nowhere = r#"{"op": "insert", "section": "Nowhere", "text": "x"}"#;
    let ran = amend(1, &format!("{good}, {nowhere}"));
    assert!(
        ran.err.contains("Amendment 2 (section \"Nowhere\")"),
        "which one: {}",
        ran.err
    );
    assert!(!target.exists(), "nothing is written");
    amend(1, r#"{"op": "insert", "section": 7}"#);
    assert!(!target.exists(), "nothing is written");
    amend(0, &format!("{good}, {row}"));
    let amended = read(&target);
    assert!(amended.contains("- Next drill on 2027-03-05"), "the item");
    assert!(amended.contains("| 5 | 2027-03-06 | Ana"), "the row");
}

#[test]
fn a_changed_record_is_found_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    rehearse("suspicious-login", "expected", 3, folder.path());
    let path = folder.path().join("programme.rockdrill");
    let mut bytes = std::fs::read(&path).expect("its bytes");
    let word = b"Simulated.";
    let at = bytes.windows(word.len()).position(|part| part == word);
    bytes[at.expect("a reason in a record")] = b's';
    std::fs::write(&path, bytes).expect("written");
    let ran = expect(1, &["verify", &text(&path)]);
    assert!(
        ran.err.contains("Record ") && ran.err.contains(" of exercise/"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("not what was sealed"), "{}", ran.err);
}

#[test]
fn a_document_that_a_record_names_has_to_be_there() {
    let folder = tempfile::tempdir().expect("a folder");
    rehearse("suspicious-login", "expected", 3, folder.path());
    let path = folder.path().join("programme.rockdrill");
    let file = rusqlite::Connection::open(&path).expect("a database");
    let triggers: Vec<String> = file
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .and_then(|mut ask| ask.query_map([], |row| row.get(0))?.collect())
        .expect("its triggers");
    for trigger in triggers {
        file.execute_batch(&format!("DROP TRIGGER \"{trigger}\""))
            .expect("dropped");
    }
    file.execute_batch("DELETE FROM blob WHERE media_type = 'text/yaml'")
        .expect("deleted");
    drop(file);
    let ran = expect(1, &["verify", &text(&path)]);
    assert!(ran.err.contains("Record 1 of exercise/"), "{}", ran.err);
    assert!(ran.err.contains("which is not there"), "{}", ran.err);
}

#[test]
fn what_is_no_programme_is_said_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("letter.rockdrill");
    std::fs::write(&path, "Dear programme,\n".repeat(400)).expect("written");
    let before = std::fs::read(&path).expect("its bytes");
    for form in [&["verify"][..], &["transcript"]] {
        let ran = expect(1, &[form, &[text(&path).as_str()]].concat());
        assert!(ran.err.contains("not a Rockdrill programme"), "{}", ran.err);
    }
    expect(2, &["verify", "nowhere.rockdrill"]);
    assert!(
        std::fs::read(&path).expect("its bytes") == before,
        "it is as it was"
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing beside it"
    );
}

#[test]
fn deadlines_say_when_a_notice_is_due_and_what_they_still_wait_for() {
    let at = "awareness=2027-03-26T10:00:00+01:00";
    let ask = [
        "deadlines",
        "--pack",
        "gdpr-33",
        "--zone",
        "Europe/Berlin",
        "--at",
        at,
    ];
    let ran = expect(0, &[&ask[..], &["--format", "json"]].concat());
    let said: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let due = &said["stages"][0]["due"];
    // Clocks go forward in the night to 28 March, and 72 hours are 72 hours.
    assert_eq!(due, "2027-03-29T11:00:00+02:00", "{said}");
    let ran = expect(0, &["deadlines", "--pack", "dora", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(
        said["stages"][0]["due"].is_null(),
        "nothing has happened yet: {said}"
    );
    assert!(
        !said["stages"][0]["waits_for"].is_null(),
        "it says for what it waits: {said}"
    );
    expect(2, &["deadlines", "--pack", "gdpr-34"]);
    expect(
        2,
        &[
            "deadlines",
            "--pack",
            "gdpr-33",
            "--at",
            "awareness=yesterday",
        ],
    );
}

#[test]
fn what_is_no_word_file_never_becomes_a_word_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let (word, asked, target) = (
        folder.path().join("plan.docx"),
        folder.path().join("asked.json"),
        folder.path().join("amended.docx"),
    );
    std::fs::write(&word, b"PK\x03\x04 and no more").expect("written");
    std::fs::write(&asked, r#"{"author": "Ana", "amendments": []}"#).expect("written");
    let ran = expect(
        1,
        &[
            "plan",
            "amend",
            &text(&word),
            &text(&asked),
            "--out",
            &text(&target),
            "--clean",
            "--author",
            "Ben",
        ],
    );
    assert!(ran.err.contains("cannot be unpacked"), "why: {}", ran.err);
    assert!(!target.exists(), "nothing is written");
}
