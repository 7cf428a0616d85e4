use oche::oche;

pub const LIMIT: u32 = 3;

pub static NAME: &str = "name";

pub trait Listener {}

pub union Bits {
    pub a: u32,
}

pub struct Opaque {
    handle: usize,
}

impl Opaque {
    pub fn open() -> Self {
        Opaque { handle: 1 }
    }

    pub fn close(self) {}

    fn private(&self) {}
}

impl Clone for Opaque {
    fn clone(&self) -> Self {
        Opaque { handle: self.handle }
    }
}

pub struct Generic<T> {
    pub value: T,
}

pub use vendor::Packet;

#[oche(ignore)]
pub const SILENT: u32 = 3;

#[oche(ignore)]
impl Opaque {
    pub fn silent() {}
}

#[oche(ignore)]
pub use vendor::silent;

pub fn crosses() {}
