pub struct Account {
    pub name: String,
    balance: i64,
}

pub struct Pair(pub i32, i32);

pub fn open() -> Account {
    loop {}
}

pub fn again(account: &Account) {}

pub fn pair(pair: Pair) {}

pub struct Failure {
    source: std::io::Error,
}

/// An error type may have private fields: it crosses by its text.
pub fn fine() -> Result<(), Failure> {
    Ok(())
}
