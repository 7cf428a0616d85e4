//! What gets warm. Degrees Celsius throughout.

const OUTSIDE: f64 = 14.5;
const WANTED_IN_CABIN: f64 = 21.0;

#[derive(Clone, Debug)]
pub struct Thermal {
    motor: f64,
    inverter: f64,
    coolant: f64,
    cells: f64,
    cabin: f64,
    tyres: f64,
}

impl Thermal {
    pub fn new() -> Self {
        Self {
            motor: 41.0,
            inverter: 36.0,
            coolant: 32.0,
            cells: 24.5,
            cabin: 17.4,
            tyres: 16.0,
        }
    }

    /// Lets `step` seconds pass at this power of the motor (watts) and this current of the battery (amperes).
    pub fn step(&mut self, power: f64, current: f64, step: f64) {
        // Losses heat a mass (J/K); the coolant takes heat away (W/K).
        let motor_cooling = 120.0 * (self.motor - self.coolant);
        let inverter_cooling = 180.0 * (self.inverter - self.coolant);
        self.motor += (0.06 * power - motor_cooling) / 14_000.0 * step;
        self.inverter += (0.025 * power - inverter_cooling) / 4_000.0 * step;
        let radiator = 160.0 * (self.coolant - OUTSIDE).max(0.0);
        self.coolant += (motor_cooling + inverter_cooling - radiator) / 40_000.0 * step;
        self.cells += current * current * 0.055 / 90_000.0 * step;
        self.cabin += (WANTED_IN_CABIN - self.cabin) / 60.0 * step;
        self.tyres += power / 400_000.0 * step;
    }

    pub fn value(&self, signal: &str) -> Option<f64> {
        Some(match signal {
            "MotorTemp" => self.motor,
            "InverterTemp" => self.inverter,
            "CoolantTemp" => self.coolant,
            "CellTempMin" => self.cells - 0.8,
            "CellTempMax" => self.cells + 1.4,
            "CabinTemp" => self.cabin,
            "OutsideTemp" => OUTSIDE,
            "SetTemp" => WANTED_IN_CABIN,
            "FanStage" => ((WANTED_IN_CABIN - self.cabin).abs() * 1.5).round(),
            "TyreTempFL" | "TyreTempFR" => self.tyres,
            "TyreTempRL" | "TyreTempRR" => self.tyres + 1.0,
            _ => return None,
        })
    }
}
