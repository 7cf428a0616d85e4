use std::sync::Arc;

use oche::oche;

#[oche(interface)]
pub trait Greeter: Send + Sync {
    fn greet(&self);
}

pub struct RustGreeter {
    pub name: String,
}

pub fn greet(greeter: Arc<dyn Greeter>, other: RustGreeter) {
    let _ = (greeter, other);
}

#[oche(interface)]
pub trait Renamed: Send + Sync {
    fn greet(&self);
}

#[oche(name = "OtherRenamed")]
pub struct RustRenamed {
    pub name: String,
}

pub fn renamed(greeter: Arc<dyn Renamed>, other: RustRenamed) {
    let _ = (greeter, other);
}

#[oche(interface)]
pub trait Local: Send + Sync {
    fn greet(&self);
}

pub struct DartLocal {
    pub name: String,
}

pub fn local(greeter: Arc<dyn Local>, other: DartLocal) {
    let _ = (greeter, other);
}
