//! The shapes that a list of tasks has, or that something in its place has, each with what becomes of it.

use super::shown::{USUAL, check, tasks};
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
