struct Hidden {
    pub a: i32,
}

pub(crate) struct Internal {
    pub a: i32,
}

mod inner {
    pub struct Deep {
        pub a: i32,
    }

    pub struct Reachable {
        pub a: i32,
    }
}

pub use inner::Reachable;

pub fn hidden() -> Hidden {
    loop {}
}

pub fn internal(internal: Internal) {}

pub fn deep(deep: inner::Deep, reachable: inner::Reachable) {}
