//! What becomes of a drill of the demo: corrective actions, root causes, and a plan that learns. Not here: the drills.

use super::*;

impl Maker {
    /// Every area for improvement gets a corrective action; most are done and verified in time.
    pub(super) fn follow_up(&mut self, drill: &Drill, evaluation: &Evaluation, at: Stamp) {
        let roles = &drill.exercise.scenario().roles;
        let asks = evaluation
            .findings
            .iter()
            .filter(|it| it.dropped.is_none() && it.finding.kind == FindingKind::Improvement);
        for (nth, raised) in asks.enumerate() {
            let finding = &raised.finding;
            let written = finding
                .role
                .as_ref()
                .and_then(|id| roles.iter().find(|it| it.id == *id));
            let owner = written.map_or(OWNER, |it| it.plan_role.as_deref().unwrap_or(&it.title));
            let holder = facts::ROLES.iter().find(|it| it.0 == owner).map(|it| it.1);
            let unit = facts::PEOPLE
                .iter()
                .find(|it| Some(it.0) == holder)
                .map_or("", |it| it.1);
            let action = self.mint(at);
            let moment = |days: i64| at + Span(DAY.0 * days);
            let what = raised.lesson.as_ref().map_or_else(
                || format!("Train and time it: {}", short(&finding.title)),
                |lesson| lesson.says.clone(),
            );
            let tracked = ActionTracked {
                action: action.clone(),
                cause: Cause::Drill {
                    exercise: drill.id.clone(),
                    finding: raised.record,
                },
                what,
                element: if raised.lesson.is_some() {
                    "planning"
                } else {
                    "training"
                }
                .to_owned(),
                owner: office(owner),
                unit: unit.to_owned(),
                priority: if finding.critical {
                    Priority::High
                } else {
                    Priority::Medium
                },
                start: Some(day_of(moment(7))),
                due: Some(day_of(moment(if finding.critical { 60 } else { 90 }))),
            };
            self.later
                .push((moment(1), ProgrammeEvent::ActionTracked(tracked)));
            if finding.critical {
                self.root_cause(drill, &finding.key, owner, moment(14));
            }
            self.end_of(&action, owner, nth, at);
        }
    }

    pub(super) fn end_of(&mut self, action: &str, owner: &str, nth: usize, at: Stamp) {
        let moment = |days: i64| at + Span(DAY.0 * days);
        if nth % 11 == 10 {
            self.later.push((
                moment(20),
                ProgrammeEvent::RiskAccepted(RiskAccepted {
                    action: action.to_owned(),
                    by: office("Executive Board"),
                    on: day_of(moment(20)),
                    because: "The cost stands in no proportion to the harm.".to_owned(),
                    until: Some(day_of(moment(20 + 900))),
                }),
            ));
            return;
        }
        let days = if self.dice.chance(80) {
            30 + self.dice.between(0, 25)
        } else {
            130
        };
        self.later.push((
            moment(days),
            ProgrammeEvent::ActionDone(ActionDone {
                action: action.to_owned(),
                by: office(owner),
                on: day_of(moment(days)),
                evidence: format!("Change record CHG-{}", 1000 + self.dice.between(0, 8999)),
            }),
        ));
        if self.dice.chance(90) {
            self.later.push((
                moment(days + 12),
                ProgrammeEvent::ActionVerified(ActionVerified {
                    action: action.to_owned(),
                    by: office(AUDIT),
                    on: day_of(moment(days + 12)),
                    note: "Looked at the change record and asked the role.".to_owned(),
                }),
            ));
        }
    }

    /// The sheet stands under the key that the programme keeps, which names the role of the plan.
    pub(super) fn root_cause(&mut self, drill: &Drill, key: &str, role: &str, at: Stamp) {
        let roles = &drill.exercise.scenario().roles;
        let parts: Vec<&str> = key.split(" | ").collect();
        let [place, short, failure] = parts.as_slice() else {
            return;
        };
        let known = roles.iter().any(|it| it.id.as_str() == *short);
        let role = if known {
            fold_name(role)
        } else {
            (*short).to_owned()
        };
        self.later.push((
            at,
            ProgrammeEvent::RootCauseKept(RootCauseKept {
                key: format!("{place} | {role} | {failure}"),
                whys: vec![
                    "It was not done in time.".to_owned(),
                    "Nobody was sure whose task it was.".to_owned(),
                    "The role card did not name it.".to_owned(),
                ],
                factors: vec!["Many tasks at the same moment".to_owned()],
                by: office(OWNER),
            }),
        ));
    }

    /// What was learned goes into the plan: proposed, adopted, approved as the next revision, and read by the role holders.
    pub(super) fn learn(
        &mut self,
        drill: &Drill,
        evaluation: &Evaluation,
        at: Stamp,
    ) -> Result<(), Ended> {
        let title = drill.exercise.briefed().title.clone();
        let stream = ledger::stream::of_exercise(&drill.id);
        let mut adopted = Vec::new();
        for lesson in amended::lessons(drill, evaluation).into_iter() {
            let Some(finding) = lesson.finding.filter(|_| adopted.len() < 3) else {
                continue;
            };
            let how = evaluation::outcome_word(lesson.outcome);
            let amendment = Amendment {
                because: Some(format!("Drill “{title}” ({how}): {}", lesson.says)),
                ..lesson.amendment
            };
            if words(&amendment.op).is_some_and(|text| self.plan.plan.text().contains(text)) {
                continue;
            }
            let Ok(amended) = plan::amend(
                self.plan.plan.text(),
                std::slice::from_ref(&amendment),
                OWNER,
            ) else {
                continue;
            };
            self.clock.set(at + Span(DAY.0 * 2));
            let seq = self.keep.append_plan(
                &self.plan_id,
                programme::PlanEvent::Proposed(Proposal {
                    change: amendment.op,
                    because: amendment.because.unwrap_or_default(),
                    finding: Some(format!("{stream}#{finding}")),
                    base: None,
                    base_text: String::new(),
                }),
            )?;
            self.clock.set(at + Span(DAY.0 * 9));
            let answer = programme::AmendmentAnswer {
                amendment: seq,
                adopted: true,
                by: OWNER.to_owned(),
                reason: String::new(),
            };
            self.keep
                .append_plan(&self.plan_id, programme::PlanEvent::Answered(answer))?;
            adopted.push(seq);
            self.plan = read_plan(amended.text);
        }
        if adopted.is_empty() {
            return Ok(());
        }
        self.approve(&title, adopted, at + Span(DAY.0 * 21))
    }

    pub(super) fn approve(
        &mut self,
        title: &str,
        adopted: Vec<u64>,
        at: Stamp,
    ) -> Result<(), Ended> {
        let number = amended::next_number(&self.plan.plan);
        let note = format!("Lessons of the drill “{title}”");
        let row = Amendment {
            op: AmendmentOp::Revision {
                number: number.clone(),
                date: day_of(at).to_string(),
                note: note.clone(),
            },
            because: None,
            base: None,
        };
        if let Ok(amended) = plan::amend(self.plan.plan.text(), &[row], OWNER) {
            self.plan = read_plan(amended.text);
        }
        self.clock.set(at);
        let hash = self
            .keep
            .put_blob("text/markdown", self.plan.plan.text().as_bytes())?;
        let approved = RevisionApproved {
            number: number.clone(),
            by: OWNER.to_owned(),
            effective: day_of(at).to_string(),
            note,
            hash,
            amendments: adopted,
            tested: None,
        };
        self.keep
            .append_plan(&self.plan_id, programme::PlanEvent::Approved(approved))?;
        for (role, primary, alternate) in facts::ROLES {
            for name in [primary, alternate] {
                // Most read it within days; a few never say so.
                if !self.dice.chance(92) || role == "Scribe" {
                    continue;
                }
                let read = at + Span(DAY.0 * self.dice.between(1, 12));
                if let Some(person) = self.person(name) {
                    let event = RevisionAcknowledged {
                        plan: self.plan_id.clone(),
                        revision: number.clone(),
                        person,
                        on: day_of(read),
                    };
                    self.later
                        .push((read, ProgrammeEvent::RevisionAcknowledged(event)));
                }
            }
        }
        Ok(())
    }
}
