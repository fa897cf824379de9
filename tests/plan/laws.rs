//! Laws of `plan` over random questions: valid calls, whole coverage, true prices. A small account in memory carries the plans out.

use crate::account::wanted::{Wanted, draft_of, options};
use crate::account::{Account, RETENTION, SECOND, Task, carry_out, now};
use cdn_refresh_tasks::plan::{PlanOptions, Query, Rate, Route, plan};
use cdn_refresh_tasks::request::{Given, Options, Severity, check};
use cdn_refresh_tasks::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_planned_request_is_valid_from_not_before_to_not_after() {
    let mut planned = 0;
    crate::random::each(600, |random| {
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
    crate::random::each(400, |random| {
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
    crate::random::each(400, |random| {
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
    crate::random::each(600, |random| {
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
