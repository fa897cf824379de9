//! `cargo bench --bench check`: a full check, natively. The target is one microsecond for a draft with nothing to say about.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is a program of its own")]

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    divan::main();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use cdn_refresh_tasks::request::{Checked, Draft, Options, check};
    use cdn_refresh_tasks::time::Instant;
    use divan::{Bencher, black_box};

    fn now() -> Instant {
        Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap()
    }

    fn run(draft: &Draft<'_>) -> Checked {
        check(black_box(draft), black_box(now()), &Options::default())
    }

    const USUAL: [(&str, &str); 6] = [
        ("ObjectType", "file"),
        ("DomainName", "example.com"),
        ("PageSize", "100"),
        ("PageNumber", "1"),
        ("StartTime", "2026-11-23T08:00:00Z"),
        ("EndTime", "2026-11-24T08:00:00Z"),
    ];

    #[divan::bench]
    fn valid(bencher: Bencher<'_, '_>) {
        let draft: Draft<'_> = USUAL.into_iter().collect();
        assert!(run(&draft).diagnostics.is_empty());
        bencher.bench_local(|| run(&draft));
    }

    #[divan::bench]
    fn with_three_errors_and_fixes(bencher: Bencher<'_, '_>) {
        let draft: Draft<'_> = USUAL
            .into_iter()
            .skip(1)
            .chain([("Status", "complete"), ("pagesize", "5")])
            .collect();
        assert_eq!(run(&draft).diagnostics.len(), 3);
        bencher.bench_local(|| run(&draft));
    }

    #[divan::bench]
    fn a_thousand_junk_keys(bencher: Bencher<'_, '_>) {
        let junk: Vec<(String, &str)> = (0..1000).map(|number| (format!("junk{number}"), "x")).collect();
        let draft: Draft<'_> = junk.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        bencher.bench_local(|| run(&draft));
    }

    #[divan::bench]
    fn a_megabyte_of_path(bencher: Bencher<'_, '_>) {
        let path = format!(" http://example.com/{}", "x".repeat(1 << 20));
        let draft: Draft<'_> = [("ObjectPath", path.as_str())].into_iter().collect();
        bencher.bench_local(|| run(&draft));
    }

    #[divan::bench]
    fn a_megabyte_of_ids(bencher: Bencher<'_, '_>) {
        let ids = "1,".repeat(1 << 19);
        let draft: Draft<'_> = [("TaskId", ids.as_str())].into_iter().collect();
        bencher.bench_local(|| run(&draft));
    }
}
