pub struct Lost {
    pub a: i32,
