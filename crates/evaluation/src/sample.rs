//! One small drill in which everything that can happen happens once. Templates of reports are checked against it
//! before they are used, and the tests of several crates read it. Not here: a drill anybody would play.

use std::collections::BTreeMap;

use exercise::{Actor, DecodeError, Event, Record};
use scenario::Scenario;
use serde_json::{Value, json};
use terms::{Elapsed, ExerciseId, PersonId, Stamp};

use crate::model::PlanFacts;

/// The id of the sample drill.
pub fn exercise() -> ExerciseId {
    "01SAMPLE0000000000000000DR".into()
}

/// Its people.
pub fn people() -> BTreeMap<PersonId, String> {
    [
        ("p-okafor", "Rita Okafor"),
        ("p-chen", "Liu Chen"),
        ("p-weiss", "Jana Weiß"),
    ]
    .into_iter()
    .map(|(id, name)| (id.into(), name.to_owned()))
    .collect()
}

/// The plan it tests. One section that the scenario cites is missing here.
pub fn plan() -> PlanFacts {
    let sections = [
        "Incident Response Plan",
        "Incident Response Plan / Severity",
        "Incident Response Plan / Containment",
        "Incident Response Plan / Communication",
        "Incident Response Plan / Communication / Press",
        "Incident Response Plan / Notification",
        "Incident Response Plan / Notification / Data-protection authority",
        "Incident Response Plan / Recovery",
        "Incident Response Plan / Contacts",
    ];
    PlanFacts {
        title: "Incident Response Plan".to_owned(),
        revision: "4".to_owned(),
        sections: sections.map(str::to_owned).to_vec(),
    }
}

/// Its scenario.
///
/// # Errors
/// Where the sample no longer fits the scenario format.
pub fn scenario() -> Result<Scenario, serde_json::Error> {
    let mut whole = json!({
        "format": 1, "id": "ransom-note", "title": "Ransom note on a Friday",
        "summary": "A workstation in finance encrypts its files. A ransom note follows, and a reporter asks \
                    for comment. Customer data may have left the network.",
        "duration": "1h",
        "threat": {
            "actor": "Criminal group",
            "description": "They came in through a taken-over supplier account and want money.",
            "techniques": ["T1486", "T1566.002"]
        },
        "difficulty": "intermediate", "tags": ["ransomware"],
        "story": { "start": "2027-03-05T16:40", "ratio": 1 },
        "roles": [
            { "id": "ic", "title": "Incident Commander", "plan_role": "Incident Commander" },
            { "id": "soc", "title": "SOC Analyst", "plan_role": "SOC Analyst" },
            { "id": "comms", "title": "Communications Lead", "function": "communications" },
            { "id": "privacy", "title": "Privacy Officer", "function": "privacy" }
        ],
        "objectives": [
            { "id": "contain", "title": "Contain the spread within the plan's own time limits.",
              "capability": "Containment", "target": "Isolation within 5 minutes", "phase": "containment",
              "critical_tasks": ["Isolate the first machine", "Protect the backups"] },
            { "id": "speak", "title": "Speak with one voice to press and staff.",
              "capability": "Public information", "phase": "detection" },
            { "id": "notify", "title": "Tell the authority in time.", "capability": "Notification" }
        ],
        "modules": [{ "id": "m1", "title": "Detection", "questions": ["Who decides on severity?"] }]
    });
    if let (Some(whole), Value::Object(rest)) = (whole.as_object_mut(), events_list()) {
        whole.extend(rest);
    }
    serde_json::from_value(whole)
}

/// Its records: every kind of event at least once.
///
/// # Errors
/// Where the sample no longer fits the format of events.
pub fn records() -> Result<Vec<Record>, DecodeError> {
    let mut script = Script {
        records: Vec::new(),
        wall_s: 0,
    };
    briefing(&mut script)?;
    first_half(&mut script)?;
    second_half(&mut script)?;
    afterwards(&mut script)?;
    Ok(script.records)
}

fn events_list() -> Value {
    let inject = |id: &str, title: &str, trigger: Value, channel: &str, to: Value, body: &str| {
        json!({ "id": id, "title": title, "trigger": trigger, "channel": channel,
                "from": "Exercise control", "to": to, "body": body })
    };
    let mut edr = inject(
        "edr",
        "EDR alert on FIN-WS-014",
        json!({"at": "T+00:00"}),
        "siem",
        json!(["soc"]),
        "Mass renaming of files.",
    );
    edr["options"] = json!([
        { "id": "isolate", "label": "Isolate the workstation", "authority": ["soc", "ic"] },
        { "id": "watch", "label": "Watch and wait" }
    ]);
    edr["objectives"] = json!(["contain"]);
    let mut press = inject(
        "press",
        "A reporter asks for comment",
        json!({"at": "T+00:12"}),
        "email",
        json!(["comms", "ic"]),
        "Is this an attack?",
    );
    press["options"] = json!([
        { "id": "holding", "label": "Holding statement", "authority": ["ic"] },
        { "id": "deny", "label": "Deny everything" }
    ]);
    let mut story = inject(
        "story",
        "The story goes live",
        json!("by_hand"),
        "news",
        json!([]),
        "Terminals down, company silent.",
    );
    story["contingency_for"] = json!(["statement"]);
    story["story_jump"] = json!("2027-03-06T08:00");
    let leak = inject(
        "leak",
        "Customer data in the leak",
        json!({"at": "T+00:30"}),
        "document",
        json!(["privacy"]),
        "A sample of customer records.",
    );
    let call = inject(
        "call",
        "The supplier calls",
        json!({"at": "T+00:35"}),
        "phone",
        json!(["ic"]),
        "We have been broken into.",
    );
    let payroll = inject(
        "payroll",
        "Payroll is due",
        json!({"at": "T+00:40"}),
        "phone",
        json!(["ic"]),
        "Will people be paid?",
    );
    let lesson = json!({ "says": "Nobody knew who may clear a statement.", "amend": { "append_item": {
        "section": "Communication / Press",
        "text": "Legal or the Incident Commander clears every statement within 15 minutes." } } });
    json!({
        "injects": [edr, press, story, leak, call, payroll],
        "expected_actions": [
            { "id": "isolate", "inject": "edr", "role": "soc", "text": "Isolate FIN-WS-014.",
              "within": "5m", "critical": true, "weight": 3, "objective": "contain",
              "section": "Containment", "acceptable": ["isolate"], "harmful": ["watch"] },
            { "id": "backups", "inject": "edr", "role": "soc", "text": "Take the backups off the network.",
              "within": "10m", "objective": "contain", "section": "Recovery / Backups" },
            { "id": "statement", "inject": "press", "role": "comms", "critical": true, "weight": 2,
              "text": "Agree a holding statement with the Incident Commander.", "within": "10m",
              "objective": "speak", "section": "Communication / Press",
              "acceptable": ["holding"], "harmful": ["deny"], "lesson": lesson },
            { "id": "staff", "inject": "press", "role": "comms", "text": "Tell staff what to say.",
              "within": "8m", "objective": "speak" },
            { "id": "authority", "inject": "leak", "role": "privacy", "critical": true,
              "text": "Notify the data-protection authority.", "within": "15m", "objective": "notify",
              "section": "Notification / Data-protection authority" },
            { "id": "supplier", "inject": "call", "role": "ic", "text": "Ask the supplier for its logs.",
              "within": "5m", "objective": "contain", "section": "Contacts" },
            { "id": "pay", "inject": "payroll", "role": "ic", "text": "Decide on the payroll run.",
              "within": "30m", "objective": "contain", "section": "Severity" }
        ],
        "deadlines": [
            { "id": "exec", "title": "Page the executive on call", "source": "plan, Severity",
              "within": "20m", "begins": { "delivered": "edr" }, "role": "ic", "section": "Severity" },
            { "id": "dpa", "title": "Notify the data-protection authority", "source": "GDPR 33",
              "outside": true, "within": "72h", "begins": { "delivered": "leak" }, "role": "privacy",
              "met_by": "authority", "section": "Notification / Data-protection authority" },
            { "id": "insurer", "title": "Tell the insurer", "source": "plan, Notification",
              "within": "24h", "begins": { "flag": "ransom" } }
        ]
    })
}

fn briefing(script: &mut Script) -> Result<(), DecodeError> {
    script.desk(0, "briefed", json!({
        "origin": "live", "scenario": "5c0f", "scenario_id": "ransom-note",
        "title": "Ransom note on a Friday", "handling": "TLP:AMBER",
        "plan": { "plan": "01PLAN", "title": "Incident Response Plan", "revision": "4", "hash": "ab12" },
        "variables": {}, "handouts": {}, "seed": null
    }))?;
    let people = [
        ("ic", "p-okafor", "primary"),
        ("soc", "p-chen", "primary"),
        ("comms", "p-weiss", "alternate"),
    ];
    for (role, person, standing) in people {
        script.desk(
            0,
            "role_assigned",
            json!({ "role": role, "person": person, "standing": standing }),
        )?;
        let presence = if role == "comms" { "remote" } else { "room" };
        script.desk(
            0,
            "attended",
            json!({ "person": person, "presence": presence }),
        )?;
    }
    script.desk(
        0,
        "role_assigned",
        json!({ "role": "soc", "person": null, "standing": "bot" }),
    )?;
    script.desk(0, "role_vacated", json!({ "role": "soc", "person": null }))?;
    script.desk(0, "started", json!({ "story": 1_804_264_800_000_i64 }))?;
    Ok(())
}

fn first_half(script: &mut Script) -> Result<(), DecodeError> {
    let soc = Actor::Seat("soc".into(), "p-chen".into());
    script.clock(
        0,
        "inject_delivered",
        json!({ "inject": "edr", "cause": "schedule", "story": null }),
    )?;
    script.clock(
        0,
        "deadline_began",
        json!({ "deadline": "exec", "due": 1_804_266_000_000_i64 }),
    )?;
    script.add(
        38,
        soc.clone(),
        "acknowledged",
        json!({ "inject": "edr", "role": "soc", "latency_ms": 38_000 }),
    )?;
    let question = script.add(
        90,
        soc.clone(),
        "question_asked",
        json!({ "role": "soc", "says": "Is the machine on a laptop dock?" }),
    )?;
    script.desk(
        100,
        "question_answered",
        json!({ "question": question, "says": "Yes." }),
    )?;
    let isolate = script.decide(240, soc, json!({
        "role": "soc", "person": "p-chen", "inject": "edr", "option": "isolate", "source": "seat",
        "text": "Isolate the workstation", "rationale": "It encrypts shares.", "latency_ms": 240_000
    }))?;
    script.clock(240, "action_settled", json!({
        "action": "isolate", "outcome": "met", "latency_ms": 240_000, "decision": isolate, "harmful": false,
        "prompted": false, "note": ""
    }))?;
    script.desk(300, "stance_taken", json!({
        "decision": isolate, "role": "ic", "stance": "dissents", "says": "We lose evidence in memory."
    }))?;
    script.desk(330, "decision_revised", json!({
        "decision": isolate, "option": "isolate", "text": "Isolate, and image the memory first",
        "rationale": "Evidence.", "authorised_by": "ic", "unauthorised": false, "sets": [], "brings": []
    }))?;
    script.desk(400, "noted", json!({
        "by": "evaluator", "says": "The commander listened before deciding.", "tone": "strength",
        "objective": "contain", "inject": "edr", "critical": false
    }))?;
    script.clock(600, "action_lapsed", json!({ "action": "backups" }))?;
    script.desk(
        650,
        "prompted",
        json!({ "inject": "edr", "says": "What about the backups?" }),
    )?;
    script.desk(660, "action_settled", json!({
        "action": "backups", "outcome": "met-late", "latency_ms": 660_000, "decision": null, "harmful": false,
        "prompted": true, "note": "Only after the facilitator asked."
    }))?;
    script.desk(
        665,
        "deadline_recognised",
        json!({ "deadline": "exec", "story": 1_804_265_400_000_i64 }),
    )?;
    script.desk(
        670,
        "deadline_met",
        json!({ "deadline": "exec", "story": 1_804_265_460_000_i64 }),
    )?;
    script.desk(
        700,
        "paused",
        json!({ "elapsed": 700_000, "cause": "break" }),
    )?;
    script.desk(
        700,
        "break_announced",
        json!({ "until": START_MS + 1_300_000 }),
    )?;
    script.wall_s = 600;
    script.desk(700, "resumed", json!({}))?;
    Ok(())
}

fn second_half(script: &mut Script) -> Result<(), DecodeError> {
    script.desk(
        705,
        "inject_edited",
        json!({ "inject": "press", "subject": "Terminals down?", "body": "…" }),
    )?;
    script.desk(710, "inject_held", json!({ "inject": "press" }))?;
    script.desk(715, "inject_released", json!({ "inject": "press" }))?;
    script.clock(
        720,
        "inject_delivered",
        json!({ "inject": "press", "cause": "schedule", "story": null }),
    )?;
    script.decide(
        800,
        Actor::Desk,
        json!({
            "role": "comms", "inject": "press", "option": "holding", "source": "desk",
            "text": "Holding statement", "effective": 780_000, "latency_ms": 60_000, "unauthorised": true
        }),
    )?;
    let jest = script.decide(
        805,
        Actor::Desk,
        json!({
            "role": "comms", "inject": "press", "option": "deny", "source": "desk",
            "text": "Deny everything", "latency_ms": 85_000
        }),
    )?;
    script.desk(
        810,
        "record_struck",
        json!({ "record": jest, "reason": "Said in jest." }),
    )?;
    script.desk(
        820,
        "parked",
        json!({ "says": "Who may speak to the press at night?" }),
    )?;
    script.clock(1_200, "action_lapsed", json!({ "action": "staff" }))?;
    script.clock(1_320, "action_lapsed", json!({ "action": "statement" }))?;
    script.desk(
        1_330,
        "inject_delivered",
        json!({
            "inject": "story", "cause": "trainer", "story": 1_804_320_000_000_i64
        }),
    )?;
    script.desk(
        1_400,
        "inject_postponed",
        json!({ "inject": "payroll", "due": 2_700_000 }),
    )?;
    script.desk(1_500, "jumped", json!({ "to": 1_800_000 }))?;
    script.clock(
        1_800,
        "inject_delivered",
        json!({ "inject": "leak", "cause": "schedule", "story": null }),
    )?;
    script.clock(
        1_800,
        "deadline_began",
        json!({ "deadline": "dpa", "due": 1_804_579_670_000_i64 }),
    )?;
    script.desk(
        2_100,
        "inject_delivered",
        json!({ "inject": "call", "cause": "schedule", "story": null }),
    )?;
    script.desk(
        2_110,
        "inject_withdrawn",
        json!({ "inject": "call", "reason": "Sent too early." }),
    )?;
    script.desk(2_120, "inject_added", json!({ "inject": {
        "id": "rumour", "title": "A rumour in the canteen", "trigger": "by_hand", "channel": "verbal",
        "from": "A colleague", "to": ["comms"], "body": "Everyone talks of it."
    } }))?;
    script.desk(2_125, "inject_skipped", json!({ "inject": "rumour" }))?;
    script.decide(
        2_200,
        Actor::Desk,
        json!({
            "role": "ic", "inject": null, "option": null, "source": "desk",
            "text": "Call the full team for eight in the morning"
        }),
    )?;
    script.desk(
        2_300,
        "noted",
        json!({
            "by": "facilitator", "says": "Nobody knew the authority's form.", "tone": "gap",
            "objective": "notify", "inject": "leak", "critical": true
        }),
    )?;
    script.clock(2_700, "action_lapsed", json!({ "action": "authority" }))?;
    script.clock(2_700, "deadline_missed", json!({ "deadline": "dpa" }))?;
    script.desk(
        2_700,
        "inject_delivered",
        json!({ "inject": "payroll", "cause": "schedule", "story": null }),
    )?;
    script.desk(2_800, "rate_set", json!({ "rate": 1_500 }))?;
    script.desk(
        2_900,
        "real_incident_declared",
        json!({ "says": "A true alarm in the warehouse." }),
    )?;
    script.desk(
        2_900,
        "paused",
        json!({ "elapsed": 2_900_000, "cause": "real-incident" }),
    )?;
    script.desk(2_900, "real_incident_cleared", json!({}))?;
    script.desk(2_900, "resumed", json!({}))?;
    script.desk(3_000, "ended", json!({}))?;
    script.clock(3_000, "inject_cancelled", json!({ "inject": "rumour" }))?;
    Ok(())
}

fn afterwards(script: &mut Script) -> Result<(), DecodeError> {
    let says = [
        ("strength", "The analyst acted fast.", Some("ic"), None),
        (
            "improve",
            "Statements took too long.",
            Some("comms"),
            Some("speak"),
        ),
        (
            "training",
            "Practise the authority's form.",
            None,
            Some("notify"),
        ),
        (
            "staffing",
            "The privacy officer has no alternate.",
            None,
            None,
        ),
        ("equipment", "A second telephone for the press.", None, None),
        (
            "parked",
            "The press at night: to the steering committee.",
            None,
            None,
        ),
        (
            "objective",
            "Containment was reached.",
            None,
            Some("contain"),
        ),
    ];
    for (topic, says, role, objective) in says {
        script.desk(
            3_000,
            "hot_wash_said",
            json!({
                "topic": topic, "says": says, "role": role, "objective": objective
            }),
        )?;
    }
    script.desk(3_000, "review_opened", json!({}))?;
    for marks in [[5, 4, 5, 3, 4, 2, 5, 4], [4, 4, 4, 0, 5, 3, 5, 5]] {
        script.desk(3_000, "feedback_given", json!({
            "marks": marks, "strengths": "Realistic.", "improvements": "More time for the press.", "says": ""
        }))?;
    }
    script.desk(
        3_000,
        "objective_rated",
        json!({
            "objective": "contain", "rating": "S", "suggested": "S", "reason": ""
        }),
    )?;
    script.desk(3_000, "objective_rated", json!({
        "objective": "speak", "rating": "M", "suggested": "U", "reason": "A statement was ready, unsent."
    }))?;
    let finding = |title: &str| {
        json!({
            "kind": "improvement", "source": "missed-critical", "title": title,
            "observation": "No statement was agreed within ten minutes.",
            "root_cause": "The plan does not say who clears a statement.",
            "impact": "The press printed without us.", "critical": true, "objective": "speak",
            "action": "statement", "inject": "press", "role": "comms",
            "section": "Incident Response Plan / Communication / Press", "evidence": [33, 39],
            "key": "communication / press | comms | missed"
        })
    };
    let raised = script.desk(
        3_000,
        "finding_raised",
        json!({ "finding": finding("No statement") }),
    )?;
    let now = finding("No holding statement was agreed in time");
    script.desk(
        3_000,
        "finding_revised",
        json!({ "finding": raised, "now": now }),
    )?;
    let mut praise = finding("Fast isolation");
    praise["kind"] = json!("strength");
    praise["source"] = json!("hand");
    praise["critical"] = json!(false);
    praise["objective"] = json!("contain");
    praise["action"] = Value::Null;
    praise["inject"] = json!("edr");
    praise["role"] = json!("soc");
    praise["section"] = json!("Incident Response Plan / Containment");
    praise["evidence"] = json!([11, 16]);
    praise["root_cause"] = json!("");
    praise["impact"] = json!("");
    praise["key"] = json!("contain | soc | praise");
    praise["observation"] = json!("Isolated in four minutes.");
    script.desk(3_000, "finding_raised", json!({ "finding": praise }))?;
    let mut doubtful = finding("A doubtful finding");
    doubtful["action"] = Value::Null;
    doubtful["key"] = json!("speak | comms | doubt");
    let doubtful = script.desk(3_000, "finding_raised", json!({ "finding": doubtful }))?;
    script.desk(
        3_000,
        "finding_dropped",
        json!({ "finding": doubtful, "reason": "Not shown by the record." }),
    )?;
    script.desk(3_000, "narrative_written", json!({
        "part": "summary", "text": "The team contained the attack **well**.\n\n- Press work needs a rule.\n- So does the authority's form."
    }))?;
    script.desk(
        3_000,
        "narrative_written",
        json!({
            "part": { "objective": "speak" }, "text": "The wish to be exact cost the first hour."
        }),
    )?;
    script.desk(3_000, "closed", json!({ "how": "completed", "reason": "" }))?;
    Ok(())
}

/// 5 March 2027, 09:00 UTC.
const START_MS: i64 = 1_804_237_200_000;

/// Writes the records one after the other.
struct Script {
    records: Vec<Record>,
    /// How many seconds the clock has stood so far.
    wall_s: i64,
}

impl Script {
    fn desk(&mut self, second: i64, kind: &str, event: Value) -> Result<u64, DecodeError> {
        self.add(second, Actor::Desk, kind, event)
    }

    fn clock(&mut self, second: i64, kind: &str, event: Value) -> Result<u64, DecodeError> {
        self.add(second, Actor::Clock, kind, event)
    }

    fn decide(&mut self, second: i64, actor: Actor, decision: Value) -> Result<u64, DecodeError> {
        let mut event = json!({
            "person": null, "rationale": "", "authorised_by": null,
            "first_key_at": START_MS + second * 1_000, "effective": second * 1_000, "latency_ms": null,
            "prompted": false, "unauthorised": false, "sets": [], "brings": []
        });
        if let (Some(event), Value::Object(decision)) = (event.as_object_mut(), decision) {
            event.extend(decision);
        }
        self.add(second, actor, "decision_made", event)
    }

    fn add(
        &mut self,
        second: i64,
        actor: Actor,
        kind: &str,
        event: Value,
    ) -> Result<u64, DecodeError> {
        let body = json!({ "elapsed_ms": second * 1_000, "event": event }).to_string();
        let (elapsed, event) = Event::decode(kind, 1, &body)?;
        let seq = self.records.len() as u64 + 1;
        let at = Stamp(START_MS + (second + self.wall_s) * 1_000);
        self.records.push(Record {
            seq,
            at,
            elapsed: Elapsed(elapsed.0),
            actor,
            event,
        });
        Ok(seq)
    }
}
