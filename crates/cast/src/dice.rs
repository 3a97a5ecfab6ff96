//! The one source of chance: a small generator that gives the same numbers for the same seed on every machine and for
//! ever (SplitMix64, Steele, Lea and Flood 2014). Not here: what is done with the numbers, and any secret.

use terms::Span;

/// A seeded source of chance. Good enough for play, not for keys.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The high half of a product spreads evenly enough for any list that a drill has.
        ((u128::from(self.roll()) * end as u128) >> 64) as usize
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// A number of milliseconds from `low` to `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).max(0) as usize + 1) as i64
    }

    /// A part of a span, from one percentage of it to another.
    pub fn part(&mut self, span: Span, low: i64, high: i64) -> Span {
        Span(self.between(
            span.0.saturating_mul(low) / 100,
            span.0.saturating_mul(high) / 100,
        ))
    }

    /// One of a list; none of an empty one.
    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way_for_ever() {
        let mut dice = Dice::new(0);
        // The reference values of SplitMix64 for seed 0.
        assert_eq!(dice.roll(), 0xe220_a839_7b1d_cdaf, "the first number");
        assert_eq!(dice.roll(), 0x6e78_9e6a_a1b9_65f4, "the second number");
    }

    #[test]
    fn every_number_stays_within_its_bounds() {
        let mut dice = Dice::new(7);
        for _ in 0..10_000 {
            assert!(dice.below(3) < 3, "below is below");
            assert!((-5..=5).contains(&dice.between(-5, 5)), "both ends count");
        }
        assert_eq!(dice.below(0), 0, "nothing to choose from gives 0");
        assert_eq!(dice.one_of::<u8>(&[]), None, "nothing of an empty list");
    }
}
