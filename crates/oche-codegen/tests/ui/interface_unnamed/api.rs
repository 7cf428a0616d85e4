use std::sync::Arc;

use oche::oche;

#[oche(interface)]
pub trait Unnamed: Send + Sync {
    fn call(&self);
}

#[oche(interface, ignore)]
pub trait Later: Send + Sync {
    fn call(&self);
}

#[oche(interface)]
trait Private {
    fn call(&self);
}

#[oche(interface)]
pub trait Named: Send + Sync {
    fn call(&self, by_another: Arc<dyn ByAnother>);
}

#[oche(interface)]
pub trait ByAnother: Send + Sync {
    fn call(&self);
}

pub fn named(named: impl Named) {
    let _ = named;
}
