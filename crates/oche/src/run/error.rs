//! Errors of user code that cross as text: `RustError` in Dart. On the wire: message, then the list of causes.

use std::error::Error;

use super::hooks::note_error;
use crate::wire::codec::Encode;
use crate::wire::writer::Writer;

fn encode_text(message: &str, source: Option<&(dyn Error + 'static)>, w: &mut Writer) {
    note_error(w, || message.to_owned());
    w.str(message);
    let causes = std::iter::successors(source, |&error| error.source());
    // A chain that bites its own tail must not fill the memory.
    let causes: Vec<String> = causes.take(64).map(ToString::to_string).collect();
    Encode::<()>::encode(causes, w);
}

/// An error that crosses by its `Display` text and its chain of sources.
pub struct DisplayError<E>(pub E);

impl<C, E: Error + 'static> Encode<C> for DisplayError<E> {
    fn encode(self, w: &mut Writer) {
        encode_text(&self.0.to_string(), self.0.source(), w);
    }
}

/// An error that crosses by the best text that its type can give.
pub struct TextError<E> {
    error: E,
    encode: fn(&E, &mut Writer),
}

impl<E> TextError<E> {
    /// Goes with how the text is written: see [`text_error!`](crate::__text_error).
    pub fn new(error: E, encode: fn(&E, &mut Writer)) -> Self {
        TextError { error, encode }
    }
}

impl<C, E> Encode<C> for TextError<E> {
    fn encode(self, w: &mut Writer) {
        (self.encode)(&self.error, w);
    }
}

/// Makes a [`TextError`] of an error of a known type. One that implements [`Error`] has its text and its sources; another
/// one the text by its `Display`, or by its `Debug`, or the name of its type: method resolution takes the first that holds.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_error {
    ($error:expr) => {
        $crate::glue::TextError::new($error, |error, w| {
            #[allow(unused_imports, reason = "one of them is what the type can do")]
            use $crate::glue::{ByDebug as _, ByDisplay as _, ByError as _, ByName as _, ByText as _};
            let text = $crate::glue::Text(error);
            (&&$crate::glue::Described(error, || (&&&text).text())).describe(w)
        })
    };
}

/// An error, and what its text is if it does not implement [`Error`].
pub struct Described<'a, E, F>(pub &'a E, pub F);

/// With its sources.
pub trait ByError {
    /// Writes it.
    fn describe(&self, w: &mut Writer);
}

impl<E: Error, F> ByError for &Described<'_, E, F> {
    fn describe(&self, w: &mut Writer) {
        encode_text(&self.0.to_string(), self.0.source(), w);
    }
}

/// With its text alone.
pub trait ByText {
    /// Writes it.
    fn describe(&self, w: &mut Writer);
}

impl<E, F: Fn() -> String> ByText for Described<'_, E, F> {
    fn describe(&self, w: &mut Writer) {
        encode_text(&(self.1)(), None, w);
    }
}

/// A boxed `dyn Error`, which is not itself an `Error`.
pub struct BoxedError<E: ?Sized>(pub Box<E>);

macro_rules! boxed {
    ($($bounds:ty),*) => {$(
        impl<C> Encode<C> for BoxedError<$bounds> {
            fn encode(self, w: &mut Writer) {
                encode_text(&self.0.to_string(), self.0.source(), w);
            }
        }
    )*};
}

boxed!(dyn Error, dyn Error + Send, dyn Error + Send + Sync);

/// An [`anyhow::Error`], which is not itself an `Error`.
#[cfg(feature = "anyhow")]
pub struct AnyhowError(pub anyhow::Error);

#[cfg(feature = "anyhow")]
impl<C> Encode<C> for AnyhowError {
    fn encode(self, w: &mut Writer) {
        encode_text(&self.0.to_string(), self.0.source(), w);
    }
}

/// A text that serves as an error.
pub struct MessageError<T>(pub T);

impl<C, T: AsRef<str>> Encode<C> for MessageError<T> {
    fn encode(self, w: &mut Writer) {
        encode_text(self.0.as_ref(), None, w);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;
    use crate::wire::reader::Reader;

    macro_rules! shown {
        ($name:ident, $text:literal) => {
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str($text)
                }
            }
        };
    }

    #[derive(Debug)]
    struct Inner;
    shown!(Inner, "inner");
    impl Error for Inner {}

    #[derive(Debug)]
    struct Outer(Inner);
    shown!(Outer, "outer");
    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[derive(Debug)]
    struct Shown;
    shown!(Shown, "shown");

    #[derive(Debug)]
    struct Debugged {
        #[allow(dead_code, reason = "it is printed")]
        code: u16,
    }

    struct Bare;

    fn written<E>(error: TextError<E>) -> (String, Vec<String>) {
        let mut w = Writer::default();
        Encode::<()>::encode(error, &mut w);
        let mut r = Reader::of(w.bytes.as_slice());
        let message = r.str().expect("the text").to_owned();
        (
            message,
            crate::wire::codec::Decode::<()>::decode(&mut r).expect("the causes"),
        )
    }

    #[test]
    fn an_error_has_the_best_text_that_there_is() {
        let none = Vec::<String>::new();
        assert_eq!(
            written(crate::__text_error!(Outer(Inner))),
            ("outer".to_owned(), vec!["inner".to_owned()])
        );
        assert_eq!(written(crate::__text_error!(Shown)), ("shown".to_owned(), none.clone()));
        assert_eq!(
            written(crate::__text_error!(Debugged { code: 404 })),
            ("Debugged { code: 404 }".to_owned(), none.clone())
        );
        let (name, causes) = written(crate::__text_error!(Bare));
        assert!(name.ends_with("::Bare"), "{name}");
        assert_eq!(causes, none);
        // A box implements what is in it.
        assert_eq!(written(crate::__text_error!(Box::new(Shown))).0, "shown");
    }
}
