//! Parts of objects, driven from the other side of the line, without Dart. One test, because the live-object counter is
//! one for the process.

mod support;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use oche::glue::protocol::CallStatus;
use oche::glue::{self, Context};
use support::{As, Isolate, Object, READ, TAKE, WRITE, expect_live_objects, u32_at};

/// Whether finding a part panics.
static EXPLODES: AtomicBool = AtomicBool::new(false);
/// How often a house was rung at.
static RUNG: AtomicU32 = AtomicU32::new(0);
/// How many houses were dropped.
static DROPPED: AtomicU32 = AtomicU32::new(0);

struct House {
    room: Room,
    twin: Room,
}

struct Room {
    lamps: u32,
    next: Option<Box<Room>>,
}

impl House {
    fn room(&self) -> &Room {
        assert!(!EXPLODES.load(Ordering::SeqCst), "no way in");
        &self.room
    }

    fn room_mut(&mut self) -> &mut Room {
        assert!(!EXPLODES.load(Ordering::SeqCst), "no way in");
        &mut self.room
    }

    fn twin(&self) -> &Room {
        &self.twin
    }

    /// Does something, and gives itself back.
    fn ring(&mut self) -> &mut Self {
        RUNG.fetch_add(1, Ordering::SeqCst);
        self
    }
}

impl Drop for House {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::SeqCst);
    }
}

impl Room {
    fn next(&self) -> &Room {
        self.next.as_ref().expect("there is one")
    }

    /// The last one leads to itself.
    fn last(&mut self) -> &mut Room {
        match self.next {
            Some(ref mut next) => next.last(),
            None => self,
        }
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

type Args = *const u8;

extern "C" fn build(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let rooms: u32 = r.get::<(), _>()?;
            r.end()?;
            let mut next = None;
            for lamps in 0..rooms {
                next = Some(Box::new(Room { lamps, next }));
            }
            let twin = Room { lamps: 70, next: None };
            let room = Room { lamps: rooms, next };
            glue::encode_object(House { room, twin }, usize::MAX, w);
            Ok(glue::Status::Ok)
        })
    }
}

macro_rules! part {
    ($name:ident, $encode:ident, $borrow:ident, $owner:ty, $method:path) => {
        extern "C" fn $name(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
            // SAFETY: see above.
            unsafe {
                glue::sync(
                    glue::caller(cx, &stringify!($name)),
                    args,
                    len,
                    inbound,
                    |r, w| {
                        let owner = r.$borrow::<$owner>()?;
                        r.end()?;
                        glue::$encode(owner, $method, w);
                        Ok(glue::Status::Ok)
                    },
                )
            }
        }
    };
}

part!(room, encode_part, borrow, House, House::room);
part!(room_mut, encode_part_mut, borrow_mut, House, House::room_mut);
part!(twin, encode_part, borrow, House, House::twin);
part!(ring, encode_part_mut, borrow_mut, House, House::ring);
part!(next, encode_part, borrow, Room, Room::next);
part!(last, encode_part_mut, borrow_mut, Room, Room::last);

/// The lamps of two rooms.
extern "C" fn lamps(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let (a, b) = (r.borrow::<Room>()?, r.borrow::<Room>()?);
            r.end()?;
            Ok(glue::value::<(), _>(w, a.lamps + b.lamps))
        })
    }
}

/// Puts a lamp into a room, and reads the house it may be in.
extern "C" fn furnish(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let (mut room, house) = (r.borrow_mut::<Room>()?, r.borrow::<House>()?);
            r.end()?;
            room.lamps += 1;
            Ok(glue::value::<(), _>(w, room.lamps + house.twin.lamps))
        })
    }
}

/// The same, waiting for its turn.
extern "C" fn furnish_later(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let mut room = r.borrow_mut::<Room>()?;
            r.end()?;
            std::thread::yield_now();
            room.lamps += 1;
            Ok(glue::value::<(), _>(w, room.lamps))
        })
    }
}

extern "C" fn tear_down(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            drop(glue::take_object::<House>(r)?);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn take_room(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            glue::take_object::<Room>(r)?;
            Ok(glue::Status::Ok)
        })
    }
}

/// Takes a house over, and puts a lamp into a room of another one.
extern "C" fn swap(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let house: House = glue::take_object(r)?;
            let mut room = r.borrow_mut::<Room>()?;
            r.end()?;
            room.lamps += 1;
            Ok(glue::value::<(), _>(w, room.lamps + house.room.lamps))
        })
    }
}

static FUNCTIONS: [glue::Entry; 13] = [
    glue::Entry::new(build as *const ()),
    glue::Entry::new(room as *const ()),
    glue::Entry::new(room_mut as *const ()),
    glue::Entry::new(twin as *const ()),
    glue::Entry::new(ring as *const ()),
    glue::Entry::new(next as *const ()),
    glue::Entry::new(last as *const ()),
    glue::Entry::new(lamps as *const ()),
    glue::Entry::new(furnish as *const ()),
    glue::Entry::new(furnish_later as *const ()),
    glue::Entry::new(tear_down as *const ()),
    glue::Entry::new(take_room as *const ()),
    glue::Entry::new(swap as *const ()),
];
static TABLE: glue::Table = glue::Table::new(11, &FUNCTIONS);

const BUILD: usize = 0;
const ROOM: usize = 1;
const ROOM_MUT: usize = 2;
const TWIN: usize = 3;
const RING: usize = 4;
const NEXT: usize = 5;
const LAST: usize = 6;
const LAMPS: usize = 7;
const FURNISH: usize = 8;
const FURNISH_LATER: usize = 9;
const TEAR_DOWN: usize = 10;
const TAKE_ROOM: usize = 11;
const SWAP: usize = 12;

const PANIC: u32 = CallStatus::Panic.code();
const INVALID: u32 = CallStatus::Invalid.code();
const TOO_DEEP: u8 = 6;
const BUSY: u8 = 10;
const MOVED: u8 = 11;
const SHARED: u8 = 12;

fn indices(indices: &[u32]) -> Vec<u8> {
    indices.iter().flat_map(|index| index.to_le_bytes()).collect()
}

fn house(dart: &Isolate, rooms: u32) -> Object {
    assert_eq!(dart.call(BUILD, &rooms.to_le_bytes()).0, 0);
    let house = dart.claim(0);
    assert!(isize::try_from(house.external_size).is_ok(), "Dart can count that far");
    house
}

fn ask_for_part(dart: &Isolate, method: usize, owner: &Object) -> (u32, Vec<u8>) {
    let access = if matches!(method, ROOM_MUT | RING | LAST) {
        WRITE
    } else {
        READ
    };
    dart.call_as(method, &indices(&[0]), &[As(owner, access)])
}

fn furnish_with(dart: &Isolate, room: &Object, house: &Object) -> (u32, Vec<u8>) {
    dart.call_as(FURNISH, &indices(&[0, 1]), &[As(room, WRITE), As(house, READ)])
}

fn part(dart: &Isolate, method: usize, owner: &Object) -> Object {
    assert_eq!(ask_for_part(dart, method, owner), (0, indices(&[0])));
    dart.claim(0)
}

fn value((status, out): (u32, Vec<u8>)) -> u32 {
    assert_eq!(status, 0, "{}", String::from_utf8_lossy(&out));
    u32_at(&out, 0)
}

/// The kind of the error that a call must end with.
fn refusal((status, out): (u32, Vec<u8>)) -> u8 {
    assert_eq!(status, INVALID);
    out[0]
}

fn lamps_of(dart: &Isolate, room: &Object) -> u32 {
    value(dart.call_with(LAMPS, &indices(&[0, 1]), &[room, room])) / 2
}

fn several_in_one_call(dart: &Isolate) {
    let (one, other) = (house(dart, 1), house(dart, 2));
    let (room, twin, to_change) = (
        part(dart, ROOM, &one),
        part(dart, TWIN, &one),
        part(dart, ROOM_MUT, &one),
    );
    let both = indices(&[0, 1]);
    // Two parts of one owner share its lock.
    assert_eq!(value(dart.call_with(LAMPS, &both, &[&room, &twin])), 71);
    assert_eq!(refusal(dart.call_with(LAMPS, &both, &[&room, &to_change])), BUSY);
    assert_eq!(refusal(furnish_with(dart, &to_change, &one)), BUSY);
    assert_eq!(value(furnish_with(dart, &to_change, &other)), 72);
    assert_eq!(refusal(furnish_with(dart, &room, &other)), SHARED);
    assert_eq!(
        refusal(dart.call_as(TAKE_ROOM, &indices(&[0]), &[As(&room, TAKE)])),
        SHARED
    );
    // Nothing is left locked.
    assert_eq!(value(furnish_with(dart, &to_change, &other)), 73);
    assert_eq!(lamps_of(dart, &room), 3);
    dart.call_as(TEAR_DOWN, &indices(&[0]), &[As(&one, TAKE)]);
    assert_eq!(refusal(dart.call_with(LAMPS, &both, &[&room, &twin])), MOVED);
    assert_eq!(refusal(ask_for_part(dart, ROOM, &one)), MOVED);
    for object in [one, other, room, twin, to_change] {
        dart.dispose(object);
    }
}

/// That a part cannot be had so is known before anything is taken over.
fn a_part_that_cannot_be_had_costs_no_other_object(dart: &Isolate) {
    let (one, other) = (house(dart, 1), house(dart, 2));
    let (room, to_change) = (part(dart, ROOM, &one), part(dart, ROOM_MUT, &one));
    let within = part(dart, LAST, &to_change);
    let dropped = DROPPED.load(Ordering::SeqCst);
    let swap =
        |house: &Object, room: &Object| dart.call_as(SWAP, &indices(&[0, 1]), &[As(house, TAKE), As(room, WRITE)]);
    assert_eq!(refusal(swap(&other, &room)), SHARED, "it was given back as `&Room`");
    assert!(!dart.is_moved(&other));
    dart.call_as(TEAR_DOWN, &indices(&[0]), &[As(&one, TAKE)]);
    for room in [&room, &to_change, &within] {
        let refused = refusal(swap(&other, room));
        assert!(refused == MOVED || refused == SHARED, "{refused}");
        assert!(!dart.is_moved(&other));
    }
    assert_eq!(DROPPED.load(Ordering::SeqCst), dropped + 1, "only what was torn down");
    let last = house(dart, 5);
    let room_of_last = part(dart, ROOM_MUT, &last);
    assert_eq!(value(swap(&other, &room_of_last)), 8);
    assert!(dart.is_moved(&other));
    for object in [one, other, room, to_change, within, last, room_of_last] {
        dart.dispose(object);
    }
}

fn a_panic_on_the_way(dart: &Isolate) {
    let (house, second) = (house(dart, 1), house(dart, 1));
    let (room, to_change) = (part(dart, ROOM, &house), part(dart, ROOM_MUT, &house));
    EXPLODES.store(true, Ordering::SeqCst);
    assert_eq!(dart.call_with(LAMPS, &indices(&[0, 0]), &[&room]).0, PANIC);
    let other = part(dart, TWIN, &house);
    dart.dispose(other);
    assert_eq!(furnish_with(dart, &to_change, &second).0, PANIC);
    assert_eq!(ask_for_part(dart, ROOM, &house).0, PANIC);
    assert_eq!(ask_for_part(dart, ROOM_MUT, &house).0, PANIC);
    EXPLODES.store(false, Ordering::SeqCst);
    assert_eq!(lamps_of(dart, &room), 1);
    dart.dispose(part(dart, ROOM_MUT, &house));
    for object in [house, second, room, to_change] {
        dart.dispose(object);
    }
}

fn a_method_that_gives_back_its_own_object(dart: &Isolate) {
    let house = house(dart, 1);
    let mut last = part(dart, RING, &house);
    assert_eq!(RUNG.load(Ordering::SeqCst), 1, "it does what it does when it is called");
    for rung in 2..100_000 {
        let next = part(dart, RING, &last);
        dart.dispose(std::mem::replace(&mut last, next));
        assert_eq!(
            RUNG.load(Ordering::SeqCst),
            rung,
            "and not again when its result is used"
        );
    }
    // It is the object itself, and can be taken.
    assert_eq!(dart.call_as(TEAR_DOWN, &indices(&[0]), &[As(&last, TAKE)]).0, 0);
    assert_eq!(refusal(ask_for_part(dart, ROOM, &house)), MOVED);
    dart.dispose(house);
    dart.dispose(last);
}

fn a_way_that_is_too_long(dart: &Isolate) {
    let house = house(dart, 1000);
    let mut room = part(dart, ROOM, &house);
    // The first is a part already.
    for lamps in (1001 - glue::MAX_DEPTH..1000).rev() {
        let next = part(dart, NEXT, &room);
        assert_eq!(lamps_of(dart, &next), lamps);
        dart.dispose(std::mem::replace(&mut room, next));
    }
    assert_eq!(refusal(ask_for_part(dart, NEXT, &room)), TOO_DEEP);
    dart.dispose(room);
    let to_change = part(dart, ROOM_MUT, &house);
    let last = part(dart, LAST, &to_change);
    let other = self::house(dart, 0);
    assert_eq!(value(furnish_with(dart, &last, &other)), 71);
    for object in [to_change, house, other] {
        dart.dispose(object);
    }
    dart.release(last);
}

fn through_owner_and_part_at_once(dart: &mut Isolate) {
    let house = house(dart, 1);
    let (first, second) = (part(dart, ROOM_MUT, &house), part(dart, ROOM_MUT, &house));
    let room = part(dart, ROOM, &house);
    dart.dispose(house);
    let rounds = if cfg!(miri) { 4 } else { 400 };
    for round in 0..rounds {
        let room = if round % 2 == 0 { &first } else { &second };
        dart.start_as(FURNISH_LATER, &indices(&[0]), &[As(room, WRITE)]);
    }
    for _ in 0..rounds {
        assert_eq!(dart.next().kind, 1);
    }
    assert_eq!(lamps_of(dart, &room), 1 + rounds);
    dart.release(first);
    dart.dispose(second);
    dart.release(room);
}

#[test]
fn parts_of_objects() {
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    let before = oche::live_objects();
    a_part_that_cannot_be_had_costs_no_other_object(&dart);
    several_in_one_call(&dart);
    a_panic_on_the_way(&dart);
    a_way_that_is_too_long(&dart);
    a_method_that_gives_back_its_own_object(&dart);
    through_owner_and_part_at_once(&mut dart);
    expect_live_objects(before);
    drop(dart);
    expect_live_objects(before - 1);
}
