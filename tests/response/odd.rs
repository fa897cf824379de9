//! Odd bodies one by one, each with what becomes of it.

use super::shown::{USUAL, check, task, tasks};
use cdn_refresh_tasks::response::{About, parse};
use expect_test::expect;

#[test]
fn every_shape_of_tasks() {
    check(tasks("[]"), &expect!["page r -/- of 0"]);
    check(tasks(r#"{"CDNTask":[]}"#), &expect!["page r -/- of 0"]);
    check(tasks(r#"{"Task":[]}"#), &expect!["page r -/- of 0"]);
    check(
        tasks("{}"),
        &expect![[r#"
        page r -/- of 0
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `{}`"#]],
    );
    check(
        tasks("null"),
        &expect![[r#"
        page r -/- of 0
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `null`"#]],
    );
    check(
        tasks(r#""""#),
        &expect![[r#"
        page r -/- of 0
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `""`"#]],
    );
    check(
        tasks("7"),
        &expect![[r#"
            page r -/- of 0 {"Tasks":7}
            ! UnusualTasks ["Tasks"] expected a list of tasks, found `7`"#]],
    );
    check(
        tasks(r#"{"CDNTask":null}"#),
        &expect![[r#"
        page r -/- of 0
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `null`"#]],
    );
    check(
        tasks(r#"{"CDNTask":{}}"#),
        &expect![[r#"
        page r -/- of 0
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `{}`"#]],
    );
    check(
        tasks(r#"{"CDNTask":""}"#),
        &expect![[r#"
        page r -/- of 0
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `""`"#]],
    );
    check(
        tasks(&format!(r#"{{"CDNTask":{{{USUAL}}}}}"#)),
        &expect![[r#"
        page r -/- of 0
        "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `{"TaskId":"1","ObjectPath":"http://a/b","ObjectType":"file","Status":"Complete",…`"#]],
    );
    check(
        tasks(&format!("{{{USUAL}}}")),
        &expect![[r#"
        page r -/- of 0
        "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `{"TaskId":"1","ObjectPath":"http://a/b","ObjectType":"file","Status":"Complete",…`"#]],
    );
    check(
        tasks(&format!(r#"{{"Other":1,"Task":[{{{USUAL}}}]}}"#)),
        &expect![[r#"
        page r -/- of 0 {"Other":1}
        "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z"#]],
    );
    check(
        tasks(&format!(r#"{{"\u0043DNTask":[{{{USUAL}}}]}}"#)),
        &expect![[r#"
        page r -/- of 0
        "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z"#]],
    );
    check(r#"{"RequestId":"r","TotalCount":0}"#, &expect!["page r -/- of 0"]);
    check(
        r#"{"RequestId":"r","TotalCount":5}"#,
        &expect![[r#"
        page r -/- of 5
        ! MissingTasks [] the page has no `Tasks`, but its total count is 5"#]],
    );
    check(r#"{"RequestId":"r"}"#, &expect!["page r -/- of -"]);
    check(
        "{}",
        &expect!["Unexpected expected a page of tasks or an error, found the JSON `{}`"],
    );
    check(
        r#"{"Tasks":null}"#,
        &expect![[r#"
        page - -/- of -
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `null`"#]],
    );
}

#[test]
fn an_error_beside_tasks_is_told_and_kept() {
    check(
        format!(r#"{{"Code":"Throttling","Message":"a \"b\" 中","HostId":1,"Recommend":null,"Tasks":[{{{USUAL}}}]}}"#),
        &expect![[r#"
            page - -/- of - {"Code":"Throttling","Message":"a \"b\" 中","HostId":"1"}
            "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z
            ! TasksWithError ["Code"] the page lists tasks and yet has the error code `Throttling`"#]],
    );
    check(
        format!(r#"{{"Message":"successful","Tasks":[{{{USUAL}}}]}}"#),
        &expect![[r#"
            page - -/- of - {"Message":"successful"}
            "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z"#]],
    );
    // Of two lists the last one counts.
    check(
        format!(r#"{{"Tasks":{{"CDNTask":[{{{USUAL}}},{{{USUAL}}}],"Task":[{{{USUAL}}}]}}}}"#),
        &expect![[r#"
            page - -/- of -
            "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z
            ! DuplicateMember ["Tasks"] `Tasks` occurs more than once"#]],
    );
    // That there are no tasks is not to be believed of an error.
    check(
        r#"{"RequestId":"r","Code":"Throttling","Message":"slower","TotalCount":0,"Tasks":{"CDNTask":[]}}"#,
        &expect!["Gateway slower"],
    );
    // An empty code tells of no error.
    check(
        r#"{"RequestId":"r","Code":"","Message":"","TotalCount":0,"Tasks":{"CDNTask":[]}}"#,
        &expect![[r#"page r -/- of 0 {"Code":"","Message":""}"#]],
    );
    check(
        r#"{"RequestId":"r","Code":"","Message":""}"#,
        &expect![[
            r#"Unexpected expected a page of tasks or an error, found the JSON `{"RequestId":"r","Code":"","Message":""}`"#
        ]],
    );
    check(
        r#"{"RequestId":"r","Message":"slower"}"#,
        &expect![[
            r#"Unexpected expected a page of tasks or an error, found the JSON `{"RequestId":"r","Message":"slower"}`"#
        ]],
    );
}

#[test]
fn bad_rows_cost_themselves_and_are_kept() {
    check(
        tasks(&format!(r#"[null,{{{USUAL}}},5,"x",[{{}}],true,{{}}]"#)),
        &expect![[r#"
            page r -/- of 0 {"Tasks":[null,5,"x",[{}],true]}
            "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z
            "" ""   Unknown
            ! UnreadableRow ["Tasks[0]"] expected a task object, found `null`
            ! UnreadableRow ["Tasks[2]"] expected a task object, found `5`
            ! UnreadableRow ["Tasks[3]"] expected a task object, found `"x"`
            ! UnreadableRow ["Tasks[4]"] expected a task object, found `[{}]`
            ! UnreadableRow ["Tasks[5]"] expected a task object, found `true`
            ! MissingMember ["Tasks[6]"] the task has no `Status`
            ! MissingMember ["Tasks[6]"] the task has no `CreationTime`
            ! MissingMember ["Tasks[6]"] the task has no `ObjectType`
            ! MissingMember ["Tasks[6]"] the task has no `ObjectPath`
            ! MissingMember ["Tasks[6]"] the task has no `TaskId`"#]],
    );
}

#[test]
fn what_is_kept_of_bad_rows_is_of_the_list_that_counts() {
    check(
        tasks("[ [1, \"\\ud800\"] , 12345678901234567890 , {} ]"),
        &expect![[r#"
            page r -/- of 0 {"Tasks":[[1,"�"],"12345678901234567890"]}
            "" ""   Unknown
            ! UnreadableRow ["Tasks[0]"] expected a task object, found `[1, "\ud800"]`
            ! UnreadableRow ["Tasks[1]"] expected a task object, found `12345678901234567890`
            ! MissingMember ["Tasks[2]"] the task has no `Status`
            ! MissingMember ["Tasks[2]"] the task has no `CreationTime`
            ! MissingMember ["Tasks[2]"] the task has no `ObjectType`
            ! MissingMember ["Tasks[2]"] the task has no `ObjectPath`
            ! MissingMember ["Tasks[2]"] the task has no `TaskId`
            ! NumberKeptAsText ["Tasks"] a number in `Tasks` has more digits than a double holds
            ! LoneSurrogate ["Tasks"] an escape names half a surrogate pair, which is no character"#]],
    );
    check(
        format!(r#"{{"Tasks":[1,2],"Tasks":[{{{USUAL}}},3],"New":4}}"#),
        &expect![[r#"
            page - -/- of - {"New":4,"Tasks":[3]}
            "1" "http://a/b" file Complete Succeeded 2020-08-03T08:54:23Z
            ! UnreadableRow ["Tasks[0]"] expected a task object, found `1`
            ! UnreadableRow ["Tasks[1]"] expected a task object, found `2`
            ! DuplicateMember ["Tasks"] `Tasks` occurs more than once
            ! UnreadableRow ["Tasks[1]"] expected a task object, found `3`"#]],
    );
    check(
        r#"{"Tasks":{"CDNTask":[1],"Task":[]}}"#,
        &expect![[r#"
        page - -/- of -
        ! UnreadableRow ["Tasks[0]"] expected a task object, found `1`
        ! DuplicateMember ["Tasks"] `Tasks` occurs more than once"#]],
    );
    check(
        r#"{"Tasks":{"CDNTask":"all","Task":[]}}"#,
        &expect![[r#"
        page - -/- of -
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `"all"`
        ! DuplicateMember ["Tasks"] `Tasks` occurs more than once"#]],
    );
    check(
        r#"{"Tasks":{"CDNTask":"all of them"}}"#,
        &expect![[r#"
        page - -/- of - {"Tasks":"all of them"}
        ! UnusualTasks ["Tasks"] expected a list of tasks, found `"all of them"`"#]],
    );
    check(
        format!(r#"{{"Tasks":[2,{}1{}]}}"#, "[".repeat(200), "]".repeat(200)),
        &expect![[r#"
            page - -/- of - {"Tasks":[2,null]}
            ! UnreadableRow ["Tasks[0]"] expected a task object, found `2`
            ! UnreadableRow ["Tasks[1]"] expected a task object, found `[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…`
            ! TooDeep ["Tasks[1]"] the value of `Tasks` is nested deeper than 128 levels"#]],
    );
}

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
