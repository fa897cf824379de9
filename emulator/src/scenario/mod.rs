//! Scenarios: small data files that say which tasks an account has, which world it lives in and what goes wrong.

mod urls;

use crate::operations::Service;
use crate::tasks::{Fate, Kind, NewBatch, Reason};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The embedded scenarios, by name.
const FILES: [(&str, &str); 10] = [
    ("shop", include_str!("../../scenarios/shop.json")),
    ("empty", include_str!("../../scenarios/empty.json")),
    ("release", include_str!("../../scenarios/release.json")),
    ("failing-origin", include_str!("../../scenarios/failing-origin.json")),
    (
        "throttled-account",
        include_str!("../../scenarios/throttled-account.json"),
    ),
    ("drift", include_str!("../../scenarios/drift.json")),
    ("clock-ahead", include_str!("../../scenarios/clock-ahead.json")),
    (
        "many-rows-per-id",
        include_str!("../../scenarios/many-rows-per-id.json"),
    ),
    ("fifty-domains", include_str!("../../scenarios/fifty-domains.json")),
    ("large-account", include_str!("../../scenarios/large-account.json")),
];

/// The scenario where none is named.
const DEFAULT: &str = "shop";

/// What a scenario file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    /// What it is about, for people.
    pub about: About,
    /// Switches that differ from the default world.
    #[serde(default)]
    pub world: serde_json::Map<String, serde_json::Value>,
    /// Rates of faults.
    #[serde(default)]
    pub faults: BTreeMap<String, f64>,
    /// The tasks, before and after the start.
    #[serde(default)]
    pub tasks: Vec<Arrivals>,
    /// How tasks fare that are submitted through the operations.
    #[serde(default)]
    pub submitted: FateSpec,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct About {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

/// A stream of tasks: `urls` rows arriving evenly over a time.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arrivals {
    /// file, directory, regex, preload, block or unblock.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many URLs in all.
    pub urls: u32,
    /// How many URLs share a task id.
    #[serde(default = "one")]
    pub urls_per_task: u32,
    /// The first arrives so many seconds after the start; negative: before.
    pub from_seconds: i64,
    /// The last arrives so many seconds after the first. Up to one second they all fall into the same second.
    #[serde(default)]
    pub over_seconds: u32,
    /// The domains, in turn from task to task.
    pub domains: Vec<String>,
    /// A folder before each path, such as `/release-812`.
    #[serde(default)]
    pub under: String,
    /// How they fare.
    #[serde(default)]
    pub fate: FateSpec,
    /// The resource group; "" is the default one.
    #[serde(default)]
    pub resource_group: String,
    /// Made by OSS's automatic refresh: no query shows them.
    #[serde(default)]
    pub hidden: bool,
}

fn one() -> u32 {
    1
}

/// How tasks fare, as files say it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FateSpec {
    /// The share that fails.
    pub failing: f64,
    /// Why: `internal`, `origin-timeout`, or the origin's status; drawn where it is absent.
    pub reason: Option<ReasonSpec>,
    /// Seconds from least to most, where it is not what the documents say.
    pub lasting_seconds: Option<(u32, u32)>,
}

/// Why tasks fail, as files say it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ReasonSpec {
    /// A word.
    Word(ReasonWord),
    /// The origin's HTTP status.
    Status(u16),
}

/// A reason in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonWord {
    /// The service's own fault.
    Internal,
    /// The origin took too long.
    OriginTimeout,
}

impl FateSpec {
    /// The fate it describes.
    pub fn fate(&self) -> Fate {
        Fate {
            failing: self.failing,
            reason: self.reason.as_ref().map(|reason| match reason {
                ReasonSpec::Word(ReasonWord::Internal) => Reason::Internal,
                ReasonSpec::Word(ReasonWord::OriginTimeout) => Reason::OriginTimeout,
                ReasonSpec::Status(status) => Reason::OriginStatus(*status),
            }),
            lasting_ms: self
                .lasting_seconds
                .map(|(least, most)| (least.saturating_mul(1000), most.saturating_mul(1000))),
        }
    }
}

/// Names and sentences of the embedded scenarios, the default one first.
pub fn scenarios() -> impl Iterator<Item = (&'static str, About)> {
    FILES
        .iter()
        .filter_map(|(name, _)| Some((*name, Scenario::named(Some(name)).ok()?.about)))
}

impl Scenario {
    /// The embedded scenario of this name, or the default one. An unknown name is refused with the list of known ones.
    pub fn named(name: Option<&str>) -> Result<Scenario, String> {
        let name = name.unwrap_or(DEFAULT);
        let Some((_, text)) = FILES.iter().find(|(known, _)| *known == name) else {
            let known: Vec<String> = FILES.iter().map(|(name, _)| format!("`{name}`")).collect();
            return Err(format!(
                "unknown scenario `{name}`, expected one of {}",
                known.join(", ")
            ));
        };
        serde_json::from_str(text).map_err(|error| format!("scenario `{name}`: {error}"))
    }
}

/// Fills `service` with the arrivals of a scenario that starts at `start` (the caller's clock, in milliseconds since the epoch).
/// What is there at the start has been looked at until then, so that its states are fresh.
pub(crate) fn populate(service: &mut Service, arrivals: &[Arrivals], start: i64) -> Result<(), String> {
    let start = service.clock(start).div_euclid(1000) * 1000;
    let chance = service.chance.stream(2);
    let mut batches = Vec::new();
    for (stream, arrival) in arrivals.iter().enumerate() {
        let kind = Kind::ALL.into_iter().find(|kind| kind.text() == arrival.kind);
        let kind = kind.ok_or_else(|| format!("unknown type `{}` of tasks", arrival.kind))?;
        let per_task = arrival.urls_per_task.max(1);
        let count = arrival.urls.div_ceil(per_task);
        for number in 0..count {
            let over = i64::from(arrival.over_seconds).saturating_mul(1000).max(1);
            let slot = over.saturating_mul(i64::from(number)) / i64::from(count);
            let created = start
                .saturating_add(arrival.from_seconds.saturating_mul(1000))
                .saturating_add(slot);
            let urls = per_task.min(arrival.urls - number * per_task);
            batches.push((created, stream, number, urls, kind));
        }
    }
    // Ids grow with time, as the service gives them out.
    batches.sort_by_key(|(created, stream, number, ..)| (*created, *stream, *number));
    let rows = batches
        .iter()
        .map(|(.., urls, _)| usize::try_from(*urls).unwrap_or(0))
        .sum();
    service.tasks.reserve(rows);
    for (created, stream, number, urls, kind) in batches {
        let Some(arrival) = arrivals.get(stream) else { continue };
        let chance = chance.stream(u64::try_from(stream).unwrap_or(0));
        let domain = usize::try_from(number).unwrap_or(0) % arrival.domains.len().max(1);
        let domain = arrival.domains.get(domain).map_or("www.example.com", String::as_str);
        let first = u64::from(number) * u64::from(arrival.urls_per_task.max(1));
        let batch = NewBatch {
            created,
            kind,
            fate: arrival.fate.fate(),
            group: &arrival.resource_group,
            hidden: arrival.hidden,
        };
        let paths = (0..u64::from(urls)).map(|url| urls::path(chance, first + url, kind, domain, &arrival.under));
        service.tasks.add(&batch, paths).ok_or("too many tasks")?;
    }
    let now = start;
    service.tasks.ask_all(now);
    Ok(())
}
