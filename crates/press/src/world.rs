//! What the library may see while it sets a paper: our templates, the data, the logo, the fonts. It has no disk, no clock
//! and no packages. Not here: the templates themselves (`templates`).

use std::sync::LazyLock;

use report::Logo;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::fault::PressFault;
use crate::fonts::Faces;

const LOOK: &str = include_str!("../templates/look.typ");
const REPORT: &str = include_str!("../templates/report.typ");
const MANAGEMENT: &str = include_str!("../templates/management.typ");
const PAPER: &str = include_str!("../templates/paper.typ");

/// What the library itself brings: the same for every paper, and not quick to make.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Which template sets the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    Report,
    Management,
    Paper,
}

/// The world of one paper.
pub(crate) struct World {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    look: Source,
    data: (FileId, Bytes),
    logo: Option<(FileId, Bytes)>,
}

impl World {
    pub fn new(
        sheet: Sheet,
        data: Vec<u8>,
        logo: Option<&Logo>,
        faces: &Faces,
    ) -> Result<Self, PressFault> {
        let main = match sheet {
            Sheet::Report => REPORT,
            Sheet::Management => MANAGEMENT,
            Sheet::Paper => PAPER,
        };
        let logo = match logo {
            Some(logo) => Some((named("logo")?, Bytes::new(logo.bytes.clone()))),
            None => None,
        };
        Ok(Self {
            book: LazyHash::new(FontBook::from_fonts(&faces.fonts)),
            fonts: faces.fonts.clone(),
            main: Source::new(named("main.typ")?, main.to_owned()),
            look: Source::new(named("look.typ")?, LOOK.to_owned()),
            data: (named("data.json")?, Bytes::new(data)),
            logo,
        })
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let ours = [&self.main, &self.look];
        let found = ours.into_iter().find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut all = [Some(&self.data), self.logo.as_ref()].into_iter().flatten();
        let found = all.find(|(name, _)| *name == id);
        found
            .map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn named(name: &str) -> Result<FileId, PressFault> {
    let path = VirtualPath::new(name).map_err(|_| PressFault::Refused(name.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}
