// Generated from src/contract by `cargo test --test generated`; never edited by hand.

/** The parameters, as the service spells them. */
export type ParamName =
  | "TaskId"
  | "ObjectPath"
  | "PageNumber"
  | "ObjectType"
  | "DomainName"
  | "Status"
  | "PageSize"
  | "StartTime"
  | "EndTime"
  | "ResourceGroupId";

/** The operations that can be asked. */
export type OperationName =
  | "DescribeRefreshTasks"
  | "DescribeRefreshTaskById";

/** The task types of the documents, disputed ones last. */
export type TypeName =
  | "file"
  | "directory"
  | "regex"
  | "preload"
  | "block"
  | "unblock"
  | "IgnoreParams";

/** The task states of the documents, disputed ones last. */
export type StateName =
  | "Complete"
  | "Refreshing"
  | "Failed"
  | "Timeout"
  | "Canceled";

/** The codes of diagnostics, of drafts and of questions. */
export type RuleCode =
  | "UnknownParameter"
  | "RepeatedParameter"
  | "InvalidTaskId.Malformed"
  | "MissingParameter.TaskId"
  | "InvalidObjectPath.Malformed"
  | "ObjectPathWithoutScheme"
  | "InvalidPageNumber.Malformed"
  | "InvalidPageNumber.ValueNotSupported"
  | "InvalidPageSize.Malformed"
  | "InvalidPageSize.ValueNotSupported"
  | "InvalidObjectType.Malformed"
  | "InvalidObjectType.ValueNotSupported"
  | "MissingParameter.ObjectType"
  | "DomainNameOverLimit"
  | "InvalidDomainName.Malformed"
  | "InvalidStatus.Malformed"
  | "InvalidStatus.ValueNotSupported"
  | "InvalidStartTime.Malformed"
  | "InvalidStartTime.ValueNotSupported"
  | "InvalidEndTime.Malformed"
  | "InvalidEndTime.ValueNotSupported"
  | "MissingTimeParameter"
  | "InvalidEndTime.Mismatch"
  | "InvalidTime"
  | "FutureStartTime"
  | "FutureEndTime"
  | "NearRetention"
  | "InvalidResourceGroupId.Malformed"
  | "InvalidDraft"
  | "InvalidOption"
  | "DefaultListing"
  | "OutsideRetention"
  | "RateAboveLimit"
  | "InvalidQuery"
  | "EmptyList"
  | "SplitList"
  | "ReadAs"
  | "BlankEntry"
  | "DuplicateValue"
  | "UnknownValue"
  | "NonAsciiDomainName"
  | "LocalFilter"
  | "VolatileStatus"
  | "RouteNotPossible"
  | "UnprovenRoute"
  | "CheaperRoute";

/** The documented error codes of the service and its gateway. */
export type ErrorCode =
  | "InvalidTaskId.Malformed"
  | "MissingParameter.ObjectType"
  | "MissingTimeParameter"
  | "InvalidEndTime.Mismatch"
  | "DomainNameOverLimit"
  | "InvalidTime"
  | "InvalidStartTime.Malformed"
  | "InvalidEndTime.Malformed"
  | "InvalidObjectPath.Malformed"
  | "InvalidStartTime.ValueNotSupported"
  | "InvalidEndTime.ValueNotSupported"
  | "InvalidObjectType.ValueNotSupported"
  | "InvalidStatus.ValueNotSupported"
  | "TooManyRequests"
  | "Throttling"
  | "Throttling.User"
  | "Throttling.Api"
  | "ServiceUnavailable"
  | "InternalError"
  | "InvalidTimeStamp.Expired"
  | "SignatureNonceUsed"
  | "SignatureDoesNotMatch"
  | "InvalidAccessKeyId.NotFound"
  | "Forbidden.RAM"
  | "OperationDenied";

/** The names of the service's numbers. */
export type LimitName =
  | "retention"
  | "page-number-min"
  | "page-number-max"
  | "page-size-min"
  | "page-size-max"
  | "page-size-default"
  | "list-rate"
  | "by-id-rate"
  | "by-id-ids"
  | "domain-names"
  | "refresh-urls"
  | "refresh-directories"
  | "refresh-regexes"
  | "refresh-rate"
  | "preload-urls"
  | "v1-validity"
  | "v3-validity";

/** Every parameter, in the order of the form. */
export const params: readonly ParamName[] = [
  "TaskId",
  "ObjectPath",
  "PageNumber",
  "ObjectType",
  "DomainName",
  "Status",
  "PageSize",
  "StartTime",
  "EndTime",
  "ResourceGroupId",
];

/** Both operations. */
export const operations: readonly [OperationName, OperationName] = [
  "DescribeRefreshTasks",
  "DescribeRefreshTaskById",
];
