//! The real plans, read where they lie: the variable ROCKDRILL_CORPUS names the folder, and without
//! it there is nothing to check. Facts only; not a sentence of the plans stands here. What was
//! found and missed is told in docs/PLANS.md.

use std::io::Write;
use std::path::Path;

use plan::{Plan, Shape, read_bytes};

/// What a real plan is known to hold.
struct Facts {
    file: &'static str,
    sections: usize,
    /// Title, shape, the least number of duties.
    roles: &'static [(&'static str, Shape, usize)],
    commitments: usize,
    placeholders: usize,
    /// Codes of diagnostics that must be there.
    said: &'static [&'static str],
}

const PLANS: [Facts; 5] = [
    Facts {
        file: "counteractive/plan.md",
        sections: 157,
        roles: &[
            ("All Participants", Shape::Heading, 16),
            ("Incident Commander", Shape::Heading, 25),
            ("Deputy Incident Commander", Shape::Heading, 6),
            ("Scribe", Shape::Heading, 6),
            ("Subject Matter Expert", Shape::Heading, 16),
            ("Liaison", Shape::Heading, 14),
            ("External or Customer Liaison", Shape::Heading, 8),
            ("Internal Liaison", Shape::Heading, 6),
            ("AAR owner", Shape::Sentence, 1),
        ],
        commitments: 0,
        placeholders: 227,
        said: &[
            "heading-in-text",
            "limit-unset",
            "placeholders",
            "role-to-confirm",
        ],
    },
    Facts {
        file: "pagerduty/different_roles.md",
        sections: 38,
        roles: &[
            ("Incident Commander", Shape::Heading, 20),
            ("Deputy", Shape::Heading, 3),
            ("Scribe", Shape::Heading, 4),
            ("Subject Matter Expert", Shape::Heading, 3),
            ("Customer Liaison", Shape::Heading, 6),
            ("Internal Liaison", Shape::Heading, 4),
        ],
        commitments: 0,
        placeholders: 0,
        said: &[],
    },
    Facts {
        file: "pagerduty/security_incident_response.md",
        sections: 16,
        roles: &[
            ("Incident Commander", Shape::Sentence, 1),
            ("incident command team", Shape::Sentence, 1),
            ("VP or Director of Engineering", Shape::Sentence, 2),
            ("Marketing Team", Shape::Sentence, 1),
        ],
        commitments: 0,
        placeholders: 2,
        said: &["no-roles", "role-to-confirm", "placeholders"],
    },
    Facts {
        file: "tailscale/incident-response-process.md",
        sections: 7,
        roles: &[
            ("Incident Commander", Shape::Sentence, 8),
            ("Security team", Shape::Sentence, 1),
        ],
        commitments: 0,
        placeholders: 0,
        said: &["no-roles", "role-to-confirm"],
    },
    Facts {
        file: "jamesduffy/incident-response-plan.md",
        sections: 18,
        roles: &[
            ("First Responder", Shape::Heading, 3),
            ("Incident Commander", Shape::Heading, 1),
            ("Operations Lead", Shape::BoldLead, 1),
            ("Planning Lead", Shape::BoldLead, 1),
            ("Communications Lead", Shape::BoldLead, 1),
            ("Logistics Lead", Shape::BoldLead, 1),
        ],
        commitments: 0,
        placeholders: 0,
        said: &[],
    },
];

fn check(plan: &Plan, facts: &Facts, codes: &[String]) {
    let file = facts.file;
    assert_eq!(plan.sections.len(), facts.sections, "sections of {file}");
    let roles: Vec<(&str, Shape)> = plan
        .roles
        .iter()
        .map(|role| (role.title.as_str(), role.shape))
        .collect();
    let expected: Vec<(&str, Shape)> = facts
        .roles
        .iter()
        .map(|(title, shape, _)| (*title, *shape))
        .collect();
    assert_eq!(roles, expected, "roles of {file}");
    for (role, (title, _, duties)) in plan.roles.iter().zip(facts.roles) {
        assert!(
            role.duties.len() >= *duties,
            "{title} of {file} has {} duties",
            role.duties.len()
        );
    }
    assert_eq!(
        plan.commitments.len(),
        facts.commitments,
        "commitments of {file}: {:?}",
        plan.commitments
    );
    assert_eq!(
        plan.placeholders.len(),
        facts.placeholders,
        "placeholders of {file}"
    );
    for code in facts.said {
        assert!(
            codes.iter().any(|said| said == code),
            "{code} is said of {file}: {codes:?}"
        );
    }
}

#[test]
fn real_plans_give_their_roles_and_gaps() {
    let Ok(corpus) = std::env::var("ROCKDRILL_CORPUS") else {
        let _ = writeln!(
            std::io::stderr(),
            "ROCKDRILL_CORPUS is not set: the real plans are not read"
        );
        return;
    };
    for facts in &PLANS {
        let file = Path::new(&corpus).join("plans").join(facts.file);
        let bytes = std::fs::read(&file).expect("the corpus holds the plan");
        let (plan, notes) = read_bytes(&bytes);
        let codes: Vec<String> = notes.into_iter().map(|note| note.code).collect();
        check(&plan, facts, &codes);
    }
}

#[test]
fn names_of_one_role_come_together_in_real_plans() {
    let Ok(corpus) = std::env::var("ROCKDRILL_CORPUS") else {
        return;
    };
    let read = |file: &str| {
        let file = Path::new(&corpus).join("plans").join(file);
        read_bytes(&std::fs::read(file).expect("the corpus holds the plan")).0
    };
    let counteractive = read("counteractive/plan.md");
    for (name, title) in [
        ("IC", "Incident Commander"),
        ("SME", "Subject Matter Expert"),
        ("External Liaison", "External or Customer Liaison"),
    ] {
        assert_eq!(
            counteractive.role(name).map(|role| role.title.as_str()),
            Some(title)
        );
    }
    let resolver = read("pagerduty/different_roles.md");
    assert_eq!(
        resolver.role("resolver").map(|role| role.title.as_str()),
        Some("Subject Matter Expert")
    );
    let commander = read("jamesduffy/incident-response-plan.md");
    assert!(
        commander
            .role("IC")
            .is_some_and(|role| role.authority.is_some()),
        "the plan says what the IC decides"
    );
}

#[test]
fn a_real_plan_takes_amendments_and_keeps_the_rest() {
    let Ok(corpus) = std::env::var("ROCKDRILL_CORPUS") else {
        return;
    };
    for facts in &PLANS {
        let file = Path::new(&corpus).join("plans").join(facts.file);
        let text = std::fs::read_to_string(file).expect("the corpus holds the plan");
        let (plan, _) = plan::read(&text);
        for section in plan.sections.iter().step_by(7) {
            for op in [
                plan::AmendmentOp::Insert {
                    section: section.path.clone(),
                    text: "A sentence more.".into(),
                },
                plan::AmendmentOp::AppendItem {
                    section: section.id.clone(),
                    text: "One thing more".into(),
                },
            ] {
                let amendment = plan::Amendment {
                    op,
                    because: None,
                    base: Some(section.fingerprint.clone()),
                };
                let amended = plan::amend(&text, &[amendment], "")
                    .unwrap_or_else(|refusals| panic!("{}: {}", facts.file, refusals[0]));
                let splice = &amended.splices[0];
                assert_eq!(amended.splices.len(), 1, "one place changes");
                assert_eq!(splice.old.len(), 0, "nothing is taken away");
                assert_eq!(text[..splice.old.start], amended.text[..splice.new.start]);
                assert_eq!(text[splice.old.end..], amended.text[splice.new.end..]);
            }
        }
    }
}
