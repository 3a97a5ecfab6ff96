//! Which programmes were opened on this computer, and when each was last backed up: a small file in the user's application
//! folder. Not here: anything of what is in a programme but its name.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use terms::Stamp;

use crate::drafts::{load, save};

/// The file in the application folder.
const FILE: &str = "opened.json";

/// How many are remembered.
const REMEMBERED_MAX: usize = 12;

/// A programme that was opened here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opened {
    /// Where its file was.
    pub path: String,
    /// Its name.
    pub programme: String,
    /// When it was opened last.
    pub at_ms: i64,
    /// When it was last backed up from here.
    #[serde(default)]
    pub backed_up_at_ms: Option<i64>,
}

/// Those that are remembered, the latest first.
pub(crate) fn remembered(own: &Path) -> Vec<Opened> {
    load(&own.join(FILE)).unwrap_or_default()
}

/// Remembers that a programme was opened.
///
/// # Errors
/// Where the file cannot be written.
pub(crate) fn remember(own: &Path, path: &Path, programme: &str, at: Stamp) -> io::Result<()> {
    let path = named(path);
    let mut all = remembered(own);
    let before = all.iter().position(|it| it.path == path);
    let before = before.map(|nth| all.remove(nth));
    let opened = Opened {
        path,
        programme: programme.to_owned(),
        at_ms: at.0,
        backed_up_at_ms: before.and_then(|it| it.backed_up_at_ms),
    };
    all.insert(0, opened);
    all.truncate(REMEMBERED_MAX);
    save(own, FILE, &all)
}

/// Remembers that a programme was backed up.
///
/// # Errors
/// Where the file cannot be written.
pub(crate) fn backed_up(own: &Path, path: &Path, at: Stamp) -> io::Result<()> {
    let path = named(path);
    let mut all = remembered(own);
    for it in all.iter_mut().filter(|it| it.path == path) {
        it.backed_up_at_ms = Some(at.0);
    }
    save(own, FILE, &all)
}

/// A path in the form by which a file is found again.
pub(crate) fn named(path: &Path) -> String {
    let whole = path.canonicalize().or_else(|_| std::path::absolute(path));
    whole.map_or_else(
        |_| path.display().to_string(),
        |it| it.display().to_string(),
    )
}
