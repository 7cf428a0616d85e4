pub fn twice(a: Option<Option<i32>>) {}

pub type Maybe = Option<String>;

pub struct Settings {
    pub through_alias: Option<Maybe>,
    pub through_box: Option<Box<Option<i32>>>,
    pub fine: Vec<Option<i32>>,
}
