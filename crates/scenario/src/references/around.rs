//! Checks of what goes beyond one inject: regimes and their rule packs, the zone of the story.
//! Not here: when a notice is due (`deadlines`, `exercise`).

use deadlines::{Pack, Tz, shipped};

use super::*;
use crate::Regime;

impl Check<'_, '_, '_> {
    /// The zone of the story clock is one of the world's.
    pub(super) fn zone(&mut self, scenario: &Scenario, root: Cursor<'_>) {
        let at = root.key("story").key("zone");
        let Some(zone) = &scenario.story.zone else {
            return;
        };
        if at.is_written() && zone.parse::<Tz>().is_err() {
            let says = format!("There is no time zone {}.", quoted(zone));
            let hint = "Write one such as Europe/Berlin.".to_owned();
            self.notes
                .error("unknown-zone", at.place(), says, Some(hint));
        }
    }

    pub(super) fn regimes(&mut self, scenario: &Scenario, root: Cursor<'_>) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (i, regime) in scenario.regimes.iter().enumerate() {
            let at = root.key("regimes").item(i);
            self.used_if(
                Kind::Role,
                regime.role.as_ref().map(|r| r.as_str()),
                at.key("role"),
            );
            for (j, trigger) in regime.triggers.iter().enumerate() {
                let at = at.key("triggers").item(j).key("when");
                self.condition(&trigger.when, at);
            }
            for (j, submission) in regime.submitted_by.iter().enumerate() {
                let at = at.key("submitted_by").item(j).key("action");
                self.used(Kind::Action, submission.action.as_str(), at);
            }
            if !seen.insert(&regime.pack) && at.key("pack").is_written() {
                let says = format!("The rule pack {} stands here twice.", quoted(&regime.pack));
                let hint = Some("Put its triggers into one regime.".to_owned());
                self.notes
                    .error("duplicate-id", at.key("pack").place(), says, hint);
            }
            self.pack(regime, at);
        }
    }

    fn pack(&mut self, regime: &Regime, at: Cursor<'_>) {
        let place = at.key("pack");
        if !place.is_written() {
            return;
        }
        let Some(pack) = shipped().iter().find(|pack| pack.id == regime.pack) else {
            let ids = || shipped().iter().map(|pack| pack.id.as_str());
            let near = self.notes.guess(&regime.pack, ids());
            let says = format!("There is no rule pack {}.", quoted(&regime.pack));
            let hint = did_you_mean(near).or_else(|| Some(its("rule packs", ids())));
            return self.notes.error("unknown-pack", place.place(), says, hint);
        };
        for (j, trigger) in regime.triggers.iter().enumerate() {
            let at = at.key("triggers").item(j).key("event");
            let word = trigger.event.word();
            if at.is_written() && !counts_from(pack, word) {
                let says = format!("No limit of {} counts from {word}.", quoted(&pack.id));
                let events = listed(events(pack).iter().map(String::as_str));
                let hint = format!("It counts from: {events}.");
                self.notes
                    .warn("event-not-counted", at.place(), says, &hint);
            }
        }
        for (j, submission) in regime.submitted_by.iter().enumerate() {
            let at = at.key("submitted_by").item(j).key("stage");
            if at.is_written() && pack.stage(&submission.stage).is_none() {
                let stages = || pack.stages.iter().map(|stage| stage.id.as_str());
                let near = self.notes.guess(&submission.stage, stages());
                let says = format!(
                    "The rule pack {} has no stage {}.",
                    quoted(&pack.id),
                    quoted(&submission.stage)
                );
                let hint = did_you_mean(near).or_else(|| Some(its("stages", stages())));
                self.notes.error("unknown-stage", at.place(), says, hint);
            }
        }
    }
}

fn counts_from(pack: &Pack, word: &str) -> bool {
    events(pack).iter().any(|event| event == word)
}

/// The events from which a pack counts, submissions of its own left out.
fn events(pack: &Pack) -> Vec<String> {
    let limits = pack.stages.iter().flat_map(|stage| &stage.limits);
    let after = limits.flat_map(|limit| &limit.after);
    let mut words: Vec<String> = after.map(ToString::to_string).collect();
    words.retain(|word| !word.contains(':'));
    words.sort();
    words.dedup();
    words
}
