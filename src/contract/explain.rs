use super::{Locale, Param, PlanRule, Rule, Source, Text, errors, faults, fill, limits, planning, quote, rules};
use serde::Serialize;
use std::borrow::Cow;

/// What a code of the service, its gateway or this package means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The code that was asked for.
    pub code: String,
    /// Whether the table knows it. If not, the rest says only what is certain.
    pub known: bool,
    /// The HTTP status it is documented with; `None` for codes of ours and unknown ones.
    pub http_status: Option<u16>,
    /// The service's own message, word for word; Chinese where its reference has one.
    pub message: Cow<'static, str>,
    /// Why it comes.
    pub cause: String,
    /// What to do.
    pub remedy: String,
    /// Whether the same question, signed afresh, may succeed later.
    pub retryable: bool,
    /// Whether the service refuses because of the rate of calls.
    pub throttled: bool,
    /// The parameters it is about.
    pub params: &'static [Param],
    /// Where it is documented.
    pub source: Option<Source>,
}

/// What `code` means, in `locale`. An unknown code gets an honest answer, not an invented one.
pub fn explain(code: &str, locale: Locale) -> Explanation {
    if let Some(row) = errors::find(code) {
        return of_row(row, locale);
    }
    if let Some(row) = faults::FAULTS.iter().find(|row| row.code == code) {
        return of_fault(row, locale);
    }
    if let Some(rule) = rules::all().find(|rule| rule.code == code) {
        return of_rule(rule, locale);
    }
    match planning::ALL.iter().find(|rule| rule.code == code) {
        Some(rule) => of_plan_rule(rule, locale),
        None => of_unknown(code, locale),
    }
}

/// The explanation of an answer that carries no code of the service.
fn of_fault(row: &'static faults::FaultRow, locale: Locale) -> Explanation {
    Explanation {
        code: row.code.to_owned(),
        known: true,
        http_status: None,
        message: Cow::Owned(fill(row.message.get(locale), &[("found", "…"), ("status", "")])),
        cause: row.why.get(locale).to_owned(),
        remedy: row.remedy.get(locale).to_owned(),
        retryable: row.retryable,
        throttled: false,
        params: &[],
        source: Some(faults::SOURCE),
    }
}

/// The explanation of one row.
pub(super) fn of_row(row: &'static errors::ErrorRow, locale: Locale) -> Explanation {
    let message = match (locale, row.message_zh) {
        (Locale::Zh, Some(chinese)) => chinese,
        _ => row.message,
    };
    Explanation {
        code: row.code.to_owned(),
        known: true,
        http_status: Some(row.http_status),
        message: Cow::Borrowed(message),
        cause: limits::fill_in(row.cause.get(locale)),
        remedy: limits::fill_in(row.remedy.get(locale)),
        retryable: row.retryable,
        throttled: row.throttled,
        params: row.params,
        source: Some(row.source),
    }
}

const OURS: Text = Text::new(
    "a finding of this package, before anything is sent; the service has no such code.",
    "这是本工具在发送前给出的诊断，服务端没有这个错误码。",
);

/// The explanation of a code of ours.
fn of_rule(rule: &'static Rule, locale: Locale) -> Explanation {
    Explanation {
        code: rule.code.to_owned(),
        known: true,
        http_status: None,
        message: Cow::Owned(rule.says(&rule.message, None, locale)),
        cause: OURS.get(locale).to_owned(),
        remedy: rule.says(&rule.help, None, locale),
        retryable: false,
        throttled: false,
        params: rule.params,
        source: Some(rule.source),
    }
}

/// The explanation of a code of ours about a question.
fn of_plan_rule(rule: &'static PlanRule, locale: Locale) -> Explanation {
    Explanation {
        code: rule.code.to_owned(),
        known: true,
        http_status: None,
        message: Cow::Owned(rule.says(locale)),
        cause: OURS.get(locale).to_owned(),
        remedy: rule.helps(locale),
        retryable: false,
        throttled: false,
        params: &[],
        source: rule.source,
    }
}

const UNKNOWN: Text = Text::new(
    "no document read for this package lists {code}",
    "本工具查阅过的文档均未列出 {code}",
);
const UNKNOWN_CAUSE: Text = Text::new(
    "unknown; the message that came with it says more than a guess could.",
    "未知；请以随错误返回的消息为准，这里不作猜测。",
);
const UNKNOWN_REMEDY: Text = Text::new(
    "look the code up in the vendor's error center with the request id at hand.",
    "请携带请求 ID，到厂商错误中心查询该错误码。",
);
const THROTTLING_CAUSE: Text = Text::new(
    "codes that start with `Throttling` refuse calls that come too fast; which limit this one means is not documented.",
    "以 `Throttling` 开头的错误码都表示调用过快；这一个具体对应哪条限制，文档没有说明。",
);
const THROTTLING_REMEDY: Text = Text::new(
    "back off with growing, random pauses, then ask again.",
    "以逐次加长的随机间隔退避后重试。",
);

fn of_unknown(code: &str, locale: Locale) -> Explanation {
    let throttled = code
        .strip_prefix(errors::THROTTLING)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let (cause, remedy) = if throttled {
        (THROTTLING_CAUSE, THROTTLING_REMEDY)
    } else {
        (UNKNOWN_CAUSE, UNKNOWN_REMEDY)
    };
    Explanation {
        code: code.to_owned(),
        known: false,
        http_status: None,
        message: Cow::Owned(fill(UNKNOWN.get(locale), &[("code", &quote(code))])),
        cause: cause.get(locale).to_owned(),
        remedy: remedy.get(locale).to_owned(),
        retryable: throttled,
        throttled,
        params: &[],
        source: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explains_every_code_of_the_table_completely() {
        let codes = errors::all()
            .map(|row| row.code)
            .chain(rules::all().map(|rule| rule.code))
            .chain(planning::ALL.iter().map(|rule| rule.code));
        for code in codes {
            for locale in [Locale::En, Locale::Zh] {
                let explanation = explain(code, locale);
                assert!(explanation.known, "{code}");
                assert_eq!(
                    explanation.http_status.is_some(),
                    errors::find(code).is_some(),
                    "{code}"
                );
                assert!(!explanation.throttled || explanation.retryable, "{code}");
                for text in [&*explanation.message, &explanation.cause, &explanation.remedy] {
                    assert!(!text.is_empty() && !text.contains('{'), "{code}: {text}");
                }
            }
        }
    }

    #[test]
    fn is_honest_about_unknown_codes() {
        for (code, throttled) in [
            ("Nonsense", false),
            ("", false),
            ("toomanyrequests", false),
            ("ThrottlingX", false),
            ("Throttling.Something", true),
        ] {
            let explanation = explain(code, Locale::En);
            assert!(!explanation.known && explanation.http_status.is_none() && explanation.source.is_none());
            assert_eq!(
                (explanation.throttled, explanation.retryable),
                (throttled, throttled),
                "{code}"
            );
            assert_eq!(explanation.code, code);
        }
    }
}
