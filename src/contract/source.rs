use serde::Serialize;

/// Where a fact was read, and when. Nobody can ask the live service here, so every fact carries one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The document, in words by which it can be found.
    pub page: &'static str,
    /// The date of the edition that was read: `yyyy-mm`.
    pub seen: &'static str,
}

impl Source {
    /// The reference page of DescribeRefreshTasks, Chinese, newest edition.
    pub const REFERENCE: Source = Source {
        page: "DescribeRefreshTasks reference (zh)",
        seen: "2026-08",
    };
}
