//! Which plan a walk follows: the one it was given, as at its start, until a count shows another to be cheaper.

use crate::desk::{Answer, Desk, HOUR, MINUTE, START, at, honest, since, start_with};
use cdn_refresh_tasks::contract::Given;
use cdn_refresh_tasks::plan::{Asked, PlanOptions, Query, Route, plan};
use cdn_refresh_tasks::walk::{Head, Walk, WalkOptions};

#[test]
fn up_to_now_is_up_to_the_start_of_the_walk() {
    let ends = |query: &Query<'_>| {
        let planned = plan(query, at(START), &PlanOptions::default());
        let walk = Walk::start(planned, at(START + 5 * MINUTE), WalkOptions::default());
        walk.plan().windows.whole().map(|whole| whole.end().ms() - START)
    };
    assert_eq!(ends(&since(HOUR)), Some(5 * MINUTE));
    let until = Query {
        to: Some(Given::Moment(Some(at(START - MINUTE)))),
        ..since(HOUR)
    };
    assert_eq!(ends(&until), Some(-MINUTE));
}

/// The way that is followed once the first page says how many rows there are.
fn followed(options: &PlanOptions) -> Route {
    let paths = (0..100).map(|number| format!("http://example.com/{number}.js"));
    let query = Query {
        object_paths: paths.collect::<Asked<'_>>(),
        ..since(40 * HOUR)
    };
    let (mut walk, mut desk) = (start_with(&query, options), Desk::new());
    assert_eq!(walk.plan().route, Route::Scan);
    let (id, call) = desk.send(&mut walk);
    let Answer::Page { head, rows } = honest(&[], &call) else {
        panic!()
    };
    let many = Head {
        total_count: Some(1_000_000),
        ..head
    };
    desk.hand_in(&mut walk, id, &Answer::Page { head: many, rows });
    walk.plan().route
}

#[test]
fn a_count_settles_the_plan_of_one_window_only() {
    let windows = |seconds| PlanOptions {
        window_seconds: seconds,
        ..PlanOptions::default()
    };
    assert_eq!(followed(&windows(None)), Route::ByPath);
    // The first of forty hours says nothing of the others.
    assert_eq!(followed(&windows(Some(3600))), Route::Scan);
}
