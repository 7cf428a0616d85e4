use super::*;
use crate::api::cars;

fn station(name: &str, at: f64, power: f64) -> Station {
    Station {
        name: name.to_owned(),
        at,
        power,
    }
}

fn search(stations: &[Station], length: f64, start: f64) -> Result<ChargePlan, PlanError> {
    let cars = cars();
    let places = Places::new(&cars[1], stations, length, 10.0);
    places.search(start, |_| true).unwrap()
}

#[test]
fn who_gets_there_does_not_stop() {
    let plan = search(&[station("A", 50.0, 150.0)], 100.0, 90.0).unwrap();
    assert!(plan.stops.is_empty());
    assert!(plan.arrival >= 10.0);
    // At the highest speed.
    assert_eq!(plan.duration.as_secs(), 2400);
}

#[test]
fn the_faster_station_is_chosen() {
    let stations = [station("slow", 200.0, 50.0), station("fast", 205.0, 300.0)];
    let plan = search(&stations, 500.0, 80.0).unwrap();
    let names: Vec<_> = plan.stops.iter().map(|stop| stop.station.name.as_str()).collect();
    assert_eq!(names, ["fast"]);
    let stop = &plan.stops[0];
    assert!(stop.arrival >= 10.0 && stop.departure > stop.arrival, "{stop:?}");
    assert!(plan.duration > stop.duration);
}

#[test]
fn a_gap_is_named() {
    let stations = [station("A", 100.0, 150.0), station("B", 900.0, 150.0)];
    let error = search(&stations, 1000.0, 90.0).unwrap_err();
    let PlanError::OutOfReach { place, gap, range } = &error else {
        panic!("{error}");
    };
    assert_eq!((place.as_str(), *gap), ("A", 800.0));
    assert!(*range > 300.0 && range < gap, "{range}");

    let error = search(&[], 300.0, 20.0).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("after the start there is nowhere to charge for 300 km")
    );
}

#[test]
fn it_says_how_far_it_is_and_can_be_ended() {
    let cars = cars();
    let stations = [station("A", 100.0, 150.0), station("B", 200.0, 150.0)];
    let places = Places::new(&cars[1], &stations, 300.0, 10.0);
    let mut parts = Vec::new();
    let found = places.search(80.0, |part| {
        parts.push(part);
        true
    });
    assert!(found.is_some());
    assert_eq!(parts, [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
    assert!(places.search(80.0, |part| part < 0.5).is_none());
}
