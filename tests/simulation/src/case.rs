//! One case: a world, an account, a question, faults and a host, drawn from a seed. Plain data, so that a failing one can be made smaller.

use cdn_refresh_tasks_emulator::{
    Advance, BeyondEnd, Bound, ByIdCut, ByIdTotal, Chance, FutureTimes, Kind, Order, Precision, QuotaWindow, Retention,
    RetryAfter, States, ThrottleForm, Ties, World,
};

/// 2026-11-24T00:00:00Z.
pub(crate) const MIDNIGHT: i64 = 1_795_478_400_000;
pub(crate) const SECOND: i64 = 1000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// The settle time that walks are told.
pub(crate) const SETTLE: i64 = 120 * SECOND;

#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) seed: u64,
    /// When the walk starts, by the true clock.
    pub(crate) start: i64,
    pub(crate) world: World,
    pub(crate) batches: Vec<Batch>,
    pub(crate) question: Question,
    pub(crate) faults: Faults,
    pub(crate) host: Host,
}

/// One submission.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Batch {
    /// Milliseconds from the start of the walk; positive: submitted while it runs.
    pub(crate) at: i64,
    pub(crate) rows: u32,
    pub(crate) kind: Kind,
    pub(crate) domain: u8,
    /// The share that fails.
    pub(crate) failing: bool,
    /// How long its tasks take, in seconds.
    pub(crate) lasting: u32,
    /// Made by OSS's automatic refresh.
    pub(crate) hidden: bool,
    /// Every path twice: truly identical rows.
    pub(crate) twice: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Target {
    All,
    /// Some of these domains, by number.
    Domains(Vec<u8>),
    Types(Vec<Kind>),
    DomainsAndTypes(Vec<u8>, Vec<Kind>),
    Complete,
    /// The ids of every batch whose number leaves this rest by this divisor, and of one that does not exist.
    Ids(usize, usize),
    /// Paths of the first batches.
    Paths(usize),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    pub(crate) target: Target,
    /// Milliseconds before the start; `None`: all that is held.
    pub(crate) from: Option<i64>,
    /// Milliseconds before the start; `None`: up to now.
    pub(crate) to: Option<i64>,
    pub(crate) rows_per_hour: Option<u64>,
    pub(crate) window_seconds: Option<u32>,
    pub(crate) newest: bool,
    pub(crate) limit: Option<u64>,
    pub(crate) forced: Option<&'static str>,
    /// Wait until all is final, for at most so many milliseconds.
    pub(crate) wait: Option<i64>,
}

/// Rates in thousandths of all calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Faults {
    pub(crate) internal: u64,
    pub(crate) network: u64,
    pub(crate) timeout: u64,
    pub(crate) html: u64,
    pub(crate) repeated: u64,
    pub(crate) foreign: u64,
    /// No call is answered between these moments after the start.
    pub(crate) outage: Option<(i64, i64)>,
    /// Lists of more than so many rows time out.
    pub(crate) heavy: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Host {
    pub(crate) in_flight: u32,
    pub(crate) latency: (u64, u64),
    /// Whether replies carry a Date.
    pub(crate) date: bool,
    /// Dates that stand still, as where time is only counted, or a cache answers.
    pub(crate) frozen_date: bool,
    /// The host's clock is set back so far, so long after the start.
    pub(crate) set_back: Option<(i64, i64)>,
    /// A new process takes over from a checkpoint after every so many steps.
    pub(crate) resume_every: Option<u64>,
    /// So many processes after the first, as many run where the clock is ahead by so much.
    pub(crate) other_clock: Option<(u64, i64)>,
}

/// Draws in order from one stream.
pub(crate) struct Draw {
    chance: Chance,
    number: u64,
}

impl Draw {
    pub(crate) fn new(seed: u64, purpose: u64) -> Draw {
        Draw {
            chance: Chance::new(seed).stream(purpose),
            number: 0,
        }
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.number += 1;
        self.chance.below(self.number, bound)
    }

    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1).cast_unsigned()).cast_signed()
    }

    /// True in so many of a thousand.
    pub(crate) fn hits(&mut self, thousandths: u64) -> bool {
        self.below(1000) < thousandths
    }

    pub(crate) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        let at = usize::try_from(self.below(choices.len() as u64)).unwrap_or(0);
        choices[at].clone()
    }
}

impl Case {
    pub(crate) fn draw(seed: u64) -> Case {
        let mut draw = Draw::new(seed, 1);
        let start = MIDNIGHT + draw.between(0, DAY);
        let world = world(&mut Draw::new(seed, 2));
        let batches = batches(&mut Draw::new(seed, 3));
        let question = question(&mut Draw::new(seed, 4), batches.len());
        let faults = faults(&mut Draw::new(seed, 5));
        let host = host(&mut Draw::new(seed, 6));
        Case {
            seed,
            start,
            world,
            batches,
            question,
            faults,
            host,
        }
    }
}

fn world(draw: &mut Draw) -> World {
    let quiet = draw.hits(600);
    World {
        start: draw.pick(Bound::ALL),
        end: draw.pick(Bound::ALL),
        precision: draw.pick(Precision::ALL),
        retention: if draw.hits(700) {
            Retention::Rolling
        } else {
            draw.pick(Retention::ALL)
        },
        order: draw.pick(Order::ALL),
        ties: draw.pick(Ties::ALL),
        // Up to the settle time: within it every law must hold.
        visibility_lag_ms: draw.pick(&[0, 2000, 30_000, 119_000, 120_000]),
        advance: draw.pick(Advance::ALL),
        advance_lag_ms: draw.pick(&[0, 1000, 8000]),
        states: draw.pick(States::ALL),
        total_count_cap: if draw.hits(120) {
            Some(draw.pick(&[50, 100, 150, 200, 1000]))
        } else {
            None
        },
        beyond_end: draw.pick(BeyondEnd::ALL),
        by_id_rows: if draw.hits(400) {
            Some(draw.pick(&[10, 20, 50, 100, 500]))
        } else {
            None
        },
        by_id_cut: draw.pick(ByIdCut::ALL),
        by_id_total: draw.pick(ByIdTotal::ALL),
        clock_offset_ms: if draw.hits(250) {
            draw.pick(&[-600_000, -61_000, -1500, 1500, 61_000, 600_000])
        } else {
            0
        },
        future_times: draw.pick(FutureTimes::ALL),
        others_per_second: if quiet { 0 } else { draw.pick(&[1, 2, 3, 4]) },
        quota_window: draw.pick(QuotaWindow::ALL),
        throttle_form: draw.pick(ThrottleForm::ALL),
        retry_after: draw.pick(RetryAfter::ALL),
        ..World::default()
    }
}

fn batches(draw: &mut Draw) -> Vec<Batch> {
    let count = match draw.below(10) {
        0 => 0,
        1..=5 => draw.between(1, 8),
        6..=8 => draw.between(9, 24),
        _ => draw.between(25, 60),
    };
    // Times gather around a few moments, as releases do; some share a second, some lie at edges.
    let moments: Vec<i64> = (0..draw.between(1, 5)).map(|_| -draw.between(0, 80 * HOUR)).collect();
    (0..count)
        .map(|_| {
            let at = match draw.below(10) {
                0..=2 => draw.pick(&moments),
                3..=4 => draw.pick(&moments) + draw.between(-2000, 2000),
                5 => -draw.between(0, 4 * MINUTE),
                6 => draw.between(0, 3 * MINUTE),
                7 => -3 * DAY + draw.between(-2 * MINUTE, 20 * MINUTE),
                _ => -draw.between(0, 73 * HOUR),
            };
            // Many large submissions in one account would only cost time.
            let rows = match draw.below(if count > 10 { 17 } else { 20 }) {
                0..=10 => draw.between(1, 3),
                11..=15 => draw.between(1, 40),
                16..=17 => draw.pick(&[10, 50, 99, 100, 101, 199, 200, 201]),
                18 => draw.between(90, 420),
                _ => draw.between(400, 1000),
            };
            Batch {
                at,
                rows: u32::try_from(rows).unwrap_or(1),
                kind: draw.pick(&[
                    Kind::File,
                    Kind::File,
                    Kind::File,
                    Kind::Directory,
                    Kind::Preload,
                    Kind::Regex,
                    Kind::Block,
                ]),
                domain: u8::try_from(draw.below(4)).unwrap_or(0),
                failing: draw.hits(150),
                lasting: u32::try_from(draw.pick(&[5, 60, 330, 330, 900])).unwrap_or(330),
                hidden: draw.hits(30),
                twice: draw.hits(30),
            }
        })
        .collect()
}

fn question(draw: &mut Draw, batches: usize) -> Question {
    let domains = |draw: &mut Draw| (0..=u8::try_from(draw.below(2)).unwrap_or(0)).collect::<Vec<u8>>();
    let target = match draw.below(12) {
        0..=3 => Target::All,
        4 => Target::Domains(domains(draw)),
        5 => Target::Types(vec![Kind::File, Kind::Preload]),
        6 => Target::DomainsAndTypes(domains(draw), vec![Kind::File]),
        7 => Target::Complete,
        8..=10 => Target::Ids(usize::try_from(draw.between(1, 4)).unwrap_or(1), 0),
        _ => Target::Paths(batches.min(usize::try_from(draw.between(1, 6)).unwrap_or(1))),
    };
    let from = match draw.below(4) {
        0 => None,
        1 => Some(draw.between(MINUTE, 4 * HOUR)),
        2 => Some(draw.between(HOUR, 72 * HOUR)),
        _ => Some(7 * DAY),
    };
    let to = match draw.below(4) {
        0 if from.is_some_and(|from| from > 2 * MINUTE) => Some(draw.between(0, from.unwrap_or(0) - MINUTE)),
        _ => None,
    };
    let is_wait = draw.hits(300);
    Question {
        forced: if matches!(target, Target::Domains(_) | Target::DomainsAndTypes(..)) && draw.hits(500) {
            Some("scan")
        } else {
            None
        },
        target,
        from,
        to,
        rows_per_hour: if draw.hits(500) {
            Some(draw.pick(&[5, 50, 1000, 20_000]))
        } else {
            None
        },
        window_seconds: if draw.hits(250) {
            Some(draw.pick(&[3600, 20_000, 20_000, 86_400]))
        } else {
            None
        },
        newest: draw.hits(200),
        limit: if !is_wait && draw.hits(60) {
            Some(draw.pick(&[1, 50, 150]))
        } else {
            None
        },
        wait: is_wait.then(|| draw.pick(&[2 * MINUTE, 20 * MINUTE, HOUR])),
    }
}

fn faults(draw: &mut Draw) -> Faults {
    if draw.hits(400) {
        return Faults::default();
    }
    let mut rate = |most: u64| if draw.hits(500) { draw.below(most) } else { 0 };
    let mut faults = Faults {
        internal: rate(250),
        network: rate(200),
        timeout: rate(60),
        html: rate(60),
        repeated: rate(100),
        foreign: rate(40),
        outage: None,
        heavy: None,
    };
    if draw.hits(150) {
        let from = draw.between(0, 30 * SECOND);
        faults.outage = Some((from, from + draw.pick(&[5 * SECOND, 40 * SECOND, 2 * HOUR])));
    }
    if draw.hits(80) {
        faults.heavy = Some(u32::try_from(draw.pick(&[50, 120, 400])).unwrap_or(120));
    }
    faults
}

fn host(draw: &mut Draw) -> Host {
    let mut host = Host {
        in_flight: u32::try_from(draw.pick(&[1, 1, 2, 4, 8, 16])).unwrap_or(1),
        latency: draw.pick(&[(1, 5), (50, 300), (200, 3000)]),
        date: draw.hits(700),
        frozen_date: draw.hits(50),
        set_back: if draw.hits(80) {
            Some((draw.between(0, MINUTE), draw.pick(&[500, 30_000, 3_600_000])))
        } else {
            None
        },
        resume_every: if draw.hits(300) {
            Some(draw.pick(&[1, 3, 10]))
        } else {
            None
        },
        other_clock: None,
    };
    // Drawn last, so that seeds keep the worlds that they had.
    if host.set_back.is_none() && draw.hits(400) {
        let after = draw.pick(&[1, 1, 2, 3, 8]);
        host.other_clock = Some((after, draw.pick(&[-600_000, -61_000, -1500, 1500, 61_000, 240_000])));
    }
    host
}
