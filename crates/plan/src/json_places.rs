//! Where the fields of a JSON text stand. The JSON reader gives values without places; this walk
//! over a text that is already known to be JSON gives each field its line and column. It checks
//! nothing.

use std::collections::BTreeMap;

/// Line and column, from 1, of each field's name and each list's entry, by a path such as
/// `/list/0/name`.
pub(crate) fn find(text: &str) -> BTreeMap<String, (u32, u32)> {
    let mut walk = Walk {
        chars: text.chars().peekable(),
        line: 1,
        column: 1,
        places: BTreeMap::new(),
    };
    walk.value(String::new(), 0);
    walk.places
}

struct Walk<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    line: u32,
    column: u32,
    places: BTreeMap<String, (u32, u32)>,
}

impl Walk<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(c)
    }

    fn blanks(&mut self) -> Option<char> {
        while self
            .chars
            .peek()
            .is_some_and(|c| c.is_whitespace() || matches!(c, ',' | ':'))
        {
            self.next();
        }
        self.chars.peek().copied()
    }

    /// Walks one value; the JSON reader has already refused nesting beyond its own limit.
    fn value(&mut self, path: String, depth: usize) {
        let first = self.blanks();
        let here = (self.line, self.column);
        self.places.entry(path.clone()).or_insert(here);
        match first {
            Some('{') if depth < 200 => {
                self.next();
                while self.blanks().is_some_and(|c| c == '"') {
                    let here = (self.line, self.column);
                    let key = self.string();
                    let inner = format!("{path}/{key}");
                    self.places.insert(inner.clone(), here);
                    self.value(inner, depth + 1);
                }
                self.next();
            }
            Some('[') if depth < 200 => {
                self.next();
                let mut index = 0;
                while self.blanks().is_some_and(|c| c != ']') {
                    self.value(format!("{path}/{index}"), depth + 1);
                    index += 1;
                }
                self.next();
            }
            Some('"') => {
                self.string();
            }
            Some(_) => {
                while self
                    .chars
                    .peek()
                    .is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | ']' | '}'))
                {
                    self.next();
                }
            }
            None => {}
        }
    }

    /// A string without its quotes; escapes are kept as they are written, which is enough for
    /// names.
    fn string(&mut self) -> String {
        self.next();
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                '"' => break,
                '\\' => {
                    text.push(c);
                    text.extend(self.next());
                }
                c => text.push(c),
            }
        }
        text
    }
}
