//! The build hook: whether there is one, and whether it can run.

use oche_codegen::Config;

use super::finding::Finding;
use super::project::package_version;
use crate::scaffold::bridge::CRATE;
use crate::scaffold::hook::{self, FILE, OLDEST, PACKAGE};
use crate::scaffold::pubspec::Pubspec;

/// What there is to say of the hook of a package; `dart` is the version of the Dart that is there.
pub(super) fn all(config: &Config, dart: Option<(u32, u32)>) -> Vec<Finding> {
    let root = &config.dart_dir;
    if !root.join(FILE).is_file() {
        let help = match config.crate_dir == root.join(CRATE) {
            true => "; `oche init --hook` adds one",
            false => "",
        };
        return vec![Finding::open(format!(
            "no build hook (`{FILE}`): `oche build` puts the library where Dart finds it, and apps do not bundle it{help}"
        ))];
    }
    if hook::is_of_its_own(root) {
        return vec![Finding::open(format!(
            "`{FILE}` does not use package:{PACKAGE}: what it bundles, it alone knows"
        ))];
    }
    let mut findings = vec![package_version(PACKAGE, root, dart.is_some())];
    let has = |section: &str| Pubspec::read(root).is_ok_and(|pubspec| pubspec.has(section, PACKAGE));
    if has("dev_dependencies") && !has("dependencies") {
        findings.push(Finding::missing(
            format!(
                "{PACKAGE} stands under `dev_dependencies`: apps that use the package do not have it, and run its hook"
            ),
            "write it under `dependencies` in `pubspec.yaml`",
        ));
    }
    let (major, minor) = OLDEST;
    if let Some((old, er)) = dart.filter(|dart| *dart < OLDEST) {
        findings.push(Finding::missing(
            format!("`{FILE}` needs Dart {major}.{minor} or newer, and this is {old}.{er}: nobody runs it"),
            format!(
                "install a newer Dart, or take the hook and {PACKAGE} out: `oche build` puts the library where Dart finds it"
            ),
        ));
    }
    findings
}
