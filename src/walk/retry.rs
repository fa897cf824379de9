//! When to ask again after a call failed, and when to stop asking.
//!
//! Every pause is drawn evenly between nothing and a bound that doubles with each failure ("full jitter"), so that callers which failed
//! together do not come back together. Three things bound a storm of retries: a call is given up after [`ATTEMPTS`], all retries
//! together may not outnumber the successes by more than [`BUDGET`], and after [`IN_A_ROW`] failures without a success the walk stops.

use super::chance::Chance;

/// A call that failed so often, while others succeed, is given up.
pub const ATTEMPTS: u32 = 5;
/// Retries that are free. Each retry takes one, each success gives one back.
pub const BUDGET: u32 = 40;
/// So many failures in a row, of all calls together, are an outage. With their pauses they take about four minutes.
pub const IN_A_ROW: u32 = 20;
/// From so many failures in a row on only one call at a time is risked.
pub const PROBING: u32 = 3;
/// The bound of the first pause in milliseconds, and the bound of all.
const FIRST_MS: u32 = 500;
const LONGEST_MS: u32 = 30_000;

/// What kind of failure it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The service refuses because calls come too fast: one class, whatever the code and status.
    Throttled,
    /// Anything else that may pass.
    Passing,
}

/// What to do about a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Send it again after so many milliseconds.
    Again(u32),
    /// Leave this call; others may fare better.
    Leave,
    /// Stop calling.
    Stop,
}

/// The state of all retries of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retries {
    pub(super) budget: u32,
    pub(super) in_a_row: u32,
    /// Calls with a number below this were under way when another failed: they fail together, once.
    pub(super) counted: u32,
}

impl Default for Retries {
    fn default() -> Retries {
        Retries {
            budget: BUDGET,
            in_a_row: 0,
            counted: 0,
        }
    }
}

impl Retries {
    /// A call was answered.
    pub fn succeeded(&mut self) {
        self.in_a_row = 0;
        self.budget = (self.budget + 1).min(BUDGET);
    }

    /// A call failed, for the `attempt`th time (1 is the first). `number` is its own and the one that the next call will have;
    /// `retry_after_ms` is the service's own hint.
    pub fn failed(
        &mut self,
        failure: Failure,
        number: (u32, u32),
        attempt: u32,
        retry_after_ms: Option<u32>,
        chance: &mut Chance,
    ) -> Advice {
        let (own, next) = number;
        if own >= self.counted {
            self.in_a_row += 1;
            self.counted = next;
        }
        if self.in_a_row >= IN_A_ROW {
            return Advice::Stop;
        }
        // Throttling says nothing about the call, and its hints already space the retries.
        if failure == Failure::Passing {
            // While nothing at all succeeds, it is not this call's fault.
            let outage = self.in_a_row > ATTEMPTS + PROBING;
            if self.budget == 0 || (attempt >= ATTEMPTS && !outage) {
                return Advice::Leave;
            }
            self.budget -= 1;
        }
        let doublings = attempt.max(self.in_a_row).saturating_sub(1).min(16);
        let pause = chance.up_to((FIRST_MS << doublings).min(LONGEST_MS));
        Advice::Again(retry_after_ms.unwrap_or(0).min(MOST_HINTED_MS).saturating_add(pause))
    }

    /// A call was refused for good. Others may fare better, but not if nothing ever succeeds.
    pub fn refused(&mut self) -> Advice {
        self.in_a_row += 1;
        if self.in_a_row >= IN_A_ROW {
            Advice::Stop
        } else {
            Advice::Leave
        }
    }

    /// Whether only one call at a time should be risked.
    pub const fn is_probing(&self) -> bool {
        self.in_a_row >= PROBING
    }
}

/// A hint beyond this is taken for a mistake.
pub(super) const MOST_HINTED_MS: u32 = 10 * 60_000;

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    thread_local! {
        static NUMBER: Cell<u32> = const { Cell::new(0) };
    }

    /// A call sent after every other.
    fn next() -> (u32, u32) {
        let number = NUMBER.get();
        NUMBER.set(number + 1);
        (number, number + 1)
    }

    #[test]
    fn calls_that_were_under_way_together_fail_once() {
        let (mut retries, mut chance) = (Retries::default(), Chance::new(1));
        for own in 0..8 {
            retries.failed(Failure::Passing, (own, 8), 1, None, &mut chance);
        }
        assert_eq!((retries.in_a_row, retries.is_probing()), (1, false));
        retries.failed(Failure::Passing, (8, 9), 2, None, &mut chance);
        assert_eq!(retries.in_a_row, 2);
    }

    #[test]
    fn pauses_double_up_to_a_bound_and_are_jittered_in_full() {
        let mut chance = Chance::new(7);
        for (attempt, bound) in [(1, 500), (2, 1000), (3, 2000), (4, 4000)] {
            let pauses: Vec<u32> = (0..400)
                .map(
                    |_| match Retries::default().failed(Failure::Passing, next(), attempt, None, &mut chance) {
                        Advice::Again(pause) => pause,
                        other => panic!("{other:?}"),
                    },
                )
                .collect();
            let (least, most) = (*pauses.iter().min().unwrap(), *pauses.iter().max().unwrap());
            assert!(
                least < bound / 20 && most <= bound && most > bound - bound / 20,
                "{attempt}: {least}..{most}"
            );
        }
        let mut throttled = Retries {
            in_a_row: 18,
            ..Retries::default()
        };
        let Advice::Again(pause) = throttled.failed(Failure::Throttled, (9, 9), 40, None, &mut chance) else {
            panic!()
        };
        assert!(pause <= LONGEST_MS);
    }

    #[test]
    fn the_hint_is_the_least_pause_and_milliseconds_are_kept() {
        let mut chance = Chance::new(1);
        for hint in [0, 1, 137, 2500, 600_000] {
            let Advice::Again(pause) =
                Retries::default().failed(Failure::Throttled, (0, 1), 1, Some(hint), &mut chance)
            else {
                panic!()
            };
            assert!((hint..=hint + FIRST_MS).contains(&pause), "{hint}: {pause}");
        }
        let Advice::Again(pause) =
            Retries::default().failed(Failure::Throttled, (0, 1), 1, Some(u32::MAX), &mut chance)
        else {
            panic!()
        };
        assert!(pause <= MOST_HINTED_MS + FIRST_MS);
    }

    #[test]
    fn a_call_that_keeps_failing_is_left_while_others_succeed() {
        let (mut retries, mut chance) = (Retries::default(), Chance::new(1));
        for attempt in 1..ATTEMPTS {
            assert!(matches!(
                retries.failed(Failure::Passing, next(), attempt, None, &mut chance),
                Advice::Again(_)
            ));
            retries.succeeded();
        }
        assert_eq!(
            retries.failed(Failure::Passing, next(), ATTEMPTS, None, &mut chance),
            Advice::Leave
        );
        // Throttling never counts against the call.
        retries.succeeded();
        assert!(matches!(
            retries.failed(Failure::Throttled, next(), ATTEMPTS, None, &mut chance),
            Advice::Again(_)
        ));
    }

    #[test]
    fn retries_never_outnumber_successes_by_more_than_the_budget() {
        for rate in [1, 2, 3, 5, 9] {
            let (mut retries, mut chance) = (Retries::default(), Chance::new(u64::from(rate)));
            let (mut sent, mut succeeded) = (0, 0);
            for _ in 0..5000 {
                if chance.up_to(9) < rate {
                    retries.succeeded();
                    succeeded += 1;
                } else if let Advice::Again(_) = retries.failed(Failure::Passing, next(), 1, None, &mut chance) {
                    sent += 1;
                }
                assert!(sent <= succeeded + BUDGET);
            }
        }
    }

    #[test]
    fn each_success_gives_a_retry_back_up_to_the_budget() {
        let (mut retries, mut chance) = (Retries::default(), Chance::new(1));
        // They were all under way when the first failed, so they are no outage.
        let mut again = |retries: &mut Retries| {
            let advice = retries.failed(Failure::Passing, (0, u32::MAX), 1, None, &mut chance);
            matches!(advice, Advice::Again(_))
        };
        for successes in [1, 0, 3, BUDGET, 2 * BUDGET] {
            (0..successes).for_each(|_| retries.succeeded());
            let granted = (0..3 * BUDGET).filter(|_| again(&mut retries)).count();
            let expected = if successes == 1 { BUDGET } else { successes.min(BUDGET) };
            assert_eq!(granted, usize::try_from(expected).unwrap(), "{successes}");
        }
    }

    #[test]
    fn while_nothing_at_all_succeeds_it_is_not_the_calls_fault() {
        let (mut retries, mut chance) = (Retries::default(), Chance::new(1));
        for failures in 1..IN_A_ROW {
            let advice = retries.failed(Failure::Passing, next(), ATTEMPTS, None, &mut chance);
            assert_eq!(advice == Advice::Leave, failures <= ATTEMPTS + PROBING, "{failures}");
        }
    }

    #[test]
    fn refusals_in_a_row_stop_the_walk_and_a_success_between_them_does_not_let_them() {
        let mut retries = Retries::default();
        for number in 1..=IN_A_ROW {
            assert_eq!(retries.refused() == Advice::Stop, number == IN_A_ROW, "{number}");
        }
        retries.succeeded();
        assert_eq!(retries.refused(), Advice::Leave);
    }

    #[test]
    fn an_outage_stops_the_walk_after_minutes() {
        let (mut retries, mut chance) = (Retries::default(), Chance::new(3));
        let (mut attempt, mut waited) = (0, 0);
        loop {
            attempt += 1;
            match retries.failed(Failure::Passing, next(), attempt, None, &mut chance) {
                Advice::Again(pause) => waited += pause,
                Advice::Leave => attempt = 0,
                Advice::Stop => break,
            }
            assert_eq!(retries.is_probing(), retries.in_a_row >= PROBING);
        }
        assert_eq!(retries.in_a_row, IN_A_ROW);
        assert!((60_000..600_000).contains(&waited), "{waited}");
    }
}
