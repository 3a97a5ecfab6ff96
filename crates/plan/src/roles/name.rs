//! Takes a name of a role apart: number, prefix, abbreviation, other names. Not here: whether it is
//! one.

use crate::outline;
use crate::words;

/// The name alone, and the other names that stand with it: `2.1 Role: Incident Commander (IC)`.
pub(crate) fn split(written: &str) -> (String, Vec<String>) {
    let mut name =
        outline::unnumbered(written.trim().trim_matches(['*', '_', '"', '“', '”'])).to_owned();
    for prefix in ["role:", "role -", "role –", "position:"] {
        if name.to_lowercase().starts_with(prefix) {
            name = name[prefix.len()..].trim().to_owned();
        }
    }
    let mut aliases = Vec::new();
    while let Some((open, close)) = brackets(&name) {
        let inside = name[open + 1..close].trim();
        aliases.extend(alias(inside));
        name = format!(
            "{} {}",
            name[..open].trim_end(),
            name[close + 1..].trim_start()
        );
    }
    let mut name = name
        .trim()
        .trim_end_matches([':', '.', ',', ';'])
        .trim()
        .to_owned();
    // "Subject Matter Experts for Systems", "Incident Commander – see roster".
    for cut in [" for ", " – ", " — ", " - "] {
        if let Some((left, _)) = name.split_once(cut)
            && words::is_role(left)
        {
            name = left.trim().to_owned();
        }
    }
    if let Some((left, right)) = name.split_once('/') {
        let (left, right) = (left.trim(), right.trim());
        let short = |side: &str| side.len() <= 5 && side.chars().all(|c| c.is_ascii_uppercase());
        let both = words::is_role(left) && words::is_role(right);
        if both && (words::role_key(left) == words::role_key(right) || short(left) || short(right))
        {
            aliases.push(right.to_owned());
            name = left.to_owned();
        }
    }
    (name, aliases)
}

fn brackets(name: &str) -> Option<(usize, usize)> {
    let open = name.find('(')?;
    let close = open + name[open..].find(')')?;
    Some((open, close))
}

/// What stands in brackets after a name, where it is another name.
fn alias(inside: &str) -> Option<String> {
    let lower = inside.to_lowercase();
    let told = [
        "also known as ",
        "also called ",
        "also ",
        "a.k.a. ",
        "aka ",
        "or ",
    ];
    let start = told
        .iter()
        .find(|told| lower.starts_with(**told))
        .map_or(0, |told| told.len());
    let name = inside[start..].trim().trim_matches(['"', '“', '”']);
    let capitals = name.chars().filter(|c| c.is_ascii_uppercase()).count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let abbreviation = (2..=8).contains(&letters)
        && !name.contains(' ')
        && (capitals == letters || (capitals + 1 == letters && name.ends_with('s')));
    let named = words::is_role(name) && name.starts_with(char::is_uppercase) && name.len() <= 40;
    let name = if abbreviation && capitals + 1 == letters {
        &name[..name.len() - 1]
    } else {
        name
    };
    (abbreviation || named).then(|| name.to_owned())
}

/// Another name that a sentence gives: `sometimes called a "Resolver"`.
pub(crate) fn called(text: &str) -> Option<String> {
    const TOLD: [&str; 6] = [
        "also called ",
        "also known as ",
        "sometimes called ",
        "also referred to as ",
        "a.k.a. ",
        "sometimes known as ",
    ];
    let lower = text.to_ascii_lowercase();
    let (at, told) = TOLD
        .iter()
        .find_map(|told| lower.find(told).map(|at| (at, told)))?;
    let mut rest = text[at + told.len()..].trim_start();
    for article in ["a ", "an ", "the "] {
        rest = rest.strip_prefix(article).unwrap_or(rest);
    }
    let name = match rest.strip_prefix(['"', '“', '”']) {
        Some(quoted) => quoted.split(['"', '“', '”']).next().unwrap_or_default(),
        None => {
            let capital = |word: &&str| word.starts_with(char::is_uppercase);
            let len = rest
                .split(' ')
                .take_while(capital)
                .map(|word| word.len() + 1)
                .sum::<usize>();
            rest.get(..len.min(rest.len())).unwrap_or_default()
        }
    };
    let name = name.trim().trim_end_matches([',', '.', ';', ')']);
    (words::is_name(name) && name.len() <= 40).then(|| name.to_owned())
}
