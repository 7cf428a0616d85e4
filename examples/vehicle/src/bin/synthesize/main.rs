//! Makes a candump log of a drive that never happened.
//!
//! A small simulation of an electric car ([`drive`]) is sampled by a model of a CAN bus ([`bus`]) at each message's
//! cycle time, and the values are encoded by the same database that the data layer decodes them with. The same
//! arguments give the same bytes. The result is labelled as what it is: the interface is `synth0`, and a note lies
//! beside the log.

mod bus;
mod drive;
mod options;
mod random;

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::time::Duration;

use vehicle::candump::{Record, format_line};
use vehicle::dbc::Database;

use bus::Bus;
use options::{HELP, Options};

/// The interface that stands in every line, so that nobody takes the log for a recording.
const INTERFACE: &str = "synth0";

/// The timestamp of the beginning, in seconds since 1970: 14 November 2023, 22:13:20 UTC.
const EPOCH: Duration = Duration::from_secs(1_700_000_000);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("synthesize: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::from_env()? else {
        print!("{HELP}");
        return Ok(());
    };
    let dbc = options.dbc.display();
    let bytes = fs::read(&options.dbc).map_err(|error| format!("cannot read {dbc}: {error}"))?;
    let database = Database::parse_bytes(&bytes).map_err(|error| format!("{dbc}: {error}"))?;
    let out = options.out.display();
    let file = fs::File::create(&options.out).map_err(|error| format!("cannot write {out}: {error}"))?;
    let frames =
        write_log(&database, &options, BufWriter::new(file)).map_err(|error| format!("cannot write {out}: {error}"))?;
    fs::write(options.note(), note(&options))
        .map_err(|error| format!("cannot write {}: {error}", options.note().display()))?;
    eprintln!(
        "synthesize: {frames} synthetic frames, {} s of vehicle time, in {out}",
        options.seconds
    );
    Ok(())
}

/// Writes the log; gives the number of frames.
fn write_log(database: &Database, options: &Options, mut out: impl Write) -> std::io::Result<u64> {
    let mut frames = 0;
    for (time, frame) in Bus::new(database, options.seconds, options.seed) {
        let record = Record {
            time: EPOCH + time,
            interface: INTERFACE,
            frame,
        };
        writeln!(out, "{}", format_line(&record))?;
        frames += 1;
    }
    out.flush()?;
    Ok(frames)
}

fn note(options: &Options) -> String {
    format!(
        "SYNTHETIC. The log beside this note is no recording: no vehicle was driven for it.\n\
         It was computed by Oche's examples/vehicle/src/bin/synthesize from {dbc}:\n\
         cargo run -p vehicle --bin synthesize -- --dbc {dbc} --out {out} --seconds {seconds} --seed {seed}\n",
        dbc = options.dbc.display(),
        out = options.out.display(),
        seconds = options.seconds,
        seed = options.seed,
    )
}

#[cfg(test)]
mod tests;
