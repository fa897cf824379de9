//! "Did you mean": the known word that a typed one most likely stands for.

/// Letters and digits in lower case, nothing else: `page_size`, `Page-Size` and `pageSize` are one word.
pub(super) fn bare(word: &str) -> Vec<u8> {
    word.bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_lowercase())
        .collect()
}

/// Longer words are no slips of a known one.
const LONGEST: usize = 32;

/// The first of `known` that `typed` equals but for case and separators, or abbreviates, or misses by at most two slips.
pub(crate) fn nearest<'k>(typed: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if typed.len() > 4 * LONGEST {
        return None;
    }
    nearest_of(&bare(typed), &known.collect::<Vec<_>>())
}

fn nearest_of<'k>(typed: &[u8], known: &[&'k str]) -> Option<&'k str> {
    if typed.len() < 2 || typed.len() > LONGEST {
        return None;
    }
    let (mut starting, mut several) = (None, false);
    let mut closest = (usize::MAX, None);
    for word in known {
        let letters = bare(word);
        if letters == typed {
            return Some(word);
        }
        if typed.len() >= 3 && letters.starts_with(typed) {
            several = starting.is_some();
            starting = starting.or(Some(*word));
        }
        let slips = distance(typed, &letters);
        if slips < closest.0 {
            closest = (slips, Some(*word));
        }
    }
    let close = closest.1.filter(|_| closest.0 <= 2 && closest.0 * 3 <= typed.len());
    starting.filter(|_| !several).or(close)
}

/// How many letters must be put in, left out, exchanged or swapped with their neighbour to get from `a` to `b`.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (row, &in_a) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut previous_b = None;
        for (column, &in_b) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut least = (at(&last, column) + usize::from(in_a != in_b))
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            // The first letter has none before it.
            if previous_a == Some(in_b) && previous_b == Some(in_a) {
                least = least.min(at(&before_last, column - 1) + 1);
            }
            current.push(least);
            previous_b = Some(in_b);
        }
        before_last = std::mem::replace(&mut last, current);
        previous_a = Some(in_a);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips() {
        for (a, b, slips) in [
            ("", "", 0),
            ("a", "", 1),
            ("status", "statsu", 1),
            ("pagesize", "pagsize", 1),
            ("abc", "xyz", 3),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), slips, "{a} {b}");
        }
    }

    #[test]
    fn finds_the_word_meant() {
        let known = [
            "file",
            "directory",
            "regex",
            "preload",
            "block",
            "unblock",
            "blook",
            "to",
        ];
        for (typed, meant) in [
            ("File", Some("file")),
            ("dir", Some("directory")),
            ("pre-load", Some("preload")),
            ("regexp", Some("regex")),
            ("fiel", Some("file")),
            ("blocks", Some("block")),
            ("blo_ok", Some("blook")),
            // The first of two that are as near.
            ("bloak", Some("block")),
            ("TO", Some("to")),
            ("t", None),
            // Two slips at most, and one in three letters.
            ("prelxxd", Some("preload")),
            ("rexxx", None),
            ("directxxx", None),
            ("x", None),
            ("page", None),
            ("", None),
            ("文件", None),
        ] {
            assert_eq!(nearest(typed, known.into_iter()), meant, "{typed}");
        }
        assert_eq!(nearest(&"file".repeat(100_000), known.into_iter()), None);
    }
}
