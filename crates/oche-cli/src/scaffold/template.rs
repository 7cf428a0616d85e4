//! The files of a new project. They are real files in the folder `templates`, with names to fill in, as `{{package}}`.

use super::plan::Plan;

/// A file of a project: where it lies, and its text, both with names to fill in.
pub(crate) type File = (&'static str, &'static str);

/// The crate.
pub(crate) const RUST: &[File] = &[
    ("rust/Cargo.toml", include_str!("../../templates/rust/Cargo.toml.in")),
    ("rust/src/lib.rs", include_str!("../../templates/rust/src/lib.rs.in")),
    ("rust/src/api.rs", include_str!("../../templates/rust/src/api.rs.in")),
];

/// What has the library built and bundled.
pub(crate) const HOOK: &[File] = &[("hook/build.dart", include_str!("../../templates/hook/build.dart.in"))];

/// A Dart program.
pub(crate) const DART: &[File] = &[
    ("rust/oche.toml", include_str!("../../templates/dart/oche.toml.in")),
    ("pubspec.yaml", include_str!("../../templates/dart/pubspec.yaml.in")),
    ("README.md", include_str!("../../templates/dart/README.md.in")),
    (".gitignore", include_str!("../../templates/dart/gitignore")),
    (
        "analysis_options.yaml",
        include_str!("../../templates/dart/analysis_options.yaml.in"),
    ),
    (
        "bin/{{package}}.dart",
        include_str!("../../templates/dart/main.dart.in"),
    ),
    (
        "test/{{package}}_test.dart",
        include_str!("../../templates/dart/main_test.dart.in"),
    ),
];

/// What an existing package gets besides the crate.
pub(crate) const INIT: &[File] = &[
    ("rust/oche.toml", include_str!("../../templates/init/oche.toml.in")),
    (
        "test/native_test.dart",
        include_str!("../../templates/dart/main_test.dart.in"),
    ),
];

/// What an app made by `flutter create` gets besides.
pub(crate) const FLUTTER: &[File] = &[
    (
        "lib/main_rust.dart",
        include_str!("../../templates/flutter/main_rust.dart.in"),
    ),
    (
        "lib/src/counter_model.dart",
        include_str!("../../templates/flutter/counter_model.dart.in"),
    ),
    (
        "lib/src/counter_page.dart",
        include_str!("../../templates/flutter/counter_page.dart.in"),
    ),
    (
        "lib/src/signal_listenable.dart",
        include_str!("../../templates/flutter/signal_listenable.dart.in"),
    ),
    (
        "test/counter_model_test.dart",
        include_str!("../../templates/flutter/counter_model_test.dart.in"),
    ),
];

/// A package for others.
pub(crate) const PLUGIN: &[File] = &[
    ("rust/oche.toml", include_str!("../../templates/init/oche.toml.in")),
    ("pubspec.yaml", include_str!("../../templates/plugin/pubspec.yaml.in")),
    ("README.md", include_str!("../../templates/plugin/README.md.in")),
    ("CHANGELOG.md", include_str!("../../templates/plugin/CHANGELOG.md.in")),
    (".gitignore", include_str!("../../templates/dart/gitignore")),
    (
        "analysis_options.yaml",
        include_str!("../../templates/dart/analysis_options.yaml.in"),
    ),
    (
        "lib/{{package}}.dart",
        include_str!("../../templates/plugin/library.dart.in"),
    ),
    (
        "example/{{package}}_example.dart",
        include_str!("../../templates/plugin/example.dart.in"),
    ),
    (
        "test/{{package}}_test.dart",
        include_str!("../../templates/dart/main_test.dart.in"),
    ),
];

/// What stands in for `package:test` where there is no pub to get it.
pub(crate) const SHIM: &[File] = &[
    (
        "test/shim/{{tests}}.dart",
        include_str!("../../templates/shim/test.dart"),
    ),
    (
        "test/shim/src/declare.dart",
        include_str!("../../templates/shim/src/declare.dart"),
    ),
    (
        "test/shim/src/matchers.dart",
        include_str!("../../templates/shim/src/matchers.dart"),
    ),
];

/// What is filled in: each name with what stands for it.
#[derive(Debug)]
pub(crate) struct Names(pub(crate) Vec<(&'static str, String)>);

impl Names {
    /// A text with its names filled in.
    pub(crate) fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{{{name}}}}}"), value)
        })
    }

    /// Plans files.
    pub(crate) fn add(&self, files: &[File], plan: &mut Plan) {
        for (path, text) in files {
            plan.create(self.fill(path), format!("{}\n", self.fill(text).trim_end()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_a_template_is_one_that_is_filled_in() {
        let known = [
            "package",
            "crate",
            "library",
            "tests",
            "oche.cargo",
            "oche.pub",
            "workspace",
            "sdk",
            "hook.pub",
            "hook.row",
            "hook.how",
        ];
        let names = Names(known.map(|name| (name, "x".to_owned())).to_vec());
        for (path, text) in [RUST, HOOK, DART, FLUTTER, PLUGIN, INIT, SHIM].concat() {
            let filled = names.fill(path) + &names.fill(text);
            assert!(!filled.contains("{{"), "{path}: {filled}");
        }
    }
}
