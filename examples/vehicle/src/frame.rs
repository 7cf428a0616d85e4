//! A classic CAN frame.

use std::fmt;

/// The most bytes that a classic CAN frame carries.
pub const MAX_DATA: usize = 8;

/// The identifier of a frame. Standard and extended identifiers are different even where their numbers are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CanId {
    /// 11 bits.
    Standard(u16),
    /// 29 bits.
    Extended(u32),
}

impl CanId {
    /// A standard identifier, if `id` fits into 11 bits.
    pub fn standard(id: u32) -> Option<Self> {
        let id = u16::try_from(id).ok()?;
        (id < 1 << 11).then_some(Self::Standard(id))
    }

    /// An extended identifier, if `id` fits into 29 bits.
    pub fn extended(id: u32) -> Option<Self> {
        (id < 1 << 29).then_some(Self::Extended(id))
    }
}

/// As candump writes it: 3 hex digits for a standard identifier, 8 for an extended one.
impl fmt::Display for CanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standard(id) => write!(f, "{id:03X}"),
            Self::Extended(id) => write!(f, "{id:08X}"),
        }
    }
}

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Up to eight bytes of data.
    Data(Data),
    /// A request for the data of this identifier; it carries none itself.
    Remote,
    /// A report of the CAN controller about the bus, not a message of another node.
    BusError,
}

/// Up to eight bytes, kept in place so that reading a log allocates nothing per frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Data {
    bytes: [u8; MAX_DATA],
    len: u8,
}

impl Data {
    /// A copy of `bytes`, or `None` for more than [`MAX_DATA`].
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut data = Self {
            len: u8::try_from(bytes.len()).ok()?,
            ..Self::default()
        };
        data.bytes.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(data)
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// One frame on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Who it is.
    pub id: CanId,
    /// What it carries.
    pub payload: Payload,
}

/// As in a candump log: `1A0#DEADBEEF`.
impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#", self.id)?;
        match &self.payload {
            Payload::Data(data) => data.as_slice().iter().try_for_each(|byte| write!(f, "{byte:02X}")),
            Payload::Remote => f.write_str("R"),
            Payload::BusError => Ok(()),
        }
    }
}
