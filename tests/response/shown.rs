//! What a body becomes, as text, and bodies to put odd things into.

use cdn_refresh_tasks::response::{About, parse};
use expect_test::Expect;
use std::fmt::Write;

#[track_caller]
pub(crate) fn check(body: impl AsRef<[u8]>, expected: &Expect) {
    let mut seen = String::new();
    match parse(body.as_ref(), &About::default()) {
        Ok(page) => {
            let count = |count: Option<u64>| count.map_or("-".to_owned(), |count| count.to_string());
            write!(
                seen,
                "page {} {}/{} of {}",
                page.request_id.as_deref().unwrap_or("-"),
                count(page.page_number),
                count(page.page_size),
                count(page.total_count)
            )
            .unwrap();
            if !page.extra().is_empty() {
                write!(seen, " {}", page.extra()).unwrap();
            }
            for task in page.iter() {
                write!(
                    seen,
                    "\n{:?} {:?} {} {} {:?}",
                    task.task_id, task.object_path, task.object_type, task.status, task.state
                )
                .unwrap();
                if let Some(raw) = task.raw_progress {
                    write!(seen, " {raw:?}={:?}", task.progress).unwrap();
                }
                if let Some(at) = task.creation_time {
                    write!(seen, " {at}").unwrap();
                }
                if let Some(description) = task.description {
                    write!(seen, " {description:?}").unwrap();
                }
                if let Some(failure) = task.failure {
                    write!(seen, " {:?} {:?}", failure.reason, failure.http_status).unwrap();
                }
                if !task.extra.is_empty() {
                    write!(seen, " {}", task.extra).unwrap();
                }
            }
            for diagnostic in &page.diagnostics {
                write!(
                    seen,
                    "\n! {} {:?} {}",
                    diagnostic.code, diagnostic.params, diagnostic.message
                )
                .unwrap();
            }
        }
        Err(fault) => write!(seen, "{:?} {}", fault.cause, fault.message).unwrap(),
    }
    expected.assert_eq(&seen);
}

/// A page with one task of these members.
pub(crate) fn task(members: &str) -> String {
    format!(r#"{{"Tasks":{{"CDNTask":[{{{members}}}]}}}}"#)
}

/// A page with this for its `Tasks`.
pub(crate) fn tasks(tasks: &str) -> String {
    format!(r#"{{"RequestId":"r","TotalCount":0,"Tasks":{tasks}}}"#)
}

pub(crate) const USUAL: &str = r#""TaskId":"1","ObjectPath":"http://a/b","ObjectType":"file","Status":"Complete","CreationTime":"2020-08-03T08:54:23Z""#;
