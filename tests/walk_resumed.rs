//! A walk handed over as a checkpoint, and gone on from later.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy does not know these as tests"
)]

mod desk;

use cdn_refresh_tasks::contract::Param;
use cdn_refresh_tasks::plan::{PlanOptions, Query, plan};
use cdn_refresh_tasks::walk::{Stop, Walk, WalkOptions};
use desk::{Desk, HOUR, MINUTE, SECOND, START, Task, at, gaps, honest, moment, since, start, task};

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
fn a_checkpoint_is_small_after_every_step() {
    // More rows than a checkpoint has room for, in one window or in none.
    for timeless in [false, true] {
        let mut tasks: Vec<Task> = (0..9_990)
            .map(|number| task(number, "a", -HOUR + (number / 10).cast_signed() * SECOND))
            .collect();
        if timeless {
            tasks.iter_mut().for_each(|task| task.created = None);
        }
        let (mut walk, mut desk) = (start(&since(2 * HOUR)), Desk::new());
        let mut longest = 0;
        for _ in 0..99 {
            let (id, call) = desk.send(&mut walk);
            desk.hand_in(&mut walk, id, &honest(&tasks, &call));
            longest = longest.max(walk.checkpoint().len());
        }
        assert!(desk.delivered.len() > 9_000, "{}", desk.delivered.len());
        assert!((49_000..=64 * 1024).contains(&longest), "{timeless}: {longest}");
        let resumed = Walk::resume(&walk.checkpoint(), None, at(desk.now)).unwrap();
        assert_eq!(resumed.ledger().rows, walk.ledger().rows);
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
            .decode(text.strip_prefix("crt2.").unwrap())
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
