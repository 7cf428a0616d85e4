//! What a library with the same runtime has without any bridge.

use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

static RUNTIME: OnceLock<Runtime> = OnceLock::new();

#[unsafe(no_mangle)]
pub extern "C" fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[unsafe(no_mangle)]
pub extern "C" fn later(done: extern "C" fn(i32), value: i32) {
    let build = || Builder::new_multi_thread().enable_all().build().expect("a runtime");
    RUNTIME.get_or_init(build).spawn(async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        done(value);
    });
}
