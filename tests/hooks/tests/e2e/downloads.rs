//! Prebuilt libraries that are downloaded: checked, kept, and what becomes of servers that do not give them.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use build_hooks::hook::Hook;

use crate::fake::Fake;
use crate::prebuilt::{LIBRARY, project, without_rust};

pub const TESTS: &[crate::Test] = &[
    ("a prebuilt library is downloaded, checked and kept", downloaded),
    ("a download that is changed, cut short or fails is refused", refused),
    (
        "a server may send us on, but not to where anybody listens in",
        redirected,
    ),
    ("a server that says nothing is not waited for without an end", silent),
    ("a proxy of the environment is asked", proxied),
];

const FILE: &str = "GET /hello/x86_64-unknown-linux-gnu/libhello.so HTTP/1.1";

/// Waits for each of these requests in their order, and gives the answer that goes with it; none, if that is empty. Gives the
/// address.
fn server(answers: Vec<(&'static str, String)>) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/hello/", listener.local_addr()?);
    thread::spawn(move || {
        let mut open = Vec::new();
        for (expected, answer) in answers {
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
            let is_asked = request.starts_with(expected.as_bytes());
            let answer = if is_asked { answer } else { status("404 Not Found", "") };
            // A client that has gone away is the client's affair.
            let _ = stream.write_all(answer.as_bytes());
            if answer.is_empty() {
                open.push(stream);
            }
        }
        if !open.is_empty() {
            // So long nobody hangs up.
            thread::sleep(Duration::from_secs(120));
        }
    });
    Ok(address)
}

fn status(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

fn moved(status: &str, to: &str) -> String {
    format!("HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

fn downloaded(hook: &Hook) -> Result<()> {
    let address = server(vec![(FILE, status("200 OK", "abc")), (FILE, status("200 OK", "abc"))])?;
    let project = project(Some(&address))?;
    fs::remove_file(project.path(LIBRARY))?;
    let fake = Fake::new(&project, &[])?;
    let take = || -> Result<()> {
        let library = hook.answer(&project, &without_rust(&fake))?.library()?;
        ensure!(fs::read_to_string(library)? == "abc");
        Ok(())
    };
    take()?;
    let folder = project.path(".dart_tool/hooks_runner/shared/hello/build/prebuilt");
    let kept: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    ensure!(kept.len() == 1, "{kept:?}");
    let kept = kept[0].path().join("libhello.so");
    let time = fs::metadata(&kept)?.modified()?;
    take()?;
    ensure!(fs::metadata(&kept)?.modified()? == time, "it was downloaded again");
    // What was spoiled here is not the package's fault: it is downloaded again. What a build left that was killed is no
    // hindrance.
    fs::write(&kept, "ab")?;
    fs::write(kept.with_file_name("libhello.so.new"), "a long rest")?;
    take()?;
    ensure!(fs::read_dir(kept.with_file_name(""))?.count() == 1);
    // The server has nothing more to say.
    fs::write(&kept, "ab")?;
    hook.failure(&project, &without_rust(&fake), 2)?;
    Ok(())
}

/// What a server answers, what the hook ends with, and what it says.
type Row = (Vec<(&'static str, String)>, i32, &'static str);

fn each(hook: &Hook, rows: Vec<Row>) -> Result<()> {
    for (answers, code, says) in rows {
        let address = server(answers)?;
        let project = project(Some(&address))?;
        fs::remove_file(project.path(LIBRARY))?;
        let fake = Fake::new(&project, &[])?;
        let errors = hook.failure(&project, &without_rust(&fake), code)?;
        ensure!(errors.contains(says), "{says:?} is not said:\n{errors}");
        ensure!(errors.contains("`local_build: true`"), "{errors}");
        // Nothing is left of it.
        let folder = project.path(".dart_tool/hooks_runner/shared/hello/build/prebuilt");
        for kept in fs::read_dir(folder)? {
            ensure!(fs::read_dir(kept?.path())?.count() == 0, "{says}");
        }
    }
    Ok(())
}

fn refused(hook: &Hook) -> Result<()> {
    let cut_short = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nab";
    let endless = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(1 << 20));
    let row = |answer: String, code, says| (vec![(FILE, answer)], code, says);
    each(
        hook,
        vec![
            row(status("200 OK", "abd"), 1, "has the SHA-256 "),
            row(status("200 OK", ""), 1, "has 0 bytes, and should have 3"),
            row(status("200 OK", "ab"), 1, "has 2 bytes, and should have 3"),
            row(endless, 1, "has 4 bytes, and should have 3"),
            row(cut_short.to_owned(), 2, "cannot be downloaded from http://127.0.0.1"),
            row(status("404 Not Found", ""), 2, "the server says 404"),
            row(status("500 Oh", "abc"), 2, "the server says 500"),
            row(status("204 No Content", ""), 2, "the server says 204"),
            row(
                "nonsense\r\n\r\n".to_owned(),
                2,
                "cannot be downloaded from http://127.0.0.1",
            ),
        ],
    )?;
    for (address, says) in [
        ("http://example.com/", "only https is taken"),
        ("http://localhost.example.com/", "only https is taken"),
        ("ftp://127.0.0.1/", "only https is taken"),
        ("https:///hello/", "is no address of a file"),
        ("https://127.0.0.1:1/", "cannot be downloaded from https://127.0.0.1:1/"),
    ] {
        let project = project(Some(address))?;
        fs::remove_file(project.path(LIBRARY))?;
        let fake = Fake::new(&project, &[])?;
        let errors = hook.failure(&project, &without_rust(&fake), 2)?;
        ensure!(errors.contains(says), "{says:?} is not said:\n{errors}");
    }
    Ok(())
}

fn redirected(hook: &Hook) -> Result<()> {
    const NEW: &str = "GET /new HTTP/1.1";
    for code in ["301 Moved", "302 Found", "303 See Other", "307 Moved", "308 Moved"] {
        let address = server(vec![(FILE, moved(code, "/new")), (NEW, status("200 OK", "abc"))])?;
        let project = project(Some(&address))?;
        fs::remove_file(project.path(LIBRARY))?;
        let fake = Fake::new(&project, &[])?;
        let library = hook.answer(&project, &without_rust(&fake))?.library()?;
        ensure!(fs::read_to_string(library)? == "abc", "{code}");
    }
    let on_and_on = || (NEW, moved("302 Found", "/new"));
    each(
        hook,
        vec![
            (
                vec![(FILE, moved("302 Found", "http://example.com/libhello.so"))],
                2,
                "only https is taken, and this is http://example.com/libhello.so",
            ),
            (
                vec![(FILE, moved("302 Found", "file:///etc/passwd"))],
                2,
                "is no address of a file",
            ),
            (vec![(FILE, status("302 Found", ""))], 2, "the server says 302"),
            (
                vec![
                    (FILE, moved("302 Found", "/new")),
                    on_and_on(),
                    on_and_on(),
                    on_and_on(),
                    on_and_on(),
                    on_and_on(),
                ],
                2,
                "the servers send us on and on",
            ),
        ],
    )
}

fn silent(hook: &Hook) -> Result<()> {
    let started = Instant::now();
    each(
        hook,
        vec![(vec![(FILE, String::new())], 2, "nothing came for 30 seconds")],
    )?;
    ensure!(started.elapsed() < Duration::from_secs(90), "{:?}", started.elapsed());
    Ok(())
}

fn proxied(hook: &Hook) -> Result<()> {
    const CONNECT: &str = "CONNECT example.com:443 HTTP/1.1";
    let proxy = server(vec![(CONNECT, status("502 It Was Asked", ""))])?;
    let project = project(Some("https://example.com/hello/"))?;
    fs::remove_file(project.path(LIBRARY))?;
    let fake = Fake::new(&project, &[])?;
    let mut build = without_rust(&fake);
    build
        .environment
        .push(("https_proxy".to_owned(), proxy.replace("/hello/", "")));
    let errors = hook.failure(&project, &build, 2)?;
    ensure!(
        errors.contains("cannot be downloaded from https://example.com/") && errors.contains("502"),
        "{errors}"
    );
    Ok(())
}
