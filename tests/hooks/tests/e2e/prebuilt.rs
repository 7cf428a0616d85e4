//! Libraries that were built before: taken where they match, refused where they are not what their table says.
//!
//! Cargo is played, and says for each build whether it was called.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::project::Project;
use build_hooks::hook::{Build, Hook};

pub const TESTS: &[crate::Test] = &[
    ("a prebuilt library of the package is taken without Rust", taken),
    ("what does not match is built", built_otherwise),
    ("a prebuilt library that was changed or cut short is refused", refused),
    ("what says nothing usable is refused, and upper case is as good", tables),
    ("what is bundled is what was checked", swapped),
];

/// What `oche build --prebuilt` writes, of libraries that contain `abc`; the command's tests hold it to the same file.
const TABLE: &str = include_str!("table.json");

pub const LIBRARY: &str = "prebuilt/x86_64-unknown-linux-gnu/libhello.so";

/// A package with its table, for the API that it has, and with the library of 64-bit Linux.
pub fn project(url: Option<&str>) -> Result<Project> {
    let project = Project::new()?;
    let bridge = fs::read_to_string(project.path("lib/src/rust/src/bridge.dart"))?;
    let hash = bridge
        .split_once("schemaHash: '")
        .and_then(|(_, rest)| rest.split('\'').next())
        .context("the bridge has no hash")?;
    let mut table: Value = serde_json::from_str(TABLE)?;
    table["schema_hash"] = json!(hash);
    table["url"] = json!(url);
    project.write("prebuilt/table.json", &table.to_string())?;
    project.write(LIBRARY, "abc")?;
    Ok(project)
}

/// A build on a machine without cargo.
pub fn without_rust(fake: &Fake) -> Build {
    Build {
        environment: fake.environment_with_path("/usr/bin:/bin"),
        ..Build::of("linux", "x64", json!({}))
    }
}

fn taken(hook: &Hook) -> Result<()> {
    let project = project(None)?;
    let fake = Fake::new(&project, &[])?;
    let answer = hook.answer(&project, &without_rust(&fake))?;
    ensure!(fs::read_to_string(answer.library()?)? == "abc");
    let mut dependencies = answer.dependencies();
    dependencies.sort();
    let expected = [
        "lib/src/rust/src/asset_native.dart",
        "lib/src/rust/src/bridge.dart",
        "prebuilt/table.json",
        LIBRARY,
    ];
    ensure!(
        dependencies == expected.map(|path| project.path(path)),
        "{dependencies:#?}"
    );

    let windows = Build {
        code: Build::of("windows", "x64", json!({})).code,
        ..without_rust(&fake)
    };
    project.write("prebuilt/x86_64-pc-windows-msvc/hello.dll", "abc")?;
    ensure!(hook.answer(&project, &windows)?.library()?.ends_with("hello.dll"));
    Ok(())
}

fn built_otherwise(hook: &Hook) -> Result<()> {
    let built = |project: &Project, build: Build| -> Result<bool> {
        let fake = Fake::new(project, &[])?;
        let tools = ["cargo", "rustc"].map(|tool| fake.path("bin").join(tool));
        for tool in tools.iter().filter(|tool| !tool.exists()) {
            std::os::unix::fs::symlink(fake.path("script"), tool)?;
        }
        let library = hook.answer(project, &fake.build(build))?.library()?;
        let is_built = fs::read_to_string(library)?.ends_with(" debug\n");
        ensure!(is_built != fake.calls()?.is_empty());
        Ok(is_built)
    };
    let linux = || Build::of("linux", "x64", json!({}));
    let project = project(None)?;
    ensure!(!built(&project, linux())?, "it should be taken");
    let forced = Build {
        defines: json!({"local_build": true}),
        ..linux()
    };
    ensure!(built(&project, forced)?, "it is forced");
    ensure!(
        built(&project, Build::of("linux", "arm64", json!({})))?,
        "another target"
    );
    // A library that the table names, and that is neither in the package nor at an address.
    ensure!(built(&project, Build::of("windows", "x64", json!({})))?, "no file");
    project.write(
        "rust/src/api.rs",
        "#[oche::oche(sync)]\npub fn other() -> u8 {\n    1\n}\n",
    )?;
    project.generate()?;
    ensure!(built(&project, linux())?, "another API");
    Ok(())
}

fn refused(hook: &Hook) -> Result<()> {
    let project = project(None)?;
    let fake = Fake::new(&project, &[])?;
    for (library, says) in [
        (
            "abd",
            "SHA-256 a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9, and should have ba7816bf",
        ),
        ("ab", "libhello.so has 2 bytes, and should have 3"),
        ("", "libhello.so has 0 bytes, and should have 3"),
        ("abcd", "libhello.so has 4 bytes, and should have 3"),
    ] {
        project.write(LIBRARY, library)?;
        let errors = hook.failure(&project, &without_rust(&fake), 1)?;
        ensure!(errors.contains(says), "{says:?} is not said:\n{errors}");
        ensure!(errors.contains("`local_build: true`"), "{errors}");
    }
    Ok(())
}

fn tables(hook: &Hook) -> Result<()> {
    const ENTRY: &str = "says nothing usable of x86_64-unknown-linux-gnu";
    const TABLE: &str = "is no table of this version";
    let project = project(None)?;
    let fake = Fake::new(&project, &[])?;
    let table = fs::read_to_string(project.path("prebuilt/table.json"))?;
    let own = |change: &dyn Fn(&mut Value)| -> Result<String> {
        let mut table: Value = serde_json::from_str(&table)?;
        change(&mut table);
        Ok(table.to_string())
    };
    let entry =
        |key: &str, value: Value| own(&|table| table["libraries"]["x86_64-unknown-linux-gnu"][key] = value.clone());
    let file = |name: &str| entry("file", json!(name));
    let top = |key: &str, value: Value| own(&|table| table[key] = value.clone());
    let sum = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    project.write("secret", "abc")?;
    for (table, says) in [
        (entry("size", json!(null))?, ENTRY),
        (entry("size", json!(0))?, ENTRY),
        (entry("size", json!(-3))?, ENTRY),
        (entry("size", json!("3"))?, ENTRY),
        (entry("sha256", json!("../.."))?, ENTRY),
        (entry("sha256", json!(sum.trim_end_matches('D')))?, ENTRY),
        (entry("sha256", json!(format!("{sum}0")))?, ENTRY),
        (file("../secret")?, ENTRY),
        (file("x/../../secret")?, ENTRY),
        (file("%2e%2e/secret")?, ENTRY),
        (file("..\\secret")?, ENTRY),
        (file(&project.path("secret").display().to_string())?, ENTRY),
        (file("file:///etc/passwd")?, ENTRY),
        (file("C:/secret")?, ENTRY),
        (file("https://example.com/secret")?, ENTRY),
        (file("//example.com/secret")?, ENTRY),
        (file("a//b")?, ENTRY),
        (file("")?, ENTRY),
        (file("libhello.so?v=1")?, ENTRY),
        (
            own(&|table| table["libraries"]["x86_64-unknown-linux-gnu"] = json!("abc"))?,
            ENTRY,
        ),
        (top("format", json!(2))?, TABLE),
        (top("crate", json!(1))?, TABLE),
        (top("schema_hash", json!(null))?, TABLE),
        (top("libraries", json!([]))?, TABLE),
        (top("url", json!(1))?, TABLE),
        (top("url", json!("hello/v1"))?, TABLE),
        (top("url", json!("https://[/"))?, TABLE),
        ("[]".to_owned(), TABLE),
        ("{".to_owned(), TABLE),
        (String::new(), TABLE),
    ] {
        project.write("prebuilt/table.json", &table)?;
        let errors = hook.failure(&project, &without_rust(&fake), 1)?;
        ensure!(errors.contains(says), "{says:?} is not said of {table}:\n{errors}");
        ensure!(errors.contains("`local_build: true`"), "{errors}");
    }
    fs::write(project.path("prebuilt/table.json"), b"\xff")?;
    let errors = hook.failure(&project, &without_rust(&fake), 1)?;
    ensure!(errors.contains(TABLE), "{errors}");

    // The same digits in upper case, and of two lines for a target the last one.
    let twice =
        entry("sha256", json!(sum))?.replace("\"libraries\":{", "\"libraries\":{\"x86_64-unknown-linux-gnu\":1,");
    project.write("prebuilt/table.json", &twice)?;
    ensure!(fs::read_to_string(hook.answer(&project, &without_rust(&fake))?.library()?)? == "abc");

    // A build that nothing can satisfy is refused with a prebuilt library as well.
    let fixed = Build {
        code: Build::of("linux", "x64", json!({"link_mode_preference": "static"})).code,
        ..without_rust(&fake)
    };
    let errors = hook.failure(&project, &fixed, 1)?;
    ensure!(errors.contains("neither Dart nor Flutter can do"), "{errors}");
    Ok(())
}

/// Somebody replaces the library at the moment at which its sum is known. (The stand-in of `package:crypto` calls `sha256sum`.)
fn swapped(hook: &Hook) -> Result<()> {
    let project = project(None)?;
    let fake = Fake::new(&project, &[])?;
    fake.tool(
        "sha256sum",
        "/usr/bin/sha256sum \"$@\"; code=$?; printf evil > prebuilt/x86_64-unknown-linux-gnu/libhello.so; exit $code",
    )?;
    let build = fake.build(Build::of("linux", "x64", json!({})));
    let library = hook.answer(&project, &build)?.library()?;
    ensure!(fs::read_to_string(project.path(LIBRARY))? == "evil");
    ensure!(fs::read_to_string(&library)? == "abc");
    let left: Vec<_> = fs::read_dir(library.parent().context("no folder")?)?.collect();
    ensure!(left.len() == 1, "{left:?}");
    Ok(())
}
