use oche::oche;

pub fn class(r#in: i32, with: Option<String>, fine: i32) {}

/// The author has decided already.
pub fn new_() {}

#[oche(name = "chosen")]
pub fn switch(#[oche(name = "text")] var: String) {}

pub struct Words {
    pub is: bool,
    pub default: i32,
    pub hash_code: i32,
    pub to_string: String,
}

pub enum Step {
    New,
    Continue,
    Index,
    Values,
    Fine,
}

pub fn step(step: Step, words: Words) {}

pub struct Function {
    pub a: i32,
}
