//! What belongs to this computer and not to the programme: what somebody is typing, and settings. Two small JSON
//! files in the user's application folder, replaced as a whole. Not here: anything that counts as evidence.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::DeskSettings;

/// The longest draft that is kept, in bytes.
const DRAFT_BYTES_MAX: usize = 256 << 10;

/// Drafts and settings of this computer.
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
    texts: BTreeMap<String, String>,
    settings: DeskSettings,
    /// How the seats' door was last protected.
    protection: Option<String>,
}

impl Drafts {
    /// Reads what is there. A file that cannot be read counts as empty; it is kept beside as `.unreadable`.
    pub fn open(folder: PathBuf) -> Self {
        let texts = load(&folder.join("drafts.json")).unwrap_or_default();
        let settings = load(&folder.join("settings.json")).unwrap_or_else(|| DeskSettings {
            theme: "system".to_owned(),
            single_keys: true,
            organisation: String::new(),
            trainer: String::new(),
        });
        let protection = load(&folder.join("door.json"));
        Self {
            folder,
            texts,
            settings,
            protection,
        }
    }

    /// How the seats' door was last protected.
    pub fn protection(&self) -> Option<String> {
        self.protection.clone()
    }

    /// Keeps how the seats' door is protected.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn keep_protection(&mut self, protection: &str) -> io::Result<()> {
        save(&self.folder, "door.json", &protection)?;
        self.protection = Some(protection.to_owned());
        Ok(())
    }

    /// What was being typed, by field.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// Keeps what stands in a field; nothing forgets it.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn keep(&mut self, key: String, text: String) -> io::Result<()> {
        if text.len() > DRAFT_BYTES_MAX || key.len() > 200 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the draft is too long",
            ));
        }
        let changed = if text.is_empty() {
            self.texts.remove(&key).is_some()
        } else {
            self.texts.insert(key, text.clone()) != Some(text)
        };
        if changed {
            save(&self.folder, "drafts.json", &self.texts)
        } else {
            Ok(())
        }
    }

    /// The settings.
    pub fn settings(&self) -> &DeskSettings {
        &self.settings
    }

    /// Keeps the settings.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set(&mut self, settings: DeskSettings) -> io::Result<()> {
        save(&self.folder, "settings.json", &settings)?;
        self.settings = settings;
        Ok(())
    }
}

/// Writes a file as a whole: what stood there before stays until the new text is on disk.
///
/// # Errors
/// Where it cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let draft = folder.join(format!(".{name}.new"));
    let written = fs::File::create(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&draft, path));
    if placed.is_err() {
        // The half-written file is of no use to anybody.
        let _gone = fs::remove_file(&draft);
    }
    placed
}

pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let text = fs::read_to_string(path).ok()?;
    match serde_json::from_str(&text) {
        Ok(value) => Some(value),
        Err(_) => {
            let aside = path.with_extension("json.unreadable");
            let _kept = fs::rename(path, aside);
            None
        }
    }
}

pub(crate) fn save(folder: &Path, name: &str, value: &impl Serialize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    write_whole(&folder.join(name), &serde_json::to_vec_pretty(value)?)
}
