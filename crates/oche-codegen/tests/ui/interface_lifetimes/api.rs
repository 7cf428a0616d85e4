use std::borrow::Cow;
use std::sync::Arc;

use oche::oche;

#[oche(interface)]
pub trait Borrower: Send + Sync {
    fn for_ever(&self, text: &'static str);

    fn numbers(&self, numbers: &'static [u8]);

    fn object(&self, other: Box<dyn Borrower + '_>);

    fn sized(&self)
    where
        Self: Sized;

    fn boxed(self) -> Arc<dyn Borrower>
    where
        Self: Sized + 'static,
    {
        Arc::new(self)
    }

    fn cloned(&self) -> String
    where
        Self: Clone,
    {
        String::new()
    }

    #[oche(ignore)]
    fn ignored() -> String
    where
        Self: Sized,
    {
        String::new()
    }

    fn fine<'a>(&'a self, text: Cow<'a, str>) -> Cow<'a, str>
    where
        Self: Send + 'a,
    {
        text
    }
}

pub fn borrow(borrower: Arc<dyn Borrower>) {
    let _ = borrower;
}
