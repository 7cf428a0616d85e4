//! Cargo, rustc and rustup, played by a script that writes down how it was called, and makes a file where cargo makes a
//! library.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use build_hooks::hook::Build;

/// The script. `FAKE_*` says what goes wrong.
const SCRIPT: &str = r#"#!/bin/sh
tool=$(basename "$0")
log() { printf '%s\n' "$*" >> "$FAKE_FOLDER/calls"; }
case "$tool $1" in
"cargo locate-project") echo "$PWD/Cargo.toml"; exit ;;
"rustc --print=target-libdir") echo "$FAKE_FOLDER/libdir"; exit ;;
"oche --version") echo "$FAKE_OCHE"; exit ;;
esac
log "$tool in $PWD"
for argument; do log "  $argument"; done
env | grep -E '^(CARGO_TARGET_|CC_|CXX_|AR_|RANLIB_|C(XX)?FLAGS_|BINDGEN_|[A-Z]+_DEPLOYMENT_TARGET)' | LC_ALL=C sort |
  while read -r line; do log "  $line"; done
case "$tool" in
rustup) [ -z "$FAKE_OFFLINE" ] || { echo "error: no network" >&2; exit 1; }
  mkdir -p "$FAKE_FOLDER/libdir"; : > "$FAKE_FOLDER/libdir/libstd-1.rlib"; exit ;;
oche) echo "lib/src/rust/src/api.dart"; exit 1 ;;
esac
[ -z "$FAKE_BROKEN" ] || { echo 'error[E0308]: mismatched types' >&2; exit 101; }
[ -z "$FAKE_SLOW" ] || { sleep "$FAKE_SLOW"; log "  is done"; }
profile=debug
for argument; do case "$argument" in
  --target=*) triple=${argument#*=} ;;
  --target-dir=*) target=${argument#*=} ;;
  --release) profile=release ;;
esac; done
case "$triple" in *windows*) name=hello.dll ;; *apple*) name=libhello.dylib ;; *) name=libhello.so ;; esac
folder="${target%/}/$triple/$profile"
mkdir -p "$folder"
echo "$triple $profile" > "$folder/$name"
escaped=$(echo "$PWD" | sed 's/ /\\ /g')
made=$(echo "$folder" | sed 's/ /\\ /g')
echo "$made/$name: $escaped/src/api.rs $escaped/src/lib.rs $made/build/out.rs" > "${folder}/${name%.*}.d"
mkdir -p "$folder/build"; : > "$folder/build/out.rs"
touch Cargo.lock
echo 'a build script says something'
echo '{"reason":"compiler-artifact","manifest_path":"/home/me/.cargo/registry/src/x/Cargo.toml","target":{"name":"x","crate_types":["lib"]},"filenames":[]}'
echo "{\"reason\":\"compiler-artifact\",\"manifest_path\":\"$PWD/Cargo.toml\",\"target\":{\"name\":\"hello\",\"crate_types\":[\"cdylib\"]},\"filenames\":[\"$folder/$name\"]}"
"#;

/// The script under the names of the programs that it plays.
pub struct Fake {
    folder: PathBuf,
}

impl Fake {
    /// Puts these programs into a folder of the project; Rust has the standard library of every target.
    pub fn new(project: &Project, tools: &[&str]) -> Result<Self> {
        let folder = project.path("fake tools");
        fs::create_dir_all(folder.join("libdir"))?;
        fs::write(folder.join("libdir/libstd-1.rlib"), "")?;
        fs::create_dir_all(folder.join("home/.cargo/bin"))?;
        let script = folder.join("script");
        fs::write(&script, SCRIPT)?;
        fs::set_permissions(&script, PermissionsExt::from_mode(0o755))?;
        fs::create_dir_all(folder.join("bin"))?;
        for tool in tools {
            symlink(&script, folder.join("bin").join(tool))?;
        }
        Ok(Self { folder })
    }

    /// Another program, by its script.
    pub fn tool(&self, name: &str, script: &str) -> Result<()> {
        let path = self.path("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n"))?;
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755))?;
        Ok(())
    }

    /// A path in its folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// The environment in which the programs are found first.
    pub fn environment(&self) -> Vec<(String, String)> {
        self.environment_with_path(&format!("{}:/usr/bin:/bin", self.path("bin").display()))
    }

    /// The same with another `PATH`.
    pub fn environment_with_path(&self, path: &str) -> Vec<(String, String)> {
        let folder = self.folder.display().to_string();
        [
            ("HOME", self.path("home").display().to_string()),
            ("PATH", path.to_owned()),
            ("FAKE_FOLDER", folder),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// A build with these tools.
    pub fn build(&self, build: Build) -> Build {
        Build {
            environment: self.environment(),
            ..build
        }
    }

    /// How the programs were called since the last time, line by line.
    pub fn calls(&self) -> Result<Vec<String>> {
        let file = self.folder.join("calls");
        let text = fs::read_to_string(&file).unwrap_or_default();
        if file.exists() {
            fs::remove_file(file)?;
        }
        Ok(text.lines().map(str::to_owned).collect())
    }
}
