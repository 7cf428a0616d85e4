pub trait Listener {}

pub fn listen(listener: Box<dyn Listener>) {}

pub fn borrowed(listener: &dyn Listener) {}

pub fn any(value: Box<dyn std::any::Any>) {}

pub fn hidden() -> impl Clone {
    1
}
