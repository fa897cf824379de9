//! A compact form of plain data. One description of a structure serves both directions: each method either writes the value or replaces
//! it by what it reads, so that what is written and what is read cannot differ.

use crate::time::Instant;

/// Writes or reads values in order.
#[derive(Debug)]
pub(super) struct Coder {
    bytes: Vec<u8>,
    at: usize,
    reads: bool,
    /// What was read cannot have been written.
    pub(super) broken: bool,
}

impl Coder {
    pub(super) const fn writer() -> Coder {
        Coder {
            bytes: Vec::new(),
            at: 0,
            reads: false,
            broken: false,
        }
    }

    pub(super) const fn reader(bytes: Vec<u8>) -> Coder {
        Coder {
            bytes,
            at: 0,
            reads: true,
            broken: false,
        }
    }

    pub(super) const fn reads(&self) -> bool {
        self.reads
    }

    /// What was written.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// Whether everything was read, and nothing was wrong.
    pub(super) fn is_done(&self) -> bool {
        !self.broken && self.at == self.bytes.len()
    }

    pub(super) fn byte(&mut self, byte: &mut u8) {
        if !self.reads {
            self.bytes.push(*byte);
            return;
        }
        match self.bytes.get(self.at) {
            Some(read) => *byte = *read,
            None => self.broken = true,
        }
        self.at += 1;
    }

    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, number: &mut u64) {
        let mut rest = *number;
        let mut read = 0_u64;
        for shift in (0..70).step_by(7) {
            let [low, ..] = rest.to_le_bytes();
            rest >>= 7;
            let mut byte = if rest == 0 { low } else { low | 0x80 };
            self.byte(&mut byte);
            read |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                break;
            }
        }
        if self.reads {
            *number = read;
        }
    }

    pub(super) fn small(&mut self, number: &mut u32) {
        let mut wide = u64::from(*number);
        self.number(&mut wide);
        *number = u32::try_from(wide).unwrap_or_else(|_| {
            self.broken = true;
            0
        });
    }

    pub(super) fn size(&mut self, number: &mut usize) {
        let mut wide = u64::try_from(*number).unwrap_or(0);
        self.number(&mut wide);
        *number = usize::try_from(wide).unwrap_or(0);
    }

    /// Small negative numbers are short too.
    pub(super) fn signed(&mut self, number: &mut i64) {
        let mut zigzag = ((*number << 1) ^ (*number >> 63)).cast_unsigned();
        self.number(&mut zigzag);
        *number = (zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed();
    }

    pub(super) fn moment(&mut self, moment: &mut Instant) {
        let mut ms = moment.ms();
        self.signed(&mut ms);
        match Instant::from_ms(ms) {
            Some(read) => *moment = read,
            None => self.broken = true,
        }
    }

    pub(super) fn flag(&mut self, flag: &mut bool) {
        let mut byte = u8::from(*flag);
        self.byte(&mut byte);
        self.broken |= byte > 1;
        *flag = byte == 1;
    }

    /// One of `choices`, by its place.
    pub(super) fn choice<T: Copy + PartialEq>(&mut self, value: &mut T, choices: &[T]) {
        let place = choices.iter().position(|choice| choice == value).unwrap_or(0);
        let mut place = u8::try_from(place).unwrap_or(0);
        self.byte(&mut place);
        match choices.get(usize::from(place)) {
            Some(choice) => *value = *choice,
            None => self.broken = true,
        }
    }

    pub(super) fn option<T: Default>(&mut self, value: &mut Option<T>, each: fn(&mut Coder, &mut T)) {
        let mut present = value.is_some();
        self.flag(&mut present);
        if self.reads {
            *value = (present && !self.broken).then(T::default);
        }
        if let Some(value) = value {
            each(self, value);
        }
    }

    pub(super) fn list<T: Default>(&mut self, list: &mut Vec<T>, each: fn(&mut Coder, &mut T)) {
        let mut length = list.len();
        self.size(&mut length);
        if self.reads {
            // Each entry takes a byte at least, so a false length ends with the bytes.
            list.clear();
            for _ in 0..length {
                if self.broken {
                    break;
                }
                let mut value = T::default();
                each(self, &mut value);
                list.push(value);
            }
        } else {
            list.iter_mut().for_each(|value| each(self, value));
        }
    }

    /// A text; digits take half a byte each.
    pub(super) fn text(&mut self, text: &mut String) {
        let digits = !self.reads && text.bytes().all(|byte| byte.is_ascii_digit());
        let mut length = text.len() * 2 + usize::from(digits);
        self.size(&mut length);
        let (length, digits) = (length / 2, length % 2 == 1);
        let raw = std::mem::take(text);
        let mut bytes = raw.into_bytes();
        if self.reads && length > self.bytes.len().saturating_mul(2) {
            self.broken = true;
            return;
        }
        bytes.resize(length, b'0');
        if digits {
            for pair in bytes.chunks_mut(2) {
                let mut packed = pair.iter().fold(0, |packed, digit| packed * 10 + (digit - b'0'));
                self.byte(&mut packed);
                if let [.., tens, ones] = pair {
                    *tens = b'0' + packed / 10 % 10;
                    *ones = b'0' + packed % 10;
                } else if let [one] = pair {
                    *one = b'0' + packed % 10;
                }
            }
        } else {
            bytes.iter_mut().for_each(|byte| self.byte(byte));
        }
        match String::from_utf8(bytes) {
            Ok(read) => *text = read,
            Err(_) => self.broken = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Default, PartialEq)]
    struct Everything {
        number: u64,
        signed: i64,
        flag: bool,
        choice: u8,
        texts: Vec<String>,
        option: Option<u32>,
    }

    impl Everything {
        fn code(&mut self, coder: &mut Coder) {
            coder.number(&mut self.number);
            coder.signed(&mut self.signed);
            coder.flag(&mut self.flag);
            coder.choice(&mut self.choice, &[0, 7, 9]);
            coder.list(&mut self.texts, Coder::text);
            coder.option(&mut self.option, Coder::small);
        }
    }

    fn samples() -> Vec<Everything> {
        let texts = ["", "1", "12", "007", "15423123921", "http://例子.cn/", "12a"]
            .map(str::to_owned)
            .to_vec();
        let full = Everything {
            number: u64::MAX,
            signed: i64::MIN,
            flag: true,
            choice: 9,
            texts,
            option: Some(u32::MAX),
        };
        vec![
            Everything::default(),
            Everything {
                number: 127,
                signed: -1,
                choice: 7,
                ..full.clone()
            },
            Everything {
                number: 128,
                signed: i64::MAX,
                ..full.clone()
            },
            full,
        ]
    }

    #[test]
    fn reads_what_it_wrote() {
        for sample in samples() {
            let mut written = sample.clone();
            let mut writer = Coder::writer();
            written.code(&mut writer);
            assert_eq!(written, sample, "writing changes nothing");
            let mut bytes = writer.finish();
            let mut reader = Coder::reader(bytes.clone());
            let mut read = Everything::default();
            read.code(&mut reader);
            assert!(reader.is_done());
            assert_eq!(read, sample);
            bytes.push(0);
            let mut longer = Coder::reader(bytes);
            read.code(&mut longer);
            assert!(!longer.is_done(), "something is left");
        }
    }

    #[test]
    fn survives_whatever_it_is_given() {
        let mut chance = crate::walk::Chance::new(1);
        for mut sample in samples() {
            let mut writer = Coder::writer();
            sample.code(&mut writer);
            let bytes = writer.finish();
            for length in 0..bytes.len() {
                let mut reader = Coder::reader(bytes[..length].to_vec());
                Everything::default().code(&mut reader);
                assert!(!reader.is_done(), "cut after {length}");
            }
            for _ in 0..2000 {
                let mut damaged = bytes.clone();
                let place = usize::try_from(chance.draw() % damaged.len() as u64).unwrap();
                damaged[place] = u8::try_from(chance.draw() & 0xff).unwrap();
                Everything::default().code(&mut Coder::reader(damaged));
            }
        }
        for (bytes, is_good) in [(vec![0], true), (vec![1], true), (vec![2], false)] {
            let mut reader = Coder::reader(bytes);
            reader.flag(&mut false);
            assert_eq!(reader.is_done(), is_good);
        }
        let mut beyond = Coder::reader(vec![3]);
        beyond.choice(&mut 0, &[0, 7, 9]);
        assert!(beyond.broken);
        let mut never = Coder::writer();
        never.signed(&mut i64::MAX.clone());
        let mut reader = Coder::reader(never.finish());
        reader.moment(&mut Instant::MIN.clone());
        assert!(reader.broken, "no such moment");
        let mut wide = Coder::reader(vec![0xff, 0xff, 0xff, 0xff, 0x7f]);
        wide.small(&mut 0);
        assert!(wide.broken, "not 32 bits");
        let mut huge = Coder::reader(vec![0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        huge.list(&mut Vec::<String>::new(), Coder::text);
        huge.text(&mut String::new());
        assert!(huge.broken);
    }

    #[test]
    fn numbers_and_moments_are_as_short_as_they_can_be() {
        let length = |code: &dyn Fn(&mut Coder)| {
            let mut writer = Coder::writer();
            code(&mut writer);
            writer.finish()
        };
        assert_eq!(length(&|coder| coder.number(&mut 127)), [127]);
        assert_eq!(length(&|coder| coder.number(&mut 300)), [0xac, 2]);
        assert_eq!(length(&|coder| coder.signed(&mut -1)), [1]);
        assert_eq!(length(&|coder| coder.signed(&mut -64)), [127]);
        assert_eq!(length(&|coder| coder.choice(&mut 9, &[0, 7, 9])), [2]);
        let at = Instant::from_ms(1_795_507_200_123).unwrap();
        let bytes = length(&|coder| coder.moment(&mut at.clone()));
        let mut read = Instant::MIN;
        Coder::reader(bytes).moment(&mut read);
        assert_eq!(read, at);
    }

    #[test]
    fn an_id_takes_six_bytes_and_its_length() {
        let mut writer = Coder::writer();
        writer.text(&mut "15423123921".to_owned());
        assert_eq!(writer.finish().len(), 7);
    }
}
