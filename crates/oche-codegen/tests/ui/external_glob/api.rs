use vendor::*;

pub fn hidden(packet: Packet) {}
