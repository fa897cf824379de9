//! Seeded draws. Stateless: the same seed, stream and number give the same draw, whatever was drawn before.

/// A source of draws. `Copy`: keeping one costs nothing, and nothing is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance(u64);

/// The step of splitmix64, an odd number near 2^64 divided by the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of splitmix64: every bit of the input moves every bit of the output.
const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

impl Chance {
    /// The source of a seed.
    pub const fn new(seed: u64) -> Chance {
        Chance(mix(seed.wrapping_add(STEP)))
    }

    /// An independent source for one purpose.
    #[must_use]
    pub const fn stream(self, purpose: u64) -> Chance {
        Chance(mix(self.0 ^ purpose.wrapping_add(1).wrapping_mul(STEP)))
    }

    /// The draw of this number: 64 even bits.
    pub const fn draw(self, number: u64) -> u64 {
        mix(self.0.wrapping_add(number.wrapping_add(1).wrapping_mul(STEP)))
    }

    /// A number from 0 up to but not including `bound`; 0 where `bound` is 0.
    pub fn below(self, number: u64, bound: u64) -> u64 {
        let wide = u128::from(self.draw(number)) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(self, number: u64, least: u64, most: u64) -> u64 {
        least.saturating_add(self.below(number, most.saturating_sub(least).saturating_add(1)))
    }

    /// True in `rate` of all draws: never at 0, always at 1.
    pub fn hits(self, number: u64, rate: f64) -> bool {
        // 53 bits fill a float exactly.
        (self.draw(number) >> 11) as f64 / 9_007_199_254_740_992.0 < rate
    }

    /// One of `choices`; `None` where there is none.
    pub fn pick<T>(self, number: u64, choices: &[T]) -> Option<&T> {
        let at = self.below(number, u64::try_from(choices.len()).unwrap_or(0));
        choices.get(usize::try_from(at).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_repeatable_even_and_bounded() {
        let chance = Chance::new(7);
        assert_eq!(chance.draw(3), Chance::new(7).draw(3));
        assert_ne!(chance.draw(3), chance.stream(1).draw(3));
        let hits = (0..100_000).filter(|number| chance.hits(*number, 0.25)).count();
        assert!((24_000..26_000).contains(&hits), "{hits}");
        assert!((0..1000).all(|number| !chance.hits(number, 0.0) && chance.hits(number, 1.0)));
        let mut seen = [0_u32; 7];
        for number in 0..7000 {
            seen[usize::try_from(chance.below(number, 7)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (800..1200).contains(count)), "{seen:?}");
        assert_eq!((chance.below(0, 0), chance.between(0, 5, 5)), (0, 5));
        assert_eq!(chance.pick::<u8>(0, &[]), None);
    }
}
