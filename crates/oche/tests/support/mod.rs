//! Plays Dart's part: reads the table, attaches with a post function of its own, writes arguments, drains the mailbox.
//! It knows the layouts from the protocol's description alone, as the Dart half does.

#![allow(dead_code)] // each test program uses its own part

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use oche::glue::protocol::layouts::{
    AttachmentMemory, ContextMemory, ENTRY_HEADER, ExchangeMemory, MessageMemory, TableMemory,
};
use oche::glue::protocol::limits::ANSWER_ELSEWHERE;
use oche::glue::protocol::{Access, AttachmentKind, CallStatus, ReplyStatus};
use oche::glue::{Context, Table};

/// The types of the protocol, as a test sees them.
mod types {
    use std::ffi::c_void;

    use super::{AttachmentMemory, ExchangeMemory};

    pub type Nothing = ();
    pub type Bool = bool;
    pub type U32 = u32;
    pub type U64 = u64;
    pub type I64 = i64;
    pub type Size = usize;
    pub type Address = *const c_void;
    pub type Bytes = *mut u8;
    pub type DartApi = *const c_void;
    pub type DartHandle = *mut c_void;
    pub type Trampoline = Option<super::Trampoline>;
    pub type Context = *mut oche::glue::Context;
    pub type Object = *mut c_void;
    pub type Watch = *const c_void;
    pub type Attachment = *const AttachmentMemory;
    pub type Exchange = *mut ExchangeMemory;
}

macro_rules! bind {
    ($($(#[doc = $doc:literal])* $name:ident: $lane:ident($($parameter:ident: $type:ident),*) -> $result:ident;)*) => {
        /// The run time's entry points.
        #[repr(C)]
        pub struct Runtime {
            $($(#[doc = $doc])* pub $name: unsafe extern "C" fn($(types::$type),*) -> types::$result,)*
        }
    };
}

oche::glue::entry_points!(bind);

type Ports = HashMap<i64, Sender<()>>;

/// The open ports. A post to another one is refused, as Dart does when an isolate is gone.
static PORTS: LazyLock<Mutex<Ports>> = LazyLock::new(Mutex::default);

extern "C" fn post(port: i64, _message: *mut c_void) -> bool {
    let ports = PORTS.lock().expect("no test panics while it holds this");
    ports.get(&port).is_some_and(|sender| sender.send(()).is_ok())
}

/// The bytes of a message.
///
/// # Safety
/// The message is still there.
unsafe fn bytes_of(message: &MessageMemory) -> Vec<u8> {
    match message.length {
        0 => Vec::new(),
        // SAFETY: by the contract.
        length => unsafe { std::slice::from_raw_parts(message.data, length) }.to_vec(),
    }
}

/// An object that this isolate holds.
pub struct Object {
    handle: *mut c_void,
    pub external_size: usize,
}

impl Object {
    /// The same handle again, for those who want to do what Dart must not.
    pub fn alias(&self) -> Self {
        Object {
            handle: self.handle,
            external_size: self.external_size,
        }
    }
}

/// An object that goes with a call, and how the call wants it: by one of the codes below.
#[derive(Clone, Copy)]
pub struct As<'a>(pub &'a Object, pub u32);

pub const READ: u32 = Access::Read.code();
pub const WRITE: u32 = Access::Write.code();
pub const TAKE: u32 = Access::Take.code();
pub const SHARE: u32 = Access::Share.code();

fn to_read<'a>(objects: &[&'a Object]) -> Vec<As<'a>> {
    objects.iter().map(|object| As(object, READ)).collect()
}

/// What Rust calls on the isolate's thread: level, version, length, slot, mark, method.
pub type Trampoline = extern "C" fn(u32, u32, u32, u32, u32, u32) -> i32;

/// One entry of the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: u32,
    pub id: u64,
    pub count: u32,
    pub payload: Vec<u8>,
}

/// An isolate that is attached to a library.
pub struct Isolate {
    table: *const TableMemory,
    context: *mut ContextMemory,
    ticket: usize,
    port: i64,
    woken: Receiver<()>,
    waiting: Vec<Entry>,
    last_id: u64,
    /// What was put into the slots, by its number; never into one that was used before.
    slots: RefCell<Vec<u64>>,
    /// How many wake-ups were received.
    pub wake_ups: usize,
}

impl Isolate {
    pub fn attach(table: *const Table, port: i64) -> Self {
        let (sender, woken) = channel();
        PORTS.lock().expect("as in post").insert(port, sender);
        let mut isolate = Isolate {
            table: table.cast(),
            context: std::ptr::null_mut(),
            ticket: 0,
            port,
            woken,
            waiting: Vec::new(),
            last_id: 0,
            slots: RefCell::default(),
            wake_ups: 0,
        };
        // SAFETY: the ticket is for this, and `post` has the form of `Dart_PostCObject`.
        isolate.context = unsafe {
            isolate.ticket = (isolate.runtime().ticket)();
            let context = (isolate.runtime().attach)(isolate.ticket, post as *const c_void, port, std::ptr::null());
            context.cast()
        };
        assert!(!isolate.context.is_null());
        isolate
    }

    /// An isolate that dies when it has its ticket and has not attached yet.
    pub fn never_attached(table: *const Table) {
        let alive = Self::attach(table, 0);
        // SAFETY: nothing was attached with the ticket.
        unsafe { (alive.runtime().detach)((alive.runtime().ticket)()) };
    }

    /// Ends the context; the isolate must not be used any more.
    pub fn detach(&self) {
        // SAFETY: as the protocol says of `detach`.
        unsafe { (self.runtime().detach)(self.ticket) };
    }

    fn runtime(&self) -> &'static Runtime {
        // SAFETY: the table is static, and its entry points have the types of the protocol.
        unsafe { &*(*self.table).runtime.cast() }
    }

    /// # Safety
    /// `F` is the type of the crate's function number `index`.
    unsafe fn function<F: Copy>(&self, index: usize) -> F {
        // SAFETY: the table is static, and the caller vouches for the type.
        unsafe { std::mem::transmute_copy(&*(*self.table).functions.add(index)) }
    }

    fn key(&self) -> *mut Context {
        self.context.cast()
    }

    /// Writes `args` where a call finds them.
    fn write(&self, args: &[u8]) -> *const u8 {
        // SAFETY: as the protocol says of `scratch_reserve`, after which the buffer has room for `args`.
        unsafe {
            assert!((self.runtime().scratch_reserve)(self.key(), args.len()));
            let data = (*self.context).scratch_data;
            data.copy_from_nonoverlapping(args.as_ptr(), args.len());
            data
        }
    }

    /// Makes a synchronous call: status and out message.
    pub fn call(&self, index: usize, args: &[u8]) -> (u32, Vec<u8>) {
        type Sync = unsafe extern "C" fn(*mut Context, *const u8, usize, u32) -> u32;
        let data = self.write(args);
        // SAFETY: the tests name a synchronous function.
        let status = unsafe { self.function::<Sync>(index)(self.key(), data, args.len(), 0) };
        (status, self.out())
    }

    /// Makes a synchronous call that reads objects.
    pub fn call_with(&self, index: usize, args: &[u8], objects: &[&Object]) -> (u32, Vec<u8>) {
        self.call_as(index, args, &to_read(objects))
    }

    /// Makes a synchronous call that objects go with.
    pub fn call_as(&self, index: usize, args: &[u8], objects: &[As<'_>]) -> (u32, Vec<u8>) {
        type Sync = unsafe extern "C" fn(*mut Context, *const u8, usize, u32) -> u32;
        self.attach_objects(objects);
        let data = self.write(args);
        // SAFETY: the tests name a synchronous function.
        let status = unsafe { self.function::<Sync>(index)(self.key(), data, args.len(), objects.len() as u32) };
        (status, self.out())
    }

    /// Starts a call that reads objects: its id.
    pub fn start_with(&mut self, index: usize, args: &[u8], objects: &[&Object]) -> u64 {
        self.start_as(index, args, &to_read(objects))
    }

    /// Starts a call that objects go with: its id.
    pub fn start_as(&mut self, index: usize, args: &[u8], objects: &[As<'_>]) -> u64 {
        type Start = unsafe extern "C" fn(*mut Context, *const u8, usize, u32, u64) -> u32;
        self.last_id += 1;
        self.attach_objects(objects);
        let data = self.write(args);
        let count = objects.len() as u32;
        // SAFETY: the tests name a function that completes through the mailbox.
        let status = unsafe { self.function::<Start>(index)(self.key(), data, args.len(), count, self.last_id) };
        assert_eq!(status, CallStatus::Ok.code(), "{:?}", self.out());
        self.last_id
    }

    fn attach_objects(&self, objects: &[As<'_>]) {
        for As(object, access) in objects {
            // SAFETY: as the protocol says of `inbound_object`.
            unsafe { (self.runtime().inbound_object)(self.key(), object.handle, *access) };
        }
    }

    /// What tells an object from others.
    pub fn identity(&self, object: &Object) -> u64 {
        // SAFETY: it is the first field of a handle.
        unsafe { object.handle.cast::<u64>().read() }
    }

    /// Whether an object's value was moved out.
    pub fn is_moved(&self, object: &Object) -> bool {
        // SAFETY: as the protocol says of `object_moved`.
        unsafe { (self.runtime().object_moved)(object.handle) }
    }

    /// Makes a synchronous call that functions or objects of Dart go with: their numbers, status and out message.
    pub fn call_with_remotes(&self, index: usize, args: &[u8], kinds: &[u32]) -> (Vec<u64>, u32, Vec<u8>) {
        type Sync = unsafe extern "C" fn(*mut Context, *const u8, usize, u32) -> u32;
        let ids = self.attach_remotes(kinds);
        let data = self.write(args);
        // SAFETY: the tests name a synchronous function.
        let status = unsafe { self.function::<Sync>(index)(self.key(), data, args.len(), kinds.len() as u32) };
        (ids, status, self.out())
    }

    /// Starts a call that functions or objects of Dart go with: its id, and their numbers.
    pub fn start_with_remotes(&mut self, index: usize, args: &[u8], kinds: &[u32]) -> (u64, Vec<u64>) {
        type Start = unsafe extern "C" fn(*mut Context, *const u8, usize, u32, u64) -> u32;
        self.last_id += 1;
        let ids = self.attach_remotes(kinds);
        let data = self.write(args);
        let count = kinds.len() as u32;
        // SAFETY: the tests name a function that completes through the mailbox.
        let status = unsafe { self.function::<Start>(index)(self.key(), data, args.len(), count, self.last_id) };
        assert_eq!(status, CallStatus::Ok.code(), "{:?}", self.out());
        (self.last_id, ids)
    }

    fn attach_remotes(&self, kinds: &[u32]) -> Vec<u64> {
        let mut slots = self.slots.borrow_mut();
        kinds
            .iter()
            .map(|kind| {
                let slot = slots.len() as u32;
                // SAFETY: as the protocol says of `inbound_remote`.
                let id = unsafe { (self.runtime().inbound_remote)(self.key(), *kind, slot) };
                slots.push(id);
                id
            })
            .collect()
    }

    /// The number of what is in a slot.
    pub fn in_slot(&self, slot: u32) -> u64 {
        self.slots.borrow()[slot as usize]
    }

    fn exchange(&self, level: u32) -> *mut ExchangeMemory {
        // SAFETY: as the protocol says of `exchange`.
        let exchange = unsafe { (self.runtime().exchange)(self.key(), level) };
        assert!(!exchange.is_null(), "there is no call of the level {level}");
        exchange
    }

    /// The arguments of a call on this thread, which have so many bytes.
    pub fn arguments(&self, level: u32, length: u32) -> Vec<u8> {
        // SAFETY: Rust waits for the answer.
        let message = unsafe { &(*self.exchange(level)).message };
        assert_eq!(message.length, length as usize);
        // SAFETY: as above.
        unsafe { bytes_of(message) }
    }

    /// Whether somebody would wait for a later answer: the number of the request.
    pub fn request(&self, level: u32) -> u64 {
        // SAFETY: Rust waits for the answer.
        unsafe { (*self.exchange(level)).request }
    }

    /// Answers a call on this thread by what the trampoline then returns, if all is well.
    pub fn answer(&self, level: u32, status: u32, args: &[u8]) -> i32 {
        let exchange = self.exchange(level);
        // SAFETY: Rust waits for the answer, after which there is room for it.
        unsafe {
            assert!((self.runtime().exchange_reserve)(exchange, args.len()));
            let data = (*exchange).message.data;
            data.copy_from_nonoverlapping(args.as_ptr(), args.len());
            if status == ReplyStatus::Value.code() {
                return args.len() as i32;
            }
            (*exchange).message.length = args.len();
            (*exchange).status = status;
            (*exchange).attached = 0;
        }
        ANSWER_ELSEWHERE
    }

    /// How long an answer can be without more memory.
    pub fn capacity(&self, level: u32) -> usize {
        // SAFETY: Rust waits for the answer.
        unsafe { (*self.exchange(level)).message.capacity }
    }

    /// Claims that an answer is so long, without writing it.
    pub fn claim_answer(&self, level: u32, length: usize) -> i32 {
        let exchange = self.exchange(level);
        // SAFETY: Rust waits for the answer.
        unsafe {
            (*exchange).message.length = length;
            (*exchange).status = ReplyStatus::Value.code();
        }
        ANSWER_ELSEWHERE
    }

    /// Lets Rust call `trampoline` on this thread.
    pub fn open(&self, trampoline: Trampoline) {
        // SAFETY: as the protocol says of `callbacks_open`; the tests' functions are there for ever.
        unsafe { (self.runtime().callbacks_open)(self.key(), Some(trampoline)) };
    }

    /// The numbers that Rust has released; `answering` its entry in the mailbox.
    pub fn released(&self, answering: bool) -> Vec<u64> {
        // SAFETY: as the protocol says of `next_released`.
        let next = |answering| unsafe { (self.runtime().next_released)(self.key(), answering) };
        let mut ids = Vec::new();
        let mut slot = next(answering);
        while slot >= 0 {
            ids.push(self.in_slot(slot as u32));
            slot = next(false);
        }
        ids
    }

    /// Answers a request.
    pub fn reply(&self, request: u64, status: u32, args: &[u8]) {
        let data = self.write(args);
        // SAFETY: as the protocol says of `reply`.
        unsafe { (self.runtime().reply)(self.key(), request, status, data.cast_mut(), args.len(), 0) };
    }

    /// The number of the object of Dart that is the attachment `index` of the out message; it is taken out if `take`.
    pub fn dart_object(&self, index: usize, take: bool) -> u64 {
        // SAFETY: the context is ours; the message has that many attachments.
        unsafe {
            let out = &(*self.context).out;
            assert!(index < out.attachment_count, "no such attachment");
            let attachment = out.attachments.add(index);
            assert_eq!(
                ((*attachment).kind, (*attachment).claimed),
                (AttachmentKind::DartObject.code(), 0),
                "an object of Dart"
            );
            let id = (*attachment).data.cast::<u64>().read();
            assert_eq!(self.in_slot((*attachment).bytes as u32), id);
            if take {
                (self.runtime().attachment_release)(attachment);
                assert_eq!((*attachment).claimed, 1);
            }
            id
        }
    }

    /// The number of the implementor that is the attachment `index` of the out message, and nobody's.
    pub fn implementor(&self, index: usize) -> u64 {
        // SAFETY: the context is ours.
        unsafe {
            let out = &(*self.context).out;
            assert!(index < out.attachment_count, "no such attachment");
            let attachment = out.attachments.add(index);
            assert_eq!(
                ((*attachment).kind, (*attachment).claimed),
                (AttachmentKind::Implementor.code(), 0),
                "an implementor, and nobody's"
            );
            (*attachment).data.cast::<u64>().read()
        }
    }

    /// Takes it out, as its own isolate does.
    pub fn take_implementor(&self, index: usize) -> u64 {
        let id = self.implementor(index);
        // SAFETY: the context is ours; `implementor` has looked at it.
        unsafe {
            let attachment = (*self.context).out.attachments.add(index);
            assert_eq!(self.in_slot((*attachment).bytes as u32), id);
            (self.runtime().attachment_release)(attachment);
            assert_eq!((*attachment).claimed, 1);
        }
        id
    }

    /// Makes a handle of the attachment `index` of the out message, as another isolate does; `None` if it is no implementor.
    pub fn implementor_handle(&self, index: usize) -> Option<Object> {
        // SAFETY: the context is ours.
        unsafe {
            let attachment = (*self.context).out.attachments.add(index);
            let handle = (self.runtime().attachment_object)(attachment);
            (!handle.is_null()).then_some(Object {
                handle,
                external_size: 0,
            })
        }
    }

    /// Whether what is in a slot goes with the call that is made next, once more.
    pub fn push_again(&self, slot: u32, id: u64) -> bool {
        // SAFETY: as the protocol says of `inbound_again`.
        unsafe { (self.runtime().inbound_again)(self.key(), slot, id) }
    }

    /// The slot of the number that was given out last.
    pub fn last_slot(&self) -> u32 {
        self.slots.borrow().len() as u32 - 1
    }

    /// Gives back what was to go with a call that is not made.
    pub fn discard(&self, objects: &[&Object]) {
        self.attach_objects(&to_read(objects));
        // SAFETY: as the protocol says of `inbound_discard`.
        unsafe { (self.runtime().inbound_discard)(self.key(), objects.len() as u32) };
    }

    /// Claims the object number `index` of the out message.
    pub fn claim(&self, index: usize) -> Object {
        // SAFETY: the context is ours; the message has that many attachments.
        unsafe {
            let out = &(*self.context).out;
            assert!(index < out.attachment_count, "no such attachment");
            let attachment = &mut *out.attachments.add(index);
            assert_eq!(
                (attachment.kind, attachment.claimed),
                (AttachmentKind::Object.code(), 0),
                "an object, and nobody's"
            );
            attachment.claimed = 1;
            Object {
                handle: attachment.owner,
                external_size: attachment.bytes,
            }
        }
    }

    /// Disposes of an object.
    pub fn dispose(&self, object: Object) {
        // SAFETY: as the protocol says of `object_dispose`, called once.
        unsafe { (self.runtime().object_dispose)(self.key(), object.handle) };
    }

    /// Releases an object as the garbage collector does.
    pub fn release(&self, object: Object) {
        // SAFETY: as the protocol says of `object_release`, called once.
        unsafe { (self.runtime().object_release)(object.handle) };
    }

    /// An object goes with the call that is made next. The call's `pushed` counts all that go with it.
    pub fn push_object(&self, object: &Object) {
        self.attach_objects(&[As(object, READ)]);
    }

    /// The same, as the call wants it.
    pub fn push_object_as(&self, object: &Object, access: u32) {
        self.attach_objects(&[As(object, access)]);
    }

    /// The id of the call that was started last.
    pub fn last_id(&self) -> u64 {
        self.last_id
    }

    /// A function, an object or an implementor of Dart goes with it, as a `RemoteKind` says: its number.
    pub fn push_remote(&self, kind: u32) -> u64 {
        self.attach_remotes(&[kind])[0]
    }

    /// A block of elements of the kind `element` goes with it.
    pub fn push_block(&self, bytes: &[u8], element: u32) {
        // SAFETY: as the protocol says of `inbound_alloc`; what it gives has room for `bytes`.
        unsafe {
            let data = (self.runtime().inbound_alloc)(self.key(), bytes.len(), element);
            assert!(!data.is_null());
            data.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
    }

    /// A stream is opened, whose sink goes with the call that is made next: its id.
    pub fn push_stream(&mut self) -> u64 {
        self.last_id += 1;
        // SAFETY: as the protocol says of `inbound_stream`.
        unsafe { (self.runtime().inbound_stream)(self.key(), self.last_id) };
        self.last_id
    }

    /// Drops the last `count` things that were pushed, because the call is not made.
    pub fn discard_pushed(&self, count: u32) {
        // SAFETY: as the protocol says of `inbound_discard`.
        unsafe { (self.runtime().inbound_discard)(self.key(), count) };
    }

    /// Ends a stream that has a sink.
    pub fn close_sink(&self, id: u64) {
        // SAFETY: as the protocol says of `sink_close`.
        unsafe { (self.runtime().sink_close)(self.key(), id) };
    }

    /// Makes a synchronous call with what was pushed: status and out message.
    pub fn call_pushed(&self, index: usize, args: &[u8], pushed: u32) -> (u32, Vec<u8>) {
        type Sync = unsafe extern "C" fn(*mut Context, *const u8, usize, u32) -> u32;
        let data = self.write(args);
        // SAFETY: the tests name a synchronous function.
        let status = unsafe { self.function::<Sync>(index)(self.key(), data, args.len(), pushed) };
        (status, self.out())
    }

    /// Starts a call or a stream with what was pushed: its id.
    pub fn start_pushed(&mut self, index: usize, args: &[u8], pushed: u32) -> u64 {
        type Start = unsafe extern "C" fn(*mut Context, *const u8, usize, u32, u64) -> u32;
        self.last_id += 1;
        let data = self.write(args);
        // SAFETY: the tests name a function that completes through the mailbox.
        let status = unsafe { self.function::<Start>(index)(self.key(), data, args.len(), pushed, self.last_id) };
        assert_eq!(status, CallStatus::Ok.code(), "{:?}", self.out());
        self.last_id
    }

    /// Starts a call with what was pushed that may fail or end at once: status and out message.
    pub fn try_start_pushed(&mut self, index: usize, args: &[u8], pushed: u32) -> (u32, Vec<u8>) {
        type Start = unsafe extern "C" fn(*mut Context, *const u8, usize, u32, u64) -> u32;
        self.last_id += 1;
        let data = self.write(args);
        // SAFETY: the tests name a function that completes through the mailbox.
        let status = unsafe { self.function::<Start>(index)(self.key(), data, args.len(), pushed, self.last_id) };
        (status, self.out())
    }

    /// Calls a function without parameters and result, of the direct lane: its status.
    pub fn call_unit(&self, index: usize) -> u32 {
        // SAFETY: the tests name such a function.
        unsafe {
            self.function::<unsafe extern "C" fn(*mut Context)>(index)(self.key());
            std::mem::take(&mut (*self.context).status)
        }
    }

    /// Calls a function `(i32) -> i32` of the direct lane: result and status.
    pub fn call_direct_with_one(&self, index: usize, a: i32) -> (i32, u32) {
        // SAFETY: the tests name such a function.
        unsafe {
            let function: unsafe extern "C" fn(*mut Context, i32) -> i32 = self.function(index);
            let result = function(self.key(), a);
            (result, std::mem::take(&mut (*self.context).status))
        }
    }

    /// Calls a function `(&Object, i32) -> i32` of the direct lane: result and status.
    pub fn call_direct_method(&self, index: usize, object: &Object, a: i32) -> (i32, u32) {
        type Method = unsafe extern "C" fn(*mut Context, *const c_void, i32) -> i32;
        // SAFETY: the tests name such a function.
        unsafe {
            let result = self.function::<Method>(index)(self.key(), object.handle, a);
            (result, std::mem::take(&mut (*self.context).status))
        }
    }

    /// Calls a function `(&Object) -> R` of the direct lane: result and status.
    pub fn call_direct_object<R>(&self, index: usize, object: &Object) -> (R, u32) {
        // SAFETY: the tests name such a function.
        unsafe {
            let function: unsafe extern "C" fn(*mut Context, *const c_void) -> R = self.function(index);
            let result = function(self.key(), object.handle);
            (result, std::mem::take(&mut (*self.context).status))
        }
    }

    /// Calls a function `(&Object, &Object) -> R` of the direct lane: result and status.
    pub fn call_direct_objects<R>(&self, index: usize, a: &Object, b: &Object) -> (R, u32) {
        // SAFETY: the tests name such a function.
        unsafe {
            let function: unsafe extern "C" fn(*mut Context, *const c_void, *const c_void) -> R = self.function(index);
            let result = function(self.key(), a.handle, b.handle);
            (result, std::mem::take(&mut (*self.context).status))
        }
    }

    /// Calls a function `(i32, i32) -> i32` of the direct lane: result and status.
    pub fn call_direct(&self, index: usize, a: i32, b: i32) -> (i32, u32) {
        // SAFETY: the tests name such a function.
        unsafe {
            let function: unsafe extern "C" fn(*mut Context, i32, i32) -> i32 = self.function(index);
            let result = function(self.key(), a, b);
            (result, std::mem::take(&mut (*self.context).status))
        }
    }

    /// Starts a call or a stream: its id.
    pub fn start(&mut self, index: usize, args: &[u8]) -> u64 {
        let (status, out) = self.try_start(index, args);
        assert_eq!(status, CallStatus::Ok.code(), "{out:?}");
        self.last_id
    }

    /// Starts a call or a stream that may fail at once: status and out message.
    pub fn try_start(&mut self, index: usize, args: &[u8]) -> (u32, Vec<u8>) {
        type Start = unsafe extern "C" fn(*mut Context, *const u8, usize, u32, u64) -> u32;
        self.last_id += 1;
        let data = self.write(args);
        // SAFETY: the tests name a function that completes through the mailbox.
        let status = unsafe { self.function::<Start>(index)(self.key(), data, args.len(), 0, self.last_id) };
        (status, self.out())
    }

    /// The out message, which is good until the next call.
    pub fn out(&self) -> Vec<u8> {
        // SAFETY: the context is ours, and its out message has that many bytes.
        unsafe { bytes_of(&(*self.context).out) }
    }

    pub fn cancel(&self, id: u64) {
        // SAFETY: as the protocol says of `cancel`.
        unsafe { (self.runtime().cancel)(self.key(), id) };
    }

    /// Allows a stream to send so many items more.
    pub fn credit(&self, id: u64, items: u32) {
        self.acknowledge(id, 0, items);
    }

    /// The listener of a stream took `taken` items, and `granted` more may be sent.
    pub fn acknowledge(&self, id: u64, taken: u32, granted: u32) {
        // As many bytes as there are.
        const BYTES: u32 = 1 << 20;
        // SAFETY: as the protocol says of `credit`.
        unsafe { (self.runtime().credit)(self.key(), id, taken, granted, BYTES) };
    }

    /// The figures of a stream, in the order of `StreamStatistics`; `None` if it is not known any more.
    pub fn statistics(&self, id: u64) -> Option<[u64; 6]> {
        // SAFETY: as the protocol says of `statistics`.
        let is_known = unsafe { (self.runtime().statistics)(self.key(), id) };
        is_known.then(|| figures(&self.out()))
    }

    /// Whether a signal has changed since it was read; `answering` its entry in the mailbox.
    pub fn signal_changed(&self, signal: &Object, answering: bool) -> bool {
        // SAFETY: as the protocol says of `signal_changed`.
        unsafe {
            if answering {
                (self.runtime().signal_answer)(signal.handle);
            }
            let watch = (self.runtime().signal_watch)(signal.handle);
            (self.runtime().signal_changed)(watch)
        }
    }

    /// Reads a signal: status and out message.
    pub fn signal_read(&self, signal: &Object) -> (u32, Vec<u8>) {
        // SAFETY: as the protocol says of `signal_read`.
        let status = unsafe { (self.runtime().signal_read)(self.key(), signal.handle) };
        (status, self.out())
    }

    /// Listens to a signal from now on: the id of the entries to come.
    pub fn signal_listen(&mut self, signal: &Object) -> u64 {
        self.last_id += 1;
        // SAFETY: as the protocol says of `signal_listen`.
        unsafe { (self.runtime().signal_listen)(self.key(), signal.handle, self.last_id) };
        self.last_id
    }

    /// Does not listen to it any more.
    pub fn signal_unlisten(&self, signal: &Object) {
        // SAFETY: as in `signal_listen`.
        unsafe { (self.runtime().signal_listen)(std::ptr::null_mut(), signal.handle, 0) };
    }

    /// The next entry, waiting for it at most `patience`.
    pub fn next_within(&mut self, patience: Duration) -> Option<Entry> {
        if self.waiting.is_empty() {
            self.woken.recv_timeout(patience).ok()?;
            self.wake_ups += 1;
            // Until it is empty, as the contract of a wake-up demands.
            while self.drain() {}
        }
        match self.waiting.is_empty() {
            true => None,
            false => Some(self.waiting.remove(0)),
        }
    }

    /// The next entry, which must come soon.
    pub fn next(&mut self) -> Entry {
        for _ in 0..2 {
            if let Some(entry) = self.next_within(Duration::from_secs(20)) {
                return entry;
            }
        }
        panic!("no entry came");
    }

    /// Waits for a wake-up and takes everything that is there, without keeping it: the number of entries, and of items in
    /// them.
    pub fn take_all(&mut self) -> (usize, usize) {
        let patience = Duration::from_secs(20);
        self.woken.recv_timeout(patience).expect("something comes");
        self.wake_ups += 1;
        let (mut entries, mut items) = (0, 0);
        // SAFETY: as in `drain`.
        while let len @ 1.. = unsafe { (self.runtime().drain)(self.key()) } {
            // SAFETY: as in `drain`.
            let mut batch = unsafe { std::slice::from_raw_parts((*self.context).batch.data, len) };
            while !batch.is_empty() {
                entries += 1;
                items += header(batch, "count") as usize;
                batch = &batch[header(batch, "size") as usize..];
            }
        }
        (entries, items)
    }

    fn drain(&mut self) -> bool {
        // SAFETY: as the protocol says of `drain`; the batch is good until it is called again.
        unsafe {
            let len = (self.runtime().drain)(self.key());
            if len == 0 {
                return false;
            }
            let mut batch = std::slice::from_raw_parts((*self.context).batch.data, len);
            while !batch.is_empty() {
                let (entry, rest) = batch.split_at(header(batch, "size") as usize);
                self.waiting.push(Entry {
                    kind: header(entry, "kind"),
                    id: u64::from(header(entry, "id")),
                    count: header(entry, "count"),
                    payload: entry[ENTRY_HEADER.size()..].to_vec(),
                });
                batch = rest;
            }
        }
        true
    }

    /// The isolate dies without a word: its port is closed, nothing is detached.
    pub fn close_port(&self) {
        PORTS.lock().expect("as in post").remove(&self.port);
    }
}

impl Drop for Isolate {
    fn drop(&mut self) {
        self.close_port();
        self.detach();
    }
}

/// The number at `at`.
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

/// A part of the header of an entry; of an id, the lower half.
fn header(entry: &[u8], name: &str) -> u32 {
    u32_at(entry, ENTRY_HEADER.at(name))
}

/// The figures of a stream, as the out message or an entry has them.
pub fn figures(bytes: &[u8]) -> [u64; 6] {
    std::array::from_fn(|i| u64::from_le_bytes(bytes[i * 8..][..8].try_into().expect("eight bytes")))
}

/// Waits until the live-object counter is `wanted`; fails after a while.
pub fn expect_live_objects(wanted: i64) {
    for _ in 0..2000 {
        if oche::live_objects() == wanted {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(oche::live_objects(), wanted, "something is still alive");
}
