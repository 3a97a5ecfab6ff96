//! The files of a folder as the bytes of one file, so that a programme keeps them like any other plan.
//! Not trusted when read: a programme may come from anywhere, and its paths are written to a disk.

use serde::{Deserialize, Serialize};

use super::Folder;

/// What such bytes begin with.
const MARK: &[u8] = b"{\"rockdrill_plan_folder\":1,";

#[derive(Serialize, Deserialize)]
struct Bundle {
    rockdrill_plan_folder: u8,
    folder: Folder,
}

impl Folder {
    /// The files as the bytes of one file; the same files give the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let bundle = Bundle {
            rockdrill_plan_folder: 1,
            folder: self.clone(),
        };
        serde_json::to_vec(&bundle).unwrap_or_default()
    }

    /// Whether the bytes are those of a folder.
    pub fn is_bundle(bytes: &[u8]) -> bool {
        bytes.starts_with(MARK)
    }

    /// The files in such bytes; none where they are not what they say or a path leads elsewhere.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bundle: Bundle = serde_json::from_slice(bytes).ok()?;
        let files = &bundle.folder.files;
        files
            .iter()
            .all(|file| is_inside(&file.path))
            .then_some(bundle.folder)
    }
}

/// Whether a path names a file inside its folder, on every system.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', ':', '\0'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}
