//! What the app can call.

pub mod session;
pub mod trip;

use oche::oche;

/// A car, as far as charging is concerned.
#[derive(Clone, Debug, PartialEq)]
pub struct Car {
    /// What it is called.
    pub name: String,
    /// What its battery holds, in kWh.
    pub capacity: f64,
    /// What it needs at 110 km/h, in kWh for 100 km.
    pub consumption: f64,
    /// What its battery takes at most, in kW.
    pub max_power: f64,
}

/// The cars to choose from.
#[oche(sync)]
pub fn cars() -> Vec<Car> {
    let car = |name: &str, capacity, consumption, max_power| Car {
        name: name.to_owned(),
        capacity,
        consumption,
        max_power,
    };
    vec![
        car("City", 42.0, 15.5, 85.0),
        car("Estate", 77.0, 19.0, 170.0),
        car("Van", 86.0, 27.0, 130.0),
    ]
}
