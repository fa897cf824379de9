//! Random questions about an account, and what each wants by itself.

use super::{Account, DOMAINS, HOUR, RETENTION, SECOND, STATUSES, TYPES, Task, now};
use crate::random::Random;
use cdn_refresh_tasks::plan::{Asked, Order, PlanOptions, Query, Route};
use cdn_refresh_tasks::request::{Draft, Given, TaskRequest};
use cdn_refresh_tasks::time::Instant;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) ids: Option<BTreeSet<String>>,
    pub(crate) paths: Option<BTreeSet<String>>,
    pub(crate) domains: Option<BTreeSet<&'static str>>,
    pub(crate) types: Option<BTreeSet<&'static str>>,
    pub(crate) statuses: Option<BTreeSet<&'static str>>,
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
}

pub(crate) fn some<T: Ord>(
    random: &mut Random,
    chances: usize,
    most: usize,
    mut make: impl FnMut(&mut Random) -> T,
) -> Option<BTreeSet<T>> {
    random.one_in(chances).then(|| {
        let count = 1 + random.below(most);
        (0..count).map(|_| make(random)).collect()
    })
}

impl Wanted {
    pub(crate) fn random(random: &mut Random, account: &Account) -> Wanted {
        let one = |random: &mut Random| match account.tasks.len() {
            0 => ("15000000001".to_owned(), "http://a.example.com/none".to_owned()),
            count => {
                let task = &account.tasks[random.below(count)];
                (task.id.clone(), task.path.clone())
            }
        };
        let from = random
            .one_in(2)
            .then(|| now().ms() - random.between(0, RETENTION - 11 * 60 * SECOND));
        Wanted {
            ids: some(random, 3, 30, |random| one(random).0),
            paths: some(random, 3, 60, |random| one(random).1),
            domains: some(random, 3, 3, |random| *random.pick(&DOMAINS)),
            types: some(random, 2, 6, |random| {
                if random.one_in(12) {
                    "IgnoreParams"
                } else {
                    *random.pick(&TYPES)
                }
            }),
            statuses: some(random, 3, 2, |random| {
                if random.one_in(6) {
                    "Canceled"
                } else {
                    *random.pick(&STATUSES)
                }
            }),
            from,
            to: random
                .one_in(3)
                .then(|| from.unwrap_or(now().ms() - 24 * HOUR) + random.between(1, 20 * HOUR)),
        }
    }

    pub(crate) fn query(&self) -> Query<'static> {
        let asked = |values: &Option<BTreeSet<String>>| {
            values
                .as_ref()
                .map_or(Asked::Any, |values| values.iter().cloned().collect())
        };
        let words = |values: &Option<BTreeSet<&'static str>>| {
            values
                .as_ref()
                .map_or(Asked::Any, |values| values.iter().copied().collect())
        };
        let given = |moment: Option<i64>| moment.map(|ms| Given::Moment(Instant::from_ms(ms)));
        Query {
            task_ids: asked(&self.ids),
            object_paths: asked(&self.paths),
            domain_names: words(&self.domains),
            object_types: words(&self.types),
            statuses: words(&self.statuses),
            from: given(self.from),
            to: given(self.to),
            ..Query::default()
        }
    }

    pub(crate) fn wants(&self, task: &Task) -> bool {
        fn holds<T: Ord + ?Sized>(set: &Option<BTreeSet<impl std::borrow::Borrow<T> + Ord>>, value: &T) -> bool {
            set.as_ref().is_none_or(|set| set.contains(value))
        }
        holds::<str>(&self.ids, &task.id)
            && holds::<str>(&self.paths, &task.path)
            && holds::<str>(&self.domains, task.domain)
            && holds::<str>(&self.types, task.object_type)
            && holds::<str>(&self.statuses, task.status)
            && self
                .from
                .is_none_or(|from| from.div_euclid(SECOND) * SECOND <= task.created)
            && self
                .to
                .is_none_or(|to| task.created < -(-to).div_euclid(SECOND) * SECOND)
    }
}

pub(crate) fn options(random: &mut Random) -> PlanOptions {
    PlanOptions {
        route: random.one_in(2).then(|| *random.pick(&Route::ALL)),
        window_seconds: random
            .one_in(4)
            .then(|| u32::try_from(random.between(600, 200_000)).unwrap()),
        order: if random.one_in(2) { Order::Newest } else { Order::Oldest },
        ..PlanOptions::default()
    }
}

pub(crate) fn draft_of(request: &TaskRequest) -> Draft<'static> {
    request
        .params()
        .map(|(name, value)| (name, value.into_owned()))
        .collect()
}
