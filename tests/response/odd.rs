//! Odd bodies one by one, each with what becomes of it.

use super::shown::{USUAL, check, task, tasks};
use cdn_refresh_tasks::response::{About, parse};
use expect_test::expect;

#[test]
fn bad_values_cost_themselves() {
    check(
        task(
            r#""TaskId":{"a":1},"ObjectPath":["x"],"ObjectType":true,"Status":false,"CreationTime":{},"Process":[],"Description":{}"#,
        ),
        &expect![[r#"
            page - -/- of -
            "" ""   Unknown {"TaskId":{"a":1},"ObjectPath":["x"],"ObjectType":true,"Status":false,"CreationTime":{},"Process":[],"Description":{}}
            ! UnreadableValue ["Tasks[0].TaskId"] expected text, found `{"a":1}`
            ! UnreadableValue ["Tasks[0].ObjectPath"] expected text, found `["x"]`
            ! UnreadableValue ["Tasks[0].ObjectType"] expected text, found `true`
            ! UnreadableValue ["Tasks[0].Status"] expected text, found `false`
            ! UnreadableValue ["Tasks[0].CreationTime"] expected a time such as `2014-11-27T08:23:22Z`, found `{}`
            ! UnreadableValue ["Tasks[0].Process"] expected a percentage from 0 to 100, found `[]`
            ! UnreadableValue ["Tasks[0].Description"] expected text, found `{}`"#]],
    );
    check(
        task(
            r#""TaskId":null,"ObjectPath":null,"ObjectType":null,"Status":null,"CreationTime":null,"Process":null,"Description":null"#,
        ),
        &expect![[r#"
            page - -/- of -
            "" ""   Unknown
            ! MissingMember ["Tasks[0]"] the task has no `Status`
            ! MissingMember ["Tasks[0]"] the task has no `CreationTime`
            ! MissingMember ["Tasks[0]"] the task has no `ObjectType`
            ! MissingMember ["Tasks[0]"] the task has no `ObjectPath`
            ! MissingMember ["Tasks[0]"] the task has no `TaskId`"#]],
    );
    check(
        task(
            r#""TaskId":12345678901234567890123,"ObjectPath":1.50,"ObjectType":2,"Status":3,"CreationTime":1596444863,"Process":10,"Description":-4e5"#,
        ),
        &expect![[r#"
            page - -/- of -
            "12345678901234567890123" "1.50" 2 3 Unknown "10"=Some(10.0) 2020-08-03T08:54:23Z "-4e5"
            ! NumericTime ["Tasks[0].CreationTime"] `1596444863` is a number and was read as seconds since 1970
            ! UnknownStatus ["Tasks[0].Status"] the status `3` is in no document; its state is `unknown`
            ! UnknownObjectType ["Tasks[0].ObjectType"] the object type `2` is in no document"#]],
    );
    check(
        task(
            r#""TaskId":"","ObjectPath":"","ObjectType":"","Status":"","CreationTime":"","Process":"","Description":"""#,
        ),
        &expect![[r#"
            page - -/- of -
            "" ""   Unknown ""=None "" {"CreationTime":""}
            ! UnreadableValue ["Tasks[0].CreationTime"] expected a time such as `2014-11-27T08:23:22Z`, found `""`"#]],
    );
    check(
        r#"{"PageNumber":"7","PageSize":"x","TotalCount":-1,"RequestId":5,"Tasks":[]}"#,
        &expect![[r#"
            page 5 7/- of - {"PageSize":"x","TotalCount":-1}
            ! UnreadableValue ["PageSize"] expected a whole number, found `"x"`
            ! UnreadableValue ["TotalCount"] expected a whole number, found `-1`"#]],
    );
    check(
        r#"{"PageNumber":1.0,"PageSize":1e2,"TotalCount":99999999999999999999,"RequestId":{},"Tasks":[]}"#,
        &expect![[r#"
            page - 1/- of - {"PageSize":1e2,"TotalCount":"99999999999999999999","RequestId":{}}
            ! UnreadableValue ["PageSize"] expected a whole number, found `1e2`
            ! NumberKeptAsText ["TotalCount"] a number in `TotalCount` has more digits than a double holds
            ! UnreadableValue ["TotalCount"] expected a whole number, found `99999999999999999999`
            ! UnreadableValue ["RequestId"] expected text, found `{}`"#]],
    );
}

#[test]
fn open_enums_and_reasons() {
    check(
        task(
            r#""TaskId":"1","ObjectPath":"p","ObjectType":"IgnoreParams","Status":"PreloadPending","CreationTime":"2020-08-03T08:54:23Z""#,
        ),
        &expect![[r#"
            page - -/- of -
            "1" "p" IgnoreParams PreloadPending Running 2020-08-03T08:54:23Z"#]],
    );
    check(
        format!(
            r#"{{"Tasks":[{}]}}"#,
            [("Failed", "Internal Error"), ("Failed", "OriginReturn StatusCode 5XX"), ("Timeout", "Origin Return StatusCode 502"), ("Failed", "x"), ("Failed", ""), ("Complete", "OriginTimeout"), ("complete", ""), ("Zz", ""), ("Zz", "")]
                .map(|(status, description)| format!(r#"{{"TaskId":"1","ObjectPath":"p","ObjectType":"ignoreparams","Status":"{status}","CreationTime":"2020-08-03T08:54:23Z","Description":"{description}"}}"#))
                .join(",")
        ),
        &expect![[r#"
            page - -/- of -
            "1" "p" ignoreparams Failed Failed 2020-08-03T08:54:23Z "Internal Error" InternalError None
            "1" "p" ignoreparams Failed Failed 2020-08-03T08:54:23Z "OriginReturn StatusCode 5XX" OriginReturnStatusCode None
            "1" "p" ignoreparams Timeout Failed 2020-08-03T08:54:23Z "Origin Return StatusCode 502" OriginReturnStatusCode Some(502)
            "1" "p" ignoreparams Failed Failed 2020-08-03T08:54:23Z "x" Other None
            "1" "p" ignoreparams Failed Failed 2020-08-03T08:54:23Z "" Other None
            "1" "p" ignoreparams Complete Succeeded 2020-08-03T08:54:23Z "OriginTimeout"
            "1" "p" ignoreparams complete Unknown 2020-08-03T08:54:23Z ""
            "1" "p" ignoreparams Zz Unknown 2020-08-03T08:54:23Z ""
            "1" "p" ignoreparams Zz Unknown 2020-08-03T08:54:23Z ""
            ! UnknownStatus ["Tasks[6].Status"] the status `complete` is in no document; its state is `unknown`
            ! UnknownStatus ["Tasks[7].Status"] the status `Zz` is in no document; its state is `unknown`
            ! UnknownObjectType ["Tasks[0].ObjectType"] the object type `ignoreparams` is in no document"#]],
    );
}

#[test]
fn every_form_of_time_and_progress() {
    let rows: Vec<_> = [
        ("2020-08-03T08:54Z", "0%"),
        ("2020-08-03 08:54:23", "99.37%"),
        ("2020-08-03 08:54", "100.00%"),
        ("2020-08-03T16:54:23+08:00", "10"),
        ("2020-08-03T08:54:23.999Z", " 5 % "),
        ("2020-02-30T08:54:23Z", "101%"),
        ("2020-08-03", "-1%"),
        ("soon", "half"),
    ]
    .iter()
    .map(|(time, progress)| format!(r#"{{"TaskId":"1","ObjectPath":"p","ObjectType":"file","Status":"Refreshing","CreationTime":"{time}","Process":"{progress}"}}"#))
    .collect();
    check(
        format!(r#"{{"Tasks":[{}]}}"#, rows.join(",")),
        &expect![[r#"
        page - -/- of -
        "1" "p" file Refreshing Running "0%"=Some(0.0) 2020-08-03T08:54:00Z
        "1" "p" file Refreshing Running "99.37%"=Some(99.37) 2020-08-03T08:54:23Z
        "1" "p" file Refreshing Running "100.00%"=Some(100.0) 2020-08-03T08:54:00Z
        "1" "p" file Refreshing Running "10"=Some(10.0) 2020-08-03T08:54:23Z
        "1" "p" file Refreshing Running " 5 % "=Some(5.0) 2020-08-03T08:54:23Z
        "1" "p" file Refreshing Running "101%"=None {"CreationTime":"2020-02-30T08:54:23Z"}
        "1" "p" file Refreshing Running "-1%"=None {"CreationTime":"2020-08-03"}
        "1" "p" file Refreshing Running "half"=None {"CreationTime":"soon"}
        ! TimeWithoutOffset ["Tasks[1].CreationTime"] `2020-08-03 08:54:23` has no offset and was read as UTC
        ! UnreadableValue ["Tasks[5].CreationTime"] expected a time such as `2014-11-27T08:23:22Z`, found `"2020-02-30T08:54:23Z"`
        ! UnreadableValue ["Tasks[5].Process"] expected a percentage from 0 to 100, found `"101%"`
        ! UnreadableValue ["Tasks[6].CreationTime"] expected a time such as `2014-11-27T08:23:22Z`, found `"2020-08-03"`
        ! UnreadableValue ["Tasks[6].Process"] expected a percentage from 0 to 100, found `"-1%"`
        ! UnreadableValue ["Tasks[7].CreationTime"] expected a time such as `2014-11-27T08:23:22Z`, found `"soon"`
        ! UnreadableValue ["Tasks[7].Process"] expected a percentage from 0 to 100, found `"half"`"#]],
    );
}

#[test]
fn escapes_and_keys() {
    check(
        task(
            r#""Task\u0049d":"\u0031","Object\u0050ath":"\u4e2d\ud83d\ude00\/\"\\","ObjectType":"f\u0069le","Status":"C\u006fmplete","CreationTime":"2020-08-03T08:54:23\u005a","Process":"100\u0025""#,
        ),
        &expect![[r#"
            page - -/- of -
            "1" "中😀/\"\\" file Complete Succeeded "100%"=Some(100.0) 2020-08-03T08:54:23Z"#]],
    );
    check(
        task(&format!(
            r#"{USUAL},"Extra \u00e9":{{"__proto__":[1,2.50,12345678901234567890,1e400,-0]}},"__proto__":null,"":"\u0000\"\\""#
        )),
        &expect![[r#"
            page - -/- of -
            "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z {"Extra é":{"__proto__":[1,2.50,"12345678901234567890","1e400",-0]},"__proto__":null,"":"\u0000\"\\"}
            ! NumberKeptAsText ["Tasks[0].Extra é"] a number in `Extra é` has more digits than a double holds"#]],
    );
    check(
        "\u{feff}\r\n\t {\"Tasks\" : [ { \"TaskId\" : \"1\" , \"ObjectPath\" : \"字\" , \"ObjectType\" : \"file\" , \"Status\" : \"完成\" , \"CreationTime\" : \"2020-08-03T08:54:23Z\" } ] } \n",
        &expect![[r#"
            page - -/- of -
            "1" "字" file 完成 Unknown 2020-08-03T08:54:23Z
            ! UnknownStatus ["Tasks[0].Status"] the status `完成` is in no document; its state is `unknown`"#]],
    );
}

/// What is usual around something unusual is read as it is without it, and so is the row behind.
#[test]
fn rows_go_on_behind_what_is_unusual() {
    check(
        tasks(
            r#"[{"New":{"a":[1,"b"]},"TaskId":"1","ObjectPath":"http://a/1","Status":"Complete","ObjectType":"file","CreationTime":"2020-08-03T08:54:23Z","Newer":"x y","Process":"100%"},{"TaskId":"2","ObjectPath":"http://a/中/2","Status":"Failed","ObjectType":"file","CreationTime":"2020-08-03T08:54:23Z","Description":"OriginTimeout"},{"TaskId":"3","ObjectPath":"http://a/3","Status":"Complete","ObjectType":"file","CreationTime":"2020-08-03T08:54:23Z"}]"#,
        ),
        &expect![[r#"
            page r -/- of 0
            "1" "http://a/1" file Complete Succeeded "100%"=Some(100.0) 2020-08-03T08:54:23Z {"New":{"a":[1,"b"]},"Newer":"x y"}
            "2" "http://a/中/2" file Failed Failed 2020-08-03T08:54:23Z "OriginTimeout" OriginTimeout None
            "3" "http://a/3" file Complete Succeeded 2020-08-03T08:54:23Z"#]],
    );
    // A text that counts no more leaves no trace, neither beside wide ones nor beside plain ones.
    for path in ["http://a/b", "http://a/中"] {
        let body = task(&format!(
            r#""Description":"gone","ObjectPath":"gone","Description":null,"New":1,"ObjectPath":"{path}","Process":"5 %","Process":"37.5%""#
        ));
        let page = parse(body.as_bytes(), &About::default()).unwrap();
        let row = page.get(0).unwrap();
        assert_eq!((row.object_path, row.description), (path, None));
        assert_eq!((row.raw_progress, row.extra), (Some("37.5%"), r#"{"New":1}"#));
    }
    // White space, escapes and kept members between usual ones.
    check(
        tasks(
            "[{\"TaskId\":\"1\",\"A\":1 ,\"Obj\\u0065ctPath\":\"http:\\/\\/a\",\n\"Status\": \"Compl\\u0065te\",\"ObjectType\":\"file\",\"B\":[ 2,\"\\u4e2d\"],\"CreationTime\":\"2020-08-03T08:54:23Z\",\"C\":1e5}]",
        ),
        &expect![[r#"
            page r -/- of 0
            "1" "http://a" file Complete Succeeded 2020-08-03T08:54:23Z {"A":1,"B":[2,"中"],"C":1e5}"#]],
    );
}
