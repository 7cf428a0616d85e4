//! Objects of Dart that implement an interface, driven from the other side of the line, without Dart. One test, because the
//! live-object counter is one for the process.

mod support;

use std::any::Any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, Weak};
use std::thread;

use oche::glue::protocol::RemoteKind;
use oche::glue::{self, Callback, Context, Decode, Encode, Reader, WireError, Writer};
use support::{Isolate, expect_live_objects};

/// A trait, and what generated code makes of it.
trait Face: Send + Sync {
    fn implementor(&self) -> Option<&(dyn Any + 'static)> {
        None
    }
}

enum DartFace {
    Dart(Callback),
    Rust(Arc<dyn Face>),
}

impl Face for DartFace {
    fn implementor(&self) -> Option<&(dyn Any + 'static)> {
        Some(self)
    }
}

struct RustFace(Arc<dyn Face>);

/// One of the user's own.
struct Own;

impl Face for Own {}

/// One that passes all on to another, the hidden method as well.
struct Delegate {
    _own: u64,
    inner: Arc<dyn Face>,
}

impl Face for Delegate {
    fn implementor(&self) -> Option<&(dyn Any + 'static)> {
        self.inner.implementor()
    }
}

fn own(face: &Arc<dyn Face>) -> Option<&DartFace> {
    glue::own(&**face, face.implementor())
}

struct Shared(Arc<dyn Face>);

impl Decode for Shared {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        if r.get::<(), bool>()? {
            let object = r.object::<RustFace>()?;
            let (object,) = glue::try_lock((object.read(),))?;
            return Ok(Shared(Arc::clone(&object.0)));
        }
        Ok(Shared(r.implementor()?.stand_in(DartFace::Dart)))
    }
}

impl Encode for Shared {
    fn encode(self, w: &mut Writer) {
        let handle = |callback: Callback| {
            let shared: Arc<dyn Face> = callback.stand_in(DartFace::Dart);
            glue::interface_handle(shared, RustFace)
        };
        match own(&self.0) {
            Some(DartFace::Dart(callback)) => glue::encode_implementor(callback.clone(), handle, w),
            _ => glue::encode_interface(self.0, RustFace, w),
        }
    }
}

static KEPT: Mutex<Option<Arc<dyn Face>>> = Mutex::new(None);

fn keep(face: Option<Arc<dyn Face>>) {
    let before = std::mem::replace(&mut *KEPT.lock().expect("no panic"), face);
    drop(before);
}

fn kept() -> Arc<dyn Face> {
    KEPT.lock().expect("no panic").clone().expect("one is kept")
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

type Args = *const u8;

/// Keeps it in place of the one before.
extern "C" fn keep_it(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let face = r.get::<(), Shared>()?;
            r.end()?;
            keep(Some(face.0));
            Ok(glue::Status::Ok)
        })
    }
}

/// Whether all of them are the one that is kept.
extern "C" fn are_kept(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let faces = r.get::<(), Vec<Shared>>()?;
            r.end()?;
            let are_kept = faces.iter().all(|face| Arc::ptr_eq(&face.0, &kept()));
            Ok(glue::value::<(), _>(w, are_kept))
        })
    }
}

/// Gives it twice.
extern "C" fn give(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            Ok(glue::value::<(), _>(w, vec![Shared(kept()), Shared(kept())]))
        })
    }
}

/// The last one that was passed to another thread.
static PASSED: Mutex<Weak<DartFace>> = Mutex::new(Weak::new());
/// How many of them were another one while the last one was still there.
static OTHERS: AtomicUsize = AtomicUsize::new(0);

type Dropper = std::sync::mpsc::Sender<Arc<DartFace>>;

/// Who drops what is passed.
static DROPPER: Mutex<Option<Dropper>> = Mutex::new(None);

extern "C" fn pass_on(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let face = r.implementor()?.stand_in(DartFace::Dart);
            r.end()?;
            let before = std::mem::replace(&mut *PASSED.lock().expect("no panic"), Arc::downgrade(&face));
            if let Some(before) = before.upgrade() {
                OTHERS.fetch_add(usize::from(!Arc::ptr_eq(&before, &face)), Ordering::Relaxed);
            }
            let dropper = DROPPER.lock().expect("no panic");
            drop(dropper.as_ref().expect("there is one").send(face));
            Ok(glue::Status::Ok)
        })
    }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(keep_it as *const ()),
    glue::Entry::new(are_kept as *const ()),
    glue::Entry::new(give as *const ()),
    glue::Entry::new(pass_on as *const ()),
];
static TABLE: glue::Table = glue::Table::new(7, &FUNCTIONS);

const KEEP: usize = 0;
const ARE_KEPT: usize = 1;
const GIVE: usize = 2;
const PASS_ON: usize = 3;

const FUNCTION: u32 = RemoteKind::Callback.code();
const OBJECT: u32 = RemoteKind::Object.code();
const IMPLEMENTOR: u32 = RemoteKind::Implementor.code();

/// A list of what goes with a call, each of Dart (false) or of Rust.
fn list(items: &[bool]) -> Vec<u8> {
    let mut bytes = (items.len() as u32).to_le_bytes().to_vec();
    for (index, is_rust) in (0_u32..).zip(items) {
        bytes.push(u8::from(*is_rust));
        bytes.extend(index.to_le_bytes());
    }
    bytes
}

const OF_DART: [u8; 5] = [0; 5];

fn one_for_all_who_hold_it(dart: &Isolate) {
    let id = dart.push_remote(IMPLEMENTOR);
    let slot = dart.last_slot();
    assert_eq!(dart.call_pushed(KEEP, &OF_DART, 1).0, 0);
    for _ in 0..3 {
        assert!(dart.push_again(slot, id) && dart.push_again(slot, id));
        assert_eq!(dart.call_pushed(ARE_KEPT, &list(&[false, false]), 2), (0, vec![1]));
    }
    dart.push_remote(IMPLEMENTOR);
    assert_eq!(
        dart.call_pushed(ARE_KEPT, &list(&[false]), 1),
        (0, vec![0]),
        "another one"
    );
    dart.released(false);
    // A hold on it that no value of the user's has is enough.
    assert!(dart.push_again(slot, id));
    keep(None);
    assert!(dart.released(false).is_empty());
    assert!(dart.push_again(slot, id));
    dart.discard_pushed(2);
    assert_eq!(dart.released(false), [id]);
    assert!(!dart.push_again(slot, id), "released");
    let next = dart.push_remote(IMPLEMENTOR);
    dart.discard_pushed(1);
    for (slot, id) in [(slot, next), (u32::MAX, id), (dart.last_slot(), id)] {
        assert!(!dart.push_again(slot, id));
    }
    dart.released(false);
}

fn back_and_to_others(dart: &Isolate) {
    let other = Isolate::attach(&raw const TABLE, 12);
    let id = dart.push_remote(IMPLEMENTOR);
    assert_eq!(dart.call_pushed(KEEP, &OF_DART, 1).0, 0);
    assert_eq!(dart.call(GIVE, &[]).0, 0);
    assert_eq!((dart.take_implementor(0), dart.implementor(1)), (id, id));
    assert!(dart.implementor_handle(0).is_none(), "it is taken");
    // The other one is dropped with its message.
    assert_eq!(other.call(GIVE, &[]).0, 0);
    assert_eq!(other.implementor(0), id);
    let handles = [0, 1].map(|index| other.implementor_handle(index).expect("a handle"));
    for handle in &handles {
        other.push_object(handle);
    }
    assert_eq!(other.call_pushed(ARE_KEPT, &list(&[true, true]), 2), (0, vec![1]));
    keep(None);
    assert!(dart.released(false).is_empty(), "the other isolate holds it");
    let [first, second] = handles;
    other.push_object(&first);
    assert_eq!(other.call_pushed(KEEP, &[1, 0, 0, 0, 0], 1).0, 0);
    other.dispose(first);
    assert_eq!(dart.call(GIVE, &[]).0, 0);
    assert_eq!(dart.take_implementor(1), id);
    keep(None);
    other.dispose(second);
    // What the messages of both isolates still hold.
    keep(Some(Arc::new(Own)));
    for isolate in [dart, &other] {
        assert_eq!(isolate.call(GIVE, &[]).0, 0);
        assert!(isolate.implementor_handle(0).is_none(), "it is Rust's");
        let object = isolate.claim(0);
        isolate.push_object(&object);
        assert_eq!(isolate.call_pushed(ARE_KEPT, &list(&[true]), 1), (0, vec![1]));
        isolate.dispose(object);
    }
    assert_eq!(dart.released(false), [id]);
    keep(None);
}

fn what_is_no_implementor(dart: &Isolate) {
    for kind in [FUNCTION, OBJECT] {
        dart.push_remote(kind);
        let slot = dart.last_slot();
        assert!(
            !dart.push_again(slot, dart.in_slot(slot)),
            "functions are not sent again"
        );
        assert_eq!(dart.call_pushed(KEEP, &OF_DART, 1).0, 3);
    }
    for wrong in [&[0, 1, 0, 0, 0][..], &[1, 0, 0, 0, 0], &[0, 0, 0], &[2, 0, 0, 0, 0]] {
        dart.push_remote(IMPLEMENTOR);
        assert_eq!(dart.call_pushed(KEEP, wrong, 1).0, 3, "{wrong:?}");
    }
    assert_eq!(dart.released(false).len(), 6);
}

fn whose_it_is() {
    let rust: Arc<dyn Face> = Arc::new(Own);
    assert!(own(&rust).is_none());
    let moved: Arc<dyn Face> = Arc::new(DartFace::Rust(Arc::clone(&rust)));
    assert!(matches!(own(&moved), Some(DartFace::Rust(inner)) if Arc::ptr_eq(inner, &rust)));
    let delegate: Arc<dyn Face> = Arc::new(Delegate { _own: 1, inner: moved });
    assert!(own(&delegate).is_none(), "it does more than what it passes on");
}

/// Another thread drops the last reference whenever it likes while Dart sends the object again.
fn let_go_meanwhile(dart: &Isolate) {
    let (sender, faces) = channel::<Arc<DartFace>>();
    *DROPPER.lock().expect("no panic") = Some(sender);
    let dropper = thread::spawn(move || faces.into_iter().for_each(drop));
    let (mut registered, mut again) = (0, 0);
    let mut known = None;
    let index = 0_u32.to_le_bytes();
    for round in 0..100_000_u32 {
        match known {
            Some((slot, id)) if dart.push_again(slot, id) => again += 1,
            _ => {
                registered += 1;
                let id = dart.push_remote(IMPLEMENTOR);
                known = Some((dart.last_slot(), id));
            }
        }
        assert_eq!(dart.call_pushed(PASS_ON, &index, 1).0, 0);
        if round % 7 == 0 {
            thread::yield_now();
        }
    }
    *DROPPER.lock().expect("no panic") = None;
    dropper.join().expect("no panic");
    // Each number is released once.
    let mut released = dart.released(false);
    assert_eq!(released.len(), registered);
    released.sort_unstable();
    released.dedup();
    assert_eq!(released.len(), registered);
    assert_eq!((OTHERS.load(Ordering::Relaxed), registered + again), (0, 100_000));
    assert!(again > 0 && registered > 1, "{again} times again, {registered} numbers");
}

#[test]
fn implementors_from_the_other_side() {
    let before = oche::live_objects();
    let dart = Isolate::attach(&raw const TABLE, 11);
    one_for_all_who_hold_it(&dart);
    expect_live_objects(before + 1);
    what_is_no_implementor(&dart);
    expect_live_objects(before + 1);
    back_and_to_others(&dart);
    expect_live_objects(before + 1);
    whose_it_is();
    let_go_meanwhile(&dart);
    expect_live_objects(before + 1);
    drop(dart);
    expect_live_objects(before);
}
