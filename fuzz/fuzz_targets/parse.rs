//! Any bytes: no panic, and the same verdict as `serde_json` on what is JSON; a page agrees with itself in every way it can be asked.
#![no_main]

use cdn_refresh_tasks::contract::FaultCause;
use cdn_refresh_tasks::response::{About, parse};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::fmt::Write;

fuzz_target!(|body: &[u8]| {
    let parsed = parse(body, &About::default());
    let theirs = serde_json::from_slice::<Value>(body);
    match &parsed {
        Ok(page) => {
            let rows: Vec<_> = page.iter().collect();
            assert_eq!(rows.len(), page.len());
            let summary = page.summary();
            assert_eq!(summary.rows, rows.len());
            assert_eq!(summary.by_state.iter().map(|(_, count)| *count as usize).sum::<usize>(), rows.len());
            assert_eq!(summary.by_status.values().map(|count| *count as usize).sum::<usize>(), rows.len());
            for (index, row) in rows.iter().enumerate() {
                assert_eq!(page.get(index).as_ref(), Some(row));
                assert!(row.progress.is_none_or(|progress| (0.0..=100.0).contains(&progress)));
                assert_eq!(row.creation_time.is_some(), row.expires_at.is_some());
                // What is kept reads as JSON in which no number lost a digit.
                if !row.extra.is_empty() {
                    assert!(serde_json::from_str::<Value>(row.extra).unwrap().is_object());
                }
            }
            assert!(page.diagnostics.len() <= 101);
            if let Ok(theirs) = &theirs {
                assert!(theirs.is_object());
            }
        }
        Err(fault) => {
            if theirs.is_ok() {
                assert!(!matches!(fault.cause, FaultCause::NotJson | FaultCause::Truncated | FaultCause::Empty | FaultCause::Html | FaultCause::Xml));
            }
            let mut text = String::new();
            write!(text, "{fault:?}").unwrap();
            assert!(text.len() < 40_000 + 8 * body.len());
        }
    }
    // White space before the brace turns the fast way off for that row; the page must not notice.
    if let (Ok(page), true) = (&parsed, body.len() < 4096) {
        let spaced = space_out(body);
        let other = parse(&spaced, &About::default());
        let other = other.as_ref().expect("white space between tokens changes nothing");
        assert!(page.iter().eq(other.iter()));
        assert_eq!(page.summary(), other.summary());
    }
});

/// The same JSON with a space before every token outside strings.
fn space_out(body: &[u8]) -> Vec<u8> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut spaced = Vec::with_capacity(2 * body.len());
    let (mut inside, mut escaped) = (false, false);
    for byte in body {
        if inside {
            inside = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
        } else {
            if matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"') {
                spaced.push(b' ');
            }
            inside = *byte == b'"';
        }
        spaced.push(*byte);
    }
    spaced
}
