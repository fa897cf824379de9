use crate::block::Pattern;

/// The members of a task in a response, in the order of the reference's example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskField {
    /// `Status`, one of the schema's or an unknown one.
    Status,
    /// `CreationTime`, UTC.
    CreationTime,
    /// `ObjectType`, one of the schema's or an unknown one.
    ObjectType,
    /// `Process`: percent, as text.
    Process,
    /// `Description`: why the task failed.
    Description,
    /// `ObjectPath`: the URL or directory.
    ObjectPath,
    /// `TaskId`: digits, as text.
    TaskId,
}

impl TaskField {
    /// How many there are.
    pub const COUNT: usize = 7;
    /// All of them.
    pub const ALL: [TaskField; TaskField::COUNT] = [
        TaskField::Status,
        TaskField::CreationTime,
        TaskField::ObjectType,
        TaskField::Process,
        TaskField::Description,
        TaskField::ObjectPath,
        TaskField::TaskId,
    ];

    /// The member's name in the service's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            TaskField::Status => "Status",
            TaskField::CreationTime => "CreationTime",
            TaskField::ObjectType => "ObjectType",
            TaskField::Process => "Process",
            TaskField::Description => "Description",
            TaskField::ObjectPath => "ObjectPath",
            TaskField::TaskId => "TaskId",
        }
    }

    /// Whether every task has it. The reference gives `Description` to failed tasks only, and `Process` is absent on some.
    pub const fn expected(self) -> bool {
        !matches!(self, TaskField::Process | TaskField::Description)
    }
}

/// A word that a document names, as it is compared in a body.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// As the service spells it.
    pub name: &'static str,
    /// What it means: the number of a state, for statuses.
    pub state: u8,
    /// The word and the quote that closes it.
    pub(crate) pattern: Pattern,
}

impl Word {
    /// A word of at most 15 bytes; a longer one is read, but not as fast.
    pub const fn new(name: &'static str, state: u8) -> Word {
        Word {
            name,
            state,
            pattern: Pattern::new(b"", name.as_bytes(), b"\""),
        }
    }
}

/// What words mean. The reader itself knows none.
#[derive(Debug)]
pub struct Schema {
    /// Known statuses; their codes are their places here.
    pub statuses: &'static [Word],
    /// Known object types; their codes are their places here.
    pub object_types: &'static [Word],
    /// How many states there are.
    pub states: usize,
    /// The state of a task that is not done.
    pub running: u8,
    /// The state of a task that failed.
    pub failed: u8,
    /// The state of a status that is not known.
    pub unknown: u8,
    /// How many reasons of a failure there are, at most four.
    pub reasons: usize,
    /// Reads a description: number of the reason, and the HTTP status or 0.
    pub failure: fn(&[u8]) -> (u8, u16),
}

impl Schema {
    /// The state of a status by its code.
    #[inline(always)]
    pub(crate) fn state(&self, code: u32) -> u8 {
        self.statuses
            .get(code as usize)
            .map_or(self.unknown, |known| known.state)
    }
}
