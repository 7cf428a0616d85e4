//! The command at work, and what it prints.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub const MANIFEST: &str = "\
[package]
name = \"hello\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
crate-type = [\"cdylib\"]

[features]
extra = []

[dependencies]
oche = \"0.1\"
";

/// Longer than anything takes here, on a machine that has a lot to do.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Longer than it takes to hear of a change, so that nothing more is to come of it.
const A_WHILE: Duration = Duration::from_millis(700);

/// The command at work in a crate, and what it prints.
pub struct Watching {
    pub folder: TempDir,
    pub child: Child,
    lines: Receiver<String>,
    /// For messages: all that was printed.
    pub printed: Vec<String>,
}

impl Watching {
    /// Starts it; the first round is over.
    pub fn start(files: &[(&str, &str)]) -> Self {
        Self::start_with(files, &[])
    }

    pub fn start_with(files: &[(&str, &str)], options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let usual = [
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", "pub mod api;\nmod oche_generated;\n"),
            ("src/api.rs", "pub fn one() {}\n"),
        ];
        for (path, text) in usual.iter().chain(files) {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_oche"))
            .args(["generate", "--watch"])
            .args(options)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let (tell, lines) = mpsc::channel();
        let outputs: [Box<dyn std::io::Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("a pipe")),
            Box::new(child.stderr.take().expect("a pipe")),
        ];
        for output in outputs {
            let tell = tell.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if tell.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        let mut watching = Self {
            folder,
            child,
            lines,
            printed: Vec::new(),
        };
        if !options.contains(&"--quiet") {
            watching.until("first: ");
            // Its own output is heard of, and is nothing new.
            assert_eq!(watching.meanwhile(), Vec::<String>::new());
        }
        watching
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect(path);
    }

    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// Waits for a line that has this in it, and gives it.
    #[track_caller]
    pub fn until(&mut self, what: &str) -> String {
        let end = Instant::now() + LIMIT;
        loop {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    self.printed.push(line.clone());
                    if line.contains(what) {
                        return line;
                    }
                }
                Err(_) => panic!("no line with {what:?}, but:\n{}", self.printed.join("\n")),
            }
        }
    }

    /// All lines of the next while.
    pub fn meanwhile(&mut self) -> Vec<String> {
        let end = Instant::now() + A_WHILE;
        let mut lines = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            lines.push(line);
        }
        self.printed.extend(lines.iter().cloned());
        lines
    }

    /// Ends it by a signal, and gives its exit code.
    pub fn end(&mut self, signal: &str) -> Option<i32> {
        let kill = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status();
        assert!(kill.expect("kill runs").success());
        let end = Instant::now() + LIMIT;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("a process") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
