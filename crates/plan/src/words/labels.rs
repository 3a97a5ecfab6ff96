//! Headings, labels and lead-in sentences that announce roles and what is said of them.

/// Whether a sentence before a list says that its items are the team or its roles.
pub(crate) fn announces_team(text: &str) -> bool {
    let text = text.to_lowercase();
    let last = text.rsplit(". ").next().unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| last.contains(word));
    let members = has(&["team", "csirt", "cirt"])
        && has(&["member", "consist", "compris", "made up", "composed"]);
    let roles = has(&["following roles", "roles are:"]) || last.ends_with("roles:");
    last.ends_with(':') && (members || roles)
}

/// Whether a heading opens the part of a plan that describes its roles.
pub(crate) fn is_roles_heading(title: &str) -> bool {
    let title = title.to_lowercase();
    const WHOLE: [&str; 9] = [
        "incident response team",
        "response team",
        "responsibilities",
        "the team",
        "team structure",
        "team members",
        "the incident response team",
        "who does what",
        "the response team",
    ];
    title == "roles"
        || title.ends_with(" roles")
        || title.starts_with("roles ")
        || title.contains("roles and resp")
        || title.contains("roles & resp")
        || title.contains("role descriptions")
        || title.contains("team structure")
        || title.contains("structure of roles")
        || title.contains("team roles")
        || WHOLE.contains(&title.as_str())
        || (title.starts_with("incident response team") && title.contains('('))
}

/// Whether a heading or label announces duties.
pub(crate) fn is_duties(title: &str) -> bool {
    let title = title.to_lowercase();
    let title = title.trim_end_matches([':', '?', ' ']);
    const FIRST: [&str; 5] = [
        "duties",
        "responsibilit",
        "tasks",
        "accountabilit",
        "obligations",
    ];
    let words: Vec<&str> = title.split_whitespace().collect();
    words.len() <= 6
        && !title.contains("roles")
        && (words
            .iter()
            .take(5)
            .any(|word| FIRST.iter().any(|first| word.starts_with(first)))
            || title.starts_with("what do they do")
            || title.starts_with("what they do"))
}

/// Whether a heading or label inside a role's description is about something other than its duties.
pub(crate) fn is_beside_duties(title: &str) -> bool {
    let title = title.to_lowercase();
    const BESIDE: [&str; 22] = [
        "training",
        "prerequisite",
        "graduation",
        "who are",
        "who is",
        "how can",
        "how do",
        "why",
        "what is",
        "description",
        "reference",
        "tips",
        "example",
        "resource",
        "contact",
        "structure",
        "skills",
        "qualification",
        "where can",
        "requirements",
        "reports to",
        "when to engage",
    ];
    BESIDE.iter().any(|beside| title.starts_with(beside))
}

/// Whether a label names who stands in.
pub(crate) fn is_deputy(label: &str) -> bool {
    let label = label.to_lowercase();
    const LABELS: [&str; 8] = [
        "deput",
        "alternate",
        "backup",
        "back-up",
        "stand-in",
        "secondary",
        "substitute",
        "second in command",
    ];
    LABELS.iter().any(|word| label.starts_with(word))
}

/// Whether a label names what a role may decide.
pub(crate) fn is_authority(label: &str) -> bool {
    let label = label.to_lowercase();
    const LABELS: [&str; 8] = [
        "authority",
        "authorities",
        "decision authority",
        "authorised",
        "authorized",
        "decision rights",
        "may decide",
        "decides",
    ];
    LABELS.iter().any(|word| label.starts_with(word)) || label.ends_with("authority")
}
