use oche::oche;

pub enum Gear {
    Park,
    Drive,
}

pub enum Shape {
    Nothing,
    Round(f64),
}

#[oche]
pub struct Settings {
    #[oche(default = 300)]
    pub too_much: u8,
    #[oche(default = "five")]
    pub no_number: i32,
    #[oche(default = 5)]
    pub no_text: String,
    #[oche(default = Gear::Fly)]
    pub no_variant: Gear,
    #[oche(default = Shape::Round)]
    pub not_empty: Shape,
    #[oche(default = Shape::Nothing)]
    pub fine: Shape,
    #[oche(default = [])]
    pub bytes: Vec<u8>,
    #[oche(default = 5)]
    pub span: std::time::Duration,
    #[oche(default = vec![1])]
    pub full: Vec<String>,
    #[oche(default = compute())]
    pub computed: i32,
    #[oche(default)]
    pub missing: bool,
}

#[oche]
pub struct Pair(#[oche(default = 1)] pub i32, pub i32);

#[oche(sync)]
pub fn takes(#[oche(default = 1.5)] count: u32, #[oche(default = Some("a"))] letter: Option<char>) {}

#[oche(default = 5)]
pub fn nothing() {}
