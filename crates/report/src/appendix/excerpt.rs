//! What a change does to a section of the plan, in as few of its words as say it: the sentences that came, went or
//! changed, without those around them. Not here: who proposes the change and why (`appendix`).

/// A change in a few words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// What happened: `Added`, `Changed`, `Taken out`, `New section “X”`, `No change of wording`.
    pub what: String,
    /// The sentences that stood there; empty where nothing went.
    pub before: String,
    /// The sentences that stand there now; empty where nothing came.
    pub after: String,
}

/// Tells what was done to a section. Where nothing stood before, the text opens with the heading of a new section.
pub(super) fn excerpt(section: &str, before: &str, after: &str) -> Excerpt {
    let (old, new) = (before.trim_end(), after.trim());
    let title = section.rsplit(" / ").next().unwrap_or(section);
    if old.is_empty() {
        return match new.strip_prefix(title) {
            Some(text) => made(format!("New section “{title}”"), "", &shown(&blocks(text))),
            None => made("Added".to_owned(), "", &shown(&blocks(new))),
        };
    }
    // New text that follows the whole of the old has no marker of its own and would run into the last item.
    if let Some(added) = after.strip_prefix(old)
        && added.starts_with('\n')
    {
        return changed("", &shown(&blocks(added)));
    }
    let (old, new) = (blocks(before), blocks(after));
    let (old, new) = without_ends(&old, &new);
    match (old, new) {
        ([one], [other]) => {
            let (old, new) = (sentences(one.plain()), sentences(other.plain()));
            let (old, new) = without_ends(&old, &new);
            changed(&old.join(" "), &new.join(" "))
        }
        _ => changed(&shown(old), &shown(new)),
    }
}

fn changed(before: &str, after: &str) -> Excerpt {
    let what = match (before.is_empty(), after.is_empty()) {
        (true, true) => "No change of wording",
        (true, false) => "Added",
        (false, true) => "Taken out",
        (false, false) => "Changed",
    };
    made(what.to_owned(), before, after)
}

fn made(what: String, before: &str, after: &str) -> Excerpt {
    Excerpt {
        what,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

/// A paragraph, an item of a list, a heading or a row, its lines joined into one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    text: String,
    /// How long the marker of a list or heading is, with the blank after it.
    marker: usize,
}

impl Block {
    fn plain(&self) -> &str {
        &self.text[self.marker..]
    }

    fn is_item(&self) -> bool {
        self.marker > 0 && !self.text.starts_with('#')
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let marker = marker(line);
        let alone = line.starts_with('#') || line.starts_with('|');
        match all.last_mut() {
            _ if line.is_empty() => open = false,
            Some(last) if open && marker == 0 && !alone => {
                last.text.push(' ');
                last.text.push_str(line);
            }
            Some(_) | None => {
                all.push(Block {
                    text: line.to_owned(),
                    marker,
                });
                open = !alone;
            }
        }
    }
    all
}

/// How much of a line is the marker of a list item or a heading: `- `, `* `, `4. `, `b) `, `### `.
fn marker(line: &str) -> usize {
    let Some((first, _)) = line.split_once(' ') else {
        return 0;
    };
    let numbered =
        first
            .strip_suffix(['.', ')'])
            .is_some_and(|number| match number.parse::<u32>() {
                Ok(_) => true,
                Err(_) => number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase()),
            });
    let heading = !first.is_empty() && first.bytes().all(|b| b == b'#');
    if numbered || heading || matches!(first, "-" | "*" | "+") {
        first.len() + 1
    } else {
        0
    }
}

/// One block stands without its marker; of several, the items keep a sign that they are items.
fn shown(blocks: &[Block]) -> String {
    if let [one] = blocks {
        return one.plain().to_owned();
    }
    let line = |block: &Block| match block.is_item() {
        true => format!("• {}", block.plain()),
        false => block.plain().to_owned(),
    };
    blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The sentences of a block; what only looks like the end of one does no harm, as both sides are cut alike.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(". ").or_else(|| rest.find("? ")) {
        all.push(&rest[..=end]);
        rest = rest[end + 1..].trim_start();
    }
    if !rest.is_empty() {
        all.push(rest);
    }
    all
}

/// Both lists without what they begin and end with in common.
fn without_ends<'b, T: PartialEq>(old: &'b [T], new: &'b [T]) -> (&'b [T], &'b [T]) {
    let same =
        |pairs: &mut dyn Iterator<Item = (&T, &T)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut old.iter().zip(new));
    let (old, new) = (&old[head..], &new[head..]);
    let tail = same(&mut old.iter().rev().zip(new.iter().rev()));
    (&old[..old.len() - tail], &new[..new.len() - tail])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_in_the_sentences_that_changed() {
        let check = |before: &str, after: &str, what: &str, old: &str, new: &str| {
            let expected = Excerpt {
                what: what.to_owned(),
                before: old.to_owned(),
                after: new.to_owned(),
            };
            let found = excerpt("Plan / Press", before, after);
            assert_eq!(found, expected, "{before:?} became {after:?}");
        };
        let list =
            "### Press\n\nWho speaks:\n\n- The lead speaks. Nobody else\n  does.\n- Say little.\n";
        check(
            list,
            &format!("{}\nWrite it down.", list.trim_end()),
            "Added",
            "",
            "Write it down.",
        );
        check(
            list,
            &list.replace("Nobody else\n  does.", "Nobody else may. Ever."),
            "Changed",
            "Nobody else does.",
            "Nobody else may. Ever.",
        );
        check(
            list,
            &list.replace("- Say little.", "- Say little.\n- Say it once."),
            "Added",
            "",
            "Say it once.",
        );
        check(
            list,
            &list.replace("- Say little.\n", ""),
            "Taken out",
            "Say little.",
            "",
        );
        check(
            "",
            "Press\n\nOne.\n\n- Two\n- Three",
            "New section “Press”",
            "",
            "One.\n• Two\n• Three",
        );
        check("", "the desk", "Added", "", "the desk");
        check("nobody", "the desk", "Changed", "nobody", "the desk");
        check(list, list, "No change of wording", "", "");
        check("1. A a. B b.", "1. A a. C c. B b.", "Added", "", "C c.");
        check(
            "Mix \u{130}. \u{1f}",
            "Mix \u{130}.",
            "Taken out",
            "\u{1f}",
            "",
        );
    }
}
