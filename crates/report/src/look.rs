//! How an organisation's papers look: its name, its logo, its colour. Every format takes the same. A logo is a picture of
//! points, because no word processor draws every vector picture, and it lies inside the paper, so that nothing is fetched.
//! Not here: how a format lays it out.

use serde::{Deserialize, Serialize};
use terms::Diagnostic;

use crate::style;

/// The longest logo that is taken.
pub const LOGO_BYTES_MAX: usize = 512 * 1024;

/// The least contrast of text on its ground (WCAG 2.2, 1.4.3).
const CONTRAST_MIN: f64 = 4.5;

/// How an organisation's papers look. The default is ours: no logo, our blue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The organisation, which also stands for its logo where that cannot be seen; may be empty.
    pub organisation: String,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Its colour.
    pub accent: Option<Colour>,
}

/// A logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// What kind of picture it is.
    pub kind: LogoKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How wide it is, in points of the picture.
    pub width: u32,
    /// How high it is.
    pub height: u32,
}

/// The kinds of picture that a logo may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogoKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl LogoKind {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }
}

/// A colour of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour {
    /// How much red.
    pub red: u8,
    /// How much green.
    pub green: u8,
    /// How much blue.
    pub blue: u8,
}

/// Our own colour.
pub const OUR_COLOUR: Colour = Colour {
    red: 0x2f,
    green: 0x5b,
    blue: 0xd0,
};

impl Look {
    /// The colour for headings and lines: the organisation's where it is dark enough to be read on white, else a darker
    /// shade of it; ours where there is none.
    pub fn ink(&self) -> Colour {
        self.accent.unwrap_or(OUR_COLOUR).readable()
    }
}

impl Logo {
    /// Reads a picture. What it is, its own first bytes say.
    ///
    /// # Errors
    /// Where it is neither PNG nor JPEG, is damaged, or is too large.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Box<Diagnostic>> {
        if bytes.len() > LOGO_BYTES_MAX {
            let says = format!(
                "The logo has {} KiB; at most {} are taken.",
                bytes.len() / 1024,
                LOGO_BYTES_MAX / 1024
            );
            return Err(refused(says, "Save it smaller: 600 points wide is enough."));
        }
        let (kind, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            (LogoKind::Png, png_size(&bytes))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            (LogoKind::Jpeg, jpeg_size(&bytes))
        } else {
            let says = "The logo is neither a PNG nor a JPEG picture.";
            return Err(refused(says, "Save it as PNG."));
        };
        match size {
            Some((width, height)) if width > 0 && height > 0 => Ok(Self {
                kind,
                bytes,
                width,
                height,
            }),
            Some(_) | None => Err(refused("The logo is damaged.", "Save it once more as PNG.")),
        }
    }

    /// The picture as an address that holds it, so that nothing is fetched.
    pub fn address(&self) -> String {
        let kind = self.kind.media_type();
        format!("data:{kind};base64,{}", style::base64(&self.bytes))
    }

    /// Width and height when it is drawn within a box, in the units of the box.
    pub fn within(&self, width_max: f64, height_max: f64) -> (f64, f64) {
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        let scale = (width_max / width).min(height_max / height);
        (width * scale, height * scale)
    }
}

impl Colour {
    /// Reads `#2f5bd0`.
    ///
    /// # Errors
    /// Where it is not written so.
    pub fn read(text: &str) -> Result<Self, Box<Diagnostic>> {
        let digits = text.trim().trim_start_matches('#');
        let wrong = || {
            let says = format!("“{text}” is not a colour.");
            refused(says, "Write it like #2f5bd0.")
        };
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }

    /// As six hexadecimal digits without a mark before them.
    pub fn hex(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The same colour, made darker until it can be read on white.
    pub fn readable(self) -> Self {
        let mut colour = self;
        while colour.contrast_on_white() < CONTRAST_MIN {
            colour = colour.times(0.94);
        }
        colour
    }

    /// A light shade of it for grounds.
    pub fn soft(self) -> Self {
        let light = |part: u8| 255 - (255 - part) / 9;
        Self {
            red: light(self.red),
            green: light(self.green),
            blue: light(self.blue),
        }
    }

    fn times(self, by: f64) -> Self {
        let part = |part: u8| (f64::from(part) * by).floor() as u8;
        Self {
            red: part(self.red),
            green: part(self.green),
            blue: part(self.blue),
        }
    }

    /// WCAG 2.2: (L1 + 0.05) / (L2 + 0.05) with L1 = 1.
    fn contrast_on_white(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let light =
            0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue);
        1.05 / (light + 0.05)
    }
}

fn refused(says: impl Into<String>, hint: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("look", (1, 1), says.into()).with_hint(hint))
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    };
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((number(16)?, number(20)?))
}

/// Walks from segment to segment to the one that says the size.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let two = |at: usize| {
        let two = bytes.get(at..at + 2)?;
        Some(u32::from(u16::from_be_bytes(two.try_into().ok()?)))
    };
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((two(at + 7)?, two(at + 5)?));
            }
            _ => at += 2 + usize::try_from(two(at + 2)?).ok()?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_and_made_dark_enough_for_paper() {
        let check = |text: &str, ink: &str| {
            let colour = Colour::read(text).expect("it is a colour");
            assert_eq!(colour.readable().hex(), ink, "{text} on paper");
        };
        check("#2f5bd0", "2f5bd0");
        check("000000", "000000");
        let pale = Colour::read("#ffcc00").expect("it is a colour").readable();
        assert!(pale.contrast_on_white() >= CONTRAST_MIN, "{pale:?} is read");
        for wrong in ["", "#12345", "blue", "#12345g", "#1234567", "＃123456"] {
            assert!(Colour::read(wrong).is_err(), "{wrong:?} is no colour");
        }
    }

    #[test]
    fn a_logo_says_itself_what_it_is() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 2, 88, 0, 0, 0, 100]);
        let logo = Logo::read(png.clone()).expect("its head is whole");
        assert_eq!(
            (logo.kind, logo.width, logo.height),
            (LogoKind::Png, 600, 100)
        );
        assert_eq!(logo.within(120.0, 40.0), (120.0, 20.0), "its shape is kept");
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 50, 1, 0, 3, 0, 0,
        ];
        let logo = Logo::read(jpeg.to_vec()).expect("its head is whole");
        assert_eq!(
            (logo.kind, logo.width, logo.height),
            (LogoKind::Jpeg, 256, 50)
        );
        let wrong: [&[u8]; 5] = [
            b"",
            b"<svg/>",
            &png[..20],
            &[0xff, 0xd8, 0xff],
            &[0xff, 0xd8, 0xff, 0xe0, 0, 0],
        ];
        for bytes in wrong {
            assert!(
                Logo::read(bytes.to_vec()).is_err(),
                "{bytes:?} is no picture"
            );
        }
        let large = vec![0; LOGO_BYTES_MAX + 1];
        assert!(Logo::read(large).is_err(), "there is a limit");
    }
}
