//! Templates.

use askama::Template;

/// Renders a template. Writing to a `String` cannot fail, and our templates have no filters that could.
pub fn render(template: &impl Template) -> String {
    template.render().expect("writing to a string cannot fail")
}
