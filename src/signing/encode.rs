/// Adds `text` to `encoded` as RFC 3986 asks: every UTF-8 byte that is not one of `A-Za-z0-9-_.~` becomes `%XX`, in capitals.
///
/// Space is `%20` and never `+`; `* ' ( ) !`, which browsers leave as they are, are encoded too. What is added is ASCII.
pub(super) fn percent_encode(encoded: &mut Vec<u8>, text: &str) {
    // What needs no encoding is copied run by run: most of a request is such runs.
    let mut rest = text.as_bytes();
    while let Some(position) = rest.iter().position(|byte| !is_unreserved(*byte)) {
        let (run, tail) = rest.split_at_checked(position).unwrap_or_default();
        encoded.extend_from_slice(run);
        if let [byte, after @ ..] = tail {
            // At once, so that room is made once.
            encoded.extend_from_slice(&[b'%', upper_hex(byte >> 4), upper_hex(byte & 15)]);
            rest = after;
        }
    }
    encoded.extend_from_slice(rest);
}

/// Looked up, because every byte of a request is asked: comparing takes three times as long.
#[allow(clippy::indexing_slicing, reason = "evaluated when compiled")]
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    while let [byte, tail @ ..] = rest {
        table[*byte as usize] = true;
        rest = tail;
    }
    table
};

fn is_unreserved(byte: u8) -> bool {
    UNRESERVED.get(usize::from(byte)).copied().unwrap_or_default()
}

fn upper_hex(digit: u8) -> u8 {
    if digit < 10 { b'0' + digit } else { b'A' - 10 + digit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_only_the_unreserved_characters() {
        for (text, expected) in [
            ("", ""),
            ("AZaz09-_.~", "AZaz09-_.~"),
            (" +*'()!", "%20%2B%2A%27%28%29%21"),
            ("/?#[]@:&=,;$%", "%2F%3F%23%5B%5D%40%3A%26%3D%2C%3B%24%25"),
            ("\0\n\u{7f}", "%00%0A%7F"),
            ("短🙂", "%E7%9F%AD%F0%9F%99%82"),
        ] {
            let mut encoded = b"=".to_vec();
            percent_encode(&mut encoded, text);
            assert_eq!(String::from_utf8(encoded).unwrap(), format!("={expected}"), "{text:?}");
        }
    }
}
