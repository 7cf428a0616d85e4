//! The high-voltage battery: 96 cells in a row.

const CELLS: f64 = 96.0;
/// In joules (72 kWh).
const CAPACITY: f64 = 72.0 * 3.6e6;
/// Of the whole battery, in ohms.
const RESISTANCE: f64 = 0.055;
/// What the car's electronics take, in watts.
const AUXILIARIES: f64 = 900.0;
/// What becomes of power between battery and wheel.
const EFFICIENCY: f64 = 0.92;
/// Energy per distance that the range is reckoned with, in J/m (165 Wh/km).
const CONSUMPTION: f64 = 165.0 * 3.6;

#[derive(Clone, Debug)]
pub struct Battery {
    /// 0 to 1.
    charge: f64,
    current: f64,
    voltage: f64,
}

impl Battery {
    pub fn new() -> Self {
        let charge = 0.724;
        Self {
            charge,
            current: 0.0,
            voltage: open_voltage(charge),
        }
    }

    /// Lets `step` seconds pass while the motor gives this mechanical power, in watts; negative is recuperation.
    pub fn step(&mut self, power: f64, step: f64) {
        let motor = if power >= 0.0 {
            power / EFFICIENCY
        } else {
            power * EFFICIENCY
        };
        let wanted = motor + AUXILIARIES;
        // From wanted = I · (U₀ − I · R), the smaller solution.
        let open = open_voltage(self.charge);
        let root = (open * open - 4.0 * RESISTANCE * wanted).max(0.0).sqrt();
        self.current = (open - root) / (2.0 * RESISTANCE);
        self.voltage = open - self.current * RESISTANCE;
        self.charge = (self.charge - open * self.current * step / CAPACITY).clamp(0.0, 1.0);
    }

    /// In amperes, positive while discharging.
    pub fn current_a(&self) -> f64 {
        self.current
    }

    pub fn value(&self, signal: &str, noise: f64) -> Option<f64> {
        let cell = self.voltage / CELLS;
        Some(match signal {
            "PackVoltage" => self.voltage,
            "PackCurrent" => self.current,
            "PackPower" => self.voltage * self.current / 1000.0,
            "StateOfChg" => self.charge * 100.0,
            "Range" => self.charge * CAPACITY / CONSUMPTION / 1000.0,
            "CellVoltMin" => cell - 0.007 - noise.abs() * 0.001,
            "CellVoltMax" => cell + 0.006 + noise.abs() * 0.001,
            _ => return None,
        })
    }
}

/// The voltage without load, in volts.
fn open_voltage(charge: f64) -> f64 {
    CELLS * (3.35 + 0.75 * charge)
}
