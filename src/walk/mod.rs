//! A plan becomes rows, each delivered once, and a ledger that says what they prove.
//!
//! ```text
//!  Plan ──start──▶ Walk ─next(now)─▶ Send │ Wait │ Done      the host signs, paces (Quota), sends
//!                   ▲ │
//!        ledger ◀───┤ └─ page │ fault ◀── what came back
//!    checkpoint ◀───┘        fresh rows
//! ```

mod chance;

mod ledger;

mod coder;
mod prior;
mod seen;
mod sorted;
mod window;

mod retry;

mod quota;

mod clock;
mod ids;
mod lists;
mod machine;

mod progress;
mod wait;

mod checkpoint;
mod state;

pub use chance::Chance;
pub use checkpoint::Refused;
pub use ledger::{IdsRead, Ledger, Verdict, WindowRead};
pub use machine::{Handled, Head, Ignored, Shown, Step, Stop, Trouble, UNEXPECTED_REPLY, Walk, WalkOptions};
pub use progress::Progress;
pub use quota::{LEAST_SHARE, Quota};
pub use retry::{ATTEMPTS, Advice, BUDGET, Failure, IN_A_ROW, PROBING, Retries};
pub use wait::GRACE_MS;
pub use window::Gap;
