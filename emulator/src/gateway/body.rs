//! Bodies in JSON or XML, written in one pass.

use std::fmt::Write;

/// The format of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
}

/// How JSON is spelled.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spelling {
    /// Every character as `\uXXXX`.
    pub(crate) escaped: bool,
    /// White space between all tokens.
    pub(crate) indented: bool,
}

/// Writes one body.
pub(crate) struct Writer {
    out: String,
    format: Format,
    spelling: Spelling,
    depth: usize,
    /// Whether the next member or item is the first of its object or list.
    first: bool,
}

impl Writer {
    pub(crate) fn new(format: Format, spelling: Spelling, capacity: usize) -> Writer {
        Writer {
            out: String::with_capacity(capacity),
            format,
            spelling,
            depth: 0,
            first: true,
        }
    }

    /// The whole body: an object; `root` is its name in XML.
    pub(crate) fn document(mut self, root: &str, members: impl FnOnce(&mut Writer)) -> Vec<u8> {
        if self.format == Format::Xml {
            self.out.push_str("<?xml version='1.0' encoding='UTF-8'?>");
        }
        self.enclosed(root, members);
        self.out.into_bytes()
    }

    /// A member that is an object.
    pub(crate) fn object(&mut self, name: &str, members: impl FnOnce(&mut Writer)) {
        self.name(name);
        self.enclosed(name, members);
    }

    /// A member that is a list; `items` writes each with [`Writer::item`]. XML repeats the name for each item instead.
    pub(crate) fn list(&mut self, name: &str, items: impl FnOnce(&mut Writer)) {
        if self.format == Format::Xml {
            return items(self);
        }
        self.name(name);
        self.brackets('[', ']', items);
    }

    /// One item of the list `name`: an object.
    pub(crate) fn item(&mut self, name: &str, members: impl FnOnce(&mut Writer)) {
        if self.format == Format::Json {
            self.separate();
        }
        self.enclosed(name, members);
    }

    /// A member that is text.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        match self.format {
            Format::Json => {
                self.name(name);
                self.string(value);
            }
            Format::Xml => {
                let _ = write!(self.out, "<{name}>");
                self.xml_text(value);
                let _ = write!(self.out, "</{name}>");
            }
        }
    }

    /// A member that is written as it is: a number, `null`, `{}` …
    pub(crate) fn raw(&mut self, name: &str, value: impl std::fmt::Display) {
        let _ = match self.format {
            Format::Json => {
                self.name(name);
                write!(self.out, "{value}")
            }
            Format::Xml => write!(self.out, "<{name}>{value}</{name}>"),
        };
    }

    fn enclosed(&mut self, name: &str, members: impl FnOnce(&mut Writer)) {
        match self.format {
            Format::Json => self.brackets('{', '}', members),
            Format::Xml => {
                let _ = write!(self.out, "<{name}>");
                members(self);
                let _ = write!(self.out, "</{name}>");
            }
        }
    }

    fn brackets(&mut self, open: char, close: char, inside: impl FnOnce(&mut Writer)) {
        self.out.push(open);
        self.depth += 1;
        self.first = true;
        inside(self);
        self.depth -= 1;
        if !self.first {
            self.line();
        }
        self.out.push(close);
        self.first = false;
    }

    fn separate(&mut self) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.line();
    }

    fn line(&mut self) {
        if self.spelling.indented {
            self.out.push_str("\r\n");
            self.out.extend(std::iter::repeat_n('\t', self.depth));
        }
    }

    fn name(&mut self, name: &str) {
        if self.format == Format::Json {
            self.separate();
            self.string(name);
            self.out.push_str(if self.spelling.indented { " : " } else { ":" });
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        if self.spelling.escaped {
            for unit in text.encode_utf16() {
                let _ = write!(self.out, "\\u{unit:04x}");
            }
        } else if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            self.out.push_str(text);
        } else {
            for character in text.chars() {
                match character {
                    '"' => self.out.push_str("\\\""),
                    '\\' => self.out.push_str("\\\\"),
                    '\n' => self.out.push_str("\\n"),
                    control if control < ' ' => {
                        let _ = write!(self.out, "\\u{:04x}", u32::from(control));
                    }
                    other => self.out.push(other),
                }
            }
        }
        self.out.push('"');
    }

    fn xml_text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                // XML 1.0 has no other control characters, not even escaped.
                control if control < ' ' && !matches!(control, '\t' | '\n' | '\r') => self.out.push('\u{fffd}'),
                other => self.out.push(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(format: Format, spelling: Spelling, expected: Expect) {
        let body = Writer::new(format, spelling, 0).document("Answer", |w| {
            w.text("Name", "a\"\\\n\u{1}<&é");
            w.raw("Count", 2);
            w.object("Tasks", |w| {
                w.list("Task", |w| (0..2).for_each(|n| w.item("Task", |w| w.raw("N", n))))
            });
            w.list("None", |_| ());
        });
        expected.assert_eq(&String::from_utf8(body).unwrap());
    }

    #[test]
    fn writes_both_formats() {
        check(
            Format::Json,
            Spelling::default(),
            expect![[r#"{"Name":"a\"\\\n\u0001<&é","Count":2,"Tasks":{"Task":[{"N":0},{"N":1}]},"None":[]}"#]],
        );
        check(
            Format::Xml,
            Spelling::default(),
            expect![[r#"
            <?xml version='1.0' encoding='UTF-8'?><Answer><Name>a"\
            �&lt;&amp;é</Name><Count>2</Count><Tasks><Task><N>0</N></Task><Task><N>1</N></Task></Tasks></Answer>"#]],
        );
    }

    #[test]
    fn other_spellings_say_the_same() {
        let body = |spelling| {
            let body = Writer::new(Format::Json, spelling, 0).document("", |w| {
                w.text("Na\"me", "😀\u{1}é");
                w.list("L", |w| w.item("I", |w| w.object("O", |_| ())));
            });
            serde_json::from_slice::<serde_json::Value>(&body).unwrap()
        };
        let plain = body(Spelling::default());
        assert_eq!(
            body(Spelling {
                escaped: true,
                indented: false
            }),
            plain
        );
        assert_eq!(
            body(Spelling {
                escaped: true,
                indented: true
            }),
            plain
        );
    }
}
