//! What the demo is made of: plainly fictional people, units, papers, assets and incidents of Harbour Logistics, and the
//! drills that ship with the program. Not here: the course of the years (`demo`).

use scenario::Function;

/// Name, unit, function.
pub const PEOPLE: [(&str, &str, Function); 20] = [
    ("Rhona Okafor", "Cybersecurity", Function::Cybersecurity),
    ("Lien Chen", "Cybersecurity", Function::Cybersecurity),
    ("Oskar Lindqvist", "Cybersecurity", Function::Cybersecurity),
    ("Amaro Duarte", "IT", Function::It),
    ("Tilda Brandt", "IT", Function::It),
    ("Noor Haddad", "IT", Function::It),
    ("Jonas Weiss", "Communications", Function::Communications),
    ("Freya Moss", "Communications", Function::Communications),
    ("Petra Novak", "Legal", Function::Legal),
    ("Karim Sayed", "Legal", Function::Legal),
    ("Selma Marsh", "Legal", Function::Privacy),
    ("Ivo Tanner", "Legal", Function::Privacy),
    ("Ilias Petrou", "Terminal operations", Function::Business),
    ("Greta Solberg", "Terminal operations", Function::Business),
    ("Maud Arends", "Finance", Function::Business),
    ("Pavel Dvorak", "Finance", Function::Business),
    ("Viggo Halloran", "Executive", Function::Executive),
    ("Anneke de Boer", "Executive", Function::Executive),
    ("Samir Khoury", "IT", Function::It),
    ("Bruna Teles", "Terminal operations", Function::Business),
];

/// Role of the plan, the primary and the alternate; empty where nobody is appointed.
pub const ROLES: [(&str, &str, &str); 11] = [
    ("Incident Commander", "Rhona Okafor", "Oskar Lindqvist"),
    ("SOC Analyst", "Lien Chen", "Oskar Lindqvist"),
    ("IT Operations Lead", "Amaro Duarte", "Noor Haddad"),
    ("Communications Lead", "Jonas Weiss", "Freya Moss"),
    ("Legal Counsel", "Petra Novak", "Karim Sayed"),
    ("Privacy Officer", "Selma Marsh", "Ivo Tanner"),
    ("Business Owner", "Ilias Petrou", "Greta Solberg"),
    ("Finance Controller", "Maud Arends", "Pavel Dvorak"),
    ("Executive on Call", "Viggo Halloran", "Anneke de Boer"),
    ("Service Desk Lead", "Tilda Brandt", "Samir Khoury"),
    ("Scribe", "Bruna Teles", ""),
];

/// Unit, the person who answers for it, the rule packs that bind it.
pub const UNITS: [(&str, &str, &[&str]); 7] = [
    ("Cybersecurity", "Rhona Okafor", &["nis2-23"]),
    ("IT", "Amaro Duarte", &["nis2-23"]),
    (
        "Terminal operations",
        "Ilias Petrou",
        &["nis2-23", "gdpr-33"],
    ),
    ("Finance", "Maud Arends", &["gdpr-33"]),
    ("Legal", "Petra Novak", &["gdpr-33"]),
    ("Communications", "Jonas Weiss", &["gdpr-33"]),
    ("Executive", "Viggo Halloran", &["nis2-23"]),
];

/// Unit and its services, the first to come back first.
pub const PRIORITIES: [(&str, &[&str]); 3] = [
    (
        "Terminal operations",
        &[
            "Gate control",
            "Terminal operating system",
            "Customs messages",
        ],
    ),
    ("Finance", &["Payments", "Invoicing", "Reporting"]),
    ("IT", &["Identity service", "Backups", "Mail"]),
];

/// Name, categories of data, owner, unit.
pub const ASSETS: [(&str, &[&str], &str, &str); 6] = [
    (
        "QuayPlan",
        &["cargo", "dangerous goods"],
        "Ilias Petrou",
        "Terminal operations",
    ),
    (
        "Gate cameras",
        &["personal data, visitors"],
        "Greta Solberg",
        "Terminal operations",
    ),
    (
        "Payroll",
        &["personal data, staff", "health data"],
        "Maud Arends",
        "Finance",
    ),
    (
        "Payments gateway",
        &["bank details"],
        "Pavel Dvorak",
        "Finance",
    ),
    ("Identity service", &["credentials"], "Amaro Duarte", "IT"),
    (
        "Customer portal",
        &["personal data, customers"],
        "Freya Moss",
        "Communications",
    ),
];

/// Day of the year, title, unit, kind, found by a system, serious, near, continuity, days open.
pub type IncidentFact = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    bool,
    bool,
    bool,
    bool,
    i64,
);

/// The incidents of one year; each year has the same kinds.
pub const INCIDENTS: [IncidentFact; 4] = [
    (
        24,
        "Mailbox of a dispatcher used from abroad",
        "Terminal operations",
        "account takeover",
        true,
        false,
        false,
        false,
        6,
    ),
    (
        131,
        "Invoice with changed bank details, stopped before payment",
        "Finance",
        "payment fraud",
        false,
        false,
        true,
        false,
        3,
    ),
    (
        222,
        "Supplier's remote access used at night",
        "IT",
        "supplier compromise",
        true,
        true,
        false,
        true,
        19,
    ),
    (
        301,
        "List of drivers sent to the wrong haulier",
        "Terminal operations",
        "data breach",
        false,
        true,
        false,
        false,
        12,
    ),
];

/// A drill that ships with the program: the file and what lies beside it.
pub struct Shipped {
    /// The scenario file.
    pub text: &'static str,
    /// Its handouts, by their path there.
    pub handouts: &'static [(&'static str, &'static [u8])],
}

macro_rules! shipped {
    ($slug:literal $(, $handout:literal)*) => {
        Shipped {
            text: include_str!(concat!("../../../scenarios/", $slug, "/scenario.yaml")),
            handouts: &[$((
                concat!("handouts/", $handout),
                include_bytes!(concat!("../../../scenarios/", $slug, "/handouts/", $handout)),
            )),*],
        }
    };
}

/// The drill that all roles play each year.
pub const RANSOMWARE: Shipped = shipped!(
    "ransomware-double-extortion",
    "leak-site-post.md",
    "ransom-note.txt",
    "backup-console.txt",
    "night-summary.md"
);

/// The short drill in which alternates stand in.
pub const LOGIN: Shipped = shipped!("suspicious-login");

/// The drills that take turns.
pub const OTHERS: [Shipped; 3] = [
    shipped!(
        "privacy-breach",
        "haulier-answers.csv",
        "draft-letter.md",
        "sheet-extract.csv",
        "authority-letter.md",
        "link-log.csv"
    ),
    shipped!(
        "payment-fraud",
        "letter-to-customers.md",
        "payment-run.csv",
        "recall-request.md",
        "supplier-change-log.csv",
        "mailbox-audit.csv",
        "insurance-folder.md"
    ),
    shipped!(
        "supplier-token",
        "second-notice.md",
        "gate-log.csv",
        "api-reads.csv",
        "integration-sheet.md",
        "first-notice.md"
    ),
];

/// The plan that the drills test.
pub const PLAN: &str = include_str!("../../../scenarios/plan/incident-response-plan.md");
