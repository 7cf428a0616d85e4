//! An electric car on a short drive: doors closed, away, along, around something, braked, stopped.
//!
//! Simple physics, one state, steps of a millisecond. What hangs together in a car hangs together here: the speeds of
//! motor and wheels, the torque and the power, the voltage that sags under load and recovers, the charge that is used.

mod battery;
mod driver;
mod thermal;

use std::f64::consts::TAU;

use battery::Battery;
use driver::Driver;
use thermal::Thermal;

use crate::random::Random;

/// The step of the simulation, in seconds.
const STEP: f64 = 0.001;
/// In kilograms.
const MASS: f64 = 2100.0;
/// In m/s².
const GRAVITY: f64 = 9.81;
/// Radius of a wheel, in metres.
const WHEEL_RADIUS: f64 = 0.34;
/// Turns of the motor per turn of a wheel.
const GEAR_RATIO: f64 = 9.0;
/// Between the wheels of an axle, and between the axles, in metres.
const TRACK: f64 = 1.6;
const WHEELBASE: f64 = 2.9;
/// Angle in the driver's hands per angle of the wheels.
const STEERING_RATIO: f64 = 15.0;
/// The most that recuperation brakes, in m/s².
const MAX_RECUPERATION: f64 = 2.2;
/// Braking force per pressure, in N/bar.
const BRAKE_FORCE: f64 = 180.0;
/// The direction of the road, counted to the left from north, in radians.
const ROAD: f64 = 0.73;
/// One degree of latitude, in metres.
const DEGREE: f64 = 111_320.0;

/// The state of the car. SI units and radians, except where a name says otherwise.
#[derive(Clone, Debug)]
pub struct Drive {
    time: f64,
    random: Random,
    driver: Driver,
    battery: Battery,
    thermal: Thermal,
    speed: f64,
    accel: f64,
    torque: f64,
    brake_pressure_bar: f64,
    steering: f64,
    steering_rate: f64,
    yaw_rate: f64,
    heading: f64,
    lane_offset: f64,
    distance: f64,
    latitude_deg: f64,
    longitude_deg: f64,
    lead_gap: f64,
    lead_speed: f64,
    /// The sensors' noise: smooth, each around zero with a size of about one.
    noise: [f64; 4],
}

impl Drive {
    /// A parked car, `seconds` before the end of its drive.
    pub fn new(seconds: f64, seed: u64) -> Self {
        Self {
            time: 0.0,
            // Not the bus's own sequence: its jitter must not decide how the car moves.
            random: Random::new(seed ^ 0x5EED_0F7B_EC47_0001),
            driver: Driver::new(seconds),
            battery: Battery::new(),
            thermal: Thermal::new(),
            speed: 0.0,
            accel: 0.0,
            torque: 0.0,
            brake_pressure_bar: 0.0,
            steering: 0.0,
            steering_rate: 0.0,
            yaw_rate: 0.0,
            heading: ROAD,
            lane_offset: 0.0,
            distance: 0.0,
            latitude_deg: 51.0,
            longitude_deg: 9.0,
            lead_gap: 28.0,
            lead_speed: 0.0,
            noise: [0.0; 4],
        }
    }

    /// Seconds since the beginning.
    pub fn time(&self) -> f64 {
        self.time
    }

    /// Lets time pass until `time`, in seconds since the beginning.
    pub fn run_to(&mut self, time: f64) {
        while self.time + STEP <= time {
            self.step();
        }
    }

    fn step(&mut self) {
        self.time += STEP;
        for noise in &mut self.noise {
            // Low-pass filtered: sensors do not jump.
            *noise += (self.random.around_zero() * 6.0 - *noise) * STEP / 0.05;
        }
        self.move_along();
        self.steer();
        self.follow();
        let wheel_power = self.torque * self.motor_speed();
        self.battery.step(wheel_power, STEP);
        self.thermal.step(wheel_power.abs(), self.battery.current_a(), STEP);
    }

    fn move_along(&mut self) {
        let wanted = self.driver.acceleration(self.time, self.speed);
        self.accel += (wanted - self.accel) * STEP / 0.12;
        if self.speed <= 0.0 && self.accel < 0.0 || self.driver.is_parked(self.time) {
            (self.speed, self.accel) = (0.0, 0.0);
        }
        self.speed = (self.speed + self.accel * STEP).max(0.0);
        self.distance += self.speed * STEP;

        let resistance = if self.speed > 0.0 {
            0.011 * MASS * GRAVITY + 0.35 * self.speed * self.speed
        } else {
            0.0
        };
        let force = MASS * self.accel + resistance;
        // Recuperation fades out below walking pace, where the friction brakes take over.
        let recuperation = -MASS * MAX_RECUPERATION * (self.speed / 3.0).min(1.0);
        let motor_force = force.max(recuperation);
        self.torque = motor_force * WHEEL_RADIUS / GEAR_RATIO;
        let holding = if self.driver.holds_brake(self.time) { 18.0 } else { 0.0 };
        let pressure = ((motor_force - force) / BRAKE_FORCE).max(holding);
        self.brake_pressure_bar += (pressure - self.brake_pressure_bar) * STEP / 0.06;
    }

    fn steer(&mut self) {
        let before = self.steering;
        let off_course = self.heading - ROAD;
        let wanted =
            self.driver.steering(self.time, self.speed) + self.lane_keeping(off_course) + self.noise[0] * 0.004;
        self.steering += (wanted - self.steering) * STEP / 0.08;
        self.steering_rate = (self.steering - before) / STEP;
        self.yaw_rate = self.speed / WHEELBASE * (self.steering / STEERING_RATIO).tan();
        self.heading += self.yaw_rate * STEP;
        self.lane_offset += self.speed * off_course.sin() * STEP;
        // Positive yaw is to the left, and compasses count to the right.
        let compass = -self.heading;
        self.latitude_deg += self.speed * compass.cos() * STEP / DEGREE;
        self.longitude_deg += self.speed * compass.sin() * STEP / (DEGREE * self.latitude_deg.to_radians().cos());
    }

    /// What keeps the car in its lane: a critically damped return to the middle, in radians of the driver's hands.
    fn lane_keeping(&self, off_course: f64) -> f64 {
        if self.speed < 3.0 {
            return 0.0;
        }
        // In 1/s. From ψ' = v δ / (R L) and y' = v ψ.
        let pace = 0.5;
        let per_metre = STEERING_RATIO * WHEELBASE / self.speed;
        -per_metre * (2.0 * pace * off_course + pace * pace * self.lane_offset / self.speed)
    }

    /// The car ahead does what this one does, a little earlier and a little slower.
    fn follow(&mut self) {
        self.lead_speed = self.driver.target_speed(self.time + 0.4) * 0.94;
        self.lead_gap = (self.lead_gap + (self.lead_speed - self.speed) * STEP).max(4.0);
    }

    /// In rad/s.
    fn motor_speed(&self) -> f64 {
        self.speed / WHEEL_RADIUS * GEAR_RATIO
    }

    /// A wheel's speed in km/h; `side` is 1 on the right and -1 on the left.
    fn wheel_kmh(&self, side: f64, slip: f64, noise: f64) -> f64 {
        if self.speed <= 0.0 {
            return 0.0;
        }
        let speed = self.speed + side * self.yaw_rate * TRACK / 2.0;
        (speed * (1.0 + slip) + noise * 0.01).max(0.0) * 3.6
    }

    /// The value of the demo's signal of this name, in the unit that its DBC file gives; `None` for a stranger.
    pub fn value(&self, signal: &str) -> Option<f64> {
        let on = |condition: bool| if condition { 1.0 } else { 0.0 };
        let [n0, n1, n2, n3] = self.noise;
        // The driven axle slips a little, with the force that it passes on.
        let slip = self.accel * 0.003;
        Some(match signal {
            "VehicleSpeed" => self.speed * 3.6,
            "MotorSpeed" => self.motor_speed() * 60.0 / TAU,
            "MotorTorque" => self.torque,
            "WheelSpeedFL" => self.wheel_kmh(-1.0, 0.0, n0),
            "WheelSpeedFR" => self.wheel_kmh(1.0, 0.0, n1),
            "WheelSpeedRL" => self.wheel_kmh(-1.0, slip, n2),
            "WheelSpeedRR" => self.wheel_kmh(1.0, slip, n3),
            "SteerAngle" => self.steering.to_degrees(),
            "SteerRate" => self.steering_rate.to_degrees(),
            "AccelPedal" => {
                let standing = self.speed <= 0.0 && self.accel <= 0.0;
                if standing {
                    0.0
                } else {
                    (self.torque / 3.6).clamp(0.0, 100.0)
                }
            }
            "BrakePress" => self.brake_pressure_bar,
            "BrakePedal" => on(self.brake_pressure_bar > 0.5) + on(self.brake_pressure_bar > 30.0),
            "LongAccel" => self.accel + n0 * 0.02,
            "LatAccel" => self.speed * self.yaw_rate + n1 * 0.02,
            "YawRate" => self.yaw_rate.to_degrees() + n2 * 0.03,
            "BrakeLights" => on(self.brake_pressure_bar > 0.5 || self.accel < -1.3),
            "LeadDistance" => self.lead_gap,
            "LeadSpeed" => (self.lead_speed - self.speed) * 3.6,
            "LaneOffset" => self.lane_offset + n3 * 0.01,
            "Odometer" => 48_213.4 + self.distance / 1000.0,
            "TripDistance" => 12.307 + self.distance / 1000.0,
            "Heading" => (-self.heading).to_degrees().rem_euclid(360.0),
            "Satellites" => 14.0 + (n0 * 0.6).round(),
            "Latitude" => self.latitude_deg,
            "Longitude" => self.longitude_deg,
            "TyrePressFL" => 2.50 + self.time * 0.000_5,
            "TyrePressFR" => 2.52 + self.time * 0.000_5,
            "TyrePressRL" => 2.62 + self.time * 0.000_5,
            "TyrePressRR" => 2.60 + self.time * 0.000_5,
            _ => {
                let own = self.driver.value(signal, self.time);
                return own
                    .or_else(|| self.battery.value(signal, n1))
                    .or_else(|| self.thermal.value(signal));
            }
        })
    }
}
