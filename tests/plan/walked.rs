//! What a walk asks of its plan while it runs: a price once the volume is known, the same plan later, pages of parts of its windows.

use cdn_refresh_tasks::plan::{PlanOptions, Query, Route, Window, plan};
use cdn_refresh_tasks::request::Given;
use cdn_refresh_tasks::time::Instant;

const MINUTE: i64 = 60_000;

fn now() -> Instant {
    Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap()
}

#[test]
fn the_first_total_count_settles_an_unknown_volume() {
    let query = Query {
        object_paths: (0..100)
            .map(|number| format!("http://www.example.com/{number}.js"))
            .collect(),
        ..Query::default()
    };
    let scan = plan(&query, now(), &PlanOptions::default());
    assert_eq!(scan.route, Route::Scan);
    // As cheap as reckoned: it stays. Far more rows: one list per path is cheaper now.
    assert_eq!(scan.settled(1500), None);
    let by_path = scan.settled(300_000).unwrap();
    assert_eq!((by_path.route, by_path.len()), (Route::ByPath, 100));
    // What was asked for stays, and what is certain needs no settling.
    let forced = PlanOptions {
        route: Some(Route::Scan),
        ..PlanOptions::default()
    };
    assert_eq!(plan(&query, now(), &forced).settled(300_000), None);
    assert_eq!(by_path.settled(1), None);
}

#[test]
fn a_plan_can_be_made_again_at_the_start_of_the_walk() {
    let query = Query::since(now().plus_ms(-60 * MINUTE));
    let planned = plan(&query, now(), &PlanOptions::default());
    let later = planned.at(now().plus_ms(90_500));
    let ends = [&planned, &later].map(|plan| plan.windows.whole().unwrap());
    assert_eq!(ends[0].start(), ends[1].start());
    assert_eq!(ends[1].end(), now().plus_ms(90_000));
    // The retention has slid over a third of the hour.
    let much_later = planned.at(now().plus_ms((71 * 60 + 20) * MINUTE));
    let slid = much_later.windows.whole().unwrap();
    assert!(
        slid.start() > ends[0].start() && slid.start_time() == slid.start(),
        "{slid:?}"
    );
    assert_eq!(
        much_later.diagnostics.first().map(|told| told.code),
        Some("OutsideRetention")
    );
}

#[test]
fn pages_of_parts_of_windows_can_be_asked_for() {
    let query = Query {
        domain_names: ["a.com", "b.com"].into(),
        object_types: ["file", "preload"].into(),
        statuses: ["Failed"].into(),
        resource_group_id: Some(Given::Text("rg-acfm".into())),
        ..Query::since(now().plus_ms(-60 * MINUTE))
    };
    let plan = plan(&query, now(), &PlanOptions::default());
    let whole = plan.windows.whole().unwrap();
    let older = Window::new(whole.start(), whole.start().plus_ms(30 * MINUTE), whole.start_time()).unwrap();
    assert_eq!(
        plan.request(2, Some(older), 7).unwrap().to_string(),
        "DescribeRefreshTasks PageNumber=7 ObjectType=file DomainName=b.com Status=Failed PageSize=100 \
         StartTime=2026-11-24T06:59:59Z EndTime=2026-11-24T07:30:00Z ResourceGroupId=rg-acfm"
    );
    assert_eq!(plan.list_name(2), "DomainName=b.com ObjectType=file");
    for (list, window, page) in [
        (4, Some(older), 1),
        (0, None, 1),
        (0, Some(older), 0),
        (0, Some(older), 100_001),
    ] {
        assert_eq!(plan.request(list, window, page), None, "{list} {window:?} {page}");
    }
}
