use super::host::{Host, host_of};
use super::options::Route;
use super::question::Question;
use super::window::ceil_to_second;
use super::words::Words;
use crate::time::Instant;

/// What is asked for of the rows that the service answers: everything that the calls of a plan do not ask the service itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    pub(crate) ids: Option<Words>,
    pub(crate) paths: Option<Words>,
    pub(crate) domains: Option<Domains>,
    /// In lower case: the submit call writes `File`, the query `file`.
    pub(crate) types: Option<Words>,
    pub(crate) statuses: Option<Words>,
    pub(crate) from: Option<Instant>,
    pub(crate) to: Option<Instant>,
    /// Rows do not say to which resource group they belong.
    pub(crate) in_group: bool,
}

/// What a filter needs to see of a row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// `TaskId`.
    pub task_id: &'a str,
    /// `ObjectPath`.
    pub object_path: &'a str,
    /// `ObjectType`.
    pub object_type: &'a str,
    /// `Status`.
    pub status: &'a str,
    /// `CreationTime`, if it could be read.
    pub creation_time: Option<Instant>,
}

/// Whether a row was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// It was.
    Yes,
    /// The row does not say enough: it is delivered, and the answer is not proven.
    Undecidable,
    /// It was not.
    No,
}

impl Question {
    /// What the route leaves to be filtered of its answers.
    pub(crate) fn filter(&self, route: Route) -> Filter {
        let local = self.local(route);
        let asked = |key: &str, asked: &Option<Vec<String>>| asked.clone().filter(|_| local.contains(&key));
        let words = |key: &str, values: &Option<Vec<String>>| Some(asked(key, values)?.into_iter().collect());
        let by_id = route == Route::ById;
        Filter {
            ids: words("taskIds", &self.ids),
            paths: words("objectPaths", &self.paths),
            domains: asked("domainNames", &self.domains).map(Domains::new),
            types: asked("objectTypes", &self.types)
                .map(|types| types.iter().map(|of| of.to_ascii_lowercase()).collect()),
            statuses: words("statuses", &self.statuses),
            from: self.range.from.filter(|_| by_id).map(Instant::floor_to_second),
            to: self.range.to.filter(|_| by_id).map(ceil_to_second),
            in_group: by_id && self.group.is_some(),
        }
    }
}

impl Filter {
    /// Whether every row is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Whether `row` was asked for.
    pub fn asks_for(&self, row: &Row<'_>) -> Decision {
        let one_of = |words: &Option<Words>, word: &str| match words {
            Some(words) if !words.hold(word) => Decision::No,
            _ => Decision::Yes,
        };
        let domain = || {
            self.domains
                .as_ref()
                .map_or(Decision::Yes, |domains| domains.decide(row.object_path))
        };
        let group = if self.in_group {
            Decision::Undecidable
        } else {
            Decision::Yes
        };
        // The worst decides; `max` of Yes < Undecidable < No.
        one_of(&self.ids, row.task_id)
            .max(one_of(&self.types, &row.object_type.to_ascii_lowercase()))
            .max(one_of(&self.statuses, row.status))
            .max(one_of(&self.paths, row.object_path))
            .max(self.in_range(row.creation_time))
            .max(group)
            .max(domain())
    }

    fn in_range(&self, moment: Option<Instant>) -> Decision {
        match moment {
            None if self.from.is_some() || self.to.is_some() => Decision::Undecidable,
            Some(moment) if self.from.is_some_and(|from| moment < from) || self.to.is_some_and(|to| to <= moment) => {
                Decision::No
            }
            _ => Decision::Yes,
        }
    }
}

/// The asked-for domain names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Domains {
    exact: Words,
    /// `.example.com`: which host below it has a domain of its own, rows do not say.
    wildcards: Words,
}

impl Domains {
    pub(crate) fn new(domains: Vec<String>) -> Domains {
        let mut split = Domains::default();
        for domain in domains {
            let kind = if is_wildcard(&domain) {
                &mut split.wildcards
            } else {
                &mut split.exact
            };
            kind.insert(domain);
        }
        split
    }

    fn decide(&self, path: &str) -> Decision {
        let host = match host_of(path) {
            Host::Name(host) => host,
            Host::Unclear => return Decision::Undecidable,
        };
        if self.exact.hold(&host) {
            return Decision::Yes;
        }
        let below = host
            .char_indices()
            .filter(|(_, character)| *character == '.')
            .filter_map(|(at, _)| host.get(at..));
        if below.into_iter().any(|tail| self.wildcards.hold(tail)) {
            Decision::Undecidable
        } else {
            Decision::No
        }
    }
}

/// Whether a domain name stands for every host below it.
pub(crate) fn is_wildcard(domain: &str) -> bool {
    domain.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{PlanOptions, Query, plan};
    use crate::request::Given;

    const ROW: Row<'static> = Row {
        task_id: "1",
        object_path: "http://www.example.com/a.js",
        object_type: "file",
        status: "Complete",
        creation_time: Some(Instant::MAX),
    };

    fn asks(query: &Query<'_>, route: Route, row: Row<'_>) -> Decision {
        let now = Instant::from_civil(2026, 11, 24, 8, 0, 0).unwrap();
        let options = PlanOptions {
            route: Some(route),
            ..PlanOptions::default()
        };
        plan(query, now, &options).filter().asks_for(&row)
    }

    #[test]
    fn asks_for_what_the_service_was_not_asked() {
        let query = Query {
            task_ids: ["1", "2"].into(),
            object_paths: ["http://www.example.com/a.js"].into(),
            object_types: ["file", "IgnoreParams"].into(),
            statuses: ["Complete", "Canceled"].into(),
            ..Query::default()
        };
        assert_eq!(asks(&query, Route::Scan, ROW), Decision::Yes);
        for (row, by_id, by_path) in [
            (Row { task_id: "3", ..ROW }, Decision::Yes, Decision::No),
            (
                Row {
                    object_path: "http://www.example.com/A.js",
                    ..ROW
                },
                Decision::No,
                Decision::Yes,
            ),
            (
                Row {
                    object_type: "preload",
                    ..ROW
                },
                Decision::No,
                Decision::No,
            ),
            (
                Row {
                    object_type: "ignoreparams",
                    ..ROW
                },
                Decision::Yes,
                Decision::Yes,
            ),
            (
                Row {
                    object_type: "File",
                    ..ROW
                },
                Decision::Yes,
                Decision::Yes,
            ),
            (
                Row {
                    status: "Failed",
                    ..ROW
                },
                Decision::No,
                Decision::No,
            ),
            (
                Row {
                    status: "complete",
                    ..ROW
                },
                Decision::No,
                Decision::No,
            ),
        ] {
            let decision = |route| asks(&query, route, row);
            assert_eq!(
                (decision(Route::ById), decision(Route::ByPath)),
                (by_id, by_path),
                "{row:?}"
            );
        }
    }

    #[test]
    fn domains_are_decided_by_the_host_of_the_path_where_it_shows() {
        let query = Query {
            domain_names: ["www.example.com", ".example.org", "a.example.org"].into(),
            ..Query::default()
        };
        for (object_path, decision) in [
            ("http://www.example.com/a", Decision::Yes),
            ("www.example.com/a", Decision::Yes),
            ("http://example.com/a", Decision::No),
            ("http://cdn.www.example.com/a", Decision::No),
            ("http://a.example.org/a", Decision::Yes),
            // Of the wildcard domain, or of a domain of its own.
            ("http://b.example.org/a", Decision::Undecidable),
            ("http://c.b.example.org/a", Decision::Undecidable),
            ("http://example.org/a", Decision::No),
            ("http://badexample.org/a", Decision::No),
            ("http://.*/a", Decision::Undecidable),
            ("/a", Decision::Undecidable),
        ] {
            assert_eq!(
                asks(&query, Route::Scan, Row { object_path, ..ROW }),
                decision,
                "{object_path}"
            );
            // With a type, the service itself decides.
            assert_eq!(
                asks(&query, Route::FanOut, Row { object_path, ..ROW }),
                Decision::Yes,
                "{object_path}"
            );
        }
    }

    #[test]
    fn by_id_the_range_and_the_group_are_filtered_here() {
        let at = |second| Instant::from_civil(2026, 11, 24, 7, 0, second).unwrap();
        let mut query = Query {
            task_ids: ["1"].into(),
            from: Some(Given::Moment(Some(at(10).plus_ms(500)))),
            to: Some(Given::Moment(Some(at(20).plus_ms(500)))),
            ..Query::default()
        };
        let by_id = |query: &Query<'_>, creation_time| asks(query, Route::ById, Row { creation_time, ..ROW });
        for (second, decision) in [
            (9, Decision::No),
            (10, Decision::Yes),
            (20, Decision::Yes),
            (21, Decision::No),
        ] {
            assert_eq!(by_id(&query, Some(at(second))), decision, "{second}");
        }
        assert_eq!(by_id(&query, None), Decision::Undecidable);
        query.resource_group_id = Some(Given::Text("rg-acfm".into()));
        assert_eq!(by_id(&query, Some(at(15))), Decision::Undecidable);
        assert_eq!(by_id(&query, Some(at(5))), Decision::No);
    }
}
