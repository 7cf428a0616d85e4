pub struct Page<T> {
    pub items: Vec<T>,
}

pub struct Borrowed<'a> {
    pub text: &'a str,
}

pub enum Either<A, B> {
    Left(A),
    Right(B),
}

pub struct Fixed<const N: usize> {
    pub bytes: [u8; N],
}

pub fn page() -> Page<i32> {
    loop {}
}

pub fn borrowed(value: Borrowed<'_>) {}

pub fn either(value: Either<i32, String>) {}
