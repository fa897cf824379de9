//! PageNumber and PageSize. They stand at different places of the form; the checker orders what it finds.

use super::plain::{meant, plain};
use crate::contract::params::Kind;
use crate::contract::rule::{Finding, Judge, Rule, Severity, Verdict, examples};
use crate::contract::{Case, Examples, Given, Operation, Param, Source, Text, Value, is_digits};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "InvalidPageNumber.Malformed",
        params: &[Param::PageNumber],
        examples: examples! {
            passes: [{ PageNumber: "1" }, { PageNumber: "100000" }],
            fails: [
                { PageNumber: "first" },
                { PageNumber: "1.5" },
                { PageNumber: "NaN" },
                { PageNumber: "1,000" },
                { PageNumber: " 2 " } => { PageNumber: "2" },
                { PageNumber: "+5" } => { PageNumber: "5" },
                { PageNumber: "007" } => { PageNumber: "7" },
                { PageNumber: "2.0" } => { PageNumber: "2" },
                { PageNumber: "1e3" } => { PageNumber: "1000" },
                { PageNumber: "１２" } => { PageNumber: "12" },
            ],
        },
        ..MALFORMED
    },
    Rule {
        code: "InvalidPageNumber.ValueNotSupported",
        params: &[Param::PageNumber],
        examples: examples! {
            passes: [{ PageNumber: "1" }, { PageNumber: "100000" }],
            fails: [
                { PageNumber: "0" } => { PageNumber: "1" },
                { PageNumber: "-1" } => { PageNumber: "1" },
                { PageNumber: "100001" } => { PageNumber: "100000" },
                { PageNumber: "99999999999999999999" } => { PageNumber: "100000" },
            ],
        },
        message: Text::new(
            "`{param}` must be between {page-number-min} and {page-number-max}",
            "`{param}` 须在 {page-number-min} 到 {page-number-max} 之间",
        ),
        help: Text::new(
            "to see more rows per page raise `PageSize`; to reach further back narrow the time range",
            "想减少页数可调大 `PageSize`；想看更早的数据请缩小时间范围",
        ),
        ..OUT_OF_RANGE
    },
    Rule {
        code: "InvalidPageSize.Malformed",
        params: &[Param::PageSize],
        examples: examples! {
            passes: [{ PageSize: "1" }, { PageSize: "100" }],
            fails: [
                { PageSize: "all" },
                { PageSize: "20 rows" },
                { PageSize: "0x14" },
                { PageSize: "20 " } => { PageSize: "20" },
                { PageSize: "1e3" } => { PageSize: "100" },
                { PageSize: "+500" } => { PageSize: "100" },
            ],
        },
        ..MALFORMED
    },
    Rule {
        code: "InvalidPageSize.ValueNotSupported",
        params: &[Param::PageSize],
        examples: examples! {
            passes: [{ PageSize: "1" }, { PageSize: "100" }],
            fails: [
                { PageSize: "0" } => { PageSize: "1" },
                { PageSize: "-20" } => { PageSize: "1" },
                { PageSize: "101" } => { PageSize: "100" },
            ],
        },
        ..OUT_OF_RANGE
    },
];

const MALFORMED: Rule = Rule {
    code: "",
    severity: Severity::Error,
    disputed: false,
    operation: Some(Operation::DescribeRefreshTasks),
    params: &[],
    message: Text::new("`{param}` must be a plain whole number", "`{param}` 须为十进制整数"),
    help: Text::new(
        "digits only: no sign, fraction, exponent, separator or leading zero",
        "只写数字，不要带符号、小数、指数、分隔符或前导零",
    ),
    source: Source::REFERENCE,
    judge: Judge::Value(malformed),
    examples: Examples::NONE,
};

const OUT_OF_RANGE: Rule = Rule {
    message: Text::new(
        "`{param}` must be between {page-size-min} and {page-size-max}",
        "`{param}` 须在 {page-size-min} 到 {page-size-max} 之间",
    ),
    help: Text::new(
        "larger answers take several pages: raise `PageNumber`",
        "数据较多时请翻页：递增 `PageNumber`",
    ),
    judge: Judge::Value(out_of_range),
    ..MALFORMED
};

/// A whole number as it was written; everything beyond is as good as the end of the range.
#[derive(PartialEq)]
enum Number {
    Below,
    Within(u32),
    Above,
}

/// `text` as a plain whole number. A minus is read, because what it leads to is a number out of range.
fn number(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if !is_digits(digits) || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some(match digits.parse() {
        _ if negative => Number::Below,
        Ok(number) => Number::Within(number),
        Err(_) => Number::Above,
    })
}

fn read(param: Param, given: &Given<'_>) -> Result<Number, Box<Finding>> {
    let text = plain(param, given)?;
    match number(text) {
        Some(number) => Ok(number),
        // JavaScript prints a number so from 10²¹ on.
        None if matches!(given, Given::Number(_)) && text.contains('+') => Ok(match text.starts_with('-') {
            true => Number::Below,
            false => Number::Above,
        }),
        None => Err(Finding::of(text)),
    }
}

/// The number that other ways of writing one stand for: a plus, leading zeros, `.0`, `1e3`.
fn number_meant(given: &Given<'_>) -> Option<Number> {
    let text = meant(given)?;
    let text = text.strip_prefix('+').unwrap_or(&text);
    let text = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    };
    if let Some(number) = number(text) {
        return Some(number);
    }
    if let Some((digits, zeros)) = text.split_once(['e', 'E']) {
        let zeros = zeros.strip_prefix('+').unwrap_or(zeros);
        if is_digits(digits) && is_digits(zeros) && zeros.len() == 1 && !digits.starts_with('0') {
            let zeros = "0".repeat(zeros.parse().ok()?);
            return number(&[digits, &zeros].concat());
        }
        return None;
    }
    let unpadded = text.trim_start_matches('0');
    if is_digits(text) {
        number(if unpadded.is_empty() { "0" } else { unpadded })
    } else {
        None
    }
}

/// The nearest number that the parameter may be, and whether it is the number itself.
fn nearest(param: Param, number: Number) -> Option<(u32, bool)> {
    let Kind::Integer { min, max, .. } = param.row().kind else {
        return None;
    };
    Some(match number {
        Number::Below => (min.value, false),
        Number::Above => (max.value, false),
        Number::Within(number) => {
            let nearest = number.clamp(min.value, max.value);
            (nearest, nearest == number)
        }
    })
}

fn malformed(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let Err(finding) = read(param, given) else {
        return Ok(());
    };
    Err(match number_meant(given).and_then(|number| nearest(param, number)) {
        Some((nearest, _)) => finding.or_use(param, Value::Integer(nearest)),
        None => finding,
    })
}

fn out_of_range(param: Param, given: &Given<'_>, _: &Case<'_>) -> Verdict {
    let Some((nearest, false)) = nearest(param, read(param, given)?) else {
        return Ok(());
    };
    let text = plain(param, given)?;
    Err(Finding::of(text).or_use(param, Value::Integer(nearest)))
}
