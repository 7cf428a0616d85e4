//! Types that live outside the API module and cross because a signature of it names them.

/// A place in a cabin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Where the driver sits.
    Driver,
    /// Beside the driver.
    Passenger,
    /// Behind the two.
    Rear,
}

/// What a cabin looks like from inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Cabin {
    /// The places that are taken.
    pub taken: Vec<Place>,
    /// Degrees Celsius.
    pub temperature: f32,
}
