//! What the program was asked on its command line. Not here: what opening a programme means, that is `conduct`'s.

use conduct::Start;
use std::ffi::OsString;
use std::path::PathBuf;

/// Why no window opens.
#[derive(Debug, PartialEq, Eq)]
pub enum Stop {
    /// What was asked for has been said.
    Told(String),
    /// The words were not understood.
    NotUnderstood(String),
}

const USAGE: &str = "\
Usage: rockdrill-desk [--sample | PROGRAMME]

  --sample     open the window with a ready sample programme
  PROGRAMME    open the window with this programme file (.rockdrill)
  --version    say the version and end
  --help       say this and end";

/// Reads the words after the program's own name.
pub fn read(words: impl Iterator<Item = OsString>) -> Result<Start, Stop> {
    let mut start = Start::Own;
    for word in words {
        let next = match word.to_str() {
            Some("--help" | "-h") => return Err(Stop::Told(USAGE.to_owned())),
            Some("--version" | "-V") => {
                let version = concat!("rockdrill-desk ", env!("CARGO_PKG_VERSION"));
                return Err(Stop::Told(version.to_owned()));
            }
            Some("--sample") => Start::Sample,
            Some(option) if option.starts_with('-') => {
                let says = format!("There is no option {option}.\n\n{USAGE}");
                return Err(Stop::NotUnderstood(says));
            }
            _ => Start::Programme(PathBuf::from(word)),
        };
        if start != Start::Own {
            let says = format!("Only one thing can be opened at a time.\n\n{USAGE}");
            return Err(Stop::NotUnderstood(says));
        }
        start = next;
    }
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_open_the_users_own_programme() {
        check(&[], Ok(Start::Own));
    }

    #[test]
    fn a_programme_or_the_sample_is_opened() {
        check(&["--sample"], Ok(Start::Sample));
        check(
            &["2026.rockdrill"],
            Ok(Start::Programme("2026.rockdrill".into())),
        );
    }

    #[test]
    fn two_things_or_an_unknown_option_are_not_understood() {
        check(&["--sample", "2026.rockdrill"], Err("Only one thing"));
        check(&["--smaple"], Err("There is no option --smaple."));
    }

    #[test]
    fn help_and_version_are_told() {
        check(&["--help"], Err("Usage: rockdrill-desk"));
        check(&["--version"], Err("rockdrill-desk "));
    }

    fn check(words: &[&str], expected: Result<Start, &str>) {
        let read = read(words.iter().map(OsString::from));
        match (read, expected) {
            (Ok(read), Ok(expected)) => {
                assert_eq!(read, expected, "{words:?} must open what they name");
            }
            (Err(Stop::Told(text) | Stop::NotUnderstood(text)), Err(expected)) => {
                assert!(
                    text.starts_with(expected),
                    "{words:?} must be answered by {expected:?}"
                );
            }
            (read, expected) => panic!("{words:?} gave {read:?} and not {expected:?}"),
        }
    }
}
