//! Names of projects: each becomes that of a Dart package and of a crate, and must be free in both worlds.

/// Words that cannot be a library's name, or a variable's, in one of the two languages.
const RESERVED: [&str; 80] = [
    "abstract",
    "as",
    "assert",
    "async",
    "await",
    "become",
    "box",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "crate",
    "default",
    "do",
    "dyn",
    "else",
    "enum",
    "export",
    "extends",
    "extension",
    "extern",
    "external",
    "factory",
    "false",
    "final",
    "finally",
    "fn",
    "for",
    "gen",
    "get",
    "hide",
    "if",
    "impl",
    "implements",
    "import",
    "in",
    "is",
    "late",
    "let",
    "library",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "new",
    "null",
    "on",
    "operator",
    "override",
    "part",
    "priv",
    "pub",
    "ref",
    "required",
    "rethrow",
    "return",
    "self",
    "set",
    "show",
    "static",
    "struct",
    "super",
    "switch",
    "this",
    "throw",
    "trait",
    "true",
    "try",
    "type",
    "typedef",
    "unsafe",
    "use",
    "var",
    "void",
    "while",
    "yield",
];

/// Names that something else has which the project needs, or cannot do without.
const TAKEN: [(&str, &str); 17] = [
    ("alloc", "a crate of Rust's own"),
    ("core", "a crate of Rust's own"),
    ("proc_macro", "a crate of Rust's own"),
    ("std", "a crate of Rust's own"),
    ("test", "a crate of Rust's own, and the package that Dart tests with"),
    ("futures_util", "a crate that the project uses"),
    ("oche", "that of the bridge itself"),
    ("oche_generated", "a module that the bridge writes"),
    ("api", "the module that Dart sees"),
    ("dart", "that of a tool"),
    ("flutter", "a package that apps use"),
    ("flutter_test", "a package that apps use"),
    ("lints", "a package that the project uses"),
    ("build", "a folder that tools write to"),
    ("con", "a device on Windows"),
    ("aux", "a device on Windows"),
    ("nul", "a device on Windows"),
];

/// Whether a name can be that of a new project.
///
/// # Errors
/// Why not, and what to take instead.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let is_first = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_word = name.starts_with(is_first) && name.chars().all(|c| is_first(c) || c.is_ascii_digit());
    if !is_word {
        let instead = suggestion(name)
            .map(|name| format!("; `{name}` would do"))
            .unwrap_or_default();
        return Err(format!(
            "a name is made of small letters, digits and underscores, and does not begin with a digit{instead}"
        ));
    }
    if RESERVED.contains(&name) {
        return Err(format!("it is a word of Dart or Rust; `{name}_app` would do"));
    }
    if let Some((_, what)) = TAKEN.iter().find(|(taken, _)| *taken == name) {
        return Err(format!("the name is taken: it is {what}; `my_{name}` would do"));
    }
    Ok(())
}

/// The name that was probably meant.
fn suggestion(name: &str) -> Option<String> {
    let mut words = String::new();
    let mut last_is_small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && last_is_small {
            words.push('_');
        }
        let is_known = c.is_ascii_alphanumeric();
        words.push(if is_known { c.to_ascii_lowercase() } else { '_' });
        last_is_small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    let name = words.trim_matches('_').trim_start_matches(|c: char| c.is_ascii_digit());
    let name = name.trim_start_matches('_');
    (!name.is_empty() && check(name).is_ok()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_names_pass_and_bad_ones_come_with_a_better_one() {
        for good in ["hello", "my_app", "_private", "app2"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, says) in [
            ("MyApp", "`my_app` would do"),
            ("my-app", "`my_app` would do"),
            ("2fast", "`fast` would do"),
            ("größe", "made of small letters"),
            ("", "made of small letters"),
            ("class", "a word of Dart or Rust; `class_app` would do"),
            ("match", "a word of Dart or Rust"),
            ("test", "a crate of Rust's own"),
            ("oche", "the bridge itself; `my_oche` would do"),
        ] {
            let error = check(bad).expect_err(bad);
            assert!(error.contains(says), "{bad}: {error}");
        }
    }
}
