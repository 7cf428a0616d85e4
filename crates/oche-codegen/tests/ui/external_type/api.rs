use chrono::{DateTime, Utc};
use vendor::Packet;

pub fn later(at: DateTime<Utc>) {}

pub fn never(packet: Packet) {}

pub fn nested() -> Vec<Option<vendor::Header>> {
    Vec::new()
}
