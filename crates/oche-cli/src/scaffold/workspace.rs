//! The workspace of cargo's that a new crate would lie in.

use std::fs;
use std::path::{Path, PathBuf};

use glob::Pattern;
use toml_edit::{DocumentMut, Item};

use crate::terminal::shown;

/// The nearest workspace around a folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// Its folder.
    pub(crate) root: PathBuf,
    /// Whether it takes in a crate in that folder.
    pub(crate) takes_in: bool,
    /// The folders of its members.
    members: Vec<PathBuf>,
}

/// The workspace around the crate's `folder`, which need not be there yet.
pub(crate) fn around(folder: &Path) -> Option<Workspace> {
    folder.ancestors().skip(1).find_map(|root| {
        let manifest = read(&root.join("Cargo.toml"))?;
        let workspace = manifest.get("workspace")?;
        let place = folder.strip_prefix(root).ok()?;
        let matches = |key: &str| patterns(workspace, key).any(|pattern| is_match(&pattern, place));
        let excluded = patterns(workspace, "exclude").any(|path| place.starts_with(path.trim_end_matches('/')));
        let members = patterns(workspace, "members").flat_map(|pattern| {
            let pattern = root.join(pattern).to_string_lossy().into_owned();
            glob::glob(&pattern).into_iter().flatten().flatten()
        });
        Some(Workspace {
            takes_in: matches("members") && !excluded,
            members: members.chain([root.to_owned()]).collect(),
            root: root.to_owned(),
        })
    })
}

impl Workspace {
    /// What it means for the crate, which is `shown` so.
    pub(crate) fn account(&self, crate_shown: &str) -> String {
        let manifest = shown(&self.root.join("Cargo.toml"));
        if self.takes_in {
            return format!("the crate `{crate_shown}` is a member of the workspace `{manifest}`");
        }
        format!(
            "the crate `{crate_shown}` lies in the workspace `{manifest}`, which does not list it: so it is a workspace of its \
             own. To make it a member, add it to `members` there, and remove `[workspace]` from its `Cargo.toml`"
        )
    }

    /// The manifest of its crate with this name.
    pub(crate) fn member(&self, name: &str) -> Option<PathBuf> {
        let manifests = self.members.iter().map(|folder| folder.join("Cargo.toml"));
        manifests.into_iter().find(|path| {
            let manifest = read(path);
            let package = manifest
                .as_ref()
                .and_then(|manifest| manifest.get("package")?.get("name"));
            package.and_then(Item::as_str) == Some(name)
        })
    }
}

fn read(path: &Path) -> Option<DocumentMut> {
    fs::read_to_string(path).ok()?.parse().ok()
}

fn patterns<'a>(workspace: &'a Item, key: &str) -> impl Iterator<Item = String> + use<'a> {
    let list = workspace.get(key).and_then(Item::as_array);
    let texts = list.into_iter().flatten().filter_map(|text| text.as_str());
    texts.map(|text| text.trim_start_matches("./").trim_end_matches('/').to_owned())
}

fn is_match(pattern: &str, place: &Path) -> bool {
    let options = glob::MatchOptions {
        require_literal_separator: true,
        ..glob::MatchOptions::new()
    };
    Pattern::new(pattern).is_ok_and(|pattern| pattern.matches_path_with(place, options))
}
