//! A case as the service that holds its tasks, and as the plan of its question.

use crate::case::{Case, Target};
use cdn_refresh_tasks::contract::Given;
use cdn_refresh_tasks::plan::{Asked, Order, Plan, PlanOptions, Query, Route, plan};
use cdn_refresh_tasks::time::Instant;
use cdn_refresh_tasks_emulator::{Account, NewBatch, Service};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const DOMAINS: [&str; 4] = ["img.example.com", "www.example.com", "example.org", "cdn.example.net"];

pub(crate) fn at(ms: i64) -> Instant {
    Instant::from_ms(ms).unwrap_or(Instant::MIN)
}

/// The service with the account's tasks.
pub(crate) fn service(case: &Case) -> Service {
    let mut service = Service::new(case.world.clone(), case.seed, Account::new(BTreeMap::new()));
    let offset = i64::from(case.world.clock_offset_ms);
    for (number, batch) in case.batches.iter().enumerate() {
        let domain = DOMAINS[usize::from(batch.domain) % DOMAINS.len()];
        let path = |row: u32| format!("http://{domain}/release/{number}/{row}.js");
        let mut paths: Vec<String> = (0..batch.rows).map(path).collect();
        if batch.twice {
            paths.extend(paths.clone());
        }
        let fate = cdn_refresh_tasks_emulator::Fate {
            failing: if batch.failing { 0.5 } else { 0.0 },
            reason: None,
            lasting_ms: Some((batch.lasting * 1000, batch.lasting * 1100)),
        };
        let new = NewBatch {
            created: case.start + offset + batch.at,
            kind: batch.kind,
            fate,
            group: "",
            hidden: batch.hidden,
        };
        service.tasks_mut().add(&new, &paths);
    }
    service
}

/// The ids of the truth's batches, by number.
fn id_texts(service: &Service, case: &Case) -> Vec<String> {
    let mut ids: Vec<String> = service.truth(case.start).map(|task| task.task_id).collect();
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids
}

/// The question, planned.
pub(crate) fn planned(case: &Case, service: &Service) -> Plan {
    let question = &case.question;
    let names = |numbers: &[u8]| {
        numbers
            .iter()
            .map(|number| DOMAINS[usize::from(*number)])
            .collect::<Asked<'_>>()
    };
    let types =
        |kinds: &[cdn_refresh_tasks_emulator::Kind]| kinds.iter().map(|kind| kind.text()).collect::<Asked<'_>>();
    let ids = id_texts(service, case);
    let mut query = Query::default();
    match &question.target {
        Target::All => {}
        Target::Domains(domains) => query.domain_names = names(domains),
        Target::Types(kinds) => query.object_types = types(kinds),
        Target::DomainsAndTypes(domains, kinds) => {
            query.domain_names = names(domains);
            query.object_types = types(kinds);
        }
        Target::Complete => query.statuses = ["Complete"].into(),
        Target::Ids(divisor, rest) => {
            let wanted = ids
                .iter()
                .enumerate()
                .filter(|(number, _)| number % divisor == *rest)
                .map(|(_, id)| id.as_str());
            query.task_ids = wanted.chain(["99999999999"]).map(str::to_owned).collect();
        }
        Target::Paths(count) => {
            let paths = (0..(*count).max(1)).map(|number| {
                let domain = case.batches.get(number).map_or(0, |batch| usize::from(batch.domain));
                format!("http://{}/release/{number}/0.js", DOMAINS[domain % DOMAINS.len()])
            });
            query.object_paths = paths.collect();
        }
    }
    if !matches!(question.target, Target::Ids(..)) {
        query.from = question.from.map(|from| Given::Moment(Some(at(case.start - from))));
        query.to = question.to.map(|to| Given::Moment(Some(at(case.start - to))));
    }
    let options = PlanOptions {
        rows_per_hour: question.rows_per_hour,
        window_seconds: question.window_seconds,
        order: if question.newest { Order::Newest } else { Order::Oldest },
        limit: question.limit,
        route: question
            .forced
            .and_then(|name| Route::ALL.into_iter().find(|route| route.name() == name)),
        ..PlanOptions::default()
    };
    plan(&query, at(case.start), &options)
}
