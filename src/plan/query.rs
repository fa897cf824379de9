use crate::contract::{Given, Param};
use crate::time::Instant;
use std::borrow::Cow;

/// A question as it was asked. Every condition must hold of a task; within a list, one of its values.
///
/// Values come in as they were typed: ids as numbers, lists in one text, domains in any case are read where their sense is clear, and
/// told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query<'a> {
    /// `taskIds`.
    pub task_ids: Asked<'a>,
    /// `objectPaths`, compared exactly.
    pub object_paths: Asked<'a>,
    /// `domainNames`; `.example.com` stands for the wildcard domain of that name.
    pub domain_names: Asked<'a>,
    /// `objectTypes`.
    pub object_types: Asked<'a>,
    /// `statuses`.
    pub statuses: Asked<'a>,
    /// `from`: the first moment of creation; absent for everything the service still holds.
    pub from: Option<Given<'a>>,
    /// `to`: the first moment after it; absent for now.
    pub to: Option<Given<'a>>,
    /// `resourceGroupId`.
    pub resource_group_id: Option<Given<'a>>,
    /// What was given in place of a query, to be told.
    pub flaw: Option<Cow<'a, str>>,
    /// Keys that are none of these, to be told.
    pub other: Vec<Cow<'a, str>>,
}

/// A list of values that a condition allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Asked<'a> {
    /// No condition.
    #[default]
    Any,
    /// What was given in place of a list.
    One(Given<'a>),
    /// A list.
    List(Vec<Given<'a>>),
}

impl<'a, T: Into<Cow<'a, str>>> FromIterator<T> for Asked<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Asked<'a> {
        Asked::List(values.into_iter().map(|value| Given::Text(value.into())).collect())
    }
}

impl<'a, const N: usize> From<[&'a str; N]> for Asked<'a> {
    fn from(values: [&'a str; N]) -> Asked<'a> {
        values.into_iter().collect()
    }
}

/// The keys of a query in the order of the form, each with the parameter that one of its values is.
pub(crate) const KEYS: [(&str, Param); 8] = [
    ("taskIds", Param::TaskId),
    ("objectPaths", Param::ObjectPath),
    ("domainNames", Param::DomainName),
    ("objectTypes", Param::ObjectType),
    ("statuses", Param::Status),
    ("from", Param::StartTime),
    ("to", Param::EndTime),
    ("resourceGroupId", Param::ResourceGroupId),
];

impl<'a> Query<'a> {
    /// Sets the condition of that name, as its host gave it. A name that is none is kept to be told; under an empty name stands what was
    /// given in place of a query.
    pub fn set(&mut self, name: Cow<'a, str>, asked: Asked<'a>) {
        let one = |asked: Asked<'a>| match asked {
            Asked::Any => None,
            Asked::One(given) => Some(given).filter(|given| !given.is_absent()),
            Asked::List(_) => Some(Given::Other(Cow::Borrowed("array"))),
        };
        match name.as_ref() {
            "taskIds" => self.task_ids = asked,
            "objectPaths" => self.object_paths = asked,
            "domainNames" => self.domain_names = asked,
            "objectTypes" => self.object_types = asked,
            "statuses" => self.statuses = asked,
            "from" => self.from = one(asked),
            "to" => self.to = one(asked),
            "resourceGroupId" => self.resource_group_id = one(asked),
            "" => {
                if let Asked::One(Given::Other(kind)) = asked {
                    self.flaw = Some(kind);
                }
            }
            _ => self.other.push(name),
        }
    }

    /// From `from` up to now.
    pub fn since(from: Instant) -> Query<'a> {
        Query {
            from: Some(Given::Moment(Some(from))),
            ..Query::default()
        }
    }
}
