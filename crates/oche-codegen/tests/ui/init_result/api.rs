use oche::oche;

pub enum Failure {
    Bad,
}

#[oche(init)]
pub fn set_up() -> Result<(), Failure> {
    Ok(())
}
