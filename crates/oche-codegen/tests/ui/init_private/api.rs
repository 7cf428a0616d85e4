use oche::oche;

#[oche(init)]
fn hidden() {}

pub fn shown() {}
