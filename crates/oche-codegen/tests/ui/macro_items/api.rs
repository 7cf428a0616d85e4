macro_rules! function {
    ($name:ident) => {
        pub fn $name() {}
    };
}

function!(made);

include!("more.in.rs");

#[oche(ignore)]
function!(known);

// Private statics, and what declares nothing.
lazy_static! {
    static ref CACHE: Vec<u8> = Vec::new();
}

thread_local! {
    static DEPTH: u8 = 0;
}

const_assert!(true);

lazy_static::lazy_static! {
    pub static ref SHARED: Vec<u8> = Vec::new();
}

pub fn typed(a: vec_of!(i32)) {}

pub struct Robot {
    pub arms: u8,
}

impl Robot {
    function!(wave);

    #[oche(ignore)]
    function!(bow);

    #[cfg(any())]
    function!(never);

    pub fn walks(&self) -> bool {
        self.arms == 0
    }
}

impl Clone for Robot {
    function!(clone);
}

pub fn crosses(robot: Robot) {}
