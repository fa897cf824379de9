//! The units of a walk as plain bytes, in both directions.

use super::coder::Coder;
use super::pass::Gap;
use super::prior::Prior;
use super::seen::{Found, Seen};
use super::sorted::sorted;
use super::unit::{Of, Reading, Unit, UnitState};
use crate::time::Instant;

impl Coder {
    pub(super) fn units(&mut self, units: &mut Vec<Unit>, priors: &mut Vec<Prior>, waiting: bool) {
        let mut length = units.len();
        self.size(&mut length);
        // Most units begin where another ends.
        let mut last = Instant::MIN;
        let mut told = Vec::new();
        let mut written = if self.reads() {
            Vec::new()
        } else {
            std::mem::take(units)
        };
        for at in 0..length {
            if self.broken {
                break;
            }
            let mut unit = written.get_mut(at).map(std::mem::take).unwrap_or_default();
            self.unit(&mut unit, last, waiting);
            let mut has_reading = unit.reading.is_some();
            self.flag(&mut has_reading);
            if has_reading {
                let reading = unit.reading.get_or_insert_default();
                self.seen(&mut reading.seen);
                self.prior(&mut reading.prior, priors, &mut told);
                self.reading(reading);
            }
            last = unit.end;
            units.push(unit);
        }
    }

    fn unit(&mut self, unit: &mut Unit, last: Instant, waiting: bool) {
        let (mut tag, mut list, mut window) = match unit.of {
            Of::List { list, window } => (0, list, window),
            Of::Id(place) => (1, place, 0),
            Of::Folded(lists) => (2, lists, 0),
        };
        self.byte(&mut tag);
        self.small(&mut list);
        self.small(&mut window);
        unit.of = match tag {
            0 => Of::List { list, window },
            1 => Of::Id(list),
            _ => Of::Folded(list),
        };
        self.after(&mut unit.start, last);
        let start = unit.start;
        self.after(&mut unit.end, start);
        self.unit_state(unit);
        self.option(&mut unit.first_total, Coder::small);
        self.option(&mut unit.last_total, Coder::small);
        let numbers = [
            &mut unit.passes,
            &mut unit.pages,
            &mut unit.rows,
            &mut unit.duplicates,
            &mut unit.outside,
        ];
        numbers.into_iter().for_each(|number| self.small(number));
        if waiting || unit.state == UnitState::Open {
            unit.states.iter_mut().for_each(|number| self.small(number));
            self.number(&mut unit.progress);
            self.option(&mut unit.youngest, Coder::small);
            self.flag(&mut unit.final_once);
        }
    }

    /// Told where it is needed first, and from then on by its place among those that were `told`.
    fn prior(&mut self, of: &mut Option<u32>, priors: &mut Vec<Prior>, told: &mut Vec<u32>) {
        let place = of.and_then(|of| told.iter().zip(2..).find(|(told, _)| **told == of));
        let mut tag = place.map_or(u32::from(of.is_some()), |(_, place)| place);
        self.small(&mut tag);
        if self.reads() {
            *of = match tag {
                1 => u32::try_from(priors.len()).ok(),
                tag => tag.checked_sub(2),
            };
            priors.extend((tag == 1).then(Prior::default));
        }
        if tag == 1
            && let Some(of) = *of
        {
            told.push(of);
            if let Some(prior) = usize::try_from(of).ok().and_then(|of| priors.get_mut(of)) {
                Prior::code(self, prior);
            }
        }
    }

    /// A moment, mostly a whole number of seconds after another.
    fn after(&mut self, moment: &mut Instant, before: Instant) {
        let mut ms = moment.ms().saturating_sub(before.ms());
        let mut whole = ms % 1000 == 0;
        if whole {
            ms /= 1000;
        }
        self.flag(&mut whole);
        self.signed(&mut ms);
        let ms = ms.saturating_mul(if whole { 1000 } else { 1 });
        match Instant::from_ms(before.ms().saturating_add(ms)) {
            Some(read) => *moment = read,
            None => self.broken = true,
        }
    }

    fn unit_state(&mut self, unit: &mut Unit) {
        let mut tag = match &unit.state {
            UnitState::Open => 0,
            UnitState::Split => 1,
            UnitState::Done(_) => 2,
            UnitState::Gap(gap) => {
                3 + Gap::PLAIN
                    .iter()
                    .zip(1..)
                    .find(|(plain, _)| *plain == gap)
                    .map_or(0, |(_, place)| place)
            }
        };
        self.byte(&mut tag);
        let end = unit.end;
        unit.state = match (tag, std::mem::replace(&mut unit.state, UnitState::Open)) {
            (0, _) => UnitState::Open,
            (1, _) => UnitState::Split,
            (2, state) => {
                let mut proven = if let UnitState::Done(proven) = state {
                    proven
                } else {
                    end
                };
                self.after(&mut proven, end);
                UnitState::Done(proven)
            }
            (3, state) => {
                let mut code = match state {
                    UnitState::Gap(Gap::Fault(code)) => code.into_string(),
                    _ => String::new(),
                };
                self.text(&mut code);
                UnitState::Gap(Gap::Fault(code.into_boxed_str()))
            }
            (tag, _) => match Gap::PLAIN.get(usize::from(tag) - 4) {
                Some(gap) => UnitState::Gap(gap.clone()),
                None => {
                    self.broken = true;
                    UnitState::Open
                }
            },
        };
    }

    fn reading(&mut self, reading: &mut Reading) {
        self.flag(&mut reading.recount);
        self.small(&mut reading.least);
        let pass = &mut reading.pass;
        self.signed(&mut pass.started);
        self.small(&mut pass.size);
        self.option(&mut pass.total, Coder::small);
        self.flag(&mut pass.steady);
        self.flag(&mut pass.overfull);
        self.small(&mut pass.rows);
        self.small(&mut pass.distinct);
        self.number(&mut pass.print);
        self.list(&mut reading.before, |coder, (total, print)| {
            coder.small(total);
            coder.number(print);
        });
        self.moment(&mut reading.until);
        self.small(&mut reading.next);
        self.small(&mut reading.last);
        self.small(&mut reading.come);
        self.small(&mut reading.probe);
        self.flag(&mut reading.extending);
    }

    fn seen(&mut self, seen: &mut Seen) {
        // In the order of creation, so that seconds are short.
        let rows = sorted(seen.iter().map(|(key, known)| (known.second, key, known)).collect());
        let mut length = rows.len();
        self.size(&mut length);
        let mut second = 0_i64;
        for at in 0..length {
            if self.broken {
                return;
            }
            let (_, mut key, mut known) = rows.get(at).copied().unwrap_or_default();
            let mut bytes = key.to_le_bytes();
            bytes.iter_mut().for_each(|byte| self.byte(byte));
            key = u64::from_le_bytes(bytes);
            let mut later = i64::from(known.second) - second;
            self.signed(&mut later);
            second = second.saturating_add(later);
            known.second = u32::try_from(second).unwrap_or(0);
            // Which page held it, and how often, matters only while that page is read.
            let mut most = u32::from(known.most) << 4 | u32::from(known.found.0) << 1 | u32::from(known.delivered);
            self.small(&mut most);
            known.most = u8::try_from(most >> 4).unwrap_or(u8::MAX);
            known.found = Found(u8::try_from(most >> 1 & 7).unwrap_or(0));
            known.delivered = most & 1 == 1;
            let [mut low, mut high] = known.state.to_le_bytes();
            self.byte(&mut low);
            self.byte(&mut high);
            known.state = u16::from_le_bytes([low, high]);
            self.byte(&mut known.pass);
            if self.reads() {
                seen.put(key, known);
            }
        }
    }
}
