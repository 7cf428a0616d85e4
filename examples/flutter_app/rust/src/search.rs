//! The search for the fastest plan: for every place and every state of charge, the shortest time in which one can be there so.

use std::time::Duration;

use crate::api::Car;
use crate::api::trip::{ChargePlan, ChargeStop, PlanError, Station};
use crate::battery;

/// The states of charge that are told apart: steps of 0.1 per cent.
const LEVELS: usize = 1000;
/// To leave the road, and to plug in, in seconds.
const PER_STOP: f64 = 240.0;
/// How fast one may drive, in km/h.
const SPEEDS: [f64; 8] = [80.0, 90.0, 100.0, 110.0, 120.0, 130.0, 140.0, 150.0];
/// The speed for which a car's consumption is given.
const USUAL: f64 = 110.0;

/// How far a car goes at the usual speed with so much of its battery, in km.
pub fn range(car: &Car, percent: f64) -> f64 {
    car.capacity * percent / car.consumption
}

/// What a car needs for a km, in levels.
fn levels_per_km(car: &Car, speed: f64) -> f64 {
    let factor = 0.45 + 0.55 * (speed / USUAL).powi(2);
    car.consumption * factor / 100.0 / car.capacity * LEVELS as f64
}

fn percent(level: usize) -> f64 {
    level as f64 * 100.0 / LEVELS as f64
}

/// How one has come to a place.
#[derive(Clone, Copy, Debug)]
struct Leg {
    /// The place before.
    from: usize,
    /// The battery on arrival there.
    arrival: usize,
    /// And when one has left it.
    departure: usize,
}

/// The best way to be at a place with a certain charge.
#[derive(Clone, Copy, Debug)]
struct Best {
    /// Seconds since the start; infinite if it cannot be.
    time: f64,
    leg: Option<Leg>,
}

const NEVER: Best = Best {
    time: f64::INFINITY,
    leg: None,
};

/// The start, the stations, and where one wants to go.
pub struct Places<'a> {
    car: &'a Car,
    stations: &'a [Station],
    length: f64,
    reserve: usize,
}

impl<'a> Places<'a> {
    /// Of a road of so many km, for a car that keeps `reserve` per cent.
    pub fn new(car: &'a Car, stations: &'a [Station], length: f64, reserve: f64) -> Self {
        let reserve = (reserve / 100.0 * LEVELS as f64) as usize;
        Self {
            car,
            stations,
            length,
            reserve,
        }
    }

    /// Searches from a battery at `start` per cent. `go_on` is told how far it is, and may end it: then there is no answer.
    pub fn search(&self, start: f64, mut go_on: impl FnMut(f64) -> bool) -> Option<Result<ChargePlan, PlanError>> {
        let last = self.stations.len() + 1;
        let mut best = vec![vec![NEVER; LEVELS + 1]; last + 1];
        best[0][(start / 100.0 * LEVELS as f64) as usize].time = 0.0;
        for place in 0..last {
            if !go_on(place as f64 / last as f64) {
                return None;
            }
            let departures = self.departures(place, &best[place]);
            for (next, there) in best.iter_mut().enumerate().skip(place + 1) {
                if !self.drive(place, next, &departures, there) {
                    break;
                }
            }
        }
        go_on(1.0);
        let fastest = (self.reserve..=LEVELS).min_by(|a, b| best[last][*a].time.total_cmp(&best[last][*b].time));
        Some(match fastest.filter(|level| best[last][*level].time.is_finite()) {
            Some(level) => Ok(self.plan(&best, level)),
            None => Err(self.out_of_reach(start, &best)),
        })
    }

    /// How far from the start a place is.
    fn at(&self, place: usize) -> f64 {
        match place.checked_sub(1) {
            None => 0.0,
            Some(station) => self.stations.get(station).map_or(self.length, |station| station.at),
        }
    }

    /// The time that it takes to fill an empty battery to each level.
    fn filling(&self, station: &Station) -> Vec<f64> {
        let step = self.car.capacity / LEVELS as f64 * 3600.0;
        let mut time = 0.0;
        let mut times = vec![0.0];
        for level in 0..LEVELS {
            time += step / battery::power(self.car, percent(level), station.power);
            times.push(time);
        }
        times
    }

    /// The best way to leave a place with each level: as one has come, or charged.
    fn departures(&self, place: usize, arrivals: &[Best]) -> Vec<(f64, usize)> {
        let filling = place
            .checked_sub(1)
            .and_then(|place| self.stations.get(place))
            .map(|station| self.filling(station));
        let mut cheapest = (f64::INFINITY, 0);
        let mut departures = Vec::with_capacity(arrivals.len());
        for (level, arrival) in arrivals.iter().enumerate() {
            let mut departure = (arrival.time, level);
            if let Some(filling) = &filling {
                let charged = cheapest.0 + filling[level] + PER_STOP;
                if charged < departure.0 {
                    departure = (charged, cheapest.1);
                }
                if arrival.time - filling[level] < cheapest.0 {
                    cheapest = (arrival.time - filling[level], level);
                }
            }
            departures.push(departure);
        }
        departures
    }

    /// Drives from one place to another, at every speed with every charge; says whether it can be done at all.
    fn drive(&self, from: usize, to: usize, departures: &[(f64, usize)], best: &mut [Best]) -> bool {
        let distance = self.at(to) - self.at(from);
        let mut possible = false;
        for speed in SPEEDS {
            let needed = (distance * levels_per_km(self.car, speed)).ceil() as usize;
            let time = distance / speed * 3600.0;
            for level in needed + self.reserve..=LEVELS {
                possible = true;
                let (left, arrival) = departures[level];
                let there = &mut best[level - needed];
                if left + time < there.time {
                    there.time = left + time;
                    there.leg = Some(Leg {
                        from,
                        arrival,
                        departure: level,
                    });
                }
            }
        }
        possible
    }

    /// Goes back from the end.
    fn plan(&self, best: &[Vec<Best>], arrival: usize) -> ChargePlan {
        let mut stops = Vec::new();
        let (mut place, mut level) = (best.len() - 1, arrival);
        let seconds = best[place][level].time;
        while let Some(leg) = best[place][level].leg {
            if leg.departure > leg.arrival {
                let station = &self.stations[leg.from - 1];
                let filling = self.filling(station);
                stops.push(ChargeStop {
                    station: station.clone(),
                    arrival: percent(leg.arrival),
                    departure: percent(leg.departure),
                    duration: Duration::from_secs_f64(filling[leg.departure] - filling[leg.arrival]),
                });
            }
            (place, level) = (leg.from, leg.arrival);
        }
        stops.reverse();
        ChargePlan {
            stops,
            duration: Duration::from_secs_f64(seconds),
            arrival: percent(arrival),
        }
    }

    /// Says where the way ends.
    fn out_of_reach(&self, start: f64, best: &[Vec<Best>]) -> PlanError {
        let reached = |place: &usize| best[*place].iter().any(|best| best.time.is_finite());
        let place = (0..best.len() - 1).rev().find(reached).unwrap_or_default();
        let (name, full) = match place.checked_sub(1) {
            None => ("the start".to_owned(), start),
            Some(station) => (self.stations[station].name.clone(), 100.0),
        };
        let slowest = levels_per_km(self.car, SPEEDS[0]);
        let levels = (full / 100.0 * LEVELS as f64 - self.reserve as f64).max(0.0);
        PlanError::OutOfReach {
            place: name,
            gap: self.at(place + 1) - self.at(place),
            range: levels / slowest,
        }
    }
}

#[cfg(test)]
mod tests;
