//! covers: a URL and rows of any ledger in, a judgement out.

use super::{Numbers, joined};
use crate::contract::{Locale, State, ledger as texts};
use crate::help::{self, Cover, Covered};

/// Whether tasks cover a URL: whether the ledger is complete; `fields`: the URL, then type, path and state of each task. Answers `yes`, `no` or
/// `unknown`, why, and for each task `y`, `n` or `u`.
pub(super) fn covers(fields: &str, numbers: Numbers<'_>) -> String {
    let fields: Vec<_> = joined::split(fields).collect();
    let (url, tasks) = fields.split_at_checked(1).unwrap_or_default();
    let url = url.first().map_or("", AsRef::as_ref);
    let mut letters = String::new();
    let mut found = Vec::new();
    for task in tasks.chunks_exact(3) {
        let text = |place: usize| task.get(place).map_or("", AsRef::as_ref);
        let cover = help::covers(url, text(0), text(1));
        let state = State::ALL.into_iter().find(|state| state.name() == text(2));
        letters.push(match cover {
            Cover::Yes => 'y',
            Cover::No => 'n',
            Cover::Unknown => 'u',
        });
        found.push((cover, state.unwrap_or(State::Unknown)));
    }
    let (word, because) = match help::covered(found, numbers.flag(0)) {
        Covered::Yes => ("yes", texts::COVERED),
        Covered::No => ("no", texts::NOT_COVERED),
        Covered::Maybe => ("unknown", texts::PERHAPS_COVERED),
        Covered::Unproven => ("unknown", texts::COVER_UNPROVEN),
    };
    let mut answer = String::new();
    for field in [word, because.get(Locale::En), &letters] {
        joined::push(&mut answer, field);
    }
    answer
}
