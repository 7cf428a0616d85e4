use oche::oche;

pub fn parameters(battery_level: i32, batteryLevel: i32) {}

pub struct Fields {
    pub a_b: i32,
    pub aB: i32,
}

pub enum Plain {
    DarkGreen,
    Dark_Green,
}

pub struct Own {
    pub a: i32,
}

impl Own {
    #[oche(sync, name = "Own")]
    pub fn own(&self) -> i32 {
        self.a
    }
}

#[oche(sync)]
pub fn take_own(own: Own) {}
