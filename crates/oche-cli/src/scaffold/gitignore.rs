//! What git should leave out.

use std::fs;

use super::plan::Plan;
use crate::exit::Failure;
use crate::terminal::shown;

const FILE: &str = ".gitignore";

/// What cargo builds, and where Dart finds it.
const LINES: [&str; 2] = ["/rust/target/", "/target/"];

/// Plans the lines that are missing.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn add(plan: &mut Plan) -> Result<(), Failure> {
    let place = plan.root.join(FILE);
    let old = match fs::read(&place) {
        Ok(old) => old,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            plan.create(FILE, LINES.map(|line| format!("{line}\n")).concat());
            return Ok(());
        }
        Err(error) => {
            return Err(Failure::undone(format_args!(
                "cannot read `{}`: {error}",
                shown(&place)
            )));
        }
    };
    let text = String::from_utf8(old.clone())
        .map_err(|_| Failure::wrong(format_args!("`{}` is not UTF-8", shown(&place))).with_help("save it as UTF-8"))?;
    let bare = |line: &str| line.trim().trim_matches('/').to_owned();
    let has = |wanted: &str| {
        text.lines().any(|line| {
            let everywhere = bare(line) == "target" && !line.starts_with('/') || bare(line) == "**/target";
            bare(line) == bare(wanted) || everywhere
        })
    };
    let missing: Vec<&str> = LINES.into_iter().filter(|line| !has(line)).collect();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut new = text.clone();
    if !new.is_empty() && !new.ends_with('\n') {
        new += end;
    }
    for line in &missing {
        new += line;
        new += end;
    }
    plan.edit(FILE, old, new, missing.join(", "));
    Ok(())
}
