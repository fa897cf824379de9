use crate::text::Replaced;

/// Where in the body something was found.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// The body as a whole.
    Body,
    /// A member of the envelope.
    Member(&'a str),
    /// An entry of the list of tasks, counted as in the body.
    Row(usize),
    /// A member of an entry.
    Field(usize, &'a str),
}

/// What a value should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Text, or a number that counts as its digits.
    Text,
    /// A moment.
    Time,
    /// 0 to 100.
    Percent,
    /// A whole number.
    Count,
}

/// What was found, with raw bytes of the body where they say more.
#[derive(Debug, Clone, Copy)]
pub enum Finding<'a> {
    /// A value of a known member that cannot be read.
    Unreadable(Expected, &'a [u8]),
    /// An entry of the list that is no object.
    UnreadableRow(&'a [u8]),
    /// A member that every task has is not there.
    Missing(&'a str),
    /// A member occurs again; the last one counts.
    Duplicate(&'a str),
    /// A time without offset was read as UTC. Told once a page.
    WithoutOffset(&'a [u8]),
    /// A number was read as a time; whether in milliseconds. Told once a page.
    Numeric(&'a [u8], bool),
    /// Half a surrogate pair was replaced.
    LoneSurrogate,
    /// Bytes that are no UTF-8 were replaced.
    InvalidUtf8,
    /// A number was kept as text.
    NumberAsText(&'a str),
    /// A value was nested too deep to be kept.
    TooDeep(&'a str),
    /// Something else stands where a list of tasks should; it was read as so many.
    UnusualTasks(&'a [u8], usize),
}

/// Whoever listens.
pub trait Tell {
    /// Takes one finding.
    fn tell(&mut self, finding: Finding<'_>, place: Place<'_>);
}

/// Tells what had to be replaced in a text.
pub fn tell_replaced(tell: &mut dyn Tell, replaced: Replaced, place: Place<'_>) {
    if replaced.surrogate {
        tell.tell(Finding::LoneSurrogate, place);
    }
    if replaced.bytes {
        tell.tell(Finding::InvalidUtf8, place);
    }
}
