use oche::oche;

#[oche(opaque)]
pub struct Engine;

pub struct Part {
    pub a: i32,
}

pub struct Wrapper<T> {
    pub value: T,
}

#[oche(json)]
pub struct Whole {
    pub engine: Option<Engine>,
    pub parts: Vec<Part>,
    pub wrapped: Wrapper<i32>,
    pub any: oche::DartObject,
}

#[oche(json)]
pub struct Generic<T> {
    pub value: T,
}

#[oche(json)]
pub enum Shape {
    Circle { r#type: i32 },
    OK(i32),
    Ok(i32),
}

#[oche(json)]
pub struct Clash {
    pub to_json: i32,
}
