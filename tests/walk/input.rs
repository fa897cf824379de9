//! What should not come, and comes: each is handled, told, and leaves the walk as it was.

use crate::desk::{Answer, Desk, HOUR, MINUTE, SECOND, START, Task, at, by_id, honest, task};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use cdn_refresh_tasks::contract::Locale;
use cdn_refresh_tasks::plan::{PlanOptions, Query, plan};
use cdn_refresh_tasks::time::Instant;
use cdn_refresh_tasks::walk::{
    GRACE_MS, Handled, Head, Ignored, Refused, Step, Stop, Trouble, Verdict, Walk, WalkOptions,
};
use sha2::{Digest, Sha256};

fn since_an_hour() -> Query<'static> {
    Query::since(at(START - HOUR))
}

fn three_ids() -> Query<'static> {
    Query {
        task_ids: ["1", "2", "3"].into(),
        ..Query::default()
    }
}

fn start(query: &Query<'_>) -> Walk {
    let plan = plan(query, at(START), &PlanOptions::default());
    Walk::start(plan, at(START), WalkOptions::default())
}

fn tasks(count: u64) -> Vec<Task> {
    (0..count)
        .map(|number| task(number, "a", -number.cast_signed() * 10 * SECOND - 5 * MINUTE))
        .collect()
}

/// An empty list's first page.
fn empty() -> Answer {
    Answer::Page {
        head: Head {
            page_number: Some(1),
            page_size: Some(100),
            total_count: Some(0),
            date: None,
        },
        rows: Vec::new(),
    }
}

#[track_caller]
fn ignored(walk: &mut Walk, desk: &mut Desk, id: u32, why: Ignored) {
    let before = walk.ledger();
    for answer in [empty(), by_id(Vec::new()), Answer::Lost, Answer::Code("Forbidden.RAM")] {
        assert_eq!(desk.hand_in(walk, id, &answer), Handled::Ignored(why));
    }
    assert_eq!(walk.ledger(), before);
}

#[test]
fn a_reply_to_no_call() {
    let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
    ignored(&mut walk, &mut desk, 0, Ignored::Unknown);
    let (id, call) = desk.send(&mut walk);
    for unknown in [id + 1, id + 64, u32::MAX] {
        ignored(&mut walk, &mut desk, unknown, Ignored::Unknown);
    }
    let handled = desk.hand_in(&mut walk, id, &honest(&tasks(3), &call));
    assert_eq!(handled, Handled::Page { fresh: vec![0, 1, 2] });
}

#[test]
fn a_reply_that_comes_twice() {
    let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &honest(&tasks(230), &call));
    ignored(&mut walk, &mut desk, id, Ignored::Repeated);
    // Others may be under way, and it may come after the end.
    let (other, call) = desk.send(&mut walk);
    ignored(&mut walk, &mut desk, id, Ignored::Repeated);
    desk.hand_in(&mut walk, other, &honest(&tasks(230), &call));
    desk.run(&mut walk, &mut |call, _| honest(&tasks(230), call));
    ignored(&mut walk, &mut desk, other, Ignored::Repeated);
    assert_eq!((desk.delivered.len(), walk.ledger().complete), (230, true));
}

#[test]
fn a_reply_that_comes_too_late() {
    // After it was taken for lost, and sent again.
    let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
    let (id, _) = desk.send(&mut walk);
    let Handled::Fault { retry_at: Some(again) } = desk.hand_in(&mut walk, id, &Answer::Lost) else {
        panic!("it is sent again");
    };
    ignored(&mut walk, &mut desk, id, Ignored::Late);
    desk.now = again.ms();
    let (second, call) = desk.send(&mut walk);
    ignored(&mut walk, &mut desk, id, Ignored::Late);
    desk.hand_in(&mut walk, second, &honest(&tasks(3), &call));
    assert_eq!(desk.delivered.len(), 3);

    // After the end, whatever it was.
    for end in [Stop::Cancelled, Stop::Deadline] {
        let plan = plan(&three_ids(), at(START), &PlanOptions::default());
        let mut walk = Walk::wait(plan, at(START), at(START + MINUTE), GRACE_MS, WalkOptions::default());
        let mut desk = Desk::new();
        let (id, _) = desk.send(&mut walk);
        if end == Stop::Cancelled {
            walk.cancel();
        } else {
            desk.now += MINUTE;
        }
        assert_eq!(walk.next(at(desk.now)), Step::Done(end));
        ignored(&mut walk, &mut desk, id, Ignored::Late);
        assert_eq!((walk.ended(), walk.ledger().complete), (Some(end), false));
    }

    // After another process went on.
    let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
    let (id, _) = desk.send(&mut walk);
    let mut resumed = Walk::resume(&walk.checkpoint(), None, at(START)).unwrap();
    ignored(&mut resumed, &mut desk, id, Ignored::Late);
    let (again, call) = desk.send(&mut resumed);
    assert_ne!(again, id);
    desk.hand_in(&mut resumed, again, &honest(&tasks(3), &call));
    assert_eq!((desk.delivered.len(), resumed.ledger().retries), (3, 1));
}

#[test]
fn a_reply_of_another_call_or_operation() {
    let with_number = |number| match empty() {
        Answer::Page { head, rows } => Answer::Page {
            head: Head {
                page_number: number,
                ..head
            },
            rows,
        },
        other => other,
    };
    let strangers = [
        (since_an_hour(), by_id(Vec::new())),
        (since_an_hour(), with_number(Some(2))),
        (since_an_hour(), with_number(Some(0))),
        (three_ids(), empty()),
        (three_ids(), by_id(vec![task(4, "a", -HOUR)])),
        (three_ids(), by_id(vec![task(1, "a", -HOUR), task(4, "a", -HOUR)])),
    ];
    for (query, stranger) in strangers {
        let (mut walk, mut desk) = (start(&query), Desk::new());
        let (id, _) = desk.send(&mut walk);
        let Handled::Unexpected { retry_at: Some(again) } = desk.hand_in(&mut walk, id, &stranger) else {
            panic!("{stranger:?} is no answer to {query:?}");
        };
        assert!(desk.delivered.is_empty() && again.ms() >= START);
        let stop = desk.run(&mut walk, &mut |call, _| honest(&tasks(4), call));
        let ledger = walk.ledger();
        assert_eq!((stop, ledger.complete, ledger.retries), (Stop::Finished, true, 1));
    }
    // If nothing else ever comes, the walk ends and says why.
    let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
    assert_eq!(desk.run(&mut walk, &mut |_, _| by_id(Vec::new())), Stop::Failed);
    assert!(
        walk.ledger()
            .windows
            .iter()
            .all(|read| read.gap.as_deref() == Some("UnexpectedReply"))
    );
}

#[test]
fn time_that_goes_backwards() {
    for back in [1, SECOND, SECOND + 1, 30 * SECOND, HOUR, 100 * HOUR] {
        let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
        let (id, call) = desk.send(&mut walk);
        let answer = honest(&tasks(250), &call);
        desk.now -= back;
        desk.hand_in(&mut walk, id, &answer);
        let stop = desk.run(&mut walk, &mut |call, _| honest(&tasks(250), call));
        let ledger = walk.ledger();
        assert_eq!((stop, desk.delivered.len()), (Stop::Finished, 250), "{back}");
        let told = ledger.assumptions.iter().any(|name| name == "clock-set-back");
        assert_eq!(told, back > SECOND, "a small step is the unsteadiness of clocks");
        if told {
            assert!(
                ledger.proven_until <= Some(at(START - back - 120 * SECOND)),
                "nothing is proven of a future"
            );
        }
    }
    // Pauses are told in the host's own time.
    let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
    let (id, _) = desk.send(&mut walk);
    desk.now -= HOUR;
    let Handled::Fault { retry_at: Some(again) } = desk.hand_in(&mut walk, id, &Answer::Code("InternalError")) else {
        panic!("it is sent again");
    };
    assert!((desk.now..=desk.now + SECOND).contains(&again.ms()));
    // Back and forth, to the ends of time.
    let mut walk = start(&since_an_hour());
    for now in [Instant::MIN, Instant::MAX, at(START), Instant::MIN, at(START)] {
        walk.next(now);
        walk.fault(0, &Trouble::no_reply("timeout"), now);
        walk.checkpoint();
        assert!(!walk.ledger().complete);
    }
}

#[test]
fn checkpoints_that_are_none_or_not_as_they_were_made() {
    let (mut walk, mut desk) = (start(&since_an_hour()), Desk::new());
    let (id, call) = desk.send(&mut walk);
    desk.hand_in(&mut walk, id, &honest(&tasks(130), &call));
    let text = walk.checkpoint();
    let refusal = |text: &str| Walk::resume(text, None, at(START)).err();
    for foreign in [
        "",
        " ",
        "crt",
        "crt4",
        "crt.",
        "crtx.AAAA",
        "{}",
        "eyJhIjoxfQ",
        "crt-2.AAAA",
    ] {
        assert_eq!(refusal(foreign), Some(Refused::Foreign), "{foreign}");
    }
    for other in ["crt0", "crt1", "crt3", "crt10", "crt99999999999999999999"] {
        assert_eq!(refusal(&text.replace("crt4", other)), Some(Refused::Version), "{other}");
    }
    for length in 5..text.len() {
        assert_eq!(refusal(&text[..length]), Some(Refused::Damaged), "cut to {length}");
    }
    for at in 5..text.len() {
        for letter in ["A", "_", "!", "é", "\n"] {
            let damaged = [&text[..at], letter, &text[at + 1..]].concat();
            // The last letter has bits that stand for nothing.
            if damaged != text && at + 1 < text.len() {
                assert_eq!(refusal(&damaged), Some(Refused::Damaged), "{letter:?} at {at}");
            }
        }
    }
    assert_eq!(refusal(&format!("  {text}\n")), None, "what an editor adds");
    let other = Query {
        domain_names: ["example.org"].into(),
        ..since_an_hour()
    };
    let refused = Walk::resume(&text, Some(&other), at(START)).err();
    assert_eq!(refused, Some(Refused::OtherQuery));
    assert!(Walk::resume(&text, Some(&since_an_hour()), at(START)).is_ok());
}

/// Whoever can reckon a digest can write anything; it may be refused or walked, but it stops nothing.
#[test]
fn checkpoints_with_a_right_digest_of_anything() {
    let query = Query {
        task_ids: (1..40).map(|id| id.to_string()).collect(),
        ..Query::default()
    };
    let mut texts = Vec::new();
    for query in [since_an_hour(), query] {
        let (mut walk, mut desk) = (start(&query), Desk::new());
        for _ in 0..3 {
            let (id, call) = desk.send(&mut walk);
            desk.hand_in(&mut walk, id, &honest(&tasks(350), &call));
            texts.push(walk.checkpoint());
        }
    }
    let mut gone_on = 0;
    crate::random::each(3000, |random| {
        let text = random.pick(&texts);
        let mut bytes = BASE64.decode(&text[5..]).unwrap();
        bytes.truncate(bytes.len() - 16);
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                1 => bytes[at] ^= 1 << random.below(8),
                2 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, u8::try_from(random.below(256)).unwrap()),
            }
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend(&digest[..16]);
        let text = format!("crt4.{}", BASE64.encode(&bytes));
        let Ok(mut walk) = Walk::resume(&text, None, at(START + SECOND)) else {
            return;
        };
        gone_on += 1;
        let mut desk = Desk::new();
        desk.now += SECOND;
        for _ in 0..60 {
            match walk.next(at(desk.now)) {
                Step::Send { id, call } => {
                    desk.hand_in(&mut walk, id, &honest(&tasks(350), &call));
                }
                Step::Wait { until } => desk.now = until.map_or(desk.now, Instant::ms).max(desk.now + SECOND),
                Step::Done(_) => break,
            }
            walk.progress();
        }
        walk.ledger().sentence(Locale::En);
        walk.checkpoint();
    });
    assert!(gone_on > 100, "{gone_on}");
}

#[test]
fn a_query_that_cannot_be_answered() {
    let invalid = Query {
        domain_names: ["not a domain"].into(),
        ..Query::default()
    };
    let long_ago = Query {
        from: Some(cdn_refresh_tasks::contract::Given::Moment(Some(at(START - 200 * HOUR)))),
        to: Some(cdn_refresh_tasks::contract::Given::Moment(Some(at(START - 100 * HOUR)))),
        ..Query::default()
    };
    for query in [invalid, long_ago] {
        let planned = plan(&query, at(START), &PlanOptions::default());
        assert!(!planned.ok() && !planned.diagnostics.is_empty(), "the plan says why");
        let deadline = at(START + HOUR);
        let waiting = Walk::wait(planned.clone(), at(START), deadline, GRACE_MS, WalkOptions::default());
        for mut walk in [Walk::start(planned, at(START), WalkOptions::default()), waiting] {
            assert_eq!(walk.next(at(START)), Step::Done(Stop::Failed));
            let ledger = walk.ledger();
            assert!(!ledger.complete && ledger.verdict != Verdict::Proven);
            assert_eq!((ledger.proven_until, ledger.calls), (None, 0));
            assert!(ledger.sentence(Locale::En).starts_with("not proven complete") || ledger.verdict == Verdict::Gaps);
            let mut resumed = Walk::resume(&walk.checkpoint(), None, at(START)).unwrap();
            assert_eq!(resumed.next(at(START)), Step::Done(Stop::Failed));
        }
    }
}
