//! Sentences and who they speak of. Enough of English to tell "The Incident Commander must …" from
//! other sentences; nothing is concluded from what cannot be told.

use std::ops::Range;

/// Who is to do something, and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject<'a> {
    /// The name as it is written, without its article.
    pub name: &'a str,
    /// From the verb on.
    pub does: &'a str,
    /// Where the name begins.
    pub at: usize,
    /// How the sentence binds its subject.
    pub binds: Binds,
}

/// How a sentence binds its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binds {
    /// Shall, must, will, is responsible for.
    Duty,
    /// Has the authority to, may.
    Authority,
    /// Only speaks of it, as after a label or before a plain verb.
    Mention,
}

/// The sentences of a text, without the blanks around them.
pub(crate) fn split(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let after = &text[at + 1..];
        let ends = after.starts_with(char::is_whitespace)
            && after
                .trim_start()
                .chars()
                .next()
                .is_some_and(|c| !c.is_lowercase());
        if ends && !abbreviation(&text[start..at]) {
            push(text, start..at + 1, &mut sentences);
            start = at + 1;
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

fn push(text: &str, range: Range<usize>, into: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    if start < end {
        into.push(start..end);
    }
}

fn abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let word = word.trim_start_matches(['(', '_', '*']);
    matches!(
        word.to_ascii_lowercase().as_str(),
        "e.g" | "i.e" | "etc" | "approx" | "no" | "vs" | "dr" | "mr" | "ms" | "mrs"
    ) || word.len() == 1 && word.chars().all(|c| c.is_ascii_alphabetic() && c != 'I')
        || !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())
}

/// The subject of a sentence, where the sentence has the form "The X must …" or "X: does …".
pub(crate) fn subject(sentence: &str) -> Option<Subject<'_>> {
    const OPENERS: [&str; 14] = [
        "If ", "When ", "Within ", "After ", "Upon ", "During ", "Once ", "Before ", "On ", "In ",
        "At ", "For ", "Where ", "Until ",
    ];
    let opened = OPENERS.iter().any(|opener| sentence.starts_with(opener));
    let commas = sentence
        .match_indices(", ")
        .take(if opened { 3 } else { 0 });
    let late = commas.map(|(at, _)| at + 2).find_map(|at| {
        let subject = main_clause(&sentence[at..])?;
        let named = subject.binds != Binds::Mention && !subject.name.is_empty();
        named.then_some(Subject {
            at: subject.at + at,
            ..subject
        })
    });
    if opened { late } else { main_clause(sentence) }
}

fn main_clause(sentence: &str) -> Option<Subject<'_>> {
    let trimmed = sentence.trim_start();
    let indent = sentence.len() - trimmed.len();
    let words: Vec<(usize, &str)> = words(trimmed).take(18).collect();
    let article = words.first().is_some_and(|(_, word)| {
        ["the", "a", "an", "our"]
            .iter()
            .any(|article| word.eq_ignore_ascii_case(article))
    });
    let first = usize::from(article);
    let (begin, name) = *words.get(first)?;
    let labelled_at_once = name.ends_with([':', ';']);
    for index in first + 1..if labelled_at_once { 0 } else { words.len() } {
        let (at, word) = words[index];
        let lower = word.to_ascii_lowercase();
        let next = |ahead: usize| {
            words
                .get(index + ahead)
                .map(|(_, word)| word.to_ascii_lowercase())
        };
        let next = |ahead: usize| next(ahead).unwrap_or_default();
        let binds = match lower.trim_end_matches(',') {
            "shall" | "must" | "will" => {
                let passive = next(1) == "be"
                    && !matches!(next(2).as_str(), "responsible" | "accountable" | "in");
                if passive { None } else { Some(Binds::Duty) }
            }
            "is" | "are" if matches!(next(1).as_str(), "responsible" | "accountable") => {
                Some(Binds::Duty)
            }
            "is" | "are" if next(1) == "to" => Some(Binds::Duty),
            "is" | "are"
                if matches!(next(1).as_str(), "authorised" | "authorized" | "empowered") =>
            {
                Some(Binds::Authority)
            }
            "has" | "have" if (1..6).any(|ahead| next(ahead).starts_with("authority")) => {
                Some(Binds::Authority)
            }
            "has" | "have" if (1..4).any(|ahead| next(ahead).starts_with("responsibilit")) => {
                Some(Binds::Duty)
            }
            "may" => Some(Binds::Authority),
            _ => None,
        };
        if let Some(binds) = binds {
            // "The AAR owner, in coordination with others, will …"
            let name = trimmed[begin..at]
                .trim_end()
                .split(',')
                .next()
                .unwrap_or_default()
                .trim_end();
            return Some(Subject {
                name,
                does: &trimmed[at..],
                at: begin + indent,
                binds,
            });
        }
        if word.ends_with([':', ';']) {
            break;
        }
    }
    let other = labelled(trimmed).or_else(|| plain_verb(trimmed, &words, first));
    other.map(|subject| Subject {
        at: subject.at + indent,
        ..subject
    })
}

/// "Incident Commander: declares …".
fn labelled(text: &str) -> Option<Subject<'_>> {
    let colon = text.find(':').filter(|at| *at <= 60)?;
    let name = text[..colon].trim();
    let does = text[colon + 1..].trim();
    let short = name.split_whitespace().count() <= 6 && !name.contains(['.', ',', '(']);
    (short && !name.is_empty()).then_some(Subject {
        name,
        does,
        at: 0,
        binds: Binds::Mention,
    })
}

/// "The Incident Commander declares …": the name is what stands in capitals before a verb in small
/// letters.
fn plain_verb<'a>(text: &'a str, words: &[(usize, &'a str)], first: usize) -> Option<Subject<'a>> {
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '(');
    let count = words
        .iter()
        .skip(first)
        .take_while(|(_, word)| capital(word))
        .count();
    let (at, verb) = words.get(first + count)?;
    let (begin, _) = *words.get(first)?;
    (count > 0 && verb.ends_with('s')).then(|| Subject {
        name: text[begin..*at].trim_end(),
        does: &text[*at..],
        at: begin,
        binds: Binds::Mention,
    })
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
