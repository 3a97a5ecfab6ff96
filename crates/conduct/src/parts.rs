//! Which part of the desk answers which call; every call stands here once. Not here: the answers (`calls_*`, `practice`).

use wire::DeskCall;

/// A part of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What is printed, aside from everything that runs.
    Press,
    /// Whole files, through an opening of their own.
    Files,
    /// What this user keeps beside every programme: drafts and settings.
    Own,
    /// The programme, its library and its people.
    Programme,
    /// Plans.
    Plan,
    /// Drills before and while they run.
    Drill,
    /// The team and its calendar.
    Team,
    /// A drill that is over.
    Review,
    /// The year: measures, improvement, evidence.
    Year,
    /// Registers.
    Registers,
    /// Reports, and how they look.
    Report,
    /// The seats' door.
    Door,
}

pub(crate) fn part_of(call: &DeskCall) -> Part {
    match call {
        DeskCall::SaveReport { .. }
        | DeskCall::ApproveReport { .. }
        | DeskCall::SavePapers { .. }
        | DeskCall::SaveChangeNote { .. } => Part::Press,
        DeskCall::SavePack { .. }
        | DeskCall::EvidenceBetween { .. }
        | DeskCall::SaveEvidence { .. }
        | DeskCall::SaveYearPack { .. }
        | DeskCall::Files
        | DeskCall::BackUp { .. }
        | DeskCall::Restore { .. }
        | DeskCall::VerifyFile { .. }
        | DeskCall::SeeMerge { .. }
        | DeskCall::Merge { .. }
        | DeskCall::MakeKey
        | DeskCall::KnowKey { .. }
        | DeskCall::SavePublicKey { .. } => Part::Files,
        DeskCall::KeepDraft { .. }
        | DeskCall::Drafts
        | DeskCall::Settings
        | DeskCall::KeepSettings { .. } => Part::Own,
        DeskCall::Home
        | DeskCall::OpenProgramme { .. }
        | DeskCall::Library
        | DeskCall::Scenario { .. }
        | DeskCall::ImportScenario { .. }
        | DeskCall::Roster
        | DeskCall::KeepPerson { .. }
        | DeskCall::ErasePerson { .. } => Part::Programme,
        DeskCall::ImportPlan { .. }
        | DeskCall::Plan { .. }
        | DeskCall::ReadHeadings { .. }
        | DeskCall::ProposeAmendment { .. }
        | DeskCall::AdoptAmendment { .. }
        | DeskCall::DeclineAmendment { .. }
        | DeskCall::ApproveRevision { .. }
        | DeskCall::SavePlan { .. } => Part::Plan,
        DeskCall::Brief { .. }
        | DeskCall::SetGiven { .. }
        | DeskCall::EditPack { .. }
        | DeskCall::Briefing { .. }
        | DeskCall::SetVariables { .. }
        | DeskCall::Conduct { .. }
        | DeskCall::Inject { .. }
        | DeskCall::Order { .. }
        | DeskCall::Replay { .. } => Part::Drill,
        DeskCall::Team
        | DeskCall::KeepTeam { .. }
        | DeskCall::Calendar
        | DeskCall::KeepCalendar { .. }
        | DeskCall::SaveCalendar { .. } => Part::Team,
        DeskCall::Review { .. } | DeskCall::KeepAction { .. } => Part::Review,
        DeskCall::Year
        | DeskCall::Improvement
        | DeskCall::Improve { .. }
        | DeskCall::SaveActions { .. }
        | DeskCall::ImportTable { .. }
        | DeskCall::EvidenceYear
        | DeskCall::Assess { .. } => Part::Year,
        DeskCall::Registers | DeskCall::Enter { .. } => Part::Registers,
        DeskCall::Report { .. }
        | DeskCall::PreviewReport { .. }
        | DeskCall::WriteAddendum { .. }
        | DeskCall::KeepAsks { .. }
        | DeskCall::Look
        | DeskCall::KeepLook { .. }
        | DeskCall::UseTemplate { .. }
        | DeskCall::SaveTemplate { .. }
        | DeskCall::SaveLapses { .. } => Part::Report,
        DeskCall::Door { .. }
        | DeskCall::OpenDoor { .. }
        | DeskCall::CloseDoor { .. }
        | DeskCall::RenewCode { .. }
        | DeskCall::InviteToSeat { .. }
        | DeskCall::RevokeInvitation { .. }
        | DeskCall::SendOut { .. }
        | DeskCall::TieSeat { .. }
        | DeskCall::BlankDisplay { .. }
        | DeskCall::ShowDisplay { .. }
        | DeskCall::Practise { .. } => Part::Door,
    }
}
