//! How wide the generated Dart is.

use std::fs;
use std::path::{Path, PathBuf};

/// The column that `dart format` keeps lines within.
const WIDTH: usize = 80;

#[test]
fn lines_of_the_examples_are_broken() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut too_long = Vec::new();
    for example in ["pure_dart", "vehicle"] {
        for file in dart_files(&examples.join(example).join("dart/lib")) {
            let text = fs::read_to_string(&file).expect("a file of text");
            for (at, line) in text.lines().enumerate() {
                let code = line.trim_start();
                // Comments are the author's, line by line.
                let is_comment = code.starts_with("//");
                // A type is printed as one piece, and a record of many fields is a long one.
                let is_type = line.ends_with("({") || code.starts_with("required ");
                if line.chars().count() > WIDTH && !is_comment && !is_type {
                    too_long.push(format!("{}:{}: {line}", file.display(), at + 1));
                }
            }
        }
    }
    assert!(too_long.is_empty(), "{}", too_long.join("\n"));
}

fn dart_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the example") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            files.extend(dart_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "dart") {
            files.push(path);
        }
    }
    files
}
