//! Names of projects: each becomes that of a Dart package and of a crate, and must be free in both worlds.

/// Words that cannot be a library's name, or a variable's, in one of the two languages.
const RESERVED: &[&str] = &[
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
    "covariant",
    "crate",
    "default",
    "deferred",
    "do",
    "dyn",
    "dynamic",
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
    "interface",
    "is",
    "late",
    "let",
    "library",
    "loop",
    "macro",
    "match",
    "mixin",
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
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "var",
    "virtual",
    "void",
    "where",
    "while",
    "with",
    "yield",
];

/// Names that something else has which the project needs, or cannot do without.
const TAKEN: &[(&str, &str)] = &[
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
    ("prn", "a device on Windows"),
];

/// Packages that `package:test` or `package:lints` brings with it: pub finds none of them for a package of the same name.
const OF_TESTS: &[&str] = &[
    "analyzer",
    "args",
    "boolean_selector",
    "cli_config",
    "collection",
    "convert",
    "coverage",
    "crypto",
    "file",
    "frontend_server_client",
    "glob",
    "http_multi_server",
    "http_parser",
    "io",
    "js",
    "logging",
    "matcher",
    "meta",
    "mime",
    "node_preamble",
    "package_config",
    "path",
    "pool",
    "pub_semver",
    "shelf",
    "shelf_packages_handler",
    "shelf_static",
    "shelf_web_socket",
    "source_map_stack_trace",
    "source_maps",
    "source_span",
    "stack_trace",
    "stream_channel",
    "string_scanner",
    "term_glyph",
    "test_api",
    "test_core",
    "typed_data",
    "vm_service",
    "watcher",
    "web",
    "web_socket",
    "web_socket_channel",
    "webkit_inspection_protocol",
    "yaml",
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
    if !name.contains(|c: char| c.is_ascii_alphanumeric()) {
        return Err("a name has a letter or a digit in it".to_owned());
    }
    let taken = TAKEN.iter().find(|(taken, _)| *taken == name).map(|(_, what)| *what);
    let taken = taken.or_else(|| OF_TESTS.contains(&name).then_some("a package that the tests need"));
    if let Some(what) = taken.or_else(|| is_port(name).then_some("a device on Windows")) {
        return Err(format!("the name is taken: it is {what}; `my_{name}` would do"));
    }
    Ok(())
}

/// `com1` and its like, which Windows takes for devices.
fn is_port(name: &str) -> bool {
    let number = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    number.is_some_and(|number| number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit()))
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
        for good in ["hello", "my_app", "_private", "_1", "app2", "com", "com12", "lpt_1"] {
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
            ("_", "a letter or a digit in it"),
            ("__", "a letter or a digit in it"),
            ("path", "a package that the tests need; `my_path` would do"),
            ("prn", "a device on Windows"),
            ("com1", "a device on Windows"),
            ("lpt9", "a device on Windows"),
            ("test", "a crate of Rust's own"),
            ("oche", "the bridge itself; `my_oche` would do"),
        ] {
            let error = check(bad).expect_err(bad);
            assert!(error.contains(says), "{bad}: {error}");
        }
    }

    #[test]
    fn no_word_of_either_language_passes() {
        let dart = "abstract as assert async await break case catch class const continue covariant default deferred do dynamic \
                    else enum export extends extension external factory false final finally for get hide if implements import \
                    in interface is late library mixin new null on operator part required rethrow return set show static super \
                    switch this throw true try typedef var void while with yield";
        let rust = "abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen \
                    if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait \
                    true try type typeof unsafe unsized use virtual where while yield";
        for word in dart.split_whitespace().chain(rust.split_whitespace()) {
            let error = check(word).expect_err(word);
            assert!(error.contains("a word of Dart or Rust"), "{word}: {error}");
        }
    }
}
