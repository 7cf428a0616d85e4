//! The pictures of the book and the README that show a flow, drawn from code: the same code always gives the same picture.

mod buffers;
mod canvas;
mod data_path;
mod wake_ups;

/// A picture, by its file from the repository.
pub struct Picture {
    /// Where it is checked in.
    pub file: &'static str,
    /// Draws it, as SVG.
    pub draw: fn() -> String,
}

/// All of them.
pub const PICTURES: [Picture; 3] = [
    Picture {
        file: "book/src/data_path.svg",
        draw: data_path::draw,
    },
    Picture {
        file: "book/src/wake_ups.svg",
        draw: wake_ups::draw,
    },
    Picture {
        file: "book/src/buffers.svg",
        draw: buffers::draw,
    },
];

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::Workspace;

    #[test]
    fn the_pictures_are_as_they_are_drawn() {
        for Picture { file, draw } in PICTURES {
            let there = fs::read_to_string(Workspace::find().root().join(file)).unwrap_or_default();
            assert!(there == draw(), "{file} is out of date: run `cargo xtask pictures`");
        }
    }
}
