use oche::oche;

#[oche(ignore)]
pub struct Hidden {
    pub a: i32,
}

pub struct Shown {
    pub hidden: Hidden,
}
