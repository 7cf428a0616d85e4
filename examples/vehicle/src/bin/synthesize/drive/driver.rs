//! The plan of the drive, and what the driver does about it.

use std::f64::consts::TAU;

/// The fastest that this driver goes, in m/s (120 km/h).
const TOP_SPEED: f64 = 33.3;
/// How briskly, in m/s².
const BRISKNESS: f64 = 4.2;

/// How long it takes to go around an obstacle, in seconds; less in a short drive.
const SWERVE_SECONDS: f64 = 1.4;

/// The phases of the drive, as fractions of its length.
const DOOR_CLOSED: f64 = 0.02;
const BELTED: f64 = 0.04;
const IN_GEAR: f64 = 0.06;
const AWAY: f64 = 0.08;
const AT_SPEED: f64 = 0.40;
const SWERVE: f64 = 0.43;
const BRAKING: f64 = 0.58;
const STOPPED: f64 = 0.88;
const PARKED: f64 = 0.94;
const UNBELTED: f64 = 0.96;
const DOOR_OPEN: f64 = 0.98;

/// Who drives, and for how long.
#[derive(Clone, Debug)]
pub struct Driver {
    seconds: f64,
    top_speed: f64,
}

impl Driver {
    pub fn new(seconds: f64) -> Self {
        // A short drive does not reach the top speed at a reasonable acceleration.
        Self {
            seconds,
            top_speed: (BRISKNESS * (AT_SPEED - AWAY) * seconds).min(TOP_SPEED),
        }
    }

    fn phase(&self, time: f64) -> f64 {
        time / self.seconds
    }

    /// The speed that the plan has for this time, in m/s.
    pub fn target_speed(&self, time: f64) -> f64 {
        let phase = self.phase(time);
        let up = (phase - AWAY) / (AT_SPEED - AWAY);
        let down = (STOPPED - phase) / (STOPPED - BRAKING);
        self.top_speed * up.min(down).clamp(0.0, 1.0)
    }

    /// The acceleration that brings the car to the plan, in m/s².
    pub fn acceleration(&self, time: f64, speed: f64) -> f64 {
        // Looking ahead makes up for the time in which the car answers.
        let ahead = self.target_speed(time + 0.12);
        let slope = (self.target_speed(time + 0.13) - ahead) / 0.01;
        let settled = self.phase(time) >= STOPPED;
        let wanted = if settled { -2.5 } else { slope + (ahead - speed) * 1.5 };
        wanted.clamp(-7.0, 5.0)
    }

    /// The angle in the driver's hands, in radians: once around an obstacle.
    pub fn steering(&self, time: f64, speed: f64) -> f64 {
        let length = SWERVE_SECONDS.min(0.14 * self.seconds);
        let part = (time - SWERVE * self.seconds) / length;
        if !(0.0..1.0).contains(&part) {
            return 0.0;
        }
        // The faster, the gentler: the same sideways acceleration.
        let size = 0.5 * (13.4 / speed.max(13.4)).powi(2);
        size * (TAU * part).sin()
    }

    pub fn is_parked(&self, time: f64) -> bool {
        let phase = self.phase(time);
        !(AWAY..PARKED).contains(&phase)
    }

    /// Whether the foot stays on the brake while the car stands.
    pub fn holds_brake(&self, time: f64) -> bool {
        let phase = self.phase(time);
        (BELTED..AWAY).contains(&phase) || (STOPPED..UNBELTED).contains(&phase)
    }

    /// What the driver's hands and the car's assistant do, as raw choices.
    pub fn value(&self, signal: &str, time: f64) -> Option<f64> {
        let phase = self.phase(time);
        let on = |condition: bool| if condition { 1.0 } else { 0.0 };
        Some(match signal {
            "Gear" => on((IN_GEAR..PARKED).contains(&phase)) * 3.0,
            "DoorFL" => on(!(DOOR_CLOSED..DOOR_OPEN).contains(&phase)),
            "DoorFR" | "DoorRL" | "DoorRR" | "Tailgate" => 0.0,
            "SeatBelt" => on((BELTED..UNBELTED).contains(&phase)),
            "LowBeam" => on((IN_GEAR..UNBELTED).contains(&phase)),
            "Indicator" => {
                let left = (SWERVE - 0.03..SWERVE + 0.04).contains(&phase);
                let right = (STOPPED - 0.06..PARKED).contains(&phase);
                // The lamp itself: on and off, 1.5 times a second.
                let lit = (time * 1.5).fract() < 0.5;
                on(lit) * (on(left) + 2.0 * on(right))
            }
            "AssistState" if (AT_SPEED..BRAKING).contains(&phase) => 2.0,
            "AssistState" if (BRAKING..STOPPED).contains(&phase) => 3.0,
            "AssistState" => on((IN_GEAR..PARKED).contains(&phase)),
            "ChargeState" => 0.0,
            "ChargeLimit" => 80.0,
            _ => return None,
        })
    }
}
