//! Any lines `kind<TAB>body` are read as the records of a drill: no panic in decoding, folding or writing them down, and
//! what is decoded is encoded the same way again.
#![no_main]

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use exercise::{Actor, Event, Exercise, Record, Script};
use libfuzzer_sys::fuzz_target;
use terms::{Elapsed, Stamp};

fuzz_target!(|text: &str| {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    let script = SCRIPT.get_or_init(|| {
        let file = include_str!("../../scenarios/suspicious-login/scenario.yaml");
        Script::new(Arc::new(scenario::read(file).0))
    });
    let mut records = Vec::new();
    for line in text.lines() {
        let Some((kind, body)) = line.split_once('\t') else { continue };
        let Ok((elapsed, key, event)) = Event::decode(kind, 1, body) else { continue };
        // The engine counts in milliseconds of at most some centuries.
        let elapsed = Elapsed(elapsed.0.clamp(0, 1 << 50));
        let again = Event::decode(kind, 1, &event.encode(elapsed, key.as_deref()));
        assert_eq!(again, Ok((elapsed, key.clone(), event.clone())), "what is written reads the same");
        let seq = records.len() as u64 + 1;
        records.push(Record { seq, at: Stamp(elapsed.0), elapsed, actor: Actor::Desk, key, event });
    }
    let _folded = Exercise::fold(script, &records);
    let _text = evaluation::transcript(&records, &BTreeMap::new());
});
