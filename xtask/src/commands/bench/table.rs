//! The table, in Markdown that can be read as it is.

use super::measuring::Measured;
use super::rows::Goal;

const TITLES: [&str; 8] = [
    "name",
    "Oche",
    "usual",
    "floor",
    "of usual",
    "of floor",
    "least–most",
    "to reach",
];

/// The table of what was measured.
pub(super) fn markdown(measured: &[Measured]) -> String {
    let rows: Vec<[String; 8]> = measured.iter().map(|row| cells(row, measured)).collect();
    let widths: [usize; 8] = std::array::from_fn(|column| {
        let lengths = rows.iter().map(|cells| cells[column].chars().count());
        lengths.max().unwrap_or(0).max(TITLES[column].chars().count())
    });
    let mut text = line(&TITLES.map(str::to_owned), &widths);
    let rules = widths.map(|width| "-".repeat(width - 1));
    let rules = std::array::from_fn(|column| match is_text(column) {
        true => format!("{}-", rules[column]),
        false => format!("{}:", rules[column]),
    });
    text += &line(&rules, &widths);
    for cells in &rows {
        text += &line(cells, &widths);
    }
    text
}

fn is_text(column: usize) -> bool {
    column == 0 || column == TITLES.len() - 1
}

fn line(cells: &[String; 8], widths: &[usize; 8]) -> String {
    let mut line = String::from("|");
    for (column, cell) in cells.iter().enumerate() {
        let width = widths[column];
        line += &match is_text(column) {
            true => format!(" {cell:<width$} |"),
            false => format!(" {cell:>width$} |"),
        };
    }
    line + "\n"
}

fn cells(measured: &Measured, all: &[Measured]) -> [String; 8] {
    let unit = measured.row.unit.name;
    let with_unit = |figure: Option<f64>| figure.map_or_else(String::new, |figure| format!("{} {unit}", short(figure)));
    let (oche, usual, floor) = (measured.oche.median(), measured.usual.median(), measured.floor.median());
    let ratio = |to: Option<f64>| match (oche, to) {
        (Some(oche), Some(to)) if oche < to * 0.005 => "< 0.01×".to_owned(),
        (Some(oche), Some(to)) if to > 0.0 => format!("{}×", short(oche / to)),
        _ => String::new(),
    };
    let range = match measured.range() {
        (Some(min), Some(max)) => format!("{}–{}", short(min), short(max)),
        _ => String::new(),
    };
    [
        measured.row.name.to_owned(),
        with_unit(oche),
        with_unit(usual),
        with_unit(floor),
        ratio(usual),
        ratio(floor),
        range,
        goals(measured, all),
    ]
}

/// What is to be reached, and whether it is.
fn goals(measured: &Measured, all: &[Measured]) -> String {
    let unit = measured.row.unit.name;
    let mut texts = Vec::new();
    let mut limits = Vec::new();
    for goal in measured.row.goals {
        let (limit, text) = match goal {
            Goal::AtMost(limit) => (Some(*limit), format!("{} {unit}", short(*limit))),
            Goal::Floor(times) => (times_of(*times, measured.floor.median()), format!("{times} × floor")),
            Goal::Over(more) => (
                measured.floor.median().map(|floor| floor + more),
                format!("floor + {} {unit}", short(*more)),
            ),
            Goal::Usual(times) => (times_of(*times, measured.usual.median()), format!("{times} × usual")),
            Goal::Row(times, name) => {
                let other = all.iter().find(|other| other.row.name == *name);
                let other = other.and_then(|other| other.oche.median().or(other.floor.median()));
                (times_of(*times, other), format!("{times} × `{name}`"))
            }
        };
        texts.push(text);
        limits.push(limit);
    }
    let limits: Option<Vec<f64>> = limits.into_iter().collect();
    let strictest = limits.and_then(|limits| limits.into_iter().min_by(f64::total_cmp));
    let verdict = match (measured.oche.median(), strictest) {
        (Some(oche), Some(limit)) if oche <= limit => "✓ ".to_owned(),
        (Some(oche), Some(limit)) => format!("✗ by {}×: ", short(oche / limit)),
        _ => String::new(),
    };
    format!("{verdict}{}", texts.join(", "))
}

fn times_of(times: f64, figure: Option<f64>) -> Option<f64> {
    figure.map(|figure| figure * times)
}

/// With three digits that mean something, or more before the point.
pub(super) fn short(figure: f64) -> String {
    let decimals = match figure.abs() {
        0.0..9.995 => 2,
        9.995..99.95 => 1,
        _ => 0,
    };
    let digits = format!("{figure:.decimals$}");
    let (whole, rest) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match rest.trim_end_matches('0') {
        "" => grouped,
        rest => format!("{grouped}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::bench::measuring::Samples;
    use crate::commands::bench::rows::{MS, row};

    fn measured(name: &'static str, goals: &'static [Goal], figures: [&[f64]; 3]) -> Measured {
        let [oche, usual, floor] = figures.map(|figures| Samples::new(figures.to_vec()));
        Measured {
            row: row(name, MS, goals),
            oche,
            usual,
            floor,
        }
    }

    #[test]
    fn figures_have_three_digits() {
        let figures = [0.0, 0.004, 1.0, 1.256, 46.84, 99.96, 812.4, 12345.6, 1234567.0];
        let texts = ["0", "0", "1", "1.26", "46.8", "100", "812", "12,346", "1,234,567"];
        assert_eq!(figures.map(short), texts);
    }

    #[test]
    fn the_table_says_what_is_reached() {
        let rows = [
            measured("a", &[Goal::AtMost(2.0)], [&[1.0, 3.0, 2.0], &[8.0], &[]]),
            measured("b", &[Goal::Floor(1.5), Goal::AtMost(9.0)], [&[6.0], &[], &[2.0]]),
            measured("c", &[Goal::Row(2.0, "a")], [&[5.0], &[], &[]]),
            measured("d", &[Goal::Row(2.0, "absent")], [&[], &[], &[1.0]]),
            measured("e", &[Goal::Over(3.0)], [&[6.0], &[], &[2.0]]),
        ];
        let text = markdown(&rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 7, "{text}");
        let cells = |line: usize| lines[line].split('|').map(str::trim).collect::<Vec<_>>();
        assert_eq!(
            cells(2),
            ["", "a", "2 ms", "8 ms", "", "0.25×", "", "1–3", "✓ 2 ms", ""]
        );
        assert_eq!(cells(3)[8], "✗ by 2×: 1.5 × floor, 9 ms");
        assert_eq!(cells(4)[8], "✗ by 1.25×: 2 × `a`");
        assert_eq!(cells(5)[7..9], ["1–1", "2 × `absent`"]);
        assert_eq!(cells(6)[8], "✗ by 1.2×: floor + 3 ms");
        assert!(
            lines
                .iter()
                .all(|line| line.chars().count() == lines[0].chars().count())
        );
    }
}
