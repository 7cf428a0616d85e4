//! The harness sees each kind of fault, and blames the right module.

use matrix::harness::{Batch, By, Call, Module, Verdict};
use xtask::{Toolchain, Workspace};

/// A module, its source, and what is wrong with it, if anything is.
type Case = (&'static str, &'static str, Option<(By, &'static str)>);

/// The faults, with what the verdict on them says. The last three are found by calling.
const MODULES: [Case; 9] = [
    ("good", "#[oche::oche(sync)]\npub fn f@(a: u32) -> u32 { a }\n", None),
    (
        "silent",
        "fn f@() {}\n",
        Some((By::Generator, "nothing of it crosses, and nothing is said")),
    ),
    (
        "no syntax",
        "pub fn f@(\n",
        Some((By::Generator, "this file is not valid Rust")),
    ),
    (
        "not Rust",
        "pub fn f@(a: u32) -> u32 { \"\" }\n",
        Some((By::Rust, "mismatched types")),
    ),
    (
        "not Rust in the glue",
        "pub struct Cell@ { inner: std::rc::Rc<u8> }\nimpl Cell@ { pub fn f@(&self) -> u8 { *self.inner } }\n",
        Some((By::Rust, "cannot be an object in Dart")),
    ),
    (
        "not Dart",
        "#[oche::oche(members = \"int get half => missing ~/ 2;\")]\npub struct Point@ { pub x: u32 }\n\
         #[oche::oche(sync)]\npub fn f@(a: Point@) { let _ = a; }\n",
        Some((By::Dart, "missing")),
    ),
    (
        "not the same",
        "#[oche::oche(sync)]\npub fn f@(a: u32) -> u32 { a + 1 }\n",
        Some((By::Call, "1, not 0")),
    ),
    (
        "the end of it",
        "#[oche::oche(sync)]\npub fn f@(a: u32) -> u32 { std::process::exit(a as i32) }\n",
        Some((By::Call, "the process ends")),
    ),
    (
        "bad call",
        "#[oche::oche(sync)]\npub fn f@(a: u32) -> u32 { a }\n",
        Some((By::Call, "Method not found")),
    ),
];

#[test]
fn every_kind_of_fault_is_seen() -> anyhow::Result<()> {
    if std::env::var("OCHE_E2E_VMS").as_deref() == Ok("none") {
        return Ok(()); // the matrix is a stage of its own
    }
    let workspace = Workspace::find();
    let toolchain = Toolchain::newest(&workspace)?;
    let module = |(name, source, _): &(&str, &str, Option<(By, &str)>)| Module {
        name: (*name).to_owned(),
        source: (*source).to_owned(),
        foreign: String::new(),
    };
    let mut modules: Vec<Module> = MODULES.iter().map(module).collect();
    modules.push(module(&("refused", "pub fn f@(a: *const u8) {}\n", None)));
    let refused = modules.len() - 1;
    let mut batch = Batch::new(&workspace, "harness", modules);
    batch.compile(&toolchain)?;
    let calls = [0, 6, 7, 8].map(|module| Call {
        module,
        code: match MODULES[module].0 {
            "bad call" => "missing(f@(a: 0));".to_owned(),
            _ => "final v = f@(a: 0);\nif (v != 0) throw '$v, not 0';".to_owned(),
        },
        declarations: String::new(),
    });
    assert_eq!(batch.call(&toolchain, "", &calls)?, 1, "one call goes well");
    for (at, (module, verdict)) in batch.verdicts().enumerate() {
        let name = &module.name;
        match (verdict, MODULES.get(at).map(|(_, _, expected)| expected)) {
            (Verdict::Accepted, Some(None)) => {}
            (Verdict::Failed(by, text), Some(Some((expected, part)))) => {
                assert_eq!(by, expected, "{name}: {text}");
                assert!(text.contains(part), "{name}: {text}");
            }
            (Verdict::Refused(title), None) => {
                assert_eq!((at, title.as_str()), (refused, "`*const u8` cannot cross to Dart"));
            }
            (verdict, _) => panic!("{name}: {verdict:?}"),
        }
    }
    Ok(())
}
