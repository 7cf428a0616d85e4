//! Trips that are longer than a battery lasts.

use std::time::Duration;

use oche::{StreamSink, oche};

use super::Car;
use crate::search::{self, Places};

/// A place to charge at.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// What it is called.
    pub name: String,
    /// How far from the start it lies, in km.
    pub at: f64,
    /// What it gives at most, in kW.
    pub power: f64,
}

/// A road from one town to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// From where to where.
    pub name: String,
    /// In km.
    pub length: f64,
    /// Where one can charge on the way, in their order.
    pub stations: Vec<Station>,
}

/// A stop of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct ChargeStop {
    /// Where.
    pub station: Station,
    /// How full the battery is on arrival, in per cent.
    pub arrival: f64,
    /// How full it is to be when one leaves, in per cent.
    pub departure: f64,
    /// How long that takes.
    pub duration: Duration,
}

/// The fastest way to get there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChargePlan {
    /// Where to charge, in their order.
    pub stops: Vec<ChargeStop>,
    /// How long one is under way, with all stops.
    pub duration: Duration,
    /// How full the battery is on arrival, in per cent.
    pub arrival: f64,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Somewhere on the way, the next place to charge is too far off.
    #[error("after {place} there is nowhere to charge for {gap:.0} km, and the car goes {range:.0} km")]
    OutOfReach {
        /// The last place that can be reached.
        place: String,
        /// How far it is to the next one, in km.
        gap: f64,
        /// How far the car goes from there, in km.
        range: f64,
    },
    /// A battery cannot be so full.
    #[error("{percent:.0} % is not how full a battery can be")]
    NoSuchCharge {
        /// What was said, in per cent.
        percent: f64,
    },
}

/// Finds out where to charge, for how long, and how fast to drive in between.
pub struct ChargePlanner {
    car: Car,
    reserve: f64,
    avoided: Vec<String>,
}

impl ChargePlanner {
    /// A planner for a car.
    #[oche(sync)]
    pub fn new(car: Car) -> Self {
        Self {
            car,
            reserve: 10.0,
            avoided: Vec::new(),
        }
    }

    /// What is to be left in the battery everywhere, in per cent.
    #[oche(getter)]
    pub fn reserve(&self) -> f64 {
        self.reserve
    }

    /// Sets what is to be left.
    #[oche(setter)]
    pub fn set_reserve(&mut self, percent: f64) {
        self.reserve = percent.clamp(0.0, 90.0);
    }

    /// Plans no stop at the station of that name any more.
    #[oche(sync)]
    pub fn avoid(&mut self, station: String) {
        self.avoided.push(station);
    }

    /// How far the car goes at 110 km/h with a full battery, to the reserve, in km.
    #[oche(getter)]
    pub fn range(&self) -> f64 {
        search::range(&self.car, 100.0 - self.reserve)
    }

    /// Plans a journey that begins with the battery at `start` per cent; `progress` goes from 0 to 1.
    ///
    /// # Errors
    /// When the car does not get there.
    #[oche]
    pub fn plan(
        &self,
        journey: Journey,
        start: f64,
        #[oche(overflow = latest)] progress: StreamSink<f64>,
    ) -> Result<ChargePlan, PlanError> {
        if !(0.0..=100.0).contains(&start) {
            return Err(PlanError::NoSuchCharge { percent: start });
        }
        let mut stations = journey.stations;
        stations.retain(|station| !self.avoided.contains(&station.name));
        let places = Places::new(&self.car, &stations, journey.length, self.reserve);
        let found = places.search(start, |part| {
            // Nobody looks, or nobody wants the plan any more.
            _ = progress.try_send(part);
            !oche::is_cancelled()
        });
        // Who has cancelled gets no answer, whatever it is.
        found.unwrap_or_else(|| Ok(ChargePlan::default()))
    }
}

/// The journeys to choose from.
pub fn journeys() -> Vec<Journey> {
    let motorway = [
        ("Linthe", 62.0, 150.0),
        ("Köckern", 128.0, 300.0),
        ("Schkeuditz", 158.0, 150.0),
        ("Eisenberg", 221.0, 150.0),
        ("Hirschberg", 285.0, 300.0),
        ("Bayreuth", 352.0, 150.0),
        ("Pegnitz", 377.0, 75.0),
        ("Greding", 455.0, 300.0),
        ("Ingolstadt", 505.0, 150.0),
    ];
    let desert = [
        ("Ceduna", 60.0, 150.0),
        ("Eucla", 550.0, 50.0),
        ("Norseman", 1260.0, 50.0),
    ];
    // So many that it takes a while to find the best of them.
    let long = (1..690).map(|number| Station {
        name: format!("E-road charger {number}"),
        at: f64::from(number) * 8.0,
        power: [50.0, 150.0, 75.0, 300.0, 100.0][number as usize % 5],
    });
    vec![
        journey("Berlin – Munich", 585.0, &motorway),
        journey("Across the Nullarbor", 1300.0, &desert),
        Journey {
            name: "North Cape – Tarifa".to_owned(),
            length: 5_530.0,
            stations: long.collect(),
        },
    ]
}

fn journey(name: &str, length: f64, stations: &[(&str, f64, f64)]) -> Journey {
    let station = |&(name, at, power): &(&str, f64, f64)| Station {
        name: name.to_owned(),
        at,
        power,
    };
    Journey {
        name: name.to_owned(),
        length,
        stations: stations.iter().map(station).collect(),
    }
}
