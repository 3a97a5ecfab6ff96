//! Any bytes are read as a scenario: no panic, and what has no error can be filled in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use terms::Severity;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (scenario, found) = scenario::read(&text);
    assert!(found.iter().all(|d| d.code != "unreadable"), "fitting agrees with the types");
    if found.iter().all(|d| d.severity == Severity::Warning) {
        assert!(scenario.rendered(&Default::default()).is_ok(), "what is clean can be filled in");
    }
});
