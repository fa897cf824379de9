//! A walk handed over as a checkpoint, and gone on from later.

use crate::desk::{
    Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, moment, since, start, task, text,
};
use cdn_refresh_tasks::contract::{Given, Param};
use cdn_refresh_tasks::plan::{Order, PlanOptions, PlannedCall, Query, plan};
use cdn_refresh_tasks::walk::{Ledger, Step, Stop, Walk, WalkOptions};

/// A service whose answers depend on how many calls it has had, and on the moment.
type Service = fn(u64, &PlannedCall, i64) -> Answer;

fn many(count: u64) -> Vec<Task> {
    (0..count)
        .map(|number| Task {
            status: ["Complete", "Failed", "Refreshing", "Canceled", "Complete"][usize::try_from(number % 5).unwrap()],
            progress: u8::try_from(number % 101).unwrap(),
            kind: if number % 7 == 0 { "preload" } else { "file" },
            ..task(number, &format!("{number}.js"), -number.cast_signed() * 7 * SECOND)
        })
        .collect()
}

/// Of ids 1 to 30: three in four have rows, some many, and they are over after four minutes.
fn of_ids(now: i64) -> Vec<Task> {
    let rows = |id: u64| if id.is_multiple_of(11) { 30 } else { id % 4 };
    let all = (1..=30).flat_map(|id| {
        (0..rows(id)).map(move |row| task(id, &row.to_string(), -600 * SECOND - row.cast_signed() * SECOND))
    });
    all.map(|task| Task {
        status: if now - START < 4 * MINUTE && task.path.ends_with('1') {
            "Refreshing"
        } else {
            task.status
        },
        ..task
    })
    .collect()
}

/// Questions, and services that give every part of the state something to hold.
fn cases() -> Vec<(&'static str, Walk, Service)> {
    let ids = Query {
        task_ids: (1..=30).map(|id: u64| id.to_string()).collect(),
        ..Query::default()
    };
    let types = Query {
        object_types: ["file", "preload"].into(),
        domain_names: ["example.com"].into(),
        ..since(HOUR)
    };
    let options = PlanOptions {
        window_seconds: Some(900),
        order: Order::Newest,
        limit: Some(10_000),
        ..PlanOptions::default()
    };
    let settings = WalkOptions {
        seed: 77,
        in_flight: 3,
        settle_ms: 90_000,
    };
    let started =
        |query: &Query<'_>, options: &PlanOptions| Walk::start(plan(query, at(START), options), at(START), settings);
    let waiting = |query: &Query<'_>| {
        let plan = plan(query, at(START), &PlanOptions::default());
        Walk::wait(plan, at(START), at(START + HOUR), 100_000, settings)
    };
    vec![
        (
            "a list",
            started(&since(HOUR), &PlanOptions::default()),
            |_, call, _| honest(&many(500), call),
        ),
        ("lists, newest first", started(&types, &options), |_, call, _| {
            let tasks: Vec<Task> = many(900)
                .into_iter()
                .filter(|task| task.kind == text(call, Param::ObjectType))
                .collect();
            honest(&tasks, call)
        }),
        (
            "a second that fails",
            started(&since(HOUR), &PlanOptions::default()),
            |_, call, _| {
                let asked = moment(call, Param::StartTime)..=moment(call, Param::EndTime);
                match asked.contains(&(START - 2000 * SECOND)) {
                    true => Answer::Code("InternalError"),
                    false => honest(&many(500), call),
                }
            },
        ),
        (
            "a list that does not rest",
            started(&since(HOUR), &options),
            |calls, call, _| {
                let mut answer = honest(&many(500), call);
                if let Answer::Page { head, .. } = &mut answer
                    && calls < 40
                {
                    head.total_count = head.total_count.map(|total| total + calls % 2);
                }
                answer
            },
        ),
        (
            "identical rows, and rows without a time",
            started(&since(HOUR), &PlanOptions::default()),
            |calls, call, _| {
                let mut tasks = many(300);
                tasks.extend_from_within(10..20);
                tasks.iter_mut().skip(290).for_each(|task| task.created = None);
                match calls % 6 {
                    4 => Answer::Code("Throttling.User"),
                    5 => Answer::Lost,
                    _ => honest(&tasks, call),
                }
            },
        ),
        (
            "an early edge",
            started(&Query::default(), &PlanOptions::default()),
            |_, call, _| match moment(call, Param::StartTime) < START - 40 * HOUR {
                true => Answer::Code("InvalidTime"),
                false => honest(&many(300), call),
            },
        ),
        (
            "a refusal in the middle",
            started(&since(2 * HOUR), &options),
            |calls, call, _| match calls {
                5.. => Answer::Code("Forbidden.RAM"),
                _ => honest(&many(700), call),
            },
        ),
        ("ids", started(&ids, &PlanOptions::default()), |_, call, _| {
            honest(&of_ids(START + HOUR), call)
        }),
        ("a wait for ids", waiting(&ids), |_, call, now| {
            honest(&of_ids(now), call)
        }),
        ("a wait for a list", waiting(&types), |_, call, now| {
            let mut tasks = many(300);
            tasks.retain(|task| task.kind == text(call, Param::ObjectType));
            if now - START > 5 * MINUTE {
                tasks.iter_mut().for_each(|task| task.status = "Complete");
            }
            honest(&tasks, call)
        }),
    ]
}

/// Drives a walk to its end, which after every step is what `hand_over` makes of it. Answers what was sent, delivered and told.
fn driven(mut walk: Walk, serve: Service, hand_over: fn(Walk, i64) -> Walk) -> (Desk, Ledger) {
    let (mut desk, mut calls) = (Desk::new(), 0);
    for _ in 0..5000 {
        match walk.next(at(desk.now)) {
            Step::Done(_) => return (desk, walk.ledger()),
            Step::Wait { until } => desk.now = until.unwrap().ms(),
            Step::Send { id, call } => {
                walk = hand_over(walk, desk.now);
                desk.sent.push((desk.now, (*call).clone()));
                desk.now += 10;
                let answer = serve(calls, &call, desk.now);
                desk.hand_in(&mut walk, id, &answer);
                calls += 1;
            }
        }
        walk = hand_over(walk, desk.now);
    }
    panic!("it does not end");
}

#[test]
fn a_walk_that_is_written_down_after_every_step_goes_on_as_if_it_were_not() {
    for (name, walk, serve) in cases() {
        let (desk, ledger) = driven(walk.clone(), serve, |walk, _| walk);
        let (other, told) = driven(walk, serve, |mut walk, _| {
            let text = walk.whole();
            let mut read = Walk::restore(&text, None).unwrap();
            assert_eq!(read.whole(), text);
            assert_eq!((read.ledger(), read.progress()), (walk.ledger(), walk.progress()));
            assert_eq!((read.unfinished(), read.ended()), (walk.unfinished(), walk.ended()));
            read
        });
        assert!(!desk.sent.is_empty() && other.sent == desk.sent, "{name}");
        assert_eq!((other.delivered, told), (desk.delivered, ledger), "{name}");
    }
}

#[test]
fn a_call_under_way_when_a_walk_is_handed_over_is_sent_again() {
    for (name, walk, serve) in cases() {
        let (desk, ledger) = driven(walk.clone(), serve, |walk, _| walk);
        let plan = walk.plan().clone();
        let (mut walk, mut other, mut calls) = (walk, Desk::new(), 0);
        let mut lost = 0;
        while let step = walk.next(at(other.now))
            && walk.ended().is_none()
        {
            match step {
                Step::Done(_) => break,
                Step::Wait { until } => other.now = until.unwrap().ms(),
                Step::Send { id, call } => {
                    if (calls + lost) % 3 == 2 {
                        walk = Walk::resume(&walk.checkpoint(), None, at(other.now)).unwrap();
                        lost += 1;
                        continue;
                    }
                    other.now += 10;
                    let answer = serve(calls, &call, other.now);
                    other.hand_in(&mut walk, id, &answer);
                    calls += 1;
                }
            }
        }
        let told = walk.ledger();
        assert_eq!(walk.plan(), &plan, "{name}");
        assert_eq!(
            (told.verdict, told.rows, told.ids),
            (ledger.verdict, ledger.rows, ledger.ids),
            "{name}"
        );
        assert_eq!(other.delivered.len(), desk.delivered.len(), "{name}");
        assert!(lost > 0 && told.retries >= lost, "{name}");
    }
}

#[test]
fn what_ages_out_before_it_is_read_is_told() {
    let tasks: Vec<Task> = (0..70)
        .map(|hour| task(hour, "a", -hour.cast_signed() * HOUR - 30 * MINUTE))
        .collect();
    let options = PlanOptions {
        window_seconds: Some(3600),
        ..PlanOptions::default()
    };
    let mut walk = Walk::start(
        plan(&Query::default(), at(START), &options),
        at(START),
        WalkOptions::default(),
    );
    let mut desk = Desk::new();
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &honest(&tasks, &call));
    let text = walk.checkpoint();
    // A night later somebody goes on.
    desk.now += 10 * HOUR;
    let mut walk = Walk::resume(&text, None, at(desk.now)).unwrap();
    let stop = desk.run(&mut walk, &mut |call, now| {
        assert!(
            moment(call, Param::StartTime) >= now - 72 * HOUR,
            "refused by the service"
        );
        honest(&tasks, call)
    });
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.complete), (Stop::Finished, false));
    let lost = gaps(&ledger);
    assert!(
        !lost.is_empty() && lost.iter().all(|(.., why)| *why == "retention"),
        "{lost:?}"
    );
    let (last, held) = (lost.iter().map(|(_, end, _)| *end).max().unwrap(), -62 * HOUR);
    assert!((held..held + 2 * MINUTE).contains(&last), "{last}");
    for task in &tasks {
        let created = task.created.unwrap() - START;
        let named = lost.iter().any(|(start, end, _)| (*start..*end).contains(&created));
        assert!(named != desk.delivered.contains(task), "{task:?}");
    }
}

#[test]
fn a_checkpoint_keeps_no_url_that_may_be_signed() {
    let query = Query {
        object_paths: ["http://example.com/a.mp4?auth_key=topsecret"].into(),
        ..since(HOUR)
    };
    let mut walk = start(&query);
    let bytes = {
        use base64::Engine;
        let text = walk.checkpoint();
        base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(text.strip_prefix("crt4.").unwrap())
            .unwrap()
    };
    assert!(!bytes.windows(9).any(|part| part == b"topsecret"));
    let refused = Walk::resume(&walk.checkpoint(), None, at(START)).err();
    assert_eq!(
        refused.map(cdn_refresh_tasks::walk::Refused::code),
        Some("CheckpointQueryNeeded")
    );
    assert!(Walk::resume(&walk.checkpoint(), Some(&query), at(START)).is_ok());
}

#[test]
fn what_was_seen_before_it_was_handed_over_counts_once() {
    // Three rows are counted; one never comes, and another only before.
    let tasks = many(3);
    let query = Query {
        to: Some(Given::Moment(Some(at(START - HOUR)))),
        ..since(2 * HOUR)
    };
    let tasks: Vec<Task> = tasks
        .into_iter()
        .map(|task| Task {
            created: task.created.map(|created| created - 90 * MINUTE),
            ..task
        })
        .collect();
    let shown = |call: &PlannedCall, count: usize| match honest(&tasks, call) {
        Answer::Page { head, mut rows } => {
            rows.retain(|row| tasks[..count].contains(row));
            Answer::Page { head, rows }
        }
        other => other,
    };
    let (mut walk, mut desk) = (start(&query), Desk::new());
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &shown(&call, 2));
    let mut walk = Walk::resume(&walk.checkpoint(), None, at(START)).unwrap();
    let stop = desk.run(&mut walk, &mut |call, _| shown(call, 1));
    let ledger = walk.ledger();
    assert_eq!((stop, ledger.rows), (Stop::Finished, 2));
    assert!(!ledger.complete && !gaps(&ledger).is_empty(), "{ledger:?}");
}

#[test]
fn a_question_is_kept_as_long_as_it_is_no_longer_than_24_kilobytes() {
    for (paths, kept) in [(20, true), (200, true), (300, false)] {
        let path = |number: u32| format!("http://example.com/{number:080}.js");
        let query = Query {
            object_paths: (0..paths).map(path).collect(),
            ..since(HOUR)
        };
        let text = start(&query).checkpoint();
        assert_eq!(Walk::resume(&text, None, at(START)).is_ok(), kept, "{paths}");
        assert!(Walk::resume(&text, Some(&query), at(START)).is_ok());
    }
}
