use super::plain::{meant, only_piece, pieces, plain};
use crate::contract::rule::{Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Given, Operation, Param, Source, Text, Value, is_digits, limits, quote};

pub(super) const RULES: &[Rule] = &[
    // The submit calls return lists and users paste them, so the list gets its own words.
    Rule {
        code: "InvalidTaskId.Malformed",
        severity: Severity::Error,
        disputed: false,
        operation: Some(Operation::DescribeRefreshTasks),
        params: &[Param::TaskId],
        message: Text::new("`TaskId` must be a single id", "`TaskId` 只能是一个 ID"),
        help: Text::new(
            "DescribeRefreshTaskById answers up to {by-id-ids} ids in one call: choose that operation, or ask once per id",
            "DescribeRefreshTaskById 一次最多可查 {by-id-ids} 个 ID：请改用该接口，或逐个 ID 查询",
        ),
        source: Source::BY_ID,
        judge: Judge::Value(list),
        examples: examples! {
            passes: [{ TaskId: "15423123921" }],
            fails: [{ TaskId: "15423123921,15423123922" }, { TaskId: "1 2" }, { TaskId: "1，2" }],
        },
    },
    Rule {
        code: "InvalidTaskId.Malformed",
        severity: Severity::Error,
        disputed: false,
        operation: Some(Operation::DescribeRefreshTasks),
        params: &[Param::TaskId],
        message: Text::new("`TaskId` must be digits only", "`TaskId` 只能由数字组成"),
        help: Text::new(
            "copy it as text from the answer of the submit call; as a JSON number an id may lose digits",
            "请从提交任务的返回结果中以文本形式复制；以 JSON 数字传递时，较长的 ID 可能丢失末尾数字",
        ),
        source: Source::REFERENCE,
        judge: Judge::Value(not_digits),
        examples: examples! {
            passes: [{ TaskId: "1234321" }, { TaskId: "12345678901234567890" }],
            fails: [
                { TaskId: "abc" },
                { TaskId: "-1" },
                { TaskId: "0x1F" },
                { TaskId: "1234321," } => { TaskId: "1234321" },
                { TaskId: " 1234321 " } => { TaskId: "1234321" },
                { TaskId: "１２３４３２１" } => { TaskId: "1234321" },
            ],
        },
    },
    Rule {
        code: "InvalidTaskId.Malformed",
        severity: Severity::Error,
        disputed: false,
        operation: Some(Operation::DescribeRefreshTaskById),
        params: &[Param::TaskId],
        message: Text::new(
            "`TaskId` must be 1 to {by-id-ids} ids of digits only, separated by commas",
            "`TaskId` 须为 1 到 {by-id-ids} 个纯数字 ID，以英文逗号分隔",
        ),
        help: Text::new(
            "more ids need more calls, up to {by-id-rate} per second",
            "更多 ID 请分多次查询，每秒最多 {by-id-rate} 次",
        ),
        source: Source::BY_ID,
        judge: Judge::Value(not_ids),
        examples: examples! {
            passes: [{ TaskId: "1" }, { TaskId: "1,2,3,4,5,6,7,8,9,10" }],
            fails: [
                { TaskId: "1,2,3,4,5,6,7,8,9,10,11" },
                { TaskId: "1,b" },
                { TaskId: "1, 2" } => { TaskId: "1,2" },
                { TaskId: "1，2；" } => { TaskId: "1,2" },
                { TaskId: "1,,2" } => { TaskId: "1,2" },
            ],
        },
    },
    Rule {
        code: "MissingParameter.TaskId",
        severity: Severity::Error,
        disputed: false,
        operation: Some(Operation::DescribeRefreshTaskById),
        params: &[Param::TaskId],
        message: Text::new(
            "DescribeRefreshTaskById needs `TaskId`",
            "DescribeRefreshTaskById 必须填写 `TaskId`",
        ),
        help: Text::new(
            "to list tasks without knowing their ids, choose DescribeRefreshTasks",
            "不知道任务 ID 时，请改用 DescribeRefreshTasks 列出任务",
        ),
        source: Source::BY_ID,
        judge: Judge::Draft(missing),
        examples: examples! {
            passes: [{ TaskId: "1" }],
            fails: [{}],
        },
    },
];

const LIST: Text = Text::new("found {0} in {1}", "{1} 中有 {0} 个");
const LOST_DIGITS: Text = Text::new(
    "found the number {0}, too large to have kept every digit",
    "数字 {0} 过大，可能已丢失末尾数字",
);
/// The largest whole number below which a JavaScript number keeps every digit: 2⁵³ − 1.
const EXACT_NUMBERS: u64 = 9_007_199_254_740_991;

fn list(_: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let Given::Text(text) = given else { return Ok(()) };
    if is_digits(text) {
        return Ok(());
    }
    match pieces(text).count() {
        0 | 1 => Ok(()),
        count => Err(Finding::saying(LIST, vec![count.to_string(), quote(text)])),
    }
}

fn not_digits(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let finding = match (plain(param, given), given) {
        (Ok(text), Given::Number(_)) if text.parse().is_ok_and(|id: u64| id > EXACT_NUMBERS) || text.contains('e') => {
            return Err(Finding::saying(LOST_DIGITS, vec![quote(text)]));
        }
        (Ok(text), _) if is_digits(text) => return Ok(()),
        (Ok(text), _) => Finding::of(text),
        (Err(finding), _) => finding,
    };
    let Some(text) = meant(given) else {
        return Err(finding);
    };
    Err(match only_piece(&text) {
        Some(id) if is_digits(id) => finding.or_use(param, Value::Text(id.to_owned())),
        _ => finding,
    })
}

fn not_ids(param: Param, given: &Given<'_>, case: &Case<'_>) -> Verdict {
    let most = usize::try_from(limits::BY_ID_IDS.value).unwrap_or(usize::MAX);
    let finding = match (plain(param, given), given) {
        (Ok(_), Given::Number(_)) => return not_digits(param, given, case),
        (Ok(text), _) => {
            let count = text.split(',').count();
            if text.split(',').all(is_digits) {
                if count <= most {
                    return Ok(());
                }
                return Err(Finding::saying(LIST, vec![count.to_string(), quote(text)]));
            }
            Finding::of(text)
        }
        (Err(finding), _) => finding,
    };
    let Some(text) = meant(given) else { return Err(finding) };
    let ids: Vec<&str> = pieces(&text).collect();
    Err(if ids.iter().all(|id| is_digits(id)) {
        finding.or_use(param, Value::Text(ids.join(",")))
    } else {
        finding
    })
}

fn missing(case: &Case<'_>) -> Verdict {
    if case.is_given(Param::TaskId) {
        Ok(())
    } else {
        Err(Finding::bare())
    }
}
