use super::generate::{Random, body, damage};
use super::oracle::{rows, task, views};
use cdn_refresh_tasks::contract::FaultCause;
use cdn_refresh_tasks::response::{About, EXTRA_DEPTH_LIMIT, parse};
use serde_json::Value;

const BODIES: u64 = 4000;

/// Numbers in `extra` that a double does not hold are texts there; the oracle has them as numbers.
fn as_kept(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::String(normal(&number.to_string())),
        Value::String(text) => Value::String(normal(text)),
        Value::Array(list) => Value::Array(list.iter().map(as_kept).collect()),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), as_kept(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// `serde_json` writes every exponent its own way; ours stay as they were sent.
fn normal(text: &str) -> String {
    text.replace('E', "e").replace("e+", "e")
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn compare(body: &[u8], seed: u64) {
    let ours = parse(body, &About::default());
    let show = || format!("seed {seed}: {}", String::from_utf8_lossy(body));
    let theirs: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            // Decided exceptions: see the table in `bounds.rs`.
            let text = error.to_string();
            let decided = text.contains("surrogate")
                || text.contains("hex escape")
                || text.contains("unicode")
                || text.contains("recursion")
                || std::str::from_utf8(body).is_err();
            // `serde_json` looks at the four digits of an escape only when they are all there.
            let tail = &body[body.len().saturating_sub(6)..];
            let cut_escape = tail.windows(2).any(|two| two == b"\\u");
            if let Err(fault) = ours {
                let broken = [
                    FaultCause::Truncated,
                    FaultCause::NotJson,
                    FaultCause::Empty,
                    FaultCause::Html,
                    FaultCause::Xml,
                ];
                assert!(decided || broken.contains(&fault.cause), "{} {error}", show());
                if error.is_eof() && !cut_escape && !decided && fault.cause != FaultCause::Empty {
                    assert_eq!(fault.cause, FaultCause::Truncated, "{} {error}", show());
                }
            } else {
                assert!(decided, "{} {error}", show());
            }
            return;
        }
    };
    match (ours, rows(&theirs)) {
        (Ok(page), Some(rows)) => {
            let ours = views(&page);
            assert_eq!(ours.len(), rows.len(), "{}", show());
            for (mut ours, row) in ours.into_iter().zip(rows) {
                let mut theirs = task(row);
                assert!(depth(&theirs.extra) < EXTRA_DEPTH_LIMIT);
                (ours.extra, theirs.extra) = (as_kept(&ours.extra), as_kept(&theirs.extra));
                for task in [&mut ours, &mut theirs] {
                    task.texts = task.texts.each_ref().map(|text| normal(text));
                    task.raw_progress = task.raw_progress.as_deref().map(normal);
                    task.description = task.description.as_deref().map(normal);
                }
                assert_eq!(ours, theirs, "{}", show());
            }
            for (name, ours) in [
                ("PageNumber", page.page_number),
                ("PageSize", page.page_size),
                ("TotalCount", page.total_count),
            ] {
                let theirs = match theirs.get(name) {
                    Some(Value::Number(number)) => count(&number.to_string()),
                    Some(Value::String(text)) => count(text.trim_matches([' ', '\t', '\n', '\r', '\u{c}'])),
                    _ => None,
                };
                assert_eq!(ours, theirs, "{name} {}", show());
            }
        }
        (Err(fault), None) => assert!(
            [FaultCause::Unexpected, FaultCause::Service, FaultCause::Gateway].contains(&fault.cause),
            "{}",
            show()
        ),
        (Ok(_), None) => panic!("a page where none is: {}", show()),
        (Err(fault), Some(_)) => panic!("{:?} where a page is: {}", fault.cause, show()),
    }
}

fn count(literal: &str) -> Option<u64> {
    let whole = match literal.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|zero| zero == b'0') => whole,
        Some(_) => return None,
        None => literal,
    };
    let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    whole.parse().ok().filter(|count| digits && *count < 1 << 53)
}

#[test]
fn generated_bodies_say_the_same() {
    for seed in 0..BODIES {
        compare(body(&mut Random::new(seed)).as_bytes(), seed);
    }
}

#[test]
fn damaged_bodies_say_the_same() {
    for seed in 0..3 * BODIES {
        let mut random = Random::new(1_000_000 + seed);
        let body = body(&mut random);
        compare(&damage(&mut random, body.as_bytes()), seed);
    }
}

#[test]
fn a_page_cut_anywhere_is_truncated() {
    for seed in 0..40 {
        let body = body(&mut Random::new(2_000_000 + seed));
        let text = body.trim_end();
        let begins = text.len() - text.trim_start().len() + 1;
        for cut in begins..text.len() {
            let fault = parse(&text.as_bytes()[..cut], &About::default()).unwrap_err();
            assert_eq!(fault.cause, FaultCause::Truncated, "{cut} {text}");
        }
    }
}
