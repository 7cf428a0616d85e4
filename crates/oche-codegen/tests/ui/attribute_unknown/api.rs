use oche::oche;

#[oche(snyc)]
pub fn misspelt() {}

#[oche(opaque)]
pub struct Later {
    pub a: i32,
}

#[oche(name)]
pub fn no_value() {}

#[oche(name = 3)]
pub fn no_text() {}

#[oche(sync = true)]
pub fn too_much() {}

#[oche("sync")]
pub fn no_word() {}

#[oche(frobnicate)]
pub fn unknown() {}
