//! `cargo bench --bench parse`: bodies into pages, natively, in bytes a second.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is a program of its own")]

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    divan::main();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use cdn_refresh_tasks::response::{About, parse};
    use divan::counter::BytesCount;
    use divan::{Bencher, black_box};

    /// A page of this many tasks; `gap` stands between tokens.
    fn body(rows: usize, gap: &str) -> Vec<u8> {
        let rows: Vec<_> = (0..rows)
            .map(|row| {
                let (status, process) = if row % 3 == 2 {
                    ("Refreshing", "37.52%")
                } else {
                    ("Complete", "100%")
                };
                [
                    (
                        "CreationTime",
                        format!("2026-11-24T03:{:02}:{:02}Z", row / 60 % 60, row % 60),
                    ),
                    (
                        "ObjectPath",
                        format!("https://cdn.example.com/assets/2026.11/chunk-{row}.8f3a2b9c1d.js"),
                    ),
                    ("Status", status.to_owned()),
                    ("ObjectType", "file".to_owned()),
                    ("Process", process.to_owned()),
                    ("TaskId", (15_423_123_921 + row * 7).to_string()),
                ]
                .map(|(name, value)| format!("{gap}\"{name}\":{gap}\"{value}\""))
                .join(",")
            })
            .map(|members| format!("{gap}{{{members}}}"))
            .collect();
        format!(
            "{{\"RequestId\":\"9E5CBC07\",\"TotalCount\":1,\"Tasks\":{{\"CDNTask\":[{}]}}}}",
            rows.join(",")
        )
        .into_bytes()
    }

    fn whole(bencher: Bencher<'_, '_>, body: &[u8]) {
        bencher
            .counter(BytesCount::of_slice(body))
            .bench_local(|| parse(black_box(body), &About::default()).unwrap().len());
    }

    #[divan::bench]
    fn page_of_100(bencher: Bencher<'_, '_>) {
        whole(bencher, &body(100, ""));
    }

    #[divan::bench]
    fn page_of_100_indented(bencher: Bencher<'_, '_>) {
        whole(bencher, &body(100, "\n    "));
    }

    #[divan::bench]
    fn twenty_thousand(bencher: Bencher<'_, '_>) {
        whole(bencher, &body(20_000, ""));
    }

    #[divan::bench]
    fn page_of_100_every_field(bencher: Bencher<'_, '_>) {
        let body = body(100, "");
        bencher.counter(BytesCount::of_slice(&body)).bench_local(|| {
            let page = parse(black_box(&body), &About::default()).unwrap();
            page.iter()
                .map(|task| task.task_id.len() + task.object_path.len() + task.status.len())
                .sum::<usize>()
        });
    }

    /// The customary way, for comparison: every value of the same page as a tree.
    #[divan::bench]
    fn page_of_100_serde_json_value(bencher: Bencher<'_, '_>) {
        let body = body(100, "");
        bencher
            .counter(BytesCount::of_slice(&body))
            .bench_local(|| serde_json::from_slice::<serde_json::Value>(black_box(&body)).unwrap());
    }
}
