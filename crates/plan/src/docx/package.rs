//! The package around a Word document: a zip archive of parts. It is opened within bounds (size,
//! number, names), and written so that every part that did not change keeps its compressed bytes.
//! Not here: what the parts say.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::xml::Tree;

/// The largest package that is read.
pub(crate) const PACKAGE_MAX: usize = 64 * 1024 * 1024;

/// The largest part that is read, unpacked.
const PART_MAX: u64 = 32 * 1024 * 1024;

/// How many parts a package may have.
const PARTS_MAX: usize = 10_000;

/// Why a package is not read: a code and a sentence.
#[derive(Debug)]
pub(crate) struct Broken {
    pub code: &'static str,
    pub says: String,
    pub hint: &'static str,
}

impl Broken {
    fn new(says: impl Into<String>) -> Self {
        Self {
            code: "word-broken",
            says: says.into(),
            hint: "Open it in Word and save it anew.",
        }
    }
}

/// A package with the parts that matter, as text without a byte order mark.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    bytes: &'a [u8],
    parts: BTreeMap<String, String>,
    /// Parts that carry a byte order mark.
    marked: Vec<String>,
    names: Vec<String>,
    /// The name of the part that holds the document.
    pub main: String,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Broken> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(Broken {
                code: "word-locked",
                says: "The file is protected by a password, or of the old kind (.doc).".to_owned(),
                hint: "Take the password away, or save it as .docx.",
            });
        }
        if bytes.len() > PACKAGE_MAX {
            return Err(too_large("The file", PACKAGE_MAX as u64));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Broken::new(format!("The Word file cannot be unpacked: {error}.")))?;
        if archive.len() > PARTS_MAX {
            let says = format!("The Word file has more than {PARTS_MAX} parts.");
            return Err(Broken::new(says));
        }
        let mut names = Vec::new();
        for index in 0..archive.len() {
            let part = archive
                .by_index_raw(index)
                .map_err(|error| Broken::new(format!("A part cannot be read: {error}.")))?;
            let name = part
                .name()
                .map_err(|error| Broken::new(format!("A part has no usable name: {error}.")))?;
            let name = name.to_string();
            if is_trick(&name) || names.contains(&name) {
                let says = format!("The Word file holds a part with the name \"{name}\".");
                return Err(Broken::new(says));
            }
            if part.encrypted() {
                return Err(Broken::new("Parts of the Word file are encrypted."));
            }
            names.push(name);
        }
        let mut package = Self {
            bytes,
            parts: BTreeMap::new(),
            marked: Vec::new(),
            names,
            main: "word/document.xml".to_owned(),
        };
        package.load(&mut archive, "_rels/.rels")?;
        package.load(&mut archive, "[Content_Types].xml")?;
        if let Some((_, target)) = package
            .related("_rels/.rels", "", "/officeDocument")
            .into_iter()
            .next()
        {
            package.main = target;
        }
        let main = package.main.clone();
        if !package.names.contains(&main) {
            return Err(Broken::new("The file holds no Word document."));
        }
        package.load(&mut archive, &main)?;
        package.load(&mut archive, &package.rels())?;
        for kind in [
            "styles",
            "numbering",
            "settings",
            "footnotes",
            "endnotes",
            "comments",
        ] {
            if let Some(name) = package.of_kind(kind) {
                package.load(&mut archive, &name)?;
            }
        }
        Ok(package)
    }

    fn load(&mut self, archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<(), Broken> {
        if !self.names.iter().any(|known| known == name) {
            return Ok(());
        }
        let part = archive
            .by_name(name)
            .map_err(|error| Broken::new(format!("{name} cannot be unpacked: {error}.")))?;
        if part.size() > PART_MAX {
            return Err(too_large(name, PART_MAX));
        }
        // What a header declares is not believed: the reading itself is bounded.
        let mut unpacked = Vec::new();
        part.take(PART_MAX + 1)
            .read_to_end(&mut unpacked)
            .map_err(|error| Broken::new(format!("{name} cannot be unpacked: {error}.")))?;
        if unpacked.len() as u64 > PART_MAX {
            return Err(too_large(name, PART_MAX));
        }
        let text = String::from_utf8(unpacked)
            .map_err(|_| Broken::new(format!("{name} is not UTF-8 text.")))?;
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => {
                self.marked.push(name.to_owned());
                rest.to_owned()
            }
            None => text,
        };
        self.parts.insert(name.to_owned(), text);
        Ok(())
    }

    pub fn part(&self, name: &str) -> Option<&str> {
        self.parts.get(name).map(String::as_str)
    }

    /// A part that the document refers to, by its kind.
    pub fn of_kind(&self, kind: &str) -> Option<String> {
        let base = self.folder();
        let found = self.related(&self.rels(), &base, &format!("/{kind}"));
        found.into_iter().next().map(|(_, target)| target)
    }

    /// A part of a kind as a tree; nothing where there is none or it is broken.
    pub fn tree(&self, kind: &str) -> Option<Tree> {
        let name = self.of_kind(kind)?;
        Tree::read(self.part(&name)?.to_owned()).ok()
    }

    /// Where each relationship of the document leads, by its id.
    pub fn links(&self) -> BTreeMap<String, String> {
        let rels = self.rels();
        let links = self.related(&rels, "", "/hyperlink");
        links.into_iter().collect()
    }

    /// The name of the part that holds the document's relationships.
    pub fn rels(&self) -> String {
        let folder = self.folder();
        let name = &self.main[folder.len()..];
        format!("{folder}_rels/{name}.rels")
    }

    pub fn folder(&self) -> String {
        let end = self.main.rfind('/').map_or(0, |at| at + 1);
        self.main[..end].to_owned()
    }

    pub fn holds(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Whether the package carries a digital signature.
    pub fn is_signed(&self) -> bool {
        self.names
            .iter()
            .any(|name| name.starts_with("_xmlsignatures/"))
    }

    fn related(&self, rels: &str, base: &str, kind: &str) -> Vec<(String, String)> {
        let Some(tree) = self
            .part(rels)
            .and_then(|text| Tree::read(text.to_owned()).ok())
        else {
            return Vec::new();
        };
        let of_kind = tree
            .children(tree.root())
            .filter(|id| tree.attr(*id, "Type").is_some_and(|it| it.ends_with(kind)));
        of_kind
            .filter_map(|id| {
                let target = tree.attr(id, "Target")?;
                let outside = tree.attr(id, "TargetMode").as_deref() == Some("External");
                let target = match target.strip_prefix('/') {
                    Some(absolute) if !outside => absolute.to_owned(),
                    _ if outside => target.into_owned(),
                    _ => format!("{base}{target}"),
                };
                Some((tree.attr(id, "Id")?.into_owned(), target))
            })
            .collect()
    }

    /// The same package with other text in some parts; parts that are new come last.
    pub fn with(&self, changed: &BTreeMap<String, String>) -> Result<Vec<u8>, String> {
        let says = |error: zip::result::ZipError| error.to_string();
        let mut archive = ZipArchive::new(Cursor::new(self.bytes)).map_err(says)?;
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len() + 4096)));
        for (index, name) in self.names.iter().enumerate() {
            let part = archive.by_index_raw(index).map_err(says)?;
            let Some(text) = changed.get(name) else {
                writer.raw_copy_file(part).map_err(says)?;
                continue;
            };
            let mut options = SimpleFileOptions::default();
            if let Some(time) = part.last_modified() {
                options = options.last_modified_time(time);
            }
            writer.start_file(name.as_str(), options).map_err(says)?;
            if self.marked.contains(name) {
                writer
                    .write_all("\u{feff}".as_bytes())
                    .map_err(|e| e.to_string())?;
            }
            writer
                .write_all(text.as_bytes())
                .map_err(|e| e.to_string())?;
        }
        for (name, text) in changed.iter().filter(|(name, _)| !self.holds(name)) {
            let options = SimpleFileOptions::default();
            writer.start_file(name.as_str(), options).map_err(says)?;
            writer
                .write_all(text.as_bytes())
                .map_err(|e| e.to_string())?;
        }
        Ok(writer.finish().map_err(says)?.into_inner())
    }
}

fn is_trick(name: &str) -> bool {
    name.starts_with('/')
        || name.contains(['\\', '\0', ':'])
        || name.split('/').any(|part| part == "..")
}

fn too_large(what: &str, most: u64) -> Broken {
    Broken {
        code: "too-large",
        says: format!(
            "{what} is larger than the {} MiB that are read.",
            most / 1024 / 1024
        ),
        hint: "Divide it, or take pictures and annexes out.",
    }
}
