//! The codes of the gateway, which come before the operation is asked, and of the account.

use super::{BLANK, ErrorRow};
use crate::contract::{Source, Text};

const ACCESS: ErrorRow = ErrorRow {
    http_status: 403,
    source: Source::GATEWAY,
    ..BLANK
};

const THROTTLED: ErrorRow = ErrorRow {
    http_status: 400,
    remedy: Text::new(
        "wait as long as `x-acs-retry-after` says (milliseconds), else back off with growing, random pauses.",
        "按 `x-acs-retry-after`（毫秒）等待；没有该响应头时，以逐次加长的随机间隔重试。",
    ),
    retryable: true,
    throttled: true,
    ..ACCESS
};

pub(super) const ROWS: &[ErrorRow] = &[
    ErrorRow {
        code: "Throttling",
        message: "Request was denied due to request throttling.",
        cause: Text::new(
            "calls came too fast for the gateway; it answers with HTTP 400 or 503.",
            "调用过快，被网关限流；HTTP 状态码为 400 或 503。",
        ),
        ..THROTTLED
    },
    ErrorRow {
        code: "Throttling.User",
        message: "Request was denied due to user flow control.",
        cause: Text::new(
            "the account's calls came too fast, whichever process made them; HTTP 400 or 503.",
            "账号整体调用过快（不论来自哪个进程）；HTTP 状态码为 400 或 503。",
        ),
        ..THROTTLED
    },
    ErrorRow {
        code: "Throttling.Api",
        message: "Request was denied due to api flow control.",
        cause: Text::new(
            "this API as a whole is called too fast, not only by this account; HTTP 400 or 503.",
            "该 API 整体调用过快，不只是本账号；HTTP 状态码为 400 或 503。",
        ),
        ..THROTTLED
    },
    ErrorRow {
        code: "ServiceUnavailable",
        http_status: 503,
        message: "The request has failed due to a temporary failure of the server.",
        cause: Text::new(
            "the service is down for the moment, or refuses because of load.",
            "服务暂时不可用，或因负载过高而拒绝请求。",
        ),
        remedy: Text::new("back off as when throttled, and ask again.", "像限流时一样退避后重试。"),
        retryable: true,
        throttled: true,
        ..ACCESS
    },
    ErrorRow {
        code: "InternalError",
        http_status: 500,
        message: "The request processing has failed due to some unknown error.",
        cause: Text::new(
            "something failed inside the service; the request itself may be fine.",
            "服务内部出错；请求本身可能没有问题。",
        ),
        remedy: Text::new(
            "ask again; if it stays, report the request id to the vendor.",
            "稍后重试；若持续出现，请凭请求 ID 提交工单。",
        ),
        retryable: true,
        ..ACCESS
    },
    ErrorRow {
        code: "InvalidTimeStamp.Expired",
        http_status: 400,
        message: "Specified time stamp or date value is expired.",
        cause: Text::new(
            "the signed timestamp is too old ({v1-validity} minutes for V1, {v3-validity} for V3), or the clock that made it is wrong.",
            "签名时间戳过期（V1 为 {v1-validity} 分钟，V3 为 {v3-validity} 分钟），或本机时钟不准。",
        ),
        remedy: Text::new(
            "compare the clock with the `Date` header of the answer, then prepare and sign again.",
            "用响应头 `Date` 核对本机时钟，再重新准备并签名。",
        ),
        retryable: true,
        ..ACCESS
    },
    ErrorRow {
        code: "SignatureNonceUsed",
        http_status: 400,
        message: "Specified signature nonce was used already.",
        cause: Text::new(
            "the same signed request was sent twice; a nonce is good for one attempt.",
            "同一个已签名请求发送了两次；一个随机数只能用一次。",
        ),
        remedy: Text::new(
            "prepare and sign again with a fresh nonce for every attempt, retries included.",
            "每次尝试（包括重试）都用新的随机数重新准备并签名。",
        ),
        retryable: true,
        ..ACCESS
    },
    ErrorRow {
        code: "SignatureDoesNotMatch",
        http_status: 400,
        message: "Specified signature is not matched with our calculation.",
        cause: Text::new(
            "the signature does not belong to what was sent: the wrong secret, or bytes changed after signing.",
            "签名与实际发送的内容不符：密钥不对，或签名后内容被改动。",
        ),
        remedy: Text::new(
            "compare the string to sign in the answer with your own, character by character; then check the secret.",
            "把返回的待签名字符串与本地的逐字符比对，再核对密钥。",
        ),
        ..ACCESS
    },
    ErrorRow {
        code: "InvalidAccessKeyId.NotFound",
        http_status: 404,
        message: "Specified access key is not found.",
        cause: Text::new(
            "no such access key, or a temporary one was sent without its security token.",
            "AccessKey 不存在，或使用临时 AccessKey 时没有带安全令牌。",
        ),
        remedy: Text::new(
            "check the access key id for typing errors and whether it is still enabled; temporary keys need their token.",
            "检查 AccessKey ID 是否拼写正确、是否已被停用；临时密钥须同时带上令牌。",
        ),
        ..ACCESS
    },
    ErrorRow {
        code: "Forbidden.RAM",
        message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        cause: Text::new(
            "the user or role lacks the action `cdn:DescribeRefreshTasks` on `acs:cdn:*:<account>:domain/<domain>`.",
            "该 RAM 用户或角色缺少权限：操作 `cdn:DescribeRefreshTasks`，资源 `acs:cdn:*:<账号 ID>:domain/<域名>`。",
        ),
        remedy: Text::new(
            "have a policy with that action attached; without a domain filter it must cover `domain/*`.",
            "为其授予包含该操作的权限策略；不按域名查询时，资源须为 `domain/*`。",
        ),
        ..ACCESS
    },
    ErrorRow {
        code: "OperationDenied",
        message: "Your account does not open CDN service yet.",
        cause: Text::new(
            "CDN is not activated for the account, or is suspended, often for an unpaid bill.",
            "账号未开通 CDN 服务，或服务已被停用（常因欠费）。",
        ),
        remedy: Text::new(
            "activate CDN in the vendor's console, or settle the bill.",
            "在控制台开通 CDN 服务，或结清欠费。",
        ),
        source: Source::OLD,
        ..ACCESS
    },
];
