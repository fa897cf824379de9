/// Distinct texts in their order of mention, found by hash. A map of the standard library would do as well, in eight times the code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Words {
    values: Vec<String>,
    /// Positions in `values`, plus one; zero is free. At least half of them are, so every search ends.
    slots: Vec<u32>,
}

impl Words {
    /// Takes `value` in, unless it is there already; then says so.
    pub(crate) fn insert(&mut self, value: String) -> bool {
        if self.slots.len() < 2 * (self.values.len() + 1) {
            let room = (4 * (self.values.len() + 1)).next_power_of_two();
            self.slots = vec![0; room];
            for position in 0..self.values.len() {
                let free = self.values.get(position).map_or(0, |value| self.slot(value).0);
                self.occupy(free, position);
            }
        }
        let (slot, taken) = self.slot(&value);
        if !taken {
            self.occupy(slot, self.values.len());
            self.values.push(value);
        }
        !taken
    }

    /// Whether `value` is among them, byte for byte.
    pub(crate) fn hold(&self, value: &str) -> bool {
        self.slot(value).1
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The texts.
    pub(crate) fn into_values(self) -> Vec<String> {
        self.values
    }

    fn occupy(&mut self, slot: usize, position: usize) {
        if let (Some(slot), Ok(position)) = (self.slots.get_mut(slot), u32::try_from(position + 1)) {
            *slot = position;
        }
    }

    /// Where `value` stands, or where it would.
    fn slot(&self, value: &str) -> (usize, bool) {
        // FNV-1a.
        let mut hash: u32 = 0x811c_9dc5;
        for byte in value.bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = usize::try_from(hash).unwrap_or(0) & mask;
        loop {
            let position = match self.slots.get(slot) {
                Some(position) if *position > 0 => *position,
                _ => return (slot, false),
            };
            let known = usize::try_from(position)
                .ok()
                .and_then(|position| self.values.get(position - 1));
            if known.is_some_and(|known| known == value) {
                return (slot, true);
            }
            slot = (slot + 1) & mask;
        }
    }
}

impl FromIterator<String> for Words {
    fn from_iter<I: IntoIterator<Item = String>>(values: I) -> Words {
        let mut words = Words::default();
        for value in values {
            words.insert(value);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_taken_in_once_and_in_order() {
        let mut words = Words::default();
        assert!(words.is_empty() && !words.hold("0"));
        for number in 0..5000 {
            assert!(words.insert(number.to_string()));
            assert!(!words.insert((number / 2).to_string()));
        }
        assert!(words.hold("0") && words.hold("4999") && !words.hold("5000") && !words.hold(""));
        let values = words.into_values();
        assert!(
            values
                .iter()
                .enumerate()
                .all(|(position, value)| *value == position.to_string())
        );
    }
}
