//! Messages that were changed by chance, at the door of a drill that runs. Whatever comes, the door answers like a door: it
//! refuses or does what was said, and never fails. The same is done without an end by `fuzz/fuzz_targets/seat_door.rs`.

mod common;

use common::plain;
use serde_json::{Value, json};
use wire::DeskOrder;

/// How many seats speak, how many messages each, and what their chance begins with. A seat that said more at once would
/// not be heard.
const SEATS: usize = 30;
const MESSAGES_EACH: usize = 20;
const SEED: u64 = 20_261_122;

#[tokio::test]
async fn whatever_is_said_the_door_answers_and_never_fails() {
    let room = plain().await;
    room.order(DeskOrder::Start).await;
    let mut seats = Vec::new();
    // They join first: after some wrong codes nobody from here can.
    for _ in 0..SEATS {
        seats.push(room.join("Ada", "soc").await);
    }
    let mut chance = Chance(SEED);
    let mut statuses = std::collections::BTreeMap::<u16, u32>::new();
    for number in 0..SEATS * MESSAGES_EACH {
        let cookie = &seats[number / MESSAGES_EACH];
        let written = chance.one_of(&said(number));
        let text = chance.change(&written);
        let path = chance.one_of(&["/seat/call", "/seat/call", "/seat/join"].map(str::to_owned));
        let headers = [("Cookie", cookie.as_str())];
        let answer = room.ask("POST", &path, &headers, &text).await;
        let fine = answer.status == 200 || (400..500).contains(&answer.status);
        assert!(
            fine,
            "seed {SEED}, message {number}: {} to {text:?}",
            answer.status
        );
        assert_ne!(
            answer.problem(),
            "broken",
            "seed {SEED}, message {number}: {text:?}"
        );
        *statuses.entry(answer.status).or_default() += 1;
    }
    assert!(
        statuses.get(&200).is_some_and(|done| *done > 50),
        "some of it is heard, or nothing is tested: {statuses:?}"
    );
    let left = room
        .call(
            &seats[SEATS - 1],
            json!({ "call": "plan", "key": "the-last-one" }),
        )
        .await;
    assert_eq!(
        left.status, 200,
        "the seat is there at the end: {}",
        left.body
    );
}

/// What a page says.
fn said(number: usize) -> Vec<String> {
    let calls: [Value; 11] = [
        json!({ "call": "acknowledge", "args": { "inject": "alert", "role": "soc" } }),
        json!({ "call": "decide", "args": { "role": "soc", "inject": "alert", "option": "lock" } }),
        json!({ "call": "decide", "args": { "role": "soc", "text": "In my own words" } }),
        json!({ "call": "revise", "args": { "decision": 5, "text": "Otherwise" } }),
        json!({ "call": "send", "args": { "role": "soc", "to_role": "ic", "says": "Hello" } }),
        json!({ "call": "ask", "args": { "role": "soc", "says": "May I?" } }),
        json!({ "call": "log_notification", "args": { "role": "soc", "body": "Authority" } }),
        json!({ "call": "others", "args": { "inject": null } }),
        json!({ "call": "note", "args": { "says": "Seen" } }),
        json!({ "call": "plan" }),
        json!({ "code": "AAAA-AAAA", "name": "Eve", "role": "ic" }),
    ];
    let keyed = calls.into_iter().map(|mut call| {
        if call.get("call").is_some() {
            call["key"] = json!(format!("key-{number:08}"));
        }
        call.to_string()
    });
    keyed.collect()
}

/// Numbers by chance, the same from the same beginning.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn one_of(&mut self, all: &[String]) -> String {
        all[self.below(all.len())].clone()
    }

    /// Leaves a text as it is, or changes a few of its characters.
    fn change(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..self.below(4) {
            if chars.is_empty() {
                break;
            }
            let at = self.below(chars.len());
            match self.below(5) {
                0 => {
                    let _gone = chars.remove(at);
                }
                1 => chars.insert(at, char::from(32 + self.below(95) as u8)),
                2 => {
                    chars[at] =
                        ['\u{0}', '"', '{', '\u{202e}', '9', '\\', '\u{1f600}'][self.below(7)]
                }
                3 => chars.truncate(at.max(1)),
                _ => {
                    let again: Vec<char> = chars[at..].iter().take(40).copied().collect();
                    chars.splice(at..at, again);
                }
            }
        }
        chars.into_iter().collect()
    }
}
