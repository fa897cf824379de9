//! The switches of a world: one for every behaviour that no document settles. Defaults are the reading that the newest reference suggests,
//! or the plainest one. Nobody here can ask the live service, so a client is right only if it is right in all of them.

use crate::chance::Chance;
use serde::{Deserialize, Serialize};

/// How the service behaves where its documents are silent. Read from plain data; an unknown switch is refused with the list of known ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct World {
    /// Does a task created exactly at StartTime count?
    pub start: Bound,
    /// Does a task created exactly at EndTime count?
    pub end: Bound,
    /// What of a creation time is compared with StartTime and EndTime.
    pub precision: Precision,
    /// What "the last 3 days" are.
    pub retention: Retention,
    /// The order of rows.
    pub order: Order,
    /// The order of rows of one second from call to call.
    pub ties: Ties,
    /// A new row is visible after up to so many milliseconds, each row for itself.
    pub visibility_lag_ms: u32,
    /// When the state of a task moves on.
    pub advance: Advance,
    /// The update that a call triggers is done so many milliseconds later.
    pub advance_lag_ms: u32,
    /// Which words Status may be.
    pub states: States,
    /// TotalCount never says more than this.
    pub total_count_cap: Option<u32>,
    /// The answer to a page beyond the last.
    pub beyond_end: BeyondEnd,
    /// DescribeRefreshTaskById gives at most so many rows …
    pub by_id_rows: Option<u32>,
    /// … for a call or for each of its ids.
    pub by_id_cut: ByIdCut,
    /// What TotalCount says where DescribeRefreshTaskById was cut.
    pub by_id_total: ByIdTotal,
    /// The service's clock is so many milliseconds ahead of the caller's; negative: behind.
    pub clock_offset_ms: i32,
    /// PageNumber and PageSize outside their range.
    pub page_bounds: PageBounds,
    /// StartTime or EndTime in the future.
    pub future_times: FutureTimes,
    /// DomainName with several domains, as older editions allowed.
    pub domain_list: DomainList,
    /// Types and states on which official documents disagree: IgnoreParams, Timeout, Canceled.
    pub disputed: Disputed,
    /// Letter case of ObjectType and Status.
    pub letter_case: LetterCase,
    /// Ids in the answer to a submission: one for all URLs, or a comma list with one for each.
    pub submit_ids: SubmitIds,
    /// Calls a second to DescribeRefreshTasks, DescribeRefreshQuota and their siblings.
    pub list_per_second: u32,
    /// Calls a second to DescribeRefreshTaskById.
    pub by_id_per_second: u32,
    /// Calls a second to RefreshObjectCaches and PushObjectCache.
    pub submit_per_second: u32,
    /// Calls a second that other programs of the same account make; taken from the list quota.
    pub others_per_second: u32,
    /// How a second is counted.
    pub quota_window: QuotaWindow,
    /// How a refusal for too many calls looks.
    pub throttle_form: ThrottleForm,
    /// Which header says when to come back.
    pub retry_after: RetryAfter,
    /// Every answer takes so many milliseconds.
    pub latency_ms: u32,
    /// URLs that may be refreshed in a day.
    pub refresh_per_day: u32,
    /// Directories that may be refreshed in a day.
    pub directories_per_day: u32,
    /// Regular expressions that may be refreshed in a day.
    pub regex_per_day: u32,
    /// URLs that may be preloaded in a day.
    pub preload_per_day: u32,
}

impl Default for World {
    fn default() -> World {
        World {
            start: Bound::Inclusive,
            end: Bound::Inclusive,
            precision: Precision::Second,
            retention: Retention::Rolling,
            order: Order::Newest,
            ties: Ties::Stable,
            visibility_lag_ms: 2000,
            advance: Advance::Matched,
            advance_lag_ms: 1000,
            states: States::Documented,
            total_count_cap: None,
            beyond_end: BeyondEnd::Empty,
            by_id_rows: None,
            by_id_cut: ByIdCut::Call,
            by_id_total: ByIdTotal::All,
            clock_offset_ms: 0,
            page_bounds: PageBounds::Refuse,
            future_times: FutureTimes::Accept,
            domain_list: DomainList::Unknown,
            disputed: Disputed::Refuse,
            letter_case: LetterCase::Exact,
            submit_ids: SubmitIds::One,
            list_per_second: 5,
            by_id_per_second: 30,
            submit_per_second: 50,
            others_per_second: 0,
            quota_window: QuotaWindow::Sliding,
            throttle_form: ThrottleForm::TooManyRequests,
            retry_after: RetryAfter::Acs,
            latency_ms: 0,
            refresh_per_day: 10_000,
            directories_per_day: 100,
            regex_per_day: 20,
            preload_per_day: 1000,
        }
    }
}

impl World {
    /// A world drawn at random: every switch that decides what is found and in which order takes any of its values. Quotas, caps of the
    /// by-id operation and clocks are drawn from values that matter; what only answers bad requests stays as it is by default.
    pub fn drawn(chance: Chance) -> World {
        World {
            start: drawn(chance, 0, Bound::ALL),
            end: drawn(chance, 1, Bound::ALL),
            precision: drawn(chance, 2, Precision::ALL),
            retention: drawn(chance, 3, Retention::ALL),
            order: drawn(chance, 4, Order::ALL),
            ties: drawn(chance, 5, Ties::ALL),
            visibility_lag_ms: drawn(chance, 6, &[0, 500, 2000, 20_000, 90_000]),
            advance: drawn(chance, 7, Advance::ALL),
            advance_lag_ms: drawn(chance, 8, &[0, 1000, 5000]),
            states: drawn(chance, 9, States::ALL),
            total_count_cap: drawn(chance, 10, &[None, None, None, Some(500), Some(10_000)]),
            beyond_end: drawn(chance, 11, BeyondEnd::ALL),
            by_id_rows: drawn(chance, 12, &[None, None, Some(20), Some(100)]),
            by_id_cut: drawn(chance, 13, ByIdCut::ALL),
            by_id_total: drawn(chance, 14, ByIdTotal::ALL),
            clock_offset_ms: drawn(chance, 15, &[0, 0, 3000, -3000, 600_000, -600_000]),
            future_times: drawn(chance, 16, FutureTimes::ALL),
            submit_ids: drawn(chance, 17, SubmitIds::ALL),
            others_per_second: drawn(chance, 18, &[0, 0, 1, 3]),
            quota_window: drawn(chance, 19, QuotaWindow::ALL),
            throttle_form: drawn(chance, 20, ThrottleForm::ALL),
            retry_after: drawn(chance, 21, RetryAfter::ALL),
            latency_ms: drawn(chance, 22, &[0, 50, 400]),
            ..World::default()
        }
    }
}

fn drawn<T: Copy + Default>(chance: Chance, switch: u64, choices: &[T]) -> T {
    chance.pick(switch, choices).copied().unwrap_or_default()
}

macro_rules! switch {
    ($(#[$doc:meta])* $name:ident { $(#[$first_doc:meta])* $first:ident, $($(#[$choice_doc:meta])* $choice:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $(#[$first_doc])* #[default] $first, $($(#[$choice_doc])* $choice),+ }

        impl $name {
            /// Every choice, for drawing worlds.
            pub const ALL: &'static [$name] = &[$name::$first, $($name::$choice),+];
        }
    };
}

switch! { /// Whether an end of a range belongs to it.
Bound { /// It does.
Inclusive, /// It does not.
Exclusive } }
switch! { /// The grain of time comparisons.
Precision { /// Whole seconds, as shown.
Second, /// Milliseconds, which no answer shows.
Millisecond } }
switch! { /// What is kept.
Retention { /// 72 hours back from now.
Rolling, /// From midnight UTC, three days ago: up to four days.
Calendar, /// From midnight UTC, the day before yesterday: two to three days.
CalendarShort } }
switch! { /// The order of rows by creation.
Order { /// Newest first.
Newest, /// Oldest first.
Oldest } }
switch! { /// Rows of one second.
Ties { /// Keep their order.
Stable, /// Change places from call to call.
Unstable } }
switch! { /// Which tasks move on.
Advance { /// Those that a call returned, and under a Status filter also those that its other filters match.
Matched, /// Only those that a call returned.
Returned, /// All, all the time: every answer is fresh.
Always } }
switch! { /// The vocabulary of Status.
States { /// Complete, Refreshing, Failed.
Documented, /// Also Pending, PreloadPending, Preloading, Timeout, Canceled.
Wide } }
switch! { /// A page number beyond the last page.
BeyondEnd { /// No rows.
Empty, /// The last page once more.
LastPage, /// An error.
Refuse } }
switch! { /// What the row cap of DescribeRefreshTaskById counts.
ByIdCut { /// The rows of a call.
Call, /// The rows of each id.
Id } }
switch! { /// TotalCount of DescribeRefreshTaskById.
ByIdTotal { /// All rows of the ids, also those cut off.
All, /// The rows in this answer.
Returned } }
switch! { /// Numbers outside their range.
PageBounds { /// An error.
Refuse, /// The nearest bound is taken.
Clamp } }
switch! { /// Times that lie ahead.
FutureTimes { /// Are taken as they are.
Accept, /// An error.
Refuse } }
switch! { /// A comma list where one domain is documented.
DomainList { /// Is a domain that does not exist: no rows.
Unknown, /// Is a list.
Accept } }
switch! { /// Values on which documents disagree.
Disputed { /// An error.
Refuse, /// Accepted.
Accept } }
switch! { /// Letter case of enumerated values.
LetterCase { /// Counts.
Exact, /// Does not.
Ignored } }
switch! { /// Task ids of one submission.
SubmitIds { /// One, with a row for each URL.
One, /// One for each URL, as a comma list.
PerUrl } }
switch! { /// The counting of calls a second.
QuotaWindow { /// Calls of the last 1,000 ms.
Sliding, /// Calls since the second began.
Calendar, /// A bucket of that many tokens, filled at that rate.
Bucket } }
switch! { /// Code and HTTP status of a throttled call.
ThrottleForm { /// 429 TooManyRequests.
TooManyRequests, /// 400 Throttling.User.
User, /// 503 Throttling.Api.
Api, /// 400 Throttling.
Plain } }
switch! { /// The hint of a throttled call.
RetryAfter { /// `x-acs-retry-after`, in milliseconds.
Acs, /// `x-ratelimit-user-api: Limit:…,Remain:…,TimeLeft:…,Reset:…`, the older form.
Ratelimit, /// None.
None } }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_worlds_differ_and_every_choice_comes_up() {
        let worlds: Vec<World> = (0..300).map(|seed| World::drawn(Chance::new(seed))).collect();
        assert_eq!(worlds[0], World::drawn(Chance::new(0)));
        for order in Order::ALL {
            for retention in Retention::ALL {
                assert!(
                    worlds
                        .iter()
                        .any(|world| world.order == *order && world.retention == *retention)
                );
            }
        }
        assert!(
            worlds
                .iter()
                .any(|world| world.by_id_rows.is_some() && world.total_count_cap.is_none())
        );
    }

    #[test]
    fn reads_what_is_given_and_names_what_is_known() {
        let world: World =
            serde_json::from_str(r#"{"start":"exclusive","byIdRows":100,"quotaWindow":"bucket"}"#).unwrap();
        let expected = World {
            start: Bound::Exclusive,
            by_id_rows: Some(100),
            quota_window: QuotaWindow::Bucket,
            ..World::default()
        };
        assert_eq!(world, expected);
        let unknown = serde_json::from_str::<World>(r#"{"starts":"exclusive"}"#)
            .unwrap_err()
            .to_string();
        assert!(
            unknown.contains("`starts`") && unknown.contains("`clockOffsetMs`"),
            "{unknown}"
        );
        let value = serde_json::from_str::<World>(r#"{"ties":"random"}"#)
            .unwrap_err()
            .to_string();
        assert!(value.contains("`random`") && value.contains("`unstable`"), "{value}");
    }
}
