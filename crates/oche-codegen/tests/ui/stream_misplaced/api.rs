use std::pin::Pin;

use futures_core::Stream;

pub fn nested() -> Vec<Pin<Box<dyn Stream<Item = i32> + Send>>> {
    Vec::new()
}

pub fn local() -> Pin<Box<dyn Stream<Item = i32>>> {
    loop {}
}

pub fn of_nothing() -> impl Stream<Item = ()> {
    loop {}
}

pub fn fine() -> Pin<Box<dyn Stream<Item = i32> + Send>> {
    loop {}
}
