//! The grammar of JSON over bytes, one pass, without recursion. What the service's schema says is no matter here.

use crate::block::{Stop, string_stop};

/// Why a body is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Everything up to the end could be the beginning of a JSON text.
    Truncated,
    /// A byte stands where none like it can stand.
    NotJson,
}

/// The raw bytes of a string, between its quotes.
#[derive(Debug, Clone, Copy)]
pub struct Raw {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Holds a `\`.
    pub escaped: bool,
    /// May hold bytes above 0x7F.
    pub wide: bool,
}

/// A cursor over a body. Its functions fail where the body is no JSON; see [`Broken`].
#[derive(Debug)]
#[allow(clippy::missing_errors_doc)]
pub struct Reader<'a> {
    /// The body.
    pub bytes: &'a [u8],
    /// Where the cursor stands.
    pub at: usize,
    /// Whether something was passed that kept members may not hold as it stands: white space, an escape, a byte above 0x7F (exact to the
    /// block), a number that a double may not hold. Set only; whoever asks clears it first.
    pub(crate) unusual: bool,
    /// One bit per open level, set for objects. Grows by one bit per byte read at most, so it is bounded by the body.
    pub(crate) levels: Vec<u64>,
}

impl<'a> Reader<'a> {
    /// At the beginning of a body.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader {
            bytes,
            at: 0,
            unusual: false,
            levels: Vec::new(),
        }
    }

    /// The byte at the cursor.
    #[inline(always)]
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The byte at the cursor, which must be there.
    #[inline(always)]
    pub fn need(&self) -> Result<u8, Broken> {
        self.peek().ok_or(Broken::Truncated)
    }

    /// Passes white space, and gives the byte after it.
    #[inline(always)]
    pub fn space(&mut self) -> Result<u8, Broken> {
        let byte = self.need()?;
        if byte > b' ' {
            return Ok(byte);
        }
        self.more_space()
    }

    #[inline(never)]
    fn more_space(&mut self) -> Result<u8, Broken> {
        self.unusual = true;
        loop {
            match self.need()? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Ok(byte),
            }
            // Of white space, indentation is the most.
            while self.bytes.get(self.at..self.at + 8) == Some(b"        ") {
                self.at += 8;
            }
        }
    }

    /// Passes white space and `byte`.
    pub fn expect(&mut self, byte: u8) -> Result<(), Broken> {
        if self.space()? == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(Broken::NotJson)
        }
    }

    /// Passes `byte` and the white space before it, if it is there.
    pub fn passes(&mut self, byte: u8) -> Result<bool, Broken> {
        let there = self.space()? == byte;
        self.at += usize::from(there);
        Ok(there)
    }

    /// Reads a string from behind its opening quote to behind its closing one.
    #[inline(always)]
    pub fn string(&mut self) -> Result<Raw, Broken> {
        let start = self.at;
        let Some(Stop { at, wide }) = string_stop(self.bytes, start) else {
            return Err(Broken::Truncated);
        };
        self.unusual |= wide;
        if self.bytes.get(at) == Some(&b'"') {
            self.at = at + 1;
            return Ok(Raw {
                start,
                end: at,
                escaped: false,
                wide,
            });
        }
        self.escaped_string(start, Stop { at, wide })
    }

    #[inline(never)]
    fn escaped_string(&mut self, start: usize, mut stop: Stop) -> Result<Raw, Broken> {
        let mut wide = stop.wide;
        self.unusual = true;
        loop {
            self.at = stop.at;
            match self.need()? {
                b'"' => break,
                b'\\' => {
                    self.at += 1;
                    self.escape()?;
                }
                _ => return Err(Broken::NotJson),
            }
            stop = string_stop(self.bytes, self.at).ok_or(Broken::Truncated)?;
            wide |= stop.wide;
        }
        self.at += 1;
        Ok(Raw {
            start,
            end: stop.at,
            escaped: true,
            wide,
        })
    }

    /// Checks an escape from behind its `\`.
    fn escape(&mut self) -> Result<(), Broken> {
        let kind = self.need()?;
        self.at += 1;
        match kind {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(()),
            b'u' => {
                for _ in 0..4 {
                    if !self.need()?.is_ascii_hexdigit() {
                        return Err(Broken::NotJson);
                    }
                    self.at += 1;
                }
                Ok(())
            }
            _ => Err(Broken::NotJson),
        }
    }

    /// Reads a member's key and colon, from the place where its quote is expected.
    pub fn key(&mut self) -> Result<Raw, Broken> {
        self.expect(b'"')?;
        let key = self.string()?;
        self.expect(b':')?;
        Ok(key)
    }

    /// Reads a number, from its first byte.
    pub fn number(&mut self) -> Result<(), Broken> {
        let start = self.at;
        if self.need()? == b'-' {
            self.at += 1;
        }
        match self.need()? {
            b'0' => self.at += 1,
            b'1'..=b'9' => self.digits(),
            _ => return Err(Broken::NotJson),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.need()?, b'+' | b'-') {
                self.at += 1;
            }
            self.some_digits()?;
            self.unusual = true;
        }
        // At most fifteen digits.
        self.unusual |= self.at - start > 15;
        Ok(())
    }

    fn some_digits(&mut self) -> Result<(), Broken> {
        if !self.need()?.is_ascii_digit() {
            return Err(Broken::NotJson);
        }
        self.digits();
        Ok(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// Reads exactly `word`.
    pub fn literal(&mut self, word: &[u8]) -> Result<(), Broken> {
        for byte in word {
            if self.need()? != *byte {
                return Err(Broken::NotJson);
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Reads a value that is neither object nor array, from its first byte.
    pub fn scalar(&mut self, first: u8) -> Result<(), Broken> {
        match first {
            b'"' => {
                self.at += 1;
                self.string().map(|_| ())
            }
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => Err(Broken::NotJson),
        }
    }

    /// The bytes from `start` to the cursor.
    pub fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// The bytes of a string.
    pub fn raw(&self, raw: Raw) -> &'a [u8] {
        self.bytes.get(raw.start..raw.end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<usize, Broken> {
        let mut reader = Reader::new(text.as_bytes());
        let deepest = reader.skip()?;
        assert_eq!(reader.at, text.len(), "{text}");
        Ok(deepest)
    }

    #[test]
    fn reads_what_is_json() {
        for (text, deepest) in [
            ("0", 0),
            ("-0.5e+10", 0),
            ("\"\\u00e9\\\"\"", 0),
            ("[]", 1),
            ("{}", 1),
            (" [ 1 , [ ] , { } ]", 2),
            ("{\"a\":{\"b\":[null,true,false]},\"c\":\"d\"}", 3),
            (&format!("{}{}", "[".repeat(200), "]".repeat(200)), 200),
        ] {
            assert_eq!(read(text), Ok(deepest), "{text}");
        }
    }

    #[test]
    fn tells_what_was_cut_from_what_is_wrong() {
        for text in [
            "",
            "-",
            "1.",
            "1e",
            "1e+",
            "\"",
            "\"\\",
            "\"\\u12",
            "tru",
            "[",
            "[1",
            "[1,",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
        ] {
            assert_eq!(read(text), Err(Broken::Truncated), "{text}");
        }
        for text in [
            "+1",
            ".5",
            "--1",
            "1.x",
            "\"\n",
            "\"\\x\"",
            "\"\\u12g4\"",
            "trux",
            "nul ",
            "[1 2]",
            "[1,]",
            "[}",
            "{,}",
            "{1:2}",
            "{\"a\" 1}",
            "{\"a\":1]",
            "{\"a\":1,}",
            "\u{feff}1",
            "'a'",
            "\0",
        ] {
            assert_eq!(read(text), Err(Broken::NotJson), "{text}");
        }
    }

    #[test]
    fn every_cut_of_a_text_is_truncated() {
        let text = "{\"a\":[1.5e-3,\"\\u00e9x\",true,null,{\"b\":[]}],\"c\":{}}";
        for cut in 0..text.len() {
            assert_eq!(
                Reader::new(&text.as_bytes()[..cut]).skip(),
                Err(Broken::Truncated),
                "{cut}"
            );
        }
    }
}
