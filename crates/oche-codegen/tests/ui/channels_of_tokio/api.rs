pub fn ticks() -> tokio::sync::mpsc::Receiver<i32> {}

pub fn send(to: tokio::sync::mpsc::UnboundedSender<String>) {}

pub fn state() -> tokio::sync::watch::Receiver<f64> {}

pub fn shared() -> std::sync::Arc<tokio::sync::Mutex<i32>> {}

pub fn task() -> tokio::task::JoinHandle<i32> {}

pub fn lock() -> parking_lot::RwLock<i32> {}
