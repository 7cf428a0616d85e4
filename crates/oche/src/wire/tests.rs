//! Round trips of every type, and arbitrary bytes into every decoder.

mod others;
mod standard;

use std::collections::HashMap;
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::block::InboundBlock;
use super::codec::{Decode, Encode, EncodeRef};
use super::reader::{Attachments, Reader};
use super::writer::Writer;
use crate::base::error::WireError;
use crate::protocol::ElementKind;
use crate::protocol::limits::{EXTERNAL_BYTES, MAX_DEPTH};

/// Blocks that came with a message.
struct Blocks([InboundBlock; 1]);

impl Attachments for Blocks {
    fn block(&self, index: usize) -> Option<&InboundBlock> {
        self.0.get(index)
    }
}

fn encode(value: impl Encode<()>) -> Result<Writer, WireError> {
    let mut w = Writer::default();
    value.encode(&mut w);
    w.take_error().map_or(Ok(w), Err)
}

fn decode<T: Decode>(bytes: &[u8]) -> Result<T, WireError> {
    let mut r = Reader::of(bytes);
    let value = r.get::<(), T>()?;
    r.end()?;
    Ok(value)
}

/// Sends `value` there and back. What is lent has the same bytes. Every prefix of them must be refused.
fn round_trip<T: Encode + EncodeRef + Decode + PartialEq + Clone + Debug>(value: T) {
    let lent = bytes(&value);
    let w = encode(value.clone()).expect("it can be sent");
    let bytes = w.bytes.as_slice();
    // A map's clone need not be in its order.
    assert_eq!(decode::<T>(&lent), Ok(value.clone()), "while it is only lent");
    assert_eq!(lent.len(), bytes.len());
    assert!(!bytes.is_empty(), "every value takes at least one byte");
    assert_eq!(decode::<T>(bytes), Ok(value));
    for len in 0..bytes.len().min(200) {
        assert!(
            decode::<T>(&bytes[..len]).is_err(),
            "the first {len} of {} bytes",
            bytes.len()
        );
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Node {
    value: i32,
    next: Option<Box<Node>>,
}

impl EncodeRef for Node {
    fn encode_ref(&self, w: &mut Writer) {
        w.nested(|w| {
            EncodeRef::<()>::encode_ref(&self.value, w);
            EncodeRef::<()>::encode_ref(&self.next, w);
        });
    }
}

impl Encode for Node {
    fn encode(self, w: &mut Writer) {
        w.nested(|w| {
            Encode::<()>::encode(self.value, w);
            Encode::<()>::encode(self.next, w);
        });
    }
}

impl Decode for Node {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.nested(|r| {
            Ok(Node {
                value: r.get::<(), _>()?,
                next: r.get::<(), _>()?,
            })
        })
    }
}

fn chain(length: u32) -> Node {
    let mut node = Node { value: 0, next: None };
    for _ in 1..length {
        node = Node {
            value: 1,
            next: Some(Box::new(node)),
        };
    }
    node
}

#[test]
fn borders_of_every_scalar() {
    macro_rules! borders {
        ($($type:ident)*) => {$(
            round_trip($type::MIN);
            round_trip($type::MAX);
            round_trip(vec![$type::MIN, $type::MAX]);
            round_trip([$type::MIN, $type::MAX]);
        )*};
    }
    borders!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64);
    round_trip(true);
    round_trip('\u{10ffff}');
    round_trip(Duration::from_micros(i64::MAX as u64));
}

#[test]
fn what_dart_cannot_hold_is_refused_on_both_sides() {
    assert!(encode(Duration::MAX).is_err());
    assert_eq!(
        decode::<Duration>(&(-1_i64).to_le_bytes()),
        Err(WireError::negative_duration(-1))
    );
    assert_eq!(
        decode::<char>(&0xd800_u32.to_le_bytes()),
        Err(WireError::invalid_char(0xd800))
    );
}

#[test]
fn nan_and_negative_zero_keep_their_bits() {
    for value in [f64::NAN, -0.0, f64::INFINITY, f64::from_bits(0x7ff0_dead_beef_0001)] {
        let w = encode(value).expect("it can be sent");
        assert_eq!(decode::<f64>(w.bytes.as_slice()).map(f64::to_bits), Ok(value.to_bits()));
    }
}

#[test]
fn number_lists_are_aligned_wherever_they_begin() {
    let list = vec![1.5, -2.5];
    let w = encode((7_u8, list.clone())).expect("it can be sent");
    let mut r = Reader::of(w.bytes.as_slice());
    assert_eq!(r.get::<(), u8>(), Ok(7));
    let borrowed: &[f64] = r.numbers().expect("it is aligned");
    assert_eq!(borrowed, list);
    assert_eq!(r.end(), Ok(()));
}

#[test]
fn a_large_list_changes_hands() {
    let list = vec![3_u8; EXTERNAL_BYTES];
    let address = list.as_ptr();
    let w = encode(list).expect("it can be sent");
    assert_eq!(w.bytes.len(), 8, "a header and an index");
    assert_eq!(w.attachments.len(), 1);
    // A reader on this side has no such block and says so.
    assert!(decode::<Vec<u8>>(w.bytes.as_slice()).is_err());
    assert!(!address.is_null());
}

/// The bytes of a value without blocks.
fn bytes(value: impl Encode<()>) -> Vec<u8> {
    encode(value).expect("it can be sent").bytes.as_slice().to_vec()
}

#[test]
fn what_is_lent_or_shared_crosses_as_what_it_is() {
    let text = String::from("näme");
    let names = vec![text.clone(), String::new()];
    let numbers = [1_u64, u64::MAX];
    let sizes = [1_usize, 2];
    assert_eq!(bytes(text.as_str()), bytes(text.clone()));
    assert_eq!(bytes(&text), bytes(text.clone()));
    assert_eq!(bytes(names.as_slice()), bytes(names.clone()));
    assert_eq!(bytes(&numbers[..]), bytes(numbers.to_vec()));
    assert_eq!(bytes(&sizes[..]), bytes(sizes.to_vec()));
    assert_eq!(bytes(Rc::new(text.clone())), bytes(text.clone()));
    let shared = Arc::new(names.clone());
    assert_eq!(bytes(Arc::clone(&shared)), bytes(names.clone()), "somebody else has it");
    assert_eq!(bytes(shared), bytes(names.clone()));
    round_trip(Arc::new(names.clone()));
    round_trip(Rc::new(names));
    round_trip(vec![Arc::new((1_u8, Some(true))), Arc::new((2, None))]);
}

/// Of a type without `Clone`.
#[derive(Debug, PartialEq)]
struct Unique(Vec<u8>);

impl EncodeRef for Unique {
    fn encode_ref(&self, w: &mut Writer) {
        EncodeRef::<()>::encode_ref(&self.0, w);
    }
}

impl Encode for Unique {
    fn encode(self, w: &mut Writer) {
        Encode::<()>::encode(self.0, w);
    }
}

#[test]
#[allow(clippy::needless_borrows_for_generic_args)] // what is lent is the matter
fn what_cannot_be_cloned_is_lent_in_every_container() {
    let unique = || Unique(vec![1, 2]);
    let wanted = bytes(unique());
    let (one, list) = (unique(), vec![unique()]);
    let of_list = [1_u32.to_le_bytes().to_vec(), wanted.clone()].concat();
    let of_option = [vec![1], wanted.clone()].concat();
    assert_eq!(bytes(&one), wanted);
    assert_eq!(bytes(&&one), wanted);
    assert_eq!(bytes(Some(&one)), of_option);
    assert_eq!(bytes(&Some(unique())), of_option);
    assert_eq!(bytes(&list[..]), of_list);
    assert_eq!(bytes(vec![&one]), of_list);
    assert_eq!(bytes(&[&one][..]), of_list);
    assert_eq!(bytes([&one]), of_list);
    assert_eq!(bytes(Arc::<[Unique]>::from(vec![unique()])), of_list);
    assert_eq!(bytes(Rc::<[Unique]>::from(vec![unique()])), of_list);
    assert_eq!(bytes(&std::collections::VecDeque::from(vec![unique()])), of_list);
    assert_eq!(bytes(&list.into_boxed_slice()), of_list);
    let shared = Arc::new(unique());
    let second = Arc::clone(&shared);
    assert_eq!(bytes(&shared), wanted);
    assert_eq!(bytes(shared), wanted, "somebody else has it");
    assert_eq!(bytes(second), wanted, "nobody else has it");
    assert_eq!(bytes((1_u8, &one)), [vec![1], wanted.clone()].concat());
    assert_eq!(
        bytes(&HashMap::from([(7_u8, unique())])),
        [vec![1, 0, 0, 0, 7], wanted].concat()
    );
}

#[test]
fn the_last_share_of_a_large_list_changes_hands() {
    let list = Arc::new(vec![3_u8; EXTERNAL_BYTES]);
    let address = list.as_ptr();
    let w = encode(list).expect("it can be sent");
    assert_eq!(w.attachments.len(), 1);
    assert_eq!(w.attachments[0].data(), address, "it is not copied");
}

#[test]
fn the_two_halves_of_a_queue_are_one_list() {
    let mut queue: std::collections::VecDeque<u16> = (0..8).collect();
    for number in 8..12 {
        queue.pop_front();
        queue.push_back(number);
    }
    assert!(!queue.as_slices().1.is_empty(), "it is in two halves");
    assert_eq!(bytes(&queue), bytes((4..12).collect::<Vec<u16>>()));
    let sizes: std::collections::VecDeque<usize> = queue.iter().map(|number| usize::from(*number)).collect();
    assert_eq!(bytes(&sizes), bytes((4..12).collect::<Vec<usize>>()));
}

#[test]
fn a_large_slice_becomes_a_block() {
    let w = encode(&[3_u16; EXTERNAL_BYTES / 2][..]).expect("it can be sent");
    assert_eq!((w.bytes.len(), w.attachments.len()), (8, 1));
}

/// The bytes of a list that is in block `index`.
fn external(count: u32, index: u32) -> Vec<u8> {
    [(count << 1 | 1).to_le_bytes(), index.to_le_bytes()].concat()
}

#[test]
fn a_block_is_used_once_and_only_as_what_it_is() {
    let block = InboundBlock::new(8, ElementKind::U8).expect("memory");
    // SAFETY: the block has 8 bytes.
    unsafe { block.as_ptr().write_bytes(1, 8) };
    let blocks = Blocks([block]);
    let bytes = external(8, 0);
    assert_eq!(
        Reader::new(&external(7, 0), &blocks).get::<(), Vec<u8>>(),
        Err(WireError::wrong_block())
    );
    assert_eq!(
        Reader::new(&external(8, 0), &blocks).get::<(), Vec<i8>>(),
        Err(WireError::wrong_block())
    );
    assert_eq!(Reader::new(&bytes, &blocks).get::<(), Vec<u8>>(), Ok(vec![1; 8]));
    assert_eq!(
        Reader::new(&bytes, &blocks).get::<(), Vec<u8>>(),
        Err(WireError::wrong_block())
    );
    assert_eq!(
        Reader::new(&bytes, &blocks).numbers::<u8>(),
        Err(WireError::wrong_block())
    );

    let lent = Blocks([InboundBlock::new(8, ElementKind::F64).expect("memory")]);
    let bytes = external(1, 0);
    assert!(Reader::new(&bytes, &lent).numbers::<f64>().is_ok());
    assert_eq!(
        Reader::new(&bytes, &lent).get::<(), Vec<f64>>(),
        Err(WireError::wrong_block())
    );
    assert!(
        InboundBlock::new(7, ElementKind::F64).is_none(),
        "not a whole number of elements"
    );
    assert!(InboundBlock::new(0, ElementKind::U8).is_none());
}

#[test]
fn a_hostile_count_allocates_nothing() {
    let mut bytes = u32::MAX.to_le_bytes().to_vec();
    bytes.extend([0; 16]);
    assert!(decode::<Vec<String>>(&bytes).is_err());
    assert!(decode::<HashMap<u8, u8>>(&bytes).is_err());
    assert!(decode::<Vec<u64>>(&bytes).is_err());
    assert!(decode::<String>(&bytes).is_err());
}

#[test]
fn nesting_is_limited_on_both_sides() {
    round_trip(chain(MAX_DEPTH));
    assert_eq!(encode(chain(MAX_DEPTH + 1)).err(), Some(WireError::too_deep()));
    let mut bytes = Vec::new();
    for _ in 0..=MAX_DEPTH {
        bytes.extend([0, 0, 0, 0, 1]);
    }
    assert_eq!(decode::<Node>(&bytes), Err(WireError::too_deep()));
}

#[test]
fn arrays_know_their_length() {
    let w = encode(vec![1_u16, 2]).expect("it can be sent");
    assert_eq!(
        decode::<[u16; 3]>(w.bytes.as_slice()),
        Err(WireError::wrong_length(3, 2))
    );
    round_trip([String::from("a"), String::new()]);
    round_trip([[1_u8; 4]; 2]);
    round_trip([0_i32; 0]);
}

#[test]
fn bytes_after_the_end_are_refused() {
    assert_eq!(decode::<u8>(&[1, 2]), Err(WireError::trailing(1)));
}

type Everything = (
    (bool, i8, u8, i16, u16, i32, u32, i64),
    (f32, f64, char, String, Duration, usize, isize),
    (
        Vec<u8>,
        Vec<f64>,
        Vec<String>,
        Option<i64>,
        [i16; 3],
        HashMap<String, Vec<u32>>,
        Vec<Option<(char, bool)>>,
    ),
    Option<Node>,
);

/// A message of so many bytes, and then the capacity that stays.
fn kept(bytes: usize) -> usize {
    let mut w = Writer::default();
    w.raw(&vec![1; bytes]);
    w.reset();
    w.bytes.capacity()
}

#[test]
fn a_large_memory_waits_for_one_more_message() {
    assert!(kept(1 << 20) >= 1 << 20);
    let mut w = Writer::default();
    w.raw(&vec![1; 1 << 20]);
    w.reset();
    w.raw(&[1]);
    w.reset();
    assert_eq!(w.bytes.capacity(), 0, "the next one did not need it");
}

#[test]
fn a_very_large_memory_does_not_wait() {
    assert_eq!(kept(17 << 20), 0);
}

proptest! {
    #[test]
    fn text(value in any::<String>()) {
        round_trip(value);
    }

    #[test]
    fn lists(
        a in any::<Vec<u8>>(), b in any::<Vec<i64>>(), c in any::<Vec<(u16, String)>>(), d in any::<Vec<Option<char>>>(),
    ) {
        round_trip((a, b, c, d));
    }

    #[test]
    fn maps(value in any::<HashMap<String, HashMap<i32, bool>>>()) {
        round_trip(value);
    }

    #[test]
    fn nodes(length in 1..MAX_DEPTH) {
        round_trip(chain(length));
    }

    /// Arbitrary bytes are a value or an error, and a value that is read can be written again.
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(value) = decode::<Everything>(&bytes) {
            encode(value).expect("what was read can be sent");
        }
        let _ = decode::<Vec<Vec<String>>>(&bytes);
        let _ = decode::<HashMap<u16, Vec<f32>>>(&bytes);
        let _ = decode::<Node>(&bytes);
        let _ = Reader::of(&bytes).numbers::<i64>();
    }

    /// The same with bytes that are almost right.
    #[test]
    fn damaged_bytes_never_panic(texts in any::<Vec<String>>(), numbers in any::<Vec<i32>>(), at in any::<usize>(), bit in 0..8_u32) {
        let w = encode((texts, numbers)).expect("it can be sent");
        let mut bytes = w.bytes.as_slice().to_vec();
        let at = at % bytes.len();
        bytes[at] ^= 1_u8 << bit;
        let _ = decode::<(Vec<String>, Vec<i32>)>(&bytes);
    }
}
