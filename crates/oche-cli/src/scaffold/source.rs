//! Where Oche itself comes from: the crate `oche`, and `package:oche`.

use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use toml_edit::{InlineTable, Value};

/// The version of both, and of this command.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What `--oche` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// crates.io and pub.dev, at this command's version.
    Hosted,
    /// A git repository, and one of its commits, if not the newest.
    Git { url: String, commit: Option<String> },
    /// A clone on this disk, as it was named.
    Path(PathBuf),
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let path = Path::new(text);
        if text == "hosted" {
            return Ok(Self::Hosted);
        }
        let is_address = text.contains("://") || text.starts_with("git@") || text.ends_with(".git");
        if is_address && !path.is_dir() {
            let (url, commit) = text.split_once('#').unzip();
            return Ok(Self::Git {
                url: url.unwrap_or(text).to_owned(),
                commit: commit.map(str::to_owned),
            });
        }
        for part in ["crates/oche/Cargo.toml", "dart/oche/pubspec.yaml"] {
            if !path.join(part).is_file() {
                return Err(format!(
                    "there is no `{part}` in it, so that it is no copy of Oche; name the folder of a clone, the address of a \
                     git repository (https://…), or `hosted` for what crates.io and pub.dev have"
                ));
            }
        }
        Ok(Self::Path(path.to_owned()))
    }
}

impl Source {
    /// What stands behind `oche = ` in the `Cargo.toml` in a folder.
    pub(crate) fn for_cargo(&self, folder: &Path) -> Value {
        let mut table = InlineTable::new();
        match self {
            Self::Hosted => return VERSION.into(),
            Self::Git { url, commit } => {
                table.insert("git", url.as_str().into());
                if let Some(commit) = commit {
                    table.insert("rev", commit.as_str().into());
                }
            }
            Self::Path(path) => {
                table.insert("path", seen_from(folder, &path.join("crates/oche")).into());
            }
        }
        Value::InlineTable(table)
    }

    /// What stands behind `  oche:`, or another package of ours, in the `pubspec.yaml` in a folder, with spaces as its lines have.
    pub(crate) fn for_pub(&self, folder: &Path, package: &str) -> String {
        match self {
            Self::Hosted => format!(" ^{VERSION}"),
            Self::Git { url, commit } => {
                let commit = commit
                    .as_deref()
                    .map(|commit| format!("\n      ref: '{}'", commit.replace('\'', "''")));
                let commit = commit.unwrap_or_default();
                format!(
                    "\n    git:\n      url: {}{commit}\n      path: dart/{package}",
                    scalar(url)
                )
            }
            Self::Path(path) => {
                let folder = seen_from(folder, &path.join("dart").join(package));
                format!("\n    path: {}", scalar(&folder))
            }
        }
    }

    /// The folder of `package:oche`, if it is on this disk.
    pub(crate) fn dart_package(&self) -> Option<PathBuf> {
        match self {
            Self::Path(path) => path.join("dart/oche").canonicalize().ok(),
            Self::Hosted | Self::Git { .. } => None,
        }
    }
}

/// A path as a file in `folder` names it: as it was given, if that was from here, so that both can be moved together.
fn seen_from(folder: &Path, path: &Path) -> String {
    let goes_up = path.components().any(|part| part == Component::ParentDir);
    let whole = if goes_up {
        path.canonicalize()
    } else {
        std::path::absolute(path)
    };
    let whole = whole.unwrap_or_else(|_| path.to_owned());
    let seen = if path.is_relative() {
        // As far as it exists, without symbolic links: that is what `..` goes by.
        relative(&real(folder), &whole).unwrap_or(whole)
    } else {
        whole
    };
    seen.to_string_lossy().replace('\\', "/")
}

fn real(folder: &Path) -> PathBuf {
    for ancestor in folder.ancestors() {
        if let (Ok(real), Ok(rest)) = (ancestor.canonicalize(), folder.strip_prefix(ancestor)) {
            return real.join(rest);
        }
    }
    folder.to_owned()
}

/// The way from one folder to another, by their names.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    // Not from one drive to another, nor through a `..` whose meaning is not known.
    let is_plain = |part: &Component<'_>| matches!(part, Component::Normal(_));
    if common == 0 || !from[common..].iter().chain(&to[common..]).all(is_plain) {
        return None;
    }
    let up = from[common..].iter().map(|_| Component::ParentDir);
    Some(up.chain(to[common..].iter().copied()).collect())
}

/// A text as YAML has it: in quotes, if it needs them.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-~@".contains(c);
    let begins_plain = text.starts_with(|c: char| c.is_ascii_alphanumeric() || "/.".contains(c));
    let is_address = text.replacen("://", "", 1).chars().all(is_plain);
    if begins_plain && is_address {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}
