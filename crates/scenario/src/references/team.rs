//! Checks of what a scenario says about the doings of the team: emergency accounts and that nobody writes a secret into
//! them, call-ups whose quorum can come together, steps that there is something for, exposure. Not here: what is unwise
//! and still can be played (`lint`).

use terms::looks_secret;

use super::*;
use crate::{About, Account, CallUp, Step};

impl Check<'_, '_, '_> {
    /// What an inject asks of the team.
    pub(super) fn team(&mut self, inject: &Inject, at: Cursor<'_>) {
        if let Some(account) = &inject.account {
            self.account(account, at.key("account"));
        }
        if let Some(call_up) = &inject.call_up {
            self.call_up(call_up, at.key("call_up"));
        }
        let looks_up = inject.looks_up.as_deref();
        self.used_if(Kind::Asset, looks_up, at.key("looks_up"));
    }

    fn account(&mut self, account: &Account, at: Cursor<'_>) {
        self.used(Kind::Role, account.role.as_str(), at.key("role"));
        for (name, text) in [("system", &account.system), ("why", &account.why)] {
            let at = at.key(name);
            if at.is_written() && looks_secret(text) {
                let says = "This looks like a password, a token or a key.";
                let hint = "Name the system and the reason; a secret never stands in a scenario.";
                self.notes
                    .error("secret", at.place(), says, Some(hint.to_owned()));
            }
        }
        if account.lasts.0 == 0 && at.key("lasts").is_written() {
            let says = "An emergency account has to last for some time.";
            let at = at.key("lasts").place();
            self.notes.error("out-of-range", at, says, None);
        }
    }

    fn call_up(&mut self, call_up: &CallUp, at: Cursor<'_>) {
        for (i, role) in call_up.roles.iter().enumerate() {
            self.used(Kind::Role, role.as_str(), at.key("roles").item(i));
        }
        let quorum = at.key("quorum");
        for (i, role) in call_up.quorum.roles.iter().enumerate() {
            self.used(Kind::Role, role.as_str(), quorum.key("roles").item(i));
        }
        let everyone = self.known.names.get(&Kind::Role).map_or(0, BTreeSet::len);
        let called = match call_up.roles.len() {
            0 => everyone,
            some => some,
        };
        let number = usize::try_from(call_up.quorum.number).unwrap_or(usize::MAX);
        if number > called && quorum.key("number").is_written() {
            let says = format!("{number} have to be there, and only {called} are called.");
            let hint = "Call more roles, or ask for fewer.".to_owned();
            let at = quorum.key("number").place();
            self.notes.error("quorum-too-large", at, says, Some(hint));
        }
        for (i, role) in call_up.quorum.roles.iter().enumerate() {
            let at = quorum.key("roles").item(i);
            if at.is_written() && !call_up.roles.is_empty() && !call_up.roles.contains(role) {
                let says = format!(
                    "The role {} has to be there and is not called.",
                    quoted(role.as_str())
                );
                let hint = "Add it to the roles that are called.";
                self.notes.warn("quorum-not-called", at.place(), says, hint);
            }
        }
    }

    /// A step is about something that the file has.
    pub(super) fn step(&mut self, step: &Step, at: Cursor<'_>) {
        let at = at.key(step.word());
        let (id, wanted) = match step.about() {
            About::Service(id) => return self.used(Kind::Service, id.as_str(), at),
            About::Account(id) => (id, "account"),
            About::CallUp(id) => (id, "call_up"),
        };
        self.used(Kind::Inject, id.as_str(), at);
        let Some(inject) = self.known.injects.get(id.as_str()) else {
            return;
        };
        let fits = match step.about() {
            About::Account(_) => inject.account.is_some(),
            About::CallUp(_) => inject.call_up.is_some(),
            About::Service(_) => true,
        };
        if !fits && at.is_written() {
            let says = format!(
                "The inject {} has no `{wanted}`, so nothing of it can be {}.",
                quoted(id.as_str()),
                step.word()
            );
            let hint = format!("Give that inject an `{wanted}`, or take the step out.");
            self.notes
                .error("step-without-cause", at.place(), says, Some(hint));
        }
    }

    pub(super) fn exposure(&mut self, scenario: &Scenario, root: Cursor<'_>) {
        let Some(exposure) = &scenario.exposure else {
            return;
        };
        let at = root.key("exposure");
        if let Some(since) = &exposure.since {
            self.date(since, at.key("since"));
        }
        self.condition(&exposure.noticed, at.key("noticed"));
        self.condition(&exposure.contained, at.key("contained"));
        for (i, spread) in exposure.spread.iter().enumerate() {
            let at = at.key("spread").item(i).key("unless");
            self.condition(&spread.unless, at);
        }
    }
}
