//! What pictures are drawn with.

use std::fmt::Write;

/// The colour of what is Dart's, of what is Rust's, of what both share, and of lines.
pub(super) const DART: &str = "#dbeafe";
pub(super) const RUST: &str = "#fde3cf";
pub(super) const SHARED: &str = "#dff2e1";
pub(super) const LINE: &str = "#57606a";

/// Width of a character of small text, more or less: enough to keep texts apart.
const CHARACTER: f64 = 6.0;

/// A picture as it grows. Sizes are pixels.
pub(super) struct Canvas {
    width: f64,
    height: f64,
    title: &'static str,
    body: String,
}

impl Canvas {
    pub(super) fn new(title: &'static str, width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            title,
            body: String::new(),
        }
    }

    /// A box with a bold title and lines below it.
    pub(super) fn panel(&mut self, [x, y, width, height]: [f64; 4], colour: &str, title: &str, lines: &[&str]) {
        self.frame([x, y, width, height], colour);
        let middle = x + width / 2.0;
        let first = y + height / 2.0 + 4.0 - 8.0 * lines.len() as f64;
        self.write(middle, first, "middle", " font-weight=\"bold\"", title);
        for (at, line) in lines.iter().enumerate() {
            self.text(middle, first + 16.0 * (at + 1) as f64, "middle", line);
        }
    }

    /// A box without text.
    pub(super) fn frame(&mut self, [x, y, width, height]: [f64; 4], colour: &str) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"5\" fill=\"{colour}\" stroke=\"{LINE}\"/>"
        );
    }

    /// A heading.
    pub(super) fn heading(&mut self, x: f64, y: f64, text: &str) {
        self.write(x, y, "middle", " font-size=\"14\" font-weight=\"bold\"", text);
    }

    /// Text; `anchor` is `start`, `middle` or `end`.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: &str, text: &str) {
        self.write(x, y, anchor, "", text);
    }

    /// Text on a background of its own, so that lines below it do not disturb.
    pub(super) fn label(&mut self, x: f64, y: f64, text: &str) {
        let width = text.chars().count() as f64 * CHARACTER + 8.0;
        let left = x - width / 2.0;
        let top = y - 11.0;
        let _ = writeln!(
            self.body,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"15\" fill=\"#ffffff\"/>"
        );
        self.text(x, y, "middle", text);
    }

    /// An arrow; a dashed one is for what comes later.
    pub(super) fn arrow(&mut self, from: [f64; 2], to: [f64; 2], is_dashed: bool) {
        let dashes = if is_dashed { " stroke-dasharray=\"5 4\"" } else { "" };
        let ([x1, y1], [x2, y2]) = (from, to);
        let _ = writeln!(
            self.body,
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{LINE}\" stroke-width=\"1.5\"{dashes} \
             marker-end=\"url(#tip)\"/>"
        );
    }

    /// A thin line from top to bottom.
    pub(super) fn upright(&mut self, x: f64, top: f64, bottom: f64) {
        let _ = writeln!(
            self.body,
            "<line x1=\"{x}\" y1=\"{top}\" x2=\"{x}\" y2=\"{bottom}\" stroke=\"{LINE}\" stroke-dasharray=\"2 4\"/>"
        );
    }

    /// The whole picture. It brings its own background, so that it can be read on light and on dark pages.
    pub(super) fn finish(self) -> String {
        let Self {
            width,
            height,
            title,
            body,
        } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"sans-serif\" font-size=\"12\" fill=\"#1f2328\">\n<title>{title}</title>\n\
             <defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
             <path d=\"M0 0 L10 5 L0 10 z\" fill=\"{LINE}\"/></marker></defs>\n\
             <rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"#ffffff\"/>\n{body}</svg>\n"
        )
    }

    fn write(&mut self, x: f64, y: f64, anchor: &str, style: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{style}>{text}</text>"
        );
    }
}
