//! Where `parse` decides otherwise than `JSON.parse`, what is no JSON, and what stays bounded.

use super::shown::{USUAL, check, task};
use cdn_refresh_tasks::response::{About, parse};
use expect_test::expect;

/// What parse decides otherwise than `JSON.parse` of the decoded bytes; the same table stands in the documents.
#[test]
fn decided_exceptions() {
    // Half a surrogate pair in an escape is no character: U+FFFD, told.
    check(
        task(&format!(r#"{USUAL},"Description":"a\ud800b\udc00","X":"\ud800""#)),
        &expect![[r#"
            page - -/- of -
            "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z "a�b�" {"X":"�"}
            ! LoneSurrogate ["Tasks[0].Description"] an escape names half a surrogate pair, which is no character
            ! LoneSurrogate ["Tasks[0].X"] an escape names half a surrogate pair, which is no character"#]],
    );
    // Bytes that are no UTF-8: U+FFFD, as a decoder has it, but told.
    check(
        [
            task(r#""TaskId":"1","ObjectPath":""#)
                .as_bytes()
                .strip_suffix(b"}]}}")
                .unwrap(),
            b"\xff\xe4\xb8\"}]}}",
        ]
        .concat(),
        &expect![[r#"
            page - -/- of -
            "1" "��"   Unknown
            ! InvalidUtf8 ["Tasks[0].ObjectPath"] the text holds bytes that are not UTF-8
            ! MissingMember ["Tasks[0]"] the task has no `Status`
            ! MissingMember ["Tasks[0]"] the task has no `CreationTime`
            ! MissingMember ["Tasks[0]"] the task has no `ObjectType`"#]],
    );
    // A member twice: the last one counts, as there; told.
    check(
        task(&format!(r#"{USUAL},"TaskId":"2","Status":[1],"Status":"Failed""#)),
        &expect![[r#"
            page - -/- of -
            "2" "http://a/b" file Failed Failed 2020-08-03T08:54:23Z Other None
            ! DuplicateMember ["Tasks[0].TaskId"] `TaskId` occurs more than once
            ! DuplicateMember ["Tasks[0].Status"] `Status` occurs more than once
            ! UnreadableValue ["Tasks[0].Status"] expected text, found `[1]`
            ! DuplicateMember ["Tasks[0].Status"] `Status` occurs more than once"#]],
    );
    check(
        r#"{"Tasks":[{"TaskId":"1"}],"TotalCount":1,"Tasks":[],"TotalCount":2}"#,
        &expect![[r#"
            page - -/- of 2
            ! MissingMember ["Tasks[0]"] the task has no `Status`
            ! MissingMember ["Tasks[0]"] the task has no `CreationTime`
            ! MissingMember ["Tasks[0]"] the task has no `ObjectType`
            ! MissingMember ["Tasks[0]"] the task has no `ObjectPath`
            ! DuplicateMember ["Tasks"] `Tasks` occurs more than once
            ! DuplicateMember ["TotalCount"] `TotalCount` occurs more than once"#]],
    );
    // A number that a double does not hold: text in `extra`.
    check(
        r#"{"Tasks":[],"Big":[9007199254740993,9007199254740991,0.1,1e400,1e-400,123456789012345678]}"#,
        &expect![[r#"
            page - -/- of - {"Big":["9007199254740993",9007199254740991,0.1,"1e400","1e-400","123456789012345678"]}
            ! NumberKeptAsText ["Big"] a number in `Big` has more digits than a double holds"#]],
    );
    // Deeper than 128 levels: null in `extra`.
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    check(
        format!(r#"{{"Tasks":[],"Deep":{},"Fine":{}}}"#, deep(129), deep(2)),
        &expect![[r#"
            page - -/- of - {"Deep":null,"Fine":[[]]}
            ! TooDeep ["Deep"] the value of `Deep` is nested deeper than 128 levels"#]],
    );
    // A byte order mark is passed.
    check("\u{feff}{\"Tasks\":[]}", &expect!["page - -/- of -"]);
}

#[test]
fn what_is_no_json_is_no_page() {
    for body in [
        "{\"Tasks\":[]}x",
        "{\"Tasks\":[]}{}",
        "{\"Tasks\":[]}\0",
        "\0{\"Tasks\":[]}",
        "{\"Tasks\":[],}",
        "{\"Tasks\":[1 2]}",
        "{'Tasks':[]}",
        "{\"Tasks\":[01]}",
        "{\"Tasks\":\"\n\"}",
        "{Tasks:[]}",
        r#"{"Tasks":[{"TaskId":"1"{"Status":"x"}]}"#,
        r#"{"Tasks":[{"New":1{"Status":"x"}]}"#,
        r#"{"Tasks":[{"TaskId":"1","New":1,}]}"#,
        r#"{"Tasks":[{"TaskId":"1"},{,"Status":"x"}]}"#,
        r#"{"Tasks":[{"TaskId":"1","New" 1}]}"#,
        r#"{"Tasks":[{"TaskId":"1","Status":"\x"}]}"#,
        r#"{"Tasks":[{"TaskId":"1","Status":"\u00g0"}]}"#,
        "{\"Tasks\":[{\"TaskId\":\"1\",\"Status\":\"中\n\"}]}",
        r#"{"Tasks":{"TaskId":"1"},{"TaskId":"2"}}"#,
        r#"{"Tasks":{"CDNTask":{"TaskId":"1"},{"TaskId":"2"}}}"#,
        "\u{feff}\u{feff}{}",
    ] {
        let fault = parse(body.as_bytes(), &About::default()).unwrap_err();
        assert_eq!(format!("{:?}", fault.cause), "NotJson", "{body:?}");
    }
}

#[test]
fn findings_are_bounded() {
    let body = format!(r#"{{"Tasks":[{}]}}"#, vec!["5"; 5000].join(","));
    let page = parse(body.as_bytes(), &About::default()).unwrap();
    assert_eq!((page.len(), page.diagnostics.len()), (0, 101));
    assert_eq!(page.diagnostics[100].message, "4900 more finding(s) are not listed");
}

/// Time in proportion to length, whatever stands in the body: none of these takes more than a moment, or a test would never end.
#[test]
fn bombs_are_bounded() {
    const MANY: usize = 2_000_000;
    for (body, cause) in [
        ("[".repeat(MANY), "Truncated"),
        ("{\"a\":".repeat(MANY), "Truncated"),
        (format!("{}{}", "[".repeat(MANY), "]".repeat(MANY)), "Unexpected"),
        (
            format!("{{\"Tasks\":[{{\"TaskId\":\"{}\"}}]", "\\u0041".repeat(MANY)),
            "Truncated",
        ),
        (format!("{{\"Tasks\":[{}", "{},".repeat(MANY)), "Truncated"),
        (format!("{{\"Tasks\":[{{{}", "\"Status\":[],".repeat(MANY)), "Truncated"),
        (format!("{{\"Tasks\":[{{{}", "\"Unknown\":1,".repeat(MANY)), "Truncated"),
        (" ".repeat(MANY), "Empty"),
        ("9".repeat(MANY), "Unexpected"),
        ("<".repeat(MANY), "Xml"),
        (format!("<?xml?>{}", "<Code>".repeat(MANY)), "Xml"),
    ] {
        let fault = parse(body.as_bytes(), &About::default()).unwrap_err();
        assert_eq!(format!("{:?}", fault.cause), cause, "{:.40}", body);
        assert!(fault.message.len() < 2000);
    }
    let statuses: Vec<_> = (0..100_000)
        .map(|number| format!("{{\"Status\":\"s{number}\"}}"))
        .collect();
    let page = parse(
        format!("{{\"Tasks\":[{}]}}", statuses.join(",")).as_bytes(),
        &About::default(),
    )
    .unwrap();
    assert_eq!(page.summary().by_status.len(), 100_000);
}
