//! Reads a rule pack from its file. Reading never fails; it diagnoses, and gives back what can be used.
//! Deliberately not here: what the pack then says about an incident (`due`).

use terms::Diagnostic;
use terms::yaml::{Node, quoted};

use crate::fields::{self, Notes};
use crate::{
    Confidence, Event, Exclusion, Limit, Pack, Reading, Roll, Source, Stage, Status, Unit,
};

/// No regime counts in more than this many of any unit; it keeps every sum within the calendar.
const LARGEST_AMOUNT: u32 = 10_000;

const PACK: [&str; 14] = [
    "id",
    "regime",
    "version",
    "status",
    "draft",
    "confidence",
    "jurisdiction",
    "zone",
    "calendar",
    "from",
    "until",
    "stages",
    "exclusions",
    "not_modelled",
];
const STAGE: [&str; 8] = [
    "id",
    "title",
    "recipient",
    "when",
    "limits",
    "roll",
    "content",
    "sources",
];

impl Pack {
    /// Reads a pack from YAML or JSON, with whatever is wrong with it.
    pub fn read(text: &str) -> (Self, Vec<Diagnostic>) {
        fields::read(text, pack)
    }
}

fn pack(node: &Node, notes: &mut Notes) -> Pack {
    let fields = notes.fields(node, "the pack", &PACK);
    let id = fields.text("id", notes);
    let regime = fields.text("regime", notes);
    let version = fields.need("version", notes);
    let version = version.and_then(|node| notes.whole(node, "version", LARGEST_AMOUNT));
    let status = fields.need("status", notes);
    let status = status.and_then(|node| notes.word(node, "status", &Status::WORDS));
    let confidence = fields.need("confidence", notes);
    let confidence = confidence.and_then(|node| notes.word(node, "confidence", &Confidence::WORDS));
    let zone = fields.get("zone").and_then(|node| {
        let unknown = |text: &str| format!("there is no time zone {}", quoted(text));
        notes.parsed(node, "zone", |text| text.parse().map_err(|_| unknown(text)))
    });
    let calendar = fields
        .get("calendar")
        .and_then(|node| notes.text(node, "calendar"));
    let mut stages: Vec<Stage> = Vec::new();
    if let Some(list) = fields.need("stages", notes) {
        for node in notes.items(list) {
            let one = stage(node, &stages, notes);
            stages.push(one);
        }
    }
    let mut exclusions = Vec::new();
    if let Some(list) = fields.get("exclusions") {
        for node in notes.items(list) {
            exclusions.push(exclusion(node, &stages, notes));
        }
    }
    Pack {
        id,
        regime,
        version: version.unwrap_or(1),
        // What is not said counts as the least one can rely on.
        status: status.unwrap_or(Status::Proposed),
        confidence: confidence.unwrap_or(Confidence::Page),
        draft: notes.yes(fields.get("draft"), "draft"),
        jurisdiction: fields.text("jurisdiction", notes),
        zone,
        calendar,
        from: fields.day("from", notes),
        until: fields.day("until", notes),
        stages,
        exclusions,
        not_modelled: notes.texts(fields.get("not_modelled"), "not_modelled"),
    }
}

fn stage(node: &Node, earlier: &[Stage], notes: &mut Notes) -> Stage {
    let fields = notes.fields(node, "a stage", &STAGE);
    let id = fields.text("id", notes);
    if earlier.iter().any(|stage| stage.id == id) {
        let says = format!("The stage {} stands twice.", quoted(&id));
        notes.error(
            "duplicate-stage",
            fields.place(),
            says,
            "Give each stage a name of its own.",
        );
    }
    let mut limits = Vec::new();
    if let Some(list) = fields.need("limits", notes) {
        for node in notes.items(list) {
            limits.extend(limit(node, earlier, notes));
        }
    }
    let mut sources = Vec::new();
    if let Some(list) = fields.need("sources", notes) {
        for node in notes.items(list) {
            sources.push(source(node, notes));
        }
    }
    let roll = fields
        .get("roll")
        .and_then(|node| notes.word(node, "roll", &Roll::WORDS));
    Stage {
        title: fields.text("title", notes),
        recipient: fields.text("recipient", notes),
        when: fields.get("when").and_then(|node| notes.text(node, "when")),
        limits,
        roll: roll.unwrap_or(Roll::None),
        content: notes.texts(fields.get("content"), "content"),
        sources,
        id,
    }
}

/// A limit; nothing where it has no unit or no event, because counting it would be a guess.
fn limit(node: &Node, earlier: &[Stage], notes: &mut Notes) -> Option<Limit> {
    let fields = notes.fields(node, "a limit", &["after", "amount", "unit", "lapses"]);
    let unit = fields.need("unit", notes);
    let unit = unit.and_then(|node| notes.word(node, "unit", &Unit::WORDS));
    let mut after = Vec::new();
    if let Some(list) = fields.need("after", notes) {
        for node in notes.items(list) {
            after.extend(event(node, "after", earlier, notes));
        }
    }
    let amount = fields.get("amount");
    let set = amount.and_then(|node| notes.whole(node, "amount", LARGEST_AMOUNT));
    let lapses = fields.get("lapses");
    let lapses = lapses.and_then(|node| event(node, "lapses", earlier, notes));
    // A wrong amount is no amount to be set; the limit is left out rather than shown as open.
    if after.is_empty() || amount.is_some() && set.is_none() {
        return None;
    }
    Some(Limit {
        after,
        amount: set,
        unit: unit?,
        lapses,
    })
}

fn event(node: &Node, name: &str, earlier: &[Stage], notes: &mut Notes) -> Option<Event> {
    let event: Event = notes.parsed(node, name, str::parse)?;
    if let Event::Submission(stage) = &event
        && !earlier.iter().any(|one| one.id == *stage)
    {
        let says = format!("No earlier stage is called {}.", quoted(stage));
        let hint = "A limit can count from a stage that stands before its own.";
        notes.error("unknown-stage", node.place(), says, hint);
        return None;
    }
    Some(event)
}

fn source(node: &Node, notes: &mut Notes) -> Source {
    let fields = notes.fields(node, "a source", &["cite", "url", "checked", "reading"]);
    let reading = fields
        .get("reading")
        .and_then(|node| notes.word(node, "reading", &Reading::WORDS));
    Source {
        cite: fields.text("cite", notes),
        url: fields.text("url", notes),
        checked: fields.day("checked", notes),
        reading: reading.unwrap_or(Reading::Page),
    }
}

fn exclusion(node: &Node, stages: &[Stage], notes: &mut Notes) -> Exclusion {
    let fields = notes.fields(node, "an exclusion", &["id", "who", "stages", "ours"]);
    let list = fields.need("stages", notes);
    let named = notes.texts(list, "stages");
    for name in &named {
        if !stages.iter().any(|stage| stage.id == *name) {
            let says = format!("No stage is called {}.", quoted(name));
            notes.error("unknown-stage", fields.place(), says, "");
        }
    }
    Exclusion {
        id: fields.text("id", notes),
        who: fields.text("who", notes),
        stages: named,
        ours: notes.yes(fields.get("ours"), "ours"),
    }
}
