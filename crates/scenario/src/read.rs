//! Reads a scenario file: text in, a scenario and everything there is to say about it out. It never fails.
//! Not here: the single checks, which `walk`, `references`, `templates` and `lint` hold.

use terms::Diagnostic;
use terms::yaml::{self, Kind, Limits, Node};

use crate::Scenario;
use crate::notes::Notes;
use crate::place::{Cursor, to_json};
use crate::shape::FORMAT;
use crate::{lint, references, templates, walk};

/// Reads a scenario from YAML or JSON. The scenario that comes back holds everything that could be made
/// out; it must not be conducted while one of the diagnostics is an error.
pub fn read(text: &str) -> (Scenario, Vec<Diagnostic>) {
    read_beside(text, &|_| true)
}

/// Reads a scenario like [`read`], and asks whether each attachment is there. The path that is asked for
/// is relative to the scenario's folder and never leads out of it.
pub fn read_beside(text: &str, has_file: &dyn Fn(&str) -> bool) -> (Scenario, Vec<Diagnostic>) {
    let (root, found) = yaml::parse(text, Limits::default());
    let mut notes = Notes::of(text);
    notes.take(found);
    let tree = match root {
        None => walk::empty(FORMAT.root()),
        Some(Node {
            kind: Kind::Null, ..
        }) => {
            let hint = "Begin with `format: 1`; docs/SCENARIOS.md shows a whole example.";
            notes.error(
                "empty-file",
                (1, 1),
                "The file is empty.",
                Some(hint.to_owned()),
            );
            walk::empty(FORMAT.root())
        }
        Some(root) => walk::fit(root, &mut notes),
    };
    let scenario = typed(&tree, &mut notes);
    // A file that could not be read at all has said so; nothing in it was written by anybody.
    if tree.line > 0 {
        let root = Cursor::at_root(&tree);
        references::check(&scenario, root, has_file, &mut notes);
        templates::check(&scenario, root, &tree, &mut notes);
        lint::check(&scenario, root, &mut notes);
    }
    (scenario, notes.finish())
}

/// The fitted tree as a scenario. Fitting and the types come from one source, so this cannot fail; were
/// it to fail all the same, an empty scenario and an error are the answer.
fn typed(tree: &Node, notes: &mut Notes<'_>) -> Scenario {
    match serde_json::from_value(to_json(tree)) {
        Ok(scenario) => scenario,
        Err(why) => {
            notes.error(
                "unreadable",
                (1, 1),
                format!("The file cannot be used: {why}."),
                None,
            );
            nothing()
        }
    }
}

/// A scenario without anything in it.
fn nothing() -> Scenario {
    Scenario {
        format: crate::FORMAT,
        id: String::new(),
        title: String::new(),
        summary: String::new(),
        duration: terms::Span::default(),
        threat: crate::Threat::default(),
        difficulty: crate::Difficulty::default(),
        tags: Vec::new(),
        handling: String::new(),
        story: crate::Story {
            start: String::new(),
            ratio: 1,
            zone: None,
        },
        variables: std::collections::BTreeMap::new(),
        assets: Vec::new(),
        roles: Vec::new(),
        objectives: Vec::new(),
        modules: Vec::new(),
        groups: Vec::new(),
        injects: Vec::new(),
        expected_actions: Vec::new(),
        deadlines: Vec::new(),
        regimes: Vec::new(),
        services: Vec::new(),
        exposure: None,
    }
}
