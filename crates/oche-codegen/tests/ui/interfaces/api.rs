use oche::oche;

pub trait Unmarked {
    fn f(&self);
}

pub fn unmarked(x: Box<dyn Unmarked>) {}

#[oche(interface)]
pub trait Local {
    fn name(&self) -> String;
}

pub fn local() -> Box<dyn Local> {
    unimplemented!()
}

#[oche(interface)]
pub trait Changing {
    fn change(&mut self);

    fn generic<T>(&self, value: T);

    fn pointer(&self, at: *const u8);

    fn future(&self) -> impl Future<Output = i32>;
}

pub fn changing(x: impl Changing) {}

#[oche(interface)]
pub trait Open {
    type Item;

    const LIMIT: usize;
}

pub fn open(x: &impl Open) {}

#[oche(interface)]
pub trait Generic<T> {
    fn get(&self) -> i32;
}

pub fn generic(x: impl Generic<i32>) {}

#[oche(sync, interface)]
pub trait Fine: Send + Sync {
    fn get(&self) -> i32;

    #[oche(ignore)]
    fn twice(&mut self) -> i32 {
        0
    }
}

pub fn fine(x: Box<dyn Fine>) -> Box<dyn Fine> {
    x
}

#[oche(interface)]
pub unsafe trait Trusted: Send + Sync {
    fn f(&self);
}

#[oche(interface)]
pub trait Raw: Send + Sync {
    unsafe fn dangerous(&self);

    extern "C" fn exported(&self);

    /// # Safety
    /// It is Rust's alone.
    #[oche(ignore)]
    unsafe fn left_out(&self) {}
}

pub fn raw(a: Box<dyn Trusted>, b: Box<dyn Raw>) {}
