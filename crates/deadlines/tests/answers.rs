//! What the command line is told: the fixed form of an answer, and why a question cannot be answered. Not here:
//! the counting (`engine`, `packs`).

use deadlines::{Unusable, answer};

#[test]
fn an_answer_has_the_fixed_form() {
    let moments = ["awareness=2027-03-05T18:30:00+01:00".to_owned()];
    let found = answer("gdpr-33", Some("Europe/Berlin"), &moments).expect("an answer");
    let json = serde_json::to_value(&found).expect("JSON");
    for (field, wanted) in [
        ("/pack", "gdpr-33"),
        ("/status", "in-force"),
        ("/zone", "Europe/Berlin"),
        ("/stages/0/id", "notification"),
        ("/stages/0/due", "2027-03-08T18:30:00+01:00"),
        ("/stages/0/limit", "72 hours after awareness"),
        ("/stages/0/anchor", "awareness"),
        ("/stages/0/recipient", "supervisory authority"),
    ] {
        assert_eq!(
            json.pointer(field).and_then(|v| v.as_str()),
            Some(wanted),
            "{field}"
        );
    }
    assert_eq!(json["draft"], false, "it is no draft");
    assert!(
        json["stages"][0]["waits_for"].is_null(),
        "nothing is missing"
    );
    let text = found.text();
    assert!(
        text.contains("2027-03-08T18:30:00+01:00"),
        "a terminal shows it too:\n{text}"
    );
}

#[test]
fn an_unusable_question_says_what_to_write() {
    let check = |pack: &str, zone: &str, moment: &str, says: &str| {
        let why = answer(pack, Some(zone), &[moment.to_owned()]).expect_err(says);
        assert!(why.to_string().contains(says), "{why} should say {says}");
    };
    let good = "awareness=2027-03-05T18:30:00+01:00";
    check("gdpr", "UTC", good, "it may be gdpr-33");
    check("gdpr-3", "UTC", good, "did you mean \"gdpr-33\"");
    check("gdpr-33", "Europe/Berlinn", good, "Europe/Berlin");
    check("gdpr-33", "UTC", "awareness", "EVENT=TIME");
    check(
        "gdpr-33",
        "UTC",
        "awarenes=2027-03-05T18:30:00Z",
        "did you mean \"awareness\"",
    );
    check(
        "gdpr-33",
        "UTC",
        "awareness=2027-03-05",
        "a time with its offset",
    );
    check(
        "dora",
        "UTC",
        "submission:inital=2027-03-05T18:30:00Z",
        "did you mean \"initial\"",
    );
    check(
        "dora",
        "UTC",
        "submission:=2027-03-05T18:30:00Z",
        "name of a stage",
    );
    let twice = [good.to_owned(), good.to_owned()];
    let why = answer("gdpr-33", None, &twice).expect_err("twice");
    assert!(
        matches!(why, Unusable::Moment(..)),
        "an event is given once"
    );
}
