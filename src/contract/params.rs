//! The parameters, in the order of the form.

use super::{Limit, Locale, Source, Text, limits};
use serde::{Serialize, Serializer};

/// A parameter of the query operations, in the order in which the reference and the form list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Param {
    /// The task, by its id.
    TaskId,
    /// The object, by its exact path.
    ObjectPath,
    /// Which page.
    PageNumber,
    /// The kind of task.
    ObjectType,
    /// The accelerated domain.
    DomainName,
    /// The state of the task.
    Status,
    /// How many rows a page has.
    PageSize,
    /// The start of the time range.
    StartTime,
    /// The end of the time range.
    EndTime,
    /// The resource group.
    ResourceGroupId,
}

impl Param {
    /// Every parameter, in the order of the form.
    pub const ALL: [Param; 10] = [
        Param::TaskId,
        Param::ObjectPath,
        Param::PageNumber,
        Param::ObjectType,
        Param::DomainName,
        Param::Status,
        Param::PageSize,
        Param::StartTime,
        Param::EndTime,
        Param::ResourceGroupId,
    ];

    /// Every parameter, in the order of their names, which is that of canonical queries.
    pub const BY_NAME: [Param; 10] = [
        Param::DomainName,
        Param::EndTime,
        Param::ObjectPath,
        Param::ObjectType,
        Param::PageNumber,
        Param::PageSize,
        Param::ResourceGroupId,
        Param::StartTime,
        Param::Status,
        Param::TaskId,
    ];

    /// The service's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Param::TaskId => "TaskId",
            Param::ObjectPath => "ObjectPath",
            Param::PageNumber => "PageNumber",
            Param::ObjectType => "ObjectType",
            Param::DomainName => "DomainName",
            Param::Status => "Status",
            Param::PageSize => "PageSize",
            Param::StartTime => "StartTime",
            Param::EndTime => "EndTime",
            Param::ResourceGroupId => "ResourceGroupId",
        }
    }

    /// The parameter of that exact name.
    pub fn named(name: &str) -> Option<Param> {
        Some(match name {
            "TaskId" => Param::TaskId,
            "ObjectPath" => Param::ObjectPath,
            "PageNumber" => Param::PageNumber,
            "ObjectType" => Param::ObjectType,
            "DomainName" => Param::DomainName,
            "Status" => Param::Status,
            "PageSize" => Param::PageSize,
            "StartTime" => Param::StartTime,
            "EndTime" => Param::EndTime,
            "ResourceGroupId" => Param::ResourceGroupId,
            _ => return None,
        })
    }

    /// Its row of the table.
    pub fn row(self) -> &'static ParamRow {
        match self {
            Param::TaskId => &TASK_ID,
            Param::ObjectPath => &OBJECT_PATH,
            Param::PageNumber => &PAGE_NUMBER,
            Param::ObjectType => &OBJECT_TYPE,
            Param::DomainName => &DOMAIN_NAME,
            Param::Status => &STATUS,
            Param::PageSize => &PAGE_SIZE,
            Param::StartTime => &START_TIME,
            Param::EndTime => &END_TIME,
            Param::ResourceGroupId => &RESOURCE_GROUP_ID,
        }
    }
}

impl Param {
    /// The words that some document lists for it; none for what is no choice.
    pub(crate) fn words(self) -> &'static [Choice] {
        match self.row().kind {
            Kind::Choice(choices) => choices,
            _ => &[],
        }
    }

    /// The words it may be, in backticks, as a text lists them. Disputed ones are left out.
    pub fn choices(self, locale: Locale) -> String {
        let mut list = String::new();
        for choice in self.words().iter().filter(|choice| !choice.disputed) {
            if !list.is_empty() {
                list.push_str(match locale {
                    Locale::En => ", ",
                    Locale::Zh => "、",
                });
            }
            list.push('`');
            list.push_str(choice.value);
            list.push('`');
        }
        list
    }
}

impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text,
    /// One of a few words.
    Choice(&'static [Choice]),
    /// A whole number between two bounds.
    Integer {
        /// The smallest.
        min: Limit,
        /// The largest.
        max: Limit,
        /// What the service takes where none is given.
        default: u32,
    },
    /// A time in UTC.
    Time,
}

/// One word that a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// As it is sent.
    pub value: &'static str,
    /// What it means.
    pub label: Text,
    /// Whether the newest reference lacks it, while another official document has it.
    pub disputed: bool,
}

/// One parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamRow {
    /// Which.
    pub param: Param,
    /// What it holds.
    pub kind: Kind,
    /// What a form calls it.
    pub label: Text,
    /// One line below the field.
    pub hint: Text,
    /// Other names by which people call it, in lower case without separators; for "did you mean".
    pub aliases: &'static [&'static str],
    /// Where it is documented.
    pub source: Source,
}

const fn choice(value: &'static str, label: Text) -> Choice {
    Choice {
        value,
        label,
        disputed: false,
    }
}

const fn disputed(value: &'static str, label: Text) -> Choice {
    Choice {
        disputed: true,
        ..choice(value, label)
    }
}

const TASK_ID: ParamRow = ParamRow {
    param: Param::TaskId,
    kind: Kind::Text,
    label: Text::new("Task ID", "任务 ID"),
    hint: Text::new(
        "digits only, as the submit call returned it; one id, which may stand for many URLs",
        "提交刷新预热任务时返回的纯数字 ID；只填一个，一个 ID 可能对应多条 URL",
    ),
    aliases: &["id", "task", "taskids", "refreshtaskid", "pushtaskid"],
    source: Source::REFERENCE,
};

const OBJECT_PATH: ParamRow = ParamRow {
    param: Param::ObjectPath,
    kind: Kind::Text,
    label: Text::new("Object path", "对象路径"),
    hint: Text::new(
        "the URL or directory exactly as it was submitted, with its scheme",
        "与提交时完全一致的 URL 或目录，须带协议头",
    ),
    aliases: &["path", "url", "uri", "object"],
    source: Source::REFERENCE,
};

const PAGE_NUMBER: ParamRow = ParamRow {
    param: Param::PageNumber,
    kind: Kind::Integer {
        min: limits::PAGE_NUMBER_MIN,
        max: limits::PAGE_NUMBER_MAX,
        default: 1,
    },
    label: Text::new("Page number", "页码"),
    hint: Text::new(
        "{page-number-min} to {page-number-max}; empty means 1",
        "{page-number-min} 到 {page-number-max}，不填为 1",
    ),
    aliases: &["page", "pageno", "pageindex", "pagenum"],
    source: Source::REFERENCE,
};

const OBJECT_TYPE: ParamRow = ParamRow {
    param: Param::ObjectType,
    kind: Kind::Choice(&[
        choice("file", Text::new("file refresh", "文件刷新")),
        choice("directory", Text::new("directory refresh", "目录刷新")),
        choice("regex", Text::new("regular-expression refresh", "正则刷新")),
        choice("preload", Text::new("preload", "文件预热")),
        choice("block", Text::new("URL block", "URL 封禁")),
        choice("unblock", Text::new("URL unblock", "URL 解封禁")),
        disputed("IgnoreParams", Text::new("refresh ignoring parameters", "忽略参数刷新")),
    ]),
    label: Text::new("Task type", "任务类型"),
    hint: Text::new(
        "required together with a domain name or a status",
        "填写了加速域名或任务状态时必填",
    ),
    aliases: &["type", "tasktype", "kind"],
    source: Source::REFERENCE,
};

const DOMAIN_NAME: ParamRow = ParamRow {
    param: Param::DomainName,
    kind: Kind::Text,
    label: Text::new("Domain name", "加速域名"),
    hint: Text::new(
        "one accelerated domain, such as example.com or .example.com; empty means all domains",
        "单个加速域名，如 example.com 或 .example.com；不填为全部域名",
    ),
    aliases: &["domain", "host", "hostname", "domains", "domainnames"],
    source: Source::REFERENCE,
};

const STATUS: ParamRow = ParamRow {
    param: Param::Status,
    kind: Kind::Choice(&[
        choice("Complete", Text::new("complete", "完成")),
        choice("Refreshing", Text::new("in progress", "处理中")),
        choice("Failed", Text::new("failed", "失败")),
        disputed("Timeout", Text::new("timed out", "超时")),
        disputed("Canceled", Text::new("canceled", "已取消")),
    ]),
    label: Text::new("Status", "任务状态"),
    hint: Text::new(
        "needs a task type as well; empty means any status",
        "须同时选择任务类型；不填为全部状态",
    ),
    aliases: &["state", "taskstatus"],
    source: Source::REFERENCE,
};

const PAGE_SIZE: ParamRow = ParamRow {
    param: Param::PageSize,
    kind: Kind::Integer {
        min: limits::PAGE_SIZE_MIN,
        max: limits::PAGE_SIZE_MAX,
        default: limits::PAGE_SIZE_DEFAULT.value,
    },
    label: Text::new("Page size", "每页条数"),
    hint: Text::new(
        "{page-size-min} to {page-size-max}; empty means {page-size-default}",
        "{page-size-min} 到 {page-size-max}，不填为 {page-size-default}",
    ),
    aliases: &["size", "limit", "pagelimit", "perpage", "maxresults"],
    source: Source::REFERENCE,
};

const START_TIME: ParamRow = ParamRow {
    param: Param::StartTime,
    kind: Kind::Time,
    label: Text::new("Start time", "开始时间"),
    hint: Text::new(
        "UTC, like 2017-12-21T08:00:00Z; within the last {retention} days, together with an end time",
        "UTC 时间，如 2017-12-21T08:00:00Z；须在最近 {retention} 天内，并与结束时间同时填写",
    ),
    aliases: &["start", "from", "since", "begin", "begintime", "starttimestamp"],
    source: Source::REFERENCE,
};

const END_TIME: ParamRow = ParamRow {
    param: Param::EndTime,
    kind: Kind::Time,
    label: Text::new("End time", "结束时间"),
    hint: Text::new(
        "UTC, like 2017-12-22T08:00:00Z; later than the start time",
        "UTC 时间，如 2017-12-22T08:00:00Z；须晚于开始时间",
    ),
    aliases: &["end", "to", "until", "stop", "finishtime", "endtimestamp"],
    source: Source::REFERENCE,
};

const RESOURCE_GROUP_ID: ParamRow = ParamRow {
    param: Param::ResourceGroupId,
    kind: Kind::Text,
    label: Text::new("Resource group ID", "资源组 ID"),
    hint: Text::new(
        "starts with rg-; empty means all resource groups",
        "以 rg- 开头；不填为全部资源组",
    ),
    aliases: &["resourcegroup", "groupid", "group"],
    source: Source::REFERENCE,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_stands_in_the_order_of_names() {
        let mut names = Param::ALL.map(Param::name);
        names.sort_unstable();
        assert_eq!(Param::BY_NAME.map(Param::name), names);
    }
}
