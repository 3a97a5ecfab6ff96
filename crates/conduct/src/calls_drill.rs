//! Calls about one drill up to its end: setting it up, conducting it, looking back at it.

use std::collections::BTreeMap;

use exercise::{Actor, Brief, Exercise, Holder, Order, Origin, Phase};
use terms::{ExerciseId, PlanId};
use wire::{DeskCall, DeskOrder, DeskReply, Problem, ProblemCode};

use crate::calls_plan::plan_used;
use crate::calls_programme::misplaced;
use crate::conductor::{Conductor, Drill};
use crate::desk::{Desk, Open, conduct_view, in_play, mint, note, plan_id, unopened};
use crate::drafts::write_whole;
use crate::given;
use crate::library::{Found, handouts};
use crate::orders::order_of;
use crate::own_packs::Packs;
use crate::practice::{bot_key, unshared};
use crate::problem::{advise, fault, not_done, problem, unknown, unreadable, unwritable};
use crate::tally::Tally;
use crate::views;

impl Desk {
    pub(crate) async fn drill_call(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Brief { scenario, plan } => {
                let found = self
                    .library
                    .get(&scenario)
                    .map_err(|_| unknown("scenario"))?;
                let plan = plan.map(|plan| plan_id(open, &plan)).transpose()?;
                let id = self.brief(open, &found, plan.as_ref())?;
                self.briefing_reply(open, &id)
            }
            DeskCall::Briefing { exercise } => {
                self.conductor(open, &exercise)?;
                self.briefing_reply(open, &exercise.into())
            }
            DeskCall::SetVariables {
                exercise,
                variables,
            } => {
                let change = move |brief: &mut Brief| brief.variables.extend(variables);
                let why = "Set up again with other names and facts before it started.";
                let id = self.brief_again(open, &exercise, change, why).await?;
                self.briefing_reply(open, &id)
            }
            DeskCall::SetGiven {
                exercise,
                packs,
                again,
            } => {
                let now = self.clock.now();
                let known = given::test_again(&open.keep, now).map_err(unopened)?;
                let own = Packs::read(&self.places.own);
                let drill = self.conductor(open, &exercise)?;
                let wanted =
                    drill.look(|it| given::chosen(&it.exercise, &known, &own, &packs, &again));
                let wanted = wanted?;
                let change = move |brief: &mut Brief| brief.given = wanted;
                let why = "Set up again with other clocks or findings to test before it started.";
                let id = self.brief_again(open, &exercise, change, why).await?;
                self.briefing_reply(open, &id)
            }
            DeskCall::EditPack { exercise, pack } => {
                let packs = Packs::read(&self.places.own);
                let text = packs.text(&pack).ok_or_else(|| unknown("rule pack"))?;
                let path = packs.path_of(&pack);
                // What was edited already is never written over.
                if packs.file(&pack).is_none() && !path.exists() {
                    let folder = path.parent().unwrap_or(&self.places.own);
                    std::fs::create_dir_all(folder)
                        .and_then(|()| write_whole(&path, text.as_bytes()))
                        .map_err(|error| unwritable(&path, &error))?;
                }
                self.briefing_reply(open, &exercise.into())
            }
            DeskCall::Conduct { exercise } => {
                let conductor = self.conductor(open, &exercise)?;
                Ok(self.conduct_reply(open, &conductor))
            }
            DeskCall::Inject { exercise, inject } => self.inject_reply(open, &exercise, &inject),
            DeskCall::Order { exercise, order } => self.order(open, &exercise, order).await,
            DeskCall::Replay { exercise, seq } => self.replay(open, &exercise, seq),
            other => Err(misplaced(&other)),
        }
    }

    /// Sets a drill up: scenario, handouts and plan are kept as they are now.
    pub(crate) fn brief(
        &self,
        open: &mut Open,
        found: &Found,
        plan: Option<&PlanId>,
    ) -> Result<ExerciseId, Problem> {
        let origin = if open.keep.fold.sample {
            Origin::Demo
        } else {
            Origin::Live
        };
        self.brief_as(open, found, plan, origin)
    }

    /// The same, and says where its people come from.
    pub(crate) fn brief_as(
        &self,
        open: &mut Open,
        found: &Found,
        plan: Option<&PlanId>,
        origin: Origin,
    ) -> Result<ExerciseId, Problem> {
        if found.errors() > 0 {
            return Err(advise(
                ProblemCode::FileHasErrors,
                format!(
                    "This scenario has {} to mend before it can be played.",
                    count(found.errors())
                ),
                "The Library shows each at its line.",
            ));
        }
        let read = handouts(found).map_err(|error| unreadable(&found.path, &error))?;
        let kept = |failed| fault(&failed);
        let scenario = open
            .keep
            .put_blob("text/yaml", found.text.as_bytes())
            .map_err(kept)?;
        let mut files = BTreeMap::new();
        for (name, bytes) in read {
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            let (media_type, _) = views::media_type(&ending);
            files.insert(name, open.keep.put_blob(media_type, &bytes).map_err(kept)?);
        }
        let brief = Brief {
            origin,
            scenario,
            plan: plan.and_then(|id| plan_used(&open.keep, id)),
            variables: BTreeMap::new(),
            handouts: files,
            seed: None,
            given: given::at_first(&open.keep, &found.scenario, &Packs::read(&self.places.own)),
        };
        self.begin_brief(open, brief)
    }

    pub(crate) fn begin_brief(&self, open: &mut Open, brief: Brief) -> Result<ExerciseId, Problem> {
        let id = ExerciseId::from(mint(self.clock.now()));
        let drill = open.keep.brief(id.clone(), brief).map_err(unopened)?;
        self.begin(open, drill)?;
        Ok(id)
    }

    /// Sets the same drill up again with something changed; whoever had a role keeps it.
    async fn brief_again(
        &self,
        open: &mut Open,
        exercise: &str,
        change: impl FnOnce(&mut Brief),
        reason: &str,
    ) -> Result<ExerciseId, Problem> {
        let old = self.conductor(open, exercise)?;
        let (briefed, phase, holders) = old.look(|drill| {
            let roles = drill.exercise.roles();
            let holders: Vec<(terms::RoleId, Vec<Holder>)> = roles
                .map(|(role, state)| (role.id.clone(), state.holders.clone()))
                .collect();
            (
                drill.exercise.briefed().clone(),
                drill.exercise.phase(),
                holders,
            )
        });
        if phase != Phase::Briefing {
            let says = "The drill has started; what it was set up with stands.";
            return Err(problem(ProblemCode::Refused, says));
        }
        let mut brief = Brief {
            origin: briefed.origin,
            scenario: briefed.scenario,
            plan: briefed.plan,
            variables: briefed.variables,
            handouts: briefed.handouts,
            seed: briefed.seed,
            given: briefed.given,
        };
        change(&mut brief);
        let id = self.begin_brief(open, brief)?;
        let new = self.conductor(open, id.as_str())?;
        for (role, held) in holders {
            for Holder { person, standing } in held {
                let is_bot = person.is_none();
                let order = Order::Assign {
                    role: role.clone(),
                    person,
                    standing,
                };
                let key = old.look(|drill| bot_key(&drill.exercise, &role));
                new.order_once(Actor::Desk, order, key.filter(|_| is_bot))
                    .await
                    .map_err(|why| not_done(&why))?;
            }
        }
        let order = Order::Close {
            how: exercise::ClosedHow::Void,
            reason: reason.to_owned(),
        };
        old.order(Actor::Desk, order)
            .await
            .map_err(|why| not_done(&why))?;
        note(open, &exercise.into());
        Ok(id)
    }

    async fn order(
        &self,
        open: &mut Open,
        exercise: &str,
        asked: DeskOrder,
    ) -> Result<DeskReply, Problem> {
        let conductor = self.conductor(open, exercise)?;
        let suggested = match &asked {
            DeskOrder::Rate { .. } => {
                conductor.look(|drill| self.suggested_ratings(open, drill))?
            }
            _ => BTreeMap::new(),
        };
        let now = self.clock.now();
        let order = conductor.look(|drill| order_of(asked, drill, now, &suggested))?;
        conductor
            .order(Actor::Desk, order.clone())
            .await
            .map_err(|why| not_done(&why))?;
        note(open, &exercise.into());
        if let Order::Close { .. } = order {
            self.keep_closed(open, &conductor)?;
        }
        if conductor.look(|drill| unshared(&drill.exercise)).is_err() {
            return Ok(DeskReply::Done);
        }
        match conductor.look(|drill| drill.exercise.phase()) {
            Phase::Briefing => self.briefing_reply(open, &exercise.into()),
            Phase::Review | Phase::Closed { .. } => self.review_reply(open, &conductor),
            phase @ (Phase::Running { .. } | Phase::Paused { .. } | Phase::HotWash) => {
                debug_assert!(
                    in_play(phase),
                    "the heart of the desk shows play and hot wash"
                );
                Ok(self.conduct_reply(open, &conductor))
            }
        }
    }

    fn conduct_reply(&self, open: &Open, conductor: &Conductor) -> DeskReply {
        let names = open.keep.names();
        let now = self.clock.now();
        let mut view = conductor.look(|drill| conduct_view(drill, &names, now));
        let seats = open.doors.0.get(view.exercise.as_str());
        view.door_open = seats.is_some_and(|seats| seats.is_open());
        DeskReply::Conduct(Box::new(view))
    }

    fn briefing_reply(&self, open: &mut Open, id: &ExerciseId) -> Result<DeskReply, Problem> {
        let conductor = self.conductor(open, id.as_str())?;
        let names = open.keep.names();
        let now = self.clock.now();
        let roster = views::roster(&open.keep);
        let again = given::test_again(&open.keep, now).map_err(unopened)?;
        let own = given::own_assets(&open.keep);
        let packs = Packs::read(&self.places.own);
        conductor.look(|drill| {
            let briefed = drill.exercise.briefed();
            let plan = match &briefed.plan {
                Some(used) => {
                    let (read, _) = open.keep.plan_used(used).map_err(unopened)?.read();
                    let fold = open
                        .keep
                        .plans
                        .get(&used.plan)
                        .ok_or_else(|| unknown("plan"))?;
                    let card = views::card_of(&used.plan, fold, &read);
                    Some((read, card))
                }
                None => None,
            };
            let (file, _) = scenario::read(&open.keep.text(&briefed.scenario).map_err(unopened)?);
            let scene = scene(drill, &names, now);
            let plan = plan.as_ref().map(|(read, card)| (read, card.clone()));
            let offers = views::Offers {
                assets: own,
                clocks: given::clocks(&drill.exercise, &packs),
                packs_amiss: packs.amiss.clone(),
                again: given::offers(&drill.exercise, &again),
            };
            let view = views::briefing(id, &scene, plan, roster, &file, offers);
            Ok(DeskReply::Briefing(view))
        })
    }

    fn inject_reply(
        &self,
        open: &mut Open,
        exercise: &str,
        inject: &str,
    ) -> Result<DeskReply, Problem> {
        let conductor = self.conductor(open, exercise)?;
        let names = open.keep.names();
        let now = self.clock.now();
        conductor.look(|drill| {
            let id = inject.into();
            let (written, _) = drill
                .exercise
                .inject(&id)
                .ok_or_else(|| unknown("inject"))?;
            let mut files = BTreeMap::new();
            for name in &written.attachments {
                if let Some(hash) = drill.exercise.briefed().handouts.get(name) {
                    files.insert(name.clone(), open.keep.bytes(hash).map_err(unopened)?);
                }
            }
            let detail = views::detail(&scene(drill, &names, now), &id, &files);
            Ok(DeskReply::Inject(detail.ok_or_else(|| unknown("inject"))?))
        })
    }

    /// The drill as it stood after a record.
    fn replay(&self, open: &mut Open, exercise: &str, seq: u64) -> Result<DeskReply, Problem> {
        let conductor = self.conductor(open, exercise)?;
        let names = open.keep.names();
        conductor.look(|drill| {
            let end = drill.records.partition_point(|record| record.seq <= seq);
            let records = &drill.records[..end];
            let then = records.last().ok_or_else(|| unknown("record"))?;
            let fold = Exercise::fold(&drill.script, records).ok_or_else(|| unknown("record"))?;
            let scene = views::Scene {
                drill: &fold,
                records,
                tally: &Tally::of(records),
                names: &names,
                now: then.at,
            };
            let view = views::conduct(&drill.id, &scene, true);
            Ok(DeskReply::Conduct(Box::new(view)))
        })
    }
}

/// What a view of this drill looks at.
pub(crate) fn scene<'a>(
    drill: &'a Drill,
    names: &'a BTreeMap<terms::PersonId, String>,
    now: terms::Stamp,
) -> views::Scene<'a> {
    views::Scene {
        drill: &drill.exercise,
        records: &drill.records,
        tally: &drill.tally,
        names,
        now,
    }
}

fn count(errors: usize) -> String {
    if errors == 1 {
        "one error".to_owned()
    } else {
        format!("{errors} errors")
    }
}
