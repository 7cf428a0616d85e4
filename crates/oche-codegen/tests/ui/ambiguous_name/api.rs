mod left {
    pub struct Thing {
        pub a: i32,
    }
}

mod right {
    pub struct Thing {
        pub b: i32,
    }
}

use left::*;
use right::*;

pub fn which(thing: Thing) {}
