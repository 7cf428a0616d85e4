pub struct Request {
    url: String,
}

impl Request {
    pub fn new(url: String) -> Self {}

    pub fn header(self, name: &str) -> Self {}

    pub fn timeout(&mut self, seconds: u32) -> &mut Self {}

    pub fn with<T: Into<String>>(self, body: T) -> Self {}

    pub fn url(&self) -> &String {}

    pub fn urls(&self) -> &[String] {}

    pub fn each(&self, f: &dyn Fn(&str)) {}

    pub fn compare(&self, other: Self) -> bool {}

    pub fn take(self: Box<Self>) {}

    pub fn held(self: std::rc::Rc<Self>) {}
}

pub fn request() -> Request {}
