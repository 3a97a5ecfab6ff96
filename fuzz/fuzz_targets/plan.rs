//! Any bytes are read as a plan: no panic, and an amendment changes only what it says it changes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plan::{Amendment, AmendmentFile, AmendmentOp};

fuzz_target!(|bytes: &[u8]| {
    let (read, _) = plan::read_bytes(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _file = AmendmentFile::read(text);
    let _page = plan::plan_html(&read);
    let Some(section) = read.sections.last() else { return };
    let item = AmendmentOp::AppendItem { section: section.path.clone(), text: "new".to_owned() };
    let amendment = Amendment { op: item, because: None, base: None };
    if let Ok(amended) = plan::amend(text, &[amendment], "fuzz") {
        assert!(amended.text.contains("new"), "the item stands in the text");
        let (again, _) = plan::read(&amended.text);
        let paths = |plan: &plan::Plan| -> Vec<String> {
            plan.sections.iter().map(|section| section.path.clone()).collect()
        };
        assert_eq!(paths(&read), paths(&again), "the outline stays");
    }
});
