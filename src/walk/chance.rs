/// Seeded draws for jitter: splitmix64. Nothing secret hangs on it, and the same seed must give the same run on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chance {
    pub(super) state: u64,
}

/// The step of splitmix64: an odd number near 2^64 divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of splitmix64: every bit of the input moves every bit of the output.
pub(super) const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Chance {
    /// The draws of a seed.
    pub const fn new(seed: u64) -> Chance {
        Chance { state: seed }
    }

    /// The next 64 even bits.
    pub const fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// A number from 0 to `most`, both included.
    pub fn up_to(&mut self, most: u32) -> u32 {
        let wide = (self.draw() >> 32) * (u64::from(most) + 1);
        u32::try_from(wide >> 32).unwrap_or(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_as_published() {
        // The first numbers of splitmix64 for the seed 1234567, as in the reference implementation by Sebastiano Vigna.
        let mut chance = Chance::new(1_234_567);
        assert_eq!(
            [chance.draw(), chance.draw(), chance.draw()],
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn draws_evenly_within_bounds() {
        let mut chance = Chance::new(1);
        let mut seen = [0_u32; 6];
        for _ in 0..6000 {
            seen[usize::try_from(chance.up_to(5)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (850..1150).contains(count)), "{seen:?}");
        assert_eq!(chance.up_to(0), 0);
        assert!((0..1000).any(|_| chance.up_to(u32::MAX) > u32::MAX / 2));
    }
}
