use oche::oche;

#[oche(annotation = "@immutable")]
pub struct At {
    pub a: i32,
}

#[oche(annotation = "Deprecated('open", annotation = "a b", annotation = "f() g")]
pub struct Open {
    pub a: i32,
}

#[oche(import = "package:meta/meta.dart'; import 'x", import = "package:a/a.dart show")]
pub struct Imports {
    pub a: i32,
}

#[oche(members = "int get b { return a; ")]
pub struct Members {
    pub a: i32,
}

#[oche(annotation = deprecated)]
pub fn no_text() {}

#[oche(members = "int b;")]
pub fn no_class() {}

#[oche(annotation = "Deprecated('swallowed') // )", annotation = "Deprecated('two') void g()", annotation = "a\rb")]
pub fn behind() {}

// These are fine.
#[oche(annotation = "Box<int, (int, int)>.of('()')", annotation = "Deprecated(/* why: */ 'so')", annotation = "a.b")]
pub fn fine() {}
