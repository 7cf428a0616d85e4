//! Making projects: what `oche new` and `oche init` have in common.
//!
//! What is to be done is a [`plan::Plan`], a list of files to create and to edit, made without touching anything. It can be shown,
//! and [`apply`] carries it out, whole or not at all. [`template`] has the files, [`source`] knows where Oche itself comes from.

pub(crate) mod apply;
pub(crate) mod bridge;
pub(crate) mod gitignore;
pub(crate) mod hook;
pub(crate) mod name;
pub(crate) mod packages;
pub(crate) mod plan;
pub(crate) mod project;
pub(crate) mod pubspec;
pub(crate) mod source;
pub(crate) mod template;
pub(crate) mod workspace;
