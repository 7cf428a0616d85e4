use oche::{StreamSink, oche};

#[oche(name = "one", name = "two")]
#[oche(annotation = "a", annotation = "b")]
pub fn twice() {}

#[oche(positional)]
pub fn no_parameters() -> u8 {
    1
}

#[oche(positional)]
pub fn only_a_sink(#[oche(name = "items", annotation = "Deprecated('no')")] sink: StreamSink<u8>) {}

#[oche(positional)]
pub struct Empty {}

pub struct Part {
    a: u8,
}

pub struct Whole {
    part: Part,
}

impl Whole {
    #[oche(setter, bigint, positional)]
    pub fn part(&self) -> &Part {
        &self.part
    }

    #[oche(getter, setter)]
    pub fn both(&self) -> u8 {
        1
    }

    #[oche(setter, positional)]
    pub fn set_value(&mut self, value: u8) {}

    #[oche(external_size, name = "bytes", sync)]
    pub fn size(&self) -> usize {
        1
    }
}

#[oche(mirror = "vendor::Point", convert = "vendor::Size")]
pub struct Both {
    pub a: u8,
}

#[oche(ignore)]
#[oche(interface)]
pub trait Ignored: Send + Sync {
    fn f(&self);
}

pub fn ignored(ignored: Box<dyn Ignored>) {}

#[oche(interface)]
pub trait Partly: Send + Sync {
    fn f(&self);

    #[oche(ignore)]
    fn left_out(&self);

    #[oche(ignore)]
    fn left_out_with_default(&self) {}
}

pub fn partly(partly: Box<dyn Partly>) {}
