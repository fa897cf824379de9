//! RefreshObjectCaches and PushObjectCache: what makes tasks.

use super::Service;
use super::params::{Params, is_path};
use crate::refusal::{Code, Refusal};
use crate::tasks::{Kind, NewBatch};
use crate::world::SubmitIds;

impl Service {
    /// RefreshObjectCaches: purges URLs (at most 1,000), directories (100) or a regular expression (1). Answers the task id or ids.
    pub fn refresh(&mut self, params: Params<'_>, now: i64) -> Result<String, Refusal> {
        let kind = match params.get("ObjectType").map(str::to_ascii_lowercase).as_deref() {
            None | Some("file") => Kind::File,
            Some("directory") => Kind::Directory,
            Some("regex") => Kind::Regex,
            Some("ignoreparams") => Kind::IgnoreParams,
            Some(_) => return Err(Code::InvalidObjectType.into()),
        };
        self.submit(params, kind, now)
    }

    /// PushObjectCache: fetches URLs (at most 100) to the nodes. Answers the task id or ids.
    pub fn preload(&mut self, params: Params<'_>, now: i64) -> Result<String, Refusal> {
        self.submit(params, Kind::Preload, now)
    }

    fn submit(&mut self, params: Params<'_>, kind: Kind, now: i64) -> Result<String, Refusal> {
        let now = self.clock(now);
        let paths: Vec<&str> = params
            .need("ObjectPath")?
            .split('\n')
            .map(str::trim)
            .filter(|path| !path.is_empty())
            .collect();
        let most = match kind {
            Kind::Directory | Kind::Preload => 100,
            Kind::Regex => 1,
            _ => 1000,
        };
        let good = |path: &&str| is_path(path) && (kind != Kind::Directory || path.ends_with('/'));
        if paths.is_empty() || paths.len() > most || !paths.iter().all(good) {
            return Err(Code::InvalidObjectPath.into());
        }
        self.spend(kind, u32::try_from(paths.len()).unwrap_or(u32::MAX), now)?;
        let batch = NewBatch {
            created: now,
            kind,
            fate: self.fate.clone(),
            group: "",
            hidden: false,
        };
        let mut ids = Vec::new();
        match self.world.submit_ids {
            SubmitIds::One => ids.extend(self.tasks.add(&batch, &paths)),
            SubmitIds::PerUrl => ids.extend(paths.iter().filter_map(|path| self.tasks.add(&batch, [path]))),
        }
        if ids.is_empty() {
            return Err(Code::InternalError.into());
        }
        Ok(ids.iter().map(u64::to_string).collect::<Vec<_>>().join(","))
    }

    fn spend(&mut self, kind: Kind, paths: u32, now: i64) -> Result<(), Refusal> {
        let world = &self.world;
        let spent = self.account.spent(now);
        let (used, most, code) = match kind {
            Kind::Preload => (&mut spent.preload, world.preload_per_day, Code::PreloadQuotaExceeded),
            Kind::Directory => (
                &mut spent.directories,
                world.directories_per_day,
                Code::RefreshQuotaExceeded,
            ),
            Kind::Regex => (&mut spent.regex, world.regex_per_day, Code::RefreshQuotaExceeded),
            _ => (&mut spent.refresh, world.refresh_per_day, Code::RefreshQuotaExceeded),
        };
        if used.saturating_add(paths) > most {
            return Err(code.into());
        }
        *used += paths;
        Ok(())
    }

    /// DescribeRefreshQuota: what a day allows and what is left of it, in the order of the answer.
    pub fn quota(&mut self, now: i64) -> [(&'static str, u32); 10] {
        let now = self.clock(now);
        let spent = *self.account.spent(now);
        let world = &self.world;
        [
            ("UrlQuota", world.refresh_per_day),
            ("UrlRemain", world.refresh_per_day.saturating_sub(spent.refresh)),
            ("DirQuota", world.directories_per_day),
            ("DirRemain", world.directories_per_day.saturating_sub(spent.directories)),
            ("RegexQuota", world.regex_per_day),
            ("RegexRemain", world.regex_per_day.saturating_sub(spent.regex)),
            ("PreloadQuota", world.preload_per_day),
            ("PreloadRemain", world.preload_per_day.saturating_sub(spent.preload)),
            ("BlockQuota", 300),
            ("BlockRemain", 300),
        ]
    }
}
