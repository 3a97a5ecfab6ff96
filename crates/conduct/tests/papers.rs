//! The papers before a drill, of every shipped scenario with the sample plan: what players hold says nothing that only the
//! white cell knows, what the white cell holds says all of it, and everything says EXERCISE. Not here: how they look.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use conduct::library;
use conduct::papers::{PaperForm, Papers};
use report::{BeforePaper, Block, Look, Paper, before};
use scenario::{Inject, Scenario};

const SHIPPED: [&str; 5] = [
    "payment-fraud",
    "privacy-breach",
    "ransomware-double-extortion",
    "supplier-token",
    "suspicious-login",
];

/// The shortest piece that is looked for: shorter ones stand in too many harmless texts.
const PIECE: usize = 18;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn plan_text() -> String {
    std::fs::read_to_string(root().join("plan/incident-response-plan.md")).expect("it is shipped")
}

fn shipped(name: &str) -> (Scenario, Papers) {
    let found = library::read(
        &root().join(name).join("scenario.yaml"),
        name.to_owned(),
        true,
    );
    let found = found.expect("it is shipped");
    let scenario = conduct::rendered(&found.scenario, &BTreeMap::new()).expect("filled in");
    let handouts = library::handouts(&found).expect("they lie beside it");
    let (plan, _) = plan::read(&plan_text());
    let papers = Papers::of_scenario(scenario.clone(), handouts, Some((plan, "4".to_owned())));
    (scenario, papers)
}

/// Every word of a paper in reading order.
fn words(paper: &Paper) -> String {
    let mut out = format!("{}\n{}\n", paper.title, paper.subtitle);
    collect(&paper.blocks, &mut out);
    out
}

fn collect(blocks: &[Block], out: &mut String) {
    for block in blocks {
        let texts: Vec<&str> = match block {
            Block::Heading { text, .. } => vec![text],
            Block::Paragraph(runs) => runs.iter().map(|run| run.text.as_str()).collect(),
            Block::List { items, .. } => items
                .iter()
                .flatten()
                .map(|run| run.text.as_str())
                .collect(),
            Block::Table { header, rows, .. } => {
                let cells = rows.iter().flatten().flatten().map(|run| run.text.as_str());
                header.iter().map(String::as_str).chain(cells).collect()
            }
            Block::Box { title, blocks, .. } => {
                collect(blocks, out);
                vec![title]
            }
            Block::PageBreak | Block::Lines { .. } | Block::Picture { .. } => Vec::new(),
        };
        for text in texts {
            out.push_str(text);
            out.push('\n');
        }
    }
}

/// Letters and digits alone, in lower case, so that form hides nothing.
fn squashed(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn pieces(text: &str) -> impl Iterator<Item = String> {
    let lines: Vec<String> = text.split(['\n', '.', '?', '!']).map(squashed).collect();
    lines.into_iter().filter(|it| it.chars().count() >= PIECE)
}

/// What only the white cell may know.
fn white_cell(scenario: &Scenario) -> BTreeSet<String> {
    let mut texts = vec![&scenario.summary, &scenario.threat.description];
    for inject in &scenario.injects {
        texts.push(&inject.white_cell);
        texts.extend(&inject.prompts);
        texts.extend(inject.options.iter().map(|it| &it.white_cell));
        if inject.subject.is_some() {
            texts.push(&inject.title);
        }
    }
    for action in &scenario.expected_actions {
        texts.push(&action.text);
        texts.extend(action.lesson.iter().map(|it| &it.says));
    }
    for objective in &scenario.objectives {
        texts.push(&objective.target);
        texts.extend(&objective.critical_tasks);
    }
    for module in &scenario.modules {
        texts.extend(&module.questions);
    }
    texts.into_iter().flat_map(|text| pieces(text)).collect()
}

/// What an inject shows to those who get it.
fn shown(inject: &Inject) -> String {
    let mut open = squashed(inject.subject.as_ref().unwrap_or(&inject.title));
    open.push_str(&squashed(&inject.body));
    for choice in &inject.options {
        open.push_str(&squashed(&choice.label));
    }
    open
}

/// What everybody knows: the plan, the roles, the objectives.
fn known(scenario: &Scenario) -> String {
    let mut open = squashed(&plan_text());
    for role in &scenario.roles {
        open.push_str(&squashed(&role.brief));
    }
    for objective in &scenario.objectives {
        open.push_str(&squashed(&objective.title));
    }
    open
}

#[test]
fn papers_of_players_hold_nothing_of_the_white_cell() {
    for name in SHIPPED {
        let (scenario, papers) = shipped(name);
        let secret = white_cell(&scenario);
        assert!(secret.len() > 50, "{name} has secrets to look for");
        let open = known(&scenario);
        let cards: String = scenario.injects.iter().map(shown).collect();
        for which in BeforePaper::ALL
            .into_iter()
            .filter(|it| !it.is_white_cell())
        {
            let paper = before(which, &papers.before());
            let said = squashed(&words(&paper));
            let of_injects = matches!(which, BeforePaper::InjectCards | BeforePaper::Handouts);
            for piece in &secret {
                let may = open.contains(piece) || of_injects && cards.contains(piece);
                // A handout is what its writer put into it, for players.
                let may = may || which == BeforePaper::Handouts;
                assert!(
                    may || !said.contains(piece),
                    "{name}: {which:?} tells “{piece}”"
                );
            }
            assert!(!paper.marking.contains("WHITE CELL"), "{name}: {which:?}");
            if !of_injects {
                for piece in scenario.injects.iter().flat_map(|it| pieces(&it.body)) {
                    assert!(
                        open.contains(&piece) || !said.contains(&piece),
                        "{name}: {which:?} tells what is still to come: “{piece}”"
                    );
                }
            }
        }
    }
}

#[test]
fn papers_of_the_white_cell_say_whose_they_are_and_leave_nothing_out() {
    for name in SHIPPED {
        let (scenario, papers) = shipped(name);
        let paper = |which| before(which, &papers.before());
        let guide = squashed(&words(&paper(BeforePaper::FacilitatorGuide)));
        for inject in &scenario.injects {
            for text in [&inject.title, &inject.white_cell]
                .into_iter()
                .chain(&inject.prompts)
            {
                for piece in pieces(&text.replace(['`', '*', '_'], "")) {
                    assert!(guide.contains(&piece), "{name}: the guide lacks “{piece}”");
                }
            }
        }
        let guides = squashed(&words(&paper(BeforePaper::EvaluationGuides)));
        for action in &scenario.expected_actions {
            let says = squashed(&action.text);
            assert!(
                guides.contains(&says),
                "{name}: nobody watches for “{says}”"
            );
        }
        for which in BeforePaper::ALL.into_iter().filter(|it| it.is_white_cell()) {
            let marking = paper(which).marking;
            assert!(marking.contains("WHITE CELL ONLY"), "{which:?}: {marking}");
        }
    }
}

#[test]
fn every_addressee_of_every_inject_gets_a_card_and_every_role_a_sheet() {
    for name in SHIPPED {
        let (scenario, papers) = shipped(name);
        let breaks = |which| {
            let paper = before(which, &papers.before());
            let blocks = paper.blocks.iter();
            blocks.filter(|it| **it == Block::PageBreak).count()
        };
        let cards: usize = scenario.injects.iter().map(|it| it.to.len().max(1)).sum();
        assert_eq!(breaks(BeforePaper::InjectCards), cards, "{name}: cards");
        let roles = scenario.roles.len();
        assert_eq!(breaks(BeforePaper::RoleCards), roles, "{name}: role cards");
        assert_eq!(
            breaks(BeforePaper::DecisionSheets),
            roles - 1,
            "{name}: sheets"
        );
    }
}

#[test]
fn all_papers_are_written_in_both_forms_and_always_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, papers) = shipped("suspicious-login");
    for form in [PaperForm::Pdf, PaperForm::Docx] {
        let saved = papers.save(&BeforePaper::ALL, form, &Look::default(), folder.path());
        let saved = saved.expect("written");
        assert_eq!(saved.files.len(), BeforePaper::ALL.len());
        assert!(
            saved.gaps.is_empty(),
            "every sign has a font: {:?}",
            saved.gaps
        );
        for (which, file) in BeforePaper::ALL.into_iter().zip(&saved.files) {
            let bytes = std::fs::read(folder.path().join(file)).expect("there");
            let again = papers
                .written(which, form, &Look::default())
                .expect("laid out");
            assert!(bytes == again.0, "{file} is the same bytes each time");
            let begins: &[u8] = match form {
                PaperForm::Pdf => b"%PDF-",
                PaperForm::Docx => b"PK\x03\x04",
            };
            assert!(bytes.starts_with(begins), "{file} is what its name says");
        }
    }
    for which in BeforePaper::ALL {
        let paper = before(which, &papers.before());
        assert!(
            paper.marking.starts_with("EXERCISE · TLP:GREEN"),
            "{which:?}"
        );
        assert_eq!(BeforePaper::named(which.name()), Some(which), "by its name");
    }
}
