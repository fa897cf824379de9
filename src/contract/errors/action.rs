//! The error codes that the reference of DescribeRefreshTasks lists, in its order.

use super::{BLANK, ErrorRow};
use crate::contract::{Param, Text};

pub(super) const ROWS: &[ErrorRow] = &[
    ErrorRow {
        code: "InvalidTaskId.Malformed",
        message: "The specified TaskId is invalid.",
        cause: Text::new(
            "`TaskId` is not a plain number, or is a list, which only DescribeRefreshTaskById takes.",
            "`TaskId` 不是纯数字，或者是列表（只有 DescribeRefreshTaskById 支持列表）。",
        ),
        remedy: Text::new(
            "send one id, digits only; for several ids call DescribeRefreshTaskById, up to {by-id-ids} at a time.",
            "只传一个纯数字 ID；查询多个 ID 请调用 DescribeRefreshTaskById，每次最多 {by-id-ids} 个。",
        ),
        params: &[Param::TaskId],
        ..BLANK
    },
    ErrorRow {
        code: "MissingParameter.ObjectType",
        message: "The ObjectType parameter is required if DomainName or Status is specified.",
        cause: Text::new(
            "`DomainName` or `Status` was sent without `ObjectType`.",
            "传了 `DomainName` 或 `Status`，但没有传 `ObjectType`。",
        ),
        remedy: Text::new(
            "add `ObjectType`; to cover every type, ask once per type.",
            "补上 `ObjectType`；要覆盖所有类型，请按类型逐个查询。",
        ),
        params: &[Param::ObjectType, Param::DomainName, Param::Status],
        ..BLANK
    },
    ErrorRow {
        code: "MissingTimeParameter",
        message: "The StartTime and EndTime must be both specified.",
        message_zh: Some("请同时提供开始时间和结束时间。"),
        cause: Text::new(
            "only one of `StartTime` and `EndTime` was sent.",
            "`StartTime` 和 `EndTime` 只传了一个。",
        ),
        remedy: Text::new(
            "send both, or neither for everything of the last {retention} days.",
            "两个都传；或都不传，即查询最近 {retention} 天。",
        ),
        params: &[Param::StartTime, Param::EndTime],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidEndTime.Mismatch",
        message: "The specified EndTime is earlier than the StartTime.",
        message_zh: Some("用户参数中EndTime早于StartTime"),
        cause: Text::new(
            "`EndTime` is not later than `StartTime`; equal times are refused as well.",
            "`EndTime` 没有晚于 `StartTime`；两者相等也会被拒绝。",
        ),
        remedy: Text::new("swap the two, or move the end.", "对调两个时间，或推后结束时间。"),
        params: &[Param::EndTime, Param::StartTime],
        ..BLANK
    },
    ErrorRow {
        code: "DomainNameOverLimit",
        message: "A maximum of 500 domains are supported for each request.",
        cause: Text::new(
            "`DomainName` holds more than {domain-names} names. The newest reference allows one; older ones allowed a list.",
            "`DomainName` 中的域名超过 {domain-names} 个。最新文档只允许一个，旧文档曾允许列表。",
        ),
        remedy: Text::new(
            "ask for one domain name per request, or leave it out and filter the answer.",
            "每次只查一个域名；或不传该参数，再筛选返回结果。",
        ),
        params: &[Param::DomainName],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidTime",
        message: "The query time cannot exceed the last 3 days.",
        cause: Text::new(
            "`StartTime` lies before the {retention} days that the service remembers. A range that was valid when planned may have aged meanwhile.",
            "`StartTime` 早于服务保留的最近 {retention} 天。规划时有效的时间范围，也可能在等待中过期。",
        ),
        remedy: Text::new(
            "move `StartTime` inside the last {retention} days; what is older can no longer be asked for.",
            "把 `StartTime` 移到最近 {retention} 天内；更早的任务已无法查询。",
        ),
        params: &[Param::StartTime, Param::EndTime],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidStartTime.Malformed",
        message: "The specified StartTime is invalid.",
        message_zh: Some("起始时间格式错误。请核对后重新提供。"),
        cause: START_FORM.0,
        remedy: START_FORM.1,
        params: &[Param::StartTime],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidEndTime.Malformed",
        message: "The specified EndTime is invalid.",
        message_zh: Some("结束时间格式错误。日期格式请参考所调用API的帮助文档说明。"),
        cause: END_FORM.0,
        remedy: END_FORM.1,
        params: &[Param::EndTime],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidObjectPath.Malformed",
        message: "The specified ObjectPath is invalid.",
        cause: Text::new(
            "`ObjectPath` is neither an http(s) URL nor a host with a path.",
            "`ObjectPath` 既不是 http(s) URL，也不是“域名/路径”。",
        ),
        remedy: Text::new(
            "send the URL or directory exactly as it was submitted; one only.",
            "传入与提交时完全一致的 URL 或目录，只传一个。",
        ),
        params: &[Param::ObjectPath],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidStartTime.ValueNotSupported",
        message: "The specified StartTime is invalid.",
        message_zh: Some("起始时间格式错误。日期格式请参考所调用API的帮助文档说明。"),
        cause: Text::new(
            "`StartTime` has the right form, but there is no such moment, like 30 February.",
            "`StartTime` 格式正确，但这一时刻不存在，例如 2 月 30 日。",
        ),
        remedy: NO_SUCH_MOMENT,
        params: &[Param::StartTime],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidEndTime.ValueNotSupported",
        message: "The specified EndTime is invalid.",
        cause: Text::new(
            "`EndTime` has the right form, but there is no such moment, like 30 February.",
            "`EndTime` 格式正确，但这一时刻不存在，例如 2 月 30 日。",
        ),
        remedy: NO_SUCH_MOMENT,
        params: &[Param::EndTime],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidObjectType.ValueNotSupported",
        message: "The specified ObjectType is not supported.",
        cause: Text::new(
            "`ObjectType` is none of the query's types; case matters, although the submit call writes `File`.",
            "`ObjectType` 不是查询接口支持的类型；区分大小写，虽然提交接口写作 `File`。",
        ),
        remedy: Text::new(
            "send one of `file`, `directory`, `regex`, `preload`, `block`, `unblock`.",
            "传入 `file`、`directory`、`regex`、`preload`、`block`、`unblock` 之一。",
        ),
        params: &[Param::ObjectType],
        ..BLANK
    },
    ErrorRow {
        code: "InvalidStatus.ValueNotSupported",
        message: "The specified Status is not supported.",
        cause: Text::new(
            "`Status` is none of the states that can be asked for; case matters.",
            "`Status` 不是可查询的状态；区分大小写。",
        ),
        remedy: Text::new(
            "send one of `Complete`, `Refreshing`, `Failed`, or leave it out and filter the answer.",
            "传入 `Complete`、`Refreshing`、`Failed` 之一；或不传该参数，再筛选返回结果。",
        ),
        params: &[Param::Status],
        ..BLANK
    },
    ErrorRow {
        code: "TooManyRequests",
        http_status: 429,
        message: "The server is busy. Please try again later.",
        cause: Text::new(
            "the account called more often than {list-rate} times per second. All its processes and the vendor's console share this quota.",
            "账号调用频率超过每秒 {list-rate} 次。该配额由账号下所有进程及厂商控制台共用。",
        ),
        remedy: Text::new(
            "wait as long as `x-acs-retry-after` says (milliseconds), else back off with growing, random pauses; for many ids use DescribeRefreshTaskById.",
            "按 `x-acs-retry-after`（毫秒）等待；没有该响应头时，以逐次加长的随机间隔重试。查询大量 ID 请用 DescribeRefreshTaskById。",
        ),
        retryable: true,
        throttled: true,
        ..BLANK
    },
];

const START_FORM: (Text, Text) = (
    Text::new(
        "`StartTime` is not written `yyyy-MM-ddTHH:mm:ssZ`: an offset, a fraction or missing seconds are enough.",
        "`StartTime` 不是 `yyyy-MM-ddTHH:mm:ssZ` 格式；带时区偏移、带小数秒或缺少秒都会被拒绝。",
    ),
    FORM_REMEDY,
);
const END_FORM: (Text, Text) = (
    Text::new(
        "`EndTime` is not written `yyyy-MM-ddTHH:mm:ssZ`: an offset, a fraction or missing seconds are enough.",
        "`EndTime` 不是 `yyyy-MM-ddTHH:mm:ssZ` 格式；带时区偏移、带小数秒或缺少秒都会被拒绝。",
    ),
    FORM_REMEDY,
);
const FORM_REMEDY: Text = Text::new(
    "convert to UTC and write whole seconds, like `2017-12-21T08:00:00Z`.",
    "换算为 UTC 并精确到秒，例如 `2017-12-21T08:00:00Z`。",
);
const NO_SUCH_MOMENT: Text = Text::new(
    "give a date and time of the calendar; hours run from 00 to 23, seconds to 59.",
    "填写日历上真实存在的日期和时间；小时为 00–23，秒最大为 59。",
);
