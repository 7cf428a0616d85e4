//! The picture of the floors, for the book. The same table always gives the same picture.

use std::fmt::Write;

use super::floors::{Floor, TREES, Tree};

const WIDTH: f64 = 860.0;
const MARGIN: f64 = 20.0;
const HEIGHT: f64 = 46.0;
const GAP: f64 = 6.0;
/// Where the name, the two run times' places and the purpose begin.
const COLUMNS: [f64; 4] = [32.0, 122.0, 272.0, 420.0];
const SHADES: [&str; 7] = [
    "#e8eef5", "#dfe9f3", "#d5e8ea", "#fbe8c8", "#d7ecdd", "#cfe8d6", "#f0e2ef",
];

/// Draws the floors as SVG: the two run times, which have the same ones, the generator and the build hook. It brings its own background, so
/// that it can be read on light and on dark pages.
pub fn draw() -> String {
    let [dart, rust, generator, hook] = &TREES;
    let mut body = String::new();
    let mut y = MARGIN + 18.0;
    heading(
        &mut body,
        y,
        &["the run time", dart.root, rust.root, "what belongs there"],
    );
    y += 12.0;
    for (place, floor) in dart.floors.iter().enumerate().rev() {
        let twin = rust.floors.iter().find(|twin| twin.name == floor.name);
        let places = [
            places(dart, floor),
            twin.map(|twin| places(rust, twin)).unwrap_or_default(),
        ];
        row(
            &mut body,
            y,
            SHADES[place % SHADES.len()],
            floor.name,
            &places,
            floor.what,
        );
        y += HEIGHT + GAP;
    }
    for (title, tree) in [("the generator", generator), ("the build hook", hook)] {
        y += 26.0;
        heading(&mut body, y, &[title, tree.root, "", "what belongs there"]);
        y += 12.0;
        for (place, floor) in tree.floors.iter().enumerate().rev() {
            let places = [places(tree, floor), String::new()];
            row(
                &mut body,
                y,
                SHADES[place % SHADES.len()],
                floor.name,
                &places,
                floor.what,
            );
            y += HEIGHT + GAP;
        }
    }
    y += 14.0;
    text(
        &mut body,
        MARGIN + 12.0,
        y,
        "A floor imports from those below it, never from one above; no files import each other in a circle. \
         Drawn by cargo xtask architecture.",
    );
    let height = y + MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#1f2328\">\n\
         <title>The floors of the run times, of the generator and of the build hook</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" rx=\"6\" fill=\"#ffffff\"/>\n{body}</svg>\n"
    )
}

/// The places of a floor, with the rooms in it.
fn places(tree: &Tree, floor: &Floor) -> String {
    let prefix = "src/";
    let shown = floor.places.iter().map(|place| match *place {
        "*" => "*.dart",
        place => place.strip_prefix(prefix).unwrap_or(place),
    });
    let mut shown = shown.collect::<Vec<_>>().join(" ");
    let within = |room: &str| {
        floor
            .places
            .iter()
            .any(|place| place.ends_with('/') && room.starts_with(place))
    };
    let rooms = tree.rooms.iter().map(|room| room.place).filter(|room| within(room));
    let rooms: Vec<&str> = rooms
        .filter_map(|room| room.trim_end_matches('/').rsplit('/').next())
        .collect();
    if !rooms.is_empty() {
        let _ = write!(shown, " [{}]", rooms.join(" | "));
    }
    shown
}

fn heading(svg: &mut String, y: f64, columns: &[&str; 4]) {
    for (x, column) in COLUMNS.into_iter().zip(columns) {
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{y}\" font-weight=\"bold\" fill=\"#57606a\">{column}</text>"
        );
    }
}

fn row(svg: &mut String, y: f64, shade: &str, name: &str, places: &[String; 2], what: &str) {
    let _ = writeln!(
        svg,
        "<rect x=\"{MARGIN}\" y=\"{y}\" width=\"{}\" height=\"{HEIGHT}\" rx=\"4\" fill=\"{shade}\" stroke=\"#8c959f\"/>",
        WIDTH - 2.0 * MARGIN
    );
    let middle = y + HEIGHT / 2.0 + 4.0;
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{middle}\" font-size=\"13\" font-weight=\"bold\">{name}</text>",
        COLUMNS[0]
    );
    // One alone has the room of both.
    let width = if places[1].is_empty() { 50 } else { 26 };
    for (x, place) in COLUMNS[1..].iter().zip(places) {
        for (line, y) in lines(place, width, middle) {
            text(svg, *x, y, &line);
        }
    }
    for (line, y) in lines(what, 72, middle) {
        text(svg, COLUMNS[3], y, &line);
    }
}

/// Breaks a text into lines, around the height of the middle one.
fn lines(text: &str, width: usize, middle: f64) -> Vec<(String, f64)> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let first = middle - 7.0 * (lines.len() - 1) as f64;
    let place = |(line, text)| (text, first + 14.0 * line as f64);
    lines.into_iter().enumerate().map(place).collect()
}

fn text(svg: &mut String, x: f64, y: f64, text: &str) {
    let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\">{text}</text>");
}
