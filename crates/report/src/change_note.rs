//! The change note of a plan: one page that tells those who hold a role what changed in it, why, and for whom, with lines
//! to sign. Not here: which changes those are (the plan's stream knows), and how a paper is laid out.

use crate::paper::{Block, Paper, Run};

/// The longest text of a cell. Whoever needs more has the plan itself.
const CELL_MAX: usize = 220;

/// How many changes stand on the page; the rest is counted.
const CHANGES_MAX: usize = 8;

/// What a change note tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeNote {
    /// The title of the plan.
    pub plan: String,
    /// What stands on every page, such as that all of it is made up; may be empty.
    pub marking: String,
    /// The revision that holds the changes; empty while they are a draft.
    pub revision: String,
    /// From when it holds; may be empty.
    pub effective: String,
    /// Who approved it; empty while nobody has.
    pub approved_by: String,
    /// The drills that the changes come from.
    pub drills: Vec<String>,
    /// What changed.
    pub changes: Vec<NotedChange>,
    /// The roles that are to read it; all where it cannot be told.
    pub roles: Vec<String>,
}

/// One change of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotedChange {
    /// The section.
    pub section: String,
    /// What stood there; empty where something was only added.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// Why.
    pub because: String,
    /// The roles that it concerns; empty where it concerns all.
    pub roles: Vec<String>,
}

impl ChangeNote {
    /// The note as a paper of one page.
    pub fn paper(&self) -> Paper {
        let mut blocks = vec![Block::Paragraph(vec![Run::plain(self.opening())])];
        blocks.push(self.table());
        if self.changes.len() > CHANGES_MAX {
            let more = self.changes.len() - CHANGES_MAX;
            let says = format!("Further changes: {more}. The plan itself holds all of them.");
            blocks.push(Block::Paragraph(vec![Run::plain(says)]));
        }
        blocks.push(Block::Heading {
            level: 1,
            text: "I have read this and know what changes for my role".to_owned(),
        });
        blocks.push(self.signatures());
        Paper {
            title: "Change note".to_owned(),
            subtitle: self.subtitle(),
            marking: self.marking.clone(),
            blocks,
            ..Paper::default()
        }
    }

    fn subtitle(&self) -> String {
        match self.revision.as_str() {
            "" => format!("{}, draft", self.plan),
            revision => format!("{}, revision {revision}", self.plan),
        }
    }

    fn opening(&self) -> String {
        let standing = match (self.approved_by.as_str(), self.effective.as_str()) {
            ("", _) => {
                "This is a draft: it is not in force until the owner of the plan approves it."
                    .to_owned()
            }
            (by, "") => format!("Approved by {by}."),
            (by, effective) => format!("Approved by {by}, in force from {effective}."),
        };
        let from = match self.drills.as_slice() {
            [] => String::new(),
            [one] => format!(" The changes come from the drill {one}."),
            several => format!(
                " The changes come from the drills {}.",
                several.join(" and ")
            ),
        };
        format!("{standing}{from}")
    }

    fn table(&self) -> Block {
        let cell = |text: &str| vec![Run::plain(short(text))];
        let rows = self.changes.iter().take(CHANGES_MAX).map(|change| {
            let before = match change.before.trim() {
                "" => "(nothing)",
                before => before,
            };
            vec![
                vec![Run::bold(short(&change.section))],
                cell(before),
                cell(&change.after),
                cell(&change.because),
                cell(&who(&change.roles)),
            ]
        });
        Block::Table {
            columns: vec![20, 24, 28, 20, 14],
            header: ["Section", "Before", "Now", "Because", "Concerns"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
        }
    }

    fn signatures(&self) -> Block {
        let empty = || vec![Run::plain("")];
        let roles: Vec<String> = match self.roles.as_slice() {
            [] => vec![String::new(); 3],
            roles => roles.iter().take(CHANGES_MAX).cloned().collect(),
        };
        let rows = roles
            .into_iter()
            .map(|role| vec![vec![Run::plain(role)], empty(), empty(), empty()]);
        Block::Table {
            columns: vec![28, 28, 16, 28],
            header: ["Role", "Name", "Date", "Signature"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
        }
    }
}

fn who(roles: &[String]) -> String {
    match roles {
        [] => "everybody".to_owned(),
        roles => roles.join(", "),
    }
}

/// A text on one line, cut where it is too long for a cell.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= CELL_MAX {
        return line;
    }
    let cut: String = line.chars().take(CELL_MAX).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}
