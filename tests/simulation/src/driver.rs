//! The host's part: it paces, sends, loses and repeats, and hands replies in, in simulated time.

use crate::case::{Case, Draw, MINUTE, SECOND, Target};
use cdn_refresh_tasks::contract::limits::{BY_ID_RATE, LIST_RATE};
use cdn_refresh_tasks::contract::{Given, Operation, STATUSES, State};
use cdn_refresh_tasks::plan::{Asked, Order, Plan, PlanOptions, PlannedCall, Query, Route, Row, plan};
use cdn_refresh_tasks::time::Instant;
use cdn_refresh_tasks::walk::{Handled, Head, Ledger, Quota, Shown, Step, Stop, Trouble, Walk, WalkOptions};
use cdn_refresh_tasks_emulator::{Account, CallKind, Code, NewBatch, Page, Params, Service};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

pub(crate) const DOMAINS: [&str; 4] = ["img.example.com", "www.example.com", "example.org", "cdn.example.net"];

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
}

/// A reply on its way.
#[derive(Clone)]
enum Answer {
    Page {
        page: Page,
        date: i64,
    },
    Code {
        code: String,
        retry_after: Option<u32>,
        date: i64,
    },
    Nothing(&'static str),
}

enum Event {
    Arrives { id: u32, call: PlannedCall },
    Reply { id: u32, answer: Answer },
    Wake,
}

struct Timed(i64, u64, Event);

impl PartialEq for Timed {
    fn eq(&self, other: &Timed) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}
impl Eq for Timed {}
impl PartialOrd for Timed {
    fn partial_cmp(&self, other: &Timed) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Timed {
    fn cmp(&self, other: &Timed) -> std::cmp::Ordering {
        (other.0, other.1).cmp(&(self.0, self.1))
    }
}

pub(crate) fn at(ms: i64) -> Instant {
    Instant::from_ms(ms).unwrap_or(Instant::MIN)
}

/// The service with the account's tasks.
pub(crate) fn service(case: &Case) -> Service {
    let mut service = Service::new(case.world.clone(), case.seed, Account::new(BTreeMap::new()));
    let offset = i64::from(case.world.clock_offset_ms);
    for (number, batch) in case.batches.iter().enumerate() {
        let domain = DOMAINS[usize::from(batch.domain) % DOMAINS.len()];
        let path = |row: u32| format!("http://{domain}/release/{number}/{row}.js");
        let mut paths: Vec<String> = (0..batch.rows).map(path).collect();
        if batch.twice {
            paths.extend(paths.clone());
        }
        let fate = cdn_refresh_tasks_emulator::Fate {
            failing: if batch.failing { 0.5 } else { 0.0 },
            reason: None,
            lasting_ms: Some((batch.lasting * 1000, batch.lasting * 1100)),
        };
        let new = NewBatch {
            created: case.start + offset + batch.at,
            kind: batch.kind,
            fate,
            group: "",
            hidden: batch.hidden,
        };
        service.tasks_mut().add(&new, &paths);
    }
    service
}

/// The ids of the truth's batches, by number.
fn id_texts(service: &Service, case: &Case) -> Vec<String> {
    let mut ids: Vec<String> = service.truth(case.start).map(|task| task.task_id).collect();
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids
}

/// The question, planned.
pub(crate) fn planned(case: &Case, service: &Service) -> Plan {
    let question = &case.question;
    let names = |numbers: &[u8]| {
        numbers
            .iter()
            .map(|number| DOMAINS[usize::from(*number)])
            .collect::<Asked<'_>>()
    };
    let types =
        |kinds: &[cdn_refresh_tasks_emulator::Kind]| kinds.iter().map(|kind| kind.text()).collect::<Asked<'_>>();
    let ids = id_texts(service, case);
    let mut query = Query::default();
    match &question.target {
        Target::All => {}
        Target::Domains(domains) => query.domain_names = names(domains),
        Target::Types(kinds) => query.object_types = types(kinds),
        Target::DomainsAndTypes(domains, kinds) => {
            query.domain_names = names(domains);
            query.object_types = types(kinds);
        }
        Target::Complete => query.statuses = ["Complete"].into(),
        Target::Ids(divisor, rest) => {
            let wanted = ids
                .iter()
                .enumerate()
                .filter(|(number, _)| number % divisor == *rest)
                .map(|(_, id)| id.as_str());
            query.task_ids = wanted.chain(["99999999999"]).map(str::to_owned).collect();
        }
        Target::Paths(count) => {
            let paths = (0..(*count).max(1)).map(|number| {
                let domain = case.batches.get(number).map_or(0, |batch| usize::from(batch.domain));
                format!("http://{}/release/{number}/0.js", DOMAINS[domain % DOMAINS.len()])
            });
            query.object_paths = paths.collect();
        }
    }
    if !matches!(question.target, Target::Ids(..)) {
        query.from = question.from.map(|from| Given::Moment(Some(at(case.start - from))));
        query.to = question.to.map(|to| Given::Moment(Some(at(case.start - to))));
    }
    let options = PlanOptions {
        rows_per_hour: question.rows_per_hour,
        window_seconds: question.window_seconds,
        order: if question.newest { Order::Newest } else { Order::Oldest },
        limit: question.limit,
        route: question
            .forced
            .and_then(|name| Route::ALL.into_iter().find(|route| route.name() == name)),
        ..PlanOptions::default()
    };
    plan(&query, at(case.start), &options)
}

struct Host<'c> {
    case: &'c Case,
    service: Service,
    draw: Draw,
    hand_overs: Draw,
    now: i64,
    events: BinaryHeap<Timed>,
    numbered: u64,
    outbox: [VecDeque<(u32, PlannedCall)>; 2],
    quotas: [Quota; 2],
}

const KINDS: [CallKind; 2] = [CallKind::List, CallKind::ById];

/// A walk that takes longer hangs.
const BOUND: i64 = 12 * 60 * MINUTE;
const HOST_TIMEOUT: i64 = 10 * SECOND;

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
    let mut host = Host {
        case,
        service,
        draw: Draw::new(case.seed, 7),
        hand_overs: Draw::new(case.seed, 8),
        now: case.start,
        events: BinaryHeap::new(),
        numbered: 0,
        outbox: [VecDeque::new(), VecDeque::new()],
        quotas: [Quota::shared(LIST_RATE), Quota::shared(BY_ID_RATE)],
    };
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
    };
    let mut steps = 0_u64;
    while host.now - case.start < BOUND && steps < 60_000 {
        steps += 1;
        // A process that is replaced whenever it waits would never hear a reply.
        let under_way = host.under_way();
        if resume_every.is_some_and(|every| steps.is_multiple_of(every)) && (under_way == 0 || host.draw_hand_over()) {
            let text = walk.checkpoint();
            run.largest_checkpoint = run.largest_checkpoint.max(text.len());
            match Walk::resume(&text, None, host.clock()) {
                Ok(resumed) => walk = resumed,
                Err(refused) => panic!("an own checkpoint is refused: {refused:?}"),
            }
            run.lost += under_way;
            host.outbox.iter_mut().for_each(VecDeque::clear);
        }
        let mut wakes: Vec<i64> = Vec::new();
        loop {
            match walk.next(host.clock()) {
                Step::Send { id, call } => host.outbox[kind(&call)].push_back((id, *call)),
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
        if let Some(wake) = wakes.into_iter().min()
            && host.events.peek().is_none_or(|next| next.0 > wake)
        {
            host.schedule(wake, Event::Wake);
        }
        let Some(Timed(time, _, event)) = host.events.pop() else {
            break;
        };
        host.now = host.now.max(time);
        host.happen(event, &mut walk, &mut run);
    }
    run.ledger = walk.ledger();
    run.ended = host.now;
    run.service = host.service;
    run
}

fn kind(call: &PlannedCall) -> usize {
    usize::from(call.operation == Operation::DescribeRefreshTaskById)
}

impl Host<'_> {
    /// Calls whose reply would be lost with this process.
    fn under_way(&self) -> u64 {
        let sent = self
            .events
            .iter()
            .filter(|timed| !matches!(timed.2, Event::Wake))
            .count();
        (sent + self.outbox.iter().map(VecDeque::len).sum::<usize>()) as u64
    }

    /// Hand-overs in the middle of calls are drawn from a stream of their own, so that runs stay comparable.
    fn draw_hand_over(&mut self) -> bool {
        self.hand_overs.hits(60)
    }

    /// The host's clock.
    fn clock(&self) -> Instant {
        let back = self
            .case
            .host
            .set_back
            .filter(|(after, _)| self.now >= self.case.start + after)
            .map_or(0, |(_, back)| back);
        at(self.now - back)
    }

    fn schedule(&mut self, time: i64, event: Event) {
        self.numbered += 1;
        self.events.push(Timed(time, self.numbered, event));
    }

    fn latency(&mut self) -> i64 {
        let (least, most) = self.case.host.latency;
        self.draw.between(least.cast_signed(), most.cast_signed())
    }

    fn send_what_may_go(&mut self, run: &mut Run) -> Vec<i64> {
        let mut wakes = Vec::new();
        for (at, of) in KINDS.into_iter().enumerate() {
            while !self.outbox[at].is_empty() {
                // A clock that is not set back.
                #[allow(clippy::cast_precision_loss)]
                let now = self.now as f64;
                match self.quotas[at].take(now) {
                    Ok(()) => {
                        let Some((id, call)) = self.outbox[at].pop_front() else {
                            break;
                        };
                        run.sends.push((of, self.now));
                        let latency = self.latency();
                        self.schedule(self.now + latency, Event::Arrives { id, call });
                    }
                    Err(wait) => {
                        #[allow(clippy::cast_possible_truncation)]
                        wakes.push(self.now + wait.ceil().max(1.0) as i64);
                        break;
                    }
                }
            }
        }
        wakes
    }

    fn happen(&mut self, event: Event, walk: &mut Walk, run: &mut Run) {
        match event {
            Event::Wake => {}
            Event::Arrives { id, call } => {
                let answer = self.serve(&call);
                let faults = self.case.faults;
                if self.draw.hits(faults.network) {
                    let latency = self.latency();
                    return self.schedule(
                        self.now + latency,
                        Event::Reply {
                            id,
                            answer: Answer::Nothing("network"),
                        },
                    );
                }
                if self.draw.hits(faults.timeout) {
                    // The host gives up; the answer comes after all.
                    self.schedule(
                        self.now + HOST_TIMEOUT,
                        Event::Reply {
                            id,
                            answer: Answer::Nothing("timeout"),
                        },
                    );
                    return self.schedule(self.now + HOST_TIMEOUT + 500, Event::Reply { id, answer });
                }
                let latency = self.latency();
                if self.draw.hits(faults.repeated) {
                    self.schedule(
                        self.now + latency + 40,
                        Event::Reply {
                            id,
                            answer: answer.clone(),
                        },
                    );
                }
                self.schedule(self.now + latency, Event::Reply { id, answer });
            }
            Event::Reply { id, answer } => self.hand_in(id, &answer, walk, run),
        }
    }

    fn serve(&mut self, call: &PlannedCall) -> Answer {
        let faults = self.case.faults;
        let date = self.service.clock(self.now);
        let code = |code: &str, retry_after: Option<u32>| Answer::Code {
            code: code.to_owned(),
            retry_after,
            date,
        };
        let since = self.now - self.case.start;
        if faults.outage.is_some_and(|(from, to)| (from..to).contains(&since)) {
            return Answer::Nothing("network");
        }
        if self.draw.hits(faults.internal) {
            return code("InternalError", None);
        }
        if self.draw.hits(faults.html) {
            return Answer::Nothing("html");
        }
        if let Err(throttled) = self.service.admit(KINDS[kind(call)], self.now) {
            use cdn_refresh_tasks_emulator::{RetryAfter, ThrottleForm};
            let hint = (self.case.world.retry_after != RetryAfter::None).then_some(throttled.retry_after_ms);
            let form = match self.case.world.throttle_form {
                ThrottleForm::TooManyRequests => "TooManyRequests",
                ThrottleForm::User => "Throttling.User",
                ThrottleForm::Api => "Throttling.Api",
                ThrottleForm::Plain => "Throttling",
            };
            return code(form, hint);
        }
        let params: Vec<(String, String)> = call
            .request
            .params()
            .map(|(name, value)| (name.to_owned(), value.into_owned()))
            .collect();
        let pairs: Vec<(&str, &str)> = params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = match call.operation {
            Operation::DescribeRefreshTasks => self.service.describe(Params(&pairs), self.now),
            Operation::DescribeRefreshTaskById => self.service.describe_by_id(Params(&pairs), self.now),
        };
        match answer {
            Ok(page) if kind(call) == 0 && faults.heavy.is_some_and(|most| page.total > most) => {
                Answer::Nothing("timeout")
            }
            Ok(mut page) => {
                if self.draw.hits(faults.foreign) {
                    // The reply of some other call.
                    page.number = page
                        .number
                        .map_or(Some(1), |number| if number == 1 { None } else { Some(1) });
                }
                Answer::Page { page, date }
            }
            Err(refusal) if refusal.code == Code::Missing => panic!("{}", refusal.message()),
            Err(refusal) => code(&refusal.code(), None),
        }
    }

    fn hand_in(&mut self, id: u32, answer: &Answer, walk: &mut Walk, run: &mut Run) {
        let frozen = self.case.host.frozen_date.then_some(self.case.start - 200_000);
        let shown_date = |date: i64| {
            self.case
                .host
                .date
                .then(|| at(frozen.unwrap_or(date)).floor_to_second())
        };
        let now = self.clock();
        let handled = match answer {
            Answer::Nothing(kind) => walk.fault(id, &Trouble::no_reply(kind), now),
            Answer::Code {
                code,
                retry_after,
                date,
            } => {
                let trouble = Trouble::of_code(code, *retry_after, shown_date(*date));
                if trouble.throttled {
                    #[allow(clippy::cast_precision_loss)]
                    let now = self.now as f64;
                    // Which of the two it was, the host knows; here the list is what others use too.
                    self.quotas[0].penalize(f64::from(retry_after.unwrap_or(0)), now);
                }
                let handled = walk.fault(id, &trouble, now);
                run.throttled += u64::from(trouble.throttled && matches!(handled, Handled::Fault { .. }));
                handled
            }
            Answer::Page { page, date } => {
                let head = Head {
                    page_number: page.number.map(u64::from),
                    page_size: page.size.map(u64::from),
                    total_count: Some(u64::from(page.total)),
                    date: shown_date(*date),
                };
                let rows: Vec<_> = page
                    .rows
                    .iter()
                    .filter_map(|shown| Some((self.service.row(*shown)?, shown.row)))
                    .collect();
                let texts: Vec<String> = rows.iter().map(|(row, _)| row.task_id.to_string()).collect();
                let mut shown = rows.iter().zip(&texts).map(|((row, _), id)| Shown {
                    row: Row {
                        task_id: id,
                        object_path: row.object_path,
                        object_type: row.kind.text(),
                        status: row.status.text(),
                        creation_time: Some(at(row.created).floor_to_second()),
                    },
                    state: state(row.status.text()),
                    progress: u8::try_from(row.progress / 100).unwrap_or(0),
                });
                let handled = walk.page(id, &head, &mut shown, now);
                if let Handled::Page { fresh } = &handled {
                    let given = fresh.iter().filter_map(|place| rows.get(usize::try_from(*place).ok()?));
                    run.delivered.extend(given.map(|(_, row)| (*row, self.now)));
                }
                handled
            }
        };
        run.answered += u64::from(matches!(handled, Handled::Page { .. }));
        let told = match &handled {
            Handled::Page { fresh } => 1000 + fresh.len() as u64,
            Handled::Fault { .. } => 1,
            Handled::Unexpected { .. } => 2,
            Handled::Ignored(_) => 3,
        };
        for part in [self.now.cast_unsigned(), u64::from(id), told] {
            run.trace = (run.trace ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        }
    }
}

pub(crate) fn state(status: &str) -> State {
    STATUSES
        .iter()
        .find(|known| known.name == status)
        .map_or(State::Unknown, |known| known.state)
}
