//! Base64 for URLs, without padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Adds bytes to a text.
pub(super) fn to_base64(bytes: &[u8], text: &mut String) {
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            let letter = ALPHABET.get(bits >> (18 - 6 * place) & 63).copied().unwrap_or(b'A');
            text.push(char::from(letter));
        }
    }
}

/// The bytes of a text, if it is one.
pub(super) fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in text.chunks(4) {
        let mut bits = 0_u32;
        for letter in four {
            let place = ALPHABET.iter().position(|known| known == letter)?;
            bits = bits << 6 | u32::try_from(place).ok()?;
        }
        bits <<= 6 * (4 - u32::try_from(four.len()).ok()?);
        let [_, first, second, third] = bits.to_be_bytes();
        let three = [first, second, third];
        bytes.extend(three.get(..four.len().checked_sub(1)?)?);
    }
    Some(bytes)
}
