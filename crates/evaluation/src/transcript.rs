//! The transcript: one plain line of text for each record, such as
//! `T+04:00  decision phish: isolate (soc, 4m00s)`. It speaks in the ids of the scenario, so that it stays the same
//! when texts are polished. Not here: a reader of transcripts.

use std::collections::BTreeMap;

use exercise::{
    AccountRequested, Acknowledged, Actor, Briefed, DeadlineBegan, DeadlineMoved,
    DeadlineRecognised, DecisionMade, DecisionRevised, Due, Event, Finding, FindingDropped,
    FindingRevised, HotWashSaid, InjectDelivered, NarrativePart, NarrativeWritten, Noted,
    ObjectiveRated, Origin, Record, RoleAssigned, RoleVacated, StanceTaken, StepTaken,
};
use scenario::About;
use serde::Serialize;
use terms::{Elapsed, InjectId, ObjectiveId, OptionId, PersonId, RoleId, Span};

/// The whole transcript, each line ended by a newline.
pub fn transcript(records: &[Record], people: &BTreeMap<PersonId, String>) -> String {
    let mut text = String::new();
    for line in transcript_lines(records, people) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// One line for each record, in order. People without a known name are numbered as they first appear.
pub fn transcript_lines(records: &[Record], people: &BTreeMap<PersonId, String>) -> Vec<String> {
    let mut names = Names {
        people,
        numbers: BTreeMap::new(),
    };
    let origin = records.iter().find_map(|record| match &record.event {
        Event::Briefed(briefed) => Some(briefed.origin),
        _ => None,
    });
    let mut line = |record: &Record| {
        let elapsed = moment(record.elapsed);
        format!(
            "{elapsed}  {}{}",
            says(&record.event, record.elapsed, &mut names),
            mark(record, origin)
        )
    };
    records.iter().map(&mut line).collect()
}

/// Says of a record that a bot caused it, or that people judged themselves. In a rehearsal everybody is a bot.
fn mark(record: &Record, origin: Option<Origin>) -> &'static str {
    match (&record.actor, &record.event) {
        (Actor::Bot(_), _) if origin != Some(Origin::Rehearsal) => " [bot]",
        (Actor::Seat(_, _), Event::ActionSettled(settled)) if settled.decision.is_none() => {
            " [self-assessed]"
        }
        _ => "",
    }
}

/// Names of people, or numbers where they must not or cannot be known.
struct Names<'a> {
    people: &'a BTreeMap<PersonId, String>,
    numbers: BTreeMap<PersonId, usize>,
}

impl Names<'_> {
    fn of(&mut self, person: &PersonId) -> String {
        if let Some(name) = self.people.get(person) {
            return one_line(name);
        }
        let next = self.numbers.len() + 1;
        format!(
            "person {}",
            self.numbers.entry(person.clone()).or_insert(next)
        )
    }
}

fn says(event: &Event, now: Elapsed, names: &mut Names<'_>) -> String {
    match event {
        Event::Briefed(it) => briefed(it),
        Event::RoleAssigned(it) => assigned(it, names),
        Event::RoleVacated(it) => vacated(it, names),
        Event::Attended(it) => format!("attended {}: {}", names.of(&it.person), word(&it.presence)),
        Event::Started(it) => format!("started story {}", it.story.full()),
        Event::Paused(it) => format!("paused ({})", word(&it.cause)),
        Event::Resumed(_) => "resumed".to_owned(),
        Event::BreakAnnounced(_) => "break announced".to_owned(),
        Event::Jumped(it) => format!("jumped to {}", moment(it.to)),
        Event::RateSet(it) => format!("rate {}.{:03}", it.rate / 1_000, it.rate % 1_000),
        Event::Ended(_) => "ended".to_owned(),
        Event::ReviewOpened(_) => "review opened".to_owned(),
        Event::Closed(it) => format!("closed {}{}", word(&it.how), because(&it.reason)),
        Event::InjectDelivered(it) => delivered(it),
        Event::InjectHeld(it) => format!("held {}", it.inject),
        Event::InjectReleased(it) => format!("released {}", it.inject),
        Event::InjectSkipped(it) => format!("skipped {}", it.inject),
        Event::InjectPostponed(it) => format!("postponed {} to {}", it.inject, moment(it.due)),
        Event::InjectWithdrawn(it) => format!("withdrawn {}{}", it.inject, because(&it.reason)),
        Event::InjectEdited(it) => format!("edited {}: {}", it.inject, quoted(&it.subject)),
        Event::InjectAdded(it) => format!("added {}: {}", it.inject.id, quoted(&it.inject.title)),
        Event::InjectCancelled(it) => format!("cancelled {}", it.inject),
        Event::Acknowledged(it) => acknowledged(it),
        Event::DecisionMade(it) => decided(it, now),
        Event::DecisionRevised(it) => revised(it),
        Event::StanceTaken(it) => stance(it),
        Event::RecordStruck(it) => format!("struck #{}{}", it.record, because(&it.reason)),
        Event::ActionLapsed(it) => format!("lapsed {}", it.action),
        Event::ActionSettled(it) => settled(it),
        Event::Prompted(it) => format!("prompt{}{}", on(it.inject.as_ref()), said(&it.says)),
        Event::AccountRequested(it) => requested(it, names),
        Event::StepTaken(it) => step(it, names),
        Event::Parked(it) => format!("parked{}", said(&it.says)),
        Event::QuestionAsked(it) => format!("question ({}){}", it.role, said(&it.says)),
        Event::QuestionAnswered(it) => format!("answer #{}{}", it.question, said(&it.says)),
        Event::Noted(it) => noted(it),
        Event::DeadlineBegan(it) => deadline_began(it),
        Event::DeadlineRecognised(it) => deadline_recognised(it),
        Event::DeadlineMet(it) => format!("deadline {} met at {}", it.deadline, it.story.full()),
        Event::DeadlineMissed(it) => format!("deadline {} missed", it.deadline),
        Event::DeadlineMoved(it) => deadline_moved(it),
        Event::TriggerRecorded(it) => {
            format!("trigger {} {} at {}", it.pack, it.event, it.story.full())
        }
        Event::RealIncidentDeclared(it) => format!("real incident{}", said(&it.says)),
        Event::RealIncidentCleared(_) => "real incident cleared".to_owned(),
        Event::HotWashSaid(it) => hot_wash(it),
        Event::FeedbackGiven(it) => feedback(it),
        Event::ObjectiveRated(it) => rated(it),
        Event::FindingRaised(it) => format!("finding raised: {}", finding(&it.finding)),
        Event::FindingRevised(it) => finding_revised(it),
        Event::FindingDropped(it) => finding_dropped(it),
        Event::NarrativeWritten(it) => narrative(it),
        Event::SuggestionLeft(it) => format!("suggestion {} left{}", it.about, said(&it.reason)),
        Event::DoorOpened(it) => format!("door opened ({})", protection(it.protection)),
        Event::DoorClosed(_) => "door closed".to_owned(),
        Event::SeatInvited(it) => format!(
            "invited {} as {}{}",
            it.person,
            it.seat_kind.word(),
            roles(&it.roles)
        ),
        Event::InvitationRevoked(_) => "invitation revoked".to_owned(),
        Event::SeatJoined(it) => {
            let role: Vec<_> = it.role.iter().cloned().collect();
            let kind = it.seat_kind.word();
            format!(
                "seat {} joined as {kind}{} ({})",
                it.seat,
                roles(&role),
                it.person
            )
        }
        Event::SeatTookRole(it) => format!("seat {} took {}", it.seat, it.role),
        Event::SeatLeft(it) if it.sent_out => format!("seat {} sent out", it.seat),
        Event::SeatLeft(it) => format!("seat {} left", it.seat),
        Event::SeatTied(it) => format!("seat {} is {} (was {})", it.seat, it.person, it.was),
        Event::MessageSent(it) => {
            format!(
                "message {} to {}{}",
                party(&it.from),
                party(&it.to),
                said(&it.says)
            )
        }
        Event::NotificationLogged(it) => {
            let meets = it.deadline.as_ref();
            let meets = meets.map_or_else(String::new, |id| format!(", meets {id}"));
            format!(
                "notified by {}: {}{meets}{}",
                it.role,
                it.body,
                said(&it.says)
            )
        }
        Event::DiscussionOpened(it) => {
            format!("question {} {} on the table", it.module, it.question + 1)
        }
        Event::DiscussionClosed(_) => "question closed".to_owned(),
        Event::DiscussionAnswered(it) => {
            let role = it.role.as_ref().map_or("table", |role| role.as_str());
            format!(
                "answer {} {} ({role}){}",
                it.module,
                it.question + 1,
                said(&it.says)
            )
        }
        Event::PracticeShared(_) => "practice shared".to_owned(),
    }
}

fn requested(asked: &AccountRequested, names: &mut Names<'_>) -> String {
    let person = asked.person.as_ref();
    let person = person.map_or_else(String::new, |person| format!(", {}", names.of(person)));
    format!(
        "{} requested ({}{person}) on {} until {}{}",
        asked.account,
        asked.role,
        quoted(&asked.system),
        asked.until.full(),
        said(&asked.why)
    )
}

fn step(taken: &StepTaken, names: &mut Names<'_>) -> String {
    let about = match taken.step.about() {
        About::Account(id) | About::CallUp(id) => id.as_str(),
        About::Service(id) => id.as_str(),
    };
    let role = taken.role.as_ref();
    let person = taken.person.as_ref();
    let person = person.map_or_else(String::new, |person| format!(", {}", names.of(person)));
    let by = role.map_or_else(String::new, |role| format!(" ({role}{person})"));
    format!(
        "step {about} {}{by}{}",
        taken.step.word(),
        said(&taken.note)
    )
}

fn briefed(briefed: &Briefed) -> String {
    format!(
        "briefed {}: {} ({}, {})",
        word(&briefed.origin),
        briefed.scenario_id,
        quoted(&briefed.title),
        one_line(&briefed.handling)
    )
}

fn vacated(vacated: &RoleVacated, names: &mut Names<'_>) -> String {
    match &vacated.person {
        Some(person) => format!("vacated {}: {}", vacated.role, names.of(person)),
        None => format!("vacated {}: bot", vacated.role),
    }
}

fn delivered(delivered: &InjectDelivered) -> String {
    {
        let story = delivered
            .story
            .map(|story| format!(", story {}", story.full()));
        format!(
            "inject {} ({}{})",
            delivered.inject,
            word(&delivered.cause),
            story.unwrap_or_default()
        )
    }
}

fn acknowledged(seen: &Acknowledged) -> String {
    {
        format!(
            "acknowledged {} ({}, {})",
            seen.inject,
            seen.role,
            took(seen.latency)
        )
    }
}

fn revised(revised: &DecisionRevised) -> String {
    format!(
        "revised #{}: {}{}{}{}{}",
        revised.decision,
        chosen(revised.option.as_ref(), &revised.text),
        unauthorised(revised.unauthorised),
        because(&revised.rationale),
        authorised(revised.authorised_by.as_ref()),
        brought(&revised.brings)
    )
}

fn stance(taken: &StanceTaken) -> String {
    {
        format!(
            "{} #{} ({}){}",
            word(&taken.stance),
            taken.decision,
            taken.role,
            said(&taken.says)
        )
    }
}

fn noted(noted: &Noted) -> String {
    format!(
        "note by {}{}{}{}{}",
        word(&noted.by),
        on(noted.inject.as_ref()),
        marks(&[word(&noted.tone), flag(noted.critical, "critical")]),
        about(noted.objective.as_ref()),
        said(&noted.says)
    )
}

fn deadline_began(began: &DeadlineBegan) -> String {
    {
        format!(
            "deadline {} began, due {}",
            began.deadline,
            began.due.full()
        )
    }
}

fn deadline_moved(moved: &DeadlineMoved) -> String {
    match moved.due {
        Some(due) => format!("deadline {} moved, due {}", moved.deadline, due.full()),
        None => format!("deadline {} stopped", moved.deadline),
    }
}

fn deadline_recognised(recognised: &DeadlineRecognised) -> String {
    {
        format!(
            "deadline {} recognised at {}",
            recognised.deadline,
            recognised.story.full()
        )
    }
}

fn hot_wash(hot: &HotWashSaid) -> String {
    format!(
        "hot wash {}{}{}{}",
        word(&hot.topic),
        marks(&[hot.role.as_ref().map_or("", RoleId::as_str).to_owned()]),
        about(hot.objective.as_ref()),
        said(&hot.says)
    )
}

fn rated(rated: &ObjectiveRated) -> String {
    {
        format!(
            "rated {}: {}{}",
            rated.objective,
            word(&rated.rating),
            because(&rated.reason)
        )
    }
}

fn finding_revised(revised: &FindingRevised) -> String {
    {
        format!(
            "finding #{} revised: {}",
            revised.finding,
            finding(&revised.now)
        )
    }
}

fn finding_dropped(dropped: &FindingDropped) -> String {
    {
        format!(
            "finding #{} dropped{}",
            dropped.finding,
            because(&dropped.reason)
        )
    }
}

fn narrative(written: &NarrativeWritten) -> String {
    match &written.part {
        NarrativePart::Summary => format!("narrative summary{}", said(&written.text)),
        NarrativePart::Objective(id) => format!("narrative {id}{}", said(&written.text)),
    }
}

fn assigned(assigned: &RoleAssigned, names: &mut Names<'_>) -> String {
    match &assigned.person {
        Some(person) => {
            format!(
                "assigned {}: {} ({})",
                assigned.role,
                names.of(person),
                word(&assigned.standing)
            )
        }
        None => format!("assigned {}: bot", assigned.role),
    }
}

fn decided(made: &DecisionMade, now: Elapsed) -> String {
    let latency = made.latency.map_or_else(|| "unprompted".to_owned(), took);
    let set_back = if made.effective < now {
        format!("said at {}", moment(made.effective))
    } else {
        String::new()
    };
    let how = marks(&[
        made.role.to_string(),
        latency,
        flag(made.prompted, "after a prompt"),
        flag(made.unauthorised, "unauthorised"),
        set_back,
    ]);
    format!(
        "decision{}: {}{how}{}{}{}",
        on(made.inject.as_ref()),
        chosen(made.option.as_ref(), &made.text),
        because(&made.rationale),
        authorised(made.authorised_by.as_ref()),
        brought(&made.brings)
    )
}

fn settled(settled: &exercise::ActionSettled) -> String {
    let how = marks(&[
        settled.latency.map_or_else(String::new, took),
        settled
            .decision
            .map_or_else(String::new, |decision| format!("#{decision}")),
        flag(settled.harmful, "harmful"),
        flag(settled.prompted, "after a prompt"),
    ]);
    format!(
        "action {}: {}{how}{}",
        settled.action,
        word(&settled.outcome),
        because(&settled.note)
    )
}

fn roles(roles: &[terms::RoleId]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(" {}", names.join("+"))
    }
}

fn party(party: &exercise::Party) -> String {
    match party {
        exercise::Party::Role(role) => role.to_string(),
        exercise::Party::Outside(name) => format!("outside:{name:?}"),
    }
}

fn protection(protection: exercise::Protection) -> &'static str {
    match protection {
        exercise::Protection::OwnCertificate => "own certificate",
        exercise::Protection::GeneratedCertificate => "generated certificate",
        exercise::Protection::Plain => "plain",
    }
}

fn feedback(given: &exercise::FeedbackGiven) -> String {
    let marks: Vec<String> = given.marks.iter().map(u8::to_string).collect();
    let texts = [&given.strengths, &given.improvements, &given.says];
    let texts: String = texts.into_iter().map(|text| said(text)).collect();
    format!("feedback {}{texts}", marks.join(" "))
}

fn finding(finding: &Finding) -> String {
    let evidence: Vec<String> = finding
        .evidence
        .iter()
        .map(|record| format!("#{record}"))
        .collect();
    let how = marks(&[
        word(&finding.source),
        flag(finding.critical, "critical"),
        evidence.join(" "),
    ]);
    format!("{} {}{how}", word(&finding.kind), quoted(&finding.title))
}

/// The option where one was chosen, else the words.
fn chosen(option: Option<&OptionId>, text: &str) -> String {
    option.map_or_else(|| quoted(text), OptionId::to_string)
}

fn on(inject: Option<&InjectId>) -> String {
    inject.map_or_else(String::new, |inject| format!(" {inject}"))
}

fn about(objective: Option<&ObjectiveId>) -> String {
    objective.map_or_else(String::new, |objective| format!(" [{objective}]"))
}

fn authorised(by: Option<&RoleId>) -> String {
    by.map_or_else(String::new, |role| format!(" authorised by {role}"))
}

fn unauthorised(unauthorised: bool) -> String {
    marks(&[flag(unauthorised, "unauthorised")])
}

fn brought(brings: &[Due]) -> String {
    let each = |due: &Due| format!(" brings {} at {}", due.inject, moment(due.at));
    brings.iter().map(each).collect()
}

fn because(reason: &str) -> String {
    if reason.trim().is_empty() {
        String::new()
    } else {
        format!(" because {}", quoted(reason))
    }
}

fn said(says: &str) -> String {
    if says.trim().is_empty() {
        String::new()
    } else {
        format!(": {}", quoted(says))
    }
}

fn flag(holds: bool, word: &str) -> String {
    if holds {
        word.to_owned()
    } else {
        String::new()
    }
}

/// The words that are not empty, in brackets.
fn marks(words: &[String]) -> String {
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        String::new()
    } else {
        format!(" ({})", words.join(", "))
    }
}

fn quoted(text: &str) -> String {
    format!("“{}”", one_line(text))
}

/// The text on one line; whatever breaks a line or moves the writing point becomes a space.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.split(breaks)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A moment of the exercise clock: minutes and seconds, and hours where there are some.
fn moment(elapsed: Elapsed) -> String {
    let s = elapsed.0.max(0) / 1_000;
    match s / 3_600 {
        0 => format!("T+{:02}:{:02}", s / 60, s % 60),
        hours => format!("T+{hours}:{:02}:{:02}", s / 60 % 60, s % 60),
    }
}

/// A latency without a space: `38s`, `4m00s`, `1h05m00s`.
fn took(span: Span) -> String {
    let s = span.0.max(0) / 1_000;
    match (s / 3_600, s / 60 % 60, s % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}m{seconds:02}s"),
        (hours, minutes, seconds) => format!("{hours}h{minutes:02}m{seconds:02}s"),
    }
}

/// The word with which a plain enumeration stands in a record.
fn word(value: &impl Serialize) -> String {
    let written = serde_json::to_value(value).ok();
    written
        .as_ref()
        .and_then(|value| value.as_str())
        .unwrap_or_default()
        .to_owned()
}
