pub mod lights {
    pub fn set(on: bool) {}

    pub struct State {
        pub on: bool,
    }
}

pub mod doors {
    pub fn set(open: bool) {}

    pub struct State {
        pub open: bool,
    }
}

pub fn read_all() {}

pub fn readAll() {}

pub fn case_library() {}
