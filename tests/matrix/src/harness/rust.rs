//! The Rust half: `cargo check`.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;
use xtask::Workspace;
use xtask::process::{Source, capture};

use super::blame::{self, Complaint};
use super::folder::Folder;

/// Checks the crate; gives what the compiler has against modules. A warning in generated code is a complaint, too.
pub(super) fn check(workspace: &Workspace, folder: &Folder, modules: usize) -> Result<Vec<Complaint>> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["check", "--quiet", "--message-format=json", "--manifest-path"])
        .arg(folder.manifest())
        // Not the repository's, which cargo locks that may be running us; nor that of the libraries, which may be built now.
        .env("CARGO_TARGET_DIR", folder.workspace().join("check"));
    let mut messages = Vec::new();
    let output = capture(&mut cargo, |source, line| {
        if source == Source::Stdout
            && let Ok(message) = serde_json::from_str::<Value>(line)
            && message["reason"] == "compiler-message"
        {
            messages.push(message["message"].clone());
        }
    })?;
    let generated = fs::read_to_string(folder.package().join("src/oche_generated.rs"))?;
    let mut complaints = Vec::new();
    for message in &messages {
        let is_error = message["level"] == "error";
        let is_summary = message["spans"].as_array().is_none_or(Vec::is_empty);
        if (is_error && !is_summary) || (message["level"] == "warning" && is_generated(message)) {
            let module = spans(message).find_map(|span| module_of(span, &generated, modules));
            let text = message["rendered"].as_str().unwrap_or_default();
            complaints.push(Complaint::new(module, text));
        }
    }
    if complaints.is_empty() && !output.status.success() {
        bail!(
            "`cargo check` fails, and says nothing about the modules:\n{}",
            output.tail(40)
        );
    }
    Ok(complaints)
}

/// The places of a message, the main one first, then those of its notes.
fn spans(message: &Value) -> impl Iterator<Item = &Value> {
    let own = message["spans"].as_array().into_iter().flatten();
    let (primary, others): (Vec<&Value>, Vec<&Value>) = own.partition(|span| span["is_primary"] == true);
    let children = message["children"].as_array().into_iter().flatten();
    let notes = children.flat_map(|child| child["spans"].as_array().into_iter().flatten());
    primary.into_iter().chain(others).chain(notes)
}

fn is_generated(message: &Value) -> bool {
    let mut places = spans(message);
    places
        .next()
        .is_some_and(|span| file(span).ends_with("oche_generated.rs"))
}

fn file(span: &Value) -> &Path {
    Path::new(span["file_name"].as_str().unwrap_or_default())
}

fn module_of(span: &Value, generated: &str, modules: usize) -> Option<usize> {
    let path = file(span);
    if let Some(tag) = blame::tag_of_file(path) {
        return Some(tag);
    }
    let line = usize::try_from(span["line_start"].as_u64()?).ok()?;
    if path.ends_with("oche_generated.rs") {
        return blame::tag_around(generated, line, modules);
    }
    let text = span["text"].as_array()?.first()?["text"].as_str()?;
    blame::tag_in(text, modules)
}
