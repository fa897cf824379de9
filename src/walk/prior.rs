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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Prior {
    bits: u32,
    keys: Vec<u64>,
}

impl Prior {
    /// The keys, and those of an earlier one, with so many of their bits that they take `room` bytes at most; `None` where that is too few.
    pub(super) fn fitting(keys: &[u64], earlier: Option<&Prior>, room: usize) -> Option<Prior> {
        let known = earlier.map_or(64, |earlier| earlier.bits);
        let of_earlier = earlier
            .iter()
            .flat_map(|earlier| &earlier.keys)
            .map(|key| key << (64 - known));
        let mut keys: Vec<u64> = keys.iter().copied().chain(of_earlier).collect();
        let each = (room * 8).checked_div(keys.len())?;
        let low = u32::try_from(each).ok()?.checked_sub(2)?;
        let bits = (low + depth(keys.len())).min(known);
        if bits < LEAST_BITS {
            return None;
        }
        keys.iter_mut().for_each(|key| *key >>= 64 - bits);
        let mut keys = sorted(keys);
        keys.dedup();
        Some(Prior { bits, keys })
    }

    /// How many keys it holds.
    pub(super) const fn len(&self) -> usize {
        self.keys.len()
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

    #[test]
    fn comes_back_as_it_was_and_fits_its_room() {
        let mut chance = Chance::new(4);
        for count in [1, 2, 3, 100, 1000, 10_000] {
            let keys: Vec<u64> = (0..count).map(|_| chance.draw()).collect();
            for room in [count * 12, 48_000, 40_000] {
                let Some(mut prior) = Prior::fitting(&keys, None, room) else {
                    assert!(room * 8 / count < 42, "{count} in {room}");
                    continue;
                };
                assert!(keys.iter().all(|key| prior.holds(*key)));
                let mut writer = Coder::writer();
                Prior::code(&mut writer, &mut prior);
                let bytes = writer.finish();
                assert!(bytes.len() <= room + 8, "{count}: {} in {room}", bytes.len());
                let mut reader = Coder::reader(bytes);
                let mut read = Prior::default();
                Prior::code(&mut reader, &mut read);
                assert!(reader.is_done());
                assert_eq!(read, prior);
            }
        }
    }

    #[test]
    fn relies_on_no_fewer_bits_than_said() {
        // For 1024 keys, ten bits are told by their order, and two more are spent on it.
        let keys: Vec<u64> = (0..1024_u64).map(|number| number << 54).collect();
        let room = |bits: usize| 1024 * (bits - 10 + 2) / 8;
        assert_eq!(Prior::fitting(&keys, None, room(40)).map(|prior| prior.bits), Some(40));
        assert_eq!(Prior::fitting(&keys, None, room(39)), None);
        assert_eq!(Prior::fitting(&[], None, 1000), None);
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
        let (first, second): (Vec<u64>, Vec<u64>) = (0..500).map(|_| (chance.draw(), chance.draw())).unzip();
        let earlier = Prior::fitting(&first, None, 3000).unwrap();
        let both: Vec<u64> = second.iter().chain(&first[..100]).copied().collect();
        let later = Prior::fitting(&both, Some(&earlier), 8000).unwrap();
        assert_eq!((later.bits, later.len()), (earlier.bits, 1000));
        assert!(first.iter().chain(&second).all(|key| later.holds(*key)));
    }

    #[test]
    fn takes_hardly_any_row_for_a_delivered_one() {
        let mut chance = Chance::new(5);
        let keys: Vec<u64> = (0..10_000).map(|_| chance.draw()).collect();
        let prior = Prior::fitting(&keys, None, 45_000).unwrap();
        assert!(prior.bits >= 46, "{}", prior.bits);
        assert!((0..1_000_000).all(|_| !prior.holds(chance.draw())));
    }
}
