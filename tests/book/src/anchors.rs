//! The anchors that mdBook and GitHub give to headings.

use std::collections::HashMap;

/// Gives out the anchors of one page.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading with this text.
    pub fn of(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        let count = self.taken.entry(slug.clone()).or_default();
        *count += 1;
        match *count {
            1 => slug,
            count => format!("{slug}-{}", count - 1),
        }
    }
}

/// Letters, digits, `_` and `-` in lower case; spaces are `-`; everything else is left out.
fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|c| match c {
        _ if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        _ if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_as_mdbook_and_github_make_them() {
        let table = [
            ("What only some targets have", "what-only-some-targets-have"),
            ("… a type", "-a-type"),
            ("`oche.toml`", "ochetoml"),
            ("From C and C++", "from-c-and-c"),
            ("new_in 2.0 — yes", "new_in-20--yes"),
        ];
        for (heading, anchor) in table {
            assert_eq!(Anchors::default().of(heading), anchor);
        }
    }

    #[test]
    fn the_second_of_a_name_has_a_number() {
        let mut anchors = Anchors::default();
        assert_eq!(
            ["Names", "names", "Names"].map(|name| anchors.of(name)),
            ["names", "names-1", "names-2"]
        );
    }
}
