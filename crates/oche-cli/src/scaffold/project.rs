//! What a project is made of, and what is filled into its files.

use std::path::Path;

use super::bridge::{self, CRATE};
use super::hook::Decision;
use super::name;
use super::plan::Plan;
use super::source::Source;
use super::template::Names;
use super::workspace::{self, Workspace};
use super::{packages, template};
use crate::exit::Failure;
use crate::terminal::{Terminal, shown};
use crate::toolchain::dart::{self, Dart};
use crate::toolchain::rust;

/// What is known of the machine, and of where the project lies.
pub(crate) struct Surroundings {
    /// The Dart that is there, if it has pub.
    pub(crate) with_pub: Option<Dart>,
    /// The workspace of cargo's around the crate.
    pub(crate) workspace: Option<Workspace>,
}

impl Surroundings {
    /// Looks around.
    ///
    /// # Errors
    /// If the Dart that is there is too old.
    pub(crate) fn of(root: &Path) -> Result<Self, Failure> {
        Ok(Self {
            with_pub: dart::find()?.filter(packages::has_pub),
            workspace: workspace::around(&root.join(CRATE)),
        })
    }

    /// Says what is not plain to see.
    pub(crate) fn account(&self, terminal: &Terminal, root: &Path) {
        if let Some(around) = &self.workspace {
            terminal.note(around.account(&shown(&root.join(CRATE))));
        }
        // Files can be made without it; what is to be typed next cannot.
        if let Err(Failure { message, help, .. }) = rust::find(&root.join(CRATE)) {
            let help = help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            terminal.note(format_args!("{message}, and the crate needs it{help}"));
        }
    }

    fn member(&self, name: &str) -> Option<String> {
        let around = self.workspace.as_ref().filter(|around| around.takes_in)?;
        Some(shown(&around.member(name)?))
    }

    /// What begins a workspace in the crate's manifest.
    fn own_workspace(&self) -> &'static str {
        match &self.workspace {
            Some(around) if around.takes_in => "",
            _ => "\n# The crate is built for itself, whatever lies around it.\n[workspace]\n",
        }
    }

    /// The name of the crate of an existing package: the package's, if a crate can have it.
    ///
    /// # Errors
    /// If neither is free.
    pub(crate) fn crate_name(&self, package: &str) -> Result<String, Failure> {
        let names = [package.to_owned(), format!("{}_rust", package.to_lowercase())];
        let is_free = |name: &&String| name::check(name).is_ok() && self.member(name).is_none();
        names.iter().find(is_free).cloned().ok_or_else(|| {
            if let Err(why) = name::check(&names[1]) {
                return Failure::wrong(format_args!(
                    "no crate can be called as the package is, `{package}`: {why}"
                ))
                .with_help("change `name` in `pubspec.yaml` and in what imports the package");
            }
            let taken = self.member(&names[1]).unwrap_or_default();
            Failure::wrong(format_args!(
                "neither `{}` nor `{}` can be the name of the crate: the workspace around it has one already, {taken}",
                names[0], names[1]
            ))
            .with_help("rename that one, or take this package out of the workspace by `exclude`")
        })
    }

    /// The name of a new project's crate is that of the project.
    ///
    /// # Errors
    /// If it is taken.
    pub(crate) fn must_be_free(&self, name: &str) -> Result<(), Failure> {
        match self.member(name) {
            None => Ok(()),
            Some(other) => Err(Failure::wrong(format_args!(
                "the workspace around it has a crate `{name}` already: {other}"
            ))
            .with_help("take another name")),
        }
    }
}

/// A project that is planned.
pub(crate) struct Project<'a> {
    /// The Dart package's name.
    pub(crate) package: &'a str,
    /// The crate's.
    pub(crate) krate: &'a str,
    /// The library with what is generated: `hello/hello.dart`.
    pub(crate) library: String,
    /// The package that its tests are written with.
    pub(crate) tests: &'a str,
    /// The language version of its Dart.
    pub(crate) language: String,
    /// Whether it has a build hook.
    pub(crate) hook: &'a Decision,
    pub(crate) source: &'a Source,
}

impl Project<'_> {
    /// What is filled into its files.
    fn names(&self, around: &Surroundings, root: &Path) -> Names {
        let mut names = vec![
            ("package", self.package.to_owned()),
            ("crate", self.krate.to_owned()),
            ("library", self.library.clone()),
            ("tests", self.tests.to_owned()),
            ("oche.cargo", self.source.for_cargo(&root.join(CRATE)).to_string()),
            ("oche.pub", self.source.for_pub(root, "oche")),
            ("workspace", around.own_workspace().to_owned()),
        ];
        names.extend(self.hook.names(self.source, root));
        Names(names)
    }

    /// Plans the crate with its bridge, the project's own `files`, and what does the work of pub where there is none.
    ///
    /// # Errors
    /// If something is in the way, or what is there is not understood.
    pub(crate) fn plan(
        &self,
        terminal: &Terminal,
        around: &Surroundings,
        files: &[&[template::File]],
        plan: &mut Plan,
    ) -> Result<(), Failure> {
        let names = self.names(around, &plan.root);
        for files in files {
            names.add(files, plan);
        }
        self.add_hook(around, plan);
        bridge::add(terminal, &format!("name: {}\n", self.package), plan)?;
        self.do_without_pub(around, plan)
    }

    /// Plans the build hook, if there is to be one.
    pub(crate) fn add_hook(&self, around: &Surroundings, plan: &mut Plan) {
        self.hook.add(&self.names(around, &plan.root), plan);
    }

    /// Plans what does the work of pub where there is none.
    ///
    /// # Errors
    /// If what is there is not understood.
    pub(crate) fn do_without_pub(&self, around: &Surroundings, plan: &mut Plan) -> Result<(), Failure> {
        if around.with_pub.is_some() {
            return Ok(());
        }
        self.names(around, &plan.root).add(template::SHIM, plan);
        packages::add(self.package, &self.language, self.tests, self.source, plan)
    }
}
