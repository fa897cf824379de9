//! Questions and options as people and programs write them: what is read, and what is told of the rest.

use cdn_refresh_tasks::contract::{Flaw, Given, Locale};
use cdn_refresh_tasks::plan::{Asked, Order, Plan, PlanOptions, Query, Route, plan};
use cdn_refresh_tasks::request::Severity;
use cdn_refresh_tasks::time::Instant;

fn now() -> Instant {
    Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap()
}

fn planned(query: &Query<'_>) -> Plan {
    plan(query, now(), &PlanOptions::default())
}

fn text(text: &str) -> Given<'_> {
    Given::Text(text.into())
}

fn told(plan: &Plan) -> String {
    let lines = plan
        .diagnostics
        .iter()
        .map(|told| format!("{} {}", told.code, told.message));
    lines.collect::<Vec<String>>().join("\n")
}

#[test]
fn an_option_is_read_from_its_word() {
    for (name, word, expected) in [
        ("order", "oldest", Some(PlanOptions::default())),
        (
            "order",
            "newest",
            Some(PlanOptions {
                order: Order::Newest,
                ..PlanOptions::default()
            }),
        ),
        ("order", "random", None),
        (
            "route",
            "scan",
            Some(PlanOptions {
                route: Some(Route::Scan),
                ..PlanOptions::default()
            }),
        ),
        ("route", "auto", Some(PlanOptions::default())),
        ("route", "none", None),
    ] {
        let mut options = PlanOptions::default();
        options.set(name, &text(word));
        match expected {
            Some(expected) => assert_eq!(options, expected, "{name} {word}"),
            None => assert!(
                matches!(&options.flaws[..], [Flaw::Option { name: of, .. }] if *of == name),
                "{options:?}"
            ),
        }
    }
}

#[test]
fn now_is_a_moment_milliseconds_or_a_text_with_an_offset() {
    let eight = Some(now());
    for (given, expected) in [
        (Given::Moment(eight), eight),
        (Given::Moment(None), None),
        (Given::Number("1795507200000".into()), eight),
        (Given::Number("1795507200000.7".into()), eight),
        (Given::Number("NaN".into()), None),
        (text("2026-11-24T08:00:00Z"), eight),
        (text("2026-11-24T16:00:00+08:00"), eight),
        (text("2026-11-24T08:00:00"), None),
        (text("now"), None),
        (Given::Other("object".into()), None),
    ] {
        let mut options = PlanOptions::default();
        assert_eq!(options.now(&given), expected, "{given:?}");
        assert_eq!(options.flaws.is_empty(), expected.is_some(), "{given:?}");
    }
}

#[test]
fn what_is_no_query_is_told() {
    let mut query = Query::default();
    query.set("".into(), Asked::One(Given::Other("array".into())));
    let plan = planned(&query);
    assert!(!plan.ok() && told(&plan).contains("`array`"), "{}", told(&plan));
}

#[test]
fn an_empty_field_of_a_form_is_no_condition() {
    let empty = Query {
        object_types: Asked::One(text("")),
        domain_names: Asked::One(text("")),
        ..Query::default()
    };
    assert_eq!(planned(&empty), planned(&Query::default()));
}

#[test]
fn a_resource_group_is_one_whatever_stands_in_it() {
    let plan = planned(&Query {
        resource_group_id: Some(text("rg-1, rg-2")),
        ..Query::default()
    });
    assert!(!plan.ok() && told(&plan).contains("`rg-1, rg-2`"), "{}", told(&plan));
}

#[test]
fn moments_are_told_to_the_millisecond_that_was_given() {
    for (ms, shown) in [
        (0, "07:00:00Z"),
        (7, "07:00:00.007Z"),
        (40, "07:00:00.040Z"),
        (123, "07:00:00.123Z"),
        (900, "07:00:00.900Z"),
    ] {
        let from = Instant::from_civil(2026, 11, 24, 7, 0, 0).unwrap().plus_ms(ms);
        let plan = planned(&Query {
            from: Some(Given::Moment(Some(from))),
            to: Some(Given::Moment(Some(from.plus_ms(-3_600_000)))),
            ..Query::default()
        });
        assert!(
            told(&plan).contains(&format!("2026-11-24T{shown}")),
            "{shown}: {}",
            told(&plan)
        );
    }
}

#[test]
fn of_a_list_the_first_thing_that_is_wrong_decides_and_each_is_told_in_the_language_asked_for() {
    let query = Query {
        task_ids: ["1", "x", "y"].into(),
        ..Query::default()
    };
    for locale in [Locale::En, Locale::Zh] {
        let options = PlanOptions {
            locale,
            ..PlanOptions::default()
        };
        let plan = plan(&query, now(), &options);
        assert!(!plan.ok() && plan.is_empty());
        assert_eq!(plan.calls().count(), 0);
        let errors = plan.diagnostics.iter().filter(|told| told.severity == Severity::Error);
        assert_eq!(
            errors.map(|told| told.params.join(",")).collect::<Vec<_>>(),
            ["taskIds"]
        );
        let chinese = plan.diagnostics.iter().any(|told| !told.message.is_ascii());
        assert_eq!(chinese, locale == Locale::Zh, "{}", told(&plan));
    }
    assert!(!planned(&Query::default()).is_empty());
}
