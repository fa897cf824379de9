//! A walk as a text that another process can go on from: versioned, proof against damage, bound to its question, without any secret.
//!
//! `crt2.` and Base64 (for URLs, without padding) of: the question or only its digest, the options, the state, and sixteen bytes of the
//! SHA-256 of all before. At most 64 KB and 32 bytes for each id; where the whole state takes more, it is told less exactly: which pages of
//! open windows came (they are read again), the rows delivered of them (by some bits of their keys), windows that are done (as one).

use super::coder::Coder;
use super::machine::{Walk, WalkOptions};
use super::pass::PASSES;
use super::prior::Prior;
use super::seen::Seen;
use super::unit::{Of, Reading, Unit, UnitState};
use crate::contract::Locale;
use crate::plan::{Notes, Plan, PlanOptions, Query, Question};
use crate::time::Instant;
use sha2::{Digest, Sha256};

/// What stands before the state.
const MARK: &str = "crt";
const VERSION: &str = "3";
/// The limit of the text's length, and what each id adds to it.
const LIMIT: usize = 64 * 1024;
const LIMIT_OF_ID: usize = 32;
/// A longer question is told by its digest alone; whoever goes on must hand it in again.
const QUESTION_LIMIT: usize = 24 * 1024;
const DIGEST: usize = 16;
/// What a delivered row takes at least, with what stands around it.
const KEY_BYTES: usize = 6;

/// Why a checkpoint is not gone on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is no checkpoint of this project.
    Foreign,
    /// It was made by a version that is not known here.
    Version,
    /// It is not as it was made.
    Damaged,
    /// It belongs to another question than the one given.
    OtherQuery,
    /// Its question is too long to be kept, or holds URLs with queries, which may be signed; so it must be given again.
    QueryNeeded,
}

impl Refused {
    /// The code of the error that hosts throw.
    pub const fn code(self) -> &'static str {
        match self {
            Refused::Foreign => "CheckpointForeign",
            Refused::Version => "CheckpointVersion",
            Refused::Damaged => "CheckpointDamaged",
            Refused::OtherQuery => "CheckpointOtherQuery",
            Refused::QueryNeeded => "CheckpointQueryNeeded",
        }
    }
}

impl Walk {
    /// The walk as a text to go on from. Calls under way are sent again by whoever does. Nothing of the walk changes.
    pub fn checkpoint(&mut self) -> String {
        let limit = LIMIT + LIMIT_OF_ID * self.plan.task_ids().len();
        let bytes = self.bytes();
        let text = written(&bytes);
        if text.len() <= limit {
            return text;
        }
        let question = self.plan.question().clone();
        // What was just written can be read; else it is told at length.
        let Ok(mut shorter) = Walk::decode(bytes, &|_, _| Some(question.clone())) else {
            return text;
        };
        let shorten: [fn(&mut Walk, usize); 4] = [
            Walk::forget_pages,
            Walk::fold,
            Walk::forget_timeless,
            Walk::forget_lists,
        ];
        for shorten in shorten {
            shorten(&mut shorter, limit / 4 * 3);
            let text = written(&shorter.bytes());
            if text.len() <= limit {
                return text;
            }
        }
        text
    }

    /// The walk as a text, whole, however long that is; for [`Walk::restore`]. Nothing of the walk changes.
    pub fn whole(&mut self) -> String {
        written(&self.bytes())
    }

    /// The whole state, with the question or its digest.
    fn bytes(&mut self) -> Vec<u8> {
        let mut coder = Coder::writer();
        let mut question = self.plan.question().clone();
        let (digest, length) = digest(&mut question);
        let mut embedded = length <= QUESTION_LIMIT + LIMIT_OF_ID * self.plan.task_ids().len() / 2
            && !question.paths.iter().flatten().any(|path| path.contains('?'));
        coder.flag(&mut embedded);
        if embedded {
            coder.question(&mut question);
        } else {
            digest.into_iter().for_each(|mut byte| coder.byte(&mut byte));
        }
        coder.plan_options(&mut self.plan.options().clone());
        let mut planned = self.plan.now();
        coder.moment(&mut planned);
        coder.option(&mut self.settled_with, Coder::number);
        coder.walk(self);
        coder.finish()
    }

    /// Goes on from a checkpoint, at `now`. Calls that were under way are sent again. What has left the retention since becomes a gap when
    /// it is its turn.
    pub fn resume(text: &str, query: Option<&Query<'_>>, now: Instant) -> Result<Walk, Refused> {
        let mut walk = Walk::read(text, query)?;
        walk.tick(now);
        // Replies to calls of another process come to nobody.
        for mut call in std::mem::take(&mut walk.calls) {
            if call.again.is_none() {
                walk.give_up(call.id);
                call.again = Some(walk.clock.latest);
            }
            walk.calls.push(call);
        }
        Ok(walk)
    }

    /// The walk as it was, calls under way included; for a host whose memory was lost but not its replies.
    pub fn restore(text: &str, query: Option<&Query<'_>>) -> Result<Walk, Refused> {
        Walk::read(text, query)
    }

    fn read(text: &str, query: Option<&Query<'_>>) -> Result<Walk, Refused> {
        let rest = text.trim_ascii().strip_prefix(MARK).ok_or(Refused::Foreign)?;
        let (version, body) = rest.split_once('.').ok_or(Refused::Foreign)?;
        if version != VERSION {
            let numbered = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
            return Err(if numbered { Refused::Version } else { Refused::Foreign });
        }
        let mut bytes = from_base64(body.as_bytes()).ok_or(Refused::Damaged)?;
        let content = bytes.len().checked_sub(DIGEST).ok_or(Refused::Damaged)?;
        let check = bytes.split_off(content);
        if !Sha256::digest(&bytes).starts_with(&check) {
            return Err(Refused::Damaged);
        }
        Walk::decode(bytes, &|planned, locale| {
            Some(Question::read(query?, planned, &mut Notes::new(locale)))
        })
    }

    /// Reads what [`Walk::bytes`] wrote. `given` is the question that the caller has, if any, as of a moment.
    fn decode(bytes: Vec<u8>, given: &dyn Fn(Instant, Locale) -> Option<Question>) -> Result<Walk, Refused> {
        let mut coder = Coder::reader(bytes);
        let mut embedded = false;
        coder.flag(&mut embedded);
        let mut question = Question::default();
        let mut expected = [0_u8; DIGEST];
        if embedded {
            coder.question(&mut question);
            expected = digest(&mut question).0;
        } else {
            expected.iter_mut().for_each(|byte| coder.byte(byte));
        }
        let mut options = PlanOptions::default();
        coder.plan_options(&mut options);
        let mut planned = Instant::MIN;
        coder.moment(&mut planned);
        if let Some(given) = given(planned, options.locale) {
            question = given;
            if digest(&mut question).0 != expected {
                return Err(Refused::OtherQuery);
            }
        } else if !embedded {
            return Err(Refused::QueryNeeded);
        }
        let mut settled_with = None;
        coder.option(&mut settled_with, Coder::number);
        let mut plan = Plan::of_question(question, planned, &options);
        if let Some(settled) = settled_with.and_then(|total| plan.settled(total)) {
            plan = settled;
        }
        let mut walk = Walk::start(plan, planned, WalkOptions::default());
        walk.settled_with = settled_with;
        coder.walk(&mut walk);
        let ids = walk.ids.all.len();
        if !coder.is_done() || (ids > 0 && ids != walk.plan.task_ids().len()) || walk.cursor > walk.lists() {
            return Err(Refused::Damaged);
        }
        Ok(walk)
    }

    /// Open windows are read again from their first page; of their rows it is kept which were delivered.
    fn forget_pages(&mut self, room: usize) {
        self.calls
            .retain(|call| !matches!(call.what, super::machine::What::Page { .. }));
        let open = std::mem::take(&mut self.open);
        for unit in open.into_iter().rev() {
            self.queue.push_front(unit);
        }
        let number = |reading: &Reading| {
            let delivered = reading.seen.iter().filter(|(_, known)| known.delivered).count();
            delivered + reading.prior.as_ref().map_or(0, Prior::len)
        };
        let delivered = |reading: &Reading| -> Vec<u64> {
            let delivered = reading.seen.iter().filter(|(_, known)| known.delivered);
            delivered.map(|(key, _)| key).collect()
        };
        let mut readings = self.take_readings();
        let total: usize = readings.iter().flatten().map(|reading| number(reading)).sum();
        if self.bytes().len() + total * KEY_BYTES > room {
            // Windows that are done are dearer than rows that would come twice.
            for (unit, reading) in self.units.iter_mut().zip(readings) {
                unit.reading = reading;
            }
            self.fold(room);
            readings = self.take_readings();
        }
        let room = room.saturating_sub(self.bytes().len());
        for (unit, reading) in self.units.iter_mut().zip(readings) {
            let Some(mut reading) = reading else { continue };
            let number = number(&reading);
            let share = room.saturating_mul(number).checked_div(total).unwrap_or(0);
            let prior = Prior::fitting(&delivered(&reading), reading.prior.as_ref(), share.saturating_sub(24));
            self.may_repeat |= prior.is_none() && number > 0;
            if reading.recount {
                unit.rows = 0;
            }
            unit.reading = Some(Box::new(Reading {
                prior,
                recount: reading.recount,
                // Those that may agree with the next one. Whoever goes on has to see the rows again, and has all passes for that.
                before: reading
                    .before
                    .split_off(reading.before.len().saturating_sub(usize::from(PASSES) - 1)),
                ..Reading::default()
            }));
        }
    }

    fn take_readings(&mut self) -> Vec<Option<Box<Reading>>> {
        self.units.iter_mut().map(|unit| unit.reading.take()).collect()
    }

    /// Windows that are done become one, and gaps of one reason.
    fn fold(&mut self, _room: usize) {
        // Where each unit went, if it was kept.
        let mut places = Vec::new();
        let mut kept: Vec<Unit> = Vec::new();
        for unit in std::mem::take(&mut self.units) {
            let mut place = None;
            let over = match &unit.state {
                UnitState::Split => {
                    places.push(None);
                    continue;
                }
                UnitState::Done(proven) => *proven >= unit.end,
                UnitState::Gap(_) => true,
                UnitState::Open => false,
            };
            let same = |other: &&mut Unit| matches!(other.of, Of::Folded(_)) && is_alike(&other.state, &unit.state);
            match kept.iter_mut().find(same).filter(|_| over) {
                Some(folded) => folded.swallow(&unit),
                None if over => {
                    let mut folded = unit;
                    folded.of = Of::Folded(1);
                    kept.push(folded);
                }
                None => {
                    place = u32::try_from(kept.len()).ok();
                    kept.push(unit);
                }
            }
            places.push(place);
        }
        self.units = kept;
        let place = |at: &u32| places.get(usize::try_from(*at).ok()?).copied().flatten();
        self.queue = self.queue.iter().filter_map(place).collect();
        if let Some(waiting) = &mut self.waiting {
            waiting.again = waiting.again.iter().filter_map(place).collect();
        }
    }

    /// Rows without a readable time that were delivered may come again.
    fn forget_timeless(&mut self, _room: usize) {
        self.may_repeat |= self.timeless.len() > 0;
        self.timeless = Seen::default();
    }

    /// Not even that fits: all lists are read again, and their rows may come twice.
    fn forget_lists(&mut self, _room: usize) {
        self.units.retain(|unit| matches!(unit.state, UnitState::Gap(_)));
        self.queue.clear();
        self.cursor = 0;
        self.may_repeat = true;
        if let Some(waiting) = &mut self.waiting {
            waiting.again.clear();
        }
        for id in &mut self.ids.all {
            if id.way == super::ids::Way::List && !id.is_over() {
                id.way = super::ids::Way::Alone;
            }
        }
    }

    /// Bytes of memory that the walk holds for what it has read, without its plan.
    pub fn held(&self) -> usize {
        let readings = self.units.iter().filter_map(|unit| unit.reading.as_ref());
        self.units.capacity() * size_of::<Unit>()
            + readings
                .map(|reading| size_of::<Reading>() + reading.seen.held())
                .sum::<usize>()
            + self.ids.all.capacity() * size_of::<super::ids::Id>()
            + self.timeless.held()
            + size_of::<Walk>()
    }
}

/// Bytes as a text, with their digest.
fn written(bytes: &[u8]) -> String {
    let check = Sha256::digest(bytes);
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 32);
    text.push_str(MARK);
    text.push_str(VERSION);
    text.push('.');
    let checked: Vec<u8> = bytes
        .iter()
        .copied()
        .chain(check.iter().copied().take(DIGEST))
        .collect();
    to_base64(&checked, &mut text);
    text
}

/// Whether two states may be told as one.
fn is_alike(one: &UnitState, other: &UnitState) -> bool {
    matches!((one, other), (UnitState::Done(_), UnitState::Done(_))) || one == other
}

impl Unit {
    fn swallow(&mut self, other: &Unit) {
        if let Of::Folded(count) = &mut self.of {
            *count += 1;
        }
        self.start = self.start.min(other.start);
        self.end = self.end.max(other.end);
        if let UnitState::Done(proven) = &mut self.state {
            *proven = self.end;
        }
        let sum = |one: Option<u32>, other: Option<u32>| Some(one?.saturating_add(other?));
        self.first_total = sum(self.first_total, other.first_total);
        self.last_total = sum(self.last_total, other.last_total);
        self.passes = self.passes.max(other.passes);
        for (sum, number) in [
            (&mut self.pages, other.pages),
            (&mut self.rows, other.rows),
            (&mut self.duplicates, other.duplicates),
            (&mut self.outside, other.outside),
        ] {
            *sum = sum.saturating_add(number);
        }
        for (sum, number) in self.states.iter_mut().zip(other.states) {
            *sum = sum.saturating_add(number);
        }
        self.progress = self.progress.saturating_add(other.progress);
    }
}

/// The digest of a question, and how long it is.
fn digest(question: &mut Question) -> ([u8; DIGEST], usize) {
    let mut coder = Coder::writer();
    coder.question(question);
    let bytes = coder.finish();
    let mut digest = [0; DIGEST];
    for (slot, byte) in digest.iter_mut().zip(Sha256::digest(&bytes)) {
        *slot = byte;
    }
    (digest, bytes.len())
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn to_base64(bytes: &[u8], text: &mut String) {
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            let letter = ALPHABET.get(bits >> (18 - 6 * place) & 63).copied().unwrap_or(b'A');
            text.push(char::from(letter));
        }
    }
}

fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in text.chunks(4) {
        let mut bits = 0_u32;
        for letter in four {
            let place = ALPHABET.iter().position(|known| known == letter)?;
            bits = bits << 6 | u32::try_from(place).ok()?;
        }
        bits <<= 6 * (4 - u32::try_from(four.len()).ok()?);
        let [_, first, second, third] = bits.to_be_bytes();
        let three = [first, second, third];
        bytes.extend(three.get(..four.len().checked_sub(1)?)?);
    }
    Some(bytes)
}
