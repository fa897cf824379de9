//! The host's part: it paces, sends, loses and repeats, and hands replies in, in simulated time.

use crate::account::at;
use crate::case::{Case, Draw, SECOND};
use crate::driver::Run;
use cdn_refresh_tasks::contract::limits::{BY_ID_RATE, LIST_RATE};
use cdn_refresh_tasks::contract::{Operation, STATUSES, State};
use cdn_refresh_tasks::plan::{PlannedCall, Row};
use cdn_refresh_tasks::time::Instant;
use cdn_refresh_tasks::walk::{Handled, Head, Quota, Shown, Trouble, Walk};
use cdn_refresh_tasks_emulator::{CallKind, Code, Page, Params, Service};
use std::collections::{BinaryHeap, VecDeque};

const HOST_TIMEOUT: i64 = 10 * SECOND;

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

/// The one who sends: its clock, its two quotas, and what is under way.
pub(crate) struct Host<'c> {
    case: &'c Case,
    pub(crate) service: Service,
    draw: Draw,
    hand_overs: Draw,
    pub(crate) now: i64,
    events: BinaryHeap<Timed>,
    numbered: u64,
    outbox: [VecDeque<(u32, PlannedCall)>; 2],
    quotas: [Quota; 2],
    /// How many processes there were before this one.
    handed_over: u64,
}

const KINDS: [CallKind; 2] = [CallKind::List, CallKind::ById];

fn kind(call: &PlannedCall) -> usize {
    usize::from(call.operation == Operation::DescribeRefreshTaskById)
}

impl Host<'_> {
    pub(crate) fn new(case: &Case, service: Service) -> Host<'_> {
        Host {
            case,
            service,
            draw: Draw::new(case.seed, 7),
            hand_overs: Draw::new(case.seed, 8),
            now: case.start,
            events: BinaryHeap::new(),
            numbered: 0,
            outbox: [VecDeque::new(), VecDeque::new()],
            quotas: [Quota::shared(LIST_RATE), Quota::shared(BY_ID_RATE)],
            handed_over: 0,
        }
    }

    /// A call that waits for its quota.
    pub(crate) fn queue(&mut self, id: u32, call: PlannedCall) {
        self.outbox[kind(&call)].push_back((id, call));
    }

    /// Another process takes over. Calls that were not sent yet are lost.
    pub(crate) fn hand_over(&mut self) {
        self.handed_over += 1;
        self.outbox.iter_mut().for_each(VecDeque::clear);
    }

    /// Sleeps no longer than until this moment.
    pub(crate) fn wake_at(&mut self, wake: Option<i64>) {
        if let Some(wake) = wake
            && self.events.peek().is_none_or(|next| next.0 > wake)
        {
            self.schedule(wake, Event::Wake);
        }
    }

    /// The next thing happens; whether there was any.
    pub(crate) fn go_on(&mut self, walk: &mut Walk, run: &mut Run) -> bool {
        let Some(Timed(time, _, event)) = self.events.pop() else {
            return false;
        };
        self.now = self.now.max(time);
        self.happen(event, walk, run);
        true
    }

    /// Calls whose reply would be lost with this process.
    pub(crate) fn under_way(&self) -> u64 {
        let sent = self
            .events
            .iter()
            .filter(|timed| !matches!(timed.2, Event::Wake))
            .count();
        (sent + self.outbox.iter().map(VecDeque::len).sum::<usize>()) as u64
    }

    /// Hand-overs in the middle of calls are drawn from a stream of their own, so that runs stay comparable.
    pub(crate) fn draw_hand_over(&mut self) -> bool {
        self.hand_overs.hits(60)
    }

    /// The host's clock.
    pub(crate) fn clock(&self) -> Instant {
        let back = self
            .case
            .host
            .set_back
            .filter(|(after, _)| self.now >= self.case.start + after)
            .map_or(0, |(_, back)| back);
        let elsewhere = |after: u64| (after..2 * after).contains(&self.handed_over);
        let other = self.case.host.other_clock.filter(|(after, _)| elsewhere(*after));
        at(self.now - back + other.map_or(0, |(_, ahead)| ahead))
    }

    fn schedule(&mut self, time: i64, event: Event) {
        self.numbered += 1;
        self.events.push(Timed(time, self.numbered, event));
    }

    fn latency(&mut self) -> i64 {
        let (least, most) = self.case.host.latency;
        self.draw.between(least.cast_signed(), most.cast_signed())
    }

    pub(crate) fn send_what_may_go(&mut self, run: &mut Run) -> Vec<i64> {
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
