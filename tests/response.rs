//! `parse` against `serde_json`, over bodies that were generated and bodies that were damaged; and every odd body one by one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    reason = "tests may fail loudly"
)]

mod response {
    pub(crate) mod bounds;
    pub(crate) mod differential;
    pub(crate) mod faults;
    pub(crate) mod generate;
    pub(crate) mod odd;
    pub(crate) mod oracle;
    pub(crate) mod shapes;
    pub(crate) mod shown;
}
