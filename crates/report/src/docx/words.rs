//! Words in one look, as Word wants them: escaped, with their colour, and with those that run from right to left marked
//! paragraph by paragraph and run by run. Not here: what is built of them (`body`).

use std::fmt::Write as _;

use crate::escape::is_text;

/// What colour means; a word beside it says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Warn,
    Bad,
    #[default]
    None,
}

impl Tone {
    pub fn of(word: &str) -> Self {
        match word {
            "good" => Self::Good,
            "warn" => Self::Warn,
            "bad" => Self::Bad,
            _ => Self::None,
        }
    }

    pub fn ink(self) -> &'static str {
        match self {
            Self::Good => "1D7A4C",
            Self::Warn => "8F5200",
            Self::Bad => "B3261E",
            Self::None => "4B525B",
        }
    }

    pub fn ground(self) -> &'static str {
        match self {
            Self::Good => "E3F3EA",
            Self::Warn => "FDF0DC",
            Self::Bad => "FBE6E4",
            Self::None => "F3F2EF",
        }
    }
}

/// Words in one look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub text: String,
    bold: bool,
    italic: bool,
    struck: bool,
    code: bool,
    colour: Option<&'static str>,
}

impl Words {
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub fn italic(mut self) -> Self {
        self.italic = true;
        self
    }

    /// In letters of one width.
    pub fn code(mut self) -> Self {
        self.code = true;
        self
    }

    pub fn struck(mut self, struck: bool) -> Self {
        self.struck = struck;
        self
    }

    pub fn toned(mut self, tone: Tone) -> Self {
        self.colour = Some(tone.ink());
        self
    }

    pub fn pale(mut self) -> Self {
        self.colour = Some("DCD9D2");
        self
    }

    pub fn quiet(mut self) -> Self {
        self.colour = Some("656C75");
        self
    }
}

/// Text for XML. Characters that XML cannot hold are left out, as are those that only reorder a line.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_xml(&mut out, text);
    out
}

fn push_xml(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if is_text(c) => out.push(c),
            _control => {}
        }
    }
}

/// Begins a paragraph; one whose first letter runs from right to left runs so as a whole.
pub(crate) fn begin(out: &mut String, style: &str, text: &str, form: &str) {
    out.push_str("<w:p><w:pPr>");
    if style != "Normal" {
        let _ = write!(out, "<w:pStyle w:val=\"{style}\"/>");
    }
    out.push_str(form);
    if leads_rightwards(text) {
        out.push_str("<w:bidi/>");
    }
    out.push_str("</w:pPr>");
}

pub(crate) fn runs(out: &mut String, words: &[Words]) {
    for word in words {
        for (rtl, part) in by_direction(&word.text) {
            run(out, word, part, rtl);
        }
    }
}

fn run(out: &mut String, look: &Words, text: &str, rtl: bool) {
    out.push_str("<w:r>");
    let plain = !(look.bold || look.italic || look.struck || look.code || rtl);
    if !plain || look.colour.is_some() {
        out.push_str("<w:rPr>");
        if look.code {
            out.push_str(
                "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>",
            );
        }
        if look.bold {
            out.push_str("<w:b/><w:bCs/>");
        }
        if look.italic {
            out.push_str("<w:i/><w:iCs/>");
        }
        if look.struck {
            out.push_str("<w:strike/>");
        }
        if let Some(colour) = look.colour {
            let _ = write!(out, "<w:color w:val=\"{colour}\"/>");
        }
        if look.code {
            out.push_str("<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>");
        }
        if rtl {
            out.push_str("<w:rtl/>");
        }
        out.push_str("</w:rPr>");
    }
    let mut open = false;
    let mut from = 0;
    let put = |out: &mut String, part: &str, open: &mut bool| {
        if !part.is_empty() {
            out.push_str("<w:t xml:space=\"preserve\">");
            push_xml(out, part);
            out.push_str("</w:t>");
        }
        *open = false;
    };
    for (at, c) in text.char_indices() {
        let mark = match c {
            '\n' => "<w:br/>",
            '\t' => "<w:tab/>",
            _ => continue,
        };
        put(out, &text[from..at], &mut open);
        out.push_str(mark);
        from = at + c.len_utf8();
    }
    put(out, &text[from..], &mut open);
    out.push_str("</w:r>");
}

/// Stretches of one direction. What has none of its own goes with what stands before it.
fn by_direction(text: &str) -> Vec<(bool, &str)> {
    if text.is_ascii() {
        return vec![(false, text)];
    }
    let mut parts = Vec::new();
    let (mut from, mut now) = (0, None);
    for (at, c) in text.char_indices() {
        let Some(rtl) = direction(c) else { continue };
        if now.is_some_and(|now| now != rtl) {
            parts.push((now == Some(true), &text[from..at]));
            from = at;
        }
        now = Some(rtl);
    }
    parts.push((now == Some(true), &text[from..]));
    parts
}

fn leads_rightwards(text: &str) -> bool {
    !text.is_ascii() && text.chars().find_map(direction) == Some(true)
}

/// True for letters that run from right to left, false for other letters, none for what has no direction.
fn direction(c: char) -> Option<bool> {
    let rtl = matches!(c,
        '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if rtl {
        return Some(true);
    }
    c.is_alphabetic().then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_right_to_left_letters_are_marked() {
        let check = |text: &str, parts: &[(bool, &str)]| {
            assert_eq!(by_direction(text), parts, "{text}");
        };
        check("plain", &[(false, "plain")]);
        check("اختراق", &[(true, "اختراق")]);
        check(
            "role: اختراق البيانات, then",
            &[
                (false, "role: "),
                (true, "اختراق البيانات, "),
                (false, "then"),
            ],
        );
        let mut out = String::new();
        begin(&mut out, "Normal", "12 שלום", "");
        assert!(out.contains("<w:bidi/>"), "the first letter decides: {out}");
    }

    #[test]
    fn a_line_break_stays_one_and_a_control_goes() {
        let mut out = String::new();
        runs(&mut out, &[Words::of("a\n<b>\u{1}\u{ffff}\t")]);
        assert_eq!(
            out,
            "<w:r><w:t xml:space=\"preserve\">a</w:t><w:br/><w:t xml:space=\"preserve\">&lt;b&gt;</w:t><w:tab/></w:r>"
        );
    }
}
