//! Questions with known answers: the route, its price, the reasons, what is told.

use cdn_refresh_tasks::contract::Locale;
use cdn_refresh_tasks::plan::{Asked, PlanOptions, Query, Route, plan};
use cdn_refresh_tasks::request::Given;
use cdn_refresh_tasks::time::Instant;
use expect_test::{Expect, expect};
use std::fmt::Write;

const MINUTE: i64 = 60_000;

fn now() -> Instant {
    Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap()
}

fn many(count: usize, make: impl Fn(usize) -> String) -> Asked<'static> {
    (0..count).map(make).collect()
}

/// The plan in lines: what is told, the routes, the first and the last call.
#[track_caller]
fn asks(query: &Query<'_>, options: &PlanOptions, expected: Expect) {
    let plan = plan(query, now(), options);
    let mut text = String::new();
    for told in &plan.diagnostics {
        writeln!(
            text,
            "{:?} {} {:?} {}",
            told.severity, told.code, told.params, told.message
        )
        .unwrap();
    }
    for candidate in &plan.routes {
        let price = candidate.price;
        let number = |number: Option<u64>| number.map_or("?".to_owned(), |number| number.to_string());
        let mark = if candidate.route == plan.route { '>' } else { ' ' };
        writeln!(
            text,
            "{mark} {:7} {} {}/{}/{} calls {}/{} ms: {}",
            candidate.route.name(),
            if candidate.safe { "safe  " } else { "unsafe" },
            price.calls.least,
            number(price.calls.expected),
            number(price.calls.most),
            price.time.least,
            number(price.time.expected),
            candidate.because,
        )
        .unwrap();
    }
    let count = plan.len();
    writeln!(text, "{count} calls").unwrap();
    for index in if count > 1 {
        vec![0, count - 1]
    } else {
        (0..count).collect()
    } {
        writeln!(text, "{index}: {}", plan.call(index).unwrap().request).unwrap();
    }
    expected.assert_eq(&text);
}

#[test]
fn three_thousand_urls_submitted_ten_minutes_ago() {
    let query = Query {
        object_paths: many(3000, |number| format!("http://www.example.com/{number}.js")),
        ..Query::since(now().plus_ms(-10 * MINUTE))
    };
    asks(
        &query,
        &PlanOptions::default(),
        expect![[r#"
            Notice LocalFilter ["objectPaths"] the service is not asked for `objectPaths`: its answers are filtered here
              by-path safe   3000/3000/? calls 749750/749750 ms: one list per path: 3000, windows: 1; not chosen: `scan` is cheaper
            > scan    safe   1/30/? calls 0/7250 ms: one list of the whole account, windows: 1; volume unknown, reckoned with 3000 tasks until the first TotalCount settles it; filtered here by `objectPaths`; chosen: the cheapest that is safe
            1 calls
            0: DescribeRefreshTasks PageNumber=1 PageSize=100 StartTime=2026-11-24T07:49:59Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
    let stated = PlanOptions {
        rows_per_hour: Some(18_000),
        ..PlanOptions::default()
    };
    asks(
        &query,
        &stated,
        expect![[r#"
            Notice LocalFilter ["objectPaths"] the service is not asked for `objectPaths`: its answers are filtered here
              by-path safe   3000/3000/? calls 749750/749750 ms: one list per path: 3000, windows: 1; not chosen: `scan` is cheaper
            > scan    safe   2/30/62 calls 250/7250 ms: one list of the whole account, windows: 2, about 3000 tasks; filtered here by `objectPaths`; chosen: the cheapest that is safe
            2 calls
            0: DescribeRefreshTasks PageNumber=1 PageSize=100 StartTime=2026-11-24T07:49:59Z EndTime=2026-11-24T07:55:00Z
            1: DescribeRefreshTasks PageNumber=1 PageSize=100 StartTime=2026-11-24T07:54:59Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
}

#[test]
fn a_route_that_costs_as_much_is_not_called_dearer() {
    let query = Query {
        object_paths: ["http://www.example.com/a.js"].into(),
        ..Query::since(now().plus_ms(-10 * MINUTE))
    };
    let few = PlanOptions {
        rows_per_hour: Some(6),
        ..PlanOptions::default()
    };
    asks(
        &query,
        &few,
        expect![[r#"
        > by-path safe   1/1/? calls 0/0 ms: one list per path: 1, windows: 1; chosen: the cheapest that is safe
          scan    safe   1/1/2 calls 0/0 ms: one list of the whole account, windows: 1, about 1 tasks; filtered here by `objectPaths`; not chosen: `by-path` costs no more
        1 calls
        0: DescribeRefreshTasks ObjectPath=http://www.example.com/a.js PageNumber=1 PageSize=100 StartTime=2026-11-24T07:49:59Z EndTime=2026-11-24T08:00:00Z
    "#]],
    );
}

#[test]
fn fifty_domains() {
    let query = Query {
        domain_names: many(50, |number| format!("d{number}.example.com")),
        ..Query::default()
    };
    asks(
        &query,
        &PlanOptions::default(),
        expect![[r#"
            Notice LocalFilter ["domainNames"] the service is not asked for `domainNames`: its answers are filtered here
              fan-out unsafe 300/?/? calls 74750/? ms: one list per domain and type: 300, windows: 1; volume unknown, reckoned with 1000 tasks until the first TotalCount settles it; not safe: tasks of a type that cannot be asked for would be missed; `objectTypes` does not rule them out
            > scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 2000 tasks until the first TotalCount settles it; filtered here by `domainNames`; chosen: the cheapest that is safe
            1 calls
            0: DescribeRefreshTasks PageNumber=1 PageSize=100 StartTime=2026-11-21T08:01:05Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
    let forced = PlanOptions {
        route: Some(Route::FanOut),
        ..PlanOptions::default()
    };
    asks(
        &query,
        &forced,
        expect![[r#"
            Warning UnprovenRoute ["route"] route `fan-out` cannot prove its answer whole: tasks of a type that cannot be asked for would be missed; `objectTypes` does not rule them out
            > fan-out unsafe 300/?/? calls 74750/? ms: one list per domain and type: 300, windows: 1; volume unknown, reckoned with 1000 tasks until the first TotalCount settles it; chosen because it was asked for; not safe: tasks of a type that cannot be asked for would be missed; `objectTypes` does not rule them out
              scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 2000 tasks until the first TotalCount settles it; filtered here by `domainNames`; not chosen: `fan-out` was asked for
            300 calls
            0: DescribeRefreshTasks PageNumber=1 ObjectType=file DomainName=d0.example.com PageSize=100 StartTime=2026-11-21T08:02:15Z EndTime=2026-11-24T08:00:00Z
            299: DescribeRefreshTasks PageNumber=1 ObjectType=unblock DomainName=d49.example.com PageSize=100 StartTime=2026-11-21T08:02:15Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
    let busy = PlanOptions {
        rows_per_hour: Some(4000),
        ..PlanOptions::default()
    };
    asks(
        &query,
        &busy,
        expect![[r#"
            Notice LocalFilter ["domainNames"] the service is not asked for `domainNames`: its answers are filtered here
            Notice CheaperRoute ["objectTypes", "route"] route `fan-out` may take as few as 300 calls instead of about 2880, but tasks of a type that cannot be asked for would be missed; `objectTypes` does not rule them out
              fan-out unsafe 300/1500/3176 calls 74750/374750 ms: one list per domain and type: 300, windows: 1, about 143759 tasks; not safe: tasks of a type that cannot be asked for would be missed; `objectTypes` does not rule them out
            > scan    safe   144/2880/5891 calls 35750/719750 ms: one list of the whole account, windows: 144, about 287334 tasks; filtered here by `domainNames`; chosen: the cheapest that is safe
            144 calls
            0: DescribeRefreshTasks PageNumber=1 PageSize=100 StartTime=2026-11-21T08:10:00Z EndTime=2026-11-21T08:39:56Z
            143: DescribeRefreshTasks PageNumber=1 PageSize=100 StartTime=2026-11-24T07:30:27Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
}

#[test]
fn ten_thousand_ids() {
    let query = Query {
        task_ids: many(10_000, |number| format!("15{number:09}")),
        ..Query::default()
    };
    asks(
        &query,
        &PlanOptions::default(),
        expect![[r#"
            > by-id   safe   1000/1000/121000 calls 41625/41625 ms: ids: 10000, up to 10 in a call, on a quota of their own; chosen: the cheapest that is safe
              scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 100000 tasks until the first TotalCount settles it; filtered here by `taskIds`; not chosen: `by-id` is cheaper
            1000 calls
            0: DescribeRefreshTaskById TaskId=15000000000,15000000001,15000000002,15000000003,15000000004,15000000005,15000000006,15000000007,15000000008,15000000009
            999: DescribeRefreshTaskById TaskId=15000009990,15000009991,15000009992,15000009993,15000009994,15000009995,15000009996,15000009997,15000009998,15000009999
        "#]],
    );
}

#[test]
fn failed_tasks_of_two_domains_and_a_type() {
    let query = Query {
        domain_names: ["WWW.example.com", "普通话.cn"].into(),
        object_types: ["File"].into(),
        statuses: ["Failed"].into(),
        ..Query::default()
    };
    asks(
        &query,
        &PlanOptions::default(),
        expect![[r#"
            Notice ReadAs ["domainNames"] `domainNames`: `WWW.example.com` was read as `www.example.com`, and 1 more like it
            Notice ReadAs ["objectTypes"] `objectTypes`: `File` was read as `file`
            > fan-out safe   2/?/? calls 250/? ms: one list per domain and type: 2, windows: 1; volume unknown, reckoned with 1000 tasks until the first TotalCount settles it; chosen: the cheapest that is safe
              scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 2000 tasks until the first TotalCount settles it; filtered here by `domainNames`, `objectTypes`, `statuses`; not chosen: `fan-out` is cheaper
            2 calls
            0: DescribeRefreshTasks PageNumber=1 ObjectType=file DomainName=www.example.com Status=Failed PageSize=100 StartTime=2026-11-21T08:01:03Z EndTime=2026-11-24T08:00:00Z
            1: DescribeRefreshTasks PageNumber=1 ObjectType=file DomainName=xn--tkv464f82c.cn Status=Failed PageSize=100 StartTime=2026-11-21T08:01:03Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
    let chinese = PlanOptions {
        locale: Locale::Zh,
        ..PlanOptions::default()
    };
    asks(
        &query,
        &chinese,
        expect![[r#"
            Notice ReadAs ["domainNames"] `domainNames`：`WWW.example.com` 已按 `www.example.com` 处理，另有 1 处同类情况
            Notice ReadAs ["objectTypes"] `objectTypes`：`File` 已按 `file` 处理
            > fan-out safe   2/?/? calls 250/? ms: 逐个域名、逐个类型查询，列表数：2，时间窗口数：1；任务量未知，暂按 1000 条估算，以首次返回的 TotalCount 为准；已选用：安全且开销最低
              scan    safe   1/?/? calls 0/? ms: 查询整个账号，时间窗口数：1；任务量未知，暂按 2000 条估算，以首次返回的 TotalCount 为准；在本地按 `domainNames`, `objectTypes`, `statuses` 筛选；未选用：`fan-out` 开销更低
            2 calls
            0: DescribeRefreshTasks PageNumber=1 ObjectType=file DomainName=www.example.com Status=Failed PageSize=100 StartTime=2026-11-21T08:01:03Z EndTime=2026-11-24T08:00:00Z
            1: DescribeRefreshTasks PageNumber=1 ObjectType=file DomainName=xn--tkv464f82c.cn Status=Failed PageSize=100 StartTime=2026-11-21T08:01:03Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
}

#[test]
fn states_that_the_service_lacks() {
    let query = Query {
        object_types: ["file"].into(),
        statuses: ["Canceled", "timeout", "Refreshing"].into(),
        ..Query::default()
    };
    asks(
        &query,
        &PlanOptions::default(),
        expect![[r#"
            Notice ReadAs ["statuses"] `statuses`: `timeout` was read as `Timeout`
            Notice LocalFilter ["statuses"] the service is not asked for `statuses`: its answers are filtered here
            Notice VolatileStatus ["statuses"] the status `Refreshing` is not sent: rows would leave the list while it is paged
            > fan-out safe   1/?/? calls 0/? ms: one list per type: 1, windows: 1; volume unknown, reckoned with 1000 tasks until the first TotalCount settles it; filtered here by `statuses`; chosen: the cheapest that is safe
              scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 2000 tasks until the first TotalCount settles it; filtered here by `objectTypes`, `statuses`; not chosen: `fan-out` is cheaper
            1 calls
            0: DescribeRefreshTasks PageNumber=1 ObjectType=file PageSize=100 StartTime=2026-11-21T08:01:03Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
}

#[test]
fn ids_and_domains_together() {
    let query = Query {
        task_ids: ["15423123921"].into(),
        domain_names: ["example.com"].into(),
        from: Some(Given::Text("2026-11-20T00:00:00Z".into())),
        ..Query::default()
    };
    asks(
        &query,
        &PlanOptions::default(),
        expect![[r#"
            Warning OutsideRetention ["from"] only the last 3 days can be asked for: 2026-11-20T00:00:00Z to 2026-11-21T08:01:00Z is out of reach
            Notice LocalFilter ["domainNames", "from"] the service is not asked for `domainNames`, `from`: its answers are filtered here
            > by-id   safe   1/1/13 calls 0/0 ms: ids: 1, up to 10 in a call, on a quota of their own; filtered here by `domainNames`, `from`; chosen: the cheapest that is safe
              fan-out unsafe 6/?/? calls 1250/? ms: one list per domain and type: 6, windows: 1; volume unknown, reckoned with 1000 tasks until the first TotalCount settles it; filtered here by `taskIds`; not safe: tasks of a type that cannot be asked for would be missed; `objectTypes` does not rule them out
              scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 2000 tasks until the first TotalCount settles it; filtered here by `taskIds`, `domainNames`; not chosen: `by-id` is cheaper
            1 calls
            0: DescribeRefreshTaskById TaskId=15423123921
        "#]],
    );
}

#[test]
fn nothing_asked_is_everything() {
    asks(
        &Query::default(),
        &PlanOptions::default(),
        expect![[r#"
            > scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 2000 tasks until the first TotalCount settles it; chosen: the cheapest that is safe
            1 calls
            0: DescribeRefreshTasks PageNumber=1 PageSize=100 StartTime=2026-11-21T08:01:05Z EndTime=2026-11-24T08:00:00Z
        "#]],
    );
    let by_id = PlanOptions {
        route: Some(Route::ById),
        ..PlanOptions::default()
    };
    asks(
        &Query::default(),
        &by_id,
        expect![[r#"
            Error RouteNotPossible ["route"] route `by-id` cannot answer this question: it needs `taskIds`
              scan    safe   1/?/? calls 0/? ms: one list of the whole account, windows: 1; volume unknown, reckoned with 2000 tasks until the first TotalCount settles it; not chosen: `by-id` was asked for
            0 calls
        "#]],
    );
}

#[test]
fn junk() {
    let query = Query {
        task_ids: Asked::List(vec![
            Given::Text("15423123921, 15423123922".into()),
            Given::Number("15423123923".into()),
            Given::Text(" ".into()),
            Given::Text("15423123921".into()),
            Given::Text("１５４２３１２３９２４".into()),
        ]),
        object_paths: Asked::List(vec![]),
        domain_names: ["https://Example.com/a", "localhost", "also bad", "_"].into(),
        object_types: Asked::One(Given::Other("boolean".into())),
        statuses: ["done"].into(),
        other: vec!["DomainName".into(), "form".into(), "nonsense".into()],
        ..Query::default()
    };
    asks(
        &query,
        &PlanOptions::default(),
        expect![[r#"
            Notice SplitList ["taskIds"] `taskIds`: `15423123921, 15423123922` was taken apart into 2 values
            Notice ReadAs ["taskIds"] `taskIds`: the number `15423123923` was read as `15423123923`, and 1 more like it
            Notice BlankEntry ["taskIds"] `taskIds`: a blank entry was left out
            Notice DuplicateValue ["taskIds"] `taskIds`: `15423123921` is given more than once
            Error EmptyList ["objectPaths"] `objectPaths` must hold at least one value; found none
            Notice ReadAs ["domainNames"] `domainNames`: `https://Example.com/a` was read as `example.com`
            Error InvalidDomainName.Malformed ["domainNames"] `DomainName` must be one domain name, like `example.com` or `.example.com`; found `localhost`, and 3 more like it
            Notice SplitList ["domainNames"] `domainNames`: `also bad` was taken apart into 2 values
            Error InvalidQuery ["objectTypes"] `objectTypes` must be a list of texts; found `boolean`
            Warning UnknownValue ["statuses"] `statuses`: no document lists `done`
            Error UnknownParameter ["DomainName"] a query has no `DomainName`; did you mean `domainNames`?
            Error UnknownParameter ["form"] a query has no `form`; did you mean `from`?
            Error UnknownParameter ["nonsense"] a query has no `nonsense`
            0 calls
        "#]],
    );
}
