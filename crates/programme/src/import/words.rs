//! The words of tables: headings of columns, and how people write a function, a priority, a state. Not here: what a row
//! brings.

use super::*;
use crate::people::function_of;

pub(super) const PEOPLE: [Column; 9] = [
    ("name", &["person", "full name", "display name", "employee"]),
    (
        "contact",
        &[
            "email",
            "e mail",
            "mail",
            "phone",
            "telephone",
            "email address",
        ],
    ),
    ("unit", &["business unit", "department", "division", "team"]),
    ("functions", &["function"]),
    ("role", &["plan role", "irp role", "incident role"]),
    (
        "post",
        &[
            "standing",
            "primary alternate",
            "primary or alternate",
            "holder",
        ],
    ),
    ("by", &["appointed by", "approver"]),
    ("since", &["from", "appointed", "appointed on", "start"]),
    ("until", &["to", "end", "ends", "expires"]),
];

pub(super) const ACTIONS: [Column; 14] = [
    (
        "action",
        &["corrective action", "what", "title", "summary", "task"],
    ),
    (
        "id",
        &["key", "number", "ref", "reference", "ticket", "issue key"],
    ),
    ("owner", &["assignee", "responsible", "assigned to"]),
    ("unit", &["business unit", "department"]),
    ("element", &["kind", "type", "capability element"]),
    ("priority", &["severity", "urgency"]),
    ("start", &["start date", "begins"]),
    (
        "due",
        &[
            "due date",
            "deadline",
            "completion",
            "completion date",
            "by",
        ],
    ),
    ("status", &["state"]),
    (
        "answers",
        &["finding", "issue", "cause", "source", "incident"],
    ),
    (
        "done",
        &["done on", "completed", "completed on", "closed", "resolved"],
    ),
    ("evidence", &["proof", "link"]),
    ("verified by", &["verifier", "checked by"]),
    (
        "verified on",
        &["verified", "verification date", "checked on"],
    ),
];

pub(super) const ASSETS: [Column; 5] = [
    ("name", &["asset", "system", "asset name", "system name"]),
    ("id", &["asset id", "number", "ref", "reference", "key"]),
    (
        "categories",
        &[
            "category",
            "data",
            "data categories",
            "data category",
            "classification",
        ],
    ),
    ("owner", &["asset owner", "responsible"]),
    ("unit", &["business unit", "department"]),
];

pub(super) const INCIDENTS: [Column; 12] = [
    (
        "id",
        &[
            "number",
            "ref",
            "reference",
            "incident",
            "incident id",
            "ticket",
            "key number",
        ],
    ),
    (
        "title",
        &["summary", "what", "what happened", "description", "subject"],
    ),
    ("unit", &["business unit", "department"]),
    ("kind", &["type", "category", "incident type"]),
    (
        "found by",
        &["source", "detected by", "detection", "reported by", "found"],
    ),
    ("serious", &["severity", "major", "critical"]),
    ("near", &["near incident", "near miss"]),
    ("continuity", &["business continuity", "continuity touched"]),
    (
        "opened",
        &["date", "opened on", "start", "reported", "reported on"],
    ),
    ("closed", &["closed on", "end", "resolved"]),
    ("reviewed", &["last review", "reviewed on", "last reviewed"]),
    ("key", &["failure", "recurrence key"]),
];

pub(super) fn functions(row: &mut Row<'_, '_>) -> Vec<Function> {
    let mut found = Vec::new();
    for word in list(&row.text("functions")) {
        match function_of(&word) {
            Some(function) => found.push(function),
            None => row.wrong(
                "functions",
                &format!(
                    "“{word}” is no function; known are cybersecurity, IT, privacy, business, legal, communications, HR, executive."
                ),
            ),
        }
    }
    found
}

/// How they stand in the role; none where the cell is empty.
pub(super) fn post(row: &mut Row<'_, '_>) -> Option<Post> {
    let text = row.text("post");
    match fold_name(&text).as_str() {
        "" => None,
        "primary" | "holder" | "main" | "yes" => Some(Post::Primary),
        "alternate" | "deputy" | "backup" | "secondary" => Some(Post::Alternate),
        _ => {
            row.wrong(
                "post",
                &format!("“{text}” is neither primary nor alternate."),
            );
            None
        }
    }
}

pub(super) fn cause(row: &mut Row<'_, '_>) -> Cause {
    let text = row.text("answers");
    if let Some(incident) = text.strip_prefix("incident/") {
        return Cause::Incident(incident.to_owned());
    }
    if let Some(place) = text.strip_prefix("exercise/") {
        let read = place
            .split_once('#')
            .and_then(|(exercise, seq)| Some((exercise, seq.parse().ok()?)));
        if let Some((exercise, finding)) = read {
            return Cause::Drill {
                exercise: ExerciseId::from(exercise),
                finding,
            };
        }
        row.wrong("answers", "A finding is named like exercise/ID#RECORD.");
    }
    Cause::Other(text)
}

pub(super) fn element(row: &mut Row<'_, '_>) -> String {
    let text = row.text("element");
    match fold_name(&text).as_str() {
        "" => String::new(),
        "planning" | "plan" => "planning".to_owned(),
        "organisation" | "organization" => "organisation".to_owned(),
        "equipment" => "equipment".to_owned(),
        "training" => "training".to_owned(),
        "exercises" | "exercise" => "exercises".to_owned(),
        _ => {
            row.wrong(
                "element",
                &format!(
                    "“{text}” is none of planning, organisation, equipment, training, exercises."
                ),
            );
            String::new()
        }
    }
}

/// How pressing it is; none where the cell is empty.
pub(super) fn priority(row: &mut Row<'_, '_>) -> Option<Priority> {
    let text = row.text("priority");
    match fold_name(&text).as_str() {
        "" => None,
        "high" | "highest" | "critical" | "urgent" | "1" => Some(Priority::High),
        "medium" | "normal" | "2" => Some(Priority::Medium),
        "low" | "lowest" | "minor" | "3" => Some(Priority::Low),
        _ => {
            row.wrong(
                "priority",
                &format!("“{text}” is none of high, medium, low."),
            );
            None
        }
    }
}

pub(super) fn status(row: &mut Row<'_, '_>) -> Progress {
    let text = row.text("status");
    match fold_name(&text).as_str() {
        "" | "open" | "new" | "to do" | "todo" | "in progress" | "planned"
        // Who signed for the risk is kept here and not brought in by a table.
        | "risk accepted" | "risk-accepted" => Progress::Open,
        "done" | "closed" | "complete" | "completed" | "resolved" => Progress::Done,
        "verified" => Progress::Verified,
        _ => {
            row.wrong(
                "status",
                &format!("“{text}” is none of open, done, verified."),
            );
            Progress::Open
        }
    }
}

/// How it came to light; none where the cell is empty.
pub(super) fn found_by(text: &str) -> Option<FoundBy> {
    let text = fold_name(text);
    (!text.is_empty()).then_some(match text.as_str() {
        "system" | "monitoring" | "siem" | "alert" | "edr" | "automatic" => FoundBy::System,
        "person" | "user" | "staff" | "employee" | "manual" | "people" => FoundBy::Person,
        "outside" | "customer" | "supplier" | "authority" | "third party" | "external" => {
            FoundBy::Outside
        }
        _ => FoundBy::Unknown,
    })
}

pub(super) fn list(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '|']);
    parts
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}
