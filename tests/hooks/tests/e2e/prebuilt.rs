//! Libraries that were built before: taken where they match, refused where they are not what their table says.
//!
//! Cargo is played, and says for each build whether it was called.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::project::Project;
use build_hooks::hook::{Build, Hook};

pub const TESTS: &[crate::Test] = &[
    ("a prebuilt library of the package is taken without Rust", taken),
    ("what does not match is built", built_otherwise),
    ("a prebuilt library that was changed or cut short is refused", refused),
    ("a prebuilt library is downloaded, checked and kept", downloaded),
    (
        "a download that is changed, cut short or fails is refused",
        bad_downloads,
    ),
];

/// What `oche build --prebuilt` writes, of libraries that contain `abc`; the command's tests hold it to the same file.
const TABLE: &str = include_str!("table.json");

const LIBRARY: &str = "prebuilt/x86_64-unknown-linux-gnu/libhello.so";

/// A package with its table, for the API that it has, and with the library of 64-bit Linux.
fn project(url: Option<&str>) -> Result<Project> {
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
fn without_rust(fake: &Fake) -> Build {
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
    let table = fs::read_to_string(project.path("prebuilt/table.json"))?;
    for (library, table, says) in [
        (
            "abd",
            table.clone(),
            "SHA-256 a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9, and should have ba7816bf",
        ),
        ("ab", table.clone(), "libhello.so has 2 bytes, and should have 3"),
        ("", table.clone(), "libhello.so has 0 bytes, and should have 3"),
        ("abcd", table.clone(), "libhello.so has 4 bytes, and should have 3"),
        (
            "abc",
            table.replace("\"size\":3", "\"size\":null"),
            "says nothing usable of x86_64-unknown-linux-gnu",
        ),
        (
            "abc",
            table.replace("ba7816bf", "../.."),
            "says nothing usable of x86_64-unknown-linux-gnu",
        ),
        (
            "abc",
            table.replace("x86_64-unknown-linux-gnu/", "../"),
            "says nothing usable of x86_64-unknown-linux-gnu",
        ),
        (
            "abc",
            table.replace("\"format\":1", "\"format\":2"),
            "is no table of this version",
        ),
        ("abc", "{".to_owned(), "is no table of this version"),
    ] {
        project.write(LIBRARY, library)?;
        project.write("prebuilt/table.json", &table)?;
        let errors = hook.failure(&project, &without_rust(&fake), 1)?;
        ensure!(errors.contains(says), "{says:?} is not said:\n{errors}");
        ensure!(errors.contains("`local_build: true`"), "{errors}");
    }
    Ok(())
}

/// Serves each of these answers once, in that order; gives the address.
fn server(answers: Vec<String>) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/hello/", listener.local_addr()?);
    thread::spawn(move || {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept() else {
                return;
            };
            let mut request = Vec::new();
            let mut bytes = [0; 512];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                match stream.read(&mut bytes) {
                    Ok(length) if length > 0 => request.extend_from_slice(bytes.get(..length).unwrap_or_default()),
                    _ => break,
                }
            }
            let asked = request.starts_with(b"GET /hello/x86_64-unknown-linux-gnu/libhello.so HTTP/1.1\r\n");
            let answer = if asked { answer } else { status("404 Not Found", "") };
            // A client that has gone away is the client's affair.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    Ok(address)
}

fn status(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

fn downloaded(hook: &Hook) -> Result<()> {
    let address = server(vec![status("200 OK", "abc")])?;
    let project = project(Some(&address))?;
    fs::remove_file(project.path(LIBRARY))?;
    let fake = Fake::new(&project, &[])?;
    // The second time the server has nothing more to say.
    for _ in 0..2 {
        let library = hook.answer(&project, &without_rust(&fake))?.library()?;
        ensure!(fs::read_to_string(library)? == "abc");
    }
    Ok(())
}

fn bad_downloads(hook: &Hook) -> Result<()> {
    let cut_short = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nab";
    let endless = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(1 << 20));
    let answers = [
        (status("200 OK", "abd"), 1, "has the SHA-256 "),
        (status("200 OK", "ab"), 1, "has 2 bytes, and should have 3"),
        (endless, 1, "has 4 bytes, and should have 3"),
        (cut_short.to_owned(), 2, "cannot be downloaded from http://127.0.0.1"),
        (status("404 Not Found", ""), 2, "the server says 404"),
    ];
    let address = server(answers.iter().map(|(answer, ..)| answer.clone()).collect())?;
    let project = project(Some(&address))?;
    fs::remove_file(project.path(LIBRARY))?;
    let fake = Fake::new(&project, &[])?;
    for (_, code, says) in answers {
        let errors = hook.failure(&project, &without_rust(&fake), code)?;
        ensure!(errors.contains(says), "{says:?} is not said:\n{errors}");
    }
    let table = fs::read_to_string(project.path("prebuilt/table.json"))?;
    project.write("prebuilt/table.json", &table.replace(&address, "http://example.com/"))?;
    let errors = hook.failure(&project, &without_rust(&fake), 2)?;
    ensure!(errors.contains("only https is taken"), "{errors}");
    Ok(())
}
