//! Names of roles: which are one role, which can only be one, which never are.

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

/// What a name says of whoever has the duty just now, after the role itself.
const ON_DUTY: &[&str] = &[" on call", " on duty", " on shift"];

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

/// A name as it is compared: lower case, no article, no company's possessive, the last word in the
/// singular.
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
    // "Executive on Call" is an executive, whoever has the duty.
    let bare = ON_DUTY.iter().find_map(|duty| key.strip_suffix(duty));
    let last = bare.unwrap_or(&key).rsplit(' ').next().unwrap_or_default();
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
