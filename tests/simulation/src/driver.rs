//! One run: the walk and its host in turn, handed over from process to process where the case says so.

use crate::account::{at, planned, service};
use crate::case::{Case, MINUTE};
use crate::host::Host;
use cdn_refresh_tasks::plan::Plan;
use cdn_refresh_tasks::walk::{Ledger, Step, Stop, Walk, WalkOptions};
use cdn_refresh_tasks_emulator::{CallKind, Service};

/// What a run came to.
pub(crate) struct Run {
    pub(crate) stop: Option<Stop>,
    pub(crate) ledger: Ledger,
    pub(crate) plan: Plan,
    /// Rows of the truth that were delivered, in order, with the true time.
    pub(crate) delivered: Vec<(u32, i64)>,
    pub(crate) sends: Vec<(CallKind, i64)>,
    /// Replies handed in, by kind.
    pub(crate) throttled: u64,
    pub(crate) answered: u64,
    /// Calls that were lost with their process.
    pub(crate) lost: u64,
    pub(crate) ended: i64,
    pub(crate) service: Service,
    /// All that happened, as one number.
    pub(crate) trace: u64,
    pub(crate) largest_checkpoint: usize,
    /// Whether a checkpoint had to tell less than everything.
    pub(crate) shortened: bool,
}

/// A walk that takes longer hangs.
const BOUND: i64 = 12 * 60 * MINUTE;
/// Steps in which no time need pass: far more than the worst world takes in which a walk is handed over after nearly every reply.
const STEPS: u64 = 1_000_000;

pub(crate) fn run(case: &Case) -> Run {
    run_with(case, case.host.resume_every)
}

pub(crate) fn run_with(case: &Case, resume_every: Option<u64>) -> Run {
    let service = service(case);
    let plan = planned(case, &service);
    let options = WalkOptions {
        seed: case.seed,
        in_flight: case.host.in_flight,
        ..WalkOptions::default()
    };
    let mut host = Host::new(case, service);
    let mut walk = match case.question.wait {
        None => Walk::start(plan.clone(), host.clock(), options),
        Some(most) => Walk::wait(plan.clone(), host.clock(), at(case.start + most), 120_000, options),
    };
    let mut run = Run {
        stop: None,
        ledger: walk.ledger(),
        plan,
        delivered: Vec::new(),
        sends: Vec::new(),
        throttled: 0,
        answered: 0,
        lost: 0,
        ended: case.start,
        service: host.service.clone(),
        trace: 0,
        largest_checkpoint: 0,
        shortened: false,
    };
    let mut steps = 0_u64;
    while host.now - case.start < BOUND && steps < STEPS {
        steps += 1;
        // A process that is replaced whenever it waits would never hear a reply.
        let under_way = host.under_way();
        if resume_every.is_some_and(|every| steps.is_multiple_of(every)) && (under_way == 0 || host.draw_hand_over()) {
            let text = walk.checkpoint();
            run.largest_checkpoint = run.largest_checkpoint.max(text.len());
            run.shortened |= text != walk.whole();
            host.hand_over();
            match Walk::resume(&text, None, host.clock()) {
                Ok(resumed) => walk = resumed,
                Err(refused) => panic!("an own checkpoint is refused: {refused:?}"),
            }
            run.lost += under_way;
        }
        let mut wakes: Vec<i64> = Vec::new();
        loop {
            match walk.next(host.clock()) {
                Step::Send { id, call } => host.queue(id, *call),
                Step::Wait { until } => {
                    // The host sleeps by a clock that is not set back.
                    wakes.extend(until.map(|until| host.now + (until.ms() - host.clock().ms()).max(0)));
                    break;
                }
                Step::Done(stop) => {
                    run.stop = Some(stop);
                    break;
                }
            }
        }
        if run.stop.is_some() {
            break;
        }
        wakes.extend(host.send_what_may_go(&mut run));
        host.wake_at(wakes.into_iter().min());
        if !host.go_on(&mut walk, &mut run) {
            break;
        }
    }
    run.ledger = walk.ledger();
    run.ended = host.now;
    run.service = host.service;
    run
}
