//! Any value at all, passed without recursion.

use crate::json::{Broken, Reader};

impl Reader<'_> {
    /// Reads any value and the white space before it, and says how deep it was nested (0 for a scalar). Takes no stack.
    ///
    /// # Errors
    /// Where the body is no JSON.
    pub fn skip(&mut self) -> Result<usize, Broken> {
        let mut depth = 0;
        let mut deepest = 0;
        self.levels.clear();
        loop {
            let first = self.space()?;
            match first {
                b'{' | b'[' => {
                    self.at += 1;
                    let object = first == b'{';
                    deepest = deepest.max(depth + 1);
                    if self.passes(if object { b'}' } else { b']' })? {
                        // Empty: no level to open.
                    } else {
                        self.open(depth, object);
                        depth += 1;
                        if object {
                            self.key()?;
                        }
                        continue;
                    }
                }
                _ => self.scalar(first)?,
            }
            // A value ended. What follows belongs to the level around it.
            loop {
                if depth == 0 {
                    return Ok(deepest);
                }
                let object = self.is_object(depth - 1);
                match (self.space()?, object) {
                    (b',', true) => {
                        self.at += 1;
                        self.key()?;
                        break;
                    }
                    (b',', false) => {
                        self.at += 1;
                        break;
                    }
                    (b'}', true) | (b']', false) => {
                        self.at += 1;
                        depth -= 1;
                    }
                    _ => return Err(Broken::NotJson),
                }
            }
        }
    }

    fn open(&mut self, level: usize, object: bool) {
        let bit = 1 << (level % 64);
        match self.levels.get_mut(level / 64) {
            Some(word) if object => *word |= bit,
            Some(word) => *word &= !bit,
            None => self.levels.push(if object { bit } else { 0 }),
        }
    }

    fn is_object(&self, level: usize) -> bool {
        self.levels
            .get(level / 64)
            .is_some_and(|word| word & (1 << (level % 64)) != 0)
    }
}
