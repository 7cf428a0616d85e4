pub mod binary;

pub fn fine() {}
