//! A drill from the sample to a new revision of the plan, with its reports.

use super::*;

#[tokio::test]
async fn a_drill_runs_from_the_sample_to_a_new_revision_of_the_plan() {
    let mut room = Room::open(Start::Sample);
    let home = room.home().await;
    assert!(home.sample, "the sample says that it is one");
    assert_eq!(home.plans.len(), 1, "the sample plan is there");
    assert_eq!(
        home.next.screen, "briefing",
        "one drill stands ready: {:?}",
        home.next
    );
    let plan = home.plans[0].id.clone();

    let call = DeskCall::Brief {
        scenario: "ransomware-double-extortion".to_owned(),
        plan: Some(plan.clone()),
    };
    let briefing = briefing_of(room.call(call).await);
    assert!(
        briefing.can_start,
        "nothing blocks the start: {:?}",
        briefing.gaps
    );
    let bound = briefing
        .roles
        .iter()
        .filter(|role| role.plan_role.is_some())
        .count();
    assert_eq!(
        bound,
        briefing.roles.len(),
        "every role is bound to the plan: {:?}",
        briefing.gaps
    );
    let id = briefing.exercise.clone();
    for (role, person) in briefing.roles.iter().zip(&briefing.people) {
        let order = DeskOrder::Assign {
            role: role.id.clone(),
            person: Some(person.id.clone()),
            standing: "primary".to_owned(),
        };
        room.order(&id, order).await;
    }

    let view = conduct_of(room.order(&id, DeskOrder::Start).await);
    assert_eq!(view.phase, "running");
    let first = view.injects.iter().find(|row| row.state == "delivered");
    let first = first
        .expect("the first inject is delivered at once")
        .clone();
    assert_eq!(
        view.current.as_deref(),
        Some(first.id.as_str()),
        "it is the one that matters now"
    );
    let waits = |view: &ConductView| view.open.iter().any(|open| open.id == first.id);
    assert!(waits(&view), "nobody has answered it yet");

    room.pass(Span::minutes(2));
    let role = briefing.roles[0].id.clone();
    let view = conduct_of(
        room.order(&id, decide(&role, &first.id, None, "looks into it"))
            .await,
    );
    assert_eq!(
        view.decisions[0].latency_ms,
        Some(120_000),
        "two minutes after delivery"
    );
    let row = view.injects.iter().find(|row| row.id == first.id);
    assert!(row.is_some_and(|row| row.open), "more is expected on it");
    assert!(!waits(&view), "but it has its answer");

    room.order(&id, DeskOrder::Pause).await;
    room.pass(Span::minutes(30));
    let view = conduct_of(room.order(&id, DeskOrder::Resume).await);
    assert_eq!(view.clock.elapsed_ms, 120_000, "a pause costs nothing");

    // The program is cut off; the drill is found again, paused where it was.
    room.pass(Span::seconds(20));
    room.order(
        &id,
        DeskOrder::Park {
            says: "who may call the terminals?".to_owned(),
        },
    )
    .await;
    room.pass(Span::minutes(40));
    let mut room = room.open_again(&Start::Sample).await;
    let view = conduct_of(
        room.call(DeskCall::Conduct {
            exercise: id.clone(),
        })
        .await,
    );
    assert_eq!(
        (view.phase.as_str(), view.clock.pause.as_deref()),
        ("paused", Some("cut-off"))
    );
    assert_eq!(
        view.clock.elapsed_ms, 140_000,
        "exercise time stands at the last record"
    );
    assert!(
        room.home().await.next.says.contains("cut off"),
        "Home says so"
    );
    room.order(&id, DeskOrder::Resume).await;

    for _ in 0..12 {
        room.pass(Span::minutes(6));
        let view = conduct_of(
            room.order(
                &id,
                DeskOrder::Park {
                    says: "tick".to_owned(),
                },
            )
            .await,
        );
        for open in &view.open {
            let call = DeskCall::Inject {
                exercise: id.clone(),
                inject: open.id.clone(),
            };
            let DeskReply::Inject(detail) = room.call(call).await else {
                panic!("an inject")
            };
            if let Some(option) = detail.options.first() {
                let mine = detail
                    .expected
                    .first()
                    .map_or(role.as_str(), |action| &action.role);
                room.order(&id, decide(mine, &open.id, Some(&option.id), ""))
                    .await;
            }
        }
    }
    let view = conduct_of(room.order(&id, DeskOrder::End).await);
    assert!(
        view.decisions.len() >= 6,
        "{} decisions were taken",
        view.decisions.len()
    );
    assert!(
        view.decisions.iter().all(|row| row.latency_ms.is_some()),
        "each has its latency"
    );

    let review = review_of(room.order(&id, DeskOrder::OpenReview).await);
    assert!(!review.timeline.is_empty() && !review.objectives.is_empty());
    let suggestion = review.suggestions.iter().find(|it| it.amendment.is_some());
    let suggestion = suggestion.expect("something missed has a lesson").clone();
    let order = DeskOrder::RaiseFinding {
        finding: suggestion.finding.clone(),
    };
    let review = review_of(room.order(&id, order).await);
    let finding = review.findings.last().expect("the finding stands");
    assert!(
        finding.amendment.is_some(),
        "it still offers the change to the plan"
    );
    let about = review.suggestions[0].about.clone();
    let order = DeskOrder::LeaveSuggestion {
        about: about.clone(),
        reason: String::new(),
    };
    let after = review_of(room.order(&id, order).await);
    assert_eq!(after.suggestions.len() + 1, review.suggestions.len());
    assert!(
        after.suggestions.iter().all(|it| it.about != about),
        "what was left alone does not come back"
    );
    let call = DeskCall::KeepAction {
        exercise: id.clone(),
        action: None,
        finding: finding.seq,
        what: "Name who decides at night".to_owned(),
        element: "Planning".to_owned(),
        owner: "Chief information security officer".to_owned(),
        start: String::new(),
        due: "2027-03-05".to_owned(),
    };
    let review = review_of(room.call(call).await);
    assert_eq!(review.findings.last().map(|row| row.actions.len()), Some(1));

    propose_and_approve(
        &room,
        &plan,
        &id,
        finding.seq,
        finding.amendment.clone().expect("a change"),
    )
    .await;
    reports(&room, &id).await;

    let reason = String::new();
    let close = DeskOrder::Close {
        how: "completed".to_owned(),
        reason,
    };
    let review = review_of(room.order(&id, close).await);
    assert_eq!(review.phase, "closed");
    let park = DeskOrder::Park {
        says: "late".to_owned(),
    };
    let call = DeskCall::Order {
        exercise: id.clone(),
        order: park,
    };
    assert_eq!(
        room.refused(call).await,
        ProblemCode::Refused,
        "a closed drill takes no orders"
    );
    let covered = room.plan(&plan).await;
    let exercised = covered
        .sections
        .iter()
        .filter(|section| section.coverage != "never")
        .count();
    assert!(
        exercised > 0,
        "the plan shows which sections were exercised"
    );
    follows_a_renamed_section(&room, &covered).await;
}

/// A section that gets another heading in the next revision keeps what drills did with it.
async fn follows_a_renamed_section(room: &Room, covered: &wire::PlanView) {
    let path = room.path("plan-now.md");
    let call = DeskCall::SavePlan {
        plan: covered.card.id.clone(),
        path: path.display().to_string(),
        edition: wire::PlanEdition::Clean,
    };
    room.call(call).await;
    let text = std::fs::read_to_string(&path).expect("the plan was written");
    let exercised = |it: &&wire::SectionView| {
        let heading = format!("{} {}\n", "#".repeat(it.level as usize), it.title);
        it.coverage != "never" && text.matches(&heading).count() == 1
    };
    let section = covered.sections.iter().find(exercised);
    let section = section.expect("an exercised section with a heading of its own");
    let marks = "#".repeat(section.level as usize);
    let (was, is) = (
        format!("{marks} {}\n", section.title),
        format!("{marks} Worded anew\n"),
    );
    std::fs::write(&path, text.replacen(&was, &is, 1)).expect("written");
    let call = DeskCall::ImportPlan {
        path: path.display().to_string(),
    };
    let view = plan_of(room.call(call).await);
    assert_eq!(
        view.card.id, covered.card.id,
        "the next revision of the plan"
    );
    let renamed = view.sections.iter().find(|it| it.title == "Worded anew");
    let renamed = renamed.expect("the section under its new heading");
    assert_eq!(
        (&renamed.coverage, &renamed.exercised),
        (&section.coverage, &section.exercised),
        "what drills did with it is still told"
    );
    let count = |view: &wire::PlanView| {
        let sections = view.sections.iter();
        sections.filter(|it| it.coverage != "never").count()
    };
    assert_eq!(count(&view), count(covered), "and so it is of all others");
}

async fn propose_and_approve(
    room: &Room,
    plan: &str,
    id: &str,
    finding: u64,
    change: wire::AmendmentCall,
) {
    let call = DeskCall::ProposeAmendment {
        plan: plan.to_owned(),
        change,
        because: "Nobody knew it in the drill.".to_owned(),
        finding: Some(format!("exercise/{id}#{finding}")),
    };
    let view = plan_of(room.call(call).await);
    let proposed = view.amendments.first().expect("the proposal").clone();
    assert_eq!(proposed.state, "proposed", "{proposed:?}");
    assert_ne!(
        proposed.before, proposed.after,
        "it shows what would change"
    );
    let adopt = |by: &str| DeskCall::AdoptAmendment {
        plan: plan.to_owned(),
        amendment: proposed.seq,
        by: by.to_owned(),
    };
    assert_eq!(
        room.refused(adopt(" ")).await,
        ProblemCode::Refused,
        "a name is needed"
    );
    let view = plan_of(room.call(adopt("R. Okafor")).await);
    assert!(
        view.draft_diff.contains('+'),
        "the draft differs from what is in force"
    );
    assert!(view.card.draft, "it is a draft until its owner approves it");
    let call = DeskCall::ApproveRevision {
        plan: plan.to_owned(),
        number: view.next_number.clone(),
        by: "V. Halloran".to_owned(),
        effective: "2027-02-01".to_owned(),
        note: "Lessons of the ransomware drill".to_owned(),
    };
    let view = plan_of(room.call(call).await);
    assert_eq!(view.card.revision, "5", "the sample plan was revision 4");
    assert_eq!(view.amendments[0].state, "in-force");
    assert!(
        view.revisions
            .iter()
            .any(|row| row.number == "5" && row.in_force),
        "{:?}",
        view.revisions
    );
    let path = room.path("plan.md");
    let call = DeskCall::SavePlan {
        plan: plan.to_owned(),
        path: path.display().to_string(),
        edition: wire::PlanEdition::Clean,
    };
    room.call(call).await;
    let text = std::fs::read_to_string(path).expect("the plan was written");
    assert!(
        text.contains("Lessons of the ransomware drill"),
        "the revision table has its row"
    );
}

async fn reports(room: &Room, id: &str) {
    for (format, name) in [("html", "report.html"), ("md", "report.md")] {
        let path = room.path(name);
        let call = DeskCall::SaveReport {
            exercise: id.to_owned(),
            edition: "full".to_owned(),
            format: format.to_owned(),
            names: false,
            path: path.display().to_string(),
        };
        room.call(call).await;
        let text = std::fs::read_to_string(path).expect("the report was written");
        for heading in [
            "Exercise overview",
            "Timeline",
            "Improvement plan",
            "EXERCISE",
        ] {
            assert!(text.contains(heading), "{name} has no \"{heading}\"");
        }
        assert!(!text.contains("Okafor"), "the main edition names nobody");
    }
    for (format, begins) in [
        ("json", "{"),
        ("csv", ""),
        ("xlsx", "PK"),
        ("docx", "PK"),
        ("pdf", "%PDF"),
    ] {
        let path = room.path(&format!("report.{format}"));
        let call = DeskCall::SaveReport {
            exercise: id.to_owned(),
            edition: "full".to_owned(),
            format: format.to_owned(),
            names: false,
            path: path.display().to_string(),
        };
        room.call(call).await;
        let bytes = std::fs::read(path).expect("the report was written");
        let form = bytes.len() > 100 && bytes.starts_with(begins.as_bytes());
        assert!(form, "the report as {format} looks like what it is");
    }
    let path = room.path("evidence.zip");
    let call = DeskCall::SavePack {
        exercise: id.to_owned(),
        path: path.display().to_string(),
        sign: true,
        passphrase: None,
    };
    room.call(call).await;
    let proof = conduct::unpack::verify(&path).expect("the pack proves what it holds");
    assert!(proof.regenerated, "its reports are what its records give");
    assert!(proof.manifest.signature.is_some(), "as was wished");
}
