use std::cell::RefCell;
use std::fs::File;
use std::sync::mpsc::{Sender, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Instant;

pub struct Job {
    pub name: String,
    pub log: File,
    pub began: Instant,
    pub thread: JoinHandle<u32>,
    pub orders: Sender<u32>,
    pub total: Arc<Mutex<u32>>,
    pub client: vendor::Client,
}

pub fn lock(total: Mutex<u32>) {}

pub fn cell() -> RefCell<u32> {
    RefCell::new(1)
}

pub fn orders() -> SyncSender<u32> {
    loop {}
}

pub fn socket(socket: std::net::TcpStream) {}

pub fn client() -> vendor::Client {
    loop {}
}

pub fn heap() -> std::collections::BinaryHeap<u32> {
    Default::default()
}

pub struct Cursor<'a> {
    text: &'a str,
}

pub fn cursor(text: &str) -> Cursor<'_> {
    Cursor { text }
}

pub struct View<'a> {
    pub text: &'a str,
}

pub fn view(text: &str) -> View<'_> {
    View { text }
}

pub mod unused {
    pub struct Walker<'a> {
        steps: &'a [u32],
    }

    pub struct Slice<'a> {
        pub steps: &'a [u32],
    }
}
