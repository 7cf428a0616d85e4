//! The table of floors: what there is, from the bottom up, and what belongs where.

/// A tree of sources.
#[derive(Debug)]
pub struct Tree {
    /// What it is called.
    pub name: &'static str,
    /// What it is written in.
    pub language: Language,
    /// Its folder, from the repository's.
    pub root: &'static str,
    /// From the bottom up.
    pub floors: &'static [Floor],
    /// The rooms that not everybody may enter.
    pub rooms: &'static [Room],
    /// What may not be imported everywhere.
    pub outside: &'static [Outside],
}

/// The language of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Libraries, their directives.
    Dart,
    /// Modules, their paths.
    Rust,
}

/// One floor of a tree.
#[derive(Debug)]
pub struct Floor {
    /// What it is called: the same in both languages.
    pub name: &'static str,
    /// What is in it: see [`is_in`].
    pub places: &'static [&'static str],
    /// What belongs there.
    pub what: &'static str,
}

/// A room: what is in it may be imported from within, and from its doors.
#[derive(Debug)]
pub struct Room {
    /// A place, see [`is_in`].
    pub place: &'static str,
    /// The places that may import from it.
    pub doors: &'static [&'static str],
    /// Why it is closed.
    pub why: &'static str,
}

/// Something from outside that only some places may import.
#[derive(Debug)]
pub struct Outside {
    /// What; all that is within it, too.
    pub names: &'static [&'static str],
    /// Who may.
    pub places: &'static [&'static str],
    /// Why not everybody, and what to do instead.
    pub why: &'static str,
}

/// Whether a file is in a place. A place is a folder (`src/wire/`, to which in Rust `src/wire.rs` belongs), a file, or `*` for
/// all files that are in the root itself.
pub fn is_in(path: &str, place: &str) -> bool {
    match place.strip_suffix('/') {
        Some(folder) => path.starts_with(place) || path.strip_suffix(".rs") == Some(folder),
        None if place == "*" => !path.contains('/'),
        None => path == place,
    }
}

impl Tree {
    /// The floor that a file is on, counted from 0.
    pub fn floor_of(&self, path: &str) -> Option<usize> {
        self.floors
            .iter()
            .position(|floor| floor.places.iter().any(|place| is_in(path, place)))
    }
}

const PORTABLE: &str = "this must be the same on every platform: ask for it through the platform floor";

/// All of them.
pub static TREES: [Tree; 4] = [
    Tree {
        name: "dart/oche",
        language: Language::Dart,
        root: "dart/oche/lib",
        floors: &[
            Floor {
                name: "protocol",
                places: &["src/protocol/"],
                what: "what both sides count by: codes and limits, generated from one description",
            },
            Floor {
                name: "base",
                places: &["src/base/"],
                what: "small things without machinery: Some, Uuid, equality, errors, windows, figures",
            },
            Floor {
                name: "wire",
                places: &["src/wire/"],
                what: "reader, writer, values; what travels besides bytes is a kind and an index",
            },
            Floor {
                name: "platform",
                places: &["src/platform/"],
                what: "exactly what differs: table, memory, wake-ups, loading, finalizers",
            },
            Floor {
                name: "run",
                places: &["src/run/"],
                what: "context, mailbox, calls, cancelling, executor, JSON, panics",
            },
            Floor {
                name: "features",
                places: &["src/features/"],
                what: "objects, callbacks, streams, sinks, signals, logs, each with its codec",
            },
            Floor {
                name: "testing",
                places: &["src/testing/"],
                what: "what stands in the library's place in tests: objects, signals, streams, a recorder",
            },
            Floor {
                name: "face",
                places: &["*"],
                what: "what users and generated code see",
            },
        ],
        rooms: &[
            Room {
                place: "src/platform/native/",
                doors: &["src/platform/platform.dart", "*"],
                why: "it does not compile for the web",
            },
            Room {
                place: "src/platform/web/",
                doors: &["src/platform/platform.dart"],
                why: "it compiles for the web only",
            },
        ],
        outside: &[
            Outside {
                names: &["dart:ffi", "dart:isolate", "dart:io", "dart:cli", "dart:mirrors"],
                places: &["src/platform/native/"],
                why: PORTABLE,
            },
            Outside {
                names: &["dart:js_interop", "dart:js_interop_unsafe"],
                places: &["src/platform/web/"],
                why: PORTABLE,
            },
            Outside {
                names: &["dart:html", "dart:js", "dart:js_util"],
                places: &[],
                why: "dart2wasm does not have it: use dart:js_interop in src/platform/web/",
            },
            Outside {
                names: &["package:"],
                places: &[],
                why: "the run time has no dependencies: the SDK's libraries are all it uses",
            },
        ],
    },
    Tree {
        name: "crates/oche",
        language: Language::Rust,
        root: "crates/oche/src",
        floors: &[
            Floor {
                name: "protocol",
                places: &["protocol/"],
                what: "",
            },
            Floor {
                name: "base",
                places: &["base/"],
                what: "",
            },
            Floor {
                name: "wire",
                places: &["wire/"],
                what: "",
            },
            Floor {
                name: "platform",
                places: &["platform/"],
                what: "",
            },
            Floor {
                name: "run",
                places: &["run/"],
                what: "",
            },
            Floor {
                name: "features",
                places: &["features/"],
                what: "",
            },
            Floor {
                name: "face",
                places: &["lib.rs", "support/"],
                what: "",
            },
        ],
        rooms: &[
            Room {
                place: "platform/native/",
                doors: &["platform.rs", "platform/mod.rs"],
                why: "it does not compile for wasm32",
            },
            Room {
                place: "platform/wasm/",
                doors: &["platform.rs", "platform/mod.rs"],
                why: "it compiles for wasm32 only",
            },
        ],
        outside: &[
            Outside {
                names: &[
                    "std::thread::Builder",
                    "std::thread::park",
                    "std::thread::park_timeout",
                    "std::thread::scope",
                    "std::thread::sleep",
                    "std::thread::spawn",
                ],
                places: &["platform/native/", "platform/park.rs"],
                why: PORTABLE,
            },
            Outside {
                names: &["std::time::Instant", "std::time::SystemTime::now"],
                places: &["platform/native/", "run/spawn/starter.rs"],
                why: PORTABLE,
            },
            Outside {
                names: &["tokio"],
                places: &[
                    "platform/native/",
                    "run/executor/runtime.rs",
                    "run/spawn/starter.rs",
                    "run/spawn/tokio.rs",
                ],
                why: "tokio is a dependency of native targets only: what runs futures is behind the trait `Executor`",
            },
        ],
    },
    Tree {
        name: "crates/oche-codegen",
        language: Language::Rust,
        root: "crates/oche-codegen/src",
        floors: &[
            Floor {
                name: "base",
                places: &["config/", "diagnostic/", "suggest.rs"],
                what: "settings, diagnostics, and what was meant by a mistyped name",
            },
            Floor {
                name: "ir",
                places: &["ir/", "schema.rs"],
                what: "an API with every decision made, and its hash",
            },
            Floor {
                name: "contract",
                places: &["contract/"],
                what: "an API as a document, and what a change of it breaks",
            },
            Floor {
                name: "parser",
                places: &["parser/"],
                what: "from source to a model of it, names resolved",
            },
            Floor {
                name: "lower",
                places: &["lower/"],
                what: "checks and decides: from the model to the IR",
            },
            Floor {
                name: "generator",
                places: &["generator/"],
                what: "prints Rust and Dart from the IR",
            },
            Floor {
                name: "face",
                places: &["lib.rs", "output.rs"],
                what: "one call: from a crate to its bridge, and onto the disk",
            },
        ],
        rooms: &[
            Room {
                place: "generator/rust/",
                doors: &["generator.rs", "generator/mod.rs", "lib.rs"],
                why: "the two halves of a bridge know the IR and nothing of each other",
            },
            Room {
                place: "generator/dart/",
                doors: &["generator.rs", "generator/mod.rs", "lib.rs"],
                why: "the two halves of a bridge know the IR and nothing of each other",
            },
        ],
        outside: &[],
    },
    Tree {
        name: "dart/oche_hooks",
        language: Language::Dart,
        root: "dart/oche_hooks/lib",
        floors: &[
            Floor {
                name: "base",
                places: &[
                    "src/download.dart",
                    "src/lock.dart",
                    "src/package.dart",
                    "src/place.dart",
                    "src/run.dart",
                    "src/settings.dart",
                    "src/target.dart",
                    "src/tools.dart",
                ],
                what: "what is asked for, and files, programs and servers",
            },
            Floor {
                name: "cargo",
                places: &[
                    "src/android.dart",
                    "src/apple.dart",
                    "src/build_scripts.dart",
                    "src/cargo.dart",
                    "src/dependencies.dart",
                    "src/plan.dart",
                ],
                what: "how cargo is called, and what it says",
            },
            Floor {
                name: "features",
                places: &["src/freshness.dart", "src/prebuilt.dart"],
                what: "what there is besides building",
            },
            Floor {
                name: "face",
                places: &["src/builder.dart", "*"],
                what: "what a hook calls",
            },
        ],
        rooms: &[],
        outside: &[
            Outside {
                names: &["package:crypto"],
                places: &["src/prebuilt.dart"],
                why: "only what was built elsewhere is held against a sum",
            },
            Outside {
                names: &["dart:mirrors", "dart:html", "package:oche"],
                places: &[],
                why: "a hook is compiled and run before there is an app or a library",
            },
        ],
    },
];
