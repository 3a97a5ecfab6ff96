//! The words by which plans are recognised: synonyms of phases, kinds of section, roles. Data and the
//! comparisons over it; no document is read here. A word that is missing here is missed, not guessed.

use crate::model::{Phase, Tag};

/// Beginnings of words that tell a phase, looked for in headings. The earliest in a heading wins.
const PHASES: &[(&str, Phase)] = &[
    ("prepar", Phase::Preparation),
    ("readiness", Phase::Preparation),
    ("training", Phase::Preparation),
    ("before an incident", Phase::Preparation),
    ("identif", Phase::Detection),
    ("detect", Phase::Detection),
    ("analy", Phase::Detection),
    ("triag", Phase::Detection),
    ("assess", Phase::Detection),
    ("investigat", Phase::Detection),
    ("classif", Phase::Detection),
    ("initiat", Phase::Detection),
    ("declar", Phase::Detection),
    ("forensic", Phase::Detection),
    ("discover", Phase::Detection),
    ("contain", Phase::Containment),
    ("isolat", Phase::Containment),
    ("mitigat", Phase::Containment),
    ("cut off", Phase::Containment),
    ("eradicat", Phase::Eradication),
    ("remediat", Phase::Eradication),
    ("remov", Phase::Eradication),
    ("recover", Phase::Recovery),
    ("restor", Phase::Recovery),
    ("resum", Phase::Recovery),
    ("lesson", Phase::Lessons),
    ("retrospect", Phase::Lessons),
    ("post-incident", Phase::Lessons),
    ("post incident", Phase::Lessons),
    ("postmortem", Phase::Lessons),
    ("post-mortem", Phase::Lessons),
    ("post mortem", Phase::Lessons),
    ("after action", Phase::Lessons),
    ("after-action", Phase::Lessons),
    ("after the incident", Phase::Lessons),
    ("closure", Phase::Lessons),
];

/// Beginnings of words that tell a kind of section.
const TAGS: &[(&str, Tag)] = &[
    ("playbook", Tag::Playbook),
    ("runbook", Tag::Playbook),
    ("severit", Tag::Severity),
    ("priorit", Tag::Severity),
    ("classif", Tag::Severity),
    ("categor", Tag::Severity),
    ("impact", Tag::Severity),
    ("triag", Tag::Severity),
    ("contact", Tag::Contacts),
    ("call list", Tag::Contacts),
    ("call tree", Tag::Contacts),
    ("roster", Tag::Contacts),
    ("notif", Tag::Notification),
    ("communicat", Tag::Notification),
    ("reporting", Tag::Notification),
    ("escalat", Tag::Notification),
    ("disclos", Tag::Notification),
    ("regulator", Tag::Notification),
    ("continuity", Tag::Continuity),
    ("disaster", Tag::Continuity),
    ("bcp", Tag::Continuity),
    ("fallback", Tag::Continuity),
    ("workaround", Tag::Continuity),
    ("roles", Tag::Roles),
    ("role:", Tag::Roles),
    ("responsibilit", Tag::Roles),
    ("raci", Tag::Roles),
    ("response team", Tag::Roles),
    ("lesson", Tag::Lessons),
    ("retrospect", Tag::Lessons),
    ("post-incident", Tag::Lessons),
    ("post incident", Tag::Lessons),
    ("postmortem", Tag::Lessons),
    ("post-mortem", Tag::Lessons),
    ("post mortem", Tag::Lessons),
    ("after action", Tag::Lessons),
    ("after-action", Tag::Lessons),
    ("revision", Tag::Control),
    ("document control", Tag::Control),
    ("version history", Tag::Control),
    ("change log", Tag::Control),
    ("changelog", Tag::Control),
    ("document history", Tag::Control),
    ("plan maintenance", Tag::Control),
];

/// The phase a heading tells.
pub(crate) fn phase_of(title: &str) -> Option<Phase> {
    if names_role(title) {
        return None;
    }
    let title = title.to_lowercase();
    // "Post-incident" and its kin outweigh a word that merely follows them ("Post-incident analysis").
    let found = PHASES
        .iter()
        .filter_map(|(word, phase)| Some((begins_at(&title, word)?, *phase)));
    found
        .min_by_key(|(at, phase)| (*phase != Phase::Lessons, *at))
        .map(|(_, phase)| phase)
}

/// Whether a heading is the name of a role, whose words then tell no phase ("SOC Analyst").
fn names_role(title: &str) -> bool {
    title.to_lowercase().starts_with("role:") || is_role(title.split(" (").next().unwrap_or(title))
}

/// The kinds of section a heading tells.
pub(crate) fn tags_of(title: &str) -> Vec<Tag> {
    if names_role(title) {
        return vec![Tag::Roles];
    }
    let title = title.to_lowercase();
    let mut tags: Vec<Tag> = TAGS
        .iter()
        .filter(|(word, _)| begins_at(&title, word).is_some())
        .map(|(_, tag)| *tag)
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

/// Where a text has a word that begins so.
fn begins_at(text: &str, beginning: &str) -> Option<usize> {
    let mut matches = text.match_indices(beginning).map(|(at, _)| at);
    matches.find(|at| !text[..*at].ends_with(char::is_alphanumeric))
}

/// Names of one role, the first being the key under which they meet.
const ROLES: &[&[&str]] = &[
    &[
        "incident commander",
        "ic",
        "commander",
        "incident manager",
        "incident lead",
        "incident leader",
        "ir lead",
        "ir manager",
        "ir commander",
        "incident response lead",
        "incident response leader",
        "incident response manager",
        "incident response team lead",
        "incident response team leader",
        "irt lead",
        "response lead",
        "incident response coordinator",
        "major incident manager",
    ],
    &[
        "deputy incident commander",
        "deputy",
        "deputy ic",
        "deputy commander",
        "deputy incident manager",
        "deputy incident lead",
        "alternate incident commander",
    ],
    &[
        "scribe",
        "incident scribe",
        "note taker",
        "notetaker",
        "log keeper",
        "recorder",
        "incident recorder",
    ],
    &["subject matter expert", "sme", "resolver"],
    &[
        "communications lead",
        "communication lead",
        "comms lead",
        "communications manager",
        "communication manager",
        "comms manager",
        "communications officer",
        "communications coordinator",
        "crisis communications lead",
        "head of communications",
    ],
    &[
        "customer liaison",
        "external liaison",
        "external or customer liaison",
        "customer or external liaison",
    ],
    &["internal liaison"],
    &["liaison", "liaison officer"],
    &["technical lead", "tech lead", "technical leader"],
    &["operations lead", "ops lead", "operations section chief"],
    &["planning lead", "planning section chief"],
    &["logistics lead", "logistics section chief"],
    &["chief information security officer", "ciso"],
    &["chief information officer", "cio"],
    &["chief technology officer", "cto"],
    &["chief executive officer", "ceo"],
    &["chief financial officer", "cfo"],
    &["chief operating officer", "coo"],
    &["data protection officer", "dpo"],
    &["privacy officer", "chief privacy officer", "privacy lead"],
    &[
        "legal counsel",
        "general counsel",
        "legal",
        "legal lead",
        "legal advisor",
        "legal adviser",
        "counsel",
    ],
    &[
        "human resources",
        "hr",
        "human resources lead",
        "hr lead",
        "hr representative",
    ],
    &[
        "security operations center",
        "security operations centre",
        "soc",
        "soc team",
    ],
    &[
        "soc analyst",
        "security operations analyst",
        "security analyst",
    ],
    &["public relations", "pr", "pr lead", "public relations lead"],
    &["first responder"],
    &["all participant", "participant"],
];

/// Last words of names that can only be a role.
const NOUNS: &[&str] = &[
    "commander",
    "lead",
    "leader",
    "manager",
    "officer",
    "responder",
    "scribe",
    "liaison",
    "coordinator",
    "co-ordinator",
    "owner",
    "analyst",
    "deputy",
    "expert",
    "counsel",
    "director",
    "engineer",
    "handler",
    "secretary",
    "adviser",
    "advisor",
    "representative",
    "administrator",
    "admin",
    "specialist",
    "spokesperson",
    "investigator",
    "facilitator",
    "sponsor",
    "participant",
    "chief",
    "custodian",
    "team",
    "desk",
    "executive",
    "committee",
    "operator",
    "recorder",
    "supervisor",
    "champion",
    "president",
    "responders",
    "head",
    "board",
    "vp",
    "controller",
    "auditor",
    "dispatcher",
    "treasurer",
];

/// Names that are a role where roles are listed, and an ordinary word elsewhere.
const WEAK: &[&str] = &[
    "legal",
    "communications",
    "human resources",
    "hr",
    "it",
    "it operations",
    "public relations",
    "finance",
    "privacy",
    "compliance",
    "security",
    "marketing",
    "customer support",
    "operations",
    "management",
    "it support",
    "executive management",
    "senior management",
    "facilities",
    "procurement",
    "legal and compliance",
    "internal audit",
    "information security",
    "risk management",
    "data protection",
    "corporate communications",
    "media relations",
];

/// Words that no name of a role holds, and verbs with which instructions begin.
const NOT_IN_NAMES: &[&str] = &[
    "the", "a", "an", "to", "with", "how", "why", "when", "what", "is", "are", "if", "your", "our",
    "you", "they", "it's", "this", "that", "these", "not", "by", "from", "who", "be", "been",
    "will", "must", "shall", "should", "may", "can", "any", "every", "each", "other", "no", "some",
];
const VERBS: &[&str] = &[
    "assemble",
    "notify",
    "contact",
    "page",
    "call",
    "inform",
    "activate",
    "appoint",
    "assign",
    "engage",
    "brief",
    "form",
    "select",
    "become",
    "escalate",
    "update",
    "follow",
    "name",
    "create",
    "choose",
    "select",
    "identify",
    "establish",
    "define",
    "ask",
    "tell",
    "involve",
    "include",
    "including",
    "support",
    "join",
    "alert",
    "designate",
];

/// Groups that a sentence speaks of without meaning a role.
const GENERAL: &[&str] = &[
    "team",
    "response team",
    "incident response team",
    "incident team",
    "team leader",
    "team lead",
    "irt",
    "csirt",
    "employee",
    "staff",
    "member",
    "responder",
    "incident responder",
    "officer",
    "manager",
    "owner",
    "lead",
    "management team",
    "your team",
    "engineer",
    "executive",
    "leader",
    "analyst",
    "director",
    "expert",
    "handler",
    "head",
    "chief",
    "board",
    "desk",
    "committee",
];

/// A name as it is compared: lower case, no article, no company's possessive, the last word in the singular.
pub(crate) fn plain_key(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-')))
        .filter(|word| !word.is_empty())
        .collect();
    let possessive = words.iter().rposition(|word| word.ends_with("'s"));
    let start = match possessive {
        Some(at) if at + 1 < words.len() => at + 1,
        Some(_) | None => {
            usize::from(words.len() > 1 && matches!(words[0], "the" | "a" | "an" | "our"))
        }
    };
    let mut words: Vec<&str> = words[start..].to_vec();
    // "Subject Matter Experts for systems" are still Subject Matter Experts.
    if let Some(at) = words
        .iter()
        .position(|word| *word == "for")
        .filter(|at| *at > 0)
    {
        words.truncate(at);
    }
    if let Some(last) = words.pop() {
        words.push(singular(last));
    }
    words.join(" ")
}

/// The key under which all names of one role meet.
pub(crate) fn role_key(name: &str) -> String {
    let key = plain_key(name);
    match ROLES.iter().find(|names| names.contains(&key.as_str())) {
        Some(names) => names[0].to_owned(),
        None => key,
    }
}

fn singular(word: &str) -> &str {
    match word {
        "communications" | "operations" | "resources" | "relations" | "facilities" | "ciso's" => {
            word
        }
        _ if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => {
            word[..word.len() - 1].trim_end_matches('\'')
        }
        _ => word,
    }
}

/// Whether a name can only be that of a role.
pub(crate) fn is_role(name: &str) -> bool {
    let key = plain_key(name);
    if !is_name(name) || (!key.contains(' ') && is_general(name)) {
        return false;
    }
    let last = key.rsplit(' ').next().unwrap_or_default();
    // "Head of IT", "VP of Engineering", "Chief of Staff".
    let headed = matches!(
        key.split(' ').next(),
        Some("head" | "vp" | "director" | "chief")
    );
    let known = ROLES.iter().any(|names| names.contains(&key.as_str()));
    let abbreviated = known && key.len() <= 3;
    (known
        && (!WEAK.contains(&key.as_str())
            || abbreviated && key != "it" && key != "hr" && key != "pr"))
        || NOUNS.contains(&last)
        || (headed && key.contains(" of "))
}

/// Whether a name is that of a role where a list of roles stands.
pub(crate) fn is_role_in_list(name: &str) -> bool {
    is_role(name) || (is_name(name) && WEAK.contains(&plain_key(name).as_str()))
}

/// Whether a text is short and shaped like a name.
pub(crate) fn is_name(name: &str) -> bool {
    let words: Vec<String> = name
        .to_lowercase()
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .collect();
    let letters = name.starts_with(|c: char| c.is_alphabetic());
    let clean = !name.contains(['{', '}', '[', ']', '<', '>', '?', '!', ';', '|', '=', '"'])
        && !name.contains(". ");
    let article = usize::from(
        words
            .first()
            .is_some_and(|word| word == "the" || word == "a"),
    );
    let free = words
        .iter()
        .skip(article)
        .all(|word| !NOT_IN_NAMES.contains(&word.as_str()));
    let verb = words
        .first()
        .is_some_and(|word| VERBS.contains(&word.as_str()) && words.len() > 1);
    const CONTROL: [&str; 3] = ["document owner", "policy owner", "document author"];
    let control = CONTROL.contains(&name.to_lowercase().as_str());
    letters && clean && free && !verb && !control && words.len() <= 7 && name.len() <= 80
}

/// Whether a name means everybody or nobody in particular.
pub(crate) fn is_general(name: &str) -> bool {
    let key = plain_key(name);
    GENERAL.contains(&key.as_str()) || key.starts_with("all ") || key.starts_with("team member")
}

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
