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

#[oche(members = "int get size => 1; int sum() => 2; static int get limit => 3; Written.origin() : this(size: 0);")]
pub struct Written {
    pub size: i32,
}

impl Written {
    pub const LIMIT: i32 = 3;

    #[oche(sync)]
    pub fn sum(&self) -> i32 {
        self.size
    }

    #[oche(sync)]
    pub fn origin() -> Self {
        Written { size: 0 }
    }
}

/// A property of two halves, and what takes the place of what is generated.
#[oche(members = "set width(int value) {} String toString() => '';")]
pub struct Halves {
    pub width: i32,
}

#[oche(sync)]
pub fn take_written(a: Written, b: Halves) {}
