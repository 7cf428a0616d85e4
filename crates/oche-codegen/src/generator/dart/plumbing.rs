//! What the files are called that hold the plumbing of a package.

use crate::ir::Api;

/// The files below `lib/src/` that hold the plumbing.
pub struct Plumbing {
    /// `bridge.dart`
    pub bridge: String,
    /// `direct.dart`
    pub direct: String,
    pub direct_native: String,
    pub direct_web: String,
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
                let file = format!("{prefix}{name}.dart");
                api.libraries.iter().any(|library| library.dart_file == file)
            };
            while names.iter().any(|name| is_taken(name, &prefix)) {
                prefix.push('_');
            }
            prefix
        };
        let bridge = free(&["bridge"]);
        let direct = free(&["direct", "direct_native", "direct_web"]);
        let asset = free(&["asset", "asset_native", "asset_web"]);
        Self {
            bridge: format!("{bridge}bridge.dart"),
            direct: format!("{direct}direct.dart"),
            direct_native: format!("{direct}direct_native.dart"),
            direct_web: format!("{direct}direct_web.dart"),
            asset: format!("{asset}asset.dart"),
            asset_native: format!("{asset}asset_native.dart"),
            asset_web: format!("{asset}asset_web.dart"),
        }
    }
}
