//! Looks.
use evaluation::{evaluate, sample};
use report::{AfterActionReport, Input, Templates, build};

#[test]
fn look() {
    let report = made();
    let templates = Templates::ours().expect("ours");
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(
        dir.join("report.html"),
        templates.html(&report).expect("html"),
    )
    .expect("w");
    std::fs::write(
        dir.join("report.md"),
        templates.markdown(&report).expect("md"),
    )
    .expect("w");
    std::fs::write(
        dir.join("lapse.html"),
        templates.lapse_html(&report).expect("html"),
    )
    .expect("w");
    std::fs::write(
        dir.join("lapse.md"),
        templates.lapse_markdown(&report).expect("html"),
    )
    .expect("w");
    println!("{}", dir.display());
}

fn made() -> AfterActionReport {
    let scenario = sample::scenario().expect("scenario");
    let records = sample::records().expect("records");
    let (people, exercise, plan) = (sample::people(), sample::exercise(), sample::plan());
    let evaluation = evaluate(&evaluation::Input {
        exercise: &exercise,
        scenario: &scenario,
        records: &records,
        plan: Some(&plan),
        people: &people,
    });
    build(&Input {
        scenario: &scenario,
        evaluation: &evaluation,
        records: &records,
        people: &people,
        organisation: "Harbour Logistics",
        sponsor: "CISO",
        contact: "ir@example.org",
        named: false,
        utc_offset_minutes: 60,
        dated: None,
        actions: &[],
        plan_changes: &[],
        seal: None,
    })
}
