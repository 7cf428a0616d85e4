//! How cargo is called for each target, and what the hook answers.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::project::Project;
use build_hooks::hook::{Build, Hook};

pub const TESTS: &[crate::Test] = &[
    ("each target has its own call of cargo", targets),
    ("apps that are released have an optimized library", modes),
    ("the answer names every file that the library was made of", dependencies),
    ("two hooks at once build one after the other", one_at_a_time),
    ("a hook that was killed keeps nobody waiting", killed),
    ("where cargo builds is not for the environment to say", own_folders),
    ("the standard library of a target is fetched", standard_library),
    ("variables that the user has set stay", own_variables),
    ("where no code is asked for nothing is built", other_assets),
];

/// A target: what is asked for, and what comes of it.
struct Row {
    os: &'static str,
    cpu: &'static str,
    more: fn() -> Value,
    triple: &'static str,
    library: &'static str,
    /// What the linker is told.
    link: &'static [&'static str],
    /// The variables that cargo finds, without those that are the same for all targets of a system.
    variables: &'static [&'static str],
}

const NDK: &str = "/opt/my ndk/toolchains/llvm/prebuilt/linux-x86_64/bin";

fn android() -> Value {
    json!({
        "android": {"target_ndk_api": 24},
        "c_compiler": {"cc": format!("{NDK}/clang"), "ld": format!("{NDK}/ld.lld"), "ar": format!("{NDK}/llvm-ar")},
    })
}

fn ios(sdk: &str) -> Value {
    json!({"ios": {"target_sdk": sdk, "target_version": 13}})
}

fn macos() -> Value {
    json!({"macos": {"target_version": 11}})
}

fn none() -> Value {
    json!({})
}

const PAGES: &str = "-Wl,-z,max-page-size=16384";
const NAMES: &str = "-Wl,-headerpad_max_install_names";
const IPHONE: &[&str] = &["IPHONEOS_DEPLOYMENT_TARGET=13.0"];
const MAC: &[&str] = &["MACOSX_DEPLOYMENT_TARGET=11.0"];

#[rustfmt::skip]
const ROWS: [Row; 16] = [
    Row { os: "android", cpu: "arm64", more: android, triple: "aarch64-linux-android", library: "libhello.so",
          link: &["--target=aarch64-linux-android24", PAGES], variables: &[] },
    Row { os: "android", cpu: "x64", more: android, triple: "x86_64-linux-android", library: "libhello.so",
          link: &["--target=x86_64-linux-android24", PAGES], variables: &[] },
    Row { os: "android", cpu: "arm", more: android, triple: "armv7-linux-androideabi", library: "libhello.so",
          link: &["--target=armv7a-linux-androideabi24"], variables: &[] },
    Row { os: "android", cpu: "ia32", more: android, triple: "i686-linux-android", library: "libhello.so",
          link: &["--target=i686-linux-android24"], variables: &[] },
    Row { os: "ios", cpu: "arm64", more: || ios("iphoneos"), triple: "aarch64-apple-ios", library: "libhello.dylib",
          link: &[NAMES], variables: IPHONE },
    Row { os: "ios", cpu: "arm64", more: || ios("iphonesimulator"), triple: "aarch64-apple-ios-sim",
          library: "libhello.dylib", link: &[NAMES], variables: IPHONE },
    Row { os: "ios", cpu: "x64", more: || ios("iphonesimulator"), triple: "x86_64-apple-ios",
          library: "libhello.dylib", link: &[NAMES], variables: IPHONE },
    Row { os: "macos", cpu: "arm64", more: macos, triple: "aarch64-apple-darwin", library: "libhello.dylib",
          link: &[NAMES], variables: MAC },
    Row { os: "macos", cpu: "x64", more: macos, triple: "x86_64-apple-darwin", library: "libhello.dylib",
          link: &[NAMES], variables: MAC },
    Row { os: "macos", cpu: "x64", more: || json!({"macos": {"target_version": 10}}), triple: "x86_64-apple-darwin",
          library: "libhello.dylib", link: &[NAMES], variables: &["MACOSX_DEPLOYMENT_TARGET=10.15"] },
    Row { os: "linux", cpu: "x64", more: none, triple: "x86_64-unknown-linux-gnu", library: "libhello.so",
          link: &[], variables: &[] },
    Row { os: "linux", cpu: "arm64", more: cross, triple: "aarch64-unknown-linux-gnu", library: "libhello.so",
          link: &[], variables: &["CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=/usr/bin/cross gcc",
                                  "CC_aarch64_unknown_linux_gnu=/usr/bin/cross gcc"] },
    Row { os: "linux", cpu: "arm", more: none, triple: "armv7-unknown-linux-gnueabihf", library: "libhello.so",
          link: &[], variables: &[] },
    Row { os: "linux", cpu: "riscv64", more: none, triple: "riscv64gc-unknown-linux-gnu", library: "libhello.so",
          link: &[], variables: &[] },
    Row { os: "windows", cpu: "x64", more: none, triple: "x86_64-pc-windows-msvc", library: "hello.dll",
          link: &[], variables: &[] },
    Row { os: "windows", cpu: "arm64", more: none, triple: "aarch64-pc-windows-msvc", library: "hello.dll",
          link: &[], variables: &[] },
];

fn cross() -> Value {
    json!({"c_compiler": {"cc": "/usr/bin/cross gcc", "ld": "/usr/bin/cross ld", "ar": "/usr/bin/cross ar"}})
}

/// What every build for Android has in its environment.
fn ndk(triple: &str, clang: &str) -> Vec<String> {
    let name = triple.replace('-', "_");
    let flags = format!("--target={clang}");
    vec![
        format!("AR_{name}={NDK}/llvm-ar"),
        format!("BINDGEN_EXTRA_CLANG_ARGS_{name}=\"--sysroot={NDK}/../sysroot\" {flags}"),
        format!("CARGO_TARGET_{}_LINKER={NDK}/clang", name.to_uppercase()),
        format!("CC_{name}={NDK}/clang"),
        format!("CFLAGS_{name}={flags}"),
        format!("CXXFLAGS_{name}={flags}"),
        format!("CXX_{name}={NDK}/clang++"),
        format!("RANLIB_{name}={NDK}/llvm-ranlib"),
    ]
}

fn targets(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let crate_dir = project.path("rust").canonicalize()?;
    for row in ROWS {
        let build = fake.build(Build::of(row.os, row.cpu, (row.more)()));
        let answer = hook.answer(&project, &build)?;
        let library = answer.library()?;
        ensure!(library.ends_with(row.library), "{}", library.display());
        ensure!(fs::read_to_string(&library)? == format!("{} debug\n", row.triple));
        ensure!(answer.errors.is_empty(), "{}", answer.errors);

        let mut expected = vec![
            format!("cargo in {}", crate_dir.display()),
            "  rustc".to_owned(),
            "  --lib".to_owned(),
            "  --crate-type=cdylib".to_owned(),
            format!("  --target={}", row.triple),
            format!(
                "  --target-dir={}/",
                project
                    .path(".dart_tool/hooks_runner/shared/hello/build/target")
                    .display()
            ),
            "  --message-format=json-render-diagnostics".to_owned(),
        ];
        if !row.link.is_empty() {
            expected.push("  --".to_owned());
        }
        expected.extend(row.link.iter().map(|argument| format!("  -Clink-arg={argument}")));
        let mut variables: Vec<String> = row.variables.iter().map(|line| (*line).to_owned()).collect();
        if row.os == "android" {
            let clang = row
                .link
                .first()
                .and_then(|flag| flag.strip_prefix("--target="))
                .unwrap_or_default();
            variables.extend(ndk(row.triple, clang));
        }
        expected.extend(variables.iter().map(|line| format!("  {line}")));
        let calls = fake.calls()?;
        ensure!(calls == expected, "{}:\n{calls:#?}\nand not\n{expected:#?}", row.triple);
    }
    Ok(())
}

fn modes(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    for (linking, defines, profile) in [
        (false, json!({}), "debug"),
        (true, json!({}), "release"),
        (false, json!({"mode": "release"}), "release"),
        (true, json!({"mode": "debug"}), "debug"),
    ] {
        let build = Build {
            linking,
            defines,
            ..fake.build(Build::of("linux", "x64", none()))
        };
        let library = hook.answer(&project, &build)?.library()?;
        let made = fs::read_to_string(library)?;
        ensure!(made == format!("x86_64-unknown-linux-gnu {profile}\n"), "{made}");
    }
    // Where cargo puts what it makes is the app's to say, from its pubspec.yaml.
    let build = Build {
        defines: json!({"target_dir": "my target"}),
        ..fake.build(Build::of("linux", "x64", none()))
    };
    hook.answer(&project, &build)?;
    let target = project.path("my target");
    ensure!(target.join("x86_64-unknown-linux-gnu/debug/libhello.so").is_file());
    // So is the lock: beside the folder there may be no place for it.
    ensure!(target.join(".oche_hooks.lock").is_file());
    ensure!(!project.path(".oche_hooks.lock").exists());
    for (defines, says) in [
        (json!({"mode": "fast"}), "mode must be `debug` or `release`"),
        (json!({"mode": 1}), "mode: 1`, and mode must be `debug` or `release`"),
        (json!({"mode": ["debug"]}), "mode must be `debug` or `release`"),
        (json!({"target_dir": 1}), "target_dir must be a folder"),
        (json!({"target_dir": ""}), "target_dir must be a folder"),
        (json!({"target_dir": ["t"]}), "target_dir must be a folder"),
        (
            json!({"local_build": "yes"}),
            "local_build: yes`, and local_build must be true or false",
        ),
        (json!({"local_build": 1}), "local_build must be true or false"),
    ] {
        let build = Build {
            defines,
            ..fake.build(Build::of("linux", "x64", none()))
        };
        let errors = hook.failure(&project, &build, 1)?;
        ensure!(errors.contains(says), "{errors}");
    }
    Ok(())
}

fn dependencies(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    project.write("rust/rust-toolchain.toml", "[toolchain]\nchannel = \"1.88.0\"\n")?;
    project.write("rust/.cargo/config.toml", "")?;
    let started = SystemTime::now();
    let answer = hook.answer(&project, &fake.build(Build::of("linux", "x64", none())))?;
    let mut found = answer.dependencies();
    found.sort();
    let crate_dir = project.path("rust").canonicalize()?;
    let mut expected: Vec<_> = [
        "Cargo.lock",
        "Cargo.toml",
        "oche.toml",
        "rust-toolchain.toml",
        ".cargo/config.toml",
        "src/api.rs",
        "src/lib.rs",
    ]
    .map(|name| crate_dir.join(name))
    .to_vec();
    expected.push(project.path("lib/src/rust/src/asset_native.dart"));
    expected.sort();
    ensure!(found == expected, "{found:#?}\nand not\n{expected:#?}");
    // Cargo has written the lock file, and yet it is not one that changed while the hook ran.
    let modified = fs::metadata(crate_dir.join("Cargo.lock"))?.modified()?;
    ensure!(modified + Duration::from_secs(30) < started, "{modified:?}");
    Ok(())
}

fn one_at_a_time(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let mut build = fake.build(Build::of("linux", "x64", none()));
    build.environment.push(("FAKE_SLOW".to_owned(), "1".to_owned()));
    let mut running = Vec::new();
    for _ in 0..2 {
        running.push(hook.command(&project, &build)?.stdout(Stdio::piped()).spawn()?);
    }
    let mut said = String::new();
    for hook in running {
        let output = hook.wait_with_output()?;
        ensure!(output.status.success());
        said += &String::from_utf8_lossy(&output.stdout);
    }
    let calls = fake.calls()?;
    let order: Vec<&str> = calls
        .iter()
        .filter(|line| line.starts_with("cargo ") || line.ends_with("is done"))
        .map(|line| line.split(' ').next().unwrap_or_default())
        .collect();
    ensure!(order == ["cargo", "", "cargo", ""], "{calls:#?}");
    ensure!(said.contains("Waiting for another build"), "{said}");
    Ok(())
}

fn killed(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let mut build = fake.build(Build::of("linux", "x64", none()));
    let calm = build.clone();
    build.environment.push(("FAKE_SLOW".to_owned(), "5".to_owned()));
    let mut first = hook.command(&project, &build)?.stdout(Stdio::null()).spawn()?;
    let begun = Instant::now();
    while !fake.path("calls").exists() {
        ensure!(begun.elapsed() < Duration::from_secs(60), "cargo was not called");
        thread::sleep(Duration::from_millis(20));
    }
    first.kill()?;
    first.wait()?;
    let output = hook.command(&project, &calm)?.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success() && !said.contains("Waiting"), "{said}");
    Ok(())
}

/// Variables of cargo's reach the hook, and it looks for the library where it has said that it be.
fn own_folders(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let mut build = fake.build(Build::of("linux", "x64", none()));
    for (name, value) in [
        ("CARGO_TARGET_DIR", "elsewhere"),
        ("CARGO_BUILD_TARGET_DIR", "elsewhere"),
        ("CARGO_BUILD_TARGET", "wasm32-unknown-unknown"),
    ] {
        build.environment.push((name.to_owned(), value.to_owned()));
    }
    hook.answer(&project, &build)?.library()?;
    let calls = fake.calls()?;
    let folder = project.path(".dart_tool/hooks_runner/shared/hello/build/target");
    for argument in [
        format!("  --target-dir={}/", folder.display()),
        "  --target=x86_64-unknown-linux-gnu".to_owned(),
    ] {
        ensure!(calls.contains(&argument), "{argument} is not in {calls:#?}");
    }
    Ok(())
}

fn standard_library(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc", "rustup"])?;
    fs::remove_file(fake.path("libdir/libstd-1.rlib"))?;
    let build = fake.build(Build::of("macos", "arm64", macos()));
    hook.answer(&project, &build)?;
    let calls = fake.calls()?;
    let crate_dir = project.path("rust").canonicalize()?;
    let first = [
        &format!("rustup in {}", crate_dir.display()),
        "  target",
        "  add",
        "  aarch64-apple-darwin",
    ];
    ensure!(calls.iter().zip(first).all(|(call, first)| call == first), "{calls:#?}");
    // And once is enough.
    hook.answer(&project, &build)?;
    ensure!(fake.calls()?.iter().all(|line| !line.starts_with("rustup")));
    Ok(())
}

fn own_variables(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let mut build = fake.build(Build::of("android", "arm64", android()));
    let own = "CARGO_TARGET_AARCH64_LINUX_ANDROID_LINKER";
    build.environment.push((own.to_owned(), "mine".to_owned()));
    hook.answer(&project, &build)?;
    let calls = fake.calls()?;
    ensure!(calls.contains(&format!("  {own}=mine")), "{calls:#?}");
    Ok(())
}

fn other_assets(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let build = fake.build(Build::of("linux", "x64", none()));
    let answer = hook.answer(&project, &Build { types: &[], ..build })?;
    ensure!(answer.json["assets"] == json!([]), "{}", answer.json);
    ensure!(fake.calls()?.is_empty());
    Ok(())
}
