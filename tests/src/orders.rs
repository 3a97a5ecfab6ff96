//! Orders at random: sensible, late, wrong and absurd ones, about things that exist and things that do not. The rules
//! have to sort them out. Not here: what must hold afterwards.

use cast::Dice;
use exercise::*;
use terms::{Elapsed, InjectId, RoleId, Span, Stamp};

/// How many kinds of orders there are.
const KINDS: usize = 62;

/// People who come and go.
const PEOPLE: [&str; 3] = ["ana", "ben", "zoe"];

/// Any order, for a drill at a moment.
pub fn any(dice: &mut Dice, drill: &Exercise, now: Stamp) -> Order {
    // Half of all orders are the everyday ones, or most drills would end before anything happened.
    match dice.below(2) {
        0 => everyday(dice, drill),
        _ => rare(dice, drill, now),
    }
}

fn everyday(dice: &mut Dice, drill: &Exercise) -> Order {
    match dice.below(8) {
        0 => Order::Start,
        1 => Order::Resume,
        2 | 3 => Order::Acknowledge {
            inject: inject(dice, drill),
            role: role(dice, drill),
        },
        4 => Order::Settle {
            action: action(dice, drill),
            outcome: outcome(dice),
            note: words(dice),
        },
        _ => Order::Decide(decision(dice, drill, Stamp(0))),
    }
}

fn rare(dice: &mut Dice, drill: &Exercise, now: Stamp) -> Order {
    let kind = dice.below(KINDS);
    match kind {
        0..=14 => course(kind, dice, drill, now),
        15..=23 => injects(kind, dice, drill),
        24..=33 => people(kind, dice, drill, now),
        34..=40 => judging(kind, dice, drill),
        41..=47 => seating(kind, dice, drill),
        _ => talking(kind, dice, drill),
    }
}

fn seating(kind: usize, dice: &mut Dice, drill: &Exercise) -> Order {
    let seat = pick(dice, &["s1", "s2", "s3"]);
    let invitation = pick(dice, &["i1", "i2"]);
    let seat_kind = pick(
        dice,
        &[
            SeatKind::Player,
            SeatKind::Player,
            SeatKind::Evaluator,
            SeatKind::Observer,
        ],
    );
    let plays = seat_kind == SeatKind::Player || dice.chance(10);
    let roles = if plays {
        vec![role(dice, drill)]
    } else {
        Vec::new()
    };
    match kind {
        41 => Order::OpenDoor {
            protection: pick(dice, &[Protection::Plain, Protection::GeneratedCertificate]),
        },
        42 => Order::CloseDoor,
        43 => Order::Invite {
            invitation: invitation.into(),
            seat_kind,
            roles,
            person: person(dice),
        },
        44 if dice.chance(30) => Order::RevokeInvitation {
            invitation: invitation.into(),
        },
        45 if dice.chance(40) => Order::LeaveSeat {
            seat: seat.into(),
            sent_out: dice.chance(50),
        },
        46 => Order::TakeRole {
            seat: seat.into(),
            role: role(dice, drill),
        },
        47 => Order::Tie {
            seat: seat.into(),
            person: person(dice),
        },
        _ => Order::Join(Join {
            seat: seat.into(),
            seat_kind,
            roles,
            person: person(dice),
            token: seat.into(),
            invitation: dice.chance(40).then(|| invitation.into()),
            presence: pick(dice, &[Presence::Room, Presence::Remote]),
        }),
    }
}

fn talking(kind: usize, dice: &mut Dice, drill: &Exercise) -> Order {
    let party = |dice: &mut Dice| match dice.chance(60) {
        true => Party::Role(role(dice, drill)),
        false => Party::Outside(words(dice)),
    };
    match kind {
        48 | 49 => Order::Send {
            from: party(dice),
            to: party(dice),
            says: words(dice),
        },
        50 => Order::LogNotification {
            role: role(dice, drill),
            body: words(dice),
            means: words(dice),
            says: words(dice),
            deadline: dice.chance(30).then(|| deadline(dice, drill)),
            covers: if dice.chance(50) {
                vec![0, 1, 0]
            } else {
                Vec::new()
            },
        },
        51 => {
            let modules = &drill.scenario().modules;
            let module = dice.one_of(modules).map(|module| module.id.clone());
            Order::OpenDiscussion {
                module: module.unwrap_or_else(|| "nowhere".into()),
                question: dice.below(3) as u32,
            }
        }
        52 => Order::CloseDiscussion,
        53 => Order::AnswerDiscussion {
            role: dice.chance(70).then(|| role(dice, drill)),
            says: words(dice),
        },
        54 => Order::SharePractice,
        57..=60 => Order::TakeStep(TakeStep {
            step: step(dice, drill),
            role: dice.chance(80).then(|| role(dice, drill)),
            person: dice.chance(30).then(|| person(dice)),
            note: words(dice),
        }),
        61 => Order::RequestAccount(RequestAccount {
            role: role(dice, drill),
            person: dice.chance(30).then(|| person(dice)),
            system: words(dice),
            why: words(dice),
            lasts: Span(dice.between(-1, 48 * 3_600_000)),
        }),
        56 => Order::RecordTrigger {
            pack: pick(dice, &["dora", "dora", "gdpr-33", "hipaa"]).to_owned(),
            event: pick(dice, &["awareness", "classification", "payment", "doom"]).to_owned(),
        },
        _ => Order::LeaveSuggestion {
            about: words(dice),
            reason: words(dice),
        },
    }
}

fn course(kind: usize, dice: &mut Dice, drill: &Exercise, now: Stamp) -> Order {
    match kind {
        0 => Order::Assign {
            role: role(dice, drill),
            person: dice.chance(70).then(|| person(dice)),
            standing: pick(
                dice,
                &[Standing::Primary, Standing::Alternate, Standing::Bot],
            ),
        },
        1 => Order::Vacate {
            role: role(dice, drill),
            person: dice.chance(70).then(|| person(dice)),
        },
        2 => Order::Attend {
            person: person(dice),
            presence: pick(dice, &[Presence::Room, Presence::Remote, Presence::Left]),
        },
        3 => Order::Start,
        4 => Order::Pause,
        5 => Order::Resume,
        6 => Order::Break {
            until: now + Span(dice.between(-1_000, 3_600_000)),
        },
        7 => Order::Slept {
            at: now + Span(dice.between(-3_600_000, 60_000)),
        },
        8 => Order::CutOff {
            elapsed: Elapsed(drill.last_elapsed().0 + dice.between(-60_000, 60_000)),
        },
        9 => Order::JumpToNext,
        10 => Order::SetRate {
            rate: dice.between(0, 5_000) as u32,
        },
        // What ends a drill comes seldom.
        11 if dice.chance(20) => Order::End,
        12 if dice.chance(5) => Order::Close {
            how: pick(
                dice,
                &[
                    ClosedHow::Completed,
                    ClosedHow::Aborted,
                    ClosedHow::Void,
                    ClosedHow::RealIncident,
                ],
            ),
            reason: words(dice),
        },
        13 if dice.chance(30) => Order::DeclareRealIncident { says: words(dice) },
        14 => Order::OpenReview,
        _ => Order::ClearRealIncident,
    }
}

fn injects(kind: usize, dice: &mut Dice, drill: &Exercise) -> Order {
    let inject = inject(dice, drill);
    match kind {
        15 | 16 => Order::Deliver { inject },
        17 => Order::Hold { inject },
        18 => Order::Release { inject },
        19 => Order::Skip { inject },
        20 => Order::Postpone {
            inject,
            by: Span(dice.between(-1, 900_000)),
        },
        21 => Order::Withdraw {
            inject,
            reason: words(dice),
        },
        22 => Order::Edit {
            inject,
            subject: words(dice),
            body: words(dice),
        },
        _ => {
            let all: Vec<_> = drill.injects().map(|(inject, _)| inject).collect();
            let mut own = dice
                .one_of(&all)
                .map(|inject| (*inject).clone())
                .expect("an inject");
            own.account = None;
            own.call_up = None;
            own.id = format!("own-{}", dice.below(4)).into();
            if dice.chance(80) {
                own.trigger = scenario::Trigger::At(terms::Offset(dice.between(0, 3_600) * 1_000));
            }
            Order::AddInject {
                inject: Box::new(own),
            }
        }
    }
}

fn people(kind: usize, dice: &mut Dice, drill: &Exercise, now: Stamp) -> Order {
    match kind {
        24 => Order::Acknowledge {
            inject: inject(dice, drill),
            role: role(dice, drill),
        },
        25 => Order::Decide(decision(dice, drill, now)),
        26 | 27 => Order::Revise(Revise {
            decision: record(dice, drill),
            option: option(dice, drill),
            text: words(dice),
            rationale: words(dice),
            authorised_by: dice.chance(20).then(|| role(dice, drill)),
        }),
        28 => Order::TakeStance {
            decision: record(dice, drill),
            role: role(dice, drill),
            stance: pick(dice, &[Stance::Agrees, Stance::Dissents]),
            says: words(dice),
        },
        29 => Order::Strike {
            record: record(dice, drill),
            reason: words(dice),
        },
        30 => Order::Settle {
            action: action(dice, drill),
            outcome: outcome(dice),
            note: words(dice),
        },
        31 => Order::Prompt {
            inject: dice.chance(70).then(|| inject(dice, drill)),
            says: words(dice),
        },
        32 => Order::Ask {
            role: role(dice, drill),
            says: words(dice),
        },
        _ => Order::Answer {
            question: record(dice, drill),
            says: words(dice),
        },
    }
}

fn judging(kind: usize, dice: &mut Dice, drill: &Exercise) -> Order {
    let objective = objective(dice, drill);
    match kind {
        34 => Order::Park { says: words(dice) },
        35 => Order::Note(Note {
            by: pick(
                dice,
                &[NoteBy::Facilitator, NoteBy::Evaluator, NoteBy::Scribe],
            ),
            says: words(dice),
            tone: pick(dice, &[Tone::Strength, Tone::Gap, Tone::Neutral]),
            objective: dice.chance(50).then_some(objective),
            inject: dice.chance(50).then(|| inject(dice, drill)),
            critical: dice.chance(10),
        }),
        36 => Order::RecogniseDeadline {
            deadline: deadline(dice, drill),
        },
        37 => Order::MeetDeadline {
            deadline: deadline(dice, drill),
        },
        38 => Order::SayInHotWash {
            topic: pick(dice, &[HotWashTopic::Strength, HotWashTopic::Improve]),
            says: words(dice),
            role: dice.chance(50).then(|| role(dice, drill)),
            objective: None,
        },
        39 => Order::GiveFeedback {
            marks: [dice.between(0, 6) as u8; 8],
            strengths: words(dice),
            improvements: String::new(),
            says: String::new(),
        },
        _ => Order::Rate {
            objective,
            rating: pick(dice, &[Rating::P, Rating::S, Rating::M, Rating::U]),
            suggested: dice.chance(50).then_some(Rating::P),
            reason: words(dice),
        },
    }
}

fn decision(dice: &mut Dice, drill: &Exercise, now: Stamp) -> Decide {
    let inject = dice.chance(90).then(|| inject(dice, drill));
    let options = inject.as_ref().and_then(|id| drill.inject(id));
    let options = options.map_or(&[][..], |(inject, _)| &inject.options);
    let option = dice.one_of(options).map(|option| option.id.clone());
    Decide {
        role: role(dice, drill),
        person: dice.chance(20).then(|| person(dice)),
        inject,
        option,
        text: words(dice),
        rationale: words(dice),
        authorised_by: dice.chance(20).then(|| role(dice, drill)),
        source: pick(dice, &[Source::Desk, Source::Seat, Source::Bot]),
        first_key_at: (now.0 > 0).then(|| now + Span(dice.between(-120_000, 1_000))),
        set_back_ms: if dice.chance(20) {
            dice.between(-1, 600_000)
        } else {
            0
        },
    }
}

fn option(dice: &mut Dice, drill: &Exercise) -> Option<terms::OptionId> {
    let all: Vec<_> = drill
        .injects()
        .flat_map(|(inject, _)| &inject.options)
        .collect();
    let one = dice.one_of(&all).map(|option| option.id.clone());
    one.filter(|_| dice.chance(90))
}

fn inject(dice: &mut Dice, drill: &Exercise) -> InjectId {
    // Mostly one that has come, because most orders are about those.
    let came = dice.chance(60);
    let all: Vec<_> = drill
        .injects()
        .filter(|(_, state)| !came || state.status == InjectStatus::Delivered)
        .map(|(inject, _)| &inject.id)
        .collect();
    match dice.one_of(&all) {
        Some(id) if !dice.chance(2) => (*id).clone(),
        Some(_) | None => "nowhere".into(),
    }
}

fn step(dice: &mut Dice, drill: &Exercise) -> scenario::Step {
    let words = [
        "approved",
        "declined",
        "provisioned",
        "removed",
        "called",
        "answered",
        "arrived",
        "released",
    ];
    let besides = drill.accounts().into_iter().map(|it| it.inject.clone());
    let asks: Vec<InjectId> = drill
        .injects()
        .filter(|(it, _)| it.account.is_some() || it.call_up.is_some())
        .map(|(it, _)| it.id.clone())
        .chain(besides)
        .collect();
    let services = &drill.scenario().services;
    let (word, about) = match dice.one_of(services) {
        Some(service) if dice.chance(20) => ("restored", service.id.to_string()),
        Some(_) | None => {
            let inject = dice.one_of(&asks).map_or("nowhere", |it| it.as_str());
            (pick(dice, &words), inject.to_owned())
        }
    };
    scenario::Step::of(word, &about).expect("a known word")
}

fn role(dice: &mut Dice, drill: &Exercise) -> RoleId {
    let roles = &drill.scenario().roles;
    match dice.one_of(roles) {
        Some(role) if !dice.chance(2) => role.id.clone(),
        Some(_) | None => "nobody".into(),
    }
}

fn action(dice: &mut Dice, drill: &Exercise) -> terms::ActionId {
    let actions = &drill.scenario().expected_actions;
    dice.one_of(actions)
        .map_or("nothing".into(), |action| action.id.clone())
}

fn deadline(dice: &mut Dice, drill: &Exercise) -> terms::DeadlineId {
    let deadlines = &drill.scenario().deadlines;
    dice.one_of(deadlines)
        .map_or("never".into(), |deadline| deadline.id.clone())
}

fn objective(dice: &mut Dice, drill: &Exercise) -> terms::ObjectiveId {
    let objectives = &drill.scenario().objectives;
    dice.one_of(objectives)
        .map_or("nothing".into(), |objective| objective.id.clone())
}

fn record(dice: &mut Dice, drill: &Exercise) -> u64 {
    let standing: Vec<u64> = drill.standing_decisions().collect();
    match dice.one_of(&standing) {
        Some(decision) if dice.chance(70) => *decision,
        Some(_) | None => dice.between(0, drill.last_seq() as i64 + 1) as u64,
    }
}

fn person(dice: &mut Dice) -> terms::PersonId {
    pick(dice, &PEOPLE).into()
}

fn outcome(dice: &mut Dice) -> Outcome {
    pick(
        dice,
        &[
            Outcome::Met,
            Outcome::MetLate,
            Outcome::Partial,
            Outcome::Missed,
            Outcome::NotTested,
        ],
    )
}

fn words(dice: &mut Dice) -> String {
    let all = [
        "",
        "Because.",
        "Потому что",
        "「なぜなら」",
        "لأن",
        "γιατί 🔥",
        "\"quoted\"\n\\",
    ];
    pick(dice, &all).to_owned()
}

fn pick<T: Copy>(dice: &mut Dice, list: &[T]) -> T {
    list[dice.below(list.len())]
}
