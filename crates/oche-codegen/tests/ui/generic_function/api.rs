pub fn any<T>(value: T) -> T {
    value
}

pub fn counted<const N: usize>(values: [u8; N]) {}

pub fn fine<'a>(text: &'a str) -> String
where
    'a: 'a,
{
    text.to_owned()
}

pub fn constrained<T>(value: T)
where
    T: Into<String>,
{
}
