use std::future::Future;

pub fn later() -> impl Future<Output = i32> {
    async { 1 }
}

pub fn boxed() -> std::pin::Pin<Box<dyn Future<Output = i32> + Send>> {
    Box::pin(async { 1 })
}

pub fn items() -> impl Iterator<Item = i32> {
    0..3
}
