use crate::contract::limits::RETENTION_MS;
use crate::time::Instant;

/// The time range of one paged question: half-open `[start, end)`, in whole seconds.
///
/// What is sent is one second wider at the start, because the service does not say whether its ends count; rows outside
/// `[start, end)` are dropped after reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    start: Instant,
    end: Instant,
    start_time: Instant,
}

/// One second in milliseconds.
pub(crate) const SECOND: i64 = 1000;

impl Window {
    /// The window of `[start, end)`, asked from `floor` at the earliest; `None` where it would be empty. Starts and ends are widened
    /// to whole seconds.
    pub fn new(start: Instant, end: Instant, floor: Instant) -> Option<Window> {
        let (start, end) = (start.floor_to_second().max(ceil_to_second(floor)), ceil_to_second(end));
        (start < end).then(|| Window {
            start,
            end,
            start_time: start.plus_ms(-SECOND).max(ceil_to_second(floor)).min(start),
        })
    }

    /// The first moment that belongs to it.
    pub const fn start(self) -> Instant {
        self.start
    }

    /// The first moment after it; also the EndTime to send.
    pub const fn end(self) -> Instant {
        self.end
    }

    /// The StartTime to send: a second before the start, or the start itself where the retention begins there.
    pub const fn start_time(self) -> Instant {
        self.start_time
    }

    /// The last moment at which it may be asked for as it is; then its StartTime leaves the retention.
    pub const fn not_after(self) -> Instant {
        self.start_time.plus_ms(RETENTION_MS)
    }

    /// The first moment at which it may be asked for: none has an EndTime in the future.
    pub fn not_before(self, now: Instant) -> Instant {
        self.end.max(now)
    }

    /// Its length in seconds.
    pub const fn seconds(self) -> i64 {
        (self.end.ms() - self.start.ms()) / SECOND
    }

    /// Whether a task created at `moment` belongs to it.
    pub fn holds(self, moment: Instant) -> bool {
        self.start <= moment && moment < self.end
    }
}

/// The first whole second that is not before `moment`.
pub(crate) fn ceil_to_second(moment: Instant) -> Instant {
    let floor = moment.floor_to_second();
    if floor < moment {
        floor.plus_ms(SECOND).floor_to_second()
    } else {
        floor
    }
}

/// Contiguous windows, oldest first, made when asked for: three days in windows of a second are 259,200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    first: Option<Window>,
    end: Instant,
    width: i64,
}

impl Windows {
    /// No window.
    pub(crate) const NONE: Windows = Windows {
        first: None,
        end: Instant::MIN,
        width: 1,
    };

    /// `whole` in windows of `width` seconds; the last one may be shorter.
    pub(crate) fn of(whole: Window, width: u32) -> Windows {
        let width = i64::from(width.max(1)).min(whole.seconds());
        Windows {
            first: Some(Window {
                end: whole.start.plus_ms(width * SECOND),
                ..whole
            }),
            end: whole.end,
            width,
        }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        match self.first {
            None => 0,
            Some(first) => {
                let seconds = (self.end.ms() - first.start.ms()) / SECOND;
                usize::try_from(seconds.div_euclid(self.width) + i64::from(seconds.rem_euclid(self.width) > 0))
                    .unwrap_or(0)
            }
        }
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.first.is_none()
    }

    /// The window at `index`, counted from the oldest.
    pub fn get(self, index: usize) -> Option<Window> {
        let first = self.first?;
        let index = i64::try_from(index).ok()?;
        if index == 0 {
            return Some(first);
        }
        let step = self.width * SECOND;
        let start = first.start.plus_ms(index.checked_mul(step)?);
        (start < self.end).then(|| Window {
            start,
            end: start.plus_ms(step).min(self.end),
            start_time: start.plus_ms(-SECOND),
        })
    }

    /// All of them as one window.
    pub fn whole(self) -> Option<Window> {
        self.first.map(|first| Window { end: self.end, ..first })
    }

    /// The seconds of all but the last one, which may be shorter.
    pub const fn width(self) -> i64 {
        self.width
    }

    /// Oldest first.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Window> + DoubleEndedIterator {
        // `get` answers every index below `len`.
        let first = self.first.unwrap_or(Window {
            start: self.end,
            end: self.end,
            start_time: self.end,
        });
        (0..self.len()).map(move |index| self.get(index).unwrap_or(first))
    }
}
