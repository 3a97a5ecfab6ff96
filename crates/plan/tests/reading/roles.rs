//! Roles in each of the shapes in which plans name them.

use super::*;

/// One role as a short text: title, shape, duties.
fn roles(text: &str) -> Vec<(String, Shape, Vec<String>)> {
    read(text)
        .0
        .roles
        .into_iter()
        .map(|role| (role.title, role.shape, role.duties))
        .collect()
}

fn check_roles(text: &str, expected: &[(&str, Shape, &[&str])], why: &str) {
    let found = roles(text);
    let found: Vec<(&str, Shape, Vec<&str>)> = found
        .iter()
        .map(|(title, shape, duties)| {
            (
                title.as_str(),
                *shape,
                duties.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let expected: Vec<(&str, Shape, Vec<&str>)> = expected
        .iter()
        .map(|(title, shape, duties)| (*title, *shape, duties.to_vec()))
        .collect();
    assert_eq!(found, expected, "{why}\n{text}");
}

#[test]
fn shape_1_headings_with_duties() {
    check_roles(
        "# Role: Crisis Wizard\n## Duties\n1. Leads\n1. Decides\n",
        &[("Crisis Wizard", Shape::Heading, &["Leads", "Decides"])],
        "\"Role:\" makes any name a role",
    );
    check_roles(
        "# Plan\n## Roles\n### Scribe\nKeeps the log.\n### How we work\n- together\n",
        &[("Scribe", Shape::Heading, &["Keeps the log."])],
        "a heading among the roles that names none is none",
    );
    check_roles(
        "# Deputy\n## What is it?\n- no duty\n## What are the responsibilities?\n* Stands in\n  * quickly\n",
        &[("Deputy", Shape::Heading, &["Stands in", "quickly"])],
        "questions as headings",
    );
    check_roles(
        "# X\n## Technical Lead\nResponsibilities:\n\n- Finds causes\n\nTraining:\n\n- Reads books\n",
        &[("Technical Lead", Shape::Heading, &["Finds causes"])],
        "a line announces the duties, another what is none",
    );
    check_roles(
        "# Incident Management Team Handbook\n## Team\n- words\n",
        &[],
        "nothing is made up",
    );
}

#[test]
fn a_deputy_and_an_authority_are_kept_in_the_words_of_the_plan() {
    let (plan, _) = read(
        "# Roles\n## Incident Commander (IC)\nDeputy: the Head of IT.\n\n**Authority:** may isolate any system\n\nDuties:\n\n- Leads\n\n\
         ## Scribe\n- **Alternate:** anybody\n- Writes\n\n# Rules\nThe Scribe has the authority to interrupt.\n",
    );
    let commander = plan.role("IC").expect("found by its abbreviation");
    assert_eq!(commander.deputy.as_deref(), Some("the Head of IT."));
    assert_eq!(
        commander.authority.as_deref(),
        Some("may isolate any system")
    );
    assert_eq!(commander.duties, ["Leads"]);
    let scribe = plan.role("note taker").expect("found by a synonym");
    assert_eq!(scribe.deputy.as_deref(), Some("anybody"));
    assert_eq!(
        scribe.authority.as_deref(),
        Some("The Scribe has the authority to interrupt.")
    );
    assert_eq!(scribe.duties, ["Writes"]);
}

#[test]
fn shape_2_tables() {
    check_roles(
        "# R\n\n| Role | Responsibility | Contact | When to engage |\n|--|--|--|--|\n\
         | Incident Commander (IC) | Leads; decides | x | always |\n| Legal | Advises. Signs. | y | breach |\n",
        &[
            ("Incident Commander", Shape::Table, &["Leads", "decides"]),
            ("Legal", Shape::Table, &["Advises.", "Signs."]),
        ],
        "a table of duties; contacts are passed over",
    );
    check_roles(
        "# R\n<table>\n<tr><th>Role</th><th>Duties</th></tr>\n\n<tr><td>Scribe</td><td>Writes<br>Reads &amp; files</td></tr>\n</table>\n",
        &[("Scribe", Shape::Table, &["Writes", "Reads & files"])],
        "HTML tables, with empty lines inside, entities and line breaks",
    );
    check_roles(
        "# R\n\n| Step | Action | Role |\n|--|--|--|\n| 1 | Isolate | SOC Analyst |\n| 2 | Restore | IT Lead, SOC Analyst |\n",
        &[
            ("SOC Analyst", Shape::Table, &["Isolate", "Restore"]),
            ("IT Lead", Shape::Table, &["Restore"]),
        ],
        "the column of roles may stand last and hold several",
    );
    check_roles(
        "# C\n\n| Role | Phone |\n|--|--|\n| Security hotline | 1 |\n",
        &[],
        "a contact is no role",
    );
    check_roles(
        "# S\n\n| Status | Description |\n|--|--|\n| Draft | new |\n",
        &[],
        "other tables are no roles",
    );
}

#[test]
fn shape_3_raci() {
    let duties: &[&str] = &[
        "Isolate (accountable)",
        "Restore (responsible and accountable)",
    ];
    check_roles(
        "# R\n\n| Activity | Incident Commander | Scribe | IT Lead |\n|--|--|--|--|\n| Isolate | A | I | R |\n| Restore | R/A | C | R |\n",
        &[
            ("Incident Commander", Shape::Raci, duties),
            ("Scribe", Shape::Raci, &[]),
            (
                "IT Lead",
                Shape::Raci,
                &["Isolate (responsible)", "Restore (responsible)"],
            ),
        ],
        "roles as columns",
    );
    check_roles(
        "# R\n\n| Role | Isolate | Restore |\n|--|--|--|\n| Scribe | R | C |\n| IT Lead | A | R |\n",
        &[
            ("Scribe", Shape::Raci, &["Isolate (responsible)"]),
            (
                "IT Lead",
                Shape::Raci,
                &["Isolate (accountable)", "Restore (responsible)"],
            ),
        ],
        "roles as rows",
    );
}

#[test]
fn shape_4_bold_leads() {
    check_roles(
        "# Roles\n\n- **Incident Commander:** leads the response\n- **Legal** – advises\n- **Harbour Pilot:** steers\n\n**Scribe**: writes.\n",
        &[
            (
                "Incident Commander",
                Shape::BoldLead,
                &["leads the response"],
            ),
            ("Legal", Shape::BoldLead, &["advises"]),
            ("Harbour Pilot", Shape::BoldLead, &["steers"]),
            ("Scribe", Shape::BoldLead, &["writes."]),
        ],
        "bold leads among roles",
    );
    check_roles(
        "# Steps\n\n- **Evidence:** keep it\n- **Note:** be quick\n",
        &[],
        "other bold leads are no roles",
    );
}

#[test]
fn shape_5_nested_lists() {
    check_roles(
        "# Roles\n\n1. Incident Commander\n   1. Leads\n   1. Decides\n1. Scribe\n   a. Writes\n   a. Files\n",
        &[
            (
                "Incident Commander",
                Shape::NestedList,
                &["Leads", "Decides"],
            ),
            ("Scribe", Shape::NestedList, &["Writes", "Files"]),
        ],
        "repeated 1. and a., which Markdown takes for text",
    );
    check_roles(
        "# Steps\n\n1. Isolate\n   1. Pull the plug\n",
        &[],
        "steps are no roles",
    );
}

#[test]
fn shape_6_members_of_the_team() {
    check_roles(
        "# Response\nThe members of the incident response team are:\n\n* CISO\n* Head of Communications\n* Harbour Pilot\n",
        &[
            ("CISO", Shape::TeamList, &[]),
            ("Head of Communications", Shape::TeamList, &[]),
            ("Harbour Pilot", Shape::TeamList, &[]),
        ],
        "the sentence before the list says what they are",
    );
    check_roles(
        "# Response\nAsk the team about:\n\n* time\n* scope\n",
        &[],
        "other lists are no team",
    );
}

#[test]
fn shape_7_sentences_give_candidates_to_confirm() {
    let text = "# Rules\nThe Security Officer shall report it. The team must rest. The report must be short. All staff must help.\n";
    check_roles(
        text,
        &[(
            "Security Officer",
            Shape::Sentence,
            &["The Security Officer shall report it."],
        )],
        "one candidate",
    );
    let (plan, notes) = read(text);
    assert!(plan.roles[0].candidate, "it is marked");
    assert!(
        notes.iter().any(|note| note.code == "role-to-confirm"),
        "and said"
    );
    check_roles(
        "# Rules\nThe Incident Commander is responsible for:\n\n* leading\n* deciding\n",
        &[(
            "Incident Commander",
            Shape::Sentence,
            &["leading", "deciding"],
        )],
        "the list that follows holds the duties",
    );
}

#[test]
fn names_of_one_role_come_together() {
    let (plan, _) = read(
        "# Roles\n## Incident Commander (IC)\n- Leads\n# Contacts\n\n| Role | Tasks |\n|--|--|\n| IR Lead | Closes |\n\n# Rules\nThe IC must rest.\n",
    );
    assert_eq!(plan.roles.len(), 1, "{:?}", plan.roles);
    let role = &plan.roles[0];
    assert_eq!(
        (role.title.as_str(), role.aliases.clone()),
        (
            "Incident Commander",
            vec!["IC".to_owned(), "IR Lead".to_owned()]
        )
    );
    assert_eq!(
        role.duties,
        ["Leads", "Closes"],
        "both places say what it does"
    );
    assert_eq!(role.also.len(), 1, "the other place is kept");
}

#[test]
fn two_names_in_one_list_are_two_roles() {
    let (plan, notes) =
        read("# Roles\n## Incident Commander\n- Leads\n## Incident Manager\n- Manages\n");
    assert_eq!(plan.roles.len(), 2, "the plan itself lists two");
    assert!(
        notes.iter().any(|note| note.code == "roles-alike"),
        "and a note says so: {notes:?}"
    );
}
