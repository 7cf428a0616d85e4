pub fn parameters(battery_level: i32, batteryLevel: i32) {}

pub struct Fields {
    pub a_b: i32,
    pub aB: i32,
}

pub enum Plain {
    DarkGreen,
    Dark_Green,
}
