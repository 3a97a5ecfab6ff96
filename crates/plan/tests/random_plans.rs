//! Thousands of random plans through the reader and through amendments. A failing case prints its
//! text.

use plan::{Amendment, AmendmentOp, Edition, Hand, Headings, Plan, Source, amend, read};
use proptest::prelude::*;
use terms::Stamp;

/// Pieces of Markdown, awkward ones among them.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "# Roles",
        "## Incident Commander (IC)",
        "### Steps ###",
        "## Steps",
        "# Plan",
        "Title\n=====",
        "Under\n---",
        "- one\n- two",
        "* a\n\n* b",
        "1. x\n1. y\n   1. z",
        "7) seven\n8) eight",
        "a. first\nb. second",
        "- [ ] task",
        "> quoted\n> - item",
        "```\n# code\n```",
        "~~~~\nopen ~~~",
        "    # indented",
        "| Version | Date | Change |\n|--|--|--|\n| 1 | 2025-01-01 | x |",
        "| Role | Duties |\n|:-|-:|\n| Scribe | writes |",
        "<table><tr><td>x</td></tr></table>",
        "<!-- note -->",
        "<div>\n# in html\n</div>",
        "---",
        "***",
        "words within 15 minutes",
        "The Scribe must write.\nMore words {{GAP}}",
        "**Legal:** advises",
        "!!! note\n    text",
        "Ünïcödé 日本語 🚢",
        "line with trailing blanks  ",
        "[ref]: http://example.com",
        "\\# escaped",
        "text## Glued",
        "- item## Glued too",
        "**Bold line**",
        "**BOLD CAPITALS**",
        "**2.1 Numbered**",
        "##Typed",
        "",
        "",
        "\t- tab",
    ]);
    prop_oneof![8 => fixed.prop_map(str::to_owned), 1 => "[ -~äß\n#*`|>-]{0,24}"]
}

fn document() -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec!["\n", "\r\n"]);
    (
        prop::collection::vec((piece(), 1..3usize), 0..14),
        ends,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(pieces, end, mark, front, last)| {
            let mut text = String::new();
            if front {
                text.push_str("---\nowner: CISO\n---\n");
            }
            for (piece, gap) in pieces {
                text.push_str(&piece);
                text.push_str(&"\n".repeat(gap));
            }
            if !last {
                text = text.trim_end_matches('\n').to_owned();
            }
            if mark {
                text.insert(0, '\u{feff}');
            }
            text.replace('\n', end)
        })
}

fn amendment() -> impl Strategy<Value = (u8, prop::sample::Index, String)> {
    let text = prop_oneof![
        6 => prop::sample::select(vec!["New words.", "Two\nlines", "- an item", "with | pipe", "äöü 🚢", "**Bold:** x"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["# Heading", "```", "<!--", "x\n===", "    code", "> quote", "| a |\n|-|"]).prop_map(str::to_owned),
    ];
    (0..5u8, any::<prop::sample::Index>(), text)
}

fn op(
    text: &str,
    kind: u8,
    index: prop::sample::Index,
    words: &str,
    nth: usize,
) -> Option<AmendmentOp> {
    op_in(&read(text).0, kind, index, words, nth)
}

fn op_in(
    plan: &Plan,
    kind: u8,
    index: prop::sample::Index,
    words: &str,
    nth: usize,
) -> Option<AmendmentOp> {
    if kind == 4 {
        let number = format!("9{nth}");
        return Some(AmendmentOp::Revision {
            number,
            date: "2026-11-22".into(),
            note: words.into(),
        });
    }
    if plan.sections.is_empty() {
        return None;
    }
    let section = &plan.sections[index.index(plan.sections.len())];
    let name = section.path.clone();
    Some(match kind {
        0 => {
            let find = plan
                .section_body(section)
                .lines()
                .find(|line| !line.trim().is_empty())?
                .to_owned();
            AmendmentOp::Replace {
                section: name,
                find,
                text: words.into(),
            }
        }
        1 => AmendmentOp::Insert {
            section: name,
            text: words.into(),
        },
        2 => AmendmentOp::AppendItem {
            section: name,
            text: words.into(),
        },
        _ => AmendmentOp::NewSection {
            parent: name,
            title: format!("New {nth}"),
            text: words.into(),
        },
    })
}

fn outline(text: &str) -> Vec<(String, u8)> {
    read(text)
        .0
        .sections
        .into_iter()
        .map(|section| (section.path, section.level))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_never_fails_and_divides_the_whole_text(text in document()) {
        let (plan, _) = read(&text);
        let mut at = plan.sections.first().map_or(text.len(), |section| section.range.start);
        prop_assert!(text[..at].trim_start_matches('\u{feff}').trim().is_empty() || text[..at].contains("---"), "only front matter stands before");
        for section in &plan.sections {
            prop_assert_eq!(section.range.start, at, "no byte is left out");
            at = section.range.end;
            prop_assert_eq!(plan.section(&section.id).map(|found| &found.path), Ok(&section.path), "ids are unique");
            prop_assert_eq!(plan.section(&section.path).map(|found| &found.id), Ok(&section.id), "paths are unique");
        }
        prop_assert_eq!(at, text.len());
        let html = plan::plan_html(&plan);
        prop_assert!(!html.contains("<div") && !html.contains("<!--"), "HTML of the plan is shown, not run");
    }

    #[test]
    fn an_amendment_changes_its_own_bytes_and_the_outline_only_as_declared(
        text in document(),
        wanted in prop::collection::vec(amendment(), 1..4),
    ) {
        let mut amendments = Vec::new();
        for (nth, (kind, index, words)) in wanted.into_iter().enumerate() {
            if let Some(op) = op(&text, kind, index, &words, nth) {
                amendments.push(Amendment { op, because: None, base: None });
            }
        }
        let Ok(amended) = amend(&text, &amendments, "Bo") else { return Ok(()) };
        // Outside of the splices, every byte is the same.
        let (mut old, mut new) = (0, 0);
        for splice in &amended.splices {
            prop_assert_eq!(&text[old..splice.old.start], &amended.text[new..splice.new.start]);
            (old, new) = (splice.old.end, splice.new.end);
        }
        prop_assert_eq!(&text[old..], &amended.text[new..]);
        // The outline is the same but for the sections that were declared.
        let declared = amendments.iter().filter(|amendment| match &amendment.op {
            AmendmentOp::NewSection { .. } => true,
            AmendmentOp::Revision { .. } | AmendmentOp::Replace { .. } | AmendmentOp::Insert { .. } | AmendmentOp::AppendItem { .. } => false,
        }).count();
        let before = outline(&text);
        let after = outline(&amended.text);
        let kept: Vec<_> = after.iter().filter(|section| before.contains(section)).cloned().collect();
        prop_assert_eq!(&kept, &before, "every section is still there, in order");
        let added = after.len() - before.len();
        let table = usize::from(amended.text.contains("Revision history"));
        prop_assert!(added <= declared * 2 + table, "and only declared ones are new");
        // Line endings are those of the plan.
        if text.contains("\r\n") && !text.replace("\r\n", "").contains('\n') {
            prop_assert!(!amended.text.replace("\r\n", "").contains('\n'), "no foreign line ending");
        }
        prop_assert_eq!(text.starts_with('\u{feff}'), amended.text.starts_with('\u{feff}'));
        for change in &amended.changes {
            prop_assert!(amended.text.contains(&change.after) || amended.changes.len() > 1);
        }
    }

    #[test]
    fn lines_read_as_headings_divide_the_text_and_stay_as_they_are(
        text in document(),
        kind in 0..5u8,
        index in any::<prop::sample::Index>(),
    ) {
        let source = Source::Text(text.clone(), Headings::ByLook);
        let (plan, _) = source.read();
        let mut at = plan.sections.first().map_or(text.len(), |section| section.range.start);
        for section in &plan.sections {
            prop_assert_eq!(section.range.start, at, "no byte is left out");
            at = section.range.end;
            prop_assert!(!plan::section_html(&plan, section).is_empty() || section.level == 0);
        }
        prop_assert_eq!(at, text.len());
        let Some(op) = op_in(&plan, kind, index, "New words.", 0) else { return Ok(()) };
        let hand = Hand { author: "Bo", at: Stamp(0), edition: Edition::Clean };
        let amendment = Amendment { op, because: None, base: None };
        let Ok(made) = source.amend(&[amendment], hand) else { return Ok(()) };
        let after = made.source.read().0;
        let names = |plan: &Plan| -> Vec<(String, u8)> {
            plan.sections.iter().map(|section| (section.path.clone(), section.level)).collect()
        };
        let (before, after) = (names(&plan), names(&after));
        let kept: Vec<_> = after.iter().filter(|section| before.contains(section)).cloned().collect();
        prop_assert_eq!(&kept, &before, "every section is still there, in order");
        let text_after = String::from_utf8(made.source.to_bytes()).expect("text");
        for section in plan.sections.iter().filter(|section| section.by_look) {
            let line = text[section.range.clone()].lines().next().unwrap_or_default().trim();
            prop_assert!(text_after.contains(line), "{} is as it was", line);
        }
    }

    #[test]
    fn an_appended_item_is_the_last_item_and_is_read_back(text in document(), index in any::<prop::sample::Index>()) {
        let (plan, _) = read(&text);
        prop_assume!(!plan.sections.is_empty());
        let section = plan.sections[index.index(plan.sections.len())].path.clone();
        let item = AmendmentOp::AppendItem { section: section.clone(), text: "Zebra item".into() };
        let amendment = Amendment { op: item, because: None, base: None };
        if let Ok(amended) = amend(&text, &[amendment], "") {
            let (plan, _) = read(&amended.text);
            let own = plan.section(&section).map(|section| plan.section_text(section).to_owned()).unwrap_or_default();
            prop_assert!(own.contains("Zebra item"), "it stands in its section");
            prop_assert_eq!(amended.text.len() - text.len(), amended.splices.iter().map(|s| s.new.len() - s.old.len()).sum::<usize>());
        }
    }
}
