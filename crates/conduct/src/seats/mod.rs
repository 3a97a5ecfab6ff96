//! The inner side of the seats' door: who has a seat, what each seat is told, what a seat may call. One drill has one
//! `Seats`. Not here: sockets, pages and certificates (`lan`), and the rules of a drill (`exercise`).

use std::future::Future;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use exercise::Protection;
use terms::SeatId;
use wire::{Lobby, Problem, SeatCall, SeatJoin, SeatJoined, SeatReply};

use crate::problem::unknown;

/// The seats of one drill.
pub struct Seats {}

/// Who calls: a device that has a seat.
#[derive(Clone)]
pub struct SeatPass {
    /// Its seat.
    pub seat: SeatId,
}

/// What a device is given that took a seat.
pub struct Joined {
    /// What its page is told.
    pub view: SeatJoined,
    /// The new secret for its cookie; none where it keeps the one it has.
    pub token: Option<String>,
}

/// What a seat is told, as frames ready to be sent.
pub struct Live {}

/// What the projector is told, as frames ready to be sent.
pub struct DisplayLive {}

/// How the door is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorWish {
    /// The address of this computer to listen on.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// How the way is protected.
    pub protection: Protection,
    /// The organisation's certificate chain (PEM file), where it is to be used.
    pub certificate: Option<PathBuf>,
    /// Its key (PEM file).
    pub key: Option<PathBuf>,
    /// The user's application folder, for a certificate made for the programme.
    pub own: PathBuf,
}

/// A door that stands open.
pub struct OpenedDoor {
    /// Where it is, as `https://192.168.1.5:4433`.
    pub url: String,
    /// The SHA-256 fingerprint of a certificate made for the programme.
    pub fingerprint: Option<String>,
    /// Closes it.
    pub close: Box<dyn FnOnce() + Send>,
}

/// Opens the door: binds the listener and spawns its tasks on the current runtime.
pub type OpenDoor = Arc<dyn Fn(Arc<Seats>, &DoorWish) -> Result<OpenedDoor, Problem> + Send + Sync>;

impl Seats {
    /// What the joining page shows; `token` is the secret of the device's cookie, where it has one.
    pub fn lobby(&self, token: Option<&str>) -> Lobby {
        let _ = token;
        Lobby {
            title: String::new(),
            handling: String::new(),
            roles: Vec::new(),
            seated: false,
        }
    }

    /// Takes a seat, or one more role at the seat that the device has.
    ///
    /// # Errors
    /// Where the code or invitation does not count, or the rules say no.
    pub async fn join(
        &self,
        ask: SeatJoin,
        from: IpAddr,
        token: Option<&str>,
    ) -> Result<Joined, Problem> {
        let _ = (ask, from, token);
        Err(unknown("seat"))
    }

    /// Whose secret a cookie holds.
    pub fn pass(&self, token: &str) -> Option<SeatPass> {
        let _ = token;
        None
    }

    /// Answers a call at a seat.
    ///
    /// # Errors
    /// Where this seat may not call it, the rules say no or the world failed.
    pub async fn call(
        &self,
        pass: &SeatPass,
        call: SeatCall,
        key: Option<String>,
    ) -> Result<SeatReply, Problem> {
        let _ = (pass, call, key);
        Err(unknown("seat"))
    }

    /// What a seat is told from a record on.
    ///
    /// # Errors
    /// Where the device has no seat any more or too many connections.
    pub fn live(
        self: &Arc<Self>,
        pass: &SeatPass,
        since: u64,
        from: IpAddr,
    ) -> Result<Live, Problem> {
        let _ = (pass, since, from);
        Err(unknown("seat"))
    }

    /// What the projector is told; none where the secret is not the display's.
    pub fn display(self: &Arc<Self>, token: &str) -> Option<DisplayLive> {
        let _ = token;
        None
    }

    /// Some device reached the door.
    pub fn reached(&self, from: IpAddr) {
        let _ = from;
    }
}

impl Live {
    /// The next frame; none once the seat is out or the door closes.
    pub fn next(&mut self) -> impl Future<Output = Option<Bytes>> + Send {
        std::future::ready(None)
    }
}

impl DisplayLive {
    /// The next frame; none once the door closes.
    pub fn next(&mut self) -> impl Future<Output = Option<Bytes>> + Send {
        std::future::ready(None)
    }
}
