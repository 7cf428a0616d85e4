//! The types: what a place can be filled with.

use super::kinds::{self, Kind};

/// A type without a wrapper.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// How reports call it.
    pub name: String,
    /// In Rust, as it stands in a parameter.
    pub rust: String,
    /// Whether it is what it is under `#[oche(bigint)]`.
    pub bigint: bool,
    /// The user's own kind of type that it is, if it is one.
    pub kind: Option<&'static Kind>,
}

impl Leaf {
    /// Whether Rust can clone it; `Cow` needs that.
    fn is_clone(&self) -> bool {
        self.kind.is_none_or(|kind| kind.is_clone)
    }
}

/// A type around another one: `Vec<T>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrapper(pub &'static str);

/// All leaves: those of the generator's table, then the user's kinds.
pub fn leaves() -> Vec<Leaf> {
    let listed = oche_codegen::types()
        .into_iter()
        .filter(|ty| !is_wrapper(ty))
        .map(|ty| {
            let (bigint, rust) = match ty.strip_prefix("#[oche(bigint)] ") {
                Some(rust) => (true, rust),
                None => (false, ty),
            };
            Leaf {
                name: if bigint { format!("bigint {rust}") } else { short(rust) },
                rust: rust.to_owned(),
                bigint,
                kind: None,
            }
        });
    let own = kinds::KINDS.iter().map(|kind| Leaf {
        name: kind.name.to_owned(),
        rust: kind.rust.to_owned(),
        bigint: false,
        kind: Some(kind),
    });
    listed.chain(own).collect()
}

/// All wrappers of the generator's table, and a reference.
pub fn wrappers() -> Vec<Wrapper> {
    let listed = oche_codegen::types().into_iter().filter(|ty| is_wrapper(ty));
    listed.chain(["&T"]).map(Wrapper).collect()
}

fn is_wrapper(ty: &str) -> bool {
    words(ty).any(|word| word == "T")
}

fn words(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// A type as it is written without its modules.
fn short(ty: &str) -> String {
    let mut short = String::new();
    for part in ty.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_' && c != ':') {
        short.push_str(part.rsplit("::").next().unwrap_or(part));
        if let Some((lead, _)) = part.split_once("::")
            && matches!(lead, "chrono" | "time")
        {
            let last = part.rsplit("::").next().unwrap_or(part);
            short.truncate(short.len() - last.len());
            short.push_str(&format!("{lead}::{last}"));
        }
    }
    short
}

/// A leaf with or without a wrapper.
#[derive(Clone, Debug)]
pub struct Shape<'a> {
    /// What it is about.
    pub leaf: &'a Leaf,
    /// What is around it.
    pub wrapper: Option<Wrapper>,
}

impl Shape<'_> {
    /// How reports call it.
    pub fn name(&self) -> String {
        match self.wrapper {
            Some(wrapper) => put(&short(wrapper.0), &self.leaf.name),
            None => self.leaf.name.clone(),
        }
    }

    /// The type where it may borrow for as long as it likes: in a parameter.
    pub fn parameter(&self) -> String {
        match self.wrapper {
            Some(wrapper) => put(wrapper.0, &self.leaf.rust),
            None => self.leaf.rust.clone(),
        }
    }

    /// The type where there is nothing to borrow from.
    pub fn owned(&self) -> String {
        self.parameter().replace("'_", "'static").replace('&', "&'static ")
    }

    /// Whether it is written with a reference.
    pub fn is_borrowed(&self) -> bool {
        self.parameter().contains('&')
    }

    /// Whether Rust itself has such a type.
    pub fn is_rust(&self) -> bool {
        let is_sized = !matches!(self.leaf.rust.as_str(), "str" | "[u8]");
        let is_cow = self.wrapper.is_some_and(|wrapper| wrapper.0.contains("Cow<"));
        is_sized && (!is_cow || self.leaf.is_clone())
    }
}

/// The template with `T` filled in.
fn put(template: &str, leaf: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('T') {
        let before = rest[..at].chars().next_back();
        let after = rest[at + 1..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        text.push_str(&rest[..at]);
        text.push_str(if is_word(before) || is_word(after) { "T" } else { leaf });
        rest = &rest[at + 1..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_letter_itself_is_filled_in() {
        assert_eq!(
            put("std::collections::BTreeMap<T, Type>", "u8"),
            "std::collections::BTreeMap<u8, Type>"
        );
        assert_eq!(put("(bool, T)", "&str"), "(bool, &str)");
    }

    #[test]
    fn names_are_short() {
        assert_eq!(short("std::net::IpAddr"), "IpAddr");
        assert_eq!(short("std::collections::HashMap<char, T>"), "HashMap<char, T>");
        assert_eq!(short("chrono::DateTime<chrono::Utc>"), "chrono::DateTime<chrono::Utc>");
    }

    #[test]
    fn the_tables_are_not_empty() {
        assert!(leaves().len() > 80, "{}", leaves().len());
        assert!(wrappers().len() > 20, "{}", wrappers().len());
    }
}
