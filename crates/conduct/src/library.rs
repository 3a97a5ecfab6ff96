//! The scenarios at hand: those that ship with the program and those in the user's own folder. Reads files and what
//! lies beside them. Not here: what a scenario means (`scenario`).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use scenario::Scenario;
use terms::{Diagnostic, Severity};

/// The name of the file in a scenario's folder.
const FILE: &str = "scenario.yaml";

/// The largest handout that is taken along.
const HANDOUT_BYTES_MAX: u64 = 16 << 20;

/// Where scenarios are looked for.
#[derive(Clone, Debug)]
pub struct Library {
    shipped: PathBuf,
    own: PathBuf,
}

/// A scenario as it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What names it in calls: its folder, with `own/` before it where it is the user's.
    pub key: String,
    /// The file.
    pub path: PathBuf,
    /// True for ours.
    pub shipped: bool,
    /// The text of the file.
    pub text: String,
    /// The scenario as far as it could be read.
    pub scenario: Scenario,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Library {
    /// A library over the folder of shipped scenarios and the folder of the user's own.
    pub fn new(shipped: PathBuf, own: PathBuf) -> Self {
        Self { shipped, own }
    }

    /// The folder of the user's own scenarios.
    pub fn own_folder(&self) -> &Path {
        &self.own
    }

    /// Every scenario that can be found, shipped ones first, each kind by title.
    pub fn all(&self) -> Vec<Found> {
        let mut found: Vec<Found> = [(&self.shipped, true), (&self.own, false)]
            .into_iter()
            .flat_map(|(folder, shipped)| self.in_folder(folder, shipped))
            .collect();
        found.sort_by(|a, b| {
            let order =
                |found: &Found| (!found.shipped, found.scenario.duration, found.key.clone());
            order(a).cmp(&order(b))
        });
        found
    }

    /// One scenario by its key.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn get(&self, key: &str) -> io::Result<Found> {
        let (folder, name, shipped) = match key.strip_prefix("own/") {
            Some(name) => (&self.own, name, false),
            None => (&self.shipped, key, true),
        };
        if Path::new(name).components().count() != 1 || name.starts_with('.') {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no such scenario"));
        }
        read(&folder.join(name).join(FILE), key.to_owned(), shipped)
    }

    /// Copies a scenario file and the handouts it names into the user's own folder. A file with errors is taken in
    /// too, so that its problems can be shown; it cannot be briefed.
    ///
    /// # Errors
    /// Where something cannot be read or written.
    pub fn import(&self, path: &Path) -> io::Result<Found> {
        let source = read(path, String::new(), false)?;
        let name = self.free_name(&source, path);
        let folder = self.own.join(&name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(FILE), &source.text)?;
        for (inside, bytes) in handouts(&source)? {
            let target = folder.join(&inside);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(target, bytes)?;
        }
        self.get(&format!("own/{name}"))
    }

    /// The scenario's id, or a name after its file; a number is added where another scenario has that folder.
    fn free_name(&self, source: &Found, path: &Path) -> String {
        let id = &source.scenario.id;
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let wished = if id.is_empty() {
            stem.unwrap_or_default()
        } else {
            id.clone()
        };
        let safe: String = wished
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let safe = if safe.trim_matches('-').is_empty() {
            "scenario".to_owned()
        } else {
            safe
        };
        let same = |name: &str| {
            let there = fs::read_to_string(self.own.join(name).join(FILE));
            there.map_or_else(
                |error| error.kind() == io::ErrorKind::NotFound,
                |text| text == source.text,
            )
        };
        if same(&safe) {
            return safe;
        }
        (2..)
            .map(|n| format!("{safe}-{n}"))
            .find(|name| same(name))
            .unwrap_or(safe)
    }

    fn in_folder(&self, folder: &Path, shipped: bool) -> Vec<Found> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Vec::new();
        };
        entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let path = entry.path().join(FILE);
                let key = if shipped { name } else { format!("own/{name}") };
                path.is_file()
                    .then(|| read(&path, key, shipped).ok())
                    .flatten()
            })
            .collect()
    }
}

impl Found {
    /// How many errors the file has.
    pub fn errors(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|said| said.severity == Severity::Error)
            .count()
    }
}

/// The files that a scenario names, by the path it names them by.
///
/// # Errors
/// Where one cannot be read, leaves the folder or is too large.
pub fn handouts(found: &Found) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let folder = found.path.parent().unwrap_or(Path::new("."));
    let mut files = BTreeMap::new();
    for name in found
        .scenario
        .injects
        .iter()
        .flat_map(|inject| &inject.attachments)
    {
        let inside = Path::new(name);
        if !inside
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            let says = format!("the handout {name} leaves the scenario's folder");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, says));
        }
        let path = folder.join(inside);
        let named =
            |error: io::Error| io::Error::new(error.kind(), format!("the handout {name}: {error}"));
        if fs::metadata(&path).map_err(named)?.len() > HANDOUT_BYTES_MAX {
            let says = format!("the handout {name} is larger than 16 MB");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, says));
        }
        files.insert(name.clone(), fs::read(&path).map_err(named)?);
    }
    Ok(files)
}

/// Reads a scenario file. Bytes that are no text are read as far as they are, and diagnosed.
///
/// # Errors
/// Where the file cannot be read at all.
pub fn read(path: &Path, key: String, shipped: bool) -> io::Result<Found> {
    let bytes = fs::read(path)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let folder = path.parent().unwrap_or(Path::new("."));
    let (scenario, diagnostics) =
        scenario::read_beside(&text, &|inside| folder.join(inside).is_file());
    Ok(Found {
        key,
        path: path.to_owned(),
        shipped,
        text,
        scenario,
        diagnostics,
    })
}
