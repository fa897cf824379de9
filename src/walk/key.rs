//! The key that a row is known by, and the second in which it was created.
//!
//! A row is known by 64 bits of a keyed hash of (TaskId, ObjectPath, ObjectType, CreationTime). Among n rows of one window two different
//! ones share their bits with probability n² / 2^65: 3 in 10^12 for 10,000 rows, and windows are split beyond that. Should it happen, the
//! count of rows falls short of TotalCount, so that the window does not pass for whole: nothing is lost in silence.

use super::chance::mix;
use crate::plan::Row;

/// The second of a row whose CreationTime could not be read.
pub(super) const UNREADABLE: u32 = u32::MAX;

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
}
