//! The account: who may call, how often, and how much may be submitted in a day. Everyone who calls shares its quotas.

use crate::refusal::{Code, Refusal};
use crate::world::{QuotaWindow, World};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

/// An access key of the account. Test secrets only.
#[derive(Clone, Default)]
pub struct AccessKey {
    /// Its secret.
    pub secret: String,
    /// A temporary key's security token, and when it expires (milliseconds since the epoch, by the service's clock).
    pub token: Option<(String, Option<i64>)>,
    /// Whether its user lacks the permission for every operation.
    pub forbidden: bool,
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("forbidden", &self.forbidden)
            .finish_non_exhaustive()
    }
}

/// Operations that share a call quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallKind {
    /// DescribeRefreshTasks, DescribeRefreshQuota and their siblings: 5 calls a second.
    List,
    /// DescribeRefreshTaskById: 30 calls a second.
    ById,
    /// RefreshObjectCaches and PushObjectCache: 50 calls a second.
    Submit,
}

/// A call too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttled {
    /// Calls a second that the account has.
    pub limit: u32,
    /// When a call is admitted again, in milliseconds from now.
    pub retry_after_ms: u32,
}

/// Calls of one kind within the last second.
#[derive(Debug, Clone, Default)]
struct Calls {
    /// Milliseconds of the calls admitted that still count.
    admitted: VecDeque<i64>,
}

/// What is left of a day's submissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// URLs refreshed today.
    pub refresh: u32,
    /// Directories refreshed today.
    pub directories: u32,
    /// Regular expressions refreshed today.
    pub regex: u32,
    /// URLs preloaded today.
    pub preload: u32,
}

/// The account's keys and quotas.
#[derive(Debug, Clone)]
pub struct Account {
    keys: BTreeMap<String, AccessKey>,
    calls: BTreeMap<CallKind, Calls>,
    nonces: BTreeSet<(String, String)>,
    nonce_ages: VecDeque<(i64, (String, String))>,
    spent: Spent,
    spent_day: i64,
}

/// A nonce is remembered as long as the longest-lived timestamp: 31 minutes, both ways.
const NONCE_MEMORY_MS: i64 = 2 * 31 * 60_000;
/// Daily quotas are counted in China Standard Time.
const CST_MS: i64 = 8 * 3_600_000;
const DAY: i64 = 86_400_000;

impl Account {
    /// An account with these keys, by id.
    pub fn new(keys: BTreeMap<String, AccessKey>) -> Account {
        Account {
            keys,
            calls: BTreeMap::new(),
            nonces: BTreeSet::new(),
            nonce_ages: VecDeque::new(),
            spent: Spent::default(),
            spent_day: i64::MIN,
        }
    }

    /// The access key of an id.
    pub fn key(&self, id: &str) -> Result<&AccessKey, Refusal> {
        self.keys.get(id).ok_or_else(|| Code::AccessKeyNotFound.into())
    }

    /// Every secret, for tests that look for leaks.
    #[cfg(test)]
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.keys.values().map(|key| key.secret.as_str())
    }

    /// A nonce is good once for each key.
    pub fn use_nonce(&mut self, key_id: &str, nonce: &str, now: i64) -> Result<(), Refusal> {
        while let Some((seen, entry)) = self.nonce_ages.front() {
            if now.saturating_sub(*seen) <= NONCE_MEMORY_MS {
                break;
            }
            self.nonces.remove(entry);
            self.nonce_ages.pop_front();
        }
        let entry = (key_id.to_owned(), nonce.to_owned());
        if !self.nonces.insert(entry.clone()) {
            return Err(Code::NonceUsed.into());
        }
        self.nonce_ages.push_back((now, entry));
        Ok(())
    }

    /// Counts a call, or refuses it. A refused call does not count.
    pub fn admit(&mut self, kind: CallKind, now: i64, world: &World) -> Result<(), Throttled> {
        let limit = match kind {
            CallKind::List => world.list_per_second.saturating_sub(world.others_per_second),
            CallKind::ById => world.by_id_per_second,
            CallKind::Submit => world.submit_per_second,
        };
        if limit == 0 {
            return Err(Throttled {
                limit,
                retry_after_ms: 1000,
            });
        }
        let admitted = &mut self.calls.entry(kind).or_default().admitted;
        let wait = match world.quota_window {
            QuotaWindow::Bucket => wait_for_token(admitted, now, limit),
            QuotaWindow::Calendar => {
                let second = now.div_euclid(1000) * 1000;
                if counts(admitted, second, now, limit) {
                    0
                } else {
                    second.saturating_add(1000).saturating_sub(now)
                }
            }
            QuotaWindow::Sliding => {
                let counted = counts(admitted, now.saturating_sub(999), now, limit);
                let oldest = admitted.front().copied().unwrap_or(now);
                if counted {
                    0
                } else {
                    oldest.saturating_add(1000).saturating_sub(now)
                }
            }
        };
        match u32::try_from(wait) {
            Ok(0) | Err(_) => Ok(()),
            Ok(retry_after_ms) => Err(Throttled { limit, retry_after_ms }),
        }
    }

    /// What was submitted today.
    pub fn spent(&mut self, now: i64) -> &mut Spent {
        let day = now.saturating_add(CST_MS).div_euclid(DAY);
        if day != self.spent_day {
            self.spent = Spent::default();
            self.spent_day = day;
        }
        &mut self.spent
    }
}

/// Counts a call made now, if fewer than `limit` were counted since `from`.
fn counts(admitted: &mut VecDeque<i64>, from: i64, now: i64, limit: u32) -> bool {
    // Calls that lie ahead were made before the clock was set back.
    admitted.retain(|at| (from..=now).contains(at));
    let counts = admitted.len() < usize::try_from(limit).unwrap_or(usize::MAX);
    if counts {
        admitted.push_back(now);
    }
    counts
}

/// A bucket of `limit` tokens: each call's token comes back 1/limit seconds after the one before (GCRA over the kept arrival).
fn wait_for_token(admitted: &mut VecDeque<i64>, now: i64, limit: u32) -> i64 {
    // One number in microseconds: when the bucket would be full again.
    let (now, step) = (now.saturating_mul(1000), 1_000_000 / i64::from(limit));
    let full = admitted
        .front()
        .copied()
        .unwrap_or(now)
        .clamp(now, now.saturating_add(1_000_000));
    let short = full.saturating_sub(now) - (1_000_000 - step);
    admitted.clear();
    if short > 0 {
        admitted.push_back(full);
        // Rounded up: who comes back then finds its token.
        return (short + 999) / 1000;
    }
    admitted.push_back(full.saturating_add(step));
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn admitted(window: QuotaWindow, calls: &[i64]) -> String {
        let world = World {
            quota_window: window,
            ..World::default()
        };
        let mut account = Account::new(BTreeMap::new());
        let word = |at: &i64| match account.admit(CallKind::List, *at, &world) {
            Ok(()) => "+".to_owned(),
            Err(throttled) => format!("({})", throttled.retry_after_ms),
        };
        calls.iter().map(word).collect()
    }

    #[test]
    fn five_calls_a_second_in_every_reading() {
        let burst = [
            900, 900, 900, 950, 950, 950, 999, 1000, 1899, 1900, 1901, 1950, 1950, 1950,
        ];
        assert_eq!(admitted(QuotaWindow::Sliding, &burst), "+++++(950)(901)(900)(1)+++++");
        assert_eq!(admitted(QuotaWindow::Calendar, &burst), "+++++(50)(1)+++++(50)(50)");
        assert_eq!(
            admitted(QuotaWindow::Bucket, &[0, 0, 0, 0, 0, 0, 199, 200, 201, 1200]),
            "+++++(200)(1)+(199)+"
        );
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        for window in QuotaWindow::ALL {
            let calls = admitted(*window, &[10_000, 10_000, 10_000, 10_000, 10_000, 0, 1000, 1001]);
            assert!(calls.starts_with("+++++") && calls.ends_with('+'), "{window:?} {calls}");
        }
    }

    #[test]
    fn nonces_are_forgotten_only_when_no_timestamp_could_carry_them() {
        let mut account = Account::new(BTreeMap::new());
        account.use_nonce("a", "n", 0).unwrap();
        account.use_nonce("b", "n", 0).unwrap();
        assert_eq!(
            account.use_nonce("a", "n", NONCE_MEMORY_MS).unwrap_err().code,
            Code::NonceUsed
        );
        account.use_nonce("a", "n", NONCE_MEMORY_MS + 1).unwrap();
    }

    #[test]
    fn debug_shows_no_secret() {
        let key = AccessKey {
            secret: "marker-secret".to_owned(),
            token: Some(("marker-token".to_owned(), None)),
            forbidden: false,
        };
        let account = Account::new([("id".to_owned(), key)].into());
        assert!(account.secrets().any(|secret| secret == "marker-secret"));
        assert!(!format!("{account:?}").contains("marker"));
    }
}
