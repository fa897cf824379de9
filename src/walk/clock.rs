//! Two clocks that may be wrong: the host's, which may be set back, and the service's, which stamps the rows.

use crate::contract::limits::V1_VALIDITY;
use crate::time::Instant;

/// Time inside a walk never goes backwards. What is reckoned with the service's stamps (what is proven, what has aged out) goes by the
/// service's clock, as the `Date` of its replies shows it; without one, by the host's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clock {
    /// The walk's own time: the host's, with every jump backwards added.
    pub(super) latest: i64,
    /// The jumps backwards, in milliseconds.
    pub(super) shift: i64,
    /// The service's clock less the walk's own time, once a reply has shown it.
    pub(super) offset: Option<i64>,
    /// That, as the first reply to this host showed it.
    pub(super) first: Option<i64>,
    /// Dates are shown by another clock than the one that stamps rows, or time here is not that of replies.
    pub(super) distrusted: bool,
    /// Concluded from refused EndTimes: what is known of the service's clock is ahead of it by at least this.
    pub(super) ahead: i64,
    /// Whether the host's clock was set back by more than [`JUMP`].
    pub(super) set_back: bool,
}

/// The timestamp of the longer-lived signature is refused when it is this far off.
const MOST_APART: i64 = V1_VALIDITY.value as i64 * 60_000;
/// Replies under way may take this long, in milliseconds; clocks do not drift so far.
const STEADY: i64 = 60_000;

pub(super) const SECOND: i64 = 1000;

/// Smaller steps backwards are the unsteadiness of clocks, in milliseconds.
const JUMP: i64 = 1000;

impl Clock {
    pub(super) const fn new(now: Instant) -> Clock {
        Clock {
            latest: now.ms(),
            shift: 0,
            offset: None,
            first: None,
            distrusted: false,
            ahead: 0,
            set_back: false,
        }
    }

    /// The host says that it is `now`. Answers whether its clock was set back.
    pub(super) fn tick(&mut self, now: Instant) -> bool {
        let time = now.ms().saturating_add(self.shift);
        let back = self.latest.saturating_sub(time).max(0);
        let jumped = back > JUMP;
        self.shift = self.shift.saturating_add(back);
        self.set_back |= jumped;
        self.latest = self.latest.max(time);
        jumped
    }

    /// The service says that it is `date`, in a reply that has just come in. A date that could not have let the call's signature pass, or
    /// that does not go on as time does here, is not believed, and none after it.
    pub(super) fn show(&mut self, date: Instant) {
        let offset = date.ms().saturating_sub(self.latest);
        let to_host = offset.saturating_add(self.shift);
        let first = *self.first.get_or_insert(offset);
        let drift = offset.saturating_sub(first);
        self.distrusted |= to_host.saturating_abs() > MOST_APART || drift.saturating_abs() > STEADY;
        self.offset = Some(offset).filter(|_| !self.distrusted);
    }

    /// Another host goes on, whose clock may differ from the last one's: Dates that jump by as much are no reason to doubt them.
    pub(super) const fn hand_over(&mut self) {
        self.first = None;
    }

    /// The service took a moment for the future that is past here. Answers whether there is anything left to try.
    pub(super) fn fall_behind(&mut self) -> bool {
        let before = self.ahead;
        self.ahead = (before.saturating_mul(2)).clamp(JUMP, MOST_AHEAD);
        self.ahead > before
    }

    /// A moment of the walk's own time, as the host's clock shows it.
    pub(super) fn to_host(&self, time: i64) -> Instant {
        clamp(time.saturating_sub(self.shift))
    }

    /// A moment of the host's clock, in the walk's own time.
    pub(super) fn to_walk(&self, moment: Instant) -> i64 {
        moment.ms().saturating_add(self.shift)
    }

    /// A moment of the walk's own time, as the service's clock shows it.
    pub(super) fn to_service(&self, time: i64) -> Instant {
        let offset = self.offset.unwrap_or(self.shift.saturating_neg());
        clamp(time.saturating_add(offset).saturating_sub(self.ahead))
    }

    /// Now, by the service's clock.
    pub(super) fn service(&self) -> Instant {
        self.to_service(self.latest)
    }
}

/// Signatures of a clock this wrong are refused anyway.
const MOST_AHEAD: i64 = 2 * 3_600_000;

pub(super) fn clamp(ms: i64) -> Instant {
    Instant::from_ms(ms.clamp(Instant::MIN.ms(), Instant::MAX.ms())).unwrap_or(Instant::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Instant {
        Instant::from_ms(ms).unwrap()
    }

    #[test]
    fn never_goes_back_and_goes_on_from_there() {
        let mut clock = Clock::new(at(10_000));
        assert!(!clock.tick(at(12_000)));
        assert!(!clock.tick(at(11_500)), "a small step is no jump");
        assert_eq!(clock.latest, 12_000);
        assert!(clock.tick(at(5_000)));
        assert_eq!((clock.latest, clock.set_back), (12_000, true));
        clock.tick(at(6_000));
        assert_eq!(clock.latest, 13_000);
        assert_eq!(
            clock.to_host(14_000),
            at(7_000),
            "a pause told to the host is told in its own time"
        );
        assert_eq!(clock.service(), at(6_000));
    }

    #[test]
    fn the_service_clock_is_what_replies_show() {
        let mut clock = Clock::new(at(1_000_000));
        clock.show(at(1_600_000));
        clock.tick(at(1_001_000));
        assert_eq!(clock.service(), at(1_601_000));
        clock.tick(at(500_000));
        clock.tick(at(501_000));
        assert_eq!(clock.service(), at(1_602_000), "a jump of the host moves nothing");
    }

    #[test]
    fn dates_of_another_clock_are_not_believed() {
        let mut clock = Clock::new(at(100_000_000));
        clock.show(at(100_000_000 + MOST_APART));
        assert_eq!(clock.offset, Some(MOST_APART), "the signature would just pass");
        let mut clock = Clock::new(at(100_000_000));
        clock.show(at(100_000_000 + MOST_APART + 1));
        assert_eq!((clock.service(), clock.offset), (at(100_000_000), None));
        clock.show(at(100_000_000));
        assert_eq!(clock.offset, None, "never again");

        // The date stands while time goes on here: time is only counted, or the date is a cache's.
        let mut clock = Clock::new(at(100_000_000));
        for step in 0..=60 {
            clock.tick(at(100_000_000 + step * 1000));
            clock.show(at(99_000_000));
            assert_eq!(clock.service(), at(99_000_000), "{step}");
        }
        clock.tick(at(100_060_001));
        clock.show(at(99_000_000));
        assert_eq!(clock.service(), at(100_060_001));
    }

    #[test]
    fn concludes_how_far_the_host_is_ahead() {
        let mut clock = Clock::new(at(100_000_000));
        let mut seen = Vec::new();
        while clock.fall_behind() {
            seen.push(clock.latest - clock.service().ms());
        }
        assert_eq!(seen[..4], [1000, 2000, 4000, 8000]);
        assert_eq!(seen.last(), Some(&MOST_AHEAD));
    }
}
