//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;

pub const HELP: &str = "\
Makes a candump log of a drive that never happened, for demos and tests.

Usage: synthesize --dbc FILE --out FILE [--seconds N] [--seed N]

  --dbc FILE      the DBC file to encode with; signals that the simulation does not
                  know swing slowly through their range
  --out FILE      the log to write, in the format of candump -l; a note that says
                  SYNTHETIC is written beside it
  --seconds N     how long the drive is, from 1 to 86400 (default: 10)
  --seed N        the same seed gives the same log (default: 1)
  -h, --help      this text
";

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Options {
    pub dbc: PathBuf,
    pub out: PathBuf,
    pub seconds: f64,
    pub seed: u64,
}

impl Options {
    /// Reads the command line; `None` for a call for help.
    pub fn from_env() -> Result<Option<Self>, lexopt::Error> {
        Self::parse(lexopt::Parser::from_env())
    }

    pub fn parse(mut arguments: lexopt::Parser) -> Result<Option<Self>, lexopt::Error> {
        let (mut dbc, mut out) = (None, None);
        let (mut seconds, mut seed) = (10.0, 1);
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("dbc") => dbc = Some(PathBuf::from(arguments.value()?)),
                Long("out") => out = Some(PathBuf::from(arguments.value()?)),
                Long("seconds") => seconds = arguments.value()?.parse()?,
                Long("seed") => seed = arguments.value()?.parse()?,
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        if !(1.0..=86_400.0).contains(&seconds) {
            return Err("--seconds must be from 1 to 86400".into());
        }
        Ok(Some(Self {
            dbc: dbc.ok_or("--dbc FILE is missing (see --help)")?,
            out: out.ok_or("--out FILE is missing (see --help)")?,
            seconds,
            seed,
        }))
    }

    /// Where the note that labels the log goes.
    pub fn note(&self) -> PathBuf {
        let mut name = self.out.clone().into_os_string();
        name.push(".SYNTHETIC.txt");
        name.into()
    }
}
