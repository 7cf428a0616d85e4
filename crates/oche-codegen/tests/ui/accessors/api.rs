use oche::oche;

pub struct Person {
    name: Option<String>,
    age: u8,
}

impl Person {
    #[oche(getter)]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    #[oche(setter)]
    pub fn set_name(&mut self, name: String) {
        self.name = Some(name);
    }

    /// Dart has one type for both.
    #[oche(getter)]
    pub fn age(&self) -> u8 {
        self.age
    }

    #[oche(setter)]
    pub fn set_age(&mut self, age: i64) {
        self.age = age as u8;
    }

    #[oche(setter, name = "age")]
    pub fn set_age_again(&mut self, age: u8) {
        self.age = age;
    }

    #[oche(sync)]
    pub fn nick(&self) -> String {
        String::new()
    }

    #[oche(setter)]
    pub fn set_nick(&mut self, nick: String) {
        let _ = nick;
    }

    #[oche(getter)]
    pub fn title(&self) -> String {
        String::new()
    }

    #[oche(setter)]
    pub fn set_title(&mut self, title: Option<String>) {
        let _ = title;
    }
}
