//! What hostile counts cost: lists within lists, of which each says that it is as long as the message. A test program of its own,
//! because it has an allocator that counts.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use oche::glue::protocol::CallStatus;
use oche::glue::{self, Context, Decode, Reader, WireError};
use support::Isolate;

static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: all is passed on; nothing is done besides but counting.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = USED.fetch_add(layout.size(), Ordering::SeqCst) + layout.size();
        PEAK.fetch_max(used, Ordering::SeqCst);
        // SAFETY: by the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, data: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::SeqCst);
        // SAFETY: by the contract, which is the same.
        unsafe { System.dealloc(data, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Tree {
    value: u8,
    branches: Vec<Tree>,
}

impl Tree {
    fn leaves(&self) -> u32 {
        let below: u32 = self.branches.iter().map(Tree::leaves).sum();
        below.max(u32::from(self.value))
    }
}

impl Decode for Tree {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.nested(|r| {
            Ok(Tree {
                branches: r.get::<(), _>()?,
                value: r.get::<(), _>()?,
            })
        })
    }
}

extern "C" fn leaves(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let tree: Tree = r.get::<(), _>()?;
            r.end()?;
            Ok(glue::value::<(), _>(w, tree.leaves()))
        })
    }
}

static FUNCTIONS: [glue::Entry; 1] = [glue::Entry::new(leaves as *const ())];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

#[test]
fn counts_within_each_other_cost_some_times_the_message() {
    const INVALID: u32 = CallStatus::Invalid.code();
    let dart = Isolate::attach(&raw const TABLE, 1);
    // One that is as it says: 1,000 leaves on each of 10 branches.
    let leaf = [0, 0, 0, 0, 1];
    let branch = [&1000_u32.to_le_bytes()[..], &leaf.repeat(1000), &[0]].concat();
    let tree = [&10_u32.to_le_bytes()[..], &branch.repeat(10), &[0]].concat();
    assert_eq!(dart.call(0, &tree), (0, 10_000_u32.to_le_bytes().to_vec()));

    let size = 1 << 20;
    let mut bytes = Vec::with_capacity(size);
    while bytes.len() < size {
        let left = (size - bytes.len() - 4) as u32;
        bytes.extend_from_slice(&left.to_le_bytes());
    }
    // Its memory is there before it is measured.
    dart.call(0, &vec![0xff; size]);
    let before = USED.load(Ordering::SeqCst);
    PEAK.store(before, Ordering::SeqCst);
    assert_eq!(dart.call(0, &bytes).0, INVALID);
    let cost = PEAK.load(Ordering::SeqCst) - before;
    assert!(cost < 16 * size, "{cost} bytes for a message of {size}");
}
