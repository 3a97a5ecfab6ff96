//! One connection of a seat: what it missed, in order and once, then what happens, and how things stand whenever that
//! changes. Not here: sockets (`lan`).

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::{BufMut, Bytes, BytesMut};
use exercise::SeatKind;
use serde::Serialize;
use wire::{Problem, SeatMe};

use super::lanes::{Line, Reader};
use super::seat::Seat;
use super::{SeatPass, Seats, card};
use crate::problem::unseated;

/// What a seat is told, as frames ready to be sent.
pub struct Live {
    seats: Arc<Seats>,
    seat: Arc<Seat>,
    line: Arc<Line>,
    reader: Reader,
    /// Which state of who sits here, of the table and of the cell it has been shown.
    turn: Option<u64>,
    shown: (u64, u64),
}

impl Seats {
    /// What a seat is told from a record on.
    ///
    /// # Errors
    /// Where the device has no seat any more or the door is closed.
    pub fn live(
        self: &Arc<Self>,
        pass: &SeatPass,
        since: u64,
        from: IpAddr,
    ) -> Result<Live, Problem> {
        let seat = &pass.inner;
        if seat.is_out() || !self.is_open() {
            return Err(unseated());
        }
        seat.seen(self.around.clock.now(), Some(from));
        let line = seat.connect();
        self.listen(seat.kind, &line);
        // Whoever claims to know what has not happened yet is told all that has.
        let told = self.lanes.told();
        let since = if since > told { 0 } else { since };
        let reader = self.lanes.read(&seat.audiences(), since, &line);
        self.seats_moved();
        Ok(Live {
            seats: Arc::clone(self),
            seat: Arc::clone(seat),
            line,
            reader,
            turn: None,
            shown: (0, 0),
        })
    }
}

impl Live {
    /// The next frame; none once the seat is out or the door closes.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.line.is_cut() || self.seat.is_out() {
                return None;
            }
            let turn = self.seat.turn.load(Ordering::Acquire);
            if self.turn != Some(turn) {
                if self.turn.is_some() {
                    let audiences = self.seat.audiences();
                    let lanes = &self.seats.lanes;
                    self.reader = lanes.read(&audiences, self.reader.sent, &self.line);
                }
                self.turn = Some(turn);
                return Some(self.view(true));
            }
            if let Some(frame) = self.reader.next(self.seats.lanes.told()) {
                return Some(frame);
            }
            if self.shown != self.seats.shown(self.seat.kind) {
                return Some(self.view(false));
            }
            self.line.woken().await;
        }
    }

    /// How things stand, after the last item that was sent.
    fn view(&mut self, me: bool) -> Bytes {
        let kind = self.seat.kind;
        let (shown, table) = self.seats.table_now();
        let (cell_shown, cell) = self.seats.cell_now(kind);
        self.shown = (shown, cell_shown);
        let me = me.then(|| self.seats.me(&self.seat));
        let practice = self.seats.practice_now(kind);
        let mut out = BytesMut::with_capacity(table.len() + 256);
        out.put_slice(format!("{{\"seq\":{},\"view\":{{", self.reader.sent).as_bytes());
        if let Some(me) = me {
            out.put_slice(b"\"me\":");
            out.put_slice(&json(&me));
            out.put_u8(b',');
        }
        out.put_slice(b"\"table\":");
        out.put_slice(&table);
        for (name, part) in [("cell", cell), ("practice", practice)] {
            if let Some(part) = part {
                out.put_slice(format!(",\"{name}\":").as_bytes());
                out.put_slice(&part);
            }
        }
        out.put_slice(b"}}");
        out.freeze()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.line.cut();
        self.seats.seats_moved();
    }
}

impl Seats {
    /// Who sits at a seat, with the cards of its roles.
    fn me(&self, seat: &Seat) -> SeatMe {
        let sitting = seat.sitting();
        let name = crate::lock(&self.around.names)
            .get(&sitting.person)
            .cloned();
        let scenario = &self.scenario;
        let cards = sitting.roles.iter();
        SeatMe {
            seat: seat.id.to_string(),
            kind: seat.kind.word().to_owned(),
            name: card::name_or_erased(name.as_ref()),
            roles: cards
                .filter_map(|role| card::role_card(scenario, &self.lore, role))
                .collect(),
            table: card::role_titles(scenario),
            objectives: card::objectives(scenario),
            feedback: card::feedback(),
        }
    }
}

/// As the wire writes it. What the wire declares can always be written.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// The kinds of seat that have a view of their own.
pub const CELLS: [SeatKind; 3] = [SeatKind::Evaluator, SeatKind::Scribe, SeatKind::Simulator];
