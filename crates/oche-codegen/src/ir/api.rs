//! The whole API.

use serde::Serialize;

use super::definition::TypeDef;
use super::docs::Docs;
use super::function::{Constant, Function};
use super::ids::TypeId;

/// The API of one crate, ready to print.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Api {
    /// The crate's name with underscores, as in `oche_<crate>()` and in the Dart package's library name.
    pub crate_name: String,
    /// The name of the Dart package that the generated files belong to.
    pub dart_package: String,
    /// 64 bits over full signatures and type layouts (not docs, not places), as 16 lower-case hex digits.
    pub schema_hash: String,
    /// The Dart libraries to write, one per Rust module that has something to export, sorted by `rust_module`.
    pub libraries: Vec<Library>,
    /// Every data type that crosses, sorted by Rust path; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// Every function that crosses, sorted by Rust path; the index is the function's place in the exported table.
    pub functions: Vec<Function>,
    /// Every constant whose value stands in the source, in source order.
    pub constants: Vec<Constant>,
    /// What runs once in the process, before anything else.
    pub init: Option<Init>,
}

impl Api {
    /// What a function is called in Dart: `battery`, `Device.battery`.
    pub fn dart_path(&self, function: &Function) -> String {
        let class = function
            .member
            .map(|member| self.type_def(member.of).dart_name.as_str());
        let name = Some(function.dart_name.as_str()).filter(|name| !name.is_empty());
        let parts: Vec<&str> = class.into_iter().chain(name).collect();
        parts.join(".")
    }

    /// The definition that `id` stands for.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// The function that runs when the library is loaded for the first time in its process.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Init {
    /// `crate::api::init`.
    pub rust_path: String,
    /// Whether it gives back a `Result`, whose error has a text.
    pub fallible: bool,
    /// The `cfg` that it is behind, if not every target has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// One Dart library file, which mirrors one Rust module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Library {
    /// The module's path below the crate: `api`, `api::lights`.
    pub rust_module: String,
    /// The file below `lib/src/` of the Dart package: `api.dart`, `api/lights.dart`.
    pub dart_file: String,
    /// The module's doc comment.
    pub docs: Docs,
    /// The data types it declares, in source order.
    pub types: Vec<TypeId>,
    /// The free functions it declares, as indices into [`Api::functions`], in source order.
    pub functions: Vec<usize>,
}
