use crate::contract::{Case, Field, Operation, Param};
use std::borrow::Cow;
use std::fmt;

/// A request that the service accepts, at the moment it was checked. It exists only if it is valid: only `check` and `plan` make one.
#[derive(Clone, PartialEq, Eq)]
pub struct TaskRequest {
    operation: Operation,
    values: [Option<Box<str>>; Param::ALL.len()],
}

impl TaskRequest {
    /// From a case in which no rule found an error.
    pub(super) fn of(case: &Case<'_>) -> TaskRequest {
        TaskRequest {
            operation: case.operation,
            values: Param::ALL.map(|param| match case.text(param) {
                Field::Value(text) => Some(Box::from(text)),
                Field::Absent | Field::Invalid => None,
            }),
        }
    }

    /// Without values yet: the door of `plan`, which checks values one by one and sees to it that they are valid together.
    pub(crate) fn planned(operation: Operation) -> TaskRequest {
        TaskRequest {
            operation,
            values: Default::default(),
        }
    }

    /// Gives `param` a value that `plan` has checked.
    pub(crate) fn set(&mut self, param: Param, value: &str) {
        if let Some(slot) = self.values.get_mut(param as usize) {
            *slot = Some(Box::from(value));
        }
    }

    /// The operation it is for.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Its parameters with their values as they are sent, in the order of the form. Absent ones are left out.
    pub fn params(&self) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
        Param::ALL
            .iter()
            .zip(&self.values)
            .filter_map(|(param, value)| Some((param.name(), Cow::Borrowed(value.as_deref()?))))
    }

    /// The value of one parameter as it is sent.
    pub fn get(&self, param: Param) -> Option<&str> {
        self.values.get(param as usize)?.as_deref()
    }
}

/// The operation and its parameters. Query strings in object paths are left out: they may hold the signatures of others.
impl fmt::Display for TaskRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.name())?;
        for (name, value) in self.params() {
            match value.split_once('?') {
                Some((path, _)) => write!(f, " {name}={path}?…")?,
                None => write!(f, " {name}={value}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for TaskRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaskRequest({self})")
    }
}
