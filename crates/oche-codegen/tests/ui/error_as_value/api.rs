use oche::oche;

#[oche(error)]
pub struct Broken {
    pub code: i32,
}

pub struct Report {
    pub broken: Broken,
    pub io: std::io::Error,
    pub boxed: Box<dyn std::error::Error>,
}

pub fn fine() -> Result<i32, Broken> {
    Ok(1)
}

pub fn report() -> Report {
    loop {}
}
