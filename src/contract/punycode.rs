//! The ASCII form of names in Chinese, Japanese and Korean letters (RFC 3492), which have no case and no composed forms to fold.
//! Names in other scripts need tables that would outweigh this room; for them the answer is "not known here".

/// `普通话.cn` as `xn--tkv464f82c.cn`; `None` where the name is ASCII already or holds other letters.
pub(crate) fn to_ascii(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let mut ascii = Vec::with_capacity(name.len() + 8);
    for label in name.split('.') {
        if label.is_ascii() {
            ascii.extend_from_slice(label.as_bytes());
        } else {
            ascii.extend_from_slice(b"xn--");
            encode(label, &mut ascii)?;
        }
        ascii.push(b'.');
    }
    ascii.pop();
    ascii.make_ascii_lowercase();
    String::from_utf8(ascii).ok()
}

fn has_no_case(letter: u32) -> bool {
    matches!(letter, 0x3041..=0x3096 | 0x30a1..=0x30fa | 0x30fc | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7a3)
}

const BASE: u32 = 36;
const THRESHOLD_LEAST: u32 = 1;
const THRESHOLD_MOST: u32 = 26;
/// The first code that is not ASCII.
const FIRST: u32 = 128;

/// RFC 3492, 6.3.
fn encode(label: &str, out: &mut Vec<u8>) -> Option<()> {
    if label.len() > 253 {
        return None;
    }
    let mut letters = Vec::with_capacity(label.len());
    let begin = out.len();
    for letter in label.chars() {
        let letter = u32::from(letter.to_ascii_lowercase());
        match u8::try_from(letter) {
            Ok(byte @ (b'a'..=b'z' | b'0'..=b'9' | b'-')) => out.push(byte),
            _ if has_no_case(letter) => {}
            _ => return None,
        }
        letters.push(letter);
    }
    let basic = u32::try_from(out.len() - begin).ok()?;
    if basic > 0 {
        out.push(b'-');
    }
    let (mut code, mut delta, mut bias, mut done) = (FIRST, 0_u32, 72, basic);
    while let Some(&next) = letters.iter().filter(|letter| **letter >= code).min() {
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for &letter in &letters {
            if letter < code {
                delta += 1;
            } else if letter == code {
                variable_length(delta, bias, out)?;
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        code += 1;
    }
    Some(())
}

fn variable_length(mut rest: u32, bias: u32, out: &mut Vec<u8>) -> Option<()> {
    let mut position = BASE;
    loop {
        let threshold = position.saturating_sub(bias).clamp(THRESHOLD_LEAST, THRESHOLD_MOST);
        if rest < threshold {
            out.push(digit(rest)?);
            return Some(());
        }
        out.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
        rest = (rest - threshold) / (BASE - threshold);
        position += BASE;
    }
}

fn digit(value: u32) -> Option<u8> {
    b"abcdefghijklmnopqrstuvwxyz0123456789".get(value as usize).copied()
}

/// RFC 3492, 6.1.
fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut bias = 0;
    while delta > (BASE - THRESHOLD_LEAST) * THRESHOLD_MOST / 2 {
        delta /= BASE - THRESHOLD_LEAST;
        bias += BASE;
    }
    bias + (BASE - THRESHOLD_LEAST + 1) * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_browsers_do() {
        for (name, ascii) in [
            ("普通话.cn", Some("xn--tkv464f82c.cn")),
            ("例子.中国", Some("xn--fsqu00a.xn--fiqs8s")),
            ("中文A.example.com", Some("xn--a-kq6a406e.example.com")),
            ("はじめよう.みんな", Some("xn--p8j9a0d9c9a.xn--q9jyb4c")),
            ("한국.kr", Some("xn--3e0b707e.kr")),
            // From RFC 3492, 7.1, in lower case.
            ("他们为什么不说中文", Some("xn--ihqwcrb4cv8a8dqg056pqjye")),
            ("3年b組金八先生", Some("xn--3b-ww4c5e180e575a65lsy2b")),
            ("ひとつ屋根の下2", Some("xn--2-u9tlzr9756bt3uc0v")),
            // As Python's codec has them: letters so far apart that the bias is halved at its very bound, or just above.
            ("络津う三", Some("xn--p8jx90gukvjxp")),
            ("重랑根", Some("xn--xxv983gyxx")),
            ("example.com", None),
            ("bücher.de", None),
            ("普通话。cn", None),
        ] {
            assert_eq!(to_ascii(name).as_deref(), ascii, "{name}");
        }
    }

    #[test]
    fn no_label_is_encoded_that_is_too_long_for_any_name() {
        let long = |more: &str| to_ascii(&["字".repeat(84).as_str(), more].concat());
        assert!(long("a").is_some(), "253 bytes");
        assert_eq!((long("ab"), long("字")), (None, None));
    }
}
