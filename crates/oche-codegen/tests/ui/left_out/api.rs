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

unsafe extern "C" {
    pub fn foreign(a: i32) -> i32;
    fn private_foreign();
}

#[oche(ignore)]
unsafe extern "C" {
    pub fn silent_foreign();
}

impl<T> Generic<T> {
    pub const SIZE: usize = 3;

    pub fn generic(&self) {}

    declared!(a);
}

#[oche(interface)]
pub trait Declared: Send + Sync {
    declared!(b);
}

pub fn crosses(declared: Box<dyn Declared>) {}
