//! Files that are generated from the table: the test that owns one rewrites it when it is stale, and fails, so that a second run passes
//! and the difference is seen.

use std::fs;
use std::path::{Path, PathBuf};

/// A path from the root of the repository.
pub(crate) fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Fails if `path` does not hold `contents`, after writing them there.
#[track_caller]
pub(crate) fn ensure(path: &str, contents: &str) {
    let file = at(path);
    let before = fs::read_to_string(&file).unwrap_or_default();
    if before.replace("\r\n", "\n") != contents {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(&file, contents).unwrap();
        panic!("{path} was stale and has been rewritten: look at the difference, and run the tests again");
    }
}

/// The same for what stands between `<!-- {name} -->` and `<!-- /{name} -->` in a document.
#[track_caller]
#[allow(dead_code, reason = "not every test owns a part of a document")]
pub(crate) fn ensure_between(path: &str, name: &str, contents: &str) {
    let text = fs::read_to_string(at(path)).unwrap().replace("\r\n", "\n");
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&open).unwrap_or_else(|| panic!("{path} has no {open}"));
    let (_, after) = rest
        .split_once(&close)
        .unwrap_or_else(|| panic!("{path} has no {close}"));
    ensure(path, &[before, &open, contents, &close, after].concat());
}
