//! The `oche generate` command as users call it.

mod files;
mod packages;
mod sample;
mod settings;

use sample::{exists, oche, read, sample, stderr, stdout, write};

#[test]
fn warnings_do_not_stop_the_run() {
    let folder = sample();
    write(&folder, "src/api.rs", "pub fn class() {}\n");
    let output = oche(&folder, &["generate"]);
    assert!(output.status.success());
    assert!(stderr(&output).starts_with("warning[OCHE0802]"), "{}", stderr(&output));
    assert!(stdout(&output).contains("8 files written"), "{}", stdout(&output));
}

#[test]
fn dump_ir_prints_json_and_writes_nothing() {
    let folder = sample();
    let output = oche(&folder, &["generate", "--dump-ir"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let api: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(api["crate_name"], "my_app");
    assert_eq!(api["functions"][0]["rust_path"], "crate::api::origin");
    assert!(!exists(&folder, "dart") && !exists(&folder, "src/oche_generated.rs"));
}

#[test]
fn a_class_hides_a_name_of_dart_core_only_where_it_is() {
    let folder = sample();
    write(&folder, "src/api.rs", "pub mod mine;\npub mod other;\npub mod user;\n");
    write(
        &folder,
        "src/api/mine.rs",
        "pub struct List { pub items: Vec<String> }\n",
    );
    write(
        &folder,
        "src/api/other.rs",
        "pub fn names() -> Vec<String> { Vec::new() }\n",
    );
    write(
        &folder,
        "src/api/user.rs",
        "use super::mine::List;\npub fn lists(of: List) -> Vec<List> { vec![of] }\n",
    );
    let output = oche(&folder, &["generate"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = |name: &str| read(&folder, &format!("dart/lib/src/api/{name}.dart"));
    assert!(
        text("mine").contains("final core.List<String> items;"),
        "{}",
        text("mine")
    );
    assert!(
        text("other").contains("Future<List<String>> names("),
        "{}",
        text("other")
    );
    assert!(!text("other").contains("core"), "{}", text("other"));
    assert!(
        text("user").contains("Future<core.List<List>> lists("),
        "{}",
        text("user")
    );
}

#[test]
fn deeply_nested_source_is_read() {
    let folder = sample();
    let body = format!("{}1{}", "(".repeat(2000), ")".repeat(2000));
    let list = format!("{}bool{}", "Vec<".repeat(500), ">".repeat(500));
    let api = format!("pub fn nested(list: {list}) -> i32 {{\n    {body}\n}}\n");
    write(&folder, "src/api.rs", &api);
    let output = oche(&folder, &["generate"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn help_has_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = stdout(&oche(&folder, &["generate", "--help"]));
    for text in ["Examples:", "--crate <DIR>", "--check", "--dump-ir", "oche.toml"] {
        assert!(help.contains(text), "{help}");
    }
    assert!(stdout(&oche(&folder, &["--version"])).starts_with("oche "));
}
