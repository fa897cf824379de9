//! Laws of `plan` over random questions: valid calls, whole coverage, true prices. A small account in memory carries the plans out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy does not know these as tests"
)]

mod random;

use cdn_refresh_tasks::contract::{Operation, Param};
use cdn_refresh_tasks::plan::{Asked, Decision, Order, Plan, PlanOptions, Query, Rate, Route, Row, plan};
use cdn_refresh_tasks::request::{Draft, Given, Options, Severity, TaskRequest, check};
use cdn_refresh_tasks::time::{Instant, Reading, read};
use random::Random;
use std::collections::{BTreeMap, BTreeSet};

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const RETENTION: i64 = 72 * HOUR;
const TYPES: [&str; 6] = ["file", "directory", "regex", "preload", "block", "unblock"];
const STATUSES: [&str; 3] = ["Complete", "Refreshing", "Failed"];

fn moment(text: &str) -> Instant {
    match read(text) {
        Reading::Exact(moment) => moment,
        other => panic!("{text}: {other:?}"),
    }
}

fn now() -> Instant {
    moment("2026-11-24T08:00:00Z")
}

// ── the account ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Task {
    id: String,
    path: String,
    /// The accelerated domain it belongs to; `.wild.example.com` owns every host below.
    domain: &'static str,
    object_type: &'static str,
    status: &'static str,
    created: i64,
}

/// The service's side, as small as it can be: filters and pages over tasks in memory.
struct Account {
    tasks: Vec<Task>,
    start_counts: bool,
    end_counts: bool,
}

const DOMAINS: [&str; 4] = ["a.example.com", "b.example.com", ".wild.example.com", "c.example.cn"];

impl Account {
    fn random(random: &mut Random, now: Instant) -> Account {
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
    fn matching<'t>(&'t self, request: &TaskRequest) -> Vec<&'t Task> {
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

fn row(task: &Task) -> Row<'_> {
    Row {
        task_id: &task.id,
        object_path: &task.path,
        object_type: task.object_type,
        status: task.status,
        creation_time: Instant::from_ms(task.created),
    }
}

/// Carries `plan` out: every list to its last page. Answers the rows that were asked for, those undecided, and the calls it took.
fn carry_out<'t>(plan: &Plan, account: &'t Account) -> (Vec<&'t Task>, usize, u64) {
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

// ── random questions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

#[derive(Debug, Default)]
struct Wanted {
    ids: Option<BTreeSet<String>>,
    paths: Option<BTreeSet<String>>,
    domains: Option<BTreeSet<&'static str>>,
    types: Option<BTreeSet<&'static str>>,
    statuses: Option<BTreeSet<&'static str>>,
    from: Option<i64>,
    to: Option<i64>,
}

fn some<T: Ord>(
    random: &mut Random,
    chances: usize,
    most: usize,
    mut make: impl FnMut(&mut Random) -> T,
) -> Option<BTreeSet<T>> {
    random.one_in(chances).then(|| {
        let count = 1 + random.below(most);
        (0..count).map(|_| make(random)).collect()
    })
}

impl Wanted {
    fn random(random: &mut Random, account: &Account) -> Wanted {
        let one = |random: &mut Random| match account.tasks.len() {
            0 => ("15000000001".to_owned(), "http://a.example.com/none".to_owned()),
            count => {
                let task = &account.tasks[random.below(count)];
                (task.id.clone(), task.path.clone())
            }
        };
        let from = random
            .one_in(2)
            .then(|| now().ms() - random.between(0, RETENTION - 11 * 60 * SECOND));
        Wanted {
            ids: some(random, 3, 30, |random| one(random).0),
            paths: some(random, 3, 60, |random| one(random).1),
            domains: some(random, 3, 3, |random| *random.pick(&DOMAINS)),
            types: some(random, 2, 6, |random| {
                if random.one_in(12) {
                    "IgnoreParams"
                } else {
                    *random.pick(&TYPES)
                }
            }),
            statuses: some(random, 3, 2, |random| {
                if random.one_in(6) {
                    "Canceled"
                } else {
                    *random.pick(&STATUSES)
                }
            }),
            from,
            to: random
                .one_in(3)
                .then(|| from.unwrap_or(now().ms() - 24 * HOUR) + random.between(1, 20 * HOUR)),
        }
    }

    fn query(&self) -> Query<'static> {
        let asked = |values: &Option<BTreeSet<String>>| {
            values
                .as_ref()
                .map_or(Asked::Any, |values| values.iter().cloned().collect())
        };
        let words = |values: &Option<BTreeSet<&'static str>>| {
            values
                .as_ref()
                .map_or(Asked::Any, |values| values.iter().copied().collect())
        };
        let given = |moment: Option<i64>| moment.map(|ms| Given::Moment(Instant::from_ms(ms)));
        Query {
            task_ids: asked(&self.ids),
            object_paths: asked(&self.paths),
            domain_names: words(&self.domains),
            object_types: words(&self.types),
            statuses: words(&self.statuses),
            from: given(self.from),
            to: given(self.to),
            ..Query::default()
        }
    }

    fn wants(&self, task: &Task) -> bool {
        fn holds<T: Ord + ?Sized>(set: &Option<BTreeSet<impl std::borrow::Borrow<T> + Ord>>, value: &T) -> bool {
            set.as_ref().is_none_or(|set| set.contains(value))
        }
        holds::<str>(&self.ids, &task.id)
            && holds::<str>(&self.paths, &task.path)
            && holds::<str>(&self.domains, task.domain)
            && holds::<str>(&self.types, task.object_type)
            && holds::<str>(&self.statuses, task.status)
            && self
                .from
                .is_none_or(|from| from.div_euclid(SECOND) * SECOND <= task.created)
            && self
                .to
                .is_none_or(|to| task.created < -(-to).div_euclid(SECOND) * SECOND)
    }
}

fn options(random: &mut Random) -> PlanOptions {
    PlanOptions {
        route: random.one_in(2).then(|| *random.pick(&Route::ALL)),
        window_seconds: random
            .one_in(4)
            .then(|| u32::try_from(random.between(600, 200_000)).unwrap()),
        order: if random.one_in(2) { Order::Newest } else { Order::Oldest },
        ..PlanOptions::default()
    }
}

fn draft_of(request: &TaskRequest) -> Draft<'static> {
    request
        .params()
        .map(|(name, value)| (name, value.into_owned()))
        .collect()
}

// ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn every_planned_request_is_valid_from_not_before_to_not_after() {
    let mut planned = 0;
    random::each(600, |random| {
        let account = Account::random(random, now());
        let wanted = Wanted::random(random, &account);
        let mut query = wanted.query();
        if random.one_in(5) {
            query.resource_group_id = Some(Given::Text("rg-acfm".into()));
        }
        let now = now().plus_ms(random.between(0, 999));
        let plan = plan(&query, now, &options(random));
        let every = (plan.len() / 50).max(1);
        for call in plan.calls().step_by(every) {
            planned += 1;
            assert_eq!(call.request.operation(), call.operation);
            let options = Options {
                operation: call.operation,
                ..Options::default()
            };
            let draft = draft_of(&call.request);
            for at in [
                call.not_before,
                call.not_after.unwrap_or(call.not_before.plus_ms(10 * RETENTION)),
            ] {
                let checked = check(&draft, at, &options);
                assert_eq!(
                    checked.request.as_ref(),
                    Some(&call.request),
                    "{at:?} {:?}",
                    checked.diagnostics
                );
                let known = ["NearRetention", "ObjectPathWithoutScheme"];
                assert!(
                    checked.diagnostics.iter().all(|told| known.contains(&told.code)),
                    "{at:?} {:?}",
                    checked.diagnostics
                );
            }
            assert!(call.not_before >= now);
            assert!(
                call.not_after
                    .is_none_or(|last| last >= call.not_before.plus_ms(60 * SECOND))
            );
        }
    });
    assert!(planned > 0);
}

#[test]
fn carried_out_a_safe_plan_finds_exactly_what_was_asked() {
    let mut routes: BTreeMap<Route, usize> = BTreeMap::new();
    random::each(400, |random| {
        let account = Account::random(random, now());
        let wanted = Wanted::random(random, &account);
        let plan = plan(&wanted.query(), now(), &options(random));
        if !plan.ok() {
            return;
        }
        let (found, undecided, _) = carry_out(&plan, &account);
        let found: Vec<&Task> = found.into_iter().collect();
        let distinct: BTreeSet<&Task> = found.iter().copied().collect();
        assert_eq!(distinct.len(), found.len(), "delivered twice");
        let oldest = plan
            .windows
            .get(0)
            .map_or(now().ms() - RETENTION, |window| window.start().ms());
        let expected: BTreeSet<&Task> = account
            .tasks
            .iter()
            .filter(|task| wanted.wants(task) && oldest <= task.created && task.created <= now().ms())
            // The current second is not over: a list ends before it, by id it is there.
            .filter(|task| plan.route == Route::ById || task.created < now().ms())
            .collect();
        let safe = plan
            .routes
            .iter()
            .any(|candidate| candidate.route == plan.route && candidate.safe);
        if safe {
            assert_eq!(undecided, 0, "{plan:?}");
            assert_eq!(distinct, expected, "{wanted:?} {plan:?}");
        } else {
            assert!(distinct.is_subset(&expected), "{wanted:?} {plan:?}");
            assert!(
                plan.diagnostics.iter().any(|told| told.code == "UnprovenRoute"),
                "{plan:?}"
            );
        }
        *routes.entry(plan.route).or_default() += 1;
    });
    assert_eq!(routes.len(), 4, "every route was taken: {routes:?}");
}

#[test]
fn prices_are_true() {
    let mut bounded = 0;
    random::each(400, |random| {
        let account = Account::random(random, now());
        let wanted = Wanted::random(random, &account);
        let query = wanted.query();
        let mut options = options(random);
        let at_rate = u32::try_from(random.between(100, 50_000)).unwrap();
        options.list_rate = Rate::per_thousand_seconds(at_rate).unwrap();
        // The volume as it is in the range that is asked.
        let probe = plan(
            &Query {
                from: query.from.clone(),
                to: query.to.clone(),
                ..Query::default()
            },
            now(),
            &PlanOptions::default(),
        );
        let Some(whole) = probe.windows.whole() else { return };
        let rows = account
            .tasks
            .iter()
            .filter(|task| whole.holds(Instant::from_ms(task.created).unwrap()))
            .count();
        if random.one_in(2) {
            options.rows_per_hour =
                Some((u64::try_from(rows).unwrap() * 3600).div_ceil(u64::try_from(whole.seconds()).unwrap()));
        }
        let plan = plan(&query, now(), &options);
        if !plan.ok() {
            return;
        }
        let price = plan
            .routes
            .iter()
            .find(|candidate| candidate.route == plan.route)
            .unwrap()
            .price;
        let (_, _, calls) = carry_out(&plan, &account);
        assert!(price.calls.least <= calls, "{price:?} {calls} {plan:?}");
        if let Some(most) = price.calls.most {
            bounded += 1;
            assert!(calls <= most, "{price:?} {calls} {plan:?}");
        }
        assert_eq!(price.calls.least, u64::try_from(plan.len()).unwrap());
        // Evenly spaced calls at the given rate.
        if plan.route != Route::ById {
            let spaced = (calls - 1) * 1_000_000 / u64::from(at_rate);
            assert!(price.time.least <= spaced + 1, "{price:?} {spaced}");
        }
    });
    assert!(bounded > 0);
}

#[test]
fn auto_takes_the_cheapest_safe_route_and_a_forced_one_is_obeyed_or_refused() {
    random::each(600, |random| {
        let account = Account::random(random, now());
        let wanted = Wanted::random(random, &account);
        let mut options = options(random);
        options.rows_per_hour = Some(u64::try_from(random.between(0, 20_000)).unwrap());
        let plan = plan(&wanted.query(), now(), &options);
        let errors: Vec<&str> = plan
            .diagnostics
            .iter()
            .filter(|told| told.severity == Severity::Error)
            .map(|told| told.code)
            .collect();
        assert_eq!(plan.ok(), errors.is_empty());
        if !plan.ok() {
            assert_eq!((plan.len(), plan.windows.len()), (0, 0), "{plan:?}");
            assert!(
                errors
                    .iter()
                    .all(|code| ["RouteNotPossible", "InvalidTime", "InvalidEndTime.Mismatch"].contains(code)),
                "{errors:?}"
            );
            return;
        }
        for candidate in &plan.routes {
            let calls = candidate.price.calls;
            assert!(
                calls.expected.is_none_or(|expected| calls.least <= expected),
                "{candidate:?}"
            );
            assert!(
                calls
                    .most
                    .is_none_or(|most| calls.expected.is_none_or(|expected| expected <= most)),
                "{candidate:?}"
            );
        }
        let chosen = plan
            .routes
            .iter()
            .find(|candidate| candidate.route == plan.route)
            .unwrap();
        match options.route {
            Some(route) => assert_eq!(plan.route, route),
            None => {
                for other in plan
                    .routes
                    .iter()
                    .filter(|other| other.safe && other.price.time.expected.is_some())
                {
                    assert!(
                        chosen.price.time.expected <= other.price.time.expected || !chosen.safe,
                        "{plan:?}"
                    );
                }
                assert!(
                    chosen.safe || plan.routes.iter().all(|candidate| !candidate.safe),
                    "{plan:?}"
                );
            }
        }
        let lists = plan.lists()
            * if plan.route == Route::ById {
                1
            } else {
                plan.windows.len()
            };
        assert_eq!(plan.len(), lists);
        let distinct: BTreeSet<String> = plan.calls().map(|call| call.request.to_string()).collect();
        assert_eq!(distinct.len(), plan.len(), "a call twice");
    });
}
