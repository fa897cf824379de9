//! The rows of an open window: which were seen, how often at least they exist, and which were delivered.
//!
//! A row is known by 64 bits of a keyed hash of (TaskId, ObjectPath, ObjectType, CreationTime). Among n rows of one window two different
//! ones share their bits with probability n² / 2^65: 3 in 10^12 for 10,000 rows, and windows are split beyond that. Should it happen, the
//! count of rows falls short of TotalCount, so that the window does not pass for whole: nothing is lost in silence.

use super::chance::mix;
use super::sorted::sorted;
use crate::contract::State;
use crate::plan::Row;

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

/// The second of a row whose CreationTime could not be read.
pub(super) const UNREADABLE: u32 = u32::MAX;

/// A hash table in one piece, without deletion.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// 0 where a slot is free; else the key.
    keys: Vec<u64>,
    known: Vec<Known>,
    len: usize,
}

/// The key of a row; never 0.
pub(super) fn key_of(row: &Row<'_>, seed: u64) -> u64 {
    let mut key = seed;
    for text in [row.task_id, row.object_path, row.object_type] {
        key = absorb(key, text.as_bytes());
    }
    let time = row.creation_time.map_or(u64::MAX, |time| time.ms().cast_unsigned());
    mix(key ^ time).max(1)
}

/// Adds bytes and their number to a hash, eight at a time.
fn absorb(mut hash: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x9fb2_1c65_1e98_df25);
        hash ^= hash >> 32;
    }
    let mut last = [0_u8; 8];
    for (slot, byte) in last.iter_mut().zip(rest) {
        *slot = *byte;
    }
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    mix(hash ^ u64::from_le_bytes(last)).wrapping_add(length)
}

/// The second of creation as a row's entry keeps it.
pub(super) fn second_of(row: &Row<'_>) -> u32 {
    row.creation_time
        .and_then(|time| u32::try_from(time.ms().div_euclid(1000)).ok())
        .unwrap_or(UNREADABLE)
}

impl Seen {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

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
    use super::*;
    use crate::time::Instant;

    fn row<'a>(task_id: &'a str, object_path: &'a str, object_type: &'a str, ms: Option<i64>) -> Row<'a> {
        let creation_time = ms.and_then(Instant::from_ms);
        Row {
            task_id,
            object_path,
            object_type,
            status: "Complete",
            creation_time,
        }
    }

    #[test]
    fn keys_tell_rows_apart_by_all_four_members_and_where_they_end() {
        let keys = [
            row("1", "http://a/", "file", Some(1000)),
            row("2", "http://a/", "file", Some(1000)),
            row("1", "http://b/", "file", Some(1000)),
            row("1", "http://a/", "preload", Some(1000)),
            row("1", "http://a/", "file", Some(2000)),
            row("1", "http://a/", "file", None),
            row("1h", "ttp://a/", "file", Some(1000)),
            row("1", "http://a/f", "ile", Some(1000)),
            row("1", "http://a/\0", "file", Some(1000)),
            row("", "", "", None),
        ]
        .map(|row| key_of(&row, 1));
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(key), "{at}");
        }
        let plain = row("1", "http://a/", "file", Some(1000));
        assert_eq!(
            key_of(
                &Row {
                    status: "Failed",
                    ..plain
                },
                1
            ),
            keys[0],
            "the state is no part of it"
        );
        assert_ne!(key_of(&plain, 2), keys[0], "keyed");
    }

    #[test]
    fn seconds_are_those_of_creation() {
        let second = |ms| second_of(&row("1", "", "", ms));
        assert_eq!((second(Some(1_999)), second(Some(2_000))), (1, 2));
        assert_eq!((second(None), second(Some(-1))), (UNREADABLE, UNREADABLE));
    }

    #[test]
    fn keys_of_similar_rows_do_not_meet() {
        let mut keys: Vec<u64> = (0..200_000)
            .map(|number| {
                key_of(
                    &row(
                        "15423123921",
                        &format!("https://img.example.com/a/{number}.js"),
                        "file",
                        Some(0),
                    ),
                    5,
                )
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 200_000);
        // Each of the low, middle and high bits is set in about half of them.
        for bit in 0..64 {
            let set = keys.iter().filter(|key| *key >> bit & 1 == 1).count();
            assert!((98_000..102_000).contains(&set), "bit {bit}: {set}");
        }
    }

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
        assert_eq!(seen.len(), 5000);
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
