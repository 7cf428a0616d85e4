//! What the platforms need that a Dart package has folders for.

use std::env::consts;
use std::path::Path;

use super::finding::Finding;
use super::machine;
use crate::toolchain::{android, on_path};

/// A platform: its folder in a Flutter package.
struct Platform {
    folder: &'static str,
    /// The system that builds for it, as Rust calls it; any, if it is empty.
    built_on: &'static str,
    /// The same, as people call it.
    system: &'static str,
    targets: fn() -> Vec<&'static str>,
    /// What else it needs.
    more: fn() -> Option<Finding>,
}

const PLATFORMS: [Platform; 6] = [
    Platform {
        folder: "android",
        built_on: "",
        system: "any",
        targets: || {
            vec![
                "aarch64-linux-android",
                "armv7-linux-androideabi",
                "x86_64-linux-android",
            ]
        },
        more: || Some(ndk()),
    },
    Platform {
        folder: "ios",
        built_on: "macos",
        system: "a Mac",
        targets: || vec!["aarch64-apple-ios", "aarch64-apple-ios-sim", "x86_64-apple-ios"],
        more: || Some(xcode()),
    },
    Platform {
        folder: "macos",
        built_on: "macos",
        system: "a Mac",
        targets: || vec!["aarch64-apple-darwin", "x86_64-apple-darwin"],
        more: || Some(xcode()),
    },
    Platform {
        folder: "windows",
        built_on: "windows",
        system: "Windows",
        targets: || match consts::ARCH {
            "aarch64" => vec!["aarch64-pc-windows-msvc"],
            _ => vec!["x86_64-pc-windows-msvc"],
        },
        more: || None,
    },
    Platform {
        folder: "linux",
        built_on: "linux",
        system: "Linux",
        targets: || match consts::ARCH {
            "aarch64" => vec!["aarch64-unknown-linux-gnu"],
            "riscv64" => vec!["riscv64gc-unknown-linux-gnu"],
            _ => vec!["x86_64-unknown-linux-gnu"],
        },
        more: || None,
    },
    Platform {
        folder: "web",
        built_on: "",
        system: "any",
        targets: Vec::new,
        more: || {
            Some(Finding::open(
                "Oche does not run on the web yet: there, loading a library fails",
            ))
        },
    },
];

/// A chapter for each platform that the package has.
pub(super) fn all(dart_dir: &Path, folder: &Path, has_rust: bool) -> Vec<(&'static str, Vec<Finding>)> {
    let those = PLATFORMS
        .iter()
        .filter(|platform| dart_dir.join(platform.folder).is_dir());
    those
        .map(|platform| (platform.folder, platform.findings(folder, has_rust)))
        .collect()
}

impl Platform {
    fn findings(&self, folder: &Path, has_rust: bool) -> Vec<Finding> {
        if !self.built_on.is_empty() && self.built_on != consts::OS {
            let what = format!("only {} builds for it: nothing to look at here", self.system);
            return vec![Finding::open(what)];
        }
        let mut findings = machine::targets(&(self.targets)(), folder, has_rust);
        findings.extend((self.more)());
        findings
    }
}

fn ndk() -> Finding {
    match android::ndk() {
        Some(ndk) => Finding::fine(format!("NDK {} in {}", ndk.version, ndk.folder.display())),
        None => Finding::missing(
            "there is no NDK, which links for Android",
            "run `sdkmanager --install \"ndk;28.2.13676358\"`, or install one in Android Studio (SDK Manager, SDK Tools);\n\
             if there is one, name its folder in ANDROID_NDK_HOME",
        ),
    }
}

fn xcode() -> Finding {
    match on_path("xcodebuild") {
        Some(_) => Finding::fine("Xcode's tools"),
        None => Finding::missing(
            "Xcode's tools are not there",
            "install Xcode, and run `xcode-select --install`",
        ),
    }
}
