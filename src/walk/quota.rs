//! The account's calls per second: *when* a call may be sent. One for all who share an account, outside of every walk.

use crate::contract::Limit;

/// Spaces calls evenly (GCRA with a capacity of one): a call may go when the interval since the one before has passed; nothing is
/// saved up for a burst. A refusal halves the rate, and it recovers over a minute.
///
/// Times are milliseconds of any clock, the same in every call. A clock that is set back delays nobody by more than an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quota {
    /// Milliseconds between two calls at full rate.
    pub interval: f64,
    /// When the next call may go.
    pub next: f64,
    /// No call before this: what the service asked for when it refused.
    pub closed_until: f64,
    /// The share of the full rate that was left at `lowered_at`, from [`LEAST_SHARE`] to 1.
    pub share: f64,
    /// When the rate was lowered last.
    pub lowered_at: f64,
}

/// However often the service refuses, calls go on at an eighth of the rate.
pub const LEAST_SHARE: f64 = 0.125;
/// The whole rate is regained in so many milliseconds.
const RECOVERY_MS: f64 = 60_000.0;
/// A refusal closes for no longer than this, whatever it says.
const LONGEST_MS: f64 = 600_000.0;

impl Quota {
    /// At 80 % of `limit`: the rest is for the vendor's console and whoever else calls.
    pub fn shared(limit: Limit) -> Quota {
        Quota::per_second(f64::from(limit.value) * 0.8).unwrap_or(Quota::every(1000.0))
    }

    /// At `rate` calls a second; `None` where that is no number above zero.
    pub fn per_second(rate: f64) -> Option<Quota> {
        (rate > 0.0 && rate <= 1e6).then(|| Quota::every(1000.0 / rate))
    }

    const fn every(interval: f64) -> Quota {
        Quota {
            interval,
            next: f64::MIN,
            closed_until: f64::MIN,
            share: 1.0,
            lowered_at: f64::MIN,
        }
    }

    /// The share of the full rate at `now`.
    pub fn share_at(&self, now: f64) -> f64 {
        let regained = (now - self.lowered_at).max(0.0) / RECOVERY_MS;
        (self.share + regained).min(1.0)
    }

    /// How many milliseconds from `now` on no call may go.
    pub fn wait(&self, now: f64) -> f64 {
        let interval = self.interval / self.share_at(now);
        // What lies further ahead than these bounds was set by a clock that has been set back since.
        let spaced = (self.next - now).min(interval);
        let closed = self.closed_until - now;
        let closed = if closed > LONGEST_MS { 0.0 } else { closed };
        spaced.max(closed).max(0.0)
    }

    /// Takes the right to send one call at `now`; otherwise says how many milliseconds to wait.
    pub fn take(&mut self, now: f64) -> Result<(), f64> {
        let wait = self.wait(now);
        if wait > 0.0 {
            return Err(wait);
        }
        let interval = self.interval / self.share_at(now);
        // A timer that fires late may be made up for by half an interval, never by a burst.
        let due = if self.next + interval / 2.0 > now {
            self.next
        } else {
            now
        };
        self.next = due + interval;
        Ok(())
    }

    /// The service refused a call at `now` and wants none for `ms` milliseconds.
    pub fn penalize(&mut self, ms: f64, now: f64) {
        // Refusals of calls that were sent together are one.
        if now - self.lowered_at >= self.interval || self.lowered_at > now {
            self.share = (self.share_at(now) / 2.0).max(LEAST_SHARE);
            self.lowered_at = now;
        }
        let until = now + ms.clamp(0.0, LONGEST_MS);
        let closed_until = if self.closed_until > now + LONGEST_MS {
            f64::MIN
        } else {
            self.closed_until
        };
        self.closed_until = closed_until.max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::limits::{BY_ID_RATE, LIST_RATE};

    /// The moments at which `count` calls go that are all waiting.
    fn run(quota: &mut Quota, mut now: f64, count: usize) -> Vec<f64> {
        let mut sent = Vec::new();
        while sent.len() < count {
            match quota.take(now) {
                Ok(()) => sent.push(now),
                Err(wait) => now += wait,
            }
        }
        sent
    }

    #[test]
    fn spaces_calls_at_eighty_percent_of_the_limit() {
        let mut list = Quota::shared(LIST_RATE);
        assert_eq!(run(&mut list, 1000.0, 4), [1000.0, 1250.0, 1500.0, 1750.0]);
        let by_id = run(&mut Quota::shared(BY_ID_RATE), 0.0, 241);
        assert!((by_id[240] - 10_000.0).abs() < 0.001, "{}", by_id[240]);
    }

    #[test]
    fn saves_nothing_up() {
        let mut quota = Quota::per_second(4.0).unwrap();
        run(&mut quota, 0.0, 1);
        assert_eq!(run(&mut quota, 60_000.0, 3), [60_000.0, 60_250.0, 60_500.0]);
    }

    #[test]
    fn late_timers_do_not_slow_it_down_and_never_make_a_burst() {
        let mut quota = Quota::per_second(4.0).unwrap();
        let mut now = 0.0;
        let mut sent: Vec<f64> = Vec::new();
        while sent.len() < 101 {
            match quota.take(now) {
                Ok(()) => sent.push(now),
                // Every timer fires 15 ms late.
                Err(wait) => now += wait + 15.0,
            }
        }
        assert!(sent[100] < 25_000.0 + 16.0, "{}", sent[100]);
        assert!(sent.windows(2).all(|pair| pair[1] - pair[0] >= 125.0));
        for window in sent.windows(6) {
            assert!(window[5] - window[0] > 1000.0, "never six calls in a second");
        }
    }

    #[test]
    fn a_refusal_closes_and_halves_and_a_minute_restores() {
        let mut quota = Quota::per_second(4.0).unwrap();
        run(&mut quota, 0.0, 1);
        quota.penalize(2000.0, 100.0);
        quota.penalize(500.0, 110.0);
        assert!((quota.wait(100.0) - 2000.0).abs() < 0.001);
        let sent = run(&mut quota, 110.0, 3);
        assert_eq!(sent[0], 2100.0);
        assert!(
            (400.0..500.0).contains(&(sent[1] - sent[0])),
            "about half the rate: {sent:?}"
        );
        for now in [200.0_f64, 20_000.0, 40_000.0] {
            assert!(quota.share_at(now) < quota.share_at(now + 5000.0) || quota.share_at(now) == 1.0);
        }
        assert_eq!(quota.share_at(100.0 + 30_000.0), 1.0);
        assert_eq!(run(&mut quota, 90_000.0, 2), [90_000.0, 90_250.0]);
    }

    #[test]
    fn a_late_call_is_made_up_for_by_less_than_half_an_interval() {
        for (late, wait) in [
            (0.0, 250.0),
            (60.0, 190.0),
            (124.0, 126.0),
            (125.0, 250.0),
            (200.0, 250.0),
            (1e9, 250.0),
        ] {
            let mut quota = Quota::per_second(4.0).unwrap();
            quota.take(1000.0).unwrap();
            let now = 1250.0 + late;
            quota.take(now).unwrap();
            assert_eq!(quota.wait(now), wait, "{late} ms late");
        }
    }

    #[test]
    fn at_half_the_rate_calls_are_twice_as_far_apart() {
        let mut quota = Quota::per_second(4.0).unwrap();
        quota.penalize(0.0, 1000.0);
        quota.take(1000.0).unwrap();
        assert_eq!(quota.wait(1000.0), 500.0);
    }

    #[test]
    fn refusals_of_one_moment_are_one_and_close_for_the_longest_of_them_at_most_ten_minutes() {
        for (refusals, closed) in [
            (&[2000.0, 500.0][..], 2000.0),
            (&[500.0, 2000.0], 2000.0),
            (&[600_000.0, 1.0], 600_000.0),
            (&[1e12, 1.0], 600_000.0),
            (&[-5.0], 0.0),
        ] {
            let mut quota = Quota::per_second(4.0).unwrap();
            for ms in refusals {
                quota.penalize(*ms, 0.0);
            }
            assert_eq!((quota.wait(0.0), quota.share_at(0.0)), (closed, 0.5), "{refusals:?}");
        }
    }

    #[test]
    fn storms_leave_an_eighth() {
        let mut quota = Quota::per_second(4.0).unwrap();
        for step in 0..100 {
            quota.penalize(0.0, f64::from(step) * 1000.0);
        }
        assert!(quota.share_at(99_000.0) >= LEAST_SHARE && quota.share_at(99_000.0) < 0.2);
        assert!(quota.wait(99_000.0) <= 8.0 * 250.0);
    }

    #[test]
    fn a_clock_set_back_delays_by_an_interval_at_most() {
        let mut quota = Quota::per_second(4.0).unwrap();
        run(&mut quota, 1e12, 3);
        assert!(quota.wait(1e12 - 3_600_000.0) <= 250.0);
        quota.penalize(1000.0, 1e12);
        assert!(quota.wait(1e12 - 3_600_000.0) <= 500.0);
        quota.penalize(1000.0, 1e12 - 3_600_000.0);
        assert!(quota.wait(1e12 - 3_600_000.0) <= 1000.0);
        assert_eq!(
            quota.share_at(1e12 - 3_600_000.0),
            0.25,
            "a refusal lowers the rate all the same"
        );
    }

    #[test]
    fn only_rates_are_rates() {
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Quota::per_second(rate), None, "{rate}");
        }
    }
}
