//! Every shipped pack with worked examples counted by hand, one line for each stage and turn. Not here: the
//! engine's traps one by one (`engine`).

use deadlines::{Confidence, Pack, Reading, Status, answer, shipped};

/// One example: the pack, the zone ("" for the pack's own), the moments, and what each stage then says: its
/// due time, or `-` and the event it waits for, or `-` alone.
type Example = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

const EXAMPLES: &[Example] = &[
    // Friday evening; three days of 24 hours later is Monday evening, weekend or not.
    (
        "gdpr-33",
        "Europe/Berlin",
        &["awareness=2027-03-05T18:30:00+01:00"],
        &[("notification", "2027-03-08T18:30:00+01:00")],
    ),
    (
        "gdpr-33",
        "Europe/Berlin",
        &[],
        &[("notification", "- awareness")],
    ),
    (
        "nis2-23",
        "Europe/Paris",
        &["awareness=2027-01-29T09:00:00+01:00"],
        &[
            ("early-warning", "2027-01-30T09:00:00+01:00"),
            ("notification", "2027-02-01T09:00:00+01:00"),
            ("final", "- submission:notification"),
        ],
    ),
    // Submitted a day early, on 31 January: the month ends on 28 February, counted from the submission.
    (
        "nis2-23",
        "Europe/Paris",
        &[
            "awareness=2027-01-29T09:00:00+01:00",
            "submission:notification=2027-01-31T10:00:00+01:00",
        ],
        &[
            ("early-warning", "2027-01-30T09:00:00+01:00"),
            ("notification", "2027-02-01T09:00:00+01:00"),
            ("final", "2027-02-28T23:59:59+01:00"),
        ],
    ),
    // Classified three hours after awareness: 4 hours from there come before 24 hours from awareness.
    (
        "dora",
        "Europe/Madrid",
        &[
            "awareness=2027-03-02T08:00:00+01:00",
            "classification=2027-03-02T11:00:00+01:00",
        ],
        &[
            ("initial", "2027-03-02T15:00:00+01:00"),
            ("intermediate", "- submission:initial"),
            ("final", "- submission:intermediate"),
        ],
    ),
    // Classified 22 hours after awareness: 24 hours from awareness come first.
    (
        "dora",
        "Europe/Madrid",
        &[
            "awareness=2027-03-02T08:00:00+01:00",
            "classification=2027-03-03T06:00:00+01:00",
        ],
        &[
            ("initial", "2027-03-03T08:00:00+01:00"),
            ("intermediate", "- submission:initial"),
            ("final", "- submission:intermediate"),
        ],
    ),
    // Initial on Thursday 4 March: 72 hours end on Sunday and move to Monday noon. Intermediate on Monday
    // 8 March: the month ends on Thursday 8 April, in summer time.
    (
        "dora",
        "Europe/Madrid",
        &[
            "awareness=2027-03-04T08:00:00+01:00",
            "classification=2027-03-04T11:00:00+01:00",
            "submission:initial=2027-03-04T14:00:00+01:00",
            "submission:intermediate=2027-03-08T11:00:00+01:00",
        ],
        &[
            ("initial", "2027-03-04T15:00:00+01:00"),
            ("intermediate", "2027-03-08T12:00:00+01:00"),
            ("final", "2027-04-08T23:59:59+02:00"),
        ],
    ),
    // Determined on Wednesday 24 November 2027; Thursday is Thanksgiving: Fri 1, Mon 2, Tue 3, Wed 4.
    (
        "sec-8k",
        "",
        &["materiality=2027-11-24T16:00:00-05:00"],
        &[("8-k", "2027-12-01T23:59:59-05:00")],
    ),
    // On a Saturday: Mon 1, Tue 2, Wed 3, Thu 4.
    (
        "sec-8k",
        "",
        &["materiality=2027-03-06T10:00:00-05:00"],
        &[("8-k", "2027-03-11T23:59:59-05:00")],
    ),
    // The determination that counts is that of materiality; one of another kind does not outrank it.
    (
        "sec-8k",
        "",
        &[
            "determination=2027-03-01T10:00:00-05:00",
            "materiality=2027-03-08T10:00:00-05:00",
        ],
        &[("8-k", "2027-03-12T23:59:59-05:00")],
    ),
    (
        "sec-8k",
        "",
        &["determination=2027-03-08T10:00:00-05:00"],
        &[("8-k", "2027-03-12T23:59:59-05:00")],
    ),
    // 1 March + 60 days: 31 March is day 30, 30 April is day 60.
    (
        "hipaa",
        "America/Chicago",
        &["detection=2027-03-01T23:00:00-06:00"],
        &[
            ("individuals", "2027-04-30T23:59:59-05:00"),
            ("media", "2027-04-30T23:59:59-05:00"),
            ("secretary", "2027-04-30T23:59:59-05:00"),
        ],
    ),
    // The 72 hours run through the night in which New York puts its clocks forward (14 March 2027).
    (
        "nydfs-500-17",
        "",
        &[
            "determination=2027-03-12T10:00:00-05:00",
            "payment=2027-03-13T12:00:00-05:00",
        ],
        &[
            ("incident", "2027-03-15T11:00:00-04:00"),
            ("payment", "2027-03-14T13:00:00-04:00"),
            ("explanation", "2027-04-12T23:59:59-04:00"),
        ],
    ),
    (
        "us-banks",
        "America/New_York",
        &["determination=2027-06-04T20:00:00-04:00"],
        &[("notification", "2027-06-06T08:00:00-04:00")],
    ),
    (
        "circia",
        "UTC",
        &[
            "awareness=2027-06-04T20:00:00Z",
            "payment=2027-06-05T20:00:00Z",
        ],
        &[
            ("incident", "2027-06-07T20:00:00+00:00"),
            ("payment", "2027-06-06T20:00:00+00:00"),
        ],
    ),
    (
        "pci-dss",
        "UTC",
        &["detection=2027-06-04T20:00:00Z"],
        &[("acquirer", "-")],
    ),
    // Thursday 25 March 2027; Good Friday is the 26th and Easter Monday the 29th: Tue 30 is 1, Wed 2, Thu
    // 1 April 3, Fri 4, Mon 5, ... Fri 9 is 9, Mon 12 is 10. Daylight time ends on 4 April.
    (
        "cps-234",
        "",
        &["awareness=2027-03-25T10:00:00+11:00"],
        &[
            ("incident", "2027-03-28T10:00:00+11:00"),
            ("weakness", "2027-04-12T23:59:59+10:00"),
        ],
    ),
    (
        "soci",
        "",
        &[
            "awareness=2027-05-01T20:00:00+10:00",
            "submission:critical=2027-05-01T22:00:00+10:00",
        ],
        &[
            ("critical", "2027-05-02T08:00:00+10:00"),
            ("critical-written", "2027-05-05T10:00:00+10:00"),
            ("relevant", "2027-05-04T20:00:00+10:00"),
        ],
    ),
    (
        "cert-in",
        "",
        &["detection=2027-05-01T20:30:00+05:30"],
        &[("report", "2027-05-02T02:30:00+05:30")],
    ),
    // Day 1 is the day after the assessment, whatever the hour of it; Sunday counts.
    (
        "pdpa",
        "",
        &["assessment=2027-05-06T00:01:00+08:00"],
        &[("commission", "2027-05-09T23:59:59+08:00")],
    ),
    (
        "pdpa",
        "",
        &["assessment=2027-05-06T23:59:00+08:00"],
        &[("commission", "2027-05-09T23:59:59+08:00")],
    ),
    (
        "uk-gdpr",
        "",
        &["awareness=2027-05-06T09:00:00+01:00"],
        &[("notification", "2027-05-09T09:00:00+01:00")],
    ),
    // Over the end of summer time on 31 October 2027: still 72 hours, so the clock shows an hour less.
    (
        "uk-nis",
        "",
        &["awareness=2027-10-29T09:00:00+01:00"],
        &[("notification", "2027-11-01T08:00:00+00:00")],
    ),
    (
        "cra-14",
        "Europe/Berlin",
        &[
            "awareness=2027-05-06T09:00:00+02:00",
            "fix=2027-05-20T17:00:00+02:00",
            "submission:notification=2027-05-08T12:00:00+02:00",
        ],
        &[
            ("early-warning", "2027-05-07T09:00:00+02:00"),
            ("notification", "2027-05-09T09:00:00+02:00"),
            ("final-vulnerability", "2027-06-03T23:59:59+02:00"),
            ("final-incident", "2027-06-08T23:59:59+02:00"),
        ],
    ),
    // The traps once more, each on the pack where it bites.
    // Over the night in which Berlin puts its clocks forward (28 March 2027): 72 hours, an hour later on the clock.
    (
        "gdpr-33",
        "Europe/Berlin",
        &["awareness=2027-03-27T12:00:00+01:00"],
        &[("notification", "2027-03-30T13:00:00+02:00")],
    ),
    // A leap year: the month after 31 January 2028 ends on 29 February, whatever the limits before it say.
    (
        "nis2-23",
        "Europe/Paris",
        &["submission:notification=2028-01-31T10:00:00+01:00"],
        &[
            ("early-warning", "- awareness"),
            ("notification", "- awareness"),
            ("final", "2028-02-29T23:59:59+01:00"),
        ],
    ),
    // A month after 31 March is 30 April; a Friday, so it stays. A month after 31 July is 31 August.
    (
        "dora",
        "Europe/Madrid",
        &["submission:intermediate=2027-03-31T09:00:00+02:00"],
        &[
            ("initial", "- classification"),
            ("intermediate", "- submission:initial"),
            ("final", "2027-04-30T23:59:59+02:00"),
        ],
    ),
    // Classified 25 hours after awareness: the 24 hours have lapsed, four hours from there hold.
    (
        "dora",
        "Europe/Madrid",
        &[
            "awareness=2027-03-02T08:00:00+01:00",
            "classification=2027-03-03T09:00:00+01:00",
        ],
        &[
            ("initial", "2027-03-03T13:00:00+01:00"),
            ("intermediate", "- submission:initial"),
            ("final", "- submission:intermediate"),
        ],
    ),
    // Wednesday 23 December 2026: Thu 1, Friday is Christmas, Mon 28 is 2, Tue 3, Wed 30 is 4.
    (
        "sec-8k",
        "",
        &["materiality=2026-12-23T17:00:00-05:00"],
        &[("8-k", "2026-12-30T23:59:59-05:00")],
    ),
    // In UTC it is the 9th already, in New York still Monday the 8th: the day is that of the zone. Tue 1 ... Fri 12 is 4.
    (
        "sec-8k",
        "",
        &["materiality=2027-03-09T03:00:00Z"],
        &[("8-k", "2027-03-12T23:59:59-05:00")],
    ),
    // 1 January 2028 + 60 days: 31 January is day 30, 29 February is day 59.
    (
        "hipaa",
        "America/New_York",
        &["detection=2028-01-01T10:00:00-05:00"],
        &[
            ("individuals", "2028-03-01T23:59:59-05:00"),
            ("media", "2028-03-01T23:59:59-05:00"),
            ("secretary", "2028-03-01T23:59:59-05:00"),
        ],
    ),
    // Thursday 24 December 2026; the 25th is off, Boxing Day is kept on Monday the 28th: Tue 29 is 1, Wed 2, Thu 3, New
    // Year's Day is off, Mon 4 January is 4, Fri 8 is 8, Mon 11 is 9, Tue 12 is 10.
    (
        "cps-234",
        "",
        &["awareness=2026-12-24T10:00:00+11:00"],
        &[
            ("incident", "2026-12-27T10:00:00+11:00"),
            ("weakness", "2027-01-12T23:59:59+11:00"),
        ],
    ),
    // 16:30 in UTC on 26 February 2028 is the 27th in Singapore: 28, 29 and 1 March, for the year is a leap year.
    (
        "pdpa",
        "",
        &["assessment=2028-02-26T16:30:00Z"],
        &[("commission", "2028-03-01T23:59:59+08:00")],
    ),
    // By word of mouth a second before the twelve hours end: 84 hours from that second, not from the due time.
    (
        "soci",
        "",
        &[
            "awareness=2027-05-01T20:00:00+10:00",
            "submission:critical=2027-05-02T07:59:59+10:00",
        ],
        &[
            ("critical", "2027-05-02T08:00:00+10:00"),
            ("critical-written", "2027-05-05T19:59:59+10:00"),
            ("relevant", "2027-05-04T20:00:00+10:00"),
        ],
    ),
];

fn check((pack, zone, moments, says): &Example) {
    let moments: Vec<String> = moments.iter().map(|moment| (*moment).to_owned()).collect();
    let zone = Some(*zone).filter(|zone| !zone.is_empty());
    let found = answer(pack, zone, &moments).expect(pack);
    let stages: Vec<(&str, String)> = found
        .stages
        .iter()
        .map(|stage| {
            let waiting = stage.waits_for.as_ref().map(|event| format!("- {event}"));
            let due = stage.due.clone().or(waiting).unwrap_or("-".to_owned());
            (stage.id.as_str(), due)
        })
        .collect();
    let wanted: Vec<(&str, String)> = says.iter().map(|(s, d)| (*s, (*d).to_owned())).collect();
    assert_eq!(
        stages, wanted,
        "{pack} after {moments:?} is counted as by hand"
    );
}

#[test]
fn every_example_is_counted_as_by_hand() {
    EXAMPLES.iter().for_each(check);
}

#[test]
fn every_pack_has_an_example() {
    for pack in shipped() {
        let has = EXAMPLES.iter().any(|(id, ..)| *id == pack.id);
        assert!(has, "{} has a worked example", pack.id);
    }
}

#[test]
fn every_shipped_file_reads_without_a_word() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("packs");
    let files: Vec<_> = std::fs::read_dir(folder).expect("the packs").collect();
    assert_eq!(files.len(), shipped().len(), "every file is a shipped pack");
    for file in files {
        let path = file.expect("a file").path();
        let (pack, found) = Pack::read(&std::fs::read_to_string(&path).expect("a text"));
        assert_eq!(found, [], "{} has nothing wrong", path.display());
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        assert_eq!(
            stem,
            Some(pack.id.as_str()),
            "a file bears the name of its pack"
        );
        assert!(
            shipped().contains(&pack),
            "{} is shipped as its file says",
            pack.id
        );
    }
}

#[test]
fn a_pack_that_is_proposed_or_not_confirmed_is_a_draft() {
    for pack in shipped() {
        let sure = pack.confidence == Confidence::Text && pack.status != Status::Proposed;
        assert_eq!(
            pack.draft, !sure,
            "{} is a draft unless it is sure",
            pack.id
        );
    }
    let on: Vec<&str> = shipped()
        .iter()
        .filter(|pack| pack.on_by_default())
        .map(|pack| pack.id.as_str())
        .collect();
    // PCI DSS has no number of its own, so it stays off until the organisation sets one.
    assert_eq!(
        on,
        ["gdpr-33", "dora", "us-banks", "cps-234"],
        "these are on by default"
    );
}

#[test]
fn every_stage_names_its_source_content_and_recipient() {
    for pack in shipped() {
        assert!(!pack.stages.is_empty(), "{} has stages", pack.id);
        assert!(
            !pack.jurisdiction.is_empty(),
            "{} says where it applies",
            pack.id
        );
        for stage in &pack.stages {
            let name = format!("{}/{}", pack.id, stage.id);
            assert!(!stage.sources.is_empty(), "{name} has a source");
            assert!(
                !stage.content.is_empty(),
                "{name} says what belongs into the notice"
            );
            assert!(!stage.recipient.is_empty(), "{name} has a recipient");
            for source in &stage.sources {
                assert!(
                    source.checked.is_some(),
                    "{name} says when it was looked up"
                );
                assert!(!source.url.is_empty(), "{name} says where it can be read");
            }
            let confirmed = |source: &deadlines::Source| source.reading == Reading::Text;
            let sure = pack.confidence != Confidence::Text || stage.sources.iter().all(confirmed);
            assert!(
                sure,
                "{name} was checked in the text where its pack says so"
            );
        }
    }
}

#[test]
fn the_documentation_shows_the_packs_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/DEADLINES.md");
    let text = std::fs::read_to_string(path).expect("docs/DEADLINES.md");
    let table = table();
    assert!(
        text.contains(&table),
        "docs/DEADLINES.md holds this table:\n{table}"
    );
}

fn table() -> String {
    let mut out = "| pack | regime | on | stage | limits (all apply, the earliest wins) | moves | source, checked | confirmed |\n\
                   | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for pack in shipped() {
        let on = match (pack.on_by_default(), pack.draft) {
            (true, _) => "yes".to_owned(),
            (false, true) if pack.status == Status::Proposed => "no: proposed".to_owned(),
            (false, true) => "no: draft".to_owned(),
            (false, false) => "no: limit to be set".to_owned(),
        };
        let confirmed = match pack.confidence {
            Confidence::Text => "in the text",
            Confidence::Mixed => "in part",
            Confidence::Page => "no, pages about it",
        };
        for stage in &pack.stages {
            let limits: Vec<String> = stage
                .limits
                .iter()
                .map(|limit| match &limit.lapses {
                    Some(event) => format!("{limit}, unless {event} comes later than that"),
                    None => limit.to_string(),
                })
                .collect();
            let sources: Vec<String> = stage
                .sources
                .iter()
                .map(|source| {
                    let day = source
                        .checked
                        .map_or("not dated".to_owned(), |day| day.to_string());
                    format!("[{}]({}), {day}", source.cite, source.url)
                })
                .collect();
            let moves = match stage.roll {
                deadlines::Roll::None => "",
                deadlines::Roll::NextWorkingDayNoon => "noon of the next working day",
                deadlines::Roll::NextWorkingDayEnd => "end of the next working day",
            };
            let cells = [
                format!("`{}`", pack.id),
                pack.regime.clone(),
                on.clone(),
                format!("`{}`", stage.id),
                limits.join("; "),
                moves.to_owned(),
                sources.join("; "),
                confirmed.to_owned(),
            ];
            out += &format!("| {} |\n", cells.join(" | "));
        }
    }
    out
}
