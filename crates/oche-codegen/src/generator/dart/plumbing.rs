//! What the files are called that hold the plumbing of a package.

use crate::ir::Api;

/// The files below `lib/src/` that hold the plumbing.
pub struct Plumbing {
    /// `bridge.dart`: the library object, and of a small package all else.
    pub bridge: String,
    /// The folder with a file for each library of the API: `bridge`; none if there is one library at most.
    folder: Option<String>,
    /// `direct.dart`
    pub direct: String,
    pub direct_native: String,
    pub direct_web: String,
    /// `fake.dart`: the interface that a fake implements.
    pub fake: String,
    /// `asset.dart`
    pub asset: String,
    pub asset_native: String,
    pub asset_web: String,
}

impl Plumbing {
    /// Names that no library of the API has.
    pub fn new(api: &Api) -> Self {
        let free = |names: &[&str]| {
            let mut prefix = String::new();
            let is_taken = |name: &str, prefix: &str| {
                let (file, folder) = (format!("{prefix}{name}.dart"), format!("{prefix}{name}/"));
                let mut files = api.libraries.iter().map(|library| &library.dart_file);
                files.any(|taken| *taken == file || taken.starts_with(&folder))
            };
            while names.iter().any(|name| is_taken(name, &prefix)) {
                prefix.push('_');
            }
            prefix
        };
        let bridge = free(&["bridge"]);
        let direct = free(&["direct", "direct_native", "direct_web"]);
        let fake = free(&["fake"]);
        let asset = free(&["asset", "asset_native", "asset_web"]);
        Self {
            fake: format!("{fake}fake.dart"),
            folder: (api.libraries.len() > 1).then(|| format!("{bridge}bridge")),
            bridge: format!("{bridge}bridge.dart"),
            direct: format!("{direct}direct.dart"),
            direct_native: format!("{direct}direct_native.dart"),
            direct_web: format!("{direct}direct_web.dart"),
            asset: format!("{asset}asset.dart"),
            asset_native: format!("{asset}asset_native.dart"),
            asset_web: format!("{asset}asset_web.dart"),
        }
    }

    /// The file with what the library of the API in the file `library` is made of.
    pub fn of(&self, library: &str) -> String {
        match &self.folder {
            Some(folder) => format!("{folder}/{library}"),
            None => self.bridge.clone(),
        }
    }
}
