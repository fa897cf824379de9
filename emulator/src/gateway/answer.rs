//! Answers in words: pages in all their shapes, submissions, quotas, refusals.

use super::body::{Format, Spelling, Writer};
use super::call::Operation;
use crate::chance::Chance;
use crate::faults::{Drawn, Fault};
use crate::operations::{Page, Service};
use crate::refusal::{Code, Refusal};
use crate::tasks::TaskRow;
use cdn_refresh_tasks::time::Instant;

/// What shapes one answer.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    pub(crate) format: Format,
    pub(crate) faults: Drawn,
    /// Draws for this call alone.
    pub(crate) chance: Chance,
    pub(crate) request_id: String,
}

impl Style {
    /// The first of these faults that struck, as its refusal.
    pub(crate) fn strike<const N: usize>(&self, faults: [(Fault, Code); N]) -> Result<(), Refusal> {
        match faults.into_iter().find(|(fault, _)| self.faults.has(*fault)) {
            Some((_, code)) => Err(code.into()),
            None => Ok(()),
        }
    }

    fn has(&self, fault: Fault) -> bool {
        self.format == Format::Json && self.faults.has(fault)
    }

    fn writer(&self, capacity: usize) -> Writer {
        let spelling = Spelling {
            escaped: self.has(Fault::ShapeEscaped),
            indented: self.has(Fault::ShapeIndented),
        };
        Writer::new(self.format, spelling, capacity)
    }

    fn count(&self, w: &mut Writer, name: &str, value: u32) {
        if self.has(Fault::ShapeCountsAsText) {
            w.text(name, &value.to_string())
        } else {
            w.raw(name, value)
        }
    }
}

/// A refusal's body.
pub(crate) fn refusal(refusal: &Refusal, host: &str, style: &Style) -> Vec<u8> {
    let code = refusal.code();
    style.writer(512).document("Error", |w| {
        w.text("RequestId", &style.request_id);
        w.text("HostId", host);
        w.text("Code", &code);
        w.text("Message", &refusal.message());
        w.text(
            "Recommend",
            &format!(
                "https://api.aliyun.com/troubleshoot?q={code}&product=Cdn&requestId={}",
                style.request_id
            ),
        );
    })
}

/// The answer of a submission: its task id under `name`.
pub(crate) fn submission(action: &str, name: &str, id: &str, style: &Style) -> Vec<u8> {
    style.writer(256).document(&root(action), |w| {
        w.text("RequestId", &style.request_id);
        w.text(name, id);
    })
}

/// The answer of DescribeRefreshQuota; its numbers are strings.
pub(crate) fn quota(action: &str, quota: &[(&str, u32)], style: &Style) -> Vec<u8> {
    style.writer(512).document(&root(action), |w| {
        w.text("RequestId", &style.request_id);
        for (name, value) in quota {
            w.text(name, &value.to_string());
        }
    })
}

fn root(action: &str) -> String {
    format!("{action}Response")
}

/// A page of tasks.
pub(crate) fn page(operation: Operation, action: &str, page: &Page, service: &Service, style: &Style) -> Vec<u8> {
    style.writer(256 + page.rows.len() * 256).document(&root(action), |w| {
        w.text("RequestId", &style.request_id);
        if let Some(number) = page.number {
            style.count(w, "PageNumber", number);
        }
        if let Some(size) = page.size {
            style.count(w, "PageSize", size);
        }
        style.count(w, "TotalCount", page.total);
        if style.has(Fault::ShapeExtraFields) {
            w.object("Paging", |w| w.raw("NextToken", "null"));
        }
        tasks(operation, page, service, style, w);
    })
}

fn tasks(operation: Operation, page: &Page, service: &Service, style: &Style, w: &mut Writer) {
    let item = match operation {
        Operation::DescribeById => None,
        Operation::DescribeDcdn => Some("Task"),
        _ => Some("CDNTask"),
    };
    if page.rows.is_empty() && style.has(Fault::ShapeEmptyTasks) {
        match style.chance.below(30, 6) {
            0 => {}
            1 => w.raw("Tasks", "null"),
            2 => w.raw("Tasks", "{}"),
            3 => w.raw("Tasks", "[]"),
            4 => w.raw("Tasks", "\"\""),
            _ => w.object("Tasks", |w| w.raw(item.unwrap_or("CDNTask"), "null")),
        }
        return;
    }
    let rows = |w: &mut Writer, name: &str| {
        for (number, shown) in page.rows.iter().enumerate() {
            if let Some(row) = service.row(*shown) {
                let chance = style.chance.stream(u64::try_from(number).unwrap_or(0));
                w.item(name, |w| task(&row, style, chance, w));
            }
        }
    };
    let single = page.rows.len() == 1 && style.has(Fault::ShapeSingleObject);
    match item {
        None => w.list("Tasks", |w| rows(w, "Tasks")),
        Some(name) if single => w.object("Tasks", |w| {
            let row = page.rows.first().and_then(|shown| service.row(*shown));
            w.object(name, |w| row.iter().for_each(|row| task(row, style, style.chance, w)));
        }),
        Some(name) => w.object("Tasks", |w| w.list(name, |w| rows(w, name))),
    }
}

/// One row; `chance` is its own, so that a shape strikes some rows and not others.
fn task(row: &TaskRow<'_>, style: &Style, chance: Chance, w: &mut Writer) {
    let struck = |fault: Fault, number: u64| style.has(fault) && chance.below(number, 2) == 0;
    let turn = if style.has(Fault::ShapeShuffled) {
        chance.below(40, 7)
    } else {
        0
    };
    for place in 0..7 {
        match (place + turn) % 7 {
            0 if struck(Fault::ShapeUnknownStatus, 41) && !row.status.is_final() => w.text("Status", "Verifying"),
            0 => w.text("Status", row.status.text()),
            1 => w.text(
                "CreationTime",
                &created(row.created, struck(Fault::ShapeTimeWithSpace, 42)),
            ),
            2 => w.text("ObjectType", row.kind.text()),
            3 => w.text("Process", &progress(row.progress, struck(Fault::ShapeBareProgress, 43))),
            4 if row.description.is_empty() && struck(Fault::ShapeDescription, 44) => {
                w.text("Description", "Internal Error")
            }
            4 => w.text("Description", &row.description),
            5 => w.text("ObjectPath", row.object_path),
            _ if struck(Fault::ShapeIdAsNumber, 45) => w.raw("TaskId", row.task_id),
            _ => w.text("TaskId", &row.task_id.to_string()),
        }
    }
    if struck(Fault::ShapeExtraFields, 46) {
        w.text("Area", "domestic");
        w.object("Node", |w| w.raw("Done", row.progress));
    }
}

fn created(ms: i64, with_space: bool) -> String {
    let instant = Instant::from_ms(ms).unwrap_or(Instant::MAX).to_string();
    if with_space {
        instant.replace('T', " ").replace('Z', "")
    } else {
        instant
    }
}

/// `0%`, `99.37%`, `100%`.
fn progress(hundredths: u16, bare: bool) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let sign = if bare { "" } else { "%" };
    match (rest, rest % 10) {
        (0, _) => format!("{whole}{sign}"),
        (_, 0) => format!("{whole}.{}{sign}", rest / 10),
        _ => format!("{whole}.{rest:02}{sign}"),
    }
}

/// A moment as HTTP's `date` header has it.
pub(crate) fn http_date(ms: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let text = created(ms, true);
    let (date, time) = text.split_once(' ').unwrap_or_default();
    let mut parts = date.split('-');
    let (year, month, day) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let month = month
        .parse::<usize>()
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?))
        .unwrap_or(&"Jan");
    let weekday = usize::try_from(ms.div_euclid(86_400_000).rem_euclid(7))
        .ok()
        .and_then(|day| DAYS.get(day))
        .unwrap_or(&"Thu");
    format!("{weekday}, {day} {month} {year} {time} GMT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_progress_and_dates_as_the_service_does() {
        let printed: Vec<String> = [0, 7, 50, 1000, 9937, 10_000]
            .map(|hundredths| progress(hundredths, false))
            .into();
        assert_eq!(printed, ["0%", "0.07%", "0.5%", "10%", "99.37%", "100%"]);
        assert_eq!(http_date(1_795_664_874_000), "Thu, 26 Nov 2026 03:47:54 GMT");
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
