//! A plan becomes rows, each delivered once, and a ledger that says what they prove.
//!
//! ```text
//!  Plan ──start──▶ Walk ─next(now)─▶ Send │ Wait │ Done      the host signs, paces (Quota), sends
//!                   ▲ │
//!        ledger ◀───┤ └─ page │ fault ◀── what came back
//!    checkpoint ◀───┘        fresh rows
//! ```

mod chance;
mod clock;
mod sorted;

mod quota;
mod retry;

mod key;
mod prior;
mod seen;

mod pass;
mod unit;

mod machine;

mod lists;
mod next;

mod reply;

mod handle;
mod ids;
mod outcome;
mod rows;

mod wait;

mod ledger;
mod progress;

mod coder;
mod state;
mod units;

mod base64;
mod shorter;

mod checkpoint;

pub use chance::Chance;
pub use checkpoint::Refused;
pub use ledger::{IdsRead, Ledger, Verdict, WindowRead};
pub use machine::{Walk, WalkOptions};
pub use next::{Step, Stop};
pub use pass::Gap;
pub use progress::Progress;
pub use quota::{LEAST_SHARE, Quota};
pub use reply::{Handled, Head, Ignored, Shown, Trouble, UNEXPECTED_REPLY};
pub use retry::{ATTEMPTS, Advice, BUDGET, Failure, IN_A_ROW, PROBING, Retries};
pub use wait::GRACE_MS;
