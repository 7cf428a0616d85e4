//! `oche build`.

use std::path::PathBuf;

use clap::Args;
use oche_codegen::Config;

use super::generate::refused;
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, shown};
use crate::toolchain::library::{self, Library};
use crate::toolchain::{dart, place};

const ABOUT: &str = "\
The library is compiled for the platform of the Dart that OCHE_DART names, or else the first
one on the PATH, and lies where a Dart program that is started in its package finds it. With
a target of another platform, or without a Dart, it stays where cargo puts it.";

const NO_DART: &str = "\
there is no Dart on the PATH, so that it is not known which platform Dart is of: the library
stays where cargo has put it. To have it where Dart finds it, name a `dart` in OCHE_DART.";

/// Builds the crate's library where Dart finds it
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) what: What,

    /// The target to compile for, by its triple, instead of the one of the Dart that is there
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
}

/// The crate, and how it is compiled.
#[derive(Debug, Args)]
pub(crate) struct What {
    /// The folder of the crate's `Cargo.toml`
    #[arg(long = "crate", value_name = "DIR")]
    pub(crate) crate_dir: Option<PathBuf>,

    /// The folder of the Dart package's `pubspec.yaml`
    #[arg(long = "dart", value_name = "DIR")]
    pub(crate) dart_dir: Option<PathBuf>,

    /// Optimize, and leave assertions out
    #[arg(long)]
    pub(crate) release: bool,
}

impl What {
    /// The crate, and where its Dart package is.
    pub(super) fn config(&self, terminal: &Terminal) -> Result<Config, Failure> {
        let found = Config::discover(self.crate_dir.as_deref(), self.dart_dir.as_deref());
        found.map_err(|problems| refused(terminal, &problems))
    }
}

impl Build {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let config = self.what.config(terminal)?;
        let dart = dart::find()?;
        let for_dart = dart.as_ref().and_then(dart::Dart::target);
        let release = self.what.release;
        if let Some(target) = self.target.as_deref().filter(|target| Some(*target) != for_dart) {
            let Library { file, .. } = library::build(&config.crate_dir, Some(target), release)?;
            terminal.say(format_args!("built for {target}: {}", shown(&file)));
            return Ok(Exit::Fine);
        }
        let Library { file, .. } = library::build(&config.crate_dir, for_dart, release)?;
        let Some(dart) = dart else {
            // What lies where Dart looks may be for a Dart of another platform, and be the better one.
            terminal.say(format_args!("built for this machine: {}", shown(&file)));
            terminal.note(NO_DART);
            return Ok(Exit::Fine);
        };
        let placed = place::put(&file, &config.dart_dir, release)?;
        if let Some(removed) = &placed.removed {
            // Also with `--quiet`: a file is gone that nobody asked to remove.
            terminal.bad_news(format_args!(
                "warning: removed {}: Dart would find it before this one",
                shown(removed)
            ));
        }
        terminal.say(format_args!(
            "built for Dart's platform {}: {}",
            dart.platform,
            shown(&placed.file)
        ));
        Ok(Exit::Fine)
    }
}
