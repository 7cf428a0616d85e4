#[cfg(unix)]
pub fn same(path: &str) -> i32 {
    1
}

#[cfg(not(unix))]
pub fn same(_path: &str) -> i32 {
    2
}

#[cfg(unix)]
pub fn open(handle: i32) {}

#[cfg(windows)]
pub fn open(handle: u64) {}

#[cfg(unix)]
pub struct Status {
    pub code: i32,
}

#[cfg(windows)]
pub struct Status {
    pub code: u32,
}

#[cfg(unix)]
pub enum Mode {
    Read,
    Write,
}

#[cfg(not(unix))]
pub enum Mode {
    Read,
}

#[cfg(unix)]
pub const LIMIT: u32 = 1;

#[cfg(windows)]
pub const LIMIT: u64 = 2;

#[cfg(unix)]
type Id = i32;

#[cfg(windows)]
type Id = u64;

pub fn kill(id: Id) {}

mod linux {
    pub fn volume() -> f32 {
        1.0
    }

    pub struct Screen {
        pub width: u32,
    }
}

mod other {
    pub fn volume() -> f64 {
        1.0
    }

    pub struct Screen {
        pub width: f64,
    }
}

#[cfg(target_os = "linux")]
pub use linux::volume;
#[cfg(not(target_os = "linux"))]
pub use other::volume;

#[cfg(target_os = "linux")]
pub use linux::*;
#[cfg(not(target_os = "linux"))]
pub use other::*;

pub struct Device {
    name: String,
}

impl Device {
    #[cfg(unix)]
    pub fn battery(&self) -> u8 {
        1
    }

    #[cfg(windows)]
    pub fn battery(&self) -> Option<u8> {
        None
    }

    pub fn twice(&self) {}

    pub fn twice(&self) {}
}

#[cfg(unix)]
impl Device {
    pub const PATH: &str = "/";

    pub fn name(&self) -> String {
        self.name.clone()
    }
}

#[cfg(windows)]
impl Device {
    pub const PATH: &str = "\\";

    pub fn name(&self) -> &str {
        &self.name
    }
}

// An object is one on every target, whatever is in it.
#[cfg(unix)]
pub struct Engine {
    descriptor: i32,
}

#[cfg(windows)]
pub struct Engine {
    handle: u64,
}

pub fn start(engine: &Engine) {}

pub(crate) mod one {
    pub type Size = u32;

    pub struct Frame {
        pub size: u32,
    }
}

pub(crate) mod another {
    pub type Size = u64;

    pub struct Frame {
        pub size: u64,
    }
}

#[cfg(unix)]
use another::{Frame, Size};
#[cfg(not(unix))]
use one::{Frame, Size};

pub fn resize(size: Size, frame: Frame) {}
