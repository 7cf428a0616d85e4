pub extern "C" fn exported(a: i32) -> i32 {
    a
}

pub unsafe fn dangerous(a: i32) -> i32 {
    a
}

pub unsafe extern "C" fn both(a: i32, ...) {}
