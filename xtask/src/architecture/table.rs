//! What a survey found, as a table in Markdown.

use std::fmt::Write;

use super::{Survey, Target};

/// One table for each tree, from the top floor down, as one reads a house.
pub fn print(surveys: &[Survey]) -> String {
    let mut text = String::new();
    for Survey {
        tree, sources, circles, ..
    } in surveys
    {
        let _ = writeln!(text, "| {} | files | lines | imports from below |", tree.name);
        let _ = writeln!(text, "|---|---:|---:|---:|");
        let (mut all_files, mut all_lines, mut all_imports) = (0, 0, 0);
        for (floor, name) in tree.floors.iter().map(|floor| floor.name).enumerate().rev() {
            let here = sources
                .iter()
                .filter(|source| tree.floor_of(&source.path) == Some(floor));
            let (mut files, mut lines, mut imports) = (0, 0, 0);
            for source in here {
                files += 1;
                lines += source.lines;
                let below = source.imports.iter().filter(|import| match &import.target {
                    Target::File(path) => tree.floor_of(path).is_some_and(|other| other < floor),
                    Target::Outside(_) => false,
                });
                imports += below.count();
            }
            let _ = writeln!(text, "| {name} | {files} | {lines} | {imports} |");
            (all_files, all_lines, all_imports) = (all_files + files, all_lines + lines, all_imports + imports);
        }
        let circles = match circles.len() {
            0 => "no circle".to_owned(),
            1 => format!("1 circle of {} files", circles[0].len()),
            count => format!(
                "{count} circles of {} files",
                circles.iter().map(Vec::len).sum::<usize>()
            ),
        };
        let _ = writeln!(text, "| {circles} | {all_files} | {all_lines} | {all_imports} |\n");
    }
    text
}
