pub enum Nothing {}

pub fn never(nothing: Nothing) {}
