pub fn forever() -> ! {
    loop {}
}

pub fn in_result() -> Result<!, String> {
    loop {}
}
