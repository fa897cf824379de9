use serde::Serialize;

/// Where a fact was read, and when. Nobody can ask the live service here, so every fact carries one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The document, in words by which it can be found.
    pub page: &'static str,
    /// When it was read, or the date of the edition where it has one: `yyyy-mm`.
    pub seen: &'static str,
}

impl Source {
    /// The reference page of DescribeRefreshTasks, Chinese, newest edition.
    pub const REFERENCE: Source = Source {
        page: "DescribeRefreshTasks reference (zh)",
        seen: "2026-11",
    };
    /// The English reference page of DescribeRefreshTasks.
    pub const ENGLISH: Source = Source {
        page: "DescribeRefreshTasks reference (en)",
        seen: "2025-11",
    };
    /// The vendor's machine-readable metadata, public repository.
    pub const META: Source = Source {
        page: "github.com/aliyun/aliyun-openapi-meta",
        seen: "2026-04",
    };
    /// The vendor's OpenAPI metadata, as copied in a public repository.
    pub const OPENAPI: Source = Source {
        page: "github.com/muzea/aliyun-sdk-node",
        seen: "2024-07",
    };
    /// Older editions of the vendor's documents, in their public history.
    pub const OLD: Source = Source {
        page: "github.com/AlibabaCloudDocs/cdn",
        seen: "2021-12",
    };
    /// The vendor's refresh-preload skill, public repository.
    pub const SKILL: Source = Source {
        page: "github.com/aliyun/alibabacloud-aiops-skills",
        seen: "2026-08",
    };
    /// The reference page of DescribeRefreshTaskById.
    pub const BY_ID: Source = Source {
        page: "DescribeRefreshTaskById reference",
        seen: "2026-11",
    };
    /// The reference page of DescribeDcdnRefreshTasks, the sibling product's operation.
    pub const DCDN: Source = Source {
        page: "DescribeDcdnRefreshTasks reference",
        seen: "2026-11",
    };
    /// The reference pages of RefreshObjectCaches and PushObjectCache.
    pub const SUBMIT: Source = Source {
        page: "RefreshObjectCaches and PushObjectCache reference",
        seen: "2026-11",
    };
    /// The vendor's pages on signing requests, V1 and V3.
    pub const SIGNING: Source = Source {
        page: "request syntax and signature method V1, V3",
        seen: "2026-11",
    };
    /// The vendor's page of error codes that every API of the gateway shares.
    pub const GATEWAY: Source = Source {
        page: "common error codes of the API gateway",
        seen: "2026-11",
    };
}
