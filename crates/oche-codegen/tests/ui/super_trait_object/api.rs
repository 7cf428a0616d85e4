use std::sync::Arc;

use oche::oche;

#[oche(interface)]
pub trait Shape: Send + Sync {
    fn area(&self) -> f64;
}

pub fn by_reference(shape: &dyn Shape) {}

pub fn by_value(shape: dyn Shape) {}

pub fn as_generic(shape: impl Shape) {}

pub fn counted(shape: std::rc::Rc<dyn Shape>) {}

pub fn mutable(shape: &mut dyn Shape) {}

pub fn list(shapes: Vec<Arc<dyn Shape>>) {}

pub fn both(shape: Box<dyn Shape + std::fmt::Debug>) {}
