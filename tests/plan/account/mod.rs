//! A small account in memory: the service's side as far as plans need it, and a host that carries plans out.

pub(crate) mod wanted;

use crate::random::Random;
use cdn_refresh_tasks::contract::{Operation, Param};
use cdn_refresh_tasks::plan::{Decision, Plan, Row};
use cdn_refresh_tasks::request::TaskRequest;
use cdn_refresh_tasks::time::{Instant, Reading, read};

pub(crate) const SECOND: i64 = 1000;
pub(crate) const HOUR: i64 = 3600 * SECOND;
pub(crate) const RETENTION: i64 = 72 * HOUR;
pub(crate) const TYPES: [&str; 6] = ["file", "directory", "regex", "preload", "block", "unblock"];
pub(crate) const STATUSES: [&str; 3] = ["Complete", "Refreshing", "Failed"];

pub(crate) fn moment(text: &str) -> Instant {
    match read(text) {
        Reading::Exact(moment) => moment,
        other => panic!("{text}: {other:?}"),
    }
}

pub(crate) fn now() -> Instant {
    moment("2026-11-24T08:00:00Z")
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) path: String,
    /// The accelerated domain it belongs to; `.wild.example.com` owns every host below.
    pub(crate) domain: &'static str,
    pub(crate) object_type: &'static str,
    pub(crate) status: &'static str,
    pub(crate) created: i64,
}

/// The service's side, as small as it can be: filters and pages over tasks in memory.
pub(crate) struct Account {
    pub(crate) tasks: Vec<Task>,
    pub(crate) start_counts: bool,
    pub(crate) end_counts: bool,
}

pub(crate) const DOMAINS: [&str; 4] = ["a.example.com", "b.example.com", ".wild.example.com", "c.example.cn"];

impl Account {
    pub(crate) fn random(random: &mut Random, now: Instant) -> Account {
        let mut tasks = Vec::new();
        let submits = random.between(0, 40);
        let types = if random.one_in(3) {
            [TYPES.as_slice(), &["IgnoreParams"]].concat()
        } else {
            TYPES.to_vec()
        };
        for submit in 0..submits {
            // A release is many tasks of one id in one second.
            let size = if random.one_in(6) {
                random.between(1, 900)
            } else {
                random.between(1, 4)
            };
            let created = (now.ms() - random.between(0, RETENTION + HOUR)).div_euclid(SECOND) * SECOND;
            let domain = *random.pick(&DOMAINS);
            let object_type = *random.pick(&types);
            for part in 0..size {
                let host = if domain.starts_with('.') {
                    format!("h{}{domain}", part % 3)
                } else {
                    domain.to_owned()
                };
                tasks.push(Task {
                    id: (15_000_000_000 + submit).to_string(),
                    path: format!("http://{host}/{submit}/{part}"),
                    domain,
                    object_type,
                    status: STATUSES[random.below(3)],
                    created,
                });
            }
        }
        Account {
            tasks,
            start_counts: random.one_in(2),
            end_counts: random.one_in(2),
        }
    }

    /// The rows that one request finds, before paging.
    pub(crate) fn matching<'t>(&'t self, request: &TaskRequest) -> Vec<&'t Task> {
        let is = |param: Param, value: &str| request.get(param).is_none_or(|asked| asked == value);
        let start = request.get(Param::StartTime).map(|text| moment(text).ms());
        let end = request.get(Param::EndTime).map(|text| moment(text).ms());
        self.tasks
            .iter()
            .filter(|task| match request.operation() {
                Operation::DescribeRefreshTaskById => {
                    request.get(Param::TaskId).unwrap().split(',').any(|id| id == task.id)
                        && task.created >= now().ms() - RETENTION
                }
                Operation::DescribeRefreshTasks => {
                    is(Param::TaskId, &task.id)
                        && is(Param::ObjectPath, &task.path)
                        && is(Param::DomainName, task.domain)
                        && is(Param::ObjectType, task.object_type)
                        && is(Param::Status, task.status)
                        && start.is_none_or(|start| start < task.created || self.start_counts && start == task.created)
                        && end.is_none_or(|end| task.created < end || self.end_counts && end == task.created)
                }
            })
            .collect()
    }
}

pub(crate) fn row(task: &Task) -> Row<'_> {
    Row {
        task_id: &task.id,
        object_path: &task.path,
        object_type: task.object_type,
        status: task.status,
        creation_time: Instant::from_ms(task.created),
    }
}

/// Carries `plan` out: every list to its last page. Answers the rows that were asked for, those undecided, and the calls it took.
pub(crate) fn carry_out<'t>(plan: &Plan, account: &'t Account) -> (Vec<&'t Task>, usize, u64) {
    let (mut found, mut undecided, mut calls) = (Vec::new(), 0, 0);
    for (index, planned) in plan.calls().enumerate() {
        let window = planned.window.and_then(|number| plan.windows.get(number));
        let rows = account.matching(&planned.request);
        calls += 1;
        if let Some(window) = window {
            let list = index % plan.lists();
            for page in 2..=u32::try_from(rows.len().div_ceil(100)).unwrap() {
                let request = plan.request(list, Some(window), page).unwrap();
                assert_eq!(account.matching(&request).len(), rows.len());
                calls += 1;
            }
        }
        for task in rows {
            if window.is_some_and(|window| !window.holds(Instant::from_ms(task.created).unwrap())) {
                continue;
            }
            match plan.filter().asks_for(&row(task)) {
                Decision::Yes => found.push(task),
                Decision::Undecidable => undecided += 1,
                Decision::No => {}
            }
        }
    }
    (found, undecided, calls)
}
