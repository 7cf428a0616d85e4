//! Running a hook as the Dart and Flutter tools do: compiled once, then started for each build with the build's
//! configuration as JSON, in the package's folder, with a few variables of the environment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::{Toolchain, Workspace};

use crate::project::Project;

/// The compiled hook.
pub struct Hook {
    pub workspace: Workspace,
    pub toolchain: Toolchain,
    folder: TempDir,
}

impl Hook {
    /// Compiles the hook of a [`Project`], which is the same in all of them.
    pub fn compile(workspace: &Workspace, toolchain: Toolchain) -> Result<Self> {
        let hook = Self {
            workspace: workspace.clone(),
            toolchain,
            folder: tempfile::tempdir()?,
        };
        let project = Project::new(workspace)?;
        let output = hook
            .dart(&project)
            .arg("--snapshot-kind=kernel")
            .arg(format!("--snapshot={}", hook.kernel().display()))
            .arg(project.path("hook/build.dart"))
            .output()?;
        ensure!(output.status.success(), "{}", text(&output));
        Ok(hook)
    }

    fn kernel(&self) -> PathBuf {
        self.folder.path().join("hook.dill")
    }

    /// Dart, with the packages of the project.
    pub fn dart(&self, project: &Project) -> Command {
        let mut dart = Command::new(self.toolchain.vm().executable());
        let packages = project.path(".dart_tool/package_config.json");
        dart.arg(format!("--packages={}", packages.display()))
            .current_dir(project.path(""));
        dart
    }

    /// The command that runs the hook for `build`.
    pub fn command(&self, project: &Project, build: &Build) -> Result<Command> {
        let folder = project.path(".dart_tool/hooks_runner/shared/hello/build");
        fs::create_dir_all(&folder)?;
        let number = fs::read_dir(&folder)?.count();
        let input = folder.join(format!("input {number}.json"));
        fs::write(&input, build.input(project).to_string())?;
        let mut dart = self.dart(project);
        dart.arg(self.kernel()).arg(format!("--config={}", input.display()));
        dart.env_clear().envs(build.environment.iter().cloned());
        Ok(dart)
    }

    /// Runs the hook, which must succeed; its answer.
    pub fn answer(&self, project: &Project, build: &Build) -> Result<Answer> {
        let output = self.command(project, build)?.output()?;
        ensure!(output.status.success(), "{}", text(&output));
        let json = fs::read_to_string(out_file(project))?;
        Ok(Answer {
            json: serde_json::from_str(&json)?,
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Runs the hook, which must fail with `code`; what it says on standard error.
    pub fn failure(&self, project: &Project, build: &Build, code: i32) -> Result<String> {
        let output = self.command(project, build)?.output()?;
        ensure!(
            output.status.code() == Some(code),
            "{}: {}",
            output.status,
            text(&output)
        );
        let answer: Value = serde_json::from_str(&fs::read_to_string(out_file(project))?)?;
        ensure!(answer["status"] == "failure", "{answer}");
        Ok(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn out_file(project: &Project) -> PathBuf {
    project.path(".dart_tool/output.json")
}

/// All that a program has said.
pub fn text(output: &Output) -> String {
    (String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr)).into_owned()
}

/// A build that the hook is asked for.
#[derive(Clone)]
pub struct Build {
    /// The types of assets that are wanted.
    pub types: &'static [&'static str],
    pub code: Value,
    pub linking: bool,
    pub defines: Value,
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

    fn input(&self, project: &Project) -> Value {
        let path = |path: &str| format!("{}/", project.path(path).display()).replace("//", "/");
        json!({
            "package_name": "hello",
            "package_root": path(""),
            "out_file": out_file(project),
            "out_dir_shared": path(".dart_tool/hooks_runner/shared/hello/build"),
            "assets": {},
            "user_defines": {"workspace_pubspec": {"base_path": project.path("pubspec.yaml"), "defines": self.defines}},
            "config": {
                "build_asset_types": self.types,
                "linking_enabled": self.linking,
                "extensions": {"code_assets": self.code},
            },
        })
    }
}

/// What a hook has answered.
pub struct Answer {
    pub json: Value,
    /// What it has said on standard error, which is shown to the user.
    pub errors: String,
}

impl Answer {
    /// The file of the one asset, which must be called as the generated Dart asks for it.
    pub fn library(&self) -> Result<PathBuf> {
        let assets = self.json["assets"].as_array().context("there are no assets")?;
        let [asset] = assets.as_slice() else {
            anyhow::bail!("there should be one asset: {assets:?}");
        };
        ensure!(asset["type"] == "code_assets/code", "{asset}");
        let encoding = &asset["encoding"];
        ensure!(
            encoding["id"] == "package:hello/src/rust/src/asset_native.dart",
            "{asset}"
        );
        ensure!(encoding["link_mode"]["type"] == "dynamic_loading_bundle", "{asset}");
        let file = Path::new(encoding["file"].as_str().context("no file")?);
        ensure!(file.is_absolute() && file.is_file(), "{asset}");
        Ok(file.to_owned())
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
