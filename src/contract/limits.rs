//! Every number that the service sets. Rules, texts, plans and the emulator read them here.

use super::{Source, Text};

/// One number of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Our name for it, in kebab case; also the place it fills in texts: `{retention}`.
    pub name: &'static str,
    /// How much.
    pub value: u32,
    /// Of what.
    pub unit: Text,
    /// Where it is documented.
    pub source: Source,
}

macro_rules! limits {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $value:literal, $unit:expr, $source:expr;)*) => {
        $($(#[$doc])* pub const $constant: Limit = Limit { name: $name, value: $value, unit: $unit, source: $source };)*
        /// Every limit, in reading order.
        pub const ALL: &[Limit] = &[$($constant),*];
    };
}

const DAYS: Text = Text::new("days", "天");
const MINUTES: Text = Text::new("minutes", "分钟");
const ROWS: Text = Text::new("rows", "条");
const PAGES: Text = Text::new("pages", "页");
const IDS: Text = Text::new("task ids", "个任务 ID");
const DOMAINS: Text = Text::new("domain names", "个域名");
const URLS: Text = Text::new("URLs", "条 URL");
const CALLS: Text = Text::new("calls per second", "次/秒");

limits! {
    /// How far back tasks can be asked for. Whether these are rolling 72 hours or calendar days is not documented.
    RETENTION = "retention", 3, DAYS, Source::REFERENCE;
    /// The first page.
    PAGE_NUMBER_MIN = "page-number-min", 1, PAGES, Source::REFERENCE;
    /// The last page that can be asked for.
    PAGE_NUMBER_MAX = "page-number-max", 100_000, PAGES, Source::REFERENCE;
    /// The smallest page.
    PAGE_SIZE_MIN = "page-size-min", 1, ROWS, Source::REFERENCE;
    /// The largest page.
    PAGE_SIZE_MAX = "page-size-max", 100, ROWS, Source::REFERENCE;
    /// The page size where none is given.
    PAGE_SIZE_DEFAULT = "page-size-default", 20, ROWS, Source::REFERENCE;
    /// How often DescribeRefreshTasks may be called; the account's quota, shared by every process and the vendor's own console.
    LIST_RATE = "list-rate", 5, CALLS, Source::REFERENCE;
    /// How often DescribeRefreshTaskById may be called.
    BY_ID_RATE = "by-id-rate", 30, CALLS, Source::BY_ID;
    /// How many ids DescribeRefreshTaskById takes at once.
    BY_ID_IDS = "by-id-ids", 10, IDS, Source::BY_ID;
    /// Above this many domain names the service answers DomainNameOverLimit, although its reference allows only one.
    DOMAIN_NAMES = "domain-names", 500, DOMAINS, Source::REFERENCE;
    /// How many URLs one RefreshObjectCaches takes.
    REFRESH_URLS = "refresh-urls", 1000, URLS, Source::SUBMIT;
    /// How many directories one RefreshObjectCaches takes.
    REFRESH_DIRECTORIES = "refresh-directories", 100, URLS, Source::SUBMIT;
    /// How many regular expressions one RefreshObjectCaches takes.
    REFRESH_REGEXES = "refresh-regexes", 1, URLS, Source::SUBMIT;
    /// How often RefreshObjectCaches may be called.
    REFRESH_RATE = "refresh-rate", 50, CALLS, Source::SUBMIT;
    /// How many URLs one PushObjectCache takes.
    PRELOAD_URLS = "preload-urls", 100, URLS, Source::SUBMIT;
    /// How old the timestamp of a V1 signature may be.
    V1_VALIDITY = "v1-validity", 31, MINUTES, Source::SIGNING;
    /// How old the timestamp of a V3 signature may be.
    V3_VALIDITY = "v3-validity", 15, MINUTES, Source::SIGNING;
}

/// [`RETENTION`] in milliseconds.
pub const RETENTION_MS: i64 = RETENTION.value as i64 * crate::time::DAY;

/// How near to the retention's edge a moment is at it, in milliseconds: it moves on while requests are checked, signed and queued. Ours, not
/// the service's.
pub(crate) const EDGE_MS: i64 = 10 * 60_000;

/// `template` with the value of each limit in the place of its name.
#[cfg(not(feature = "bindgen"))]
pub fn fill_in(template: &str) -> String {
    let values: Vec<(&str, String)> = ALL.iter().map(|limit| (limit.name, limit.value.to_string())).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    super::fill(template, &values)
}

/// `template` as it is: the files beside the wasm hold every text with the limits filled in.
#[cfg(feature = "bindgen")]
pub fn fill_in(template: &str) -> String {
    template.to_owned()
}
