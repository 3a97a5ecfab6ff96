//! What the desk may ask. Each call names its arguments; the reply to each is told beside it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

use crate::order::{AmendmentCall, DeskOrder, PlanEdition};
use crate::view::{AskView, ImproveCall, LogoCall, Passphrase, RegisterCall, ReportWords};

/// A call at the desk: `{"call": …, "args": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "call", content = "args", rename_all = "snake_case")]
pub enum DeskCall {
    /// The first screen. Replies `Home`.
    Home,
    /// Open another programme file, or make one where none is. Replies `Home`.
    OpenProgramme {
        /// The path of the file.
        path: String,
        /// True to make a new one there.
        create: bool,
    },
    /// The scenarios at hand. Replies `Library`.
    Library,
    /// One scenario with its list of injects and its diagnostics. Replies `Scenario`.
    Scenario {
        /// Its key in the Library.
        key: String,
    },
    /// Take a scenario file (and what lies beside it) into the Library. Replies `Scenario`.
    ImportScenario {
        /// The path of the file.
        path: String,
    },
    /// The people of the programme. Replies `Roster`.
    Roster,
    /// Add a person, or change one. Replies `Roster`.
    KeepPerson {
        /// The person to change; none for a new one.
        person: Option<String>,
        /// The name.
        name: String,
        /// How to reach them; may be empty.
        contact: String,
        /// Their function or unit; may be empty.
        unit: String,
    },
    /// Erase a person's name and contact. Their records stay, without a name. Replies `Roster`.
    ErasePerson {
        /// The person.
        person: String,
    },
    /// Take a plan file into the programme, as a new plan or as the next revision of one. Replies `Plan`.
    ImportPlan {
        /// The path of the file.
        path: String,
    },
    /// Say whether lines of a plan that only look like headings are read as headings. Replies `Plan`.
    ReadHeadings {
        /// The plan.
        plan: String,
        /// True where they are.
        by_look: bool,
    },
    /// One plan. Replies `Plan`.
    Plan {
        /// The plan.
        plan: String,
    },
    /// Propose a change to the plan. Replies `Plan`.
    ProposeAmendment {
        /// The plan.
        plan: String,
        /// The change.
        change: AmendmentCall,
        /// Why: finding, drill, evidence.
        because: String,
        /// The finding it comes from, as `exercise/ID#SEQ`.
        finding: Option<String>,
    },
    /// Adopt a proposed change into the draft of the next revision. Replies `Plan`.
    AdoptAmendment {
        /// The plan.
        plan: String,
        /// The record that proposed it.
        amendment: u64,
        /// Who adopts it.
        by: String,
    },
    /// Decline a proposed change. Replies `Plan`.
    DeclineAmendment {
        /// The plan.
        plan: String,
        /// The record that proposed it.
        amendment: u64,
        /// Who declines it.
        by: String,
        /// Why.
        reason: String,
    },
    /// Approve the draft as the next revision, by the name of the plan's owner. Replies `Plan`.
    ApproveRevision {
        /// The plan.
        plan: String,
        /// The number of the revision.
        number: String,
        /// Who approves it.
        by: String,
        /// From when it holds: `2027-03-05`.
        effective: String,
        /// What changed, for the revision table.
        note: String,
    },
    /// Write the plan to a file: the draft where there is one, else the revision in force. Replies `Saved`.
    SavePlan {
        /// The plan.
        plan: String,
        /// Where to; a folder where the plan is one.
        path: String,
        /// What it shows of the changes.
        #[serde(default)]
        edition: PlanEdition,
    },
    /// Write the change note that role holders sign: what changed, for whom, from which drill. The name ends in .pdf
    /// or .docx. Replies `Saved`.
    SaveChangeNote {
        /// The plan.
        plan: String,
        /// Where to.
        path: String,
    },
    /// Set up a drill. Replies `Briefing`.
    Brief {
        /// The scenario's key in the Library.
        scenario: String,
        /// The plan that it tests.
        plan: Option<String>,
    },
    /// The briefing of a drill. Replies `Briefing`.
    Briefing {
        /// The drill.
        exercise: String,
    },
    /// Set up the drill again with other values for the scenario's variables; only before it starts. Replies `Briefing`.
    SetVariables {
        /// The drill.
        exercise: String,
        /// The values.
        variables: BTreeMap<String, String>,
    },
    /// Set up the drill again with other clocks and other findings to test again; only before it starts. Replies `Briefing`.
    SetGiven {
        /// The drill.
        exercise: String,
        /// The rule packs whose clocks run, by id.
        packs: Vec<String>,
        /// The findings of earlier drills to watch for, by key.
        again: Vec<String>,
    },
    /// Make a copy of a rule pack in the user's folder, to be edited there. It stands in the place of the pack for drills that
    /// are set up from then on. Replies `Briefing`.
    EditPack {
        /// The drill whose briefing it is called from.
        exercise: String,
        /// The rule pack, by its id.
        pack: String,
    },
    /// The drill as the trainer conducts it. Replies `Conduct`.
    Conduct {
        /// The drill.
        exercise: String,
    },
    /// One inject in full. Replies `Inject`.
    Inject {
        /// The drill.
        exercise: String,
        /// The inject.
        inject: String,
    },
    /// An order to a drill. Replies `Conduct`, `Briefing` or `Review`, as the phase is afterwards.
    Order {
        /// The drill.
        exercise: String,
        /// The order.
        order: DeskOrder,
    },
    /// The review of a drill. Replies `Review`.
    Review {
        /// The drill.
        exercise: String,
    },
    /// The drill as it stood after a record. Replies `Conduct`.
    Replay {
        /// The drill.
        exercise: String,
        /// The record.
        seq: u64,
    },
    /// Keep a corrective action for a finding. Replies `Review`.
    KeepAction {
        /// The drill.
        exercise: String,
        /// The action to change; none for a new one.
        action: Option<String>,
        /// The record of the finding in the drill.
        finding: u64,
        /// What is to be done.
        what: String,
        /// Planning, Organisation, Equipment, Training or Exercises.
        element: String,
        /// Who does it.
        owner: String,
        /// When it starts: `2027-03-05`; may be empty.
        start: String,
        /// By when: `2027-04-05`; may be empty.
        due: String,
    },
    /// An edition of the report: as it was approved, else as it reads now. Replies `Report`.
    Report {
        /// The drill.
        exercise: String,
        /// `participants`, `management`, `full` or `auditor`.
        edition: String,
        /// True to name people; the edition for participants never does.
        names: bool,
    },
    /// The full edition as it would read with words that nobody has kept yet. Replies `ReportPreview`.
    PreviewReport {
        /// The drill.
        exercise: String,
        /// The words.
        words: ReportWords,
    },
    /// Write an edition to a file: byte for byte as it was approved, else as it reads now. Replies `ReportSaved`.
    SaveReport {
        /// The drill.
        exercise: String,
        /// The edition.
        edition: String,
        /// `html`, `md`, `pdf`, `docx`, `xlsx`, `json` or `csv`.
        format: String,
        /// True to name people.
        names: bool,
        /// Where to.
        path: String,
    },
    /// Approve an edition in every form it has; from then on it is handed out as it is now. Replies `Report`.
    ApproveReport {
        /// The drill.
        exercise: String,
        /// The edition.
        edition: String,
        /// True to name people.
        names: bool,
        /// Who approves it, by name.
        by: String,
    },
    /// Correct what was approved. Replies `Report`.
    WriteAddendum {
        /// The drill.
        exercise: String,
        /// The edition to reply with.
        edition: String,
        /// What is corrected.
        says: String,
        /// Who says so, by name.
        by: String,
    },
    /// Keep what management is asked to decide. Replies `Report` with the management edition.
    KeepAsks {
        /// The drill.
        exercise: String,
        /// The decisions, in order; none takes them all away.
        asks: Vec<AskView>,
    },
    /// How this programme's papers look. Replies `Look`.
    Look,
    /// Keep how this programme's papers look. Replies `Look`.
    KeepLook {
        /// The organisation; may be empty.
        organisation: String,
        /// Its colour, such as `#2f5bd0`; empty for ours.
        accent: String,
        /// What becomes of the logo.
        logo: LogoCall,
    },
    /// Take a template of one's own in the place of ours, after it was checked. Replies `Look`.
    UseTemplate {
        /// Which.
        name: String,
        /// The file; ours again where left out.
        path: Option<String>,
    },
    /// Write the template in use to a file, to begin from. Replies `Saved`.
    SaveTemplate {
        /// Which.
        name: String,
        /// Where to.
        path: String,
    },
    /// Write a page about the critical lapses, to send on the same day. Replies `Saved`.
    SaveLapses {
        /// The drill.
        exercise: String,
        /// Where to; `.html` or `.md`.
        path: String,
    },
    /// The seats' door of a drill. Replies `Door`.
    Door {
        /// The drill.
        exercise: String,
    },
    /// Open the seats' door of a drill. Replies `Door`.
    OpenDoor {
        /// The drill.
        exercise: String,
        /// The address of this computer to listen on, from the list of networks.
        address: String,
        /// The port; 0 for any that is free.
        port: u16,
        /// `own-certificate`, `generated-certificate` or `plain`.
        protection: String,
        /// The organisation's certificate chain (PEM file), where it is to be used.
        certificate: Option<String>,
        /// Its key (PEM file).
        key: Option<String>,
    },
    /// Close it; devices keep their seats for when it opens again. Replies `Door`.
    CloseDoor {
        /// The drill.
        exercise: String,
    },
    /// Make a new join code; the old one counts no more. Replies `Door`.
    RenewCode {
        /// The drill.
        exercise: String,
    },
    /// Invite a person of the roster to a seat. Replies `Door` with the link.
    InviteToSeat {
        /// The drill.
        exercise: String,
        /// The person.
        person: String,
        /// `player`, `evaluator`, `scribe`, `simulator`, `observer`.
        kind: String,
        /// Roles, for a player.
        roles: Vec<String>,
    },
    /// Let an invitation count no more. Replies `Door`.
    RevokeInvitation {
        /// The drill.
        exercise: String,
        /// The invitation.
        invitation: String,
    },
    /// Send a device out of its seat. Replies `Door`.
    SendOut {
        /// The drill.
        exercise: String,
        /// The seat.
        seat: String,
    },
    /// Say which person of the roster sits at a seat. Replies `Door`.
    TieSeat {
        /// The drill.
        exercise: String,
        /// The seat.
        seat: String,
        /// The person.
        person: String,
    },
    /// Keep the projector dark, or not. Replies `Door`.
    BlankDisplay {
        /// The drill.
        exercise: String,
        /// True to keep it dark.
        blank: bool,
    },
    /// Show the projector's page in a window of its own. Replies `Page`.
    ShowDisplay {
        /// The drill.
        exercise: String,
    },
    /// Begin to practise a role with scripted colleagues. Replies `Page`.
    Practise {
        /// The scenario's key in the Library.
        scenario: String,
        /// The plan.
        plan: Option<String>,
        /// The role.
        role: String,
        /// The person of the roster who practises.
        person: Option<String>,
        /// How the colleagues act: `expected`, `forgetful`, `late`, `silent`, `random`.
        policy: String,
        /// A module of about ten minutes, by its number in `ScenarioView.practice`; the whole drill where left out.
        #[serde(default)]
        module: Option<u32>,
    },
    /// Write the evidence pack, which names roles only, to a file. Replies `Saved`.
    SavePack {
        /// The drill.
        exercise: String,
        /// Where to.
        path: String,
        /// True to sign it with this user's key, which is made where there is none yet.
        #[serde(default)]
        sign: bool,
        /// Encrypts it; it stays readable where left out.
        #[serde(default)]
        passphrase: Option<Passphrase>,
    },
    /// The programme file, those opened before, and the keys. Replies `Files`.
    Files,
    /// Write a backup of the open programme, also while drills run; it is read back and checked. Replies `Proven`.
    BackUp {
        /// Where to; an existing file is never touched.
        path: String,
        /// Encrypts it; it stays readable where left out.
        #[serde(default)]
        passphrase: Option<Passphrase>,
    },
    /// Make a programme file from a backup, once all of it holds. The open programme stays as it is. Replies `Proven`.
    Restore {
        /// The backup.
        backup: String,
        /// Where to; an existing file is never touched.
        path: String,
        /// What it was encrypted with.
        #[serde(default)]
        passphrase: Option<Passphrase>,
    },
    /// Check a programme file, a backup or an evidence pack, and say what is proven. Replies `Proven`.
    VerifyFile {
        /// The file.
        path: String,
        /// What it was encrypted with.
        #[serde(default)]
        passphrase: Option<Passphrase>,
    },
    /// What the evidence pack of a drill from another computer would bring; nothing is taken. Replies `Merge`.
    SeeMerge {
        /// The pack.
        pack: String,
        /// What it was encrypted with.
        #[serde(default)]
        passphrase: Option<Passphrase>,
    },
    /// Bring in the drill of an evidence pack. Twice is the same as once. Replies `Merge`.
    Merge {
        /// The pack.
        pack: String,
        /// What it was encrypted with.
        #[serde(default)]
        passphrase: Option<Passphrase>,
    },
    /// Make the key of this user, where there is none yet. Replies `Files`.
    MakeKey,
    /// Give the key of somebody else a name. Replies `Files`.
    KnowKey {
        /// SHA-256 of the key.
        fingerprint: String,
        /// Whose it is.
        name: String,
    },
    /// Write the public part of this user's key to a file. Replies `Saved`.
    SavePublicKey {
        /// Where to.
        path: String,
    },
    /// Write the papers before a drill into a folder. Replies `Papers`.
    SavePapers {
        /// The drill.
        exercise: String,
        /// Which, by their names; all where empty.
        papers: Vec<String>,
        /// `pdf` or `docx`.
        format: String,
        /// True to name the people who were given roles.
        names: bool,
        /// The folder.
        folder: String,
    },
    /// The first screen of the year. Replies `Year`.
    Year,
    /// The improvement plan. Replies `Improvement`.
    Improvement,
    /// Change the improvement plan. Replies `Improvement`.
    Improve {
        /// The change.
        change: ImproveCall,
    },
    /// Write the corrective actions to a file, as its ending says: `.csv`, `.xlsx` or `.ics`. Replies `Saved`.
    SaveActions {
        /// Where to.
        path: String,
    },
    /// Read a table (`.csv` or `.xlsx`) and say what it would bring, or bring it in. Replies `Brought`.
    ImportTable {
        /// `people`, `actions`, `assets`, `incidents`.
        kind: String,
        /// The file.
        path: String,
        /// True to bring it in.
        take: bool,
    },
    /// The evidence of the year. Replies `EvidenceYear`.
    EvidenceYear,
    /// The evidence of a period, as it stood at its end. Replies `EvidenceYear`.
    EvidenceBetween {
        /// The first day, `2027-01-01`; a year before the last where empty.
        from: String,
        /// The last day, `2027-12-31`; today where empty.
        to: String,
    },
    /// Write the evidence pack of a period: evidence, measures, registers, approved reports, plan revisions and the sealed
    /// records that they are made from. Replies `Saved`.
    SaveYearPack {
        /// The first day; a year before the last where empty.
        from: String,
        /// The last day; today where empty.
        to: String,
        /// Where to.
        path: String,
        /// True to name people in it.
        names: bool,
        /// True to sign it with this user's key, which is made where there is none yet.
        sign: bool,
        /// Encrypts it; it stays readable where left out.
        #[serde(default)]
        passphrase: Option<Passphrase>,
    },
    /// Record what an assessor says of a criterion. Replies `EvidenceYear`.
    Assess {
        /// The criterion.
        criterion: String,
        /// `in-scope`, `not-applicable`, `out-of-scope`.
        scope: String,
        /// The level; none where no level is given.
        level: Option<u8>,
        /// The assessor, by name.
        by: String,
        /// Why.
        because: String,
    },
    /// Write the evidence of the year to a file, as its ending says: `.md` or `.json`. Replies `Saved`.
    SaveEvidence {
        /// `iro-01`, `soc2`, `csf`.
        framework: String,
        /// Where to.
        path: String,
        /// The first day; a year before the last where empty.
        #[serde(default)]
        from: String,
        /// The last day; today where empty.
        #[serde(default)]
        to: String,
    },
    /// The registers. Replies `Registers`.
    Registers,
    /// Make or change an entry of a register. Replies `Registers`.
    Enter {
        /// The entry.
        entry: RegisterCall,
    },
    /// People in roles. Replies `Team`.
    Team,
    /// Change people in roles. Replies `Team`.
    KeepTeam {
        /// The change.
        change: crate::TeamCall,
    },
    /// The calendar. Replies `Calendar`.
    Calendar,
    /// Change the calendar. Replies `Calendar`.
    KeepCalendar {
        /// The change.
        change: crate::CalendarCall,
    },
    /// Write everything with a date to an `.ics` file. It names roles and no people. Replies `Saved`.
    SaveCalendar {
        /// Where to.
        path: String,
    },
    /// Keep what somebody is typing, so that a crash loses nothing. Replies `Done`.
    KeepDraft {
        /// Which field.
        key: String,
        /// What stands in it; empty forgets it.
        text: String,
    },
    /// What was being typed. Replies `Drafts`.
    Drafts,
    /// The settings of this computer. Replies `Settings`.
    Settings,
    /// Keep the settings of this computer. Replies `Settings`.
    KeepSettings {
        /// The settings.
        settings: DeskSettings,
    },
}

/// Settings of one computer; they live beside the drafts, never in the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeskSettings {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Whether single keys act; may be turned off (WCAG 2.1.4).
    pub single_keys: bool,
    /// The name of the organisation on reports.
    pub organisation: String,
    /// The name of the trainer, offered where a name is asked for.
    pub trainer: String,
}
