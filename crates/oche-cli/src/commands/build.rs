//! `oche build`.

use std::path::PathBuf;

use clap::Args;
use oche_codegen::{Config, output};
use url::Url;

use super::generate::refused;
use crate::exit::{Exit, Failure};
use crate::prebuilt;
use crate::terminal::{Terminal, shown};
use crate::toolchain::library::{self, Library, Order};
use crate::toolchain::{dart, place};

const ABOUT: &str = "\
The library is compiled for the platform of the Dart that OCHE_DART names, or else the first
one on the PATH, and lies where a Dart program that is started in its package finds it. With
a target of another platform, or without a Dart, it stays where cargo puts it.

With --prebuilt, an optimized library for each target that can be linked on this machine lies
in `prebuilt/` of the Dart package, with a table of their SHA-256, for apps whose authors have
no Rust: the build hook takes them from there, or from the address that --url names. What
other machines have added to the table stays, if it is of the same API.";

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

    /// Make libraries for apps whose authors have no Rust, of all targets that can be built here
    #[arg(long)]
    prebuilt: bool,

    /// Where the libraries can be downloaded from: the address of the folder `prebuilt`
    #[arg(long, value_name = "URL", requires = "prebuilt", value_parser = parse_address)]
    url: Option<Url>,
}

/// The address of a folder, such as the build hook takes files from.
fn parse_address(text: &str) -> Result<Url, String> {
    let address = Url::parse(text).map_err(|error| error.to_string())?;
    if address.scheme() != "https" {
        return Err("the build hook downloads by https alone".to_owned());
    }
    if address.query().or(address.fragment()).is_some() {
        return Err("names of files are put behind it, so that it cannot end in `?…` or `#…`".to_owned());
    }
    Ok(address)
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
        if self.prebuilt {
            return self.prebuilt(terminal, &config);
        }
        let dart = dart::find()?;
        let for_dart = dart.as_ref().and_then(dart::Dart::target);
        let release = self.what.release;
        if let Some(target) = self.target.as_deref().filter(|target| Some(*target) != for_dart) {
            let Library { file, .. } = library::build(
                &config.crate_dir,
                &Order {
                    target: Some(target),
                    release,
                    linking: None,
                },
            )?;
            terminal.say(format_args!("built for {target}: {}", shown(&file)));
            return Ok(Exit::Fine);
        }
        let Library { file, .. } = library::build(
            &config.crate_dir,
            &Order {
                target: for_dart,
                release,
                linking: None,
            },
        )?;
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

    fn prebuilt(&self, terminal: &Terminal, config: &Config) -> Result<Exit, Failure> {
        let outcome = oche_codegen::generate(config);
        let Some(api) = outcome.api else {
            return Err(refused(terminal, &outcome.diagnostics));
        };
        if !output::stale(config, &outcome.files).is_empty() {
            let stale = "the generated code is not up to date, so that the libraries would be refused";
            return Err(Failure::wrong(stale).with_help("run `oche generate`"));
        }
        prebuilt::make(terminal, config, &api, self.target.as_deref(), self.url.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_the_hook_takes() {
        for (text, says) in [
            ("https://example.com", ""),
            ("https://example.com/hello/v1/", ""),
            ("http://example.com/v1", "https alone"),
            ("file:///prebuilt", "https alone"),
            ("https://example.com/v1?key=1", "names of files are put behind it"),
            ("https://example.com/v1#new", "names of files are put behind it"),
            ("v1", "relative URL"),
        ] {
            let error = parse_address(text).err().unwrap_or_default();
            assert!(
                error.contains(says) && error.is_empty() == says.is_empty(),
                "{text}: {error}"
            );
        }
    }
}
