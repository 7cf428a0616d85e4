use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime};

pub fn sets(a: HashSet<String>) {}

pub fn maps(a: BTreeMap<String, i32>) {}

pub fn queues(a: VecDeque<i32>) {}

pub fn counted(a: Rc<String>, b: Arc<String>) {}

pub fn guarded(a: RefCell<i32>, b: Mutex<i32>, c: std::sync::atomic::AtomicBool) {}

pub fn times(a: SystemTime, b: Instant) {}

pub fn paths(a: PathBuf) {}

pub fn boxes(a: Box<str>, b: Box<[u8]>) {}

pub fn ranges(a: std::ops::RangeInclusive<usize>, b: std::num::NonZeroU32) {}

pub fn text(a: std::borrow::Cow<'static, str>) {}

pub fn other(a: std::process::Child) {}
