pub fn change(values: &mut Vec<i32>) {}

pub fn change_text(text: &mut str) {}

pub fn change_slice(bytes: &mut [u8]) {}
