//! A walk as a text that another process can go on from: versioned, proof against damage, bound to its question, without any secret.
//!
//! `crt4.` and Base64 (for URLs, without padding) of: the question or only its digest, the options, the state, and sixteen bytes of the
//! SHA-256 of all before. At most 64 KB and 32 bytes for each id; where the whole state takes more, one thing after another is told less
//! exactly until it fits, see [`SHORTER`].

use super::base64::{from_base64, to_base64};
use super::coder::Coder;
use super::machine::{Walk, WalkOptions};
use super::next::Stop;
use super::shorter::SHORTER;
use crate::contract::Locale;
use crate::plan::{Notes, Plan, PlanOptions, Query, Question};
use crate::time::Instant;
use sha2::{Digest, Sha256};

/// What stands before the state.
const MARK: &str = "crt";
const VERSION: &str = "4";
/// The limit of the text's length, and what each id adds to it.
const LIMIT: usize = 64 * 1024;
const LIMIT_OF_ID: usize = 32;
/// A longer question is told by its digest alone; whoever goes on must hand it in again.
const QUESTION_LIMIT: usize = 24 * 1024;
const QUESTION_LIMIT_OF_ID: usize = 16;
const DIGEST: usize = 16;

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
        let mut text = written(&bytes);
        if text.len() <= limit {
            return text;
        }
        let question = self.plan.question().clone();
        // What was just written can be read; else it is told at length.
        let Ok(mut shorter) = Walk::decode(bytes, &|_, _| Some(question.clone())) else {
            return text;
        };
        for shorten in SHORTER {
            shorten(&mut shorter);
            text = written(&shorter.bytes());
            if text.len() <= limit {
                break;
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
        let mut embedded = length <= QUESTION_LIMIT + QUESTION_LIMIT_OF_ID * self.plan.task_ids().len()
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
    /// it is its turn. A wait whose time was up goes on if it gets more: see [`Walk::wait_until`].
    pub fn resume(text: &str, query: Option<&Query<'_>>, now: Instant) -> Result<Walk, Refused> {
        let mut walk = Walk::read(text, query)?;
        walk.tick(now);
        walk.clock.hand_over();
        walk.end = walk.end.filter(|end| *end != Stop::Deadline);
        // Replies to calls of another process come to nobody.
        for mut call in std::mem::take(&mut walk.calls) {
            if call.again.is_none() {
                walk.give_up(call.id);
                // Nor is it their fault, however often it happens; but they were sent.
                call.attempts = call.attempts.saturating_sub(1).max(1);
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
        let ids = walk.ids.all.len();
        coder.walk(&mut walk);
        if !coder.is_done() || walk.ids.all.len() != ids || walk.cursor > walk.lists() {
            return Err(Refused::Damaged);
        }
        Ok(walk)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::plan;

    #[test]
    fn a_state_that_no_walk_can_be_in_is_damaged() {
        let now = Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap();
        let ids = Query {
            task_ids: ["1", "2"].into(),
            ..Query::default()
        };
        let refused = |mut walk: Walk| Walk::restore(&walk.whole(), None).err();
        for (query, count) in [(Query::default(), 0), (ids, 2)] {
            let walk = Walk::start(plan(&query, now, &PlanOptions::default()), now, WalkOptions::default());
            assert_eq!(refused(walk.clone()), None);
            let mut beyond = walk.clone();
            beyond.cursor = walk.lists() + 1;
            assert_eq!(refused(beyond), Some(Refused::Damaged));
            for other in [0, 1, 2, 3] {
                let mut ids = walk.clone();
                ids.ids.all.resize(other, super::super::ids::Id::default());
                let expected = (other != count).then_some(Refused::Damaged);
                assert_eq!(refused(ids), expected, "{other} of {count}");
            }
            let more = [walk.clone().bytes(), vec![0]].concat();
            assert_eq!(Walk::restore(&written(&more), None).err(), Some(Refused::Damaged));
        }
    }
}
