//! A run of bits in a payload, in both byte orders.
//!
//! DBC files number bits so that bit 0 is the lowest bit of byte 0 and bit 15 the highest of byte 1. An Intel field
//! names its *lowest* bit and grows to higher numbers; a Motorola field names its *highest* bit and grows downwards
//! within a byte, then on to the top of the next byte.

/// Which byte of a field comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// Intel, little-endian: `@1` in a DBC file.
    Intel,
    /// Motorola, big-endian: `@0` in a DBC file.
    Motorola,
}

/// The place of a raw value of 1 to 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitField {
    start: usize,
    len: u32,
    order: ByteOrder,
}

/// The bytes that a field touches, and how far its lowest bit is from the end of them.
struct Span {
    first: usize,
    /// Inclusive.
    last: usize,
    shift: u32,
}

impl BitField {
    /// The field that starts at DBC bit number `start`; `None` unless it has 1 to 64 bits and starts within 64 bytes,
    /// the most that any kind of CAN frame carries.
    pub fn new(start: u64, len: u64, order: ByteOrder) -> Option<Self> {
        if start >= 64 * 8 || !(1..=64).contains(&len) {
            return None;
        }
        Some(Self {
            start: usize::try_from(start).ok()?,
            len: u32::try_from(len).ok()?,
            order,
        })
    }

    /// How many bits it has, 1 to 64.
    pub fn len(self) -> u32 {
        self.len
    }

    /// Always false: a field has at least one bit.
    pub fn is_empty(self) -> bool {
        false
    }

    /// How many bytes a payload must have to hold it.
    pub fn bytes_needed(self) -> usize {
        self.span().last + 1
    }

    /// The raw value, without sign; `None` if `payload` is too short.
    pub fn extract(self, payload: &[u8]) -> Option<u64> {
        let span = self.span();
        let bits = self.gather(payload.get(span.first..=span.last)?) >> span.shift;
        Some((bits & self.mask()) as u64)
    }

    /// Writes the low bits of `raw` and leaves all others alone; `None` if `payload` is too short.
    pub fn insert(self, payload: &mut [u8], raw: u64) -> Option<()> {
        let span = self.span();
        let bytes = payload.get_mut(span.first..=span.last)?;
        let hole = !(self.mask() << span.shift);
        let bits = self.gather(bytes) & hole | (u128::from(raw) & self.mask()) << span.shift;
        self.scatter(bits, bytes);
        Some(())
    }

    fn mask(self) -> u128 {
        (1 << self.len) - 1
    }

    fn span(self) -> Span {
        let len = self.len as usize;
        match self.order {
            ByteOrder::Intel => Span {
                first: self.start / 8,
                last: (self.start + len - 1) / 8,
                shift: (self.start % 8) as u32,
            },
            ByteOrder::Motorola => {
                // Counted from the top of byte 0, Motorola bits are in a row.
                let top = self.start / 8 * 8 + (7 - self.start % 8);
                let bottom = top + len - 1;
                Span {
                    first: top / 8,
                    last: bottom / 8,
                    shift: (7 - bottom % 8) as u32,
                }
            }
        }
    }

    /// The bytes of the span as one number. 64 bits that are not aligned touch nine bytes, hence `u128`.
    fn gather(self, bytes: &[u8]) -> u128 {
        let join = |bits: u128, byte: &u8| bits << 8 | u128::from(*byte);
        match self.order {
            ByteOrder::Intel => bytes.iter().rev().fold(0, join),
            ByteOrder::Motorola => bytes.iter().fold(0, join),
        }
    }

    fn scatter(self, mut bits: u128, bytes: &mut [u8]) {
        let mut split = |byte: &mut u8| {
            *byte = bits as u8;
            bits >>= 8;
        };
        match self.order {
            ByteOrder::Intel => bytes.iter_mut().for_each(&mut split),
            ByteOrder::Motorola => bytes.iter_mut().rev().for_each(&mut split),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn field(start: u64, len: u64, order: ByteOrder) -> BitField {
        BitField::new(start, len, order).expect("a valid field")
    }

    #[test]
    fn intel_fields_grow_upwards() {
        let payload = [0x34, 0x12, 0xF0, 0xFF];
        assert_eq!(field(0, 16, ByteOrder::Intel).extract(&payload), Some(0x1234));
        assert_eq!(field(4, 8, ByteOrder::Intel).extract(&payload), Some(0x23));
        assert_eq!(field(20, 12, ByteOrder::Intel).extract(&payload), Some(0xFFF));
    }

    #[test]
    fn motorola_fields_name_their_highest_bit() {
        let payload = [0x12, 0x34, 0x0F, 0xFF];
        assert_eq!(field(7, 16, ByteOrder::Motorola).extract(&payload), Some(0x1234));
        assert_eq!(field(3, 8, ByteOrder::Motorola).extract(&payload), Some(0x23));
        assert_eq!(field(19, 12, ByteOrder::Motorola).extract(&payload), Some(0xFFF));
    }

    #[test]
    fn sixty_four_unaligned_bits_touch_nine_bytes() {
        let payload = [0xF0, 0xEF, 0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01];
        let field = field(4, 64, ByteOrder::Intel);
        assert_eq!(field.bytes_needed(), 9);
        assert_eq!(field.extract(&payload), Some(0x1234_5678_9ABC_DEFF));
    }

    #[test]
    fn a_short_payload_is_not_read_past() {
        assert_eq!(field(0, 16, ByteOrder::Intel).extract(&[1]), None);
        assert_eq!(field(7, 16, ByteOrder::Motorola).extract(&[1]), None);
        assert_eq!(field(0, 16, ByteOrder::Intel).insert(&mut [1], 7), None);
    }

    #[test]
    fn impossible_fields_are_refused() {
        for (start, len) in [(0, 0), (0, 65), (512, 1), (u64::MAX, 1), (0, u64::MAX)] {
            assert_eq!(BitField::new(start, len, ByteOrder::Intel), None);
        }
    }

    /// The definition of a field, one bit at a time.
    fn extract_bitwise(start: usize, len: usize, order: ByteOrder, payload: &[u8]) -> u64 {
        let bit = |number: usize| u64::from(payload[number / 8] >> (number % 8) & 1);
        let mut number = start;
        let mut raw = 0;
        for place in 0..len {
            match order {
                ByteOrder::Intel => {
                    raw |= bit(number) << place;
                    number += 1;
                }
                ByteOrder::Motorola => {
                    raw = raw << 1 | bit(number);
                    number = if number.is_multiple_of(8) {
                        number + 15
                    } else {
                        number - 1
                    };
                }
            }
        }
        raw
    }

    fn order() -> impl Strategy<Value = ByteOrder> {
        prop_oneof![Just(ByteOrder::Intel), Just(ByteOrder::Motorola)]
    }

    proptest! {
        #[test]
        fn extraction_agrees_with_its_definition(
            start in 0_usize..64, len in 1_usize..=64, order in order(), payload: [u8; 24],
        ) {
            let field = field(start as u64, len as u64, order);
            prop_assert_eq!(field.extract(&payload), Some(extract_bitwise(start, len, order, &payload)));
        }

        #[test]
        fn what_was_inserted_is_extracted_and_nothing_else_changed(
            start in 0_usize..64, len in 1_usize..=64, order in order(), before: [u8; 24], raw: u64,
        ) {
            let field = field(start as u64, len as u64, order);
            let expected = raw & (u64::MAX >> (64 - len));
            let mut payload = before;
            prop_assert_eq!(field.insert(&mut payload, raw), Some(()));
            prop_assert_eq!(field.extract(&payload), Some(expected));
            let old = field.extract(&before).expect("it fits");
            prop_assert_eq!(field.insert(&mut payload, old), Some(()));
            prop_assert_eq!(payload, before);
        }

        #[test]
        fn no_payload_panics(start in 0_u64..600, len in 0_u64..70, order in order(), mut payload: Vec<u8>) {
            if let Some(field) = BitField::new(start, len, order) {
                let fits = field.bytes_needed() <= payload.len();
                prop_assert_eq!(field.extract(&payload).is_some(), fits);
                prop_assert_eq!(field.insert(&mut payload, 1).is_some(), fits);
            }
        }
    }
}
