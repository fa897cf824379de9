//! Which rows were delivered before a checkpoint, in little room: the first bits of their keys, sorted, as an Elias-Fano sequence. That
//! is within two bits a key of the least that tells so much.
//!
//! With b bits of each of n keys, a row that was not delivered passes for one that was with probability n / 2^b. [`LEAST_BITS`] bounds
//! that: for 10,000 rows, one lost row in 10^8 of such checkpoints, and then TotalCount would not be reached, so that it is noticed.

use super::coder::Coder;
use super::sorted::sorted;

/// Fewer bits of a key are not relied upon.
pub(super) const LEAST_BITS: u32 = 40;

/// Keys, cut to their first bits, sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prior {
    bits: u32,
    keys: Vec<u64>,
}

impl Default for Prior {
    fn default() -> Prior {
        Prior {
            bits: 64,
            keys: Vec::new(),
        }
    }
}

impl Prior {
    /// Knows these rows too.
    pub(super) fn add(&mut self, keys: impl Iterator<Item = u64>) {
        let unknown = 64_u32.saturating_sub(self.bits);
        self.keys.extend(keys.map(|key| key.checked_shr(unknown).unwrap_or(0)));
        self.keys = sorted(std::mem::take(&mut self.keys));
        self.keys.dedup();
    }

    /// Knows them by so many bits at most.
    pub(super) fn cut(&mut self, bits: u32) {
        let less = self.bits.saturating_sub(bits);
        self.bits = self.bits.min(bits);
        for key in &mut self.keys {
            *key = key.checked_shr(less).unwrap_or(0);
        }
        self.keys.dedup();
    }

    /// Bytes of memory.
    pub(super) fn held(&self) -> usize {
        size_of_val(self.keys.as_slice())
    }

    /// Whether a row was delivered.
    pub(super) fn holds(&self, key: u64) -> bool {
        let cut = key.checked_shr(64_u32.saturating_sub(self.bits)).unwrap_or(0);
        self.keys.binary_search(&cut).is_ok()
    }

    /// Writes or reads it.
    pub(super) fn code(coder: &mut Coder, prior: &mut Prior) {
        coder.small(&mut prior.bits);
        let mut length = prior.keys.len();
        coder.size(&mut length);
        let low = prior.bits.saturating_sub(depth(length)).min(63);
        let mut bits = Bits::new(coder);
        let mut gap_from = 0_u64;
        for at in 0..length {
            let mut key = prior.keys.get(at).copied().unwrap_or(0);
            // How much the high part grows, in ones and a zero; then the low part as it is.
            let mut steps = (key >> low).saturating_sub(gap_from);
            bits.unary(&mut steps);
            bits.plain(&mut key, low);
            gap_from = gap_from.saturating_add(steps);
            if bits.coder.reads() {
                if bits.coder.broken {
                    return;
                }
                let low_part = key & ((1 << low) - 1);
                prior.keys.push(gap_from.checked_shl(low).unwrap_or(0) | low_part);
            }
        }
        bits.flush();
    }
}

/// The bits of a key that are told by its place among so many: the high parts then grow by less than one a key.
const fn depth(count: usize) -> u32 {
    (usize::BITS - count.leading_zeros()).saturating_sub(1)
}

/// Single bits through a coder of bytes.
struct Bits<'c> {
    coder: &'c mut Coder,
    byte: u8,
    used: u32,
}

impl<'c> Bits<'c> {
    fn new(coder: &'c mut Coder) -> Bits<'c> {
        let used = if coder.reads() { 8 } else { 0 };
        Bits { coder, byte: 0, used }
    }

    fn bit(&mut self, bit: &mut bool) {
        if self.used == 8 {
            if !self.coder.reads() {
                self.coder.byte(&mut self.byte);
                self.byte = 0;
            } else {
                self.coder.byte(&mut self.byte);
            }
            self.used = 0;
        }
        if self.coder.reads() {
            *bit = self.byte >> self.used & 1 == 1;
        } else {
            self.byte |= u8::from(*bit) << self.used;
        }
        self.used += 1;
    }

    fn unary(&mut self, number: &mut u64) {
        let mut count = 0;
        loop {
            let mut more = count < *number;
            self.bit(&mut more);
            if !more || self.coder.broken {
                break;
            }
            count += 1;
        }
        *number = count;
    }

    fn plain(&mut self, number: &mut u64, length: u32) {
        let mut read = 0;
        for place in 0..length {
            let mut bit = *number >> place & 1 == 1;
            self.bit(&mut bit);
            read |= u64::from(bit) << place;
        }
        if self.coder.reads() {
            *number = read;
        }
    }

    fn flush(mut self) {
        if !self.coder.reads() && self.used > 0 {
            self.coder.byte(&mut self.byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::walk::Chance;

    fn drawn(chance: &mut Chance, count: usize) -> Vec<u64> {
        (0..count).map(|_| chance.draw()).collect()
    }

    fn of(keys: &[u64]) -> Prior {
        let mut prior = Prior::default();
        prior.add(keys.iter().copied());
        prior
    }

    #[test]
    fn comes_back_as_it_was_and_takes_two_bits_more_than_it_must() {
        let mut chance = Chance::new(4);
        for count in [0, 1, 2, 3, 100, 1000, 10_000] {
            let keys = drawn(&mut chance, count);
            for bits in [64, 52, LEAST_BITS] {
                let mut prior = of(&keys);
                prior.cut(bits);
                assert!(keys.iter().all(|key| prior.holds(*key)));
                let mut writer = Coder::writer();
                Prior::code(&mut writer, &mut prior);
                let bytes = writer.finish();
                // As many bits as there are places among so many are told by the order.
                let each = usize::try_from(bits + 2).unwrap() - count.checked_ilog2().unwrap_or(0) as usize;
                assert!(bytes.len() <= count * each / 8 + 8, "{count}: {}", bytes.len());
                let mut reader = Coder::reader(bytes);
                let mut read = Prior::default();
                Prior::code(&mut reader, &mut read);
                assert!(reader.is_done());
                assert_eq!(read, prior);
            }
        }
    }

    #[test]
    fn none_at_all_comes_back_too() {
        let mut writer = Coder::writer();
        Prior::code(&mut writer, &mut Prior::default());
        let mut reader = Coder::reader(writer.finish());
        Prior::code(&mut reader, &mut Prior::default());
        assert!(reader.is_done());
    }

    #[test]
    fn goes_on_from_an_earlier_one() {
        let mut chance = Chance::new(6);
        let (first, second) = (drawn(&mut chance, 500), drawn(&mut chance, 500));
        let mut prior = of(&first);
        prior.cut(46);
        prior.add(second.iter().chain(&first[..100]).copied());
        assert_eq!((prior.bits, prior.keys.len()), (46, 1000));
        prior.cut(52);
        assert_eq!(prior.bits, 46, "what is lost does not come back");
        assert!(first.iter().chain(&second).all(|key| prior.holds(*key)));
    }

    #[test]
    fn takes_hardly_any_row_for_a_delivered_one() {
        let mut chance = Chance::new(5);
        let mut prior = of(&drawn(&mut chance, 10_000));
        prior.cut(LEAST_BITS);
        assert!((0..1_000_000).all(|_| !prior.holds(chance.draw())));
    }
}
