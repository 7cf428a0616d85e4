use super::*;
use std::collections::{HashMap, HashSet};

use vehicle::candump::parse_line;
use vehicle::decode::decode;
use vehicle::frame::Payload;

const DEMO: &str = include_str!("../../../data/demo.dbc");

fn demo() -> Database {
    Database::parse(DEMO).expect("the demo's DBC file")
}

fn options(arguments: &[&str]) -> Result<Option<Options>, lexopt::Error> {
    Options::parse(lexopt::Parser::from_args(arguments))
}

fn log(database: &Database, seconds: &str, seed: &str) -> String {
    let arguments = [
        "--dbc",
        "demo.dbc",
        "--out",
        "x.log",
        "--seconds",
        seconds,
        "--seed",
        seed,
    ];
    let options = options(&arguments).expect("good options").expect("no call for help");
    let mut out = Vec::new();
    write_log(database, &options, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("a log is text")
}

/// Each signal's values with their times in seconds, by name.
fn decoded(database: &Database, log: &str) -> HashMap<String, Vec<(f64, f64)>> {
    let mut values: HashMap<String, Vec<(f64, f64)>> = HashMap::new();
    for line in log.lines() {
        let record = parse_line(line).expect("a good line");
        assert_eq!(record.interface, INTERFACE);
        let time = (record.time - EPOCH).as_secs_f64();
        let message = database.message(record.frame.id).expect("a message of the database");
        let Payload::Data(data) = record.frame.payload else {
            panic!("{line} has no data")
        };
        for (signal, value) in decode(message, data.as_slice()) {
            values.entry(signal.name.clone()).or_default().push((time, value));
        }
    }
    values
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let database = demo();
    assert_eq!(log(&database, "2", "7"), log(&database, "2", "7"));
    assert_ne!(log(&database, "2", "7"), log(&database, "2", "8"));
}

#[test]
fn every_signal_comes_as_often_as_its_cycle_says() {
    let database = demo();
    let values = decoded(&database, &log(&database, "10", "1"));
    for message in database.messages() {
        for signal in &message.signals {
            let count = values.get(&signal.name).map_or(0, Vec::len) as f64;
            // The four tyres share their message's frames.
            let share = if signal.condition.is_some() { 4.0 } else { 1.0 };
            let expected = 10.0 / message.cycle.expect("a cycle").as_secs_f64() / share;
            assert!(
                (count - expected).abs() <= 1.0,
                "{}: {count} of {expected}",
                signal.name
            );
        }
    }
}

#[test]
fn time_goes_on_and_no_two_frames_are_on_the_wire_at_once() {
    let log = log(&demo(), "3", "1");
    let times: Vec<_> = log
        .lines()
        .map(|line| parse_line(line).expect("a good line").time)
        .collect();
    assert!(
        times
            .windows(2)
            .all(|pair| pair[1] - pair[0] >= Duration::from_micros(120))
    );
}

#[test]
fn all_values_are_in_their_ranges() {
    let database = demo();
    let values = decoded(&database, &log(&database, "10", "1"));
    for signal in database.messages().iter().flat_map(|message| &message.signals) {
        let range = signal.range.clone().expect("every signal of the demo has a range");
        let slack = signal.factor / 2.0 + 1e-9;
        for (time, value) in &values[&signal.name] {
            let inside = *range.start() - slack <= *value && *value <= *range.end() + slack;
            assert!(inside, "{} is {value} at {time}", signal.name);
        }
    }
}

#[test]
fn the_drive_is_plausible() {
    let database = demo();
    let values = decoded(&database, &log(&database, "10", "1"));
    let column = |name: &str| values[name].iter().map(|(_, value)| *value).collect::<Vec<_>>();
    let max = |name: &str| column(name).into_iter().fold(f64::MIN, f64::max);
    let min = |name: &str| column(name).into_iter().fold(f64::MAX, f64::min);

    let speed = column("VehicleSpeed");
    assert_eq!((speed[0], speed[speed.len() - 1]), (0.0, 0.0));
    assert!((40.0..60.0).contains(&max("VehicleSpeed")), "{}", max("VehicleSpeed"));
    // Speed and motor speed come in the same frame, so they fit together in each of them.
    for (speed, rpm) in speed.iter().zip(column("MotorSpeed")) {
        assert!((rpm - speed / 3.6 / 0.34 * 9.0 * 60.0 / std::f64::consts::TAU).abs() < 2.0);
    }
    // The speed is the integral of the acceleration.
    let accel = column("LongAccel");
    let gained: f64 = accel[..accel.len() * 45 / 100].iter().map(|accel| accel * 0.02).sum();
    assert!((gained * 3.6 - max("VehicleSpeed")).abs() < 3.0, "{gained} m/s");
    assert!(max("LongAccel") < 6.0 && min("LongAccel") > -8.0);
    // Battery: it sags under load, takes back while braking, and is emptier at the end.
    assert!(max("PackPower") > 80.0 && min("PackPower") < -15.0);
    assert!(max("PackVoltage") - min("PackVoltage") > 10.0);
    let charge = column("StateOfChg");
    assert!(charge[charge.len() - 1] < charge[0]);
    // Both brakes were used, the lights said so, and the car went around something.
    assert!(max("BrakePress") > 10.0 && min("MotorTorque") < -50.0);
    assert!(max("SteerAngle") > 10.0 && min("SteerAngle") < -10.0);
    let gears: HashSet<_> = column("Gear").into_iter().map(|gear| gear as i32).collect();
    assert_eq!(gears, HashSet::from([0, 3]));
    assert!(min("LeadDistance") >= 4.0);
}

#[test]
fn long_drives_are_plausible_too() {
    let database = demo();
    let values = decoded(&database, &log(&database, "90", "3"));
    let max = |name: &str| {
        values[name]
            .iter()
            .map(|(_, value)| value.abs())
            .fold(f64::MIN, f64::max)
    };
    assert!((110.0..125.0).contains(&max("VehicleSpeed")), "{}", max("VehicleSpeed"));
    assert!(max("LatAccel") < 5.0, "{}", max("LatAccel"));
    assert!(max("LaneOffset") < 1.9, "{}", max("LaneOffset"));
    assert!(max("MotorTemp") < 120.0, "{}", max("MotorTemp"));
}

#[test]
fn a_stranger_s_database_works_as_well() {
    let text = "BO_ 291 Foo: 2 E\n SG_ Bar : 0|16@1- (0.5,0) [-100|100] \"x\" E\n";
    let database = Database::parse(text).expect("a valid DBC file");
    let values = decoded(&database, &log(&database, "10", "1"));
    let bar: Vec<_> = values["Bar"].iter().map(|(_, value)| *value).collect();
    assert_eq!(bar.len(), 100);
    assert!(bar.iter().any(|value| *value < -90.0) && bar.iter().any(|value| *value > 90.0));
}

#[test]
fn the_command_line() {
    assert!(options(&["--help"]).expect("good").is_none());
    let error = |arguments: &[&str]| options(arguments).expect_err("bad options").to_string();
    assert_eq!(error(&["--dbc", "a"]), "--out FILE is missing (see --help)");
    assert_eq!(
        error(&["--dbc", "a", "--out", "b", "--seconds", "0"]),
        "--seconds must be from 1 to 86400"
    );
    assert!(error(&["--dbc", "a", "--out", "b", "--seconds", "NaN"]).contains("--seconds"));
    assert!(error(&["--nonsense"]).contains("--nonsense"));
    let options = options(&["--dbc", "a", "--out", "b.log"])
        .expect("good")
        .expect("no call for help");
    assert_eq!((options.seconds, options.seed), (10.0, 1));
    assert_eq!(options.note(), std::path::Path::new("b.log.SYNTHETIC.txt"));
    assert!(note(&options).starts_with("SYNTHETIC."));
}
