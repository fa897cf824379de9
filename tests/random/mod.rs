//! A small seeded generator (SplitMix64) for properties: a failing seed is printed and can be run alone with `SEED=…`.
#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests are told by their environment which seeds to run, and say which failed"
)]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

#[derive(Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    /// Both ends included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least + 1).unwrap();
        least + i64::try_from(self.next() % span).unwrap()
    }

    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        from.get(self.below(from.len())).unwrap()
    }
}

/// Runs `property` with `count` seeds, beginning at `SEEDS_FROM`, or with `SEED` alone.
pub(crate) fn each(count: u64, mut property: impl FnMut(&mut Random)) {
    let seed = |name: &str| std::env::var(name).ok().and_then(|seed| seed.parse::<u64>().ok());
    let seeds = match seed("SEED") {
        Some(seed) => seed..seed + 1,
        None => {
            let first = seed("SEEDS_FROM").unwrap_or(0);
            first..first + count
        }
    };
    for seed in seeds {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| property(&mut Random::new(seed)))) {
            println!("replay with SEED={seed}");
            resume_unwind(panic);
        }
    }
}
