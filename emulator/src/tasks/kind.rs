use crate::world::{Disputed, LetterCase, World};

/// What a task does with its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Purge one file.
    File,
    /// Purge a directory.
    Directory,
    /// Purge what a regular expression matches.
    Regex,
    /// Fetch a file to the nodes ahead of its readers.
    Preload,
    /// Close a URL.
    Block,
    /// Open a URL again.
    Unblock,
    /// Purge a file without regard to its query string; in older metadata only.
    IgnoreParams,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::File,
        Kind::Directory,
        Kind::Regex,
        Kind::Preload,
        Kind::Block,
        Kind::Unblock,
        Kind::IgnoreParams,
    ];

    /// The word for it in queries and rows.
    pub const fn text(self) -> &'static str {
        match self {
            Kind::File => "file",
            Kind::Directory => "directory",
            Kind::Regex => "regex",
            Kind::Preload => "preload",
            Kind::Block => "block",
            Kind::Unblock => "unblock",
            Kind::IgnoreParams => "IgnoreParams",
        }
    }

    /// Reads ObjectType as a query spells it.
    pub fn read(text: &str, world: &World) -> Option<Kind> {
        let kind = Kind::ALL.into_iter().find(|kind| same(text, kind.text(), world))?;
        (kind != Kind::IgnoreParams || world.disputed == Disputed::Accept).then_some(kind)
    }
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// In effect everywhere.
    Complete,
    /// Under way; the documents use this word for preloads too.
    Refreshing,
    /// Over, without success.
    Failed,
    /// Accepted, not begun.
    Pending,
    /// A preload that has not begun.
    PreloadPending,
    /// A preload under way.
    Preloading,
    /// Over: the origin took too long.
    Timeout,
    /// Over: taken back.
    Canceled,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 8] = [
        Status::Complete,
        Status::Refreshing,
        Status::Failed,
        Status::Pending,
        Status::PreloadPending,
        Status::Preloading,
        Status::Timeout,
        Status::Canceled,
    ];

    /// The word for it in queries and rows.
    pub const fn text(self) -> &'static str {
        match self {
            Status::Complete => "Complete",
            Status::Refreshing => "Refreshing",
            Status::Failed => "Failed",
            Status::Pending => "Pending",
            Status::PreloadPending => "PreloadPending",
            Status::Preloading => "Preloading",
            Status::Timeout => "Timeout",
            Status::Canceled => "Canceled",
        }
    }

    /// Whether nothing changes any more.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Status::Complete | Status::Failed | Status::Timeout | Status::Canceled
        )
    }

    /// Reads Status as a query spells it: the three of the reference, and two more where documents disagree.
    pub fn read(text: &str, world: &World) -> Option<Status> {
        let documented = [Status::Complete, Status::Refreshing, Status::Failed];
        let disputed = [Status::Timeout, Status::Canceled];
        let more = if world.disputed == Disputed::Accept {
            &disputed[..]
        } else {
            &[]
        };
        documented
            .iter()
            .chain(more)
            .copied()
            .find(|status| same(text, status.text(), world))
    }
}

fn same(text: &str, word: &str, world: &World) -> bool {
    match world.letter_case {
        LetterCase::Exact => text == word,
        LetterCase::Ignored => text.eq_ignore_ascii_case(word),
    }
}
