//! Calling what was compiled: one Dart program for a whole batch.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use xtask::Toolchain;
use xtask::process::watch;
use xtask::rust::{Features, Profile};

use super::blame::Complaint;
use super::folder::write;
use super::{Batch, By, Verdict, dart, rust};

/// What to call in one module.
#[derive(Clone, Debug)]
pub struct Call {
    /// The index of the module.
    pub module: usize,
    /// Statements of Dart, which throw if something is wrong; `await` is allowed, and `@` is the module's tag.
    pub code: String,
    /// Declarations of Dart that they use. Annotations have no place in it: `@` is the tag here as well.
    pub declarations: String,
}

/// How long the whole program may go without a word.
const PATIENCE: Duration = Duration::from_secs(60);

impl Batch {
    /// Builds the library, and runs the calls of all modules that are accepted; those that throw, or end the process, are
    /// failed from then on. Gives how many calls went well.
    ///
    /// `prelude` stands before the calls: imports, and functions that they use. The package itself is imported already.
    ///
    /// # Errors
    /// If the library cannot be built, or the program fails in a way that no module can be blamed for.
    pub fn call(&mut self, toolchain: &Toolchain, prelude: &str, calls: &[Call]) -> Result<usize> {
        self.exclusively(|batch| {
            let library = batch.build(toolchain)?;
            let folder = library.parent().map(|folder| folder.to_owned()).unwrap_or_default();
            loop {
                let open: Vec<&Call> = calls.iter().filter(|call| batch.is_accepted(call.module)).collect();
                let program = batch.folder.dart().join("call.dart");
                write(&program, &batch.program(prelude, &open))?;
                let started = Instant::now();
                let (complaints, kernel) = dart::compile(&batch.folder, toolchain, &program, batch.modules.len())?;
                if !complaints.is_empty() {
                    batch.take_out(complaints.into_iter().map(|complaint| (By::Call, complaint)).collect())?;
                    continue;
                }
                let mut vm = toolchain.dart_for(&program)?;
                vm.arg("--enable-asserts").arg(kernel).env("OCHE_LIBRARY_DIR", &folder);
                let output = watch(&mut vm, Some(PATIENCE), |_, _| Some(PATIENCE))?;
                let version = toolchain.vm().version();
                batch.news(&format!("{} modules called on Dart {version}", open.len()), started);
                let (passed, open_at_end) = batch.read(&output.stdout);
                if output.status.success() && output.stdout.lines().any(|line| line == "matrix: end") {
                    return Ok(passed);
                }
                let Some(at) = open_at_end else {
                    bail!("the calls end with {}:\n{}", output.status, output.tail(40));
                };
                let why = if output.timed_out {
                    "it does not end"
                } else {
                    "the process ends"
                };
                let complaint = Complaint::new(Some(at), &format!("{why} ({}):\n{}", output.status, output.tail(10)));
                batch.take_out(vec![(By::Call, complaint)])?;
            }
        })
    }

    /// Builds the library. If that fails, a check finds the modules to blame, and it is tried without them.
    fn build(&mut self, toolchain: &Toolchain) -> Result<PathBuf> {
        loop {
            let built = toolchain.build_library(&self.folder.manifest(), Profile::Dev, Features::Default);
            let Err(error) = built else {
                return built;
            };
            let complaints = rust::check(&self.workspace, &self.folder, self.modules.len())?;
            let complaints = complaints.into_iter().map(|complaint| (By::Rust, complaint)).collect();
            if !self.take_out(complaints)? {
                return Err(error);
            }
            self.generate_quietly()?;
        }
    }

    /// Reads `matrix: begin 0012`, `matrix: ok 0012`, `matrix: failed 0012 why`; gives how many were well, and which one
    /// has begun and has not ended.
    fn read(&mut self, stdout: &str) -> (usize, Option<usize>) {
        let (mut passed, mut open) = (0, None);
        for line in stdout.lines() {
            let mut words = line.strip_prefix("matrix: ").unwrap_or_default().splitn(3, ' ');
            let (word, tag, rest) = (words.next(), words.next(), words.next().unwrap_or_default());
            let Some(at) = tag.and_then(|tag| tag.parse::<usize>().ok()) else {
                continue;
            };
            open = (word == Some("begin")).then_some(at);
            match word {
                Some("ok") => passed += 1,
                Some("failed") => {
                    let message = rest.replace("\\n", "\n");
                    self.verdicts
                        .insert(at, Verdict::Failed(By::Call, Complaint::new(None, &message).message));
                }
                _ => {}
            }
        }
        (passed, open)
    }

    fn program(&self, prelude: &str, calls: &[&Call]) -> String {
        let name = self.folder.name();
        let mut text =
            format!("import 'dart:io' show exit, stdout;\n\nimport 'package:{name}/{name}.dart';\n{prelude}\n");
        text.push_str(
            "Future<void> _run(String tag, Future<void> Function() call) async {\n  print('matrix: begin $tag');\n  \
             try {\n    await call();\n    print('matrix: ok $tag');\n  } catch (error, trace) {\n    \
             final text = '$error\\n$trace'.replaceAll('\\n', r'\\n');\n    print('matrix: failed $tag $text');\n  }\n}\n\n",
        );
        for Call {
            module,
            code,
            declarations,
        } in calls
        {
            let own = format!("{declarations}\nFuture<void> _call@() async {{\n{code}\n}}\n\n");
            text.push_str(&own.replace('@', &Self::tag(*module)));
        }
        text.push_str("Future<void> main() async {\n");
        for call in calls {
            let tag = Self::tag(call.module);
            text.push_str(&format!("  await _run('{tag}', _call{tag});\n"));
        }
        // Objects that nobody has disposed of may keep the isolate alive until the garbage collector comes by.
        text.push_str("  print('matrix: end');\n  await stdout.flush();\n  exit(0);\n}\n");
        text
    }
}
