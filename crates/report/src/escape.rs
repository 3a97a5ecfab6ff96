//! Makes text from people harmless in the place where it stands: HTML, Markdown, CSS. Letters of every script pass
//! unchanged; characters that are no text at all (controls, and those that reorder a line) are left out.
//! Not here: Markdown that people may write (`told`).

/// Text for HTML, inside an element or a quoted attribute.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars().filter(|c| is_text(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            c => out.push(c),
        }
    }
    out
}

/// Text for one line of Markdown, also inside a cell of a table. Line breaks become spaces.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut gap = false;
    let text = text.trim();
    for (at, c) in text.char_indices().filter(|(_, c)| is_text(*c)) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        let starts = out.is_empty();
        match c {
            // An entity and not a backslash: what ignores Markdown's escapes must not see a tag either.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if is_entity(&text[at + 1..]) => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '-' | '+' | '=' if starts => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if is_list_number(&out) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Text inside a quoted string of CSS.
pub(crate) fn css(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for c in text.chars().filter(|c| is_text(*c)) {
        if c.is_alphanumeric() || matches!(c, ' ' | '·' | ':' | '-') {
            out.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out
}

/// False for control characters and for those that only reorder or hide the text around them.
pub(crate) fn is_text(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !control && !reorders
}

/// True where what follows an ampersand would make it a character reference.
fn is_entity(rest: &str) -> bool {
    let name = rest
        .bytes()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    name > 0 && rest.as_bytes().get(name) == Some(&b';')
}

fn is_list_number(line: &str) -> bool {
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_script_pass_unchanged() {
        for text in [
            "Привет",
            "Καλημέρα",
            "مرحبا بالعالم",
            "こんにちは",
            "🚨 тест 👩‍🚒",
            "Ångström – 4.5 %",
        ] {
            assert_eq!(html(text), text, "HTML keeps {text}");
            assert_eq!(markdown(text), text, "Markdown keeps {text}");
        }
    }

    #[test]
    fn what_is_markup_becomes_text() {
        let check = |text: &str, in_html: &str, in_markdown: &str| {
            assert_eq!(html(text), in_html, "{text} in HTML");
            assert_eq!(markdown(text), in_markdown, "{text} in Markdown");
        };
        check("<script>", "&lt;script&gt;", "&lt;script&gt;");
        check("a | b", "a | b", "a \\| b");
        check("](javascript:", "](javascript:", "\\](javascript:");
        check("`x`", "&#96;x&#96;", "\\`x\\`");
        check("a\n\n# b", "a\n\n# b", "a \\# b");
        check("&lt;", "&amp;lt;", "&amp;lt;");
        check("ATT&CK; R&D", "ATT&amp;CK; R&amp;D", "ATT&amp;CK; R&D");
        check("- x", "- x", "\\- x");
        check("12. x", "12. x", "12\\. x");
        check("4.5", "4.5", "4\\.5");
        check("a\u{202e}b\u{0}c", "abc", "abc");
    }

    #[test]
    fn a_marking_cannot_leave_its_string_in_css() {
        assert_eq!(
            css("TLP:RED\" } </style>"),
            "TLP:RED\\22  \\7d  \\3c \\2f style\\3e "
        );
    }
}
