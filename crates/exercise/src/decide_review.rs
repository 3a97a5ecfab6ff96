//! The rules for what the review records: suggestions, hot wash, feedback, ratings, findings, the trainer's words.
//! Not here: what people do while the drill runs (`decide_people`).

use crate::decide::{one, short, text};
use crate::decide_people::Answer;
use crate::event::*;
use crate::finding::{Finding, Rating};
use crate::order::{Order, Refusal};
use crate::state::*;

impl Exercise {
    pub(crate) fn decide_review(&self, order: &Order) -> Answer {
        match order {
            Order::LeaveSuggestion { about, reason } => {
                text(about)?;
                short(reason)?;
                one(SuggestionLeft {
                    about: about.clone(),
                    reason: reason.clone(),
                })
            }
            Order::SayInHotWash {
                topic,
                says,
                role,
                objective,
            } => {
                text(says)?;
                if let Some(role) = role {
                    self.role_place(role)?;
                }
                self.known_objective(objective.as_ref())?;
                let (role, objective) = (role.clone(), objective.clone());
                one(HotWashSaid {
                    topic: *topic,
                    says: says.clone(),
                    role,
                    objective,
                })
            }
            Order::GiveFeedback {
                marks,
                strengths,
                improvements,
                says,
            } => {
                for words in [strengths, improvements, says] {
                    short(words)?;
                }
                if marks.iter().any(|mark| *mark > 5) {
                    return Err(Refusal::OutOfRange);
                }
                let empty = [strengths, improvements, says]
                    .iter()
                    .all(|said| said.is_empty());
                if empty && marks.iter().all(|mark| *mark == 0) {
                    return Err(Refusal::TextMissing);
                }
                one(FeedbackGiven {
                    marks: *marks,
                    strengths: strengths.clone(),
                    improvements: improvements.clone(),
                    says: says.clone(),
                })
            }
            Order::Rate {
                objective,
                rating,
                suggested,
                reason,
            } => self.rate_objective(objective, *rating, *suggested, reason),
            Order::RaiseFinding { finding } => {
                self.check_finding(finding)?;
                one(FindingRaised {
                    finding: finding.clone(),
                })
            }
            Order::ReviseFinding { finding, now } => {
                self.known_finding(*finding)?;
                self.check_finding(now)?;
                one(FindingRevised {
                    finding: *finding,
                    now: now.clone(),
                })
            }
            Order::DropFinding { finding, reason } => {
                self.known_finding(*finding)?;
                text(reason)?;
                one(FindingDropped {
                    finding: *finding,
                    reason: reason.clone(),
                })
            }
            Order::WriteNarrative { part, text } => {
                short(text)?;
                if let NarrativePart::Objective(objective) = part {
                    self.known_objective(Some(objective))?;
                }
                one(NarrativeWritten {
                    part: part.clone(),
                    text: text.clone(),
                })
            }
            _ => Err(Refusal::WrongPhase),
        }
    }

    fn rate_objective(
        &self,
        objective: &terms::ObjectiveId,
        rating: Rating,
        suggested: Option<Rating>,
        reason: &str,
    ) -> Answer {
        self.known_objective(Some(objective))?;
        short(reason)?;
        if !self.objective_tested(objective) {
            return Err(Refusal::NoEvidence);
        }
        if suggested != Some(rating) && reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let (objective, reason) = (objective.clone(), reason.to_owned());
        one(ObjectiveRated {
            objective,
            rating,
            suggested,
            reason,
        })
    }

    fn check_finding(&self, finding: &Finding) -> Result<(), Refusal> {
        text(&finding.title)?;
        for words in [
            &finding.observation,
            &finding.root_cause,
            &finding.impact,
            &finding.key,
        ] {
            short(words)?;
        }
        self.known_objective(finding.objective.as_ref())?;
        match finding
            .evidence
            .iter()
            .find(|seq| **seq == 0 || **seq > self.last_seq)
        {
            Some(missing) => Err(Refusal::UnknownRecord(*missing)),
            None => Ok(()),
        }
    }

    fn known_finding(&self, seq: u64) -> Result<(), Refusal> {
        if self.findings.contains(&seq) {
            Ok(())
        } else {
            Err(Refusal::UnknownRecord(seq))
        }
    }
}
