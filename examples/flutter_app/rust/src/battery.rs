//! How fast a battery takes what a station gives.

use crate::api::Car;

/// Up to here, in per cent, a battery takes all it can.
const KNEE: f64 = 55.0;
/// What it still takes when it is nearly full, as a part of its most.
const AT_THE_END: f64 = 0.15;

/// The power, in kW, with which a car charges that is at `percent`, where a station gives `station` kW at most.
pub fn power(car: &Car, percent: f64, station: f64) -> f64 {
    let fullness = ((percent - KNEE) / (100.0 - KNEE)).clamp(0.0, 1.0);
    let taken = car.max_power * (1.0 - fullness * (1.0 - AT_THE_END));
    taken.min(station)
}

/// How much of the battery, in per cent, `seconds` of `power` kW fill.
pub fn gain(car: &Car, power: f64, seconds: f64) -> f64 {
    power * seconds / 3600.0 / car.capacity * 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::cars;

    #[test]
    fn a_battery_takes_less_and_less_when_it_gets_full_and_never_more_than_the_station_has() {
        let car = &cars()[1];
        let powers: Vec<f64> = [0.0, 55.0, 80.0, 100.0]
            .into_iter()
            .map(|percent| power(car, percent, 150.0))
            .collect();
        assert_eq!(powers[..2], [150.0, 150.0]);
        assert!(
            powers[1] > powers[2] && powers[2] > powers[3] && powers[3] > 0.0,
            "{powers:?}"
        );
    }

    #[test]
    fn an_hour_of_its_capacity_fills_a_battery() {
        let car = &cars()[0];
        assert!((gain(car, car.capacity, 3600.0) - 100.0).abs() < 1e-9);
    }
}
