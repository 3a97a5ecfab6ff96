//! Rule packs of the organisation's own: files in the folder `packs` of the user's application folder, to be edited with any
//! editor. One with the id of a shipped pack stands in its place. They count for drills that are set up from then on; a drill
//! keeps the text that it was set up with. Not here: what a pack may say (`deadlines`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use deadlines::Pack;
use terms::Severity;

/// The longest file that is read as a pack.
const BYTES_MAX: u64 = 256 << 10;

/// The packs that a drill can be given: those that ship, and the organisation's own.
pub(crate) struct Packs {
    folder: PathBuf,
    all: BTreeMap<String, (Pack, String)>,
    own: BTreeMap<String, PathBuf>,
    /// What is the matter with files that cannot be used, a sentence each.
    pub amiss: Vec<String>,
}

impl Packs {
    /// Reads the organisation's own beside those that ship.
    pub(crate) fn read(application: &Path) -> Self {
        let shipped = deadlines::shipped().iter().map(|pack| {
            let text = deadlines::shipped_text(&pack.id).unwrap_or_default();
            (pack.id.clone(), (pack.clone(), text.to_owned()))
        });
        let mut packs = Self {
            folder: application.join("packs"),
            all: shipped.collect(),
            own: BTreeMap::new(),
            amiss: Vec::new(),
        };
        let files = std::fs::read_dir(&packs.folder).into_iter().flatten();
        let mut paths: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|it| it == "yaml"));
        paths.sort();
        for path in paths {
            packs.take(path);
        }
        packs
    }

    fn take(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let size = std::fs::metadata(&path).map_or(0, |it| it.len());
        let text = if size > BYTES_MAX {
            Err("it is too large".to_owned())
        } else {
            std::fs::read_to_string(&path).map_err(|error| error.to_string())
        };
        let text = match text {
            Ok(text) => text,
            Err(why) => {
                self.amiss.push(format!("{name} is not used: {why}."));
                return;
            }
        };
        let (pack, said) = Pack::read(&text);
        let wrong = said.iter().find(|it| it.severity == Severity::Error);
        if let Some(it) = wrong {
            let says = format!("{name} is not used: line {}: {}", it.line, it.says);
            self.amiss.push(says);
        } else if let Some(other) = self.own.get(&pack.id) {
            let other = other.file_name().unwrap_or_default().to_string_lossy();
            let says = format!("{name} is not used: {other} has the same id.");
            self.amiss.push(says);
        } else {
            self.own.insert(pack.id.clone(), path);
            self.all.insert(pack.id.clone(), (pack, text));
        }
    }

    /// Every pack with its text, by id.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Pack, &str)> {
        self.all.values().map(|(pack, text)| (pack, text.as_str()))
    }

    /// The text of a pack.
    pub(crate) fn text(&self, id: &str) -> Option<&str> {
        self.all.get(id).map(|(_, text)| text.as_str())
    }

    /// The file of one of the organisation's own.
    pub(crate) fn file(&self, id: &str) -> Option<&Path> {
        self.own.get(id).map(PathBuf::as_path)
    }

    /// Where a pack of that id is kept to be edited.
    pub(crate) fn path_of(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.yaml"))
    }
}

#[cfg(test)]
mod tests {
    use super::Packs;

    #[test]
    fn an_edited_copy_stands_in_the_place_of_the_shipped_pack_and_a_broken_one_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let shipped = Packs::read(folder.path());
        assert!(
            shipped.amiss.is_empty() && shipped.file("gdpr-33").is_none(),
            "nothing is there"
        );
        let text = shipped.text("gdpr-33").expect("it ships").to_owned();
        let path = shipped.path_of("gdpr-33");
        std::fs::create_dir(path.parent().expect("a folder")).expect("made");
        let edited = text.replace("amount: 72", "amount: 48");
        assert_ne!(text, edited, "the limit is in it");
        std::fs::write(&path, &edited).expect("written");
        for (name, body) in [("broken.yaml", "id: ["), ("second.yaml", edited.as_str())] {
            std::fs::write(path.with_file_name(name), body).expect("written");
        }
        let own = Packs::read(folder.path());
        assert_eq!(
            own.text("gdpr-33"),
            Some(edited.as_str()),
            "the copy counts"
        );
        assert_eq!(
            own.file("gdpr-33"),
            Some(path.as_path()),
            "and says where it is"
        );
        assert_eq!(
            own.all().count(),
            shipped.all().count(),
            "it stands in its place"
        );
        assert_eq!(own.amiss.len(), 2, "{:?}", own.amiss);
        assert!(own.amiss[0].starts_with("broken.yaml"), "{:?}", own.amiss);
        assert!(own.amiss[1].contains("same id"), "{:?}", own.amiss);
    }
}
