//! The fields of a packed struct cannot be borrowed.

#[derive(Clone, Copy)]
#[repr(C, packed(2))]
pub struct Header {
    pub kind: u8,
    pub length: u32,
}

pub struct Frame {
    pub header: Header,
}

#[repr(C)]
pub struct Aligned {
    pub length: u32,
}

pub fn lent() -> &'static [Header] {
    &[]
}

pub fn inside() -> Option<&'static Frame> {
    None
}

pub fn owned() -> Vec<Header> {
    Vec::new()
}

pub fn aligned() -> &'static [Aligned] {
    &[]
}
