//! How a task gets on as time passes: a function of the seed and its age, so that no state need be kept but how old it was when last looked at.

use super::kind::{Kind, Status};
use crate::chance::Chance;
use crate::world::States;

/// How the tasks of one batch fare.
#[derive(Debug, Clone, PartialEq)]
pub struct Fate {
    /// The share that fails.
    pub failing: f64,
    /// Why they fail; drawn where none is said.
    pub reason: Option<Reason>,
    /// How long they take, in milliseconds, where it is not what the documents say.
    pub lasting_ms: Option<(u32, u32)>,
}

impl Fate {
    /// Nothing fails, and everything takes as long as documented.
    pub const GOOD: Fate = Fate {
        failing: 0.0,
        reason: None,
        lasting_ms: None,
    };
}

/// Why a task failed, as the reference lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The service's own fault.
    Internal,
    /// The origin took too long.
    OriginTimeout,
    /// The origin answered with this status.
    OriginStatus(u16),
}

impl Reason {
    /// The description, in one of the spellings that occur.
    pub fn text(self, chance: Chance, number: u64) -> String {
        let spelling = chance.below(number, 3);
        match (self, spelling) {
            (Reason::Internal, 0) => "InternalError".to_owned(),
            (Reason::Internal, _) => "Internal Error".to_owned(),
            (Reason::OriginTimeout, 0) => "OriginTimeout".to_owned(),
            (Reason::OriginTimeout, _) => "Origin Timeout".to_owned(),
            (Reason::OriginStatus(status), 0) => format!("OriginReturnStatusCode {status}"),
            (Reason::OriginStatus(status), 1) => format!("Origin Return StatusCode {status}"),
            (Reason::OriginStatus(_), _) => "OriginReturn StatusCode 5XX".to_owned(),
        }
    }
}

/// How a task ends, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Its age then, in milliseconds.
    pub age_ms: u32,
    /// Its last status.
    pub status: Status,
    /// Why, where it failed.
    pub reason: Option<Reason>,
    /// How long the whole would have taken.
    pub whole_ms: u32,
}

const LASTING: u64 = 0;
const FAILING: u64 = 1;
const REASON: u64 = 2;
const FAILS_AT: u64 = 3;
const WIDE: u64 = 4;

/// How long a task of this kind takes: refresh 5 to 6 minutes, preload 5 to 30.
const fn documented_ms(kind: Kind) -> (u32, u32) {
    match kind {
        Kind::Preload => (300_000, 1_800_000),
        _ => (300_000, 360_000),
    }
}

/// The end of row `row`.
pub(super) fn end(chance: Chance, row: u64, kind: Kind, fate: &Fate, states: States) -> End {
    let (least, most) = fate.lasting_ms.unwrap_or(documented_ms(kind));
    let lasting = chance.stream(LASTING).between(row, u64::from(least), u64::from(most));
    let whole_ms = u32::try_from(lasting).unwrap_or(u32::MAX);
    if !chance.stream(FAILING).hits(row, fate.failing) {
        return End {
            age_ms: whole_ms,
            status: Status::Complete,
            reason: None,
            whole_ms,
        };
    }
    let drawn = [
        Reason::OriginStatus(502),
        Reason::OriginStatus(503),
        Reason::OriginTimeout,
        Reason::Internal,
        Reason::OriginStatus(504),
    ];
    let reason = fate.reason.or_else(|| chance.stream(REASON).pick(row, &drawn).copied());
    let age = lasting.saturating_mul(chance.stream(FAILS_AT).between(row, 30, 95)) / 100;
    let status = match (states, reason, chance.stream(WIDE).below(row, 4)) {
        (States::Documented, ..) => Status::Failed,
        (States::Wide, Some(Reason::OriginTimeout), _) => Status::Timeout,
        (States::Wide, _, 0) => Status::Canceled,
        (States::Wide, ..) => Status::Failed,
    };
    let reason = if status == Status::Canceled { None } else { reason };
    End {
        age_ms: u32::try_from(age).unwrap_or(u32::MAX),
        status,
        reason,
        whole_ms,
    }
}

/// Status and progress (hundredths of a percent) at an age.
pub(super) fn at_age(end: &End, age_ms: u32, kind: Kind, states: States) -> (Status, u16) {
    let reached = age_ms.min(end.age_ms);
    let share = u64::from(reached) * 10_000 / u64::from(end.whole_ms.max(1));
    let hundredths = u16::try_from(share).unwrap_or(10_000).min(10_000);
    if age_ms >= end.age_ms {
        return (
            end.status,
            if end.status == Status::Complete {
                10_000
            } else {
                hundredths
            },
        );
    }
    let status = match (states, kind, age_ms < 5000) {
        (States::Documented, ..) => Status::Refreshing,
        (States::Wide, Kind::Preload, true) => Status::PreloadPending,
        (States::Wide, Kind::Preload, false) => Status::Preloading,
        (States::Wide, _, true) => Status::Pending,
        (States::Wide, _, false) => Status::Refreshing,
    };
    (status, hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_take_as_long_as_documented_and_only_go_forward() {
        let chance = Chance::new(1);
        for (kind, least, most) in [(Kind::File, 300_000, 360_000), (Kind::Preload, 300_000, 1_800_000)] {
            for row in 0..500 {
                let end = end(chance, row, kind, &Fate::GOOD, States::Documented);
                assert!((least..=most).contains(&end.age_ms), "{end:?}");
                let mut before = 0;
                for age in (0..=end.age_ms).step_by(10_000) {
                    let (_, progress) = at_age(&end, age, kind, States::Documented);
                    assert!(before <= progress);
                    before = progress;
                }
                assert_eq!(
                    at_age(&end, end.age_ms - 1, kind, States::Documented).0,
                    Status::Refreshing
                );
                assert_eq!(
                    at_age(&end, end.age_ms, kind, States::Documented),
                    (Status::Complete, 10_000)
                );
            }
        }
    }

    #[test]
    fn failing_tasks_fail_before_they_would_be_done() {
        let fate = Fate {
            failing: 1.0,
            reason: Some(Reason::OriginTimeout),
            lasting_ms: None,
        };
        for row in 0..500 {
            let failed = end(Chance::new(2), row, Kind::File, &fate, States::Documented);
            assert_eq!(
                (failed.status, failed.reason),
                (Status::Failed, Some(Reason::OriginTimeout))
            );
            assert!(failed.age_ms < failed.whole_ms);
            let (status, progress) = at_age(&failed, u32::MAX, Kind::File, States::Documented);
            assert!(status == Status::Failed && progress < 10_000);
            assert_eq!(
                end(Chance::new(2), row, Kind::File, &fate, States::Wide).status,
                Status::Timeout
            );
        }
    }
}
