//! Calls about the evidence of a chosen period: to look at, to write, and its pack. Each reads the programme as it stood at the
//! end of the period, through an opening of its own and on a thread of its own. Not here: the evidence of the year as it
//! stands (`calls_year`).

use std::path::Path;
use std::sync::Arc;

use programme::{Framework, Look, day_of};
use wire::{DeskCall, DeskReply, Problem, ProblemCode};

use crate::calls_files::{apart, under};
use crate::calls_programme::misplaced;
use crate::calls_review::save;
use crate::clock::Clock;
use crate::desk::{Desk, unopened};
use crate::period::Period;
use crate::problem::{problem, unknown};
use crate::stand::Stand;
use crate::{views, year_pack};

impl Desk {
    pub(crate) async fn period_call(&self, call: DeskCall) -> Result<DeskReply, Problem> {
        let programme = self.open.lock().await.keep.path.clone();
        let now = self.clock.now();
        let period = |from: &str, to: &str| Period::read(from, to, day_of(now));
        match call {
            DeskCall::EvidenceBetween { from, to } => {
                let period = period(&from, &to)?;
                let clock = Arc::new(Clock::by_hand(now));
                apart(move || {
                    seen(&programme, &period, clock, |look| {
                        Ok(DeskReply::EvidenceYear(Box::new(views::evidence_year(
                            look,
                        ))))
                    })
                })
                .await
            }
            DeskCall::SaveEvidence {
                framework,
                path,
                from,
                to,
            } => {
                let period = period(&from, &to)?;
                let framework = [Framework::Iro01, Framework::Soc2, Framework::Csf]
                    .into_iter()
                    .find(|it| it.word() == framework)
                    .ok_or_else(|| unknown("framework"))?;
                let clock = Arc::new(Clock::by_hand(now));
                apart(move || {
                    let path = Path::new(&path);
                    let text = seen(&programme, &period, clock, |look| {
                        written(look, framework, path)
                    })?;
                    save(path, text.as_bytes())
                })
                .await
            }
            DeskCall::SaveYearPack {
                from,
                to,
                path,
                names,
                sign,
                passphrase,
            } => {
                let period = period(&from, &to)?;
                let key = self.signing_key(sign)?;
                apart(move || {
                    let made = year_pack::make(&programme, &period, names, key.as_ref(), now);
                    save(Path::new(&path), &under(made?.1, passphrase)?)
                })
                .await
            }
            other => Err(misplaced(&other)),
        }
    }
}

fn written(look: &Look<'_>, framework: Framework, path: &Path) -> Result<String, Problem> {
    if path.extension().is_some_and(|it| it == "json") {
        crate::evidence_json(look, framework)
            .map_err(|error| problem(ProblemCode::Broken, error.to_string()))
    } else {
        Ok(crate::evidence_markdown(look, framework))
    }
}

fn seen<T>(
    programme: &Path,
    period: &Period,
    clock: Arc<Clock>,
    look: impl FnOnce(&Look<'_>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let keep = period.open(programme, clock).map_err(unopened)?;
    let stand = Stand::between(&keep, period).map_err(unopened)?;
    look(&stand.look(&keep))
}
