//! `rockdrill serve`: a drill for people on their own devices, on a computer without a window. It prints one line that
//! says where everything is and runs until it is told to stop; the drill is conducted by calls of the desk. Not here: the
//! seats' door (`lan`), what a call does (`conduct`).

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use cast::Policy;
use clap::Args;
use conduct::library::Found;
use conduct::{Clock, Desk, DoorWish, Keep, Places, Start};
use exercise::Protection;
use programme::ProgrammeNamed;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use wire::{DeskCall, DeskNews, DeskReply, DoorView, DrillCard};

use crate::check::file_of;
use crate::ended::{DONE, Ended};
use crate::rehearse::scenario_of;
use crate::{headings, plans};

/// The name of the user's application folder, as the window has it.
pub const APPLICATION: &str = "org.rockdrill.desk";

/// How long what is under way may take once the program is told to stop.
const AT_THE_END: Duration = Duration::from_secs(3);

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Asked {
    /// The scenario file, or the folder it lies in.
    scenario: PathBuf,
    /// The incident response plan that it tests: a file in Markdown or Word, or a folder of Markdown files.
    #[arg(long, value_name = "IRP")]
    plan: PathBuf,
    #[command(flatten)]
    headings: headings::HeadingsAsked,
    /// The programme file that keeps the drill, made where there is none; an unfinished drill of this scenario in it is
    /// resumed. Without it nothing is kept.
    #[arg(long, value_name = "FILE")]
    programme: Option<PathBuf>,
    /// The address of this computer that seats are served on; port 0 takes any that is free.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:0")]
    bind: SocketAddr,
    /// How the way to the seats is protected: generated (a certificate made for the programme), off (plain HTTP, on a
    /// network you trust), or the organisation's certificate and key. Must be said where other computers can reach it.
    #[arg(long, value_name = "generated|off|CERT.pem,KEY.pem")]
    tls: Option<Tls>,
    /// Practise this role alone: bots play the others.
    #[arg(long, value_name = "ROLE", conflicts_with = "bots")]
    practice: Option<String>,
    /// Practise a module of about ten minutes and not the whole drill: the first of the role is 1.
    #[arg(long, value_name = "NUMBER", requires = "practice")]
    module: Option<u32>,
    /// Roles that bots play.
    #[arg(long, value_name = "ROLE,...", value_delimiter = ',')]
    bots: Vec<String>,
    /// How bots behave: expected, forgetful, late, silent or random.
    #[arg(long, default_value = "expected")]
    policy: Policy,
}

/// How the way to the seats is protected.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tls {
    Generated,
    Off,
    Own(PathBuf, PathBuf),
}

impl FromStr for Tls {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "generated" => Ok(Self::Generated),
            "off" => Ok(Self::Off),
            files => match files.split_once(',') {
                Some((certificate, key)) if !certificate.is_empty() && !key.is_empty() => {
                    Ok(Self::Own(certificate.into(), key.into()))
                }
                Some(_) | None => Err(
                    "say generated, off, or the files of a certificate and its key with a comma between them"
                        .to_owned(),
                ),
            },
        }
    }
}

/// The one line that is printed.
#[derive(Serialize)]
struct Served<'a> {
    seat_url: &'a str,
    display_url: Option<&'a str>,
    join_code: Option<&'a str>,
    desk_url: &'a str,
    desk_token: &'a str,
    fingerprint: Option<&'a str>,
}

/// Where a drill is kept, and where what belongs to this computer is.
struct Kept {
    programme: PathBuf,
    own: PathBuf,
    /// A folder that is gone at the end, where nothing is to be kept.
    _gone_at_the_end: Option<tempfile::TempDir>,
}

/// Serves a drill until the program is told to stop.
///
/// # Errors
/// Where a file cannot be used, or the door cannot be opened.
pub fn serve(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let protection = protection(asked)?;
    let found = scenario_of(&file_of(&asked.scenario))?;
    known_roles(asked, &found)?;
    let kept = kept(asked)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Ended::wrong(format!("the system gave no threads: {why}")))?;
    let served = runtime.block_on(run(asked, &protection, &found, &kept, out));
    runtime.shutdown_timeout(AT_THE_END);
    served
}

/// The protection that was chosen. There is none by default: only where nobody else can reach the door, nothing has to
/// be said.
fn protection(asked: &Asked) -> Result<Tls, Ended> {
    if asked.bind.ip().is_unspecified() {
        return Err(Ended::unusable(format!(
            "{} is no address that a phone could be sent to; name the address of one network of this computer.",
            asked.bind.ip()
        )));
    }
    match &asked.tls {
        Some(chosen) => Ok(chosen.clone()),
        None if asked.bind.ip().is_loopback() => {
            say("The seats are served over plain HTTP: only this computer can reach them.");
            Ok(Tls::Off)
        }
        None => Err(Ended::unusable(format!(
            "other computers can reach {}, so say how the way to it is protected: --tls generated, \
             --tls CERT.pem,KEY.pem, or --tls off on a network that you trust.",
            asked.bind
        ))),
    }
}

fn known_roles(asked: &Asked, found: &Found) -> Result<(), Ended> {
    let known: Vec<&str> = found
        .scenario
        .roles
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    let named = asked.practice.iter().chain(&asked.bots);
    match named
        .into_iter()
        .find(|role| !known.contains(&role.as_str()))
    {
        Some(role) => Err(Ended::unusable(format!(
            "the scenario has no role \"{role}\"; its roles are {}.",
            known.join(", ")
        ))),
        None => Ok(()),
    }
}

/// Where the programme lies; it is made where there is none.
fn kept(asked: &Asked) -> Result<Kept, Ended> {
    let kept = match &asked.programme {
        Some(programme) => Kept {
            programme: programme.clone(),
            own: own_folder(programme)?,
            _gone_at_the_end: None,
        },
        None => {
            let folder = tempfile::tempdir().map_err(|why| {
                Ended::wrong(format!("no folder for the drill could be made: {why}"))
            })?;
            say("Nothing of this drill is kept: no programme was named.");
            Kept {
                programme: folder.path().join("programme.rockdrill"),
                own: folder.path().join("own"),
                _gone_at_the_end: Some(folder),
            }
        }
    };
    if !kept.programme.exists() {
        let name = kept.programme.file_stem().unwrap_or_default();
        let named = ProgrammeNamed {
            name: name.to_string_lossy().into_owned(),
            sample: false,
        };
        drop(Keep::create(
            &kept.programme,
            named,
            Arc::new(Clock::system()),
        )?);
    }
    Ok(kept)
}

/// A folder for this programme in the user's application folder: the door's certificate is kept in it.
fn own_folder(programme: &Path) -> Result<PathBuf, Ended> {
    let data = dirs::data_dir().ok_or_else(|| {
        Ended::wrong("this system names no folder for what applications keep; set HOME to one.")
    })?;
    let whole = std::path::absolute(programme).map_err(|why| Ended::unreadable(programme, &why))?;
    let name: String = Sha256::digest(whole.to_string_lossy().as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(data.join(APPLICATION).join("served").join(name))
}

async fn run(
    asked: &Asked,
    protection: &Tls,
    found: &Found,
    kept: &Kept,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let mut stop = Stop::listen()?;
    // Scenarios of earlier runs; the programme has its own copy of each that it needs.
    let _none_yet = std::fs::remove_dir_all(kept.own.join("scenarios"));
    let places = Places {
        shipped: kept.own.join("shipped"),
        own: kept.own.clone(),
    };
    let start = Start::Programme(kept.programme.clone());
    let desk = Desk::open(places, &start, Arc::new(Clock::system()), Arc::new(tell))?;
    let desk = Arc::new(desk.with_door(lan::door()));
    desk.attend();
    let (seat_url, door) = match &asked.practice {
        Some(role) => practise(&desk, asked, role, protection, kept).await?,
        None => facilitate(&desk, asked, found, protection).await?,
    };
    let headless = lan::headless_desk(Arc::clone(&desk))?;
    let join = door.join.as_ref();
    let served = Served {
        seat_url: &seat_url,
        display_url: door.display_url.as_deref(),
        join_code: join.map(|join| join.code.as_str()),
        desk_url: &headless.url,
        desk_token: &headless.token,
        fingerprint: join.and_then(|join| join.fingerprint.as_deref()),
    };
    let line = serde_json::to_string(&served)
        .map_err(|why| Ended::wrong(format!("where the drill is cannot be said: {why}")))?;
    writeln!(out, "{line}")?;
    out.flush()?;
    stop.told().await;
    drop(headless);
    close(desk).await;
    Ok(DONE)
}

/// Sets the drill up, or finds the one that was not finished, and opens its door.
async fn facilitate(
    desk: &Desk,
    asked: &Asked,
    found: &Found,
    protection: &Tls,
) -> Result<(String, DoorView), Ended> {
    let exercise = match unfinished(desk, found).await? {
        Some(card) => {
            say(&format!("Resumed: {} ({}).", card.title, card.phase));
            card.id
        }
        None => {
            let (scenario, plan) = taken_in(desk, asked).await?;
            let briefed = desk.brief_with_bots(&scenario, Some(&plan), &asked.bots, asked.policy);
            briefed.await?.to_string()
        }
    };
    let door = open_door(desk, exercise, asked.bind, protection).await?;
    let url = door.join.as_ref().map(|join| join.url.clone());
    Ok((url.ok_or_else(unexpected)?, door))
}

async fn open_door(
    desk: &Desk,
    exercise: String,
    bind: SocketAddr,
    protection: &Tls,
) -> Result<DoorView, Ended> {
    let (protection, certificate, key) = match protection {
        Tls::Generated => ("generated-certificate", None, None),
        Tls::Off => ("plain", None, None),
        Tls::Own(certificate, key) => ("own-certificate", Some(certificate), Some(key)),
    };
    let file = |path: Option<&PathBuf>| path.map(|path| path.to_string_lossy().into_owned());
    let call = DeskCall::OpenDoor {
        exercise,
        address: bind.ip().to_string(),
        port: bind.port(),
        protection: protection.to_owned(),
        certificate: file(certificate),
        key: file(key),
    };
    let DeskReply::Door(door) = desk.call(call).await? else {
        return Err(unexpected());
    };
    Ok(*door)
}

/// Begins to practise a role, or goes on with it. Its page starts the drill.
async fn practise(
    desk: &Desk,
    asked: &Asked,
    role: &str,
    protection: &Tls,
    kept: &Kept,
) -> Result<(String, DoorView), Ended> {
    let (scenario, plan) = taken_in(desk, asked).await?;
    let call = DeskCall::Practise {
        scenario,
        plan: Some(plan),
        role: role.to_owned(),
        person: None,
        policy: asked.policy.to_string(),
        module: asked.module,
    };
    let place = place(asked.bind, protection, &kept.own);
    let DeskReply::Page(practice) = desk.practise_at(call, &place).await? else {
        return Err(unexpected());
    };
    let exercise = practice.exercise;
    let DeskReply::Door(door) = desk.call(DeskCall::Door { exercise }).await? else {
        return Err(unexpected());
    };
    Ok((practice.url, *door))
}

/// Where a practice is to be reached.
fn place(bind: SocketAddr, protection: &Tls, own: &Path) -> DoorWish {
    let (protection, certificate, key) = match protection {
        Tls::Generated => (Protection::GeneratedCertificate, None, None),
        Tls::Off => (Protection::Plain, None, None),
        Tls::Own(certificate, key) => (Protection::OwnCertificate, Some(certificate), Some(key)),
    };
    DoorWish {
        address: bind.ip(),
        port: bind.port(),
        protection,
        certificate: certificate.cloned(),
        key: key.cloned(),
        own: own.to_owned(),
    }
}

/// The newest drill of this scenario that was not closed.
async fn unfinished(desk: &Desk, found: &Found) -> Result<Option<DrillCard>, Ended> {
    let DeskReply::Home(home) = desk.call(DeskCall::Home).await? else {
        return Err(unexpected());
    };
    let of_this = |card: &DrillCard| {
        card.scenario_id == found.scenario.id
            && card.phase != "closed"
            && card.origin != "rehearsal"
            && card.origin != "practice"
    };
    Ok(home.drills.into_iter().find(of_this))
}

/// Takes the scenario and the plan in, and gives the names that the desk has for them.
async fn taken_in(desk: &Desk, asked: &Asked) -> Result<(String, String), Ended> {
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let path = text(&file_of(&asked.scenario));
    let DeskReply::Scenario(scenario) = desk.call(DeskCall::ImportScenario { path }).await? else {
        return Err(unexpected());
    };
    let headings = asked.headings.wanted();
    plans::usable(&asked.plan, headings)?;
    let path = text(&asked.plan);
    let DeskReply::Plan(plan) = desk.call(DeskCall::ImportPlan { path }).await? else {
        return Err(unexpected());
    };
    let plan = plan.card.id;
    if headings.are_by_look() {
        let by_look = DeskCall::ReadHeadings {
            plan: plan.clone(),
            by_look: true,
        };
        desk.call(by_look).await?;
    }
    Ok((scenario.card.key, plan))
}

/// Closes the programme once nobody uses the desk any more.
async fn close(desk: Arc<Desk>) {
    let mut desk = desk;
    let last = async {
        loop {
            match Arc::try_unwrap(desk) {
                Ok(alone) => return alone.close().await,
                Err(shared) => desk = shared,
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    // A call that does not end is left behind: what was answered is on disk.
    let _in_time = tokio::time::timeout(AT_THE_END, last).await;
}

/// Being told to stop.
struct Stop {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    /// From now on the program ends in order where it is told to stop.
    #[cfg(unix)]
    fn listen() -> Result<Self, Ended> {
        use tokio::signal::unix::{SignalKind, signal};
        let deaf = |why| Ended::wrong(format!("the system's signals cannot be heard: {why}"));
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(deaf)?,
            interrupt: signal(SignalKind::interrupt()).map_err(deaf)?,
        })
    }

    #[cfg(not(unix))]
    fn listen() -> Result<Self, Ended> {
        Ok(Self {})
    }

    #[cfg(unix)]
    async fn told(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn told(&mut self) {
        let _heard = tokio::signal::ctrl_c().await;
    }
}

/// What the desk tells unasked: a person at a terminal is interested in what went wrong.
fn tell(news: DeskNews) {
    match news {
        DeskNews::Problem(problem) => say(&problem.says),
        DeskNews::Conduct(_) | DeskNews::Door(_) => {}
    }
}

fn say(text: &str) {
    // Where nobody listens there is nobody to be told.
    let _told = writeln!(std::io::stderr(), "rockdrill: {text}");
}

fn unexpected() -> Ended {
    Ended::wrong("the desk gave another answer than was asked for; this is a fault of the program.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protection_is_named_or_two_files() {
        check("generated", Some(Tls::Generated));
        check("off", Some(Tls::Off));
        let own = Tls::Own("a.pem".into(), "b.pem".into());
        check("a.pem,b.pem", Some(own));
        for word in ["", "on", "a.pem", "a.pem,", ",b.pem"] {
            check(word, None);
        }
    }

    fn check(word: &str, expected: Option<Tls>) {
        assert_eq!(word.parse().ok(), expected, "--tls {word}");
    }
}
