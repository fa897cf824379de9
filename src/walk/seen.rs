//! The rows of an open window: which were seen, how often at least they exist, and which were delivered.

use super::key::UNREADABLE;
use super::sorted::sorted;
use crate::contract::State;

/// What is known of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Known {
    /// Second of creation; [`UNREADABLE`] where it could not be read.
    pub(super) second: u32,
    /// The page that held it last, numbered through all passes.
    pub(super) page: u32,
    /// How often that page held it.
    pub(super) times: u8,
    /// How often one page held it at most: so many identical rows exist at least, because one answer is one look.
    pub(super) most: u8,
    /// Some bits of its state when it was delivered.
    pub(super) state: u16,
    /// The pass that held it last.
    pub(super) pass: u8,
    /// Whether it was delivered.
    pub(super) delivered: bool,
    /// The state it was counted under when it was seen last, among the rows of its unit that were asked for.
    pub(super) found: Found,
}

/// A place in [`State::ALL`](crate::contract::State::ALL) and 1 more; 0 for a row that is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Found(pub(super) u8);

impl Found {
    pub(super) fn of(state: State) -> Found {
        Found(state as u8 + 1)
    }

    /// The number of rows that are counted like this one.
    pub(super) fn among(self, states: &mut [u32; State::COUNT]) -> Option<&mut u32> {
        states.get_mut(usize::from(self.0.checked_sub(1)?))
    }
}

/// A hash table in one piece, without deletion.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// 0 where a slot is free; else the key.
    keys: Vec<u64>,
    known: Vec<Known>,
    len: usize,
}

impl Seen {
    /// The entry of `key`, made if there was none; then `true`. There always is one: the table keeps free slots.
    pub(super) fn entry(&mut self, key: u64) -> Option<(&mut Known, bool)> {
        if self.len * 4 >= self.keys.len() * 3 {
            self.grow();
        }
        let (slot, found) = self.find(key);
        if !found {
            self.len += 1;
            *self.keys.get_mut(slot)? = key;
        }
        Some((self.known.get_mut(slot)?, !found))
    }

    /// Keeps an entry as it is.
    pub(super) fn put(&mut self, key: u64, known: Known) {
        if let Some((entry, _)) = self.entry(key) {
            *entry = known;
        }
    }

    /// The slot of `key`, or the free one that waits for it.
    fn find(&self, key: u64) -> (usize, bool) {
        let mask = self.keys.len().wrapping_sub(1);
        let mut slot = usize::try_from(key >> 16 & 0xffff_ffff).unwrap_or(0) & mask;
        loop {
            match self.keys.get(slot) {
                Some(0) | None => return (slot, false),
                Some(known) if *known == key => return (slot, true),
                Some(_) => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let size = (self.keys.len() * 2).max(16);
        let old = std::mem::replace(
            self,
            Seen {
                keys: vec![0; size],
                known: vec![Known::default(); size],
                len: 0,
            },
        );
        for (key, known) in old.iter() {
            self.put(key, known);
        }
    }

    /// All keys with what is known of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Known)> + '_ {
        let pairs = self.keys.iter().zip(&self.known);
        pairs.filter(|(key, _)| **key != 0).map(|(key, known)| (*key, *known))
    }

    /// The rows created from one second up to another, and those of unreadable time, as if no pass had begun; with the number of rows that
    /// exist at least among the former.
    pub(super) fn within(&self, from: u32, to: u32) -> (Seen, u32) {
        let (mut part, mut least) = (Seen::default(), 0);
        for (key, mut known) in self.iter() {
            (known.page, known.times, known.pass) = (0, 0, 0);
            if (from..to).contains(&known.second) {
                least += u32::from(known.most);
            } else if known.second == UNREADABLE {
                (known.most, known.found) = (0, Found::default());
            } else {
                continue;
            }
            part.put(key, known);
        }
        (part, least)
    }

    /// The number of different rows that are known to exist.
    pub(super) fn counted(&self) -> u32 {
        u32::try_from(self.iter().filter(|(_, known)| known.most > 0).count()).unwrap_or(u32::MAX)
    }

    /// The second in which the oldest of these was created; [`UNREADABLE`] where that of any could not be read.
    pub(super) fn oldest(&self) -> Option<u32> {
        let seconds = self
            .iter()
            .filter(|(_, known)| known.most > 0)
            .map(|(_, known)| known.second);
        // One more than the second that is no second is the least of all.
        seconds.min_by_key(|second| second.wrapping_add(1))
    }

    /// The second in which the youngest of them was created whose time could be read.
    pub(super) fn youngest(&self) -> Option<u32> {
        let counted = self
            .iter()
            .filter(|(_, known)| known.most > 0 && known.second != UNREADABLE);
        counted.map(|(_, known)| known.second).max()
    }

    /// The second in which most rows were created, if there is any.
    pub(super) fn densest(&self) -> Option<u32> {
        // As wide as keys, so that they are sorted by the same code.
        let seconds = sorted(self.iter().map(|(_, known)| u64::from(known.second)).collect());
        let runs = seconds.chunk_by(|one, other| one == other);
        runs.max_by_key(|run| run.len())?
            .first()
            .and_then(|second| u32::try_from(*second).ok())
            .filter(|second| *second != UNREADABLE)
    }

    /// Forgets what passes found, keeps what was delivered.
    pub(super) fn forget_passes(&mut self) {
        let old = std::mem::take(self);
        for (
            key,
            Known {
                second,
                state,
                delivered,
                ..
            },
        ) in old.iter().filter(|(_, known)| known.delivered)
        {
            self.put(
                key,
                Known {
                    second,
                    state,
                    delivered,
                    ..Known::default()
                },
            );
        }
    }

    /// Bytes of memory.
    pub(super) fn held(&self) -> usize {
        self.keys.capacity() * size_of::<u64>() + self.known.capacity() * size_of::<Known>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::chance::mix;
    use super::*;

    #[test]
    fn holds_what_it_was_given() {
        let mut seen = Seen::default();
        for number in 1..=5000_u64 {
            let (known, new) = seen.entry(mix(number).max(1)).unwrap();
            assert!(new);
            known.second = u32::try_from(number).unwrap();
        }
        for number in 1..=5000_u64 {
            let (known, new) = seen.entry(mix(number).max(1)).unwrap();
            assert!(!new && u64::from(known.second) == number);
        }
        assert_eq!(seen.iter().count(), 5000);
        // The least power of two of which 5000 are no more than three quarters.
        assert_eq!(seen.held(), 8192 * (size_of::<u64>() + size_of::<Known>()));
    }

    #[test]
    fn parts_hold_what_lies_in_them_and_what_has_no_time() {
        let mut seen = Seen::default();
        for (key, second) in [(1, 10), (2, 11), (3, 12), (4, UNREADABLE), (5, 11)] {
            seen.put(
                key,
                Known {
                    second,
                    most: 2,
                    page: 9,
                    times: 1,
                    pass: 1,
                    ..Known::default()
                },
            );
        }
        let part = |from, to| {
            let (part, least) = seen.within(from, to);
            let mut keys: Vec<u64> = part.iter().map(|(key, _)| key).collect();
            keys.sort_unstable();
            assert!(
                part.iter()
                    .all(|(_, known)| (known.page, known.times, known.pass) == (0, 0, 0))
            );
            (keys, least)
        };
        assert_eq!(part(0, 11), (vec![1, 4], 2));
        assert_eq!(part(11, 20), (vec![2, 3, 4, 5], 6));
        assert_eq!(seen.densest(), Some(11));
        assert_eq!((seen.counted(), seen.oldest()), (5, Some(UNREADABLE)));
        let timed = seen.within(11, 12).0;
        assert_eq!(
            (timed.counted(), timed.oldest()),
            (2, Some(11)),
            "what has no time is not counted in a part"
        );
        assert_eq!((Seen::default().counted(), Seen::default().oldest()), (0, None));
        assert_eq!(Seen::default().densest(), None);
    }

    #[test]
    fn the_densest_second_is_the_one_with_most_rows_however_many_others_there_are() {
        let densest = |seconds: &[u32]| {
            let mut seen = Seen::default();
            for (key, second) in (1..).zip(seconds) {
                let (known, _) = seen.entry(key).unwrap();
                known.second = *second;
            }
            seen.densest()
        };
        assert_eq!(densest(&[1, 9, 2, 9, 3, 4, 5]), Some(9));
        assert_eq!(densest(&[9, 1, 9, 2, 2, 2, 3]), Some(2));
        assert_eq!(
            densest(&[1, UNREADABLE, UNREADABLE]),
            None,
            "there is nothing to cut out"
        );
    }

    #[test]
    fn forgets_passes_but_not_deliveries() {
        let mut seen = Seen::default();
        seen.put(
            1,
            Known {
                second: 5,
                page: 3,
                times: 1,
                most: 2,
                state: 7,
                pass: 1,
                delivered: true,
                found: Found::of(State::Succeeded),
            },
        );
        seen.put(
            2,
            Known {
                page: 1,
                ..Known::default()
            },
        );
        seen.forget_passes();
        let left: Vec<(u64, Known)> = seen.iter().collect();
        assert_eq!(
            left,
            [(
                1,
                Known {
                    second: 5,
                    state: 7,
                    delivered: true,
                    ..Known::default()
                }
            )]
        );
    }
}
