use super::moment::{Edge, moment};
use super::notes::{Notes, fix, without};
use super::options::PlanOptions;
use super::reach::{Range, Reach, Unreachable, margin};
use super::window::Windows;
use crate::contract::planning::{OUT_OF_REACH, REVERSED};
use crate::contract::{Given, Text};
use crate::request::Diagnostic;
use crate::time::Instant;

/// The windows of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Oldest first, contiguous, together exactly the reachable part.
    pub windows: Windows,
    /// The rest, where it is more than a little at an edge.
    pub unreachable: Vec<Unreachable>,
    /// Everything found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Split {
    /// Whether there is anything to ask.
    pub fn ok(&self) -> bool {
        !self.windows.is_empty()
    }
}

/// The windows of the range from `from` to `to`, as at `now`; absent ends mean all that the service still holds, and up to now.
///
/// One window unless `window_seconds` forces a width; of the other options, only language and rate matter.
///
/// ```
/// use cdn_refresh_tasks::{plan::{PlanOptions, split_range}, request::Given, time::Instant};
///
/// let now = Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap();
/// let from = Given::Text("2026-11-24T14:00:00+08:00".into());
/// let options = PlanOptions { window_seconds: Some(3600), ..PlanOptions::default() };
/// let split = split_range(Some(&from), None, now, &options);
/// let starts: Vec<String> = split.windows.iter().map(|window| window.start_time().to_string()).collect();
/// assert_eq!(starts, ["2026-11-24T05:59:59Z", "2026-11-24T06:59:59Z"]);
/// ```
pub fn split_range(from: Option<&Given<'_>>, to: Option<&Given<'_>>, now: Instant, options: &PlanOptions) -> Split {
    let mut notes = Notes::new(options.locale);
    options.tell(&mut notes);
    let windows_of = |reach: &Reach| match (reach.whole, options.window_seconds) {
        (None, _) => Windows::NONE,
        (Some(whole), None) => Windows::of(whole, u32::MAX),
        (Some(whole), Some(width)) => Windows::of(whole, width),
    };
    let (from, to) = (moment(from, Edge::From, &mut notes), moment(to, Edge::To, &mut notes));
    let (windows, unreachable) = match (from, to) {
        (Ok(from), Ok(to)) if options.flaws.is_empty() => {
            let range = Range { from, to };
            // The margin depends on how long the walk takes, and so on how many windows there would be without one.
            let calls = windows_of(&range.reach(now, 0)).len();
            let reach = range.reach(
                now,
                margin(options.list_rate.ms(u64::try_from(calls).unwrap_or(u64::MAX))),
            );
            tell(&reach, &mut notes);
            (windows_of(&reach), reach.unreachable)
        }
        _ => (Windows::NONE, Vec::new()),
    };
    Split {
        windows,
        unreachable,
        diagnostics: notes.list,
    }
}

const SWAP: Text = Text::new("swap `from` and `to`", "交换 `from` 和 `to`");
const BEGINNING: Text = Text::new("the beginning of the retention", "可查范围的起点");
const ALL_HELD: Text = Text::new("ask for all that is still held, up to now", "查询当前仍可查的全部任务");
const NOW: Text = Text::new("now", "当前");

/// Tells what a range loses.
pub(crate) fn tell(reach: &Reach, notes: &mut Notes) {
    for cut in &reach.findings {
        let shown = |moment: Option<Instant>, absent: &Text| moment.map_or_else(|| notes.fill(absent, &[]), exactly);
        let (first, second) = (shown(cut.first, &BEGINNING), shown(cut.second, &NOW));
        let mut fixes = Vec::new();
        if std::ptr::eq(cut.rule, &REVERSED) && first != second {
            fixes.push(fix(
                notes.fill(&SWAP, &[]),
                vec![("from", second.clone()), ("to", first.clone())],
            ));
        }
        if std::ptr::eq(cut.rule, &OUT_OF_REACH) {
            fixes.push(without(notes.fill(&ALL_HELD, &[]), cut.params));
        }
        notes.tell_with(cut.rule, cut.params, &[("first", &first), ("second", &second)], fixes);
    }
}

/// With its milliseconds, where it has any.
fn exactly(moment: Instant) -> String {
    let mut text = moment.to_string();
    let ms = moment.ms().rem_euclid(1000);
    if ms > 0 {
        text.pop();
        text.push('.');
        for digit in [ms / 100, ms / 10 % 10, ms % 10] {
            text.extend(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)));
        }
        text.push('Z');
    }
    text
}
