//! Every way the service says no: code, HTTP status and text, as the reference and the gateway's documents give them.
//! Written here a second time on purpose; a test holds it against the core's table.

/// A refusal, with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which one.
    pub code: Code,
    /// What the text of this refusal adds to the code's: the server's string to sign, the name of a missing parameter.
    pub detail: Option<String>,
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Refusal {
        Refusal { code, detail: None }
    }
}

impl Refusal {
    /// A refusal whose text goes on with `detail`.
    pub fn with(code: Code, detail: impl Into<String>) -> Refusal {
        Refusal {
            code,
            detail: Some(detail.into()),
        }
    }

    /// The code as sent; `Missing` carries the parameter's name.
    pub fn code(&self) -> String {
        match (self.code, &self.detail) {
            (Code::Missing, Some(name)) => format!("Missing{name}"),
            (code, _) => code.text().to_owned(),
        }
    }

    /// The message as sent.
    pub fn message(&self) -> String {
        match (self.code, &self.detail) {
            (Code::Missing, Some(name)) => format!("{name} is mandatory for this action."),
            (code, Some(detail)) => format!("{}{detail}", code.message()),
            (code, None) => code.message().to_owned(),
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal $message:literal;)+) => {
        /// The codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* #[doc = concat!("HTTP ", $status, ": ", $message)] $name),+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The code as sent.
            pub const fn text(self) -> &'static str {
                match self { $(Code::$name => $code),+ }
            }

            /// The HTTP status it comes with.
            pub const fn status(self) -> u16 {
                match self { $(Code::$name => $status),+ }
            }

            /// The text it comes with.
            pub const fn message(self) -> &'static str {
                match self { $(Code::$name => $message),+ }
            }
        }
    };
}

codes! {
    // The reference's own table.
    InvalidTaskId = 400 "InvalidTaskId.Malformed" "The specified TaskId is invalid.";
    MissingObjectType = 400 "MissingParameter.ObjectType" "The ObjectType parameter is required if DomainName or Status is specified.";
    MissingTime = 400 "MissingTimeParameter" "The StartTime and EndTime must be both specified.";
    EndBeforeStart = 400 "InvalidEndTime.Mismatch" "The specified EndTime is earlier than the StartTime.";
    DomainNameOverLimit = 400 "DomainNameOverLimit" "A maximum of 500 domains are supported for each request.";
    InvalidTime = 400 "InvalidTime" "The query time cannot exceed the last 3 days.";
    StartMalformed = 400 "InvalidStartTime.Malformed" "The specified StartTime is invalid.";
    EndMalformed = 400 "InvalidEndTime.Malformed" "The specified EndTime is invalid.";
    InvalidObjectPath = 400 "InvalidObjectPath.Malformed" "The specified ObjectPath is invalid.";
    StartNotSupported = 400 "InvalidStartTime.ValueNotSupported" "The specified StartTime is invalid.";
    EndNotSupported = 400 "InvalidEndTime.ValueNotSupported" "The specified EndTime is invalid.";
    InvalidObjectType = 400 "InvalidObjectType.ValueNotSupported" "The specified ObjectType is not supported.";
    InvalidStatus = 400 "InvalidStatus.ValueNotSupported" "The specified Status is not supported.";
    TooManyRequests = 429 "TooManyRequests" "The server is busy. Please try again later.";
    // The gateway's.
    Throttling = 400 "Throttling" "Request was denied due to request throttling.";
    ThrottlingUser = 400 "Throttling.User" "Request was denied due to user flow control.";
    ThrottlingApi = 503 "Throttling.Api" "Request was denied due to api flow control.";
    ServiceUnavailable = 503 "ServiceUnavailable" "The request has failed due to a temporary failure of the server.";
    InternalError = 500 "InternalError" "The request processing has failed due to some unknown error.";
    TimestampExpired = 400 "InvalidTimeStamp.Expired" "Specified time stamp or date value is expired.";
    TimestampMalformed = 400 "InvalidTimeStamp.Format" "Specified time stamp or date value is not well formatted.";
    NonceUsed = 400 "SignatureNonceUsed" "Specified signature nonce was used already.";
    SignatureMismatch = 400 "SignatureDoesNotMatch" "Specified signature is not matched with our calculation. ";
    AccessKeyNotFound = 404 "InvalidAccessKeyId.NotFound" "Specified access key is not found.";
    TokenExpired = 400 "InvalidSecurityToken.Expired" "Specified SecurityToken is expired.";
    TokenMalformed = 400 "InvalidSecurityToken.Malformed" "Specified SecurityToken is malformed.";
    ForbiddenRam = 403 "Forbidden.RAM" "User not authorized to operate on the specified resource, or this API doesn't support RAM.";
    OperationDenied = 403 "OperationDenied" "Your account does not open CDN service yet.";
    ActionNotFound = 404 "InvalidAction.NotFound" "Specified api is not found, please check your url and method.";
    InvalidVersion = 400 "InvalidVersion" "Specified parameter Version is not valid.";
    InvalidSignatureMethod = 400 "InvalidSignatureMethod" "Specified signature method is not valid.";
    /// A mandatory parameter is not there; the code ends in its name.
    Missing = 400 "Missing" "is mandatory for this action.";
    // Numbers: the reference gives their range but no code; these are this emulator's.
    PageNumberMalformed = 400 "InvalidPageNumber.Malformed" "The specified PageNumber is invalid.";
    PageNumberNotSupported = 400 "InvalidPageNumber.ValueNotSupported" "The specified PageNumber is not supported.";
    PageSizeMalformed = 400 "InvalidPageSize.Malformed" "The specified PageSize is invalid.";
    PageSizeNotSupported = 400 "InvalidPageSize.ValueNotSupported" "The specified PageSize is not supported.";
    // Submissions.
    RefreshQuotaExceeded = 400 "QuotaExceeded.Refresh" "The maximum number of refreshes has been exceeded.";
    PreloadQuotaExceeded = 400 "QuotaExceeded.Preload" "The maximum number of preloads has been exceeded.";
}
