//! DescribeRefreshTasks and its DCDN sibling: the reference's rules, in the order in which this service looks at them.

use super::params::{NoTime, Params, integer, is_path, time};
use super::{Page, Service};
use crate::refusal::{Code, Refusal};
use crate::tasks::{Kind, Selection, Status, oldest_kept};
use crate::world::{BeyondEnd, DomainList, FutureTimes, PageBounds, World};

/// A checked call: what is asked, which page, of which size.
#[derive(Debug)]
struct Question<'a> {
    selection: Selection<'a>,
    number: u32,
    size: u32,
}

impl Service {
    /// One page of tasks, or why not. `now` is the caller's clock in milliseconds since the epoch; quotas and signatures are the gateway's business.
    pub fn describe(&mut self, params: Params<'_>, now: i64) -> Result<Page, Refusal> {
        let now = self.clock(now);
        self.calls += 1;
        let question = self.question(params, now)?;
        let Service {
            world,
            tasks,
            chance,
            calls,
            ..
        } = self;
        tasks.ask_matching(&question.selection, now, world);
        let listing = tasks.find(&question.selection, now, world);
        let (found, size) = (
            listing.len(),
            usize::try_from(question.size).unwrap_or(usize::MAX).max(1),
        );
        let pages = found.div_ceil(size);
        let mut number = usize::try_from(question.number).unwrap_or(usize::MAX).max(1);
        if number > pages.max(1) {
            match world.beyond_end {
                BeyondEnd::Empty => {}
                BeyondEnd::LastPage => number = pages.max(1),
                BeyondEnd::Refuse => return Err(Code::PageNumberNotSupported.into()),
            }
        }
        let rows = tasks.cut(
            &listing,
            (number - 1).saturating_mul(size),
            size,
            world,
            chance.draw(*calls),
        );
        let total = u32::try_from(found).unwrap_or(u32::MAX);
        Ok(Page {
            number: Some(question.number),
            size: Some(question.size),
            total: world.total_count_cap.map_or(total, |cap| total.min(cap)),
            rows: self.show(rows, now),
        })
    }

    fn question<'a>(&self, params: Params<'a>, now: i64) -> Result<Question<'a>, Refusal> {
        let world = &self.world;
        let batch = match params.get("TaskId") {
            None => None,
            Some(id) => Some(self.tasks.batch_of_id(integer(id).ok_or(Code::InvalidTaskId)?)),
        };
        let path = params.get("ObjectPath");
        if path.is_some_and(|path| !is_path(path)) {
            return Err(Code::InvalidObjectPath.into());
        }
        let (kind, status) = (params.get("ObjectType"), params.get("Status"));
        let domains = params.get("DomainName");
        if kind.is_none() && (domains.is_some() || status.is_some()) {
            return Err(Code::MissingObjectType.into());
        }
        let kind = match kind {
            None => None,
            Some(text) => Some(Kind::read(text, world).ok_or(Code::InvalidObjectType)?),
        };
        let status = match status {
            None => None,
            Some(text) => Some(Status::read(text, world).ok_or(Code::InvalidStatus)?),
        };
        let domains = match domains {
            None => None,
            Some(text) => Some(self.domains(text)?),
        };
        let group = params.get("ResourceGroupId").map(|name| self.tasks.group(name));
        let range = range(params, now, world)?;
        let number = bounded(
            params.get("PageNumber"),
            1,
            100_000,
            1,
            world,
            [Code::PageNumberMalformed, Code::PageNumberNotSupported],
        )?;
        let size = bounded(
            params.get("PageSize"),
            1,
            100,
            20,
            world,
            [Code::PageSizeMalformed, Code::PageSizeNotSupported],
        )?;
        Ok(Question {
            selection: Selection {
                batch,
                path,
                domains,
                kind,
                status,
                group,
                range,
            },
            number,
            size,
        })
    }

    /// The domains of DomainName by number; those without tasks have none.
    fn domains(&self, text: &str) -> Result<Vec<u32>, Refusal> {
        let names: Vec<&str> = text.split(',').collect();
        if names.len() > 500 {
            return Err(Code::DomainNameOverLimit.into());
        }
        Ok(match (names.as_slice(), self.world.domain_list) {
            ([name], _) => self.tasks.domain(name).into_iter().collect(),
            (_, DomainList::Unknown) => Vec::new(),
            (names, DomainList::Accept) => names.iter().filter_map(|name| self.tasks.domain(name.trim())).collect(),
        })
    }
}

/// StartTime and EndTime: both or neither, in order, within the retention.
fn range(params: Params<'_>, now: i64, world: &World) -> Result<Option<(i64, i64)>, Refusal> {
    let (start, end) = match (params.get("StartTime"), params.get("EndTime")) {
        (None, None) => return Ok(None),
        (Some(start), Some(end)) => (start, end),
        _ => return Err(Code::MissingTime.into()),
    };
    let start = time(start).map_err(|why| match why {
        NoTime::Malformed => Code::StartMalformed,
        NoTime::NotSupported => Code::StartNotSupported,
    })?;
    let end = time(end).map_err(|why| match why {
        NoTime::Malformed => Code::EndMalformed,
        NoTime::NotSupported => Code::EndNotSupported,
    })?;
    if end <= start {
        return Err(Code::EndBeforeStart.into());
    }
    if start < oldest_kept(now, world) {
        return Err(Code::InvalidTime.into());
    }
    if world.future_times == FutureTimes::Refuse && end > now {
        return Err(if start > now {
            Code::StartNotSupported
        } else {
            Code::EndNotSupported
        }
        .into());
    }
    Ok(Some((start, end)))
}

fn bounded(
    text: Option<&str>,
    min: u32,
    max: u32,
    default: u32,
    world: &World,
    codes: [Code; 2],
) -> Result<u32, Refusal> {
    let [malformed, not_supported] = codes;
    let Some(text) = text else { return Ok(default) };
    // A negative number is a number, only out of range.
    let below_zero = text
        .strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && integer(digits).is_some());
    let number = if below_zero { 0 } else { integer(text).ok_or(malformed)? };
    match u32::try_from(number) {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ if world.page_bounds == PageBounds::Clamp => Ok(if number < u64::from(min) { min } else { max }),
        _ => Err(not_supported.into()),
    }
}
