use oche::oche;

pub struct Device {
    pub name: String,
    #[cfg(unix)]
    pub descriptor: i32,
    #[cfg_attr(windows, cfg(target_arch = "x86_64"))]
    pub handle: u64,
    #[cfg(any(unix, not(unix)))]
    pub everywhere: u8,
}

pub struct Pair(pub u8, #[cfg(windows)] pub u16);

pub enum Signal {
    Hangup,
    #[cfg(target_os = "linux")]
    RealTime,
}

pub enum Event {
    Key(u8),
    #[cfg(not(target_os = "ios"))]
    Plugged { port: u8 },
    Touched(#[cfg(target_os = "ios")] u8, u8),
}

pub fn open(path: String, #[cfg(unix)] mode: u32) {}

pub fn read(device: Device, #[cfg(not(test))] length: u32) {}

#[oche(interface)]
pub trait Listener: Send + Sync {
    fn heard(&self, text: String, #[cfg(unix)] signal: i32);
}

pub fn listen(listener: Box<dyn Listener>) {}

pub struct Engine {
    // What stays in Rust may differ.
    #[cfg(unix)]
    descriptor: i32,
    #[cfg(windows)]
    handle: u64,
}

impl Engine {
    #[cfg(unix)]
    #[oche(external_size)]
    pub fn size(&self) -> usize {
        1
    }

    pub fn set(&self, #[cfg(windows)] handle: u64) {}
}

#[oche(opaque)]
pub enum Choice {
    #[cfg(unix)]
    Unix,
    Other,
}

pub fn choose(choice: &Choice, engine: &Engine) {}
