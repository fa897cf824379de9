//! `cargo bench --bench walk`: a walk over a million rows, natively, reading and ledger included; the time in which a stand-in for the
//! service writes its answers is left out. The targets: a million rows a second, and no more than 8 MiB of state.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench is a program of its own"
)]

use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::{Order, PlanOptions, PlannedCall, Query, plan};
use cdn_refresh_tasks::response::About;
use cdn_refresh_tasks::time::{Instant, Reading, read};
use cdn_refresh_tasks::walk::{Handled, Ledger, Step, Walk, WalkOptions};
use std::fmt::Write;
use std::time::{Duration, Instant as Clock};

const ROWS: i64 = 1_000_000;
const SPAN: i64 = 71 * 3_600_000;

/// A million rows, evenly spread; each call finds its own by arithmetic.
struct Service {
    oldest: i64,
    body: String,
}

impl Service {
    fn created(&self, row: i64) -> i64 {
        (self.oldest + row * SPAN / ROWS).div_euclid(1000) * 1000
    }

    fn first_not_before(&self, moment: i64) -> i64 {
        let guess = ((moment - self.oldest) * ROWS / SPAN).clamp(0, ROWS);
        let from = (guess - 10).max(0);
        (from..ROWS).find(|row| self.created(*row) >= moment).unwrap_or(ROWS)
    }

    fn answer(&mut self, call: &PlannedCall) -> &[u8] {
        let text = |param| call.request.get(param).unwrap();
        let time = |param| match read(text(param)) {
            Reading::Exact(moment) => moment.ms(),
            other => panic!("{other:?}"),
        };
        let number = |param| text(param).parse::<i64>().unwrap();
        let first = self.first_not_before(time(Param::StartTime));
        let end = self.first_not_before(time(Param::EndTime) + 1);
        let (page, size) = (number(Param::PageNumber), number(Param::PageSize));
        let from = (first + (page - 1) * size).min(end);
        let mut body = std::mem::take(&mut self.body);
        body.clear();
        write!(body, r#"{{"RequestId":"9E5CBC07-8E7A-403C-B0E6-88EC4473AAA9","PageNumber":{page},"PageSize":{size},"TotalCount":{},"Tasks":{{"CDNTask":["#, end - first).unwrap();
        for row in from..(from + size).min(end) {
            let comma = if row > from { "," } else { "" };
            let created = Instant::from_ms(self.created(row)).unwrap();
            write!(
                body,
                r#"{comma}{{"Status":"Complete","CreationTime":"{created}","ObjectType":"file","Process":"100%","Description":"","ObjectPath":"http://img.example.com/release/2026-11-24/assets/{row}.js","TaskId":"{}"}}"#,
                15_423_123_921_i64 + row / 100
            )
            .unwrap();
        }
        body.push_str("]}}");
        self.body = body;
        self.body.as_bytes()
    }
}

struct Outcome {
    spent: Duration,
    rows: u64,
    most_held: usize,
    longest_checkpoint: usize,
    ledger: Ledger,
}

fn run(options: &PlanOptions, checkpoints: bool) -> Outcome {
    let start = Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap();
    let mut service = Service {
        oldest: start.ms() - SPAN,
        body: String::new(),
    };
    let mut walk = Walk::start(plan(&Query::default(), start, options), start, WalkOptions::default());
    let (mut now, mut spent, mut rows) = (start, Duration::ZERO, 0);
    let (mut most_held, mut longest_checkpoint) = (0, 0);
    let mut under_way = std::collections::VecDeque::new();
    loop {
        let at = Clock::now();
        let step = walk.next(now);
        spent += at.elapsed();
        match step {
            Step::Send { id, call } => under_way.push_back((id, call)),
            Step::Done(_) => break,
            Step::Wait { until } => {
                let Some((id, call)) = under_way.pop_front() else {
                    now = until.expect("a reply or a moment");
                    continue;
                };
                now = now.plus_ms(1);
                let body = service.answer(&call);
                let at = Clock::now();
                let (_, handled) = walk.handle(id, body, &About::default(), Some(now), now);
                spent += at.elapsed();
                if let Handled::Page { fresh } = handled {
                    rows += u64::try_from(fresh.len()).unwrap();
                }
                if checkpoints {
                    longest_checkpoint = longest_checkpoint.max(walk.checkpoint().len());
                }
                most_held = most_held.max(walk.held());
            }
        }
    }
    Outcome {
        spent,
        rows,
        most_held,
        longest_checkpoint,
        ledger: walk.ledger(),
    }
}

fn main() {
    for (name, options) in [
        ("volume unknown, oldest first", PlanOptions::default()),
        (
            "volume stated, newest first",
            PlanOptions {
                rows_per_hour: Some(14_000),
                order: Order::Newest,
                ..PlanOptions::default()
            },
        ),
    ] {
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..3 {
            let outcome = run(&options, false);
            assert!(outcome.ledger.complete, "{:?}", outcome.ledger.verdict);
            times.push(outcome.rows as f64 / outcome.spent.as_secs_f64());
            last = Some(outcome);
        }
        times.sort_by(f64::total_cmp);
        let outcome = last.expect("it ran");
        println!(
            "{name}: {} rows, {} calls, {:.2} million rows/s (median of 3), {:.2} MiB of state at most, {} windows",
            outcome.rows,
            outcome.ledger.calls,
            times.get(1).copied().unwrap_or(0.0) / 1e6,
            outcome.most_held as f64 / 1_048_576.0,
            outcome.ledger.windows.len(),
        );
    }
    let outcome = run(&PlanOptions::default(), true);
    println!("longest checkpoint of all steps: {} bytes", outcome.longest_checkpoint);
}
