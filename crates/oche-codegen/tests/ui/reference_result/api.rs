//! What a result borrows is sent while it is there: all but what would be changed, or would stay in Rust.

pub struct Engine {
    name: String,
    parts: Vec<Part>,
}

pub struct Part {
    weight: f64,
}

impl Engine {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn name_mut(&mut self) -> &mut String {
        &mut self.name
    }

    pub fn heaviest(&self) -> Option<&Part> {
        self.parts.first()
    }
}

pub fn longest(text: &str) -> Option<&str> {
    text.lines().max_by_key(|line| line.len())
}

pub fn pointer(text: &str) -> *const u8 {
    text.as_ptr()
}
