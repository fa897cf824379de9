//! Sixteen bytes at a time. On wasm by simd128, which is this project's baseline; elsewhere by two words of eight.
//!
//! The vector operations that take and give values are safe functions. Loading from a slice is written as the halves of one little-endian
//! word, which the compiler turns into one unaligned vector load; two words of eight bytes it takes apart again where it knows a byte. So the
//! fastest path needs no `unsafe`.

/// How many bytes a block has.
pub(crate) const WIDTH: usize = 16;

/// Sixteen bytes of a body.
pub(crate) type Block = [u8; WIDTH];

/// The block that begins at `at`; `None` where fewer than sixteen bytes are left.
#[inline(always)]
pub(crate) fn block(bytes: &[u8], at: usize) -> Option<&Block> {
    bytes.get(at..)?.first_chunk()
}

/// A text of at most sixteen bytes, to be compared with a block in one step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern {
    bits: Block,
    /// How many bytes the text has.
    pub(crate) len: usize,
}

impl Pattern {
    /// `before`, `text` and `after` in a row. What goes past sixteen bytes is cut, which a test rules out for every pattern in use.
    pub(crate) const fn new(before: &[u8], text: &[u8], after: &[u8]) -> Pattern {
        let pattern = Pattern {
            bits: [0; WIDTH],
            len: 0,
        };
        pattern.then(before).then(text).then(after)
    }

    #[allow(clippy::indexing_slicing, reason = "below the width, as is asked before")]
    pub(crate) const fn then(mut self, text: &[u8]) -> Pattern {
        let mut rest = text;
        while let [byte, tail @ ..] = rest {
            if self.len < WIDTH {
                self.bits[self.len] = *byte;
            }
            self.len += 1;
            rest = tail;
        }
        self
    }

    /// The first `len` bytes of `block` as a pattern.
    pub(crate) fn of(block: &Block, len: usize) -> Pattern {
        Pattern { bits: *block, len }
    }

    /// Whether `block` begins with the text.
    #[inline(always)]
    pub(crate) fn begins(&self, block: &Block) -> bool {
        self.begins_as(block, self.len.min(WIDTH))
    }

    /// The same, where the length is known to the compiler.
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    #[inline(always)]
    pub(crate) fn begins_as(&self, block: &Block, len: usize) -> bool {
        use core::arch::wasm32::{u8x16_bitmask, u8x16_eq};
        let equal = u8x16_bitmask(u8x16_eq(load(block), load(&self.bits)));
        // One bit more than the block has, so that a full pattern needs no case of its own.
        u32::from(!equal) & ((1 << len) - 1) == 0
    }

    /// The same, where the length is known to the compiler.
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    #[inline(always)]
    pub(crate) fn begins_as(&self, block: &Block, len: usize) -> bool {
        let different = u128::from_le_bytes(*block) ^ u128::from_le_bytes(self.bits);
        different.trailing_zeros() as usize >= 8 * len
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
#[allow(clippy::cast_possible_truncation, reason = "halves of a word")]
fn load(block: &Block) -> core::arch::wasm32::v128 {
    let word = u128::from_le_bytes(*block);
    core::arch::wasm32::u64x2(word as u64, (word >> 64) as u64)
}

/// Copies a plain string from `from` on into `text` at `to`, and says how long it is: up to the first `"`, where only printable ASCII
/// without `\` stands before it. `None` where it is not so, near the end of the bytes, and where there is no room to copy whole blocks.
///
/// A function of its own, answering by one number: inlined into the loop over members it costs more in registers than the call.
#[inline(never)]
pub(crate) fn copy_plain(bytes: &[u8], from: usize, text: &mut [u8], to: usize) -> usize {
    try_copy_plain(bytes, from, text, to).unwrap_or(NOT_PLAIN)
}

/// The same for a string that is shorter than a block, in place: it costs less than the call. `None` where it is longer, too.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(crate) fn copy_short(bytes: &[u8], from: usize, text: &mut [u8], to: usize) -> Option<usize> {
    let block = block(bytes, from)?;
    *text.get_mut(to..)?.first_chunk_mut()? = *block;
    let stops = plain_stops(block);
    let length = stops.trailing_zeros() as usize;
    (stops != 0 && block.get(length) == Some(&b'"')).then_some(length)
}

/// The same, elsewhere.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(crate) fn copy_short(bytes: &[u8], from: usize, text: &mut [u8], to: usize) -> Option<usize> {
    try_copy_plain(bytes, from, text, to)
}

/// What [`copy_plain`] answers for a string that it leaves to others.
pub(crate) const NOT_PLAIN: usize = usize::MAX;

/// One bit for each byte that ends a plain string, or is not plain.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn plain_stops(block: &Block) -> u32 {
    use core::arch::wasm32::{i8x16_lt, i8x16_splat, u8x16_bitmask, u8x16_eq, u8x16_splat, v128_or};
    let lanes = load(block);
    // Seen as signed numbers, control characters and bytes above 0x7F are all below the space.
    let odd = v128_or(i8x16_lt(lanes, i8x16_splat(0x20)), u8x16_eq(lanes, u8x16_splat(b'\\')));
    u32::from(u8x16_bitmask(v128_or(odd, u8x16_eq(lanes, u8x16_splat(b'"')))))
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn try_copy_plain(bytes: &[u8], from: usize, text: &mut [u8], to: usize) -> Option<usize> {
    let block = block(bytes, from)?;
    *text.get_mut(to..)?.first_chunk_mut()? = *block;
    let first = plain_stops(block);
    let mut length = WIDTH;
    if first != 0 {
        length = first.trailing_zeros() as usize;
    } else {
        // Four blocks without a branch between them: paths end anywhere in them, and a mispredicted branch costs more than four blocks.
        loop {
            let blocks: &[u8; 4 * WIDTH] = bytes.get(from + length..)?.first_chunk()?;
            *text.get_mut(to + length..)?.first_chunk_mut()? = *blocks;
            let [a, b, c, d] = blocks.as_chunks::<WIDTH>().0 else {
                return None;
            };
            let (low, high) = (
                plain_stops(a) | plain_stops(b) << 16,
                plain_stops(c) | plain_stops(d) << 16,
            );
            let stops = u64::from(low) | u64::from(high) << 32;
            if stops != 0 {
                length += stops.trailing_zeros() as usize;
                break;
            }
            length += 4 * WIDTH;
        }
    }
    (bytes.get(from + length) == Some(&b'"')).then_some(length)
}

/// The same, elsewhere.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn try_copy_plain(bytes: &[u8], from: usize, text: &mut [u8], to: usize) -> Option<usize> {
    let stop = string_stop(bytes, from)?;
    if stop.wide || bytes.get(stop.at) != Some(&b'"') {
        return None;
    }
    let length = stop.at - from;
    text.get_mut(to..to + length)?
        .copy_from_slice(bytes.get(from..stop.at)?);
    Some(length)
}

/// Copies the plain part of a string, from `from` on up to its [`Stop`], into `text` at `to`; `text` grows where it must.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(crate) fn copy_part(bytes: &[u8], from: usize, text: &mut Vec<u8>, to: usize) -> Option<Stop> {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_splat, v128_or};

    let mut at = from;
    let mut seen = u8x16_splat(0);
    while let Some(block) = block(bytes, at) {
        write(text, to + at - from, block);
        let lanes = load(block);
        seen = v128_or(seen, lanes);
        let stops = u8x16_bitmask(stops(lanes));
        if stops != 0 {
            return Some(Stop {
                at: at + stops.trailing_zeros() as usize,
                wide: u8x16_bitmask(seen) != 0,
            });
        }
        at += WIDTH;
    }
    let stop = tail_stop(bytes, at, u8x16_bitmask(seen) != 0)?;
    copy_tail(bytes.get(at..stop.at)?, text, to + at - from);
    Some(stop)
}

/// The same, elsewhere.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(crate) fn copy_part(bytes: &[u8], from: usize, text: &mut Vec<u8>, to: usize) -> Option<Stop> {
    let stop = string_stop(bytes, from)?;
    copy_tail(bytes.get(from..stop.at)?, text, to);
    Some(stop)
}

/// Writes a few bytes into `text` at `at`, which grows where it must.
#[inline(always)]
pub(crate) fn write<const N: usize>(text: &mut Vec<u8>, at: usize, bytes: &[u8; N]) {
    match text.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        Some(slot) => *slot = *bytes,
        None => copy_tail(bytes, text, at),
    }
}

/// The same for any number of bytes. Behind them a block may be written.
#[inline(never)]
pub(crate) fn copy_tail(bytes: &[u8], text: &mut Vec<u8>, at: usize) {
    let end = at + bytes.len();
    if text.len() < end + WIDTH {
        text.resize(end + end / 2 + 4 * WIDTH, 0);
    }
    if let Some(slot) = text.get_mut(at..end) {
        slot.copy_from_slice(bytes);
    }
}

/// Where a string's plain part ends, seen from `from`: the first `"`, `\` or control character.
/// `wide` tells that a byte above 0x7F may stand before it (exact to the block). `None` where the bytes end first.
#[derive(Clone, Copy)]
pub(crate) struct Stop {
    pub(crate) at: usize,
    pub(crate) wide: bool,
}

/// The lanes that end a string's plain part.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn stops(lanes: core::arch::wasm32::v128) -> core::arch::wasm32::v128 {
    use core::arch::wasm32::{u8x16_eq, u8x16_lt, u8x16_splat, v128_or};
    v128_or(
        v128_or(u8x16_eq(lanes, u8x16_splat(b'"')), u8x16_eq(lanes, u8x16_splat(b'\\'))),
        u8x16_lt(lanes, u8x16_splat(0x20)),
    )
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(crate) fn string_stop(bytes: &[u8], from: usize) -> Option<Stop> {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_splat, v128_or};

    let mut at = from;
    let mut seen = u8x16_splat(0);
    while let Some(block) = block(bytes, at) {
        let lanes = load(block);
        seen = v128_or(seen, lanes);
        let stops = u8x16_bitmask(stops(lanes));
        if stops != 0 {
            return Some(Stop {
                at: at + stops.trailing_zeros() as usize,
                wide: u8x16_bitmask(seen) != 0,
            });
        }
        at += WIDTH;
    }
    tail_stop(bytes, at, u8x16_bitmask(seen) != 0)
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(crate) fn string_stop(bytes: &[u8], from: usize) -> Option<Stop> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const ONES: u64 = 0x0101_0101_0101_0101;

    /// The high bit of the first byte that ends a plain part; bits above it may be wrong, as a borrow runs upwards.
    #[inline(always)]
    const fn stops(word: u64) -> u64 {
        const fn zero(word: u64) -> u64 {
            word.wrapping_sub(ONES) & !word
        }
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        (zero(word ^ (ONES * b'"' as u64)) | zero(word ^ (ONES * b'\\' as u64)) | control) & HIGH
    }

    let mut at = from;
    let mut seen = 0;
    while let Some(block) = block(bytes, at) {
        let word = u128::from_le_bytes(*block);
        for (half, word) in [(0, word), (8, word >> 64)] {
            // The lower half of a shifted word: nothing is lost that the other turn does not see.
            #[allow(clippy::cast_possible_truncation)]
            let word = word as u64;
            seen |= word;
            let stops = stops(word);
            if stops != 0 {
                return Some(Stop {
                    at: at + half + stops.trailing_zeros() as usize / 8,
                    wide: seen & HIGH != 0,
                });
            }
        }
        at += WIDTH;
    }
    tail_stop(bytes, at, seen & HIGH != 0)
}

/// The same for the last bytes of a body.
#[cold]
fn tail_stop(bytes: &[u8], mut at: usize, mut wide: bool) -> Option<Stop> {
    loop {
        let byte = *bytes.get(at)?;
        if matches!(byte, b'"' | b'\\' | 0..0x20) {
            return Some(Stop { at, wide });
        }
        wide |= byte >= 0x80;
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_where_a_byte_by_byte_search_stops() {
        for length in 0..40 {
            for place in 0..=length {
                for stop in [
                    b'"', b'\\', 0, 0x1f, b'\n', b' ', b'!', b'#', 0x7f, 0x80, 0xff, 0xa2, 0xdc,
                ] {
                    for filler in [b'a', b' ', b'!', b'#', 0x7f, 0x80, 0x81, 0xa2, 0xdc, 0xff, b'[', b']'] {
                        let mut bytes = vec![filler; length];
                        bytes.insert(place, stop);
                        bytes.extend_from_slice(b"end");
                        let slow = tail_stop(&bytes, 0, false);
                        let fast = string_stop(&bytes, 0);
                        assert_eq!(fast.map(|stop| stop.at), slow.map(|stop| stop.at), "{bytes:?}");
                        if let (Some(fast), Some(slow)) = (fast, slow) {
                            assert!(fast.wide || !slow.wide, "{bytes:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn patterns_compare_only_their_own_bytes() {
        let pattern = Pattern::new(b"\"", b"Status", b"\":\"");
        assert_eq!(pattern.len, 10);
        assert!(pattern.begins(b"\"Status\":\"Comple"));
        assert!(!pattern.begins(b"\"Status\": \"Compl"));
        assert!(Pattern::of(b"0123456789abcdef", 4).begins(b"0123xxxxxxxxxxxx"));
        assert!(!Pattern::of(b"0123456789abcdef", 16).begins(b"0123xxxxxxxxxxxx"));
    }
}
