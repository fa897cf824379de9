//! One pass over the pages of a list: what it found, and whether that proves the list whole.

use crate::contract::limits::PAGE_SIZE_MAX;

/// How often a list is read before it is taken apart or becomes a gap.
pub(super) const PASSES: u8 = 3;

/// How often a list is read whose rows change places and that can't be taken apart. Where a thousand rows of one second come in another
/// order with each page, every pass misses a third of those that all before it missed.
pub(super) const PASSES_AT_MOST: u8 = 12;

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
        && before
            .iter()
            .rev()
            .take(usize::from(PASSES) - 1)
            .all(|earlier| *earlier == (total, pass.print));
    if least == total || pass.distinct == total || agree {
        return Judgement::Whole;
    }
    Judgement::Doubtful(match pass.rows < total {
        true => Gap::RowsMissing,
        false if least > total => Gap::TotalTooSmall,
        false => Gap::Unordered,
    })
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
            judge(&found, 249, &[(250, 8), (250, 7), (250, 7)]),
            Judgement::Whole,
            "the last three"
        );
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
