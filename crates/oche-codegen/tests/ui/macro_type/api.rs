macro_rules! structs {
    ($($name:ident),*) => {
        $(pub struct $name { pub a: i32 })*
    };
}

structs!(First, Second);

pub fn made(first: First) {}
