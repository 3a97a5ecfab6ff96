//! The door as the desk opens, sees and closes it: code, display, devices, invitations. Not here: the listener (`lan`),
//! what is recorded of it (`calls_door`).

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use exercise::Protection;
use wire::{
    DeskNews, DeviceRow, DoorView, InvitationRow, JoinView, NetworkView, Problem, ProblemCode,
};

use super::joining::WrongCodes;
use super::{OpenedDoor, Seats, card, secrets};
use crate::conductor::Drill;
use crate::lock;
use crate::problem::advise;
use crate::views;

/// The door of one drill.
#[derive(Default)]
pub struct Door {
    opened: Option<OpenedDoor>,
    protection: Option<Protection>,
    /// The join code.
    pub code: String,
    /// The secret of the display.
    pub display: String,
    /// True while the projector is to be dark.
    pub blank: bool,
    /// Wrong codes that were tried.
    pub wrong: WrongCodes,
    reached_at_ms: Option<i64>,
    /// The addresses of this computer.
    here: Vec<IpAddr>,
    qr: Option<(String, String)>,
}

impl Door {
    /// How to join, while the door is open.
    pub fn join_view(&self) -> Option<JoinView> {
        let opened = self.opened.as_ref()?;
        let qr = self.qr.as_ref().map(|(_, svg)| svg.clone());
        Some(JoinView {
            url: opened.url.clone(),
            code: self.code.clone(),
            qr_svg: qr.unwrap_or_default(),
            fingerprint: opened.fingerprint.clone(),
        })
    }

    /// Draws the QR code anew where what it says has changed.
    fn draw(&mut self) {
        let Some(opened) = &self.opened else { return };
        let says = format!("{}/#code={}", opened.url, secrets::plain_code(&self.code));
        if self.qr.as_ref().is_none_or(|(said, _)| *said != says) {
            let svg = qr_svg(&says);
            self.qr = Some((says, svg));
        }
    }
}

impl Seats {
    /// Makes a code and a secret for the display, for a door that is about to be opened.
    pub(crate) fn make_ready(&self, own: &Path) -> Result<(), Problem> {
        let (code, display) = (secrets::join_code()?, secrets::display(own, &self.id)?);
        let mut door = lock(&self.door);
        door.code = code;
        door.display = display;
        door.wrong = WrongCodes::default();
        door.reached_at_ms = None;
        door.here = if_addrs::get_if_addrs()
            .unwrap_or_default()
            .iter()
            .map(if_addrs::Interface::ip)
            .collect();
        drop(door);
        self.open.store(true, Ordering::Release);
        Ok(())
    }

    /// The door stands open.
    pub(crate) fn opened(&self, opened: OpenedDoor, protection: Protection) {
        let mut door = lock(&self.door);
        door.opened = Some(opened);
        door.protection = Some(protection);
        door.draw();
        drop(door);
        self.seats_moved();
    }

    /// Closes the door: every connection ends, and seats are kept for when it opens again.
    pub(crate) fn shut(&self) {
        self.open.store(false, Ordering::Release);
        let opened = lock(&self.door).opened.take();
        for seat in lock(&self.hall).seats.values() {
            seat.hang_up();
        }
        self.projector.send_replace(None);
        if let Some(opened) = opened {
            (opened.close)();
            self.seats_moved();
        }
    }

    /// How the door is protected, while it stands open.
    pub(crate) fn protection(&self) -> Option<Protection> {
        let door = lock(&self.door);
        door.opened.as_ref().and(door.protection)
    }

    /// Gives the door to another drill. Pages that are connected here have to come back there.
    pub(crate) fn hand_on(&self, to: &Arc<Self>) {
        let (opened, protection) = {
            let mut door = lock(&self.door);
            (door.opened.take(), door.protection)
        };
        let Some((opened, protection)) = opened.zip(protection) else {
            return;
        };
        (opened.hand_to)(Arc::clone(to));
        to.opened(opened, protection);
        self.shut();
    }

    /// Makes a new join code.
    ///
    /// # Errors
    /// Where the computer gives no random numbers.
    pub(crate) fn renew_code(&self) -> Result<(), Problem> {
        let code = secrets::join_code()?;
        let mut door = lock(&self.door);
        door.code = code;
        door.draw();
        // Whoever asked for a new code has seen to it: a room that shares one address is let in again.
        door.wrong.pardon();
        drop(door);
        self.show_display();
        Ok(())
    }

    /// The code was changed because somebody guesses at it.
    pub(super) fn code_guessed(&self) {
        lock(&self.door).draw();
        self.show_display();
        self.seats_moved();
        (self.around.tell)(DeskNews::Problem(advise(
            ProblemCode::WrongCode,
            "Somebody is guessing at the join code, so it was changed.",
            "Seats that were taken are not touched. The display shows the new code.",
        )));
    }

    /// Some device reached the door. That this computer reaches itself says nothing of the room.
    pub fn reached(&self, from: IpAddr) {
        let from = from.to_canonical();
        if from.is_loopback() {
            return;
        }
        let now = self.around.clock.now().0;
        let mut door = lock(&self.door);
        if door.here.contains(&from) {
            return;
        }
        let news = door.reached_at_ms.is_none_or(|at| now - at > 1000);
        door.reached_at_ms = Some(now);
        drop(door);
        if news {
            self.seats_moved();
        }
    }

    /// The address of the seats' page, while the door is open.
    pub(crate) fn url(&self) -> Option<String> {
        lock(&self.door).opened.as_ref().map(|it| it.url.clone())
    }

    /// The address of the projector's page for a window of this computer, while the door is open.
    pub(crate) fn display_here(&self) -> Option<String> {
        let door = lock(&self.door);
        let opened = door.opened.as_ref()?;
        let here = opened.display_here.as_ref().unwrap_or(&opened.url);
        Some(format!("{here}/display?token={}", door.display))
    }

    /// The door as the desk sees it.
    pub(crate) fn door_view(&self) -> DoorView {
        let names = lock(&self.around.names).clone();
        self.conductor.look(|drill| {
            let mut view = closed_view(drill, &names);
            view.at_ms = self.around.clock.now().0;
            view.devices = self.devices(drill, &names);
            let door = lock(&self.door);
            view.open = self.is_open() && door.opened.is_some();
            view.join = door.join_view();
            view.display_url = door
                .opened
                .as_ref()
                .map(|opened| format!("{}/display?token={}", opened.url, door.display));
            view.blank = door.blank;
            view.reached_at_ms = door.reached_at_ms;
            view.wrong_codes = door.wrong.in_all;
            if let Some(protection) = door.protection {
                view.protection = Some(protection_word(protection).to_owned());
            }
            view
        })
    }

    fn devices(&self, drill: &Drill, names: &Names) -> Vec<DeviceRow> {
        let hall = lock(&self.hall);
        let rows = drill.exercise.seats().map(|(id, state)| {
            let seat = hall.seats.get(id);
            let (seen, from) = seat.map_or((None, None), |seat| seat.last_seen());
            let person = state.tied.then(|| state.person.to_string());
            DeviceRow {
                seat: id.to_string(),
                kind: state.seat_kind.word().to_owned(),
                roles: views::role_titles(drill.exercise.scenario(), &state.roles),
                name: card::name_or_erased(names.get(&state.person)),
                person,
                connected: seat.is_some_and(|seat| seat.is_connected()),
                joined_at_ms: state.joined_at.0,
                seen_at_ms: seen,
                address: from.map_or_else(String::new, |from| from.to_canonical().to_string()),
                left: state.left,
            }
        });
        rows.collect()
    }
}

type Names = std::collections::BTreeMap<terms::PersonId, String>;

/// The door of a drill that nobody has opened since the program was started.
pub(crate) fn closed_view(drill: &Drill, names: &Names) -> DoorView {
    let exercise = &drill.exercise;
    let used: std::collections::BTreeSet<&str> = exercise
        .seats()
        .filter_map(|(_, seat)| seat.invitation.as_deref())
        .collect();
    let invitations = exercise.invitations().map(|(hash, state)| InvitationRow {
        id: hash.to_owned(),
        kind: state.seat_kind.word().to_owned(),
        roles: views::role_titles(exercise.scenario(), &state.roles),
        name: card::name_or_erased(names.get(exercise.known_as(&state.person))),
        used: used.contains(hash),
        revoked: state.revoked,
    });
    DoorView {
        exercise: drill.id.to_string(),
        open: false,
        networks: networks(),
        protection: exercise
            .protection()
            .map(|protection| protection_word(protection).to_owned()),
        join: None,
        display_url: None,
        blank: false,
        devices: Vec::new(),
        invitations: invitations.collect(),
        invitation_url: None,
        reached_at_ms: None,
        wrong_codes: 0,
        at_ms: 0,
    }
}

/// The protection in the word of the wire.
pub(crate) fn protection_word(protection: Protection) -> &'static str {
    match protection {
        Protection::OwnCertificate => "own-certificate",
        Protection::GeneratedCertificate => "generated-certificate",
        Protection::Plain => "plain",
    }
}

/// The protection that a word stands for.
pub(crate) fn protection_of(word: &str) -> Option<Protection> {
    Some(match word {
        "own-certificate" => Protection::OwnCertificate,
        "generated-certificate" => Protection::GeneratedCertificate,
        "plain" => Protection::Plain,
        _ => return None,
    })
}

/// The networks of this computer, those first that other devices can reach. Addresses that change with every network
/// (link-local ones) are left out: nobody can type them.
fn networks() -> Vec<NetworkView> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let usable = found.into_iter().filter(|network| match network.ip() {
        IpAddr::V4(address) => !address.is_link_local(),
        IpAddr::V6(address) => !address.is_unicast_link_local(),
    });
    let mut networks: Vec<NetworkView> = usable
        .map(|network| NetworkView {
            address: network.ip().to_string(),
            loopback: network.is_loopback(),
            name: network.name,
        })
        .collect();
    networks.sort_by_key(|network| {
        let six = network.address.contains(':');
        (network.loopback, six, network.name.clone())
    });
    networks
}

fn qr_svg(says: &str) -> String {
    let Ok(code) = qrcode::QrCode::with_error_correction_level(says, qrcode::EcLevel::M) else {
        return String::new();
    };
    let drawn = code
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(qrcode::render::svg::Color("#000"))
        .light_color(qrcode::render::svg::Color("#fff"))
        .build();
    // The page puts it into its own document, where a declaration must not stand.
    match drawn.find("<svg") {
        Some(at) => drawn[at..].to_owned(),
        None => String::new(),
    }
}

/// The seats of every drill whose door was opened; closes every door with the programme.
#[derive(Default)]
pub(crate) struct Doors(pub std::collections::BTreeMap<terms::ExerciseId, Arc<Seats>>);

impl Doors {
    /// Closes every door.
    pub fn shut(&mut self) {
        for seats in std::mem::take(&mut self.0).into_values() {
            seats.shut();
        }
    }
}

impl Drop for Doors {
    fn drop(&mut self) {
        self.shut();
    }
}
