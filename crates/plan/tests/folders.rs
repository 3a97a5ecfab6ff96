//! Plans that are written in several files: their order, what is read from them, and which file an
//! amendment changes.

use plan::{Amendment, AmendmentOp, Folder, Hand, Source};

const ROLES: &str = "---\ntitle: Who does what\n---\nEverybody says which role they take.\n\n## Role: Incident Commander\n\n- Decides.\n- Acknowledges within 15 minutes.\n";
const README: &str = "# The plan of the harbour\n\nRead this first.\n\n## Document control\n\n| Version | Date | Author | Change |\n| --- | --- | --- | --- |\n| 3 | 2026-01-02 | A. Berg | First |\n";
const RANSOM: &str = "# Playbook: Ransomware\r\n\r\n1. Isolate.\r\n2. Do not switch off.\r\n";

fn files(list: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let each = list.iter();
    each.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn harbour() -> Folder {
    Folder::of(
        "harbour",
        files(&[
            ("roles.md", ROLES),
            ("README.md", README),
            ("playbooks/ransomware.md", RANSOM),
        ]),
    )
}

fn order(list: &[&str]) -> Vec<String> {
    let found = list
        .iter()
        .map(|path| (*path, "# One\n"))
        .collect::<Vec<_>>();
    let folder = Folder::of("plan", files(&found));
    folder.files().map(|(path, _)| path.to_owned()).collect()
}

#[test]
fn files_stand_in_the_order_of_their_names_with_numbers_as_numbers() {
    let check = |list: &[&str], wanted: &[&str]| {
        assert_eq!(order(list), wanted, "the order of {list:?}");
    };
    check(
        &["b.md", "README.md", "A.md", "notes.txt"],
        &["README.md", "A.md", "b.md"],
    );
    check(
        &["10-recovery.md", "2-roles.md", "01-purpose.md"],
        &["01-purpose.md", "2-roles.md", "10-recovery.md"],
    );
    check(
        &["b/two.md", "b/index.md", "a.md", "index.md"],
        &["index.md", "a.md", "b/index.md", "b/two.md"],
    );
}

#[test]
fn the_navigation_of_a_site_sets_order_and_titles_and_loses_nothing() {
    let site = "site_name: Harbour plan\nmarkdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:materialx.emoji.twemoji\nnav:\n  - Home: index.md\n  - Roles:\n      - 'Different roles': roles/who.md\n  - Elsewhere: https://example.org/x.md\n  - gone.md\nplugins: [search]\n";
    let folder = Folder::of(
        "site",
        files(&[
            ("mkdocs.yml", site),
            ("README.md", "# Of the repository\n"),
            ("docs/a.md", "## Left out of the list\n"),
            ("docs/index.md", "Welcome.\n"),
            ("docs/roles/who.md", "## Role: Scribe\n\n- Writes.\n"),
        ]),
    );
    let (plan, said) = folder.read();
    let paths: Vec<&str> = plan.sections.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "Home",
            "Different roles",
            "Different roles / Role: Scribe",
            "A",
            "A / Left out of the list"
        ],
        "the navigation gives order and titles; what it forgets comes last"
    );
    assert_eq!(plan.title, "Harbour plan", "the site's name is the title");
    let codes: Vec<(&str, u32)> = said
        .iter()
        .filter(|it| it.code.starts_with("nav"))
        .map(|it| (it.code.as_str(), it.line))
        .collect();
    assert_eq!(
        codes,
        [("nav-missing", 10), ("nav-incomplete", 1)],
        "a page that is not there and one that is not named are both said: {said:?}"
    );
}

#[test]
fn a_folder_is_read_as_one_plan_with_the_lines_of_each_file() {
    let (plan, said) = harbour().read();
    assert_eq!(
        plan.title, "The plan of the harbour",
        "the first title counts"
    );
    let places: Vec<(&str, Option<&str>, u32)> = plan
        .sections
        .iter()
        .map(|it| (it.path.as_str(), it.file.as_deref(), it.lines.0))
        .collect();
    assert_eq!(
        places,
        [
            ("The plan of the harbour", Some("README.md"), 1),
            (
                "The plan of the harbour / Document control",
                Some("README.md"),
                5
            ),
            ("Playbook: Ransomware", Some("playbooks/ransomware.md"), 1),
            ("Who does what", Some("roles.md"), 4),
            (
                "Who does what / Role: Incident Commander",
                Some("roles.md"),
                6
            ),
        ],
        "a file begins a section of its own, and lines are those of the file"
    );
    let role = plan.role("Incident Commander").expect("the role is found");
    assert_eq!(
        (role.place.file.as_deref(), role.place.line),
        (Some("roles.md"), 6),
        "a role says where it stands"
    );
    assert_eq!(
        plan.commitments.len(),
        1,
        "and so does a time limit: {said:?}"
    );
    assert_eq!(plan.revisions.len(), 1, "the revision table is found");
}

fn amend(folder: &Folder, op: AmendmentOp) -> Result<plan::AmendedFolder, String> {
    let amendment = Amendment {
        op,
        because: None,
        base: None,
    };
    let made = folder.amend(&[amendment], "B. Lind");
    made.map_err(|refused| refused[0].to_string())
}

fn text<'f>(folder: &'f Folder, wanted: &str) -> &'f str {
    let mut files = folder.files();
    files.find(|(path, _)| *path == wanted).expect("the file").1
}

#[test]
fn an_amendment_changes_the_file_of_its_section_and_no_other() {
    let check = |op: AmendmentOp, file: &str, section: &str, wanted: &str| {
        let folder = harbour();
        let made = amend(&folder, op).expect("it fits");
        let changed: Vec<&str> = made.changed.iter().map(String::as_str).collect();
        assert_eq!(changed, [file], "one file changes");
        assert_eq!(
            made.changes[0].section, section,
            "the change names its section"
        );
        assert!(
            text(&made.folder, file).contains(wanted),
            "{file} holds {wanted:?}: {:?}",
            text(&made.folder, file)
        );
        for (path, before) in folder.files().filter(|(path, _)| *path != file) {
            assert_eq!(text(&made.folder, path), before, "{path} stays as it was");
        }
    };
    check(
        AmendmentOp::AppendItem {
            section: "Playbook: Ransomware".into(),
            text: "Call the insurer.".into(),
        },
        "playbooks/ransomware.md",
        "Playbook: Ransomware",
        "2. Do not switch off.\r\n3. Call the insurer.\r\n",
    );
    check(
        AmendmentOp::Replace {
            section: "Role: Incident Commander".into(),
            find: "Decides.".into(),
            text: "Decides, at any hour.".into(),
        },
        "roles.md",
        "Who does what / Role: Incident Commander",
        "- Decides, at any hour.\n",
    );
    check(
        AmendmentOp::Insert {
            section: "Who does what".into(),
            text: "Nobody holds three.".into(),
        },
        "roles.md",
        "Who does what",
        "they take.\n\nNobody holds three.\n\n## Role",
    );
    check(
        AmendmentOp::NewSection {
            parent: "Who does what".into(),
            title: "Role: Scribe".into(),
            text: "- Writes.".into(),
        },
        "roles.md",
        "Who does what / Role: Scribe",
        "within 15 minutes.\n\n## Role: Scribe\n\n- Writes.\n",
    );
    check(
        AmendmentOp::NewSection {
            parent: String::new(),
            title: "Contacts".into(),
            text: "Ask the desk.".into(),
        },
        "README.md",
        "The plan of the harbour / Contacts",
        "## Contacts\n\nAsk the desk.",
    );
    check(
        AmendmentOp::Revision {
            number: "4".into(),
            date: "2026-11-22".into(),
            note: "Lessons".into(),
        },
        "README.md",
        "The plan of the harbour / Document control",
        "| 4 | 2026-11-22 | B. Lind | Lessons |\n",
    );
}

#[test]
fn a_change_that_belongs_to_no_file_is_refused() {
    let check = |op: AmendmentOp, wanted: &str| {
        let refused = amend(&harbour(), op).expect_err("it does not fit");
        assert!(refused.contains(wanted), "{refused:?} says {wanted:?}");
    };
    check(
        AmendmentOp::Insert {
            section: "Nowhere".into(),
            text: "x".into(),
        },
        "no section has this path",
    );
    check(
        AmendmentOp::Replace {
            section: "Playbook: Ransomware".into(),
            find: "Everybody says".into(),
            text: "x".into(),
        },
        "Who does what",
    );
    check(
        AmendmentOp::Insert {
            section: "Who does what".into(),
            text: "# A heading".into(),
        },
        "heading",
    );
    let bare = Folder::of(
        "bare",
        files(&[("roles.md", "## Role: Scribe\n\n- Writes.\n")]),
    );
    let insert = AmendmentOp::Insert {
        section: "Roles".into(),
        text: "x".into(),
    };
    let refused = amend(&bare, insert).expect_err("there is no such text");
    assert!(refused.contains("before its first heading"), "{refused}");
}

#[test]
fn a_section_that_moved_is_found_by_its_fingerprint_and_never_guessed() {
    let (plan, _) = harbour().read();
    let role = plan.section("Role: Incident Commander").expect("there");
    let base = role.fingerprint.clone();
    let moved = Folder::of(
        "harbour",
        files(&[
            (
                "a.md",
                "# Annex\n\n### Role: Incident Commander\n\n- Decides.\n- Acknowledges within 15 minutes.\n",
            ),
            ("roles.md", "# Who does what\n\nSee the annex.\n"),
        ]),
    );
    let amendment = |base: &str| Amendment {
        op: AmendmentOp::AppendItem {
            section: "Who does what / Role: Incident Commander".into(),
            text: "Writes it down.".into(),
        },
        because: None,
        base: Some(base.to_owned()),
    };
    let made = moved.amend(&[amendment(&base)], "").expect("found again");
    assert_eq!(
        made.changes[0].section, "Annex / Role: Incident Commander",
        "it stands where the section stands now, on whatever level"
    );
    assert_eq!(
        made.changes[0].moved_from.as_deref(),
        Some("Who does what / Role: Incident Commander"),
        "and says where it stood"
    );
    let refused = moved.amend(&[amendment("0000")], "").expect_err("a guess");
    assert!(refused[0].to_string().contains("no section has this path"));
}

#[test]
fn a_folder_is_kept_in_one_file_and_comes_back_as_it_was() {
    let folder = harbour();
    let bytes = folder.to_bytes();
    let Ok(Source::Folder(again)) = Source::of(bytes.clone()) else {
        panic!("the bytes are those of a folder");
    };
    assert_eq!(again, folder, "nothing is lost");
    let (kept, read) = (plan::read_bytes(&bytes).0, folder.read().0);
    assert_eq!(kept, read, "and it reads the same");
    let hand = Hand {
        author: "",
        at: terms::Stamp(0),
        edition: plan::Edition::Clean,
    };
    let same = Source::Folder(again)
        .amend(&[], hand)
        .expect("nothing to do");
    assert_eq!(same.source.to_bytes(), bytes, "no amendment, no change");
}

#[test]
fn what_a_folder_must_not_hold_is_said_and_nothing_is_read() {
    let check = |found: Vec<(String, Vec<u8>)>, code: &str, file: Option<&str>| {
        let (plan, said) = Folder::of("plan", found).read();
        assert!(plan.sections.is_empty(), "nothing is read: {said:?}");
        assert_eq!(
            (said[0].code.as_str(), said[0].file.as_deref()),
            (code, file),
            "it says why: {said:?}"
        );
    };
    check(Vec::new(), "no-files", None);
    check(files(&[("a.txt", "x")]), "no-files", None);
    check(
        vec![("a.md".into(), b"# A\nb\xffc".to_vec())],
        "not-text",
        Some("a.md"),
    );
    check(files(&[("../a.md", "# A\n")]), "path-outside", None);
    check(files(&[("C:\\a.md", "# A\n")]), "path-outside", None);
    check(
        vec![("a.md".into(), vec![b'x'; plan::BYTES_MAX + 1])],
        "too-large",
        None,
    );
    check(
        files(&[("a.md", &format!("{}x\n", "> ".repeat(200)))]),
        "too-deep",
        Some("a.md"),
    );
    let many = (0..=plan::FILES_MAX).map(|n| (format!("{n}.md"), Vec::new()));
    check(many.collect(), "too-large", None);
    let mut bytes = String::from_utf8(harbour().to_bytes()).expect("text");
    bytes = bytes.replace("roles.md", "../../roles.md");
    let (plan, said) = plan::read_bytes(bytes.as_bytes());
    assert!(
        plan.sections.is_empty(),
        "a kept path that leads out is not believed"
    );
    assert_eq!(said[0].code, "folder-broken");
}

#[test]
fn nothing_of_one_file_runs_on_into_the_next() {
    let folder = Folder::of(
        "plan",
        files(&[
            ("1.md", "# One\n\n- an item\n\n```\nopen fence\n"),
            ("2.md", "- another item\n"),
            ("3.md", ""),
            ("4.md", "# Four\n"),
        ]),
    );
    let (plan, said) = folder.read();
    let paths: Vec<&str> = plan.sections.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        paths,
        ["One", "2", "3", "Four"],
        "every file is there: {said:?}"
    );
    let fence = said
        .iter()
        .find(|it| it.code == "fence-open")
        .expect("said");
    assert_eq!(
        (fence.file.as_deref(), fence.line),
        (Some("1.md"), 5),
        "the open fence is said at its place"
    );
}

#[test]
fn the_corpus_folders_read_as_plans_and_take_amendments() {
    let Some(corpus) = std::env::var_os("ROCKDRILL_CORPUS") else {
        eprintln!("ROCKDRILL_CORPUS is not set: the folders of the corpus are not read");
        return;
    };
    let check = |name: &str, count: usize, section: &str, file: &str| {
        let folder = std::path::Path::new(&corpus).join("plans").join(name);
        let found = std::fs::read_dir(&folder).expect("the folder is there");
        let found = found.map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read(&path).expect("readable"))
        });
        let folder = Folder::of(name, found.collect());
        let (plan, said) = folder.read();
        assert!(
            said.iter()
                .all(|it| it.severity == terms::Severity::Warning),
            "{name} is read without an error: {said:?}"
        );
        assert_eq!(plan.sections.len(), count, "{name} has its sections");
        let op = AmendmentOp::Insert {
            section: section.into(),
            text: "Seen in a drill.".into(),
        };
        let made = amend(&folder, op).expect("it fits");
        assert_eq!(
            made.changed.iter().collect::<Vec<_>>(),
            [file],
            "in its file"
        );
    };
    check(
        "pagerduty",
        54,
        "Different roles / Scribe",
        "different_roles.md",
    );
    check(
        "tailscale",
        8,
        "Roles and responsibilities",
        "incident-response-process.md",
    );
}
