//! Libraries for apps whose authors have no Rust: built for all targets that this machine can link for, and written into the
//! Dart package with a table, by which the build hook takes one.
//!
//! [`targets`] says what a target needs and whether that is there, [`table`] is the table.

mod table;
mod targets;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use oche_codegen::Config;
use oche_codegen::ir::Api;
use url::Url;

use self::table::{Entry, Table};
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, shown};
use crate::toolchain::library::{self, Order};
use crate::toolchain::rust;

/// The folder of the Dart package in which the libraries lie.
const FOLDER: &str = "prebuilt";

/// Makes the libraries of the API, or the one for `only`, and adds them to the table.
///
/// # Errors
/// If a target that was asked for cannot be built, none can, or a file cannot be written. What was built before is then in the
/// table.
pub(crate) fn make(
    terminal: &Terminal,
    config: &Config,
    api: &Api,
    only: Option<&str>,
    url: Option<&Url>,
) -> Result<Exit, Failure> {
    rust::find(&config.crate_dir)?;
    let folder = config.dart_dir.join(FOLDER);
    let file = folder.join(table::FILE);
    let mut table = Table::read(&file)?.for_api(&api.crate_name, &api.schema_hash, url);
    let all: Vec<&str> = only.map_or_else(|| targets::ALL.to_vec(), |only| vec![only]);
    let mut exit = Exit::Fine;
    let mut built = 0;
    let mut left_out: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for target in all {
        let linking =
            targets::linking(target).and_then(|linking| rust::must_have(target, &config.crate_dir).map(|()| linking));
        let linking = match linking {
            Ok(linking) => linking,
            Err(failure) if only.is_some() => return Err(failure),
            Err(failure) => {
                let help = failure.help.map(|help| format!("; {help}")).unwrap_or_default();
                left_out.entry(failure.message + &help).or_default().push(target);
                continue;
            }
        };
        let order = Order {
            target: Some(target),
            release: true,
            linking: Some(&linking),
        };
        match library::build(&config.crate_dir, &order) {
            Ok(library) => {
                let entry = put(&library.file, &folder, target)?;
                terminal.say(format_args!("{target}: {} KiB", entry.size.div_ceil(1024)));
                table.libraries.insert(target.to_owned(), entry);
                table.write(&file)?;
                built += 1;
            }
            Err(failure) if only.is_some() => return Err(failure),
            // The others may well compile, and one hears of them all.
            Err(failure) => {
                terminal.bad_news(format_args!("error: {target}: {}", failure.message));
                exit = Exit::Wrong;
            }
        }
    }
    for (why, targets) in left_out {
        terminal.note(format_args!("left out {}: {why}", targets.join(", ")));
    }
    if built == 0 && exit == Exit::Fine {
        return Err(Failure::undone("no library can be linked on this machine")
            .with_help("the notes above say what each target needs"));
    }
    let targets: Vec<&str> = table.libraries.keys().map(String::as_str).collect();
    terminal.say(format_args!("{}: {}", shown(&file), targets.join(", ")));
    Ok(exit)
}

/// Copies a library into the folder of its target; what the table says of it.
fn put(library: &Path, folder: &Path, target: &str) -> Result<Entry, Failure> {
    let name = library.file_name().unwrap_or_default();
    let path = folder.join(target).join(name);
    let bytes = fs::read(library)?;
    table::replace(&path, &bytes)?;
    Ok(Entry::of(format!("{target}/{}", name.to_string_lossy()), &bytes))
}
