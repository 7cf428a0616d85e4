//! The targets of the platforms that Dart and Flutter have, and what this machine needs to link for each.
//!
//! `dart/oche_hooks/lib/src/target.dart` has the same targets, and gives the linker the same options.

use std::env;
use std::env::consts;
use std::fs;
use std::path::{Path, PathBuf};

use crate::exit::Failure;
use crate::toolchain::library::Linking;

/// Those that are built if none is named.
pub(super) const ALL: [&str; 14] = [
    "aarch64-linux-android",
    "armv7-linux-androideabi",
    "x86_64-linux-android",
    "aarch64-apple-ios",
    "aarch64-apple-ios-sim",
    "x86_64-apple-ios",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "aarch64-unknown-linux-gnu",
    "armv7-unknown-linux-gnueabihf",
    "riscv64gc-unknown-linux-gnu",
    "x86_64-unknown-linux-gnu",
    "aarch64-pc-windows-msvc",
    "x86_64-pc-windows-msvc",
];

/// The oldest API of Android that NDKs still link for: what is linked for it runs on all that came later.
const ANDROID_API: u32 = 21;

/// What linking for a target takes.
///
/// # Errors
/// If this machine cannot.
pub(super) fn linking(target: &str) -> Result<Linking, Failure> {
    if target.contains("-android") {
        return android(target);
    }
    if target.contains("-apple-") {
        return match consts::OS {
            "macos" => Ok(Linking {
                arguments: vec!["-Wl,-headerpad_max_install_names".to_owned()],
                environment: Vec::new(),
            }),
            _ => Err(Failure::undone("it needs a Mac with Xcode")),
        };
    }
    if target.ends_with("-msvc") {
        return match consts::OS {
            "windows" => Ok(Linking::default()),
            _ => Err(Failure::undone(
                "it needs Windows with the build tools of Visual Studio",
            )),
        };
    }
    linux(target)
}

fn android(target: &str) -> Result<Linking, Failure> {
    let clang = ndk_clang().ok_or_else(|| {
        Failure::undone("it needs an NDK")
            .with_help("name its folder in ANDROID_NDK_HOME, or the SDK's in ANDROID_HOME")
    })?;
    Ok(with_ndk(&clang, target))
}

/// What linking takes with this compiler of an NDK, also for crates that compile C.
fn with_ndk(clang: &Path, target: &str) -> Linking {
    let clang_target = format!("--target={}{ANDROID_API}", target.replacen("armv7-", "armv7a-", 1));
    let mut arguments = vec![clang_target.clone()];
    if !target.starts_with("armv7") && !target.starts_with("i686") {
        arguments.push("-Wl,-z,max-page-size=16384".to_owned());
    }
    let name = target.replace('-', "_");
    let folder = clang.parent().unwrap_or(clang);
    let beside = |tool: &str| {
        let file = folder.join(format!("{tool}{}", consts::EXE_SUFFIX));
        file.display().to_string()
    };
    // With slashes, because in this variable backslashes escape.
    let sysroot = folder.join("../sysroot").display().to_string().replace('\\', "/");
    Linking {
        arguments,
        environment: vec![
            (format!("CARGO_TARGET_{}_LINKER", name.to_uppercase()), beside("clang")),
            (format!("CC_{name}"), beside("clang")),
            (format!("CXX_{name}"), beside("clang++")),
            (format!("AR_{name}"), beside("llvm-ar")),
            (format!("RANLIB_{name}"), beside("llvm-ranlib")),
            (format!("CFLAGS_{name}"), clang_target.clone()),
            (format!("CXXFLAGS_{name}"), clang_target.clone()),
            (
                format!("BINDGEN_EXTRA_CLANG_ARGS_{name}"),
                format!("\"--sysroot={sysroot}\" {clang_target}"),
            ),
        ],
    }
}

/// The compiler of the NDK that the environment names, or of the newest one of the SDK that it names.
fn ndk_clang() -> Option<PathBuf> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"]
        .into_iter()
        .filter_map(env::var_os)
        .map(PathBuf::from);
    let sdk = env::var_os("ANDROID_HOME").map(|sdk| PathBuf::from(sdk).join("ndk"));
    let mut of_sdk: Vec<PathBuf> = sdk
        .and_then(|folder| fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    of_sdk.sort_by_key(|folder| version(&folder.file_name().unwrap_or_default().to_string_lossy()));
    let clang = format!("bin/clang{}", consts::EXE_SUFFIX);
    named
        .chain(of_sdk.into_iter().rev())
        .filter_map(|ndk| fs::read_dir(ndk.join("toolchains/llvm/prebuilt")).ok())
        .flatten()
        .filter_map(|host| Some(host.ok()?.path().join(&clang)))
        .find(|clang| clang.is_file())
}

/// The numbers of `28.2.13676358`.
fn version(name: &str) -> Vec<u64> {
    name.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// For another processor there must be a compiler of that name, as Debian has it, unless cargo knows of a linker.
fn linux(target: &str) -> Result<Linking, Failure> {
    if consts::OS != "linux" {
        return Err(Failure::undone("it needs Linux"));
    }
    let (processor, _) = target.split_once('-').unwrap_or((target, ""));
    let variable = format!("CARGO_TARGET_{}_LINKER", target.replace('-', "_").to_uppercase());
    // A 64-bit machine's own compiler links for its 32-bit programs as well.
    let is_own = processor == consts::ARCH || (processor, consts::ARCH) == ("i686", "x86_64");
    if is_own || env::var_os(&variable).is_some() {
        return Ok(Linking::default());
    }
    let abi = if target.ends_with("gnueabihf") {
        "gnueabihf"
    } else {
        "gnu"
    };
    let processor = match processor {
        "armv7" => "arm",
        "riscv64gc" => "riscv64",
        other => other,
    };
    let compiler = format!("{processor}-linux-{abi}-gcc");
    let paths = env::var_os("PATH").unwrap_or_default();
    if env::split_paths(&paths).any(|folder| folder.join(&compiler).is_file()) {
        let name = target.replace('-', "_");
        return Ok(Linking {
            arguments: Vec::new(),
            environment: vec![(variable, compiler.clone()), (format!("CC_{name}"), compiler)],
        });
    }
    Err(Failure::undone("it needs a linker").with_help(format_args!("install {compiler}, or name one in {variable}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_ndks_come_last() {
        let mut names = ["27.0.12077973", "9.1", "28.2.13676358"];
        names.sort_by_key(|name| version(name));
        assert_eq!(names, ["9.1", "27.0.12077973", "28.2.13676358"]);
    }

    #[test]
    fn every_target_can_be_linked_or_says_what_it_needs() {
        for target in ALL {
            if let Err(failure) = linking(target) {
                assert!(failure.message.contains("it needs "), "{target}: {}", failure.message);
            }
        }
        if consts::OS == "linux" && consts::ARCH == "x86_64" {
            assert!(linking("x86_64-unknown-linux-gnu").is_ok());
            assert!(linking("aarch64-apple-ios").is_err());
        }
    }

    /// A crate that compiles C would be built by the hook, and not here, if one of them were missing.
    #[test]
    fn android_has_the_variables_that_the_hook_sets() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../dart/oche_hooks/lib/src/android.dart"
        );
        let source = fs::read_to_string(file).unwrap();
        let of_hook: Vec<&str> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix('\'')?.split_once("_$").map(|(name, _)| name))
            .collect();
        let Linking { arguments, environment } = with_ndk("/my ndk/bin/clang".as_ref(), "armv7-linux-androideabi");
        let ours: Vec<&str> = environment
            .iter()
            .filter_map(|(name, _)| {
                let name = name.strip_suffix("_LINKER").unwrap_or(name);
                name.strip_suffix("_armv7_linux_androideabi")
                    .or(name.strip_suffix("_ARMV7_LINUX_ANDROIDEABI"))
            })
            .collect();
        let hooks: Vec<&str> = of_hook
            .iter()
            .map(|name| name.trim_end_matches("_${triple.toUpperCase()}"))
            .collect();
        assert_eq!(ours, hooks);
        assert_eq!(arguments, ["--target=armv7a-linux-androideabi21"]);
        assert!(environment.contains(&(
            "BINDGEN_EXTRA_CLANG_ARGS_armv7_linux_androideabi".to_owned(),
            "\"--sysroot=/my ndk/bin/../sysroot\" --target=armv7a-linux-androideabi21".to_owned()
        )));
        let wide = with_ndk("clang".as_ref(), "aarch64-linux-android").arguments;
        assert_eq!(wide, ["--target=aarch64-linux-android21", "-Wl,-z,max-page-size=16384"]);
    }

    /// The hook asks for a library by its target: what it knows must be the same.
    #[test]
    fn the_hook_knows_the_same_targets() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dart/oche_hooks/lib/src/target.dart");
        let source = fs::read_to_string(file).unwrap();
        for target in ALL {
            assert!(source.contains(&format!("'{target}'")), "{target}");
        }
    }
}
