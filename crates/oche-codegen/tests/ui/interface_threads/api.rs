use std::sync::Arc;

use oche::oche;

#[oche(interface)]
pub trait Local {
    fn call(&self);

    fn next(&self) -> Box<dyn Local>;
}

pub struct ToRust {
    pub local: Box<dyn Local + Send>,
}

pub struct ToDart {
    pub local: Option<Arc<dyn Local + Send>>,
    pub fine: Arc<dyn Local + Send + Sync>,
}

pub fn give(to_rust: ToRust, local: Arc<dyn Local>) -> Vec<ToDart> {
    let _ = (to_rust, local);
    Vec::new()
}

pub fn call(f: impl Fn() -> Arc<dyn Local>) {
    let _ = f;
}

#[oche(interface)]
pub trait Half: Sync {
    fn call(&self);
}

pub fn half(half: Arc<dyn Half>) -> Arc<dyn Half + Send> {
    let _ = half;
    unimplemented!()
}
