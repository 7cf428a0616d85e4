//! Types of the standard library that cross as one of the basic ones.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZeroI32, NonZeroU8, NonZeroU64, NonZeroU128, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::*;

fn invalid<T: Decode + Debug>(bytes: &[u8], containing: &str) {
    let error = decode::<T>(bytes).expect_err("it is no such value");
    assert!(error.to_string().contains(containing), "{error}");
    assert_eq!(bytes_of(&error)[0], 9, "an InvalidValue");
}

/// How Dart gets an error.
fn bytes_of(error: &WireError) -> Vec<u8> {
    let mut w = Writer::default();
    error.write(&mut w);
    w.bytes.as_slice().to_vec()
}

#[test]
fn integers_of_128_bits() {
    for value in [0, 1, -1, i128::MIN, i128::MAX, i128::from(i64::MIN) - 1] {
        round_trip(value);
    }
    round_trip(u128::MAX);
    round_trip(vec![u128::MAX, 1]);
    assert_eq!(bytes(0x0102_i128)[..3], [2, 1, 0], "the lowest byte is the first");
    assert_eq!(bytes(-1_i128), [0xff; 16]);
}

#[test]
fn integers_that_are_not_zero() {
    round_trip(NonZeroU64::MAX);
    round_trip(NonZeroI32::MIN);
    round_trip(NonZeroU128::MAX);
    round_trip(vec![NonZeroU8::MIN, NonZeroU8::MAX]);
    round_trip([NonZeroUsize::MIN; 2]);
    assert_eq!(bytes(NonZeroU8::MAX), bytes(255_u8));
    assert_eq!(bytes(vec![NonZeroU64::MAX]), bytes(vec![u64::MAX]), "a number list");
    assert_eq!(bytes(&[NonZeroU64::MAX][..]), bytes(vec![u64::MAX]));
    invalid::<NonZeroU8>(&[0], "NonZero<u8>");
    invalid::<Vec<NonZeroI32>>(&bytes(vec![1, 0, 2]), "NonZero<i32>");
}

#[test]
fn ranges_are_their_ends() {
    assert_eq!(bytes(1_u16..0x0302), [1, 0, 2, 3]);
    assert_eq!(bytes(&(1_u16..0x0302)), [1, 0, 2, 3]);
    assert_eq!(bytes(String::from("a")..String::from("b")), bytes(("a", "b")));
    // As they are, also where the end is not behind the start.
    let (least, most) = (i64::MIN, i64::MAX);
    round_trip(most..least);
    round_trip(f64::NEG_INFINITY..f64::INFINITY);
    round_trip(vec![0_usize..0, 1..usize::MAX]);
    round_trip(Some(Rc::new('a'..'{')));
    invalid::<std::ops::Range<NonZeroU8>>(&[1, 0], "NonZero<u8>");
    decode::<std::ops::Range<u32>>(&[0; 7]).expect_err("the end is cut off");
}

#[test]
fn text_in_any_container() {
    let wanted = bytes("näme");
    assert_eq!(bytes(Cow::Borrowed("näme")), wanted);
    round_trip(Cow::<str>::Owned("näme".into()));
    round_trip(Box::<str>::from("näme"));
    round_trip(Rc::<str>::from("näme"));
    round_trip(Arc::<str>::from(""));
    round_trip(vec![Arc::<str>::from("a"), Arc::from("b")]);
    round_trip(Arc::new(Box::<str>::from("a")));
}

#[test]
fn lists_in_any_container() {
    let list = vec![1.5, -0.5];
    let wanted = bytes(list.clone());
    assert_eq!(bytes(VecDeque::from(list.clone())), wanted);
    assert_eq!(bytes(list.clone().into_boxed_slice()), wanted);
    assert_eq!(bytes(Rc::<[f64]>::from(list.clone())), wanted);
    assert_eq!(bytes(Arc::<[f64]>::from(list.clone())), wanted);
    assert_eq!(bytes(Cow::Borrowed(list.as_slice())), wanted);
    assert_eq!(bytes(Cow::<[f64]>::Owned(list.clone())), wanted);
    round_trip(VecDeque::from(list.clone()));
    round_trip(list.clone().into_boxed_slice());
    round_trip(Rc::<[f64]>::from(list.clone()));
    round_trip(Arc::<[String]>::from([String::from("a")]));
    round_trip(Cow::<[f64]>::Owned(list));
    // A deque that has come round its end is put in order.
    let mut round: VecDeque<u8> = (0..4).collect();
    round.rotate_left(2);
    round.push_back(9);
    assert_eq!(bytes(round), bytes(vec![2_u8, 3, 0, 1, 9]));
}

#[test]
fn sets_and_ordered_maps() {
    round_trip(BTreeSet::from([3, 1, 2]));
    round_trip(HashSet::from([String::from("a"), String::from("b")]));
    round_trip(BTreeMap::from([(1_u8, vec![true]), (2, vec![])]));
    assert_eq!(
        bytes(BTreeSet::from([2_u16, 1])),
        [2, 0, 0, 0, 1, 0, 2, 0],
        "items, not a block of numbers"
    );
    let same = [2, 0, 0, 0, 7, 7];
    assert_eq!(
        decode::<HashSet<u8>>(&same),
        Ok(HashSet::from([7])),
        "the same item again changes nothing"
    );
    let hostile = [0xff, 0xff, 0xff, 0x7f, 0, 0];
    assert!(decode::<HashSet<u8>>(&hostile).is_err());
    assert!(decode::<BTreeSet<u8>>(&hostile).is_err());
    assert!(decode::<BTreeMap<u8, u8>>(&hostile).is_err());
}

#[test]
fn options_of_options() {
    round_trip(None::<Option<u8>>);
    round_trip(Some(None::<u8>));
    round_trip(Some(Some(3_u8)));
    assert_eq!(bytes(Some(None::<u8>)), [1, 0]);
}

#[test]
fn addresses() {
    round_trip(IpAddr::from([127, 0, 0, 1]));
    round_trip(Ipv4Addr::BROADCAST);
    round_trip(Ipv6Addr::LOCALHOST);
    round_trip(SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], 443)));
    round_trip(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80));
    round_trip(SocketAddrV6::new(Ipv6Addr::LOCALHOST, 80, 0, 7));
    assert_eq!(bytes(Ipv4Addr::LOCALHOST), bytes("127.0.0.1"));
    invalid::<IpAddr>(&bytes("localhost"), "localhost");
    invalid::<Ipv4Addr>(&bytes("::1"), "::1");
    invalid::<SocketAddr>(&bytes("1.2.3.4"), "1.2.3.4");
}

#[test]
fn paths() {
    round_trip(PathBuf::from("/tmp/näme"));
    round_trip(OsString::from("a"));
    assert_eq!(bytes(Path::new("a/b")), bytes("a/b"));
    assert_eq!(bytes(std::ffi::OsStr::new("a")), bytes("a"));
}

#[test]
#[cfg(unix)]
fn a_path_that_is_not_text_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let name = OsStr::from_bytes(b"a\xff");
    let error = encode(Path::new(name)).err().expect("it is not UTF-8");
    assert_eq!(bytes_of(&error)[0], 2, "{error}");
    assert!(encode(name.to_owned()).is_err());
}

#[test]
fn moments_are_rounded_down_to_microseconds() {
    let micros = |time: SystemTime| decode::<i64>(&bytes(time)).expect("it is a number");
    let nanos = Duration::from_nanos;
    assert_eq!(micros(SystemTime::UNIX_EPOCH), 0);
    assert_eq!(micros(SystemTime::UNIX_EPOCH + nanos(1999)), 1);
    assert_eq!(micros(SystemTime::UNIX_EPOCH - nanos(1000)), -1);
    #[cfg(unix)] // elsewhere the clock is not that fine
    assert_eq!(micros(SystemTime::UNIX_EPOCH - nanos(1)), -1);
    round_trip(SystemTime::UNIX_EPOCH + Duration::from_micros(1_700_000_000_123_456));
}

/// A `SystemTime` of Windows begins in 1601.
#[test]
#[cfg(unix)]
fn a_moment_that_dart_cannot_hold_is_refused() {
    let last = Duration::from_micros(8_640_000_000_000_000_000);
    round_trip(SystemTime::UNIX_EPOCH + last);
    round_trip(SystemTime::UNIX_EPOCH - last);
    for beyond in [
        SystemTime::UNIX_EPOCH + last + Duration::from_micros(1),
        SystemTime::UNIX_EPOCH - last - Duration::from_nanos(1),
    ] {
        let error = encode(beyond).err().expect("Dart has no such moment");
        assert_eq!(bytes_of(&error)[0], 9, "{error}");
    }
}

type Standard = (
    (i128, u128, NonZeroU8, Vec<NonZeroU64>),
    (BTreeMap<String, BTreeSet<i16>>, HashSet<u32>, VecDeque<u8>, Box<[i64]>),
    (Option<Option<char>>, IpAddr, PathBuf, Cow<'static, str>, SystemTime),
);

proptest! {
    #[test]
    fn round_trips(
        wide in any::<(i128, u128)>(), map in any::<BTreeMap<String, BTreeSet<i16>>>(), set in any::<HashSet<String>>(),
        options in any::<Vec<Option<Option<u8>>>>(), deque in any::<VecDeque<f32>>(), address in any::<SocketAddr>(),
        path in any::<String>(),
    ) {
        // An address of IPv6 with a flow label is written without it.
        let address = SocketAddr::new(address.ip(), address.port());
        prop_assume!(deque.iter().all(|n| !n.is_nan()));
        round_trip((wide, map, set, options, deque, address, PathBuf::from(path)));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::<Standard>(&bytes);
        let _ = decode::<SystemTime>(&bytes);
        let _ = decode::<IpAddr>(&bytes);
        let _ = decode::<BTreeSet<String>>(&bytes);
        let _ = decode::<Vec<Vec<NonZeroUsize>>>(&bytes);
    }
}
