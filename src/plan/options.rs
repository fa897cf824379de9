use super::notes::Notes;
use super::price::Rate;
use crate::contract::planning::{OPTION, RATE};
use crate::contract::{Flaw, Given, Locale, Text, digits, is_digits, limits, quote};
use crate::time::{Instant, Reading, read};

/// How a question is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOptions {
    /// The language of diagnostics and reasons.
    pub locale: Locale,
    /// Rows per hour in the account, if known; prices routes and sizes windows.
    pub rows_per_hour: Option<u64>,
    /// How often DescribeRefreshTasks may be called.
    pub list_rate: Rate,
    /// How often DescribeRefreshTaskById may be called.
    pub by_id_rate: Rate,
    /// The route to take; `None` for the cheapest safe one.
    pub route: Option<Route>,
    /// The width of the windows; `None` for one that suits the volume.
    pub window_seconds: Option<u32>,
    /// Which window is asked for first.
    pub order: Order,
    /// How many rows are wanted at most.
    pub limit: Option<u64>,
    /// What the host could not hand on, to be told.
    pub flaws: Vec<Flaw>,
}

impl Default for PlanOptions {
    fn default() -> PlanOptions {
        PlanOptions {
            locale: Locale::En,
            rows_per_hour: None,
            list_rate: Rate::LIST,
            by_id_rate: Rate::BY_ID,
            route: None,
            window_seconds: None,
            order: Order::Oldest,
            limit: None,
            flaws: Vec::new(),
        }
    }
}

/// A way to answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// DescribeRefreshTaskById, ten ids a call.
    ById,
    /// One list per path and window.
    ByPath,
    /// One list per domain, type and window; or per type and window.
    FanOut,
    /// One list of the whole account per window, filtered here.
    Scan,
}

impl Route {
    /// All of them, in the order in which equally cheap ones are preferred.
    pub const ALL: [Route; 4] = [Route::ById, Route::ByPath, Route::FanOut, Route::Scan];

    /// `by-id`, `by-path`, `fan-out` or `scan`.
    pub const fn name(self) -> &'static str {
        match self {
            Route::ById => "by-id",
            Route::ByPath => "by-path",
            Route::FanOut => "fan-out",
            Route::Scan => "scan",
        }
    }
}

/// Which window is asked for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Order {
    /// The oldest, because it is the first to age out.
    #[default]
    Oldest,
    /// The newest.
    Newest,
}

const NOW_IS: Text = Text::new(
    "milliseconds, a date object or RFC 3339 text with its offset",
    "毫秒时间戳、日期对象或带时区偏移的 RFC 3339 文本",
);
const FROM_ONE: Text = Text::new("a whole number of at least 1", "不小于 1 的整数");
const FROM_ZERO: Text = Text::new("a number of at least 0", "不小于 0 的数");
const ABOVE_ZERO: Text = Text::new("a number of at least 0.001", "不小于 0.001 的数");
const ROUTES: Text = Text::new(
    "`auto`, `by-id`, `by-path`, `scan` or `fan-out`",
    " `auto`、`by-id`、`by-path`、`scan` 或 `fan-out`",
);
const ORDERS: Text = Text::new("`oldest` or `newest`", " `oldest` 或 `newest`");

/// What each option must be.
const EXPECTED: [(&str, Text); 8] = [
    ("now", NOW_IS),
    ("rowsPerHour", FROM_ZERO),
    ("callsPerSecond", ABOVE_ZERO),
    ("callsPerSecondById", ABOVE_ZERO),
    ("route", ROUTES),
    ("windowSeconds", FROM_ONE),
    ("order", ORDERS),
    ("limit", FROM_ONE),
];

impl PlanOptions {
    /// Sets the option of that name, as its host gave it; what it cannot be is kept to be told. Other names are left alone.
    pub fn set(&mut self, name: &str, given: &Given<'_>) {
        if given.is_absent() || self.take(name, given).is_some() {
            return;
        }
        for (known, _) in EXPECTED {
            if known == name {
                let found = match given {
                    Given::Text(text) | Given::Number(text) | Given::IllFormed(text) | Given::Other(text) => {
                        text.clone().into_owned()
                    }
                    Given::Moment(_) => "Date".to_owned(),
                };
                self.flaws.push(Flaw::Option { name: known, found });
            }
        }
    }

    fn take(&mut self, name: &str, given: &Given<'_>) -> Option<()> {
        let (word, thousandths, whole) = match given {
            Given::Text(text) => (text.as_ref(), None, None),
            Given::Number(text) => ("", thousandths(text), digits(text).filter(|number| *number > 0)),
            _ => ("", None, None),
        };
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        match name {
            "locale" => self.locale = if word == "zh" { Locale::Zh } else { Locale::En },
            "rowsPerHour" => self.rows_per_hour = Some(thousandths?.div_ceil(1000)),
            "callsPerSecond" => self.list_rate = Rate::per_thousand_seconds(narrow(thousandths?))?,
            "callsPerSecondById" => self.by_id_rate = Rate::per_thousand_seconds(narrow(thousandths?))?,
            "route" => {
                self.route = Route::ALL.into_iter().find(|route| route.name() == word);
                if self.route.is_none() && word != "auto" {
                    return None;
                }
            }
            "windowSeconds" => self.window_seconds = Some(narrow(whole?)),
            "order" => {
                self.order = match word {
                    "oldest" => Order::Oldest,
                    "newest" => Order::Newest,
                    _ => return None,
                }
            }
            "limit" => self.limit = Some(whole?),
            _ => return None,
        }
        Some(())
    }

    /// The moment that the option `now` says; where it says none, that is kept to be told.
    pub fn now(&mut self, given: &Given<'_>) -> Option<Instant> {
        let now = match given {
            Given::Moment(moment) => *moment,
            Given::Number(number) => {
                let whole = thousandths(number).map(|number| number / 1000);
                whole.and_then(|ms| Instant::from_ms(i64::try_from(ms).ok()?))
            }
            Given::Text(text) => match read(text) {
                Reading::Exact(moment) | Reading::Moment(moment) => Some(moment),
                _ => None,
            },
            _ => None,
        };
        if now.is_none() {
            self.set("now", given);
        }
        now
    }

    /// Tells what is wrong with the options.
    pub(super) fn tell(&self, notes: &mut Notes) {
        for (option, expected) in EXPECTED {
            for flaw in &self.flaws {
                if let Flaw::Option { name, found } = flaw
                    && *name == option
                {
                    let expected = notes.fill(&expected, &[]);
                    notes.tell(&OPTION, &[name], &[("expected", &expected), ("found", &quote(found))]);
                }
            }
        }
    }

    /// Tells of rates that the service will refuse.
    pub(super) fn tell_rates(&self, notes: &mut Notes) {
        for (name, rate, limit) in [
            ("callsPerSecond", self.list_rate, limits::LIST_RATE),
            ("callsPerSecondById", self.by_id_rate, limits::BY_ID_RATE),
        ] {
            if rate.exceeds(limit) {
                notes.tell(&RATE, &[name], &[("limit", &limit.value.to_string())]);
            }
        }
    }
}

/// A decimal number as its host prints it, in thousandths, cut; `None` for negative ones, exponents and what is no number.
fn thousandths(printed: &str) -> Option<u64> {
    let (whole, fraction) = printed.split_once('.').unwrap_or((printed, "0"));
    if !is_digits(fraction) {
        return None;
    }
    let (mut number, mut places) = (digits(whole)?, 0);
    for digit in fraction.bytes().take(3) {
        number = number
            .checked_mul(10)?
            .checked_add(u64::from(digit.wrapping_sub(b'0')))?;
        places += 1;
    }
    for _ in places..3 {
        number = number.checked_mul(10)?;
    }
    Some(number)
}
