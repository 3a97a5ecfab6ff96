//! What a drill's seats may read beside its records: the plan and the handouts, read once when the door is opened.
//! Not here: which of it a seat sees (`card`, `eyes`).

use std::collections::BTreeMap;

use evaluation::PlanFacts;
use exercise::Briefed;
use plan::Plan;

use crate::calls_review::facts_of;
use crate::keep::{Keep, Unopened};

/// The plan and the handouts of a drill.
#[derive(Default)]
pub struct Lore {
    /// The plan, where the drill tests one.
    pub plan: Option<Plan>,
    /// Its title and revision in words.
    pub plan_title: String,
    /// What an evaluation needs to know of it.
    pub facts: Option<PlanFacts>,
    /// Files beside the scenario, by their path there.
    pub handouts: BTreeMap<String, Vec<u8>>,
}

impl Lore {
    /// Reads what the drill was set up with.
    ///
    /// # Errors
    /// Where a file that belongs to the drill is not there any more.
    pub fn read(keep: &Keep, briefed: &Briefed) -> Result<Self, Unopened> {
        let mut lore = Self::default();
        for (name, hash) in &briefed.handouts {
            lore.handouts.insert(name.clone(), keep.bytes(hash)?);
        }
        if let Some(used) = &briefed.plan {
            let (plan, _) = keep.plan_used(used)?.read();
            lore.facts = Some(facts_of(used, &plan));
            lore.plan = Some(plan);
            lore.plan_title = if used.revision.is_empty() {
                used.title.clone()
            } else {
                format!("{}, revision {}", used.title, used.revision)
            };
        }
        Ok(lore)
    }
}
