//! What the screen of the programme file shows: the file, those opened before, the keys, and what a check of a file came to. Not
//! here: what is in the programme.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A passphrase on its way from the page. It is wiped when it is let go, and never shown in a message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(pub String);

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// The programme file and what stands around it on this computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FilesView {
    /// The name of the programme.
    pub programme: String,
    /// Where its file is.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// Why it can only be read, where so.
    pub read_only: Option<String>,
    /// True where the file's permissions let others with an account on this computer read it.
    pub others_can_read: bool,
    /// When a backup was last made on this computer; none where none was.
    pub backed_up_at: Option<i64>,
    /// Other programmes that were opened on this computer, the latest first.
    pub opened: Vec<OpenedFile>,
    /// The key of this user; none where none was made.
    pub key: Option<KeyView>,
    /// Why the key cannot be used, where so.
    pub key_trouble: Option<String>,
    /// Keys of others that were given a name.
    pub known: Vec<KnownKey>,
}

/// A programme that was opened before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OpenedFile {
    /// Its name.
    pub programme: String,
    /// Where its file was.
    pub path: String,
    /// When it was opened last.
    pub at: i64,
    /// False where the file is not there now.
    pub there: bool,
}

/// The public part of a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KeyView {
    /// SHA-256 of it.
    pub fingerprint: String,
    /// The key as other programs read it.
    pub pem: String,
}

/// A key of somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KnownKey {
    /// SHA-256 of it.
    pub fingerprint: String,
    /// Whose it is, as somebody said here.
    pub name: String,
}

/// What a check of a file came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ProvenView {
    /// The file.
    pub path: String,
    /// True where it lay under a passphrase.
    pub encrypted: bool,
    /// What stands on every page of it; empty for a programme.
    pub marking: String,
    /// That it holds, and how much it holds.
    pub holds: String,
    /// Where its streams end.
    pub ends: Vec<EndView>,
    /// What is proven.
    pub proven: Vec<String>,
    /// What is not.
    pub open: Vec<String>,
}

/// Where a stream of records ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EndView {
    /// The stream.
    pub stream: String,
    /// How many records it has.
    pub records: u64,
    /// The seal of the last one.
    pub seal: String,
}

/// What a pack from another computer brings, or brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MergeView {
    /// The pack.
    pub path: String,
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// Where its people come from.
    pub origin: String,
    /// When it was set up.
    pub begun_at: i64,
    /// How many records the pack has of it.
    pub records: u64,
    /// How many of them are new here.
    pub new_records: u64,
    /// The corrective actions that are new here.
    pub new_actions: Vec<String>,
    /// True once they were taken.
    pub taken: bool,
    /// What the check of the pack came to.
    pub checked: ProvenView,
}
