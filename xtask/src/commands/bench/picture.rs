//! The picture: for each row three bars, whose lengths are relative to the usual method's. The same figures always give the
//! same picture.

use std::fmt::Write;

use super::measuring::Measured;
use super::table::short;

/// What is in it, of what was measured.
const ROWS: [&str; 15] = [
    "sync_add",
    "sync_echo_11",
    "sync_echo_1k_ascii",
    "sync_echo_1k_utf8",
    "sync_struct",
    "sync_structs_out",
    "sync_structs_in",
    "sync_bytes_in",
    "sync_bytes_out",
    "async_add",
    "async_1000",
    "stream_i32",
    "stream_struct",
    "stream_rss_slow",
    "stream_jank",
];

const MARGIN: f64 = 20.0;
/// Where bars begin.
const LEFT: f64 = 180.0;
/// How long the usual method's bars are.
const WHOLE: f64 = 400.0;
/// The longest bar: a longer one is cut off, which its figure tells.
const LONGEST: f64 = 480.0;
const WIDTH: f64 = 780.0;
const TOP: f64 = 70.0;
const BAR: f64 = 11.0;
const GAP: f64 = 12.0;

const OCHE: &str = "#0b7a5b";
const USUAL: &str = "#aeb7c2";
const FLOOR: &str = "#e3b34c";

/// Draws what was measured, as SVG.
pub(super) fn draw(measured: &[Measured]) -> String {
    let rows = ROWS
        .iter()
        .filter_map(|name| measured.iter().find(|row| row.row.name == *name))
        .filter_map(|row| {
            Some((
                row,
                row.oche.median()?,
                row.usual.median().filter(|usual| *usual > 0.0)?,
            ))
        });
    let mut body = String::new();
    let mut y = TOP;
    for (row, oche, usual) in rows {
        let unit = row.row.unit.name;
        text(&mut body, LEFT - 12.0, y + 2.0 * BAR - 2.0, "end", row.row.name);
        let bars = [(Some(oche), OCHE), (Some(usual), USUAL), (row.floor.median(), FLOOR)];
        for (figure, color) in bars {
            if let Some(figure) = figure {
                let length = (figure / usual * WHOLE).clamp(1.0, LONGEST);
                rectangle(&mut body, LEFT, y, length, BAR - 1.0, color);
                let figure = format!("{} {unit}", short(figure));
                text(&mut body, LEFT + length + 6.0, y + BAR - 2.0, "start", &figure);
            }
            y += BAR;
        }
        y += GAP;
    }
    let height = y + MARGIN - GAP;

    let mut legend = String::new();
    text(
        &mut legend,
        MARGIN,
        28.0,
        "start",
        "What crossing costs: shorter is better",
    );
    for (place, (name, color)) in [("Oche", OCHE), ("the usual method", USUAL), ("the floor", FLOOR)]
        .into_iter()
        .enumerate()
    {
        let x = LEFT + 150.0 * place as f64;
        rectangle(&mut legend, x, 43.0, BAR, BAR - 1.0, color);
        text(&mut legend, x + BAR + 6.0, 52.0, "start", name);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#1f2328\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" rx=\"6\" fill=\"#ffffff\"/>\n{legend}{body}</svg>\n"
    )
}

fn rectangle(svg: &mut String, x: f64, y: f64, width: f64, height: f64, color: &str) {
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{color}\"/>"
    );
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, text: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::bench::measuring::Samples;
    use crate::commands::bench::rows::GROUPS;

    fn measured(name: &str, figures: [&[f64]; 3]) -> Measured {
        let row = GROUPS.iter().flat_map(|group| group.rows).find(|row| row.name == name);
        let [oche, usual, floor] = figures.map(|figures| Samples::new(figures.to_vec()));
        Measured {
            row: *row.expect("there is such a row"),
            oche,
            usual,
            floor,
        }
    }

    #[test]
    fn lengths_are_relative_to_the_usual_method() {
        let rows = [
            measured("stream_i32", [&[500.0], &[1000.0], &[100_000.0]]),
            measured("signal_read", [&[1.0], &[], &[1.0]]),
        ];
        let svg = draw(&rows);
        let bars: Vec<&str> = svg.lines().filter(|line| line.contains("x=\"180\"")).collect();
        let widths = bars[1..]
            .iter()
            .map(|bar| bar.split("width=\"").nth(1).and_then(|rest| rest.split('"').next()));
        assert_eq!(
            widths.collect::<Vec<_>>(),
            [Some("200.0"), Some("400.0"), Some("480.0")]
        );
        assert!(svg.contains(">500 ns<") && !svg.contains("signal_read"));
    }

    #[test]
    fn every_name_is_a_row() {
        for name in ROWS {
            assert!(
                GROUPS.iter().flat_map(|group| group.rows).any(|row| row.name == name),
                "{name}"
            );
        }
    }
}
