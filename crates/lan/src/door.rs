//! Opening the door: the address, the protection that the trainer chose, the listener; and closing it. Not here: what the
//! door answers (`routes`).

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use conduct::{DoorWish, OpenDoor, OpenedDoor, Seats};
use exercise::Protection;
use tokio::sync::watch;
use wire::{Problem, ProblemCode};

use crate::certificate::{self, Tls};
use crate::guard::Names;
use crate::limits::Limits;
use crate::listener::{self, Serve};
use crate::routes::{LeadsTo, display_router, router};

/// How the desk opens the seats' door on the network.
pub fn door() -> OpenDoor {
    door_with(Limits::default())
}

/// The same with other limits.
pub fn door_with(limits: Limits) -> OpenDoor {
    Arc::new(move |seats, wish| open(seats, wish, limits))
}

fn open(seats: Arc<Seats>, wish: &DoorWish, limits: Limits) -> Result<OpenedDoor, Problem> {
    let wished = SocketAddr::new(wish.address, wish.port);
    if wish.address.is_unspecified() {
        return Err(Problem {
            code: ProblemCode::NoDoor,
            says: format!(
                "{} is no address that a phone could be sent to.",
                wish.address
            ),
            hint: Some("Choose the address of one network of this computer.".to_owned()),
            detail: None,
        });
    }
    let tls = protect(wish)?;
    // Every seat is a connection, and many systems let a program have only few files by default.
    let _as_many_as_there_may_be = rlimit::increase_nofile_limit(2 * limits.in_all as u64);
    let listener =
        listener::bind(wished).and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (bound, listener) = listener.map_err(|why| closed(wished, &why))?;
    let url = url(bound, tls.as_ref(), wish.protection);
    let (closing, told) = watch::channel(false);
    let names = Names {
        bound,
        tls: tls.clone(),
        pages: true,
    };
    let leads_to = LeadsTo::new(seats);
    let display_here = match &tls {
        Some(_) => Some(display_here(&leads_to, limits, told.clone())?),
        None => None,
    };
    let fingerprint = match wish.protection {
        Protection::GeneratedCertificate => tls.as_ref().map(|tls| tls.fingerprint.clone()),
        Protection::OwnCertificate | Protection::Plain => None,
    };
    let serve = Serve {
        router: router(Arc::clone(&leads_to), names, limits, told.clone()),
        tls,
        url: url.clone(),
        limits,
    };
    tokio::spawn(listener::serve(listener, serve, told));
    Ok(OpenedDoor {
        url,
        fingerprint,
        display_here,
        hand_to: Box::new(move |seats| leads_to.turn_to(seats)),
        close: Box::new(move || drop(closing)),
    })
}

/// The projector's page once more, for a window of this computer alone. A window of the program cannot be told to trust
/// a certificate that was made here, and a way round the check of certificates would be a way round all of them; over
/// loopback nothing can be overheard. It serves the projector's page and nothing else, and asks for the same secret.
fn display_here(
    leads_to: &Arc<LeadsTo>,
    limits: Limits,
    told: watch::Receiver<bool>,
) -> Result<String, Problem> {
    let wished = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listener =
        listener::bind(wished).and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (bound, listener) = listener.map_err(|why| closed(wished, &why))?;
    let url = url(bound, None, Protection::Plain);
    let names = Names {
        bound,
        tls: None,
        pages: true,
    };
    let serve = Serve {
        router: display_router(Arc::clone(leads_to), names, limits, told.clone()),
        tls: None,
        url: url.clone(),
        limits,
    };
    tokio::spawn(listener::serve(listener, serve, told));
    Ok(url)
}

fn protect(wish: &DoorWish) -> Result<Option<Tls>, Problem> {
    match wish.protection {
        Protection::Plain => Ok(None),
        Protection::GeneratedCertificate => {
            certificate::generated(&wish.own, wish.address).map(Some)
        }
        Protection::OwnCertificate => match (&wish.certificate, &wish.key) {
            (Some(chain), Some(key)) => certificate::own(chain, key).map(Some),
            (Some(_) | None, Some(_) | None) => Err(Problem {
                code: ProblemCode::NoDoor,
                says: "The organisation's own certificate needs two files: the certificate chain and its key."
                    .to_owned(),
                hint: None,
                detail: None,
            }),
        },
    }
}

/// The address to show. An organisation's certificate is for a name, and only under that name browsers trust it.
fn url(bound: SocketAddr, tls: Option<&Tls>, protection: Protection) -> String {
    let scheme = if tls.is_some() { "https" } else { "http" };
    let name = match protection {
        Protection::OwnCertificate => tls
            .filter(|tls| !tls.is_for(&bound.ip().to_string()))
            .and_then(Tls::name),
        Protection::GeneratedCertificate | Protection::Plain => None,
    };
    let usual = if tls.is_some() { 443 } else { 80 };
    let host = match (name, bound) {
        (Some(name), _) => name,
        (None, SocketAddr::V4(it)) => it.ip().to_string(),
        (None, SocketAddr::V6(it)) => format!("[{}]", it.ip()),
    };
    if bound.port() == usual {
        format!("{scheme}://{host}")
    } else {
        format!("{scheme}://{host}:{}", bound.port())
    }
}

fn closed(wished: SocketAddr, why: &io::Error) -> Problem {
    let (says, hint) = match why.kind() {
        io::ErrorKind::AddrInUse => (
            format!("Another program listens on {wished} already."),
            "Choose another port, or 0 for any that is free.",
        ),
        io::ErrorKind::AddrNotAvailable => (
            format!(
                "This computer does not have the address {} now.",
                wished.ip()
            ),
            "Its networks may have changed: look at the list again.",
        ),
        io::ErrorKind::PermissionDenied => (
            format!(
                "The system does not let this program listen on port {}.",
                wished.port()
            ),
            "Choose a port from 1024 on, or 0 for any that is free.",
        ),
        _ => (
            format!("The door could not be opened on {wished}."),
            "Choose another network or port.",
        ),
    };
    Problem {
        code: ProblemCode::NoDoor,
        says,
        hint: Some(hint.to_owned()),
        detail: Some(why.to_string()),
    }
}
