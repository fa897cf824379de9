use super::Param;
use serde::{Serialize, Serializer};

/// The two operations that answer what became of refresh and preload tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Operation {
    /// Lists tasks by filters and pages.
    #[default]
    DescribeRefreshTasks,
    /// Answers for up to ten task ids at once, unpaged, six times as often.
    DescribeRefreshTaskById,
}

impl Operation {
    /// Both.
    pub const ALL: [Operation; 2] = [Operation::DescribeRefreshTasks, Operation::DescribeRefreshTaskById];
    /// The API version of both.
    pub const VERSION: &'static str = "2018-05-10";

    /// The service's name, as sent in `Action` or `x-acs-action`.
    pub const fn name(self) -> &'static str {
        match self {
            Operation::DescribeRefreshTasks => "DescribeRefreshTasks",
            Operation::DescribeRefreshTaskById => "DescribeRefreshTaskById",
        }
    }

    /// The operation of that exact name.
    pub fn named(name: &str) -> Option<Operation> {
        Operation::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// Whether it takes `param`. DescribeRefreshTaskById takes TaskId alone.
    pub const fn takes(self, param: Param) -> bool {
        matches!(self, Operation::DescribeRefreshTasks) || matches!(param, Param::TaskId)
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
