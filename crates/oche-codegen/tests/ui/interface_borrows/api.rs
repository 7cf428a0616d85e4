use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use oche::oche;

#[oche(interface)]
pub trait Store: Send + Sync {
    fn find(&self, key: Option<&str>) -> bool;

    fn load<'a>(&'a self, key: &'a str) -> Pin<Box<dyn Future<Output = i32> + Send + 'a>>;

    fn save(&self) -> Pin<Box<dyn Future<Output = i32> + Send>>;

    fn close(&self) -> Pin<Box<dyn Future<Output = i32> + Send + 'static>>;

    fn fine<'a>(&'a self, key: &str) -> Pin<Box<dyn Future<Output = i32> + Send + 'a>>;
}

pub fn open(store: Arc<dyn Store>) -> Arc<dyn Store> {
    store
}

pub trait Base {
    fn base(&self);
}

#[oche(interface)]
pub trait Derived: Base + Send + Sync + std::fmt::Debug {
    fn derived(&self);
}

#[oche(interface)]
pub trait Free: Send + Sync + Unpin + std::any::Any + 'static {
    fn free(&self);
}

pub fn inherit(derived: Arc<dyn Derived>, free: Arc<dyn Free>) {
    let _ = (derived, free);
}
