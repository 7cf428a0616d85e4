//! The check of the architecture notices what it is for: each rule is broken once in a small tree of its own.

use std::fs;
use std::path::Path;

use xtask::architecture::floors::TREES;
use xtask::architecture::{Tree, picture, survey, table};

/// A small tree, and what must be said of it.
struct Case {
    name: &'static str,
    tree: &'static Tree,
    files: &'static [(&'static str, &'static str)],
    /// For each complaint, in order: where it is, and words that are in it.
    wanted: &'static [(&'static str, &'static [&'static str])],
}

const DART: &Tree = &TREES[0];
const RUST: &Tree = &TREES[1];
const GENERATOR: &Tree = &TREES[2];

const CASES: &[Case] = &[
    Case {
        name: "Dart: everything in its place",
        tree: DART,
        files: &[
            ("oche.dart", "export 'src/features/object.dart' show RustObject;\n"),
            ("native.dart", "export 'src/platform/native/memory.dart';\n"),
            ("src/base/some.dart", "import 'dart:math';\nclass Some {}\n"),
            (
                "src/wire/wire.dart",
                "library;\nimport '../base/some.dart';\npart 'reader.dart';\n",
            ),
            ("src/wire/reader.dart", "part of 'wire.dart';\nclass Reader {}\n"),
            (
                "src/platform/platform.dart",
                "export 'web/memory.dart' if (dart.library.ffi) 'native/memory.dart';\n",
            ),
            (
                "src/platform/native/memory.dart",
                "import 'dart:ffi';\nimport 'dart:isolate';\n",
            ),
            ("src/platform/web/memory.dart", "import 'dart:js_interop';\n"),
            (
                "src/features/object.dart",
                "import '../platform/platform.dart';\nimport '../wire/wire.dart';\n",
            ),
        ],
        wanted: &[],
    },
    Case {
        name: "Dart: upwards, by import, by export, by a part's library, and by a condition",
        tree: DART,
        files: &[
            (
                "src/base/a.dart",
                "\nimport 'dart:async';\nimport '../run/c.dart' show C;\n",
            ),
            ("src/base/b.dart", "export '../run/c.dart';\n"),
            (
                "src/base/d.dart",
                "import 'e.dart' if (dart.library.js_interop) '../run/c.dart';\n",
            ),
            ("src/base/e.dart", "import 'package:oche/oche.dart';\n"),
            ("src/run/c.dart", "class C {}\n"),
            ("src/protocol/f.dart", "import '../base/e.dart';\n"),
            ("oche.dart", ""),
        ],
        wanted: &[
            (
                "dart/oche/lib/src/base/a.dart:3",
                &[
                    "`import '../run/c.dart' show C`",
                    "floor `base`",
                    "floor `run`",
                    "above",
                    "move what it needs down",
                ],
            ),
            (
                "dart/oche/lib/src/base/b.dart:1",
                &["`export '../run/c.dart'`", "above"],
            ),
            ("dart/oche/lib/src/base/d.dart:1", &["imports src/run/c.dart", "above"]),
            (
                "dart/oche/lib/src/base/e.dart:1",
                &["imports oche.dart of the floor `face`"],
            ),
            (
                "dart/oche/lib/src/protocol/f.dart:1",
                &["floor `protocol`", "floor `base`"],
            ),
        ],
    },
    Case {
        name: "Dart: a circle within a floor, through a part",
        tree: DART,
        files: &[
            ("src/base/a.dart", "import 'b.dart';\n"),
            ("src/base/b.dart", "\nimport 'c.dart';\n"),
            ("src/base/c.dart", "part 'd.dart';\nimport 'a.dart';\n"),
            ("src/base/d.dart", "part of 'c.dart';\n"),
        ],
        wanted: &[(
            "dart/oche/lib/src/base/a.dart:1",
            &[
                "a circle: src/base/a.dart:1 imports src/base/b.dart",
                "src/base/b.dart:2 imports",
                "src/base/c.dart:2",
            ],
        )],
    },
    Case {
        name: "Dart: what only some platforms have",
        tree: DART,
        files: &[
            ("src/base/a.dart", "import 'dart:ffi' as ffi;\n"),
            (
                "src/run/b.dart",
                "import 'dart:async'; import 'dart:isolate';\nimport 'dart:io';\n",
            ),
            ("src/platform/web/c.dart", "import 'dart:ffi';\n"),
            ("src/platform/native/d.dart", "import 'dart:js_interop';\n"),
            (
                "src/features/e.dart",
                "import 'dart:html';\nimport 'package:meta/meta.dart';\n",
            ),
            ("oche.dart", "export 'dart:ffi' show Pointer;\n"),
        ],
        wanted: &[
            (
                "dart/oche/lib/oche.dart:1",
                &["dart:ffi", "only src/platform/native/ may"],
            ),
            (
                "dart/oche/lib/src/base/a.dart:1",
                &["it uses dart:ffi", "only src/platform/native/ may"],
            ),
            (
                "dart/oche/lib/src/features/e.dart:1",
                &["dart:html", "nothing here may", "dart2wasm"],
            ),
            (
                "dart/oche/lib/src/features/e.dart:2",
                &["package:meta/meta.dart", "no dependencies"],
            ),
            (
                "dart/oche/lib/src/platform/native/d.dart:1",
                &["dart:js_interop", "only src/platform/web/ may"],
            ),
            (
                "dart/oche/lib/src/platform/web/c.dart:1",
                &["dart:ffi", "only src/platform/native/ may"],
            ),
            ("dart/oche/lib/src/run/b.dart:1", &["dart:isolate"]),
            ("dart/oche/lib/src/run/b.dart:2", &["dart:io"]),
        ],
    },
    Case {
        name: "Dart: past the door of a room",
        tree: DART,
        files: &[
            ("src/platform/native/a.dart", "import '../web/b.dart';\n"),
            ("src/platform/web/b.dart", ""),
            ("src/run/c.dart", "import '../platform/native/a.dart';\n"),
        ],
        wanted: &[
            (
                "dart/oche/lib/src/platform/native/a.dart:1",
                &["src/platform/web/b.dart is in a room of its own"],
            ),
            (
                "dart/oche/lib/src/run/c.dart:1",
                &["does not compile for the web", "the room's door"],
            ),
        ],
    },
    Case {
        name: "Dart: a file on no floor",
        tree: DART,
        files: &[("src/stray.dart", "class Stray {}\n")],
        wanted: &[(
            "dart/oche/lib/src/stray.dart: it is on no floor",
            &["cargo xtask architecture"],
        )],
    },
    Case {
        name: "Rust: everything in its place",
        tree: RUST,
        files: &[
            (
                "lib.rs",
                "mod base;\nmod wire;\nmod platform;\npub use wire::Reader;\npub mod glue { pub use crate::wire::Reader; }\n",
            ),
            ("base.rs", "pub mod ids;\n"),
            (
                "base/ids.rs",
                "pub struct Id(u64);\n#[cfg(test)] mod tests { use crate::wire::Reader; }\n",
            ),
            // A parent that declares and re-exports its child, which uses an item of the parent.
            ("wire.rs", "mod reader;\npub use reader::Reader;\npub trait Decode {}\n"),
            (
                "wire/reader.rs",
                "use super::Decode;\nuse crate::base::ids::Id;\npub struct Reader(Id);\nimpl Decode for Reader {}\n",
            ),
            (
                "platform.rs",
                "#[cfg(not(target_family = \"wasm\"))]\nmod native;\npub use native::spawn;\n",
            ),
            (
                "platform/native.rs",
                "use std::thread;\npub fn spawn() { thread::spawn(|| ()); tokio::spawn(()); }\n",
            ),
        ],
        wanted: &[],
    },
    Case {
        name: "Rust: upwards, by use, by a path, in a macro, through a re-export, by a glob",
        tree: RUST,
        files: &[
            (
                "lib.rs",
                "mod base;\nmod wire;\nmod run;\npub use run::task::{Status, Task};\n",
            ),
            (
                "base.rs",
                "pub mod a;\npub mod b;\npub mod c;\npub mod d;\npub mod e;\n",
            ),
            (
                "base/a.rs",
                "\nuse crate::{base::b, run::task::Task};\nfn f(_: Task) {}\n",
            ),
            (
                "base/b.rs",
                "fn f() {\n    let run = 1;\n    crate::run::task::go(run);\n}\n",
            ),
            (
                "base/c.rs",
                "macro_rules! m {\n    () => {\n        $crate::run::task::Status::Ok\n    };\n}\n",
            ),
            ("base/d.rs", "use crate::Status as S;\nconst A: S = S::Ok;\n"),
            (
                "base/e.rs",
                "use crate::wire::prelude::*;\nfn f(_: Option<Reader>) {}\n",
            ),
            ("wire.rs", "pub mod prelude;\nmod reader;\n"),
            ("wire/prelude.rs", "pub use super::reader::Reader;\n"),
            ("wire/reader.rs", "pub struct Reader;\n"),
            ("run.rs", "pub mod task;\n"),
            (
                "run/task.rs",
                "pub enum Status { Ok }\npub struct Task;\npub fn go(_: u8) {}\n",
            ),
        ],
        wanted: &[
            (
                "crates/oche/src/base/a.rs:2",
                &[
                    "`use crate::run::task::Task`",
                    "floor `base` imports run/task.rs",
                    "floor `run`",
                ],
            ),
            (
                "crates/oche/src/base/b.rs:3",
                &["`crate::run::task::go`", "imports run/task.rs"],
            ),
            (
                "crates/oche/src/base/c.rs:3",
                &["`crate::run::task::Status::Ok`", "imports run/task.rs"],
            ),
            (
                "crates/oche/src/base/d.rs:1",
                &["`use crate::Status`", "imports run/task.rs"],
            ),
            ("crates/oche/src/base/e.rs:2", &["`Reader`", "imports wire/reader.rs"]),
        ],
    },
    Case {
        name: "Rust: circles, of siblings, and of a parent that uses what its child has",
        tree: RUST,
        files: &[
            ("lib.rs", "mod wire;\nmod run;\n"),
            (
                "wire.rs",
                "mod reader;\npub(crate) use reader::Reader;\npub trait Decode { fn decode(_: Reader); }\n",
            ),
            (
                "wire/reader.rs",
                "pub struct Reader;\nimpl super::Decode for u8 { fn decode(_: Reader) {} }\n",
            ),
            ("run.rs", "mod a;\nmod b;\n"),
            ("run/a.rs", "use super::b;\npub struct A;\nfn f(_: b::B) {}\n"),
            ("run/b.rs", "use super::a::A;\npub struct B(A);\n"),
        ],
        wanted: &[
            (
                "crates/oche/src/run/a.rs:3",
                &[
                    "a circle: run/a.rs:3 imports run/b.rs (`b::B`)",
                    "run/b.rs:1 imports run/a.rs",
                ],
            ),
            (
                "crates/oche/src/wire.rs:3",
                &[
                    "a circle: wire.rs:3 imports wire/reader.rs (`Reader`)",
                    "wire/reader.rs:2",
                ],
            ),
        ],
    },
    Case {
        name: "Rust: what only some platforms have, by use, by a path, by a name that was imported",
        tree: RUST,
        files: &[
            ("lib.rs", "mod base;\nmod run;\nmod platform;\n"),
            (
                "base.rs",
                "use std::time::{Duration, Instant};\nfn f(_: Duration, _: Instant) {}\n",
            ),
            (
                "run.rs",
                "use std::{sync, thread, time};\n\nfn f() {\n    thread::sleep(D);\n    thread::current();\n    crate::platform::Clock::now();\n    let _ = time::Instant::now();\n    let _ = sync::Mutex::new(());\n}\n",
            ),
            ("platform.rs", "mod native;\nmod wasm;\npub use native::*;\n"),
            ("platform/native.rs", "pub use std::time::Instant as Clock;\n"),
            ("platform/wasm.rs", "use tokio::sync::oneshot;\n"),
        ],
        wanted: &[
            (
                "crates/oche/src/base.rs:1",
                &["std::time::Instant", "only platform/native/"],
            ),
            (
                "crates/oche/src/platform/wasm.rs:1",
                &["tokio::sync::oneshot", "only platform/native/"],
            ),
            ("crates/oche/src/run.rs:4", &["std::thread::sleep"]),
            ("crates/oche/src/run.rs:7", &["std::time::Instant::now"]),
        ],
    },
    Case {
        name: "Rust: a module of a path of its own, past the door of a room, and on no floor",
        tree: RUST,
        files: &[
            ("lib.rs", "mod platform;\nmod run;\nmod stray;\n"),
            (
                "platform.rs",
                "#[cfg(unix)]\n#[path = \"platform/native/unix.rs\"]\nmod system;\npub use system::wake;\n",
            ),
            ("platform/native/unix.rs", "pub fn wake() {}\npub fn spawn() {}\n"),
            (
                "run.rs",
                "fn f() {\n    crate::platform::wake();\n    crate::platform::system::spawn();\n}\n",
            ),
            ("stray.rs", ""),
        ],
        wanted: &[
            (
                "crates/oche/src/run.rs:3",
                &["platform/native/unix.rs is in a room of its own"],
            ),
            ("crates/oche/src/stray.rs: it is on no floor", &[]),
        ],
    },
    Case {
        name: "generator: the halves know nothing of each other, and the IR knows nobody",
        tree: GENERATOR,
        files: &[
            ("lib.rs", "mod generator;\nmod ir;\n"),
            ("ir.rs", "use crate::generator::rust::Table;\n"),
            (
                "generator.rs",
                "pub mod rust;\npub mod dart;\npub fn all() { rust::print(); dart::print(); }\n",
            ),
            (
                "generator/rust.rs",
                "pub struct Table;\npub fn print() { super::dart::print(); }\n",
            ),
            ("generator/dart.rs", "pub fn print() {}\n"),
        ],
        wanted: &[
            (
                "crates/oche-codegen/src/generator/rust.rs:2",
                &["nothing of each other"],
            ),
            ("crates/oche-codegen/src/ir.rs:1", &["floor `ir`", "floor `generator`"]),
        ],
    },
];

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("within the root")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
}

#[test]
fn every_rule_is_noticed_at_its_line() {
    for Case {
        name,
        tree,
        files,
        wanted,
    } in CASES
    {
        let repository = tempfile::tempdir().expect("a temporary folder");
        write(&repository.path().join(tree.root), files);
        let survey = survey(tree, repository.path()).expect("it is readable");
        let found: Vec<String> = survey.complaints.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), wanted.len(), "{name}: {found:#?}");
        for (complaint, (place, words)) in found.iter().zip(*wanted) {
            assert!(complaint.starts_with(place), "{name}: {place} in {complaint}");
            for word in *words {
                assert!(complaint.contains(word), "{name}: {word} in {complaint}");
            }
            assert!(complaint.contains("= help: "), "{name}: a way out in {complaint}");
        }
    }
}

#[test]
fn the_table_counts_files_lines_imports_and_circles() {
    let repository = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("src/base/a.dart", "import 'b.dart';\n"),
        ("src/base/b.dart", "import 'a.dart';\n"),
        ("src/run/c.dart", "import '../base/a.dart';\nclass C {}\n"),
    ];
    write(&repository.path().join(DART.root), &files);
    let survey = survey(DART, repository.path()).expect("it is readable");
    let text = table::print(&[survey]);
    for line in [
        "| run | 1 | 2 | 1 |",
        "| base | 2 | 2 | 0 |",
        "| 1 circle of 2 files | 3 | 4 | 1 |",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[test]
fn the_picture_shows_every_floor_and_its_places() {
    let svg = picture::draw();
    for tree in &TREES {
        for floor in tree.floors {
            assert!(svg.contains(&format!(">{}</text>", floor.name)), "{}", floor.name);
        }
    }
    assert!(svg.contains("platform/ [native | web]") && svg.contains("platform/ [native | wasm]"));
}
