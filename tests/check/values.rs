//! Values of every kind that a host may hand in: what is found wrong with them, and what is offered instead.

use cdn_refresh_tasks::contract::Operation;
use cdn_refresh_tasks::request::{Checked, Draft, Edit, Fix, Flaw, Given, Options, Value, check};
use cdn_refresh_tasks::time::Instant;

fn now() -> Instant {
    Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap()
}

fn checked(draft: &Draft<'_>) -> Checked {
    check(draft, now(), &Options::default())
}

fn text(text: &str) -> Given<'_> {
    Given::Text(text.into())
}

fn number(text: &str) -> Given<'_> {
    Given::Number(text.into())
}

/// What each fix sets, in order.
fn offered(fixes: &[Fix]) -> Vec<String> {
    let sets = fixes.iter().flat_map(|fix| &fix.edits).filter_map(|edit| match edit {
        Edit::Set { value, .. } => Some(value),
        Edit::Remove { .. } => None,
    });
    sets.map(Value::to_string).collect()
}

#[test]
fn numbers_are_out_of_range_or_none_at_all() {
    const RANGE: &str = "InvalidPageSize.ValueNotSupported";
    const FORM: &str = "InvalidPageSize.Malformed";
    for (given, code, instead) in [
        (number("0"), RANGE, &["1"][..]),
        (number("-3"), RANGE, &["1"]),
        (number("1e+21"), RANGE, &["100"]),
        (number("1.5e+21"), RANGE, &["100"]),
        (number("-1e+21"), RANGE, &["1"]),
        (number("1.5"), FORM, &[]),
        (number("1e-7"), FORM, &[]),
        (number("Infinity"), FORM, &[]),
        // Typed, it is no number that the service reads.
        (text("1e+21"), FORM, &[]),
        (text("-1e+21"), FORM, &[]),
        (text("2e1"), FORM, &["20"]),
        (text("1e12"), FORM, &[]),
        (text("01e1"), FORM, &[]),
        (text("2e"), FORM, &[]),
    ] {
        let checked = checked(&Draft::new().with("PageSize", given.clone()));
        let [told] = &checked.diagnostics[..] else {
            panic!("{given:?}: {checked:?}")
        };
        assert_eq!(told.code, code, "{given:?}");
        assert_eq!(offered(&told.fixes), instead, "{given:?}");
    }
}

#[test]
fn a_parameter_that_the_operation_does_not_take_is_not_what_was_meant() {
    for (operation, renamed) in [
        (Operation::DescribeRefreshTasks, &["20"][..]),
        (Operation::DescribeRefreshTaskById, &[]),
    ] {
        let options = Options {
            operation,
            ..Options::default()
        };
        let checked = check(&Draft::new().with("page_sise", text("20")), now(), &options);
        let told = checked
            .diagnostics
            .iter()
            .find(|told| told.params == ["page_sise"])
            .unwrap();
        assert_eq!(offered(&told.fixes), renamed, "{operation:?} {checked:?}");
        assert_eq!(
            format!("{told:?}").contains("PageSize"),
            !renamed.is_empty(),
            "{told:?}"
        );
    }
}

#[test]
fn a_task_id_is_as_long_as_a_number_can_be_without_losing_digits() {
    for (given, valid) in [
        (number("9007199254740991"), true),
        (number("9007199254740992"), false),
        (text("9007199254740992"), true),
    ] {
        let checked = checked(&Draft::new().with("TaskId", given.clone()));
        assert_eq!(checked.request.is_some(), valid, "{given:?}");
    }
}

#[test]
fn a_range_that_is_too_old_is_mended_wherever_it_ends() {
    // What is offered, one repair after the other.
    let of = |end: &str| {
        let draft = [("StartTime", "2026-11-21T00:00:00Z"), ("EndTime", end)]
            .into_iter()
            .collect();
        let told = checked(&draft).diagnostics;
        told.iter().flat_map(|told| offered(&told.fixes)).collect::<Vec<_>>()
    };
    let now = "2026-11-24T08:00:00Z";
    let earliest = &of(now)[0];
    assert_eq!(of(now), ["2026-11-21T08:10:01Z"]);
    // From there on nothing would be left of it.
    assert_eq!(of(earliest), [earliest.as_str(), now]);
}

#[test]
fn of_a_repeated_parameter_each_value_is_offered_once() {
    for (first, last, instead) in [("20", "30", &["20", "30"][..]), ("20", "20", &["20"])] {
        let draft: Draft<'_> = [("PageSize", first), ("PageSize", last)].into_iter().collect();
        let checked = checked(&draft);
        assert_eq!(offered(&checked.diagnostics[0].fixes), instead, "{first} {last}");
    }
}

#[test]
fn a_moment_between_two_seconds_is_offered_as_a_whole_one() {
    let at = |minutes: i64, ms: i64| Given::Moment(Some(now().plus_ms(minutes * 60_000 + ms)));
    let draft = Draft::new().with("StartTime", at(-60, 123)).with("EndTime", at(-30, 0));
    let checked = checked(&draft);
    let all: Vec<String> = checked
        .diagnostics
        .iter()
        .flat_map(|told| offered(&told.fixes))
        .collect();
    assert!(all.contains(&"2026-11-24T07:00:00Z".to_owned()), "{checked:?}");
}

#[test]
fn a_host_has_letters_of_any_language_and_no_punctuation() {
    for (path, valid) in [
        ("http://例子.中国/a", true),
        ("http://münchen.de/a", true),
        ("http://münchen×.de/a", false),
        ("http://☃.net/a", true),
        ("http://example。com/a", false),
        ("http://例子，中国/a", false),
        ("http://例子\u{3000}.com/a", false),
        ("http://example.com:8080/a", true),
        ("http://example.com:808080/a", false),
        ("http://example.com:80a/a", false),
        ("http://example.com:/a", false),
        ("example.com:/a", false),
    ] {
        let draft = [("ObjectPath", path)].into_iter().collect();
        assert_eq!(checked(&draft).request.is_some(), valid, "{path}");
    }
}

#[test]
fn what_the_host_could_not_hand_on_is_told_and_nothing_is_sent() {
    let mut draft = Draft::new().with("PageSize", text("20"));
    assert!(checked(&draft).request.is_some());
    draft.push_flaw(Flaw::Draft("array".to_owned()));
    let checked = checked(&draft);
    assert!(
        checked.request.is_none() && checked.diagnostics[0].message.contains("array"),
        "{checked:?}"
    );
}

#[test]
fn a_key_of_up_to_256_bytes_is_shown() {
    for (length, shown) in [(255, 1), (256, 1), (257, 0)] {
        let key = "x".repeat(length);
        let draft = [(key.as_str(), "1")].into_iter().collect();
        let params: usize = checked(&draft).diagnostics.iter().map(|told| told.params.len()).sum();
        assert_eq!(params, shown, "{length}");
    }
}

#[test]
fn a_request_is_shown_as_it_is_sent() {
    let draft = [("PageSize", "20"), ("ObjectType", "file")].into_iter().collect();
    let request = checked(&draft).request.unwrap();
    assert_eq!(format!("{request:?}"), format!("TaskRequest({request})"));
    assert!(request.to_string().contains("PageSize=20"), "{request}");
}
