pub struct Line {
    pub text: &'static str,
    pub bytes: &'static [u8],
}

pub enum Part {
    Text(&'static str),
}
