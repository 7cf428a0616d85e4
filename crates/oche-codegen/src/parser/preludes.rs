//! Names that come from other crates: the standard prelude, and the one path that stands for several.

/// The standard prelude, as far as its names can stand in a signature.
const PRELUDE: [(&str, &str); 36] = [
    ("AsMut", "std::convert::AsMut"),
    ("AsRef", "std::convert::AsRef"),
    ("AsyncFn", "std::ops::AsyncFn"),
    ("AsyncFnMut", "std::ops::AsyncFnMut"),
    ("AsyncFnOnce", "std::ops::AsyncFnOnce"),
    ("Box", "std::boxed::Box"),
    ("Clone", "std::clone::Clone"),
    ("Copy", "std::marker::Copy"),
    ("Default", "std::default::Default"),
    ("DoubleEndedIterator", "std::iter::DoubleEndedIterator"),
    ("Drop", "std::ops::Drop"),
    ("Eq", "std::cmp::Eq"),
    ("ExactSizeIterator", "std::iter::ExactSizeIterator"),
    ("Extend", "std::iter::Extend"),
    ("Fn", "std::ops::Fn"),
    ("FnMut", "std::ops::FnMut"),
    ("FnOnce", "std::ops::FnOnce"),
    ("From", "std::convert::From"),
    ("FromIterator", "std::iter::FromIterator"),
    ("Future", "std::future::Future"),
    ("Into", "std::convert::Into"),
    ("IntoFuture", "std::future::IntoFuture"),
    ("IntoIterator", "std::iter::IntoIterator"),
    ("Iterator", "std::iter::Iterator"),
    ("Option", "std::option::Option"),
    ("Ord", "std::cmp::Ord"),
    ("PartialEq", "std::cmp::PartialEq"),
    ("PartialOrd", "std::cmp::PartialOrd"),
    ("Result", "std::result::Result"),
    ("Send", "std::marker::Send"),
    ("Sized", "std::marker::Sized"),
    ("String", "std::string::String"),
    ("Sync", "std::marker::Sync"),
    ("ToString", "std::string::ToString"),
    ("Unpin", "std::marker::Unpin"),
    ("Vec", "std::vec::Vec"),
];

/// Types of the standard library outside the prelude that signatures name often: those that cross, those that do not
/// cross yet, and those that never will. Glob imports are looked up in this list, and so are suggestions for imports.
pub(crate) const STANDARD: [&str; 57] = [
    "std::any::Any",
    "std::borrow::Cow",
    "std::cell::Cell",
    "std::cell::OnceCell",
    "std::cell::RefCell",
    "std::collections::BTreeMap",
    "std::collections::BTreeSet",
    "std::collections::BinaryHeap",
    "std::collections::HashMap",
    "std::collections::HashSet",
    "std::collections::LinkedList",
    "std::collections::VecDeque",
    "std::convert::Infallible",
    "std::error::Error",
    "std::ffi::CStr",
    "std::ffi::CString",
    "std::ffi::OsStr",
    "std::ffi::OsString",
    "std::fmt::Debug",
    "std::fmt::Display",
    "std::fs::File",
    "std::io::BufRead",
    "std::io::Read",
    "std::io::Write",
    "std::marker::PhantomData",
    "std::net::IpAddr",
    "std::net::Ipv4Addr",
    "std::net::Ipv6Addr",
    "std::net::SocketAddr",
    "std::num::NonZero",
    "std::num::NonZeroU32",
    "std::num::NonZeroU64",
    "std::num::NonZeroUsize",
    "std::num::ParseFloatError",
    "std::num::ParseIntError",
    "std::num::TryFromIntError",
    "std::num::Wrapping",
    "std::ops::ControlFlow",
    "std::ops::Range",
    "std::ops::RangeInclusive",
    "std::path::Path",
    "std::path::PathBuf",
    "std::pin::Pin",
    "std::rc::Rc",
    "std::rc::Weak",
    "std::str::Utf8Error",
    "std::string::FromUtf8Error",
    "std::sync::Arc",
    "std::sync::Mutex",
    "std::sync::OnceLock",
    "std::sync::RwLock",
    "std::sync::mpsc::Receiver",
    "std::sync::mpsc::Sender",
    "std::time::Duration",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::time::SystemTimeError",
];

/// The paths under which crates export `Stream`, and what is said instead of them from then on.
const STREAM: &str = "futures_core::stream::Stream";
const STREAMS: [&str; 12] = [
    "futures::Stream",
    "futures::prelude::Stream",
    "futures::prelude::stream::Stream",
    "futures::stream::Stream",
    "futures_core::Stream",
    "futures_util::Stream",
    "futures_util::stream::Stream",
    "oche::Stream",
    "oche::prelude::Stream",
    "tokio_stream::Stream",
    "futures_lite::Stream",
    "futures_lite::stream::Stream",
];

/// Other names of the same things: where a module re-exports what is defined elsewhere.
const ALIASES: [(&str, &str); 8] = [
    ("std::collections::hash_map::HashMap", "std::collections::HashMap"),
    ("std::collections::hash_set::HashSet", "std::collections::HashSet"),
    ("std::collections::btree_map::BTreeMap", "std::collections::BTreeMap"),
    ("std::collections::btree_set::BTreeSet", "std::collections::BTreeSet"),
    ("std::collections::vec_deque::VecDeque", "std::collections::VecDeque"),
    ("std::sync::Weak", "std::rc::Weak"),
    ("futures::stream::BoxStream", "futures_core::stream::BoxStream"),
    ("futures_util::stream::BoxStream", "futures_core::stream::BoxStream"),
];

/// What a name of the standard prelude stands for.
pub(crate) fn standard(name: &str) -> Option<&'static str> {
    let at = PRELUDE.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(PRELUDE[at].1)
}

/// The names of the standard prelude.
pub(crate) fn standard_names() -> impl Iterator<Item = &'static str> {
    PRELUDE.iter().map(|(name, _)| *name)
}

/// The one path that stands for all paths to the same thing.
pub(crate) fn canonical(path: &str) -> String {
    let path = match path.split_once("::") {
        Some(("core" | "alloc", rest)) => format!("std::{rest}"),
        None if matches!(path, "core" | "alloc") => "std".to_owned(),
        _ => path.to_owned(),
    };
    if let Some(rest) = path.strip_prefix("std::prelude::")
        && let Some((_, name)) = rest.split_once("::")
        && let Some(path) = standard(name)
    {
        return path.to_owned();
    }
    if STREAMS.contains(&path.as_str()) {
        return STREAM.to_owned();
    }
    match ALIASES.iter().find(|(alias, _)| *alias == path) {
        Some((_, path)) => (*path).to_owned(),
        None => path,
    }
}

/// Whether a canonical path is surely there, so that a glob import brings it.
pub(crate) fn is_known(path: &str) -> bool {
    let is_stream = path == STREAM || path == "futures_core::stream::BoxStream";
    is_stream || STANDARD.contains(&path) || PRELUDE.iter().any(|(_, known)| *known == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prelude_is_sorted() {
        assert!(PRELUDE.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn one_path_stands_for_all() {
        assert_eq!(canonical("core::time::Duration"), "std::time::Duration");
        assert_eq!(canonical("alloc::vec::Vec"), "std::vec::Vec");
        assert_eq!(canonical("std::prelude::rust_2021::Vec"), "std::vec::Vec");
        assert_eq!(
            canonical("std::collections::hash_map::HashMap"),
            "std::collections::HashMap"
        );
        assert_eq!(canonical("futures::Stream"), canonical("tokio_stream::Stream"));
        assert_eq!(canonical("mine::Stream"), "mine::Stream");
    }
}
