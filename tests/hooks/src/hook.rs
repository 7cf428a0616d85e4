//! Running a hook as the Dart and Flutter tools do: compiled once, then started for each build with the build's
//! configuration as JSON, in the package's folder, with a few variables of the environment.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::Toolchain;

/// The generated file that asks for the library, where it is that of `oche init`: the name of the code asset.
pub const ASSET: &str = "src/rust/src/asset_native.dart";

/// What whoever runs hooks lets through, of what matters here.
const ENVIRONMENT: [&str; 6] = [
    "CARGO_HOME",
    "HOME",
    "PATH",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "TMPDIR",
];

/// The compiled hook of a package, or of several with the same hook.
#[derive(Debug)]
pub struct Hook {
    toolchain: Toolchain,
    folder: TempDir,
}

impl Hook {
    /// Compiles the hook of the package in a folder.
    ///
    /// # Errors
    /// If it does not compile.
    pub fn compile(toolchain: Toolchain, package: impl AsRef<Path>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let hook = Self { toolchain, folder };
        let package = package.as_ref();
        let output = hook
            .dart(package)
            .arg("--snapshot-kind=kernel")
            .arg(format!("--snapshot={}", hook.kernel().display()))
            .arg(package.join("hook/build.dart"))
            .output()?;
        ensure!(output.status.success(), "{}", text(&output));
        Ok(hook)
    }

    fn kernel(&self) -> PathBuf {
        self.folder.path().join("hook.dill")
    }

    /// Dart, with the packages of the package in a folder.
    pub fn dart(&self, package: impl AsRef<Path>) -> Command {
        let package = package.as_ref();
        let mut dart = Command::new(self.toolchain.vm().executable());
        let packages = package.join(".dart_tool/package_config.json");
        dart.arg(format!("--packages={}", packages.display()))
            .current_dir(package);
        dart
    }

    /// How Dart calls the platform of the VM: `linux`, `x64`.
    ///
    /// # Errors
    /// If it does not say.
    pub fn platform(&self) -> Result<(String, String)> {
        let program = self.folder.path().join("abi.dart");
        fs::write(&program, "import 'dart:ffi';\n\nvoid main() => print(Abi.current());\n")?;
        let output = Command::new(self.toolchain.vm().executable()).arg(program).output()?;
        let abi = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let (os, cpu) = abi.split_once('_').context("Dart says nothing of its platform")?;
        Ok((os.to_owned(), cpu.to_owned()))
    }

    /// The command that runs the hook for `build`.
    ///
    /// # Errors
    /// If its input cannot be written.
    pub fn command(&self, package: impl AsRef<Path>, build: &Build) -> Result<Command> {
        let package = package.as_ref();
        let folder = package.join(".dart_tool/hooks_runner/shared/hello/build");
        fs::create_dir_all(&folder)?;
        let number = fs::read_dir(&folder)?.count();
        let input = folder.join(format!("input {number}.json"));
        fs::write(&input, build.input(package).to_string())?;
        let mut dart = self.dart(package);
        dart.arg(self.kernel()).arg(format!("--config={}", input.display()));
        dart.env_clear().envs(build.environment.iter().cloned());
        Ok(dart)
    }

    /// Runs the hook, which must succeed; its answer.
    ///
    /// # Errors
    /// If it does not.
    pub fn answer(&self, package: impl AsRef<Path>, build: &Build) -> Result<Answer> {
        let output = self.command(&package, build)?.output()?;
        ensure!(output.status.success(), "{}", text(&output));
        let json = fs::read_to_string(out_file(package.as_ref()))?;
        Ok(Answer {
            json: serde_json::from_str(&json)?,
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Runs the hook, which must fail with `code`; what it says on standard error.
    ///
    /// # Errors
    /// If it does not, or ends with another code.
    pub fn failure(&self, package: impl AsRef<Path>, build: &Build, code: i32) -> Result<String> {
        let output = self.command(&package, build)?.output()?;
        ensure!(
            output.status.code() == Some(code),
            "{}: {}",
            output.status,
            text(&output)
        );
        let answer: Value = serde_json::from_str(&fs::read_to_string(out_file(package.as_ref()))?)?;
        ensure!(answer["status"] == "failure", "{answer}");
        Ok(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn out_file(package: &Path) -> PathBuf {
    package.join(".dart_tool/output.json")
}

/// All that a program has said.
pub fn text(output: &Output) -> String {
    (String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr)).into_owned()
}

/// The environment of a hook that finds the tools of this machine.
pub fn environment() -> Vec<(String, String)> {
    let variable = |name: &&str| Some(((*name).to_owned(), env::var(name).ok()?));
    ENVIRONMENT.iter().filter_map(variable).collect()
}

/// Makes of a hook's answer, for the package `hello` in a folder, what whoever runs hooks makes of it: a list that the plain VM reads
/// while it compiles. The `platform` is as in `linux_x64`, the asset has the `name`.
///
/// # Errors
/// If it cannot be written.
pub fn bundle(package: impl AsRef<Path>, platform: &str, name: &str, library: &Path) -> Result<()> {
    let id = format!("package:hello/{name}");
    let assets = json!({
        "format-version": [1, 0, 0],
        "native-assets": {platform: {id: ["absolute", library]}},
    });
    fs::write(
        package.as_ref().join(".dart_tool/native_assets.yaml"),
        assets.to_string(),
    )?;
    Ok(())
}

/// A build that the hook is asked for.
#[derive(Clone, Debug)]
pub struct Build {
    /// The types of assets that are wanted.
    pub types: &'static [&'static str],
    /// What is said of the platform.
    pub code: Value,
    /// Whether assets are linked afterwards, as for an app that is released.
    pub linking: bool,
    /// What the app's pubspec.yaml says under `user_defines` of the package.
    pub defines: Value,
    /// All variables that the hook finds.
    pub environment: Vec<(String, String)>,
}

impl Build {
    /// For a system and a processor, as Dart calls them, with what else is said of the platform.
    pub fn of(os: &str, cpu: &str, more: Value) -> Self {
        let mut code = json!({"target_os": os, "target_architecture": cpu, "link_mode_preference": "dynamic"});
        if let (Some(code), Value::Object(more)) = (code.as_object_mut(), more) {
            code.extend(more);
        }
        Self {
            types: &["code_assets/code"],
            code,
            linking: false,
            defines: json!({}),
            environment: Vec::new(),
        }
    }

    fn input(&self, package: &Path) -> Value {
        let path = |path: &str| format!("{}/", package.join(path).display()).replace("//", "/");
        json!({
            "package_name": "hello",
            "package_root": path(""),
            "out_file": out_file(package),
            "out_dir_shared": path(".dart_tool/hooks_runner/shared/hello/build"),
            "assets": {},
            "user_defines": {"workspace_pubspec": {"base_path": package.join("pubspec.yaml"), "defines": self.defines}},
            "config": {
                "build_asset_types": self.types,
                "linking_enabled": self.linking,
                "extensions": {"code_assets": self.code},
            },
        })
    }
}

/// What a hook has answered.
#[derive(Debug)]
pub struct Answer {
    /// As it came.
    pub json: Value,
    /// What it has said on standard error, which is shown to the user.
    pub errors: String,
}

impl Answer {
    /// The file of the one asset, which must be that of the generated file `name` of the package `hello`.
    ///
    /// # Errors
    /// If there is none, or another one.
    pub fn asset(&self, name: &str) -> Result<PathBuf> {
        let assets = self.json["assets"].as_array().context("there are no assets")?;
        let [asset] = assets.as_slice() else {
            anyhow::bail!("there should be one asset: {assets:?}");
        };
        ensure!(asset["type"] == "code_assets/code", "{asset}");
        let encoding = &asset["encoding"];
        ensure!(encoding["id"] == format!("package:hello/{name}"), "{asset}");
        ensure!(encoding["link_mode"]["type"] == "dynamic_loading_bundle", "{asset}");
        let file = Path::new(encoding["file"].as_str().context("no file")?);
        ensure!(file.is_absolute() && file.is_file(), "{asset}");
        Ok(file.to_owned())
    }

    /// The same, where the generated file is that of `oche init`.
    ///
    /// # Errors
    /// If there is none, or another one.
    pub fn library(&self) -> Result<PathBuf> {
        self.asset(ASSET)
    }

    /// The files that it was made of.
    pub fn dependencies(&self) -> Vec<PathBuf> {
        let all = self.json["dependencies"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        all.iter().filter_map(Value::as_str).map(PathBuf::from).collect()
    }
}
