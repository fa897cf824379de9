//! A service in few lines and a host in counted time, for walks that are driven by hand: every call is answered at once, as a closure says.

use cdn_refresh_tasks::contract::{Operation, Param, STATUSES, State};
use cdn_refresh_tasks::plan::{PlanOptions, PlannedCall, Query, Row, plan};
use cdn_refresh_tasks::time::{Instant, Reading, read};
use cdn_refresh_tasks::walk::{Handled, Head, Ledger, Shown, Step, Stop, Trouble, Walk, WalkOptions};

pub(crate) const SECOND: i64 = 1000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// 2026-11-24T08:00:00Z.
pub(crate) const START: i64 = 1_795_507_200_000;

pub(crate) fn at(ms: i64) -> Instant {
    Instant::from_ms(ms).unwrap()
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) kind: &'static str,
    pub(crate) status: &'static str,
    pub(crate) progress: u8,
    /// `None`: no readable time.
    pub(crate) created: Option<i64>,
}

/// A finished task; `created` counts from [`START`].
pub(crate) fn task(id: u64, path: &str, created: i64) -> Task {
    Task {
        id: id.to_string(),
        path: format!("http://example.com/{path}"),
        kind: "file",
        status: "Complete",
        progress: 100,
        created: Some(START + created),
    }
}

/// Tasks of one second, counted from [`START`].
pub(crate) fn rows(count: u64, second: i64) -> Vec<Task> {
    (0..count)
        .map(|number| task(1, &format!("{number}.js"), second * SECOND))
        .collect()
}

/// All tasks of the last so many milliseconds.
pub(crate) fn since(ms: i64) -> Query<'static> {
    Query::since(at(START - ms))
}

/// A walk that has one call under way at a time.
pub(crate) fn start_with(query: &Query<'_>, options: &PlanOptions) -> Walk {
    let one_by_one = WalkOptions {
        in_flight: 1,
        ..WalkOptions::default()
    };
    Walk::start(plan(query, at(START), options), at(START), one_by_one)
}

pub(crate) fn start(query: &Query<'_>) -> Walk {
    start_with(query, &PlanOptions::default())
}

/// The gaps with their ends, counted from [`START`], and their reasons.
pub(crate) fn gaps(ledger: &Ledger) -> Vec<(i64, i64, &str)> {
    let gaps = ledger.windows.iter().filter_map(|read| {
        let (start, end) = (read.window.start().ms(), read.window.end().ms());
        Some((start - START, end - START, read.gap.as_deref()?))
    });
    gaps.collect()
}

pub(crate) fn state(status: &str) -> State {
    let known = STATUSES.iter().find(|known| known.name == status);
    known.map_or(State::Unknown, |known| known.state)
}

#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Page { head: Head, rows: Vec<Task> },
    Code(&'static str),
    Lost,
}

pub(crate) fn text(call: &PlannedCall, param: Param) -> &str {
    call.request.get(param).unwrap_or_default()
}

pub(crate) fn number(call: &PlannedCall, param: Param) -> u64 {
    text(call, param).parse().unwrap()
}

pub(crate) fn moment(call: &PlannedCall, param: Param) -> i64 {
    match read(text(call, param)) {
        Reading::Exact(moment) => moment.ms(),
        other => panic!("{other:?}"),
    }
}

/// What an honest service answers that holds `tasks`, newest last: both ends count, times are whole seconds, nothing is cut.
pub(crate) fn honest(tasks: &[Task], call: &PlannedCall) -> Answer {
    honest_by(tasks, call, u64::MAX)
}

/// The same from a service that knows no larger pages than these.
pub(crate) fn honest_by(tasks: &[Task], call: &PlannedCall, largest: u64) -> Answer {
    let id = text(call, Param::TaskId);
    if call.operation == Operation::DescribeRefreshTaskById {
        let rows: Vec<Task> = tasks
            .iter()
            .filter(|task| id.split(',').any(|id| id == task.id))
            .cloned()
            .collect();
        return by_id(rows);
    }
    let times = (id.is_empty()).then(|| (moment(call, Param::StartTime), moment(call, Param::EndTime)));
    let found: Vec<&Task> = tasks
        .iter()
        .filter(|task| id.is_empty() || task.id == id)
        .filter(|task| match (times, task.created) {
            (Some((start, end)), Some(created)) => (start..=end).contains(&(created / SECOND * SECOND)),
            _ => true,
        })
        .collect();
    let (page, size) = (
        number(call, Param::PageNumber),
        number(call, Param::PageSize).min(largest),
    );
    let first = usize::try_from((page - 1) * size).unwrap();
    let rows = found
        .iter()
        .skip(first)
        .take(usize::try_from(size).unwrap())
        .map(|task| (*task).clone());
    Answer::Page {
        head: Head {
            page_number: Some(page),
            page_size: Some(size),
            total_count: Some(found.len() as u64),
            date: None,
        },
        rows: rows.collect(),
    }
}

pub(crate) fn by_id(rows: Vec<Task>) -> Answer {
    let head = Head {
        total_count: Some(rows.len() as u64),
        ..Head::default()
    };
    Answer::Page { head, rows }
}

/// The host: what it sent, and which rows it was given.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) now: i64,
    pub(crate) sent: Vec<(i64, PlannedCall)>,
    pub(crate) delivered: Vec<Task>,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        Desk {
            now: START,
            ..Desk::default()
        }
    }

    /// The next call, where one is to be sent now.
    pub(crate) fn send(&mut self, walk: &mut Walk) -> (u32, PlannedCall) {
        match walk.next(at(self.now)) {
            Step::Send { id, call } => {
                self.sent.push((self.now, (*call).clone()));
                (id, *call)
            }
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn hand_in(&mut self, walk: &mut Walk, id: u32, answer: &Answer) -> Handled {
        let now = at(self.now);
        match answer {
            Answer::Lost => walk.fault(id, &Trouble::no_reply("timeout"), now),
            Answer::Code(code) => walk.fault(id, &Trouble::of_code(code, None, None), now),
            Answer::Page { head, rows } => {
                let mut shown = rows.iter().map(|task| Shown {
                    row: Row {
                        task_id: &task.id,
                        object_path: &task.path,
                        object_type: task.kind,
                        status: task.status,
                        creation_time: task.created.map(|ms| at(ms / SECOND * SECOND)),
                    },
                    state: state(task.status),
                    progress: task.progress,
                });
                let handled = walk.page(id, head, &mut shown, now);
                if let Handled::Page { fresh } = &handled {
                    self.delivered
                        .extend(fresh.iter().map(|place| rows[usize::try_from(*place).unwrap()].clone()));
                }
                handled
            }
        }
    }

    /// Drives the walk to its end; a call takes ten milliseconds.
    pub(crate) fn run(&mut self, walk: &mut Walk, serve: &mut dyn FnMut(&PlannedCall, i64) -> Answer) -> Stop {
        for _ in 0..50_000 {
            match walk.next(at(self.now)) {
                Step::Done(stop) => return stop,
                Step::Wait { until } => {
                    let until = until.expect("nothing is under way").ms();
                    assert!(until > self.now, "it waits for a moment to come");
                    self.now = until;
                }
                Step::Send { id, call } => {
                    self.sent.push((self.now, (*call).clone()));
                    self.now += 10;
                    let answer = serve(&call, self.now);
                    self.hand_in(walk, id, &answer);
                }
            }
        }
        panic!("the walk does not end");
    }
}
