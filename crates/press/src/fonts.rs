//! Fonts: those that come with the press, and installed ones for characters that ours lack. Installed fonts are looked at
//! only then, so that the same paper looks the same on every computer wherever it can. Not here: what is done about a
//! character that no font has (`gaps`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Value, json};
use ttf_parser::{Face, Permissions};
use typst::foundations::Bytes;
use typst::text::{Font, FontStyle};

use crate::data;

/// Our own fonts, in the order in which they are asked for a character.
const OURS: [&[u8]; 11] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSans-Italic.ttf"),
    include_bytes!("../fonts/NotoSans-BoldItalic.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Bold.ttf"),
    include_bytes!("../fonts/NotoSansSymbols-Regular.ttf"),
    include_bytes!("../fonts/NotoSansSymbols2-Regular.ttf"),
    include_bytes!("../fonts/NotoSansMono-Regular.ttf"),
];

/// The family of text whose letters are equally wide.
const MONO: &str = "Noto Sans Mono";

/// How the families of mere signs begin. They are asked last.
const SIGNS: &str = "Noto Sans Symbols";

static SHIPPED: LazyLock<Vec<Font>> = LazyLock::new(|| {
    OURS.iter()
        .flat_map(|it| Font::iter(Bytes::new(*it)))
        .collect()
});

/// A file beyond this is no font that we would put into a paper.
const BYTES_MAX: u64 = 128 * 1024 * 1024;

/// How deep folders of fonts are searched.
const DEPTH_MAX: usize = 8;

/// Where fonts may be taken from beside our own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fonts {
    folders: Vec<PathBuf>,
}

impl Fonts {
    /// Our own fonts alone.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// Our own, and where they lack a character those in these folders.
    pub fn with_installed(folders: Vec<PathBuf>) -> Self {
        Self { folders }
    }

    /// Our own, and where they lack a character those installed on this computer.
    pub fn of_this_computer() -> Self {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let at_home = |below: &str| home.as_ref().map(|home| home.join(below));
        let windows = std::env::var_os("WINDIR").map(|it| PathBuf::from(it).join("Fonts"));
        let of_user = std::env::var_os("LOCALAPPDATA")
            .map(|it| PathBuf::from(it).join("Microsoft/Windows/Fonts"));
        let everywhere = [
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            "/System/Library/Fonts",
            "/Library/Fonts",
        ];
        let folders = everywhere.iter().map(PathBuf::from);
        let own = [
            at_home(".local/share/fonts"),
            at_home(".fonts"),
            at_home("Library/Fonts"),
            windows,
            of_user,
        ];
        Self::with_installed(folders.chain(own.into_iter().flatten()).collect())
    }
}

/// The fonts of one paper.
pub(crate) struct Faces {
    pub fonts: Vec<Font>,
}

impl Faces {
    pub fn shipped() -> Self {
        Self {
            fonts: SHIPPED.clone(),
        }
    }

    /// True where one of the fonts has a glyph for it, or none is needed.
    pub fn show(&self, c: char) -> bool {
        is_invisible(c) || self.fonts.iter().any(|font| has(font, c))
    }

    /// Every character of these texts that no font has.
    pub fn lacking(&self, texts: &[&Value]) -> BTreeSet<char> {
        let mut seen = BTreeSet::new();
        for text in texts {
            data::each_text(text, &mut |text| seen.extend(text.chars()));
        }
        seen.into_iter().filter(|c| !self.show(*c)).collect()
    }

    /// Takes in installed fonts until nothing is missing any more or there are no others. What a private area of Unicode
    /// means only its own font knows, and no archive, so nothing is taken in for it.
    pub fn borrow(&mut self, missing: &BTreeSet<char>, fonts: &Fonts) {
        let mut missing: BTreeSet<char> = missing
            .iter()
            .copied()
            .filter(|c| !is_private(*c))
            .collect();
        for file in files(&fonts.folders) {
            if missing.is_empty() {
                return;
            }
            let Ok(bytes) = std::fs::read(&file) else {
                continue;
            };
            for font in Font::iter(Bytes::new(bytes)) {
                let before = missing.len();
                if is_fit(&font) {
                    missing.retain(|c| !has(&font, *c));
                }
                if missing.len() < before {
                    self.fonts.push(font);
                }
            }
        }
    }

    /// The families in the order in which they are asked, for ordinary text and for equally wide letters.
    pub fn families(&self) -> Value {
        let mut sans: Vec<&str> = Vec::new();
        for font in &self.fonts {
            let family = font.info().family.as_str();
            if family != MONO && !sans.contains(&family) {
                sans.push(family);
            }
        }
        // A picture of several joined characters must not be torn apart by a font that knows only one of them.
        sans.sort_by_key(|family| family.starts_with(SIGNS));
        let mono: Vec<&str> = [MONO].into_iter().chain(sans.iter().copied()).collect();
        json!({ "sans": sans, "mono": mono })
    }
}

/// True for a character of a private area, or none at all.
pub(crate) fn is_private(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0xe000..=0xf8ff | 0xf0000..=0x10ffff) || code & 0xfffe == 0xfffe
}

/// True for what has no ink of its own: spaces, joiners, and what chooses among shapes.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(u32::from(c),
            0xad | 0x34f | 0x61c | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e
            | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xe0000..=0xe0fff)
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c)) && !is_private(c)
}

/// Upright, of ordinary weight, and free to be put into a file.
fn is_fit(font: &Font) -> bool {
    let variant = font.info().variant;
    let weight = variant.weight.to_number();
    let face = Face::parse(font.data().as_slice(), font.index());
    let restricted = face.is_ok_and(|it| it.permissions() == Some(Permissions::Restricted));
    variant.style == FontStyle::Normal && (300..=500).contains(&weight) && !restricted
}

/// Every font file in the folders: Noto first, sans before serif, else by name.
fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        search(folder, DEPTH_MAX, &mut found);
    }
    let rank = |path: &Path| {
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let noto = !name.starts_with("Noto");
        let sans = !name.starts_with("NotoSans") && !name.contains("Sans");
        (noto, sans)
    };
    found.sort_by_cached_key(|path| (rank(path), path.clone()));
    found.dedup();
    found
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(about) = std::fs::metadata(&path) else {
            continue;
        };
        let ending = path.extension().map(|it| it.to_ascii_lowercase());
        let is_font = ending.is_some_and(|it| {
            ["ttf", "otf", "ttc", "otc"]
                .iter()
                .any(|known| it == *known)
        });
        if about.is_dir() && depth > 0 {
            search(&path, depth - 1, found);
        } else if about.is_file() && is_font && about.len() <= BYTES_MAX {
            found.push(path);
        }
    }
}
