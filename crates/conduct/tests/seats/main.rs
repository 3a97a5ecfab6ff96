//! Seats from joining to leaving, as the network would drive them: who gets in, what each seat is told, what it may do,
//! and that all of it stands after a crash. Not here: sockets (`lan`), what players must never see (`secrecy`).

mod calling;
mod joining;
#[path = "../table/mod.rs"]
mod table;

use std::net::IpAddr;
use table::*;
use terms::Span;
use wire::{DeskCall, DeskOrder, DeskReply, ProblemCode, SeatCall, SeatItem, SeatJoin, SeatReply};

const DRILL: &str = "suspicious-login";

fn acknowledge(inject: &str, role: &str) -> SeatCall {
    SeatCall::Acknowledge {
        inject: inject.to_owned(),
        role: role.to_owned(),
    }
}

fn choose(role: &str, inject: &str, option: &str) -> SeatCall {
    SeatCall::Decide {
        role: role.to_owned(),
        inject: Some(inject.to_owned()),
        option: Some(option.to_owned()),
        text: String::new(),
        rationale: "The plan allows it.".to_owned(),
        authorised_by: None,
        first_key_ms_ago: 0,
    }
}

fn is_inject(item: &SeatItem, id: &str) -> bool {
    matches!(item, SeatItem::Inject(inject) if inject.id == id)
}

fn is_decision(item: &SeatItem, said: &str) -> bool {
    matches!(item, SeatItem::Decision(own) if own.text == said)
}
