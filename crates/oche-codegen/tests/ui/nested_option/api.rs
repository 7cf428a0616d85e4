pub struct Found<T> {
    pub item: Option<T>,
}

pub struct Outer<T> {
    pub inner: Found<T>,
}

pub fn nested() -> Found<Option<i32>> {
    Found { item: None }
}

pub fn handed_on(_value: Outer<Option<String>>) {}

pub fn fine(_value: Option<Option<Vec<Option<i32>>>>) -> Found<Vec<Option<i32>>> {
    Found { item: None }
}
