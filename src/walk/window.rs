//! One list read to its end: what a pass over its pages found, and whether that proves it whole.

use super::prior::Prior;
use super::seen::Seen;
use crate::contract::limits::PAGE_SIZE_MAX;
use crate::time::Instant;

/// How often a list is read again before it is halved or becomes a gap.
pub(super) const PASSES: u8 = 3;

/// The page size of each pass. Another size moves the seams between pages: rows of one second that change places between two calls, or
/// are ordered differently in each answer, are then caught on one page, and truly identical rows are told from such.
pub(super) const SIZES: [u32; PASSES as usize] =
    [PAGE_SIZE_MAX.value, PAGE_SIZE_MAX.value - 11, PAGE_SIZE_MAX.value - 27];

/// Why a list is not proven whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// TotalCount changed while it was read.
    TotalChanged,
    /// Rows changed places between calls: some came twice, others not at all.
    Unordered,
    /// Fewer rows came than TotalCount says.
    RowsMissing,
    /// More rows came than TotalCount says: it is capped, or no count of all rows.
    TotalTooSmall,
    /// There was no TotalCount.
    NoTotal,
    /// It left the retention before it was read.
    Retention,
    /// Calls kept failing with this code.
    Fault(Box<str>),
    /// The walk ended before it was read.
    Unread,
}

impl Gap {
    /// Those that carry nothing.
    pub(super) const PLAIN: &[Gap] = &[
        Gap::TotalChanged,
        Gap::Unordered,
        Gap::RowsMissing,
        Gap::TotalTooSmall,
        Gap::NoTotal,
        Gap::Retention,
        Gap::Unread,
    ];

    /// Its name in the ledger; the code itself for a failed call.
    pub fn name(&self) -> &str {
        match self {
            Gap::TotalChanged => "total-changed",
            Gap::Unordered => "unstable-order",
            Gap::RowsMissing => "rows-missing",
            Gap::TotalTooSmall => "total-too-small",
            Gap::NoTotal => "no-total",
            Gap::Retention => "retention",
            Gap::Fault(code) => code,
            Gap::Unread => "unread",
        }
    }
}

/// What one pass over a list found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pass {
    /// The walk's own time at its first call.
    pub(super) started: i64,
    /// Its page size.
    pub(super) size: u32,
    /// TotalCount of the first page that came; `None` where it had none.
    pub(super) total: Option<u32>,
    /// Whether every page had the same TotalCount.
    pub(super) steady: bool,
    /// Whether a page held more rows than TotalCount leaves for it.
    pub(super) overfull: bool,
    /// Rows that came.
    pub(super) rows: u32,
    /// Different rows among them.
    pub(super) distinct: u32,
    /// A sum over all rows that came: equal for two passes with the same rows, each as often.
    pub(super) print: u64,
}

/// What a pass comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judgement {
    /// The list is whole.
    Whole,
    /// It is not, or not certainly.
    Doubtful(Gap),
}

/// Whether `pass` proves its list whole. `least` is the number of rows that exist at least: different rows of all passes, identical ones
/// as often as one answer held them together. `before` are the passes before it.
///
/// Rows of a settled window are only added while it is read, never taken away; a plan never sends a Status that rows leave. So if so many different rows were seen as TotalCount says
/// on every page of this pass, nothing can be missing. Identical rows on different pages may also be one row that changed its place while
/// another was missed; three passes at different page sizes that found exactly the same rows, each as often, rule that out.
pub(super) fn judge(pass: &Pass, least: u32, before: &[(u32, u64)]) -> Judgement {
    let Some(total) = pass.total else {
        return Judgement::Doubtful(Gap::NoTotal);
    };
    if pass.overfull {
        return Judgement::Doubtful(Gap::TotalTooSmall);
    }
    if !pass.steady {
        return Judgement::Doubtful(Gap::TotalChanged);
    }
    let agree = pass.rows == total
        && before.len() + 1 >= usize::from(PASSES)
        && before.iter().all(|earlier| *earlier == (total, pass.print));
    if least == total || pass.distinct == total || agree {
        return Judgement::Whole;
    }
    Judgement::Doubtful(match pass.rows < total {
        true => Gap::RowsMissing,
        false if least > total => Gap::TotalTooSmall,
        false => Gap::Unordered,
    })
}

/// One list in one window, or the list of one task id.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Which list of the plan, or the place of the task id.
    pub(super) of: Of,
    /// Half-open, by the service's clock; for a task id the whole retention.
    pub(super) start: Instant,
    pub(super) end: Instant,
    pub(super) state: UnitState,
    pub(super) first_total: Option<u32>,
    pub(super) last_total: Option<u32>,
    pub(super) passes: u32,
    pub(super) pages: u32,
    /// Rows delivered.
    pub(super) rows: u32,
    /// Rows of the last pass that repeat others of it.
    pub(super) duplicates: u32,
    /// Rows of the last pass that lie outside the window.
    pub(super) outside: u32,
    /// Rows asked for, by state, as the last pass found them.
    pub(super) states: [u32; 5],
    /// Sum of their progress in percent.
    pub(super) progress: u64,
    /// The second of creation of the youngest.
    pub(super) youngest: Option<u32>,
    /// While waiting: whether a whole pass found every row final, so that the next one confirms it.
    pub(super) final_once: bool,
    /// While it is read.
    pub(super) reading: Option<Box<Reading>>,
}

/// What a unit reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A list of the plan, in a window of the plan.
    List { list: u32, window: u32 },
    /// All rows of one task id.
    Id(u32),
    /// So many lists that are over, told as one by a checkpoint that had to be short.
    Folded(u32),
}

/// How far a unit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitState {
    /// Not read, or not to its end.
    Open,
    /// Whole up to this moment of creation.
    Done(Instant),
    /// Not proven.
    Gap(Gap),
    /// Taken apart into others.
    Split,
}

/// What is kept of a unit while it is read.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) seen: Seen,
    /// Rows that were delivered before a checkpoint, where that could not hold more of them.
    pub(super) prior: Option<Prior>,
    /// Whether those are counted among the unit's rows only once they are met: it is a part of the unit that they were counted for.
    pub(super) recount: bool,
    /// The number of rows that exist at least.
    pub(super) least: u32,
    pub(super) pass: Pass,
    /// TotalCount and print of the passes before.
    pub(super) before: Vec<(u32, u64)>,
    /// The end of what is asked for: never in the future, by the service's clock when the pass began.
    pub(super) until: Instant,
    /// The page to be asked for next.
    pub(super) next: u32,
    /// The last page that is to be asked for, as far as known.
    pub(super) last: u32,
    /// Pages that have come.
    pub(super) come: u32,
    /// The place among the pages at which TotalCount was put to the test, see [`test_page`]; 0 if it was not.
    pub(super) probe: u32,
    /// Pages are read one by one until one is not full, because TotalCount cannot be trusted.
    pub(super) extending: bool,
}

impl Default for Unit {
    fn default() -> Unit {
        Unit::new(Of::Id(0), Instant::MIN, Instant::MIN)
    }
}

impl Unit {
    pub(super) const fn new(of: Of, start: Instant, end: Instant) -> Unit {
        Unit {
            of,
            start,
            end,
            state: UnitState::Open,
            first_total: None,
            last_total: None,
            passes: 0,
            pages: 0,
            rows: 0,
            duplicates: 0,
            outside: 0,
            states: [0; 5],
            progress: 0,
            youngest: None,
            final_once: false,
            reading: None,
        }
    }

    /// Its length in whole seconds.
    pub(super) const fn seconds(&self) -> i64 {
        (self.end.ms() - self.start.ms()) / 1000
    }

    /// Two units in its place, the older one first. What was seen stays known to the one it belongs to.
    pub(super) fn split_at(&mut self, middle: Instant) -> (Unit, Unit) {
        let mut older = Unit::new(self.of, self.start, middle);
        let mut younger = Unit::new(self.of, middle, self.end);
        if let Some(reading) = self.reading.take() {
            for unit in [&mut older, &mut younger] {
                let second = |moment: Instant| u32::try_from(moment.ms() / 1000).unwrap_or(0);
                let (seen, least) = reading.seen.within(second(unit.start), second(unit.end));
                unit.rows = u32::try_from(seen.iter().filter(|(_, known)| known.delivered).count()).unwrap_or(0);
                unit.reading = Some(Box::new(Reading {
                    seen,
                    least,
                    prior: reading.prior.clone(),
                    recount: reading.prior.is_some(),
                    ..Reading::default()
                }));
            }
        }
        self.rows = 0;
        self.state = UnitState::Split;
        (older, younger)
    }
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            seen: Seen::default(),
            prior: None,
            recount: false,
            least: 0,
            pass: Pass::default(),
            before: Vec::new(),
            until: Instant::MIN,
            next: 1,
            last: 1,
            come: 0,
            probe: 0,
            extending: false,
        }
    }
}

/// A page number and size that put a TotalCount to the test which is a multiple of the page size. Such a count may be a cap: every page is
/// full either way. With another size the last page is not, if the count is true; and then it holds exactly the third number of rows.
/// It says nothing of what the service answers beyond the end, which is documented nowhere.
pub(super) fn test_page(total: u32, size: u32) -> (u32, u32, u32) {
    let other = (1..size).rev().find(|other| !total.is_multiple_of(*other));
    // Every number is a multiple of each size up to 2 only where there is nothing to tell apart.
    let size = other.unwrap_or(size);
    let number = total.div_ceil(size.max(1));
    (
        number,
        size,
        total.saturating_sub(number.saturating_sub(1).saturating_mul(size)),
    )
}

impl Reading {
    /// The number and the size of the page that is asked for at this place.
    pub(super) fn asked(&self, page: u32) -> (u32, u32) {
        let size = self.pass.size;
        if self.probe == 0 || page < self.probe {
            (page, size)
        } else if page == self.probe {
            let (number, size, _) = test_page(self.pass.total.unwrap_or(0), size);
            (number, size)
        } else {
            (page - 1, size)
        }
    }

    /// Begins a pass.
    pub(super) fn begin(&mut self, started: i64, until: Instant, size: u32) {
        self.until = until;
        self.pass = Pass {
            started,
            size,
            steady: true,
            ..Pass::default()
        };
        self.next = 1;
        self.last = 1;
        self.come = 0;
        self.probe = 0;
        self.extending = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(total: u32, rows: u32, distinct: u32) -> Pass {
        Pass {
            total: Some(total),
            rows,
            distinct,
            steady: true,
            size: 100,
            print: 7,
            ..Pass::default()
        }
    }

    #[test]
    fn whole_is_what_every_page_counted_and_shows() {
        assert_eq!(judge(&pass(0, 0, 0), 0, &[]), Judgement::Whole);
        assert_eq!(judge(&pass(250, 250, 250), 250, &[]), Judgement::Whole);
        // Rows of earlier passes count: nothing leaves a settled window.
        assert_eq!(judge(&pass(250, 250, 249), 250, &[(250, 1)]), Judgement::Whole);
        // An earlier pass saw rows that have left since; this one is whole by itself.
        assert_eq!(judge(&pass(250, 250, 250), 251, &[(251, 1)]), Judgement::Whole);
    }

    #[test]
    fn identical_rows_on_one_page_are_counted_as_often() {
        assert_eq!(judge(&pass(3, 3, 2), 3, &[]), Judgement::Whole);
    }

    #[test]
    fn every_lack_has_its_name() {
        let doubtful = |gap| Judgement::Doubtful(gap);
        assert_eq!(
            judge(
                &Pass {
                    total: None,
                    ..pass(0, 5, 5)
                },
                5,
                &[]
            ),
            doubtful(Gap::NoTotal)
        );
        assert_eq!(
            judge(
                &Pass {
                    steady: false,
                    ..pass(250, 250, 250)
                },
                250,
                &[]
            ),
            doubtful(Gap::TotalChanged)
        );
        assert_eq!(
            judge(
                &Pass {
                    overfull: true,
                    ..pass(250, 300, 250)
                },
                250,
                &[]
            ),
            doubtful(Gap::TotalTooSmall)
        );
        assert_eq!(judge(&pass(250, 249, 249), 249, &[]), doubtful(Gap::RowsMissing));
        assert_eq!(judge(&pass(250, 250, 248), 248, &[]), doubtful(Gap::Unordered));
        assert_eq!(judge(&pass(250, 251, 251), 251, &[]), doubtful(Gap::TotalTooSmall));
    }

    #[test]
    fn identical_rows_far_apart_need_three_passes_that_agree() {
        let found = pass(250, 250, 249);
        let lack = Judgement::Doubtful(Gap::Unordered);
        assert_eq!(judge(&found, 249, &[]), lack);
        assert_eq!(judge(&found, 249, &[(250, 7)]), lack);
        assert_eq!(judge(&found, 249, &[(250, 7), (250, 7)]), Judgement::Whole);
        assert_eq!(judge(&found, 249, &[(250, 7), (250, 8)]), lack);
        assert_eq!(judge(&found, 249, &[(251, 7), (250, 7)]), lack);
        assert_eq!(
            judge(&pass(250, 249, 249), 249, &[(250, 7), (250, 7)]),
            Judgement::Doubtful(Gap::RowsMissing)
        );
    }

    #[test]
    fn a_count_is_tested_by_a_page_that_is_not_full() {
        for (total, expected) in [
            (100, (2, 99, 1)),
            (200, (3, 99, 2)),
            (9900, (102, 98, 2)),
            (89, (1, 100, 89)),
        ] {
            let size = if total == 89 { 101 } else { 100 };
            assert_eq!(test_page(total, size), expected);
        }
        for size in [100, 89, 73, 50, 20] {
            for pages in 1..2000 {
                let (number, other, rows) = test_page(pages * size, size);
                assert!(other < size && 0 < rows && rows < other, "{pages} of {size}");
                assert_eq!((number - 1) * other + rows, pages * size);
            }
        }
    }

    #[test]
    fn page_sizes_share_no_seam_but_the_far_ones() {
        for (at, one) in SIZES.iter().enumerate() {
            for other in &SIZES[..at] {
                let meet = (1..=40).map(|page| page * one).find(|seam| seam % other == 0);
                assert_eq!(meet, None, "{one} and {other}");
            }
        }
    }
}
