macro_rules! function {
    ($name:ident) => {
        pub fn $name() {}
    };
}

function!(made);

pub fn typed(a: vec_of!(i32)) {}

pub fn crosses() {}
