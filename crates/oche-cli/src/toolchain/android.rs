//! Finding the NDK, which links for Android.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// An NDK.
pub(crate) struct Ndk {
    pub(crate) folder: PathBuf,
    /// `28.2.13676358`.
    pub(crate) version: String,
}

/// The NDK that the environment names, or else the newest one of the Android SDK.
pub(crate) fn ndk() -> Option<Ndk> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "ANDROID_NDK"];
    let named = named.iter().filter_map(env::var_os).map(PathBuf::from);
    named.filter_map(|folder| read(&folder)).next().or_else(of_sdk)
}

fn of_sdk() -> Option<Ndk> {
    let mut found: Vec<Ndk> = sdks()
        .iter()
        .flat_map(|sdk| fs::read_dir(sdk.join("ndk")).into_iter().flatten().flatten())
        .filter_map(|entry| read(&entry.path()))
        .collect();
    let numbers = |ndk: &Ndk| -> Vec<u64> { ndk.version.split('.').filter_map(|part| part.parse().ok()).collect() };
    found.sort_by_key(numbers);
    found.pop()
}

/// Where an SDK may be: where the environment says, or where Android Studio puts it.
fn sdks() -> Vec<PathBuf> {
    let named = ["ANDROID_HOME", "ANDROID_SDK_ROOT"].iter().filter_map(env::var_os);
    let at_home = |variable: &str, path: &str| env::var_os(variable).map(|home| Path::new(&home).join(path));
    let usual = [
        at_home("HOME", "Android/Sdk"),
        at_home("HOME", "Library/Android/sdk"),
        at_home("LOCALAPPDATA", "Android/Sdk"),
    ];
    named.map(PathBuf::from).chain(usual.into_iter().flatten()).collect()
}

/// A folder is that of an NDK if it says its version, and has the compiler.
fn read(folder: &Path) -> Option<Ndk> {
    let text = fs::read_to_string(folder.join("source.properties")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pkg.Revision"))?;
    let has_compiler = folder.join("toolchains/llvm/prebuilt").is_dir();
    has_compiler.then(|| Ndk {
        folder: folder.to_owned(),
        version: line.trim_start_matches([' ', '=']).trim().to_owned(),
    })
}
